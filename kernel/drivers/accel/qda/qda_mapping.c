// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-buf.h>
#include <linux/dma-fence.h>
#include <linux/dma-mapping.h>
#include <linux/dma-resv.h>
#include <linux/iosys-map.h>
#include <linux/slab.h>

#include "qda_deadline.h"
#include "qda_device.h"
#include "qda_enter.h"
#include "qda_gem.h"
#include "qda_mapping.h"
#include "qda_session.h"
#include "qda_trace.h"

/**
 * DOC: Mappings
 *
 * The DSP reaches an object by an address in the address space of a session. So an
 * object is mapped for a session when a call first needs it. The mapping stays in
 * the session's table until the program closes its handle or the session ends;
 * later calls look it up by the handle, without a lock. A call in flight has its
 * own reference: the memory stays reachable for the DSP until the DSP is done.
 *
 * What is mapped is unmapped once: with the last reference, or, when the DSP can
 * reach nothing of the session any more, for all at once. References that are left
 * then refer to memory, but to no address.
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
	struct dma_buf *dma_buf = map->bo->shmem.base.import_attach->dmabuf;

	map->attach = dma_buf_attach(dma_buf, map->sess->cb->dev);
	if (IS_ERR(map->attach))
		return PTR_ERR(map->attach);

	map->sgt = dma_buf_map_attachment_unlocked(map->attach, DMA_BIDIRECTIONAL);
	if (IS_ERR(map->sgt)) {
		dma_buf_detach(dma_buf, map->attach);
		return PTR_ERR(map->sgt);
	}

	return 0;
}

static void qda_mapping_unmap_import(struct qda_mapping *map)
{
	dma_buf_unmap_attachment_unlocked(map->attach, map->sgt, DMA_BIDIRECTIONAL);
	dma_buf_detach(map->attach->dmabuf, map->attach);
}

static void qda_mapping_unmap(struct qda_mapping *map)
{
	if (map->import)
		qda_mapping_unmap_import(map);
	else
		qda_mapping_unmap_own(map);
	map->sgt = NULL;
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

	map->import = drm_gem_is_imported(&map->bo->shmem.base);
	ret = map->import ? qda_mapping_map_import(map) : qda_mapping_map_own(map);
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
	struct iosys_map bytes = IOSYS_MAP_INIT_VADDR(map->vaddr);
	struct qda_session *sess = map->sess;

	trace_qda_mapping_unmap(map);
	mutex_lock(&sess->mapped_lock);
	if (map->sgt) {
		list_del(&map->link);
		qda_mapping_unmap(map);
	}
	mutex_unlock(&sess->mapped_lock);

	if (map->vaddr)
		drm_gem_vunmap(&map->bo->shmem.base, &bytes);
	atomic_dec(&sess->qdev->count.mappings);
	drm_gem_object_put(&map->bo->shmem.base);
	kfree_rcu(map, rcu);
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
	mutex_lock(&sess->mapped_lock);
	list_add(&map->link, &sess->mapped);
	mutex_unlock(&sess->mapped_lock);
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
 * @map: mapping; only an import needs a wait
 * @write: the DSP will write to it, so readers count as well
 * @deadline: when to stop waiting, ns of CLOCK_MONOTONIC; 0 is never
 *
 * The end of the session ends the wait: another driver's fence must not hold
 * up a close, or the DSP's restart.
 *
 * Return: 0; -ETIMEDOUT; -ERESTARTSYS if the caller was killed; -ENOMEM; or
 * the error of the session.
 */
int qda_mapping_wait(struct qda_mapping *map, bool write, s64 deadline)
{
	struct qda_session *sess = map->sess;
	struct qda_mapping_fence wait = { .sess = sess };
	struct dma_fence *fence;
	long ret;

	if (!map->import)
		return 0;

	ret = dma_resv_get_singleton(map->bo->shmem.base.resv, dma_resv_usage_rw(write), &fence);
	if (ret || !fence)
		return ret;

	ret = 1;
	if (!dma_fence_add_callback(fence, &wait.cb, qda_mapping_fence_done)) {
		ret = qda_deadline_sleep(QDA_KILLABLE, sess->idle_wait,
					 dma_fence_is_signaled(fence) || qda_session_error(sess),
					 deadline);
		dma_fence_remove_callback(fence, &wait.cb);
	}
	dma_fence_put(fence);
	if (ret > 0)
		return qda_session_error(sess);

	return ret ?: -ETIMEDOUT;
}

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

	if (sess->gone)
		return ERR_PTR(qda_session_error(sess));

	map = qda_mapping_lookup(sess, bo->id);
	if (map)
		return map;

	map = qda_mapping_create(sess, bo);
	if (!IS_ERR(map))
		kref_get(&map->ref);

	return map;
}

/**
 * qda_mapping_find() - the mapping that a handle of the session's file names
 * @sess: session
 * @handle: GEM handle
 *
 * Return: the mapping, referenced; or NULL: then the object of the handle, if there
 * is one, has not been mapped yet.
 */
struct qda_mapping *qda_mapping_find(struct qda_session *sess, u32 handle)
{
	struct qda_mapping *map;

	guard(rcu)();

	map = xa_load(&sess->handles, handle);

	return map && kref_get_unless_zero(&map->ref) ? map : NULL;
}

/**
 * qda_mapping_set_handle() - let a mapping be found by a handle
 * @map: mapping in the session's table, the session's memory lock held
 * @handle: GEM handle that names its object, until qda_mapping_forget()
 *
 * Return: 0 or -ENOMEM.
 */
int qda_mapping_set_handle(struct qda_mapping *map, u32 handle)
{
	struct qda_session *sess = map->sess;
	int ret;

	lockdep_assert_held(&sess->memory_lock);

	/* Another thread may have been faster, or have closed the handle. */
	if (map->handle || xa_load(&sess->mappings, map->bo->id) != map)
		return 0;

	ret = xa_err(xa_store(&sess->handles, handle, map, GFP_KERNEL));
	if (!ret)
		WRITE_ONCE(map->handle, handle);

	return ret;
}

/**
 * qda_mapping_vmap() - the memory of a mapping for the kernel
 * @map: mapping
 *
 * Return: its memory, until the last reference has gone; or an ERR_PTR: -EINVAL for an
 * import, -ENOMEM, -ERESTARTSYS.
 */
void *qda_mapping_vmap(struct qda_mapping *map)
{
	struct iosys_map bytes;
	int ret;

	if (map->import)
		return ERR_PTR(-EINVAL);

	guard(mutex)(&map->sess->mapped_lock);

	if (map->vaddr)
		return map->vaddr;

	ret = drm_gem_vmap(&map->bo->shmem.base, &bytes);
	if (ret)
		return ERR_PTR(ret);
	map->vaddr = bytes.vaddr;

	return map->vaddr;
}

/**
 * qda_mapping_put() - drop a reference, unmap with the last one
 * @map: mapping
 */
void qda_mapping_put(struct qda_mapping *map)
{
	kref_put(&map->ref, qda_mapping_release);
}

/**
 * qda_mapping_put_many() - drop references that the caller has
 * @map: mapping
 * @refs: how many
 */
void qda_mapping_put_many(struct qda_mapping *map, unsigned int refs)
{
	if (refcount_sub_and_test(refs, &map->ref.refcount))
		qda_mapping_release(&map->ref);
}

static void qda_mapping_forget_locked(struct qda_session *sess, u32 id)
{
	struct qda_mapping *map;

	lockdep_assert_held(&sess->memory_lock);

	map = xa_erase(&sess->mappings, id);
	if (!map)
		return;
	if (map->handle)
		xa_erase(&sess->handles, map->handle);
	/* A job has it, or had it: its slot is not to keep it for longer than need be. */
	if (kref_read(&map->ref) > 1)
		WRITE_ONCE(sess->jobs.reap_soon, true);
	qda_mapping_put(map);
}

/**
 * qda_mapping_forget() - drop the tables' reference of an object's mapping
 * @sess: session
 * @bo: object, which need not be mapped
 *
 * It is unmapped now, or when the last call that uses it is over.
 */
void qda_mapping_forget(struct qda_session *sess, struct qda_gem_object *bo)
{
	guard(mutex)(&sess->memory_lock);

	qda_mapping_forget_locked(sess, bo->id);
	qda_session_recycle_ended(sess);
}

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

	/* Whatever takes a reference from the table has its lock. */
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

/**
 * qda_mapping_forget_all() - unmap everything
 * @sess: session that is gone, its memory lock held
 */
void qda_mapping_forget_all(struct qda_session *sess)
{
	struct qda_mapping *map, *next;
	unsigned long id;

	lockdep_assert_held(&sess->memory_lock);

	xa_for_each(&sess->mappings, id, map)
		qda_mapping_forget_locked(sess, id);

	/* What calls and their callers still refer to. */
	guard(mutex)(&sess->mapped_lock);
	list_for_each_entry_safe(map, next, &sess->mapped, link) {
		list_del(&map->link);
		qda_mapping_unmap(map);
	}
}
