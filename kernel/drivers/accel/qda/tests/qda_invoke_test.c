// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/ktime.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include <kunit/test.h>

#include "../qda_deadline.h"
#include "../qda_invoke.h"
#include "../qda_pd.h"
#include "../qda_session.h"
#include "mock_dsp.h"

/**
 * DOC: Call tests
 *
 * Which answers a call takes, and what becomes of a slot whose caller or whose
 * DSP goes first. The DSP is mute: each test answers, or does not.
 */

#define QDA_INVOKE_TEST_CALLS	500
#define QDA_INVOKE_TEST_HANDLE	0x5000

/** struct qda_invoke_test - what each test starts with */
struct qda_invoke_test {
	/** @dsp: the DSP */
	struct mock_dsp *dsp;
	/** @sess: a session that is running */
	struct qda_session *sess;
	/** @strays: answers that found no call so far */
	unsigned int strays;
	/** @timer: does something later, in softirq context */
	struct timer_list timer;
	/** @work: does something later, in process context */
	struct delayed_work work;
};

static struct qda_session *qda_invoke_test_start(struct kunit *test, struct mock_dsp *dsp)
{
	struct qda_session *sess = qda_session_create(&dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);
	s32 result;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, sess);
	KUNIT_ASSERT_EQ(test, qda_pd_attach(sess, QDA_WIRE_PD_SENSORS, &result), 0);

	return sess;
}

static int qda_invoke_test_init(struct kunit *test)
{
	struct qda_invoke_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	t->dsp = mock_dsp_create(test);
	t->sess = qda_invoke_test_start(test, t->dsp);
	t->dsp->mute = true;
	test->priv = t;

	return 0;
}

/* Whatever the test did, the session ends and nothing is left. */
static void qda_invoke_test_exit(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;

	if (!t || !t->sess)
		return;

	flush_work(&t->sess->reap_work);
	t->dsp->mute = false;
	t->dsp->send_error = 0;
	qda_session_close(t->sess);
	mock_dsp_expect_clean(test, t->dsp);
}

static struct qda_invoke *qda_invoke_test_get(struct kunit *test, struct qda_session *sess)
{
	struct qda_invoke *inv = qda_invoke_get(sess, QDA_KILLABLE, 0);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, inv);

	return inv;
}

static unsigned int qda_invoke_test_idle(struct qda_session *sess)
{
	struct llist_node *node;
	unsigned int n = 0;

	llist_for_each(node, sess->idle.first)
		n++;

	return n;
}

/* Sends a call without arguments. Return: its context. */
static u64 qda_invoke_test_send(struct kunit *test, struct qda_invoke *inv)
{
	struct qda_invoke_test *t = test->priv;

	KUNIT_ASSERT_EQ(test, qda_invoke_prepare(inv, 0, 0), 0);
	KUNIT_ASSERT_EQ(test, qda_invoke_send(inv, inv->sess->client, QDA_INVOKE_TEST_HANDLE, 0),
			0);

	return le64_to_cpu(mock_dsp_last(t->dsp)->ctx);
}

static void qda_invoke_test_answer(struct kunit *test, u64 ctx, s32 result)
{
	struct qda_invoke_test *t = test->priv;

	qda_invoke_answer(&t->dsp->qdev, ctx, result, false);
}

/* Answers with a context that no call has: it is counted, and that is all. */
static void qda_invoke_test_stray(struct kunit *test, u64 ctx)
{
	struct qda_invoke_test *t = test->priv;

	qda_invoke_test_answer(test, ctx, -77);
	KUNIT_EXPECT_EQ_MSG(test, atomic_read(&t->dsp->qdev.strays), ++t->strays, "ctx %llx", ctx);
}

static bool qda_invoke_test_is_pending(struct qda_invoke *inv)
{
	return qda_invoke_wait(inv, QDA_KILLABLE, 1) == -ETIMEDOUT;
}

/* A call, its message, its answer. */
static void qda_test_invoke_answer(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_invoke *inv = qda_invoke_test_get(test, t->sess);
	const struct qda_wire_msg *msg;
	u64 ctx;

	KUNIT_ASSERT_EQ(test, qda_invoke_prepare(inv, 0, 0), 0);
	KUNIT_ASSERT_EQ(test, qda_invoke_send(inv, t->sess->client, QDA_INVOKE_TEST_HANDLE,
					      0x1f000000), 0);
	msg = mock_dsp_last(t->dsp);
	ctx = le64_to_cpu(msg->ctx);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(msg->client), t->sess->client);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(msg->handle), QDA_INVOKE_TEST_HANDLE);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(msg->sc), 0x1f000000);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(msg->size), 4096);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(msg->addr) >> 32, t->sess->cb->sid);
	KUNIT_EXPECT_EQ(test, ctx & 0xff, 2);
	KUNIT_EXPECT_TRUE(test, qda_invoke_test_is_pending(inv));

	qda_invoke_test_answer(test, ctx, -3);

	KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, 0), 0);
	KUNIT_EXPECT_EQ(test, inv->result, -3);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.strays), 0);
	qda_invoke_put(inv);
}

/* The second of two answers finds nothing, and the first one's result stays. */
static void qda_test_invoke_duplicate(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_invoke *inv = qda_invoke_test_get(test, t->sess);
	u64 ctx = qda_invoke_test_send(test, inv);

	qda_invoke_test_answer(test, ctx, 5);
	qda_invoke_test_stray(test, ctx);
	KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, 0), 0);
	KUNIT_EXPECT_EQ(test, inv->result, 5);
	qda_invoke_put(inv);
	qda_invoke_test_stray(test, ctx);
}

/* One bit of the context is wrong, each in turn: the call goes on. */
static void qda_test_invoke_forged(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_invoke *inv = qda_invoke_test_get(test, t->sess);
	u64 ctx = qda_invoke_test_send(test, inv);

	for (unsigned int bit = 0; bit < 64; bit++)
		qda_invoke_test_stray(test, ctx ^ BIT_ULL(bit));
	qda_invoke_test_stray(test, 0);
	qda_invoke_test_stray(test, U64_MAX);
	qda_invoke_test_stray(test, 0xabcdabcd);
	KUNIT_EXPECT_TRUE(test, qda_invoke_test_is_pending(inv));

	qda_invoke_test_answer(test, ctx, 0);
	KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, 0), 0);
	KUNIT_EXPECT_EQ(test, inv->result, 0);
	qda_invoke_put(inv);
}

/* Generations: the answer to a slot's last call, or to its next, is no answer. */
static void qda_test_invoke_generation(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_invoke *inv = qda_invoke_test_get(test, t->sess);
	u64 old = qda_invoke_test_send(test, inv);
	struct qda_invoke *again;
	u64 ctx;

	qda_invoke_test_answer(test, old, 0);
	KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, 0), 0);
	qda_invoke_put(inv);

	again = qda_invoke_test_get(test, t->sess);
	KUNIT_ASSERT_PTR_EQ(test, again, inv);
	qda_invoke_test_stray(test, old);
	ctx = qda_invoke_test_send(test, again);
	KUNIT_EXPECT_NE(test, ctx, old);
	KUNIT_EXPECT_EQ(test, ctx & 0xffffff, old & 0xffffff);
	qda_invoke_test_stray(test, old);
	qda_invoke_test_stray(test, ctx + (ctx - old));
	KUNIT_EXPECT_TRUE(test, qda_invoke_test_is_pending(again));

	qda_invoke_test_answer(test, ctx, 0);
	KUNIT_EXPECT_EQ(test, qda_invoke_wait(again, QDA_KILLABLE, 0), 0);
	qda_invoke_put(again);
}

/* A session gets the slots of one that has gone; a late answer to that one is no answer. */
static void qda_test_invoke_heir(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_invoke *inv = qda_invoke_test_get(test, t->sess);
	u64 old = qda_invoke_test_send(test, inv);
	u64 ctx;

	qda_invoke_put(inv);
	t->dsp->mute = false;
	qda_session_close(t->sess);
	t->sess = qda_invoke_test_start(test, t->dsp);
	t->dsp->mute = true;

	inv = qda_invoke_test_get(test, t->sess);
	ctx = qda_invoke_test_send(test, inv);
	KUNIT_EXPECT_EQ(test, ctx & 0xffffff, old & 0xffffff);
	qda_invoke_test_stray(test, old);
	KUNIT_EXPECT_TRUE(test, qda_invoke_test_is_pending(inv));

	qda_invoke_test_answer(test, ctx, 0);
	KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, 0), 0);
	qda_invoke_put(inv);
}

/* An answer before the question, when the slot is taken but nothing is sent. */
static void qda_test_invoke_early(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_invoke *inv = qda_invoke_test_get(test, t->sess);
	u64 generation = atomic64_read(&t->dsp->qdev.generation) + 1;
	u64 next = generation << QDA_WIRE_CTX_GENERATION_SHIFT |
		   inv->index << QDA_WIRE_CTX_INDEX_SHIFT | QDA_WIRE_PD_SENSORS;
	u64 ctx;

	qda_invoke_test_stray(test, next);
	ctx = qda_invoke_test_send(test, inv);
	KUNIT_ASSERT_EQ(test, ctx, next);
	KUNIT_EXPECT_TRUE(test, qda_invoke_test_is_pending(inv));

	qda_invoke_test_answer(test, ctx, 0);
	KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, 0), 0);
	qda_invoke_put(inv);
}

/*
 * The caller gives up, then the answer comes: until then the slot belongs to
 * the DSP, after it anyone can have it.
 */
static void qda_test_invoke_late(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_invoke *inv = qda_invoke_test_get(test, t->sess);
	u64 ctx = qda_invoke_test_send(test, inv);
	struct qda_invoke *other;

	KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, 1), -ETIMEDOUT);
	qda_invoke_put(inv);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.count.calls), 1);
	other = qda_invoke_test_get(test, t->sess);
	KUNIT_EXPECT_PTR_NE(test, other, inv);
	qda_invoke_put(other);

	qda_invoke_test_answer(test, ctx, 0);
	flush_work(&t->sess->reap_work);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.count.calls), 0);
	KUNIT_EXPECT_EQ(test, qda_invoke_test_idle(t->sess), QDA_SESSION_CALLS);
	qda_invoke_test_stray(test, ctx);

	other = qda_invoke_test_get(test, t->sess);
	KUNIT_EXPECT_PTR_EQ(test, other, inv);
	KUNIT_EXPECT_FALSE(test, other->answered);
	qda_invoke_put(other);
}

/* All callers give up, and all answers come: no slot is lost. */
static void qda_test_invoke_late_all(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	u64 contexts[QDA_SESSION_CALLS];
	struct qda_invoke *inv;

	for (unsigned int i = 0; i < QDA_SESSION_CALLS; i++) {
		inv = qda_invoke_test_get(test, t->sess);
		contexts[i] = qda_invoke_test_send(test, inv);
		qda_invoke_put(inv);
	}
	inv = qda_invoke_get(t->sess, QDA_KILLABLE, 1);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(inv), -ETIMEDOUT);

	for (unsigned int i = 0; i < QDA_SESSION_CALLS; i++)
		qda_invoke_test_answer(test, contexts[i], 0);
	flush_work(&t->sess->reap_work);
	KUNIT_EXPECT_EQ(test, qda_invoke_test_idle(t->sess), QDA_SESSION_CALLS);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.strays), 0);
}

/* An answer without result: the call is over, and there is no result. */
static void qda_test_invoke_malformed(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_invoke *inv = qda_invoke_test_get(test, t->sess);
	u64 ctx = qda_invoke_test_send(test, inv);

	qda_invoke_answer(&t->dsp->qdev, ctx, 0, true);
	KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, 0), -EBADMSG);
	qda_invoke_put(inv);

	/* The next call of the slot is not tainted by it. */
	KUNIT_ASSERT_PTR_EQ(test, qda_invoke_test_get(test, t->sess), inv);
	qda_invoke_test_answer(test, qda_invoke_test_send(test, inv), 0);
	KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, 0), 0);
	qda_invoke_put(inv);
}

/* The message does not leave: the DSP is no user of the slot. */
static void qda_test_invoke_send_error(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_invoke *inv = qda_invoke_test_get(test, t->sess);

	t->dsp->send_error = -EAGAIN;
	KUNIT_ASSERT_EQ(test, qda_invoke_prepare(inv, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, qda_invoke_send(inv, 1, QDA_INVOKE_TEST_HANDLE, 0), -ECONNRESET);
	KUNIT_EXPECT_EQ(test, atomic_read(&inv->users), 1);
	qda_invoke_put(inv);
	KUNIT_EXPECT_EQ(test, qda_invoke_test_idle(t->sess), QDA_SESSION_CALLS);
}

/* No two of many calls have one context, and all have the bits they must. */
static void qda_test_invoke_contexts(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_session *other;
	u64 *contexts;

	contexts = kunit_kcalloc(test, QDA_INVOKE_TEST_CALLS, sizeof(*contexts), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, contexts);
	t->dsp->mute = false;
	other = qda_invoke_test_start(test, t->dsp);
	t->dsp->mute = true;
	for (unsigned int i = 0; i < QDA_INVOKE_TEST_CALLS; i++) {
		struct qda_invoke *inv = qda_invoke_test_get(test, i % 2 ? other : t->sess);

		contexts[i] = qda_invoke_test_send(test, inv);
		KUNIT_EXPECT_EQ(test, contexts[i] & 0xff, QDA_WIRE_PD_SENSORS);
		for (unsigned int j = 0; j < i; j++)
			KUNIT_ASSERT_NE(test, contexts[i], contexts[j]);
		qda_invoke_test_answer(test, contexts[i], i);
		KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, 0), 0);
		KUNIT_EXPECT_EQ(test, inv->result, i);
		qda_invoke_put(inv);
	}

	t->dsp->mute = false;
	qda_session_close(other);
}

/* Answers come in another order than the calls, each to its own. */
static void qda_test_invoke_reorder(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_invoke *invs[4];
	u64 contexts[4];

	for (unsigned int i = 0; i < ARRAY_SIZE(invs); i++) {
		invs[i] = qda_invoke_test_get(test, t->sess);
		contexts[i] = qda_invoke_test_send(test, invs[i]);
	}
	for (unsigned int i = ARRAY_SIZE(invs); i--;)
		qda_invoke_test_answer(test, contexts[i], 100 + i);
	for (unsigned int i = 0; i < ARRAY_SIZE(invs); i++) {
		KUNIT_EXPECT_EQ(test, qda_invoke_wait(invs[i], QDA_KILLABLE, 0), 0);
		KUNIT_EXPECT_EQ(test, invs[i]->result, 100 + i);
		qda_invoke_put(invs[i]);
	}
}

/* A dead session's slots are gone: its contexts name nothing. */
static void qda_test_invoke_dead(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_invoke *inv = qda_invoke_test_get(test, t->sess);
	u64 ctx = qda_invoke_test_send(test, inv);

	qda_invoke_put(inv);
	t->dsp->mute = false;
	qda_session_close(t->sess);
	t->sess = NULL;

	qda_invoke_test_stray(test, ctx);
	mock_dsp_expect_clean(test, t->dsp);
}

static void qda_invoke_test_answer_later(struct timer_list *timer)
{
	struct qda_invoke_test *t = timer_container_of(t, timer, timer);

	mock_dsp_answer(t->dsp, 9);
}

/* The answer comes while the caller sleeps, in a context that can't sleep. */
static void qda_test_invoke_sleep(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_invoke *inv = qda_invoke_test_get(test, t->sess);

	timer_setup(&t->timer, qda_invoke_test_answer_later, 0);
	qda_invoke_test_send(test, inv);
	mod_timer(&t->timer, jiffies + 2);

	KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, 0), 0);
	KUNIT_EXPECT_EQ(test, inv->result, 9);
	timer_shutdown_sync(&t->timer);
	qda_invoke_put(inv);
}

static s64 qda_invoke_test_in(unsigned int ms)
{
	return ktime_get_ns() + (s64)ms * NSEC_PER_MSEC;
}

/* No answer comes: the caller waits as long as it said, also where a later deadline is set. */
static void qda_test_invoke_deadline(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;

	for (unsigned int ms = 0; ms < 20; ms++) {
		struct qda_invoke *inv = qda_invoke_test_get(test, t->sess);
		s64 deadline = qda_invoke_test_in(ms);
		u64 ctx = qda_invoke_test_send(test, inv);

		KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, deadline), -ETIMEDOUT);
		KUNIT_EXPECT_GE(test, (s64)ktime_get_ns(), deadline);
		qda_invoke_put(inv);
		qda_invoke_test_answer(test, ctx, 0);
		mod_timer(&t->sess->call_timer, jiffies + 60 * HZ);
	}
}

static void qda_invoke_test_time_out_early(struct timer_list *timer)
{
	struct qda_invoke_test *t = timer_container_of(t, timer, timer);

	qda_invoke_timeout(&t->sess->call_timer);
	for (unsigned int i = 0; i < QDA_SESSION_SLOTS; i++) {
		WRITE_ONCE(t->sess->slots[i].overdue, true);
		rcuwait_wake_up(&t->sess->slots[i].wait);
	}
}

/* A timer that runs out early, or for the slot's last call, ends no wait. */
static void qda_test_invoke_overdue(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_invoke *inv = qda_invoke_test_get(test, t->sess);
	u64 ctx = qda_invoke_test_send(test, inv);
	s64 deadline = qda_invoke_test_in(100);

	timer_setup(&t->timer, qda_invoke_test_time_out_early, 0);
	mod_timer(&t->timer, jiffies + 1);
	KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, deadline), -ETIMEDOUT);
	KUNIT_EXPECT_GE(test, (s64)ktime_get_ns(), deadline);
	timer_shutdown_sync(&t->timer);
	qda_invoke_put(inv);
	qda_invoke_test_answer(test, ctx, 0);
}

/* A timer that is set is left alone by calls with a later deadline, and when they are over. */
static void qda_test_invoke_timer(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct timer_list *timer = &t->sess->call_timer;
	unsigned long first = 0;

	for (int ms = 9000; ms < 12000; ms += 1000) {
		struct qda_invoke *inv = qda_invoke_test_get(test, t->sess);

		qda_invoke_test_answer(test, qda_invoke_test_send(test, inv), 0);
		KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, qda_invoke_test_in(ms)),
				0);
		qda_invoke_put(inv);
		KUNIT_ASSERT_TRUE(test, timer_pending(timer));
		first = first ?: timer->expires;
		KUNIT_EXPECT_EQ(test, timer->expires, first);
	}
}

static void qda_invoke_test_end_later(struct work_struct *work)
{
	struct qda_invoke_test *t = container_of(work, struct qda_invoke_test, work.work);

	t->dsp->mute = false;
	qda_session_close(t->sess);
}

/* The session is closed while a caller waits: the caller is told so. */
static void qda_test_invoke_closed(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_session *sess = t->sess;
	struct qda_invoke *inv = qda_invoke_test_get(test, sess);

	qda_session_get(sess);
	qda_invoke_test_send(test, inv);
	INIT_DELAYED_WORK(&t->work, qda_invoke_test_end_later);
	schedule_delayed_work(&t->work, 2);

	KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, QDA_KILLABLE, 0), -ESHUTDOWN);
	flush_delayed_work(&t->work);
	t->sess = NULL;
	qda_invoke_put(inv);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(qda_invoke_get(sess, QDA_KILLABLE, 0)), -ESHUTDOWN);
	qda_session_put(sess);
	mock_dsp_expect_clean(test, t->dsp);
}

/*
 * Told to release a session, the DSP answers what is in flight: that is no
 * result. What it has answered before is one.
 */
static void qda_test_invoke_released(struct kunit *test)
{
	struct qda_invoke_test *t = test->priv;
	struct qda_session *sess = t->sess;
	struct qda_invoke *before = qda_invoke_test_get(test, sess);
	struct qda_invoke *after = qda_invoke_test_get(test, sess);
	u64 ctx;

	qda_session_get(sess);
	qda_invoke_test_answer(test, qda_invoke_test_send(test, before), 3);
	ctx = qda_invoke_test_send(test, after);
	t->dsp->mute = false;
	qda_session_close(sess);
	t->sess = NULL;
	qda_invoke_test_answer(test, ctx, 4);

	KUNIT_EXPECT_EQ(test, qda_invoke_wait(before, QDA_KILLABLE, 0), 0);
	KUNIT_EXPECT_EQ(test, before->result, 3);
	KUNIT_EXPECT_EQ(test, qda_invoke_wait(after, QDA_KILLABLE, 0), -ESHUTDOWN);
	qda_invoke_put(before);
	qda_invoke_put(after);
	qda_session_put(sess);
	mock_dsp_expect_clean(test, t->dsp);
}

static struct kunit_case qda_invoke_test_cases[] = {
	KUNIT_CASE(qda_test_invoke_answer),
	KUNIT_CASE(qda_test_invoke_duplicate),
	KUNIT_CASE(qda_test_invoke_forged),
	KUNIT_CASE(qda_test_invoke_generation),
	KUNIT_CASE(qda_test_invoke_heir),
	KUNIT_CASE(qda_test_invoke_early),
	KUNIT_CASE(qda_test_invoke_late),
	KUNIT_CASE(qda_test_invoke_late_all),
	KUNIT_CASE(qda_test_invoke_malformed),
	KUNIT_CASE(qda_test_invoke_send_error),
	KUNIT_CASE(qda_test_invoke_contexts),
	KUNIT_CASE(qda_test_invoke_reorder),
	KUNIT_CASE(qda_test_invoke_dead),
	KUNIT_CASE(qda_test_invoke_sleep),
	KUNIT_CASE(qda_test_invoke_deadline),
	KUNIT_CASE(qda_test_invoke_overdue),
	KUNIT_CASE(qda_test_invoke_timer),
	KUNIT_CASE(qda_test_invoke_closed),
	KUNIT_CASE(qda_test_invoke_released),
	{ }
};

static struct kunit_suite qda_invoke_test_suite = {
	.name = "qda_invoke",
	.init = qda_invoke_test_init,
	.exit = qda_invoke_test_exit,
	.test_cases = qda_invoke_test_cases,
};

kunit_test_suite(qda_invoke_test_suite);
