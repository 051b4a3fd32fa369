// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Buffers: GEM objects of one device, mapped into this process on request.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

#include <drm/qda_accel.h>

#include "bo.h"
#include "device.h"
#include "ioctl.h"

int qda_bo_create(struct qda_device *dev, uint64_t size, struct qda_bo **bo)
{
	struct drm_qda_gem_create create = { .size = size };
	struct qda_bo *made;
	int ret;

	made = calloc(1, sizeof(*made));
	if (!made)
		return -ENOMEM;

	ret = qda_ioctl(dev->fd, DRM_IOCTL_QDA_GEM_CREATE, &create);
	if (ret < 0) {
		free(made);
		return ret;
	}

	made->dev = dev;
	made->size = create.size;
	made->handle = create.handle;
	*bo = made;
	return 0;
}

int qda_bo_map(struct qda_bo *bo, void **address)
{
	struct drm_qda_gem_mmap_offset offset = { .handle = bo->handle };
	void *mapped;
	int ret;

	if (bo->address) {
		*address = bo->address;
		return 0;
	}
	if (bo->size > SIZE_MAX)
		return -ENOMEM;

	ret = qda_ioctl(bo->dev->fd, DRM_IOCTL_QDA_GEM_MMAP_OFFSET, &offset);
	if (ret < 0)
		return ret;

	mapped = mmap(NULL, (size_t)bo->size, PROT_READ | PROT_WRITE,
		      MAP_SHARED, bo->dev->fd, (off_t)offset.offset);
	if (mapped == MAP_FAILED)
		return -errno;

	bo->address = mapped;
	*address = mapped;
	return 0;
}

void qda_bo_unmap(struct qda_bo *bo)
{
	if (!bo->address)
		return;
	munmap(bo->address, (size_t)bo->size);
	bo->address = NULL;
}

uint64_t qda_bo_size(const struct qda_bo *bo)
{
	return bo->size;
}

uint32_t qda_bo_handle(const struct qda_bo *bo)
{
	return bo->handle;
}

int qda_bo_close(struct qda_bo *bo)
{
	struct drm_gem_close close = { .handle = bo->handle };
	int ret;

	qda_bo_unmap(bo);
	ret = qda_ioctl(bo->dev->fd, DRM_IOCTL_GEM_CLOSE, &close);
	free(bo);
	return ret < 0 ? ret : 0;
}
