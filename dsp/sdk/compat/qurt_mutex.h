/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_MUTEX_H
#define QURT_MUTEX_H

#include "qurt_types.h"

/* Mutexes: plain, recursive, and those that lend the priority of who waits. */
typedef union qurt_mutex_aligned8 {
	struct {
		unsigned int holder;
		unsigned int count;
		unsigned int queue;
		unsigned int wait_count;
	};
	unsigned long long raw[2];
} qurt_mutex_t;

#define QURT_MUTEX_INIT { { 0, 0, 0, 0 } }

#ifdef __cplusplus
extern "C" {
#endif

void qurt_mutex_init(qurt_mutex_t *lock);
void qurt_mutex_destroy(qurt_mutex_t *lock);
void qurt_mutex_lock(qurt_mutex_t *lock);
int qurt_mutex_lock_timed(qurt_mutex_t *lock, unsigned long long us);
int qurt_mutex_try_lock(qurt_mutex_t *lock);
void qurt_mutex_unlock(qurt_mutex_t *lock);

void qurt_rmutex_init(qurt_mutex_t *lock);
void qurt_rmutex_destroy(qurt_mutex_t *lock);
void qurt_rmutex_lock(qurt_mutex_t *lock);
int qurt_rmutex_lock_timed(qurt_mutex_t *lock, unsigned long long us);
int qurt_rmutex_try_lock(qurt_mutex_t *lock);
int qurt_rmutex_try_lock_block_once(qurt_mutex_t *lock);
void qurt_rmutex_unlock(qurt_mutex_t *lock);

void qurt_pimutex_init(qurt_mutex_t *lock);
void qurt_pimutex_destroy(qurt_mutex_t *lock);
void qurt_pimutex_lock(qurt_mutex_t *lock);
int qurt_pimutex_lock_timed(qurt_mutex_t *lock, unsigned long long us);
int qurt_pimutex_try_lock(qurt_mutex_t *lock);
void qurt_pimutex_unlock(qurt_mutex_t *lock);

/* The second kind of QuRT, by which C++ libraries lock. */
void qurt_rmutex2_init(qurt_mutex_t *lock);
void qurt_rmutex2_destroy(qurt_mutex_t *lock);
void qurt_rmutex2_lock(qurt_mutex_t *lock);
int qurt_rmutex2_try_lock(qurt_mutex_t *lock);
void qurt_rmutex2_unlock(qurt_mutex_t *lock);
void qurt_pimutex2_init(qurt_mutex_t *lock);
void qurt_pimutex2_destroy(qurt_mutex_t *lock);
void qurt_pimutex2_lock(qurt_mutex_t *lock);
int qurt_pimutex2_try_lock(qurt_mutex_t *lock);
void qurt_pimutex2_unlock(qurt_mutex_t *lock);

#ifdef __cplusplus
}
#endif

#endif
