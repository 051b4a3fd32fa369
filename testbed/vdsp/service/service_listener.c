// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: listeners (handles 3 and 7)
 *
 * The guest's side of reverse calls: a thread calls next2, and the DSP keeps the call
 * until a PD wants something of the guest. The next next2 brings the result. A request
 * whose inputs were too long for next2 is fetched with get_in_bufs2. When the PD ends,
 * next2 is answered with "bad state", which ends the thread (docs/protocol.md, Reverse calls). The
 * older object on handle 3 differs in method numbers.
 */
#include "base/deadline.h"
#include "fastrpc/call.h"
#include "fastrpc/process.h"
#include "fastrpc/reverse.h"
#include "fastrpc/wire_reverse.h"
#include "service/service.h"

static int32_t listener_init2(struct call *call)
{
	call->pd->listening = true;
	call->pd->deaf = false;
	return 0;
}

static int32_t listener_next2(struct call *call)
{
	const struct payload *p = call->payload;
	struct wire_reverse_next next;
	int32_t ret;

	ret = payload_fetch(p, 0, &next, sizeof(next));
	if (ret)
		return ret;
	if (next.out_len != p->args[1].len ||
	    p->args[payload_out(p, 0)].len != sizeof(struct wire_reverse_request) ||
	    p->args[payload_out(p, 1)].len != next.capacity)
		return WIRE_EBADPARM;
	if (!call->pd->listening)
		return WIRE_EBADSTATE;
	if (next.ctx)
		ret = reverse_return(call->pd, next.ctx, next.result, p, 1);
	if (ret)
		return ret;
	call->wait = CALL_WAIT_REVERSE;
	return call_hold(call, DEADLINE_NEVER);
}

/* The guest may ask for more than there is, as its buffers have round sizes. */
static int32_t listener_get_in_bufs2(struct call *call)
{
	const struct payload *p = call->payload;
	struct wire_reverse_part part;
	const uint8_t *inputs;
	uint32_t required;
	size_t len;
	int32_t ret;

	ret = payload_fetch(p, 0, &part, sizeof(part));
	if (ret)
		return ret;
	inputs = reverse_inputs(call->pd, part.ctx, &len);
	if (!inputs || part.offset > len || p->args[payload_out(p, 1)].len != part.len)
		return WIRE_EBADPARM;
	required = (uint32_t)len;
	len -= part.offset;
	ret = payload_write(p, payload_out(p, 1), 0, inputs + part.offset,
			    len < part.len ? len : part.len);
	if (ret)
		return ret;
	return payload_store(p, payload_out(p, 0), &required, sizeof(required));
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
