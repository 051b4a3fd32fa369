/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_THREAD_H
#define QURT_THREAD_H

#include <string.h>

#include "qurt_types.h"

/* Threads. A small priority is an urgent one. */
#define QURT_THREAD_ATTR_NAME_MAXLEN 16
#define QURT_THREAD_ATTR_TCB_PARTITION_RAM 0
#define QURT_THREAD_ATTR_TCB_PARTITION_TCM 1
#define QURT_THREAD_ATTR_TCB_PARTITION_DEFAULT QURT_THREAD_ATTR_TCB_PARTITION_RAM
#define QURT_THREAD_ATTR_PRIORITY_DEFAULT 254
#define QURT_THREAD_ATTR_BUS_PRIO_DEFAULT 255
#define QURT_THREAD_ATTR_TIMETEST_ID_DEFAULT 0xfffe

typedef unsigned int qurt_thread_t;

typedef struct _qurt_thread_attr {
	char name[QURT_THREAD_ATTR_NAME_MAXLEN];
	unsigned char tcb_partition;
	unsigned char stid;
	unsigned short priority;
	unsigned char autostack : 1;
	unsigned char reserved : 7;
	unsigned char bus_priority;
	unsigned short timetest_id;
	unsigned int stack_size;
	void *stack_addr;
	unsigned short detach_state;
} qurt_thread_attr_t;

#ifdef __cplusplus
extern "C" {
#endif

static inline void qurt_thread_attr_init(qurt_thread_attr_t *attr)
{
	memset(attr, 0, sizeof(*attr));
	attr->priority = QURT_THREAD_ATTR_PRIORITY_DEFAULT;
	attr->bus_priority = QURT_THREAD_ATTR_BUS_PRIO_DEFAULT;
	attr->timetest_id = QURT_THREAD_ATTR_TIMETEST_ID_DEFAULT;
}

static inline void qurt_thread_attr_set_name(qurt_thread_attr_t *attr, const char *name)
{
	size_t i;

	for (i = 0; i + 1 < sizeof(attr->name) && name[i]; i++)
		attr->name[i] = name[i];
	attr->name[i] = 0;
}

static inline void qurt_thread_attr_set_tcb_partition(qurt_thread_attr_t *attr,
						      unsigned char partition)
{
	attr->tcb_partition = partition;
}

static inline void qurt_thread_attr_set_priority(qurt_thread_attr_t *attr,
						 unsigned short priority)
{
	attr->priority = priority;
}

static inline void qurt_thread_attr_set_detachstate(qurt_thread_attr_t *attr,
						    unsigned short state)
{
	attr->detach_state = state;
}

static inline void qurt_thread_attr_set_timetest_id(qurt_thread_attr_t *attr, unsigned short id)
{
	attr->timetest_id = id;
}

static inline void qurt_thread_attr_set_stack_size(qurt_thread_attr_t *attr, unsigned int size)
{
	attr->stack_size = size;
}

static inline void qurt_thread_attr_set_stack_addr(qurt_thread_attr_t *attr, void *address)
{
	attr->stack_addr = address;
}

static inline void qurt_thread_attr_set_bus_priority(qurt_thread_attr_t *attr,
						     unsigned short priority)
{
	attr->bus_priority = (unsigned char)priority;
}

int qurt_thread_create(qurt_thread_t *id, qurt_thread_attr_t *attr, void (*entry)(void *),
		       void *argument);
int qurt_thread_join(unsigned int id, int *status);
int qurt_thread_detach(qurt_thread_t id);
int qurt_thread_resume(unsigned int id);
__attribute__((noreturn)) void qurt_thread_exit(int status);
__attribute__((noreturn)) void qurt_thread_stop(int status);
qurt_thread_t qurt_thread_get_id(void);
int qurt_thread_get_thread_id(qurt_thread_t *id, const char *name);
void qurt_thread_get_name(char *name, unsigned char size);
int qurt_thread_get_priority(qurt_thread_t id);
int qurt_thread_set_priority(qurt_thread_t id, unsigned short priority);
unsigned short qurt_thread_get_timetest_id(void);
int qurt_thread_attr_get(qurt_thread_t id, qurt_thread_attr_t *attr);

#ifdef __cplusplus
}
#endif

#endif
