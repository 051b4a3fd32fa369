// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Calls that are submitted and not waited for.
 */
#include <errno.h>
#include <linux/sync_file.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tools/raw.h"
#include "tools/submit.h"
#include "tools/t.h"

void submit_init_on(struct submit *s, const struct remote *r)
{
	memset(s, 0, sizeof(*s));
	s->remote = *r;
	T_OK(raw_gem_create(r->fd, SUBMIT_SIZE, &s->object));
	T_CHECK((s->memory = raw_gem_map(r->fd, s->object, SUBMIT_SIZE)));
	s->results = (void *)(s->memory + SUBMIT_RESULTS);
	s->arg.calls.stride = sizeof(s->calls[0]);
	s->arg.calls.pointer = (uintptr_t)s->calls;
	s->arg.results = s->object;
	s->arg.results_offset = SUBMIT_RESULTS;
	s->arg.session = r->session;
	s->arg.timeout_ns = raw_deadline(RAW_CALL_MS);
}

void submit_init(struct submit *s)
{
	struct remote r = remote_setup("selftest");

	submit_init_on(s, &r);
}

volatile __u32 *submit_word(struct submit *s, unsigned int i)
{
	return (void *)(s->memory + SUBMIT_BYTES + 16 * i);
}

void submit_add(struct submit *s, __u32 scalars, __u32 word)
{
	unsigned int i = s->arg.calls.count++;

	*submit_word(s, i) = word;
	s->args[i] = raw_gem(s->object, SUBMIT_BYTES + 16 * i, 4);
	s->calls[i] = (struct drm_qda_call){
		.args = { .stride = sizeof(s->args[0]), .count = raw_args(scalars),
			  .pointer = (uintptr_t)&s->args[i] },
		.handle = s->remote.handle,
		.scalars = scalars,
	};
}

__u32 submit_syncobj(int fd)
{
	struct drm_syncobj_create create = { 0 };

	T_OK(raw_ioctl(fd, DRM_IOCTL_SYNCOBJ_CREATE, &create));
	return create.handle;
}

int submit_go(struct submit *s, __u32 in, __u32 out)
{
	struct drm_qda_sync in_sync = { .handle = in }, out_sync = { .handle = out };

	s->arg.in_syncs = (struct drm_qda_array){ sizeof(in_sync), !!in, (uintptr_t)&in_sync };
	s->arg.out_syncs = (struct drm_qda_array){ sizeof(out_sync), !!out, (uintptr_t)&out_sync };
	return raw_ioctl(s->remote.fd, DRM_IOCTL_QDA_SUBMIT, &s->arg);
}

int submit_wait_ms(int fd, __u32 syncobj, unsigned int ms)
{
	struct drm_syncobj_wait wait = {
		.handles = (uintptr_t)&syncobj,
		.count_handles = 1,
		.timeout_nsec = raw_deadline(ms),
	};

	return raw_ioctl(fd, DRM_IOCTL_SYNCOBJ_WAIT, &wait);
}

void submit_wait(const struct submit *s, __u32 syncobj)
{
	T_OK(submit_wait_ms(s->remote.fd, syncobj, RAW_CALL_MS));
}

int submit_fence(int fd, __u32 syncobj)
{
	struct drm_syncobj_handle handle = {
		.handle = syncobj,
		.flags = DRM_SYNCOBJ_HANDLE_TO_FD_FLAGS_EXPORT_SYNC_FILE,
		.fd = -1,
	};
	struct sync_file_info info = { 0 };

	T_OK(raw_ioctl(fd, DRM_IOCTL_SYNCOBJ_HANDLE_TO_FD, &handle));
	T_SYS(ioctl(handle.fd, SYNC_IOC_FILE_INFO, &info));
	T_SYS(close(handle.fd));
	T_CHECK(info.status);
	return info.status < 0 ? info.status : 0;
}

void submit_await(const struct submit *s, unsigned int i, int error)
{
	T_STEP("the end of a call");
	for (unsigned int ms = 0; ms < 3 * RAW_CALL_MS; ms += 10) {
		if (__atomic_load_n(&s->results[i].error, __ATOMIC_ACQUIRE) != -EINPROGRESS)
			break;
		t_sleep_ms(10);
	}
	T_EQ(s->results[i].error, error);
}

void submit_check(const struct submit *s, unsigned int i, int error, __s32 result)
{
	T_EQ(__atomic_load_n(&s->results[i].error, __ATOMIC_ACQUIRE), error);
	T_EQ(s->results[i].result, result);
}
