// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Native methods: echo, calculator, selftest.
 */
#include <stdlib.h>
#include <string.h>

#include "fake_guest.h"
#include "fake_mem.h"
#include "tap.h"

#define BUFFER_IOVA	0x40000000ull
#define OTHER_IOVA	0x48000000ull

static uint64_t fnv(uint64_t hash, const void *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		hash ^= ((const uint8_t *)bytes)[i];
		hash *= 0x100000001b3ull;
	}
	return hash;
}

static void echo_sizes(void)
{
	static const uint32_t sizes[] = { 0, 1, 127, 4096, 16384, 16385, 60000 };
	uint8_t *in = malloc(60001), *out = malloc(60001);
	uint32_t echo;

	guest_start_pd();
	echo = guest_open_module("echo");
	for (size_t i = 0; i < 60001; i++)
		in[i] = (uint8_t)(i * 11);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct guest_arg args[] = {
			{ .data = in, .len = sizes[i] }, { .data = out, .len = sizes[i] },
		};

		memset(out, 0, 60001);
		TAP_EQUAL(guest_invoke(echo, 0x03010100, args), 0);
		TAP_EXPECT(!memcmp(in, out, sizes[i]));
		args[1].len++;
		TAP_EQUAL(guest_invoke(echo, 0x03010100, args), WIRE_EBADPARM);
	}
	TAP_EQUAL(guest_invoke(echo, 0x02010000, &(struct guest_arg){ in, 4, 0, 0, 0 }),
		  WIRE_EBADPARM);
	guest_end();
	free(in);
	free(out);
}

/* A hole in the middle of a buffer: the call fails, the guest gets an event. */
static void echo_over_hole(void)
{
	struct guest_arg args[] = {
		{ .iova = BUFFER_IOVA, .len = 0x10000 }, { .iova = OTHER_IOVA, .len = 0x10000 },
	};
	uint32_t echo;

	guest_start_pd();
	echo = guest_open_module("echo");
	fake_mem_map(guest.mem, guest_stream(), BUFFER_IOVA, 0x10000);
	fake_mem_map(guest.mem, guest_stream(), OTHER_IOVA, 0x10000);
	TAP_EQUAL(guest_invoke(echo, 0x03010100, args), 0);
	fake_mem_unmap(guest.mem, guest_stream(), BUFFER_IOVA + 0x8000, 0x1000);
	TAP_EQUAL(guest_invoke(echo, 0x03010100, args), WIRE_EBADPARM);
	TAP_EQUAL(fake_mem_faults(guest.mem), 1);
	guest_end();
}

static int32_t calculate(uint32_t handle, uint32_t sc, uint32_t count, int32_t *numbers,
			 uint64_t bytes, void *result, uint64_t result_size)
{
	return guest_invoke(handle, sc, (struct guest_arg[]){
		{ .data = &count, .len = 4 }, { .data = numbers, .len = bytes },
		{ .data = result, .len = result_size } });
}

static void calculator(void)
{
	int32_t numbers[3000], max = 0;
	uint32_t handle;
	int64_t sum = 0;

	guest_start_pd();
	handle = guest_open_module("calculator");
	for (int i = 0; i < 3000; i++)
		numbers[i] = i;
	TAP_EQUAL(calculate(handle, 0x02020100, 1000, numbers, 4000, &sum, 8), 0);
	TAP_EQUAL(sum, 499500);
	TAP_EQUAL(calculate(handle, 0x03020100, 1000, numbers, 4000, &max, 4), 0);
	TAP_EQUAL(max, 999);
	TAP_EQUAL(calculate(handle, 0x02020100, 3000, numbers, 12000, &sum, 8), 0);
	TAP_EQUAL(sum, 4498500);
	numbers[0] = INT32_MIN;
	numbers[1] = INT32_MIN;
	TAP_EQUAL(calculate(handle, 0x02020100, 2, numbers, 8, &sum, 8), 0);
	TAP_EQUAL(sum, -4294967296ll);
	TAP_EQUAL(calculate(handle, 0x03020100, 2, numbers, 8, &max, 4), 0);
	TAP_EQUAL(max, INT32_MIN);
	TAP_EQUAL(calculate(handle, 0x02020100, 0, numbers, 0, &sum, 8), 0);
	TAP_EQUAL(sum, 0);
	TAP_EQUAL(calculate(handle, 0x03020100, 0, numbers, 0, &max, 4), WIRE_EBADPARM);
	TAP_EQUAL(calculate(handle, 0x02020100, 10, numbers, 36, &sum, 8), WIRE_EBADPARM);
	TAP_EQUAL(calculate(handle, 0x02020100, 0x40000001, numbers, 4, &sum, 8), WIRE_EBADPARM);
	TAP_EQUAL(calculate(handle, 0x02020100, 2, numbers, 8, &sum, 4), WIRE_EBADPARM);
	guest_end();
}

/* A sleeping call does not keep others of its PD waiting. */
static void selftest_sleep(void)
{
	uint32_t ms = 50, longer = 5000, handle;
	uint64_t first, second;

	guest_start_pd();
	handle = guest_open_module("selftest");
	second = guest_send(handle, 0x02010000, &(struct guest_arg){ &longer, 4, 0, 0, 0 });
	first = guest_send(handle, 0x02010000, &(struct guest_arg){ &ms, 4, 0, 0, 0 });
	TAP_EQUAL(guest_result(first), GUEST_PENDING);
	TAP_EQUAL(guest_invoke(handle, 0x05000100, &(struct guest_arg){ &ms, 4, 0, 0, 0 }), 0);
	fastrpc_poll(guest.fastrpc, fastrpc_next_deadline(guest.fastrpc) - 1);
	TAP_EQUAL(guest_result(first), GUEST_PENDING);
	guest_wait();
	TAP_EQUAL(guest_result(first), 0);
	TAP_EQUAL(guest_result(second), GUEST_PENDING);
	guest_wait();
	TAP_EQUAL(guest_result(second), 0);
	TAP_EQUAL(guest_stats().held, 0);
	guest_end();
}

static void selftest_small_methods(void)
{
	int32_t result = -12345;
	uint32_t handle, value = 0;
	uint64_t hung;

	guest_start_pd();
	handle = guest_open_module("selftest");
	TAP_EQUAL(guest_invoke(handle, 0x03010000, &(struct guest_arg){ &result, 4, 0, 0, 0 }),
		  -12345);
	for (uint32_t i = 1; i <= 3; i++) {
		TAP_EQUAL(guest_invoke(handle, 0x05000100,
				       &(struct guest_arg){ &value, 4, 0, 0, 0 }), 0);
		TAP_EQUAL(value, i);
	}
	hung = guest_send(handle, 0x04000000, NULL);
	TAP_EQUAL(guest_result(hung), GUEST_PENDING);
	guest.client_id = 2;
	guest_create(8);
	handle = guest_open_module("selftest");
	TAP_EQUAL(guest_invoke(handle, 0x05000100, &(struct guest_arg){ &value, 4, 0, 0, 0 }), 0);
	TAP_EQUAL(value, 1);
	TAP_EQUAL(guest_result(hung), GUEST_PENDING);
	guest_end();
}

static void selftest_fill(void)
{
	uint32_t handle, seed = 77;
	uint8_t out[9000];

	guest_start_pd();
	handle = guest_open_module("selftest");
	TAP_EQUAL(guest_invoke(handle, 0x06010100, (struct guest_arg[]){
		{ .data = &seed, .len = 4 }, { .data = out, .len = sizeof(out) } }), 0);
	for (size_t i = 0; i < sizeof(out); i++)
		if (!TAP_EQUAL(out[i], (seed + i * 7) & 0xff))
			break;
	guest_end();
}

/* Any number of inputs, also none, also 255; empty ones count as nothing. */
static void selftest_checksum(void)
{
	static uint8_t bytes[255 * 16];
	struct guest_arg args[256];
	uint64_t hash = 0, want;
	uint32_t handle;

	guest_start_pd();
	handle = guest_open_module("selftest");
	args[0] = (struct guest_arg){ .data = &hash, .len = 8 };
	TAP_EQUAL(guest_invoke(handle, 0x07000100, args), 0);
	TAP_EXPECT(hash == 0xcbf29ce484222325ull);
	want = 0xcbf29ce484222325ull;
	for (int i = 0; i < 255; i++) {
		memset(bytes + i * 16, i, 16);
		args[i] = (struct guest_arg){ .data = bytes + i * 16, .len = (uint64_t)i % 17 };
		want = fnv(want, args[i].data, args[i].len);
	}
	args[255] = (struct guest_arg){ .data = &hash, .len = 8 };
	TAP_EQUAL(guest_invoke(handle, 0x07ff0100, args), 0);
	TAP_EXPECT(hash == want);
	TAP_EXPECT(fnv(0xcbf29ce484222325ull, "a", 1) == 0xaf63dc4c8601ec8cull);
	guest_end();
}

struct poke {
	uint64_t addr;
	uint32_t len, write;
};

static int32_t poke_at(uint32_t handle, uint64_t addr, uint32_t len, uint32_t write,
		       uint32_t *fault)
{
	struct poke poke = { addr, len, write };

	return guest_invoke(handle, 0x08010100, (struct guest_arg[]){
		{ .data = &poke, .len = sizeof(poke) }, { .data = fault, .len = 4 } });
}

static void selftest_poke(void)
{
	uint32_t handle, fault = 9;
	uint8_t byte = 0;

	guest_start_pd();
	handle = guest_open_module("selftest");
	fake_mem_map(guest.mem, guest_stream(), BUFFER_IOVA, 0x2000);
	TAP_EQUAL(poke_at(handle, guest_device_address(BUFFER_IOVA), 0x2000, 1, &fault), 0);
	TAP_EQUAL(fault, 0);
	fake_mem_faults(guest.mem);
	TAP_EQUAL(poke_at(handle, BUFFER_IOVA, 0x2000, 0, &fault), 0);
	TAP_EQUAL(fault, 0);
	TAP_EQUAL(poke_at(handle, BUFFER_IOVA + 0x1000, 0x1001, 1, &fault), 0);
	TAP_EQUAL(fault, 1);
	TAP_EQUAL(fake_mem_faults(guest.mem), 1);
	TAP_EQUAL(poke_at(handle, 2ull << 32 | BUFFER_IOVA, 8, 0, &fault), WIRE_EBADPARM);
	TAP_EQUAL(poke_at(handle, BUFFER_IOVA, 0, 0, &fault), WIRE_EBADPARM);
	TAP_EQUAL(poke_at(handle, 0xffffff00, 0x101, 0, &fault), WIRE_EBADPARM);
	TAP_EQUAL(guest_invoke(guest_open_module("echo"), 0x03010100, (struct guest_arg[]){
		{ .iova = BUFFER_IOVA + 0x1fff, .len = 1 }, { .data = &byte, .len = 1 } }), 0);
	TAP_EXPECT(byte);
	guest_end();
}

static void shrink_map(struct guest_raw *raw)
{
	raw->page[1].size = 0x1000;
}

/* One output, one handle: the bytes are those from the offset on. */
static void selftest_peek_handle(void)
{
	uint8_t pattern[0x1800];
	uint32_t handle;
	uint64_t hash = 0;
	struct guest_arg args[2] = {
		{ .data = &hash, .len = 8 },
		{ .iova = BUFFER_IOVA, .len = 0x1000, .fd = 5, .offset = 0x800 },
	};

	guest_start_pd();
	handle = guest_open_module("selftest");
	fake_mem_map(guest.mem, guest_stream(), BUFFER_IOVA, 0x2000);
	for (size_t i = 0; i < sizeof(pattern); i++)
		pattern[i] = (uint8_t)(i * i);
	TAP_EQUAL(guest_invoke(guest_open_module("echo"), 0x03010100, (struct guest_arg[]){
		{ .data = pattern, .len = sizeof(pattern) },
		{ .iova = BUFFER_IOVA, .len = sizeof(pattern) } }), 0);
	TAP_EQUAL(guest_invoke(handle, 0x09000110, args), 0);
	TAP_EXPECT(hash == fnv(0xcbf29ce484222325ull, pattern + 0x800, 0x1000));
	guest.spoil = shrink_map;
	TAP_EQUAL(guest_invoke(handle, 0x09000110, args), WIRE_EBADPARM);
	args[1].offset = 0x1000;
	TAP_EQUAL(guest_invoke(handle, 0x09000110, args), WIRE_EBADPARM);
	guest.spoil = NULL;
	args[1].len = 0;
	TAP_EQUAL(guest_invoke(handle, 0x09000110, args), 0);
	TAP_EXPECT(hash == 0xcbf29ce484222325ull);
	guest_end();
}

static const struct tap_test cases[] = {
	{ "echo of many sizes", echo_sizes },
	{ "echo over a hole", echo_over_hole },
	{ "calculator", calculator },
	{ "selftest sleep", selftest_sleep },
	{ "selftest fail, count, hang", selftest_small_methods },
	{ "selftest fill", selftest_fill },
	{ "selftest checksum", selftest_checksum },
	{ "selftest poke", selftest_poke },
	{ "selftest peek_handle", selftest_peek_handle },
};

TAP_MAIN(cases)
