/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_T_H
#define TESTS_T_H

#include "tools/case.h"

/* What a case does; how cases are made stands in case.h. */

/* Where the running case is; kept where the parent sees it. */
void t_at(const char *file, int line, const char *what);
void t_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
void t_fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void t_skip(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void t_equal(long long got, long long want);
void t_status(long long got, long long want);
/* How many times longer than usual things may take: 1, or more on a debug kernel. */
unsigned int t_slowdown(void);
/* Bytes of a page of this kernel: 4096, 16384 or 65536. */
unsigned int t_page(void);
/* Lets @ms pass; for polling loops. */
void t_sleep_ms(unsigned int ms);

/* Names the step, so that a hang inside it can be reported. */
#define T_STEP(what) t_at(__FILE__, __LINE__, what)

/*
 * Below, the step is named twice: while it is evaluated, in case it hangs, and
 * after it, as it may have named steps of its own.
 */

/* The claim must be true. */
#define T_CHECK(claim)					\
	do {						\
		T_STEP(#claim);				\
		int t_true_ = !!(claim);		\
		T_STEP(#claim);				\
		if (!t_true_)				\
			t_fail("is not true");		\
	} while (0)

/* Two numbers must be equal. */
#define T_EQ(got, want)					\
	do {						\
		T_STEP(#got);				\
		long long t_got_ = (long long)(got);	\
		T_STEP(#got);				\
		t_equal(t_got_, (long long)(want));	\
	} while (0)

/* A call that returns 0 or -errno must return exactly @want. */
#define T_ERR(call, want)				\
	do {						\
		T_STEP(#call);				\
		long long t_ret_ = (call);		\
		T_STEP(#call);				\
		t_status(t_ret_, (want));		\
	} while (0)

/* A call that returns -errno or something that is not negative must work. */
#define T_OK(call)					\
	do {						\
		T_STEP(#call);				\
		long long t_ok_ = (call);		\
		T_STEP(#call);				\
		t_status(t_ok_ < 0 ? t_ok_ : 0, 0);	\
	} while (0)

/* A call of the C library that returns -1 and sets errno must work. */
#define T_SYS(call) T_OK((call) == -1 ? -errno : 0)

#endif
