// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What the steps of a program do. Each is an operation that would work, but for bytes
 * that are out of the ordinary; so programs go deep, and are wrong in many ways.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/udmabuf.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include "fuzzer/fuzzer.h"
#include "tools/board.h"
#include "tools/raw.h"

#define OPS_FILES	2u
#define OPS_SLOTS	4u
/* Milliseconds: no call lasts longer, but for the DSP's beginning. */
#define OPS_CALL_MS	300u
/* Of so many programs one may stop the DSP, which takes seconds. */
#define OPS_RESTART_EVERY 100u

/** struct ops_file - an open node and what it has */
struct ops_file {
	int fd;
	__u32 session[OPS_SLOTS], module[OPS_SLOTS], map[OPS_SLOTS];
	__u32 object[OPS_SLOTS], sync[OPS_SLOTS];
	void *memory[OPS_SLOTS];
	size_t size[OPS_SLOTS];
};

static struct ops_file ops_files[OPS_FILES];
static int ops_dmabufs[OPS_SLOTS];
static unsigned long ops_programs, ops_restarted;
uint8_t *fuzzer_memory;

/* Mostly the good one; else one at which checks change their mind. */
static __u64 ops_or(__u64 good, uint8_t byte)
{
	static const __u64 odd[32] = {
		0, 1, 2, 3, 4, 7, 8, 16, 63, 64, 65, 255, 256, 4095, 4096, 4097, 4711, 8192,
		65535, 65536, 1u << 20, 1u << 21, (1u << 21) + 1, 0x7fffffff, 0x80000000,
		0xffffffff, 1ull << 32, (1ull << 32) + 4096, 1ull << 62, 1ull << 63,
		~0ull - 4095, ~0ull,
	};

	return byte < 0xe0 ? good : odd[byte & 31];
}

/* User memory, mostly good. */
static __u64 ops_pointer(const void *good, uint8_t byte)
{
	if (byte >= 0xfe)
		return 0x10;
	if (byte >= 0xfc)
		return (uintptr_t)fuzzer_memory + FUZZER_MEMORY - 8;
	return byte == 0xfb ? 0 : (uintptr_t)good;
}

static struct ops_file *ops_file(uint8_t byte)
{
	/* The first is the usual one. */
	return &ops_files[byte < 0xd0 ? 0 : byte % OPS_FILES];
}

static __s64 ops_time(uint8_t byte)
{
	return byte >= 0xf8 ? (__s64)ops_or(0, byte) : raw_deadline(byte < 8 ? byte : OPS_CALL_MS);
}

int fuzzer_dmabuf(unsigned int i)
{
	return ops_dmabufs[i % OPS_SLOTS];
}

static void ops_open(const uint8_t *a)
{
	struct ops_file *f = ops_file(a[0]);

	if (f->fd < 0)
		f->fd = raw_open();
}

static void ops_close_file(struct ops_file *f)
{
	for (unsigned int i = 0; i < OPS_SLOTS; i++)
		if (f->memory[i])
			munmap(f->memory[i], f->size[i]);
	if (f->fd >= 0)
		close(f->fd);
	memset(f, 0, sizeof(*f));
	f->fd = -1;
}

static void ops_close(const uint8_t *a)
{
	if (a[1] & 1)
		ops_close_file(ops_file(a[0]));
}

static void ops_query(const uint8_t *a)
{
	struct drm_qda_query arg = {
		.type = (__u32)ops_or(a[1] & 1, a[2]),
		.size = (__u32)ops_or(1024, a[3]),
		.pointer = ops_pointer(fuzzer_memory, a[4]),
	};

	/* What is written lies in the memory. */
	if (arg.size > FUZZER_MEMORY - 4096)
		arg.size = FUZZER_MEMORY - 4096;
	raw_ioctl(ops_file(a[0])->fd, DRM_IOCTL_QDA_QUERY, &arg);
}

static void ops_object(const uint8_t *a)
{
	static const __u64 sizes[] = { 4096, 65536, 1u << 20, 8192 };
	struct ops_file *f = ops_file(a[0]);
	unsigned int i = a[1] % OPS_SLOTS;
	struct drm_qda_gem_create arg = {
		.size = ops_or(sizes[a[2] & 3], a[3]),
		.flags = (__u32)ops_or(0, a[4]),
	};

	if (!raw_ioctl(f->fd, DRM_IOCTL_QDA_GEM_CREATE, &arg) && !f->memory[i])
		f->object[i] = arg.handle;
}

static void ops_mmap(const uint8_t *a)
{
	struct ops_file *f = ops_file(a[0]);
	unsigned int i = a[1] % OPS_SLOTS;
	struct drm_qda_gem_mmap_offset arg = {
		.handle = (__u32)ops_or(f->object[i], a[2]), .pad = (__u32)ops_or(0, a[3]),
	};
	size_t size = a[4] & 1 ? 65536 : 4096;
	void *memory;

	if (raw_ioctl(f->fd, DRM_IOCTL_QDA_GEM_MMAP_OFFSET, &arg) || f->memory[i])
		return;
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, f->fd, (off_t)arg.offset);
	if (memory == MAP_FAILED)
		return;
	f->memory[i] = memory;
	f->size[i] = size;
	/* A fault in a system call is an error, not a signal. */
	if (a[5] & 1) {
		int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);

		if (read(zero, memory, size) < 0)
			(void)0;
		close(zero);
	}
}

static void ops_gem_close(const uint8_t *a)
{
	struct ops_file *f = ops_file(a[0]);

	raw_gem_close(f->fd, (__u32)ops_or(f->object[a[1] % OPS_SLOTS], a[2]));
}

static void ops_set_dmabuf(unsigned int i, int fd)
{
	if (ops_dmabufs[i] >= 0)
		close(ops_dmabufs[i]);
	ops_dmabufs[i] = fd;
}

static void ops_export(const uint8_t *a)
{
	struct ops_file *f = ops_file(a[0]);
	int dmabuf;

	if (!raw_prime_export(f->fd, f->object[a[1] % OPS_SLOTS], &dmabuf))
		ops_set_dmabuf(a[2] % OPS_SLOTS, dmabuf);
}

/* Memory of another driver. */
static void ops_foreign(const uint8_t *a)
{
	struct udmabuf_create make = { .size = 65536 };
	int card = open("/dev/udmabuf", O_RDWR | O_CLOEXEC);
	int memfd = memfd_create("fuzz", MFD_ALLOW_SEALING | MFD_CLOEXEC);

	make.memfd = (__u32)memfd;
	if (!ftruncate(memfd, 65536) && !fcntl(memfd, F_ADD_SEALS, F_SEAL_SHRINK))
		ops_set_dmabuf(a[2] % OPS_SLOTS, ioctl(card, UDMABUF_CREATE, &make));
	close(memfd);
	close(card);
}

static void ops_import(const uint8_t *a)
{
	struct ops_file *f = ops_file(a[0]);
	unsigned int i = a[1] % OPS_SLOTS;
	__u32 handle;

	if (!raw_prime_import(f->fd, (int)ops_or((__u64)ops_dmabufs[a[2] % OPS_SLOTS], a[3]),
			      &handle) && !f->memory[i])
		f->object[i] = handle;
}

static void ops_attach(const uint8_t *a)
{
	struct ops_file *f = ops_file(a[0]);
	struct drm_qda_session_attach arg = {
		.kind = (__u32)ops_or(a[1] & 3, a[2]), .flags = (__u32)ops_or(a[3] & 1, a[4]),
		.timeout_ns = a[3] & 1 || a[5] > 0xf0 ? ops_time(a[5]) : 0,
	};

	if (!raw_ioctl(f->fd, DRM_IOCTL_QDA_SESSION_ATTACH, &arg))
		f->session[a[6] % OPS_SLOTS] = arg.session;
}

static void ops_create(const uint8_t *a)
{
	struct ops_file *f = ops_file(a[0]);
	bool image = a[5] & 1;
	struct drm_qda_session_create arg = {
		.attrs = (__u32)ops_or(a[1] < 0xc0 ? DRM_QDA_SESSION_UNSIGNED : a[1] & 0x69, a[2]),
		.flags = (__u32)ops_or(a[3] & 1, a[4]),
		.timeout_ns = a[3] & 1 ? ops_time(a[6]) : 0,
		.image = image ? f->object[a[7] % OPS_SLOTS] : 0,
		.image_size = image ? ops_or(4000, a[8]) : 0,
		.image_offset = image ? ops_or(0, a[9]) : 0,
		.signature_size = image ? ops_or(0, a[10]) : 0,
		.pad = (__u32)ops_or(0, a[11]),
	};

	if (!raw_ioctl(f->fd, DRM_IOCTL_QDA_SESSION_CREATE, &arg))
		f->session[a[12] % OPS_SLOTS] = arg.session;
}

/* Object 8 opens modules: its arguments lie in an object. */
static void ops_module(const uint8_t *a)
{
	struct ops_file *f = ops_file(a[0]);
	unsigned int i = a[1] % OPS_SLOTS, k = a[2] % OPS_SLOTS;
	static const char *const names[] = { "selftest", "echo", "listener", "none" };
	const char *name = names[a[3] & 3];
	__u32 size = (__u32)strlen(name) + 1, *words = f->memory[k];
	struct drm_qda_arg args[4] = {
		raw_gem(f->object[k], 0, 8), raw_gem(f->object[k], 64, size),
		raw_gem(f->object[k], 128, 8), raw_gem(f->object[k], 192, 255),
	};
	struct drm_qda_invoke arg = {
		.args = { sizeof(args[0]), 4, (uintptr_t)args }, .session = f->session[i],
		.handle = 8, .scalars = DRM_QDA_SCALARS(2, 2, 2, 0, 0),
		.timeout_ns = raw_deadline(5 * OPS_CALL_MS),
	};

	if (!words)
		return;
	words[0] = size;
	words[1] = 255;
	memcpy((char *)words + 64, name, size);
	if (!raw_ioctl(f->fd, DRM_IOCTL_QDA_INVOKE, &arg) && !arg.result)
		f->module[i] = words[32];
}

static void ops_end(const uint8_t *a)
{
	struct ops_file *f = ops_file(a[0]);
	struct drm_qda_session_close arg = {
		.session = (__u32)ops_or(f->session[a[1] % OPS_SLOTS], a[2]),
		.pad = (__u32)ops_or(0, a[3]),
	};

	raw_ioctl(f->fd, DRM_IOCTL_QDA_SESSION_CLOSE, &arg);
}

static void ops_map(const uint8_t *a)
{
	static const __u32 flags[] = { 0, 2, 3, 16 };
	struct ops_file *f = ops_file(a[0]);
	bool attr = a[3] & 1;
	struct drm_qda_map arg = {
		.session = f->session[a[1] % OPS_SLOTS], .handle = f->object[a[2] % OPS_SLOTS],
		.request = attr ? DRM_QDA_MAP_ATTR : DRM_QDA_MAP_LEGACY,
		.map_flags = (__u32)ops_or(attr ? flags[a[4] & 3] : DRM_QDA_MAP_ADD_PAGES, a[5]),
		.size = ops_or(4096, a[6]), .offset = ops_or(0, a[7]), .wish = ops_or(0, a[8]),
		.tag = attr ? a[9] & 3 : 0, .pad = (__u32)ops_or(0, a[10]),
	};

	if (!raw_ioctl(f->fd, DRM_IOCTL_QDA_MAP, &arg))
		f->map[a[11] % OPS_SLOTS] = arg.map;
}

static void ops_munmap(const uint8_t *a)
{
	struct ops_file *f = ops_file(a[0]);
	struct drm_qda_munmap arg = {
		.session = f->session[a[1] % OPS_SLOTS],
		.map = (__u32)ops_or(f->map[a[2] % OPS_SLOTS], a[3]),
		.pad = (__u32)ops_or(0, a[4]),
	};

	raw_ioctl(f->fd, DRM_IOCTL_QDA_MUNMAP, &arg);
}

/* Methods of selftest, some of echo, and nonsense. */
static __u32 ops_scalars(uint8_t byte)
{
	static const __u32 scalars[] = {
		DRM_QDA_SCALARS(5, 0, 1, 0, 0), DRM_QDA_SCALARS(2, 1, 0, 0, 0),
		DRM_QDA_SCALARS(3, 1, 0, 0, 0), DRM_QDA_SCALARS(4, 0, 0, 0, 0),
		DRM_QDA_SCALARS(6, 1, 1, 0, 0), DRM_QDA_SCALARS(7, 3, 1, 0, 0),
		DRM_QDA_SCALARS(9, 0, 1, 1, 0), DRM_QDA_SCALARS(7, 40, 1, 0, 0),
		DRM_QDA_SCALARS(2, 0, 0, 0, 0), DRM_QDA_SCALARS(3, 1, 1, 0, 0),
		DRM_QDA_SCALARS(10, 2, 2, 0, 0), DRM_QDA_SCALARS(7, 255, 1, 0, 0),
		DRM_QDA_SCALARS(9, 0, 1, 15, 15), DRM_QDA_SCALARS(31, 255, 255, 15, 15),
		0xe0000000, 0xffffffff,
	};

	return scalars[byte & 15];
}

/* Arguments of @scalars, in parts of two objects; in the test's memory at @at. */
static struct drm_qda_array ops_args(struct ops_file *f, __u32 scalars, const uint8_t *a,
				     size_t at)
{
	struct drm_qda_arg *args = (void *)(fuzzer_memory + at);
	__u32 count = raw_args(scalars);

	for (__u32 i = 0; i < count; i++) {
		args[i] = raw_gem(f->object[a[i & 1] % OPS_SLOTS], 64 * (i % 64), 8);
		/* One of them is out of the ordinary. */
		if (i == a[2] % 8) {
			args[i].size = ops_or(4096, a[3]);
			args[i].offset = ops_or(0, a[4]);
			args[i].handle = (__u32)ops_or(args[i].handle, a[5]);
		}
	}
	return (struct drm_qda_array){ sizeof(*args), count, ops_pointer(args, a[4] ^ 0x55) };
}

static void ops_invoke(const uint8_t *a)
{
	struct ops_file *f = ops_file(a[0]);
	unsigned int i = a[1] % OPS_SLOTS;
	__u32 scalars = ops_scalars(a[2]);
	struct drm_qda_invoke arg = {
		.args = ops_args(f, scalars, a + 7, 0), .session = f->session[i],
		.handle = (__u32)ops_or(f->module[i], a[3]), .scalars = scalars,
		.timeout_ns = ops_time(a[4]), .flags = (__u32)ops_or(a[5] & 1, a[5]),
		.pad = (__u32)ops_or(0, a[6]),
	};

	if (!arg.timeout_ns)
		arg.timeout_ns = raw_deadline(OPS_CALL_MS);
	if (a[6] == 0xdf)
		arg.args.stride = 16;
	raw_ioctl(f->fd, DRM_IOCTL_QDA_INVOKE, &arg);
}

static void ops_submit(const uint8_t *a)
{
	struct ops_file *f = ops_file(a[0]);
	unsigned int i = a[1] % OPS_SLOTS;
	struct drm_qda_call *calls = (void *)(fuzzer_memory + FUZZER_MEMORY / 2);
	struct drm_qda_sync in = {
		.handle = f->sync[a[5] % OPS_SLOTS], .point = a[5] >> 6,
		.pad = a[5] == 0x3f,
	};
	struct drm_qda_sync out[2] = {
		{ .handle = f->sync[a[6] % OPS_SLOTS], .point = a[6] >> 5 },
		{ .handle = (__u32)ops_or(f->sync[a[6] / 4 % OPS_SLOTS], a[7]) },
	};
	struct drm_qda_submit arg = {
		.calls = { sizeof(*calls), (__u32)ops_or(1 + (a[2] & 3), a[3]),
			   ops_pointer(calls, a[10]) },
		.in_syncs = { sizeof(in), a[4] & 1, (uintptr_t)&in },
		.out_syncs = { sizeof(out[0]), a[4] >> 1 & 3, ops_pointer(out, a[11]) },
		.results = a[4] & 8 ? f->object[a[8] % OPS_SLOTS] : 0,
		.results_offset = a[4] & 8 ? ops_or(2048, a[9]) : 0,
		.timeout_ns = ops_time(a[12]), .session = f->session[i],
		.queue = (__u32)ops_or(a[4] >> 4 & 7, a[7]), .flags = a[4] >> 7,
	};

	if (arg.out_syncs.count > 2)
		arg.out_syncs.count = 2;
	for (unsigned int k = 0; k < 65; k++) {
		__u32 scalars = ops_scalars(k & 1 ? a[13] >> 4 : a[13]);

		calls[k] = (struct drm_qda_call){
			.args = ops_args(f, scalars, a + 7, k % 4 * 16384), .scalars = scalars,
			.handle = (__u32)ops_or(f->module[i], k == 1 ? a[8] : 0),
		};
	}
	raw_ioctl(f->fd, DRM_IOCTL_QDA_SUBMIT, &arg);
}

static void ops_sync(const uint8_t *a)
{
	struct ops_file *f = ops_file(a[0]);
	unsigned int i = a[1] % OPS_SLOTS;
	struct drm_syncobj_create create = { .flags = a[3] & 1 };
	struct drm_syncobj_destroy destroy = { .handle = f->sync[i] };
	struct drm_syncobj_wait wait = {
		.handles = (uintptr_t)&f->sync[i], .count_handles = 1,
		.timeout_nsec = raw_deadline(a[3] % 64),
		.flags = a[3] & 2 ? DRM_SYNCOBJ_WAIT_FLAGS_WAIT_FOR_SUBMIT : 0,
	};

	switch (a[2] & 3) {
	case 0:
		if (!raw_ioctl(f->fd, DRM_IOCTL_SYNCOBJ_CREATE, &create))
			f->sync[i] = create.handle;
		break;
	case 1:
		raw_ioctl(f->fd, DRM_IOCTL_SYNCOBJ_DESTROY, &destroy);
		break;
	default:
		raw_ioctl(f->fd, DRM_IOCTL_SYNCOBJ_WAIT, &wait);
	}
}

/* The second input: the DSP. */
static void ops_lie(const uint8_t *a)
{
	static const char *const lies[] = {
		"drop", "delay", "duplicate", "reorder", "wrong-sequence", "wrong-result",
		"wrong-length", "forged-fds", "changed-descriptor", "starve-intents", "wild-read",
		"late-write", "hang", "pd-exception", "poll-word", "poll-only", "forged-notice",
		"slow", "none",
	};
	char line[64], answer[128];

	snprintf(line, sizeof(line), "lie %s", lies[a[0] % T_ARRAY(lies)]);
	if (a[0] % T_ARRAY(lies) != T_ARRAY(lies) - 1 && a[2] & 1)
		snprintf(line + strlen(line), sizeof(line) - strlen(line), " %u %u", 1 + (a[1] & 3),
			 (unsigned int)ops_or(a[3] % 32, a[4]) & 0xffff);
	board_ask(line, answer, sizeof(answer));
}

static void ops_restart(const uint8_t *a)
{
	char answer[128];
	int fd;

	/* What is found by it is kept, so it comes often enough. */
	if (a[0] & 7 || ops_programs < ops_restarted + OPS_RESTART_EVERY)
		return;
	ops_restarted = ops_programs;
	fuzzer_fault_disarm();
	switch (a[1] & 3) {
	case 0:
		board_dsp_write("stop");
		board_dsp_write("start");
		break;
	case 1:
		board_ask("crash fatal", answer, sizeof(answer));
		break;
	default:
		board_unbind();
	}
	for (unsigned int f = 0; f < OPS_FILES && a[2] & 1; f++)
		ops_close_file(&ops_files[f]);
	fd = raw_open_wait(10000 * t_slowdown());
	if (fd >= 0)
		close(fd);
}

/* What people look at. */
static void ops_look(const uint8_t *a)
{
	static const char *const files[] = {
		"/sys/kernel/debug/accel/*/sessions", "/sys/kernel/debug/accel/*/counters",
		"/sys/kernel/debug/accel/*/strays", "/sys/class/devcoredump/devcd*/data",
	};
	char path[64];
	glob_t found;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", ops_files[0].fd);
	if (glob(a[0] & 4 ? path : files[a[0] & 3], 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		int fd = open(found.gl_pathv[i], (a[1] ? O_RDONLY : O_RDWR) | O_CLOEXEC);

		if (read(fd, fuzzer_memory, 65536) < 0)
			(void)0;
		if (!a[1] && write(fd, "", 1) < 0)
			(void)0;
		close(fd);
	}
	globfree(&found);
}

/* A signal comes during one of the next steps. */
static void ops_signal(const uint8_t *a)
{
	struct itimerval timer = { .it_value.tv_usec = 100 + a[0] * 100 };

	setitimer(ITIMER_REAL, &timer, NULL);
}

static void (*const ops_table[])(const uint8_t *a) = {
	ops_open, ops_close, ops_query, ops_object, ops_object, ops_mmap, ops_gem_close,
	ops_export, ops_foreign, ops_import, ops_attach, ops_create, ops_create, ops_module,
	ops_module, ops_end, ops_map, ops_munmap, ops_invoke, ops_invoke, ops_invoke,
	ops_submit, ops_submit, ops_submit, ops_sync, ops_sync, ops_lie, ops_restart, ops_look,
	ops_signal,
};

const unsigned int fuzzer_ops = T_ARRAY(ops_table) + FUZZER_LEGACY_OPS;

static void ops_ignore(int signal)
{
	(void)signal;
}

static void ops_init(void)
{
	struct sigaction action = { .sa_handler = ops_ignore };

	fuzzer_memory = mmap(NULL, FUZZER_MEMORY + 4096, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	T_CHECK(fuzzer_memory != MAP_FAILED);
	T_SYS(mprotect(fuzzer_memory + FUZZER_MEMORY, 4096, PROT_NONE));
	T_SYS(sigaction(SIGALRM, &action, NULL));
}

void fuzzer_run(const struct fuzzer_program *program)
{
	struct itimerval never = { 0 };
	static const uint8_t usual[FUZZER_BYTES];

	if (!fuzzer_memory)
		ops_init();
	ops_programs++;
	for (unsigned int i = 0; i < OPS_FILES; i++)
		ops_files[i] = (struct ops_file){ .fd = -1 };
	memset(ops_dmabufs, 0xff, sizeof(ops_dmabufs));
	ops_open(usual);
	for (unsigned int i = 0; i < program->count; i++) {
		const struct fuzzer_step *step = &program->steps[i];
		unsigned int op = step->op % fuzzer_ops;

		if (step->nth && step->nth <= FUZZER_NTH_MAX)
			fuzzer_fault_arm(step->nth);
		if (op < T_ARRAY(ops_table))
			ops_table[op](step->a);
		else
			fuzzer_legacy(op - (unsigned int)T_ARRAY(ops_table), step->a);
		fuzzer_fault_disarm();
	}
	setitimer(ITIMER_REAL, &never, NULL);
	for (unsigned int i = 0; i < OPS_FILES; i++)
		ops_close_file(&ops_files[i]);
	fuzzer_legacy_end();
	for (unsigned int i = 0; i < OPS_SLOTS; i++)
		if (ops_dmabufs[i] >= 0)
			close(ops_dmabufs[i]);
}
