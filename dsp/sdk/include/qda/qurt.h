/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_QURT_H
#define QDA_QURT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Threads and mutexes of QuRT, the DSP's operating system: the part of its
 * interface that libraries for it were seen to use, with the layouts that they
 * use. A smaller priority is more urgent. The stack belongs to the creator, who
 * keeps it until the thread has been joined.
 */

#define QURT_PRIORITY_DEFAULT	254

typedef unsigned int qurt_thread_t;

typedef struct {
	char name[16];
	uint8_t partition;
	uint8_t stid;
	uint16_t priority;
	uint8_t flags;
	uint8_t bus_priority;
	uint16_t timetest_id;
	uint32_t stack_size;
	void *stack_addr;
	uint16_t detach_state;
} qurt_thread_attr_t;

_Static_assert(sizeof(void *) != 4 || sizeof(qurt_thread_attr_t) == 36, "qurt_thread_attr_t");

typedef struct {
	uint64_t words[2];
} qurt_mutex_t;

/* QuRT's own defaults; @stack needs no alignment. */
static inline void qurt_thread_attr_init(qurt_thread_attr_t *attr)
{
	*attr = (qurt_thread_attr_t){
		.priority = QURT_PRIORITY_DEFAULT,
		.bus_priority = 255,
		.timetest_id = 0xfffe,
	};
}

/* 0, or a QuRT error. */
int qurt_thread_create(qurt_thread_t *id, qurt_thread_attr_t *attr, void (*entry)(void *),
		       void *argument);
int qurt_thread_join(qurt_thread_t id, int *status);
__attribute__((noreturn)) void qurt_thread_exit(int status);
qurt_thread_t qurt_thread_get_id(void);
int qurt_thread_get_priority(qurt_thread_t id);

void qurt_mutex_init(qurt_mutex_t *mutex);
void qurt_mutex_destroy(qurt_mutex_t *mutex);
void qurt_mutex_lock(qurt_mutex_t *mutex);
void qurt_mutex_unlock(qurt_mutex_t *mutex);

#ifdef __cplusplus
}
#endif

#endif
