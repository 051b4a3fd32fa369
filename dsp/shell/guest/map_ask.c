// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Memory that the client has only registered: code asks for it by the tag, and the client
 * is asked to map it, by a reverse call to its object "apps_mem". The map comes as any other
 * one does, while the reverse call waits. Methods as in FastRPC's apps_mem.idl.
 */

#include "guest/guest.h"
#include "guest/map.h"
#include "os/error.h"
#include "os/thread.h"

#define ASK_MAP			6u	/* of a number, an offset in it, a size */
#define ASK_UNMAP		7u	/* of a number, a size */

/* Nobody finds a map that another thread has the guest unmap, or asks for one twice. */
static uint32_t ask_turn;

static int32_t ask_guest(uint32_t method, int32_t *numbers, uint32_t size)
{
	static uint32_t ask_object;	/* protected by the turn; 0: not known yet */
	const struct upcall_buffer in = {numbers, size};
	int32_t result = ask_object ? 0 : remote_handle_open("apps_mem", &ask_object);

	if (result) {
		ask_object = 0;
		return result;
	}
	return upcall_reverse(ask_object, UPCALL_SC(method, 1, 0), &in);
}

static int32_t ask_map(int32_t fd, uint32_t size, struct map *copy)
{
	int32_t numbers[3] = {fd, 0, (int32_t)size};
	struct map *map;
	int32_t result;

	result = map_use(fd, copy);
	if (result != ERROR_NO_SUCH_MAP)
		return result;
	result = ask_guest(ASK_MAP, numbers, sizeof(numbers));
	if (result)
		return result;
	kernel_lock();
	map = map_find_locked(fd, 0);
	if (map) {
		map->asked = 1;
		map->users++;
		*copy = *map;
	}
	kernel_unlock();
	return map ? 0 : ERROR_NO_SUCH_MAP;
}

/**
 * map_ask() - find memory by its tag, count one more user; if it is not mapped, have it mapped
 * @fd: the tag
 * @size: bytes that are wanted, from its first
 * @copy: gets address and length, which may be less for what has been mapped before
 *
 * Ends with map_give_back().
 *
 * Return: 0, or ERROR_NO_SUCH_MAP, or what the guest said.
 */
int32_t map_ask(int32_t fd, uint32_t size, struct map *copy)
{
	int32_t result = map_use(fd, copy);

	if (result != ERROR_NO_SUCH_MAP || fd <= 0 || !size || size > INT32_MAX)
		return result;
	thread_take_turn(&ask_turn);
	result = ask_map(fd, size, copy);
	thread_give_turn(&ask_turn);
	return result;
}

/* The last user of what the guest has mapped for one has gone. */
static void ask_unmap(const struct map *gone)
{
	int32_t numbers[2] = {gone->fd, (int32_t)gone->len};

	/* It may keep the map: a packet of a queue can be on its way with it. */
	if (ask_guest(ASK_UNMAP, numbers, sizeof(numbers)))
		map_stay(gone->va);
}

/**
 * map_give_back() - undo map_ask()
 * @fd: the tag, or -1: look at the address
 * @va: an address in the memory, if there is no tag
 *
 * Return: 0, ERROR_NO_SUCH_MAP, or ERROR_BAD_MAP_COUNT if nobody uses it.
 */
int32_t map_give_back(int32_t fd, uint32_t va)
{
	struct map *map, gone = {0};
	int32_t result;

	thread_take_turn(&ask_turn);
	kernel_lock();
	map = map_find_locked(fd, va);
	result = !map ? ERROR_NO_SUCH_MAP : !map->users ? ERROR_BAD_MAP_COUNT : 0;
	if (!result && !--map->users && map->asked) {
		map->leaving = 1;
		gone = *map;
	}
	kernel_unlock();
	if (gone.leaving)
		ask_unmap(&gone);
	thread_give_turn(&ask_turn);
	return result;
}
