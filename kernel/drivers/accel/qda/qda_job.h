/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_JOB_H_
#define _QDA_JOB_H_

#include <linux/atomic.h>
#include <linux/dma-fence.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include <drm/qda_accel.h>

struct qda_invoke;
struct qda_session;

/* Others may wait for the fence, so it comes at the latest so long after it was made. */
#define QDA_JOB_MAX_NS		(60 * NSEC_PER_SEC)

/* Thread id of the first queue on the wire: more than any thread has. */
#define QDA_JOB_TID		BIT(23)

/** struct qda_queue - an order of calls that no thread waits for */
struct qda_queue {
	/** @lock: Protects: @blocked and the order of sending */
	struct mutex lock;
	/** @blocked: jobs that are not sent yet, in order */
	struct list_head blocked;
	/** @jobs: jobs whose fence is not signalled, in order. Under the session's lock of jobs */
	struct list_head jobs;
	/** @context: of its fences */
	u64 context;
	/** @seqno: of the last fence */
	u64 seqno;
};

/** struct qda_jobs - the jobs of a session */
struct qda_jobs {
	/** @submit_lock: held by the thread that takes slots for a job */
	struct mutex submit_lock;
	/** @lock: Protects: the jobs of all queues. Taken in interrupt context */
	spinlock_t lock;
	/** @queues: jobs by queue */
	struct qda_queue queues[DRM_QDA_QUEUES];
	/** @timeout_lock: Protects: @timeout */
	struct mutex timeout_lock;
	/** @timeout: when @timeout_work runs, ns of CLOCK_MONOTONIC; 0: never */
	s64 timeout;
	/** @timeout_work: gives up jobs whose time is over */
	struct delayed_work timeout_work;
	/** @ended: slots of jobs that are over; whoever takes a slot recycles them */
	struct llist_head ended;
	/** @reap_soon: they keep memory that a program has given up */
	bool reap_soon;
};

/** struct qda_job_call - one call of a job */
struct qda_job_call {
	/** @inv: slot; the job is its user while its job is this one */
	struct qda_invoke *inv;
	/** @handle: remote object */
	u32 handle;
	/** @sc: scalars word */
	u32 sc;
};

/** struct qda_job - calls that are submitted together, and the fence of their end */
struct qda_job {
	/** @fence: signalled when all calls are over, those of earlier jobs of the queue too */
	struct dma_fence fence;
	/** @sess: session; it cancels the job before it goes */
	struct qda_session *sess;
	/** @queue: queue of the session */
	struct qda_queue *queue;
	/** @link: in the queue's jobs */
	struct list_head link;
	/** @blocked_link: in the queue's blocked jobs, or empty */
	struct list_head blocked_link;
	/** @deadline: when it is given up, ns of CLOCK_MONOTONIC */
	s64 deadline;
	/** @deps: fences that have to be signalled before it is sent */
	struct list_head deps;
	/** @waits: how many of @deps are not, and one until all are looked at */
	atomic_t waits;
	/** @work: sends what is not blocked any more */
	struct work_struct work;
	/** @left: calls that are not over */
	atomic_t left;
	/** @error: of the first call that failed, or 0 */
	int error;
	/** @done: no call is left. Under the session's lock of jobs */
	bool done;
	/** @count: number of calls */
	unsigned int count;
	/** @calls: the calls */
	struct qda_job_call calls[] __counted_by(count);
};

void qda_job_init_queues(struct qda_session *sess);
void qda_job_fini_queues(struct qda_session *sess);

struct qda_job *qda_job_create(struct qda_session *sess, unsigned int queue, unsigned int count);
int qda_job_add_dep(struct qda_job *job, struct dma_fence *fence);
void qda_job_drop(struct qda_job *job);
void qda_job_lock(struct qda_job *job);
struct dma_fence *qda_job_arm(struct qda_job *job, s64 deadline);
void qda_job_push(struct qda_job *job);

bool qda_job_answer(struct qda_invoke *inv, int error, s32 result);
bool qda_job_any(struct qda_session *sess);
void qda_job_cancel_all(struct qda_session *sess, int error);
u32 qda_job_tid(const struct qda_job *job);

#endif /* _QDA_JOB_H_ */
