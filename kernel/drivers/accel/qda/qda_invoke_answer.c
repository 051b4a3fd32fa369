// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include "qda_device.h"
#include "qda_enter.h"
#include "qda_invoke.h"
#include "qda_job.h"
#include "qda_session.h"
#include "qda_trace.h"

/**
 * DOC: Answers
 *
 * An answer ends a call, in interrupt context. It belongs to the call whose whole context
 * it repeats, and counts once; all others are stray.
 */

/*
 * A DSP that is told to release a session, or whose PD has died, answers what is in
 * flight: that is no result.
 */
static bool qda_invoke_is_result(struct qda_invoke *inv)
{
	struct qda_session *sess = inv->sess;

	if (inv == qda_session_release_slot(sess))
		return true;

	return !READ_ONCE(sess->error) &&
	       (sess->keeps_results || !atomic_read(&sess->pd_status));
}

/* The slot has no user, but what it refers to can't be dropped here. */
static void qda_invoke_retire(struct qda_invoke *inv, bool of_job)
{
	struct qda_session *sess = inv->sess;

	/* The call was one of a job: whoever takes the next slot recycles this one. */
	if (of_job && !READ_ONCE(sess->jobs.reap_soon)) {
		qda_invoke_offer(inv, &sess->jobs.ended);
		return;
	}

	/*
	 * The caller has gone, or wants memory back. Whoever fills the empty list starts the work;
	 * a session that is being freed looks at the list itself.
	 */
	if (llist_add(&inv->link, &sess->reap) && kref_get_unless_zero(&sess->ref))
		queue_work(sess->qdev->wq, &sess->reap_work);
}

/**
 * qda_invoke_put_of_job() - a job needs the slot no more
 * @inv: slot of a call that is over
 *
 * Unlike qda_invoke_put() it drops no mapping, so locks may be held that are taken
 * inside of a reservation.
 */
void qda_invoke_put_of_job(struct qda_invoke *inv)
{
	if (atomic_dec_and_test(&inv->users))
		qda_invoke_retire(inv, true);
}

static void qda_invoke_accept(struct qda_invoke *inv, s32 result, bool malformed)
{
	bool of_job = false;

	inv->result = result;
	inv->malformed = malformed;
	if (qda_invoke_is_result(inv)) {
		of_job = qda_job_answer(inv, malformed ? -EBADMSG : 0, malformed ? 0 : result);
		/* Pairs with the acquire in qda_invoke_outcome(). */
		smp_store_release(&inv->answered, true);
	}

	if (atomic_sub_and_test(1 + of_job, &inv->users))
		qda_invoke_retire(inv, of_job);
	else
		rcuwait_wake_up(&inv->wait);
}

/**
 * qda_invoke_answer() - handle an answer of the DSP
 * @qdev: DSP
 * @ctx: context, as the DSP says
 * @result: result of the call
 * @malformed: the answer ended before its result
 *
 * Callable in interrupt context.
 */
void qda_invoke_answer(struct qda_device *qdev, u64 ctx, s32 result,
		       bool malformed)
{
	unsigned long index = ctx >> QDA_WIRE_CTX_INDEX_SHIFT & QDA_WIRE_CTX_INDEX_MAX;
	struct qda_invoke *inv;
	unsigned long flags;
	bool accepted;

	xa_lock_irqsave(&qdev->invokes, flags);
	inv = xa_load(&qdev->invokes, index);
	accepted = ctx && inv && atomic64_cmpxchg(&inv->pending, ctx, 0) == ctx;
	trace_qda_invoke_answer(qdev, ctx, result, accepted);
	if (accepted)
		qda_invoke_accept(inv, result, malformed);
	else
		atomic_inc(&qdev->strays);
	xa_unlock_irqrestore(&qdev->invokes, flags);
}
