/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef HAP_PLS_H
#define HAP_PLS_H

#include <stdint.h>

/* Data of the process, by a type and a key. */
#ifdef __cplusplus
extern "C" {
#endif

int HAP_pls_lookup(uintptr_t type, uintptr_t key, void **data);
int HAP_pls_add(uintptr_t type, uintptr_t key, uint32_t size,
		int (*constructor)(void *context, void *data), void *context,
		void (*destructor)(void *data), void **data);
int HAP_pls_add_lookup(uintptr_t type, uintptr_t key, uint32_t size,
		       int (*constructor)(void *context, void *data), void *context,
		       void (*destructor)(void *data), void **data);

#ifdef __cplusplus
}
#endif

#endif
