// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-buf.h>
#include <linux/fs.h>
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
 * A program names memory by the descriptor of a dma-buf, in each call. As long as
 * something uses a buffer, the file has a record of it, and its mapping: a call in
 * progress, DSP code that a call has handed it to, or memory that the PD has mapped.
 * So a buffer that a program maps once is only looked up by its calls.
 */

/** struct qda_legacy_buffer - a dma-buf that is in use */
struct qda_legacy_buffer {
	/** @dma_buf: buffer, referenced */
	struct dma_buf *dma_buf;
	/** @bo: object, referenced, that is the buffer */
	struct qda_gem_object *bo;
	/** @users: calls in progress, and others that are about to use it */
	unsigned int users;
	/** @kept: times that DSP code was handed it, and may still have it */
	unsigned int kept;
};

/**
 * qda_legacy_buffer_init() - set up the buffers of a file
 * @file: open file
 */
void qda_legacy_buffer_init(struct qda_legacy_file *file)
{
	mutex_init(&file->buffers_lock);
	xa_init(&file->buffers);
}

static void qda_legacy_buffer_free(struct qda_legacy_buffer *buffer)
{
	drm_gem_object_put(&buffer->bo->shmem.base);
	dma_buf_put(buffer->dma_buf);
	kfree(buffer);
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
		qda_legacy_buffer_free(buffer);
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

	obj = qda_aux.gem_import(&file->sess->qdev->drm, dma_buf);
	if (IS_ERR(obj)) {
		ret = PTR_ERR(obj);
		goto err_free;
	}

	buffer->dma_buf = dma_buf;
	buffer->bo = to_qda_gem_object(obj);
	ret = xa_err(xa_store(&file->buffers, (unsigned long)dma_buf, buffer, GFP_KERNEL));
	if (ret) {
		qda_legacy_buffer_free(buffer);
		return ERR_PTR(ret);
	}

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

/**
 * qda_legacy_buffer_get() - use the buffer of an argument
 * @file: open file
 * @arg: argument: its descriptor, and attributes
 *
 * Return: the buffer, for qda_legacy_buffer_put(); or an ERR_PTR: -EBADF, -EINVAL if
 * it is no dma-buf, or is to be assigned by secure firmware, which is not asked here;
 * or -ENOMEM.
 */
struct qda_legacy_buffer *qda_legacy_buffer_get(struct qda_legacy_file *file,
						const struct fastrpc_invoke_args *arg)
{
	struct qda_legacy_buffer *buffer;

	if (arg->attr & FASTRPC_ATTR_SECUREMAP)
		return ERR_PTR(-EINVAL);

	guard(mutex)(&file->buffers_lock);

	buffer = qda_legacy_buffer_get_locked(file, arg->fd);
	if (!IS_ERR(buffer))
		buffer->users++;

	return buffer;
}

/* What the PD has mapped, or a call that was given up, keeps the mapping, and it this. */
static void qda_legacy_buffer_drop_idle(struct qda_legacy_file *file,
					struct qda_legacy_buffer *buffer)
{
	lockdep_assert_held(&file->buffers_lock);

	if (buffer->users || buffer->kept ||
	    !qda_aux.mapping_forget_idle(file->sess, buffer->bo))
		return;

	xa_erase(&file->buffers, (unsigned long)buffer->dma_buf);
	qda_legacy_buffer_free(buffer);
}

/**
 * qda_legacy_buffer_put() - undo qda_legacy_buffer_get()
 * @file: open file
 * @buffer: buffer; the caller refers to its mapping no more
 */
void qda_legacy_buffer_put(struct qda_legacy_file *file, struct qda_legacy_buffer *buffer)
{
	guard(mutex)(&file->buffers_lock);

	buffer->users--;
	qda_legacy_buffer_drop_idle(file, buffer);
}

/**
 * qda_legacy_buffer_drop_all() - drop the buffers that nothing uses any more
 * @file: open file, whose PD has unmapped something
 */
void qda_legacy_buffer_drop_all(struct qda_legacy_file *file)
{
	struct qda_legacy_buffer *buffer;
	unsigned long key;

	guard(mutex)(&file->buffers_lock);

	xa_for_each(&file->buffers, key, buffer)
		qda_legacy_buffer_drop_idle(file, buffer);
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
 * @buffer: buffer
 * @arg: argument: its length, and where the program sees it
 * @write: the DSP will write to it
 * @offset: where the offset in the buffer goes that the program's pointer has; NULL
 *	if the pointer is something else
 *
 * Return: the mapping, referenced, or an ERR_PTR: -EINVAL if the buffer ends before
 * the argument, or as qda_mapping_get() and qda_mapping_wait().
 */
struct qda_mapping *qda_legacy_buffer_map(struct qda_legacy_file *file,
					  struct qda_legacy_buffer *buffer,
					  const struct fastrpc_invoke_args *arg,
					  bool write, u64 *offset)
{
	struct qda_mapping *map;
	u64 start = 0;
	int ret;

	map = qda_aux.mapping_get(file->sess, buffer->bo);
	if (IS_ERR(map))
		return map;

	ret = qda_aux.mapping_wait(map, write, 0);
	if (ret)
		goto err_put;

	if (offset)
		*offset = start = qda_legacy_buffer_offset(map, arg->ptr, buffer->dma_buf->file);
	if (start > map->size || arg->length > map->size - start) {
		ret = -EINVAL;
		goto err_put;
	}

	return map;

err_put:
	qda_aux.mapping_put(map);
	return ERR_PTR(ret);
}

/**
 * qda_legacy_buffer_keep() - leave a buffer to DSP code for longer than the call
 * @file: open file
 * @buffer: buffer
 */
void qda_legacy_buffer_keep(struct qda_legacy_file *file, struct qda_legacy_buffer *buffer)
{
	guard(mutex)(&file->buffers_lock);

	buffer->kept++;
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
	if (buffer && buffer->kept) {
		buffer->kept--;
		qda_legacy_buffer_drop_idle(file, buffer);
	}
	mutex_unlock(&file->buffers_lock);

	dma_buf_put(dma_buf);
}
