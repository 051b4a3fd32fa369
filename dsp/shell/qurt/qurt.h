/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_QURT_H
#define DSP_SHELL_QURT_H

/*
 * QuRT's interface, as far as libraries get it: names, numbers and sizes of
 * objects as Qualcomm's documentation of QuRT has them. An object has 16 bytes
 * that are ours, but for what inlined functions of its users read.
 */

#include <stdint.h>

enum qurt_error {
	QURT_EOK = 0,
	QURT_EVAL = 1,
	QURT_EMEM = 2,
	QURT_EINVALID = 4,
	QURT_EFAILED = 12,
	QURT_ENOTALLOWED = 13,
	QURT_ETLSAVAIL = 23,
	QURT_ETLSENTRY = 24,
	QURT_ENOTHREAD = 30,
	QURT_EFATAL = -1,
	QURT_ETIMEDOUT = 47,
	QURT_ENOTSUPPORTED = 55,
};

/* Microseconds that a wait can last where too short or too long ones are refused. */
#define QURT_US_LEAST		100u
#define QURT_US_MOST		(1042499ull * 3600 * 1000000)

/**
 * struct qurt_mutex - also of recursive and of priority-inheriting ones
 */
struct qurt_mutex {
	/** @holder: thread id; what no thread can have is free: 0, or QuRT's own magic */
	uint32_t holder;
	/** @count: how often the holder has locked it */
	uint32_t count;
	uint32_t unused[2];
};

struct qurt_barrier {
	uint32_t waiting;
	uint32_t total;
	uint32_t unused[2];
};

struct qurt_semaphore {
	/** @value: inlined code reads it */
	uint16_t value;
	uint16_t unused[7];
};

struct qurt_condition {
	uint32_t unused[4];
};

struct qurt_signal {
	/** @signals: inlined code reads it */
	uint32_t signals;
	uint32_t unused[3];
};

/**
 * struct qurt_thread_attributes - filled by functions that are inlined in the library
 */
struct qurt_thread_attributes {
	char name[16];
	uint8_t tcb_partition;
	uint8_t stid;
	uint16_t priority;
	uint8_t flags;
	uint8_t bus_priority;
	uint16_t timetest_id;
	uint32_t stack_size;
	void *stack;
	uint16_t detach;
	uint16_t pad;
};

#ifdef __hexagon__
_Static_assert(sizeof(struct qurt_thread_attributes) == 36, "qurt_thread_attr_t");
#endif
_Static_assert(sizeof(struct qurt_mutex) == 16, "qurt_mutex_t");
_Static_assert(sizeof(struct qurt_semaphore) == 16, "qurt_sem_t");

int qurt_tls_create_key(int *key, void (*destructor)(void *value));
int qurt_tls_set_specific(int key, const void *value);
void *qurt_tls_get_specific(int key);
int qurt_tls_delete_key(int key);

uint64_t qurt_timeout(uint64_t us);
int pthread_cond_wait_for(uint32_t *condition, uint32_t *word, uint64_t timeout_ns);
int qurt_mutex_lock_locked(struct qurt_mutex *mutex, uint64_t timeout_ns);
uint32_t qurt_mutex_drop_locked(struct qurt_mutex *mutex);
uint32_t qurt_signal_change_locked(struct qurt_signal *signal, uint32_t set, uint32_t clear);

#endif
