// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: messages that lie
 *
 * The truth is one message of 16 bytes (fastrpc/answer.c). The lies here are about that
 * message: whether, when, how often and in which form it is sent. An answer that is kept
 * back no longer belongs to a call or a PD; only the end of the DSP drops it.
 */
#include "lies/message.h"

#include <stdlib.h>
#include <string.h>

#include "base/deadline.h"
#include "fastrpc/domain.h"
#include "fastrpc/fastrpc.h"
#include "fastrpc/wire.h"
#include "lies/lie.h"

/* Longest answer that a lie can ask for; fits the guest's receive intents of 1 KiB. */
#define MESSAGE_SIZE_MAX 256

/* What the sequence lie flips: bits of the call counter, none of the slot index. */
#define MESSAGE_SEQUENCE_FLIP 0x5a5a00000000ull

struct message_late {
	struct message_late *next;
	struct domain *domain;
	uint64_t deadline;
	/* Goes out with the next answer, or at the deadline if none comes. */
	bool reordered;
	size_t len;
	struct wire_answer message;
};

/* Of all DSPs; unsorted. */
static struct message_late *message_kept;

/**
 * message_plan_make() - Decide what an answer will look like.
 * @plan: gets the decision
 * @result: true result of the call
 *
 * Return: true if the guest is told the truth, at once.
 */
bool message_plan_make(struct message_plan *plan, int32_t result)
{
	*plan = (struct message_plan){ .len = sizeof(struct wire_answer), .result = result };
	plan->drop = lie_take(LIE_DROP);
	plan->duplicate = lie_take(LIE_DUPLICATE);
	plan->reorder = lie_take(LIE_REORDER);
	plan->wrong_sequence = lie_take(LIE_WRONG_SEQUENCE);
	if (lie_take(LIE_DELAY))
		plan->delay_ms = lie_arg(LIE_DELAY);
	if (lie_take(LIE_WRONG_RESULT))
		plan->result = (int32_t)lie_arg(LIE_WRONG_RESULT);
	plan->wrong_length = lie_take(LIE_WRONG_LENGTH);
	if (plan->wrong_length) {
		plan->len = lie_arg(LIE_WRONG_LENGTH);
		if (plan->len > MESSAGE_SIZE_MAX)
			plan->len = MESSAGE_SIZE_MAX;
	}
	return !plan->drop && !plan->reorder && !plan->wrong_sequence && !plan->delay_ms &&
	       plan->result == result && !plan->wrong_length;
}

static void message_transmit(struct domain *d, const struct wire_answer *message,
			    size_t len)
{
	uint8_t bytes[MESSAGE_SIZE_MAX] = { 0 };

	memcpy(bytes, message, sizeof(*message));
	d->link_ops->send(d->link, bytes, len);
}

static void message_keep(struct domain *d, const struct wire_answer *message,
			const struct message_plan *plan, uint32_t delay_ms)
{
	struct message_late *late = malloc(sizeof(*late));

	/* Without memory the lie is not told. */
	if (!late) {
		message_transmit(d, message, plan->len);
		return;
	}
	late->domain = d;
	late->deadline = deadline_in_ms(delay_ms);
	late->reordered = plan->reorder;
	late->len = plan->len;
	late->message = *message;
	late->next = message_kept;
	message_kept = late;
}

/* Send and drop what is due: all at or before @now_ns, or all @reordered ones. */
static void message_flush(struct domain *d, uint64_t now_ns, bool reordered)
{
	struct message_late **link = &message_kept;

	while (*link) {
		struct message_late *late = *link;

		if (late->domain != d || (reordered ? !late->reordered :
						      late->deadline > now_ns)) {
			link = &late->next;
			continue;
		}
		*link = late->next;
		message_transmit(d, &late->message, late->len);
		free(late);
	}
}

/**
 * message_send() - Answer a call as planned.
 * @ctx: context of the call
 * @plan: from message_plan_make()
 */
void message_send(struct domain *d, uint64_t ctx, const struct message_plan *plan)
{
	struct wire_answer message = { .ctx = ctx, .result = plan->result };

	if (plan->drop)
		return;
	if (plan->wrong_sequence) {
		uint32_t later_ms = lie_arg(LIE_WRONG_SEQUENCE);

		if (later_ms)
			message_keep(d, &message, plan, later_ms);
		message.ctx ^= MESSAGE_SEQUENCE_FLIP;
	}
	if (plan->reorder) {
		message_keep(d, &message, plan, lie_arg(LIE_REORDER));
		return;
	}
	if (plan->delay_ms) {
		message_keep(d, &message, plan, plan->delay_ms);
		return;
	}
	message_transmit(d, &message, plan->len);
	if (plan->duplicate) {
		uint32_t later_ms = lie_arg(LIE_DUPLICATE);

		if (later_ms)
			message_keep(d, &message, plan, later_ms);
		else
			message_transmit(d, &message, plan->len);
	}
	message_flush(d, 0, true);
}

/**
 * message_poll() - Send the answers whose time has come.
 */
void message_poll(struct domain *d, uint64_t now_ns)
{
	message_flush(d, now_ns, false);
}

/**
 * message_next_deadline() - When has message_poll() something to do?
 *
 * Return: CLOCK_MONOTONIC in ns, or DEADLINE_NEVER.
 */
uint64_t message_next_deadline(const struct domain *d)
{
	uint64_t deadline = DEADLINE_NEVER;

	for (const struct message_late *late = message_kept; late; late = late->next)
		if (late->domain == d)
			deadline = deadline_min(deadline, late->deadline);
	return deadline;
}

/**
 * message_is_pending() - Is an answer of any DSP kept back?
 *
 * Return: true if one is.
 */
bool message_is_pending(void)
{
	return message_kept;
}

/**
 * message_forget_all() - The DSP has ended: drop what was kept back.
 */
void message_forget_all(const struct domain *d)
{
	struct message_late **link = &message_kept;

	while (*link) {
		struct message_late *late = *link;

		if (late->domain != d) {
			link = &late->next;
			continue;
		}
		*link = late->next;
		free(late);
	}
}
