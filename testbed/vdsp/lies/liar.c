// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: the liar
 *
 * The hook leads here while a lie is armed, and also while one is not over yet: an answer
 * or a write may still come late. Lies about the message are in message.c, those told
 * through shared memory in trick.c, the others here.
 */
#include "lies/liar.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/hook.h"
#include "fastrpc/call.h"
#include "fastrpc/domain.h"
#include "fastrpc/notice.h"
#include "fastrpc/process.h"
#include "fastrpc/wire.h"
#include "lies/lie.h"
#include "lies/message.h"
#include "lies/trick.h"

/* Argument of LIE_STARVE_INTENTS: say that there is no intent. */
#define LIAR_REFUSE	1u

static void liar_receive(void)
{
	if (lie_take(LIE_DIE))
		_Exit(LIE_EXIT_STATUS);
	if (lie_take(LIE_SLOW))
		usleep(lie_arg(LIE_SLOW));
	liar_rest();
}

static void liar_forge_notice(const struct call *call)
{
	const struct process victim = { .client_id = (int32_t)lie_arg(LIE_FORGED_NOTICE) };

	notice_send(call->domain, &victim, NOTICE_EXCEPTION);
}

static bool liar_serve(struct call *call, int32_t *result)
{
	bool of_client = call->pd && call->message.client_id;
	bool told = true;

	if (lie_take(LIE_HANG)) {
		*result = call_hold(call, DEADLINE_NEVER);
	} else {
		if (of_client && lie_take(LIE_FORGED_NOTICE))
			liar_forge_notice(call);
		told = of_client && lie_take(LIE_PD_EXCEPTION);
		if (told) {
			process_crash(call->domain, call->pd,
				      (enum notice_status)lie_arg(LIE_PD_EXCEPTION),
				      "cause: the lie pd-exception\n");
			*result = WIRE_EBADSTATE;
		}
	}
	liar_rest();
	return told;
}

/* Writes the poll word, and perhaps sends no answer after it. */
static void liar_finish_polled(const struct call *call, struct message_plan *plan)
{
	call_write_poll_word(call, lie_take(LIE_POLL_WORD) ? lie_arg(LIE_POLL_WORD) :
							     WIRE_POLL_DONE);
	plan->drop = lie_take(LIE_POLL_ONLY);
}

static bool liar_finish(struct call *call, int32_t result)
{
	struct message_plan plan;
	bool truth;

	truth = message_plan_make(&plan, result);
	if (call->payload) {
		trick_play(call->domain, call->payload);
		if (plan.wrong_length)
			trick_change_lengths(call->payload);
		if (truth && !result && call_is_polled(call))
			liar_finish_polled(call, &plan);
	}
	message_send(call->domain, call->message.ctx, &plan);
	liar_rest();
	return true;
}

static enum hook_intent liar_intent(void)
{
	enum hook_intent intent = HOOK_INTENT_GIVE;

	if (lie_take(LIE_STARVE_INTENTS))
		intent = lie_arg(LIE_STARVE_INTENTS) == LIAR_REFUSE ? HOOK_INTENT_REFUSE :
								      HOOK_INTENT_KEEP;
	liar_rest();
	return intent;
}

static void liar_poll(struct domain *d, uint64_t now_ns)
{
	message_poll(d, now_ns);
	trick_poll(d, now_ns);
	liar_rest();
}

static uint64_t liar_next_deadline(const struct domain *d)
{
	return deadline_min(message_next_deadline(d), trick_next_deadline(d));
}

static void liar_stop(struct domain *d)
{
	message_forget_all(d);
	trick_forget_all(d);
	liar_rest();
}

static const struct hook liar = {
	.receive = liar_receive,
	.serve = liar_serve,
	.finish = liar_finish,
	.intent = liar_intent,
	.poll = liar_poll,
	.next_deadline = liar_next_deadline,
	.stop = liar_stop,
};

/**
 * liar_arm() - Step in from now on; a lie has been armed.
 */
void liar_arm(void)
{
	hook = &liar;
	liar_rest();
}

/**
 * liar_rest() - Step back if no lie is armed any more and none is still to come.
 */
void liar_rest(void)
{
	if (!lie_any_armed() && !message_is_pending() && !trick_is_pending())
		hook = NULL;
}
