/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_ERROR_H
#define QURT_ERROR_H

/* What functions of QuRT return. */
#define QURT_EOK 0
#define QURT_EVAL 1
#define QURT_EMEM 2
#define QURT_EINVALID 4
#define QURT_EFAILED 12
#define QURT_ENOTALLOWED 13
#define QURT_ETLSAVAIL 23
#define QURT_ETLSENTRY 24
#define QURT_ENOTHREAD 30
#define QURT_ETIMEDOUT 47
#define QURT_ENOTSUPPORTED 55
#define QURT_EFATAL -1

#endif
