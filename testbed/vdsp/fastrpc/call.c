// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: calls
 *
 * There is one thread, so a method that has to wait must not block: it holds its call and
 * returns, and the other calls go on. A call is created from a message, served by a
 * method, and finished by an answer. Finishing is the only place where outputs are
 * complete, the poll word is written and the answer is sent, in this order.
 */
#include "fastrpc/call.h"

#include <stdlib.h>

#include "base/deadline.h"
#include "base/hook.h"
#include "fastrpc/answer.h"
#include "fastrpc/domain.h"
#include "fastrpc/process.h"
#include "mem/mem.h"

/* The guest has 255 call slots per DSP; more calls than that are an attack. */
#define CALL_HELD_MAX 256

/* No bank has stream id 0; stream 15 of a DSP fetches its firmware. */
#define CALL_SID_MAX 14

static int32_t call_find_source(const struct domain *d, uint64_t addr,
				struct payload_source *source)
{
	uint64_t sid = addr >> d->sid_shift;

	if (!sid || sid > CALL_SID_MAX)
		return WIRE_EBADPARM;
	*source = (struct payload_source){
		.mem = d->mem,
		.stream = d->stream_base | (uint32_t)sid,
		.sid = (uint32_t)sid,
		.sid_shift = d->sid_shift,
	};
	return 0;
}

/**
 * call_create() - Take a message in.
 * @message: the message
 * @result: gets the call, to be given to call_finish(); NULL if there is no memory
 *
 * Return: 0, or what the call has to be answered with.
 */
int32_t call_create(struct domain *d, const struct wire_invoke *message,
		    struct call **result)
{
	struct call *call = calloc(1, sizeof(*call));
	struct payload_source source;
	int32_t ret;

	*result = call;
	if (!call)
		return WIRE_ENOMEMORY;
	call->domain = d;
	call->message = *message;
	ret = call_find_source(d, message->addr, &source);
	if (ret)
		return ret;
	return payload_decode(&source, message, &call->payload);
}

static void call_free(struct call *call)
{
	free(call->payload);
	free(call);
}

/**
 * call_hold() - Leave a call unanswered for now.
 * @call: call that is being served
 * @deadline: when it ends by itself, or DEADLINE_NEVER
 *
 * Return: 0, or WIRE_ENOMEMORY if too many calls are held already.
 */
int32_t call_hold(struct call *call, uint64_t deadline)
{
	struct domain *d = call->domain;

	if (d->held_count == CALL_HELD_MAX)
		return WIRE_ENOMEMORY;
	call->held = true;
	call->deadline = deadline;
	call->next = d->held;
	d->held = call;
	d->held_count++;
	return 0;
}

/**
 * call_is_polled() - Does the guest look at the poll word of a call?
 *
 * Return: true for dynamic handles of a user PD that polls (docs/protocol.md, Polling).
 */
bool call_is_polled(const struct call *call)
{
	const struct process *pd = call->pd;

	return call->payload && pd && pd->type == PROCESS_USER &&
	       (pd->poll || call->domain->poll) && call->message.handle > WIRE_STATIC_HANDLE_MAX &&
	       !WIRE_CTX_ASYNC(call->message.ctx);
}

/**
 * call_write_poll_word() - Write where the guest polls.
 * @call: call with a decoded payload
 * @word: WIRE_POLL_DONE says that it is done, with result 0
 */
void call_write_poll_word(const struct call *call, uint32_t word)
{
	const struct payload *p = call->payload;

	mem_write(p->source.mem, p->source.stream, p->iova + WIRE_POLL_OFFSET(p->count), &word,
		  sizeof(word));
}

/**
 * call_finish() - Answer a call and free it.
 * @call: call that is not held
 *
 * The poll word carries no status, so a call that failed must not write it.
 */
void call_finish(struct call *call, int32_t result)
{
	if (!hook_finish(call, result)) {
		if (!result && call_is_polled(call))
			call_write_poll_word(call, WIRE_POLL_DONE);
		answer_send(call->domain, call->message.ctx, result);
	}
	call_free(call);
}

static struct call *call_unhold(struct domain *d, struct call **link)
{
	struct call *call = *link;

	*link = call->next;
	call->held = false;
	d->held_count--;
	return call;
}

/**
 * call_find_waiting() - Look for a held call.
 * @pd: its PD
 * @wait: what it waits for
 *
 * Return: the one that has waited for the longest time, or NULL.
 */
struct call *call_find_waiting(const struct domain *d, const struct process *pd,
			       enum call_wait wait)
{
	struct call *found = NULL;

	for (struct call *call = d->held; call; call = call->next)
		if (call->pd == pd && call->wait == wait)
			found = call;
	return found;
}

/**
 * call_resume() - Answer a held call and free it.
 *
 * Not from a method that is being served: the call may be its own.
 */
void call_resume(struct call *call, int32_t result)
{
	struct call **link = &call->domain->held;

	while (*link != call)
		link = &(*link)->next;
	call_finish(call_unhold(call->domain, link), result);
}

/**
 * call_finish_held() - End all calls that a PD holds.
 * @result: their result
 */
void call_finish_held(struct domain *d, const struct process *pd, int32_t result)
{
	struct call **link = &d->held;

	while (*link) {
		if ((*link)->pd == pd)
			call_finish(call_unhold(d, link), result);
		else
			link = &(*link)->next;
	}
}

/**
 * call_poll() - End the held calls whose time has come.
 */
void call_poll(struct domain *d, uint64_t now_ns)
{
	struct call **link = &d->held;

	while (*link) {
		if ((*link)->deadline <= now_ns)
			call_finish(call_unhold(d, link), 0);
		else
			link = &(*link)->next;
	}
}

/**
 * call_next_deadline() - When call_poll() has something to do.
 *
 * Return: CLOCK_MONOTONIC in ns, or DEADLINE_NEVER.
 */
uint64_t call_next_deadline(const struct domain *d)
{
	uint64_t deadline = DEADLINE_NEVER;

	for (const struct call *call = d->held; call; call = call->next)
		deadline = deadline_min(deadline, call->deadline);
	return deadline;
}

/**
 * call_forget_all() - The DSP has ended: drop all calls without an answer.
 */
void call_forget_all(struct domain *d)
{
	while (d->held)
		call_free(call_unhold(d, &d->held));
}
