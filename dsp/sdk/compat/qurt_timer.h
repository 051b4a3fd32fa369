/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_TIMER_H
#define QURT_TIMER_H

#include "qurt_signal.h"

/* Timers set bits of a signal. Times are microseconds, ticks are those of 19.2 MHz. */
#define QURT_TIMER_ONESHOT 0
#define QURT_TIMER_PERIODIC 1
#define QURT_TIMER_DEFAULT_DURATION 1000ull
#define QURT_TIMER_MIN_DURATION 100ull
#define QURT_TIMER_DEFAULT_TYPE QURT_TIMER_ONESHOT
#define QURT_TIMER_DEFAULT_GROUP 0
#define QURT_TIMER_MAX_GROUP_ID 5

typedef unsigned int qurt_timer_t;
typedef unsigned long long qurt_timer_duration_t;
typedef unsigned long long qurt_timer_time_t;
typedef unsigned char qurt_timer_type_t;

typedef struct {
	unsigned int magic;
	qurt_timer_duration_t duration;
	qurt_timer_time_t expiry;
	qurt_timer_duration_t remaining;
	qurt_timer_type_t type;
	unsigned int group;
	void *callback;
} qurt_timer_attr_t;

#ifdef __cplusplus
extern "C" {
#endif

void qurt_timer_attr_init(qurt_timer_attr_t *attr);
void qurt_timer_attr_set_duration(qurt_timer_attr_t *attr, qurt_timer_duration_t us);
void qurt_timer_attr_get_duration(qurt_timer_attr_t *attr, qurt_timer_duration_t *us);
void qurt_timer_attr_set_expiry(qurt_timer_attr_t *attr, qurt_timer_time_t us);
void qurt_timer_attr_get_remaining(qurt_timer_attr_t *attr, qurt_timer_duration_t *us);
void qurt_timer_attr_set_type(qurt_timer_attr_t *attr, qurt_timer_type_t type);
void qurt_timer_attr_get_type(qurt_timer_attr_t *attr, qurt_timer_type_t *type);
void qurt_timer_attr_set_group(qurt_timer_attr_t *attr, unsigned int group);
void qurt_timer_attr_get_group(qurt_timer_attr_t *attr, unsigned int *group);
int qurt_timer_create(qurt_timer_t *timer, const qurt_timer_attr_t *attr,
		      const qurt_anysignal_t *signal, unsigned int mask);
int qurt_timer_create_sig2(qurt_timer_t *timer, const qurt_timer_attr_t *attr,
			   const qurt_signal2_t *signal, unsigned int mask);
int qurt_timer_delete(qurt_timer_t timer);
int qurt_timer_stop(qurt_timer_t timer);
int qurt_timer_restart(qurt_timer_t timer, qurt_timer_duration_t us);
int qurt_timer_get_attr(qurt_timer_t timer, qurt_timer_attr_t *attr);
int qurt_timer_group_disable(unsigned int group);
int qurt_timer_group_enable(unsigned int group);
int qurt_timer_sleep(qurt_timer_duration_t us);
int qurt_sleep(qurt_timer_duration_t us);
unsigned long long qurt_timer_get_ticks(void);
unsigned long long qurt_timer_timetick_to_us(unsigned long long ticks);
unsigned long long qurt_timer_timetick_from_us(unsigned long long us);
unsigned long long qurt_sysclock_get_hw_ticks(void);
unsigned long qurt_sysclock_get_hw_ticks_32(void);
unsigned short qurt_sysclock_get_hw_ticks_16(void);

#ifdef __cplusplus
}
#endif

#endif
