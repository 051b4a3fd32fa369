// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library for tests: at the end of a queue, it sends each packet back with its
 * message and its buffers inverted.
 */
#include <dspqueue.h>
#include <qda/skel.h>

#define QUEUED_BUFFERS	4
#define QUEUED_MESSAGE	1024

static dspqueue_t queued_queue;
static uint32_t queued_errors;

static void queued_invert(uint8_t *bytes, uint32_t size)
{
	for (uint32_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)~bytes[i];
}

static void queued_packets(dspqueue_t queue, AEEResult error, void *context)
{
	struct dspqueue_buffer buffers[QUEUED_BUFFERS];
	static uint8_t message[QUEUED_MESSAGE];
	uint32_t flags, count, size;

	(void)error;
	(void)context;
	while (!dspqueue_read_noblock(queue, &flags, QUEUED_BUFFERS, &count, buffers,
				      sizeof(message), &size, message)) {
		queued_invert(message, size);
		for (uint32_t i = 0; i < count; i++)
			queued_invert(buffers[i].ptr, buffers[i].size);
		if (dspqueue_write(queue, 0, count, buffers, size, message,
				   DSPQUEUE_TIMEOUT_NONE))
			queued_errors++;
	}
}

int queued_start(void *state, struct skel_arg *in, struct skel_arg *out)
{
	(void)state;
	(void)out;
	return dspqueue_import(*(const uint64_t *)in[0].data, queued_packets, NULL, NULL,
			       &queued_queue);
}

int queued_stop(void *state, struct skel_arg *in, struct skel_arg *out)
{
	(void)state;
	(void)in;
	*(uint32_t *)out[0].data = queued_errors;
	return dspqueue_close(queued_queue);
}

#define QUEUED_METHODS(METHOD)				\
	METHOD(2, queued_start, "start in:u64:queue")	\
	METHOD(3, queued_stop, "stop out:u32:errors")

SKEL(queued, QUEUED_METHODS);
