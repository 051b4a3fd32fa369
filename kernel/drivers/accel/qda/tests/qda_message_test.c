// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/ktime.h>
#include <linux/workqueue.h>

#include <kunit/test.h>

#include "../qda_deadline.h"
#include "../qda_enter.h"
#include "../qda_invoke.h"
#include "../qda_message.h"
#include "../qda_pd.h"
#include "../qda_session.h"
#include "mock_dsp.h"

/**
 * DOC: Message tests
 *
 * What the DSP says unasked: which notices end a session, what becomes of its
 * calls, and what is kept of all that came.
 */

#define QDA_MESSAGE_TEST_FULL	sizeof(struct qda_wire_notice)

/** struct qda_message_test - what each test starts with */
struct qda_message_test {
	/** @dsp: the DSP, mute after the sessions have started */
	struct mock_dsp *dsp;
	/** @sess: two sessions that are running */
	struct qda_session *sess[2];
	/** @inv: a call of each that is sent */
	struct qda_invoke *inv[2];
	/** @ctx: its context */
	u64 ctx[2];
};

static void qda_message_test_send(struct kunit *test, struct qda_message_test *t, unsigned int i)
{
	t->inv[i] = qda_invoke_get(t->sess[i], QDA_KILLABLE, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->inv[i]);
	KUNIT_ASSERT_EQ(test, qda_invoke_prepare(t->inv[i], 0, 0), 0);
	KUNIT_ASSERT_EQ(test, qda_invoke_send(t->inv[i], t->sess[i]->client, 0x5000, 0), 0);
	t->ctx[i] = le64_to_cpu(mock_dsp_last(t->dsp)->ctx);
}

static int qda_message_test_init(struct kunit *test)
{
	struct qda_message_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	s32 result;

	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	t->dsp = mock_dsp_create(test);
	for (unsigned int i = 0; i < 2; i++) {
		t->sess[i] = qda_session_create(&t->dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->sess[i]);
		KUNIT_ASSERT_EQ(test, qda_pd_attach(t->sess[i], QDA_WIRE_PD_ROOT, &result), 0);
	}
	t->dsp->mute = true;
	for (unsigned int i = 0; i < 2; i++)
		qda_message_test_send(test, t, i);

	return 0;
}

/* Whatever became of the PDs, the DSP answers all calls and the release. */
static void qda_message_test_exit(struct kunit *test)
{
	struct qda_message_test *t = test->priv;

	for (unsigned int i = 0; i < 2; i++) {
		qda_invoke_put(t->inv[i]);
		qda_invoke_answer(&t->dsp->qdev, t->ctx[i], 0x8000040d, false);
		flush_work(&t->sess[i]->reap_work);
	}
	t->dsp->mute = false;
	for (unsigned int i = 0; i < 2; i++)
		qda_session_close(t->sess[i]);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(mock_dsp_last(t->dsp)->sc), 0x01010000);
	mock_dsp_expect_clean(test, t->dsp);
}

static void qda_message_test_notice(struct qda_message_test *t, u32 type, u32 client,
				    u32 status, u32 len)
{
	mock_dsp_notice(t->dsp, type, client, status, len);
	for (unsigned int i = 0; i < 2; i++)
		flush_work(&t->sess[i]->abort_work);
}

/* What ends a call has come; a driver that has missed it does not hold up the test. */
static int qda_message_test_wait(struct qda_invoke *inv)
{
	return qda_invoke_wait(inv, QDA_KILLABLE, ktime_get_ns() + 5LL * NSEC_PER_SEC);
}

/* The call of a session goes on, and so does the session. */
static void qda_message_test_expect_alive(struct kunit *test, unsigned int i)
{
	struct qda_message_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, qda_session_error(t->sess[i]), 0);
	KUNIT_EXPECT_EQ(test, qda_invoke_wait(t->inv[i], QDA_KILLABLE, 1), -ETIMEDOUT);
}

/** struct qda_message_test_case - a notice about the first session */
struct qda_message_test_case {
	/** @name: of the case */
	const char *name;
	/** @type: of the notice */
	u32 type;
	/** @status: of the PD */
	u32 status;
	/** @len: bytes that come */
	u32 len;
	/** @other: added to the client id */
	u32 other;
	/** @ends: the session ends */
	bool ends;
	/** @stray: it belongs to nobody */
	bool stray;
};

static const struct qda_message_test_case qda_message_test_cases[] = {
	{ "up", 4, 0, QDA_MESSAGE_TEST_FULL },
	{ "exit", 4, 1, QDA_MESSAGE_TEST_FULL, .ends = true },
	{ "killed", 4, 2, QDA_MESSAGE_TEST_FULL, .ends = true },
	{ "exception", 4, 3, QDA_MESSAGE_TEST_FULL, .ends = true },
	{ "restart", 4, 4, QDA_MESSAGE_TEST_FULL },
	{ "status unknown", 4, 5, QDA_MESSAGE_TEST_FULL },
	{ "status huge", 4, U32_MAX, QDA_MESSAGE_TEST_FULL },
	{ "type 3", 3, 3, QDA_MESSAGE_TEST_FULL },
	{ "type 5", 5, 3, QDA_MESSAGE_TEST_FULL },
	{ "without pad", 4, 3, 20, .ends = true },
	{ "cut", 4, 3, 19, .stray = true },
	{ "as an answer", 4, 3, 16, .stray = true },
	{ "client unknown", 4, 3, QDA_MESSAGE_TEST_FULL, .other = 4711, .stray = true },
	{ "client 0", 4, 3, QDA_MESSAGE_TEST_FULL, .other = -1, .stray = true },
};

KUNIT_ARRAY_PARAM_DESC(qda_message_test_case, qda_message_test_cases, name);

/* Which notices end a session; none ends another one. */
static void qda_test_message_notice(struct kunit *test)
{
	const struct qda_message_test_case *param = test->param_value;
	struct qda_message_test *t = test->priv;

	KUNIT_ASSERT_EQ(test, t->sess[0]->client, 1);
	qda_message_test_notice(t, param->type, 1 + param->other, param->status, param->len);

	if (param->ends)
		KUNIT_EXPECT_EQ(test, qda_message_test_wait(t->inv[0]), -ECONNABORTED);
	else
		qda_message_test_expect_alive(test, 0);
	qda_message_test_expect_alive(test, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.strays), param->stray);
}

/* The answers that the DSP gives for a dead PD are no results. */
static void qda_test_message_answer_after(struct kunit *test)
{
	struct qda_message_test *t = test->priv;

	/* In this order in one interrupt: the work item comes too late for it. */
	mock_dsp_notice(t->dsp, 4, 1, 3, QDA_MESSAGE_TEST_FULL);
	qda_invoke_answer(&t->dsp->qdev, t->ctx[0], 0x8000040d, false);

	KUNIT_EXPECT_EQ(test, qda_message_test_wait(t->inv[0]), -ECONNABORTED);
	KUNIT_EXPECT_PTR_EQ(test, qda_invoke_get(t->sess[0], QDA_KILLABLE, 0),
			    ERR_PTR(-ECONNABORTED));
	KUNIT_EXPECT_EQ(test, t->sess[0]->state, QDA_SESSION_RUNNING);
	flush_work(&t->sess[0]->abort_work);
}

/* The program has closed the session first: that is its error, and stays it. */
static void qda_test_message_closed(struct kunit *test)
{
	struct qda_message_test *t = test->priv;

	qda_session_event(t->sess[0], QDA_SESSION_CLOSE);
	qda_message_test_notice(t, 4, 1, 3, QDA_MESSAGE_TEST_FULL);
	KUNIT_EXPECT_EQ(test, qda_message_test_wait(t->inv[0]), -ESHUTDOWN);
	qda_session_event(t->sess[0], QDA_SESSION_RELEASED);
}

/* A PD dies once: what the DSP says later neither counts nor costs anything. */
static void qda_test_message_twice(struct kunit *test)
{
	struct qda_message_test *t = test->priv;

	for (u32 status = 1; status <= 3; status++)
		mock_dsp_notice(t->dsp, 4, 1, status, QDA_MESSAGE_TEST_FULL);
	flush_work(&t->sess[0]->abort_work);

	KUNIT_EXPECT_EQ(test, atomic_read(&t->sess[0]->pd_status), 1);
	KUNIT_EXPECT_NULL(test, t->dsp->dump);
	KUNIT_EXPECT_EQ(test, qda_message_test_wait(t->inv[0]), -ECONNABORTED);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.strays), 0);
}

/*
 * The PD dies while the DSP releases it: the answer alone ends the release, and
 * the dump leaves the release call alone.
 */
static void qda_test_message_release(struct kunit *test)
{
	struct qda_message_test *t = test->priv;
	struct qda_invoke *release = qda_session_release_slot(t->sess[0]);

	qda_session_event(t->sess[0], QDA_SESSION_CLOSE);
	qda_invoke_take(release);
	KUNIT_ASSERT_EQ(test, qda_invoke_prepare(release, 0, 0), 0);
	KUNIT_ASSERT_EQ(test, qda_invoke_send(release, 0, 1, 0x01000000), 0);

	qda_message_test_notice(t, 4, 1, 3, QDA_MESSAGE_TEST_FULL);
	KUNIT_EXPECT_FALSE(test, release->answered);
	KUNIT_ASSERT_NOT_NULL(test, t->dsp->dump);
	KUNIT_EXPECT_NULL(test, strnstr(t->dsp->dump, ", handle 0x1,", t->dsp->dump_size));
	mock_dsp_answer(t->dsp, 0);
	KUNIT_EXPECT_TRUE(test, release->answered);
	qda_invoke_put(release);
	qda_session_event(t->sess[0], QDA_SESSION_RELEASED);
}

/* A notice about a session that is closed is not about the next one. */
static void qda_test_message_late(struct kunit *test)
{
	struct qda_message_test *t = test->priv;
	struct qda_session *old = t->sess[0];
	u32 client = old->client;
	s32 result;

	qda_invoke_put(t->inv[0]);
	mock_dsp_notice(t->dsp, 4, client, 0, QDA_MESSAGE_TEST_FULL);
	qda_invoke_answer(&t->dsp->qdev, t->ctx[0], 0, false);
	flush_work(&old->reap_work);
	t->dsp->mute = false;
	qda_session_close(old);
	t->sess[0] = qda_session_create(&t->dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->sess[0]);
	KUNIT_ASSERT_EQ(test, qda_pd_attach(t->sess[0], QDA_WIRE_PD_ROOT, &result), 0);
	KUNIT_EXPECT_NE(test, t->sess[0]->client, client);
	t->dsp->mute = true;
	qda_message_test_send(test, t, 0);

	qda_message_test_notice(t, 4, client, 3, QDA_MESSAGE_TEST_FULL);
	qda_message_test_expect_alive(test, 0);
	qda_message_test_expect_alive(test, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.strays), 1);
}

/* The last 16 messages are kept, in order, each with its length. */
static void qda_test_message_log(struct kunit *test)
{
	struct qda_message_test *t = test->priv;
	struct qda_message_log *log = &t->dsp->qdev.messages;
	struct qda_message last[QDA_MESSAGES];
	u8 bytes[40];

	KUNIT_EXPECT_EQ(test, qda_message_read(log, last), 0);

	for (unsigned int i = 0; i < 20; i++) {
		memset(bytes, 0x80 + i, sizeof(bytes));
		qda_message_receive(&t->dsp->qdev, bytes, i * 2);
	}

	KUNIT_ASSERT_EQ(test, qda_message_read(log, last), QDA_MESSAGES);
	for (unsigned int i = 0; i < QDA_MESSAGES; i++) {
		KUNIT_EXPECT_EQ(test, last[i].len, 2 * (i + 4));
		KUNIT_EXPECT_EQ(test, last[i].bytes[0], 0x84 + i);
		KUNIT_EXPECT_EQ(test, last[i].bytes[min(last[i].len, 24) - 1], 0x84 + i);
		KUNIT_EXPECT_GE(test, last[i].time, last[i ? i - 1 : 0].time);
	}
	qda_message_test_expect_alive(test, 0);
}

static struct kunit_case qda_message_test_list[] = {
	KUNIT_CASE_PARAM(qda_test_message_notice, qda_message_test_case_gen_params),
	KUNIT_CASE(qda_test_message_answer_after),
	KUNIT_CASE(qda_test_message_closed),
	KUNIT_CASE(qda_test_message_twice),
	KUNIT_CASE(qda_test_message_release),
	KUNIT_CASE(qda_test_message_late),
	KUNIT_CASE(qda_test_message_log),
	{ }
};

static struct kunit_suite qda_message_test_suite = {
	.name = "qda_message",
	.init = qda_message_test_init,
	.exit = qda_message_test_exit,
	.test_cases = qda_message_test_list,
};

kunit_test_suite(qda_message_test_suite);
