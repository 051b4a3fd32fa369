// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Buffers: create, map, close.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/raw.h"
#include "tools/remote.h"
#include "tools/t.h"
#include "tools/watch.h"

#define GEM_PAGE t_page()

/* Situation: a buffer of one page.
 * Expectation: it gets a handle that is not 0, and closing works once.
 */
T_CASE(gem_create, "create")
{
	int fd = raw_node();
	__u32 handle = raw_object(fd, GEM_PAGE);

	T_CHECK(handle != 0);
	T_OK(raw_gem_close(fd, handle));
	T_ERR(raw_gem_close(fd, handle), -EINVAL);
}

/* Situation: sizes that are no multiple of the page.
 * Expectation: the size given back is the next multiple.
 */
T_CASE(gem_rounding, "rounding")
{
	const __u64 page = GEM_PAGE, pages = 1000000 / page + 1;
	const __u64 sizes[][2] = {
		{ 1, page }, { page - 1, page }, { page, page }, { page + 1, 2 * page },
		{ 1000000, pages * page },
	};
	int fd = raw_node();

	for (size_t i = 0; i < T_ARRAY(sizes); i++) {
		struct drm_qda_gem_create arg = { .size = sizes[i][0] };

		T_OK(raw_ioctl(fd, DRM_IOCTL_QDA_GEM_CREATE, &arg));
		T_EQ(arg.size, sizes[i][1]);
	}
}

/* Situation: memory that was dirty belongs to a new buffer.
 * Expectation: every byte reads 0.
 */
T_CASE(gem_zeroes, "zeroes")
{
	size_t size = 4 << 20;
	int fd = raw_node();

	for (int round = 0; round < 4; round++) {
		__u32 handle;
		unsigned char *bytes;

		T_OK(raw_gem_create(fd, size, &handle));
		T_CHECK((bytes = raw_gem_map(fd, handle, size)));
		T_STEP("bytes of a new buffer");
		for (size_t i = 0; i < size; i++)
			t_equal(bytes[i], 0);
		memset(bytes, 0xff, size);
		T_OK(munmap(bytes, size));
		T_OK(raw_gem_close(fd, handle));
	}
}

/* Situation: 8 MiB are written for the first time, a byte in each page.
 * Expectation: at most 16 faults for 2 MiB.
 */
T_CASE(gem_first_touch, "first-touch")
{
	size_t size = 8 << 20;
	int fd = raw_node();
	volatile __u8 *bytes = raw_mapped(fd, raw_object(fd, size), size);
	struct rusage before, after;

	T_EQ(getrusage(RUSAGE_SELF, &before), 0);
	for (size_t i = 0; i < size; i += GEM_PAGE)
		bytes[i] = 1;
	T_EQ(getrusage(RUSAGE_SELF, &after), 0);
	T_CHECK(after.ru_minflt - before.ru_minflt <= 16 * 4);
}

static long gem_number(const char *path, const char *format)
{
	FILE *file = fopen(path, "re");
	char line[128];
	long number = -1;

	while (file && number < 0 && fgets(line, sizeof(line), file))
		if (sscanf(line, format, &number) != 1)
			number = -1;
	if (file)
		fclose(file);
	return number;
}

/* Situation: a buffer as large as a large page, and one that is smaller.
 * Expectation: the one gets a large page, and its bytes are zeroes; the other does not.
 */
T_CASE(gem_large_pages, "large-pages")
{
	long huge = gem_number("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "%ld");
	long before = gem_number("/proc/meminfo", "ShmemHugePages: %ld");
	int fd = raw_node();
	__u8 *bytes;

	if (huge < 0)
		t_skip("this kernel has no large pages");
	if (huge > 8 << 20)
		t_skip("a large page of %ld MiB is too much for the board", huge >> 20);

	bytes = raw_mapped(fd, raw_object(fd, huge - GEM_PAGE), huge - GEM_PAGE);
	bytes[0] = 1;
	T_EQ(gem_number("/proc/meminfo", "ShmemHugePages: %ld"), before);
	bytes = raw_mapped(fd, raw_object(fd, huge), huge);
	for (long i = 0; i < huge; i++)
		T_EQ(bytes[i], 0);
	T_EQ(gem_number("/proc/meminfo", "ShmemHugePages: %ld"), before + (huge >> 10));
}

/* Situation: the first page of a mapping is unmapped before anything is touched.
 * Expectation: each page that is left is the one that it was.
 */
T_CASE(gem_map_split, "map-split")
{
	size_t size = 4 * GEM_PAGE;
	int fd = raw_node();
	__u32 handle = raw_object(fd, size);
	__u8 *whole = raw_mapped(fd, handle, size), *part = raw_mapped(fd, handle, size);

	T_EQ(munmap(part, GEM_PAGE), 0);
	for (size_t i = 0; i < size; i += GEM_PAGE)
		whole[i] = (__u8)(i / GEM_PAGE + 1);
	for (size_t i = GEM_PAGE; i < size; i += GEM_PAGE)
		T_EQ(part[i], i / GEM_PAGE + 1);
}

/* Situation: one buffer is mapped twice.
 * Expectation: both mappings show the same memory.
 */
T_CASE(gem_map_twice, "map-twice")
{
	int fd = raw_node();
	__u32 handle = raw_object(fd, 2 * GEM_PAGE);
	volatile unsigned char *a = raw_mapped(fd, handle, 2 * GEM_PAGE);
	volatile unsigned char *b = raw_mapped(fd, handle, 2 * GEM_PAGE);

	T_CHECK(a != b);
	a[GEM_PAGE + 5] = 77;
	T_EQ(b[GEM_PAGE + 5], 77);
}

/* Situation: two buffers of one file.
 * Expectation: writing one does not change the other.
 */
T_CASE(gem_two, "two")
{
	volatile unsigned char *a, *b;
	int fd = raw_node();
	__u32 one = raw_object(fd, GEM_PAGE);
	__u32 two = raw_object(fd, GEM_PAGE);

	T_CHECK(one != two);
	T_CHECK((a = raw_gem_map(fd, one, GEM_PAGE)));
	T_CHECK((b = raw_gem_map(fd, two, GEM_PAGE)));
	a[9] = 1;
	T_EQ(b[9], 0);
}

/* Situation: the handle is closed while the buffer is mapped.
 * Expectation: the mapping stays usable, the handle does not.
 */
T_CASE(gem_map_after_close, "map-after-close")
{
	__u64 offset;
	int fd = raw_node();
	__u32 handle = raw_object(fd, GEM_PAGE);
	volatile unsigned char *bytes = raw_mapped(fd, handle, GEM_PAGE);

	bytes[0] = 42;
	T_OK(raw_gem_close(fd, handle));
	T_EQ(bytes[0], 42);
	bytes[1] = 43;
	T_EQ(bytes[1], 43);
	T_ERR(raw_gem_offset(fd, handle, &offset), -ENOENT);
}

/* Situation: the file is closed while a buffer is mapped.
 * Expectation: the mapping stays usable.
 */
T_CASE(gem_map_after_file, "map-after-file")
{
	int fd = raw_node();
	__u32 handle = raw_object(fd, GEM_PAGE);
	volatile unsigned char *bytes = raw_mapped(fd, handle, GEM_PAGE);

	bytes[0] = 42;
	T_SYS(close(fd));
	T_EQ(bytes[0], 42);
	bytes[GEM_PAGE - 1] = 1;
	T_EQ(bytes[GEM_PAGE - 1], 1);
}

/* mmap() at an offset of the node: 0 or -errno. */
static int gem_mmap(int fd, __u64 offset, size_t size)
{
	void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)offset);

	if (bytes == MAP_FAILED)
		return -errno;
	munmap(bytes, size);
	return 0;
}

/* Situation: mmap() of one page more than the buffer has.
 * Expectation: EINVAL.
 */
T_CASE(gem_map_beyond, "map-beyond-end")
{
	__u64 offset;
	int fd = raw_node();
	__u32 handle = raw_object(fd, 2 * GEM_PAGE);

	T_OK(raw_gem_offset(fd, handle, &offset));
	T_OK(gem_mmap(fd, offset, 2 * GEM_PAGE));
	T_ERR(gem_mmap(fd, offset, 3 * GEM_PAGE), -EINVAL);
}

/* Situation: mmap() at an offset that no buffer has.
 * Expectation: EINVAL.
 */
T_CASE(gem_map_nothing, "map-nothing")
{
	__u64 offset;
	int fd = raw_node();
	__u32 handle = raw_object(fd, GEM_PAGE);

	T_OK(raw_gem_offset(fd, handle, &offset));
	T_ERR(gem_mmap(fd, offset + (64ull << 20), GEM_PAGE), -EINVAL);
	T_ERR(gem_mmap(fd, 0, GEM_PAGE), -EINVAL);
}

/* Situation: the mmap offset of one file's buffer is used on another file.
 * Expectation: EACCES, buffers are not reachable across files.
 */
T_CASE(gem_map_foreign, "map-foreign")
{
	__u64 offset;
	int one = raw_node();
	int two = raw_node();
	__u32 handle = raw_object(one, GEM_PAGE);

	T_OK(raw_gem_offset(one, handle, &offset));
	T_ERR(gem_mmap(two, offset, GEM_PAGE), -EACCES);
}

/* Situation: a handle of one file is used on another file.
 * Expectation: ENOENT.
 */
T_CASE(gem_foreign_handle, "foreign-handle")
{
	__u64 offset;
	int one = raw_node();
	int two = raw_node();
	__u32 handle = raw_object(one, GEM_PAGE);

	T_ERR(raw_gem_offset(two, handle, &offset), -ENOENT);
}

/* Situation: the largest size that the interface allows, 4 GiB, never touched.
 * Expectation: it works, as memory is only taken when it is used; for a DSP that
 * does not see the CPU's caches it is taken at once, and there is not so much.
 */
T_CASE(gem_largest, "largest")
{
	struct drm_qda_query_device device;
	__u32 handle;
	int fd = raw_node();

	T_OK(raw_query_device(fd, &device));
	T_ERR(raw_gem_create(fd, 1ull << 32, &handle),
	      device.flags & DRM_QDA_DEVICE_COHERENT ? 0 : -ENOMEM);
}

/* Situation: 1000 buffers in one file, none of them closed.
 * Expectation: closing the file gives all of them back.
 */
T_CASE(gem_many, "many")
{
	int fd = raw_node();

	for (int i = 0; i < 1000; i++) {
		volatile unsigned char *bytes;
		__u32 handle;

		T_OK(raw_gem_create(fd, GEM_PAGE, &handle));
		T_CHECK((bytes = raw_gem_map(fd, handle, GEM_PAGE)));
		bytes[0] = 1;
		T_OK(munmap((void *)(uintptr_t)bytes, GEM_PAGE));
	}
}

/* Situation: a buffer is mapped when the process forks.
 * Expectation: child and parent see the same memory.
 */
T_CASE(gem_fork, "fork")
{
	pid_t pid;
	int fd = raw_node();
	__u32 handle = raw_object(fd, GEM_PAGE);
	volatile unsigned char *bytes = raw_mapped(fd, handle, GEM_PAGE);

	T_OK(pid = fork());
	if (!pid) {
		bytes[3] = 99;
		_exit(0);
	}
	T_EQ(waitpid(pid, NULL, 0), pid);
	T_EQ(bytes[3], 99);
}

static sigjmp_buf gem_back;

static void gem_on_fault(int number)
{
	(void)number;
	siglongjmp(gem_back, 1);
}

/* Situation: a private mapping is asked for, whose writes would go nowhere.
 * Expectation: EINVAL.
 */
T_CASE(gem_map_private, "map-private")
{
	__u64 offset;
	void *bytes;
	int fd = raw_node();
	__u32 handle = raw_object(fd, GEM_PAGE);

	T_OK(raw_gem_offset(fd, handle, &offset));
	bytes = mmap(NULL, GEM_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, (off_t)offset);
	T_ERR(bytes == MAP_FAILED ? -errno : 0, -EINVAL);
}

/* Situation: the mapping is grown with mremap() and the new page is read.
 * Expectation: a signal or an error, never memory that is not the buffer's.
 */
T_CASE(gem_map_grown, "map-grown")
{
	void *volatile grown;
	int fd = raw_node();
	__u32 handle = raw_object(fd, GEM_PAGE);
	volatile unsigned char *bytes = raw_mapped(fd, handle, GEM_PAGE);

	grown = mremap((void *)(uintptr_t)bytes, GEM_PAGE, 2 * GEM_PAGE, MREMAP_MAYMOVE);
	if (grown == MAP_FAILED)
		return;
	signal(SIGBUS, gem_on_fault);
	signal(SIGSEGV, gem_on_fault);
	bytes = grown;
	T_STEP("page behind the buffer");
	if (sigsetjmp(gem_back, 1))
		return;
	t_fail("reads %d", bytes[GEM_PAGE]);
}

/* Situation: the handle of a buffer that calls have used is closed; the
 * session goes on.
 * Expectation: nothing keeps the buffer, neither for the CPU nor for the DSP.
 */
T_CASE(gem_close_unmaps, "close-unmaps")
{
	__u32 seed = 5, handle;
	struct drm_qda_arg args[2];
	struct remote r = remote_setup("selftest");
	__s32 result;

	T_OK(raw_gem_create(r.fd, 8192, &handle));
	args[0] = raw_inline(&seed, sizeof(seed));
	args[1] = raw_gem(handle, 100, 5000);
	T_OK(remote_call(&r, SELF_FILL, args, &result));
	T_EQ(result, 0);
	T_EQ(watch_counter("mappings"), 1);
	T_OK(raw_gem_close(r.fd, handle));
	T_EQ(watch_counter("mappings"), 0);
	T_EQ(watch_counter("objects"), 0);
	T_EQ(remote_count(&r), 1);
}
