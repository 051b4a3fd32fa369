// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/sizes.h>

#include <kunit/test.h>

#include <drm/qda_accel.h>

#include "../qda_deadline.h"
#include "../qda_gem.h"
#include "../qda_legacy.h"
#include "../qda_legacy_copy.h"
#include "../qda_mapping.h"
#include "../qda_marshal.h"
#include "../qda_pd.h"
#include "../qda_pdmap.h"
#include "../qda_session.h"
#include "mock_dsp.h"

/**
 * DOC: Tests of the legacy interface
 *
 * Where bytes that overlap are placed, and what that interface alone asks of a
 * session: a second try for a PD, results of a PD that has died, memory found by its address.
 */

#define QDA_LEGACY_TEST_ARGS	4

/** struct qda_legacy_layout_case - arguments that are bytes, and their places */
struct qda_legacy_layout_case {
	/** @name: what is special */
	const char *name;
	/** @count: number of arguments */
	unsigned int count;
	/** @args: address and size of each, and its place, from the first one that is free */
	struct {
		/** @args.user: address */
		u64 user;
		/** @args.size: bytes */
		u64 size;
		/** @args.place: where it is to go */
		u64 place;
	} args[QDA_LEGACY_TEST_ARGS];
	/** @size: bytes that are wanted for all, or an error */
	int size;
};

static const struct qda_legacy_layout_case qda_legacy_layout_cases[] = {
	{ "none", 0, {}, 0 },
	{ "empty", 2, { { 0x1000, 0, 0 }, { 0, 0, 0 } }, 0 },
	{ "one", 1, { { 0x1234, 5, 0 } }, 5 },
	{ "apart", 2, { { 0x1000, 5, 0 }, { 0x2000, 6, 128 } }, 134 },
	{ "by-address", 3, { { 0x3000, 1, 256 }, { 0x1000, 1, 0 }, { 0x2000, 1, 128 } }, 257 },
	{ "same", 2, { { 0x1000, 200, 0 }, { 0x1000, 200, 0 } }, 200 },
	{ "inside", 2, { { 0x1010, 16, 16 }, { 0x1000, 64, 0 } }, 64 },
	{ "tail", 2, { { 0x1000, 64, 0 }, { 0x1020, 64, 32 } }, 96 },
	{ "adjacent", 2, { { 0x1000, 64, 0 }, { 0x1040, 64, 128 } }, 192 },
	{ "chain", 4, { { 0x1000, 10, 0 }, { 0x1009, 10, 9 }, { 0x1012, 10, 18 },
			{ 0x1001, 3, 1 } }, 28 },
	{ "after-a-chain", 3, { { 0x1000, 10, 0 }, { 0x1005, 100, 5 }, { 0x2000, 1, 128 } }, 129 },
	{ "null", 1, { { 0, 8, 0 } }, 8 },
	{ "wraps", 1, { { U64_MAX - 3, 8, 0 } }, -EFAULT },
	{ "too-much", 1, { { 0x1000, SZ_128M, 0 } }, -ENOMEM },
	{ "4-gib", 2, { { 0x1000, 8, 0 }, { 0x1004, SZ_4G, 4 } }, -ENOMEM },
};

KUNIT_ARRAY_PARAM_DESC(qda_legacy_layout_case, qda_legacy_layout_cases, name);

/* Arguments at some addresses: each at its place, and room for all. */
static void qda_test_legacy_layout(struct kunit *test)
{
	const struct qda_legacy_layout_case *c = test->param_value;
	struct fastrpc_invoke_args user[QDA_LEGACY_TEST_ARGS] = {};
	struct qda_arg args[QDA_LEGACY_TEST_ARGS] = {};

	for (unsigned int i = 0; i < c->count; i++) {
		user[i].ptr = c->args[i].user;
		user[i].length = c->args[i].size;
		user[i].fd = i % 2 ? -1 : 0;
	}
	KUNIT_ASSERT_EQ(test, qda_legacy_layout(user, args, c->count), c->size);
	for (unsigned int i = 0; i < c->count && c->size > 0; i++)
		if (user[i].length)
			KUNIT_EXPECT_EQ_MSG(test, args[i].offset, c->args[i].place,
					    "argument %u", i);
}

/* Arguments in buffers have no place, whatever they overlap with. */
static void qda_test_legacy_layout_buffers(struct kunit *test)
{
	const struct fastrpc_invoke_args user[3] = {
		{ .fd = 5, .ptr = 0x1000, .length = SZ_4G },
		{ .fd = -1, .ptr = 0x1800, .length = 16 },
		{ .fd = 6, .ptr = 0x1800, .length = 16 },
	};
	struct qda_arg args[3] = { { .offset = 7 }, {}, { .offset = 9 } };

	KUNIT_EXPECT_EQ(test, qda_legacy_layout(user, args, 3), 16);
	KUNIT_EXPECT_EQ(test, args[0].offset, 7);
	KUNIT_EXPECT_EQ(test, args[1].offset, 0);
	KUNIT_EXPECT_EQ(test, args[2].offset, 9);
}

/* A session as that interface has it: it runs, without a PD. */
static struct qda_session *qda_legacy_test_start(struct kunit *test, struct mock_dsp *dsp)
{
	struct qda_session *sess = qda_session_create(&dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, sess);
	qda_session_start(sess);

	return sess;
}

/* The DSP refuses a PD: it can be had with the same memory. Not so a second one. */
static void qda_test_legacy_create_again(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sess = qda_legacy_test_start(test, dsp);
	const struct qda_pd_params params = {};
	s32 result = 0;
	void *heap;

	dsp->result = 39;
	KUNIT_EXPECT_EQ(test, qda_pd_create(sess, &params, &result), -EREMOTEIO);
	KUNIT_EXPECT_EQ(test, result, 39);
	heap = sess->heap;

	dsp->result = 0;
	KUNIT_EXPECT_EQ(test, qda_pd_create(sess, &params, &result), 0);
	KUNIT_EXPECT_EQ(test, sess->pd_type, QDA_WIRE_PD_USER);
	KUNIT_EXPECT_PTR_EQ(test, sess->heap, heap);

	dsp->result = 39;
	KUNIT_EXPECT_EQ(test, qda_pd_attach(sess, QDA_WIRE_PD_ROOT, &result), -EREMOTEIO);
	KUNIT_EXPECT_EQ(test, sess->pd_type, QDA_WIRE_PD_USER);
	dsp->result = 0;
	KUNIT_EXPECT_EQ(test, qda_session_alloc_heap(sess, sess->heap_size + 1), -EBUSY);

	qda_session_close(sess);
	mock_dsp_expect_clean(test, dsp);
}

/* The PD of such a session dies: the DSP's answer is the result of the call. */
static void qda_test_legacy_results(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sess = qda_legacy_test_start(test, dsp);
	struct qda_invoke *inv = qda_invoke_get(sess, QDA_KILLABLE, 0);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, inv);
	dsp->mute = true;
	KUNIT_ASSERT_EQ(test, qda_invoke_prepare(inv, 0, 0), 0);
	KUNIT_ASSERT_EQ(test, qda_invoke_send(inv, sess->client, 0x1000, 0), 0);
	mock_dsp_notice(dsp, 4, sess->client, QDA_WIRE_PD_EXITED, 24);
	flush_work(&sess->abort_work);
	mock_dsp_answer(dsp, -77);
	KUNIT_EXPECT_EQ(test, qda_invoke_wait(inv, TASK_INTERRUPTIBLE, 0), 0);
	KUNIT_EXPECT_EQ(test, inv->result, -77);
	KUNIT_EXPECT_EQ(test, qda_session_error(sess), 0);
	qda_invoke_put(inv);

	dsp->mute = false;
	qda_session_close(sess);
	mock_dsp_expect_clean(test, dsp);
}

/* An object is unmapped when its last user but the table has gone, and not before. */
static void qda_test_legacy_forget_idle(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sess = qda_legacy_test_start(test, dsp);
	struct qda_gem_object *bo = qda_gem_create(&dsp->qdev, PAGE_SIZE);
	struct qda_mapping *map;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, bo);
	KUNIT_EXPECT_TRUE(test, qda_mapping_forget_idle(sess, bo));
	map = qda_mapping_get(sess, bo);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, map);
	KUNIT_EXPECT_FALSE(test, qda_mapping_forget_idle(sess, bo));
	KUNIT_EXPECT_EQ(test, atomic_read(&dsp->qdev.count.mappings), 1);
	qda_mapping_put(map);
	KUNIT_EXPECT_TRUE(test, qda_mapping_forget_idle(sess, bo));
	KUNIT_EXPECT_EQ(test, atomic_read(&dsp->qdev.count.mappings), 0);

	drm_gem_object_put(&bo->shmem.base);
	qda_session_close(sess);
	mock_dsp_expect_clean(test, dsp);
}

/* Memory of a PD is found by address, and by tag and size if they are given. */
static void qda_test_legacy_find(struct kunit *test)
{
	struct mock_dsp *dsp = mock_dsp_create(test);
	struct qda_session *sess = qda_legacy_test_start(test, dsp);
	struct qda_gem_object *bo = qda_gem_create(&dsp->qdev, PAGE_SIZE);
	struct qda_pdmap params = { .request = DRM_QDA_MAP_ATTR, .size = 77, .tag = 5 };
	u64 address;
	s32 result;
	u32 id;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, bo);
	params.map = qda_mapping_get(sess, bo);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, params.map);
	KUNIT_ASSERT_EQ(test, qda_pdmap_create(sess, &params, &id, &address, &result), 0);

	KUNIT_EXPECT_EQ(test, qda_pdmap_find(sess, DRM_QDA_MAP_ATTR, address, -1, 0), id);
	KUNIT_EXPECT_EQ(test, qda_pdmap_find(sess, DRM_QDA_MAP_ATTR, address, 5, 77), id);
	KUNIT_EXPECT_EQ(test, qda_pdmap_find(sess, DRM_QDA_MAP_ATTR, address, 6, 77), 0);
	KUNIT_EXPECT_EQ(test, qda_pdmap_find(sess, DRM_QDA_MAP_ATTR, address, 5, 78), 0);
	KUNIT_EXPECT_EQ(test, qda_pdmap_find(sess, DRM_QDA_MAP_ATTR, address + 1, -1, 0), 0);
	KUNIT_EXPECT_EQ(test, qda_pdmap_find(sess, DRM_QDA_MAP_LEGACY, address, -1, 0), 0);

	drm_gem_object_put(&bo->shmem.base);
	qda_session_close(sess);
	mock_dsp_expect_clean(test, dsp);
}

static struct kunit_case qda_legacy_test_cases[] = {
	KUNIT_CASE_PARAM(qda_test_legacy_layout, qda_legacy_layout_case_gen_params),
	KUNIT_CASE(qda_test_legacy_layout_buffers),
	KUNIT_CASE(qda_test_legacy_create_again),
	KUNIT_CASE(qda_test_legacy_results),
	KUNIT_CASE(qda_test_legacy_forget_idle),
	KUNIT_CASE(qda_test_legacy_find),
	{ }
};

static struct kunit_suite qda_legacy_test_suite = {
	.name = "qda_legacy",
	.test_cases = qda_legacy_test_cases,
};

kunit_test_suite(qda_legacy_test_suite);
