/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_MEMORY_H
#define QURT_MEMORY_H

#include "qurt_types.h"

/* Caches and addresses. Memory of the virtual DSP is coherent: these are free there. */
#ifdef __cplusplus
extern "C" {
#endif

int qurt_mem_cache_clean(qurt_addr_t address, qurt_size_t size, qurt_mem_cache_op_t operation,
			 qurt_mem_cache_type_t type);
void qurt_mem_barrier(void);
void qurt_mem_syncht(void);
int qurt_mem_pool_attach(char *name, unsigned int *pool);
qurt_paddr_t qurt_lookup_physaddr(qurt_addr_t address);
qurt_paddr_64_t qurt_lookup_physaddr_64(qurt_addr_t address);

#ifdef __cplusplus
}
#endif

#endif
