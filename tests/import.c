// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Import: memory of another maker, here udmabuf, whose pages are a memfd's and
 * lie anywhere.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/udmabuf.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/buffer.h"
#include "tools/t.h"
#include "tools/watch.h"

#define IMPORT_SIZE (1u << 20)

/**
 * struct import - a memfd that a session has as an object
 * @remote: module selftest
 * @memfd: the memfd
 * @dmabuf: the same as a dma-buf
 * @handle: the same as an object
 * @bytes: the same as memory of this process
 */
struct import {
	struct remote remote;
	int memfd, dmabuf;
	__u32 handle;
	uint8_t *bytes;
};

static struct import import_setup_size(size_t size)
{
	struct import i = { .memfd = buffer_memfd(size) };

	i.bytes = buffer_map(i.memfd, size);
	i.dmabuf = buffer_udmabuf(i.memfd, 0, size);
	i.remote = remote_setup("selftest");
	T_OK(raw_prime_import(i.remote.fd, i.dmabuf, &i.handle));
	return i;
}

static struct import import_setup(void)
{
	return import_setup_size(IMPORT_SIZE);
}

/* Situation: the process writes to the memfd, the DSP reads the import.
 * Expectation: the DSP sees every byte.
 */
T_CASE(import_input, "input")
{
	struct import i = import_setup();

	remote_pattern_write(9, i.bytes, IMPORT_SIZE);
	buffer_check(&i.remote, 9, i.handle, 0, IMPORT_SIZE);
}

/* Situation: the DSP writes to the import.
 * Expectation: it is in the memfd, also for read().
 */
T_CASE(import_output, "output")
{
	static uint8_t bytes[IMPORT_SIZE];
	struct import i = import_setup();

	buffer_write(&i.remote, 9, i.handle, 0, IMPORT_SIZE);
	remote_pattern_check(9, i.bytes, IMPORT_SIZE);
	T_EQ(pread(i.memfd, bytes, sizeof(bytes), 0), sizeof(bytes));
	remote_pattern_check(9, bytes, IMPORT_SIZE);
}

/* Situation: parts at odd offsets and of odd sizes, one up to the last byte.
 * Expectation: just those bytes are written and read.
 */
T_CASE(import_odd, "odd")
{
	static const struct { __u32 offset, size; } parts[] = {
		{ 1, 1 }, { 4095, 2 }, { 1237, 10001 }, { 65537, 300007 },
		{ IMPORT_SIZE - 5, 5 }, { IMPORT_SIZE - 1, 1 },
	};
	struct import i = import_setup();

	for (size_t n = 0; n < T_ARRAY(parts); n++) {
		__u32 offset = parts[n].offset, size = parts[n].size;

		memset(i.bytes, 0xee, IMPORT_SIZE);
		buffer_write(&i.remote, 3, i.handle, offset, size);
		remote_pattern_check(3, i.bytes + offset, size);
		T_EQ(i.bytes[offset - 1], 0xee);
		if (offset + size < IMPORT_SIZE)
			T_EQ(i.bytes[offset + size], 0xee);
		buffer_check(&i.remote, 3, i.handle, offset, size);
	}
}

/* Situation: a dma-buf of a memfd's pages in reverse order, in items of a page.
 * Expectation: behind the IOMMU it is one range, in the dma-buf's order.
 */
T_CASE(import_scattered, "scattered")
{
	enum { PAGES = 100 };
	const unsigned int page = t_page(), size = PAGES * page;
	struct udmabuf_create_list *list;
	struct remote r;
	int memfd = buffer_memfd(size), dev, dmabuf;
	uint8_t *bytes = buffer_map(memfd, size), in_order[size];
	__u32 handle;

	list = calloc(1, sizeof(*list) + PAGES * sizeof(list->list[0]));
	T_CHECK(list);
	list->flags = UDMABUF_FLAGS_CLOEXEC;
	list->count = PAGES;
	for (__u32 n = 0; n < PAGES; n++)
		list->list[n] = (struct udmabuf_create_item){
			.memfd = (__u32)memfd,
			.offset = (PAGES - 1 - n) * page,
			.size = page,
		};
	dev = open("/dev/udmabuf", O_RDWR | O_CLOEXEC);
	if (dev < 0)
		t_skip("the kernel has no udmabuf");
	dmabuf = ioctl(dev, UDMABUF_CREATE_LIST, list);
	T_OK(dmabuf < 0 ? -errno : 0);
	r = remote_setup("selftest");
	T_OK(raw_prime_import(r.fd, dmabuf, &handle));
	buffer_write(&r, 11, handle, 0, size);
	for (__u32 n = 0; n < PAGES; n++)
		memcpy(in_order + n * page, bytes + (PAGES - 1 - n) * page, page);
	remote_pattern_check(11, in_order, size);
	buffer_check(&r, 11, handle, 0, size);
	buffer_check(&r, 11 + 4095 * 7, handle, 4095, 8194);
}

/* Situation: a dma-buf of 16 MiB.
 * Expectation: as a small one.
 */
T_CASE(import_large, "large")
{
	struct import i = import_setup_size(16 << 20);

	buffer_write(&i.remote, 9, i.handle, 0, 16 << 20);
	remote_pattern_check(9, i.bytes, 16 << 20);
}

/* Situation: in and out are parts of one import, which lie in one page.
 * Expectation: the DSP copies from one to the other.
 */
T_CASE(import_in_and_out, "in-and-out")
{
	struct drm_qda_arg args[2];
	struct import i = import_setup();
	__u32 echo;
	__s32 result;

	T_EQ(remote_open(i.remote.fd, i.remote.session, "echo", &echo), 0);
	i.remote.handle = echo;
	remote_pattern_write(2, i.bytes + 5000, 333);
	args[0] = raw_gem(i.handle, 5000, 333);
	args[1] = raw_gem(i.handle, 5333, 333);
	T_OK(remote_call(&i.remote, ECHO_ECHO, args, &result));
	T_EQ(result, 0);
	remote_pattern_check(2, i.bytes + 5333, 333);
	T_EQ(i.bytes[5666], 0);
}

/* Situation: the import is a handle argument.
 * Expectation: the DSP finds its bytes.
 */
T_CASE(import_handle, "handle-argument")
{
	uint64_t sum = 0;
	struct drm_qda_arg args[2];
	struct import i = import_setup();
	__s32 result;

	remote_pattern_write(2, i.bytes, IMPORT_SIZE);
	args[0] = raw_inline(&sum, sizeof(sum));
	args[1] = raw_gem(i.handle, 0, IMPORT_SIZE);
	T_OK(remote_call(&i.remote, SELF_PEEK, args, &result));
	T_EQ(result, 0);
	T_CHECK(sum == remote_fnv(REMOTE_FNV_START, i.bytes, IMPORT_SIZE));
}

/* Situation: one byte more than the import has.
 * Expectation: EINVAL, and it is not mapped for that.
 */
T_CASE(import_outside, "outside")
{
	struct import i = import_setup();
	uint64_t sum;

	T_ERR(buffer_sum(&i.remote, raw_gem(i.handle, 1, IMPORT_SIZE), &sum,
			 raw_deadline(RAW_CALL_MS)), -EINVAL);
	T_EQ(watch_counter("mappings"), 0);
}

/* Situation: an import's offset for mmap() through the node.
 * Expectation: EINVAL, only its maker can do that.
 */
T_CASE(import_offset, "mmap-offset")
{
	struct import i = import_setup();
	__u64 offset;

	T_ERR(raw_gem_offset(i.remote.fd, i.handle, &offset), -EINVAL);
}

/* Situation: an import is exported again.
 * Expectation: it is the maker's dma-buf.
 */
T_CASE(import_export, "export")
{
	struct stat one, two;
	struct import i = import_setup();
	int again;

	T_OK(raw_prime_export(i.remote.fd, i.handle, &again));
	T_SYS(fstat(i.dmabuf, &one));
	T_SYS(fstat(again, &two));
	T_CHECK(one.st_ino == two.st_ino);
}

/* Situation: the same dma-buf is imported twice, and used in between.
 * Expectation: the same handle; no second object, no second mapping.
 */
T_CASE(import_twice, "twice")
{
	struct import i = import_setup();
	__u32 again;

	buffer_write(&i.remote, 1, i.handle, 0, IMPORT_SIZE);
	T_OK(raw_prime_import(i.remote.fd, i.dmabuf, &again));
	T_EQ(again, i.handle);
	buffer_check(&i.remote, 1, again, 0, IMPORT_SIZE);
	T_EQ(watch_counter("objects"), 1);
	T_EQ(watch_counter("mappings"), 1);
}

/* Situation: its handle is closed, and it is imported again.
 * Expectation: it was unmapped, and works again.
 */
T_CASE(import_again, "again")
{
	struct import i = import_setup();

	for (__u32 n = 0; n < 20; n++) {
		buffer_write(&i.remote, n, i.handle, 0, IMPORT_SIZE);
		T_EQ(watch_counter("mappings"), 1);
		T_OK(raw_gem_close(i.remote.fd, i.handle));
		T_EQ(watch_counter("mappings"), 0);
		T_EQ(watch_counter("objects"), 0);
		T_OK(raw_prime_import(i.remote.fd, i.dmabuf, &i.handle));
	}
	buffer_check(&i.remote, 19, i.handle, 0, IMPORT_SIZE);
}

/* Situation: two dma-bufs over the two halves of one memfd.
 * Expectation: two objects, each half is its own.
 */
T_CASE(import_halves, "halves")
{
	const __u32 half = IMPORT_SIZE / 2;
	__u32 low, high;
	struct import i = import_setup();

	T_OK(raw_prime_import(i.remote.fd, buffer_udmabuf(i.memfd, 0, half), &low));
	T_OK(raw_prime_import(i.remote.fd, buffer_udmabuf(i.memfd, half, half), &high));
	T_CHECK(low != high);
	buffer_write(&i.remote, 1, low, 0, half);
	buffer_write(&i.remote, 2, high, 0, half);
	remote_pattern_check(1, i.bytes, half);
	remote_pattern_check(2, i.bytes + half, half);
	T_EQ(watch_counter("mappings"), 2);
}

/* Situation: two files import one dma-buf.
 * Expectation: what one's DSP writes the other's reads; each has its mapping.
 */
T_CASE(import_two_files, "two-files")
{
	struct import i = import_setup();
	struct remote b;
	__u32 handle;

	b = remote_setup("selftest");
	T_OK(raw_prime_import(b.fd, i.dmabuf, &handle));
	buffer_write(&i.remote, 1, i.handle, 17, 500000);
	buffer_check(&b, 1, handle, 17, 500000);
	T_EQ(watch_counter("mappings"), 2);
	T_SYS(close(i.remote.fd));
	buffer_counter("mappings", 1);
	buffer_check(&b, 1, handle, 17, 500000);
}

/* Situation: two sessions of one file use one import.
 * Expectation: each has its own mapping of the one object.
 */
T_CASE(import_two_sessions, "two-sessions")
{
	struct import i = import_setup();
	struct remote b;

	b = remote_setup_on(i.remote.fd, "selftest");
	buffer_write(&i.remote, 1, i.handle, 17, 500000);
	buffer_check(&b, 1, i.handle, 17, 500000);
	T_EQ(watch_counter("objects"), 1);
	T_EQ(watch_counter("mappings"), 2);
	T_OK(raw_session_close(i.remote.fd, i.remote.session));
	T_EQ(watch_counter("mappings"), 1);
	buffer_check(&b, 1, i.handle, 17, 500000);
}

/* Situation: dma-buf and memfd are closed before the import is used.
 * Expectation: it works, the object keeps the memory.
 */
T_CASE(import_closed, "closed-before-use")
{
	struct import i = import_setup();

	T_SYS(close(i.dmabuf));
	T_SYS(close(i.memfd));
	buffer_write(&i.remote, 1, i.handle, 0, IMPORT_SIZE);
	remote_pattern_check(1, i.bytes, IMPORT_SIZE);
}

/* Situation: all that keeps the memory is a call in flight.
 * Expectation: mapped until the call ends well, then gone.
 */
T_CASE(import_close_in_call, "close-in-call")
{
	struct buffer_call call;
	struct import i = import_setup();

	board_tell("lie delay 1 %u", 600 * t_slowdown());
	call = (struct buffer_call){ .remote = &i.remote, .scalars = SELF_FILL,
				     .arg = raw_gem(i.handle, 0, IMPORT_SIZE) };
	buffer_call_start_sent(&call);
	T_OK(raw_gem_close(i.remote.fd, i.handle));
	T_SYS(close(i.dmabuf));
	T_SYS(close(i.memfd));
	/* And that of the bytes of the call. */
	T_EQ(watch_counter("mappings"), 2);
	T_OK(buffer_call_end(&call));
	T_EQ(watch_counter("mappings"), 0);
	T_EQ(watch_counter("objects"), 0);
	remote_pattern_check(1, i.bytes, IMPORT_SIZE);
}

/* Situation: a call with an import is given up, then the handle closed.
 * Expectation: mapped until the DSP is done; what it wrote is in the memfd.
 */
T_CASE(import_abandoned, "abandoned")
{
	struct import i = import_setup();

	board_tell("lie delay 1 %u", 800 * t_slowdown());
	T_ERR(buffer_fill(&i.remote, 1, raw_gem(i.handle, 0, IMPORT_SIZE), raw_deadline(100)),
	      -ETIMEDOUT);
	T_OK(raw_gem_close(i.remote.fd, i.handle));
	/* And that of the bytes of the call. */
	T_EQ(watch_counter("mappings"), 2);
	buffer_counter("mappings", 0);
	remote_pattern_check(1, i.bytes, IMPORT_SIZE);
}

/* Situation: the session closes while a call of it uses the import.
 * Expectation: ESHUTDOWN, and nothing is mapped any more.
 */
T_CASE(import_session_close, "session-close-in-call")
{
	struct buffer_call call;
	struct import i = import_setup();

	board_tell("lie hang 1");
	call = (struct buffer_call){ .remote = &i.remote, .scalars = SELF_FILL,
				     .arg = raw_gem(i.handle, 0, IMPORT_SIZE) };
	buffer_call_start_sent(&call);
	T_OK(raw_session_close(i.remote.fd, i.remote.session));
	T_ERR(buffer_call_end(&call), -ESHUTDOWN);
	buffer_counter("mappings", 0);
	buffer_counter("objects", 1);
}

/* Situation: a PD's program is in an import, which is closed afterwards.
 * Expectation: the PD runs.
 */
T_CASE(import_image, "image")
{
	struct drm_qda_session_create arg = {
		.image_offset = 12288, .image_size = 70000, .attrs = DRM_QDA_SESSION_UNSIGNED,
	};
	struct import i = import_setup();

	arg.image = i.handle;
	T_OK(raw_ioctl(i.remote.fd, DRM_IOCTL_QDA_SESSION_CREATE, &arg));
	T_OK(raw_gem_close(i.remote.fd, i.handle));
	i.remote.session = arg.session;
	T_EQ(remote_open(i.remote.fd, i.remote.session, "selftest", &i.remote.handle), 0);
	T_EQ(remote_count(&i.remote), 1);
}

/* Situation: the DSP stops and starts; the import of before is mapped then.
 * Expectation: the memory stays; the new node imports the same dma-buf.
 */
T_CASE(import_restart, "restart", .log = board_log_restart, .seconds = 60)
{
	struct import i = import_setup();
	int old;

	buffer_write(&i.remote, 3, i.handle, 0, IMPORT_SIZE);
	T_OK(board_dsp_write("stop"));
	board_dsp_wait("offline");
	remote_pattern_check(3, i.bytes, IMPORT_SIZE);
	old = i.remote.fd;
	T_OK(board_dsp_write("start"));
	i.remote = remote_setup_again("selftest");
	T_OK(raw_prime_import(i.remote.fd, i.dmabuf, &i.handle));
	buffer_check(&i.remote, 3, i.handle, 0, IMPORT_SIZE);
	T_SYS(close(old));
	buffer_check(&i.remote, 3, i.handle, 0, IMPORT_SIZE);
}

static void *import_race_run(void *data)
{
	struct import *i = data;
	uint64_t sum;

	/* It may be old, and by now that of the bytes of another call, which are fewer. */
	for (int n = 0; n < 300; n++) {
		__u32 handle = __atomic_load_n(&i->handle, __ATOMIC_RELAXED);
		int ret = buffer_sum(&i->remote, raw_gem(handle, 0, 5000), &sum,
				     raw_deadline(RAW_CALL_MS));

		if (ret && ret != -ENOENT && ret != -EINVAL)
			return (void *)(intptr_t)ret;
	}
	return NULL;
}

/* Situation: a thread calls with a handle that another closes and imports anew.
 * Expectation: each call works or says ENOENT; nothing stays mapped.
 */
T_CASE(import_race, "race", .seconds = 60)
{
	pthread_t thread[2];
	struct import i = import_setup();
	void *ret;

	for (size_t n = 0; n < T_ARRAY(thread); n++)
		T_OK(-pthread_create(&thread[n], NULL, import_race_run, &i));
	for (int n = 0; n < 300; n++) {
		__u32 handle;

		T_OK(raw_gem_close(i.remote.fd, i.handle));
		T_OK(raw_prime_import(i.remote.fd, i.dmabuf, &handle));
		__atomic_store_n(&i.handle, handle, __ATOMIC_RELAXED);
	}
	for (size_t n = 0; n < T_ARRAY(thread); n++) {
		T_OK(-pthread_join(thread[n], &ret));
		T_OK((int)(intptr_t)ret);
	}
	T_OK(raw_gem_close(i.remote.fd, i.handle));
	buffer_counter("objects", 0);
	buffer_counter("mappings", 0);
}
