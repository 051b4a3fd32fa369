// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The kernel interface, one function per operation.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "tools/raw.h"
#include "tools/t.h"

int raw_ioctl(int fd, unsigned long request, void *arg)
{
	return ioctl(fd, request, arg) < 0 ? -errno : 0;
}

int raw_query(int fd, __u32 type, void *answer, __u32 *size)
{
	struct drm_qda_query arg = {
		.type = type,
		.size = *size,
		.pointer = (uintptr_t)answer,
	};
	int ret = raw_ioctl(fd, DRM_IOCTL_QDA_QUERY, &arg);

	*size = arg.size;
	return ret;
}

int raw_query_device(int fd, struct drm_qda_query_device *device)
{
	__u32 size = sizeof(*device);

	memset(device, 0, sizeof(*device));
	return raw_query(fd, DRM_QDA_QUERY_DEVICE, device, &size);
}

/* Opens one node if it is the DSP under test. */
static int raw_open_node(const char *path, const char *domain)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	struct drm_qda_query_device device;
	int ret;

	if (fd < 0)
		return -errno;
	ret = raw_query_device(fd, &device);
	if (!ret && !strcmp((char *)device.domain, domain))
		return fd;
	close(fd);
	return ret ? ret : -ENODEV;
}

int raw_open_domain(const char *domain)
{
	int ret = -ENOENT;
	glob_t found;

	if (glob("/dev/accel/accel*", 0, NULL, &found))
		return -ENOENT;
	for (size_t i = 0; i < found.gl_pathc && ret < 0; i++)
		ret = raw_open_node(found.gl_pathv[i], domain);
	globfree(&found);
	return ret;
}

int raw_open(void)
{
	return raw_open_domain(getenv("T_DSP") ? getenv("T_DSP") : "cdsp");
}

int raw_open_wait(unsigned int ms)
{
	for (unsigned int passed = 0; passed <= ms; passed += 20) {
		int fd = raw_open();

		if (fd >= 0)
			return fd;
		t_sleep_ms(20);
	}
	return -ETIMEDOUT;
}

int raw_gem_create(int fd, __u64 size, __u32 *handle)
{
	struct drm_qda_gem_create arg = { .size = size };
	int ret = raw_ioctl(fd, DRM_IOCTL_QDA_GEM_CREATE, &arg);

	*handle = arg.handle;
	return ret;
}

int raw_gem_close(int fd, __u32 handle)
{
	struct drm_gem_close arg = { .handle = handle };

	return raw_ioctl(fd, DRM_IOCTL_GEM_CLOSE, &arg);
}

int raw_gem_offset(int fd, __u32 handle, __u64 *offset)
{
	struct drm_qda_gem_mmap_offset arg = { .handle = handle };
	int ret = raw_ioctl(fd, DRM_IOCTL_QDA_GEM_MMAP_OFFSET, &arg);

	*offset = arg.offset;
	return ret;
}

void *raw_gem_map(int fd, __u32 handle, size_t size)
{
	__u64 offset;
	void *bytes;
	int ret = raw_gem_offset(fd, handle, &offset);

	if (ret) {
		errno = -ret;
		return NULL;
	}
	bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)offset);
	return bytes == MAP_FAILED ? NULL : bytes;
}

int raw_prime_export(int fd, __u32 handle, int *dmabuf)
{
	struct drm_prime_handle arg = { .handle = handle, .flags = DRM_CLOEXEC | DRM_RDWR };
	int ret = raw_ioctl(fd, DRM_IOCTL_PRIME_HANDLE_TO_FD, &arg);

	*dmabuf = arg.fd;
	return ret;
}

int raw_prime_import(int fd, int dmabuf, __u32 *handle)
{
	struct drm_prime_handle arg = { .fd = dmabuf };
	int ret = raw_ioctl(fd, DRM_IOCTL_PRIME_FD_TO_HANDLE, &arg);

	*handle = arg.handle;
	return ret;
}

int raw_map(int fd, struct drm_qda_map *arg)
{
	return raw_ioctl(fd, DRM_IOCTL_QDA_MAP, arg);
}

int raw_munmap(int fd, __u32 session, __u32 map, __s32 *result)
{
	struct drm_qda_munmap arg = { .session = session, .map = map };
	int ret = raw_ioctl(fd, DRM_IOCTL_QDA_MUNMAP, &arg);

	*result = arg.result;
	return ret;
}

int raw_session_wait(int fd, __s64 deadline, __u32 *session)
{
	struct drm_qda_session_create arg = {
		.timeout_ns = deadline,
		.attrs = DRM_QDA_SESSION_UNSIGNED,
		.flags = DRM_QDA_SESSION_WAIT,
	};
	int ret = raw_ioctl(fd, DRM_IOCTL_QDA_SESSION_CREATE, &arg);

	*session = arg.session;
	return ret;
}

int raw_session_attach(int fd, __u32 kind, __u32 *session)
{
	struct drm_qda_session_attach arg = { .kind = kind };
	int ret = raw_ioctl(fd, DRM_IOCTL_QDA_SESSION_ATTACH, &arg);

	*session = arg.session;
	return ret;
}

int raw_session_create(int fd, __u32 attrs, __u32 *session)
{
	struct drm_qda_session_create arg = { .attrs = attrs };
	int ret = raw_ioctl(fd, DRM_IOCTL_QDA_SESSION_CREATE, &arg);

	*session = arg.session;
	return ret;
}

int raw_session_close(int fd, __u32 session)
{
	struct drm_qda_session_close arg = { .session = session };

	return raw_ioctl(fd, DRM_IOCTL_QDA_SESSION_CLOSE, &arg);
}

int raw_node(void)
{
	int fd;

	T_OK(fd = raw_open());
	return fd;
}

__u32 raw_object(int fd, __u64 size)
{
	__u32 handle;

	T_OK(raw_gem_create(fd, size, &handle));
	return handle;
}

void *raw_mapped(int fd, __u32 handle, size_t size)
{
	void *bytes;

	T_CHECK((bytes = raw_gem_map(fd, handle, size)));
	return bytes;
}

int raw_dmabuf(int fd, __u32 handle)
{
	int dmabuf;

	T_OK(raw_prime_export(fd, handle, &dmabuf));
	return dmabuf;
}

__u32 raw_session(int fd)
{
	__u32 session;

	T_OK(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &session));
	return session;
}

__s64 raw_deadline(unsigned int ms)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (__s64)now.tv_sec * 1000000000 + now.tv_nsec + (__s64)ms * 1000000;
}

__u32 raw_args(__u32 scalars)
{
	return (scalars >> 16 & 0xff) + (scalars >> 8 & 0xff) + (scalars >> 4 & 0xf) +
	       (scalars & 0xf);
}

int raw_invoke(int fd, __u32 session, __u32 handle, __u32 scalars,
	       const struct drm_qda_arg *args, __s32 *result)
{
	return raw_invoke_until(fd, session, handle, scalars, args,
				raw_deadline(RAW_CALL_MS), result);
}

#define RAW_UNUSED_MAX 4

/* What raw_inline() has for a call: bytes that lie in an object while it goes on. */
struct raw_pack {
	struct drm_qda_arg *args;
	__u32 handle;
	size_t size;
	char *bytes;
	__u32 unused[RAW_UNUSED_MAX];
	unsigned int unused_count;
};

static bool raw_names(const struct drm_qda_arg *args, __u32 count, __u32 handle)
{
	for (__u32 i = 0; i < count; i++)
		if (args[i].tag != RAW_BYTES && args[i].handle == handle)
			return true;
	return false;
}

/* Places them, each on a cache line of its own; returns the arguments for the kernel. */
static int raw_pack_begin(int fd, struct raw_pack *pack, const struct drm_qda_arg *args,
			  __u32 count, __u32 ins)
{
	size_t at = 0;
	int ret;

	for (__u32 i = 0; i < count; i++)
		if (args[i].tag == RAW_BYTES)
			pack->size += (args[i].size + 127) & ~127ull;
	if (!pack->size)
		return 0;
	/* A handle that a test has closed must not come to life by this. */
	do {
		if (pack->handle)
			T_CHECK(pack->unused_count < RAW_UNUSED_MAX);
		if (pack->handle)
			pack->unused[pack->unused_count++] = pack->handle;
		ret = raw_gem_create(fd, pack->size, &pack->handle);
		if (ret)
			return ret;
	} while (raw_names(args, count, pack->handle));
	while (pack->unused_count)
		raw_gem_close(fd, pack->unused[--pack->unused_count]);
	pack->bytes = raw_gem_map(fd, pack->handle, pack->size);
	if (!pack->bytes)
		return -errno;
	pack->args = malloc(count * sizeof(*args));
	if (!pack->args)
		return -ENOMEM;
	for (__u32 i = 0; i < count; i++) {
		pack->args[i] = args[i];
		if (args[i].tag != RAW_BYTES)
			continue;
		pack->args[i] = raw_gem(pack->handle, at, args[i].size);
		if (i < ins)
			memcpy(pack->bytes + at, (void *)(uintptr_t)args[i].offset, args[i].size);
		at += (args[i].size + 127) & ~127ull;
	}
	return 0;
}

static void raw_pack_end(int fd, struct raw_pack *pack, const struct drm_qda_arg *args,
			 __u32 count, __u32 ins, bool done)
{
	for (__u32 i = ins; done && pack->args && i < count; i++)
		if (args[i].tag == RAW_BYTES)
			memcpy((void *)(uintptr_t)args[i].offset,
			       pack->bytes + pack->args[i].offset, args[i].size);
	free(pack->args);
	if (pack->bytes)
		munmap(pack->bytes, pack->size);
	if (pack->handle)
		raw_gem_close(fd, pack->handle);
}

int raw_call(int fd, struct drm_qda_invoke *arg, const struct drm_qda_arg *args)
{
	__u32 count = raw_args(arg->scalars), ins = arg->scalars >> 16 & 0xff;
	struct raw_pack pack = { 0 };
	int ret = raw_pack_begin(fd, &pack, args, count, ins);

	arg->args.stride = sizeof(*args);
	arg->args.count = count;
	arg->args.pointer = (uintptr_t)(pack.args ? pack.args : args);
	if (!ret)
		ret = raw_ioctl(fd, DRM_IOCTL_QDA_INVOKE, arg);
	raw_pack_end(fd, &pack, args, count, ins, !ret);
	return ret;
}

int raw_invoke_until(int fd, __u32 session, __u32 handle, __u32 scalars,
		     const struct drm_qda_arg *args, __s64 deadline, __s32 *result)
{
	struct drm_qda_invoke arg = {
		.timeout_ns = deadline,
		.session = session,
		.handle = handle,
		.scalars = scalars,
	};
	int ret = raw_call(fd, &arg, args);

	*result = arg.result;
	return ret;
}

struct drm_qda_arg raw_inline(const void *bytes, size_t size)
{
	return (struct drm_qda_arg){
		.offset = (uintptr_t)bytes,
		.size = size,
		.tag = RAW_BYTES,
	};
}

struct drm_qda_arg raw_gem(__u32 handle, __u64 offset, __u64 size)
{
	return (struct drm_qda_arg){
		.offset = offset,
		.size = size,
		.handle = handle,
	};
}

struct drm_qda_arg raw_nothing(void)
{
	return (struct drm_qda_arg){ 0 };
}
