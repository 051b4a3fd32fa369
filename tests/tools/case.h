/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_CASE_H
#define TESTS_CASE_H

#include <stddef.h>

/*
 * A test program is one noun: a file of cases, T_CASE(). Every case runs in a
 * process of its own. It ends at its first failed check, at its time limit, or
 * with the last line of its function, which is success. After it the kernel log
 * must have no new line and the driver's counters must be 0.
 */

/**
 * struct t_case - one case
 * @name: what is wrong, or what is done; words with minus signs
 * @run: the case
 * @run_with: the case, if several differ in @data only
 * @data: handed to @run_with
 * @log: kernel log lines that this case may cause, globs, NULL at the end;
 *	NULL: none. Only for cases that stop or crash the DSP or make it fault.
 * @seconds: time limit; 0 is T_SECONDS
 */
struct t_case {
	const char *name;
	void (*run)(void);
	void (*run_with)(const void *data);
	const void *data;
	const char *const *log;
	unsigned int seconds;
};

#define T_SECONDS 60
#define T_ARRAY(a) (sizeof(a) / sizeof((a)[0]))

/* Cases that stand together in a file; the linker collects them in a section. */
struct t_group {
	const char *file;
	int line;
	const struct t_case *cases;
	size_t count;
};

/* Registers an array of cases, for those that differ in their data only. */
#define T_CASES(array)							\
	static const struct t_group array##_group = {			\
		__FILE__, __LINE__, array, T_ARRAY(array)		\
	};								\
	static const struct t_group *array##_entry			\
		__attribute__((used, section("t_groups"))) = &array##_group

/*
 * Defines and registers a case; its body follows. After its name come the
 * further fields of the case, .log and .seconds.
 */
#define T_CASE(function, ...)						\
	static void function(void);					\
	static const struct t_case function##_case[] = {		\
		{ .run = function, .name = __VA_ARGS__ },		\
	};								\
	T_CASES(function##_case);					\
	static void function(void)

/**
 * struct t_program - what is the same for all cases of a program
 * @begin: runs before the first case; prints why and returns -errno if none can run
 * @end: runs after the last case; prints why and returns -errno if it fails
 * @log: for the cases that have no @log of their own
 * @no_counters: the driver under test is not qda and has no counters
 */
struct t_program {
	int (*begin)(void);
	int (*end)(void);
	const char *const *log;
	int no_counters;
};

/* Weak and empty: a program that has something to say defines its own. */
extern struct t_program t_program;

#endif
