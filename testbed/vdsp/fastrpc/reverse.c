// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: reverse calls
 *
 * A PD needs files and memory of the guest, but a DSP can only answer calls, not make
 * any. So the guest's listener waits in a call, next2: it is answered with a request, and
 * the listener brings the result with its following next2. A request that finds no
 * listener waiting is queued. A listener serves one at a time, so there are as many under
 * way as the guest has threads waiting. Programs start their listener beside their first
 * calls, which may want something of it before it is there: a PD waits for it, once.
 *
 * Requests are handed over, and the ends of calls reported, between messages: whoever
 * makes a reverse call never sees its end, or an answer to a call, before it returns.
 * Everything that the guest says is checked, and the end comes exactly once: by the
 * guest, or by the end of the PD.
 */
#include "fastrpc/reverse.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/deadline.h"
#include "fastrpc/call.h"
#include "fastrpc/domain.h"
#include "fastrpc/process.h"
#include "fastrpc/reverse_pack.h"
#include "fastrpc/wire_reverse.h"

/* More than any PD has threads; beyond it, code in the PD has run wild. */
#define REVERSE_COUNT_MAX	64
#define REVERSE_LEN_MAX		(1u << 20)

/* How long a PD waits for its first listener; a guest in an emulator takes its time. */
#define REVERSE_LISTENER_MS	5000

struct reverse {
	struct reverse *next;
	/* Name on the wire; 0 until the guest has it. */
	uint32_t ctx;
	uint32_t handle;
	uint32_t sc;
	/* The guest has done it; only the report is left. */
	bool returned;
	int32_t result;
	reverse_done *done;
	void *context;
	void *out;
	size_t out_len;
	size_t in_len;
	uint8_t in[];
};

/**
 * reverse_call() - Call an object of the guest.
 * @pd: the PD that calls
 * @handle: the guest's handle of the object
 * @sc: method and number of buffers; no handles
 * @in: inputs and room for outputs, packed (reverse_pack.c); copied
 * @in_len: bytes
 * @done: runs when it has ended, exactly once, never before this returns 0
 * @context: its argument; must live until then
 *
 * It ends with WIRE_ENOSUCH if the guest does not get a listener for this PD in time.
 *
 * Return: 0; else @done never runs: WIRE_ENOSUCH if that has happened already,
 * WIRE_EBADSTATE if the PD has ended, WIRE_EBADPARM if @sc and @in do not fit
 * each other or are more than 1 MiB, WIRE_ENOMEMORY.
 */
int32_t reverse_call(struct domain *d, struct process *pd, uint32_t handle, uint32_t sc,
		     const void *in, size_t in_len, reverse_done *done, void *context)
{
	struct reverse **link = &pd->reverse;
	struct reverse *r;
	uint64_t out_len;

	if (pd->exited)
		return WIRE_EBADSTATE;
	if (pd->deaf)
		return WIRE_ENOSUCH;
	if (WIRE_SC_ATTRIBUTES(sc) || WIRE_SC_IN_HANDLES(sc) || WIRE_SC_OUT_HANDLES(sc) ||
	    in_len > REVERSE_LEN_MAX || !reverse_pack_is_request(sc, in, in_len, &out_len) ||
	    out_len > REVERSE_LEN_MAX)
		return WIRE_EBADPARM;
	if (pd->reverse_count == REVERSE_COUNT_MAX)
		return WIRE_ENOMEMORY;
	r = calloc(1, sizeof(*r) + in_len);
	if (!r)
		return WIRE_ENOMEMORY;
	r->handle = handle;
	r->sc = sc;
	r->done = done;
	r->context = context;
	r->out_len = out_len;
	r->in_len = in_len;
	if (in_len)
		memcpy(r->in, in, in_len);
	while (*link)
		link = &(*link)->next;
	*link = r;
	if (!pd->listening && !pd->reverse_count)
		pd->listener_deadline = deadline_in_ms(REVERSE_LISTENER_MS);
	pd->reverse_count++;
	d->due = true;
	return 0;
}

static struct reverse *reverse_find(const struct process *pd, uint32_t ctx)
{
	for (struct reverse *r = pd->reverse; ctx && r; r = r->next)
		if (r->ctx == ctx && !r->returned)
			return r;
	return NULL;
}

/* The outputs of a call that went well: argument @arg of @p. */
static int32_t reverse_take_outputs(struct reverse *r, const struct payload *p, unsigned int arg)
{
	int32_t ret;

	if (p->args[arg].len < r->out_len)
		return WIRE_EBADPARM;
	if (!r->out_len)
		return 0;
	r->out = malloc(r->out_len);
	if (!r->out)
		return WIRE_ENOMEMORY;
	ret = payload_read(p, arg, 0, r->out, r->out_len);
	if (!ret && !reverse_pack_is_return(r->sc, r->in, r->in_len, r->out, r->out_len))
		ret = WIRE_EBADPARM;
	return ret;
}

/**
 * reverse_return() - The guest says what has come of a reverse call.
 * @pd: PD of the listener
 * @ctx: name of the call
 * @p: payload of next2
 * @arg: index of the packed outputs in it; looked at only if @result is 0
 *
 * Return: 0; WIRE_EBADPARM if no such call is under way, or if its outputs are not what
 * was asked for: then the call ends with this result; WIRE_ENOMEMORY, the same.
 */
int32_t reverse_return(struct process *pd, uint32_t ctx, int32_t result,
		       const struct payload *p, unsigned int arg)
{
	struct reverse *r = reverse_find(pd, ctx);
	int32_t ret = 0;

	if (!r)
		return WIRE_EBADPARM;
	if (!result)
		ret = reverse_take_outputs(r, p, arg);
	r->result = result ? result : ret;
	r->returned = true;
	return ret;
}

/**
 * reverse_inputs() - Packed inputs of a call that is under way.
 * @pd: PD of the listener
 * @ctx: name of the call
 * @len: gets their length
 *
 * Return: the inputs, or NULL if no such call is under way.
 */
const void *reverse_inputs(const struct process *pd, uint32_t ctx, size_t *len)
{
	const struct reverse *r = reverse_find(pd, ctx);

	if (!r)
		return NULL;
	*len = r->in_len;
	return r->in;
}

/* Take a call out of the queue, report its end and free it. */
static void reverse_finish(struct process *pd, struct reverse **link)
{
	struct reverse *r = *link;
	bool good = !r->result;

	*link = r->next;
	pd->reverse_count--;
	r->done(r->context, r->result, good ? r->out : NULL, good ? r->out_len : 0);
	free(r->out);
	free(r);
}

/* Answer next2, the held call @next2, with a request. It stays queued if that fails. */
static void reverse_hand_over(struct domain *d, struct call *next2, struct reverse *r)
{
	const struct payload *p = next2->payload;
	unsigned int out = payload_out(p, 0);
	struct wire_reverse_request request;
	uint64_t room = p->args[out + 1].len;
	int32_t ret;

	if (!++d->reverse_ctx)
		d->reverse_ctx = 1;
	request = (struct wire_reverse_request){
		.ctx = d->reverse_ctx,
		.handle = r->handle,
		.sc = r->sc,
		.in_len = (uint32_t)r->in_len,
	};
	ret = payload_write(p, out + 1, 0, r->in, r->in_len < room ? r->in_len : room);
	if (!ret)
		ret = payload_store(p, out, &request, sizeof(request));
	if (!ret)
		r->ctx = request.ctx;
	call_resume(next2, ret);
}

/* Do one thing that is due for @pd; false if there is none. */
static bool reverse_step(struct domain *d, struct process *pd)
{
	struct call *next2;

	for (struct reverse **link = &pd->reverse; *link; link = &(*link)->next) {
		if ((*link)->returned) {
			reverse_finish(pd, link);
			return true;
		}
		if ((*link)->ctx)
			continue;
		next2 = call_find_waiting(d, pd, CALL_WAIT_REVERSE);
		if (next2) {
			reverse_hand_over(d, next2, *link);
			return true;
		}
	}
	return false;
}

/**
 * reverse_poll() - Hand requests over and report the ends of calls.
 *
 * To be called when no call is being served. A report may end any PD, so each step
 * looks for its PD anew.
 */
void reverse_poll(struct domain *d)
{
	struct process *pd = d->processes;

	while (pd)
		pd = reverse_step(d, pd) ? d->processes : pd->next;
}

static bool reverse_awaits_listener(const struct process *pd)
{
	return pd->reverse && !pd->listening;
}

/**
 * reverse_expire() - Give up the listeners that have not come in time.
 */
void reverse_expire(struct domain *d, uint64_t now_ns)
{
	for (struct process *pd = d->processes; pd; pd = pd->next) {
		if (!reverse_awaits_listener(pd) || pd->listener_deadline > now_ns)
			continue;
		pd->deaf = true;
		for (struct reverse *r = pd->reverse; r; r = r->next) {
			r->result = WIRE_ENOSUCH;
			r->returned = true;
		}
	}
}

/**
 * reverse_next_deadline() - When reverse_expire() has something to do.
 *
 * Return: CLOCK_MONOTONIC in ns, or DEADLINE_NEVER.
 */
uint64_t reverse_next_deadline(const struct domain *d)
{
	uint64_t deadline = DEADLINE_NEVER;

	for (const struct process *pd = d->processes; pd; pd = pd->next)
		if (reverse_awaits_listener(pd) && !pd->deaf)
			deadline = deadline_min(deadline, pd->listener_deadline);
	return deadline;
}

/**
 * reverse_end() - End all reverse calls of a PD with "bad state".
 * @pd: PD that has exited
 */
void reverse_end(struct process *pd)
{
	while (pd->reverse) {
		pd->reverse->result = WIRE_EBADSTATE;
		reverse_finish(pd, &pd->reverse);
	}
}
