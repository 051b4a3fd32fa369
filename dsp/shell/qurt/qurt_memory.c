// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Memory as QuRT sees it: caches, which are coherent here; addresses, each of which is its
 * own physical one, as a PD sees no other; regions, which are pages of the PD's own. What
 * asks for a certain physical address gets "no memory".
 */

#include <stdlib.h>
#include <string.h>

#include "os/export.h"
#include "os/pages.h"
#include "os/syscall.h"
#include "os/thread.h"
#include "qurt/qurt.h"

#define QURT_ANYWHERE		((uint64_t)-1)
#define QURT_ANYWHERE_32	0xffffffffu

enum qurt_mapping {
	QURT_MAPPING_VIRTUAL = 0,
	QURT_MAPPING_CONTIGUOUS = 1,
	QURT_MAPPING_NONE = 4,
	QURT_MAPPING_RANDOM = 7,
};

#define QURT_READ	1u
#define QURT_WRITE	2u

/* As dsp/sdk/compat/qurt_memory.h has it; an enum has one byte. */
struct qurt_region_attr {
	uint8_t mapping;
	uint8_t cache_mode;
	uint8_t type;
	uint8_t perms;
	uint32_t bus_attr;
	uint32_t virtual;
	uint64_t physical;
	uint32_t size;
};

struct qurt_region {
	struct qurt_region *next;
	struct qurt_region_attr attr;
};

/* Protected by the kernel lock. */
static struct qurt_region *qurt_regions;

/* Any address would do: it is the only pool. */
static const uint32_t qurt_pool = 1;
EXPORT_AS(qurt_mem_default_pool, &qurt_pool);

int qurt_mem_pool_attach(const char *name, uint32_t *pool)
{
	if (strcmp(name, "DEFAULT_PHYSPOOL"))
		return QURT_EFATAL;
	*pool = qurt_pool;
	return QURT_EOK;
}
EXPORT(qurt_mem_pool_attach);

int qurt_mem_cache_clean(uintptr_t address, uint32_t size, int operation, int type)
{
	(void)address;
	(void)size;
	(void)operation;
	(void)type;
	return QURT_EOK;
}
EXPORT(qurt_mem_cache_clean);

void qurt_mem_barrier(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}
EXPORT(qurt_mem_barrier);
EXPORT_AS(qurt_mem_syncht, &qurt_mem_barrier);

uintptr_t qurt_lookup_physaddr(uintptr_t address)
{
	return address;
}
EXPORT(qurt_lookup_physaddr);

uint64_t qurt_lookup_physaddr_64(uintptr_t address)
{
	return address;
}
EXPORT(qurt_lookup_physaddr_64);

static int qurt_region_can_be(const struct qurt_region_attr *attr)
{
	switch (attr->mapping) {
	case QURT_MAPPING_VIRTUAL:
	case QURT_MAPPING_RANDOM:
	case QURT_MAPPING_NONE:
		return 1;
	case QURT_MAPPING_CONTIGUOUS:
		return attr->physical == QURT_ANYWHERE || attr->physical == QURT_ANYWHERE_32;
	default:
		return 0;
	}
}

static int qurt_region_protection(const struct qurt_region_attr *attr)
{
	if (attr->mapping == QURT_MAPPING_NONE)
		return 0;
	return (attr->perms & QURT_READ ? SYSCALL_PROT_READ : 0) |
	       (attr->perms & QURT_WRITE ? SYSCALL_PROT_WRITE : 0);
}

int qurt_mem_region_create(uint32_t *id, uint32_t size, uint32_t pool,
			   const struct qurt_region_attr *attr)
{
	struct qurt_region *region;
	void *memory;

	if (pool != qurt_pool || !size || size > INT32_MAX || !qurt_region_can_be(attr))
		return QURT_EMEM;
	region = malloc(sizeof(*region));
	if (!region)
		return QURT_EMEM;
	size = PAGES_ROUND(size);
	memory = pages_get(PAGES_DATA, size, qurt_region_protection(attr));
	if (!memory) {
		free(region);
		return QURT_EMEM;
	}
	region->attr = *attr;
	region->attr.virtual = (uint32_t)(uintptr_t)memory;
	region->attr.physical = region->attr.virtual;
	region->attr.size = size;
	kernel_lock();
	region->next = qurt_regions;
	qurt_regions = region;
	kernel_unlock();
	*id = region->attr.virtual;
	return QURT_EOK;
}
EXPORT(qurt_mem_region_create);

int qurt_mem_region_delete(uint32_t id)
{
	struct qurt_region **link = &qurt_regions, *region;

	kernel_lock();
	while (*link && (*link)->attr.virtual != id)
		link = &(*link)->next;
	region = *link;
	if (region)
		*link = region->next;
	kernel_unlock();
	if (!region)
		return QURT_EVAL;
	pages_put(PAGES_DATA, (void *)(uintptr_t)id, region->attr.size);
	free(region);
	return QURT_EOK;
}
EXPORT(qurt_mem_region_delete);

/* The region in which all these bytes are; false if there is none. */
static int qurt_region_find(uint64_t address, uint32_t size, struct qurt_region_attr *attr)
{
	struct qurt_region *region;

	kernel_lock();
	region = qurt_regions;
	while (region && (address < region->attr.virtual ||
			  address - region->attr.virtual >= region->attr.size ||
			  size > region->attr.size - (address - region->attr.virtual)))
		region = region->next;
	if (region)
		*attr = region->attr;
	kernel_unlock();
	return region != NULL;
}

int qurt_mem_region_attr_get(uint32_t id, struct qurt_region_attr *attr)
{
	struct qurt_region_attr found;

	if (!qurt_region_find(id, 1, &found) || found.virtual != id)
		return QURT_EVAL;
	*attr = found;
	return QURT_EOK;
}
EXPORT(qurt_mem_region_attr_get);

int qurt_mem_region_query_64(uint32_t *id, uint32_t address, uint64_t physical)
{
	struct qurt_region_attr found;

	if (!qurt_region_find(address == QURT_ANYWHERE_32 ? physical : address, 1, &found))
		return QURT_EMEM;
	*id = found.virtual;
	return QURT_EOK;
}
EXPORT(qurt_mem_region_query_64);

int qurt_mem_region_query(uint32_t *id, uint32_t address, uint32_t physical)
{
	return qurt_mem_region_query_64(id, address, physical);
}
EXPORT(qurt_mem_region_query);

/* Whether they are where they are to be. */
static int qurt_mapping_is(uint32_t address, uint64_t physical, uint32_t size)
{
	struct qurt_region_attr found;

	return address == physical && size && qurt_region_find(address, size, &found) &&
	       found.mapping != QURT_MAPPING_NONE ? QURT_EOK : QURT_EMEM;
}

int qurt_mapping_create_64(uint32_t address, uint64_t physical, uint32_t size, int cache_mode,
			   int perms)
{
	(void)cache_mode;
	(void)perms;
	return qurt_mapping_is(address, physical, size);
}
EXPORT(qurt_mapping_create_64);

int qurt_mapping_create(uint32_t address, uint32_t physical, uint32_t size, int cache_mode,
			int perms)
{
	return qurt_mapping_create_64(address, physical, size, cache_mode, perms);
}
EXPORT(qurt_mapping_create);

int qurt_mapping_remove_64(uint32_t address, uint64_t physical, uint32_t size)
{
	return qurt_mapping_is(address, physical, size);
}
EXPORT(qurt_mapping_remove_64);

int qurt_mapping_remove(uint32_t address, uint32_t physical, uint32_t size)
{
	return qurt_mapping_is(address, physical, size);
}
EXPORT(qurt_mapping_remove);
