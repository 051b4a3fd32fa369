// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The only place that calls ioctl(2), and the only one that tests replace.
 */
#include <errno.h>
#include <sys/ioctl.h>

#include "ioctl.h"

/**
 * qda_ioctl_once() - call the driver; a signal handler ends what it waits for
 * @fd: file descriptor of the node
 * @request: the operation
 * @arg: its argument
 *
 * Return: what the driver returned, or -errno.
 */
int qda_ioctl_once(int fd, unsigned long request, void *arg)
{
	int ret = ioctl(fd, request, arg);

	return ret < 0 ? -errno : ret;
}
