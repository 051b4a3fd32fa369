// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Calls that are submitted and waited for later, or by others: by a syncobj, which the
 * kernel signals when they are over.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include <drm/qda_accel.h>

#include "args.h"
#include "bo.h"
#include "clock.h"
#include "device.h"
#include "ioctl.h"
#include "scratch.h"
#include "session.h"

/**
 * struct qda_job - calls under way
 */
struct qda_job {
	/** @session: the session */
	struct qda_session *session;
	/** @bo: buffer for results and bytes, with the syncobj for the fence */
	struct qda_bo *bo;
	/** @count: number of calls */
	unsigned int count;
	/** @calls: the calls, as the kernel has them */
	struct drm_qda_call *calls;
	/** @args: arguments of all */
	struct drm_qda_arg *args;
	/** @user: by argument: where the caller has it, or 0 */
	uint64_t *user;
};

/* The results come first in the buffer of a job, then the bytes of arguments. */
static uint64_t submit_results_size(unsigned int count)
{
	return qda_args_aligned(count * sizeof(struct drm_qda_result));
}

static struct qda_job *submit_alloc(struct qda_session *session,
				    const struct qda_call *calls,
				    unsigned int count)
{
	size_t args = 0;
	struct qda_job *job;

	for (unsigned int i = 0; i < count; i++)
		args += calls[i].count;
	job = calloc(1, sizeof(*job) + count * sizeof(*job->calls) +
		     args * (sizeof(*job->args) + sizeof(*job->user)));
	if (!job)
		return NULL;
	qda_session_get(session);
	job->session = session;
	job->count = count;
	job->calls = (struct drm_qda_call *)(job + 1);
	job->args = (struct drm_qda_arg *)(job->calls + count);
	job->user = (uint64_t *)(job->args + args);
	return job;
}

/* The kernel's calls, their arguments sorted; @size: bytes that the buffer needs. */
static int submit_sort(struct qda_job *job, const struct qda_call *calls,
		       uint64_t *size)
{
	struct drm_qda_arg *args = job->args;
	uint64_t bytes;
	int ret;

	*size = submit_results_size(job->count);
	for (unsigned int i = 0; i < job->count; i++) {
		struct drm_qda_call *call = &job->calls[i];

		ret = qda_args_sort(job->session->dev, &calls[i], args, &call->scalars,
				    &bytes);
		if (ret)
			return ret;
		call->handle = calls[i].handle;
		call->args = (struct drm_qda_array){
			.stride = sizeof(*args),
			.count = calls[i].count,
			.pointer = (uintptr_t)args,
		};
		args += calls[i].count;
		*size += bytes;
	}
	return 0;
}

static void submit_pack(struct qda_job *job)
{
	uint64_t at = submit_results_size(job->count);

	for (unsigned int i = 0; i < job->count; i++) {
		struct drm_qda_call *call = &job->calls[i];
		struct drm_qda_arg *args = (void *)(uintptr_t)call->args.pointer;

		at = qda_args_pack(job->bo, at, args, call->args.count, call->scalars,
				   job->user + (args - job->args));
	}
}

/* That of an earlier job with this buffer will do: the kernel gives it the new fence. */
static int submit_syncobj(struct qda_bo *bo)
{
	struct drm_syncobj_create create = { 0 };
	int ret;

	if (bo->syncobj)
		return 0;
	ret = qda_ioctl(bo->dev->fd, DRM_IOCTL_SYNCOBJ_CREATE, &create);
	if (ret < 0)
		return ret;
	bo->syncobj = create.handle;
	return 0;
}

static void submit_free(struct qda_job *job, bool done)
{
	if (job->bo)
		qda_scratch_put(&job->session->scratch, job->bo, done);
	qda_session_put(job->session);
	free(job);
}

static int submit_send(struct qda_job *job, const struct qda_submit *how,
		       int64_t deadline)
{
	struct drm_qda_sync in = { .handle = how->after ? how->after->bo->syncobj : 0 };
	struct drm_qda_sync out = { .handle = job->bo->syncobj };
	struct drm_qda_submit submit = {
		.calls = { sizeof(*job->calls), job->count, (uintptr_t)job->calls },
		.in_syncs = { sizeof(in), !!how->after, (uintptr_t)&in },
		.out_syncs = { sizeof(out), 1, (uintptr_t)&out },
		.timeout_ns = deadline,
		.results = job->bo->handle,
		.session = job->session->id,
		.queue = how->queue,
		.flags = how->implicit ? DRM_QDA_SUBMIT_IMPLICIT : 0,
	};
	int ret = qda_ioctl(job->session->dev->fd, DRM_IOCTL_QDA_SUBMIT, &submit);

	return ret < 0 ? ret : 0;
}

int qda_submit(struct qda_session *session, const struct qda_submit *how,
	       const struct qda_call *calls, unsigned int count,
	       struct qda_job **job)
{
	struct qda_job *made;
	int64_t deadline;
	uint64_t size;
	int ret;

	if (how->reserved || !count)
		return -EINVAL;
	ret = qda_clock_deadline(how->timeout_ns, &deadline);
	if (ret)
		return ret;
	made = submit_alloc(session, calls, count);
	if (!made)
		return -ENOMEM;

	ret = submit_sort(made, calls, &size);
	if (!ret)
		ret = qda_scratch_get(&session->scratch, session->dev, size,
				      &made->bo);
	if (!ret)
		ret = submit_syncobj(made->bo);
	if (!ret) {
		submit_pack(made);
		ret = submit_send(made, how, deadline);
	}
	if (ret) {
		/* Nothing was sent. */
		submit_free(made, true);
		return ret;
	}
	*job = made;
	return 0;
}

/* The kernel says in memory that a call is over: most often there is nothing to wait for. */
static bool submit_is_over(const struct qda_job *job)
{
	const struct drm_qda_result *out = job->bo->address;

	for (unsigned int i = 0; i < job->count; i++) {
		if (__atomic_load_n(&out[i].error, __ATOMIC_ACQUIRE) == -EINPROGRESS)
			return false;
	}
	return true;
}

static int submit_await(const struct qda_job *job, int64_t deadline)
{
	struct drm_syncobj_wait wait = {
		.handles = (uintptr_t)&job->bo->syncobj,
		.count_handles = 1,
		.timeout_nsec = deadline ? deadline : INT64_MAX,
	};
	int ret = qda_ioctl(job->session->dev->fd, DRM_IOCTL_SYNCOBJ_WAIT, &wait);

	if (ret == -ETIME)
		return -ETIMEDOUT;
	return ret < 0 ? ret : 0;
}

/* Takes what the calls have brought; the error of the first that has one. */
static int submit_collect(struct qda_job *job, int32_t *results, bool *done)
{
	const struct drm_qda_result *out = job->bo->address;
	int ret = 0;

	*done = true;
	for (unsigned int i = 0; i < job->count; i++) {
		const struct drm_qda_call *call = &job->calls[i];
		const struct drm_qda_arg *args = (void *)(uintptr_t)call->args.pointer;
		int error = __atomic_load_n(&out[i].error, __ATOMIC_ACQUIRE);

		if (results)
			results[i] = out[i].result;
		if (!error) {
			qda_args_unpack(job->bo, args, call->args.count, call->scalars,
					job->user + (args - job->args));
			continue;
		}
		*done = false;
		if (!ret)
			ret = error;
	}
	return ret;
}

int qda_wait(struct qda_job *job, int64_t timeout_ns, int32_t *results)
{
	int64_t deadline;
	bool done;
	int ret;

	ret = qda_clock_deadline(timeout_ns, &deadline);
	if (!ret && !submit_is_over(job))
		ret = submit_await(job, deadline);
	if (ret)
		return ret;

	ret = submit_collect(job, results, &done);
	submit_free(job, done);
	return ret;
}

void qda_job_close(struct qda_job *job)
{
	submit_free(job, false);
}

/* -------------------------------------------------------------- pipes -- */

/**
 * struct qda_pipe - a queue with a number of calls in flight
 */
struct qda_pipe {
	/** @session: the session */
	struct qda_session *session;
	/** @queue: its queue */
	uint32_t queue;
	/** @depth: calls that can be in flight */
	unsigned int depth;
	/** @first: number of the call that is waited for next */
	unsigned long first;
	/** @next: number of the next call */
	unsigned long next;
	/** @slots: call n at n % @depth */
	struct pipe_slot {
		struct qda_job *job;
		qda_pipe_done done;
		void *data;
	} slots[];
};

int qda_pipe_open(struct qda_session *session, uint32_t queue,
		  unsigned int depth, struct qda_pipe **pipe)
{
	struct qda_pipe *made;

	if (!depth || depth > session->dev->info.calls_max || queue >= DRM_QDA_QUEUES)
		return -EINVAL;
	made = calloc(1, sizeof(*made) + depth * sizeof(*made->slots));
	if (!made)
		return -ENOMEM;
	made->session = session;
	made->queue = queue;
	made->depth = depth;
	*pipe = made;
	return 0;
}

static struct pipe_slot *pipe_slot(struct qda_pipe *pipe, unsigned long call)
{
	return &pipe->slots[call % pipe->depth];
}

/* Waits for the oldest call, which has a limit of its own. */
static void pipe_pop(struct qda_pipe *pipe)
{
	struct pipe_slot *slot = pipe_slot(pipe, pipe->first++);
	int32_t result = 0;
	int ret;

	ret = qda_wait(slot->job, 0, &result);
	if (slot->done)
		slot->done(slot->data, ret, result);
}

/*
 * A wake-up costs as much as the rest of a call, so a caller that has to sleep does so
 * until half of the calls are over: the DSP has the other half meanwhile.
 */
static void pipe_make_room(struct qda_pipe *pipe)
{
	unsigned long half = pipe->first + (pipe->depth - 1) / 2;

	if (!submit_is_over(pipe_slot(pipe, pipe->first)->job))
		submit_await(pipe_slot(pipe, half)->job, 0);
	do {
		pipe_pop(pipe);
	} while (pipe->first != pipe->next &&
		 submit_is_over(pipe_slot(pipe, pipe->first)->job));
}

int qda_pipe_push(struct qda_pipe *pipe, const struct qda_call *call,
		  int64_t timeout_ns, qda_pipe_done done, void *data)
{
	const struct qda_submit how = { .timeout_ns = timeout_ns, .queue = pipe->queue };
	struct pipe_slot *slot;
	int ret;

	if (pipe->next - pipe->first == pipe->depth)
		pipe_make_room(pipe);
	slot = pipe_slot(pipe, pipe->next);
	ret = qda_submit(pipe->session, &how, call, 1, &slot->job);
	if (ret)
		return ret;
	slot->done = done;
	slot->data = data;
	pipe->next++;
	return 0;
}

void qda_pipe_drain(struct qda_pipe *pipe)
{
	while (pipe->first != pipe->next)
		pipe_pop(pipe);
}

void qda_pipe_close(struct qda_pipe *pipe)
{
	qda_pipe_drain(pipe);
	free(pipe);
}
