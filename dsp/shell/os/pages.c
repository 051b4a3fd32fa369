// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Pages of the shell's own memory. The addresses are chosen here, not by the
 * kernel, which would take some from the parts that belong to the virtual DSP.
 */

#include "contract/mailbox.h"
#include "os/pages.h"
#include "os/syscall.h"
#include "os/thread.h"

/* Images: from 16 MiB above the shell to the end of its part. */
#define PAGES_IMAGES_START	0x02000000u
#define PAGES_IMAGES_COUNT	((MAILBOX_VA_HEAP - PAGES_IMAGES_START) / PAGES_SIZE)
#define PAGES_DATA_START	(PAGES_HEAP_START + PAGES_HEAP_SIZE)
#define PAGES_DATA_COUNT	((PAGES_VTCM_START - PAGES_DATA_START) / PAGES_SIZE)

static uint32_t pages_images_used[PAGES_IMAGES_COUNT / 32];
static uint32_t pages_data_used[PAGES_DATA_COUNT / 32];

/* Which pages are taken. Protected by the kernel lock. */
static const struct pages_map {
	uintptr_t start;
	size_t count;
	uint32_t *used;
} pages_maps[] = {
	[PAGES_IMAGES] = {PAGES_IMAGES_START, PAGES_IMAGES_COUNT, pages_images_used},
	[PAGES_DATA] = {PAGES_DATA_START, PAGES_DATA_COUNT, pages_data_used},
};

static int pages_test(const struct pages_map *map, size_t page)
{
	return map->used[page / 32] >> page % 32 & 1;
}

static void pages_flip_locked(const struct pages_map *map, size_t first, size_t count)
{
	for (size_t page = first; page < first + count; page++)
		map->used[page / 32] ^= 1u << page % 32;
}

/* The first free run that is long enough; the number of pages of the map if there is none. */
static size_t pages_find_locked(const struct pages_map *map, size_t count)
{
	size_t run = 0;

	for (size_t page = 0; page < map->count; page++) {
		run = pages_test(map, page) ? 0 : run + 1;
		if (run == count)
			return page + 1 - count;
	}
	return map->count;
}

/**
 * pages_fix() - give fixed addresses zeroed memory, in the place of what was there
 * @address: first byte, a multiple of the page size
 * @size: bytes
 * @protection: SYSCALL_PROT_*
 *
 * Memory is taken from the machine when it is touched.
 *
 * Return: 0, or not 0 if there is no memory.
 */
int pages_fix(uintptr_t address, size_t size, int protection)
{
	long got = syscall6(SYS_MMAP2, (long)address, (long)size, protection,
			    SYSCALL_MAP_PRIVATE | SYSCALL_MAP_ANONYMOUS | SYSCALL_MAP_FIXED |
				    SYSCALL_MAP_NORESERVE,
			    -1, 0);

	return (uintptr_t)got != address;
}

/**
 * pages_get() - get zeroed memory between two pages without memory
 * @area: where
 * @size: bytes; rounded up to whole pages
 * @protection: SYSCALL_PROT_*
 *
 * Return: the memory, or NULL if there is none.
 */
void *pages_get(enum pages_area area, size_t size, int protection)
{
	const struct pages_map *map = &pages_maps[area];
	size_t count = PAGES_ROUND(size) / PAGES_SIZE;
	uintptr_t address;
	size_t page;

	if (!size || size > map->count * PAGES_SIZE)
		return NULL;
	kernel_lock();
	/* One more on each side, which stays unmapped. */
	page = pages_find_locked(map, count + 2);
	if (page < map->count)
		pages_flip_locked(map, page + 1, count + 1);
	kernel_unlock();
	if (page == map->count)
		return NULL;
	address = map->start + (page + 1) * PAGES_SIZE;
	if (!pages_fix(address, count * PAGES_SIZE, protection))
		return (void *)address;
	kernel_lock();
	pages_flip_locked(map, page + 1, count + 1);
	kernel_unlock();
	return NULL;
}

/**
 * pages_put() - give back memory of pages_get()
 * @area: as it was got
 * @memory: as it was got
 * @size: as it was got
 */
void pages_put(enum pages_area area, void *memory, size_t size)
{
	const struct pages_map *map = &pages_maps[area];
	size_t count = PAGES_ROUND(size) / PAGES_SIZE;

	syscall3(SYS_MUNMAP, memory, count * PAGES_SIZE, 0);
	kernel_lock();
	pages_flip_locked(map, ((uintptr_t)memory - map->start) / PAGES_SIZE, count + 1);
	kernel_unlock();
}
