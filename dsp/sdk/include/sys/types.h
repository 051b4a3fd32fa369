/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_SYS_TYPES_H
#define QDA_SYS_TYPES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int ssize_t;
typedef long off_t;
typedef int pid_t;
typedef long time_t;
typedef unsigned int uint;

#ifdef __cplusplus
}
#endif

#endif
