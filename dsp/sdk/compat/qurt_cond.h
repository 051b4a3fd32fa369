/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_COND_H
#define QURT_COND_H

#include "qurt_mutex.h"

/* Condition variables. */
typedef union {
	unsigned long long raw[2];
	struct {
		unsigned int count;
		unsigned int n_waiting;
		unsigned int queue;
		unsigned int reserved;
	} X;
} qurt_cond_t;

#ifdef __cplusplus
extern "C" {
#endif

void qurt_cond_init(qurt_cond_t *cond);
void qurt_cond_destroy(qurt_cond_t *cond);
void qurt_cond_signal(qurt_cond_t *cond);
void qurt_cond_broadcast(qurt_cond_t *cond);
void qurt_cond_wait(qurt_cond_t *cond, qurt_mutex_t *mutex);
void qurt_cond_wait2(qurt_cond_t *cond, qurt_mutex_t *mutex);

#ifdef __cplusplus
}
#endif

#endif
