// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/workqueue.h>

#include <kunit/test.h>

#include "../qda_deadline.h"
#include "../qda_invoke.h"
#include "../qda_pd.h"
#include "../qda_session.h"
#include "../qda_soc.h"
#include "mock_dsp.h"

/**
 * DOC: Poll tests
 *
 * What the DSP writes to the poll word, and what the driver makes of it. How
 * soon a real DSP does so is its affair: here it has or has not.
 */

#define QDA_POLL_TEST_HANDLE	0x5000
#define QDA_POLL_TEST_DONE	0xdecaf

/** struct qda_poll_test - what each test starts with */
struct qda_poll_test {
	/** @dsp: the DSP, mute after the session has started */
	struct mock_dsp *dsp;
	/** @sess: a session that is running, of a user PD as far as calls know */
	struct qda_session *sess;
	/** @inv: a call that is sent */
	struct qda_invoke *inv;
};

static void qda_poll_test_send(struct kunit *test, u32 handle, unsigned int count)
{
	struct qda_poll_test *t = test->priv;

	t->inv = qda_invoke_get(t->sess, QDA_KILLABLE, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->inv);
	KUNIT_ASSERT_EQ(test, qda_invoke_prepare(t->inv, count, 0), 0);
	memset(t->inv->args, 0, count * sizeof(*t->inv->args));
	KUNIT_ASSERT_EQ(test, qda_invoke_send(t->inv, t->sess->client, handle, 0), 0);
}

/* As the DSP does; the place is that of the protocol, by numbers. */
static void qda_poll_test_write(struct kunit *test, u32 value)
{
	struct qda_poll_test *t = test->priv;
	u8 *payload = t->inv->payload;

	*(__le32 *)(payload + 40 * t->inv->count + 384) = cpu_to_le32(value);
}

static int qda_poll_test_init(struct kunit *test)
{
	struct qda_poll_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	s32 result;

	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	t->dsp = mock_dsp_create(test);
	t->sess = qda_session_create(&t->dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->sess);
	KUNIT_ASSERT_EQ(test, qda_pd_attach(t->sess, QDA_WIRE_PD_ROOT, &result), 0);
	t->sess->pd_type = QDA_WIRE_PD_USER;
	t->dsp->mute = true;

	return 0;
}

static void qda_poll_test_exit(struct kunit *test)
{
	struct qda_poll_test *t = test->priv;

	flush_work(&t->sess->reap_work);
	t->dsp->mute = false;
	qda_session_close(t->sess);
	mock_dsp_expect_clean(test, t->dsp);
}

/* The answer comes, in time or late, and ends what is left of the call. */
static void qda_poll_test_end(struct kunit *test, s32 result)
{
	struct qda_poll_test *t = test->priv;

	qda_invoke_put(t->inv);
	mock_dsp_answer(t->dsp, result);
	flush_work(&t->sess->reap_work);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.count.calls), 0);
}

/*
 * The word is there: the call is over, and its slot the DSP's until the answer,
 * which is no stray, whatever its result.
 */
static void qda_test_poll_done(struct kunit *test)
{
	struct qda_poll_test *t = test->priv;
	struct qda_invoke *other;

	for (unsigned int count = 0; count <= 16; count += 8) {
		qda_poll_test_send(test, QDA_POLL_TEST_HANDLE, count);
		qda_poll_test_write(test, QDA_POLL_TEST_DONE);
		KUNIT_EXPECT_TRUE(test, qda_invoke_poll(t->inv));

		qda_invoke_put(t->inv);
		KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.count.calls), 1);
		other = qda_invoke_get(t->sess, QDA_KILLABLE, 0);
		KUNIT_EXPECT_PTR_NE(test, other, t->inv);
		qda_invoke_put(other);

		mock_dsp_answer(t->dsp, -5);
		flush_work(&t->sess->reap_work);
		KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.count.calls), 0);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.strays), 0);
}

/* The word of a slot's last call is not that of its next. */
static void qda_test_poll_again(struct kunit *test)
{
	struct qda_poll_test *t = test->priv;
	struct qda_invoke *first;

	qda_poll_test_send(test, QDA_POLL_TEST_HANDLE, 2);
	first = t->inv;
	qda_poll_test_write(test, QDA_POLL_TEST_DONE);
	KUNIT_EXPECT_TRUE(test, qda_invoke_poll(t->inv));
	qda_poll_test_end(test, 0);

	qda_poll_test_send(test, QDA_POLL_TEST_HANDLE, 2);
	KUNIT_ASSERT_PTR_EQ(test, t->inv, first);
	KUNIT_EXPECT_FALSE(test, qda_invoke_poll(t->inv));
	qda_poll_test_end(test, 0);
}

/* Other values of the word, each bit of it: the call goes on. */
static void qda_test_poll_wrong(struct kunit *test)
{
	struct qda_poll_test *t = test->priv;

	qda_poll_test_send(test, QDA_POLL_TEST_HANDLE, 1);
	for (unsigned int bit = 0; bit < 32; bit++) {
		qda_poll_test_write(test, QDA_POLL_TEST_DONE ^ BIT(bit));
		KUNIT_EXPECT_FALSE(test, qda_invoke_poll(t->inv));
	}
	KUNIT_EXPECT_EQ(test, qda_invoke_wait(t->inv, QDA_KILLABLE, 1), -ETIMEDOUT);
	qda_poll_test_end(test, 0);
}

/* No word, but the answer: that ends the spinning, and has the result. */
static void qda_test_poll_answer(struct kunit *test)
{
	struct qda_poll_test *t = test->priv;

	qda_poll_test_send(test, QDA_POLL_TEST_HANDLE, 0);
	mock_dsp_answer(t->dsp, -3);
	KUNIT_EXPECT_FALSE(test, qda_invoke_poll(t->inv));
	KUNIT_EXPECT_EQ(test, qda_invoke_wait(t->inv, QDA_KILLABLE, 0), 0);
	KUNIT_EXPECT_EQ(test, t->inv->result, -3);
	qda_invoke_put(t->inv);
}

/* Objects up to 20, and other PDs, have no poll word, whatever is there. */
static void qda_test_poll_others(struct kunit *test)
{
	struct qda_poll_test *t = test->priv;

	qda_poll_test_send(test, 20, 0);
	qda_poll_test_write(test, QDA_POLL_TEST_DONE);
	KUNIT_EXPECT_FALSE(test, qda_invoke_poll(t->inv));
	qda_poll_test_end(test, 0);

	qda_poll_test_send(test, 21, 0);
	qda_poll_test_write(test, QDA_POLL_TEST_DONE);
	KUNIT_EXPECT_TRUE(test, qda_invoke_poll(t->inv));
	qda_poll_test_end(test, 0);

	t->sess->pd_type = QDA_WIRE_PD_SENSORS;
	qda_poll_test_send(test, QDA_POLL_TEST_HANDLE, 0);
	qda_poll_test_write(test, QDA_POLL_TEST_DONE);
	KUNIT_EXPECT_FALSE(test, qda_invoke_poll(t->inv));
	qda_poll_test_end(test, 0);
}

/* Calls that take long make a session spin less; one that is short helps. */
static void qda_test_poll_adapt(struct kunit *test)
{
	struct qda_poll_test *t = test->priv;
	u32 before = t->sess->spin_ns;

	KUNIT_EXPECT_LT(test, before, 100000);
	qda_poll_test_send(test, QDA_POLL_TEST_HANDLE, 0);
	KUNIT_EXPECT_FALSE(test, qda_invoke_poll(t->inv));
	KUNIT_EXPECT_EQ(test, t->sess->spin_ns, before / 2);
	for (unsigned int i = 0; i < 40; i++)
		KUNIT_EXPECT_FALSE(test, qda_invoke_poll(t->inv));
	KUNIT_EXPECT_EQ(test, t->sess->spin_ns, 1000);

	qda_poll_test_write(test, QDA_POLL_TEST_DONE);
	KUNIT_EXPECT_TRUE(test, qda_invoke_poll(t->inv));
	KUNIT_EXPECT_GE(test, t->sess->spin_ns, 1000);
	KUNIT_EXPECT_LE(test, t->sess->spin_ns, before);
	qda_poll_test_end(test, 0);
}

/* Whatever a session has come to, it does not spin longer than at its start. */
static void qda_test_poll_bound(struct kunit *test)
{
	struct qda_poll_test *t = test->priv;
	u32 before = t->sess->spin_ns;

	t->sess->spin_ns = 2 * before;
	qda_poll_test_send(test, QDA_POLL_TEST_HANDLE, 0);
	qda_poll_test_write(test, QDA_POLL_TEST_DONE);
	KUNIT_EXPECT_TRUE(test, qda_invoke_poll(t->inv));
	KUNIT_EXPECT_EQ(test, t->sess->spin_ns, before);
	qda_poll_test_end(test, 0);
}

/* Which SoCs have it; the machine here is none of those that have it by name. */
static void qda_test_poll_socs(struct kunit *test)
{
	const struct qda_soc *first = qda_soc_of_match[0].data;
	const struct qda_soc *second = qda_soc_of_match[1].data;

	KUNIT_EXPECT_STREQ(test, qda_soc_of_match[0].compatible, "qcom,fastrpc");
	KUNIT_EXPECT_EQ(test, first->sid_shift, 32);
	KUNIT_EXPECT_FALSE(test, qda_soc_polls(first));
	KUNIT_EXPECT_STREQ(test, qda_soc_of_match[1].compatible, "qcom,kaanapali-fastrpc");
	KUNIT_EXPECT_EQ(test, second->sid_shift, 56);
	KUNIT_EXPECT_TRUE(test, qda_soc_polls(second));
}

static struct kunit_case qda_poll_test_cases[] = {
	KUNIT_CASE(qda_test_poll_done),
	KUNIT_CASE(qda_test_poll_again),
	KUNIT_CASE(qda_test_poll_wrong),
	KUNIT_CASE(qda_test_poll_answer),
	KUNIT_CASE(qda_test_poll_others),
	KUNIT_CASE(qda_test_poll_adapt),
	KUNIT_CASE(qda_test_poll_bound),
	KUNIT_CASE(qda_test_poll_socs),
	{ }
};

static struct kunit_suite qda_poll_test_suite = {
	.name = "qda_poll",
	.init = qda_poll_test_init,
	.exit = qda_poll_test_exit,
	.test_cases = qda_poll_test_cases,
};

kunit_test_suite(qda_poll_test_suite);
