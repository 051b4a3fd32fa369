// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The argument builder: what the kernel is given for what the caller wrote.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <drm/qda_accel.h>

#include "bo.h"
#include "fake_ioctl.h"
#include "scratch.h"
#include "session.h"
#include "tap.h"

/* The last call that "the kernel" saw. */
static struct drm_qda_invoke seen;
static struct drm_qda_arg seen_args[600];
static unsigned int seen_calls;
static int32_t next_result;
static int next_error;

static unsigned int gems_made, gems_closed;

static int kernel_gem(unsigned long request, void *arg)
{
	int ret = fake_gem(request, arg);

	gems_made += request == DRM_IOCTL_QDA_GEM_CREATE;
	gems_closed += request == DRM_IOCTL_GEM_CLOSE;
	if (ret == -ENOTTY && (request == DRM_IOCTL_QDA_SESSION_CREATE ||
			       request == DRM_IOCTL_QDA_SESSION_CLOSE))
		return 0;
	TAP_EXPECT(!ret);
	return ret;
}

static int kernel(int fd, unsigned long request, void *arg)
{
	struct drm_qda_invoke *invoke = arg;

	(void)fd;
	if (request != DRM_IOCTL_QDA_INVOKE)
		return kernel_gem(request, arg);

	seen = *invoke;
	seen_calls++;
	memcpy(seen_args, (void *)(uintptr_t)invoke->args.pointer,
	       invoke->args.count * sizeof(*seen_args));
	invoke->result = next_result;
	return next_error;
}

static struct qda_device dev;
static struct qda_session session = { .dev = &dev, .id = 7, .users = 1 };
static struct qda_bo bo = { .dev = &dev, .size = 8192, .handle = 42 };

static void reset(void)
{
	dev = fake_device("cdsp");
	fake_ioctl = kernel;
	qda_scratch_init(&session.scratch);
	memset(&seen, 0, sizeof(seen));
	seen_calls = 0;
	next_result = 0;
	next_error = 0;
}

/* No argument: the kernel gets none, and everything else as it was given. */
static void no_arguments(void)
{
	int32_t result = 99;

	reset();
	TAP_EXPECT(!qda_invoke(&session, 0x1234, 2, NULL, 0, 0, &result));
	TAP_EXPECT(result == 0);
	TAP_EXPECT(seen.session == 7);
	TAP_EXPECT(seen.handle == 0x1234);
	TAP_EXPECT(seen.scalars == 0x02000000);
	TAP_EXPECT(seen.args.count == 0);
	TAP_EXPECT(seen.timeout_ns == 0);
	TAP_EXPECT(seen.flags == 0 && seen.pad == 0);
}

/* All kinds in a mixed order: sorted by kind, each kind in its own order. */
static void mixed_order(void)
{
	char in0[] = "ab", in1[] = "fghij", out0[2];
	const struct qda_arg args[] = {
		qda_arg_with_number(qda_arg_out_handle(&bo, 16, 1), 4711),
		qda_arg_out(out0, 2),
		qda_arg_in(in0, 3),
		qda_arg_in_handle(&bo, 32, 4),
		qda_arg_out_bo(&bo, 64, 5),
		qda_arg_in(in1, 6),
		qda_arg_in_bo(&bo, 128, 7),
	};
	static const uint64_t sizes[] = { 3, 6, 7, 2, 5, 4, 1 };

	reset();
	TAP_EXPECT(!qda_invoke(&session, 1000, 5, args, 7, 0, NULL));
	TAP_EXPECT(seen.scalars == 0x05030211);
	TAP_EXPECT(seen.args.count == 7);
	TAP_EXPECT(seen.args.stride == sizeof(struct drm_qda_arg));
	for (int i = 0; i < 7; i++)
		TAP_EXPECT(seen_args[i].size == sizes[i]);
	for (int i = 0; i < 7; i++)
		TAP_EXPECT(seen_args[i].tag == (i == 6 ? 4711 : 0));
	TAP_EXPECT(seen_args[0].handle == seen_args[1].handle);
	TAP_EXPECT(seen_args[0].handle == seen_args[3].handle);
	TAP_EXPECT(seen_args[0].handle && seen_args[0].handle != 42);
	TAP_EXPECT(!memcmp(fake_bytes(&seen_args[0]), in0, 3));
	TAP_EXPECT(!memcmp(fake_bytes(&seen_args[1]), in1, 6));
	TAP_EXPECT(seen_args[2].offset == 128);
	TAP_EXPECT(seen_args[2].handle == 42);
	TAP_EXPECT(seen_args[6].offset == 16);
	qda_scratch_fini(&session.scratch);
}

/* More arguments than fit on the stack, up to what the scalars can count. */
static void many_arguments(void)
{
	static struct qda_arg args[541];
	char bytes[255] = "";

	reset();
	for (int i = 0; i < 255; i++) {
		args[2 * i] = qda_arg_out(bytes, (size_t)i);
		args[2 * i + 1] = qda_arg_in(bytes, (size_t)i);
	}
	for (int i = 0; i < 15; i++) {
		args[510 + 2 * i] = qda_arg_out_handle(&bo, (uint64_t)i, 1);
		args[511 + 2 * i] = qda_arg_in_handle(&bo, (uint64_t)i, 1);
	}
	TAP_EXPECT(!qda_invoke(&session, 1000, 31, args, 540, 0, NULL));
	TAP_EXPECT(seen.scalars == 0x1fffffff);
	TAP_EXPECT(seen_args[254].size == 254);
	TAP_EXPECT(seen_args[255].size == 0);
	TAP_EXPECT(seen_args[509].size == 254);
	TAP_EXPECT(seen_args[539].offset == 14);

	args[540] = qda_arg_in(bytes, 1);
	TAP_EXPECT(qda_invoke(&session, 1000, 2, args, 541, 0, NULL) == -E2BIG);
	args[540] = qda_arg_out_handle(&bo, 0, 1);
	TAP_EXPECT(qda_invoke(&session, 1000, 2, args, 541, 0, NULL) == -E2BIG);
	TAP_EXPECT(seen_calls == 1);
	qda_scratch_fini(&session.scratch);
}

/* One thing wrong each: refused before the kernel is asked. */
static void refused(void)
{
	struct qda_device other_dev = fake_device("adsp");
	struct qda_bo other = { .dev = &other_dev, .handle = 42 };
	struct qda_arg arg;

	reset();
	TAP_EXPECT(qda_invoke(&session, 9, 32, NULL, 0, 0, NULL) == -EINVAL);
	TAP_EXPECT(qda_invoke(&session, 9, 2, NULL, 0, -1, NULL) == -EINVAL);

	arg = qda_arg_in_bo(&other, 0, 1);
	TAP_EXPECT(qda_invoke(&session, 9, 2, &arg, 1, 0, NULL) == -EXDEV);

	arg = qda_arg_in_handle(NULL, 0, 1);
	TAP_EXPECT(qda_invoke(&session, 9, 2, &arg, 1, 0, NULL) == -EINVAL);

	arg = qda_arg_in(&arg, 1);
	arg.kind = 4;
	TAP_EXPECT(qda_invoke(&session, 9, 2, &arg, 1, 0, NULL) == -EINVAL);

	arg = qda_arg_with_number(qda_arg_in(&arg, 1), 1);
	TAP_EXPECT(qda_invoke(&session, 9, 2, &arg, 1, 0, NULL) == -EINVAL);
	TAP_EXPECT(seen_calls == 0);
}

/* What the DSP said and what went wrong are different things. */
static void result_and_error(void)
{
	int32_t result = 5;

	reset();
	next_result = (int32_t)0x8000040e;
	TAP_EXPECT(!qda_invoke(&session, 9, 2, NULL, 0, 0, &result));
	TAP_EXPECT(result == (int32_t)0x8000040e);
	TAP_EXPECT(qda_invoke(&session, 9, 2, NULL, 0, 0, NULL) == -EREMOTEIO);

	next_result = -5;
	TAP_EXPECT(!qda_invoke(&session, 9, 2, NULL, 0, 0, &result));
	TAP_EXPECT(result == -5);

	result = 77;
	next_error = -ECONNRESET;
	TAP_EXPECT(qda_invoke(&session, 9, 2, NULL, 0, 0, &result) ==
		   -ECONNRESET);
	TAP_EXPECT(result == 77);
}

/* A limit from now becomes a point in time that is not before now + limit. */
static void time_limit(void)
{
	struct timespec now;
	int64_t begin;

	reset();
	clock_gettime(CLOCK_MONOTONIC, &now);
	begin = now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
	TAP_EXPECT(!qda_invoke(&session, 9, 2, NULL, 0, 5000, NULL));
	TAP_EXPECT(seen.timeout_ns >= begin + 5000);
	TAP_EXPECT(seen.timeout_ns < begin + INT64_C(60000000000));

	TAP_EXPECT(!qda_invoke(&session, 9, 2, NULL, 0, INT64_MAX, NULL));
	TAP_EXPECT(seen.timeout_ns == INT64_MAX);
}

/* Adds 1 to each byte of its input. */
static int adding_kernel(int fd, unsigned long request, void *arg)
{
	struct drm_qda_invoke *invoke = arg;
	uint8_t *in, *out;
	int ret;

	ret = kernel(fd, request, arg);
	if (ret || request != DRM_IOCTL_QDA_INVOKE)
		return ret;

	in = fake_bytes(&seen_args[0]);
	out = fake_bytes(&seen_args[invoke->args.count - 1]);
	for (uint64_t i = 0; i < seen_args[0].size; i++)
		out[i] = (uint8_t)(in[i] + 1);
	return 0;
}

static void reset_pack(void)
{
	reset();
	gems_made = gems_closed = 0;
	fake_ioctl = adding_kernel;
}

static void cleanup_pack(void)
{
	qda_scratch_fini(&session.scratch);
	TAP_EXPECT(gems_made == gems_closed);
}

/* Bytes go there and back; what the DSP does not write is zero. */
static void pack_bytes(void)
{
	static uint8_t in[20000], out[20000];
	const struct qda_arg args[] = {
		qda_arg_in(in, sizeof(in)), qda_arg_out(out, sizeof(out)),
	};

	reset_pack();
	in[19999] = 7;
	TAP_EXPECT(!qda_invoke(&session, 9, 2, args, 2, 0, NULL));
	TAP_EXPECT(out[0] == 1 && out[19999] == 8);
	fake_ioctl = kernel;
	TAP_EXPECT(!qda_invoke(&session, 9, 2, args, 2, 0, NULL));
	TAP_EXPECT(out[0] == 0 && out[19999] == 0);
	TAP_EXPECT(gems_made == 1);
	cleanup_pack();
}

/* Nothing needs no buffer, and its address stays here. */
static void pack_nothing(void)
{
	static uint8_t in[200];
	const struct qda_arg args[] = {
		qda_arg_in(in, 0), qda_arg_in(NULL, 0), qda_arg_out(in, 0),
	};

	reset_pack();
	fake_ioctl = kernel;
	TAP_EXPECT(!qda_invoke(&session, 9, 2, args, 3, 0, NULL));
	TAP_EXPECT(gems_made == 0);
	for (int i = 0; i < 3; i++)
		TAP_EXPECT(!seen_args[i].offset && !seen_args[i].handle);
	cleanup_pack();
}

/* 255 inputs of a byte each: all in one buffer, none in the cache line of another. */
static void pack_many(void)
{
	static uint8_t bytes[300], out;
	struct qda_arg args[256];

	reset_pack();
	for (int i = 0; i < 255; i++) {
		bytes[i] = (uint8_t)i;
		args[i] = qda_arg_in(&bytes[i], 1);
	}
	args[255] = qda_arg_out(&out, 1);
	TAP_EXPECT(!qda_invoke(&session, 9, 2, args, 256, 0, NULL));
	for (unsigned int i = 0; i < 255; i++) {
		TAP_EXPECT(*(uint8_t *)fake_bytes(&seen_args[i]) == i);
		TAP_EXPECT(seen_args[i].offset == i * 128);
	}
	TAP_EXPECT(out == 1 && gems_made == 1);
	cleanup_pack();
}

/* Buffers of the caller and empty arguments stay what they are. */
static void pack_mixed(void)
{
	static uint8_t in[40000];
	const struct qda_arg args[] = {
		qda_arg_in(in, sizeof(in)), qda_arg_in_bo(&bo, 64, 5),
		qda_arg_in(in, 0), qda_arg_in_handle(&bo, 0, 1),
		qda_arg_out_handle(&bo, 0, 1),
	};

	reset_pack();
	fake_ioctl = kernel;
	TAP_EXPECT(!qda_invoke(&session, 9, 2, args, 5, 0, NULL));
	TAP_EXPECT(seen_args[0].handle && seen_args[0].handle != 42);
	TAP_EXPECT(seen_args[1].handle == 42 && seen_args[1].offset == 64);
	TAP_EXPECT(!seen_args[2].handle);
	TAP_EXPECT(seen_args[3].handle == 42 && seen_args[4].handle == 42);
	cleanup_pack();
}

/* The next call uses the buffer again; a failed one never does. */
static void pack_again(void)
{
	static uint8_t in[40000], out[40000];
	const struct qda_arg args[] = {
		qda_arg_in(in, sizeof(in)), qda_arg_out(out, sizeof(out)),
	};

	reset_pack();
	for (int i = 0; i < 5; i++) {
		in[0] = (uint8_t)i;
		TAP_EXPECT(!qda_invoke(&session, 9, 2, args, 2, 0, NULL));
		TAP_EXPECT(out[0] == i + 1);
	}
	TAP_EXPECT(gems_made == 1 && gems_closed == 0);

	fake_ioctl = kernel;
	next_error = -ETIMEDOUT;
	out[0] = 77;
	TAP_EXPECT(qda_invoke(&session, 9, 2, args, 2, 1, NULL) == -ETIMEDOUT);
	TAP_EXPECT(out[0] == 77);
	TAP_EXPECT(gems_closed == 1);
	cleanup_pack();
}

/* Calls at the same time have a buffer each, and the session keeps so many. */
static void pack_parallel(void)
{
	struct qda_bo *bos[SCRATCHES_MAX + 1];

	reset_pack();
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i <= SCRATCHES_MAX; i++)
			TAP_EXPECT(!qda_scratch_get(&session.scratch, &dev, 100, &bos[i]));
		for (int i = 0; i <= SCRATCHES_MAX; i++)
			qda_scratch_put(&session.scratch, bos[i], true);
	}
	TAP_EXPECT(gems_made == SCRATCHES_MAX + 3);
	cleanup_pack();
}

/* Large ones: as many as are 8 MiB together, in the place of small ones. */
static void pack_large(void)
{
	struct qda_bo *small[4], *large[10];

	reset_pack();
	for (int i = 0; i < 4; i++)
		TAP_EXPECT(!qda_scratch_get(&session.scratch, &dev, 100, &small[i]));
	for (int i = 0; i < 10; i++)
		TAP_EXPECT(!qda_scratch_get(&session.scratch, &dev, 1 << 20, &large[i]));
	for (int i = 0; i < 4; i++)
		qda_scratch_put(&session.scratch, small[i], true);
	TAP_EXPECT(gems_closed == 0);
	for (int i = 0; i < 10; i++)
		qda_scratch_put(&session.scratch, large[i], true);
	TAP_EXPECT(gems_closed == 4 + 2 && session.scratch.size == 8 << 20);
	cleanup_pack();
}

static void scratch_call(uint64_t size)
{
	struct qda_bo *bo;

	TAP_EXPECT(!qda_scratch_get(&session.scratch, &dev, size, &bo));
	qda_scratch_put(&session.scratch, bo, true);
}

/* One that is larger than those is kept, the largest; and goes if none needs it. */
static void pack_larger(void)
{
	struct qda_bo *two[2];

	reset_pack();
	for (int i = 0; i < 5; i++)
		scratch_call(4 << 20);
	TAP_EXPECT(gems_made == 1 && gems_closed == 0);
	scratch_call(16 << 20);
	TAP_EXPECT(gems_made == 2 && gems_closed == 1);
	for (int i = 0; i < 5; i++) {
		scratch_call(4 << 20);
		scratch_call(16 << 20);
		scratch_call(100);
	}
	TAP_EXPECT(gems_made == 3 && gems_closed == 1);

	for (int i = 0; i < 2; i++)
		TAP_EXPECT(!qda_scratch_get(&session.scratch, &dev, 4 << 20, &two[i]));
	TAP_EXPECT(gems_made == 4);
	for (int i = 0; i < 2; i++)
		qda_scratch_put(&session.scratch, two[i], true);
	TAP_EXPECT(gems_closed == 2);

	for (int i = 0; i < 999; i++)
		scratch_call(100);
	TAP_EXPECT(gems_closed == 2);
	scratch_call(100);
	TAP_EXPECT(gems_closed == 3);
	scratch_call(4 << 20);
	TAP_EXPECT(gems_made == 5);
	cleanup_pack();
	TAP_EXPECT(gems_closed == 5);
}

static struct qda_session *closing;

/* While the call is under way another thread closes the session. */
static int closing_kernel(int fd, unsigned long request, void *arg)
{
	int ret = kernel(fd, request, arg);

	if (request == DRM_IOCTL_QDA_INVOKE)
		TAP_EXPECT(!qda_session_close(closing));
	return ret;
}

static void pack_closed(void)
{
	static uint8_t in[40000];
	const struct qda_arg arg = qda_arg_in(in, sizeof(in));

	reset_pack();
	fake_ioctl = closing_kernel;
	for (int error = 0; error >= -ESHUTDOWN; error -= ESHUTDOWN) {
		next_error = error;
		TAP_EXPECT(!qda_session_create(&dev, 0, &closing, NULL));
		TAP_EXPECT(qda_invoke(closing, 9, 2, &arg, 1, 0, NULL) ==
			   error);
	}
	cleanup_pack();
}

/* More than anybody should copy, and sizes that are none. */
static void pack_too_big(void)
{
	static uint8_t byte;
	struct qda_arg args[2];

	reset_pack();
	args[0] = qda_arg_in(&byte, (64u << 20) + 1);
	TAP_EXPECT(qda_invoke(&session, 9, 2, args, 1, 0, NULL) == -E2BIG);
	args[0] = qda_arg_in(&byte, SIZE_MAX);
	args[1] = qda_arg_out(&byte, SIZE_MAX);
	TAP_EXPECT(qda_invoke(&session, 9, 2, args, 2, 0, NULL) == -E2BIG);
	TAP_EXPECT(seen_calls == 0 && gems_made == 0);
	cleanup_pack();
}

static const struct tap_test tests[] = {
	TAP_TEST(no_arguments),
	TAP_TEST(mixed_order),
	TAP_TEST(many_arguments),
	TAP_TEST(refused),
	TAP_TEST(result_and_error),
	TAP_TEST(time_limit),
	TAP_TEST(pack_bytes),
	TAP_TEST(pack_nothing),
	TAP_TEST(pack_many),
	TAP_TEST(pack_mixed),
	TAP_TEST(pack_again),
	TAP_TEST(pack_parallel),
	TAP_TEST(pack_large),
	TAP_TEST(pack_larger),
	TAP_TEST(pack_closed),
	TAP_TEST(pack_too_big),
};

TAP_MAIN(tests)
