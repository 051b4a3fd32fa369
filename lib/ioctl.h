/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_IOCTL_H
#define QDA_IOCTL_H

int qda_ioctl(int fd, unsigned long request, void *arg);

#endif
