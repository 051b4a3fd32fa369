// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: processes
 *
 * The kernel names each of its clients by an id; attach and create make the DSP know
 * it, release makes the DSP forget it. For a user PD the entry is the PD itself. For the
 * root and sensors PDs, which live as long as the DSP, it is one client's share of it:
 * its handles, its maps and its listener.
 *
 * When an entry goes all calls that it still holds are answered with "bad state" first,
 * and nothing of it survives (FastRPC wire format).
 */
#include <stdlib.h>

#include "adspmsgd.h"
#include "call.h"
#include "domain.h"
#include "farf.h"
#include "process.h"
#include "reverse.h"
#include "wire.h"

/* More than any kernel offers (14 sessions per DSP in Linux 7.3). */
#define PROCESS_COUNT_MAX	64
#define PROCESS_MAPS_MAX	1024

/* Library code takes handles below 0x200 for constants. */
#define PROCESS_HANDLE_FIRST	0x1000u

/* Where maps appear in a PD: a 32-bit address space, an unmapped page after each map. */
#define PROCESS_VA_START	0x40000000ull
#define PROCESS_VA_END		0xe0000000ull

/**
 * process_find - look a client up
 * @d: the DSP
 * @client_id: the kernel's name for it
 *
 * Return: its entry, or NULL.
 */
struct process *process_find(const struct domain *d, int32_t client_id)
{
	for (struct process *pd = d->processes; pd; pd = pd->next)
		if (pd->client_id == client_id)
			return pd;
	return NULL;
}

/**
 * process_create - make a client known
 * @d: the DSP
 * @client_id: the kernel's name for it; must be positive
 * @type: kind of PD
 * @sid: stream id of its bank
 * @result: gets the entry
 *
 * Return: 0; WIRE_EEXISTS if the client is known already; WIRE_EBADPARM for a bad id;
 * WIRE_ENOMEMORY.
 */
int32_t process_create(struct domain *d, int32_t client_id, enum process_type type,
		       uint32_t sid, struct process **result)
{
	struct process *pd;

	if (client_id <= 0)
		return WIRE_EBADPARM;
	if (process_find(d, client_id))
		return WIRE_EEXISTS;
	if (d->process_count == PROCESS_COUNT_MAX)
		return WIRE_ENOMEMORY;
	pd = calloc(1, sizeof(*pd));
	if (!pd)
		return WIRE_ENOMEMORY;
	pd->client_id = client_id;
	pd->type = type;
	pd->sid = sid;
	pd->next_handle = PROCESS_HANDLE_FIRST;
	pd->next = d->processes;
	d->processes = pd;
	d->process_count++;
	*result = pd;
	return 0;
}

static void process_drop_maps(struct process *pd)
{
	while (pd->maps) {
		struct process_map *map = pd->maps;

		pd->maps = map->next;
		free(map);
	}
	pd->map_count = 0;
}

/* Nothing goes on in the PD from here on. */
static void process_stop(struct process *pd)
{
	pd->exited = true;
	pd->ended = true;
	reverse_end(pd);
	adspmsgd_end(pd);
	process_drop_maps(pd);
}

/**
 * process_exit - end a PD; its client still has to release it
 * @d: the DSP
 * @pd: the PD
 */
void process_exit(struct domain *d, struct process *pd)
{
	pd->exited = true;
	call_finish_held(d, pd, WIRE_EBADSTATE);
	process_stop(pd);
}

static void process_unlink(struct domain *d, struct process *pd)
{
	struct process **link = &d->processes;

	while (*link != pd)
		link = &(*link)->next;
	*link = pd->next;
	d->process_count--;
	process_stop(pd);
	free(pd);
}

/**
 * process_release - end a PD if it still runs, and forget its client
 * @d: the DSP
 * @pd: the PD; gone afterwards
 */
void process_release(struct domain *d, struct process *pd)
{
	if (!pd->ended)
		farf_event(d, pd, "ended: released");
	process_exit(d, pd);
	process_unlink(d, pd);
}

/**
 * process_forget_all - the DSP has ended: forget all clients without an answer
 * @d: the DSP
 *
 * Calls must have been forgotten before.
 */
void process_forget_all(struct domain *d)
{
	while (d->processes)
		process_unlink(d, d->processes);
}

/**
 * process_open - open a module
 * @pd: PD
 * @object: methods of the module
 * @handle: gets the handle, 0x1000 or more
 *
 * Return: 0, or WIRE_ENOMEMORY if too many are open.
 */
int32_t process_open(struct process *pd, const struct object *object, uint32_t *handle)
{
	for (unsigned int i = 0; i < PROCESS_HANDLES_MAX; i++) {
		if (pd->handles[i].handle)
			continue;
		*handle = pd->next_handle++;
		if (pd->next_handle < PROCESS_HANDLE_FIRST)
			pd->next_handle = PROCESS_HANDLE_FIRST;
		pd->handles[i] = (struct process_handle){ *handle, object };
		return 0;
	}
	return WIRE_ENOMEMORY;
}

/**
 * process_find_object - look a handle up
 * @pd: PD
 * @handle: dynamic handle
 *
 * Return: methods of the module, or NULL if the handle is not open.
 */
const struct object *process_find_object(const struct process *pd, uint32_t handle)
{
	for (unsigned int i = 0; handle && i < PROCESS_HANDLES_MAX; i++)
		if (pd->handles[i].handle == handle)
			return pd->handles[i].object;
	return NULL;
}

/**
 * process_close - close a module
 * @pd: PD
 * @handle: its handle
 *
 * Return: 0, or WIRE_EINVHANDLE if it is not open.
 */
int32_t process_close(struct process *pd, uint32_t handle)
{
	for (unsigned int i = 0; handle && i < PROCESS_HANDLES_MAX; i++) {
		if (pd->handles[i].handle != handle)
			continue;
		pd->handles[i] = (struct process_handle){ 0 };
		return 0;
	}
	return WIRE_EINVHANDLE;
}

/* Address space that a map takes: whole pages, and a guard page. */
static uint64_t process_map_span(uint64_t size)
{
	return (size + 2 * WIRE_PAGE_SIZE - 1) / WIRE_PAGE_SIZE * WIRE_PAGE_SIZE;
}

/* First gap for @size bytes; *@link is where the map has to be inserted. */
static uint64_t process_find_gap(struct process *pd, uint64_t size, struct process_map ***link)
{
	uint64_t va = PROCESS_VA_START;

	for (*link = &pd->maps; **link; *link = &(**link)->next) {
		const struct process_map *map = **link;

		if (map->va - va >= process_map_span(size))
			break;
		va = map->va + process_map_span(map->size);
	}
	return va;
}

/**
 * process_map - give memory of the guest an address in the PD
 * @pd: PD
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

	if (pd->map_count == PROCESS_MAPS_MAX || size > PROCESS_VA_END - PROCESS_VA_START)
		return WIRE_ENOMEMORY;
	*va = process_find_gap(pd, size, &link);
	if (process_map_span(size) > PROCESS_VA_END - *va)
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
 * process_find_map - look a map up
 * @pd: PD
 * @va: DSP address of its first byte
 *
 * Return: the map, or NULL if none starts there.
 */
const struct process_map *process_find_map(const struct process *pd, uint64_t va)
{
	for (const struct process_map *map = pd->maps; map; map = map->next)
		if (map->va == va)
			return map;
	return NULL;
}

/**
 * process_unmap - take an address away again
 * @pd: PD
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

		if (map->va != va || map->fd != fd || map->size != size)
			continue;
		*link = map->next;
		pd->map_count--;
		free(map);
		return 0;
	}
	return WIRE_ENOSUCH;
}
