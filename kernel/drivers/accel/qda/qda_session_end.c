// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/jiffies.h>

#include "qda_device.h"
#include "qda_pd.h"
#include "qda_session.h"

/**
 * DOC: The end of sessions
 *
 * A session ends because its owner closes it, because its PD has died, or because the
 * DSP goes. If the DSP is there it is told, and only then memory is taken from it.
 */

static void qda_session_orphan(struct qda_session *sess)
{
	WRITE_ONCE(sess->orphaned, true);
	wake_up_all(&sess->idle_wait);
}

/*
 * Whoever makes the session dying tells the DSP; others find it done. A DSP that has
 * taken no message in time is not tried again for the next session: @listens.
 */
static void qda_session_begin_end(struct qda_session *sess, bool *listens)
{
	if (qda_session_event(sess, QDA_SESSION_CLOSE) != QDA_SESSION_DYING)
		return;

	if (*listens) {
		/* No call may leave after the release call: its memory is going. */
		down_write(&sess->enter_lock);
		up_write(&sess->enter_lock);

		*listens = qda_pd_release(sess);
	}
	if (*listens)
		sess->ender = current;
	else
		qda_session_orphan(sess);
}

static void qda_session_finish_end(struct qda_session *sess, unsigned long deadline)
{
	if (sess->ender != current)
		return;

	if (qda_pd_wait_released(sess, deadline))
		qda_session_event(sess, QDA_SESSION_RELEASED);
	else
		qda_session_orphan(sess);
}

/* Waits for another thread that is about to do so. */
static void qda_session_wait_end(struct qda_session *sess, unsigned long deadline)
{
	long left = max_t(long, deadline - jiffies, 0);

	wait_event_timeout(sess->idle_wait,
			   READ_ONCE(sess->state) != QDA_SESSION_DYING ||
			   READ_ONCE(sess->orphaned), left);
}

static unsigned long qda_session_end_deadline(void)
{
	return jiffies + msecs_to_jiffies(QDA_PD_RELEASE_TIMEOUT_MS);
}

/**
 * qda_session_close_all() - end sessions and drop the owner's references
 * @sessions: list by their close_link; they are taken out of it
 *
 * Calls in flight end with -ESHUTDOWN. The DSP is told first, of all of them, with
 * one bounded wait for its answers, and only then the memory goes; without an
 * answer it stays until the DSP has answered or gone.
 */
void qda_session_close_all(struct list_head *sessions)
{
	struct qda_session *sess, *next;
	unsigned long deadline;
	bool listens = true;

	list_for_each_entry(sess, sessions, close_link)
		qda_session_begin_end(sess, &listens);

	deadline = qda_session_end_deadline();
	list_for_each_entry_safe(sess, next, sessions, close_link) {
		qda_session_finish_end(sess, deadline);
		list_del(&sess->close_link);
		qda_session_put(sess);
	}
}

/**
 * qda_session_close() - end a session and drop the owner's reference
 * @sess: session
 *
 * As qda_session_close_all() does.
 */
void qda_session_close(struct qda_session *sess)
{
	LIST_HEAD(sessions);

	list_add(&sess->close_link, &sessions);
	qda_session_close_all(&sessions);
}

/* References all sessions that are not being freed, and lists them. */
static void qda_session_collect(struct qda_device *qdev, struct list_head *list)
{
	struct qda_session *sess;

	lockdep_assert_held(&qdev->sessions_lock);

	list_for_each_entry(sess, &qdev->sessions, link)
		if (kref_get_unless_zero(&sess->ref))
			list_add_tail(&sess->lost_link, list);
}

/**
 * qda_session_abort() - handle the DSP's word that the PD of a session has died
 * @qdev: DSP
 * @client: client id of the session, as the DSP says
 * @status: how, not 0: see &enum qda_wire_pd_status
 *
 * Callable in interrupt context: the rest is left to a work item. No answer
 * that comes later is the result of a call.
 *
 * Return: whether there is such a session.
 */
bool qda_session_abort(struct qda_device *qdev, u32 client, u32 status)
{
	struct qda_session *sess;
	unsigned long flags;

	xa_lock_irqsave(&qdev->clients, flags);
	sess = xa_load(&qdev->clients, client);
	if (sess && !atomic_cmpxchg(&sess->pd_status, 0, status) &&
	    kref_get_unless_zero(&sess->ref))
		queue_work(qdev->wq, &sess->abort_work);
	xa_unlock_irqrestore(&qdev->clients, flags);

	return sess;
}

/**
 * qda_session_lose_all() - end all sessions, because their DSP goes
 * @qdev: DSP, about to be unplugged
 *
 * Calls in flight end with -ECONNRESET, and no session can start. If the DSP
 * is still there and only the driver goes, the DSP is told as at a close.
 */
void qda_session_lose_all(struct qda_device *qdev)
{
	struct qda_session *sess, *next;
	unsigned long deadline;
	bool listens = true;
	LIST_HEAD(sessions);

	mutex_lock(&qdev->sessions_lock);
	WRITE_ONCE(qdev->lost, true);
	qda_session_collect(qdev, &sessions);
	mutex_unlock(&qdev->sessions_lock);

	list_for_each_entry(sess, &sessions, lost_link)
		qda_session_fail(sess, -ECONNRESET, QDA_SESSION_SLOTS);

	list_for_each_entry(sess, &sessions, lost_link)
		qda_session_begin_end(sess, &listens);

	deadline = qda_session_end_deadline();
	list_for_each_entry_safe(sess, next, &sessions, lost_link) {
		qda_session_finish_end(sess, deadline);
		/* Its owner may close it just now; its memory goes for all that. */
		if (listens)
			qda_session_wait_end(sess, deadline);
		qda_session_put(sess);
	}
}

/**
 * qda_session_forget_all() - free the memory of all sessions
 * @qdev: DSP that nothing reaches any more
 *
 * The sessions themselves go with the files that they belong to, and with what
 * is still going on in them.
 */
void qda_session_forget_all(struct qda_device *qdev)
{
	struct qda_session *sess, *next;
	LIST_HEAD(sessions);

	mutex_lock(&qdev->sessions_lock);
	qda_session_collect(qdev, &sessions);
	/* Also of those that are being freed: their bank's device goes next. */
	list_for_each_entry(sess, &qdev->sessions, link) {
		qda_session_free_memory(sess);
		qda_session_wake(sess, QDA_SESSION_SLOTS);
	}
	mutex_unlock(&qdev->sessions_lock);

	list_for_each_entry_safe(sess, next, &sessions, lost_link) {
		qda_session_event(sess, QDA_SESSION_LOST);
		qda_session_put(sess);
	}
}
