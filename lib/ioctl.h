/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_IOCTL_H
#define QDA_IOCTL_H

#include <errno.h>

int qda_ioctl_once(int fd, unsigned long request, void *arg);

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
static inline int qda_ioctl(int fd, unsigned long request, void *arg)
{
	int ret;

	do {
		ret = qda_ioctl_once(fd, request, arg);
	} while (ret == -EINTR || ret == -EAGAIN);

	return ret;
}

#endif
