// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: echo
 *
 * The cheapest call (noop), the cheapest call that moves bytes, and calls whose
 * arguments are not looked at: they show what the transport costs, and nothing else.
 */
#include "fastrpc/call.h"
#include "module/module.h"

#define ECHO_CHUNK 16384u

static int32_t echo_noop(struct call *call)
{
	(void)call;
	return 0;
}

static int32_t echo_copy(struct call *call)
{
	const struct payload *p = call->payload;
	unsigned int out = payload_out(p, 0);
	uint8_t chunk[ECHO_CHUNK];
	uint64_t len = p->args[0].len;
	int32_t ret = 0;

	if (p->args[out].len != len)
		return WIRE_EBADPARM;
	for (uint64_t at = 0; !ret && at < len; at += sizeof(chunk)) {
		size_t part = len - at < sizeof(chunk) ? len - at : sizeof(chunk);

		ret = payload_read(p, 0, at, chunk, part);
		if (!ret)
			ret = payload_write(p, out, at, chunk, part);
	}
	return ret;
}

static const struct object_method echo_methods[] = {
	{ .sc = 0x02000000, .serve = echo_noop },
	{ .sc = 0x03010100, .serve = echo_copy },
	{ .sc = 0x04000000, .any_inputs = true, .serve = echo_noop },
	{ .sc = 0x05000100, .serve = echo_noop },
};

const struct object native_echo = OBJECT_INIT("echo", echo_methods);
