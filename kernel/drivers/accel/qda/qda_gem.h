/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_GEM_H_
#define _QDA_GEM_H_

#include <drm/drm_gem_shmem_helper.h>

struct qda_device;

/** struct qda_gem_object - memory; who may reach it is struct qda_mapping */
struct qda_gem_object {
	/** @shmem: the object for DRM */
	struct drm_gem_shmem_object shmem;
	/** @id: number of the object on its device, key of its mappings */
	u32 id;
	/** @flushed: its pages are pinned for good, their zeroes are in memory */
	bool flushed;
	/** @direct_io: files may be read straight into what programs map of it */
	bool direct_io;
};

#define to_qda_gem_object(obj) \
	container_of(to_drm_gem_shmem_obj(obj), struct qda_gem_object, shmem)

struct drm_gem_object *qda_gem_create_object(struct drm_device *drm, size_t size);
struct qda_gem_object *qda_gem_create(struct qda_device *qdev, size_t size);
struct drm_gem_object *qda_gem_prime_import(struct drm_device *drm,
					    struct dma_buf *dma_buf);

#endif /* _QDA_GEM_H_ */
