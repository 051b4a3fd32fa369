// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Legacy face: memory that programs allocate, and that PDs map.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/buffer.h"
#include "tools/node.h"
#include "tools/remote.h"

#define LEGACY_ADD_PAGES	0x1000
#define LEGACY_PAGE		4096u

static int legacy_mmap(int fd, uint32_t flags, uint64_t wish, uint64_t size, uint64_t *address)
{
	struct fastrpc_req_mmap arg = {
		.fd = -1,
		.flags = flags,
		.vaddrin = wish,
		.size = size,
	};
	int ret = node_ioctl(fd, FASTRPC_IOCTL_MMAP, &arg);

	*address = arg.vaddrout;
	return ret;
}

static int legacy_munmap(int fd, uint64_t address, uint64_t size)
{
	struct fastrpc_req_munmap arg = { .vaddrout = address, .size = size };

	return node_ioctl(fd, FASTRPC_IOCTL_MUNMAP, &arg);
}

/* Situation: memory of the node is used after the node was closed.
 * Expectation: it is still there, and zeroed when it is new.
 */
T_CASE(legacy_alloc_outlives, "alloc-outlives")
{
	uint8_t *bytes;
	int fd, dmabuf;

	T_OK(fd = node_open());
	bytes = node_alloc(fd, 5 * LEGACY_PAGE, &dmabuf);
	T_SYS(close(fd));
	for (size_t i = 0; i < 5 * LEGACY_PAGE; i++)
		T_EQ(bytes[i], 0);
	remote_pattern_write(1, bytes, 5 * LEGACY_PAGE);
	remote_pattern_check(1, bytes, 5 * LEGACY_PAGE);
	/* Mainline's driver reads what it has freed if this comes last. */
	if (node_is_mainline())
		_exit(0);
	T_SYS(munmap(bytes, 5 * LEGACY_PAGE));
	T_SYS(close(dmabuf));
}

/* Situation: a file of 9p, which asks for the pages of what it reads into, is read into
 * memory of the node: into a mapping of all of it, and of its third page, which mainline
 * does not have.
 * Expectation: the bytes are there; the DSP sees them, too.
 */
T_CASE(legacy_alloc_read, "alloc-read")
{
	static const char name[] = "/host/legacy-alloc-read";
	const size_t size = 8 * LEGACY_PAGE, at = 2 * LEGACY_PAGE;
	struct node n = node_setup("selftest");
	struct fastrpc_invoke_args args[2];
	uint8_t wanted[LEGACY_PAGE];
	uint8_t *bytes, *part;
	int dmabuf, file;

	bytes = node_alloc(n.fd, size, &dmabuf);
	part = node_is_mainline() ? bytes + at :
	       mmap(NULL, at, PROT_READ | PROT_WRITE, MAP_SHARED, dmabuf, (off_t)at);
	T_CHECK(part != MAP_FAILED);
	remote_pattern_write(9, wanted, sizeof(wanted));
	T_SYS(file = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600));
	for (size_t i = 0; i < size; i += sizeof(wanted))
		T_EQ(write(file, wanted, sizeof(wanted)), sizeof(wanted));
	T_EQ(pread(file, bytes, size, 0), size);
	for (size_t i = 0; i < size; i += sizeof(wanted))
		T_CHECK(!memcmp(bytes + i, wanted, sizeof(wanted)));
	memset(bytes, 0, size);
	T_EQ(pread(file, part, at, 0), at);
	T_EQ(bytes[at - 1], 0);
	T_CHECK(!memcmp(bytes + at, wanted, sizeof(wanted)));
	T_EQ(bytes[2 * at], 0);
	args[0] = node_mapped(bytes + at, LEGACY_PAGE, dmabuf);
	T_EQ(node_checksum(&n, args, 1), remote_fnv(REMOTE_FNV_START, wanted, sizeof(wanted)));
	T_SYS(close(file));
	T_SYS(unlink(name));
	if (part != bytes + at)
		T_SYS(munmap(part, at));
}

/* A block device with the bytes of a file, until it is closed; negative: there is none. */
static int legacy_loop(int file)
{
	struct loop_config config = {
		.fd = (uint32_t)file,
		.info.lo_flags = LO_FLAGS_AUTOCLEAR,
	};
	int control = open("/dev/loop-control", O_RDWR), loop;
	char path[32];

	if (control < 0)
		return -1;
	snprintf(path, sizeof(path), "/dev/loop%d", ioctl(control, LOOP_CTL_GET_FREE));
	close(control);
	T_SYS(loop = open(path, O_RDWR | O_DIRECT));
	T_SYS(ioctl(loop, LOOP_CONFIGURE, &config));
	return loop;
}

static const char *const legacy_log_loop[] = { "loop*: detected capacity change *", NULL };

/* Situation: a block device is read into memory of the node, and written from it, past the
 * page cache.
 * Expectation: the bytes are there; the DSP sees them, too.
 */
T_CASE(legacy_alloc_direct, "alloc-direct", .log = legacy_log_loop)
{
	const size_t size = 8 * LEGACY_PAGE;
	struct node n = node_setup("selftest");
	struct fastrpc_invoke_args args[2];
	uint8_t wanted[8 * LEGACY_PAGE];
	int dmabuf, file, loop;
	uint8_t *bytes;

	T_SYS(file = memfd_create("direct", MFD_CLOEXEC));
	remote_pattern_write(11, wanted, size);
	T_EQ(write(file, wanted, size), size);
	loop = legacy_loop(file);
	if (loop < 0)
		t_skip("the kernel has no loop devices");
	bytes = node_alloc(n.fd, size, &dmabuf);
	T_EQ(pread(loop, bytes, size, 0), size);
	T_CHECK(!memcmp(bytes, wanted, size));
	args[0] = node_mapped(bytes, size, dmabuf);
	T_EQ(node_checksum(&n, args, 1), remote_fnv(REMOTE_FNV_START, wanted, size));
	remote_pattern_write(12, bytes, size);
	T_EQ(pwrite(loop, bytes, size, 0), size);
	T_EQ(pread(file, wanted, size, 0), size);
	T_CHECK(!memcmp(bytes, wanted, size));
	T_SYS(close(loop));
	T_SYS(close(file));
}

/* Situation: memory of one file is an argument of another file's call.
 * Expectation: both DSP processes see it.
 */
T_CASE(legacy_alloc_shared, "alloc-shared")
{
	struct fastrpc_invoke_args args[2];
	uint32_t seed = 6;
	struct node b = node_setup("selftest");
	uint8_t *bytes;
	int dmabuf;
	struct node a = node_setup("selftest");

	bytes = node_alloc(a.fd, LEGACY_PAGE, &dmabuf);
	args[0] = node_bytes(&seed, sizeof(seed));
	args[1] = node_mapped(bytes, LEGACY_PAGE, dmabuf);
	T_ERR(node_call(&b, NODE_FILL, args), 0);
	remote_pattern_check(6, bytes, LEGACY_PAGE);
	args[0] = args[1];
	T_EQ(node_checksum(&a, args, 1), remote_fnv(REMOTE_FNV_START, bytes, LEGACY_PAGE));
}

/* Situation: no bytes; more bytes than any machine has.
 * Expectation: ENOMEM.
 */
T_CASE(legacy_alloc_sizes, "alloc-sizes")
{
	struct fastrpc_alloc_dma_buf arg = { .size = 1ULL << 62 };
	int fd;

	T_OK(fd = node_open());
	if (node_is_mainline())
		t_skip("mainline warns of a bug of its own");
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_ALLOC_DMA_BUFF, &arg), -ENOMEM);
	arg.size = 0;
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_ALLOC_DMA_BUFF, &arg), -ENOMEM);
}

/* Situation: pages for the heap of a PD.
 * Expectation: the PD has them, and gives them back; not twice, not in part.
 */
T_CASE(legacy_heap, "heap", .log = node_log)
{
	long maps = board_stat("maps");
	uint64_t a, b;
	struct node n = node_setup("selftest");

	T_ERR(legacy_mmap(n.fd, LEGACY_ADD_PAGES, 0, 3 * LEGACY_PAGE, &a), 0);
	T_ERR(legacy_mmap(n.fd, LEGACY_ADD_PAGES, 0, LEGACY_PAGE, &b), 0);
	T_CHECK(a && b && a != b);
	board_stat_wait("maps", maps + 2);
	T_ERR(legacy_munmap(n.fd, a, LEGACY_PAGE), -EINVAL);
	T_ERR(legacy_munmap(n.fd, a + LEGACY_PAGE, LEGACY_PAGE), -EINVAL);
	T_ERR(legacy_munmap(n.fd, a, 3 * LEGACY_PAGE), 0);
	T_ERR(legacy_munmap(n.fd, a, 3 * LEGACY_PAGE), -EINVAL);
	board_stat_wait("maps", maps + 1);
	T_SYS(close(n.fd));
	board_stat_wait("maps", maps);
}

/* Situation: memory for anything else, at a place of choice, or without a PD.
 * Expectation: EINVAL; the DSP's result.
 */
T_CASE(legacy_heap_other, "heap-other", .log = node_log)
{
	static const uint32_t flags[] = { 0, 4, 6, 8, 0x3000, 0x10000 };
	uint64_t address;
	int fd;

	T_OK(fd = node_open());
	T_CHECK(legacy_mmap(fd, LEGACY_ADD_PAGES, 0, LEGACY_PAGE, &address) < -4095);
	T_ERR(node_create(fd, NODE_UNSIGNED), 0);
	for (size_t i = 0; i < T_ARRAY(flags); i++)
		T_ERR(legacy_mmap(fd, flags[i], 0, LEGACY_PAGE, &address), -EINVAL);
	T_ERR(legacy_mmap(fd, LEGACY_ADD_PAGES, 0x10000, LEGACY_PAGE, &address), -EINVAL);
	T_ERR(legacy_mmap(fd, LEGACY_ADD_PAGES, 0, LEGACY_PAGE, &address), 0);
}

/* Situation: a dma-buf is mapped into the PD, used in calls, unmapped.
 * Expectation: the PD has it from the one to the other.
 */
T_CASE(legacy_mem_map, "mem-map", .log = node_log)
{
	long maps = board_stat("maps");
	struct fastrpc_invoke_args args[2];
	uint64_t address;
	uint8_t *bytes;
	struct node n = node_setup("selftest");
	int dmabuf;

	bytes = node_alloc(n.fd, 4 * LEGACY_PAGE, &dmabuf);
	remote_pattern_write(2, bytes, 4 * LEGACY_PAGE);
	T_ERR(node_mem_map(n.fd, dmabuf, 4 * LEGACY_PAGE, &address), 0);
	board_stat_wait("maps", maps + 1);
	args[0] = node_mapped(bytes, 4 * LEGACY_PAGE, dmabuf);
	T_EQ(node_checksum(&n, args, 1),
	     remote_fnv(REMOTE_FNV_START, bytes, 4 * LEGACY_PAGE));
	T_ERR(node_mem_unmap(n.fd, dmabuf, address + LEGACY_PAGE), -EINVAL);
	T_ERR(node_mem_unmap(n.fd, dmabuf + 1, address), -EINVAL);
	T_ERR(node_mem_unmap(n.fd, dmabuf, address), 0);
	board_stat_wait("maps", maps);
	T_ERR(node_mem_unmap(n.fd, dmabuf, address), -EINVAL);
}

/* Situation: the program closes a dma-buf that the PD has mapped; the number serves
 * for another one, which is mapped as well.
 * Expectation: both are there, and can be unmapped by their addresses alone.
 */
T_CASE(legacy_mem_map_closed, "mem-map-closed")
{
	uint64_t first, second;
	uint8_t *bytes;
	struct node n = node_setup("selftest");
	int a, b;

	bytes = node_alloc(n.fd, LEGACY_PAGE, &a);
	T_ERR(node_mem_map(n.fd, a, LEGACY_PAGE, &first), 0);
	T_SYS(munmap(bytes, LEGACY_PAGE));
	T_SYS(close(a));
	node_alloc(n.fd, LEGACY_PAGE, &b);
	T_EQ(b, a);
	T_ERR(node_mem_map(n.fd, b, LEGACY_PAGE, &second), 0);
	T_CHECK(first != second);
	T_ERR(node_mem_unmap(n.fd, -1, first), 0);
	T_ERR(node_mem_unmap(n.fd, -1, second), 0);
}

/* Situation: descriptors that are not open, or no dma-buf; more bytes than there are.
 * Expectation: EBADF; EINVAL.
 */
T_CASE(legacy_mem_map_bad, "mem-map-bad", .log = node_log)
{
	uint64_t address;
	struct node n = node_setup("selftest");
	int dmabuf;

	node_alloc(n.fd, LEGACY_PAGE, &dmabuf);
	T_ERR(node_mem_map(n.fd, -1, LEGACY_PAGE, &address), -EBADF);
	T_ERR(node_mem_map(n.fd, 1000, LEGACY_PAGE, &address), -EBADF);
	T_ERR(node_mem_map(n.fd, n.fd, LEGACY_PAGE, &address), -EINVAL);
	T_ERR(node_mem_map(n.fd, dmabuf, LEGACY_PAGE + 1, &address), -EINVAL);
}

/* Situation: a program names a buffer in calls of two files, and gives it up.
 * Expectation: its memory goes soon after, while the files are open.
 */
T_CASE(legacy_given_up, "given-up")
{
	struct fastrpc_invoke_args args[2];
	struct node a, b;
	int own, foreign;
	uint8_t *bytes;

	if (node_is_mainline())
		t_skip("mainline has no counters");
	a = node_setup("selftest");
	b = node_setup("selftest");
	bytes = node_alloc(a.fd, LEGACY_PAGE, &own);
	foreign = buffer_udmabuf(buffer_memfd(LEGACY_PAGE), 0, LEGACY_PAGE);
	for (int i = 0; i < 2; i++) {
		args[0] = node_mapped(i ? NULL : bytes, LEGACY_PAGE, i ? foreign : own);
		node_checksum(&a, args, 1);
		node_checksum(&b, args, 1);
	}
	/* Nobody has mapped them for longer; each session keeps memory for bytes. */
	buffer_counter("mappings", 2);
	T_SYS(munmap(bytes, LEGACY_PAGE));
	T_SYS(close(own));
	T_SYS(close(foreign));
	buffer_counter("mappings", 2);
	buffer_counter("objects", 2);
}
