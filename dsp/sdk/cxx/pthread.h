/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_CXX_PTHREAD_H
#define QDA_CXX_PTHREAD_H

/*
 * With the C++ library: the SDK's header comes before musl's of this name, whose objects are
 * larger or smaller, and what needs a time is there, too.
 */

#include <time.h>

#include "../include/pthread.h"

#ifdef __cplusplus
extern "C" {
#endif

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
			   const struct timespec *end) __asm__("__pthread_cond_timedwait_time64");

#ifdef __cplusplus
}
#endif

#endif
