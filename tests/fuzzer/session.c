// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Steps that begin and end sessions, and map memory into them.
 */
#include <string.h>

#include "fuzzer/steps.h"
#include "tools/raw.h"

void step_open(const uint8_t *a)
{
	struct steps_file *f = steps_file(a[0]);

	if (f->fd < 0)
		f->fd = raw_open();
}

void step_close(const uint8_t *a)
{
	if (!(a[1] & 1))
		steps_close_file(steps_file(a[0]));
}

void step_query(const uint8_t *a)
{
	struct drm_qda_query arg = {
		.type = (__u32)steps_or(a[1] & 1, a[2]),
		.size = (__u32)steps_or(1024, a[3]),
		.pointer = steps_pointer(steps_memory, a[4]),
	};

	/* What is written lies in the memory. */
	if (arg.size > STEPS_MEMORY - 4096)
		arg.size = STEPS_MEMORY - 4096;
	raw_ioctl(steps_file(a[0])->fd, DRM_IOCTL_QDA_QUERY, &arg);
}

void step_attach(const uint8_t *a)
{
	struct steps_file *f = steps_file(a[0]);
	struct drm_qda_session_attach arg = {
		.kind = (__u32)steps_or(a[1] & 3, a[2]), .flags = (__u32)steps_or(a[3] & 1, a[4]),
		.timeout_ns = a[3] & 1 || a[5] > 0xf0 ? steps_time(a[5]) : 0,
	};

	if (!raw_ioctl(f->fd, DRM_IOCTL_QDA_SESSION_ATTACH, &arg))
		f->session[a[6] % STEPS_SLOTS] = arg.session;
}

void step_create(const uint8_t *a)
{
	struct steps_file *f = steps_file(a[0]);
	__u32 attrs = a[1] < 0xc0 ? DRM_QDA_SESSION_UNSIGNED : a[1] & 0x69;
	bool image = a[5] & 1;
	struct drm_qda_session_create arg = {
		.attrs = (__u32)steps_or(attrs, a[2]),
		.flags = (__u32)steps_or(a[3] & 1, a[4]),
		.timeout_ns = a[3] & 1 ? steps_time(a[6]) : 0,
		.image = image ? f->object[a[7] % STEPS_SLOTS] : 0,
		.image_size = image ? steps_or(4000, a[8]) : 0,
		.image_offset = image ? steps_or(0, a[9]) : 0,
		.signature_size = image ? steps_or(0, a[10]) : 0,
		.pad = (__u32)steps_or(0, a[11]),
	};

	if (!raw_ioctl(f->fd, DRM_IOCTL_QDA_SESSION_CREATE, &arg))
		f->session[a[12] % STEPS_SLOTS] = arg.session;
}

/* Object 8 opens modules: its arguments lie in an object. */
void step_module(const uint8_t *a)
{
	struct steps_file *f = steps_file(a[0]);
	unsigned int i = a[1] % STEPS_SLOTS, k = a[2] % STEPS_SLOTS;
	static const char *const names[] = {
		"builtin:selftest", "builtin:echo", "builtin:none", "none",
	};
	const char *name = names[a[3] & 3];
	__u32 size = (__u32)strlen(name) + 1, *words = f->memory[k];
	struct drm_qda_arg args[4] = {
		raw_gem(f->object[k], 0, 8), raw_gem(f->object[k], 64, size),
		raw_gem(f->object[k], 128, 8), raw_gem(f->object[k], 192, 255),
	};
	struct drm_qda_invoke arg = {
		.args = { sizeof(args[0]), 4, (uintptr_t)args }, .session = f->session[i],
		.handle = 8, .scalars = DRM_QDA_SCALARS(2, 2, 2, 0, 0),
		.timeout_ns = raw_deadline(RAW_CALL_MS / 10),
	};

	if (!words)
		return;
	words[0] = size;
	words[1] = 255;
	memcpy((char *)words + 64, name, size);
	if (!raw_ioctl(f->fd, DRM_IOCTL_QDA_INVOKE, &arg) && !arg.result)
		f->module[i] = words[32];
}

void step_end(const uint8_t *a)
{
	struct steps_file *f = steps_file(a[0]);
	struct drm_qda_session_close arg = {
		.session = (__u32)steps_or(f->session[a[1] % STEPS_SLOTS], a[2]),
		.pad = (__u32)steps_or(0, a[3]),
	};

	raw_ioctl(f->fd, DRM_IOCTL_QDA_SESSION_CLOSE, &arg);
}

void step_map(const uint8_t *a)
{
	static const __u32 flags[] = { 0, 2, 3, 16 };
	struct steps_file *f = steps_file(a[0]);
	bool attr = a[3] & 1;
	struct drm_qda_map arg = {
		.session = f->session[a[1] % STEPS_SLOTS],
		.handle = f->object[a[2] % STEPS_SLOTS],
		.request = attr ? DRM_QDA_MAP_ATTR : DRM_QDA_MAP_LEGACY,
		.map_flags = (__u32)steps_or(attr ? flags[a[4] & 3] : DRM_QDA_MAP_ADD_PAGES, a[5]),
		.size = steps_or(4096, a[6]), .offset = steps_or(0, a[7]),
		.wish = steps_or(0, a[8]),
		.tag = attr ? a[9] & 3 : 0, .pad = (__u32)steps_or(0, a[10]),
	};

	if (!raw_ioctl(f->fd, DRM_IOCTL_QDA_MAP, &arg))
		f->map[a[11] % STEPS_SLOTS] = arg.map;
}

void step_munmap(const uint8_t *a)
{
	struct steps_file *f = steps_file(a[0]);
	struct drm_qda_munmap arg = {
		.session = f->session[a[1] % STEPS_SLOTS],
		.map = (__u32)steps_or(f->map[a[2] % STEPS_SLOTS], a[3]),
		.pad = (__u32)steps_or(0, a[4]),
	};

	raw_ioctl(f->fd, DRM_IOCTL_QDA_MUNMAP, &arg);
}
