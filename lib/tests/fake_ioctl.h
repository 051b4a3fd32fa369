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

/*
 * Buffers, for any test: their memory as a descriptor, GEM_CREATE, GEM_MMAP_OFFSET and
 * GEM_CLOSE (-ENOTTY for all else), how many there are, and the bytes of an argument.
 */
int fake_gem_fd(void);
int fake_gem(unsigned long request, void *arg);
unsigned int fake_gems(void);
/* Handles from here on are the library's buffers for bytes of calls, of this size. */
#define FAKE_SCRATCHES	32
#define FAKE_SCRATCH	16384
struct drm_qda_arg;
void *fake_bytes(const struct drm_qda_arg *arg);

/* A device whose only file is that memory. */
struct qda_device fake_device(const char *domain);

#endif
