// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Arguments: in the order that the caller finds natural, and anywhere in its memory,
 * they become the kernel's array: sorted by kind, as FastRPC wants them, and each a
 * part of a buffer.
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include <drm/qda_accel.h>

#include "args.h"
#include "bo.h"

/* Arguments do not share cache lines of the DSP. */
#define ARGS_ALIGN		128

/* More than this is to be put into buffers by the caller. */
#define ARGS_PACK_MAX		(UINT64_C(64) << 20)

/* The order of arguments on the wire. */
enum args_kind {
	ARGS_IN,
	ARGS_OUT,
	ARGS_IN_HANDLE,
	ARGS_OUT_HANDLE,
	ARGS_KINDS,
};

/* What the scalars word can count, by kind. */
static const unsigned int args_limit[ARGS_KINDS] = { 255, 255, 15, 15 };

static struct qda_arg args_arg(const struct qda_bo *bo, uint64_t addr,
				 uint64_t size, enum args_kind kind)
{
	return (struct qda_arg){
		.addr = addr,
		.size = size,
		.bo = bo,
		.kind = kind,
	};
}

struct qda_arg qda_arg_in(const void *data, size_t size)
{
	return args_arg(NULL, (uintptr_t)data, size, ARGS_IN);
}

struct qda_arg qda_arg_out(void *data, size_t size)
{
	return args_arg(NULL, (uintptr_t)data, size, ARGS_OUT);
}

struct qda_arg qda_arg_in_bo(const struct qda_bo *bo, uint64_t offset,
			     uint64_t size)
{
	return args_arg(bo, offset, size, ARGS_IN);
}

struct qda_arg qda_arg_out_bo(const struct qda_bo *bo, uint64_t offset,
			      uint64_t size)
{
	return args_arg(bo, offset, size, ARGS_OUT);
}

struct qda_arg qda_arg_in_handle(const struct qda_bo *bo, uint64_t offset,
				 uint64_t size)
{
	return args_arg(bo, offset, size, ARGS_IN_HANDLE);
}

struct qda_arg qda_arg_out_handle(const struct qda_bo *bo, uint64_t offset,
				  uint64_t size)
{
	return args_arg(bo, offset, size, ARGS_OUT_HANDLE);
}

struct qda_arg qda_arg_with_number(struct qda_arg arg, uint32_t number)
{
	arg.number = number;
	return arg;
}

/**
 * qda_args_aligned() - the room that bytes take in a buffer of the session
 * @size: bytes
 *
 * Return: bytes, so that what follows is aligned, too.
 */
uint64_t qda_args_aligned(uint64_t size)
{
	return (size + ARGS_ALIGN - 1) & ~(uint64_t)(ARGS_ALIGN - 1);
}

/* Counts an argument with its kind, and its bytes if it lies in no buffer. */
static int args_count(const struct qda_device *dev, const struct qda_arg *arg,
		      unsigned int counts[ARGS_KINDS], uint64_t *bytes)
{
	uint32_t kind = arg->kind;

	if (kind >= ARGS_KINDS)
		return -EINVAL;
	if (kind >= ARGS_IN_HANDLE ? !arg->bo : arg->number)
		return -EINVAL;
	/* Its handle would name another buffer, or none, here. */
	if (arg->bo && arg->bo->dev != dev)
		return -EXDEV;
	if (counts[kind]++ == args_limit[kind])
		return -E2BIG;
	if (arg->bo)
		return 0;
	if (arg->size > ARGS_PACK_MAX - *bytes)
		return -E2BIG;
	*bytes += qda_args_aligned(arg->size);
	return 0;
}

static struct drm_qda_arg args_for_kernel(const struct qda_arg *arg)
{
	return (struct drm_qda_arg){
		/* The address of nothing is not told. */
		.offset = arg->bo || arg->size ? arg->addr : 0,
		.size = arg->size,
		.handle = arg->bo ? arg->bo->handle : 0,
		.tag = arg->number,
	};
}

/* Sorts by kind and keeps the order within each. */
static void args_sort(const struct qda_call *call, const unsigned int counts[ARGS_KINDS],
		      struct drm_qda_arg *sorted)
{
	unsigned int next[ARGS_KINDS] = { 0 };

	for (int kind = 1; kind < ARGS_KINDS; kind++)
		next[kind] = next[kind - 1] + counts[kind - 1];

	for (unsigned int i = 0; i < call->count; i++)
		sorted[next[call->args[i].kind]++] = args_for_kernel(&call->args[i]);
}

/**
 * qda_args_sort() - make the kernel's arguments of a call
 * @dev: device of the session
 * @call: the call
 * @sorted: room for as many; those that are bytes have no handle yet
 * @scalars: where to put the scalars word
 * @bytes: where to put how many bytes need room in a buffer of the session, each
 *	argument on cache lines of its own
 *
 * Return: 0; -EINVAL, -E2BIG, -EXDEV as qda_invoke().
 */
int qda_args_sort(const struct qda_device *dev, const struct qda_call *call,
		  struct drm_qda_arg *sorted, uint32_t *scalars, uint64_t *bytes)
{
	unsigned int counts[ARGS_KINDS] = { 0 };
	uint32_t last = ARGS_IN;
	bool in_order = true;

	if (call->method > 31)
		return -EINVAL;
	*bytes = 0;
	for (unsigned int i = 0; i < call->count; i++) {
		int ret = args_count(dev, &call->args[i], counts, bytes);

		if (ret)
			return ret;
		in_order &= call->args[i].kind >= last;
		last = call->args[i].kind;
		sorted[i] = args_for_kernel(&call->args[i]);
	}
	if (!in_order)
		args_sort(call, counts, sorted);
	*scalars = DRM_QDA_SCALARS(call->method, counts[ARGS_IN], counts[ARGS_OUT],
				   counts[ARGS_IN_HANDLE], counts[ARGS_OUT_HANDLE]);
	return 0;
}

/**
 * qda_args_pack() - put bytes of the caller into a buffer
 * @bo: buffer, mapped
 * @at: where in it there is room for them
 * @sorted: arguments; those that are bytes get their place
 * @count: how many
 * @scalars: scalars word of the call
 * @user: room for as many: where the caller has them, for qda_args_unpack()
 *
 * What the method does not write of an output is zero after the call.
 *
 * Return: where there is room for the next.
 */
uint64_t qda_args_pack(const struct qda_bo *bo, uint64_t at,
		       struct drm_qda_arg *sorted, unsigned int count,
		       uint32_t scalars, uint64_t *user)
{
	unsigned int ins = scalars >> 16 & 0xff;

	for (unsigned int i = 0; i < count; i++) {
		struct drm_qda_arg *arg = &sorted[i];

		/* Handle 0 names no buffer: such an argument lies at a caller's address. */
		user[i] = arg->handle || !arg->size ? 0 : arg->offset;
		if (!user[i])
			continue;
		if (i < ins)
			memcpy((char *)bo->address + at,
			       (void *)(uintptr_t)arg->offset, arg->size);
		else
			memset((char *)bo->address + at, 0, arg->size);
		arg->offset = at;
		arg->handle = bo->handle;
		at += qda_args_aligned(arg->size);
	}
	return at;
}

/**
 * qda_args_unpack() - give the caller the bytes that a call brought
 * @bo: buffer
 * @sorted: arguments, packed
 * @count: how many
 * @scalars: scalars word of the call
 * @user: from qda_args_pack()
 */
void qda_args_unpack(const struct qda_bo *bo, const struct drm_qda_arg *sorted,
		     unsigned int count, uint32_t scalars, const uint64_t *user)
{
	for (unsigned int i = scalars >> 16 & 0xff; i < count; i++) {
		if (user[i])
			memcpy((void *)(uintptr_t)user[i],
			       (char *)bo->address + sorted[i].offset,
			       sorted[i].size);
	}
}
