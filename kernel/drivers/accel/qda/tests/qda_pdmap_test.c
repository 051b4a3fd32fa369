// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <drm/qda_accel.h>
#include <kunit/test.h>

#include "../qda_deadline.h"
#include "../qda_gem.h"
#include "../qda_mapping.h"
#include "../qda_pd.h"
#include "../qda_pdmap.h"
#include "../qda_session.h"
#include "mock_dsp.h"

/**
 * DOC: Tests of memory mapped into a PD
 *
 * Each mapping is tracked under an id, and undone when the DSP has unmapped it
 * or the session ends.
 */

/** struct qda_pdmap_test - what each test starts with */
struct qda_pdmap_test {
	/** @dsp: the DSP */
	struct mock_dsp *dsp;
	/** @sess: a session that is running */
	struct qda_session *sess;
	/** @bo: an object of one page */
	struct qda_gem_object *bo;
};

static int qda_pdmap_test_init(struct kunit *test)
{
	struct qda_pdmap_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	s32 result;

	KUNIT_ASSERT_NOT_NULL(test, t);
	t->dsp = mock_dsp_create(test);
	t->sess = qda_session_create(&t->dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->sess);
	KUNIT_ASSERT_EQ(test, qda_pd_attach(t->sess, QDA_WIRE_PD_ROOT, &result), 0);
	t->bo = qda_gem_create(&t->dsp->qdev, PAGE_SIZE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->bo);
	test->priv = t;

	return 0;
}

static void qda_pdmap_test_exit(struct kunit *test)
{
	struct qda_pdmap_test *t = test->priv;

	if (!t)
		return;

	t->dsp->send_error = 0;
	t->dsp->result = 0;
	qda_session_close(t->sess);
	drm_gem_object_put(&t->bo->shmem.base);
	mock_dsp_expect_clean(test, t->dsp);
}

/* Maps the object, and lets the session forget it otherwise. */
static int qda_pdmap_test_map(struct kunit *test, struct drm_qda_map *args)
{
	struct qda_pdmap_test *t = test->priv;
	struct qda_pdmap params = {
		.map = qda_mapping_get(t->sess, t->bo),
		.size = PAGE_SIZE,
		.request = args->request,
		.flags = args->map_flags,
		.tag = args->handle,
	};
	int ret;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, params.map);
	ret = qda_pdmap_create(t->sess, &params, &args->map, &args->dsp_address, &args->result);
	qda_mapping_forget(t->sess, t->bo);

	return ret;
}

static int qda_pdmap_test_count(struct kunit *test)
{
	struct qda_pdmap_test *t = test->priv;

	return atomic_read(&t->dsp->qdev.count.mappings);
}

static u32 qda_pdmap_test_last_sc(struct kunit *test)
{
	struct qda_pdmap_test *t = test->priv;

	return le32_to_cpu(mock_dsp_last(t->dsp)->sc);
}

/* Mapped, it outlives the handle; unmapped, it is gone, and so is its id. */
static void qda_pdmap_test_pair(struct kunit *test, u32 request, u32 map_sc, u32 unmap_sc)
{
	struct drm_qda_map args = { .request = request };
	struct qda_pdmap_test *t = test->priv;
	s32 result = 1;

	KUNIT_ASSERT_EQ(test, qda_pdmap_test_map(test, &args), 0);
	KUNIT_EXPECT_EQ(test, qda_pdmap_test_last_sc(test), map_sc);
	KUNIT_EXPECT_NE(test, args.map, 0);
	KUNIT_EXPECT_EQ(test, qda_pdmap_test_count(test), 1);

	KUNIT_EXPECT_EQ(test, qda_pdmap_destroy(t->sess, args.map, &result), 0);
	KUNIT_EXPECT_EQ(test, result, 0);
	KUNIT_EXPECT_EQ(test, qda_pdmap_test_last_sc(test), unmap_sc);
	KUNIT_EXPECT_EQ(test, qda_pdmap_test_count(test), 0);
	KUNIT_EXPECT_EQ(test, qda_pdmap_destroy(t->sess, args.map, &result), -ENOENT);
}

/* The request for pages. */
static void qda_test_pdmap_legacy(struct kunit *test)
{
	qda_pdmap_test_pair(test, DRM_QDA_MAP_LEGACY, 0x04020100, 0x05010000);
}

/* The request for a buffer. */
static void qda_test_pdmap_attr(struct kunit *test)
{
	qda_pdmap_test_pair(test, DRM_QDA_MAP_ATTR, 0x0a030100, 0x0b010000);
}

/* The DSP does not map it: nothing is left, and no id names it. */
static void qda_test_pdmap_refused(struct kunit *test)
{
	struct drm_qda_map args = { .request = DRM_QDA_MAP_ATTR };
	struct qda_pdmap_test *t = test->priv;
	s32 result;

	t->dsp->result = -12;
	KUNIT_EXPECT_EQ(test, qda_pdmap_test_map(test, &args), -EREMOTEIO);
	KUNIT_EXPECT_EQ(test, args.result, -12);
	KUNIT_EXPECT_EQ(test, qda_pdmap_test_count(test), 0);
	KUNIT_EXPECT_EQ(test, qda_pdmap_destroy(t->sess, 1, &result), -ENOENT);
}

/* The DSP does not unmap it: it stays, and another attempt may succeed. */
static void qda_test_pdmap_kept(struct kunit *test)
{
	struct drm_qda_map args = { .request = DRM_QDA_MAP_ATTR };
	struct qda_pdmap_test *t = test->priv;
	s32 result;

	KUNIT_ASSERT_EQ(test, qda_pdmap_test_map(test, &args), 0);
	t->dsp->result = -22;
	KUNIT_EXPECT_EQ(test, qda_pdmap_destroy(t->sess, args.map, &result), -EREMOTEIO);
	KUNIT_EXPECT_EQ(test, result, -22);
	KUNIT_EXPECT_EQ(test, qda_pdmap_test_count(test), 1);

	t->dsp->result = 0;
	KUNIT_EXPECT_EQ(test, qda_pdmap_destroy(t->sess, args.map, &result), 0);
}

/* The DSP has never heard of it: nothing is left. */
static void qda_test_pdmap_unsent(struct kunit *test)
{
	struct drm_qda_map args = { .request = DRM_QDA_MAP_LEGACY };
	struct qda_pdmap_test *t = test->priv;
	s32 result;

	t->dsp->mute = true;
	t->dsp->send_error = -EAGAIN;
	KUNIT_EXPECT_EQ(test, qda_pdmap_test_map(test, &args), -ECONNRESET);
	KUNIT_EXPECT_EQ(test, qda_pdmap_test_count(test), 0);
	t->dsp->mute = false;
	t->dsp->send_error = 0;
	KUNIT_EXPECT_EQ(test, qda_pdmap_destroy(t->sess, args.map, &result), -ENOENT);
}

/* Nobody knows whether the DSP has it: it is the DSP's until the session ends. */
static void qda_test_pdmap_unknown(struct kunit *test)
{
	struct drm_qda_map args = { .request = DRM_QDA_MAP_LEGACY };
	struct qda_pdmap_test *t = test->priv;
	s32 result;

	t->dsp->malformed = true;
	KUNIT_EXPECT_EQ(test, qda_pdmap_test_map(test, &args), -EBADMSG);
	KUNIT_EXPECT_EQ(test, qda_pdmap_test_count(test), 1);
	t->dsp->malformed = false;
	KUNIT_EXPECT_EQ(test, qda_pdmap_destroy(t->sess, args.map, &result), -EBUSY);
}

/* The session ends with mappings: the exit of the test finds nothing left. */
static void qda_test_pdmap_close(struct kunit *test)
{
	struct drm_qda_map first = { .request = DRM_QDA_MAP_LEGACY };
	struct drm_qda_map second = { .request = DRM_QDA_MAP_ATTR };

	KUNIT_ASSERT_EQ(test, qda_pdmap_test_map(test, &first), 0);
	KUNIT_ASSERT_EQ(test, qda_pdmap_test_map(test, &second), 0);
	KUNIT_EXPECT_NE(test, first.map, second.map);
}

static struct kunit_case qda_pdmap_test_cases[] = {
	KUNIT_CASE(qda_test_pdmap_legacy),
	KUNIT_CASE(qda_test_pdmap_attr),
	KUNIT_CASE(qda_test_pdmap_refused),
	KUNIT_CASE(qda_test_pdmap_kept),
	KUNIT_CASE(qda_test_pdmap_unsent),
	KUNIT_CASE(qda_test_pdmap_unknown),
	KUNIT_CASE(qda_test_pdmap_close),
	{ }
};

static struct kunit_suite qda_pdmap_test_suite = {
	.name = "qda_pdmap",
	.init = qda_pdmap_test_init,
	.exit = qda_pdmap_test_exit,
	.test_cases = qda_pdmap_test_cases,
};

kunit_test_suite(qda_pdmap_test_suite);
