/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_PROBE_H
#define DSP_TESTS_PROBE_H

/* Methods of the test library, and what goes in and out: for both sides. */

#include <stdint.h>

enum probe_method {
	PROBE_ECHO = 2,		/* in: bytes; out: the same bytes */
	PROBE_SUM,		/* in: count, int32[count]; out: int64 */
	PROBE_PRINT,		/* in: format, struct probe_value; out: text */
	PROBE_HEAP,		/* in: rounds; out: uint32 of things that went wrong */
	PROBE_THREADS,		/* in: enum probe_threads; out: uint32 that went wrong */
	PROBE_FAULT,		/* in: enum probe_fault, bytes; out: bytes */
	PROBE_LOG,		/* in: text */
	PROBE_STATE,		/* out: struct probe_state */
	PROBE_MATH,		/* in: struct probe_pair[n]; out: struct probe_result[n] */
	PROBE_SLEEP,		/* in: microseconds; out: uint64 ticks */
	PROBE_MAPS,		/* in: fd; in-handle; out: struct probe_maps */
	PROBE_TEXT,		/* in: text, set; out: struct probe_text */
	PROBE_SPIN,		/* does not return */
	PROBE_LIBM,		/* see probe_libm.h */
	PROBE_RULES,		/* in: enum probe_rules; out: uint32, the line that is broken */
};

enum probe_value_kind {
	PROBE_INT, PROBE_LONG_LONG, PROBE_REAL, PROBE_STRING, PROBE_STARS,
};

struct probe_value {
	uint32_t kind;
	int32_t small;
	int64_t large;
	double real;
	char text[64];
};

enum probe_threads {
	PROBE_ORDER,		/* who waits for a mutex gets it by urgency */
	PROBE_BARRIER,
	PROBE_SEMAPHORE,
	PROBE_CONDITION,
	PROBE_SIGNAL,
	PROBE_RECURSIVE,
	PROBE_CREATE_FIRST,	/* a more urgent thread runs before its creator */
	PROBE_VALUES,		/* thread-local storage */
	PROBE_MANY,		/* 500 threads one after the other */
};

enum probe_rules {
	PROBE_RULES_THREADS, PROBE_RULES_BARRIERS, PROBE_RULES_SIGNALS, PROBE_RULES_CACHE,
	PROBE_RULES_POWER, PROBE_RULES_COMPUTE, PROBE_RULES_MEMORY, PROBE_RULES_NUMBERS,
	PROBE_RULES_TEXTS, PROBE_RULES_PROCESS, PROBE_RULES_FRAMES, PROBE_RULES_TIMERS,
	PROBE_RULES_PIPES, PROBE_RULES_POSIX, PROBE_RULES_DL, PROBE_RULES_STREAMS,
	PROBE_RULES_REALS, PROBE_RULES_CASTS, PROBE_RULES_TLS, PROBE_RULES_REMOTE,
	PROBE_RULES_STORAGE, PROBE_RULES_SMALL_STACK, PROBE_RULES_MAILBOXES,
};

enum probe_fault {
	PROBE_NULL, PROBE_WRITE_INPUT, PROBE_READ_INPUT, PROBE_MISALIGNED, PROBE_ILLEGAL,
	PROBE_OVERFLOW, PROBE_ABORT, PROBE_ASSERT, PROBE_DOUBLE_FREE, PROBE_BAD_FREE,
	PROBE_WRITE_CODE, PROBE_THREAD_FAULT, PROBE_EXIT, PROBE_STACK_GUARD, PROBE_NO_CODE,
	PROBE_OVERFLOW_FAR, PROBE_DIVIDE, PROBE_THROW, PROBE_READ_PAST,
};

struct probe_state {
	uint32_t constructed;	/* by an initial function, before open */
	uint32_t weak_is_null;
	uint32_t helped;	/* what the library that this one needs says */
	uint32_t opened;
	uint32_t needed_data;
	uint32_t cxx;		/* 777 */
};

struct probe_pair {
	uint64_t left, right;
};

struct probe_result {
	uint64_t quotient, remainder;
	int64_t signed_quotient, signed_remainder;
	uint32_t word_quotient, word_remainder;
	int32_t signed_word_quotient, signed_word_remainder;
	uint64_t double_quotient, double_root;
	uint32_t float_quotient, float_root;
};

struct probe_maps {
	int32_t results[8];
	uint32_t first_word, handle_word, info_len;
};

struct probe_text {
	uint32_t count, joined_len, strtoul_value, jumped;
	char joined[256];
	int32_t sorted[16];
};

#endif
