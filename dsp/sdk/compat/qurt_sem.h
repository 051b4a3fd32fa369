/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_SEM_H
#define QURT_SEM_H

#include "qurt_types.h"

/* Semaphores. */
typedef union {
	unsigned long long raw[2];
	struct {
		unsigned short val;
		unsigned short n_waiting;
		unsigned int queue_status;
		unsigned int queue;
		unsigned int reserved;
	} X;
} qurt_sem_t;

#ifdef __cplusplus
extern "C" {
#endif

void qurt_sem_init(qurt_sem_t *sem);
void qurt_sem_init_val(qurt_sem_t *sem, unsigned short value);
void qurt_sem_destroy(qurt_sem_t *sem);
int qurt_sem_add(qurt_sem_t *sem, unsigned int amount);
int qurt_sem_up(qurt_sem_t *sem);
int qurt_sem_down(qurt_sem_t *sem);
int qurt_sem_down_cancellable(qurt_sem_t *sem);
int qurt_sem_down_timed(qurt_sem_t *sem, unsigned long long us);
int qurt_sem_try_down(qurt_sem_t *sem);
unsigned short qurt_sem_get_val(const qurt_sem_t *sem);

#ifdef __cplusplus
}
#endif

#endif
