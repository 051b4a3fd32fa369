// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Calls that are waited for. One with few arguments allocates nothing.
 */
#include <errno.h>
#include <stdlib.h>

#include <drm/qda_accel.h>

#include "args.h"
#include "clock.h"
#include "device.h"
#include "ioctl.h"
#include "scratch.h"
#include "session.h"
#include "trace.h"

/* Arguments that fit on the stack. */
#define INVOKE_ARGS_SMALL	16

/* The call, its arguments sorted; there is room in @user for as many. */
static int invoke_run(struct qda_session *session,
		      struct drm_qda_invoke *invoke,
		      struct drm_qda_arg *sorted, unsigned int count,
		      uint64_t *user, uint64_t bytes)
{
	struct qda_bo *bo = NULL;
	int ret = 0;

	if (bytes)
		ret = qda_scratch_get(&session->scratch, session->dev, bytes, &bo);
	if (ret)
		return ret;
	/* Whoever closes the session during the call leaves it to us. */
	qda_session_get(session);
	if (bo)
		qda_args_pack(bo, 0, sorted, count, invoke->scalars, user);

	invoke->args.stride = sizeof(*sorted);
	invoke->args.count = count;
	invoke->args.pointer = (uintptr_t)sorted;
	ret = qda_ioctl(session->dev->fd, DRM_IOCTL_QDA_INVOKE, invoke);

	if (bo) {
		if (ret >= 0)
			qda_args_unpack(bo, sorted, count, invoke->scalars, user);
		/* After a call that failed here the DSP may still write into it. */
		qda_scratch_put(&session->scratch, bo, ret >= 0);
	}
	qda_session_put(session);
	return ret;
}

int qda_invoke(struct qda_session *session, uint32_t handle, uint32_t method,
	       const struct qda_arg *args, unsigned int count,
	       int64_t timeout_ns, int32_t *result)
{
	const struct qda_call call = {
		.handle = handle, .method = method, .args = args, .count = count,
	};
	struct drm_qda_arg small[INVOKE_ARGS_SMALL];
	uint64_t small_user[INVOKE_ARGS_SMALL], *user = small_user;
	struct drm_qda_arg *sorted = small;
	struct drm_qda_invoke invoke = {
		.session = session->id,
		.handle = handle,
		.flags = session->poll ? DRM_QDA_INVOKE_POLL : 0,
	};
	int64_t deadline;
	uint64_t bytes;
	int ret;

	ret = qda_clock_deadline(timeout_ns, &deadline);
	if (ret)
		return ret;
	invoke.timeout_ns = deadline;

	if (count > INVOKE_ARGS_SMALL) {
		sorted = malloc(count * (sizeof(*sorted) + sizeof(*user)));
		if (!sorted)
			return -ENOMEM;
		user = (uint64_t *)(sorted + count);
	}
	qda_trace_begin(handle, method);
	ret = qda_args_sort(session->dev, &call, sorted, &invoke.scalars, &bytes);
	if (!ret)
		ret = invoke_run(session, &invoke, sorted, count, user, bytes);
	qda_trace_end();
	if (sorted != small)
		free(sorted);
	return ret < 0 ? ret : qda_session_result(invoke.result, result);
}
