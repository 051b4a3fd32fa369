// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: maps of a process
 *
 * Memory of the guest that a PD knows: where it lies in the bank, and which addresses of
 * the PD's 32 bits it has.
 */
#include "fastrpc/process_map.h"

#include <stdlib.h>

#include "contract/mailbox.h"
#include "fastrpc/process.h"
#include "fastrpc/wire.h"

#define PROCESS_MAPS_MAX	8192

/*
 * Where maps appear in a PD: a 32-bit address space, an unmapped page after each map. A PD
 * with a child has other things there as well.
 */
#define PROCESS_VA_START	0x40000000ull
#define PROCESS_VA_END		0xe0000000ull

static uint64_t map_va_start(const struct process *pd)
{
	return pd->child ? MAILBOX_VA_MAPS : PROCESS_VA_START;
}

static uint64_t map_va_end(const struct process *pd)
{
	return pd->child ? MAILBOX_VA_CALLS : PROCESS_VA_END;
}

/* Address space that a map takes: whole pages, and a guard page. */
static uint64_t map_span(uint64_t size)
{
	return (size + 2 * WIRE_PAGE_SIZE - 1) / WIRE_PAGE_SIZE * WIRE_PAGE_SIZE;
}

/* First gap for @size bytes; *@link is where the map has to be inserted. */
static uint64_t map_find_gap(struct process *pd, uint64_t size, struct process_map ***link)
{
	uint64_t va = map_va_start(pd);

	for (*link = &pd->maps; **link; *link = &(**link)->next) {
		const struct process_map *map = **link;

		if (map->va - va >= map_span(size))
			break;
		va = map->va + map_span(map->size);
	}
	return va;
}

/**
 * process_map() - Give memory of the guest an address in the PD.
 * @fd: the guest's tag for the memory, or PROCESS_MAP_HEAP
 * @iova: where the memory starts in the bank of the PD
 * @size: bytes, not 0
 * @va: gets the DSP address, never 0, unique among the live maps
 *
 * Nothing is accessed: as on the DSP, a map is an entry in page tables.
 *
 * Return: 0, or WIRE_ENOMEMORY if the address space or the table is full.
 */
int32_t process_map(struct process *pd, int32_t fd, uint64_t iova, uint64_t size,
		    uint64_t *va)
{
	struct process_map **link;
	struct process_map *map;

	if (pd->map_count == PROCESS_MAPS_MAX || size > map_va_end(pd) - map_va_start(pd))
		return WIRE_ENOMEMORY;
	*va = map_find_gap(pd, size, &link);
	if (*va > map_va_end(pd) || map_span(size) > map_va_end(pd) - *va)
		return WIRE_ENOMEMORY;
	map = malloc(sizeof(*map));
	if (!map)
		return WIRE_ENOMEMORY;
	*map = (struct process_map){
		.next = *link, .va = *va, .iova = iova, .size = size, .fd = fd,
	};
	*link = map;
	pd->map_count++;
	return 0;
}

/**
 * process_find_map() - Look a map up.
 * @va: DSP address of its first byte
 *
 * Return: the map, or NULL if none starts there.
 */
struct process_map *process_find_map(const struct process *pd, uint64_t va)
{
	for (struct process_map *map = pd->maps; map; map = map->next)
		if (map->va == va)
			return map;
	return NULL;
}

/**
 * process_unmap() - Take an address away again.
 * @fd: tag given with process_map()
 * @va: DSP address
 * @size: bytes given with process_map()
 *
 * Return: 0, or WIRE_ENOSUCH if no map is exactly this one.
 */
int32_t process_unmap(struct process *pd, int32_t fd, uint64_t va, uint64_t size)
{
	for (struct process_map **link = &pd->maps; *link; link = &(*link)->next) {
		struct process_map *map = *link;

		if (map->va != va || map->fd != fd || map->size != size || map->busy)
			continue;
		*link = map->next;
		pd->map_count--;
		free(map);
		return 0;
	}
	return WIRE_ENOSUCH;
}

/**
 * process_map_remove_all() - Take all addresses away.
 */
void process_map_remove_all(struct process *pd)
{
	while (pd->maps) {
		struct process_map *map = pd->maps;

		pd->maps = map->next;
		free(map);
	}
	pd->map_count = 0;
}
