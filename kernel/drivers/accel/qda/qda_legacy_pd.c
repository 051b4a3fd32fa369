// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/uaccess.h>

#include "qda_gem.h"
#include "qda_legacy.h"
#include "qda_mapping.h"
#include "qda_pd.h"
#include "qda_session.h"

#define QDA_LEGACY_NAME_MAX	128

/**
 * qda_legacy_attach() - handle %FASTRPC_IOCTL_INIT_ATTACH and its kin
 * @file: open file
 * @pd_type: see enum qda_wire_pd_type
 *
 * Return: as qda_legacy_result().
 */
int qda_legacy_attach(struct qda_legacy_file *file, u32 pd_type)
{
	s32 result = 0;
	int ret;

	ret = qda_aux.pd_attach(file->sess, pd_type, &result);

	return qda_legacy_result(ret, result);
}

/**
 * qda_legacy_create_static() - handle %FASTRPC_IOCTL_INIT_CREATE_STATIC
 * @file: open file
 * @from: &struct fastrpc_init_create_static
 *
 * Return: -ENOMEM if the board reserves no memory for it; -EFAULT; -EINVAL; or as
 * qda_legacy_result().
 */
int qda_legacy_create_static(struct qda_legacy_file *file, const void __user *from)
{
	struct fastrpc_init_create_static init;
	char name[QDA_LEGACY_NAME_MAX];
	s32 result = 0;
	int ret;

	if (!file->sess->qdev->heap.size)
		return -ENOMEM;
	if (copy_from_user(&init, from, sizeof(init)))
		return -EFAULT;
	if (init.namelen > sizeof(name))
		return -EINVAL;
	if (copy_from_user(name, u64_to_user_ptr(init.name), init.namelen))
		return -EFAULT;

	ret = qda_aux.pd_attach_static(file->sess, name, init.namelen, &result);

	return qda_legacy_result(ret, result);
}

static int qda_legacy_fill_image(struct qda_gem_object *bo, u64 from, u32 size)
{
	struct iosys_map map;
	int ret;

	ret = drm_gem_vmap(&bo->shmem.base, &map);
	if (ret)
		return ret;

	ret = copy_from_user(map.vaddr, u64_to_user_ptr(from), size) ? -EFAULT : 0;
	drm_gem_vunmap(&bo->shmem.base, &map);

	return ret;
}

/* The program of a PD, as bytes of the caller. */
static struct qda_mapping *qda_legacy_copy_image(struct qda_legacy_file *file,
						 const struct fastrpc_init_create *init)
{
	struct qda_mapping *map;
	struct qda_gem_object *bo;
	int ret;

	bo = qda_aux.gem_create(file->sess->qdev, PAGE_ALIGN(init->filelen));
	if (IS_ERR(bo))
		return ERR_CAST(bo);

	ret = qda_legacy_fill_image(bo, init->file, init->filelen);
	map = ret ? ERR_PTR(ret) : qda_aux.mapping_get(file->sess, bo);

	drm_gem_object_put(&bo->shmem.base);
	return map;
}

/* A program in a dma-buf: @buffer is in use then. */
static struct qda_mapping *qda_legacy_get_image(struct qda_legacy_file *file,
						const struct fastrpc_init_create *init,
						struct qda_legacy_buffer **buffer, u64 *offset)
{
	const struct fastrpc_invoke_args image = {
		.ptr = init->file,
		.length = init->filelen,
		.fd = init->filefd,
	};

	if (!init->filelen)
		return NULL;
	if (!init->filefd)
		return qda_legacy_copy_image(file, init);

	*buffer = qda_legacy_buffer_get(file, &image);
	if (IS_ERR(*buffer))
		return ERR_CAST(*buffer);

	return qda_legacy_buffer_map(file, *buffer, &image, false, offset);
}

/**
 * qda_legacy_create() - handle %FASTRPC_IOCTL_INIT_CREATE
 * @file: open file
 * @from: &struct fastrpc_init_create
 *
 * Return: -EFAULT; -ECONNREFUSED if the file may not start such a PD; -EINVAL; as
 * qda_legacy_buffer_map(); or as qda_legacy_result().
 */
int qda_legacy_create(struct qda_legacy_file *file, const void __user *from)
{
	struct qda_session *sess = file->sess;
	struct qda_legacy_buffer *buffer = NULL;
	struct qda_pd_params params = {};
	struct fastrpc_init_create init;
	s32 result = 0;
	int ret;

	if (copy_from_user(&init, from, sizeof(init)))
		return -EFAULT;
	if (!file->trusted && !(init.attrs & FASTRPC_MODE_UNSIGNED_MODULE))
		return -ECONNREFUSED;
	if (init.filelen > QDA_PD_IMAGE_MAX)
		return -EINVAL;

	params.attrs = init.attrs;
	params.image_size = init.filelen;
	params.signature_size = init.siglen;
	params.image = qda_legacy_get_image(file, &init, &buffer, &params.image_offset);
	ret = PTR_ERR_OR_ZERO(params.image);
	if (!ret)
		ret = qda_aux.pd_create(sess, &params, &result);
	if (!IS_ERR_OR_NULL(params.image)) {
		qda_aux.mapping_forget(sess, params.image->bo);
		qda_aux.mapping_put(params.image);
	}
	if (!IS_ERR_OR_NULL(buffer))
		qda_legacy_buffer_put(file, buffer);

	return qda_legacy_result(ret, result);
}
