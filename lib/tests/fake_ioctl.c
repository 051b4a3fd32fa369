// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The substitute of ioctl.c: no kernel is asked.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <drm/qda_accel.h>

#include "fake_ioctl.h"
#include "ioctl.h"

fake_ioctl_t fake_ioctl;

static int fake_version(const char *driver, struct drm_version *version)
{
	size_t length = strlen(driver);

	version->version_major = 1;
	version->version_minor = 2;
	version->version_patchlevel = 3;
	memcpy(version->name, driver,
	       length < version->name_len ? length : version->name_len);
	version->name_len = length;
	return 0;
}

static int fake_query_device(const char *domain, struct drm_qda_query *query)
{
	struct drm_qda_query_device device = {
		.uapi_version = DRM_QDA_UAPI_VERSION,
		.flags = DRM_QDA_DEVICE_COHERENT,
		.banks = 4,
		.sessions_max = 8,
		.sessions = 2,
		.sid_shift = 32,
		.calls_max = 64,
		.args_max = 100,
	};

	strcpy((char *)device.domain, domain);
	if (query->size < sizeof(device))
		return -EINVAL;
	memcpy((void *)(uintptr_t)query->pointer, &device, sizeof(device));
	query->size = sizeof(device);
	return 0;
}

static int fake_query(const char *domain, struct drm_qda_query *query)
{
	uint32_t *values = (void *)(uintptr_t)query->pointer;

	switch (query->type) {
	case DRM_QDA_QUERY_DEVICE:
		return fake_query_device(domain, query);
	case DRM_QDA_QUERY_CAPABILITIES:
		for (uint32_t i = 0; i < query->size / 4; i++)
			values[i] = FAKE_CAPABILITY(i);
		return 0;
	default:
		return -EINVAL;
	}
}

int fake_driver(int fd, unsigned long request, void *arg)
{
	char driver[32], domain[QDA_DOMAIN_SIZE], text[64] = "";

	if (pread(fd, text, sizeof(text) - 1, 0) < 0)
		return -errno;
	if (!strcmp(text, "gone"))
		return -ENODEV;
	if (sscanf(text, "%31s %15s", driver, domain) != 2)
		return -ENOTTY;

	switch (request) {
	case DRM_IOCTL_VERSION:
		return fake_version(driver, arg);
	case DRM_IOCTL_QDA_QUERY:
		return fake_query(domain, arg);
	default:
		return -ENOTTY;
	}
}

int qda_ioctl_once(int fd, unsigned long request, void *arg)
{
	return (fake_ioctl ? fake_ioctl : fake_driver)(fd, request, arg);
}

/* Buffers are pieces of one memory file, at their handle. */
#define FAKE_GEM_ROOM	(UINT64_C(32) << 20)
#define FAKE_GEMS_MAX	160

static int memory = -1;
static uint8_t *window;
static bool used[FAKE_GEMS_MAX];

int fake_gem_fd(void)
{
	if (memory < 0) {
		memory = memfd_create("gem", MFD_CLOEXEC);
		if (memory < 0 || ftruncate(memory, FAKE_GEMS_MAX * FAKE_GEM_ROOM))
			abort();
	}
	return memory;
}

int fake_gem(unsigned long request, void *arg)
{
	struct drm_qda_gem_create *create = arg;
	struct drm_qda_gem_mmap_offset *offset = arg;
	struct drm_gem_close *close = arg;

	switch (request) {
	case DRM_IOCTL_QDA_GEM_CREATE:
		if (create->size > FAKE_GEM_ROOM)
			return -ENOMEM;
		/* What the library makes for bytes of calls is not among the others. */
		for (create->handle = create->size == FAKE_SCRATCH ? FAKE_SCRATCHES : 1;
		     used[create->handle];)
			create->handle++;
		used[create->handle] = true;
		create->size = (create->size + 4095) & ~UINT64_C(4095);
		memset(fake_bytes(&(struct drm_qda_arg){ .handle = create->handle }), 0,
		       create->size);
		return 0;
	case DRM_IOCTL_QDA_GEM_MMAP_OFFSET:
		offset->offset = offset->handle * FAKE_GEM_ROOM;
		return 0;
	case DRM_IOCTL_GEM_CLOSE:
		used[close->handle] = false;
		return 0;
	default:
		return -ENOTTY;
	}
}

unsigned int fake_gems(void)
{
	unsigned int count = 0;

	for (int i = 0; i < FAKE_GEMS_MAX; i++)
		count += used[i];
	return count;
}

void *fake_bytes(const struct drm_qda_arg *arg)
{
	if (!window)
		window = mmap(NULL, FAKE_GEMS_MAX * FAKE_GEM_ROOM,
			      PROT_READ | PROT_WRITE, MAP_SHARED, fake_gem_fd(), 0);
	return window + arg->handle * FAKE_GEM_ROOM + arg->offset;
}

struct qda_device fake_device(const char *domain)
{
	struct qda_device dev = {
		.fd = fake_gem_fd(),
		.bank_wait = QDA_NO_WAIT,
	};

	strcpy(dev.info.domain, domain);
	return dev;
}
