/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_TESTS_TAP_H
#define VDSP_TESTS_TAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * One test case is one function and one line of TAP. A failed check prints where, and
 * fails the case that it stands in; the case goes on.
 */
struct tap_case {
	const char *name;
	void (*run)(void);
};

static bool tap_case_failed;

static inline bool tap_check_at(bool good, const char *text, const char *file, int line)
{
	if (!good) {
		printf("# %s:%d: failed: %s\n", file, line, text);
		tap_case_failed = true;
	}
	return good;
}

#define tap_check(condition) tap_check_at((condition), #condition, __FILE__, __LINE__)

/* Equality of integers; prints both. */
static inline bool tap_equal_at(long long got, long long want, const char *text,
				const char *file, int line)
{
	if (got == want)
		return true;
	printf("# %s:%d: %s is %lld (0x%llx), want %lld (0x%llx)\n", file, line, text, got,
	       (unsigned long long)got, want, (unsigned long long)want);
	tap_case_failed = true;
	return false;
}

#define tap_equal(got, want)	\
	tap_equal_at((long long)(got), (long long)(want), #got, __FILE__, __LINE__)

/* Run the cases. Return: exit status, 0 if all passed. */
static inline int tap_run(const struct tap_case *cases, size_t count)
{
	int failed = 0;

	printf("1..%zu\n", count);
	for (size_t i = 0; i < count; i++) {
		tap_case_failed = false;
		cases[i].run();
		failed += tap_case_failed;
		printf("%s %zu - %s\n", tap_case_failed ? "not ok" : "ok", i + 1, cases[i].name);
		fflush(stdout);
	}
	return failed ? 1 : 0;
}

#define TAP_MAIN(cases)								\
	int main(void)								\
	{									\
		return tap_run(cases, sizeof(cases) / sizeof((cases)[0]));	\
	}

#endif /* VDSP_TESTS_TAP_H */
