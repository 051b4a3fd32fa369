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

/* Buffers of the library, in one memory file. */
static int memory = -1;
static unsigned int gems_made, gems_closed;
static uint64_t gem_size;

static int kernel_gem(unsigned long request, void *arg)
{
	struct drm_qda_gem_create *create = arg;

	switch (request) {
	case DRM_IOCTL_QDA_GEM_CREATE:
		gem_size = create->size = (create->size + 4095) & ~4095ull;
		create->handle = 9;
		gems_made++;
		return ftruncate(memory, (off_t)create->size);
	case DRM_IOCTL_QDA_GEM_MMAP_OFFSET:
		return 0;
	case DRM_IOCTL_QDA_SESSION_CREATE:
	case DRM_IOCTL_QDA_SESSION_CLOSE:
		return 0;
	case DRM_IOCTL_GEM_CLOSE:
		gems_closed++;
		return 0;
	default:
		TAP_EXPECT(!"an operation of calls");
		return -ENOTTY;
	}
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
	dev.info.inline_max = 1 << 20;
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

/* The kernel's view of an argument in a buffer of the library. */
static uint8_t *spilled(const struct drm_qda_arg *arg)
{
	static uint8_t *bytes;

	if (bytes)
		munmap(bytes, 1 << 20);
	bytes = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, memory,
		     0);
	return bytes + arg->addr;
}

/* Adds 1 to each byte of its input, however it is passed. */
static int adding_kernel(int fd, unsigned long request, void *arg)
{
	struct drm_qda_invoke *invoke = arg;
	static uint8_t bytes[100000];
	uint64_t size;
	int ret;

	ret = kernel(fd, request, arg);
	if (ret || request != DRM_IOCTL_QDA_INVOKE)
		return ret;

	size = seen_args[0].size;
	memcpy(bytes, seen_args[0].type == DRM_QDA_ARG_GEM ?
	       spilled(&seen_args[0]) : (void *)(uintptr_t)seen_args[0].addr,
	       size);
	for (uint64_t i = 0; i < size; i++)
		bytes[i]++;
	memcpy(seen_args[invoke->args.count - 1].type == DRM_QDA_ARG_GEM ?
	       spilled(&seen_args[invoke->args.count - 1]) :
	       (void *)(uintptr_t)seen_args[invoke->args.count - 1].addr,
	       bytes, size);
	return 0;
}

static void reset_spill(void)
{
	reset();
	memory = memfd_create("gem", MFD_CLOEXEC);
	dev.fd = memory;
	gems_made = gems_closed = 0;
	fake_ioctl = adding_kernel;
}

static void cleanup_spill(void)
{
	qda_scratch_fini(&session);
	TAP_EXPECT(gems_made == gems_closed);
	close(memory);
}

/* Exactly what the kernel copies is left to it; one byte more is not. */
static void spill_limit(void)
{
	static uint8_t in[32768], out[32768];
	struct qda_arg args[2];

	reset_spill();
	args[0] = qda_arg_in(in, 16384);
	args[1] = qda_arg_out(out, 16384);
	TAP_EXPECT(!qda_invoke(&session, 9, 2, args, 2, 0, NULL));
	TAP_EXPECT(seen_args[0].type == DRM_QDA_ARG_INLINE);
	TAP_EXPECT(seen_args[1].type == DRM_QDA_ARG_INLINE);
	TAP_EXPECT(gems_made == 0);

	args[0] = qda_arg_in(in, 16385);
	args[1] = qda_arg_out(out, 16385);
	in[16384] = 7;
	TAP_EXPECT(!qda_invoke(&session, 9, 2, args, 2, 0, NULL));
	TAP_EXPECT(seen_args[0].type == DRM_QDA_ARG_INLINE);
	TAP_EXPECT(seen_args[1].type == DRM_QDA_ARG_GEM);
	TAP_EXPECT(seen_args[1].handle == 9 && seen_args[1].size == 16385);
	TAP_EXPECT(gems_made == 1 && out[16384] == 8);
	cleanup_spill();
}

/* The place of an argument may end behind what the kernel copies. */
static void spill_odd_limit(void)
{
	static uint8_t in[90], out[20];
	const struct qda_arg args[] = {
		qda_arg_in(in, sizeof(in)), qda_arg_in(in, 20),
		qda_arg_out(out, sizeof(out)),
	};

	reset_spill();
	fake_ioctl = kernel;
	dev.info.inline_max = 100;
	TAP_EXPECT(!qda_invoke(&session, 9, 2, args, 3, 0, NULL));
	TAP_EXPECT(seen_args[0].type == DRM_QDA_ARG_INLINE);
	TAP_EXPECT(seen_args[1].type == DRM_QDA_ARG_GEM);
	TAP_EXPECT(seen_args[2].type == DRM_QDA_ARG_GEM);
	cleanup_spill();
}

/* Nothing takes no room, where there is none left either. */
static void spill_nothing(void)
{
	static uint8_t in[200];
	const struct qda_arg args[] = {
		qda_arg_in(in, sizeof(in)), qda_arg_in(NULL, 0),
		qda_arg_in(in, 150), qda_arg_out(NULL, 0),
	};

	reset_spill();
	fake_ioctl = kernel;
	dev.info.inline_max = 200;
	TAP_EXPECT(!qda_invoke(&session, 9, 2, args, 4, 0, NULL));
	TAP_EXPECT(seen_args[0].type == DRM_QDA_ARG_INLINE);
	TAP_EXPECT(seen_args[1].type == DRM_QDA_ARG_INLINE);
	TAP_EXPECT(seen_args[2].type == DRM_QDA_ARG_GEM);
	TAP_EXPECT(seen_args[3].type == DRM_QDA_ARG_INLINE);
	cleanup_spill();
}

/* 255 inputs of a byte each are too many for the kernel, and arrive. */
static void spill_many(void)
{
	static uint8_t bytes[300], out;
	struct qda_arg args[256];
	unsigned int inlined = 0;

	reset_spill();
	dev.info.inline_max = 4096;
	for (int i = 0; i < 255; i++) {
		bytes[i] = (uint8_t)i;
		args[i] = qda_arg_in(&bytes[i], 1);
	}
	args[255] = qda_arg_out(&out, 1);
	TAP_EXPECT(!qda_invoke(&session, 9, 2, args, 256, 0, NULL));
	for (unsigned int i = 0; i < 255; i++) {
		const struct drm_qda_arg *arg = &seen_args[i];

		if (arg->type == DRM_QDA_ARG_INLINE)
			inlined++;
		else
			TAP_EXPECT(*spilled(arg) == i);
		TAP_EXPECT(arg->addr % 128 == 0 || !arg->handle);
	}
	TAP_EXPECT(inlined == 32);
	TAP_EXPECT(seen_args[255].type == DRM_QDA_ARG_GEM);
	TAP_EXPECT(out == 1 && gems_made == 1);
	cleanup_spill();
}

/* Buffers of the caller and empty arguments stay what they are. */
static void spill_mixed(void)
{
	static uint8_t in[40000], out[40000];
	const struct qda_arg args[] = {
		qda_arg_in(in, sizeof(in)), qda_arg_in_bo(&bo, 64, 5),
		qda_arg_in(in, 0), qda_arg_in_handle(&bo, 0, 1),
	};
	struct qda_arg last[5];

	reset_spill();
	memcpy(last, args, sizeof(args));
	last[4] = qda_arg_out_handle(&bo, 0, 1);
	fake_ioctl = kernel;
	TAP_EXPECT(!qda_invoke(&session, 9, 2, last, 5, 0, NULL));
	TAP_EXPECT(seen_args[0].type == DRM_QDA_ARG_GEM);
	TAP_EXPECT(seen_args[0].handle == 9);
	TAP_EXPECT(seen_args[1].handle == 42 && seen_args[1].addr == 64);
	TAP_EXPECT(seen_args[2].type == DRM_QDA_ARG_INLINE);
	TAP_EXPECT(seen_args[3].handle == 42 && seen_args[4].handle == 42);
	(void)out;
	cleanup_spill();
}

/* The next call uses the buffer again; a failed one never does. */
static void spill_again(void)
{
	static uint8_t in[40000], out[40000];
	const struct qda_arg args[] = {
		qda_arg_in(in, sizeof(in)), qda_arg_out(out, sizeof(out)),
	};

	reset_spill();
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
	cleanup_spill();
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

static void spill_closed(void)
{
	static uint8_t in[40000];
	const struct qda_arg arg = qda_arg_in(in, sizeof(in));

	reset_spill();
	fake_ioctl = closing_kernel;
	for (int error = 0; error >= -ESHUTDOWN; error -= ESHUTDOWN) {
		next_error = error;
		TAP_EXPECT(!qda_session_create(&dev, 0, &closing, NULL));
		TAP_EXPECT(qda_invoke(closing, 9, 2, &arg, 1, 0, NULL) ==
			   error);
	}
	cleanup_spill();
}

/* More than anybody should copy, and sizes that are none. */
static void spill_too_big(void)
{
	static uint8_t byte;
	struct qda_arg args[2];

	reset_spill();
	args[0] = qda_arg_in(&byte, (64u << 20) + 1);
	TAP_EXPECT(qda_invoke(&session, 9, 2, args, 1, 0, NULL) == -E2BIG);
	args[0] = qda_arg_in(&byte, SIZE_MAX);
	args[1] = qda_arg_out(&byte, SIZE_MAX);
	TAP_EXPECT(qda_invoke(&session, 9, 2, args, 2, 0, NULL) == -E2BIG);
	TAP_EXPECT(seen_calls == 0 && gems_made == 0);
	cleanup_spill();
}

static const struct tap_test tests[] = {
	TAP_TEST(no_arguments),
	TAP_TEST(mixed_order),
	TAP_TEST(many_arguments),
	TAP_TEST(refused),
	TAP_TEST(result_and_error),
	TAP_TEST(time_limit),
	TAP_TEST(spill_limit),
	TAP_TEST(spill_odd_limit),
	TAP_TEST(spill_nothing),
	TAP_TEST(spill_many),
	TAP_TEST(spill_mixed),
	TAP_TEST(spill_again),
	TAP_TEST(spill_closed),
	TAP_TEST(spill_too_big),
};

TAP_MAIN(tests)
