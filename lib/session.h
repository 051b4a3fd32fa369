/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_SESSION_H
#define QDA_SESSION_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "scratch.h"
#include "supply.h"

struct qda_device;
struct qda_listener;
struct qda_mapper;

/**
 * struct qda_session - one relation to one process on the DSP
 */
struct qda_session {
	/** @dev: the DSP */
	struct qda_device *dev;
	/** @id: the kernel's number, meaningful on @dev's descriptor only */
	uint32_t id;
	/** @number: the program's, by which URIs name it */
	uint32_t number;
	/** @users: the program, and calls that will look at it again */
	atomic_uint users;
	/** @next: the next session of @dev */
	struct qda_session *next;
	/** @supply: files that the DSP may read */
	struct qda_supply supply;
	/** @scratch: buffers for the bytes of calls */
	struct qda_scratch scratch;
	/** @lock: protects the start of @listener */
	pthread_mutex_t lock;
	/** @listened: whether the DSP was asked if it wants a listener */
	bool listened;
	/** @poll: whether its calls look for their end before they sleep */
	atomic_bool poll;
	/** @listener: thread that serves the DSP, or NULL */
	struct qda_listener *listener;
	/** @ended: to be called on that thread when the process has died, or NULL */
	void (*ended)(void *context, int error);
	/** @ended_context: for @ended */
	void *ended_context;
	/** @mapper: to be called there for memory that code wants, or NULL */
	const struct qda_mapper *mapper;
	/** @mapper_context: for @mapper */
	void *mapper_context;
};

struct qda_session *qda_session_alloc(struct qda_device *dev);
void qda_session_get(struct qda_session *session);
void qda_session_put(struct qda_session *session);
int qda_session_result(int32_t from_dsp, int32_t *result);

#endif
