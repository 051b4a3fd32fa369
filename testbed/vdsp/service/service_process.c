// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: current process (handle 4)
 *
 * Method numbers are those of the per-domain object. Log settings, exceptions and
 * notifications are answered as unsupported, which user space tolerates
 * (docs/protocol.md, Objects).
 */
#include "fastrpc/call.h"
#include "fastrpc/process.h"
#include "service/service.h"

struct process_poll_mode {
	uint32_t enable;
	uint32_t timeout_us;
};

/* The rest of the PD's end comes after the answer to this call. */
static int32_t process_serve_exit(struct call *call)
{
	call->pd->exited = true;
	return 0;
}

static int32_t process_serve_thread_exit(struct call *call)
{
	(void)call;
	return 0;
}

static int32_t process_serve_get_asid(struct call *call)
{
	const struct payload *p = call->payload;
	uint32_t asid = call->pd->sid;

	return payload_store(p, payload_out(p, 0), &asid, sizeof(asid));
}

/* Quality of service is a wish; this DSP has one speed. */
static int32_t process_serve_set_qos(struct call *call)
{
	uint32_t latency_us;

	return payload_fetch(call->payload, 0, &latency_us, sizeof(latency_us));
}

static int32_t process_serve_poll_mode(struct call *call)
{
	struct process_poll_mode mode;
	int32_t ret;

	ret = payload_fetch(call->payload, 0, &mode, sizeof(mode));
	if (!ret)
		call->pd->poll = mode.enable;
	return ret;
}

static const struct object_method process_methods[] = {
	{ .sc = 0x02000000, .serve = process_serve_exit },
	{ .sc = 0x03000000, .serve = process_serve_thread_exit },
	{ .sc = 0x05000100, .serve = process_serve_get_asid },
	{ .sc = 0x06010000, .serve = process_serve_set_qos },
	{ .sc = 0x09010000, .serve = process_serve_poll_mode },
};

const struct object service_current_process =
	OBJECT_INIT("adsp_current_process", process_methods);
