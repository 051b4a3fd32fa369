/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_QUEUE_H
#define DSP_TESTS_QUEUE_H

/* Methods of the library that tests queues, and what goes in and out: for both sides. */

#include <stdint.h>

enum queue_method {
	QUEUE_START = 2,	/* in: struct queue_start; out: int32, of import */
	QUEUE_STOP,		/* out: int32, of close */
	QUEUE_READ,		/* in: microseconds; out: struct queue_read */
	QUEUE_WRITE,		/* in: microseconds, bytes; out: int32 */
	QUEUE_WAKEUP,		/* in: microseconds; out: int32 */
	QUEUE_COUNTS,		/* out: struct queue_counts */
	QUEUE_STAT,		/* in: enum dspqueue_stat; out: uint64 */
	QUEUE_PEEK,		/* in: microseconds; out: struct queue_read without a message */
};

enum queue_mode {
	QUEUE_BY_HAND,		/* the test reads and writes by the methods above */
	QUEUE_THREAD,		/* a thread sends back what it reads */
	QUEUE_CALLBACK,		/* so does the callback */
	QUEUE_CROWD,		/* so do some threads, small packets without buffers only */
};

struct queue_start {
	uint64_t handle;
	uint32_t mode;
	/* What a thread that sends back adds to each byte of a buffer. */
	uint32_t add;
};

struct queue_read {
	int32_t result;
	uint32_t flags, references, message_len;
	uint32_t size, offset;	/* of the first buffer */
	uint32_t first_byte;	/* of it */
	uint8_t message[64];
};

struct queue_counts {
	uint32_t taken, errors;
	int32_t last_error;
	uint32_t callbacks;
};

#endif
