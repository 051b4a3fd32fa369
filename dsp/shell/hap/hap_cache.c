// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Locked cache. There is no cache, and memory that stays in it is memory like any
 * other, but there is only so much of it. Signatures as in Qualcomm's
 * sysmon_cachelock.h.
 */

#include <malloc.h>
#include <stdlib.h>

#include "os/error.h"
#include "os/export.h"
#include "os/pages.h"
#include "os/thread.h"

#define HAP_CACHE_SIZE		0x100000u	/* of the second level that can be locked */
#define HAP_CACHE_LOCKS		32u
#define HAP_CACHE_LINE		32u

static struct hap_cache_lock {
	uintptr_t start;
	uint32_t size;		/* 0: free */
	int given;		/* the memory comes from here, and goes back */
} hap_cache_locks[HAP_CACHE_LOCKS];	/* protected by the kernel lock */

static uint32_t hap_cache_locked_locked(void)
{
	uint32_t sum = 0;

	for (unsigned int i = 0; i < HAP_CACHE_LOCKS; i++)
		sum += hap_cache_locks[i].size;
	return sum;
}

/* Return: 0, or -1 if there is not so much left. */
static int hap_cache_insert(void *memory, uint32_t size, int given)
{
	unsigned int i = 0;
	int result = -1;

	kernel_lock();
	while (i < HAP_CACHE_LOCKS && hap_cache_locks[i].size)
		i++;
	if (i < HAP_CACHE_LOCKS && size <= HAP_CACHE_SIZE - hap_cache_locked_locked()) {
		hap_cache_locks[i] = (struct hap_cache_lock){(uintptr_t)memory, size, given};
		result = 0;
	}
	kernel_unlock();
	return result;
}

/* Return: 0, or -1 if nothing is locked there in that way. */
static int hap_cache_remove(const void *memory, int given)
{
	int result = -1;

	kernel_lock();
	for (unsigned int i = 0; result && i < HAP_CACHE_LOCKS; i++) {
		if (!hap_cache_locks[i].size || hap_cache_locks[i].given != given ||
		    hap_cache_locks[i].start != (uintptr_t)memory)
			continue;
		hap_cache_locks[i].size = 0;
		result = 0;
	}
	kernel_unlock();
	return result;
}

void *HAP_cache_lock(unsigned int size, uint64_t *physical)
{
	void *memory;

	if (physical)
		*physical = 0;
	if (!size || size > HAP_CACHE_SIZE)
		return NULL;
	size = PAGES_ROUND(size);
	memory = memalign(PAGES_SIZE, size);
	if (!memory || hap_cache_insert(memory, size, 1)) {
		free(memory);
		return NULL;
	}
	if (physical)
		*physical = (uintptr_t)memory;
	return memory;
}
EXPORT(HAP_cache_lock);

int HAP_cache_unlock(void *memory)
{
	if (hap_cache_remove(memory, 1))
		return ERROR_BAD_PARAMETER;
	free(memory);
	return 0;
}
EXPORT(HAP_cache_unlock);

int HAP_cache_lock_addr(void *memory, unsigned int size)
{
	if (!memory || !size || (uintptr_t)memory % HAP_CACHE_LINE || size % HAP_CACHE_LINE)
		return ERROR_BAD_PARAMETER;
	return hap_cache_insert(memory, size, 0) ? ERROR_NO_RESOURCE : 0;
}
EXPORT(HAP_cache_lock_addr);

int HAP_cache_unlock_addr(void *memory)
{
	return hap_cache_remove(memory, 0) ? ERROR_BAD_PARAMETER : 0;
}
EXPORT(HAP_cache_unlock_addr);

/* In one piece. */
int HAP_query_avail_cachelock(void)
{
	uint32_t locked;

	kernel_lock();
	locked = hap_cache_locked_locked();
	kernel_unlock();
	return (int)(HAP_CACHE_SIZE - locked);
}
EXPORT(HAP_query_avail_cachelock);

int HAP_query_total_cachelock(void)
{
	return (int)HAP_CACHE_SIZE - HAP_query_avail_cachelock();
}
EXPORT(HAP_query_total_cachelock);
