// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * DSPs: find them, open them, ask them. Which nodes are DSPs is known from the
 * driver's name and its answer to QUERY, never from a node's number.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <drm/qda_accel.h>

#include "clock.h"
#include "device.h"
#include "ioctl.h"
#include "node.h"
#include "session.h"

#define DEVICE_DIR	"/dev/accel"

/* A node that does not answer yet is looked at again after 1, 2, 4 ... ms. */
#define DEVICE_RETRY_MAX_MS	100

/* The capability that is the architecture. */
#define DEVICE_ARCH	6

/* Is this the driver? Keeps its version. -ENOTTY for any other driver. */
static int device_check_driver(int fd, struct qda_device_info *info)
{
	char name[8] = "";
	struct drm_version version = {
		.name = name,
		.name_len = sizeof(name) - 1,
	};
	int ret;

	ret = qda_ioctl(fd, DRM_IOCTL_VERSION, &version);
	if (ret == -ENODEV || ret == -ENXIO || ret == -ENOMEM)
		return ret;
	if (ret < 0 || strcmp(name, "qda"))
		return -ENOTTY;

	info->driver_major = (uint32_t)version.version_major;
	info->driver_minor = (uint32_t)version.version_minor;
	info->driver_patch = (uint32_t)version.version_patchlevel;
	return 0;
}

static int device_query(int fd, uint32_t type, void *answer, uint32_t size)
{
	struct drm_qda_query query = {
		.type = type,
		.size = size,
		.pointer = (uintptr_t)answer,
	};
	int ret;

	ret = qda_ioctl(fd, DRM_IOCTL_QDA_QUERY, &query);
	return ret < 0 ? ret : 0;
}

/* Fills @info except for the driver's version. */
static int device_query_info(int fd, struct qda_device_info *info)
{
	struct drm_qda_query_device device = { 0 };
	int ret;

	ret = device_query(fd, DRM_QDA_QUERY_DEVICE, &device, sizeof(device));
	if (ret)
		return ret;

	snprintf(info->domain, sizeof(info->domain), "%.*s",
		 (int)sizeof(device.domain), (const char *)device.domain);
	info->uapi_version = device.uapi_version;
	info->flags = device.flags;
	info->banks = device.banks;
	info->sessions_max = device.sessions_max;
	info->sessions = device.sessions;
	info->sid_shift = device.sid_shift;
	info->calls_max = device.calls_max;
	info->args_max = device.args_max;
	return 0;
}

/* Opens one node. @dev is initialised by this, also on failure. */
static int device_init(struct qda_device *dev, const char *path)
{
	int ret;

	memset(dev, 0, sizeof(*dev));
	pthread_mutex_init(&dev->lock, NULL);
	dev->bank_wait = QDA_NO_WAIT;
	dev->fd = -1;
	if (snprintf(dev->path, sizeof(dev->path), "%s", path) >=
	    (int)sizeof(dev->path))
		return -ENAMETOOLONG;

	dev->fd = open(path, O_RDWR | O_CLOEXEC);
	if (dev->fd < 0)
		return -errno;

	ret = device_check_driver(dev->fd, &dev->info);
	if (!ret)
		ret = device_query_info(dev->fd, &dev->info);
	if (ret) {
		close(dev->fd);
		dev->fd = -1;
	}
	return ret;
}

static int device_init_number(struct qda_device *dev, const char *dir,
			      int number)
{
	char path[QDA_PATH_SIZE];

	if (snprintf(path, sizeof(path), "%s/accel%d", dir, number) >=
	    (int)sizeof(path))
		return -ENAMETOOLONG;
	return device_init(dev, path);
}

/*
 * The node is there and the DSP is not: it is just going, or just coming, as
 * the kernel makes the node a moment before it can be opened.
 */
static bool device_absent(int error)
{
	return error == -ENODEV || error == -ENXIO || error == -ENOENT;
}

static bool device_is_path(const char *name)
{
	return name && strchr(name, '/');
}

/* -EAGAIN: there is a node that does not answer at the moment. */
static int device_init_name(struct qda_device *dev, const char *dir,
			    const char *name)
{
	int ret = -ENODEV;
	int number = -1;
	DIR *nodes;

	nodes = opendir(dir);
	if (!nodes)
		return errno == ENOENT ? -ENODEV : -errno;

	while ((number = qda_node_next(nodes, number)) >= 0) {
		int error = device_init_number(dev, dir, number);

		if (!error && (!name || !strcmp(name, dev->info.domain))) {
			ret = 0;
			break;
		}
		if (!error)
			close(dev->fd);
		else if (device_absent(error) && ret == -ENODEV)
			ret = -EAGAIN;
		else if (!device_absent(error) && error != -ENOTTY)
			ret = error;
	}
	closedir(nodes);
	return ret;
}

static int device_open(const char *dir, const char *name,
		       struct qda_device **dev)
{
	struct qda_device *opened;
	int ret;

	opened = malloc(sizeof(*opened));
	if (!opened)
		return -ENOMEM;

	if (device_is_path(name)) {
		ret = device_init(opened, name);
		if (ret == -ENODEV || ret == -ENXIO)
			ret = -EAGAIN;
	} else {
		ret = device_init_name(opened, dir, name);
	}

	if (ret) {
		free(opened);
		return ret;
	}
	*dev = opened;
	return 0;
}

int qda_device_open_in(const char *dir, const char *name,
		       struct qda_device **dev)
{
	int ret = device_open(dir, name, dev);

	return ret == -EAGAIN ? -ENODEV : ret;
}

int qda_device_open(const char *name, struct qda_device **dev)
{
	return qda_device_open_in(DEVICE_DIR, name, dev);
}

int qda_device_list_in(const char *dir, struct qda_device_entry *entries,
		       int count)
{
	int number = -1;
	int found = 0;
	DIR *nodes;

	nodes = opendir(dir);
	if (!nodes)
		return errno == ENOENT ? 0 : -errno;

	while ((number = qda_node_next(nodes, number)) >= 0) {
		struct qda_device dev;
		int error = device_init_number(&dev, dir, number);

		if (!error)
			close(dev.fd);
		if (device_absent(error) || error == -ENOTTY)
			continue;

		if (found < count) {
			struct qda_device_entry *entry = &entries[found];

			memcpy(entry->path, dev.path, sizeof(entry->path));
			memcpy(entry->domain, dev.info.domain,
			       sizeof(entry->domain));
			entry->error = error;
		}
		found++;
	}
	closedir(nodes);
	return found;
}

int qda_device_list(struct qda_device_entry *entries, int count)
{
	return qda_device_list_in(DEVICE_DIR, entries, count);
}

/* Milliseconds to sleep before the next look, and the next such pause. */
static int device_pause(bool unready, int *retry_ms, int left_ms)
{
	int pause = left_ms;

	if (!unready) {
		*retry_ms = 1;
		return left_ms;
	}

	if (pause < 0 || pause > *retry_ms)
		pause = *retry_ms;
	if (*retry_ms < DEVICE_RETRY_MAX_MS)
		*retry_ms *= 2;
	return pause;
}

static int device_wait(int watch, const char *dir, const char *name,
		       int64_t deadline, struct qda_device **dev)
{
	int retry_ms = 1;

	for (;;) {
		int left_ms;
		int error;
		int ret;

		ret = qda_node_watch_arm(watch, dir);
		if (ret)
			return ret;

		error = device_open(dir, name, dev);
		if (error != -EAGAIN && error != -ENODEV && error != -ENOENT &&
		    error != -EACCES)
			return error;

		left_ms = qda_clock_left_ms(deadline);
		if (!left_ms)
			return error == -EACCES ? -EACCES : -ETIMEDOUT;

		ret = qda_node_watch_wait(watch,
					  device_pause(error == -EAGAIN,
						       &retry_ms, left_ms));
		if (ret < 0)
			return ret;
	}
}

int qda_device_wait_in(const char *dir, const char *name, int64_t timeout_ns,
		       struct qda_device **dev)
{
	char own_dir[PATH_MAX];
	int64_t deadline;
	int watch;
	int ret;

	ret = qda_clock_deadline(timeout_ns, &deadline);
	if (ret)
		return ret;

	if (device_is_path(name)) {
		if (snprintf(own_dir, sizeof(own_dir), "%s", name) >=
		    (int)sizeof(own_dir))
			return -ENAMETOOLONG;
		*strrchr(own_dir, '/') = '\0';
		dir = own_dir[0] ? own_dir : "/";
	}

	watch = qda_node_watch_open();
	if (watch < 0)
		return watch;

	ret = device_wait(watch, dir, name, deadline, dev);
	close(watch);
	return ret;
}

int qda_device_wait(const char *name, int64_t timeout_ns,
		    struct qda_device **dev)
{
	return qda_device_wait_in(DEVICE_DIR, name, timeout_ns, dev);
}

int qda_device_set_bank_wait(struct qda_device *dev, int64_t timeout_ns)
{
	if (timeout_ns < 0 && timeout_ns != QDA_NO_WAIT)
		return -EINVAL;
	dev->bank_wait = timeout_ns;
	return 0;
}

void qda_device_close(struct qda_device *dev)
{
	/* A listener would keep the node open for ever. */
	while (dev->sessions)
		qda_session_close(dev->sessions);
	pthread_mutex_destroy(&dev->lock);
	close(dev->fd);
	free(dev);
}

const char *qda_version(void)
{
	return QDA_VERSION;
}

const char *qda_device_path(const struct qda_device *dev)
{
	return dev->path;
}

int qda_device_fd(const struct qda_device *dev)
{
	return dev->fd;
}

int qda_device_info(struct qda_device *dev, struct qda_device_info *info,
		    size_t size)
{
	struct qda_device_info fresh = dev->info;
	int ret;

	ret = device_query_info(dev->fd, &fresh);
	if (ret)
		return ret;

	memset(info, 0, size);
	memcpy(info, &fresh, size < sizeof(fresh) ? size : sizeof(fresh));
	return 0;
}

int qda_device_capabilities(struct qda_device *dev, uint32_t *values,
			    unsigned int count)
{
	if (count > QDA_CAPABILITIES)
		return -EINVAL;

	memset(values, 0, count * sizeof(*values));
	return device_query(dev->fd, DRM_QDA_QUERY_CAPABILITIES, values,
			    count * (uint32_t)sizeof(*values));
}

/**
 * qda_device_isa() - the version of Hexagon that a DSP is
 * @dev: the DSP
 *
 * Return: for example 68; 0 if it does not tell.
 */
uint32_t qda_device_isa(struct qda_device *dev)
{
	uint32_t values[DEVICE_ARCH + 1];

	if (qda_device_capabilities(dev, values, DEVICE_ARCH + 1))
		return 0;
	/* 0x68 is written as 68; what is above it differs by chip. */
	return (values[DEVICE_ARCH] >> 4 & 0xf) * 10 + (values[DEVICE_ARCH] & 0xf);
}
