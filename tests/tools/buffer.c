// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Buffers that more than one party has, and calls with them.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/udmabuf.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/buffer.h"
#include "tools/t.h"
#include "tools/watch.h"

int buffer_fill(const struct remote *r, __u32 seed, struct drm_qda_arg out, __s64 deadline)
{
	struct drm_qda_arg args[2] = { raw_inline(&seed, sizeof(seed)), out };
	__s32 result = 0;
	int ret;

	ret = raw_invoke_until(r->fd, r->session, r->handle, SELF_FILL, args, deadline, &result);
	if (!ret && result)
		t_fail("the method's result is %#x", (unsigned int)result);
	return ret;
}

int buffer_sum(const struct remote *r, struct drm_qda_arg in, uint64_t *sum, __s64 deadline)
{
	struct drm_qda_arg args[2] = { in, raw_inline(sum, sizeof(*sum)) };
	__s32 result = 0;
	int ret;

	ret = raw_invoke_until(r->fd, r->session, r->handle, SELF_CHECKSUM(1), args, deadline,
			       &result);
	if (!ret && result)
		t_fail("the method's result is %#x", (unsigned int)result);
	return ret;
}

void buffer_write(const struct remote *r, __u32 seed, __u32 handle, __u64 offset, __u64 size)
{
	T_OK(buffer_fill(r, seed, raw_gem(handle, offset, size), raw_deadline(RAW_CALL_MS)));
}

void buffer_check(const struct remote *r, __u32 seed, __u32 handle, __u64 offset, __u64 size)
{
	uint64_t sum = 0, want = REMOTE_FNV_START;

	for (__u64 i = 0; i < size; i++) {
		uint8_t byte = remote_pattern(seed, i);

		want = remote_fnv(want, &byte, 1);
	}
	T_OK(buffer_sum(r, raw_gem(handle, offset, size), &sum, raw_deadline(RAW_CALL_MS)));
	T_CHECK(sum == want);
}

static void *buffer_call_run(void *data)
{
	struct buffer_call *call = data;
	uint64_t sum;

	call->ret = call->scalars == SELF_FILL ?
			    buffer_fill(call->remote, 1, call->arg, call->deadline) :
			    buffer_sum(call->remote, call->arg, &sum, call->deadline);
	__atomic_store_n(&call->done, 1, __ATOMIC_RELEASE);
	return NULL;
}

void buffer_call_start(struct buffer_call *call)
{
	call->done = 0;
	if (!call->deadline)
		call->deadline = raw_deadline(30000);
	T_OK(-pthread_create(&call->thread, NULL, buffer_call_run, call));
}

int buffer_call_end(struct buffer_call *call)
{
	T_OK(-pthread_join(call->thread, NULL));
	return call->ret;
}

void buffer_call_start_sent(struct buffer_call *call)
{
	long calls = board_stat("calls");

	buffer_call_start(call);
	board_stat_reach("calls", calls + 1);
}

void *buffer_map(int fd, size_t size)
{
	void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	T_OK(bytes == MAP_FAILED ? -errno : 0);
	return bytes;
}

int buffer_memfd(size_t size)
{
	int fd;

	T_OK(fd = memfd_create("buffer", MFD_ALLOW_SEALING | MFD_CLOEXEC));
	T_SYS(ftruncate(fd, (off_t)size));
	/* What udmabuf asks for: pages that do not go away. */
	T_SYS(fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK));
	return fd;
}

int buffer_udmabuf(int memfd, __u64 offset, __u64 size)
{
	struct udmabuf_create arg = {
		.memfd = (__u32)memfd,
		.flags = UDMABUF_FLAGS_CLOEXEC,
		.offset = offset,
		.size = size,
	};
	int dev, dmabuf;

	dev = open("/dev/udmabuf", O_RDWR | O_CLOEXEC);
	if (dev < 0)
		t_skip("the kernel has no udmabuf");
	dmabuf = ioctl(dev, UDMABUF_CREATE, &arg);
	T_OK(dmabuf < 0 ? -errno : 0);
	close(dev);
	return dmabuf;
}

void buffer_counter(const char *key, long value)
{
	long seen = watch_counter(key);

	for (unsigned int ms = 0; seen != value && ms < 5000 * t_slowdown(); ms += 20) {
		t_sleep_ms(20);
		seen = watch_counter(key);
	}
	if (seen != value)
		t_fail("%s stays %ld, expected %ld", key, seen, value);
}

int buffer_open_vgem(void)
{
	int found = -ENOENT;
	glob_t nodes;

	if (glob("/dev/dri/card*", 0, NULL, &nodes))
		return -ENOENT;
	for (size_t i = 0; i < nodes.gl_pathc && found < 0; i++) {
		char name[16] = "";
		struct drm_version version = { .name = name, .name_len = sizeof(name) - 1 };
		int fd = open(nodes.gl_pathv[i], O_RDWR | O_CLOEXEC);

		if (fd >= 0 && !ioctl(fd, DRM_IOCTL_VERSION, &version) && !strcmp(name, "vgem"))
			found = fd;
		else if (fd >= 0)
			close(fd);
	}
	globfree(&nodes);
	return found;
}
