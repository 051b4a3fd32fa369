/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_MAP_H
#define QDA_MAP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Memory that the program has mapped for longer than a call, qda_map_create(),
 * or passes by its number, qda_arg_in_handle(). Functions of the DSP's runtime;
 * @number is qda_bo_handle(), or .fd of a handle argument.
 */

/*
 * Where the memory is. 0, or an error, as there is none of this number; the
 * physical address may be NULL. Ends with HAP_mmap_put().
 */
int HAP_mmap_get(int number, void **address, uint64_t *physical);
int HAP_mmap_put(int number);

/* How long it is. 0 or an error. */
int adsp_mmap_fd_getinfo(int number, uint32_t *size);

#ifdef __cplusplus
}
#endif

#endif
