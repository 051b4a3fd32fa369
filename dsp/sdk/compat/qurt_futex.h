/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_FUTEX_H
#define QURT_FUTEX_H

/* Waits while *lock is val; wakes that many. */
#ifdef __cplusplus
extern "C" {
#endif

int qurt_futex_wait(void *lock, int val);
int qurt_futex_wait_cancellable(void *lock, int val);
int qurt_futex_wake(void *lock, int threads);

#ifdef __cplusplus
}
#endif

#endif
