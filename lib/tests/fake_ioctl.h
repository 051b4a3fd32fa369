/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_FAKE_IOCTL_H
#define QDA_FAKE_IOCTL_H

#include "device.h"

/* What a test puts in the kernel's place; NULL is fake_driver(). */
typedef int (*fake_ioctl_t)(int fd, unsigned long request, void *arg);
extern fake_ioctl_t fake_ioctl;

/*
 * A driver that knows VERSION and QUERY. The "node" is a file that says
 * "DRIVER DOMAIN"; a node that says "gone" answers ENODEV.
 */
int fake_driver(int fd, unsigned long request, void *arg);

/* Capability k of every DSP of fake_driver(). */
#define FAKE_CAPABILITY(k)	(1000u + (k))

/* A device that no file stands behind. */
struct qda_device fake_device(const char *domain);

#endif
