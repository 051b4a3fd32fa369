// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Legacy face: the arguments of calls.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tools/buffer.h"
#include "tools/node.h"
#include "tools/remote.h"

#define LEGACY_PAGE	4096u

/* A page that can be neither read nor written. */
static void *legacy_forbidden(void)
{
	void *page = mmap(NULL, LEGACY_PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	T_OK(page == MAP_FAILED ? -errno : 0);
	return page;
}

static uint64_t legacy_fnv(const void *bytes, size_t size)
{
	return remote_fnv(REMOTE_FNV_START, bytes, size);
}

/* Situation: the object that is the kernel's own; an object that does not exist.
 * Expectation: EPERM; the DSP's own result.
 */
T_CASE(legacy_objects, "objects", .log = node_log)
{
	struct node n = node_setup("echo");

	T_ERR(node_invoke(n.fd, 1, NODE_SC(1, 0, 0, 0), NULL), -EPERM);
	T_CHECK(node_invoke(n.fd, 0x7fffffff, NODE_SC(2, 0, 0, 0), NULL) < -4095);
}

/* Situation: methods that fail, with results of all kinds.
 * Expectation: the result unchanged: an errno, a larger number, or a positive one.
 */
T_CASE(legacy_results, "results")
{
	static const int32_t results[] = { -5, -104, -512, -4095, 1, 39, 0x7fffffff, INT32_MIN };
	struct node n = node_setup("selftest");

	for (size_t i = 0; i < T_ARRAY(results); i++) {
		struct fastrpc_invoke_args arg = node_bytes(&results[i], sizeof(results[i]));

		T_EQ(node_call(&n, NODE_FAIL, &arg), results[i]);
	}
}

/* Situation: arguments, inputs and outputs that are not in the program's memory.
 * Expectation: EFAULT, and the session goes on.
 */
T_CASE(legacy_faults, "faults", .log = node_log)
{
	void *forbidden = legacy_forbidden();
	uint32_t seed = 1, out;
	struct fastrpc_invoke_args args[2];
	struct node n = node_setup("selftest");

	T_ERR(node_call(&n, NODE_FILL, forbidden), -EFAULT);
	T_ERR(node_call(&n, NODE_FILL, NULL), -EFAULT);
	args[0] = node_bytes(forbidden, sizeof(seed));
	args[1] = node_bytes(&out, sizeof(out));
	T_ERR(node_call(&n, NODE_FILL, args), -EFAULT);
	args[0] = node_bytes(&seed, sizeof(seed));
	args[1] = node_bytes(forbidden, sizeof(out));
	T_ERR(node_call(&n, NODE_FILL, args), -EFAULT);
	T_EQ(node_count(&n), 1);
}

/* Situation: descriptors that are not open, are no dma-buf, or whose buffer is too small.
 * Expectation: EINVAL, whatever it is.
 */
T_CASE(legacy_bad_buffers, "bad-buffers", .log = node_log)
{
	struct fastrpc_invoke_args args[2];
	int dmabuf, memfd;
	struct node n = node_setup("selftest");
	char *bytes;

	bytes = node_alloc(n.fd, LEGACY_PAGE, &dmabuf);
	memfd = buffer_memfd(LEGACY_PAGE);
	args[1] = node_bytes(bytes, 8);
	args[0] = node_mapped(bytes, 64, 1000);
	T_ERR(node_call(&n, NODE_CHECKSUM(1), args), -EINVAL);
	args[0].fd = -2;
	T_ERR(node_call(&n, NODE_CHECKSUM(1), args), -EINVAL);
	args[0].fd = memfd;
	T_ERR(node_call(&n, NODE_CHECKSUM(1), args), -EINVAL);
	args[0] = node_mapped(bytes, LEGACY_PAGE + 1, dmabuf);
	T_ERR(node_call(&n, NODE_CHECKSUM(1), args), -EINVAL);
	args[0] = node_mapped(bytes, LEGACY_PAGE, dmabuf);
	T_EQ(node_checksum(&n, args, 1), legacy_fnv(bytes, LEGACY_PAGE));
}

/* Situation: a buffer with a length beyond 32 bits, and one that wraps around.
 * Expectation: an error; mainline's 32 bits take it for a small one.
 */
T_CASE(legacy_too_long, "too-long")
{
	struct fastrpc_invoke_args args[2];
	uint64_t sum;
	struct node n;

	if (node_is_mainline())
		t_skip("mainline writes beyond the payload");
	n = node_setup("selftest");
	args[1] = node_bytes(&sum, sizeof(sum));
	args[0] = node_bytes(&sum, (size_t)1 << 32);
	T_ERR(node_call(&n, NODE_CHECKSUM(1), args), -ENOMEM);
	args[0] = node_bytes(&sum, SIZE_MAX);
	T_ERR(node_call(&n, NODE_CHECKSUM(1), args), -EFAULT);
	T_EQ(node_count(&n), 1);
}

/* Situation: one buffer is input and output, and the method writes the first half.
 * Expectation: the DSP writes into what it reads; the rest is as it was.
 */
T_CASE(legacy_in_place, "in-place")
{
	uint32_t bytes[64] = { 0 };
	struct fastrpc_invoke_args args[2] = {
		node_bytes(bytes, sizeof(bytes)),
		node_bytes(bytes, sizeof(bytes) / 2),
	};
	struct node n = node_setup("selftest");

	for (uint32_t i = 0; i < T_ARRAY(bytes); i++)
		bytes[i] = 0x11111111 * (i % 16);
	bytes[0] = 3;
	args[0].length = sizeof(bytes[0]);
	T_ERR(node_call(&n, NODE_FILL, args), 0);
	remote_pattern_check(3, bytes, sizeof(bytes) / 2);
	for (uint32_t i = T_ARRAY(bytes) / 2; i < T_ARRAY(bytes); i++)
		T_EQ(bytes[i], 0x11111111 * (i % 16));
}

/* Situation: an output that holds an input, and of which the method writes nothing.
 * Expectation: what was the input is still there; the rest is zeroes.
 */
T_CASE(legacy_in_out, "in-out")
{
	struct { uint32_t before, ms, after; } bytes = { 1, 0, 2 };
	struct fastrpc_invoke_args args[2] = {
		node_bytes(&bytes.ms, sizeof(bytes.ms)),
		node_bytes(&bytes, sizeof(bytes)),
	};
	struct node n = node_setup("selftest");

	bytes.ms = -7u;
	/* The module knows no method with these arguments. */
	T_CHECK(node_call(&n, NODE_SC(3, 1, 1, 0), args) < -4095);
	T_EQ(bytes.before, 0);
	T_EQ(bytes.ms, -7u);
	T_EQ(bytes.after, 0);
}

/* Situation: inputs that overlap in every way, and lie in one another.
 * Expectation: the DSP sees the bytes of each.
 */
T_CASE(legacy_overlaps, "overlaps")
{
	static const struct { unsigned int at, size; } parts[] = {
		{ 100, 50 }, { 0, 1000 }, { 999, 4000 }, { 999, 1 }, { 100, 50 }, { 3000, 7000 },
		{ 5000, 1 }, { 4999, 2 }, { 20000, 10 }, { 20010, 10 }, { 20005, 10 },
	};
	struct fastrpc_invoke_args args[T_ARRAY(parts) + 1];
	uint64_t sum = REMOTE_FNV_START;
	static uint8_t bytes[32768];
	struct node n = node_setup("selftest");

	remote_pattern_write(5, bytes, sizeof(bytes));
	for (size_t i = 0; i < T_ARRAY(parts); i++) {
		args[i] = node_bytes(&bytes[parts[i].at], parts[i].size);
		sum = remote_fnv(sum, &bytes[parts[i].at], parts[i].size);
	}
	T_EQ(node_checksum(&n, args, T_ARRAY(parts)), sum);
}

/* Situation: many arguments, and a megabyte of bytes, again and again.
 * Expectation: the DSP sees all of it, each time.
 */
T_CASE(legacy_large, "large")
{
	static const size_t sizes[] = { 1 << 20, 3000, 60000, 5, 1 << 20, 200000 };
	static struct fastrpc_invoke_args args[201];
	uint8_t *bytes = malloc(1 << 20);
	struct node n;

	T_CHECK(bytes);
	n = node_setup("selftest");
	for (size_t i = 0; i < T_ARRAY(sizes); i++) {
		remote_pattern_write(i, bytes, sizes[i]);
		for (size_t k = 0; k < 200; k++)
			args[k] = node_bytes(&bytes[k * sizes[i] / 200],
					     (k + 1) * sizes[i] / 200 - k * sizes[i] / 200);
		T_EQ(node_checksum(&n, args, 200), legacy_fnv(bytes, sizes[i]));
		args[0] = node_bytes(bytes, sizes[i]);
		T_EQ(node_checksum(&n, args, 1), legacy_fnv(bytes, sizes[i]));
	}
}

/* Situation: arguments of length 0, with and without an address or a descriptor.
 * Expectation: they are no bytes, and nothing is looked up.
 */
T_CASE(legacy_empty, "empty")
{
	struct fastrpc_invoke_args args[4] = {
		node_bytes(NULL, 0), node_bytes((void *)8, 0), node_mapped(NULL, 0, 1000),
	};
	struct node n = node_setup("selftest");

	T_EQ(node_checksum(&n, args, 3), REMOTE_FNV_START);
}

/* Situation: parts of a dma-buf that the program has mapped, as input and as output.
 * Expectation: the DSP reads and writes those very bytes.
 */
T_CASE(legacy_buffer_parts, "buffer-parts")
{
	static const struct { unsigned int at, size; } parts[] = {
		{ 0, 16 * LEGACY_PAGE }, { 1, 10 }, { LEGACY_PAGE - 1, 2 },
		{ 5 * LEGACY_PAGE + 77, 3 * LEGACY_PAGE }, { 16 * LEGACY_PAGE - 1, 1 },
	};
	uint8_t *bytes, *other = (uint8_t *)&bytes;
	int dmabuf;
	struct node n = node_setup("selftest");

	bytes = node_alloc(n.fd, 16 * LEGACY_PAGE, &dmabuf);
	remote_pattern_write(9, bytes, 16 * LEGACY_PAGE);
	for (uint32_t i = 0; i < T_ARRAY(parts); i++) {
		struct fastrpc_invoke_args args[2];

		other = &bytes[parts[i].at];
		args[0] = node_mapped(other, parts[i].size, dmabuf);
		T_EQ(node_checksum(&n, args, 1), legacy_fnv(other, parts[i].size));
		args[0] = node_bytes(&i, sizeof(i));
		args[1] = node_mapped(other, parts[i].size, dmabuf);
		T_ERR(node_call(&n, NODE_FILL, args), 0);
		remote_pattern_check(i, other, parts[i].size);
	}
}

/* Situation: a dma-buf of another driver; the program has mapped only the end of it.
 * Expectation: the DSP finds the part, of which mainline takes the start of the buffer.
 */
T_CASE(legacy_foreign_end, "foreign-end")
{
	struct fastrpc_invoke_args args[2];
	int memfd = buffer_memfd(4 * LEGACY_PAGE), dmabuf;
	uint8_t *bytes = buffer_map(memfd, 4 * LEGACY_PAGE), *end;
	struct node n;

	if (node_is_mainline())
		t_skip("mainline ignores where a mapping starts");
	remote_pattern_write(4, bytes, 4 * LEGACY_PAGE);
	dmabuf = buffer_udmabuf(memfd, 0, 4 * LEGACY_PAGE);
	end = mmap(NULL, LEGACY_PAGE, PROT_READ, MAP_SHARED, dmabuf, 3 * LEGACY_PAGE);
	T_OK(end == MAP_FAILED ? -errno : 0);
	n = node_setup("selftest");
	args[0] = node_mapped(end, LEGACY_PAGE, dmabuf);
	T_EQ(node_checksum(&n, args, 1), legacy_fnv(&bytes[3 * LEGACY_PAGE], LEGACY_PAGE));
	args[0].length = LEGACY_PAGE + 1;
	T_ERR(node_call(&n, NODE_CHECKSUM(1), args), -EINVAL);
}

/* Situation: a hundred buffers, each used once, given up, its number used again.
 * Expectation: the DSP always sees the new one.
 */
T_CASE(legacy_same_number, "same-number")
{
	int dmabuf, number = -1;
	struct node n = node_setup("selftest");

	for (uint32_t i = 0; i < 100; i++) {
		uint8_t *bytes = node_alloc(n.fd, LEGACY_PAGE, &dmabuf);
		struct fastrpc_invoke_args args[2] = { node_mapped(bytes, LEGACY_PAGE, dmabuf) };

		T_CHECK(number < 0 || dmabuf == number);
		number = dmabuf;
		remote_pattern_write(i, bytes, LEGACY_PAGE);
		T_EQ(node_checksum(&n, args, 1), legacy_fnv(bytes, LEGACY_PAGE));
		T_SYS(munmap(bytes, LEGACY_PAGE));
		T_SYS(close(dmabuf));
	}
}

/* Situation: a dma-buf as a handle argument, whole and in part; a handle of nothing.
 * Expectation: the DSP reads the part; with a length beyond the buffer EINVAL.
 */
T_CASE(legacy_handles, "handles", .log = node_log)
{
	struct fastrpc_invoke_args args[2];
	uint64_t sum = 0;
	uint8_t *bytes;
	struct node n = node_setup("selftest");
	int dmabuf;

	bytes = node_alloc(n.fd, 2 * LEGACY_PAGE, &dmabuf);
	remote_pattern_write(8, bytes, 2 * LEGACY_PAGE);
	args[0] = node_bytes(&sum, sizeof(sum));
	args[1] = node_mapped((void *)0, 2 * LEGACY_PAGE, dmabuf);
	T_ERR(node_call(&n, NODE_PEEK, args), 0);
	T_EQ(sum, legacy_fnv(bytes, 2 * LEGACY_PAGE));
	args[1] = node_mapped((void *)4000, 500, dmabuf);
	T_ERR(node_call(&n, NODE_PEEK, args), 0);
	T_EQ(sum, legacy_fnv(&bytes[4000], 500));
	args[1] = node_mapped((void *)0, 2 * LEGACY_PAGE + 1, dmabuf);
	T_ERR(node_call(&n, NODE_PEEK, args), -EINVAL);
	args[1] = node_mapped((void *)0, 0, -1);
	T_ERR(node_call(&n, NODE_PEEK, args), 0);
	T_EQ(sum, REMOTE_FNV_START);
}
