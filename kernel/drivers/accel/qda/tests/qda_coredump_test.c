// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include <kunit/test.h>

#include "../qda_coredump.h"
#include "../qda_deadline.h"
#include "../qda_invoke.h"
#include "../qda_pd.h"
#include "../qda_session.h"
#include "mock_dsp.h"

/**
 * DOC: Core dump tests
 *
 * What of a PD's memory is in the dump of its fault, and when its start counts
 * as text.
 */

#define QDA_COREDUMP_TEST_HEAP	SZ_4M

/** struct qda_coredump_test - what each test starts with */
struct qda_coredump_test {
	/** @dsp: the DSP */
	struct mock_dsp *dsp;
	/** @sess: a session that is running, with memory for a PD */
	struct qda_session *sess;
};

static int qda_coredump_test_init(struct kunit *test)
{
	struct qda_coredump_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	s32 result;

	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	t->dsp = mock_dsp_create(test);
	t->sess = qda_session_create(&t->dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->sess);
	KUNIT_ASSERT_EQ(test, qda_session_alloc_heap(t->sess, QDA_COREDUMP_TEST_HEAP), 0);
	KUNIT_ASSERT_EQ(test, qda_pd_attach(t->sess, QDA_WIRE_PD_ROOT, &result), 0);
	memset(t->sess->heap, 0, QDA_COREDUMP_TEST_HEAP);

	return 0;
}

static void qda_coredump_test_exit(struct kunit *test)
{
	struct qda_coredump_test *t = test->priv;

	qda_session_close(t->sess);
	mock_dsp_expect_clean(test, t->dsp);
}

/* Dumps the session, whose memory is to be there up to @size. */
static void qda_coredump_test_dump(struct kunit *test, size_t size)
{
	struct qda_coredump_test *t = test->priv;
	char line[64];
	char *memory;

	qda_coredump_fault(t->sess);
	KUNIT_ASSERT_NOT_NULL(test, t->dsp->dump);
	snprintf(line, sizeof(line), "\nmemory: %zu bytes follow\n", size);
	memory = strnstr(t->dsp->dump, line, t->dsp->dump_size);
	KUNIT_ASSERT_NOT_NULL(test, memory);
	memory += strlen(line);
	KUNIT_ASSERT_EQ(test, t->dsp->dump + t->dsp->dump_size - memory, size);
	KUNIT_EXPECT_EQ(test, memcmp(memory, t->sess->heap, size), 0);
}

/** struct qda_coredump_test_row - what lies at the start of a PD's memory */
struct qda_coredump_test_row {
	/** @name: of the case */
	const char *name;
	/** @left: the bytes, up to a NUL */
	const char *left;
	/** @behind: of another byte that is not zero; 0 if there is none */
	size_t behind;
	/** @want: what the dump has of them as text, or NULL */
	const char *want;
};

static const struct qda_coredump_test_row qda_coredump_test_rows[] = {
	{ "nothing", "" },
	{ "lines", "a: 1\nb: 2\n", .want = "record:\n  a: 1\n  b: 2\nsession: " },
	{ "half a line", "a: 1\nb", .want = "record:\n  a: 1\n  b\nsession: " },
	{ "more behind", "a: 1\n", .behind = 100, .want = "record:\n  a: 1\nsession: " },
	{ "not ASCII", "a: \xe9\n" },
	{ "a control character", "a: \x1b[2J\n" },
	{ "a tab", "a:\t1\n" },
	{ "not at the start", "", .behind = 1 },
};

KUNIT_ARRAY_PARAM_DESC(qda_coredump_test_row, qda_coredump_test_rows, name);

/* Text is told as such, with all of its lines; anything else is only memory. */
static void qda_test_coredump_record(struct kunit *test)
{
	const struct qda_coredump_test_row *row = test->param_value;
	struct qda_coredump_test *t = test->priv;
	u8 *heap = t->sess->heap;

	memcpy(heap, row->left, strlen(row->left));
	if (row->behind)
		heap[row->behind] = 0x80;

	qda_coredump_test_dump(test, row->behind ? row->behind + 1 : strlen(row->left));
	if (row->want)
		KUNIT_EXPECT_NOT_NULL(test, strnstr(t->dsp->dump, row->want, SZ_4K));
	else
		KUNIT_EXPECT_NULL(test, strnstr(t->dsp->dump, "\nrecord:", SZ_4K));
}

/* Text without an end in 4 KiB is none; with one, it may be that long. */
static void qda_test_coredump_record_long(struct kunit *test)
{
	struct qda_coredump_test *t = test->priv;
	u8 *heap = t->sess->heap;

	memset(heap, 'x', SZ_4K + 1);
	qda_coredump_test_dump(test, SZ_4K + 1);
	KUNIT_EXPECT_NULL(test, strnstr(t->dsp->dump, "\nrecord:", SZ_4K));

	heap[SZ_4K - 1] = 0;
	qda_coredump_test_dump(test, SZ_4K + 1);
	KUNIT_EXPECT_NOT_NULL(test, strnstr(t->dsp->dump, "\nrecord:\n  xxx", SZ_4K));
}

/* Of memory that is all in use, the first 2 MiB are dumped. */
static void qda_test_coredump_memory(struct kunit *test)
{
	struct qda_coredump_test *t = test->priv;

	memset(t->sess->heap, 0x81, QDA_COREDUMP_TEST_HEAP);
	qda_coredump_test_dump(test, SZ_2M);
}

static struct qda_invoke *qda_coredump_test_send(struct kunit *test, u32 handle)
{
	struct qda_coredump_test *t = test->priv;
	struct qda_invoke *inv = qda_invoke_get(t->sess, QDA_KILLABLE, 0);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, inv);
	KUNIT_ASSERT_EQ(test, qda_invoke_prepare(inv, 0, 0), 0);
	KUNIT_ASSERT_EQ(test, qda_invoke_send(inv, t->sess->client, handle, 0x07000000), 0);

	return inv;
}

/* Whether the line about the call of this object ends so; with NULL: there is none. */
static bool qda_coredump_test_ends(struct kunit *test, u32 handle, const char *want)
{
	struct qda_coredump_test *t = test->priv;
	char begin[64];
	char *line, *end;

	snprintf(begin, sizeof(begin), ", handle %#x, method 7, scalars 0x07000000, ", handle);
	line = strnstr(t->dsp->dump, begin, t->dsp->dump_size);
	if (!line || !want)
		return !line && !want;
	end = strchr(line, '\n');

	return end && end - line > strlen(want) && !strncmp(end - strlen(want), want, strlen(want));
}

/*
 * A call is told while the DSP has not answered it, or has when its PD was dead.
 * One with an answer is not, though its caller has not seen it yet.
 */
static void qda_test_coredump_calls(struct kunit *test)
{
	struct qda_coredump_test *t = test->priv;
	struct qda_invoke *waits, *answered, *dead;
	u64 ctx[2];

	t->dsp->mute = true;
	answered = qda_coredump_test_send(test, 0x5000);
	mock_dsp_answer(t->dsp, 0);
	waits = qda_coredump_test_send(test, 0x5001);
	ctx[0] = le64_to_cpu(mock_dsp_last(t->dsp)->ctx);
	qda_invoke_put(qda_coredump_test_send(test, 0x5002));
	ctx[1] = le64_to_cpu(mock_dsp_last(t->dsp)->ctx);
	dead = qda_coredump_test_send(test, 0x5003);
	atomic_set(&t->sess->pd_status, QDA_WIRE_PD_FAULTED);
	mock_dsp_answer(t->dsp, 0x8000040d);

	qda_coredump_test_dump(test, 0);
	KUNIT_EXPECT_TRUE(test, qda_coredump_test_ends(test, 0x5000, NULL));
	KUNIT_EXPECT_TRUE(test, qda_coredump_test_ends(test, 0x5001, " us ago"));
	KUNIT_EXPECT_TRUE(test, qda_coredump_test_ends(test, 0x5002, " us ago, given up"));
	KUNIT_EXPECT_TRUE(test, qda_coredump_test_ends(test, 0x5003,
						       " us ago, answered when its PD was dead"));

	qda_invoke_put(answered);
	qda_invoke_put(waits);
	qda_invoke_put(dead);
	for (unsigned int i = 0; i < 2; i++)
		qda_invoke_answer(&t->dsp->qdev, ctx[i], 0, false);
	flush_work(&t->sess->reap_work);
	t->dsp->mute = false;
}

static struct kunit_case qda_coredump_test_cases[] = {
	KUNIT_CASE_PARAM(qda_test_coredump_record, qda_coredump_test_row_gen_params),
	KUNIT_CASE(qda_test_coredump_record_long),
	KUNIT_CASE(qda_test_coredump_memory),
	KUNIT_CASE(qda_test_coredump_calls),
	{ }
};

static struct kunit_suite qda_coredump_test_suite = {
	.name = "qda_coredump",
	.init = qda_coredump_test_init,
	.exit = qda_coredump_test_exit,
	.test_cases = qda_coredump_test_cases,
};

kunit_test_suite(qda_coredump_test_suite);
