// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/slab.h>

#include "qda_device.h"
#include "qda_file.h"
#include "qda_gem.h"

/**
 * DOC: GEM objects
 *
 * An object is ordinary pageable memory from DRM's shmem helper, in no
 * address space but that of the programs that mmap it. Its pages are pinned
 * while a session has it mapped.
 */

static void qda_gem_free(struct drm_gem_object *obj)
{
	struct qda_gem_object *bo = to_qda_gem_object(obj);
	struct qda_device *qdev = to_qda_device(obj->dev);

	ida_free(&qdev->objects, bo->id);
	atomic_dec(&qdev->count.objects);
	drm_gem_shmem_free(&bo->shmem);
}

/* A program that has given up its handle must not find the memory mapped. */
static void qda_gem_close(struct drm_gem_object *obj, struct drm_file *file)
{
	qda_file_unmap(file->driver_priv, to_qda_gem_object(obj));
}

static const struct drm_gem_object_funcs qda_gem_funcs = {
	.free = qda_gem_free,
	.close = qda_gem_close,
	.print_info = drm_gem_shmem_object_print_info,
	.pin = drm_gem_shmem_object_pin,
	.unpin = drm_gem_shmem_object_unpin,
	.get_sg_table = drm_gem_shmem_object_get_sg_table,
	.vmap = drm_gem_shmem_object_vmap,
	.vunmap = drm_gem_shmem_object_vunmap,
	.mmap = drm_gem_shmem_object_mmap,
	.vm_ops = &drm_gem_shmem_vm_ops,
};

/**
 * qda_gem_create_object() - allocate an object for drm_gem_shmem_create()
 * @drm: device
 * @size: bytes
 *
 * Return: the object, not yet initialised, or an ERR_PTR.
 */
struct drm_gem_object *qda_gem_create_object(struct drm_device *drm, size_t size)
{
	struct qda_device *qdev = to_qda_device(drm);
	struct qda_gem_object *bo;
	int id;

	bo = kzalloc_obj(*bo);
	if (!bo)
		return ERR_PTR(-ENOMEM);

	id = ida_alloc_min(&qdev->objects, 1, GFP_KERNEL);
	if (id < 0) {
		kfree(bo);
		return ERR_PTR(id);
	}

	bo->id = id;
	bo->shmem.base.funcs = &qda_gem_funcs;
	bo->shmem.map_wc = !qdev->coherent;
	atomic_inc(&qdev->count.objects);

	return &bo->shmem.base;
}
