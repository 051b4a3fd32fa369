// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The part of the test library that is C++: static objects of the file and of a
 * function, virtual functions, the heap.
 */

extern "C" {
#include "dsp.h"
#include "probe_parts.h"
}

static int probe_destroyed;

class probe_base {
public:
	virtual ~probe_base() { probe_destroyed++; }
	virtual int number() const = 0;
};

class probe_derived : public probe_base {
public:
	explicit probe_derived(int value) : value(value) {}
	int number() const override { return value; }
private:
	int value;
};

static probe_derived probe_global(7);

static probe_derived &probe_local()
{
	static probe_derived local(probe_global.number() * 10);

	return local;
}

/* 777 if all is well: 7 from before the open, 70, 700. */
extern "C" uint32_t probe_cxx(void)
{
	probe_base *base = new probe_derived(700);
	int *numbers = new int[100];
	uint32_t sum = base->number() + probe_local().number() + probe_global.number();

	numbers[99] = 1;
	delete[] numbers;
	delete base;
	return probe_destroyed ? sum : 0;
}
