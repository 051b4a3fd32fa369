// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: listeners (handles 3 and 7)
 *
 * The reverse channel: a thread of the guest calls next2, and the DSP keeps the call
 * until it wants something of the guest. No service here wants anything yet, so the
 * call is held until the PD ends, and then answered with "bad state", which ends the
 * thread (FastRPC wire format). The older object on handle 3 differs in method numbers.
 */
#include "call.h"
#include "deadline.h"
#include "process.h"
#include "service.h"

struct listener_next {
	uint32_t ctx;		/* of the reverse call that is done; 0: none */
	int32_t result;
	uint32_t out_len;
	uint32_t capacity;
};

struct listener_request {
	uint32_t ctx;
	uint32_t handle;
	uint32_t sc;
	uint32_t in_len;
};

static int32_t listener_init2(struct call *call)
{
	call->pd->listening = true;
	return 0;
}

static int32_t listener_next2(struct call *call)
{
	const struct payload *p = call->payload;
	struct listener_next next;
	int32_t ret;

	ret = payload_fetch(p, 0, &next, sizeof(next));
	if (ret)
		return ret;
	if (next.ctx || next.out_len != p->args[1].len ||
	    p->args[payload_out(p, 0)].len != sizeof(struct listener_request) ||
	    p->args[payload_out(p, 1)].len != next.capacity)
		return WIRE_EBADPARM;
	if (!call->pd->listening)
		return WIRE_EBADSTATE;
	return call_hold(call, DEADLINE_NEVER);
}

/* There is never a reverse call whose inputs could be asked for. */
static int32_t listener_get_in_bufs2(struct call *call)
{
	(void)call;
	return WIRE_EBADSTATE;
}

static const struct object_method listener_methods[] = {
	{ .sc = 0x03000000, .serve = listener_init2 },
	{ .sc = 0x04020200, .serve = listener_next2 },
	{ .sc = 0x05010200, .serve = listener_get_in_bufs2 },
};

static const struct object_method listener1_methods[] = {
	{ .sc = 0x05000000, .serve = listener_init2 },
	{ .sc = 0x06020200, .serve = listener_next2 },
	{ .sc = 0x07010200, .serve = listener_get_in_bufs2 },
};

const struct object service_listener = OBJECT_INIT("adsp_listener", listener_methods);
const struct object service_listener1 = OBJECT_INIT("adsp_listener1", listener1_methods);
