// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: answers
 *
 * The truth is one message of 16 bytes. The lies told here concern the message:
 * whether, when, how often and in which form it goes out. An answer kept back by a lie
 * belongs to no call and no PD any more; only the end of the DSP forgets it.
 */
#include <stdlib.h>
#include <string.h>

#include "fastrpc/answer.h"
#include "deadline.h"
#include "fastrpc/fastrpc.h"
#include "lies/lie.h"
#include "fastrpc/wire.h"

/* Longest answer that a lie can ask for; fits the guest's receive intents of 1 KiB. */
#define ANSWER_SIZE_MAX 256

/* What the sequence lie flips: bits of the call counter, none of the slot index. */
#define ANSWER_SEQUENCE_FLIP 0x5a5a00000000ull

struct answer_late {
	struct answer_late *next;
	uint64_t deadline;
	/* Goes out with the next answer, or at the deadline if none comes. */
	bool reordered;
	size_t len;
	struct wire_answer message;
};

/**
 * answer_plan_make - decide what an answer will look like
 * @plan: gets the decision
 * @result: true result of the call
 *
 * Return: true if the guest is told the truth, at once.
 */
bool answer_plan_make(struct answer_plan *plan, int32_t result)
{
	*plan = (struct answer_plan){ .len = sizeof(struct wire_answer), .result = result };
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
		if (plan->len > ANSWER_SIZE_MAX)
			plan->len = ANSWER_SIZE_MAX;
	}
	return !plan->drop && !plan->reorder && !plan->wrong_sequence && !plan->delay_ms &&
	       plan->result == result && !plan->wrong_length;
}

static void answer_transmit(struct answer_queue *q, const struct wire_answer *message,
			    size_t len)
{
	uint8_t bytes[ANSWER_SIZE_MAX] = { 0 };

	memcpy(bytes, message, sizeof(*message));
	q->ops->send(q->link, bytes, len);
}

static void answer_keep(struct answer_queue *q, const struct wire_answer *message,
			const struct answer_plan *plan, uint32_t delay_ms)
{
	struct answer_late *late = malloc(sizeof(*late));

	/* Without memory the lie is not told. */
	if (!late) {
		answer_transmit(q, message, plan->len);
		return;
	}
	late->deadline = deadline_in_ms(delay_ms);
	late->reordered = plan->reorder;
	late->len = plan->len;
	late->message = *message;
	late->next = q->late;
	q->late = late;
}

/* Send and drop what is due: all at or before @now_ns, or all @reordered ones. */
static void answer_flush(struct answer_queue *q, uint64_t now_ns, bool reordered)
{
	struct answer_late **link = &q->late;

	while (*link) {
		struct answer_late *late = *link;

		if (reordered ? !late->reordered : late->deadline > now_ns) {
			link = &late->next;
			continue;
		}
		*link = late->next;
		answer_transmit(q, &late->message, late->len);
		free(late);
	}
}

/**
 * answer_send - answer a call as planned
 * @q: queue
 * @ctx: context of the call
 * @plan: from answer_plan_make()
 */
void answer_send(struct answer_queue *q, uint64_t ctx, const struct answer_plan *plan)
{
	struct wire_answer message = { .ctx = ctx, .result = plan->result };

	if (plan->drop)
		return;
	if (plan->wrong_sequence) {
		uint32_t later_ms = lie_arg(LIE_WRONG_SEQUENCE);

		if (later_ms)
			answer_keep(q, &message, plan, later_ms);
		message.ctx ^= ANSWER_SEQUENCE_FLIP;
	}
	if (plan->reorder) {
		answer_keep(q, &message, plan, lie_arg(LIE_REORDER));
		return;
	}
	if (plan->delay_ms) {
		answer_keep(q, &message, plan, plan->delay_ms);
		return;
	}
	answer_transmit(q, &message, plan->len);
	if (plan->duplicate) {
		uint32_t later_ms = lie_arg(LIE_DUPLICATE);

		if (later_ms)
			answer_keep(q, &message, plan, later_ms);
		else
			answer_transmit(q, &message, plan->len);
	}
	answer_flush(q, 0, true);
}

/**
 * answer_poll - send the answers whose time has come
 * @q: queue
 * @now_ns: CLOCK_MONOTONIC
 */
void answer_poll(struct answer_queue *q, uint64_t now_ns)
{
	answer_flush(q, now_ns, false);
}

/**
 * answer_next_deadline - when answer_poll() has something to do
 * @q: queue
 *
 * Return: CLOCK_MONOTONIC in ns, or DEADLINE_NEVER.
 */
uint64_t answer_next_deadline(const struct answer_queue *q)
{
	uint64_t deadline = DEADLINE_NEVER;

	for (const struct answer_late *late = q->late; late; late = late->next)
		deadline = deadline_min(deadline, late->deadline);
	return deadline;
}

/**
 * answer_forget_all - the DSP has ended: drop what was kept back
 * @q: queue
 */
void answer_forget_all(struct answer_queue *q)
{
	while (q->late) {
		struct answer_late *late = q->late;

		q->late = late->next;
		free(late);
	}
}
