/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_TYPES_H
#define QURT_TYPES_H

#include <stddef.h>
#include <stdint.h>

/* Types that several of QuRT's headers use. */
typedef unsigned int qurt_addr_t;
typedef unsigned int qurt_paddr_t;
typedef unsigned long long qurt_paddr_64_t;
typedef unsigned int qurt_size_t;

/* What qurt_mem_cache_clean() does, and to which cache. Memory of the virtual DSP is coherent. */
typedef enum {
	QURT_MEM_CACHE_FLUSH,
	QURT_MEM_CACHE_INVALIDATE,
	QURT_MEM_CACHE_FLUSH_INVALIDATE,
	QURT_MEM_CACHE_FLUSH_ALL,
	QURT_MEM_CACHE_FLUSH_INVALIDATE_ALL,
	QURT_MEM_CACHE_TABLE_FLUSH_INVALIDATE,
	QURT_MEM_CACHE_FLUSH_INVALIDATE_L2,
} qurt_mem_cache_op_t;

typedef enum {
	QURT_MEM_ICACHE,
	QURT_MEM_DCACHE,
} qurt_mem_cache_type_t;

#endif
