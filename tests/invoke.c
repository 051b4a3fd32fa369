// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Calls: every kind of argument reaches the method, and its answer the caller.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tools/remote.h"
#include "tools/t.h"

#define INVOKE_PAGE 4096u

/* A buffer and its mapping. */
struct invoke_object {
	__u32 handle;
	uint8_t *bytes;
	size_t size;
};

static struct invoke_object invoke_object(const struct remote *r, size_t size)
{
	struct invoke_object o = { .size = size };

	T_OK(raw_gem_create(r->fd, size, &o.handle));
	T_CHECK((o.bytes = raw_gem_map(r->fd, o.handle, size)));
	return o;
}

/* A call that must be answered with result 0. */
static void invoke_good(const struct remote *r, __u32 scalars, const struct drm_qda_arg *args)
{
	__s32 result;

	T_OK(remote_call(r, scalars, args, &result));
	T_EQ(result, 0);
}

/* Situation: a method without arguments.
 * Expectation: result 0, as often as it is called.
 */
T_CASE(invoke_noop, "noop")
{
	struct remote r = remote_setup("echo");

	for (int i = 0; i < 300; i++)
		T_OK(remote_noop(&r));
}

/* Situation: the calculator's sum of 0 to 999, inline.
 * Expectation: 499500.
 */
T_CASE(invoke_sum, "sum")
{
	__s32 numbers[1000];
	__u32 count = T_ARRAY(numbers);
	long long sum = 0;
	struct drm_qda_arg args[3] = {
		raw_inline(&count, sizeof(count)),
		raw_inline(numbers, sizeof(numbers)),
		raw_inline(&sum, sizeof(sum)),
	};
	struct remote r = remote_setup("calculator");

	for (__s32 i = 0; i < 1000; i++)
		numbers[i] = i;
	invoke_good(&r, CALC_SUM, args);
	T_EQ(sum, 499500);
}

/* Situation: the calculator's maximum of negative numbers in a buffer.
 * Expectation: the largest of them.
 */
T_CASE(invoke_max, "max")
{
	__u32 count = 5000;
	__s32 max = 0, *numbers;
	struct invoke_object o;
	struct drm_qda_arg args[3];
	struct remote r = remote_setup("calculator");

	o = invoke_object(&r, count * sizeof(*numbers));
	numbers = (__s32 *)o.bytes;
	for (__u32 i = 0; i < count; i++)
		numbers[i] = -1000000 + (__s32)(i * 37 % 5000);
	args[0] = raw_inline(&count, sizeof(count));
	args[1] = raw_gem(o.handle, 0, count * sizeof(*numbers));
	args[2] = raw_inline(&max, sizeof(max));
	invoke_good(&r, CALC_MAX, args);
	T_EQ(max, -1000000 + 4999);
}

/* Situation: inline bytes of many lengths go there and back.
 * Expectation: the same bytes.
 */
T_CASE(invoke_echo_inline, "echo-inline")
{
	static const __u32 sizes[] = { 1, 2, 3, 7, 8, 127, 128, 129, 255, 1000, 1024 };
	struct remote r = remote_setup("echo");

	for (size_t i = 0; i < T_ARRAY(sizes); i++)
		remote_echo(&r, sizes[i], sizes[i]);
}

/* Situation: parts of buffers at odd offsets, across page ends.
 * Expectation: the same bytes, and those around the output are left alone.
 */
T_CASE(invoke_echo_gem, "echo-gem")
{
	static const struct { __u32 from, to, size; } parts[] = {
		{ 0, 0, INVOKE_PAGE }, { 1, 3, 1 }, { 4095, 4095, 2 }, { 17, 4090, 4099 },
		{ 4097, 1, 8190 }, { 12287, 8193, 4095 }, { 16383, 16383, 1 },
	};
	struct invoke_object in, out;
	struct remote r = remote_setup("echo");

	in = invoke_object(&r, 4 * INVOKE_PAGE);
	out = invoke_object(&r, 4 * INVOKE_PAGE);
	for (size_t i = 0; i < T_ARRAY(parts); i++) {
		struct drm_qda_arg args[2] = {
			raw_gem(in.handle, parts[i].from, parts[i].size),
			raw_gem(out.handle, parts[i].to, parts[i].size),
		};

		memset(out.bytes, 0xee, out.size);
		remote_pattern_write((__u32)i, in.bytes + parts[i].from, parts[i].size);
		invoke_good(&r, ECHO_ECHO, args);
		remote_pattern_check((__u32)i, out.bytes + parts[i].to, parts[i].size);
		T_STEP("bytes around the output");
		for (size_t k = 0; k < out.size; k++)
			if (k < parts[i].to || k >= (size_t)parts[i].to + parts[i].size)
				t_equal(out.bytes[k], 0xee);
	}
}

/* Situation: inline input and buffer output, then the other way round.
 * Expectation: the same bytes.
 */
T_CASE(invoke_echo_mixed, "echo-mixed")
{
	uint8_t bytes[500];
	struct invoke_object o;
	struct drm_qda_arg args[2];
	struct remote r = remote_setup("echo");

	o = invoke_object(&r, INVOKE_PAGE);
	remote_pattern_write(3, bytes, sizeof(bytes));
	args[0] = raw_inline(bytes, sizeof(bytes));
	args[1] = raw_gem(o.handle, 33, sizeof(bytes));
	invoke_good(&r, ECHO_ECHO, args);
	remote_pattern_check(3, o.bytes + 33, sizeof(bytes));
	remote_pattern_write(4, o.bytes + 33, sizeof(bytes));
	args[0] = args[1];
	args[1] = raw_inline(bytes, sizeof(bytes));
	invoke_good(&r, ECHO_ECHO, args);
	remote_pattern_check(4, bytes, sizeof(bytes));
}

/* Situation: 16 MiB there and 16 MiB back, in memory that lies scattered.
 * Expectation: the same bytes.
 */
T_CASE(invoke_large, "large", .seconds = 60)
{
	size_t size = 16 << 20;
	struct invoke_object in, out;
	struct drm_qda_arg args[2];
	struct remote r = remote_setup("echo");

	in = invoke_object(&r, size);
	out = invoke_object(&r, size);
	/* Touching pages of both in turn, backwards, keeps them from lying in order. */
	for (size_t page = size; page; page -= INVOKE_PAGE) {
		in.bytes[page - 1] = 1;
		out.bytes[page - 1] = 1;
	}
	remote_pattern_write(9, in.bytes, size);
	args[0] = raw_gem(in.handle, 0, size);
	args[1] = raw_gem(out.handle, 0, size);
	invoke_good(&r, ECHO_ECHO, args);
	remote_pattern_check(9, out.bytes, size);
}

/* Situation: a checksum over n arguments, inline, buffer and empty mixed.
 * Expectation: that of the same bytes here, for each n.
 */
T_CASE(invoke_checksum, "checksum")
{
	uint8_t bytes[64][40];
	struct drm_qda_arg args[65];
	struct invoke_object o;
	struct remote r = remote_setup("selftest");

	o = invoke_object(&r, 64 * 3000);
	remote_pattern_write(1, o.bytes, o.size);
	remote_pattern_write(2, bytes, sizeof(bytes));
	for (__u32 n = 1; n <= 64; n++) {
		uint64_t want = REMOTE_FNV_START, got = 0;

		for (__u32 i = 0; i < n; i++) {
			__u32 offset = i * 2999, size = i % 3 == 1 ? i * 45 + 1 : 1 + i % 40;

			if (i % 7 == 6) {
				args[i] = raw_nothing();
			} else if (i % 3 == 1) {
				args[i] = raw_gem(o.handle, offset, size);
				want = remote_fnv(want, o.bytes + offset, size);
			} else {
				args[i] = raw_inline(bytes[i], size);
				want = remote_fnv(want, bytes[i], size);
			}
		}
		args[n] = raw_inline(&got, sizeof(got));
		invoke_good(&r, SELF_CHECKSUM(n), args);
		T_EQ(got, want);
	}
}

/* Situation: input and output of size 0, inline without an address and buffer.
 * Expectation: the call works, and no memory is named.
 */
T_CASE(invoke_empty, "empty-args")
{
	struct invoke_object o;
	struct drm_qda_arg args[2];
	struct remote r = remote_setup("echo");

	o = invoke_object(&r, INVOKE_PAGE);
	args[0] = raw_nothing();
	args[1] = raw_nothing();
	invoke_good(&r, ECHO_ECHO, args);
	args[0] = raw_gem(o.handle, 0, 0);
	args[1] = raw_gem(o.handle, INVOKE_PAGE, 0);
	invoke_good(&r, ECHO_ECHO, args);
}

/* Situation: one buffer is named by two inputs.
 * Expectation: both see it.
 */
T_CASE(invoke_same_twice, "same-object-twice")
{
	uint64_t want = REMOTE_FNV_START, got = 0;
	struct invoke_object o;
	struct drm_qda_arg args[3];
	struct remote r = remote_setup("selftest");

	o = invoke_object(&r, INVOKE_PAGE);
	remote_pattern_write(8, o.bytes, o.size);
	args[0] = raw_gem(o.handle, 100, 1000);
	args[1] = raw_gem(o.handle, 600, 1000);
	args[2] = raw_inline(&got, sizeof(got));
	invoke_good(&r, SELF_CHECKSUM(2), args);
	want = remote_fnv(want, o.bytes + 100, 1000);
	want = remote_fnv(want, o.bytes + 600, 1000);
	T_EQ(got, want);
}

/* Situation: input and output are parts of one buffer, in one page.
 * Expectation: the output part changes, all else is left alone.
 */
T_CASE(invoke_in_out, "in-and-out-in-one-object")
{
	struct invoke_object o;
	struct drm_qda_arg args[2];
	struct remote r = remote_setup("echo");

	o = invoke_object(&r, INVOKE_PAGE);
	memset(o.bytes, 0xdd, o.size);
	remote_pattern_write(6, o.bytes + 1, 1001);
	args[0] = raw_gem(o.handle, 1, 1001);
	args[1] = raw_gem(o.handle, 2003, 1001);
	invoke_good(&r, ECHO_ECHO, args);
	remote_pattern_check(6, o.bytes + 1, 1001);
	remote_pattern_check(6, o.bytes + 2003, 1001);
	T_EQ(o.bytes[2002], 0xdd);
	T_EQ(o.bytes[3004], 0xdd);
}

/* Situation: a buffer goes as a DMA handle argument, a part of it is named.
 * Expectation: the method sees exactly that part.
 */
T_CASE(invoke_handle, "handle")
{
	uint64_t got = 0;
	struct invoke_object o;
	struct drm_qda_arg args[2];
	struct remote r = remote_setup("selftest");

	o = invoke_object(&r, 4 * INVOKE_PAGE);
	remote_pattern_write(11, o.bytes, o.size);
	args[0] = raw_inline(&got, sizeof(got));
	args[1] = raw_gem(o.handle, 4000, 5000);
	invoke_good(&r, SELF_PEEK, args);
	T_EQ(got, remote_fnv(REMOTE_FNV_START, o.bytes + 4000, 5000));
}

/* Situation: the bytes of a buffer change between two calls that name it.
 * Expectation: the second call sees the new bytes, though nothing is mapped anew.
 */
T_CASE(invoke_again, "again")
{
	uint8_t back[64];
	struct invoke_object o;
	struct drm_qda_arg args[2];
	struct remote r = remote_setup("echo");

	o = invoke_object(&r, INVOKE_PAGE);
	args[0] = raw_gem(o.handle, 5, sizeof(back));
	args[1] = raw_inline(back, sizeof(back));
	for (__u32 i = 0; i < 50; i++) {
		remote_pattern_write(i, o.bytes + 5, sizeof(back));
		invoke_good(&r, ECHO_ECHO, args);
		remote_pattern_check(i, back, sizeof(back));
	}
}

/* Situation: 200 buffers one after the other, each closed after one call.
 * Expectation: each call sees its own buffer, though handles come again.
 */
T_CASE(invoke_new_objects, "new-objects")
{
	uint8_t back[64];
	struct remote r = remote_setup("echo");

	for (__u32 i = 0; i < 200; i++) {
		struct invoke_object o = invoke_object(&r, INVOKE_PAGE * (1 + i % 5));
		struct drm_qda_arg args[2] = {
			raw_gem(o.handle, o.size - sizeof(back), sizeof(back)),
			raw_inline(back, sizeof(back)),
		};

		remote_pattern_write(i, o.bytes + o.size - sizeof(back), sizeof(back));
		invoke_good(&r, ECHO_ECHO, args);
		remote_pattern_check(i, back, sizeof(back));
		T_SYS(munmap(o.bytes, o.size));
		T_OK(raw_gem_close(r.fd, o.handle));
	}
}

/* Situation: two sessions of one file use the same buffer.
 * Expectation: what one writes the other reads.
 */
T_CASE(invoke_two_sessions, "two-sessions-one-object")
{
	__u32 seed = 21;
	uint64_t got = 0;
	struct invoke_object o;
	struct drm_qda_arg args[2];
	struct remote a = remote_setup("selftest");
	struct remote b = remote_setup_on(a.fd, "selftest");

	o = invoke_object(&a, INVOKE_PAGE);
	args[0] = raw_inline(&seed, sizeof(seed));
	args[1] = raw_gem(o.handle, 0, o.size);
	invoke_good(&a, SELF_FILL, args);
	remote_pattern_check(seed, o.bytes, o.size);
	T_OK(raw_session_close(a.fd, a.session));
	args[0] = raw_gem(o.handle, 0, o.size);
	args[1] = raw_inline(&got, sizeof(got));
	invoke_good(&b, SELF_CHECKSUM(1), args);
	T_EQ(got, remote_fnv(REMOTE_FNV_START, o.bytes, o.size));
}

/* Situation: the method answers with an error code, positive or negative.
 * Expectation: the call works and the code is its result, unchanged.
 */
T_CASE(invoke_error_code, "error-code")
{
	static const __s32 codes[] = { 1, -1, -11, -1000, 46, REMOTE_BADPARM, INT32_MIN };
	struct remote r = remote_setup("selftest");

	for (size_t i = 0; i < T_ARRAY(codes); i++) {
		struct drm_qda_arg arg = raw_inline(&codes[i], sizeof(codes[i]));
		__s32 result = 0;

		T_OK(remote_call(&r, SELF_FAIL, &arg, &result));
		T_EQ(result, codes[i]);
	}
}

/* Situation: sizes that the method refuses.
 * Expectation: the method's own error code is the result.
 */
T_CASE(invoke_method_refuses, "method-refuses")
{
	char bytes[16] = "";
	struct drm_qda_arg args[2] = { raw_inline(bytes, 9), raw_inline(bytes, 8) };
	struct remote r = remote_setup("echo");
	__s32 result;

	T_OK(remote_call(&r, ECHO_ECHO, args, &result));
	T_EQ(result, REMOTE_BADPARM);
}

/* Situation: a remote handle that was never opened.
 * Expectation: the call works, the result is an error.
 */
T_CASE(invoke_unknown_handle, "unknown-handle")
{
	struct remote r = remote_setup("echo");
	__s32 result;

	r.handle = 0x7fff0000;
	T_OK(remote_call(&r, ECHO_NOOP, NULL, &result));
	T_CHECK(result != 0);
}

/* Situation: a module that the DSP does not have is opened.
 * Expectation: the DSP's "no such module"; the session stays usable.
 */
T_CASE(invoke_unknown_module, "unknown-module")
{
	struct remote r = remote_setup("echo");
	__u32 handle;

	T_EQ(remote_open(r.fd, r.session, "nonesuch", &handle), 0x8000043e);
	T_OK(remote_noop(&r));
}

#define INVOKE_WIDTH 317u
#define INVOKE_HEIGHT 203u
#define INVOKE_IN_STRIDE 331u
#define INVOKE_OUT_STRIDE 401u

static uint8_t invoke_sobel_at(const uint8_t *p)
{
	const int s = INVOKE_IN_STRIDE;
	int gx = p[-s + 1] + 2 * p[1] + p[s + 1] - p[-s - 1] - 2 * p[-1] - p[s - 1];
	int gy = p[s - 1] + 2 * p[s] + p[s + 1] - p[-s - 1] - 2 * p[-s] - p[-s + 1];
	int sum = abs(gx) + abs(gy);

	return (uint8_t)(sum > 255 ? 255 : sum);
}

/* What the DSP should have written at a place of the output's rows. */
static uint8_t invoke_sobel_want(const uint8_t *in, __u32 x, __u32 y)
{
	if (x >= INVOKE_WIDTH)
		return 0x5a;
	if (!x || !y || x == INVOKE_WIDTH - 1 || y == INVOKE_HEIGHT - 1)
		return 0;
	return invoke_sobel_at(&in[y * INVOKE_IN_STRIDE + x]);
}

/* Situation: edges of a picture, rows longer than the picture, odd offsets.
 * Expectation: byte for byte what the same filter gives here; the gaps between
 * the rows and what lies around stay as they were.
 */
T_CASE(invoke_sobel, "sobel")
{
	const __u32 shape[4] = { INVOKE_WIDTH, INVOKE_HEIGHT, INVOKE_IN_STRIDE, INVOKE_OUT_STRIDE };
	__u32 in_size = INVOKE_IN_STRIDE * INVOKE_HEIGHT;
	__u32 out_size = INVOKE_OUT_STRIDE * INVOKE_HEIGHT;
	struct invoke_object in, out;
	struct drm_qda_arg args[3];
	struct remote r = remote_setup("sobel");

	in = invoke_object(&r, in_size + 77);
	out = invoke_object(&r, out_size + 99);
	srand(1);
	for (size_t i = 0; i < in.size; i++)
		in.bytes[i] = (uint8_t)(i / 3 % 256 + (size_t)rand() % 40);
	memset(out.bytes, 0x5a, out.size);
	args[0] = raw_inline(shape, sizeof(shape));
	args[1] = raw_gem(in.handle, 77, in_size);
	args[2] = raw_gem(out.handle, 99, out_size);
	invoke_good(&r, SOBEL_SOBEL, args);
	T_STEP("pixels of the result");
	for (__u32 y = 0; y < INVOKE_HEIGHT; y++) {
		for (__u32 x = 0; x < INVOKE_OUT_STRIDE; x++) {
			uint8_t got = out.bytes[99 + y * INVOKE_OUT_STRIDE + x];
			uint8_t want = invoke_sobel_want(in.bytes + 77, x, y);

			if (got != want)
				t_fail("x %u y %u is %u, expected %u", x, y, got, want);
		}
	}
	T_EQ(out.bytes[98], 0x5a);
}
