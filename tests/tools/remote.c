// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Calls of the virtual DSP's modules, in the words of the raw interface.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/remote.h"
#include "tools/t.h"

/* A crash includes the DSP's way up again. */
#define REMOTE_RESTART_MS (60000 * t_slowdown())

/* remotectl1: object that opens modules, and its method for that. */
#define REMOTE_CTL	8
#define REMOTE_CTL_OPEN	DRM_QDA_SCALARS(2, 2, 2, 0, 0)

long long remote_open(int fd, __u32 session, const char *module, __u32 *handle)
{
	struct { __u32 handle; __s32 error; } answer = { 0 };
	char text[255];
	__u32 sizes[2];
	struct drm_qda_arg args[4];
	char name[64];
	__s32 result;
	int ret;

	/* By this name the DSP asks nobody for a file; there is no listener to ask. */
	sizes[0] = (__u32)snprintf(name, sizeof(name), "builtin:%s", module) + 1;
	sizes[1] = sizeof(text);
	args[0] = raw_inline(sizes, sizeof(sizes));
	args[1] = raw_inline(name, sizes[0]);
	args[2] = raw_inline(&answer, sizeof(answer));
	args[3] = raw_inline(text, sizeof(text));
	ret = raw_invoke(fd, session, REMOTE_CTL, REMOTE_CTL_OPEN, args, &result);
	if (ret)
		return ret;
	*handle = answer.handle;
	if (result)
		return (__u32)result;
	return (__u32)answer.error;
}

struct remote remote_setup_on(int fd, const char *module)
{
	struct remote r = { .fd = fd, .session = raw_session(fd) };

	T_EQ(remote_open(fd, r.session, module, &r.handle), 0);
	return r;
}

struct remote remote_setup(const char *module)
{
	return remote_setup_on(raw_node(), module);
}

struct remote remote_setup_again(const char *module)
{
	struct remote r;
	int ret;

	T_STEP("a session after the restart");
	for (unsigned int ms = 0;; ms += 20) {
		r.fd = raw_open();
		ret = r.fd;
		if (ret >= 0)
			ret = raw_session_create(r.fd, DRM_QDA_SESSION_UNSIGNED, &r.session);
		if (!ret || ms > REMOTE_RESTART_MS)
			break;
		if (r.fd >= 0)
			close(r.fd);
		t_sleep_ms(20);
	}
	t_status(ret, 0);
	T_EQ(remote_open(r.fd, r.session, module, &r.handle), 0);
	return r;
}

int remote_call(const struct remote *r, __u32 scalars, const struct drm_qda_arg *args,
		__s32 *result)
{
	return raw_invoke(r->fd, r->session, r->handle, scalars, args, result);
}

/* A result that is not 0 is not for the callers of the functions below. */
static int remote_settle(int ret, __s32 result)
{
	if (!ret && result)
		t_fail("the method's result is %#x", (unsigned int)result);
	return ret;
}

int remote_noop(const struct remote *r)
{
	__s32 result;
	int ret = remote_call(r, ECHO_NOOP, NULL, &result);

	return remote_settle(ret, result);
}

int remote_sleep(const struct remote *r, __u32 ms, __s64 deadline)
{
	struct drm_qda_arg arg = raw_inline(&ms, sizeof(ms));
	__s32 result;
	int ret = raw_invoke_until(r->fd, r->session, r->handle, SELF_SLEEP, &arg, deadline,
				   &result);

	return remote_settle(ret, result);
}

int remote_hang(const struct remote *r, __s64 deadline)
{
	__s32 result;
	int ret = raw_invoke_until(r->fd, r->session, r->handle, SELF_HANG, NULL, deadline,
				   &result);

	return remote_settle(ret, result);
}

__u32 remote_count(const struct remote *r)
{
	__u32 count = 0;
	struct drm_qda_arg arg = raw_inline(&count, sizeof(count));
	__s32 result;

	T_OK(remote_call(r, SELF_COUNT, &arg, &result));
	T_EQ(result, 0);
	return count;
}

__u32 remote_poke(const struct remote *r, __u64 address, __u32 size, bool write)
{
	struct { __u64 address; __u32 size, write; } poke = { address, size, write };
	__u32 faulted = ~0u;
	struct drm_qda_arg args[2] = {
		raw_inline(&poke, sizeof(poke)),
		raw_inline(&faulted, sizeof(faulted)),
	};
	__s32 result;

	T_OK(remote_call(r, SELF_POKE, args, &result));
	T_EQ(result, 0);
	return faulted;
}

void remote_echo(const struct remote *r, __u32 seed, __u32 size)
{
	uint8_t *in = calloc(size, 1), *out = calloc(size, 1);
	struct drm_qda_arg args[2] = { raw_inline(in, size), raw_inline(out, size) };
	__s32 result;

	T_CHECK(in && out);
	remote_pattern_write(seed, in, size);
	T_OK(remote_call(r, ECHO_ECHO, args, &result));
	T_EQ(result, 0);
	remote_pattern_check(seed, out, size);
	free(in);
	free(out);
}

uint64_t remote_fnv(uint64_t hash, const void *bytes, size_t size)
{
	const uint8_t *byte = bytes;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ byte[i]) * 0x100000001b3ULL;
	return hash;
}

uint8_t remote_pattern(__u32 seed, size_t i)
{
	return (uint8_t)(seed + i * 7);
}

void remote_pattern_write(__u32 seed, void *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		((uint8_t *)bytes)[i] = remote_pattern(seed, i);
}

void remote_pattern_check(__u32 seed, const void *bytes, size_t size)
{
	const uint8_t *byte = bytes;

	T_STEP("bytes of the pattern");
	for (size_t i = 0; i < size; i++)
		if (byte[i] != remote_pattern(seed, i))
			t_fail("byte %zu of %zu is %#x, expected %#x", i, size, byte[i],
			       remote_pattern(seed, i));
}
