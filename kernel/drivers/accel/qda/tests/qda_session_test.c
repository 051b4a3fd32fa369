// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/sizes.h>
#include <linux/workqueue.h>

#include <kunit/test.h>

#include "../qda_deadline.h"
#include "../qda_invoke.h"
#include "../qda_pd.h"
#include "../qda_enter.h"
#include "../qda_session.h"
#include "mock_dsp.h"

/**
 * DOC: Session tests
 *
 * Every event in every state, and what a session holds from birth to death.
 */

/** struct qda_session_test_step - an event in a state */
struct qda_session_test_step {
	/** @name: of the case */
	const char *name;
	/** @state: before */
	enum qda_session_state state;
	/** @event: what happens */
	enum qda_session_event event;
	/** @want: the state after it, or an error: then nothing changes */
	int want;
	/** @error: what calls of the session get after it */
	int error;
};

#define QDA_SESSION_TEST_STEP(_state, _event, _want, _error)	\
	{							\
		.name = #_state " " #_event,			\
		.state = QDA_SESSION_ ## _state,		\
		.event = QDA_SESSION_ ## _event,		\
		.want = _want,					\
		.error = _error,				\
	}

static const struct qda_session_test_step qda_session_test_steps[] = {
	QDA_SESSION_TEST_STEP(NEW, START, QDA_SESSION_CREATING, 0),
	QDA_SESSION_TEST_STEP(NEW, STARTED, -EINVAL, 0),
	QDA_SESSION_TEST_STEP(NEW, CLOSE, QDA_SESSION_DEAD, -ESHUTDOWN),
	QDA_SESSION_TEST_STEP(NEW, RELEASED, -EINVAL, 0),
	QDA_SESSION_TEST_STEP(NEW, LOST, QDA_SESSION_DEAD, -ESHUTDOWN),
	QDA_SESSION_TEST_STEP(CREATING, START, QDA_SESSION_CREATING, 0),
	QDA_SESSION_TEST_STEP(CREATING, STARTED, QDA_SESSION_RUNNING, 0),
	QDA_SESSION_TEST_STEP(CREATING, CLOSE, QDA_SESSION_DYING, -ESHUTDOWN),
	QDA_SESSION_TEST_STEP(CREATING, RELEASED, -EINVAL, 0),
	QDA_SESSION_TEST_STEP(CREATING, LOST, QDA_SESSION_DEAD, -ESHUTDOWN),
	QDA_SESSION_TEST_STEP(RUNNING, START, QDA_SESSION_RUNNING, 0),
	QDA_SESSION_TEST_STEP(RUNNING, STARTED, QDA_SESSION_RUNNING, 0),
	QDA_SESSION_TEST_STEP(RUNNING, CLOSE, QDA_SESSION_DYING, -ESHUTDOWN),
	QDA_SESSION_TEST_STEP(RUNNING, RELEASED, -EINVAL, 0),
	QDA_SESSION_TEST_STEP(RUNNING, LOST, QDA_SESSION_DEAD, -ESHUTDOWN),
	/* A second close of a session that is being closed does nothing. */
	QDA_SESSION_TEST_STEP(DYING, START, -ESHUTDOWN, -ESHUTDOWN),
	QDA_SESSION_TEST_STEP(DYING, STARTED, -ESHUTDOWN, -ESHUTDOWN),
	QDA_SESSION_TEST_STEP(DYING, CLOSE, -ESHUTDOWN, -ESHUTDOWN),
	QDA_SESSION_TEST_STEP(DYING, RELEASED, QDA_SESSION_DEAD, -ESHUTDOWN),
	QDA_SESSION_TEST_STEP(DYING, LOST, QDA_SESSION_DEAD, -ESHUTDOWN),
	QDA_SESSION_TEST_STEP(DEAD, START, -ESHUTDOWN, -ESHUTDOWN),
	QDA_SESSION_TEST_STEP(DEAD, STARTED, -ESHUTDOWN, -ESHUTDOWN),
	QDA_SESSION_TEST_STEP(DEAD, CLOSE, QDA_SESSION_DEAD, -ESHUTDOWN),
	QDA_SESSION_TEST_STEP(DEAD, RELEASED, QDA_SESSION_DEAD, -ESHUTDOWN),
	QDA_SESSION_TEST_STEP(DEAD, LOST, QDA_SESSION_DEAD, -ESHUTDOWN),
};

static_assert(ARRAY_SIZE(qda_session_test_steps) == QDA_SESSION_STATES * QDA_SESSION_EVENTS);

KUNIT_ARRAY_PARAM_DESC(qda_session_test_step, qda_session_test_steps, name);

static struct qda_session *qda_session_test_create(struct kunit *test, struct mock_dsp *dsp)
{
	struct qda_session *sess = qda_session_create(&dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, sess);
	KUNIT_ASSERT_EQ(test, sess->state, QDA_SESSION_NEW);

	return sess;
}

static void qda_session_test_enter(struct qda_session *sess, enum qda_session_state state)
{
	if (state != QDA_SESSION_NEW)
		qda_session_event(sess, QDA_SESSION_START);
	if (state >= QDA_SESSION_RUNNING)
		qda_session_event(sess, QDA_SESSION_STARTED);
	if (state >= QDA_SESSION_DYING)
		qda_session_event(sess, QDA_SESSION_CLOSE);
	if (state == QDA_SESSION_DEAD)
		qda_session_event(sess, QDA_SESSION_RELEASED);
}

/*
 * One event in one state: it leads where the table says, and the DSP counts as
 * a user of the session while that is dying and at no other time.
 */
static void qda_test_session_event(struct kunit *test)
{
	const struct qda_session_test_step *param = test->param_value;
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sess = qda_session_test_create(test, dsp);
	bool dying;
	int state;

	qda_session_test_enter(sess, param->state);
	KUNIT_ASSERT_EQ(test, sess->state, param->state);

	KUNIT_EXPECT_EQ(test, qda_session_event(sess, param->event), param->want);

	state = param->want < 0 ? param->state : param->want;
	dying = state == QDA_SESSION_DYING;
	KUNIT_EXPECT_EQ(test, sess->state, state);
	KUNIT_EXPECT_EQ(test, qda_session_error(sess), param->error);
	KUNIT_EXPECT_EQ(test, atomic_read(&dsp->qdev.count.orphans), dying);
	KUNIT_EXPECT_EQ(test, kref_read(&sess->ref), 1 + dying);

	qda_session_event(sess, QDA_SESSION_LOST);
	qda_session_put(sess);
	mock_dsp_expect_clean(test, dsp);
}

/* Attach and close: two messages of the kernel, with the session's client id. */
static void qda_test_session_attach(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sess = qda_session_test_create(test, dsp);
	s32 result = 1;

	KUNIT_EXPECT_EQ(test, qda_pd_attach(sess, QDA_WIRE_PD_SENSORS, &result), 0);
	KUNIT_EXPECT_EQ(test, result, 0);
	KUNIT_EXPECT_EQ(test, sess->state, QDA_SESSION_RUNNING);
	KUNIT_EXPECT_EQ(test, dsp->sent, 1);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(mock_dsp_last(dsp)->client), 0);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(mock_dsp_last(dsp)->handle), 1);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(mock_dsp_last(dsp)->sc), 0x00010000);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(mock_dsp_last(dsp)->ctx) & 0xff, 2);

	qda_session_close(sess);
	KUNIT_EXPECT_EQ(test, dsp->sent, 2);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(mock_dsp_last(dsp)->handle), 1);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(mock_dsp_last(dsp)->sc), 0x01010000);
	mock_dsp_expect_clean(test, dsp);
}

/*
 * Memory that secure firmware has to assign: it is asked once, when the memory is needed
 * first, and once more when the DSP goes. A DSP that can't reach it hears nothing.
 */
static void qda_test_session_audio_assigned(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sess = qda_session_test_create(test, dsp);
	struct qda_heap *heap = &dsp->qdev.heap;
	s32 result = 0;

	heap->addr = SZ_2G;
	heap->size = SZ_1M;
	heap->count = 2;
	heap->vmids[0].vmid = QCOM_SCM_VMID_HLOS;
	heap->vmids[1].vmid = QCOM_SCM_VMID_ADSP_HEAP;

	KUNIT_EXPECT_EQ(test, qda_pd_attach_static(sess, "audiopd", 8, &result), -EOPNOTSUPP);
	dsp->scm = true;
	dsp->scm_error = -EIO;
	KUNIT_EXPECT_EQ(test, qda_pd_attach_static(sess, "audiopd", 8, &result), -EIO);
	KUNIT_EXPECT_EQ(test, dsp->sent, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&heap->given), 0);

	dsp->scm_error = 0;
	KUNIT_EXPECT_EQ(test, qda_pd_attach_static(sess, "audiopd", 8, &result), 0);
	KUNIT_EXPECT_EQ(test, dsp->sent, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&heap->given), 1);
	KUNIT_EXPECT_EQ(test, dsp->scm_owners,
			BIT(QCOM_SCM_VMID_HLOS) | BIT(QCOM_SCM_VMID_ADSP_HEAP));
	KUNIT_EXPECT_EQ(test, qda_pd_attach_static(sess, "audiopd", 8, &result), 0);
	KUNIT_EXPECT_EQ(test, dsp->scm_calls, 2);
	qda_session_close(sess);

	qda_heap_fini(heap, dsp->qdev.drm.dev);
	KUNIT_EXPECT_EQ(test, dsp->scm_calls, 3);
	KUNIT_EXPECT_EQ(test, dsp->scm_owners, BIT(QCOM_SCM_VMID_HLOS));
	mock_dsp_expect_clean(test, dsp);
}

/*
 * A bank with SID 0 has no IOMMU: payloads are in reserved memory, at an address without
 * stream id, and the memory is assigned before the first session has one.
 */
static void qda_test_session_sid_0(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_heap *heap = &dsp->qdev.heap;
	struct qda_session *sess;
	s32 result;

	for (unsigned int i = 0; i < MOCK_DSP_BANKS; i++)
		dsp->qdev.cbs.banks[i].sid = 0;
	heap->addr = SZ_2G;
	heap->size = SZ_1M;
	heap->count = 1;
	heap->vmids[0].vmid = QCOM_SCM_VMID_SSC_Q6;

	sess = qda_session_create(&dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(sess), -EOPNOTSUPP);

	dsp->scm = true;
	sess = qda_session_test_create(test, dsp);
	KUNIT_EXPECT_TRUE(test, heap->assigned);
	KUNIT_EXPECT_PTR_EQ(test, qda_session_payload_dev(sess), dsp->qdev.drm.dev);
	KUNIT_ASSERT_EQ(test, qda_pd_attach(sess, QDA_WIRE_PD_SENSORS, &result), 0);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(mock_dsp_last(dsp)->addr) >> 32, 0);
	qda_session_close(sess);
	mock_dsp_expect_clean(test, dsp);
}

/* The DSP refuses: the caller gets its word, and the session can be closed. */
static void qda_test_session_refused(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sess = qda_session_test_create(test, dsp);
	s32 result = 0;

	dsp->result = -5;
	KUNIT_EXPECT_EQ(test, qda_pd_attach(sess, QDA_WIRE_PD_ROOT, &result), -EREMOTEIO);
	KUNIT_EXPECT_EQ(test, result, -5);
	KUNIT_EXPECT_EQ(test, sess->state, QDA_SESSION_CREATING);

	/* Whatever the DSP says to the release, the PD has gone. */
	qda_session_close(sess);
	mock_dsp_expect_clean(test, dsp);
}

/* A session that never started: the DSP hears nothing of it. */
static void qda_test_session_unknown(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);

	qda_session_close(qda_session_test_create(test, dsp));
	KUNIT_EXPECT_EQ(test, dsp->sent, 0);
	mock_dsp_expect_clean(test, dsp);
}

/* All banks taken: an error of its own, and nothing is left of the attempt. */
static void qda_test_session_exhaust(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sessions[MOCK_DSP_BANKS];
	struct qda_session *sess;

	for (unsigned int i = 0; i < MOCK_DSP_BANKS; i++)
		sessions[i] = qda_session_test_create(test, dsp);
	KUNIT_EXPECT_NE(test, sessions[0]->client, sessions[1]->client);
	KUNIT_EXPECT_PTR_NE(test, sessions[0]->cb, sessions[1]->cb);

	sess = qda_session_create(&dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(sess), -EUSERS);
	KUNIT_EXPECT_EQ(test, qda_session_count(&dsp->qdev), MOCK_DSP_BANKS);

	for (unsigned int i = 0; i < MOCK_DSP_BANKS; i++)
		qda_session_close(sessions[i]);
	mock_dsp_expect_clean(test, dsp);
}

/*
 * The DSP has answered the release, and the closing thread has not seen it when
 * it gives up, here as the transport has said that nothing left: the session
 * ends all the same.
 */
static void qda_test_session_crossed(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sess = qda_session_test_create(test, dsp);
	s32 result;

	KUNIT_ASSERT_EQ(test, qda_pd_attach(sess, QDA_WIRE_PD_ROOT, &result), 0);
	dsp->send_error = -EAGAIN;
	qda_session_close(sess);
	mock_dsp_expect_clean(test, dsp);
}

/*
 * The DSP does not answer the release: the bank stays taken when the owner has
 * gone, until the answer comes after all.
 */
static void qda_test_session_orphan(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sess = qda_session_test_create(test, dsp);
	s32 result;

	KUNIT_ASSERT_EQ(test, qda_pd_attach(sess, QDA_WIRE_PD_ROOT, &result), 0);
	dsp->mute = true;
	qda_session_get(sess);
	qda_session_close(sess);
	KUNIT_EXPECT_EQ(test, sess->state, QDA_SESSION_DYING);
	KUNIT_EXPECT_EQ(test, qda_cb_taken(&dsp->qdev.cbs), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&dsp->qdev.count.orphans), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&dsp->qdev.count.calls), 1);

	mock_dsp_answer(dsp, 0);
	flush_work(&sess->reap_work);
	KUNIT_EXPECT_EQ(test, sess->state, QDA_SESSION_DEAD);
	qda_session_put(sess);
	mock_dsp_expect_clean(test, dsp);
}

/*
 * The audio PD's memory: a DSP that refuses has not taken it; one of which nobody
 * knows what it has got may have, and must not get it twice.
 */
static void qda_test_session_audio_memory(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sess = qda_session_test_create(test, dsp);
	s32 result;

	dsp->qdev.heap.addr = SZ_2G;
	dsp->qdev.heap.size = SZ_1M;
	dsp->result = -5;
	KUNIT_EXPECT_EQ(test, qda_pd_attach_static(sess, "audiopd", 8, &result), -EREMOTEIO);
	KUNIT_EXPECT_EQ(test, atomic_read(&dsp->qdev.heap.given), 0);
	qda_session_close(sess);

	sess = qda_session_test_create(test, dsp);
	dsp->mute = true;
	dsp->send_error = -EAGAIN;
	KUNIT_EXPECT_EQ(test, qda_pd_attach_static(sess, "audiopd", 8, &result), -ECONNRESET);
	KUNIT_EXPECT_EQ(test, atomic_read(&dsp->qdev.heap.given), 1);

	dsp->mute = false;
	dsp->send_error = 0;
	qda_session_close(sess);
	mock_dsp_expect_clean(test, dsp);
}

/* The DSP has no room for all slots of a session: none is made, nothing is left. */
static void qda_test_session_no_slots(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct xarray *invokes = &dsp->qdev.invokes;
	struct qda_session *sess;

	for (unsigned long i = QDA_SESSION_CALLS; i <= QDA_WIRE_CTX_INDEX_MAX; i++)
		KUNIT_ASSERT_EQ(test, xa_err(xa_store_irq(invokes, i, dsp, GFP_KERNEL)), 0);
	sess = qda_session_create(&dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(sess), -EBUSY);

	for (unsigned long i = QDA_SESSION_CALLS; i <= QDA_WIRE_CTX_INDEX_MAX; i++)
		xa_erase_irq(invokes, i);
	mock_dsp_expect_clean(test, dsp);
}

/* The PD has died and then the DSP goes: calls are told what came first. */
static void qda_test_session_first_error(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sess = qda_session_test_create(test, dsp);
	s32 result;

	KUNIT_ASSERT_EQ(test, qda_pd_attach(sess, QDA_WIRE_PD_ROOT, &result), 0);
	mock_dsp_notice(dsp, QDA_WIRE_NOTICE_PD_STATUS, sess->client, QDA_WIRE_PD_KILLED,
			sizeof(struct qda_wire_notice));
	flush_work(&sess->abort_work);
	qda_session_lose_all(&dsp->qdev);
	KUNIT_EXPECT_EQ(test, qda_session_error(sess), -ECONNABORTED);

	qda_session_forget_all(&dsp->qdev);
	qda_session_close(sess);
	mock_dsp_expect_clean(test, dsp);
}

static struct kunit_case qda_session_test_cases[] = {
	KUNIT_CASE_PARAM(qda_test_session_event, qda_session_test_step_gen_params),
	KUNIT_CASE(qda_test_session_attach),
	KUNIT_CASE(qda_test_session_audio_assigned),
	KUNIT_CASE(qda_test_session_sid_0),
	KUNIT_CASE(qda_test_session_refused),
	KUNIT_CASE(qda_test_session_unknown),
	KUNIT_CASE(qda_test_session_exhaust),
	KUNIT_CASE(qda_test_session_audio_memory),
	KUNIT_CASE(qda_test_session_no_slots),
	KUNIT_CASE(qda_test_session_first_error),
	KUNIT_CASE(qda_test_session_crossed),
	KUNIT_CASE_SLOW(qda_test_session_orphan),
	{ }
};

static struct kunit_suite qda_session_test_suite = {
	.name = "qda_session",
	.test_cases = qda_session_test_cases,
};

kunit_test_suite(qda_session_test_suite);
