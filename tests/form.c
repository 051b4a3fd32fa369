// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Older and newer programs: structs and arrays that are shorter or longer than
 * the driver's, numbers that it does not know.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "tools/remote.h"
#include "tools/t.h"
#include "tools/uapi.h"

/* The same operation with another size of its struct. */
static unsigned long form_resize(unsigned long request, size_t size)
{
	return _IOC(_IOC_READ | _IOC_WRITE, _IOC_TYPE(request), _IOC_NR(request), size);
}

/* Situation: a newer program's struct is longer, the new part is zero.
 * Expectation: the operation works.
 */
static void form_long(const void *data)
{
	const struct uapi_op *op = data;
	struct uapi_call call;

	uapi_setup(&call);
	op->fill(&call);
	T_OK(raw_ioctl(call.fd, form_resize(op->request, _IOC_SIZE(op->request) + 16),
		       &call.arg));
}

static const struct t_case form_long_cases[] = {
	{ .name = "long-query", .run_with = form_long, .data = &uapi_query },
	{ .name = "long-gem-create", .run_with = form_long, .data = &uapi_gem_create },
	{ .name = "long-gem-offset", .run_with = form_long, .data = &uapi_gem_offset },
	{ .name = "long-attach", .run_with = form_long, .data = &uapi_attach },
	{ .name = "long-create", .run_with = form_long, .data = &uapi_create },
	{ .name = "long-close", .run_with = form_long, .data = &uapi_close },
	{ .name = "long-map", .run_with = form_long, .data = &uapi_map },
	{ .name = "long-munmap", .run_with = form_long, .data = &uapi_munmap },
	{ .name = "long-invoke", .run_with = form_long, .data = &uapi_invoke },
};
T_CASES(form_long_cases);

/* Situation: an older program's INVOKE ends before the pad at the end.
 * Expectation: it works, as what is missing counts as zero; the result comes.
 */
T_CASE(form_short_invoke, "short-invoke")
{
	struct uapi_call call;

	uapi_setup(&call);
	uapi_invoke.fill(&call);
	call.arg.invoke.result = 99;
	call.arg.invoke.pad = 0xffffffff;
	T_OK(raw_ioctl(call.fd, form_resize(uapi_invoke.request,
					    offsetof(struct drm_qda_invoke, pad)), &call.arg));
	T_EQ(call.arg.invoke.result, 0);
	T_EQ(call.arg.invoke.pad, 0xffffffff);
	T_CHECK(!memcmp(call.in, call.out, UAPI_BYTES));
}

/* Situation: GEM_CREATE with a struct of size 0, which counts as all zero.
 * Expectation: EINVAL, for the size of the buffer is 0.
 */
T_CASE(form_empty, "empty")
{
	int fd = raw_node();

	T_ERR(raw_ioctl(fd, _IO(_IOC_TYPE(uapi_gem_create.request),
				_IOC_NR(uapi_gem_create.request)), NULL), -EINVAL);
}

/* Situation: the largest struct that an ioctl number can express.
 * Expectation: the known part is used, nothing breaks.
 */
T_CASE(form_largest, "largest")
{
	struct drm_qda_gem_create *arg = calloc(1, 1 << _IOC_SIZEBITS);
	int fd;

	T_CHECK(arg);
	arg->size = 4096;
	T_OK(fd = raw_open());
	T_OK(raw_ioctl(fd, form_resize(uapi_gem_create.request, (1 << _IOC_SIZEBITS) - 1), arg));
	T_CHECK(arg->handle);
	free(arg);
}

/* Situation: an operation's number that has no handler.
 * Expectation: EINVAL.
 */
T_CASE(form_unknown, "unknown-operation")
{
	char arg[64] = "";
	int fd = raw_node();

	for (unsigned int nr = DRM_QDA_SESSION_CLOSE + 1; nr < DRM_COMMAND_END - DRM_COMMAND_BASE;
	     nr++)
		T_ERR(raw_ioctl(fd, DRM_IOWR(DRM_COMMAND_BASE + nr, arg), arg), -EINVAL);
}

/* Situation: a program of version 1 creates a session: its struct ends before the
 * length of the signature. What follows it in memory is none.
 * Expectation: it works, for a program that is not signed.
 */
T_CASE(form_old_create, "old-create")
{
	const size_t old = offsetof(struct drm_qda_session_create, signature_size);
	struct uapi_call call;

	uapi_setup(&call);
	uapi_create_image.fill(&call);
	call.arg.create.signature_size = 77;
	T_OK(raw_ioctl(call.fd, form_resize(uapi_create_image.request, old), &call.arg));
	T_CHECK(call.arg.create.session);
	T_EQ(call.arg.create.signature_size, 77);
}

/* Situation: the struct of an operation lies where nothing is mapped.
 * Expectation: EFAULT.
 */
static void form_pointer(const void *data)
{
	const struct uapi_op *op = data;
	int fd = raw_node();

	T_ERR(raw_ioctl(fd, op->request, (void *)0x10), -EFAULT);
}

static const struct t_case form_pointer_cases[] = {
	{ .name = "pointer-query", .run_with = form_pointer, .data = &uapi_query },
	{ .name = "pointer-gem-create", .run_with = form_pointer, .data = &uapi_gem_create },
	{ .name = "pointer-gem-offset", .run_with = form_pointer, .data = &uapi_gem_offset },
	{ .name = "pointer-attach", .run_with = form_pointer, .data = &uapi_attach },
	{ .name = "pointer-create", .run_with = form_pointer, .data = &uapi_create },
	{ .name = "pointer-close", .run_with = form_pointer, .data = &uapi_close },
	{ .name = "pointer-map", .run_with = form_pointer, .data = &uapi_map },
	{ .name = "pointer-munmap", .run_with = form_pointer, .data = &uapi_munmap },
	{ .name = "pointer-invoke", .run_with = form_pointer, .data = &uapi_invoke },
};
T_CASES(form_pointer_cases);

/* Situation: the answer part of a struct cannot be written.
 * Expectation: EFAULT, and closing the file gives the session back.
 */
T_CASE(form_read_only, "read-only-answer")
{
	struct drm_qda_session_create *arg = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
						  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd;

	T_CHECK(arg != MAP_FAILED);
	arg->attrs = DRM_QDA_SESSION_UNSIGNED;
	T_OK(mprotect(arg, 4096, PROT_READ));
	T_OK(fd = raw_open());
	T_ERR(raw_ioctl(fd, DRM_IOCTL_QDA_SESSION_CREATE, arg), -EFAULT);
}

/* An argument as a newer program may know it. */
struct form_arg {
	struct drm_qda_arg arg;
	__u64 more;
};

static void form_stride(struct uapi_call *call, struct form_arg args[2])
{
	uapi_setup(call);
	uapi_invoke.fill(call);
	memset(args, 0, 2 * sizeof(*args));
	args[0].arg = call->args[0];
	args[1].arg = call->args[1];
	call->arg.invoke.args.stride = sizeof(*args);
	call->arg.invoke.args.pointer = (uintptr_t)args;
}

/* Situation: a newer program's arguments are larger, the new part is zero.
 * Expectation: the call works, and takes the right bytes as arguments.
 */
T_CASE(form_stride_zero, "stride-zero-tail")
{
	struct form_arg args[2];
	struct uapi_call call;

	form_stride(&call, args);
	T_OK(raw_ioctl(call.fd, DRM_IOCTL_QDA_INVOKE, &call.arg));
	T_CHECK(!memcmp(call.in, call.out, UAPI_BYTES));
}

/* Situation: the new part of the second argument is not zero.
 * Expectation: E2BIG, as the driver cannot know what it means.
 */
T_CASE(form_stride_used, "stride-used-tail")
{
	struct form_arg args[2];
	struct uapi_call call;

	form_stride(&call, args);
	args[1].more = 1ull << 63;
	T_ERR(raw_ioctl(call.fd, DRM_IOCTL_QDA_INVOKE, &call.arg), -E2BIG);
}

/* A call whose arguments lie @stride bytes apart, with zeroes between them. */
static int form_stride_of(__u32 stride)
{
	struct form_arg args[2];
	struct uapi_call call;
	char *array;

	form_stride(&call, args);
	T_CHECK(array = calloc(2, 2 * 4096));
	memcpy(array, &args[0].arg, sizeof(args[0].arg));
	if (stride <= 2 * 4096)
		memcpy(array + stride, &args[1].arg, sizeof(args[1].arg));
	call.arg.invoke.args.pointer = (uintptr_t)array;
	call.arg.invoke.args.stride = stride;
	return raw_ioctl(call.fd, DRM_IOCTL_QDA_INVOKE, &call.arg);
}

/* Situation: arguments of 4 KiB each, by the stride.
 * Expectation: the call works.
 */
T_CASE(form_stride_page, "stride-page")
{
	T_OK(form_stride_of(4096));
}

/* Situation: arguments of more than 4 KiB each, all zeroes but the start.
 * Expectation: E2BIG, before the driver has looked at them.
 */
T_CASE(form_stride_large, "stride-large")
{
	T_ERR(form_stride_of(4096 + 8), -E2BIG);
	T_ERR(form_stride_of(UINT32_MAX - 7), -E2BIG);
}

/* Situation: a handle argument of 4 GiB, all of an object.
 * Expectation: EINVAL, as the wire has 32 bits for its size.
 */
T_CASE(form_handle_large, "handle-large")
{
	struct uapi_call call;

	uapi_setup(&call);
	uapi_invoke_handle.fill(&call);
	T_OK(raw_gem_create(call.fd, 1ull << 32, &call.args[1].handle));
	call.args[1].offset = 0;
	call.args[1].size = 1ull << 32;
	T_ERR(raw_ioctl(call.fd, DRM_IOCTL_QDA_INVOKE, &call.arg), -EINVAL);
}

/* Situation: a call without arguments whose array has stride 0 and pointer 0.
 * Expectation: it works.
 */
T_CASE(form_no_args, "no-args")
{
	struct uapi_call call;

	uapi_setup(&call);
	uapi_invoke.fill(&call);
	call.arg.invoke.scalars = ECHO_NOOP;
	call.arg.invoke.args = (struct drm_qda_array){ 0 };
	T_OK(raw_ioctl(call.fd, DRM_IOCTL_QDA_INVOKE, &call.arg));
	T_EQ(call.arg.invoke.result, 0);
}

/* Situation: a call with all arguments that a scalars word can express, empty.
 * Expectation: the driver takes it; there is no such method.
 */
T_CASE(form_args_all, "args-all")
{
	struct drm_qda_query_device device;
	struct drm_qda_arg args[540];
	struct uapi_call call;
	__u32 scalars = DRM_QDA_SCALARS(7, 255, 255, 15, 15);
	__s32 result = 0;

	uapi_setup(&call);
	T_OK(raw_query_device(call.fd, &device));
	T_EQ(device.args_max, T_ARRAY(args));
	for (size_t i = 0; i < T_ARRAY(args); i++)
		args[i] = i < 510 ? raw_nothing() : raw_gem(call.object, 0, 0);
	T_OK(raw_invoke(call.fd, call.session, call.selftest, scalars, args, &result));
	T_CHECK(result != 0);
}

/* Situation: 255 inputs, parts of one buffer.
 * Expectation: the method sees each of them.
 */
T_CASE(form_args_many, "args-many")
{
	uint64_t want = REMOTE_FNV_START, got = 0;
	struct drm_qda_arg args[256];
	struct uapi_call call;
	uint8_t *bytes;
	__s32 result;

	uapi_setup(&call);
	T_CHECK((bytes = raw_gem_map(call.fd, call.object, UAPI_OBJECT)));
	remote_pattern_write(77, bytes, UAPI_OBJECT);
	for (size_t i = 0; i < 255; i++) {
		args[i] = raw_gem(call.object, i * 31, 1 + i % 60);
		want = remote_fnv(want, bytes + i * 31, 1 + i % 60);
	}
	args[255] = raw_inline(&got, sizeof(got));
	T_OK(raw_invoke(call.fd, call.session, call.selftest, SELF_CHECKSUM(255), args, &result));
	T_EQ(result, 0);
	T_EQ(got, want);
}

/* Situation: the fields that only answer hold rubbish before the call.
 * Expectation: they are not read; they hold the answer after it.
 */
T_CASE(form_rubbish, "rubbish-in-answers")
{
	struct uapi_call call;

	uapi_setup(&call);
	uapi_invoke.fill(&call);
	call.arg.invoke.result = -77;
	T_OK(raw_ioctl(call.fd, uapi_invoke.request, &call.arg));
	T_EQ(call.arg.invoke.result, 0);
	uapi_create.fill(&call);
	call.arg.create.session = 0xdeadbeef;
	call.arg.create.result = -77;
	T_OK(raw_ioctl(call.fd, uapi_create.request, &call.arg));
	T_CHECK(call.arg.create.session != 0xdeadbeef);
	T_EQ(call.arg.create.result, 0);
}

/* Situation: a call and a close for a session that was closed.
 * Expectation: ENOENT.
 */
T_CASE(form_closed_session, "closed-session")
{
	struct uapi_call call;

	uapi_setup(&call);
	T_OK(raw_session_close(call.fd, call.session));
	uapi_invoke.fill(&call);
	T_ERR(raw_ioctl(call.fd, uapi_invoke.request, &call.arg), -ENOENT);
	T_ERR(raw_session_close(call.fd, call.session), -ENOENT);
}
