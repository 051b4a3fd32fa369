// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: current process (handle 4)
 *
 * Method numbers are those of the per-domain object. Log settings and codes to panic at
 * are answered as unsupported, which user space tolerates
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

/* The client has given its PD up: this call, too, is answered when it has ended. */
static int32_t process_serve_exception(struct call *call)
{
	if (call->pd->type != PROCESS_USER)
		return WIRE_EUNSUPPORTED;
	process_crash(call->domain, call->pd, NOTICE_EXCEPTION,
		      "reason: an exception that the client has asked for\n");
	return WIRE_EBADSTATE;
}

/* Each PD's notices go to the kernel, whether or not its client wants to be told. */
static int32_t process_serve_enable_notifications(struct call *call)
{
	(void)call;
	return 0;
}

static const struct object_method process_methods[] = {
	{ .sc = 0x02000000, .serve = process_serve_exit },
	{ .sc = 0x03000000, .serve = process_serve_thread_exit },
	{ .sc = 0x05000100, .serve = process_serve_get_asid },
	{ .sc = 0x06010000, .serve = process_serve_set_qos },
	{ .sc = 0x07000000, .serve = process_serve_exception },
	{ .sc = 0x09010000, .serve = process_serve_poll_mode },
	{ .sc = 0x0a000000, .serve = process_serve_enable_notifications },
};

const struct object service_current_process =
	OBJECT_INIT("adsp_current_process", process_methods);
