// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-buf.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include <drm/drm_vma_manager.h>

#include "qda_gem.h"
#include "qda_legacy.h"
#include "qda_mapping.h"
#include "qda_session.h"

/**
 * DOC: Buffers by file descriptor
 *
 * A program names memory by the descriptor of a dma-buf, in each call, and does not
 * say when it has done with it. So the file remembers the buffers that were named,
 * with their mappings, and now and then drops those that the program has no more.
 */

#define QDA_LEGACY_SWEEP	HZ

/** struct qda_legacy_buffer - a dma-buf that the program has named */
struct qda_legacy_buffer {
	/** @dma_buf: buffer, referenced */
	struct dma_buf *dma_buf;
	/** @bo: object, referenced, that is the buffer */
	struct qda_gem_object *bo;
	/** @users: threads that are about to map it */
	unsigned int users;
	/** @kept: times that DSP code was handed it, and may still have it */
	unsigned int kept;
};

/* Protects: the one below. */
static DEFINE_MUTEX(qda_legacy_holds_lock);
/* How often the buffers of all files hold a dma-buf, by its address. */
static DEFINE_XARRAY(qda_legacy_holds);

static unsigned long qda_legacy_buffer_holds(const struct dma_buf *dma_buf)
{
	void *holds = xa_load(&qda_legacy_holds, (unsigned long)dma_buf);

	return holds ? xa_to_value(holds) : 0;
}

/* Once is ours, and once the object's if it is an import. */
static int qda_legacy_buffer_hold(const struct qda_legacy_buffer *buffer, int sign)
{
	unsigned long key = (unsigned long)buffer->dma_buf, holds;

	guard(mutex)(&qda_legacy_holds_lock);

	holds = qda_legacy_buffer_holds(buffer->dma_buf) + sign * (buffer->bo->import ? 2 : 1);
	if (!holds)
		xa_erase(&qda_legacy_holds, key);

	return holds ? xa_err(xa_store(&qda_legacy_holds, key, xa_mk_value(holds),
				       GFP_KERNEL)) : 0;
}

static void qda_legacy_buffer_free(struct qda_legacy_buffer *buffer)
{
	drm_gem_object_put(&buffer->bo->shmem.base);
	dma_buf_put(buffer->dma_buf);
	kfree(buffer);
}

static void qda_legacy_buffer_drop(struct qda_legacy_buffer *buffer)
{
	qda_legacy_buffer_hold(buffer, -1);
	qda_legacy_buffer_free(buffer);
}

static bool qda_legacy_buffer_is_idle(const struct qda_legacy_buffer *buffer)
{
	return !buffer->users && !buffer->kept &&
	       file_count(buffer->dma_buf->file) <= qda_legacy_buffer_holds(buffer->dma_buf);
}

static void qda_legacy_buffer_sweep(struct work_struct *work)
{
	struct qda_legacy_file *file = container_of(to_delayed_work(work),
						    struct qda_legacy_file, sweep);
	struct qda_legacy_buffer *buffer;
	unsigned long key;

	guard(mutex)(&file->buffers_lock);

	xa_for_each(&file->buffers, key, buffer) {
		if (!qda_legacy_buffer_is_idle(buffer) ||
		    !qda_mapping_forget_idle(file->sess, buffer->bo))
			continue;
		xa_erase(&file->buffers, key);
		qda_legacy_buffer_drop(buffer);
	}
	if (!xa_empty(&file->buffers))
		schedule_delayed_work(&file->sweep, QDA_LEGACY_SWEEP);
}

/**
 * qda_legacy_buffer_init() - set up the buffers of a file
 * @file: open file
 */
void qda_legacy_buffer_init(struct qda_legacy_file *file)
{
	mutex_init(&file->buffers_lock);
	xa_init(&file->buffers);
	INIT_DEFERRABLE_WORK(&file->sweep, qda_legacy_buffer_sweep);
}

/**
 * qda_legacy_buffer_fini() - drop all buffers of a file
 * @file: open file, its session closed
 */
void qda_legacy_buffer_fini(struct qda_legacy_file *file)
{
	struct qda_legacy_buffer *buffer;
	unsigned long key;

	xa_for_each(&file->buffers, key, buffer)
		qda_legacy_buffer_drop(buffer);
	xa_destroy(&file->buffers);
	mutex_destroy(&file->buffers_lock);
}

/* Takes over the reference to the buffer, whatever comes out. */
static struct qda_legacy_buffer *qda_legacy_buffer_add_locked(struct qda_legacy_file *file,
							      struct dma_buf *dma_buf)
{
	struct qda_legacy_buffer *buffer;
	struct drm_gem_object *obj;
	int ret = -ENOMEM;

	lockdep_assert_held(&file->buffers_lock);

	buffer = kzalloc_obj(*buffer, GFP_KERNEL_ACCOUNT);
	if (!buffer)
		goto err_put;

	obj = qda_gem_prime_import(&file->sess->qdev->drm, dma_buf);
	if (IS_ERR(obj)) {
		ret = PTR_ERR(obj);
		goto err_free;
	}

	buffer->dma_buf = dma_buf;
	buffer->bo = to_qda_gem_object(obj);
	ret = qda_legacy_buffer_hold(buffer, 1);
	if (ret) {
		qda_legacy_buffer_free(buffer);
		return ERR_PTR(ret);
	}
	ret = xa_err(xa_store(&file->buffers, (unsigned long)dma_buf, buffer, GFP_KERNEL));
	if (ret) {
		qda_legacy_buffer_drop(buffer);
		return ERR_PTR(ret);
	}

	schedule_delayed_work(&file->sweep, QDA_LEGACY_SWEEP);

	return buffer;

err_free:
	kfree(buffer);
err_put:
	dma_buf_put(dma_buf);
	return ERR_PTR(ret);
}

static struct qda_legacy_buffer *qda_legacy_buffer_get_locked(struct qda_legacy_file *file,
							      int fd)
{
	struct qda_legacy_buffer *buffer;
	struct dma_buf *dma_buf;

	lockdep_assert_held(&file->buffers_lock);

	dma_buf = dma_buf_get(fd);
	if (IS_ERR(dma_buf))
		return ERR_CAST(dma_buf);

	buffer = xa_load(&file->buffers, (unsigned long)dma_buf);
	if (!buffer)
		return qda_legacy_buffer_add_locked(file, dma_buf);

	dma_buf_put(dma_buf);
	return buffer;
}

static struct qda_mapping *qda_legacy_buffer_get_mapping(struct qda_legacy_file *file, int fd,
							 bool write, struct file **dma_buf)
{
	struct qda_legacy_buffer *buffer;
	struct qda_mapping *map;
	int ret;

	mutex_lock(&file->buffers_lock);
	buffer = qda_legacy_buffer_get_locked(file, fd);
	if (!IS_ERR(buffer))
		buffer->users++;
	mutex_unlock(&file->buffers_lock);
	if (IS_ERR(buffer))
		return ERR_CAST(buffer);

	ret = qda_mapping_wait(file->sess, buffer->bo, write, 0);
	map = ret ? ERR_PTR(ret) : qda_mapping_get(file->sess, buffer->bo);
	*dma_buf = buffer->dma_buf->file;

	mutex_lock(&file->buffers_lock);
	buffer->users--;
	mutex_unlock(&file->buffers_lock);

	return map;
}

/*
 * A program points into its own mapping of a buffer: of all of it, unless the mapping
 * is of the buffer itself and says otherwise. Exporters that are DRM drivers add
 * something to that word, more than any buffer has.
 */
static u64 qda_legacy_buffer_offset(const struct qda_mapping *map, u64 ptr,
				    const struct file *dma_buf)
{
	const struct drm_gem_object *obj = &map->bo->shmem.base;
	u64 offset = offset_in_page(ptr), start;
	struct vm_area_struct *vma;

	mmap_read_lock(current->mm);
	vma = vma_lookup(current->mm, ptr);
	if (vma) {
		offset = ptr - vma->vm_start;
		start = (u64)(vma->vm_pgoff - drm_vma_node_start(&obj->vma_node)) << PAGE_SHIFT;
		if (vma->vm_file == dma_buf && start < map->size)
			offset += start;
	}
	mmap_read_unlock(current->mm);

	return offset;
}

/**
 * qda_legacy_buffer_map() - map the buffer of an argument for the session of a file
 * @file: open file
 * @arg: argument: its descriptor, its length, and where the program sees it
 * @write: the DSP will write to it
 * @offset: where the offset in the buffer goes that the program's pointer has; NULL
 *	if the pointer is something else
 *
 * Return: the mapping, referenced, or an ERR_PTR: -EBADF, -EINVAL if it is no
 * dma-buf, or ends before the argument, or is to be assigned by secure firmware,
 * which nobody asks here; or as qda_mapping_get().
 */
struct qda_mapping *qda_legacy_buffer_map(struct qda_legacy_file *file,
					  const struct fastrpc_invoke_args *arg,
					  bool write, u64 *offset)
{
	struct qda_mapping *map;
	struct file *dma_buf;
	u64 start = 0;

	if (arg->attr & FASTRPC_ATTR_SECUREMAP)
		return ERR_PTR(-EINVAL);

	map = qda_legacy_buffer_get_mapping(file, arg->fd, write, &dma_buf);
	if (IS_ERR(map))
		return map;

	if (offset)
		*offset = start = qda_legacy_buffer_offset(map, arg->ptr, dma_buf);
	if (start > map->size || arg->length > map->size - start) {
		qda_mapping_put(map);
		return ERR_PTR(-EINVAL);
	}

	return map;
}

/**
 * qda_legacy_buffer_keep() - leave a buffer to DSP code for longer than the call
 * @file: open file
 * @fd: its descriptor
 *
 * Return: 0 or an error of qda_legacy_buffer_map().
 */
int qda_legacy_buffer_keep(struct qda_legacy_file *file, int fd)
{
	struct qda_legacy_buffer *buffer;

	guard(mutex)(&file->buffers_lock);

	buffer = qda_legacy_buffer_get_locked(file, fd);
	if (IS_ERR(buffer))
		return PTR_ERR(buffer);

	buffer->kept++;

	return 0;
}

/**
 * qda_legacy_buffer_unkeep() - DSP code says that it does not need a buffer any more
 * @file: open file
 * @fd: its descriptor, as the DSP says
 */
void qda_legacy_buffer_unkeep(struct qda_legacy_file *file, int fd)
{
	struct qda_legacy_buffer *buffer;
	struct dma_buf *dma_buf;

	dma_buf = dma_buf_get(fd);
	if (IS_ERR(dma_buf))
		return;

	mutex_lock(&file->buffers_lock);
	buffer = xa_load(&file->buffers, (unsigned long)dma_buf);
	if (buffer && buffer->kept)
		buffer->kept--;
	mutex_unlock(&file->buffers_lock);

	dma_buf_put(dma_buf);
}
