// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

#include <kunit/test.h>

#include "../qda_deadline.h"
#include "../qda_gem.h"
#include "../qda_invoke.h"
#include "../qda_mapping.h"
#include "../qda_session.h"
#include "mock_dsp.h"

/**
 * DOC: Mapping tests
 *
 * How long an object stays mapped, and for whom. Objects are one page here: the
 * banks have no IOMMU, and more pages need not be one range.
 */

/** struct qda_mapping_test - what each test starts with */
struct qda_mapping_test {
	/** @dsp: the DSP */
	struct mock_dsp *dsp;
	/** @sess: two sessions that the DSP does not know */
	struct qda_session *sess[2];
	/** @bo: an object */
	struct qda_gem_object *bo;
};

static struct qda_gem_object *qda_mapping_test_create(struct kunit *test, struct mock_dsp *dsp)
{
	struct qda_gem_object *bo = qda_gem_create(&dsp->qdev, PAGE_SIZE);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, bo);

	return bo;
}

static int qda_mapping_test_init(struct kunit *test)
{
	struct qda_mapping_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	t->dsp = mock_dsp_create(test);
	for (unsigned int i = 0; i < ARRAY_SIZE(t->sess); i++) {
		t->sess[i] = qda_session_create(&t->dsp->qdev, KUIDT_INIT(1000), QDA_NO_WAIT);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->sess[i]);
	}
	t->bo = qda_mapping_test_create(test, t->dsp);
	test->priv = t;

	return 0;
}

static void qda_mapping_test_exit(struct kunit *test)
{
	struct qda_mapping_test *t = test->priv;

	if (!t)
		return;

	for (unsigned int i = 0; i < ARRAY_SIZE(t->sess); i++)
		if (t->sess[i])
			qda_session_close(t->sess[i]);
	if (t->bo)
		drm_gem_object_put(&t->bo->shmem.base);
	mock_dsp_expect_clean(test, t->dsp);
}

static struct qda_mapping *qda_mapping_test_get(struct kunit *test, unsigned int i)
{
	struct qda_mapping_test *t = test->priv;
	struct qda_mapping *map = qda_mapping_get(t->sess[i], t->bo);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, map);

	return map;
}

static int qda_mapping_test_count(struct kunit *test)
{
	struct qda_mapping_test *t = test->priv;

	return atomic_read(&t->dsp->qdev.count.mappings);
}

/* The second to ask gets what the first got, and it stays when both are done. */
static void qda_test_mapping_cached(struct kunit *test)
{
	struct qda_mapping *map = qda_mapping_test_get(test, 0);
	struct qda_mapping *same = qda_mapping_test_get(test, 0);

	KUNIT_EXPECT_PTR_EQ(test, map, same);
	KUNIT_EXPECT_EQ(test, map->size, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, qda_mapping_test_count(test), 1);
	qda_mapping_put(map);
	qda_mapping_put(same);
	KUNIT_EXPECT_EQ(test, qda_mapping_test_count(test), 1);
	same = qda_mapping_test_get(test, 0);
	KUNIT_EXPECT_PTR_EQ(test, map, same);
	qda_mapping_put(same);
}

/* Two sessions: each has a mapping of its own, at an address with its SID. */
static void qda_test_mapping_private(struct kunit *test)
{
	struct qda_mapping_test *t = test->priv;
	struct qda_mapping *first = qda_mapping_test_get(test, 0);
	struct qda_mapping *second = qda_mapping_test_get(test, 1);

	KUNIT_EXPECT_PTR_NE(test, first, second);
	KUNIT_EXPECT_EQ(test, qda_mapping_test_count(test), 2);
	KUNIT_EXPECT_EQ(test, first->addr >> 32, t->sess[0]->cb->sid);
	KUNIT_EXPECT_EQ(test, second->addr >> 32, t->sess[1]->cb->sid);

	/* One session forgets it: the other is not concerned. */
	qda_mapping_put(first);
	qda_mapping_forget(t->sess[0], t->bo);
	KUNIT_EXPECT_EQ(test, qda_mapping_test_count(test), 1);
	qda_mapping_put(second);
	KUNIT_EXPECT_EQ(test, qda_mapping_test_count(test), 1);
}

/* The program lets go of an object that a call uses: it stays for the call. */
static void qda_test_mapping_in_use(struct kunit *test)
{
	struct qda_mapping_test *t = test->priv;
	struct qda_invoke *inv = qda_invoke_get(t->sess[0], QDA_KILLABLE, 0);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, inv);
	KUNIT_ASSERT_EQ(test, qda_invoke_prepare(inv, 1, 0), 0);
	qda_invoke_set_mapping(inv, 0, qda_mapping_test_get(test, 0));

	qda_mapping_forget(t->sess[0], t->bo);
	drm_gem_object_put(&t->bo->shmem.base);
	t->bo = NULL;
	KUNIT_EXPECT_EQ(test, qda_mapping_test_count(test), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.count.objects), 1);

	qda_invoke_put(inv);
	KUNIT_EXPECT_EQ(test, qda_mapping_test_count(test), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->dsp->qdev.count.objects), 0);
}

/* To forget what is not mapped is to do nothing. */
static void qda_test_mapping_forget_unknown(struct kunit *test)
{
	struct qda_mapping_test *t = test->priv;

	qda_mapping_forget(t->sess[0], t->bo);
	qda_mapping_put(qda_mapping_test_get(test, 0));
	qda_mapping_forget(t->sess[0], t->bo);
	qda_mapping_forget(t->sess[0], t->bo);
	KUNIT_EXPECT_EQ(test, qda_mapping_test_count(test), 0);
}

/* The session ends: its mappings go, those of the other stay. */
static void qda_test_mapping_close(struct kunit *test)
{
	struct qda_mapping_test *t = test->priv;

	qda_mapping_put(qda_mapping_test_get(test, 0));
	qda_mapping_put(qda_mapping_test_get(test, 1));
	qda_session_close(t->sess[0]);
	t->sess[0] = NULL;
	KUNIT_EXPECT_EQ(test, qda_mapping_test_count(test), 1);
}

/* The DSP has gone: nothing can be mapped any more. */
static void qda_test_mapping_lost(struct kunit *test)
{
	struct qda_mapping_test *t = test->priv;

	qda_mapping_put(qda_mapping_test_get(test, 0));
	qda_session_lose_all(&t->dsp->qdev);
	qda_session_forget_all(&t->dsp->qdev);
	KUNIT_EXPECT_EQ(test, qda_mapping_test_count(test), 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(qda_mapping_get(t->sess[0], t->bo)), -ECONNRESET);
}

/* Where the exporter below has its first page, in the addresses of a bank. */
#define QDA_MAPPING_TEST_ADDR	0x10000000

/* An exporter of two pages; its private data is the gap between them, bytes. */
static struct sg_table *qda_mapping_test_map(struct dma_buf_attachment *attach,
					     enum dma_data_direction direction)
{
	dma_addr_t addr = QDA_MAPPING_TEST_ADDR;
	struct scatterlist *sg;
	struct sg_table *sgt;
	unsigned int i;

	sgt = kzalloc_obj(*sgt);
	if (!sgt)
		return ERR_PTR(-ENOMEM);
	if (sg_alloc_table(sgt, 2, GFP_KERNEL)) {
		kfree(sgt);
		return ERR_PTR(-ENOMEM);
	}

	for_each_sgtable_dma_sg(sgt, sg, i) {
		sg_set_page(sg, ZERO_PAGE(0), PAGE_SIZE, 0);
		sg_dma_address(sg) = addr;
		sg_dma_len(sg) = PAGE_SIZE;
		addr += PAGE_SIZE + *(size_t *)attach->dmabuf->priv;
	}

	return sgt;
}

static void qda_mapping_test_unmap(struct dma_buf_attachment *attach, struct sg_table *sgt,
				   enum dma_data_direction direction)
{
	sg_free_table(sgt);
	kfree(sgt);
}

static void qda_mapping_test_release(struct dma_buf *buf)
{
}

static const struct dma_buf_ops qda_mapping_test_ops = {
	.map_dma_buf = qda_mapping_test_map,
	.unmap_dma_buf = qda_mapping_test_unmap,
	.release = qda_mapping_test_release,
};

/* Maps an import of two pages with a gap of @gap bytes; looks what comes. */
static void qda_mapping_test_import(struct kunit *test, size_t gap, int error)
{
	DEFINE_DMA_BUF_EXPORT_INFO(info);
	struct qda_mapping_test *t = test->priv;
	struct drm_gem_object *obj;
	struct qda_mapping *map;
	struct dma_buf *buf;

	info.ops = &qda_mapping_test_ops;
	info.size = 2 * PAGE_SIZE;
	info.priv = &gap;
	buf = dma_buf_export(&info);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	obj = qda_gem_prime_import(&t->dsp->qdev.drm, buf);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, obj);

	map = qda_mapping_get(t->sess[0], to_qda_gem_object(obj));
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(map), error);
	if (!IS_ERR(map)) {
		KUNIT_EXPECT_EQ(test, (u32)map->addr, QDA_MAPPING_TEST_ADDR);
		KUNIT_EXPECT_EQ(test, map->size, 2 * PAGE_SIZE);
		qda_mapping_put(map);
	}
	qda_mapping_forget(t->sess[0], to_qda_gem_object(obj));
	KUNIT_EXPECT_EQ(test, qda_mapping_test_count(test), 0);

	drm_gem_object_put(obj);
	dma_buf_put(buf);
}

/* Memory that the bank sees as one range is mapped, however many its pieces. */
static void qda_test_mapping_one_range(struct kunit *test)
{
	qda_mapping_test_import(test, 0, 0);
}

/* Memory with a gap is refused, and nothing stays attached. */
static void qda_test_mapping_two_ranges(struct kunit *test)
{
	qda_mapping_test_import(test, PAGE_SIZE, -EOPNOTSUPP);
}

/*
 * An object that programs map around the cache has its pages from the start, and
 * they are flushed; one that the DSP sees through the cache gets them when needed.
 */
static void qda_test_mapping_flushed(struct kunit *test)
{
	struct qda_mapping_test *t = test->priv;
	struct qda_gem_object *bo;

	KUNIT_EXPECT_TRUE(test, t->bo->shmem.map_wc);
	KUNIT_EXPECT_TRUE(test, t->bo->flushed);
	KUNIT_EXPECT_NOT_NULL(test, t->bo->shmem.pages);

	t->dsp->qdev.coherent = true;
	bo = qda_mapping_test_create(test, t->dsp);
	KUNIT_EXPECT_FALSE(test, bo->shmem.map_wc);
	KUNIT_EXPECT_NULL(test, bo->shmem.pages);
	drm_gem_object_put(&bo->shmem.base);
}

static struct kunit_case qda_mapping_test_cases[] = {
	KUNIT_CASE(qda_test_mapping_flushed),
	KUNIT_CASE(qda_test_mapping_cached),
	KUNIT_CASE(qda_test_mapping_private),
	KUNIT_CASE(qda_test_mapping_in_use),
	KUNIT_CASE(qda_test_mapping_forget_unknown),
	KUNIT_CASE(qda_test_mapping_close),
	KUNIT_CASE(qda_test_mapping_lost),
	KUNIT_CASE(qda_test_mapping_one_range),
	KUNIT_CASE(qda_test_mapping_two_ranges),
	{ }
};

static struct kunit_suite qda_mapping_test_suite = {
	.name = "qda_mapping",
	.init = qda_mapping_test_init,
	.exit = qda_mapping_test_exit,
	.test_cases = qda_mapping_test_cases,
};

kunit_test_suite(qda_mapping_test_suite);
