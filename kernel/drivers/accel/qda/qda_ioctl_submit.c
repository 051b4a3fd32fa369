// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-fence-chain.h>
#include <linux/dma-resv.h>
#include <linux/ktime.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include <drm/drm_exec.h>
#include <drm/drm_file.h>
#include <drm/drm_syncobj.h>
#include <drm/qda_accel.h>

#include "qda_file.h"
#include "qda_gem.h"
#include "qda_invoke.h"
#include "qda_ioctl.h"
#include "qda_job.h"
#include "qda_mapping.h"
#include "qda_session.h"

/* When a job is given up whose program does not say when. */
#define QDA_IOCTL_SUBMIT_DEFAULT_NS	(10 * NSEC_PER_SEC)

/** struct qda_ioctl_signal - a syncobj that gets the fence */
struct qda_ioctl_signal {
	/** @syncobj: syncobj, referenced */
	struct drm_syncobj *syncobj;
	/** @chain: for a point of a timeline, or NULL */
	struct dma_fence_chain *chain;
	/** @point: the point */
	u64 point;
};

/** struct qda_ioctl_submit - a submission on its way */
struct qda_ioctl_submit {
	/** @args: what the program says */
	struct drm_qda_submit *args;
	/** @file: open file */
	struct drm_file *file;
	/** @job: job */
	struct qda_job *job;
	/** @deadline: when it is given up, also before it is sent; ns of CLOCK_MONOTONIC */
	s64 deadline;
	/** @results: mapping of the object for the results, or NULL */
	struct qda_mapping *results;
	/** @out: first of the results in the kernel's memory */
	struct drm_qda_result *out;
	/** @signals: what gets the fence */
	struct qda_ioctl_signal *signals;
	/** @signal_count: how many */
	unsigned int signal_count;
};

/* Copies element @i of an array whose strides were checked. */
static int qda_ioctl_copy_element(void *to, size_t size, const struct drm_qda_array *array,
				  unsigned int i)
{
	return copy_struct_from_user(to, size, u64_to_user_ptr(array->pointer) +
				     (size_t)i * array->stride, array->stride);
}

static int qda_ioctl_check_array(const struct drm_qda_array *array, size_t size, u32 max)
{
	if (!array->count)
		return 0;
	if (array->stride < size)
		return -EINVAL;

	return array->stride > SZ_4K || array->count > max ? -E2BIG : 0;
}

static int qda_ioctl_check_submit(const struct drm_qda_submit *args)
{
	if (args->flags & ~DRM_QDA_SUBMIT_IMPLICIT || args->queue >= DRM_QDA_QUEUES ||
	    args->timeout_ns < 0 || !args->calls.count)
		return -EINVAL;
	if (args->results_offset % sizeof(struct drm_qda_result) ||
	    (!args->results && args->results_offset))
		return -EINVAL;

	return qda_ioctl_check_array(&args->calls, sizeof(struct drm_qda_call),
				     QDA_SESSION_CALLS) ?:
	       qda_ioctl_check_array(&args->in_syncs, sizeof(struct drm_qda_sync),
				     DRM_QDA_SYNCS_MAX) ?:
	       qda_ioctl_check_array(&args->out_syncs, sizeof(struct drm_qda_sync),
				     DRM_QDA_SYNCS_MAX);
}

static int qda_ioctl_get_results(struct qda_ioctl_submit *submit)
{
	const struct drm_qda_submit *args = submit->args;
	u64 size = args->calls.count * sizeof(struct drm_qda_result);
	void *bytes;

	if (!args->results)
		return 0;

	submit->results = qda_ioctl_get_mapping(submit->job->sess, submit->file, args->results,
						args->results_offset, size);
	if (IS_ERR(submit->results)) {
		int ret = PTR_ERR(submit->results);

		submit->results = NULL;
		return ret;
	}

	bytes = qda_mapping_vmap(submit->results);
	if (IS_ERR(bytes))
		return PTR_ERR(bytes);

	submit->out = bytes + args->results_offset;

	return 0;
}

static int qda_ioctl_import_sync(struct qda_ioctl_submit *submit, unsigned int i)
{
	struct drm_qda_sync sync;
	struct dma_fence *fence;
	int ret;

	ret = qda_ioctl_copy_element(&sync, sizeof(sync), &submit->args->in_syncs, i);
	if (ret)
		return ret;
	if (sync.pad)
		return -EINVAL;

	ret = drm_syncobj_find_fence(submit->file, sync.handle, sync.point, 0, &fence);

	return ret ?: qda_job_add_dep(submit->job, fence);
}

static int qda_ioctl_import_signal(struct qda_ioctl_submit *submit, unsigned int i)
{
	struct qda_ioctl_signal *signal = &submit->signals[i];
	struct drm_qda_sync sync;
	int ret;

	ret = qda_ioctl_copy_element(&sync, sizeof(sync), &submit->args->out_syncs, i);
	if (ret)
		return ret;
	if (sync.pad)
		return -EINVAL;

	signal->syncobj = drm_syncobj_find(submit->file, sync.handle);
	if (!signal->syncobj)
		return -ENOENT;
	submit->signal_count++;
	signal->point = sync.point;
	if (sync.point)
		signal->chain = dma_fence_chain_alloc();

	return sync.point && !signal->chain ? -ENOMEM : 0;
}

static int qda_ioctl_import_syncs(struct qda_ioctl_submit *submit)
{
	const struct drm_qda_submit *args = submit->args;
	int ret = 0;

	for (unsigned int i = 0; !ret && i < args->in_syncs.count; i++)
		ret = qda_ioctl_import_sync(submit, i);
	if (ret || !args->out_syncs.count)
		return ret;

	submit->signals = kzalloc_objs(*submit->signals, args->out_syncs.count,
				       GFP_KERNEL_ACCOUNT);
	if (!submit->signals)
		return -ENOMEM;
	for (unsigned int i = 0; !ret && i < args->out_syncs.count; i++)
		ret = qda_ioctl_import_signal(submit, i);

	return ret;
}

static int qda_ioctl_import_call(struct qda_ioctl_submit *submit, unsigned int i)
{
	struct qda_job_call *slot = &submit->job->calls[i];
	struct qda_session *sess = submit->job->sess;
	struct drm_qda_call call;
	int ret;

	ret = qda_ioctl_copy_element(&call, sizeof(call), &submit->args->calls, i);
	if (ret)
		return ret;
	ret = qda_ioctl_check_call(call.handle, call.scalars, &call.args);
	if (ret)
		return ret;

	slot->inv = qda_invoke_get(sess, TASK_INTERRUPTIBLE, submit->deadline);
	if (IS_ERR(slot->inv)) {
		ret = PTR_ERR(slot->inv);
		slot->inv = NULL;
		return ret;
	}

	slot->handle = call.handle;
	slot->sc = call.scalars;
	if (submit->results)
		qda_invoke_set_result(slot->inv, submit->results, &submit->out[i]);

	return qda_ioctl_import_args(slot->inv, call.scalars, &call.args, submit->file);
}

/* What other devices still do with an object, as far as it concerns this job. */
static int qda_ioctl_add_implicit(struct qda_job *job, struct dma_resv *resv,
				  enum dma_resv_usage usage)
{
	struct dma_fence *fence;
	int ret = dma_resv_get_singleton(resv, usage, &fence);

	return ret || !fence ? ret : qda_job_add_dep(job, fence);
}

/* Each object of a call: @visit gets it, and whether the DSP may write to it. */
static int qda_ioctl_each_object(struct qda_job *job, void *data,
				 int (*visit)(struct qda_job *job, struct qda_mapping *map,
					      bool write, void *data))
{
	int ret = 0;

	for (unsigned int k = 0; k < job->count; k++) {
		const struct qda_invoke *inv = job->calls[k].inv;

		for (unsigned int i = 0; !ret && i < inv->count; i++)
			if (inv->maps[i])
				ret = visit(job, inv->maps[i],
					    i >= qda_scalars_in(job->calls[k].sc), data);
	}

	return ret;
}

/* An exporter may be moving an import, whoever asks for no more. */
static int qda_ioctl_wait_moves(struct qda_job *job, struct qda_mapping *map, bool write,
				void *data)
{
	return map->import ? qda_ioctl_add_implicit(job, map->bo->shmem.base.resv,
						    DMA_RESV_USAGE_KERNEL) : 0;
}

static int qda_ioctl_lock_object(struct qda_job *job, struct qda_mapping *map, bool write,
				 void *data)
{
	return drm_exec_prepare_obj(data, &map->bo->shmem.base, 1);
}

static int qda_ioctl_wait_object(struct qda_job *job, struct qda_mapping *map, bool write,
				 void *data)
{
	return qda_ioctl_add_implicit(job, map->bo->shmem.base.resv, dma_resv_usage_rw(write));
}

static int qda_ioctl_publish_object(struct qda_job *job, struct qda_mapping *map, bool write,
				    void *data)
{
	dma_resv_add_fence(map->bo->shmem.base.resv, &job->fence,
			   write ? DMA_RESV_USAGE_WRITE : DMA_RESV_USAGE_READ);

	return 0;
}

/* From here on nothing fails: everybody gets the fence, and the calls are sent. */
static void qda_ioctl_commit(struct qda_ioctl_submit *submit, struct drm_exec *exec)
{
	struct qda_job *job = submit->job;
	struct dma_fence *fence;

	qda_job_lock(job);
	fence = qda_job_arm(job, submit->deadline);
	for (unsigned int i = 0; i < submit->signal_count; i++) {
		struct qda_ioctl_signal *signal = &submit->signals[i];

		if (signal->chain)
			drm_syncobj_add_point(signal->syncobj, signal->chain, fence,
					      signal->point);
		else
			drm_syncobj_replace_fence(signal->syncobj, fence);
		signal->chain = NULL;
	}
	if (exec) {
		qda_ioctl_each_object(job, NULL, qda_ioctl_publish_object);
		drm_exec_fini(exec);
	}
	qda_job_push(job);
	submit->job = NULL;
}

static int qda_ioctl_commit_implicit(struct qda_ioctl_submit *submit)
{
	struct qda_job *job = submit->job;
	struct drm_exec exec;
	int ret = 0;

	drm_exec_init(&exec, DRM_EXEC_INTERRUPTIBLE_WAIT | DRM_EXEC_IGNORE_DUPLICATES, 0);
	drm_exec_until_all_locked(&exec) {
		ret = qda_ioctl_each_object(job, &exec, qda_ioctl_lock_object);
		drm_exec_retry_on_contention(&exec);
		if (ret)
			break;
	}
	if (!ret)
		ret = qda_ioctl_each_object(job, NULL, qda_ioctl_wait_object);
	if (ret) {
		drm_exec_fini(&exec);
		return ret;
	}

	qda_ioctl_commit(submit, &exec);

	return 0;
}

static int qda_ioctl_build(struct qda_ioctl_submit *submit)
{
	struct qda_job *job = submit->job;
	int ret;

	ret = qda_ioctl_get_results(submit);
	if (ret)
		return ret;
	ret = qda_ioctl_import_syncs(submit);
	if (ret)
		return ret;

	for (unsigned int i = 0; i < job->count; i++) {
		ret = qda_ioctl_import_call(submit, i);
		if (ret)
			return ret;
	}
	/* No program finds an older call's result: that of each is not there yet. */
	for (unsigned int i = 0; submit->out && i < job->count; i++) {
		WRITE_ONCE(submit->out[i].result, 0);
		WRITE_ONCE(submit->out[i].error, -EINPROGRESS);
	}

	if (submit->args->flags & DRM_QDA_SUBMIT_IMPLICIT)
		return qda_ioctl_commit_implicit(submit);

	ret = qda_ioctl_each_object(job, NULL, qda_ioctl_wait_moves);
	if (!ret)
		qda_ioctl_commit(submit, NULL);

	return ret;
}

static void qda_ioctl_clean_up(struct qda_ioctl_submit *submit)
{
	for (unsigned int i = 0; i < submit->signal_count; i++) {
		dma_fence_chain_free(submit->signals[i].chain);
		drm_syncobj_put(submit->signals[i].syncobj);
	}
	kfree(submit->signals);
	if (submit->job)
		qda_job_drop(submit->job);
	if (submit->results)
		qda_mapping_put(submit->results);
}

static int qda_ioctl_do_submit(struct qda_session *sess, struct drm_qda_submit *args,
			       struct drm_file *file)
{
	struct qda_ioctl_submit submit = {
		.args = args,
		.file = file,
		.deadline = args->timeout_ns ?: ktime_get_ns() + QDA_IOCTL_SUBMIT_DEFAULT_NS,
	};
	int ret;

	submit.job = qda_job_create(sess, args->queue, args->calls.count);
	if (!submit.job)
		return -ENOMEM;

	/* One takes slots at a time: two could wait for each other's. */
	ret = mutex_lock_interruptible(&sess->jobs.submit_lock);
	if (!ret) {
		ret = qda_ioctl_build(&submit);
		mutex_unlock(&sess->jobs.submit_lock);
	}
	if (!ret)
		qda_file_account_jobs(file->driver_priv, args->calls.count);
	qda_ioctl_clean_up(&submit);

	return ret;
}

/**
 * qda_ioctl_submit() - handle %DRM_IOCTL_QDA_SUBMIT
 * @drm: device
 * @data: &struct drm_qda_submit
 * @file: open file
 *
 * Return: 0 or an error, see &struct drm_qda_submit.
 */
int qda_ioctl_submit(struct drm_device *drm, void *data, struct drm_file *file)
{
	struct drm_qda_submit *args = data;
	struct qda_session *sess;
	int ret;

	ret = qda_ioctl_check_submit(args);
	if (ret)
		return ret;

	sess = qda_file_lookup(file->driver_priv, args->session);
	if (!sess)
		return -ENOENT;

	ret = qda_ioctl_do_submit(sess, args, file);
	qda_session_put(sess);

	return ret;
}
