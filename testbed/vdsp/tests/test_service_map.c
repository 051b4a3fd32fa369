// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * mmap, munmap, mem_map and mem_unmap of the init object.
 */
#include <string.h>

#include "fastrpc/process.h"
#include "fastrpc/process_map.h"
#include "fake_guest.h"
#include "tap.h"

#define PAGES_IOVA 0x30000000ull

struct map_request {
	int32_t client_id;
	uint32_t flags;
	uint64_t va;
	int32_t pages_size;
	uint32_t pad;
};

struct mem_map_request {
	int32_t client_id, fd, offset;
	uint32_t flags;
	uint64_t va;
	int32_t pages_size, data_len;
};

struct unmap_request {
	int32_t client_id, fd;
	uint64_t va, size;
};

static struct wire_page page;
static uint64_t va;

static int32_t map(const struct map_request *request)
{
	return guest_invoke(1, 0x04020100, (struct guest_arg[]){
		{ .data = (void *)request, .len = sizeof(*request) },
		{ .data = &page, .len = sizeof(page) }, { .data = &va, .len = 8 } });
}

static int32_t mem_map(const struct mem_map_request *request)
{
	return guest_invoke(1, 0x0a030100, (struct guest_arg[]){
		{ .data = (void *)request, .len = sizeof(*request) },
		{ .data = &page, .len = sizeof(page) }, { .len = 0 },
		{ .data = &va, .len = 8 } });
}

static int32_t unmap(uint32_t sc, int32_t fd, uint64_t at, uint64_t size)
{
	struct unmap_request request = { guest.client_id, fd, at, size };

	return guest_invoke(1, sc, &(struct guest_arg){ &request, sizeof(request), 0, 0, 0 });
}

static int32_t map_heap(uint64_t size)
{
	page = (struct wire_page){ guest_device_address(PAGES_IOVA), size };
	return map(&(struct map_request){ guest.client_id, 0x1000, 0, 16, 0xdead });
}

static int32_t map_fd(int32_t fd, uint32_t flags, uint64_t size)
{
	page = (struct wire_page){ guest_device_address(PAGES_IOVA), size };
	return mem_map(&(struct mem_map_request){ guest.client_id, fd, 0, flags, 0, 16, 0 });
}

static void heap(void)
{
	uint64_t first;

	guest_start_pd();
	TAP_EQUAL(map_heap(0x4000), 0);
	first = va;
	TAP_EXPECT(first);
	TAP_EQUAL(map_heap(0x100000), 0);
	TAP_EXPECT(va >= first + 0x4000 || va + 0x100000 <= first);
	TAP_EQUAL(guest_stats().maps, 2);
	TAP_EQUAL(unmap(0x05010000, 0, first, 0x3000), WIRE_ENOSUCH);
	TAP_EQUAL(unmap(0x05010000, 0, first + 0x1000, 0x4000), WIRE_ENOSUCH);
	TAP_EQUAL(unmap(0x05010000, 0, first, 0x4000), 0);
	TAP_EQUAL(unmap(0x05010000, 0, first, 0x4000), WIRE_ENOSUCH);
	TAP_EQUAL(guest_stats().maps, 1);
	TAP_EQUAL(guest_release(1), 0);
	TAP_EQUAL(guest_stats().maps, 0);
	guest_end();
}

static void file_descriptors(void)
{
	static const uint32_t flags[] = { 0, 2, 3, 16 };

	guest_start_pd();
	for (int i = 0; i < 4; i++) {
		TAP_EQUAL(map_fd(7, flags[i], 0x1000), 0);
		TAP_EQUAL(unmap(0x0b010000, 8, va, 0x1000), WIRE_ENOSUCH);
		TAP_EQUAL(unmap(0x05010000, 7, va, 0x1000), WIRE_ENOSUCH);
		TAP_EQUAL(unmap(0x0b010000, 7, va, 0x1000), 0);
	}
	TAP_EQUAL(map_fd(7, 1, 0x1000), WIRE_EUNSUPPORTED);
	TAP_EQUAL(map_fd(-1, 2, 0x1000), WIRE_EBADPARM);
	TAP_EQUAL(guest_stats().maps, 0);
	guest_end();
}

static void malformed_maps(void)
{
	guest_start_pd();
	TAP_EQUAL(map_heap(0), WIRE_EBADPARM);
	TAP_EQUAL(map_heap(UINT64_MAX), WIRE_EBADPARM);
	TAP_EQUAL(map_heap(0xffffffff - PAGES_IOVA + 2), WIRE_EBADPARM);
	page = (struct wire_page){ PAGES_IOVA, 0x1000 };
	TAP_EQUAL(map(&(struct map_request){ 1, 0x1000, 0, 16, 0 }), WIRE_EBADPARM);
	page = (struct wire_page){ guest_device_address(PAGES_IOVA) + 1, 0x1000 };
	TAP_EQUAL(map(&(struct map_request){ 1, 0x1000, 0, 16, 0 }), WIRE_EBADPARM);
	page = (struct wire_page){ guest_device_address(PAGES_IOVA), 0x1000 };
	TAP_EQUAL(map(&(struct map_request){ 1, 0x1000, 0, 32, 0 }), WIRE_EBADPARM);
	TAP_EQUAL(map(&(struct map_request){ 1, 4, 0, 16, 0 }), WIRE_EUNSUPPORTED);
	TAP_EQUAL(map(&(struct map_request){ 2, 0x1000, 0, 16, 0 }), WIRE_EBADSTATE);
	TAP_EQUAL(mem_map(&(struct mem_map_request){ 1, 3, 0, 2, 0, 16, 1 }), WIRE_EBADPARM);
	TAP_EQUAL(guest_stats().maps, 0);
	guest_end();
}

/* The address space of a PD and its table of maps are finite; both come back. */
static void exhaustion(void)
{
	uint64_t last = 0;
	int count = 0;

	guest_start_pd();
	while (count < 10000 && !map_heap(0x80000000u)) {
		guest.answer_count = 0;
		count++;
	}
	TAP_EQUAL(count, 1);
	TAP_EQUAL(guest_result(guest_last_ctx()), WIRE_ENOMEMORY);
	TAP_EQUAL(unmap(0x05010000, 0, 0x40000000, 0x80000000u), 0);
	while (count < 10000 && !map_heap(0x1000)) {
		last = va;
		guest.answer_count = 0;
		count++;
	}
	TAP_EXPECT(count > 100 && count < 10000);
	TAP_EQUAL(unmap(0x05010000, 0, last, 0x1000), 0);
	TAP_EQUAL(map_heap(0x1000), 0);
	guest_end();
}

/* First fit: a hole in the middle is found again. */
static void holes(void)
{
	uint64_t at[3];

	guest_start_pd();
	for (int i = 0; i < 3; i++) {
		map_fd(i, 2, 0x2000);
		at[i] = va;
	}
	TAP_EQUAL(unmap(0x0b010000, 1, at[1], 0x2000), 0);
	TAP_EQUAL(map_fd(9, 2, 0x3000), 0);
	TAP_EXPECT(va > at[2]);
	TAP_EQUAL(map_fd(8, 2, 0x2000), 0);
	TAP_EQUAL(va, at[1]);
	guest_end();
}

/* A map is found by its first byte only, and knows where in the bank its memory lies. */
static void addresses(void)
{
	struct process pd = { 0 };
	const struct process_map *found;
	uint64_t first, second;

	TAP_EQUAL(process_map(&pd, 7, 0x5000, 0x2000, &first), 0);
	TAP_EQUAL(process_map(&pd, PROCESS_MAP_HEAP, 0x123456000, 0x1000, &second), 0);
	found = process_find_map(&pd, second);
	if (TAP_EXPECT(found)) {
		TAP_EQUAL(found->iova, 0x123456000);
		TAP_EQUAL(found->size, 0x1000);
		TAP_EQUAL(found->fd, PROCESS_MAP_HEAP);
	}
	found = process_find_map(&pd, first);
	if (TAP_EXPECT(found))
		TAP_EQUAL(found->iova, 0x5000);
	TAP_EXPECT(!process_find_map(&pd, first + 0x1000));
	TAP_EQUAL(process_unmap(&pd, 7, first, 0x2000), 0);
	TAP_EXPECT(!process_find_map(&pd, first));
	TAP_EQUAL(process_unmap(&pd, PROCESS_MAP_HEAP, second, 0x1000), 0);
}

static const struct tap_test cases[] = {
	{ "heap", heap },
	{ "file descriptors", file_descriptors },
	{ "malformed maps", malformed_maps },
	{ "exhaustion", exhaustion },
	{ "holes", holes },
	{ "addresses", addresses },
};

TAP_MAIN(cases)
