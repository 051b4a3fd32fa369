// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The only place that calls ioctl(2), and the only one that tests replace.
 */
#include <errno.h>
#include <sys/ioctl.h>

#include "ioctl.h"

/**
 * qda_ioctl() - call the driver, however often a signal interrupts it
 * @fd: file descriptor of the node
 * @request: the operation
 * @arg: its argument
 *
 * Restarting is safe: time limits are absolute, and the driver returns EINTR
 * for nothing that it has sent to the DSP.
 *
 * Return: what the driver returned, or -errno.
 */
int qda_ioctl(int fd, unsigned long request, void *arg)
{
	int ret;

	do {
		ret = ioctl(fd, request, arg);
	} while (ret < 0 && (errno == EINTR || errno == EAGAIN));

	return ret < 0 ? -errno : ret;
}
