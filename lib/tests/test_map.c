// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Maps: what the kernel is asked, and how long a mapped buffer keeps its
 * handle.
 */
#include <errno.h>

#include <drm/qda_accel.h>

#include "bo.h"
#include "fake_ioctl.h"
#include "session.h"
#include "tap.h"

static struct drm_qda_map mapped;
static struct drm_qda_munmap unmapped;
static uint32_t closed;
static int32_t next_result;
static int next_error;

static int kernel(int fd, unsigned long request, void *arg)
{
	struct drm_qda_gem_create *create = arg;
	const struct drm_gem_close *close = arg;
	struct drm_qda_munmap *munmap = arg;
	struct drm_qda_map *map = arg;

	(void)fd;
	switch (request) {
	case DRM_IOCTL_QDA_GEM_CREATE:
		create->handle = 11;
		return 0;
	case DRM_IOCTL_GEM_CLOSE:
		closed = close->handle;
		return 0;
	case DRM_IOCTL_QDA_MAP:
		mapped = *map;
		map->map = 3;
		map->dsp_address = 0x40001000;
		map->result = next_result;
		return next_error;
	case DRM_IOCTL_QDA_MUNMAP:
		unmapped = *munmap;
		return next_error;
	default:
		TAP_EXPECT(!"a map's operation");
		return -ENOTTY;
	}
}

static struct qda_device dev;
static struct qda_session session = { .dev = &dev, .id = 7, .users = 1 };

static struct qda_bo *buffer(void)
{
	struct qda_bo *bo = NULL;

	dev = fake_device("cdsp");
	fake_ioctl = kernel;
	next_error = 0;
	next_result = 0;
	closed = 0;
	TAP_EXPECT(!qda_bo_create(&dev, 65536, &bo));
	return bo;
}

/* A part; the number that the kernel gave takes it away again. */
static void life(void)
{
	struct qda_bo *bo = buffer();
	struct qda_map *map;
	int32_t result = 9;

	TAP_EXPECT(!qda_map_create(&session, bo, 8192, 4096, &map, &result));
	TAP_EXPECT(result == 0);
	TAP_EXPECT(mapped.session == 7 && mapped.handle == 11);
	TAP_EXPECT(mapped.offset == 8192 && mapped.size == 4096);
	TAP_EXPECT(mapped.request == DRM_QDA_MAP_ATTR);
	TAP_EXPECT(mapped.map_flags == 2 && mapped.wish == 0);
	TAP_EXPECT(qda_map_address(map) == 0x40001000);
	TAP_EXPECT(!qda_map_close(map));
	TAP_EXPECT(unmapped.session == 7 && unmapped.map == 3);
	TAP_EXPECT(!qda_bo_close(bo));
}

/* A kind and a number of the program's own; without them the buffer's handle. */
static void own_number(void)
{
	const struct qda_map_how how = {
		.size = 4096, .kind = QDA_MAP_DELAYED, .number = 1234,
	};
	struct qda_bo *bo = buffer();
	struct qda_map *map;

	TAP_EXPECT(!qda_map_create_how(&session, bo, &how, &map, NULL));
	TAP_EXPECT(mapped.tag == 1234 && mapped.map_flags == 3 && mapped.handle == 11);
	TAP_EXPECT(!qda_map_close(map));
	TAP_EXPECT(!qda_map_create(&session, bo, 0, 4096, &map, NULL));
	TAP_EXPECT(mapped.tag == 0);
	TAP_EXPECT(!qda_map_close(map));
	TAP_EXPECT(!qda_bo_close(bo));
}

/* A buffer is closed before its two maps: the last one closes the handle. */
static void outlives_buffer(void)
{
	struct qda_bo *bo = buffer();
	struct qda_map *one, *two;

	TAP_EXPECT(!qda_map_create(&session, bo, 0, 4096, &one, NULL));
	TAP_EXPECT(!qda_map_create(&session, bo, 0, 4096, &two, NULL));
	TAP_EXPECT(!qda_bo_close(bo));
	TAP_EXPECT(!qda_map_close(two));
	TAP_EXPECT(closed == 0);
	TAP_EXPECT(!qda_map_close(one));
	TAP_EXPECT(closed == 11);
}

/* The DSP refuses, at either end; a buffer of elsewhere is refused here. */
static void refused(void)
{
	struct qda_device other = fake_device("adsp");
	struct qda_bo *bo = buffer();
	struct qda_map *map;
	int32_t result = 0;

	next_error = -EREMOTEIO;
	next_result = (int32_t)0x80000402;
	TAP_EXPECT(qda_map_create(&session, bo, 0, 4096, &map, &result) ==
		   -EREMOTEIO);
	TAP_EXPECT(result == (int32_t)0x80000402);

	next_error = 0;
	TAP_EXPECT(!qda_map_create(&session, bo, 0, 4096, &map, &result));
	next_error = -ECONNABORTED;
	TAP_EXPECT(qda_map_close(map) == -ECONNABORTED);
	TAP_EXPECT(!qda_bo_close(bo));
	TAP_EXPECT(closed == 11);

	bo = buffer();
	bo->dev = &other;
	TAP_EXPECT(qda_map_create(&session, bo, 0, 4096, &map, &result) ==
		   -EXDEV);
	TAP_EXPECT(!qda_bo_close(bo));
}

static const struct tap_test tests[] = {
	TAP_TEST(life),
	TAP_TEST(own_number),
	TAP_TEST(outlives_buffer),
	TAP_TEST(refused),
};

TAP_MAIN(tests)
