// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The substitute of ioctl.c: no kernel is asked.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
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
		.flags = DRM_QDA_DEVICE_UNSIGNED_PD,
		.banks = 4,
		.sessions_max = 8,
		.sessions = 2,
		.sid_shift = 32,
		.calls_max = 64,
		.args_max = 100,
		.inline_max = 4096,
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

struct qda_device fake_device(const char *domain)
{
	struct qda_device dev = {
		.fd = -1,
		.info.inline_max = 32768,
		.bank_wait = QDA_NO_WAIT,
	};

	strcpy(dev.info.domain, domain);
	return dev;
}
