/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_ALLOC_H
#define QURT_ALLOC_H

#include <stddef.h>

/* The heap of the process: malloc() by another name. */
#ifdef __cplusplus
extern "C" {
#endif

void *qurt_malloc(unsigned int size);
void *qurt_calloc(unsigned int count, unsigned int size);
void *qurt_realloc(void *block, unsigned int size);
void qurt_free(void *block);

#ifdef __cplusplus
}
#endif

#endif
