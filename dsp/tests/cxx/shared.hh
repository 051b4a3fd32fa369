/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef CXX_SHARED_HH
#define CXX_SHARED_HH

/* Types of two libraries: each has its own names of them. */
struct shared_base {
	virtual ~shared_base() {}
	virtual int number(void) { return 1; }
};

struct shared_derived : shared_base {
	int number(void) override { return 2; }
};

struct shared_trouble {
	int number;
};

#endif
