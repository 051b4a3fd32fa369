// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Memory runs out, or a program takes its own away: each operation is done again and
 * again, and each time the next of its allocations fails, then the next of its copies
 * from or to user memory. It must say so and leave nothing behind, and the next one
 * must work. Those of the legacy nodes are in legacy_faults.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/dma-buf.h>

#include "tools/board.h"
#include "tools/buffer.h"
#include "tools/fault.h"
#include "tools/submit.h"
#include "tools/t.h"
#include "tools/watch.h"

#define FAULTS_BYTES	(1u << 16)
/* As many arguments as a call can have, and as do not fit in its slot's own memory. */
#define FAULTS_ARGS	40u

/**
 * struct faults - what operations work on, made anew for each try
 * @s: module selftest in a session of the root PD, and calls of it
 * @arg: argument of the operation
 * @object: not mapped for the session
 * @import: imported memory, not mapped either
 * @dmabuf: that memory
 * @extra: descriptor that the operation has made
 * @timeline: whose fence a submission waits for, in @in and with the import
 * @in: syncobj with that fence
 * @out: syncobj for the fence of the submission
 * @known: the DSP has told its capabilities
 * @submitted: the submission was made, though it returned an error
 * @ret: what it returned
 */
struct faults {
	struct submit s;
	union {
		struct drm_qda_query query;
		struct drm_qda_session_create create;
		struct drm_qda_session_attach attach;
		struct drm_qda_map map;
		struct drm_qda_munmap munmap;
		struct drm_qda_invoke invoke;
	} arg;
	__u32 answer[256];
	__u32 object, import, in, out;
	int dmabuf, extra, timeline;
	bool known, submitted;
	int ret;
};

static void faults_prepare_file(void *data)
{
	struct faults *f = data;
	bool known = f->known;
	int memfd;

	memset(f, 0, sizeof(*f));
	f->known = known;
	f->extra = -1;
	f->s.remote.fd = raw_node();
	f->object = raw_object(f->s.remote.fd, FAULTS_BYTES);
	memfd = buffer_memfd(FAULTS_BYTES);
	f->dmabuf = buffer_udmabuf(memfd, 0, FAULTS_BYTES);
	T_SYS(close(memfd));
}

/* The root PD is there: none has to be started for each of hundreds of tries. */
static void faults_prepare(void *data)
{
	struct faults *f = data;
	struct remote r;

	faults_prepare_file(f);
	r = f->s.remote;
	T_OK(raw_session_attach(r.fd, DRM_QDA_ATTACH_ROOT, &r.session));
	T_EQ(remote_open(r.fd, r.session, "selftest", &r.handle), 0);
	submit_init_on(&f->s, &r);
}

static void faults_undo(void *data)
{
	struct faults *f = data;

	if (f->extra >= 0)
		T_SYS(close(f->extra));
	T_SYS(close(f->dmabuf));
	if (f->s.memory)
		T_SYS(munmap(f->s.memory, SUBMIT_SIZE));
	if (f->s.remote.fd >= 0)
		T_SYS(close(f->s.remote.fd));
}

static int faults_ioctl(struct faults *f, unsigned long request)
{
	return raw_ioctl(f->s.remote.fd, request, &f->arg);
}

static int faults_open(void *data)
{
	struct faults *f = data;
	char link[32], path[64] = "";

	snprintf(link, sizeof(link), "/proc/self/fd/%d", f->s.remote.fd);
	if (readlink(link, path, sizeof(path) - 1) < 0)
		return -errno;
	f->extra = open(path, O_RDWR | O_CLOEXEC);
	return f->extra < 0 ? -errno : 0;
}

/* With a job in flight, and mappings. */
static void faults_prepare_close(void *data)
{
	struct faults *f = data;

	faults_prepare(f);
	submit_add(&f->s, SELF_HANG, 0);
	submit_add(&f->s, SELF_COUNT, 0);
	T_OK(submit_go(&f->s, 0, 0));
}

static int faults_close(void *data)
{
	struct faults *f = data;
	int fd = f->s.remote.fd;

	f->s.remote.fd = -1;
	return close(fd) ? -errno : 0;
}

static int faults_session_close(void *data)
{
	struct faults *f = data;

	return raw_session_close(f->s.remote.fd, f->s.remote.session);
}

static int faults_query_device(void *data)
{
	struct faults *f = data;

	f->arg.query = (struct drm_qda_query){
		.type = DRM_QDA_QUERY_DEVICE,
		.size = sizeof(f->answer),
		.pointer = (uintptr_t)f->answer,
	};
	return faults_ioctl(f, DRM_IOCTL_QDA_QUERY);
}

/* Each device asks its DSP once. */
static void faults_prepare_capabilities(void *data)
{
	struct faults *f = data;

	f->extra = -1;
	if (f->known) {
		board_unbind();
		T_OK(f->s.remote.fd = raw_open_wait(RAW_CALL_MS));
		f->known = false;
		return;
	}
	f->s.remote.fd = raw_node();
}

static int faults_capabilities(void *data)
{
	struct faults *f = data;
	int ret;

	f->arg.query = (struct drm_qda_query){
		.type = DRM_QDA_QUERY_CAPABILITIES,
		.size = sizeof(f->answer),
		.pointer = (uintptr_t)f->answer,
	};
	ret = faults_ioctl(f, DRM_IOCTL_QDA_QUERY);
	/* What fails last is the copy of the answer. */
	f->known = !ret || ret == -EFAULT;
	return ret;
}

static void faults_undo_capabilities(void *data)
{
	struct faults *f = data;

	T_SYS(close(f->s.remote.fd));
}

static int faults_gem_create(void *data)
{
	struct faults *f = data;
	__u32 handle;

	return raw_gem_create(f->s.remote.fd, FAULTS_BYTES, &handle);
}

static int faults_gem_close(void *data)
{
	struct faults *f = data;

	return raw_gem_close(f->s.remote.fd, f->object);
}

static int faults_gem_offset(void *data)
{
	struct faults *f = data;
	__u64 offset;

	return raw_gem_offset(f->s.remote.fd, f->object, &offset);
}

/* The pages come when they are touched. */
static int faults_touch(void *data)
{
	struct faults *f = data;
	void *bytes = raw_gem_map(f->s.remote.fd, f->object, FAULTS_BYTES);
	int zero, ret = 0;

	if (!bytes)
		return -errno;
	/* A fault inside a system call is an error, not a signal. */
	zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	if (read(zero, bytes, FAULTS_BYTES) != FAULTS_BYTES)
		ret = -EFAULT;
	close(zero);
	munmap(bytes, FAULTS_BYTES);
	return ret;
}

/* If the number of the new descriptor can't be copied, it is the first that was free. */
static int faults_export(void *data)
{
	struct faults *f = data;
	int next = dup(f->dmabuf), ret;

	T_SYS(close(next));
	ret = raw_prime_export(f->s.remote.fd, f->object, &f->extra);
	if (ret)
		f->extra = -1;
	if (ret == -EFAULT)
		close(next);
	return ret;
}

static int faults_import(void *data)
{
	struct faults *f = data;

	return raw_prime_import(f->s.remote.fd, f->dmabuf, &f->import);
}

static int faults_attach(void *data)
{
	struct faults *f = data;

	f->arg.attach = (struct drm_qda_session_attach){ .kind = DRM_QDA_ATTACH_ROOT };
	return faults_ioctl(f, DRM_IOCTL_QDA_SESSION_ATTACH);
}

static int faults_create(void *data)
{
	struct faults *f = data;

	f->arg.create = (struct drm_qda_session_create){
		.attrs = DRM_QDA_SESSION_UNSIGNED,
		.image = f->object, .image_size = 5000,
		.flags = DRM_QDA_SESSION_WAIT,
		.timeout_ns = raw_deadline(RAW_CALL_MS),
	};
	return faults_ioctl(f, DRM_IOCTL_QDA_SESSION_CREATE);
}

static int faults_map(void *data)
{
	struct faults *f = data;

	f->arg.map = (struct drm_qda_map){
		.size = FAULTS_BYTES, .session = f->s.remote.session, .handle = f->object,
		.request = DRM_QDA_MAP_ATTR,
	};
	return faults_ioctl(f, DRM_IOCTL_QDA_MAP);
}

static int faults_map_heap(void *data)
{
	struct faults *f = data;

	f->arg.map = (struct drm_qda_map){
		.size = FAULTS_BYTES, .session = f->s.remote.session, .handle = f->import,
		.request = DRM_QDA_MAP_LEGACY, .map_flags = DRM_QDA_MAP_ADD_PAGES,
	};
	return faults_ioctl(f, DRM_IOCTL_QDA_MAP);
}

static void faults_prepare_import(void *data)
{
	faults_prepare(data);
	T_OK(faults_import(data));
}

static void faults_prepare_munmap(void *data)
{
	faults_prepare(data);
	T_OK(faults_map(data));
}

static int faults_munmap(void *data)
{
	struct faults *f = data;
	__u32 map = f->arg.map.map;

	f->arg.munmap = (struct drm_qda_munmap){ .session = f->s.remote.session, .map = map };
	return faults_ioctl(f, DRM_IOCTL_QDA_MUNMAP);
}

/* Arguments on the heap of the test: one of each kind of object, then parts of them. */
static int faults_invoke(void *data)
{
	struct faults *f = data;
	struct drm_qda_arg args[FAULTS_ARGS + 1] = {
		raw_gem(f->object, 0, FAULTS_BYTES), raw_gem(f->import, 0, FAULTS_BYTES),
	};
	int ret;

	for (__u32 i = 2; i <= FAULTS_ARGS; i++)
		args[i] = raw_gem(f->s.object, 64 * i, 8);
	f->arg.invoke = (struct drm_qda_invoke){
		.args = { sizeof(args[0]), FAULTS_ARGS + 1, (uintptr_t)args },
		.timeout_ns = raw_deadline(RAW_CALL_MS),
		.session = f->s.remote.session, .handle = f->s.remote.handle,
		.scalars = SELF_CHECKSUM(FAULTS_ARGS),
	};
	ret = faults_ioctl(f, DRM_IOCTL_QDA_INVOKE);
	return ret ? ret : f->arg.invoke.result ? -EIO : 0;
}

/* A fence of the kernel's own tests of fences, signalled when the test says so. */
static int faults_sw_fence(int timeline)
{
	struct { __u32 value; char name[32]; __s32 fence; } arg = { .value = 1 };

	T_SYS(ioctl(timeline, _IOWR('W', 0, arg), &arg));
	return arg.fence;
}

static void faults_signal(int timeline)
{
	__u32 by = 1;

	T_SYS(ioctl(timeline, _IOW('W', 1, __u32), &by));
}

/* A submission is to wait for a syncobj, and for another user of the import. */
static void faults_prepare_submit(void *data)
{
	struct drm_syncobj_handle to_syncobj = {
		.flags = DRM_SYNCOBJ_FD_TO_HANDLE_FLAGS_IMPORT_SYNC_FILE,
	};
	struct dma_buf_import_sync_file to_import = { .flags = DMA_BUF_SYNC_WRITE };
	struct faults *f = data;
	int fence;

	faults_prepare_import(f);
	f->out = submit_syncobj(f->s.remote.fd);
	f->in = submit_syncobj(f->s.remote.fd);
	T_SYS(f->timeline = open("/sys/kernel/debug/sync/sw_sync", O_RDWR | O_CLOEXEC));
	fence = faults_sw_fence(f->timeline);
	to_syncobj.handle = f->in;
	to_syncobj.fd = fence;
	T_OK(raw_ioctl(f->s.remote.fd, DRM_IOCTL_SYNCOBJ_FD_TO_HANDLE, &to_syncobj));
	to_import.fd = fence;
	T_SYS(ioctl(f->dmabuf, DMA_BUF_IOCTL_IMPORT_SYNC_FILE, &to_import));
	T_SYS(close(fence));
	submit_add(&f->s, SELF_COUNT, 0);
	submit_add(&f->s, SELF_CHECKSUM(2), 0);
	f->s.args[SUBMIT_CALLS - 2] = raw_gem(f->object, 0, FAULTS_BYTES);
	f->s.args[SUBMIT_CALLS - 1] = raw_gem(f->import, 0, FAULTS_BYTES);
	f->s.args[SUBMIT_CALLS] = f->s.args[1];
	f->s.args[SUBMIT_CALLS].size = 8;
	f->s.calls[1].args.pointer = (uintptr_t)&f->s.args[SUBMIT_CALLS - 2];
}

/* The fence goes to a binary syncobj and to a point of a timeline. */
static int faults_submit(void *data)
{
	struct faults *f = data;
	struct drm_qda_sync in = { .handle = f->in };
	struct drm_qda_sync out[2] = { { .handle = f->out }, { .handle = f->in, .point = 3 } };

	if (f->submitted)
		return 0;
	f->s.arg.timeout_ns = raw_deadline(RAW_CALL_MS);
	f->s.arg.in_syncs = (struct drm_qda_array){ sizeof(in), 1, (uintptr_t)&in };
	f->s.arg.out_syncs = (struct drm_qda_array){ sizeof(out[0]), 2, (uintptr_t)out };
	f->ret = raw_ioctl(f->s.remote.fd, DRM_IOCTL_QDA_SUBMIT, &f->s.arg);
	return f->ret;
}

static int faults_submit_implicit(void *data)
{
	struct faults *f = data;

	f->s.arg.flags = DRM_QDA_SUBMIT_IMPLICIT;
	return faults_submit(f);
}

/* No syncobj has got a fence, unless nothing failed but the copy of the argument back. */
static void faults_submit_failed(void *data)
{
	struct faults *f = data;
	int waited = submit_wait_ms(f->s.remote.fd, f->out, 0);

	f->submitted = f->ret == -EFAULT && waited == -ETIME;
	if (!f->submitted)
		T_ERR(waited, -EINVAL);
}

static void faults_undo_submit(void *data)
{
	struct faults *f = data;

	faults_signal(f->timeline);
	T_SYS(close(f->timeline));
	submit_wait(&f->s, f->out);
	submit_check(&f->s, 0, 0, 0);
	submit_check(&f->s, 1, 0, 0);
	T_EQ(*submit_word(&f->s, 0), 1);
	faults_undo(f);
}

static void faults_run(const void *data)
{
	static struct faults f = { .known = true };

	fault_walk(data, &f);
}

#define FAULTS_CASE(title, ...)							\
	{ .name = title, .run_with = faults_run, .seconds = 120, .log = fault_log,	\
	  .data = &(const struct fault_op){ .driver = "qda", __VA_ARGS__ } }
/* What it has done stays done if only the copy of its answer fails. */
#define FAULTS_ONCE(title, before, op)							\
	FAULTS_CASE(title, .once = 1, .prepare = faults_##before, .run = faults_##op,	\
		    .undo = faults_undo)
#define FAULTS_PREPARED(title, what, op)						\
	FAULTS_CASE(title, .prepare = faults_prepare_##what, .run = faults_##op,	\
		    .undo = faults_undo)
#define FAULTS_SUBMIT(title, op)							\
	FAULTS_CASE(title, .prepare = faults_prepare_submit, .run = faults_##op,	\
		    .failed = faults_submit_failed, .undo = faults_undo_submit)

/* Situation: the operation of the name; each of its allocations and copies fails once.
 * Expectation: the error of that, or success; the next one works; nothing is left.
 */
static const struct t_case faults_cases[] = {
	FAULTS_PREPARED("open", file, open),
	FAULTS_PREPARED("close", close, close),
	FAULTS_PREPARED("query-device", file, query_device),
	/* ENOSPC is what shmem says when it gets no inode. */
	FAULTS_CASE("gem-create", .fails = -ENOSPC, .prepare = faults_prepare_file,
		    .run = faults_gem_create, .undo = faults_undo),
	FAULTS_CASE("gem-close", .in_only = 1, .prepare = faults_prepare_file,
		    .run = faults_gem_close, .undo = faults_undo),
	FAULTS_PREPARED("gem-mmap-offset", file, gem_offset),
	FAULTS_CASE("touch", .fails = -EFAULT, .prepare = faults_prepare_file,
		    .run = faults_touch, .undo = faults_undo),
	FAULTS_ONCE("prime-export", prepare_file, export),
	FAULTS_PREPARED("prime-import", file, import),
	FAULTS_PREPARED("session-attach", file, attach),
	FAULTS_PREPARED("session-create", file, create),
	FAULTS_ONCE("session-close", prepare, session_close),
	FAULTS_ONCE("map", prepare, map),
	FAULTS_PREPARED("map-import", import, map_heap),
	FAULTS_ONCE("munmap", prepare_munmap, munmap),
	FAULTS_PREPARED("invoke", import, invoke),
	FAULTS_SUBMIT("submit", submit),
	FAULTS_SUBMIT("submit-implicit", submit_implicit),
	{ .name = "query-capabilities", .run_with = faults_run, .seconds = 120,
	  .log = (const char *const[]){ "kmemleak: Cannot allocate a scan area*",
					"platform *-cb.*: Adding to iommu group *",
					"[[]drm] Initialized qda *", NULL },
	  .data = &(const struct fault_op){
		.driver = "qda", .once = 1, .prepare = faults_prepare_capabilities,
		.run = faults_capabilities, .undo = faults_undo_capabilities } },
};
T_CASES(faults_cases);
