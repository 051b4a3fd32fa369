// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Steps that call methods, or submit calls.
 */
#include <linux/sync_file.h>
#include <unistd.h>

#include "fuzzer/steps.h"
#include "tools/raw.h"

/* Methods of selftest, some of echo, and nonsense. */
static __u32 call_scalars(uint8_t byte)
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
static struct drm_qda_array call_args(struct steps_file *f, __u32 scalars, const uint8_t *a,
				     size_t at)
{
	struct drm_qda_arg *args = (void *)(steps_memory + at);
	__u32 count = raw_args(scalars);

	for (__u32 i = 0; i < count; i++) {
		args[i] = raw_gem(f->object[a[i & 1] % STEPS_SLOTS], 64 * (i % 64), 8);
		/* One of them is out of the ordinary. */
		if (i == a[2] % 8) {
			args[i].size = steps_or(4096, a[3]);
			args[i].offset = steps_or(0, a[4]);
			args[i].handle = (__u32)steps_or(args[i].handle, a[5]);
		}
	}
	return (struct drm_qda_array){ sizeof(*args), count, steps_pointer(args, a[4] ^ 0x55) };
}

void step_invoke(const uint8_t *a)
{
	struct steps_file *f = steps_file(a[0]);
	unsigned int i = a[1] % STEPS_SLOTS;
	__u32 scalars = call_scalars(a[2]);
	struct drm_qda_invoke arg = {
		.args = call_args(f, scalars, a + 7, 0), .session = f->session[i],
		.handle = (__u32)steps_or(f->module[i], a[3]), .scalars = scalars,
		.timeout_ns = steps_time(a[4]), .flags = (__u32)steps_or(a[5] & 1, a[5]),
		.pad = (__u32)steps_or(0, a[6]),
	};

	if (!arg.timeout_ns)
		arg.timeout_ns = raw_deadline(STEPS_CALL_MS);
	if (a[6] == 0xdf)
		arg.args.stride = 16;
	raw_ioctl(f->fd, DRM_IOCTL_QDA_INVOKE, &arg);
}

/* The PD is told to write the poll word of short calls. */
void step_poll(const uint8_t *a)
{
	struct steps_file *f = steps_file(a[0]);
	unsigned int i = a[1] % STEPS_SLOTS, k = a[2] % STEPS_SLOTS;
	struct drm_qda_arg arg = raw_gem(f->object[k], 0, 8);
	struct drm_qda_invoke call = {
		.args = { sizeof(arg), 1, (uintptr_t)&arg }, .session = f->session[i],
		.handle = 4, .scalars = DRM_QDA_SCALARS(9, 1, 0, 0, 0),
		.timeout_ns = steps_time(a[3]),
	};
	__u32 *words = f->memory[k];

	if (!words)
		return;
	words[0] = 1;
	words[1] = 1000;
	raw_ioctl(f->fd, DRM_IOCTL_QDA_INVOKE, &call);
}

void step_submit(const uint8_t *a)
{
	struct steps_file *f = steps_file(a[0]);
	unsigned int i = a[1] % STEPS_SLOTS;
	struct drm_qda_call *calls = (void *)(steps_memory + STEPS_MEMORY / 2);
	struct drm_qda_sync in = {
		.handle = f->sync[a[5] % STEPS_SLOTS], .point = a[5] >> 6,
		.pad = a[5] == 0x3f,
	};
	struct drm_qda_sync out[2] = {
		{ .handle = f->sync[a[6] % STEPS_SLOTS], .point = a[6] >> 5 },
		{ .handle = (__u32)steps_or(f->sync[a[6] / 4 % STEPS_SLOTS], a[7]) },
	};
	struct drm_qda_submit arg = {
		.calls = { sizeof(*calls), (__u32)steps_or(1 + (a[2] & 3), a[3]),
			   steps_pointer(calls, a[10]) },
		.in_syncs = { sizeof(in), a[4] & 1, (uintptr_t)&in },
		.out_syncs = { sizeof(out[0]), a[4] >> 1 & 3, steps_pointer(out, a[11]) },
		.results = a[4] & 8 ? f->object[a[8] % STEPS_SLOTS] : 0,
		.results_offset = a[4] & 8 ? steps_or(2048, a[9]) : 0,
		.timeout_ns = steps_time(a[12]), .session = f->session[i],
		.queue = (__u32)steps_or(a[4] >> 4 & 7, a[7]), .flags = a[4] >> 7,
	};

	if (arg.out_syncs.count > 2)
		arg.out_syncs.count = 2;
	for (unsigned int k = 0; k < 65; k++) {
		__u32 scalars = call_scalars(k & 1 ? a[13] >> 4 : a[13]);

		calls[k] = (struct drm_qda_call){
			.args = call_args(f, scalars, a + 7, k % 4 * 16384), .scalars = scalars,
			.handle = (__u32)steps_or(f->module[i], k == 1 ? a[8] : 0),
		};
	}
	raw_ioctl(f->fd, DRM_IOCTL_QDA_SUBMIT, &arg);
}

/* What programs see of a fence. */
static void call_look_at_fence(int fd, __u32 sync)
{
	struct drm_syncobj_handle handle = {
		.handle = sync, .flags = DRM_SYNCOBJ_HANDLE_TO_FD_FLAGS_EXPORT_SYNC_FILE,
	};
	struct sync_fence_info fence;
	struct sync_file_info info = { .num_fences = 1, .sync_fence_info = (uintptr_t)&fence };

	if (raw_ioctl(fd, DRM_IOCTL_SYNCOBJ_HANDLE_TO_FD, &handle))
		return;
	raw_ioctl(handle.fd, SYNC_IOC_FILE_INFO, &info);
	close(handle.fd);
}

void step_sync(const uint8_t *a)
{
	struct steps_file *f = steps_file(a[0]);
	unsigned int i = a[1] % STEPS_SLOTS;
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
	case 2:
		call_look_at_fence(f->fd, f->sync[i]);
		break;
	default:
		raw_ioctl(f->fd, DRM_IOCTL_SYNCOBJ_WAIT, &wait);
	}
}
