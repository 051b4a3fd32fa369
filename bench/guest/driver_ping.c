// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * P: one message of the size of a call and its answer, by a driver that does nothing
 * else. A point with a depth is a loop inside the kernel.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "driver.h"
#include "../ping/ping.h"

static int ping_fd = -1;

static int ping_open(const struct point *point)
{
	if (point->in || point->out || point->mapped || point->open || point->batch > 1)
		return -EOPNOTSUPP;
	ping_fd = open("/dev/qda-ping", O_RDWR | O_CLOEXEC);
	return ping_fd < 0 ? -errno : 0;
}

static int ping_call(const struct point *point, unsigned int count)
{
	uint32_t times = point->depth ? count : 1;

	for (unsigned int i = 0; i < count; i += times) {
		if (ioctl(ping_fd, QDA_PING_IOCTL, &times))
			return -errno;
	}
	return 0;
}

static void ping_close(void)
{
	close(ping_fd);
}

const struct driver driver_ping = {
	.name = "P",
	.open = ping_open,
	.call = ping_call,
	.close = ping_close,
};
