/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note OR MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_PING_H
#define QDA_PING_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* Send one message and wait for its answer, as often as the argument says. */
#define QDA_PING_IOCTL	_IOW('p', 0, __u32)

#endif
