// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Memory of the guest in the PD: the pages of arguments for the time of a call,
 * and persistent maps. The virtual DSP has chosen the addresses and checks each
 * of these system calls.
 */

#include <stdlib.h>

#include "guest/map.h"
#include "os/error.h"
#include "os/pages.h"
#include "os/syscall.h"
#include "os/thread.h"

/* Those that can be found by tag: persistent maps, handle arguments of running calls. */
static struct map *map_list;	/* protected by the kernel lock */

static uint32_t map_start(const struct mailbox_arg *arg)
{
	return arg->va & ~(MAILBOX_PAGE_SIZE - 1);
}

static uint32_t map_pages(const struct mailbox_arg *arg, const struct mailbox_run *runs)
{
	uint32_t pages = 0;

	for (uint32_t i = 0; i < arg->run_count; i++)
		pages += runs[arg->first_run + i].count;
	return pages;
}

/**
 * map_arg() - map the pages of one argument
 * @arg: the argument; run_count is not 0
 * @runs: of all arguments
 *
 * Pages that the guest has not mapped stay without memory.
 *
 * Return: 0, or ERROR_MMAP; then nothing of it is mapped.
 */
int32_t map_arg(const struct mailbox_arg *arg, const struct mailbox_run *runs)
{
	uint32_t protection = SYSCALL_PROT_READ;
	uint32_t va = map_start(arg);

	if (arg->flags & MAILBOX_ARG_WRITE)
		protection |= SYSCALL_PROT_WRITE;
	for (uint32_t i = 0; i < arg->run_count; i++) {
		const struct mailbox_run *run = &runs[arg->first_run + i];
		uint32_t size = run->count * MAILBOX_PAGE_SIZE;
		long got;

		if (run->page != MAILBOX_HOLE) {
			got = syscall6(SYS_MMAP2, (long)va, (long)size, (long)protection,
				       SYSCALL_MAP_SHARED | SYSCALL_MAP_FIXED, MAILBOX_FD_RAM,
				       (long)run->page);
			if ((uint32_t)got != va) {
				map_unmap_arg(arg, runs);
				return ERROR_MMAP;
			}
		}
		va += size;
	}
	return 0;
}

/**
 * map_unmap_arg() - unmap all pages of an argument
 */
void map_unmap_arg(const struct mailbox_arg *arg, const struct mailbox_run *runs)
{
	syscall3(SYS_MUNMAP, map_start(arg), map_pages(arg, runs) * MAILBOX_PAGE_SIZE, 0);
}

/**
 * map_register() - let code find memory by its tag
 * @map: of the caller; stays until map_unregister()
 * @arg: what is mapped
 */
void map_register(struct map *map, const struct mailbox_arg *arg)
{
	map->va = arg->va;
	map->len = arg->len;
	map->fd = arg->fd;
	map->users = 0;
	map->asked = 0;
	map->leaving = 0;
	kernel_lock();
	map->next = map_list;
	map_list = map;
	kernel_unlock();
}

static void map_unregister_locked(struct map *map)
{
	struct map **at = &map_list;

	while (*at != map)
		at = &(*at)->next;
	*at = map->next;
}

/**
 * map_unregister() - undo map_register()
 */
void map_unregister(struct map *map)
{
	kernel_lock();
	map_unregister_locked(map);
	kernel_unlock();
}

/**
 * map_persist() - map memory until map_unpersist()
 * @arg: address, length, tag, access, pages
 * @runs: its pages
 *
 * Return: 0, or a DSP error.
 */
int32_t map_persist(const struct mailbox_arg *arg, const struct mailbox_run *runs)
{
	struct map *map = malloc(sizeof(*map));
	int32_t result;

	if (!map)
		return ERROR_NO_MEMORY;
	result = map_arg(arg, runs);
	if (result) {
		free(map);
		return result;
	}
	map_register(map, arg);
	return 0;
}

/**
 * map_unpersist() - undo map_persist(), whoever still uses the memory
 * @arg: address and length
 *
 * Return: 0, or ERROR_NO_SUCH_MAP.
 */
int32_t map_unpersist(const struct mailbox_arg *arg)
{
	uint32_t end = PAGES_ROUND(arg->va + arg->len);
	struct map *map;

	kernel_lock();
	map = map_list;
	while (map && (map->va != arg->va || map->len != arg->len))
		map = map->next;
	if (map)
		map_unregister_locked(map);
	kernel_unlock();
	if (!map)
		return ERROR_NO_SUCH_MAP;
	free(map);
	syscall3(SYS_MUNMAP, map_start(arg), end - map_start(arg), 0);
	return 0;
}

/**
 * map_find_locked() - find memory
 * @fd: its tag, or -1: look at the address
 * @va: an address in it, if there is no tag
 *
 * Return: the memory, or NULL.
 */
struct map *map_find_locked(int32_t fd, uint32_t va)
{
	struct map *map = map_list;

	while (map && (map->leaving ||
		       (fd < 0 ? va < map->va || va - map->va >= map->len : map->fd != fd)))
		map = map->next;
	return map;
}

/**
 * map_use() - find memory by its tag and count one more user
 * @fd: the tag
 * @copy: gets address and length
 *
 * Return: 0, or ERROR_NO_SUCH_MAP.
 */
int32_t map_use(int32_t fd, struct map *copy)
{
	struct map *map;

	kernel_lock();
	map = fd < 0 ? NULL : map_find_locked(fd, 0);
	if (map) {
		map->users++;
		*copy = *map;
	}
	kernel_unlock();
	return map ? 0 : ERROR_NO_SUCH_MAP;
}

/**
 * map_use_address() - count one user more of what lies at an address
 * @va: in the memory
 * @len: bytes that must be in it
 *
 * Return: 0, or ERROR_NO_SUCH_MAP.
 */
int32_t map_use_address(uint32_t va, uint32_t len)
{
	struct map *map;

	kernel_lock();
	map = map_list;
	while (map && (va < map->va || va - map->va > map->len || len > map->len - (va - map->va)))
		map = map->next;
	if (map)
		map->users++;
	kernel_unlock();
	return map ? 0 : ERROR_NO_SUCH_MAP;
}

/**
 * map_unuse() - count one user less
 * @fd: the tag, or -1: look at the address
 * @va: address of the first byte, if there is no tag
 *
 * Return: 0, ERROR_NO_SUCH_MAP, or ERROR_BAD_MAP_COUNT if nobody uses it.
 */
int32_t map_unuse(int32_t fd, uint32_t va)
{
	int32_t result = ERROR_NO_SUCH_MAP;
	struct map *map;

	kernel_lock();
	map = map_find_locked(fd, va);
	if (map) {
		result = map->users ? 0 : ERROR_BAD_MAP_COUNT;
		if (map->users)
			map->users--;
	}
	kernel_unlock();
	return result;
}

/**
 * map_stay() - memory that was leaving can be found again
 * @va: its address
 */
void map_stay(uint32_t va)
{
	kernel_lock();
	for (struct map *map = map_list; map; map = map->next)
		if (map->va == va)
			map->leaving = 0;
	kernel_unlock();
}
