/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_T_H
#define TESTS_T_H

#include <stddef.h>

/*
 * A test program is one noun: a table of cases and a call of t_main(). Every
 * case runs in a process of its own. It ends at its first failed check, at its
 * time limit, or with the last line of its function, which is success. After
 * it the kernel log must have no new line and the driver's counters must be 0.
 */

/**
 * struct t_case - one case
 * @name: what is wrong, or what is done; words with minus signs
 * @run: the case
 * @data: handed to @run
 * @log: kernel log lines that this case may cause, globs, NULL at the end;
 *	NULL: none. Only for cases that stop or crash the DSP or make it fault.
 * @seconds: time limit; 0 is T_SECONDS
 */
struct t_case {
	const char *name;
	void (*run)(const void *data);
	const void *data;
	const char *const *log;
	unsigned int seconds;
};

/**
 * struct t_program - one test program
 * @noun: its name
 * @cases: its cases, in the order in which they run
 * @count: number of cases
 * @no_counters: the driver under test is not qda, nobody has counters
 */
struct t_program {
	const char *noun;
	const struct t_case *cases;
	size_t count;
	int no_counters;
};

#define T_SECONDS 30
#define T_ARRAY(a) (sizeof(a) / sizeof((a)[0]))

int t_main(const struct t_program *program, int argc, char **argv);

/* Where the running case is; kept where the parent sees it. */
void t_at(const char *file, int line, const char *what);
void t_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
void t_fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void t_skip(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void t_equal(long long got, long long want);
void t_status(long long got, long long want);
/* How many times longer than usual things may take: 1, or more on a debug kernel. */
unsigned int t_patience(void);
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

#endif
