// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: requests to a child
 *
 * A request holds its call, waits until the shell is ready and a part of the desk is
 * free, goes out, and ends with the child's answer, which is not believed: it must name a
 * request that is under way, and leave no memory mapped. Whoever waits longer than its
 * PD lives is answered by process_die().
 */
#include "pd/pd_request.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/deadline.h"
#include "base/log.h"
#include "base/trace.h"
#include "fastrpc/call.h"
#include "fastrpc/domain.h"
#include "mem/mem.h"
#include "pd/pd_child.h"

/* From here on a call takes long. */
#define REQUEST_SLOW_NS		10000000000u

/**
 * pd_request_create() - Make a request.
 * @type: what is asked for
 * @call: call that will be held for it, or NULL
 * @done: answers @call; NULL: the child's result does
 * @text: URI of OPEN; else ""
 *
 * Return: the request, or NULL without memory.
 */
struct pd_request *pd_request_create(enum mailbox_request_type type, struct call *call,
				     pd_done *done, const char *text)
{
	struct pd_request *r;

	if (strlen(text) >= MAILBOX_TEXT_MAX)
		return NULL;
	r = calloc(1, sizeof(*r) + strlen(text) + 1);
	if (!r)
		return NULL;
	r->type = type;
	r->call = call;
	r->done = done;
	strcpy(r->text, text);
	return r;
}

/**
 * pd_request_free() - Free a request; its call, if any, is not answered.
 */
void pd_request_free(struct pd_request *r)
{
	free(r->places);
	free(r);
}

/* The guest's kernel gives memory of handles free when it is listed here. */
static void request_list_fds(const struct payload *p)
{
	uint64_t fds[WIRE_FDS] = { 0 };
	unsigned int count = 0;

	for (unsigned int i = 0; i < WIRE_SC_IN_HANDLES(p->sc); i++) {
		const struct payload_arg *arg = &p->args[payload_in_handle(p, i)];

		if (arg->len && arg->fd > 0)
			fds[count++] = (uint64_t)arg->fd;
	}
	if (count)
		mem_write(p->source.mem, p->source.stream, p->iova + WIRE_FDS_OFFSET(p->count),
			  fds, sizeof(fds));
}

/**
 * pd_request_finish() - End a request that is in no list any more.
 * @r: request; freed
 * @result: how it has ended
 */
void pd_request_finish(struct pd_request *r, const struct pd_result *result)
{
	struct call *call = r->call;
	pd_done *done = r->done;

	if (call && r->type == MAILBOX_INVOKE)
		request_list_fds(call->payload);
	pd_request_free(r);
	if (!call)
		return;
	if (done)
		done(call, result);
	else
		call_resume(call, result->result);
}

static void request_fail(struct pd_request *r, int32_t result)
{
	const struct pd_result failed = { .result = result, .tag = r->tag, .text = "" };

	pd_request_finish(r, &failed);
}

/* Eight words fit the socket's buffer for every slot: if not, the child does not read. */
static void request_send(struct pd_child *child, uint32_t slot, struct pd_request *r)
{
	const struct mailbox_request message = {
		.type = r->type,
		.slot = slot,
		.module = r->module,
		.sc = r->type == MAILBOX_INVOKE ? r->call->message.sc : 0,
		.arg_count = r->place_count,
		.client = child->process->client_id,
		.arch = child->domain->arch,
		.timed = trace_is_armed(),
	};

	if (r->call)
		trace_add(TRACE_ASKED, trace_now(), r->call->message.ctx,
			  child->process->client_id, slot);
	r->sent_ns = deadline_in_ms(0);
	child->slots[slot] = r;
	if (send(child->request, &message, sizeof(message), MSG_DONTWAIT | MSG_NOSIGNAL) < 0 &&
	    errno != EPIPE && errno != ECONNRESET)
		pd_child_break(child, "it does not read its requests");
}

/*
 * A slot that no request has, or MAILBOX_SLOTS. Calls leave the last one free: each may wait
 * for memory that it has asked the guest to map.
 */
static uint32_t request_find_slot(const struct pd_child *child, enum mailbox_request_type type)
{
	bool runs_code = type == MAILBOX_INVOKE || type == MAILBOX_OPEN || type == MAILBOX_CLOSE;
	uint32_t end = runs_code ? MAILBOX_CALLS : MAILBOX_SLOTS;
	uint32_t slot = 0;

	while (slot < end && child->slots[slot])
		slot++;
	return slot < end ? slot : MAILBOX_SLOTS;
}

/* The first request that waits and has a slot now; NULL if there is none. */
static struct pd_request *request_take_waiting(struct pd_child *child, uint32_t *slot)
{
	for (struct pd_request **link = &child->waiting; *link; link = &(*link)->next) {
		struct pd_request *r = *link;

		*slot = request_find_slot(child, r->type);
		if (*slot == MAILBOX_SLOTS)
			continue;
		*link = r->next;
		return r;
	}
	return NULL;
}

/* Not from a method that is being served: a request that fails answers its call. */
static void request_next(struct pd_child *child)
{
	struct pd_request *r;
	uint32_t slot;

	while (child->state == PD_READY && (r = request_take_waiting(child, &slot))) {
		int32_t ret = pd_layout(child, slot, r);

		if (ret)
			request_fail(r, ret);
		else
			request_send(child, slot, r);
	}
}

static int32_t request_hold(struct pd_request *r)
{
	return r->call && !r->call->held ? call_hold(r->call, DEADLINE_NEVER) : 0;
}

static void request_wait(struct pd_child *child, struct pd_request *r)
{
	struct pd_request **link = &child->waiting;

	while (*link)
		link = &(*link)->next;
	*link = r;
	r->next = NULL;
}

/**
 * pd_request_submit() - Have a request served.
 * @r: request; freed on failure
 *
 * Return: 0, and the call of @r is held; WIRE_ENOMEMORY if too many are held, or the
 * memory of the request does not fit the PD.
 */
int32_t pd_request_submit(struct pd_child *child, struct pd_request *r)
{
	uint32_t slot = request_find_slot(child, r->type);
	bool now = child->state == PD_READY && slot < MAILBOX_SLOTS;
	int32_t ret = now ? pd_layout(child, slot, r) : 0;

	if (!ret && request_hold(r)) {
		if (now)
			pd_layout_end(child, slot, r, WIRE_ENOMEMORY);
		ret = WIRE_ENOMEMORY;
	}
	if (ret)
		pd_request_free(r);
	else if (now)
		request_send(child, slot, r);
	else
		request_wait(child, r);
	return ret;
}

/**
 * pd_request_ready() - The shell waits for requests.
 */
void pd_request_ready(struct pd_child *child)
{
	request_next(child);
}

/* Whether the child has not answered a call for long, for the first time. */
static bool request_is_slow(struct pd_request *r, uint64_t now_ns)
{
	if (!r || r->type != MAILBOX_INVOKE || r->asked || now_ns < r->sent_ns + REQUEST_SLOW_NS)
		return false;
	r->asked = true;
	return true;
}

/**
 * pd_request_ask_slow() - Have a child say where its threads are if a call takes long.
 * @now_ns: CLOCK_MONOTONIC
 *
 * Once for each call: it is for people, who may wait for a call that never comes back.
 */
void pd_request_ask_slow(struct pd_child *child, uint64_t now_ns)
{
	struct pd_request *r;
	bool slow = false;

	for (unsigned int i = 0; i < MAILBOX_SLOTS; i++)
		slow |= request_is_slow(child->slots[i], now_ns);
	if (!slow)
		return;
	log_line("pd %d: a call has not returned for %u s; the threads of the PD are:",
		 child->process->client_id, (unsigned int)(REQUEST_SLOW_NS / 1000000000u));
	r = pd_request_create(MAILBOX_STAND, NULL, NULL, "");
	if (r)
		pd_request_submit(child, r);
}

/* The child can still write to its part of the desk: look at each byte once. */
static void request_read_text(const struct pd_child *child, uint32_t slot, char *text)
{
	const volatile char *from = pd_child_slot(child, slot)->text;

	for (unsigned int i = 0; i < MAILBOX_TEXT_MAX - 1; i++) {
		char c = from[i];

		text[i] = (unsigned char)c < ' ' && c ? ' ' : c;
		if (!c)
			return;
	}
	text[MAILBOX_TEXT_MAX - 1] = '\0';
}

/* What the child says about times is its word only; it is shown, and nothing else. */
static void request_trace(const struct pd_child *child, const struct mailbox_answer *answer,
			  const struct pd_request *r)
{
	uint64_t ctx;
	int32_t client;

	if (!trace_is_armed() || !r->call || !child->process)
		return;
	ctx = r->call->message.ctx;
	client = child->process->client_id;
	if (answer->began) {
		trace_add(TRACE_BEGAN, answer->began, ctx, client, answer->thread);
		trace_add(TRACE_ENDED, answer->ended, ctx, client, answer->thread);
	}
	trace_add(TRACE_REPLIED, trace_now(), ctx, client, answer->slot);
}

static void request_take_answer(struct pd_child *child, const struct mailbox_answer *answer)
{
	struct pd_request *r = answer->slot < MAILBOX_SLOTS ? child->slots[answer->slot] : NULL;
	struct pd_result result = { .result = answer->result, .value = answer->value };
	char text[MAILBOX_TEXT_MAX] = "";

	if (!r) {
		pd_child_break(child, "it answers a request that was never made");
		return;
	}
	if (!pd_layout_end(child, answer->slot, r, answer->result)) {
		pd_child_break(child, "it keeps memory mapped that is no longer its own");
		return;
	}
	if (r->type == MAILBOX_OPEN && result.result)
		request_read_text(child, answer->slot, text);
	request_trace(child, answer, r);
	child->slots[answer->slot] = NULL;
	result.tag = r->tag;
	result.text = text;
	pd_request_finish(r, &result);
}

/**
 * pd_request_answered() - The request socket of a child can be read.
 */
void pd_request_answered(struct pd_child *child)
{
	struct mailbox_answer answer;
	ssize_t n = recv(child->request, &answer, sizeof(answer), MSG_DONTWAIT | MSG_TRUNC);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		/* What it means is seen when the process goes. */
		watch_remove(&child->request_watch);
		return;
	}
	if (n != sizeof(answer)) {
		pd_child_break(child, "an answer has a wrong length");
		return;
	}
	/* The next request may be of another guest's client than the last message. */
	if (child->domain)
		mem_expect_changes(child->domain->mem);
	request_take_answer(child, &answer);
	request_next(child);
}

/**
 * pd_request_lose() - The child of these requests has never come to life.
 * @waiting: requests that it would have got
 *
 * Opens find nothing, and memory is mapped as in a PD without a child.
 */
void pd_request_lose(struct pd_request *waiting)
{
	while (waiting) {
		struct pd_request *r = waiting;

		waiting = r->next;
		request_fail(r, r->type == MAILBOX_OPEN ? WIRE_ENOSUCH : 0);
	}
}

/**
 * pd_request_drop_all() - Forget all requests; their calls are answered elsewhere.
 */
void pd_request_drop_all(struct pd_child *child)
{
	for (unsigned int i = 0; i < MAILBOX_SLOTS; i++) {
		if (child->slots[i])
			pd_request_free(child->slots[i]);
		child->slots[i] = NULL;
	}
	while (child->waiting) {
		struct pd_request *r = child->waiting;

		child->waiting = r->next;
		pd_request_free(r);
	}
}
