// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * C: qda's accel node, by FastRPC's own library: calls, and a queue of packets.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>

#include <dspqueue.h>
#include <remote.h>

#include "driver.h"

#define QUEUE_URI \
	"file:///libserved_skel.so?served_skel_handle_invoke&_modver=1.0&_dom=cdsp"
#define QUEUE_TIMEOUT_US	20000000u

enum queue_method {
	SERVED_NOOP = 2,
	SERVED_START,
	SERVED_STOP,
	SERVED_BUSY,
};

static struct {
	remote_handle64 handle;
	dspqueue_t queue;
} c;

/* What the library says: an AEE code; there is no -errno for most. */
static int queue_error(const char *what, int code)
{
	if (code)
		fprintf(stderr, "bench: C: %s: %#x\n", what, (unsigned int)code);
	return code ? -EIO : 0;
}

static int queue_open(const struct point *point)
{
	struct remote_rpc_control_unsigned_module wish = { CDSP_DOMAIN_ID, 1 };
	uint64_t id = 0;
	remote_arg arg = { .buf = { &id, sizeof(id) } };
	int ret;

	if (point->in || point->out || point->mapped || point->open || point->batch)
		return -EOPNOTSUPP;
	remote_session_control(DSPRPC_CONTROL_UNSIGNED_MODULE, &wish, sizeof(wish));
	ret = queue_error("open", remote_handle64_open(QUEUE_URI, &c.handle));
	if (ret || !point->queue)
		return ret;
	ret = queue_error("create", dspqueue_create(CDSP_DOMAIN_ID, 0, 4096, 4096, NULL, NULL,
						    NULL, &c.queue));
	if (ret)
		return ret;
	dspqueue_export(c.queue, &id);
	return queue_error("start", remote_handle64_invoke(c.handle,
							   REMOTE_SCALARS_MAKE(SERVED_START, 1, 0),
							   &arg));
}

static int queue_call_noop(unsigned int count)
{
	int ret = 0;

	for (unsigned int i = 0; !ret && i < count; i++)
		ret = remote_handle64_invoke(c.handle, REMOTE_SCALARS_MAKE(SERVED_NOOP, 0, 0),
					     NULL);
	return queue_error("call", ret);
}

/* As many operations as the point's depth are under way. */
static int queue_call(const struct point *point, unsigned int count)
{
	uint32_t us = point->op_us, size = us ? sizeof(us) : 0;
	unsigned int sent = 0, done = 0;
	int ret = 0;

	if (!point->queue)
		return queue_call_noop(count);
	while (!ret && done < count) {
		while (!ret && sent < count && sent - done < point->depth) {
			ret = dspqueue_write(c.queue, 0, 0, NULL, size, (const uint8_t *)&us,
					     QUEUE_TIMEOUT_US);
			sent++;
		}
		if (!ret)
			ret = dspqueue_read(c.queue, NULL, 0, NULL, NULL, 0, NULL, NULL,
					    QUEUE_TIMEOUT_US);
		done++;
	}
	return queue_error("packet", ret);
}

/* How much of the time since the last question the DSP was at work, or -1. */
static double queue_busy(void)
{
	uint64_t ticks[2] = { 0 };
	remote_arg arg = { .buf = { ticks, sizeof(ticks) } };

	if (remote_handle64_invoke(c.handle, REMOTE_SCALARS_MAKE(SERVED_BUSY, 0, 1), &arg) ||
	    !ticks[1])
		return -1;
	return (double)ticks[0] / (double)ticks[1];
}

static void queue_close(void)
{
	if (c.queue) {
		remote_handle64_invoke(c.handle, REMOTE_SCALARS_MAKE(SERVED_STOP, 0, 0), NULL);
		dspqueue_close(c.queue);
	}
	if (c.handle)
		remote_handle64_close(c.handle);
	c.queue = NULL;
	c.handle = 0;
}

const struct driver driver_queue = {
	.name = "C",
	.open = queue_open,
	.call = queue_call,
	.busy = queue_busy,
	.close = queue_close,
};
