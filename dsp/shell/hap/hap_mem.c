// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Memory of the guest by its tag, statistics of the heap. Signatures and layouts
 * as in Qualcomm's HAP_mem.h. An enum in a struct is one byte there: their compiler
 * makes enums as short as it can.
 */

#include "guest/map.h"
#include "os/error.h"
#include "os/export.h"
#include "os/heap.h"
#include "os/pages.h"
#include "os/syscall.h"
#include "os/thread.h"

#define HAP_MEM_FAILED		((void *)-1)

/*
 * The virtual DSP has mapped all memory that the guest has told it of, so such a map
 * is only looked up. What the client has only registered is mapped by it when it is asked.
 */
void *HAP_mmap2(void *address, size_t len, int protection, int flags, int fd, long offset)
{
	struct map map;

	(void)protection;
	(void)flags;
	/* An address of the caller's choice is not on offer. */
	if (address || offset < 0 || len > UINT32_MAX - (uint32_t)offset ||
	    map_ask(fd, (uint32_t)offset + len, &map))
		return HAP_MEM_FAILED;
	if ((uint32_t)offset + len > map.len) {
		map_give_back(fd, 0);
		return HAP_MEM_FAILED;
	}
	return (void *)(uintptr_t)(map.va + (uint32_t)offset);
}
EXPORT(HAP_mmap2);

void *HAP_mmap(void *address, int len, int protection, int flags, int fd, long offset)
{
	if (len < 0)
		return HAP_MEM_FAILED;
	return HAP_mmap2(address, (size_t)len, protection, flags, fd, offset);
}
EXPORT(HAP_mmap);

int HAP_munmap2(void *address, size_t len)
{
	(void)len;
	return map_give_back(-1, (uint32_t)(uintptr_t)address);
}
EXPORT(HAP_munmap2);

int HAP_munmap(void *address, int len)
{
	return len < 0 ? ERROR_BAD_PARAMETER : HAP_munmap2(address, (size_t)len);
}
EXPORT(HAP_munmap);

int HAP_mmap_get(int fd, void **address, uint64_t *physical)
{
	struct map map;
	int result = map_use(fd, &map);

	if (result)
		return result;
	if (address)
		*address = (void *)(uintptr_t)map.va;
	if (physical)
		*physical = map.va;
	return 0;
}
EXPORT(HAP_mmap_get);

int HAP_mmap_put(int fd)
{
	return map_unuse(fd, 0);
}
EXPORT(HAP_mmap_put);

/* What generated code asks before it calls a method with a handle argument. */
int adsp_mmap_fd_getinfo(int fd, uint32_t *len)
{
	struct map map;
	int result = map_use(fd, &map);

	if (result)
		return result;
	*len = map.len;
	return map_unuse(fd, 0);
}
EXPORT(adsp_mmap_fd_getinfo);

int adsp_addref_mmap(void *address, int len, uint32_t flags)
{
	(void)flags;
	return len < 0 ? ERROR_BAD_PARAMETER :
			 map_use_address((uint32_t)(uintptr_t)address, (uint32_t)len);
}
EXPORT(adsp_addref_mmap);
EXPORT_AS(adsp_release_mmap, &HAP_munmap);

/* The heap */

struct hap_mem_stats {
	uint64_t bytes_free;
	uint64_t bytes_used;
	uint64_t segments_free;
	uint64_t segments_used;
	uint64_t least_grow_bytes;
};

/* By how much the heap would grow, if it grew. */
static uint64_t hap_mem_least_grow = 0x80000;

int HAP_mem_get_stats(struct hap_mem_stats *stats)
{
	struct heap_counts counts;

	if (!stats)
		return ERROR_BAD_PARAMETER;
	heap_count(&counts);
	*stats = (struct hap_mem_stats){
		.bytes_free = counts.bytes_free,
		.bytes_used = counts.bytes_used,
		.segments_used = 1,
		.least_grow_bytes = hap_mem_least_grow,
	};
	return 0;
}
EXPORT(HAP_mem_get_stats);

struct hap_mem_heap_info {
	uint8_t request;
	uint8_t pad[7];
	union {
		struct hap_mem_stats stats;
		uint32_t most_used;
	} u;
};

int HAP_mem_get_heap_info(struct hap_mem_heap_info *info)
{
	struct heap_counts counts;

	if (!info)
		return ERROR_BAD_PARAMETER;
	switch (info->request) {
	case 1:
		return HAP_mem_get_stats(&info->u.stats);
	case 2:
		heap_count(&counts);
		info->u.most_used = (uint32_t)counts.most_bytes_used;
		return 0;
	default:
		return ERROR_UNSUPPORTED_API;
	}
}
EXPORT(HAP_mem_get_heap_info);

int HAP_mem_set_grow_size(uint64_t least, uint64_t most)
{
	if (hap_mem_least_grow < least)
		hap_mem_least_grow = least;
	if (hap_mem_least_grow > most)
		hap_mem_least_grow = most;
	return 0;
}
EXPORT(HAP_mem_set_grow_size);

int HAP_mem_set_heap_thresholds(unsigned int low, unsigned int high)
{
	(void)low;
	(void)high;
	return 0;
}
EXPORT(HAP_mem_set_heap_thresholds);

uint64_t HAP_mem_available_stack(void)
{
	const struct thread *self = thread_current();
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	if (!self->stack || here < self->stack)
		return (uint32_t)ERROR_NO_RESOURCE;
	return here - self->stack;
}
EXPORT(HAP_mem_available_stack);

/* Requests by number, with a block of parameters */

enum hap_mem_request {
	HAP_MEM_LOG_BLOCKS = 1,
	HAP_MEM_SET_MARKER,
	HAP_MEM_MAP,
	HAP_MEM_UNMAP,
	HAP_MEM_RESERVE,
	HAP_MEM_UNRESERVE,
};

struct hap_mem_request_block {
	uint8_t request;
	uint8_t pad[7];
	union {
		struct {
			uint8_t ends;
			uint8_t pad;
			uint16_t instance;
		} marker;
		struct {
			uint64_t address;
			uint64_t len;
			int32_t protection;
			int32_t flags;
			int32_t fd;
			uint32_t pad;
			uint64_t offset;
			uint64_t got;
		} map;
		struct {
			uint64_t address;
			uint64_t len;
		} unmap;
		struct {
			uint64_t len;
			int32_t protection;
			int32_t flags;
			uint64_t got;
		} reserve;
	} u;
};

#define HAP_MEM_RESERVATIONS_MAX	32u

/*
 * Reserved addresses. Only the virtual DSP can put memory at an address, and it
 * has done so already when code maps by a tag. So a reservation keeps nobody
 * out, and a map in it gives the address where the memory is: callers take the
 * address from the answer. Such a map can be longer than the memory, as the
 * reservation is; what is behind the memory faults.
 */
static struct hap_mem_reservation {
	uint32_t start;
	uint32_t len;		/* 0: free */
	int32_t fd;		/* of the memory that is mapped in it, -1: none */
} hap_mem_reserved[HAP_MEM_RESERVATIONS_MAX];	/* protected by the kernel lock */

/* A part of the maps' addresses that no other reservation has; 0 if there is none. */
static uint32_t hap_mem_place_locked(uint32_t len)
{
	uint32_t start = MAILBOX_VA_MAPS;
	unsigned int i = 0;

	while (i < HAP_MEM_RESERVATIONS_MAX) {
		uint32_t other = hap_mem_reserved[i].start;
		uint32_t other_len = hap_mem_reserved[i].len;

		if (start > MAILBOX_VA_END || len > MAILBOX_VA_END - start)
			return 0;
		if (other_len && start < other + other_len && other < start + len) {
			start = other + other_len;
			i = 0;
		} else {
			i++;
		}
	}
	return start;
}

static int hap_mem_reserve(uint64_t len, uint64_t *got)
{
	uint32_t start = 0, size;
	unsigned int i = 0;

	if (!len || len > MAILBOX_VA_END - MAILBOX_VA_MAPS)
		return ERROR_NO_MEMORY;
	size = PAGES_ROUND((uint32_t)len);
	kernel_lock();
	while (i < HAP_MEM_RESERVATIONS_MAX && hap_mem_reserved[i].len)
		i++;
	if (i < HAP_MEM_RESERVATIONS_MAX)
		start = hap_mem_place_locked(size);
	if (start) {
		hap_mem_reserved[i].start = start;
		hap_mem_reserved[i].len = size;
		hap_mem_reserved[i].fd = -1;
	}
	kernel_unlock();
	*got = start;
	return start ? 0 : ERROR_NO_MEMORY;
}

static int hap_mem_unreserve(uint64_t address, uint64_t len)
{
	int result = ERROR_NO_SUCH_MAP;

	kernel_lock();
	for (unsigned int i = 0; i < HAP_MEM_RESERVATIONS_MAX; i++) {
		if (!hap_mem_reserved[i].len || hap_mem_reserved[i].start != address ||
		    len > hap_mem_reserved[i].len)
			continue;
		hap_mem_reserved[i].len = 0;
		result = 0;
	}
	kernel_unlock();
	return result;
}

/* The reservation that an address lies in, NULL if there is none. */
static struct hap_mem_reservation *hap_mem_find_locked(uint64_t address)
{
	for (unsigned int i = 0; i < HAP_MEM_RESERVATIONS_MAX; i++)
		if (address >= hap_mem_reserved[i].start &&
		    address - hap_mem_reserved[i].start < hap_mem_reserved[i].len)
			return &hap_mem_reserved[i];
	return NULL;
}

/* Map into a reservation. Return: 0, ERROR_NO_SUCH_MAP. */
static int hap_mem_map_reserved(struct hap_mem_request_block *block)
{
	struct hap_mem_reservation *reservation;
	struct map map;

	if (block->u.map.len > INT32_MAX - block->u.map.offset ||
	    map_ask(block->u.map.fd, (uint32_t)(block->u.map.offset + block->u.map.len), &map))
		return ERROR_NO_SUCH_MAP;
	kernel_lock();
	reservation = hap_mem_find_locked(block->u.map.address);
	if (reservation)
		reservation->fd = block->u.map.fd;
	kernel_unlock();
	if (!reservation || block->u.map.offset >= map.len) {
		map_give_back(block->u.map.fd, 0);
		return ERROR_NO_SUCH_MAP;
	}
	block->u.map.got = map.va + block->u.map.offset;
	return 0;
}

static int hap_mem_map(struct hap_mem_request_block *block)
{
	void *got;

	if (block->u.map.len > INT32_MAX || block->u.map.offset > INT32_MAX)
		return ERROR_BAD_PARAMETER;
	if (block->u.map.address)
		return hap_mem_map_reserved(block);
	got = HAP_mmap2(NULL, (size_t)block->u.map.len, block->u.map.protection,
			block->u.map.flags, block->u.map.fd, (long)block->u.map.offset);
	if (got == HAP_MEM_FAILED)
		return ERROR_NO_SUCH_MAP;
	block->u.map.got = (uintptr_t)got;
	return 0;
}

/* By the address of the memory, or by that of the reservation. */
static int hap_mem_unmap(uint64_t address)
{
	struct hap_mem_reservation *reservation;
	int32_t fd = -1;

	kernel_lock();
	reservation = hap_mem_find_locked(address);
	if (reservation) {
		fd = reservation->fd;
		reservation->fd = -1;
	}
	kernel_unlock();
	return map_give_back(fd, (uint32_t)address);
}

/* Between its two markers nothing is recorded: whoever leaks sees it in the statistics. */
static int hap_mem_mark(struct hap_mem_request_block *block)
{
	static uint16_t last;

	if (block->u.marker.ends)
		return block->u.marker.instance && block->u.marker.instance <= last ?
			       0 : ERROR_BAD_PARAMETER;
	block->u.marker.instance = __atomic_add_fetch(&last, 1, __ATOMIC_SEQ_CST);
	return 0;
}

int HAP_mem_request(struct hap_mem_request_block *block)
{
	if (!block)
		return ERROR_BAD_PARAMETER;
	switch (block->request) {
	case HAP_MEM_LOG_BLOCKS:
		return 0;
	case HAP_MEM_SET_MARKER:
		return hap_mem_mark(block);
	case HAP_MEM_MAP:
		return hap_mem_map(block);
	case HAP_MEM_UNMAP:
		return hap_mem_unmap(block->u.unmap.address);
	case HAP_MEM_RESERVE:
		return hap_mem_reserve(block->u.reserve.len, &block->u.reserve.got);
	case HAP_MEM_UNRESERVE:
		return hap_mem_unreserve(block->u.unmap.address, block->u.unmap.len);
	default:
		return ERROR_UNSUPPORTED_API;
	}
}
EXPORT(HAP_mem_request);
