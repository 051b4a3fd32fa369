// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Buffers: GEM objects of one device, mapped into this process on request, and
 * handed to other devices and processes as dma-bufs.
 *
 * The kernel gives one object one handle on an open node, however often its
 * dma-buf is imported there, and one close ends it. So buffers that have a
 * dma-buf are in a list: the last one of a handle closes it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <drm/qda_accel.h>

#include "bo.h"
#include "device.h"
#include "ioctl.h"

static struct qda_bo *bo_alloc(struct qda_device *dev)
{
	struct qda_bo *made = calloc(1, sizeof(*made));

	if (!made)
		return NULL;
	made->dev = dev;
	made->users = 1;
	return made;
}

int qda_bo_create(struct qda_device *dev, uint64_t size, struct qda_bo **bo)
{
	struct drm_qda_gem_create create = { .size = size };
	struct qda_bo *made;
	int ret;

	made = bo_alloc(dev);
	if (!made)
		return -ENOMEM;

	ret = qda_ioctl(dev->fd, DRM_IOCTL_QDA_GEM_CREATE, &create);
	if (ret < 0) {
		free(made);
		return ret;
	}

	made->size = create.size;
	made->handle = create.handle;
	*bo = made;
	return 0;
}

static void bo_share_locked(struct qda_bo *bo)
{
	struct qda_device *dev = bo->dev;

	if (bo->shared)
		return;
	bo->shared = true;
	bo->next = dev->shared;
	dev->shared = bo;
}

/* Takes a buffer out of the list. Whether it was the last of its handle. */
static bool bo_unshare_locked(struct qda_bo *bo)
{
	struct qda_bo **place = &bo->dev->shared;
	bool last = true;

	while (*place) {
		if (*place == bo) {
			*place = bo->next;
			continue;
		}
		last &= (*place)->handle != bo->handle;
		place = &(*place)->next;
	}
	return last;
}

static int bo_dmabuf(const struct qda_bo *bo)
{
	struct drm_prime_handle prime = {
		.handle = bo->handle,
		.flags = DRM_CLOEXEC | DRM_RDWR,
		.fd = -1,
	};
	int ret = qda_ioctl(bo->dev->fd, DRM_IOCTL_PRIME_HANDLE_TO_FD, &prime);

	return ret < 0 ? ret : prime.fd;
}

int qda_bo_export(struct qda_bo *bo)
{
	int ret;

	pthread_mutex_lock(&bo->dev->lock);
	ret = bo_dmabuf(bo);
	if (ret >= 0)
		bo_share_locked(bo);
	pthread_mutex_unlock(&bo->dev->lock);
	return ret;
}

int qda_bo_import(struct qda_device *dev, int fd, struct qda_bo **bo)
{
	struct drm_prime_handle prime = { .fd = fd };
	struct qda_bo *made;
	off_t size;
	int ret;

	size = lseek(fd, 0, SEEK_END);
	if (size < 0)
		return errno == EBADF ? -EBADF : -EINVAL;
	made = bo_alloc(dev);
	if (!made)
		return -ENOMEM;

	pthread_mutex_lock(&dev->lock);
	ret = qda_ioctl(dev->fd, DRM_IOCTL_PRIME_FD_TO_HANDLE, &prime);
	if (ret >= 0) {
		made->size = (uint64_t)size;
		made->handle = prime.handle;
		made->imported = true;
		bo_share_locked(made);
	}
	pthread_mutex_unlock(&dev->lock);
	if (ret < 0) {
		free(made);
		return ret;
	}
	*bo = made;
	return 0;
}

static int bo_mmap(struct qda_bo *bo, int fd, uint64_t offset)
{
	void *mapped = mmap(NULL, (size_t)bo->size, PROT_READ | PROT_WRITE,
			    MAP_SHARED, fd, (off_t)offset);

	if (mapped == MAP_FAILED)
		return -errno;
	bo->address = mapped;
	return 0;
}

/* Memory of others is not behind the node, but behind its dma-buf. */
static int bo_map_import(struct qda_bo *bo)
{
	int fd = bo_dmabuf(bo);
	int ret;

	if (fd < 0)
		return fd;
	ret = bo_mmap(bo, fd, 0);
	close(fd);
	return ret;
}

static int bo_map_own(struct qda_bo *bo)
{
	struct drm_qda_gem_mmap_offset offset = { .handle = bo->handle };
	int ret;

	ret = qda_ioctl(bo->dev->fd, DRM_IOCTL_QDA_GEM_MMAP_OFFSET, &offset);
	if (ret < 0)
		return ret;
	return bo_mmap(bo, bo->dev->fd, offset.offset);
}

int qda_bo_map(struct qda_bo *bo, void **address)
{
	int ret = 0;

	if (bo->size > SIZE_MAX)
		return -ENOMEM;

	/* Threads that map it at the same time get one address. */
	pthread_mutex_lock(&bo->dev->lock);
	if (!bo->address)
		ret = bo->imported ? bo_map_import(bo) : bo_map_own(bo);
	*address = bo->address;
	pthread_mutex_unlock(&bo->dev->lock);
	return ret;
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

static int bo_close_handle(const struct qda_bo *bo)
{
	struct drm_gem_close close = { .handle = bo->handle };
	int ret = qda_ioctl(bo->dev->fd, DRM_IOCTL_GEM_CLOSE, &close);

	return ret < 0 ? ret : 0;
}

/* An import that comes meanwhile must not get the handle that goes. */
static int bo_close_shared(struct qda_bo *bo)
{
	int ret = 0;

	pthread_mutex_lock(&bo->dev->lock);
	if (bo_unshare_locked(bo))
		ret = bo_close_handle(bo);
	pthread_mutex_unlock(&bo->dev->lock);
	return ret;
}

static void bo_drop_syncobj(const struct qda_bo *bo)
{
	struct drm_syncobj_destroy destroy = { .handle = bo->syncobj };

	if (bo->syncobj)
		qda_ioctl(bo->dev->fd, DRM_IOCTL_SYNCOBJ_DESTROY, &destroy);
}

/**
 * qda_bo_get() - keep the handle of a buffer
 * @bo: the buffer
 */
void qda_bo_get(struct qda_bo *bo)
{
	bo->users++;
}

/**
 * qda_bo_put() - give up a buffer; the last one closes its handle
 * @bo: the buffer
 *
 * Return: 0 or an error of the kernel.
 */
int qda_bo_put(struct qda_bo *bo)
{
	int ret;

	if (--bo->users)
		return 0;
	bo_drop_syncobj(bo);
	ret = bo->shared ? bo_close_shared(bo) : bo_close_handle(bo);
	free(bo);
	return ret;
}

int qda_bo_close(struct qda_bo *bo)
{
	qda_bo_unmap(bo);
	return qda_bo_put(bo);
}
