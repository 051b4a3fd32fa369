/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_BARRIER_H
#define QURT_BARRIER_H

#include "qurt_types.h"

/* Barriers: the last of the threads gets QURT_BARRIER_SERIAL_THREAD, the others another. */
#define QURT_BARRIER_SERIAL_THREAD 1
#define QURT_BARRIER_OTHER 0

typedef union {
	struct {
		unsigned short threads_left;
		unsigned short count;
		unsigned int threads_total;
		unsigned int queue;
		unsigned int reserved;
	};
	unsigned long long raw[2];
} qurt_barrier_t;

#ifdef __cplusplus
extern "C" {
#endif

int qurt_barrier_init(qurt_barrier_t *barrier, unsigned int threads);
int qurt_barrier_destroy(qurt_barrier_t *barrier);
int qurt_barrier_wait(qurt_barrier_t *barrier);

#ifdef __cplusplus
}
#endif

#endif
