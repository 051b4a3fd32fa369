// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Buffers, with a memory file in the place of the node.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <drm/qda_accel.h>

#include "fake_ioctl.h"
#include "tap.h"

#define SIZE	65536
#define OFFSET	65536

static uint64_t asked;
static uint32_t closed;
static int next_error;

static int kernel(int fd, unsigned long request, void *arg)
{
	struct drm_qda_gem_create *create = arg;
	struct drm_qda_gem_mmap_offset *offset = arg;
	struct drm_gem_close *close = arg;

	(void)fd;
	if (next_error)
		return next_error;

	switch (request) {
	case DRM_IOCTL_QDA_GEM_CREATE:
		TAP_EXPECT(create->flags == 0 && create->handle == 0);
		asked = create->size;
		create->size = SIZE;
		create->handle = 11;
		return 0;
	case DRM_IOCTL_QDA_GEM_MMAP_OFFSET:
		TAP_EXPECT(offset->handle == 11 && offset->pad == 0);
		offset->offset = OFFSET;
		return 0;
	case DRM_IOCTL_GEM_CLOSE:
		TAP_EXPECT(close->pad == 0);
		closed = close->handle;
		return 0;
	default:
		TAP_EXPECT(!"a buffer's operation");
		return -ENOTTY;
	}
}

static struct qda_device device_in_memory(void)
{
	struct qda_device dev = fake_device("cdsp");

	fake_ioctl = kernel;
	next_error = 0;
	dev.fd = memfd_create("node", MFD_CLOEXEC);
	TAP_EXPECT(dev.fd >= 0);
	TAP_EXPECT(!ftruncate(dev.fd, OFFSET + SIZE));
	return dev;
}

/* From birth to death; the mapping is the node's bytes at the offset. */
static void life(void)
{
	struct qda_device dev = device_in_memory();
	struct qda_bo *bo;
	void *address, *again;
	char byte = 0;

	TAP_EXPECT(!qda_bo_create(&dev, 60000, &bo));
	TAP_EXPECT(asked == 60000);
	TAP_EXPECT(qda_bo_size(bo) == SIZE);
	TAP_EXPECT(qda_bo_handle(bo) == 11);

	TAP_EXPECT(!qda_bo_map(bo, &address));
	TAP_EXPECT(!qda_bo_map(bo, &again));
	TAP_EXPECT(address == again);
	((char *)address)[SIZE - 1] = 'q';
	TAP_EXPECT(pread(dev.fd, &byte, 1, OFFSET + SIZE - 1) == 1);
	TAP_EXPECT(byte == 'q');

	qda_bo_unmap(bo);
	qda_bo_unmap(bo);
	TAP_EXPECT(!qda_bo_map(bo, &address));
	TAP_EXPECT(((char *)address)[SIZE - 1] == 'q');

	TAP_EXPECT(!qda_bo_close(bo));
	TAP_EXPECT(closed == 11);
	close(dev.fd);
}

/* The kernel's errors come through. */
static void errors(void)
{
	struct qda_device dev = device_in_memory();
	struct qda_bo *bo;
	void *address;

	next_error = -EINVAL;
	TAP_EXPECT(qda_bo_create(&dev, 0, &bo) == -EINVAL);
	next_error = 0;
	TAP_EXPECT(!qda_bo_create(&dev, 1, &bo));
	next_error = -ENODEV;
	TAP_EXPECT(qda_bo_map(bo, &address) == -ENODEV);
	TAP_EXPECT(qda_bo_close(bo) == -ENODEV);
	close(dev.fd);
}

static const struct tap_test tests[] = {
	TAP_TEST(life),
	TAP_TEST(errors),
};

TAP_MAIN(tests)
