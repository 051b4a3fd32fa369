// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/delay.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include <kunit/test.h>

#include "../qda_deadline.h"
#include "../qda_gem.h"
#include "../qda_invoke.h"
#include "../qda_mapping.h"
#include "../qda_pd.h"
#include "../qda_session.h"
#include "mock_dsp.h"

/**
 * DOC: How sessions end together
 *
 * Those of a file that is closed, those of a DSP or a driver that goes.
 */

static struct qda_session *qda_end_test_create(struct kunit *test, struct mock_dsp *dsp)
{
	struct qda_session *sess = qda_session_create(&dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, sess);

	return sess;
}

/* The DSP goes: all sessions end, none can start, and their memory goes. */
static void qda_test_session_lost(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *started = qda_end_test_create(test, dsp);
	struct qda_session *fresh = qda_end_test_create(test, dsp);
	struct qda_session *late;
	s32 result;

	KUNIT_ASSERT_EQ(test, qda_pd_attach(started, QDA_WIRE_PD_ROOT, &result), 0);

	dsp->mute = true;
	dsp->send_error = -ENXIO;
	qda_session_lose_all(&dsp->qdev);
	KUNIT_EXPECT_EQ(test, qda_session_error(started), -ECONNRESET);
	KUNIT_EXPECT_EQ(test, qda_session_error(fresh), -ECONNRESET);
	late = qda_session_create(&dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);
	KUNIT_EXPECT_TRUE(test, IS_ERR(late));

	qda_session_forget_all(&dsp->qdev);
	KUNIT_EXPECT_EQ(test, started->state, QDA_SESSION_DEAD);
	KUNIT_EXPECT_EQ(test, fresh->state, QDA_SESSION_DEAD);
	KUNIT_EXPECT_EQ(test, qda_cb_taken(&dsp->qdev.cbs), 0);
	late = qda_session_create(&dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(late), -ECONNRESET);

	qda_session_close(started);
	qda_session_close(fresh);
	mock_dsp_expect_clean(test, dsp);
}

/* A DSP that goes takes no message: that is found out with the first session, once. */
static void qda_test_session_deaf(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sessions[MOCK_DSP_BANKS];
	unsigned int tries;
	s32 result;

	for (unsigned int i = 0; i < MOCK_DSP_BANKS; i++) {
		sessions[i] = qda_end_test_create(test, dsp);
		KUNIT_ASSERT_EQ(test, qda_pd_attach(sessions[i], QDA_WIRE_PD_ROOT, &result), 0);
	}

	dsp->mute = true;
	dsp->send_error = -ENXIO;
	tries = dsp->tries;
	qda_session_lose_all(&dsp->qdev);
	KUNIT_EXPECT_EQ(test, dsp->tries, tries + 1);
	qda_session_forget_all(&dsp->qdev);

	for (unsigned int i = 0; i < MOCK_DSP_BANKS; i++)
		qda_session_close(sessions[i]);
	mock_dsp_expect_clean(test, dsp);
}

/* How often an answer came when nobody waited for it any more. */
static atomic_t qda_end_test_reaped;
static work_func_t qda_end_test_reap;

static void qda_end_test_count_reap(struct work_struct *work)
{
	atomic_inc(&qda_end_test_reaped);
	qda_end_test_reap(work);
}

/* Sessions that the DSP knows; from now on it answers when it has a message of each. */
static void qda_end_test_collect(struct kunit *test, struct mock_dsp *dsp,
				 struct qda_session **sessions)
{
	s32 result;

	atomic_set(&qda_end_test_reaped, 0);
	for (unsigned int i = 0; i < MOCK_DSP_BANKS; i++) {
		sessions[i] = qda_end_test_create(test, dsp);
		KUNIT_ASSERT_EQ(test, qda_pd_attach(sessions[i], QDA_WIRE_PD_ROOT, &result), 0);
		qda_end_test_reap = sessions[i]->reap_work.func;
		sessions[i]->reap_work.func = qda_end_test_count_reap;
	}
	dsp->mute = true;
	dsp->collect = MOCK_DSP_BANKS;
}

/*
 * A DSP answers a release call only after it has got that of the other session: both
 * are sent before either answer is waited for, so both answers are waited for.
 */
static void qda_test_session_close_all(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sessions[MOCK_DSP_BANKS];
	LIST_HEAD(list);

	qda_end_test_collect(test, dsp, sessions);
	for (unsigned int i = 0; i < MOCK_DSP_BANKS; i++)
		list_add(&sessions[i]->close_link, &list);
	qda_session_close_all(&list);
	KUNIT_EXPECT_EQ(test, dsp->collect, 0);
	mock_dsp_expect_clean(test, dsp);
	KUNIT_EXPECT_EQ(test, atomic_read(&qda_end_test_reaped), 0);
}

/* The same when the driver goes, and the DSP does not. */
static void qda_test_session_lose_all(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sessions[MOCK_DSP_BANKS];

	qda_end_test_collect(test, dsp, sessions);
	qda_session_lose_all(&dsp->qdev);
	KUNIT_EXPECT_EQ(test, dsp->collect, 0);
	qda_session_forget_all(&dsp->qdev);
	for (unsigned int i = 0; i < MOCK_DSP_BANKS; i++)
		qda_session_close(sessions[i]);
	mock_dsp_expect_clean(test, dsp);
	KUNIT_EXPECT_EQ(test, atomic_read(&qda_end_test_reaped), 0);
}

struct qda_end_test_closer {
	struct work_struct work;
	struct timer_list timer;
	struct qda_session *sess;
	struct mock_dsp *dsp;
};

static void qda_end_test_close(struct work_struct *work)
{
	struct qda_end_test_closer *c = container_of(work, struct qda_end_test_closer, work);

	qda_session_close(c->sess);
}

static void qda_end_test_answer(struct timer_list *timer)
{
	struct qda_end_test_closer *c = timer_container_of(c, timer, timer);

	mock_dsp_answer(c->dsp, 0);
}

/*
 * The driver goes while the owner closes a session, and the DSP has not answered yet:
 * until it has, the memory stays.
 */
static void qda_test_session_lose_closing(struct kunit *test)
{
	struct qda_end_test_closer *c = kunit_kzalloc(test, sizeof(*c), GFP_KERNEL);
	struct mock_dsp *dsp = mock_dsp_create(test);
	unsigned int sent;
	s32 result;

	KUNIT_ASSERT_NOT_NULL(test, c);
	c->dsp = dsp;
	c->sess = qda_end_test_create(test, dsp);
	KUNIT_ASSERT_EQ(test, qda_pd_attach(c->sess, QDA_WIRE_PD_ROOT, &result), 0);
	qda_session_get(c->sess);

	dsp->mute = true;
	sent = READ_ONCE(dsp->sent);
	INIT_WORK(&c->work, qda_end_test_close);
	schedule_work(&c->work);
	while (READ_ONCE(dsp->sent) == sent)
		fsleep(1000);
	timer_setup(&c->timer, qda_end_test_answer, 0);
	mod_timer(&c->timer, jiffies + HZ / 10);

	qda_session_lose_all(&dsp->qdev);
	KUNIT_EXPECT_EQ(test, c->sess->state, QDA_SESSION_DEAD);
	qda_session_forget_all(&dsp->qdev);
	timer_shutdown_sync(&c->timer);
	flush_work(&c->work);
	qda_session_put(c->sess);
	mock_dsp_expect_clean(test, dsp);
}

/*
 * The DSP goes while a thread has a slot and a mapping, as one whose user memory does
 * not come: nothing waits for the thread, which finds its session gone.
 */
static void qda_test_session_gone(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sess;
	struct qda_gem_object *bo;
	struct qda_mapping *map;
	struct qda_invoke *inv;
	s32 result;

	sess = qda_session_create(&dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, sess);
	KUNIT_ASSERT_EQ(test, qda_pd_attach(sess, QDA_WIRE_PD_ROOT, &result), 0);
	bo = qda_gem_create(&dsp->qdev, PAGE_SIZE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, bo);
	inv = qda_invoke_get(sess, QDA_KILLABLE, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, inv);
	KUNIT_ASSERT_EQ(test, qda_invoke_prepare(inv, 1, 0), 0);
	map = qda_mapping_get(sess, bo);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, map);
	qda_invoke_set_mapping(inv, 0, map);

	qda_session_lose_all(&dsp->qdev);
	qda_session_forget_all(&dsp->qdev);
	KUNIT_EXPECT_EQ(test, qda_cb_taken(&dsp->qdev.cbs), 0);
	KUNIT_EXPECT_NULL(test, map->sgt);
	KUNIT_EXPECT_EQ(test, qda_invoke_send(inv, sess->client, 5, 0), -ECONNRESET);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(qda_mapping_get(sess, bo)), -ECONNRESET);

	qda_invoke_put(inv);
	qda_session_close(sess);
	drm_gem_object_put(&bo->shmem.base);
	mock_dsp_expect_clean(test, dsp);
}

static struct kunit_case qda_end_test_cases[] = {
	KUNIT_CASE(qda_test_session_lost),
	KUNIT_CASE(qda_test_session_deaf),
	KUNIT_CASE(qda_test_session_close_all),
	KUNIT_CASE(qda_test_session_lose_all),
	KUNIT_CASE(qda_test_session_lose_closing),
	KUNIT_CASE(qda_test_session_gone),
	{ }
};

static struct kunit_suite qda_end_test_suite = {
	.name = "qda_session_end",
	.test_cases = qda_end_test_cases,
};

kunit_test_suite(qda_end_test_suite);
