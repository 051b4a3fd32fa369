/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TAP_H
#define TAP_H

#include <stdbool.h>
#include <stddef.h>

/* One test: a function that makes claims; one line of TAP. */
struct tap_test {
	const char *name;
	void (*run)(void);
};

#define TAP_TEST(function)	{ #function, function }

/* The claim of a test; if it is false the test goes on and fails in the end. */
#define TAP_EXPECT(claim)	tap_expect(!!(claim), __FILE__, __LINE__, #claim)

/* The claim that two integers are equal; both are printed if they are not. */
#define TAP_EQUAL(got, want) \
	tap_equal((long long)(got), (long long)(want), __FILE__, __LINE__, #got)

/* Has the test that runs made a false claim already? */
bool tap_has_failed(void);

bool tap_expect(bool ok, const char *file, int line, const char *claim);
bool tap_equal(long long got, long long want, const char *file, int line, const char *text);

/* Runs all and prints TAP; returns main's status. */
int tap_main(const struct tap_test *tests, size_t count);

#define TAP_MAIN(tests)							\
	int main(void)							\
	{								\
		return tap_main(tests, sizeof(tests) / sizeof((tests)[0])); \
	}

#endif
