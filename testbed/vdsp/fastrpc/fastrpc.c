// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: FastRPC channel
 *
 * The DSP's end of the channel "fastrpcglink-apps-dsp": messages of 40 bytes come in,
 * each is a call; answers of 16 bytes go out. The life of a call is: create (decode) ->
 * serve -> finish (answer), with a pause before the last step if its method holds it.
 * Whatever the guest sends gets an answer, unless it has no context to answer with.
 */
#include "fastrpc/fastrpc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/deadline.h"
#include "base/hook.h"
#include "base/log.h"
#include "base/trace.h"
#include "board.h"
#include "fastrpc/answer.h"
#include "fastrpc/call.h"
#include "fastrpc/domain.h"
#include "fastrpc/notice.h"
#include "fastrpc/process.h"
#include "fastrpc/reverse.h"

_Static_assert(FASTRPC_NEVER == DEADLINE_NEVER, "one value for never");

struct fastrpc {
	struct domain domain;
	bool running;
	uint64_t calls;
	uint64_t refused;
};

/**
 * fastrpc_create() - FastRPC layer of one DSP.
 * @dsp: the DSP; its strings must live as long as the result
 * @mem: guest memory
 * @server: the layers above, which serve the calls
 * @ops: the link; its operations must not call back into this layer
 * @link: argument of the operations
 *
 * Return: the layer, not started; NULL without memory.
 */
struct fastrpc *fastrpc_create(const struct board *b, const struct board_dsp *dsp,
			       struct mem *mem, const struct fastrpc_server *server,
			       const struct fastrpc_link *ops, void *link)
{
	struct fastrpc *f = calloc(1, sizeof(*f));

	if (!f)
		return NULL;
	f->domain = (struct domain){
		.label = dsp->label,
		.arch = dsp->arch,
		.unsigned_pd = !strncmp(dsp->label, "cdsp", 4),
		.poll = b->poll,
		.sid_shift = b->sid_shift,
		.stream_base = dsp->stream_base,
		.mem = mem,
		.link_ops = ops,
		.link = link,
		.server = server,
	};
	return f;
}

/**
 * fastrpc_destroy() - Free the layer.
 */
void fastrpc_destroy(struct fastrpc *f)
{
	fastrpc_stop(f);
	free(f);
}

/**
 * fastrpc_start() - The channel is open.
 */
void fastrpc_start(struct fastrpc *f)
{
	f->running = true;
}

/**
 * fastrpc_stop() - The DSP has stopped or crashed, or the channel is closed.
 *
 * Forgets all PDs, calls, and answers that were kept back; nothing is sent.
 */
void fastrpc_stop(struct fastrpc *f)
{
	f->running = false;
	f->domain.due = false;
	call_forget_all(&f->domain);
	process_forget_all(&f->domain);
	hook_stop(&f->domain);
}

/* A PD that ended itself ends its other calls after the one that did it. */
static void fastrpc_finish(struct fastrpc *f, struct call *call, int32_t result)
{
	struct process *pd = call->pd;

	call_finish(call, result);
	if (!pd || !pd->exited || pd->ended)
		return;
	process_die(&f->domain, pd, NOTICE_EXIT);
}

static void fastrpc_log_failure(const struct fastrpc *f, const struct wire_invoke *m,
				int32_t result)
{
	log_line("%s: call of client %d, handle 0x%x, scalars 0x%08x, context 0x%llx, "
		 "payload 0x%llx + 0x%llx: 0x%08x", f->domain.label, m->client_id, m->handle,
		 m->sc, (unsigned long long)m->ctx, (unsigned long long)m->addr,
		 (unsigned long long)m->size, (uint32_t)result);
}

/* Bring to an end what a message, or someone between messages, has begun. */
static void fastrpc_settle(struct fastrpc *f)
{
	do {
		f->domain.due = false;
		reverse_poll(&f->domain);
		f->domain.server->poll(&f->domain);
	} while (f->domain.due);
}

/**
 * fastrpc_receive() - Take a message of the guest in.
 * @len: its length; anything but 40 bytes is no call and is dropped
 */
void fastrpc_receive(struct fastrpc *f, const void *msg, size_t len)
{
	struct wire_invoke message;
	struct call *call;
	uint64_t now;
	int32_t ret;

	f->calls++;
	if (!f->running || len != sizeof(message)) {
		f->refused++;
		return;
	}
	now = trace_is_armed() ? trace_now() : 0;
	hook_receive();
	memcpy(&message, msg, sizeof(message));
	trace_add(TRACE_RECEIVED, now, message.ctx, message.client_id, message.handle);
	ret = call_create(&f->domain, &message, &call);
	if (!call) {
		answer_send(&f->domain, message.ctx, ret);
		return;
	}
	if (ret)
		f->refused++;
	else
		ret = f->domain.server->serve(call);
	if (ret)
		fastrpc_log_failure(f, &message, ret);
	if (!call->held)
		fastrpc_finish(f, call, ret);
	fastrpc_settle(f);
}

/**
 * fastrpc_poll() - Do what is due.
 */
void fastrpc_poll(struct fastrpc *f, uint64_t now_ns)
{
	call_poll(&f->domain, now_ns);
	hook_poll(&f->domain, now_ns);
	reverse_expire(&f->domain, now_ns);
	fastrpc_settle(f);
}

/**
 * fastrpc_next_deadline() - When fastrpc_poll() has something to do.
 *
 * Return: CLOCK_MONOTONIC in ns, or FASTRPC_NEVER.
 */
uint64_t fastrpc_next_deadline(const struct fastrpc *f)
{
	uint64_t deadline = f->domain.due ? 0 : call_next_deadline(&f->domain);

	deadline = deadline_min(deadline, reverse_next_deadline(&f->domain));
	return deadline_min(deadline, hook_next_deadline(&f->domain));
}

/**
 * fastrpc_read_stats() - Counters of the layer.
 * @stats: gets the counters
 */
void fastrpc_read_stats(const struct fastrpc *f, struct fastrpc_stats *stats)
{
	*stats = (struct fastrpc_stats){
		.calls = f->calls,
		.refused = f->refused,
		.processes = f->domain.process_count,
		.held = f->domain.held_count,
		.deaths = f->domain.deaths,
	};
	for (const struct process *pd = f->domain.processes; pd; pd = pd->next)
		stats->maps += pd->map_count;
}
