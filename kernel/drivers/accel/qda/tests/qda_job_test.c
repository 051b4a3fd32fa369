// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/ktime.h>

#include <drm/qda_accel.h>
#include <kunit/test.h>

#include "../qda_deadline.h"
#include "../qda_invoke.h"
#include "../qda_job.h"
#include "../qda_pd.h"
#include "../qda_session.h"
#include "mock_dsp.h"

/**
 * DOC: Tests of jobs
 *
 * Whose fence is signalled when, in what order messages leave, and that every call is
 * counted once, whatever ends it.
 */

/** struct qda_job_test - what each test starts with */
struct qda_job_test {
	/** @dsp: the DSP; it does not answer by itself */
	struct mock_dsp *dsp;
	/** @sess: a session that is running */
	struct qda_session *sess;
	/** @first: number of messages before the test */
	unsigned int first;
	/** @results: where results of calls go */
	struct drm_qda_result results[8];
	/** @result_count: how many */
	unsigned int result_count;
};

static int qda_job_test_init(struct kunit *test)
{
	struct qda_job_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	s32 result;

	KUNIT_ASSERT_NOT_NULL(test, t);
	t->dsp = mock_dsp_create(test);
	t->sess = qda_session_create(&t->dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->sess);
	KUNIT_ASSERT_EQ(test, qda_pd_attach(t->sess, QDA_WIRE_PD_ROOT, &result), 0);
	t->dsp->mute = true;
	t->first = t->dsp->sent;
	test->priv = t;

	return 0;
}

static void qda_job_test_exit(struct kunit *test)
{
	struct qda_job_test *t = test->priv;

	if (!t)
		return;

	t->dsp->mute = false;
	if (t->sess)
		qda_session_close(t->sess);
	mock_dsp_expect_clean(test, t->dsp);
}

/* Submits @count calls to a queue, after @dep. Return: the fence, referenced. */
static struct dma_fence *qda_job_test_submit(struct kunit *test, unsigned int queue,
					     unsigned int count, struct dma_fence *dep, s64 ns)
{
	struct qda_job_test *t = test->priv;
	struct qda_job *job = qda_job_create(t->sess, queue, count);
	struct dma_fence *fence;

	KUNIT_ASSERT_NOT_NULL(test, job);
	for (unsigned int i = 0; i < count; i++) {
		struct qda_invoke *inv = qda_invoke_get(t->sess, QDA_KILLABLE, 0);

		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, inv);
		KUNIT_ASSERT_EQ(test, qda_invoke_prepare(inv, 0, 0), 0);
		inv->result_out = &t->results[t->result_count++ % ARRAY_SIZE(t->results)];
		inv->result_out->error = -EINPROGRESS;
		job->calls[i] = (struct qda_job_call){ .inv = inv, .handle = 0x100 + i };
	}
	if (dep)
		KUNIT_ASSERT_EQ(test, qda_job_add_dep(job, dma_fence_get(dep)), 0);

	qda_job_lock(job);
	fence = dma_fence_get(qda_job_arm(job, ktime_get_ns() + ns));
	qda_job_push(job);

	return fence;
}

/* The fence is signalled with the error; drops the reference. */
static void qda_job_test_ended(struct kunit *test, struct dma_fence *fence, int error)
{
	KUNIT_EXPECT_TRUE(test, dma_fence_is_signaled(fence));
	KUNIT_EXPECT_EQ(test, fence->error, error);
	dma_fence_put(fence);
}

static unsigned int qda_job_test_sent(struct qda_job_test *t)
{
	return t->dsp->sent - t->first;
}

static void qda_job_test_answer(struct qda_job_test *t, unsigned int i, s32 result)
{
	mock_dsp_answer_to(t->dsp, t->first + i, result);
}

#define QDA_JOB_TEST_LONG	(60 * NSEC_PER_SEC)

/* Three calls, answered in any order: the fence is signalled with the last. */
static void qda_test_job_fence(struct kunit *test)
{
	struct qda_job_test *t = test->priv;
	struct dma_fence *fence = qda_job_test_submit(test, 0, 3, NULL, QDA_JOB_TEST_LONG);

	KUNIT_EXPECT_EQ(test, qda_job_test_sent(t), 3);
	for (unsigned int i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, le32_to_cpu(t->dsp->messages[t->first + i].handle),
				0x100 + i);
	qda_job_test_answer(t, 2, 0);
	qda_job_test_answer(t, 0, 0);
	KUNIT_EXPECT_FALSE(test, dma_fence_is_signaled(fence));
	KUNIT_EXPECT_EQ(test, t->results[0].error, 0);
	KUNIT_EXPECT_EQ(test, t->results[1].error, -EINPROGRESS);
	/* A second answer is nobody's. */
	qda_job_test_answer(t, 0, 0);
	KUNIT_EXPECT_FALSE(test, dma_fence_is_signaled(fence));
	qda_job_test_answer(t, 1, 0);
	qda_job_test_ended(test, fence, 0);
}

/* A method fails, an answer makes no sense: each call has its own, the fence the first. */
static void qda_test_job_errors(struct kunit *test)
{
	struct qda_job_test *t = test->priv;
	struct dma_fence *fence = qda_job_test_submit(test, 0, 3, NULL, QDA_JOB_TEST_LONG);

	qda_job_test_answer(t, 1, 77);
	t->dsp->malformed = true;
	qda_job_test_answer(t, 0, 0);
	t->dsp->malformed = false;
	qda_job_test_answer(t, 2, 0);
	KUNIT_EXPECT_EQ(test, t->results[0].error, -EBADMSG);
	KUNIT_EXPECT_EQ(test, t->results[1].error, 0);
	KUNIT_EXPECT_EQ(test, t->results[1].result, 77);
	KUNIT_EXPECT_EQ(test, t->results[2].error, 0);
	qda_job_test_ended(test, fence, -EIO);
}

/* The second job of a queue is over first: its fence waits for that of the first. */
static void qda_test_job_order(struct kunit *test)
{
	struct qda_job_test *t = test->priv;
	struct dma_fence *first = qda_job_test_submit(test, 3, 1, NULL, QDA_JOB_TEST_LONG);
	struct dma_fence *second = qda_job_test_submit(test, 3, 1, NULL, QDA_JOB_TEST_LONG);
	struct dma_fence *other = qda_job_test_submit(test, 4, 1, NULL, QDA_JOB_TEST_LONG);

	KUNIT_EXPECT_EQ(test, first->context, second->context);
	KUNIT_EXPECT_EQ(test, first->seqno + 1, second->seqno);
	KUNIT_EXPECT_NE(test, first->context, other->context);
	KUNIT_EXPECT_EQ(test, t->dsp->messages[t->first].tid, t->dsp->messages[t->first + 1].tid);
	KUNIT_EXPECT_NE(test, t->dsp->messages[t->first].tid, t->dsp->messages[t->first + 2].tid);

	qda_job_test_answer(t, 1, 0);
	qda_job_test_answer(t, 2, 0);
	KUNIT_EXPECT_FALSE(test, dma_fence_is_signaled(first));
	KUNIT_EXPECT_FALSE(test, dma_fence_is_signaled(second));
	qda_job_test_ended(test, other, 0);
	qda_job_test_answer(t, 0, 0);
	qda_job_test_ended(test, first, 0);
	qda_job_test_ended(test, second, 0);
}

/* A job waits for another queue's, one behind it in its queue waits with it. */
static void qda_test_job_deps(struct kunit *test)
{
	struct qda_job_test *t = test->priv;
	struct dma_fence *first = qda_job_test_submit(test, 0, 1, NULL, QDA_JOB_TEST_LONG);
	struct dma_fence *waits = qda_job_test_submit(test, 1, 1, first, QDA_JOB_TEST_LONG);
	struct dma_fence *behind = qda_job_test_submit(test, 1, 1, NULL, QDA_JOB_TEST_LONG);

	KUNIT_EXPECT_EQ(test, qda_job_test_sent(t), 1);
	qda_job_test_answer(t, 0, 0);
	flush_workqueue(t->dsp->qdev.wq);
	KUNIT_EXPECT_EQ(test, qda_job_test_sent(t), 3);
	qda_job_test_answer(t, 1, 0);
	qda_job_test_answer(t, 2, 0);
	qda_job_test_ended(test, first, 0);
	qda_job_test_ended(test, waits, 0);
	qda_job_test_ended(test, behind, 0);
}

/* The session ends: all calls are cancelled; answers that come then are nobody's. */
static void qda_test_job_close(struct kunit *test)
{
	struct qda_job_test *t = test->priv;
	struct dma_fence *sent = qda_job_test_submit(test, 0, 2, NULL, QDA_JOB_TEST_LONG);
	struct dma_fence *waits = qda_job_test_submit(test, 1, 1, sent, QDA_JOB_TEST_LONG);

	qda_job_test_answer(t, 0, 0);
	t->dsp->mute = false;
	qda_session_close(t->sess);
	t->sess = NULL;
	KUNIT_EXPECT_EQ(test, t->results[0].error, 0);
	KUNIT_EXPECT_EQ(test, t->results[1].error, -ECANCELED);
	KUNIT_EXPECT_EQ(test, t->results[2].error, -ECANCELED);
	qda_job_test_ended(test, sent, -ECANCELED);
	qda_job_test_ended(test, waits, -ECANCELED);
}

/* The time of one of two jobs is over: its slot is the DSP's, and the other goes on. */
static void qda_test_job_timeout(struct kunit *test)
{
	struct qda_job_test *t = test->priv;
	struct dma_fence *late = qda_job_test_submit(test, 0, 1, NULL, 200 * NSEC_PER_MSEC);
	struct dma_fence *good = qda_job_test_submit(test, 1, 1, NULL, QDA_JOB_TEST_LONG);

	KUNIT_EXPECT_GT(test, dma_fence_wait_timeout(late, false, 30 * HZ), 0);
	KUNIT_EXPECT_EQ(test, t->results[0].error, -ETIME);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.count.calls), 2);
	qda_job_test_ended(test, late, -ETIME);
	qda_job_test_answer(t, 0, 5);
	flush_work(&t->sess->reap_work);
	KUNIT_EXPECT_EQ(test, t->results[0].error, -ETIME);
	KUNIT_EXPECT_EQ(test, t->results[0].result, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.count.calls), 1);
	qda_job_test_answer(t, 1, 0);
	qda_job_test_ended(test, good, 0);
}

/*
 * The time of a job is over while it waits for another one: it is never sent, what is
 * behind it is, and the fence that it waited for is none of its business any more.
 */
static void qda_test_job_waits_too_long(struct kunit *test)
{
	struct qda_job_test *t = test->priv;
	struct dma_fence *first = qda_job_test_submit(test, 0, 1, NULL, QDA_JOB_TEST_LONG);
	struct dma_fence *waits = qda_job_test_submit(test, 1, 1, first, 200 * NSEC_PER_MSEC);
	struct dma_fence *behind = qda_job_test_submit(test, 1, 1, NULL, QDA_JOB_TEST_LONG);

	KUNIT_EXPECT_GT(test, dma_fence_wait_timeout(waits, false, 30 * HZ), 0);
	flush_delayed_work(&t->sess->jobs.timeout_work);
	KUNIT_EXPECT_EQ(test, t->results[1].error, -ETIME);
	KUNIT_EXPECT_EQ(test, qda_job_test_sent(t), 2);
	qda_job_test_ended(test, waits, -ETIME);
	qda_job_test_answer(t, 0, 0);
	flush_workqueue(t->dsp->qdev.wq);
	KUNIT_EXPECT_EQ(test, qda_job_test_sent(t), 2);
	qda_job_test_ended(test, first, 0);
	qda_job_test_answer(t, 1, 0);
	qda_job_test_ended(test, behind, 0);
}

/* The PD dies: calls that were sent, and those that wait, end with it. */
static void qda_test_job_pd_dies(struct kunit *test)
{
	struct qda_job_test *t = test->priv;
	struct dma_fence *sent = qda_job_test_submit(test, 0, 2, NULL, QDA_JOB_TEST_LONG);
	struct dma_fence *waits = qda_job_test_submit(test, 1, 1, sent, QDA_JOB_TEST_LONG);

	qda_job_test_answer(t, 0, 0);
	mock_dsp_notice(t->dsp, QDA_WIRE_NOTICE_PD_STATUS, t->sess->client, QDA_WIRE_PD_FAULTED,
			sizeof(struct qda_wire_notice));
	flush_work(&t->sess->abort_work);
	KUNIT_EXPECT_EQ(test, t->results[0].error, 0);
	KUNIT_EXPECT_EQ(test, t->results[1].error, -ECONNABORTED);
	KUNIT_EXPECT_EQ(test, t->results[2].error, -ECONNABORTED);
	KUNIT_EXPECT_EQ(test, qda_job_test_sent(t), 2);
	qda_job_test_ended(test, sent, -ECONNABORTED);
	qda_job_test_ended(test, waits, -ECONNABORTED);
	KUNIT_EXPECT_FALSE(test, qda_job_any(t->sess));
}

/* A message does not leave: its call ends with the error, and those behind are not tried. */
static void qda_test_job_unsent(struct kunit *test)
{
	struct qda_job_test *t = test->priv;
	unsigned int tries = t->dsp->tries;
	struct dma_fence *fence;

	t->dsp->send_error = -EAGAIN;
	fence = qda_job_test_submit(test, 0, 2, NULL, QDA_JOB_TEST_LONG);
	t->dsp->send_error = 0;
	KUNIT_EXPECT_EQ(test, t->dsp->tries, tries + 1);
	KUNIT_EXPECT_EQ(test, t->results[0].error, -ECONNRESET);
	KUNIT_EXPECT_EQ(test, t->results[1].error, -ECONNRESET);
	qda_job_test_ended(test, fence, -ECONNRESET);
	qda_session_recycle_ended(t->sess);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.count.calls), 0);
}

/* The time of a job is over before it is sent: it never is. */
static void qda_test_job_too_late(struct kunit *test)
{
	struct qda_job_test *t = test->priv;
	struct dma_fence *fence = qda_job_test_submit(test, 0, 2, NULL, 0);

	KUNIT_EXPECT_EQ(test, qda_job_test_sent(t), 0);
	KUNIT_EXPECT_EQ(test, t->results[0].error, -ETIME);
	KUNIT_EXPECT_EQ(test, t->results[1].error, -ETIME);
	qda_job_test_ended(test, fence, -ETIME);
	qda_session_recycle_ended(t->sess);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.count.calls), 0);
}

/* Whatever the program says, the fence comes in a minute. */
static void qda_test_job_deadline(struct kunit *test)
{
	struct qda_job_test *t = test->priv;
	struct dma_fence *fence = qda_job_test_submit(test, 0, 1, NULL, 3600 * NSEC_PER_SEC);
	struct qda_job *job = container_of(fence, struct qda_job, fence);

	KUNIT_EXPECT_LE(test, job->deadline, (s64)ktime_get_ns() + 60 * NSEC_PER_SEC);
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&t->sess->jobs.timeout_work));
	qda_job_test_answer(t, 0, 0);
	qda_job_test_ended(test, fence, 0);
}

/* Slots of jobs that are over are taken again, without a work item: all of them. */
static void qda_test_job_slots(struct kunit *test)
{
	struct qda_job_test *t = test->priv;

	for (unsigned int round = 0; round < 3; round++) {
		struct dma_fence *fence = qda_job_test_submit(test, 0, QDA_SESSION_CALLS, NULL,
							      QDA_JOB_TEST_LONG);

		for (unsigned int i = 0; i < QDA_SESSION_CALLS; i++)
			qda_job_test_answer(t, i, 0);
		t->first = t->dsp->sent;
		qda_job_test_ended(test, fence, 0);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.count.calls), QDA_SESSION_CALLS);
	qda_session_recycle_ended(t->sess);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.count.calls), 0);
}

/* A job that was never armed leaves nothing. */
static void qda_test_job_drop(struct kunit *test)
{
	struct qda_job_test *t = test->priv;
	struct dma_fence *fence = qda_job_test_submit(test, 0, 1, NULL, QDA_JOB_TEST_LONG);
	struct qda_job *job = qda_job_create(t->sess, 0, 2);

	KUNIT_ASSERT_NOT_NULL(test, job);
	job->calls[0].inv = qda_invoke_get(t->sess, QDA_KILLABLE, 0);
	KUNIT_ASSERT_EQ(test, qda_job_add_dep(job, dma_fence_get(fence)), 0);
	qda_job_drop(job);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.count.calls), 1);
	KUNIT_EXPECT_EQ(test, qda_job_test_sent(t), 1);
	qda_job_test_answer(t, 0, 0);
	qda_job_test_ended(test, fence, 0);
}

static struct kunit_case qda_job_test_cases[] = {
	KUNIT_CASE(qda_test_job_fence),
	KUNIT_CASE(qda_test_job_errors),
	KUNIT_CASE(qda_test_job_order),
	KUNIT_CASE(qda_test_job_deps),
	KUNIT_CASE(qda_test_job_close),
	KUNIT_CASE(qda_test_job_timeout),
	KUNIT_CASE(qda_test_job_waits_too_long),
	KUNIT_CASE(qda_test_job_pd_dies),
	KUNIT_CASE(qda_test_job_unsent),
	KUNIT_CASE(qda_test_job_too_late),
	KUNIT_CASE(qda_test_job_deadline),
	KUNIT_CASE(qda_test_job_slots),
	KUNIT_CASE(qda_test_job_drop),
	{ }
};

static struct kunit_suite qda_job_test_suite = {
	.name = "qda_job",
	.init = qda_job_test_init,
	.exit = qda_job_test_exit,
	.test_cases = qda_job_test_cases,
};

kunit_test_suite(qda_job_test_suite);
