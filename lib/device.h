/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_DEVICE_H
#define QDA_DEVICE_H

#include <pthread.h>
#include <stdatomic.h>

#include "qda.h"

struct qda_bo;
struct qda_session;

/**
 * struct qda_device - an open DSP
 */
struct qda_device {
	/** @fd: the node, opened for reading and writing */
	int fd;
	/** @path: the node's path */
	char path[QDA_PATH_SIZE];
	/** @info: what the kernel said when it was opened */
	struct qda_device_info info;
	/** @bank_wait: limit for the wait for a context bank, or QDA_NO_WAIT */
	_Atomic int64_t bank_wait;
	/** @lock: protects @sessions, @shared and where buffers are mapped */
	pthread_mutex_t lock;
	/** @sessions: sessions that are open, a list */
	struct qda_session *sessions;
	/** @shared: buffers that have, or had, a dma-buf, a list */
	struct qda_bo *shared;
};

uint32_t qda_device_isa(struct qda_device *dev);

/* The public functions with the directory as an argument, for tests. */
int qda_device_list_in(const char *dir, struct qda_device_entry *entries,
		       int count);
int qda_device_open_in(const char *dir, const char *name,
		       struct qda_device **dev);
int qda_device_wait_in(const char *dir, const char *name, int64_t timeout_ns,
		       struct qda_device **dev);

#endif
