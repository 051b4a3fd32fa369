// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/slab.h>

#include "qda_deadline.h"
#include "qda_device.h"
#include "qda_invoke.h"
#include "qda_job.h"
#include "qda_session.h"

/**
 * DOC: Jobs
 *
 * A thread that waits for each of its calls sleeps and wakes for each. A job is calls
 * that no thread waits for: it has a fence instead, which is signalled when the last
 * of them is over. Its slots and the mappings of its arguments are taken when it is
 * submitted, so nothing is allocated between then and the fence.
 *
 * Jobs of one queue are sent in order, under one thread id, and their fences are
 * signalled in order. A job with fences to wait for blocks those behind it. Queues
 * know nothing of each other.
 *
 * A call belongs to its job while the slot says so. Whoever changes that, the answer
 * or a cancellation, ends the call: writes its result, and counts it. The fence has
 * to be signalled in finite time, whatever the DSP does: a job has a deadline, and
 * the end of its session cancels it. The slot, and the memory, then are the DSP's
 * until it answers, as those of any call that was given up.
 *
 * drm_sched is not used: it has a work item run each job and another one free it, to
 * serve hardware rings with room for few jobs and a reset for one that hangs. Here
 * the submitting thread sends its message itself, any number are under way at a time,
 * and no one call of a DSP can be reset.
 */

/** struct qda_job_dep - a fence that a job waits for */
struct qda_job_dep {
	/** @link: in the job's list */
	struct list_head link;
	/** @cb: called when it is signalled */
	struct dma_fence_cb cb;
	/** @fence: fence, referenced */
	struct dma_fence *fence;
	/** @job: job */
	struct qda_job *job;
};

static const char *qda_job_driver_name(struct dma_fence *fence)
{
	return "qda";
}

static const char *qda_job_timeline_name(struct dma_fence *fence)
{
	return "queue";
}

static const struct dma_fence_ops qda_job_fence_ops = {
	.get_driver_name = qda_job_driver_name,
	.get_timeline_name = qda_job_timeline_name,
};

/**
 * qda_job_tid() - the thread that calls, as the DSP is told
 * @job: job
 *
 * Return: one for each queue, and none that a thread has.
 */
u32 qda_job_tid(const struct qda_job *job)
{
	return QDA_JOB_TID + (job->queue - job->sess->jobs.queues);
}

/* The fences of a queue are signalled in order, whatever the order of the answers. */
static void qda_job_finish(struct qda_job *job)
{
	struct qda_queue *queue = job->queue;
	struct qda_job *head, *next;
	unsigned long flags;

	spin_lock_irqsave(&job->sess->jobs.lock, flags);
	job->done = true;
	list_for_each_entry_safe(head, next, &queue->jobs, link) {
		if (!head->done)
			break;
		list_del_init(&head->link);
		if (head->error)
			dma_fence_set_error(&head->fence, head->error);
		dma_fence_signal(&head->fence);
		dma_fence_put(&head->fence);
	}
	spin_unlock_irqrestore(&job->sess->jobs.lock, flags);
}

/* Ends a call of a job, unless it is over. Return: whether this did it. */
static bool qda_job_end_call(struct qda_job *job, struct qda_invoke *inv, int error, s32 result)
{
	struct drm_qda_result *out = inv->result_out;

	if (cmpxchg(&inv->job, job, NULL) != job)
		return false;

	/* What the program itself has ended was not lost. */
	if (error == -ESHUTDOWN)
		error = -ECANCELED;
	if (out) {
		WRITE_ONCE(out->result, result);
		/* Pairs with a program's acquire: a reader that sees the error sees the result. */
		smp_store_release(&out->error, error);
	}
	/* A method that failed has not made what others may wait for. */
	if (!error && result)
		error = -EIO;
	if (error)
		cmpxchg(&job->error, 0, error);

	return true;
}

static void qda_job_count_down(struct qda_job *job)
{
	if (atomic_dec_and_test(&job->left))
		qda_job_finish(job);
}

/**
 * qda_job_answer() - the DSP has answered a call
 * @inv: slot
 * @error: 0, or an error if the answer is no result
 * @result: result of the method
 *
 * Callable in interrupt context.
 *
 * Return: whether the call was one of a job: then the caller drops the job's use of
 * the slot as well as the DSP's.
 */
bool qda_job_answer(struct qda_invoke *inv, int error, s32 result)
{
	struct qda_job *job = READ_ONCE(inv->job);

	if (!job || !qda_job_end_call(job, inv, error, result))
		return false;

	qda_job_count_down(job);

	return true;
}

/*
 * A DSP that takes no messages holds up each of them, so one that does not leave is the
 * last that is tried: the fence has to come in time, and what is behind it must not
 * run without it.
 */
static void qda_job_send(struct qda_job *job)
{
	int ret = 0;

	lockdep_assert_held(&job->queue->lock);

	for (unsigned int i = 0; i < job->count; i++) {
		struct qda_job_call *call = &job->calls[i];
		struct qda_invoke *inv = call->inv;

		if (!ret && ktime_get_ns() >= job->deadline)
			ret = -ETIME;
		if (!ret)
			ret = qda_invoke_send(inv, job->sess->client, call->handle, call->sc);
		if (ret && qda_job_end_call(job, inv, ret, 0)) {
			qda_invoke_put_of_job(inv);
			qda_job_count_down(job);
		}
	}
}

/* Sends the jobs of a queue up to the first that has to wait. */
static void qda_job_send_blocked(struct qda_queue *queue)
{
	struct qda_job *job, *next;

	lockdep_assert_held(&queue->lock);

	list_for_each_entry_safe(job, next, &queue->blocked, blocked_link) {
		if (atomic_read(&job->waits))
			break;
		/* The reference of the list of jobs may go with the last answer. */
		dma_fence_get(&job->fence);
		list_del_init(&job->blocked_link);
		qda_job_send(job);
		dma_fence_put(&job->fence);
	}
}

static void qda_job_drop_deps(struct qda_job *job)
{
	struct qda_job_dep *dep, *next;

	list_for_each_entry_safe(dep, next, &job->deps, link) {
		dma_fence_put(dep->fence);
		kfree(dep);
	}
	INIT_LIST_HEAD(&job->deps);
}

static void qda_job_work(struct work_struct *work)
{
	struct qda_job *job = container_of(work, struct qda_job, work);
	struct qda_session *sess = job->sess;

	mutex_lock(&job->queue->lock);
	qda_job_drop_deps(job);
	qda_job_send_blocked(job->queue);
	mutex_unlock(&job->queue->lock);

	dma_fence_put(&job->fence);
	qda_session_put(sess);
}

/* The work has the references of job and session that qda_job_push() took. */
static void qda_job_dep_done(struct dma_fence *fence, struct dma_fence_cb *cb)
{
	struct qda_job *job = container_of(cb, struct qda_job_dep, cb)->job;

	if (atomic_dec_and_test(&job->waits))
		queue_work(job->sess->qdev->wq, &job->work);
}

/* Stops waiting. Return: whether nothing starts the work any more. */
static bool qda_job_forget_deps(struct qda_job *job)
{
	struct qda_job_dep *dep;
	bool last = false;

	list_for_each_entry(dep, &job->deps, link)
		if (dma_fence_remove_callback(dep->fence, &dep->cb))
			last |= atomic_dec_and_test(&job->waits);

	return last;
}

/**
 * qda_job_create() - make a job
 * @sess: session
 * @queue: number of the queue
 * @count: number of calls, at most %QDA_SESSION_CALLS; their slots are set by the caller
 *
 * Return: the job, for qda_job_drop() or qda_job_push(), or NULL.
 */
struct qda_job *qda_job_create(struct qda_session *sess, unsigned int queue, unsigned int count)
{
	struct qda_job *job = kzalloc_flex(*job, calls, count, GFP_KERNEL_ACCOUNT);

	if (!job)
		return NULL;

	job->count = count;
	job->sess = sess;
	job->queue = &sess->jobs.queues[queue];
	INIT_LIST_HEAD(&job->link);
	INIT_LIST_HEAD(&job->blocked_link);
	INIT_LIST_HEAD(&job->deps);
	INIT_WORK(&job->work, qda_job_work);
	atomic_set(&job->waits, 1);
	atomic_set(&job->left, count);

	return job;
}

/**
 * qda_job_add_dep() - let a job wait for a fence
 * @job: job, not armed
 * @fence: fence; the reference is taken over, whatever comes out
 *
 * Return: 0 or -ENOMEM.
 */
int qda_job_add_dep(struct qda_job *job, struct dma_fence *fence)
{
	struct qda_job_dep *dep;

	if (dma_fence_is_signaled(fence)) {
		dma_fence_put(fence);
		return 0;
	}

	dep = kzalloc_obj(*dep, GFP_KERNEL_ACCOUNT);
	if (!dep) {
		dma_fence_put(fence);
		return -ENOMEM;
	}

	dep->fence = fence;
	dep->job = job;
	list_add_tail(&dep->link, &job->deps);

	return 0;
}

/**
 * qda_job_drop() - undo qda_job_create()
 * @job: job, not armed; slots that it has are given back
 */
void qda_job_drop(struct qda_job *job)
{
	for (unsigned int i = 0; i < job->count; i++)
		if (job->calls[i].inv)
			qda_invoke_put(job->calls[i].inv);
	qda_job_drop_deps(job);
	kfree(job);
}

/**
 * qda_job_lock() - fix the place of a job in its queue
 * @job: job
 *
 * Until qda_job_push(). Nothing is allocated in between, and no reservation is taken,
 * as others wait for the lock to signal their fences; the caller may hold some.
 */
void qda_job_lock(struct qda_job *job)
{
	mutex_lock(&job->queue->lock);
}

/**
 * qda_job_arm() - make the fence of a job
 * @job: job, with its slots, its queue locked by qda_job_lock()
 * @deadline: when it is given up, ns of CLOCK_MONOTONIC
 *
 * Return: the fence, for others to wait for; not referenced for the caller.
 */
struct dma_fence *qda_job_arm(struct qda_job *job, s64 deadline)
{
	struct qda_session *sess = job->sess;
	struct qda_queue *queue = job->queue;

	lockdep_assert_held(&queue->lock);

	job->deadline = min(deadline, (s64)ktime_get_ns() + QDA_JOB_MAX_NS);
	for (unsigned int i = 0; i < job->count; i++)
		WRITE_ONCE(job->calls[i].inv->job, job);
	dma_fence_init64(&job->fence, &qda_job_fence_ops, NULL, queue->context, ++queue->seqno);

	spin_lock_irq(&sess->jobs.lock);
	list_add_tail(&job->link, &queue->jobs);
	spin_unlock_irq(&sess->jobs.lock);

	return &job->fence;
}

static void qda_job_arm_timeout(struct qda_session *sess, s64 deadline)
{
	long left = qda_deadline_left(deadline);

	guard(mutex)(&sess->jobs.timeout_lock);

	if (sess->jobs.timeout && sess->jobs.timeout <= deadline)
		return;

	/* The work has a reference of the session while it is queued. */
	sess->jobs.timeout = deadline;
	qda_session_get(sess);
	if (mod_delayed_work(sess->qdev->wq, &sess->jobs.timeout_work, left))
		qda_session_put(sess);
}

/**
 * qda_job_push() - send a job, or let it wait for its fences
 * @job: job, armed; it is its queue's from here on, which is unlocked
 */
void qda_job_push(struct qda_job *job)
{
	struct qda_session *sess = job->sess;
	struct qda_queue *queue = job->queue;
	struct qda_job_dep *dep;

	qda_job_arm_timeout(sess, job->deadline);

	list_add_tail(&job->blocked_link, &queue->blocked);
	if (!list_empty(&job->deps)) {
		/* For the work, which the last of the fences starts. */
		dma_fence_get(&job->fence);
		qda_session_get(sess);
		list_for_each_entry(dep, &job->deps, link) {
			atomic_inc(&job->waits);
			if (dma_fence_add_callback(dep->fence, &dep->cb, qda_job_dep_done))
				atomic_dec(&job->waits);
		}
		if (atomic_dec_and_test(&job->waits))
			queue_work(sess->qdev->wq, &job->work);
	} else {
		atomic_set(&job->waits, 0);
	}

	qda_job_send_blocked(queue);
	mutex_unlock(&queue->lock);

	/*
	 * A session that has ended meanwhile may have looked for its jobs before this came.
	 * The barrier is between the list of jobs and the error; the other side sets the
	 * error, and then takes the lock of the list.
	 */
	smp_mb();
	if (qda_session_error(sess))
		qda_job_cancel_all(sess, qda_session_error(sess));
}

/**
 * qda_job_any() - whether a session has jobs
 * @sess: session
 *
 * Return: whether there are some whose fence is not signalled.
 */
bool qda_job_any(struct qda_session *sess)
{
	guard(spinlock_irq)(&sess->jobs.lock);

	for (unsigned int i = 0; i < DRM_QDA_QUEUES; i++)
		if (!list_empty(&sess->jobs.queues[i].jobs))
			return true;

	return false;
}

/* Ends all calls of a job that are not over. The caller has a reference. */
static void qda_job_cancel(struct qda_job *job, int error)
{
	struct qda_session *sess = job->sess;
	struct qda_queue *queue = job->queue;
	bool drop_work;

	mutex_lock(&queue->lock);
	drop_work = qda_job_forget_deps(job);
	list_del_init(&job->blocked_link);
	for (unsigned int i = 0; i < job->count; i++) {
		struct qda_invoke *inv = job->calls[i].inv;

		if (!qda_job_end_call(job, inv, error, 0))
			continue;
		qda_invoke_put_of_job(inv);
		qda_job_count_down(job);
	}
	/* Those behind it waited for it. */
	qda_job_send_blocked(queue);
	mutex_unlock(&queue->lock);

	if (drop_work) {
		qda_job_drop_deps(job);
		dma_fence_put(&job->fence);
		qda_session_put(sess);
	}
}

/*
 * The job with the first deadline of those that are not done, if it is not after
 * @limit: a job that waits for another one must not be sent because that one's time
 * is over, too.
 */
static struct qda_job *qda_job_find(struct qda_session *sess, s64 limit, s64 *next)
{
	struct qda_job *job, *first = NULL;

	guard(spinlock_irq)(&sess->jobs.lock);

	for (unsigned int i = 0; i < DRM_QDA_QUEUES; i++)
		list_for_each_entry(job, &sess->jobs.queues[i].jobs, link)
			if (!job->done && (!first || job->deadline < first->deadline))
				first = job;

	*next = first ? first->deadline : 0;
	if (!first || first->deadline > limit)
		return NULL;
	dma_fence_get(&first->fence);

	return first;
}

/**
 * qda_job_cancel_all() - end all jobs of a session
 * @sess: session
 * @error: for their fences, and for calls that are not over
 */
void qda_job_cancel_all(struct qda_session *sess, int error)
{
	struct qda_job *job;
	s64 next;

	while ((job = qda_job_find(sess, S64_MAX, &next))) {
		qda_job_cancel(job, error);
		dma_fence_put(&job->fence);
	}

	/* The caller has a reference of the session as well. */
	if (cancel_delayed_work(&sess->jobs.timeout_work))
		qda_session_put(sess);
}

static void qda_job_timeout_work(struct work_struct *work)
{
	struct qda_session *sess = container_of(to_delayed_work(work), struct qda_session,
						jobs.timeout_work);
	struct qda_job *job;
	s64 next;

	mutex_lock(&sess->jobs.timeout_lock);
	sess->jobs.timeout = 0;
	mutex_unlock(&sess->jobs.timeout_lock);

	while ((job = qda_job_find(sess, ktime_get_ns(), &next))) {
		qda_job_cancel(job, -ETIME);
		dma_fence_put(&job->fence);
	}
	if (next)
		qda_job_arm_timeout(sess, next);

	qda_session_put(sess);
}

/**
 * qda_job_init_queues() - set up the queues of a session
 * @sess: session
 */
void qda_job_init_queues(struct qda_session *sess)
{
	u64 context = dma_fence_context_alloc(DRM_QDA_QUEUES);

	spin_lock_init(&sess->jobs.lock);
	mutex_init(&sess->jobs.submit_lock);
	mutex_init(&sess->jobs.timeout_lock);
	INIT_DELAYED_WORK(&sess->jobs.timeout_work, qda_job_timeout_work);
	for (unsigned int i = 0; i < DRM_QDA_QUEUES; i++) {
		struct qda_queue *queue = &sess->jobs.queues[i];

		mutex_init(&queue->lock);
		INIT_LIST_HEAD(&queue->blocked);
		INIT_LIST_HEAD(&queue->jobs);
		queue->context = context + i;
	}
}

/**
 * qda_job_fini_queues() - undo qda_job_init_queues()
 * @sess: session without jobs
 */
void qda_job_fini_queues(struct qda_session *sess)
{
	for (unsigned int i = 0; i < DRM_QDA_QUEUES; i++)
		mutex_destroy(&sess->jobs.queues[i].lock);
	mutex_destroy(&sess->jobs.timeout_lock);
	mutex_destroy(&sess->jobs.submit_lock);
}
