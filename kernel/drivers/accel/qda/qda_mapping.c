// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-buf.h>
#include <linux/dma-fence.h>
#include <linux/dma-mapping.h>
#include <linux/dma-resv.h>
#include <linux/export.h>
#include <linux/slab.h>

#include "qda_device.h"
#include "qda_gem.h"
#include "qda_mapping.h"
#include "qda_session.h"
#include "qda_trace.h"

/**
 * DOC: Mappings
 *
 * An object is mapped for a session when a call first needs it. The mapping
 * stays in the session's table until the program closes its handle or the
 * session ends, so later calls only look it up. A call in flight has its own
 * reference: the memory stays reachable for the DSP until the DSP is done.
 *
 * The session's memory lock covers the table, from the first mapping to the
 * end of the session. The last call that uses a mapping may unmap it without
 * the lock: the device waits for such a call before its banks go.
 */

static int qda_mapping_map_own(struct qda_mapping *map)
{
	struct drm_gem_shmem_object *shmem = &map->bo->shmem;
	int ret;

	ret = drm_gem_shmem_pin(shmem);
	if (ret)
		return ret;

	map->sgt = drm_gem_shmem_get_sg_table(shmem);
	if (IS_ERR(map->sgt)) {
		ret = PTR_ERR(map->sgt);
		goto err_unpin;
	}

	ret = dma_map_sgtable(map->sess->cb->dev, map->sgt, DMA_BIDIRECTIONAL, 0);
	if (ret)
		goto err_free;

	return 0;

err_free:
	sg_free_table(map->sgt);
	kfree(map->sgt);
err_unpin:
	drm_gem_shmem_unpin(shmem);
	return ret;
}

static void qda_mapping_unmap_own(struct qda_mapping *map)
{
	dma_unmap_sgtable(map->sess->cb->dev, map->sgt, DMA_BIDIRECTIONAL, 0);
	sg_free_table(map->sgt);
	kfree(map->sgt);
	drm_gem_shmem_unpin(&map->bo->shmem);
}

static int qda_mapping_map_import(struct qda_mapping *map)
{
	map->attach = dma_buf_attach(map->bo->import, map->sess->cb->dev);
	if (IS_ERR(map->attach))
		return PTR_ERR(map->attach);

	map->sgt = dma_buf_map_attachment_unlocked(map->attach, DMA_BIDIRECTIONAL);
	if (IS_ERR(map->sgt)) {
		dma_buf_detach(map->bo->import, map->attach);
		return PTR_ERR(map->sgt);
	}

	return 0;
}

static void qda_mapping_unmap_import(struct qda_mapping *map)
{
	dma_buf_unmap_attachment_unlocked(map->attach, map->sgt, DMA_BIDIRECTIONAL);
	dma_buf_detach(map->bo->import, map->attach);
}

static void qda_mapping_unmap(struct qda_mapping *map)
{
	if (map->bo->import)
		qda_mapping_unmap_import(map);
	else
		qda_mapping_unmap_own(map);
}

/*
 * The DSP is told one address and a size, so the memory must be one range.
 * Behind an IOMMU it is, whatever its pages, unless an exporter does its own.
 */
static bool qda_mapping_is_range(struct sg_table *sgt)
{
	dma_addr_t next = sg_dma_address(sgt->sgl);
	struct scatterlist *sg;
	unsigned int i;

	for_each_sgtable_dma_sg(sgt, sg, i) {
		if (sg_dma_address(sg) != next)
			return false;
		next += sg_dma_len(sg);
	}

	return true;
}

static int qda_mapping_map(struct qda_mapping *map)
{
	int ret;

	ret = map->bo->import ? qda_mapping_map_import(map) : qda_mapping_map_own(map);
	if (ret)
		return ret;

	if (!qda_mapping_is_range(map->sgt)) {
		qda_mapping_unmap(map);
		return -EOPNOTSUPP;
	}

	map->addr = qda_session_address(map->sess, sg_dma_address(map->sgt->sgl));
	map->size = map->bo->shmem.base.size;

	return 0;
}

static void qda_mapping_release(struct kref *ref)
{
	struct qda_mapping *map = container_of(ref, struct qda_mapping, ref);

	trace_qda_mapping_unmap(map);
	qda_mapping_unmap(map);
	atomic_dec(&map->sess->qdev->count.mappings);
	drm_gem_object_put(&map->bo->shmem.base);
	kfree(map);
}

/* Returns a mapping with one reference, that of the session's table. */
static struct qda_mapping *qda_mapping_create(struct qda_session *sess,
					      struct qda_gem_object *bo)
{
	struct qda_mapping *map;
	int ret;

	map = kzalloc_obj(*map, GFP_KERNEL_ACCOUNT);
	if (!map)
		return ERR_PTR(-ENOMEM);

	kref_init(&map->ref);
	map->sess = sess;
	map->bo = bo;

	ret = qda_mapping_map(map);
	if (ret) {
		kfree(map);
		return ERR_PTR(ret);
	}

	trace_qda_mapping_map(map);
	drm_gem_object_get(&bo->shmem.base);
	atomic_inc(&sess->qdev->count.mappings);

	ret = xa_err(xa_store(&sess->mappings, bo->id, map, GFP_KERNEL));
	if (ret) {
		qda_mapping_put(map);
		return ERR_PTR(ret);
	}

	return map;
}

static struct qda_mapping *qda_mapping_lookup(struct qda_session *sess, u32 id)
{
	struct qda_mapping *map;

	xa_lock(&sess->mappings);
	map = xa_load(&sess->mappings, id);
	if (map)
		kref_get(&map->ref);
	xa_unlock(&sess->mappings);

	return map;
}

/** struct qda_mapping_fence - what a session waits for */
struct qda_mapping_fence {
	/** @cb: called when the fence is signalled */
	struct dma_fence_cb cb;
	/** @sess: session */
	struct qda_session *sess;
};

static void qda_mapping_fence_done(struct dma_fence *fence, struct dma_fence_cb *cb)
{
	wake_up_all(&container_of(cb, struct qda_mapping_fence, cb)->sess->idle_wait);
}

/**
 * qda_mapping_wait() - wait until other devices are done with an import
 * @sess: session that will map it
 * @bo: object; its own memory needs no wait
 * @write: the DSP will write to it, so readers count as well
 * @deadline: when to stop waiting, ns of CLOCK_MONOTONIC; 0 is never
 *
 * The end of the session ends the wait: another driver's fence must not hold
 * up a close, or the DSP's restart.
 *
 * Return: 0; -ETIMEDOUT; -ERESTARTSYS if the caller was killed; -ENOMEM; or
 * the error of the session.
 */
int qda_mapping_wait(struct qda_session *sess, struct qda_gem_object *bo,
		     bool write, s64 deadline)
{
	struct qda_mapping_fence wait = { .sess = sess };
	struct dma_fence *fence;
	long ret;

	if (!bo->import)
		return 0;

	ret = dma_resv_get_singleton(bo->shmem.base.resv, dma_resv_usage_rw(write), &fence);
	if (ret || !fence)
		return ret;

	ret = 1;
	if (!dma_fence_add_callback(fence, &wait.cb, qda_mapping_fence_done)) {
		ret = qda_invoke_sleep(sess->idle_wait,
				       dma_fence_is_signaled(fence) || qda_session_error(sess),
				       deadline);
		dma_fence_remove_callback(fence, &wait.cb);
	}
	dma_fence_put(fence);
	if (ret > 0)
		return qda_session_error(sess);

	return ret ?: -ETIMEDOUT;
}
EXPORT_SYMBOL_NS_GPL(qda_mapping_wait, "QDA");

/**
 * qda_mapping_get() - the mapping of an object for a session, made if need be
 * @sess: session, running
 * @bo: object
 *
 * Return: the mapping, referenced, or an ERR_PTR: -ENOMEM, -EOPNOTSUPP if the
 * memory is not one range for the DSP, -ESHUTDOWN or -ECONNRESET if the
 * session has ended.
 */
struct qda_mapping *qda_mapping_get(struct qda_session *sess,
				    struct qda_gem_object *bo)
{
	struct qda_mapping *map;

	map = qda_mapping_lookup(sess, bo->id);
	if (map)
		return map;

	guard(mutex)(&sess->memory_lock);

	if (!sess->memory)
		return ERR_PTR(qda_session_error(sess));

	map = qda_mapping_lookup(sess, bo->id);
	if (map)
		return map;

	map = qda_mapping_create(sess, bo);
	if (!IS_ERR(map))
		kref_get(&map->ref);

	return map;
}
EXPORT_SYMBOL_NS_GPL(qda_mapping_get, "QDA");

/**
 * qda_mapping_put() - drop a reference, unmap with the last one
 * @map: mapping
 */
void qda_mapping_put(struct qda_mapping *map)
{
	kref_put(&map->ref, qda_mapping_release);
}
EXPORT_SYMBOL_NS_GPL(qda_mapping_put, "QDA");

/**
 * qda_mapping_forget() - drop the table's reference of an object's mapping
 * @sess: session
 * @bo: object, which need not be mapped
 *
 * It is unmapped now, or when the last call that uses it is over.
 */
void qda_mapping_forget(struct qda_session *sess, struct qda_gem_object *bo)
{
	struct qda_mapping *map;

	guard(mutex)(&sess->memory_lock);

	map = xa_erase(&sess->mappings, bo->id);
	if (map)
		qda_mapping_put(map);
}
EXPORT_SYMBOL_NS_GPL(qda_mapping_forget, "QDA");

/**
 * qda_mapping_forget_idle() - unmap an object if nothing uses it
 * @sess: session
 * @bo: object, which need not be mapped
 *
 * Return: whether it is not mapped now.
 */
bool qda_mapping_forget_idle(struct qda_session *sess, struct qda_gem_object *bo)
{
	struct qda_mapping *map;
	bool idle;

	guard(mutex)(&sess->memory_lock);

	/* Who gets a reference from the table takes its lock for that. */
	xa_lock(&sess->mappings);
	map = xa_load(&sess->mappings, bo->id);
	idle = !map || kref_read(&map->ref) == 1;
	if (map && idle)
		__xa_erase(&sess->mappings, bo->id);
	xa_unlock(&sess->mappings);
	if (map && idle)
		qda_mapping_put(map);

	return idle;
}
EXPORT_SYMBOL_NS_GPL(qda_mapping_forget_idle, "QDA");

/**
 * qda_mapping_forget_all() - drop the table's reference of all mappings
 * @sess: session, its memory lock held
 */
void qda_mapping_forget_all(struct qda_session *sess)
{
	struct qda_mapping *map;
	unsigned long id;

	lockdep_assert_held(&sess->memory_lock);

	xa_for_each(&sess->mappings, id, map) {
		xa_erase(&sess->mappings, id);
		qda_mapping_put(map);
	}
}
