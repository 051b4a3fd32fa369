// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Memory runs out: each operation is done again and again, and each time the
 * next of its allocations fails (or the next copy from or to user space). It
 * must say so and leave nothing behind, and succeed when nothing fails.
 *
 * The debug kernel fails them: /proc/thread-self/fail-nth counts those that are
 * made below the driver's own functions. Elsewhere the cases are skipped.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/buffer.h"
#include "tools/t.h"

#define MEMORY_DEBUG	"/sys/kernel/debug/"
#define MEMORY_NTH	"/proc/thread-self/fail-nth"

/* No operation makes more allocations than this. */
#define MEMORY_NTH_MAX	2000

/* More arguments than a call's own slot holds, and less than vmalloc() would help with. */
#define MEMORY_ARGS	40

/**
 * struct memory - what the operations work on
 * @remote: module of the virtual DSP, in a session
 * @handle: object
 * @made: object or session that the operation has made, 0: none
 * @dmabuf: of another driver's memory
 * @fd: descriptor that the operation has made, -1: none
 * @image: program of a PD
 * @map: argument of the MAP operation
 */
struct memory {
	struct remote remote;
	__u32 handle, made, image;
	int dmabuf, fd;
	struct drm_qda_map map;
};

/**
 * struct memory_op - one operation
 * @module: module that it calls, or just has open
 * @prepare: makes what each try needs anew; NULL: nothing
 * @run: the operation: 0 or -errno
 * @undo: takes back what @prepare and a try that worked have made
 */
struct memory_op {
	const char *module;
	void (*prepare)(struct memory *m);
	int (*run)(struct memory *m);
	void (*undo)(struct memory *m);
};

static void memory_set(const char *kind, const char *file, const char *value)
{
	char path[128];

	snprintf(path, sizeof(path), MEMORY_DEBUG "%s/%s", kind, file);
	T_OK(board_write(path, value));
}

/* Where the driver's code lies. */
static void memory_find_driver(char start[32], char end[32])
{
	unsigned long long size, address;
	char line[512];
	FILE *modules = fopen("/proc/modules", "r");

	T_CHECK(modules);
	*start = '\0';
	while (fgets(line, sizeof(line), modules))
		if (sscanf(line, "qda %llu %*s %*s %*s %llx", &size, &address) == 2) {
			snprintf(start, 32, "%#llx", address);
			snprintf(end, 32, "%#llx", address + size);
		}
	fclose(modules);
	T_CHECK(*start);
}

static void memory_prepare_faults(void)
{
	static const char *const kinds[] = { "failslab", "fail_page_alloc", "fail_usercopy" };
	char start[32], end[32];

	if (access(MEMORY_NTH, W_OK) || access(MEMORY_DEBUG "failslab", F_OK))
		t_skip("this kernel does not fail allocations on request");
	memory_find_driver(start, end);
	for (size_t i = 0; i < T_ARRAY(kinds); i++) {
		memory_set(kinds[i], "require-start", start);
		memory_set(kinds[i], "require-end", end);
		memory_set(kinds[i], "stacktrace-depth", "32");
		memory_set(kinds[i], "verbose", "0");
	}
	memory_set("failslab", "ignore-gfp-wait", "N");
	memory_set("fail_page_alloc", "ignore-gfp-wait", "N");
	memory_set("fail_page_alloc", "ignore-gfp-highmem", "N");
	memory_set("fail_page_alloc", "min-order", "0");
}

/* The @nth allocation from now fails. */
static void memory_arm(int nths, unsigned int nth)
{
	char text[16];
	int length = snprintf(text, sizeof(text), "%u", nth);

	T_EQ(pwrite(nths, text, length, 0), length);
}

/* Nothing fails any more: true if something has. */
static bool memory_disarm(int nths)
{
	char text[16] = "";

	T_CHECK(pread(nths, text, sizeof(text) - 1, 0) > 0);
	T_EQ(pwrite(nths, "0", 1, 0), 1);
	return atoi(text) == 0;
}

/* ENOSPC is what shmem says when it gets no inode; EFAULT a copy that failed. */
static bool memory_is_expected(int ret)
{
	return ret == -ENOMEM || ret == -ENOSPC || ret == -EFAULT;
}

static void memory_each(const void *data)
{
	const struct memory_op *op = data;
	struct memory m = { .dmabuf = -1, .fd = -1 };
	unsigned int nth = 0;
	bool failed;
	int nths, ret;

	memory_prepare_faults();
	m.remote = remote_setup(op->module);
	T_OK(nths = open(MEMORY_NTH, O_RDWR | O_CLOEXEC));
	do {
		T_CHECK(++nth < MEMORY_NTH_MAX);
		if (op->prepare)
			op->prepare(&m);
		T_STEP("the operation");
		memory_arm(nths, nth);
		ret = op->run(&m);
		failed = memory_disarm(nths);
		/* Some are made to do without: then it works. */
		if (ret && !(failed && memory_is_expected(ret)))
			t_fail("with allocation %u failing: %s", nth, strerror(-ret));
		op->undo(&m);
	} while (failed);
	t_note("%u allocations", nth - 1);
	T_CHECK(nth > 1);
}

static void memory_drop_handles(struct memory *m)
{
	if (m->made)
		T_OK(raw_gem_close(m->remote.fd, m->made));
	if (m->handle)
		T_OK(raw_gem_close(m->remote.fd, m->handle));
	if (m->image)
		T_OK(raw_gem_close(m->remote.fd, m->image));
	m->made = m->handle = m->image = 0;
}

static void memory_drop_session(struct memory *m)
{
	if (m->made)
		T_OK(raw_session_close(m->remote.fd, m->made));
	m->made = 0;
	memory_drop_handles(m);
}

static void memory_drop_fds(struct memory *m)
{
	if (m->fd >= 0)
		close(m->fd);
	if (m->dmabuf >= 0)
		close(m->dmabuf);
	m->fd = m->dmabuf = -1;
	memory_drop_handles(m);
}

static void memory_make_object(struct memory *m)
{
	T_OK(raw_gem_create(m->remote.fd, 1 << 20, &m->handle));
}

static int memory_open(struct memory *m)
{
	int fd = raw_open();

	if (fd >= 0)
		m->fd = fd;
	return fd < 0 ? fd : 0;
}

static const struct memory_op memory_op_open = {
	.module = "echo", .run = memory_open, .undo = memory_drop_fds,
};

static int memory_gem_create(struct memory *m)
{
	return raw_gem_create(m->remote.fd, 1 << 20, &m->made);
}

static const struct memory_op memory_op_gem_create = {
	.module = "echo", .run = memory_gem_create, .undo = memory_drop_handles,
};

/* The pages come when they are touched. */
static int memory_touch(struct memory *m)
{
	void *bytes = raw_gem_map(m->remote.fd, m->handle, 1 << 20);
	int zero, ret = 0;

	if (!bytes)
		return -errno;
	/* A fault inside a system call is an error, not a signal. */
	zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	if (read(zero, bytes, 1 << 20) != 1 << 20)
		ret = -EFAULT;
	close(zero);
	munmap(bytes, 1 << 20);
	return ret;
}

static const struct memory_op memory_op_touch = {
	.module = "echo", .prepare = memory_make_object, .run = memory_touch,
	.undo = memory_drop_handles,
};

static int memory_attach(struct memory *m)
{
	return raw_session_attach(m->remote.fd, DRM_QDA_ATTACH_ROOT, &m->made);
}

static const struct memory_op memory_op_attach = {
	.module = "echo", .run = memory_attach, .undo = memory_drop_session,
};

static void memory_make_image(struct memory *m)
{
	T_OK(raw_gem_create(m->remote.fd, 1 << 20, &m->image));
}

static int memory_create(struct memory *m)
{
	struct drm_qda_session_create create = {
		.attrs = DRM_QDA_SESSION_UNSIGNED, .image = m->image, .image_size = 5000,
	};
	int ret = raw_ioctl(m->remote.fd, DRM_IOCTL_QDA_SESSION_CREATE, &create);

	m->made = ret ? 0 : create.session;
	return ret;
}

static const struct memory_op memory_op_create = {
	.module = "echo", .prepare = memory_make_image, .run = memory_create,
	.undo = memory_drop_session,
};

static int memory_invoke(struct memory *m)
{
	struct drm_qda_arg out = raw_gem(m->handle, 0, 1 << 20);

	return buffer_fill(&m->remote, 1, out, raw_deadline(RAW_CALL_MS));
}

static const struct memory_op memory_op_invoke = {
	.module = "selftest", .prepare = memory_make_object, .run = memory_invoke,
	.undo = memory_drop_handles,
};

static int memory_invoke_many(struct memory *m)
{
	struct drm_qda_arg args[MEMORY_ARGS + 1];
	static __u8 in[MEMORY_ARGS][64];
	__u64 sum;
	__s32 result = 0;
	int ret;

	for (unsigned int i = 0; i < MEMORY_ARGS; i++)
		args[i] = raw_inline(in[i], sizeof(in[i]));
	args[MEMORY_ARGS] = raw_inline(&sum, sizeof(sum));
	ret = remote_call(&m->remote, SELF_CHECKSUM(MEMORY_ARGS), args, &result);
	return ret ? ret : result ? -EIO : 0;
}

static const struct memory_op memory_op_invoke_many = {
	.module = "selftest", .run = memory_invoke_many, .undo = memory_drop_handles,
};

/*
 * A map whose answer could not be copied stays, under an id that no one knows: so each
 * has a tag of its own, or the next object with that handle would be refused.
 */
static int memory_map(struct memory *m)
{
	static __u32 tag = 1000;

	m->map = (struct drm_qda_map){
		.size = 1 << 20, .session = m->remote.session, .handle = m->handle,
		.request = DRM_QDA_MAP_ATTR, .tag = ++tag,
	};
	return raw_map(m->remote.fd, &m->map);
}

static void memory_unmap(struct memory *m)
{
	__s32 result;

	if (m->map.map)
		T_OK(raw_munmap(m->remote.fd, m->remote.session, m->map.map, &result));
	m->map.map = 0;
	memory_drop_handles(m);
}

static const struct memory_op memory_op_map = {
	.module = "echo", .prepare = memory_make_object, .run = memory_map,
	.undo = memory_unmap,
};

static void memory_make_dmabuf(struct memory *m)
{
	int memfd = buffer_memfd(1 << 20);

	m->dmabuf = buffer_udmabuf(memfd, 0, 1 << 20);
	close(memfd);
}

/* An import is attached and mapped at its first use. */
static int memory_import(struct memory *m)
{
	int ret = raw_prime_import(m->remote.fd, m->dmabuf, &m->handle);

	if (ret) {
		m->handle = 0;
		return ret;
	}
	return memory_invoke(m);
}

static const struct memory_op memory_op_import = {
	.module = "selftest", .prepare = memory_make_dmabuf, .run = memory_import,
	.undo = memory_drop_fds,
};

/* kmemleak goes without what it could not allocate. */
static const char *const memory_log[] = { "kmemleak: Cannot allocate a scan area*", NULL };

struct t_program t_program = { .log = memory_log };

#define MEMORY_CASE(title, op)						\
	{ .name = title, .run_with = memory_each, .data = &memory_op_##op, .seconds = 120 }

/* Situation: the operation of the name, each of its allocations fails once.
 * Expectation: the error of that, or success; at last it works.
 */
static const struct t_case memory_cases[] = {
	MEMORY_CASE("open", open),
	MEMORY_CASE("gem-create", gem_create),
	MEMORY_CASE("touch", touch),
	MEMORY_CASE("attach", attach),
	MEMORY_CASE("create", create),
	MEMORY_CASE("invoke", invoke),
	MEMORY_CASE("invoke-many", invoke_many),
	MEMORY_CASE("map", map),
	MEMORY_CASE("import", import),
};
T_CASES(memory_cases);
