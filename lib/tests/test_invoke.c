// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The argument builder: what the kernel is given for what the caller wrote.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include <drm/qda_accel.h>

#include "bo.h"
#include "fake_ioctl.h"
#include "session.h"
#include "tap.h"

/* The last call that "the kernel" saw. */
static struct drm_qda_invoke seen;
static struct drm_qda_arg seen_args[600];
static unsigned int seen_calls;
static int32_t next_result;
static int next_error;

static int kernel(int fd, unsigned long request, void *arg)
{
	struct drm_qda_invoke *invoke = arg;

	(void)fd;
	if (!TAP_EXPECT(request == DRM_IOCTL_QDA_INVOKE))
		return -ENOTTY;

	seen = *invoke;
	seen_calls++;
	memcpy(seen_args, (void *)(uintptr_t)invoke->args.pointer,
	       invoke->args.count * sizeof(*seen_args));
	invoke->result = next_result;
	return next_error;
}

static struct qda_device dev;
static struct qda_session session = { .dev = &dev, .id = 7 };
static struct qda_bo bo = { .dev = &dev, .size = 8192, .handle = 42 };

static void reset(void)
{
	fake_ioctl = kernel;
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
	char in0, in1, out0;
	const struct qda_arg args[] = {
		qda_arg_out_handle(&bo, 16, 1),
		qda_arg_out(&out0, 2),
		qda_arg_in(&in0, 3),
		qda_arg_in_handle(&bo, 32, 4),
		qda_arg_out_bo(&bo, 64, 5),
		qda_arg_in(&in1, 6),
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
	TAP_EXPECT(seen_args[0].type == DRM_QDA_ARG_INLINE);
	TAP_EXPECT(seen_args[0].addr == (uintptr_t)&in0);
	TAP_EXPECT(seen_args[0].handle == 0);
	TAP_EXPECT(seen_args[1].addr == (uintptr_t)&in1);
	TAP_EXPECT(seen_args[2].type == DRM_QDA_ARG_GEM);
	TAP_EXPECT(seen_args[2].addr == 128);
	TAP_EXPECT(seen_args[2].handle == 42);
	TAP_EXPECT(seen_args[3].addr == (uintptr_t)&out0);
	TAP_EXPECT(seen_args[6].addr == 16);
}

/* More arguments than fit on the stack, up to what the scalars can count. */
static void many_arguments(void)
{
	static struct qda_arg args[541];
	char byte;

	reset();
	for (int i = 0; i < 255; i++) {
		args[2 * i] = qda_arg_out(&byte, (size_t)i);
		args[2 * i + 1] = qda_arg_in(&byte, (size_t)i);
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
	TAP_EXPECT(seen_args[539].addr == 14);

	args[540] = qda_arg_in(&byte, 1);
	TAP_EXPECT(qda_invoke(&session, 1000, 2, args, 541, 0, NULL) == -E2BIG);
	args[540] = qda_arg_out_handle(&bo, 0, 1);
	TAP_EXPECT(qda_invoke(&session, 1000, 2, args, 541, 0, NULL) == -E2BIG);
	TAP_EXPECT(seen_calls == 1);
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

	arg = qda_arg_in(&arg, 1);
	arg.reserved = 1;
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

static const struct tap_test tests[] = {
	TAP_TEST(no_arguments),
	TAP_TEST(mixed_order),
	TAP_TEST(many_arguments),
	TAP_TEST(refused),
	TAP_TEST(result_and_error),
	TAP_TEST(time_limit),
};

TAP_MAIN(tests)
