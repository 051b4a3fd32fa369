// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Pipes of QuRT: queues of 64-bit numbers. A thread that finds one full or empty waits.
 */

#include <stdlib.h>

#include "os/export.h"
#include "os/thread.h"
#include "qurt/qurt.h"

#define QURT_PIPE_TCM	1	/* memory that does not exist */

/* QuRT's own has 84 bytes. */
struct qurt_pipe {
	uint32_t size;
	uint32_t first;
	uint32_t len;
	uint64_t *data;
	uint32_t own_data;	/* comes from the heap with the pipe */
};

_Static_assert(sizeof(struct qurt_pipe) <= 84, "qurt_pipe_t");

struct qurt_pipe_attributes {
	uint64_t *buffer;
	uint32_t elements;
	uint8_t partition;
};

/* What threads wait for: somewhere in the pipe, so that they differ. */
static const void *qurt_pipe_room(const struct qurt_pipe *pipe)
{
	return &pipe->first;
}

static const void *qurt_pipe_item(const struct qurt_pipe *pipe)
{
	return &pipe->len;
}

static void qurt_pipe_wake_locked(const void *key)
{
	struct thread *next = thread_next_waiting_locked(key);

	if (next)
		thread_wake_locked(next);
}

int qurt_pipe_init(struct qurt_pipe *pipe, const struct qurt_pipe_attributes *attributes)
{
	if (!attributes->buffer || !attributes->elements)
		return QURT_EFAILED;
	*pipe = (struct qurt_pipe){.size = attributes->elements, .data = attributes->buffer};
	return QURT_EOK;
}
EXPORT(qurt_pipe_init);

int qurt_pipe_create(struct qurt_pipe **pipe, const struct qurt_pipe_attributes *attributes)
{
	struct qurt_pipe_attributes with = *attributes;
	struct qurt_pipe *created;

	if (with.partition == QURT_PIPE_TCM)
		return QURT_ENOTALLOWED;
	created = calloc(1, sizeof(*created));
	if (!with.buffer)
		with.buffer = calloc(with.elements, sizeof(*with.buffer));
	if (!created || qurt_pipe_init(created, &with)) {
		if (!attributes->buffer)
			free(with.buffer);
		free(created);
		return QURT_EFAILED;
	}
	created->own_data = !attributes->buffer;
	*pipe = created;
	return QURT_EOK;
}
EXPORT(qurt_pipe_create);

void qurt_pipe_destroy(struct qurt_pipe *pipe)
{
	pipe->len = 0;
}
EXPORT(qurt_pipe_destroy);

void qurt_pipe_delete(struct qurt_pipe *pipe)
{
	if (pipe->own_data)
		free(pipe->data);
	free(pipe);
}
EXPORT(qurt_pipe_delete);

static int qurt_pipe_put(struct qurt_pipe *pipe, uint64_t item, int wait)
{
	int result = -1;

	kernel_lock();
	while (wait && pipe->len == pipe->size)
		thread_wait_locked(qurt_pipe_room(pipe), THREAD_FOREVER);
	if (pipe->len < pipe->size) {
		pipe->data[(pipe->first + pipe->len++) % pipe->size] = item;
		qurt_pipe_wake_locked(qurt_pipe_item(pipe));
		result = 0;
	}
	kernel_unlock();
	return result;
}

static int qurt_pipe_take(struct qurt_pipe *pipe, uint64_t *item, int wait)
{
	int result = -1;

	kernel_lock();
	while (wait && !pipe->len)
		thread_wait_locked(qurt_pipe_item(pipe), THREAD_FOREVER);
	if (pipe->len) {
		*item = pipe->data[pipe->first];
		pipe->first = (pipe->first + 1) % pipe->size;
		pipe->len--;
		qurt_pipe_wake_locked(qurt_pipe_room(pipe));
		result = 0;
	}
	kernel_unlock();
	return result;
}

int qurt_pipe_send_cancellable(struct qurt_pipe *pipe, uint64_t item)
{
	qurt_pipe_put(pipe, item, 1);
	return QURT_EOK;
}
EXPORT(qurt_pipe_send_cancellable);
EXPORT_AS(qurt_pipe_send, &qurt_pipe_send_cancellable);

int qurt_pipe_try_send(struct qurt_pipe *pipe, uint64_t item)
{
	return qurt_pipe_put(pipe, item, 0);
}
EXPORT(qurt_pipe_try_send);

int qurt_pipe_receive_cancellable(struct qurt_pipe *pipe, uint64_t *item)
{
	qurt_pipe_take(pipe, item, 1);
	return QURT_EOK;
}
EXPORT(qurt_pipe_receive_cancellable);

uint64_t qurt_pipe_receive(struct qurt_pipe *pipe)
{
	uint64_t item = 0;

	qurt_pipe_take(pipe, &item, 1);
	return item;
}
EXPORT(qurt_pipe_receive);

uint64_t qurt_pipe_try_receive(struct qurt_pipe *pipe, int *success)
{
	uint64_t item = 0;

	*success = qurt_pipe_take(pipe, &item, 0);
	return item;
}
EXPORT(qurt_pipe_try_receive);

int qurt_pipe_is_empty(struct qurt_pipe *pipe)
{
	return !pipe->len;
}
EXPORT(qurt_pipe_is_empty);
