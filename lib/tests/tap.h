/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_TAP_H
#define QDA_TAP_H

#include <stdbool.h>
#include <stddef.h>

/* One test: a function that calls TAP_EXPECT. */
struct tap_test {
	const char *name;
	void (*run)(void);
};

#define TAP_TEST(function)	{ #function, function }

/* The claim of a test; the test goes on and fails in the end. */
#define TAP_EXPECT(claim) \
	tap_expect(!!(claim), __FILE__, __LINE__, #claim)

bool tap_expect(bool ok, const char *file, int line, const char *claim);

/* Runs all and prints TAP; returns main's status. */
int tap_main(const struct tap_test *tests, size_t count);

#define TAP_MAIN(tests)							\
	int main(void)							\
	{								\
		return tap_main(tests, sizeof(tests) / sizeof((tests)[0])); \
	}

#endif
