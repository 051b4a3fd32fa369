// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Calls: arguments in the order the caller finds natural become the kernel's
 * array, which FastRPC wants sorted by kind. A call with few arguments
 * allocates nothing.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <drm/qda_accel.h>

#include "bo.h"
#include "clock.h"
#include "device.h"
#include "ioctl.h"
#include "scratch.h"
#include "session.h"

/* Arguments that fit on the stack. */
#define INVOKE_ARGS_SMALL	16

/* The kernel places each argument that it copies at a multiple of this. */
#define INVOKE_ALIGN		128

/* More than this is to be put into buffers by the caller. */
#define INVOKE_SPILL_MAX	(UINT64_C(64) << 20)

/* The order of arguments on the wire. */
enum invoke_kind {
	INVOKE_IN,
	INVOKE_OUT,
	INVOKE_IN_HANDLE,
	INVOKE_OUT_HANDLE,
	INVOKE_KINDS,
};

/* What the scalars word can count, by kind. */
static const unsigned int invoke_limit[INVOKE_KINDS] = { 255, 255, 15, 15 };

static struct qda_arg invoke_arg(const struct qda_bo *bo, uint64_t addr,
				 uint64_t size, enum invoke_kind kind)
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
	return invoke_arg(NULL, (uintptr_t)data, size, INVOKE_IN);
}

struct qda_arg qda_arg_out(void *data, size_t size)
{
	return invoke_arg(NULL, (uintptr_t)data, size, INVOKE_OUT);
}

struct qda_arg qda_arg_in_bo(const struct qda_bo *bo, uint64_t offset,
			     uint64_t size)
{
	return invoke_arg(bo, offset, size, INVOKE_IN);
}

struct qda_arg qda_arg_out_bo(const struct qda_bo *bo, uint64_t offset,
			      uint64_t size)
{
	return invoke_arg(bo, offset, size, INVOKE_OUT);
}

struct qda_arg qda_arg_in_handle(const struct qda_bo *bo, uint64_t offset,
				 uint64_t size)
{
	return invoke_arg(bo, offset, size, INVOKE_IN_HANDLE);
}

struct qda_arg qda_arg_out_handle(const struct qda_bo *bo, uint64_t offset,
				  uint64_t size)
{
	return invoke_arg(bo, offset, size, INVOKE_OUT_HANDLE);
}

/* Counts the arguments of each kind. */
static int invoke_count(const struct qda_device *dev,
			const struct qda_arg *args, unsigned int count,
			unsigned int counts[INVOKE_KINDS])
{
	memset(counts, 0, INVOKE_KINDS * sizeof(*counts));
	for (unsigned int i = 0; i < count; i++) {
		uint32_t kind = args[i].kind;

		if (kind >= INVOKE_KINDS || args[i].reserved)
			return -EINVAL;
		if (kind >= INVOKE_IN_HANDLE && !args[i].bo)
			return -EINVAL;
		/* Its handle would name another buffer, or none, here. */
		if (args[i].bo && args[i].bo->dev != dev)
			return -EXDEV;
		if (counts[kind]++ == invoke_limit[kind])
			return -E2BIG;
	}
	return 0;
}

/* Sorts by kind and keeps the order within each. */
static void invoke_sort(const struct qda_arg *args, unsigned int count,
			const unsigned int counts[INVOKE_KINDS],
			struct drm_qda_arg *sorted)
{
	unsigned int next[INVOKE_KINDS] = { 0 };

	for (int kind = 1; kind < INVOKE_KINDS; kind++)
		next[kind] = next[kind - 1] + counts[kind - 1];

	for (unsigned int i = 0; i < count; i++) {
		const struct qda_arg *arg = &args[i];

		sorted[next[arg->kind]++] = (struct drm_qda_arg){
			.addr = arg->addr,
			.size = arg->size,
			.type = arg->bo ? DRM_QDA_ARG_GEM : DRM_QDA_ARG_INLINE,
			.handle = arg->bo ? arg->bo->handle : 0,
		};
	}
}

/**
 * struct invoke_spill - arguments of a call that the kernel does not copy
 */
struct invoke_spill {
	/** @bo: where they lie instead, or NULL if there are none */
	struct qda_bo *bo;
	/** @user: by argument: where the caller has it, or NULL */
	void **user;
	/** @size: bytes of all */
	uint64_t size;
};

static uint64_t invoke_aligned(uint64_t size)
{
	return (size + INVOKE_ALIGN - 1) & ~(uint64_t)(INVOKE_ALIGN - 1);
}

/* Does the kernel copy it? @used counts what it has to copy before. */
static bool invoke_fits(const struct drm_qda_arg *arg, uint64_t max,
			uint64_t *used)
{
	if (arg->type != DRM_QDA_ARG_INLINE || !arg->size)
		return true;
	if (*used > max || arg->size > max - *used)
		return false;
	*used += invoke_aligned(arg->size);
	return true;
}

static int invoke_spill_size(const struct drm_qda_arg *sorted,
			     unsigned int count, uint64_t max, uint64_t *size)
{
	uint64_t used = 0;

	*size = 0;
	for (unsigned int i = 0; i < count; i++) {
		if (invoke_fits(&sorted[i], max, &used))
			continue;
		if (sorted[i].size > INVOKE_SPILL_MAX - *size)
			return -E2BIG;
		*size += invoke_aligned(sorted[i].size);
	}
	return 0;
}

/* Moves the arguments that do not fit into the buffer; the first @ins are inputs. */
static void invoke_spill_move(struct invoke_spill *spill,
			      struct drm_qda_arg *sorted, unsigned int count,
			      unsigned int ins, uint64_t max)
{
	uint64_t used = 0, at = 0;

	for (unsigned int i = 0; i < count; i++) {
		struct drm_qda_arg *arg = &sorted[i];

		if (invoke_fits(arg, max, &used))
			continue;
		spill->user[i] = (void *)(uintptr_t)arg->addr;
		if (i < ins)
			memcpy((char *)spill->bo->address + at, spill->user[i],
			       arg->size);
		arg->addr = at;
		arg->type = DRM_QDA_ARG_GEM;
		arg->handle = spill->bo->handle;
		at += invoke_aligned(arg->size);
	}
}

static int invoke_spill_begin(struct qda_session *session,
			      struct drm_qda_arg *sorted, unsigned int count,
			      unsigned int ins, struct invoke_spill *spill)
{
	uint64_t max = session->dev->info.inline_max;
	int ret;

	memset(spill, 0, sizeof(*spill));
	ret = invoke_spill_size(sorted, count, max, &spill->size);
	if (ret || !spill->size)
		return ret;

	spill->user = calloc(count, sizeof(*spill->user));
	if (!spill->user)
		return -ENOMEM;
	ret = qda_scratch_get(session, spill->size, &spill->bo);
	if (ret) {
		free(spill->user);
		return ret;
	}
	invoke_spill_move(spill, sorted, count, ins, max);
	return 0;
}

/* After a call that failed here the DSP may still write into the buffer. */
static void invoke_spill_end(struct qda_session *session,
			     const struct drm_qda_arg *sorted,
			     unsigned int count, unsigned int ins,
			     struct invoke_spill *spill, bool done)
{
	if (!spill->bo)
		return;
	for (unsigned int i = ins; done && i < count; i++) {
		if (spill->user[i])
			memcpy(spill->user[i],
			       (char *)spill->bo->address + sorted[i].addr,
			       sorted[i].size);
	}
	qda_scratch_put(session, spill->bo, done);
	free(spill->user);
}

/* The call, its arguments sorted. */
static int invoke_run(struct qda_session *session,
		      struct drm_qda_invoke *invoke,
		      struct drm_qda_arg *sorted, unsigned int count,
		      unsigned int ins)
{
	struct invoke_spill spill;
	int ret;

	ret = invoke_spill_begin(session, sorted, count, ins, &spill);
	if (ret)
		return ret;
	invoke->args.stride = sizeof(*sorted);
	invoke->args.count = count;
	invoke->args.pointer = (uintptr_t)sorted;
	ret = qda_ioctl(session->dev->fd, DRM_IOCTL_QDA_INVOKE, invoke);
	invoke_spill_end(session, sorted, count, ins, &spill, ret >= 0);
	return ret;
}

int qda_invoke(struct qda_session *session, uint32_t handle, uint32_t method,
	       const struct qda_arg *args, unsigned int count,
	       int64_t timeout_ns, int32_t *result)
{
	struct drm_qda_arg small[INVOKE_ARGS_SMALL];
	struct drm_qda_arg *sorted = small;
	struct drm_qda_invoke invoke = {
		.session = session->id,
		.handle = handle,
		.flags = session->poll ? DRM_QDA_INVOKE_POLL : 0,
	};
	unsigned int counts[INVOKE_KINDS];
	int64_t deadline;
	int ret;

	if (method > 31)
		return -EINVAL;
	ret = qda_clock_deadline(timeout_ns, &deadline);
	if (ret)
		return ret;
	ret = invoke_count(session->dev, args, count, counts);
	if (ret)
		return ret;

	if (count > INVOKE_ARGS_SMALL) {
		sorted = malloc(count * sizeof(*sorted));
		if (!sorted)
			return -ENOMEM;
	}
	invoke_sort(args, count, counts, sorted);

	invoke.timeout_ns = deadline;
	invoke.scalars = DRM_QDA_SCALARS(method, counts[INVOKE_IN],
					 counts[INVOKE_OUT],
					 counts[INVOKE_IN_HANDLE],
					 counts[INVOKE_OUT_HANDLE]);
	ret = invoke_run(session, &invoke, sorted, count, counts[INVOKE_IN]);
	if (sorted != small)
		free(sorted);
	return ret < 0 ? ret : qda_session_result(invoke.result, result);
}
