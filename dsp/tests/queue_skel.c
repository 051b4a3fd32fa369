// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library at the end of a queue.
 */

#include "../sdk/compat/dspqueue.h"
#include "dsp.h"
#include "queue.h"

#define QUEUE_UNSUPPORTED	((int)0x80000414)
#define QUEUE_STACK		16384u
#define QUEUE_CROWD_SIZE	4u

int queue_skel_handle_invoke(uint64_t handle, uint32_t sc, union dsp_arg *args);

static dspqueue_t queue;
static struct queue_start queue_start;
static struct queue_counts queue_counts;
static unsigned int queue_threads[QUEUE_CROWD_SIZE];

static void queue_failed(int error)
{
	queue_counts.errors++;
	queue_counts.last_error = error;
}

/* Send a packet back, its buffers changed. Return: as dspqueue_read(). */
static int queue_echo(uint32_t timeout_us)
{
	static struct dspqueue_buffer buffers[DSPQUEUE_MAX_BUFFERS];
	static uint8_t message[DSPQUEUE_MAX_MESSAGE_SIZE];
	uint32_t flags, count, len;
	int result;

	result = dspqueue_read(queue, &flags, DSPQUEUE_MAX_BUFFERS, &count, buffers,
			       sizeof(message), &len, message, timeout_us);
	if (result)
		return result;
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t k = 0; k < buffers[i].size; k++)
			((uint8_t *)buffers[i].ptr)[k] += (uint8_t)queue_start.add;
	/* Before the write: the client asks as soon as it has the packet. */
	queue_counts.taken++;
	return dspqueue_write(queue, flags, count, buffers, len, message, DSPQUEUE_TIMEOUT_NONE);
}

/* Until the queue is closed, in a call or between two. */
static void queue_run(void *argument)
{
	int result;

	(void)argument;
	do {
		result = queue_echo(DSPQUEUE_TIMEOUT_NONE);
		if (result && result != DSPQUEUE_BAD_PARAMETER)
			queue_failed(result);
	} while (!result || result == DSPQUEUE_NO_SUCH_MAP);
	qurt_thread_exit(0);
}

/* As one of some that do the same. */
static void queue_run_in_crowd(void *argument)
{
	uint8_t message[64];
	uint32_t len;
	int result;

	(void)argument;
	do {
		result = dspqueue_read(queue, NULL, 0, NULL, NULL, sizeof(message), &len, message,
				       DSPQUEUE_TIMEOUT_NONE);
		if (!result)
			result = dspqueue_write(queue, 0, 0, NULL, len, message,
						DSPQUEUE_TIMEOUT_NONE);
	} while (!result);
	if (result != DSPQUEUE_BAD_PARAMETER && result != DSPQUEUE_INTERRUPTED)
		queue_failed(result);
	qurt_thread_exit(0);
}

static void queue_called(dspqueue_t called, AEEResult error, void *context)
{
	int result;

	queue_counts.callbacks++;
	if (called != queue || error || context != &queue)
		queue_failed(-1);
	if (dspqueue_close(called) != (int)0x8000040d)
		queue_failed(-2);
	do {
		result = queue_echo(0);
	} while (!result);
	if (result != DSPQUEUE_WOULD_BLOCK)
		queue_failed(result);
}

static int queue_begin(const struct queue_start *start)
{
	struct dsp_thread_attributes attributes = {
		.name = "echo", .priority = 100, .stack_size = QUEUE_STACK,
	};
	unsigned int threads = start->mode == QUEUE_CROWD ? QUEUE_CROWD_SIZE :
			       start->mode == QUEUE_THREAD;
	int result;

	queue_start = *start;
	memset(&queue_counts, 0, sizeof(queue_counts));
	result = dspqueue_import(start->handle, start->mode == QUEUE_CALLBACK ? queue_called : NULL,
				 NULL, &queue, &queue);
	for (unsigned int i = 0; i < threads && !result; i++)
		result = qurt_thread_create(&queue_threads[i], &attributes, threads > 1 ?
					    queue_run_in_crowd : queue_run, NULL);
	return result;
}

static int queue_finish(void)
{
	int result = dspqueue_close(queue), status;

	for (unsigned int i = 0; i < QUEUE_CROWD_SIZE && queue_threads[i]; i++) {
		qurt_thread_join(queue_threads[i], &status);
		queue_threads[i] = 0;
	}
	return result;
}

static void queue_read(uint32_t timeout_us, struct queue_read *out)
{
	struct dspqueue_buffer buffers[4] = { { 0 } };

	memset(out, 0, sizeof(*out));
	out->result = dspqueue_read(queue, &out->flags, 4, &out->references, buffers,
				    sizeof(out->message), &out->message_len, out->message,
				    timeout_us);
	out->size = buffers[0].size;
	out->offset = buffers[0].offset;
	if (!out->result && out->references && buffers[0].ptr)
		out->first_byte = *(uint8_t *)buffers[0].ptr;
}

static void queue_peek(uint32_t timeout_us, struct queue_read *out)
{
	memset(out, 0, sizeof(*out));
	out->result = dspqueue_peek(queue, &out->flags, &out->references, &out->message_len,
				    timeout_us);
}

int queue_skel_handle_invoke(uint64_t handle, uint32_t sc, union dsp_arg *args)
{
	uint32_t in = args && sc >> 16 & 0xff ? *(uint32_t *)args[0].buffer.data : 0;
	int32_t *out;

	(void)handle;
	if ((sc >> 24 & 0x1f) < QUEUE_START)
		return 0;
	out = args[sc >> 16 & 0xff].buffer.data;
	switch (sc >> 24 & 0x1f) {
	case QUEUE_START:
		*out = queue_begin(args[0].buffer.data);
		return 0;
	case QUEUE_STOP:
		*out = queue_finish();
		return 0;
	case QUEUE_READ:
		queue_read(in, (struct queue_read *)out);
		return 0;
	case QUEUE_WRITE:
		*out = dspqueue_write(queue, 0, 0, NULL, args[1].buffer.len,
				      args[1].buffer.data, in);
		return 0;
	case QUEUE_WAKEUP:
		*out = dspqueue_write_early_wakeup_noblock(queue, in, 0);
		return 0;
	case QUEUE_COUNTS:
		memcpy(out, &queue_counts, sizeof(queue_counts));
		return 0;
	case QUEUE_STAT:
		return dspqueue_get_stat(queue, in, (uint64_t *)out);
	case QUEUE_PEEK:
		queue_peek(in, (struct queue_read *)out);
		return 0;
	default:
		return QUEUE_UNSUPPORTED;
	}
}
