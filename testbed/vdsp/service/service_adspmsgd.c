// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: log transport (handle 5)
 *
 * A DSP has no way to push its log, so a client of the root PD reads it out of its own
 * memory. The client calls init3; the DSP asks the client's listener for memory (object
 * "apps_mem" of the guest) and tells the caller of init3 where the client sees it. Then
 * the client reads, and calls wait when it has read everything. With deinit the memory is
 * given back.
 *
 * Each client has a ring of its own, which starts with the oldest line that the DSP still
 * has. All that the guest says about its memory is checked against the maps of its
 * PD, before each use.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/deadline.h"
#include "fastrpc/call.h"
#include "fastrpc/domain.h"
#include "fastrpc/farf.h"
#include "fastrpc/process.h"
#include "fastrpc/process_map.h"
#include "fastrpc/reverse.h"
#include "fastrpc/reverse_pack.h"
#include "service/adspmsgd_push.h"
#include "service/adspmsgd_ring.h"
#include "service/service.h"

/* Objects of the guest, and their methods. */
#define ADSPMSGD_REMOTECTL	0u
#define ADSPMSGD_OPEN		0x00020200u
#define ADSPMSGD_CLOSE		0x01010200u
#define ADSPMSGD_MAP64		0x02010100u
#define ADSPMSGD_UNMAP64	0x03010000u

#define ADSPMSGD_OBJECT		"apps_mem"
#define ADSPMSGD_ERROR_LEN	255u
/* Packed inputs of any of these methods. */
#define ADSPMSGD_PACKED_MAX	128u

struct adspmsgd_init3 {
	uint32_t heap;
	uint32_t flags;
	uint32_t filter;	/* its meaning is not known: all lines go out */
	uint32_t pad;
	uint64_t size;
};

struct adspmsgd_map64 {
	uint32_t heap;
	uint32_t local_flags;
	uint32_t flags;		/* 0: memory that both sides see */
	uint32_t pad;
	uint64_t wish;
	uint64_t size;
};

struct adspmsgd_mapped {
	uint64_t client_va;
	uint64_t dsp_va;
};

struct adspmsgd_unmap64 {
	uint64_t dsp_va;
	uint64_t size;
};

_Static_assert(sizeof(struct adspmsgd_init3) == 24, "init3");
_Static_assert(sizeof(struct adspmsgd_map64) == 32, "map64");
_Static_assert(sizeof(struct adspmsgd_mapped) == 16, "map64, out");
_Static_assert(sizeof(struct adspmsgd_unmap64) == 16, "unmap64");

union adspmsgd_reply {
	struct {
		uint32_t object;
		int32_t error;
	} opened;
	struct adspmsgd_mapped mapped;
};

enum adspmsgd_state {
	ADSPMSGD_STARTING,	/* init3 is held */
	ADSPMSGD_OPENING,
	ADSPMSGD_MAPPING,
	ADSPMSGD_RUNNING,
	ADSPMSGD_STOPPING,	/* deinit is held */
	ADSPMSGD_UNMAPPING,
	ADSPMSGD_CLOSING,
};

struct adspmsgd {
	struct domain *domain;
	struct process *pd;
	enum adspmsgd_state state;
	/* Result of init3 or deinit, whichever is held. */
	int32_t result;
	struct adspmsgd_init3 init3;
	/* The guest is done with the last reverse call; its first output, if it has one. */
	bool replied;
	int32_t reply_result;
	union adspmsgd_reply reply;
	/* The guest's handle of its object. */
	uint32_t object;
	struct adspmsgd_mapped mapped;
	struct adspmsgd_ring ring;
	/* The memory is not what it was: nothing is written any more. */
	bool broken;
	/* The next line to be written. */
	uint64_t line;
};

static void adspmsgd_done(void *context, int32_t result, const void *out, size_t len)
{
	struct reverse_unpack unpack = { .bytes = out, .len = len };
	struct adspmsgd *log = context;
	const uint8_t *data;
	uint32_t data_len;

	log->replied = true;
	log->reply_result = result;
	if (!result && reverse_unpack_buffer(&unpack, &data, &data_len))
		memcpy(&log->reply, data, data_len < sizeof(log->reply) ? data_len :
		       sizeof(log->reply));
}

/* Have method @sc of object @handle called; @log is told later, by @replied. */
static int32_t adspmsgd_call(struct adspmsgd *log, uint32_t handle, uint32_t sc,
			     const struct reverse_pack *pack)
{
	log->replied = false;
	return reverse_call(log->domain, log->pd, handle, sc, pack->bytes, pack->len,
			    adspmsgd_done, log);
}

/* Answer init3 or deinit; there is no ring any more. */
static void adspmsgd_finish(struct adspmsgd *log)
{
	struct call *call = call_find_waiting(log->domain, log->pd, CALL_WAIT_LOG_MEMORY);
	int32_t result = log->result;

	log->pd->adspmsgd = NULL;
	free(log);
	if (call)
		call_resume(call, result);
}

/* The ring ends, whether the next two calls work or not. */
static void adspmsgd_close(struct adspmsgd *log)
{
	uint32_t request[2] = { log->object, ADSPMSGD_ERROR_LEN };
	uint8_t bytes[ADSPMSGD_PACKED_MAX];
	struct reverse_pack pack = { .bytes = bytes, .size = sizeof(bytes) };

	reverse_pack_buffer(&pack, request, sizeof(request));
	reverse_pack_word(&pack, sizeof(int32_t));
	reverse_pack_word(&pack, ADSPMSGD_ERROR_LEN);
	log->state = ADSPMSGD_CLOSING;
	if (adspmsgd_call(log, ADSPMSGD_REMOTECTL, ADSPMSGD_CLOSE, &pack))
		adspmsgd_finish(log);
}

static void adspmsgd_unmap(struct adspmsgd *log)
{
	const struct adspmsgd_unmap64 request = {
		.dsp_va = log->mapped.dsp_va,
		.size = log->init3.size,
	};
	uint8_t bytes[ADSPMSGD_PACKED_MAX];
	struct reverse_pack pack = { .bytes = bytes, .size = sizeof(bytes) };

	reverse_pack_buffer(&pack, &request, sizeof(request));
	log->state = ADSPMSGD_UNMAPPING;
	if (adspmsgd_call(log, log->object, ADSPMSGD_UNMAP64, &pack))
		adspmsgd_close(log);
}

static void adspmsgd_map(struct adspmsgd *log)
{
	const struct adspmsgd_map64 request = {
		.heap = log->init3.heap,
		.local_flags = log->init3.flags,
		.size = log->init3.size,
	};
	uint8_t bytes[ADSPMSGD_PACKED_MAX];
	struct reverse_pack pack = { .bytes = bytes, .size = sizeof(bytes) };

	reverse_pack_buffer(&pack, &request, sizeof(request));
	reverse_pack_word(&pack, sizeof(log->mapped));
	log->state = ADSPMSGD_MAPPING;
	log->result = adspmsgd_call(log, log->object, ADSPMSGD_MAP64, &pack);
	if (log->result)
		adspmsgd_close(log);
}

static void adspmsgd_open(struct adspmsgd *log)
{
	uint32_t request[2] = { sizeof(ADSPMSGD_OBJECT), ADSPMSGD_ERROR_LEN };
	uint8_t bytes[ADSPMSGD_PACKED_MAX];
	struct reverse_pack pack = { .bytes = bytes, .size = sizeof(bytes) };

	reverse_pack_buffer(&pack, request, sizeof(request));
	reverse_pack_buffer(&pack, ADSPMSGD_OBJECT, sizeof(ADSPMSGD_OBJECT));
	reverse_pack_word(&pack, 2 * sizeof(uint32_t));
	reverse_pack_word(&pack, ADSPMSGD_ERROR_LEN);
	log->state = ADSPMSGD_OPENING;
	log->result = adspmsgd_call(log, ADSPMSGD_REMOTECTL, ADSPMSGD_OPEN, &pack);
	if (log->result)
		adspmsgd_finish(log);
}

/* The map of the ring, if it is there still and is the one that we were given. */
static const struct process_map *adspmsgd_find_map(const struct adspmsgd *log)
{
	const struct process_map *map = process_find_map(log->pd, log->mapped.dsp_va);

	return map && map->size >= log->init3.size ? map : NULL;
}

static void adspmsgd_write(struct adspmsgd *log)
{
	const struct process_map *map = adspmsgd_find_map(log);
	char lost[FARF_LINE_SIZE];
	const char *text;
	uint64_t next;

	log->broken |= !map || map->iova != log->ring.iova;
	while (!log->broken) {
		text = farf_next(log->domain, log->line, lost, sizeof(lost), &next);
		if (!text || !adspmsgd_ring_fits(&log->ring, text))
			break;
		log->broken = !adspmsgd_ring_write(&log->ring, text);
		log->line = next;
	}
}

/*
 * Memory has come: a ring, unless the guest has lied about it. When init3 is answered,
 * what was logged before lies there.
 */
static int32_t adspmsgd_begin(struct adspmsgd *log)
{
	struct call *call = call_find_waiting(log->domain, log->pd, CALL_WAIT_LOG_MEMORY);
	const struct process_map *map = adspmsgd_find_map(log);
	const struct payload *p;
	int32_t ret;

	if (!call || !map || !log->mapped.client_va)
		return WIRE_EBADPARM;
	log->ring = (struct adspmsgd_ring){
		.mem = log->domain->mem,
		.stream = log->domain->stream_base | log->pd->sid,
		.iova = map->iova,
		.size = (uint32_t)(log->init3.size - sizeof(uint32_t)),
	};
	if (!adspmsgd_ring_start(&log->ring))
		return WIRE_EBADPARM;
	p = call->payload;
	ret = payload_store(p, payload_out(p, 0), &log->mapped.client_va,
			    sizeof(log->mapped.client_va));
	if (ret)
		return ret;
	log->state = ADSPMSGD_RUNNING;
	adspmsgd_write(log);
	call_resume(call, 0);
	return 0;
}

/* The handle is the guest's own: any will do. */
static void adspmsgd_opened(struct adspmsgd *log)
{
	log->object = log->reply.opened.object;
	if (!log->reply_result && !log->reply.opened.error) {
		adspmsgd_map(log);
		return;
	}
	log->result = WIRE_ENOSUCHMOD;
	adspmsgd_finish(log);
}

static void adspmsgd_mapped(struct adspmsgd *log)
{
	if (log->reply_result) {
		log->result = WIRE_ENOMEMORY;
		adspmsgd_close(log);
		return;
	}
	log->mapped = log->reply.mapped;
	log->result = adspmsgd_begin(log);
	if (log->result)
		adspmsgd_unmap(log);
}

/* End the wait if there is something new, or if there will never be. */
static void adspmsgd_wake(struct adspmsgd *log)
{
	struct call *call = call_find_waiting(log->domain, log->pd, CALL_WAIT_LOG);
	uint64_t unread = log->ring.written - log->ring.told;
	const struct payload *p;

	if (!call || (!unread && !log->broken))
		return;
	if (log->broken) {
		call_resume(call, WIRE_EBADSTATE);
		return;
	}
	log->ring.told = log->ring.written;
	p = call->payload;
	call_resume(call, payload_store(p, payload_out(p, 0), &unread, sizeof(unread)));
}

/* @log may be gone afterwards. */
static void adspmsgd_take_reply(struct adspmsgd *log)
{
	switch (log->state) {
	case ADSPMSGD_OPENING:
		adspmsgd_opened(log);
		break;
	case ADSPMSGD_MAPPING:
		adspmsgd_mapped(log);
		break;
	case ADSPMSGD_UNMAPPING:
		adspmsgd_close(log);
		break;
	default:	/* ADSPMSGD_CLOSING; the others have made no reverse call */
		adspmsgd_finish(log);
		break;
	}
}

static void adspmsgd_step(struct adspmsgd *log)
{
	switch (log->state) {
	case ADSPMSGD_STARTING:
		adspmsgd_open(log);
		break;
	case ADSPMSGD_RUNNING:
		adspmsgd_write(log);
		adspmsgd_wake(log);
		break;
	case ADSPMSGD_STOPPING:
		adspmsgd_unmap(log);
		break;
	default:
		if (log->replied)
			adspmsgd_take_reply(log);
		break;
	}
}

/**
 * adspmsgd_poll() - Bring new lines to their readers, and rings under way further.
 *
 * To be called when no call is being served.
 */
void adspmsgd_poll(struct domain *d)
{
	for (struct process *pd = d->processes; pd; pd = pd->next)
		if (pd->adspmsgd)
			adspmsgd_step(pd->adspmsgd);
		else if (pd->adspmsgd_push)
			adspmsgd_push_step(d, pd);
}

/**
 * adspmsgd_end() - The client of a ring has gone.
 * @pd: its PD, whose reverse calls have ended
 */
void adspmsgd_end(struct process *pd)
{
	free(pd->adspmsgd);
	pd->adspmsgd = NULL;
	adspmsgd_push_end(pd);
}

/* Both calls with an output have a word of 64 bits there. */
static bool adspmsgd_has_room(const struct call *call)
{
	const struct payload *p = call->payload;

	return p->args[payload_out(p, 0)].len == sizeof(uint64_t);
}

static int32_t adspmsgd_hold(struct call *call, enum call_wait wait)
{
	call->wait = wait;
	return call_hold(call, DEADLINE_NEVER);
}

static int32_t adspmsgd_read_init3(const struct call *call, struct adspmsgd_init3 *init3)
{
	int32_t ret;

	if (call->pd->type != PROCESS_ROOT)
		return WIRE_EUNSUPPORTED;
	ret = payload_fetch(call->payload, 0, init3, sizeof(*init3));
	if (ret)
		return ret;
	if (!adspmsgd_has_room(call) || init3->size < ADSPMSGD_RING_MIN ||
	    init3->size > ADSPMSGD_RING_MAX || init3->size % sizeof(uint32_t))
		return WIRE_EBADPARM;
	return 0;
}

static int32_t adspmsgd_serve_init3(struct call *call)
{
	struct process *pd = call->pd;
	struct adspmsgd_init3 init3;
	struct adspmsgd *log;
	int32_t ret;

	ret = adspmsgd_read_init3(call, &init3);
	if (ret)
		return ret;
	if (pd->adspmsgd || pd->adspmsgd_push)
		return WIRE_EBADSTATE;
	log = calloc(1, sizeof(*log));
	if (!log)
		return WIRE_ENOMEMORY;
	log->domain = call->domain;
	log->pd = pd;
	log->init3 = init3;
	log->line = farf_oldest(&call->domain->farf);
	ret = adspmsgd_hold(call, CALL_WAIT_LOG_MEMORY);
	if (ret)
		free(log);
	else
		pd->adspmsgd = log;
	return ret;
}

/* Whoever waits has read all that it was told of. */
static int32_t adspmsgd_serve_wait(struct call *call)
{
	struct adspmsgd *log = call->pd->adspmsgd;

	if (call->pd->type != PROCESS_ROOT)
		return WIRE_EUNSUPPORTED;
	if (!adspmsgd_has_room(call))
		return WIRE_EBADPARM;
	if (!log || log->state != ADSPMSGD_RUNNING || log->broken ||
	    call_find_waiting(call->domain, call->pd, CALL_WAIT_LOG))
		return WIRE_EBADSTATE;
	log->ring.read = log->ring.told;
	return adspmsgd_hold(call, CALL_WAIT_LOG);
}

static int32_t adspmsgd_serve_deinit(struct call *call)
{
	struct adspmsgd *log = call->pd->adspmsgd;
	struct call *wait;
	int32_t ret;

	if (call->pd->type != PROCESS_ROOT)
		return WIRE_EUNSUPPORTED;
	if (call->pd->adspmsgd_push) {
		adspmsgd_push_stop(call->pd);
		return 0;
	}
	if (!log || log->state != ADSPMSGD_RUNNING)
		return WIRE_EBADSTATE;
	ret = adspmsgd_hold(call, CALL_WAIT_LOG_MEMORY);
	if (ret)
		return ret;
	log->state = ADSPMSGD_STOPPING;
	wait = call_find_waiting(call->domain, call->pd, CALL_WAIT_LOG);
	if (wait)
		call_resume(wait, WIRE_EBADSTATE);
	return 0;
}

static const struct object_method adspmsgd_methods[] = {
	{ .sc = 0x02000000, .serve = adspmsgd_push_start },
	{ .sc = 0x03000000, .serve = adspmsgd_serve_deinit },
	{ .sc = 0x04010100, .serve = adspmsgd_serve_init3 },
	{ .sc = 0x05000100, .serve = adspmsgd_serve_wait },
};

const struct object service_adspmsgd = OBJECT_INIT("adspmsgd", adspmsgd_methods);
