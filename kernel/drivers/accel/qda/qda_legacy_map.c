// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-buf.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/uaccess.h>

#include <drm/drm_prime.h>
#include <drm/qda_accel.h>

#include "qda_gem.h"
#include "qda_legacy.h"
#include "qda_mapping.h"
#include "qda_pdmap.h"
#include "qda_session.h"

/* The only use of memory that the kernel allocates for a PD: its heap. */
#define QDA_LEGACY_ADD_PAGES	0x1000

static struct qda_gem_object *qda_legacy_alloc_bo(struct qda_legacy_file *file, u64 size)
{
	if (!size || size > SZ_4G)
		return ERR_PTR(-ENOMEM);

	return qda_aux.gem_create(file->sess->qdev, PAGE_ALIGN(size));
}

/**
 * qda_legacy_alloc() - handle %FASTRPC_IOCTL_ALLOC_DMA_BUFF
 * @file: open file
 * @arg: &struct fastrpc_alloc_dma_buf
 *
 * Return: 0, -EFAULT, -ENOMEM, or an error of the table of open files.
 */
int qda_legacy_alloc(struct qda_legacy_file *file, void __user *arg)
{
	struct fastrpc_alloc_dma_buf alloc;
	struct qda_gem_object *bo;
	struct dma_buf *dma_buf;

	if (copy_from_user(&alloc, arg, sizeof(alloc)))
		return -EFAULT;

	bo = qda_legacy_alloc_bo(file, alloc.size);
	if (IS_ERR(bo))
		return PTR_ERR(bo);

	bo->direct_io = true;

	/* From here on the dma-buf keeps it. */
	dma_buf = drm_gem_prime_export(&bo->shmem.base, O_RDWR);
	drm_gem_object_put(&bo->shmem.base);
	if (IS_ERR(dma_buf))
		return PTR_ERR(dma_buf);

	alloc.fd = get_unused_fd_flags(O_RDWR);
	if (alloc.fd < 0)
		goto err_put;

	if (copy_to_user(arg, &alloc, sizeof(alloc))) {
		put_unused_fd(alloc.fd);
		alloc.fd = -EFAULT;
		goto err_put;
	}

	dma_buf_fd_install(dma_buf, alloc.fd);

	return 0;

err_put:
	dma_buf_put(dma_buf);
	return alloc.fd;
}

/* Undoes a mapping that the program has not heard of. */
static int qda_legacy_take_back(struct qda_legacy_file *file, u32 id)
{
	s32 result;

	qda_aux.pdmap_destroy(file->sess, id, &result);

	return -EFAULT;
}

/**
 * qda_legacy_mmap() - handle %FASTRPC_IOCTL_MMAP
 * @file: open file
 * @arg: &struct fastrpc_req_mmap
 *
 * Return: -EFAULT; -EINVAL for all but pages for the heap of the PD; -ENOMEM; or as
 * qda_legacy_result().
 */
int qda_legacy_mmap(struct qda_legacy_file *file, void __user *arg)
{
	struct qda_pdmap params = { .request = DRM_QDA_MAP_LEGACY };
	struct fastrpc_req_mmap req;
	struct qda_gem_object *bo;
	s32 result = 0;
	int ret;
	u32 id;

	if (copy_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	if (req.flags != QDA_LEGACY_ADD_PAGES || req.vaddrin)
		return -EINVAL;

	bo = qda_legacy_alloc_bo(file, req.size);
	if (IS_ERR(bo))
		return PTR_ERR(bo);

	params.flags = req.flags;
	params.size = req.size;
	params.map = qda_aux.mapping_get(file->sess, bo);
	ret = PTR_ERR_OR_ZERO(params.map);
	if (!ret)
		ret = qda_aux.pdmap_create(file->sess, &params, &id, &req.vaddrout, &result);

	/* The PD's mapping is the only one. */
	qda_aux.mapping_forget(file->sess, bo);
	drm_gem_object_put(&bo->shmem.base);
	if (!ret && copy_to_user(arg, &req, sizeof(req)))
		ret = qda_legacy_take_back(file, id);

	return qda_legacy_result(ret, result);
}

static int qda_legacy_unmap(struct qda_legacy_file *file, u32 id)
{
	s32 result = 0;
	int ret;

	if (!id)
		return -EINVAL;

	ret = qda_aux.pdmap_destroy(file->sess, id, &result);
	/* Another thread was faster. */
	if (ret == -ENOENT || ret == -EBUSY)
		return -EINVAL;

	return qda_legacy_result(ret, result);
}

/**
 * qda_legacy_munmap() - handle %FASTRPC_IOCTL_MUNMAP
 * @file: open file
 * @from: &struct fastrpc_req_munmap
 *
 * Return: -EFAULT; -EINVAL if there is no such memory; or as qda_legacy_result().
 */
int qda_legacy_munmap(struct qda_legacy_file *file, const void __user *from)
{
	struct fastrpc_req_munmap req;

	if (copy_from_user(&req, from, sizeof(req)))
		return -EFAULT;
	if (!req.size)
		return -EINVAL;

	return qda_legacy_unmap(file, qda_aux.pdmap_find(file->sess, DRM_QDA_MAP_LEGACY,
						     req.vaddrout, -1, req.size));
}

/**
 * qda_legacy_mem_map() - handle %FASTRPC_IOCTL_MEM_MAP
 * @file: open file
 * @arg: &struct fastrpc_mem_map
 *
 * Return: -EFAULT; as qda_legacy_buffer_map(); or as qda_legacy_result().
 */
int qda_legacy_mem_map(struct qda_legacy_file *file, void __user *arg)
{
	struct qda_pdmap params = { .request = DRM_QDA_MAP_ATTR };
	struct fastrpc_invoke_args memory = {};
	struct qda_legacy_buffer *buffer;
	struct fastrpc_mem_map req;
	s32 result = 0;
	int ret;
	u32 id;

	if (copy_from_user(&req, arg, sizeof(req)))
		return -EFAULT;

	memory.fd = req.fd;
	memory.length = req.length;
	buffer = qda_legacy_buffer_get(file, &memory);
	if (IS_ERR(buffer))
		return PTR_ERR(buffer);
	params.map = qda_legacy_buffer_map(file, buffer, &memory, true, NULL);
	if (IS_ERR(params.map)) {
		qda_legacy_buffer_put(file, buffer);
		return qda_legacy_result(PTR_ERR(params.map), 0);
	}

	params.size = req.length;
	params.wish = req.vaddrin;
	params.flags = req.flags;
	params.tag = req.fd;
	params.tag_offset = req.offset;
	ret = qda_aux.pdmap_create(file->sess, &params, &id, &req.vaddrout, &result);
	qda_legacy_buffer_put(file, buffer);
	if (!ret && copy_to_user(arg, &req, sizeof(req)))
		ret = qda_legacy_take_back(file, id);

	return qda_legacy_result(ret, result);
}

/**
 * qda_legacy_mem_unmap() - handle %FASTRPC_IOCTL_MEM_UNMAP
 * @file: open file
 * @from: &struct fastrpc_mem_unmap
 *
 * Return: -EFAULT; -EINVAL if there is no such memory; or as qda_legacy_result().
 */
int qda_legacy_mem_unmap(struct qda_legacy_file *file, const void __user *from)
{
	struct fastrpc_mem_unmap req;
	int ret;
	u32 id;

	if (copy_from_user(&req, from, sizeof(req)))
		return -EFAULT;

	id = qda_aux.pdmap_find(file->sess, DRM_QDA_MAP_ATTR, req.vaddr, req.fd, 0);
	ret = qda_legacy_unmap(file, id);
	qda_legacy_buffer_drop_all(file);

	return ret;
}
