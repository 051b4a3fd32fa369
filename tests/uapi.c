// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Wrong arguments. A row of the table is a case: an operation that is right in
 * everything, which must work, and then with one thing wrong, which must not.
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "tools/remote.h"
#include "tools/t.h"
#include "tools/uapi.h"

#define UAPI_ALL_BITS 0xffffffffu
#define UAPI_NOT_WAIT (~(__u32)DRM_QDA_SESSION_WAIT)

/* Which bytes a row changes. */
enum uapi_place {
	UAPI_STRUCT,		/* the operation's struct */
	UAPI_ARG0,		/* first argument of a call: input */
	UAPI_ARG1,		/* second argument: output */
};

/**
 * struct uapi_row - one thing that is wrong
 * @op: how the right call is made
 * @place: what is changed
 * @offset: of the changed field
 * @size: of the changed field, 4 or 8
 * @value: put there; no value: @bits
 * @bits: mask; each bit of it alone is set once, the others stay right
 * @error: what must come
 */
struct uapi_row {
	const struct uapi_op *op;
	enum uapi_place place;
	size_t offset, size;
	__u64 value;
	__u32 bits;
	int error;
};

static void uapi_change(struct uapi_call *call, const struct uapi_row *row, __u64 value)
{
	char *base = (char *)&call->arg;

	if (row->place != UAPI_STRUCT)
		base = (char *)&call->args[row->place == UAPI_ARG1];
	if (row->bits) {
		__u32 old;

		memcpy(&old, base + row->offset, sizeof(old));
		value |= old;
	}
	/* Little endian: the low half of a 64-bit value comes first. */
	memcpy(base + row->offset, &value, row->size);
}

static void uapi_wrong(const struct uapi_row *row, struct uapi_call *call, __u64 value)
{
	row->op->fill(call);
	uapi_change(call, row, value);
	T_STEP("the wrong call");
	int ret = raw_ioctl(call->fd, row->op->request, &call->arg);

	if (ret != row->error)
		t_note("with the value %#llx:", (unsigned long long)value);
	t_status(ret, row->error);
}

static void uapi_run(const void *data)
{
	const struct uapi_row *row = data;
	struct uapi_call call;

	uapi_setup(&call);
	row->op->fill(&call);
	T_OK(raw_ioctl(call.fd, row->op->request, &call.arg));
	if (row->op->undo)
		row->op->undo(&call);
	if (!row->bits)
		uapi_wrong(row, &call, row->value);
	for (int bit = 0; bit < 32; bit++)
		if (row->bits >> bit & 1)
			uapi_wrong(row, &call, 1ull << bit);
	/* What is right works as before. */
	row->op->fill(&call);
	T_OK(raw_ioctl(call.fd, row->op->request, &call.arg));
}

#define UAPI_FIELD(type, field)						\
	.offset = offsetof(struct drm_qda_##type, field),		\
	.size = sizeof(((struct drm_qda_##type *)0)->field)

/* A field of the operation's struct with a wrong value. */
#define UAPI_VALUE(title, operation, type, field, wrong, want)		\
	{ .name = title, .run_with = uapi_run, .data = &(const struct uapi_row){	\
		.op = &uapi_##operation, UAPI_FIELD(type, field),	\
		.value = (wrong), .error = -(want) } }

/* A field of which each bit of a mask alone is wrong. */
#define UAPI_BITS(title, operation, type, field, mask, want)		\
	{ .name = title, .run_with = uapi_run, .data = &(const struct uapi_row){	\
		.op = &uapi_##operation, UAPI_FIELD(type, field),	\
		.bits = (mask), .error = -(want) } }

/* A field of the first or second argument of a call with a wrong value. */
#define UAPI_ARG(title, operation, which, field, wrong, want)		\
	{ .name = title, .run_with = uapi_run, .data = &(const struct uapi_row){	\
		.op = &uapi_##operation, .place = UAPI_ARG##which,	\
		UAPI_FIELD(arg, field), .value = (wrong), .error = -(want) } }

/* Pointers that no program has: unmapped, kernel, not canonical. */
#define UAPI_UNMAPPED	0x10ull
#define UAPI_KERNEL	0xffff800000000000ull
#define UAPI_ODD	0x0080000000000000ull

/*
 * Situation and expectation are the row: operation, field, wrong value, errno.
 */
static const struct t_case uapi_cases[] = {
	UAPI_VALUE("query-type-unknown", query, query, type, 2, EINVAL),
	UAPI_VALUE("query-type-huge", query, query, type, UINT32_MAX, EINVAL),
	UAPI_VALUE("query-pointer-unmapped", query, query, pointer, UAPI_UNMAPPED, EFAULT),
	UAPI_VALUE("query-pointer-kernel", query, query, pointer, UAPI_KERNEL, EFAULT),

	UAPI_VALUE("gem-create-size-0", gem_create, gem_create, size, 0, EINVAL),
	UAPI_VALUE("gem-create-size-over", gem_create, gem_create, size, (1ull << 32) + 1, EINVAL),
	UAPI_VALUE("gem-create-size-wrap", gem_create, gem_create, size, UINT64_MAX, EINVAL),
	UAPI_VALUE("gem-create-size-sign", gem_create, gem_create, size, 1ull << 63, EINVAL),
	UAPI_BITS("gem-create-flags", gem_create, gem_create, flags, UAPI_ALL_BITS, EINVAL),

	UAPI_VALUE("gem-offset-handle-0", gem_offset, gem_mmap_offset, handle, 0, ENOENT),
	UAPI_VALUE("gem-offset-handle-bad", gem_offset, gem_mmap_offset, handle, 4711, ENOENT),
	UAPI_VALUE("gem-offset-handle-huge", gem_offset, gem_mmap_offset, handle, UINT32_MAX,
		   ENOENT),
	UAPI_BITS("gem-offset-pad", gem_offset, gem_mmap_offset, pad, UAPI_ALL_BITS, EINVAL),

	UAPI_VALUE("attach-kind-unknown", attach, session_attach, kind, 3, EINVAL),
	UAPI_VALUE("attach-kind-huge", attach, session_attach, kind, UINT32_MAX, EINVAL),
	UAPI_BITS("attach-flags", attach, session_attach, flags, UAPI_NOT_WAIT, EINVAL),
	UAPI_VALUE("attach-timeout-without-wait", attach, session_attach, timeout_ns, 1, EINVAL),
	UAPI_VALUE("attach-timeout-negative", attach_wait, session_attach, timeout_ns,
		   UINT64_MAX, EINVAL),

	UAPI_BITS("create-attrs", create, session_create, attrs,
		  ~(__u32)(DRM_QDA_SESSION_DEBUG | DRM_QDA_SESSION_UNSIGNED |
			   DRM_QDA_SESSION_SYSTEM | DRM_QDA_SESSION_PRIVILEGED), EINVAL),
	UAPI_BITS("create-flags", create, session_create, flags, UAPI_NOT_WAIT, EINVAL),
	UAPI_VALUE("create-timeout-without-wait", create, session_create, timeout_ns, 1, EINVAL),
	UAPI_VALUE("create-timeout-negative", create_wait, session_create, timeout_ns,
		   UINT64_MAX, EINVAL),
	UAPI_BITS("create-pad", create, session_create, pad, UAPI_ALL_BITS, EINVAL),
	UAPI_VALUE("create-image-unknown", create_image, session_create, image, 4711, ENOENT),
	UAPI_VALUE("create-image-missing", create_image, session_create, image, 0, EINVAL),
	UAPI_VALUE("create-image-offset-outside", create_image, session_create, image_offset,
		   UAPI_IMAGE_OBJECT, EINVAL),
	UAPI_VALUE("create-image-offset-wrap", create_image, session_create, image_offset,
		   UINT64_MAX - 4, EINVAL),
	UAPI_VALUE("create-image-size-outside", create_image_end, session_create, image_size,
		   8192, EINVAL),
	UAPI_VALUE("create-image-size-big", create_image, session_create, image_size,
		   (2u << 20) + 1, EFBIG),
	UAPI_VALUE("create-image-size-wrap", create_image, session_create, image_size,
		   UINT64_MAX, EINVAL),
	UAPI_VALUE("create-signature-unsigned", create_image, session_create, signature_size,
		   8, EINVAL),
	UAPI_VALUE("create-signature-all", create_signed, session_create, signature_size,
		   5000, EINVAL),
	UAPI_VALUE("create-signature-over", create_signed, session_create, signature_size,
		   UINT64_MAX, EINVAL),
	UAPI_VALUE("create-signature-alone", create_plain, session_create, signature_size,
		   8, EINVAL),
	UAPI_VALUE("create-image-size-0", create_image, session_create, image_size, 0, EINVAL),

	UAPI_VALUE("close-session-0", close, session_close, session, 0, ENOENT),
	UAPI_VALUE("close-session-unknown", close, session_close, session, 4711, ENOENT),
	UAPI_VALUE("close-session-huge", close, session_close, session, UINT32_MAX, ENOENT),
	UAPI_BITS("close-pad", close, session_close, pad, UAPI_ALL_BITS, EINVAL),

	UAPI_VALUE("invoke-session-0", invoke, invoke, session, 0, ENOENT),
	UAPI_VALUE("invoke-session-unknown", invoke, invoke, session, 4711, ENOENT),
	UAPI_VALUE("invoke-session-huge", invoke, invoke, session, UINT32_MAX, ENOENT),
	UAPI_VALUE("invoke-timeout-negative", invoke, invoke, timeout_ns, UINT64_MAX, EINVAL),
	UAPI_VALUE("invoke-handle-1", invoke, invoke, handle, 1, EPERM),
	UAPI_BITS("invoke-flags", invoke, invoke, flags, ~(__u32)DRM_QDA_INVOKE_POLL, EINVAL),
	UAPI_BITS("invoke-pad", invoke, invoke, pad, UAPI_ALL_BITS, EINVAL),
	UAPI_BITS("invoke-scalars-high", invoke, invoke, scalars, 7u << 29, EINVAL),
	UAPI_VALUE("invoke-scalars-more", invoke, invoke, scalars,
		   DRM_QDA_SCALARS(3, 1, 2, 0, 0), EINVAL),
	UAPI_VALUE("invoke-scalars-fewer", invoke, invoke, scalars,
		   DRM_QDA_SCALARS(3, 1, 0, 0, 0), EINVAL),
	UAPI_VALUE("invoke-count-more", invoke, invoke, args.count, 3, EINVAL),
	UAPI_VALUE("invoke-count-fewer", invoke, invoke, args.count, 1, EINVAL),
	UAPI_VALUE("invoke-count-0", invoke, invoke, args.count, 0, EINVAL),
	UAPI_VALUE("invoke-count-huge", invoke, invoke, args.count, UINT32_MAX, EINVAL),
	UAPI_VALUE("invoke-stride-0", invoke, invoke, args.stride, 0, EINVAL),
	UAPI_VALUE("invoke-stride-short", invoke, invoke, args.stride,
		   sizeof(struct drm_qda_arg) - 4, EINVAL),
	UAPI_VALUE("invoke-args-null", invoke, invoke, args.pointer, 0, EFAULT),
	UAPI_VALUE("invoke-args-unmapped", invoke, invoke, args.pointer, UAPI_UNMAPPED, EFAULT),
	UAPI_VALUE("invoke-args-kernel", invoke, invoke, args.pointer, UAPI_KERNEL, EFAULT),
	UAPI_VALUE("invoke-args-odd", invoke, invoke, args.pointer, UAPI_ODD, EFAULT),
	UAPI_VALUE("invoke-args-end", invoke, invoke, args.pointer, UINT64_MAX - 15, EFAULT),

	{ .name = "arg-tag-of-buffer", .run_with = uapi_run, .data = &(const struct uapi_row){
		.op = &uapi_invoke, .place = UAPI_ARG0, UAPI_FIELD(arg, tag),
		.bits = UAPI_ALL_BITS, .error = -EINVAL } },

	UAPI_ARG("arg-gem-unknown", invoke, 0, handle, 4711, ENOENT),
	UAPI_ARG("arg-gem-missing", invoke, 1, handle, 0, ENOENT),
	UAPI_ARG("arg-gem-offset-outside", invoke, 0, offset, UAPI_OBJECT, EINVAL),
	UAPI_ARG("arg-gem-offset-wrap", invoke, 0, offset, UINT64_MAX - 7, EINVAL),
	UAPI_ARG("arg-gem-size-outside", invoke, 0, size, UAPI_OBJECT + 1, EINVAL),
	UAPI_ARG("arg-gem-size-wrap", invoke, 1, size, UINT64_MAX, EINVAL),
	UAPI_ARG("arg-gem-size-4g", invoke, 1, size, (1ull << 32) + 16, EINVAL),

	UAPI_VALUE("map-session-0", map, map, session, 0, ENOENT),
	UAPI_VALUE("map-session-unknown", map, map, session, 4711, ENOENT),
	UAPI_VALUE("map-handle-0", map, map, handle, 0, ENOENT),
	UAPI_VALUE("map-handle-unknown", map, map, handle, 4711, ENOENT),
	UAPI_VALUE("map-request-0", map, map, request, 0, EINVAL),
	UAPI_VALUE("map-request-unknown", map, map, request, 3, EINVAL),
	UAPI_VALUE("map-flags-of-legacy", map, map, map_flags, DRM_QDA_MAP_ADD_PAGES, EINVAL),
	UAPI_VALUE("map-flags-reserved", map, map, map_flags, 1, EINVAL),
	UAPI_VALUE("map-flags-remote-heap", map, map, map_flags, 8, EINVAL),
	UAPI_VALUE("map-size-0", map, map, size, 0, EINVAL),
	UAPI_VALUE("map-size-odd", map, map, size, 4095, EINVAL),
	UAPI_VALUE("map-size-outside", map, map, size, UAPI_OBJECT + 4096, EINVAL),
	UAPI_VALUE("map-size-wrap", map, map, size, UINT64_MAX - 4095, EINVAL),
	UAPI_VALUE("map-offset-odd", map, map, offset, 1, EINVAL),
	UAPI_VALUE("map-offset-outside", map, map, offset, UAPI_OBJECT, EINVAL),
	UAPI_VALUE("map-offset-wrap", map, map, offset, UINT64_MAX - 4095, EINVAL),

	UAPI_VALUE("munmap-session-unknown", munmap, munmap, session, 4711, ENOENT),
	UAPI_VALUE("munmap-map-0", munmap, munmap, map, 0, ENOENT),
	UAPI_VALUE("munmap-map-unknown", munmap, munmap, map, 4711, ENOENT),
	UAPI_BITS("map-pad", map, map, pad, UAPI_ALL_BITS, EINVAL),
	UAPI_BITS("munmap-pad", munmap, munmap, pad, UAPI_ALL_BITS, EINVAL),

};
T_CASES(uapi_cases);
