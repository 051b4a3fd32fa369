/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_MEMORY_H
#define QURT_MEMORY_H

#include "qurt_error.h"
#include "qurt_types.h"

/*
 * Caches, addresses, regions of memory. Memory of the virtual DSP is coherent: caches cost
 * nothing there. A process sees no physical memory: an address is its own physical one.
 */

/* The processor's own numbers of cache modes. */
typedef enum {
	QURT_MEM_CACHE_WRITEBACK_NONL2CACHEABLE = 0,
	QURT_MEM_CACHE_WRITETHROUGH_NONL2CACHEABLE = 1,
	QURT_MEM_CACHE_DEVICE = 4,
	QURT_MEM_CACHE_WRITETHROUGH = 5,
	QURT_MEM_CACHE_WRITETHROUGH_L2CACHEABLE = 5,
	QURT_MEM_CACHE_NONE = 6,
	QURT_MEM_CACHE_NONE_SHARED = 6,
	QURT_MEM_CACHE_WRITEBACK = 7,
	QURT_MEM_CACHE_WRITEBACK_L2CACHEABLE = 7,
} qurt_mem_cache_mode_t;

typedef enum {
	QURT_PERM_READ = 1,
	QURT_PERM_WRITE = 2,
	QURT_PERM_EXECUTE = 4,
	QURT_PERM_FULL = 7,
} qurt_perm_t;

/* Where a region lies: anywhere, at addresses of the caller's choice, nowhere yet. */
typedef enum {
	QURT_MEM_MAPPING_VIRTUAL = 0,
	QURT_MEM_MAPPING_PHYS_CONTIGUOUS = 1,
	QURT_MEM_MAPPING_IDEMPOTENT = 2,
	QURT_MEM_MAPPING_VIRTUAL_FIXED = 3,
	QURT_MEM_MAPPING_NONE = 4,
	QURT_MEM_MAPPING_VIRTUAL_RANDOM = 7,
} qurt_mem_mapping_t;

typedef enum {
	QURT_MEM_REGION_LOCAL = 0,
	QURT_MEM_REGION_SHARED = 1,
	QURT_MEM_REGION_USER_ACCESS = 2,
} qurt_mem_region_type_t;

typedef unsigned int qurt_mem_region_t;
typedef unsigned int qurt_mem_pool_t;

/* What a region is like; by the functions below. */
typedef struct {
	qurt_mem_mapping_t mapping_type;
	qurt_mem_cache_mode_t cache_mode;
	qurt_mem_region_type_t type;
	qurt_perm_t perms;
	unsigned int bus_attr;
	qurt_addr_t virtaddr;		/* -1: anywhere */
	qurt_paddr_64_t physaddr;	/* -1: anywhere */
	qurt_size_t size;
} qurt_mem_region_attr_t;

#ifdef __cplusplus
extern "C" {
#endif

int qurt_mem_cache_clean(qurt_addr_t address, qurt_size_t size, qurt_mem_cache_op_t operation,
			 qurt_mem_cache_type_t type);
void qurt_mem_barrier(void);
void qurt_mem_syncht(void);
qurt_paddr_t qurt_lookup_physaddr(qurt_addr_t address);
qurt_paddr_64_t qurt_lookup_physaddr_64(qurt_addr_t address);

/* The pool that there is; the names of others are known to no process of the shell. */
extern qurt_mem_pool_t qurt_mem_default_pool;
int qurt_mem_pool_attach(char *name, qurt_mem_pool_t *pool);

/*
 * Memory of its own for a process, in whole pages: QURT_EOK; QURT_EMEM without memory, for a
 * pool that is none, or for an address that the process cannot choose.
 */
int qurt_mem_region_create(qurt_mem_region_t *region, qurt_size_t size, qurt_mem_pool_t pool,
			   qurt_mem_region_attr_t *attr);
/* QURT_EVAL for what is no region: also for the three that follow. */
int qurt_mem_region_delete(qurt_mem_region_t region);
int qurt_mem_region_attr_get(qurt_mem_region_t region, qurt_mem_region_attr_t *attr);
/* The region of an address; one of the two is -1. QURT_EMEM if there is none. */
int qurt_mem_region_query(qurt_mem_region_t *region, qurt_addr_t vaddr, qurt_paddr_t paddr);
int qurt_mem_region_query_64(qurt_mem_region_t *region, qurt_addr_t vaddr,
			     qurt_paddr_64_t paddr);

/*
 * Pages at addresses of the caller's choice. In a region, where they are already: QURT_EOK;
 * else QURT_EMEM, as a process has no physical memory.
 */
int qurt_mapping_create(qurt_addr_t vaddr, qurt_paddr_t paddr, qurt_size_t size,
			qurt_mem_cache_mode_t cache_mode, qurt_perm_t perms);
int qurt_mapping_create_64(qurt_addr_t vaddr, qurt_paddr_64_t paddr, qurt_size_t size,
			   qurt_mem_cache_mode_t cache_mode, qurt_perm_t perms);
int qurt_mapping_remove(qurt_addr_t vaddr, qurt_paddr_t paddr, qurt_size_t size);
int qurt_mapping_remove_64(qurt_addr_t vaddr, qurt_paddr_64_t paddr, qurt_size_t size);

#ifdef __cplusplus
}
#endif

/* Anywhere, written back, of this process, for reading and writing. */
static inline void qurt_mem_region_attr_init(qurt_mem_region_attr_t *attr)
{
	attr->mapping_type = QURT_MEM_MAPPING_VIRTUAL;
	attr->cache_mode = QURT_MEM_CACHE_WRITEBACK;
	attr->type = QURT_MEM_REGION_LOCAL;
	attr->perms = (qurt_perm_t)(QURT_PERM_READ | QURT_PERM_WRITE);
	attr->bus_attr = 0;
	attr->virtaddr = (qurt_addr_t)-1;
	attr->physaddr = (qurt_paddr_64_t)-1;
	attr->size = (qurt_size_t)-1;
}

static inline void qurt_mem_region_attr_set_mapping(qurt_mem_region_attr_t *attr,
						    qurt_mem_mapping_t mapping)
{
	attr->mapping_type = mapping;
}

static inline void qurt_mem_region_attr_get_mapping(qurt_mem_region_attr_t *attr,
						    qurt_mem_mapping_t *mapping)
{
	*mapping = attr->mapping_type;
}

static inline void qurt_mem_region_attr_set_cache_mode(qurt_mem_region_attr_t *attr,
						       qurt_mem_cache_mode_t mode)
{
	attr->cache_mode = mode;
}

static inline void qurt_mem_region_attr_get_cache_mode(qurt_mem_region_attr_t *attr,
						       qurt_mem_cache_mode_t *mode)
{
	*mode = attr->cache_mode;
}

static inline void qurt_mem_region_attr_set_type(qurt_mem_region_attr_t *attr,
						 qurt_mem_region_type_t type)
{
	attr->type = type;
}

static inline void qurt_mem_region_attr_get_type(qurt_mem_region_attr_t *attr,
						 qurt_mem_region_type_t *type)
{
	*type = attr->type;
}

static inline void qurt_mem_region_attr_set_bus_attr(qurt_mem_region_attr_t *attr,
						     unsigned int bits)
{
	attr->bus_attr = bits;
}

static inline void qurt_mem_region_attr_get_bus_attr(qurt_mem_region_attr_t *attr,
						     unsigned int *bits)
{
	*bits = attr->bus_attr;
}

static inline void qurt_mem_region_attr_set_virtaddr(qurt_mem_region_attr_t *attr,
						     qurt_addr_t address)
{
	attr->virtaddr = address;
}

static inline void qurt_mem_region_attr_get_virtaddr(qurt_mem_region_attr_t *attr,
						     qurt_addr_t *address)
{
	*address = attr->virtaddr;
}

static inline void qurt_mem_region_attr_set_physaddr(qurt_mem_region_attr_t *attr,
						     qurt_paddr_t address)
{
	attr->physaddr = address;
}

static inline void qurt_mem_region_attr_get_physaddr(qurt_mem_region_attr_t *attr,
						     qurt_paddr_t *address)
{
	*address = (qurt_paddr_t)attr->physaddr;
}

static inline void qurt_mem_region_attr_set_physaddr_64(qurt_mem_region_attr_t *attr,
							qurt_paddr_64_t address)
{
	attr->physaddr = address;
}

static inline void qurt_mem_region_attr_get_physaddr_64(qurt_mem_region_attr_t *attr,
							qurt_paddr_64_t *address)
{
	*address = attr->physaddr;
}

static inline void qurt_mem_region_attr_get_size(qurt_mem_region_attr_t *attr, qurt_size_t *size)
{
	*size = attr->size;
}

#endif
