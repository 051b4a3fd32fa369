// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-mapping.h>
#include <linux/slab.h>

#include <drm/drm_drv.h>

#include "qda_coredump.h"
#include "qda_enter.h"
#include "qda_mapping.h"
#include "qda_pd.h"
#include "qda_pdmap.h"
#include "qda_session.h"
#include "qda_trace.h"

/**
 * DOC: Sessions
 *
 * A session knows nothing of files: its opener holds a reference and ends
 * it with qda_session_close(). It moves through states by events, see
 * qda_session_state_next().
 *
 * Memory of a session is freed when the DSP can no longer reach it: when it
 * has answered the release call, or has gone. A DSP that does not answer
 * keeps the session dying, with its bank, until one or the other.
 *
 * A PD may die before its session: the DSP says so, if its firmware does.
 * This moves no state, for the DSP still knows the session, and answers its
 * calls. But calls end with an error of its own, and none can start.
 */

/**
 * qda_session_wake() - let all that wait look at the session again
 * @sess: session
 * @slots: number of slots, from the first on
 */
void qda_session_wake(struct qda_session *sess, unsigned int slots)
{
	for (unsigned int i = 0; i < slots; i++)
		rcuwait_wake_up(&sess->slots[i].wait);
	wake_up_all(&sess->idle_wait);
}

/* All that goes on in a session ends with its error. */
static void qda_session_end_calls(struct qda_session *sess, unsigned int slots)
{
	qda_session_wake(sess, slots);
	qda_job_cancel_all(sess, qda_session_error(sess));
}

/**
 * qda_session_recycle_ended() - make the slots of jobs that are over idle
 * @sess: session
 */
void qda_session_recycle_ended(struct qda_session *sess)
{
	struct llist_node *list = llist_del_all(&sess->jobs.ended);
	struct qda_invoke *inv, *next;

	llist_for_each_entry_safe(inv, next, list, link)
		qda_invoke_recycle(inv);
}

/**
 * qda_session_fail() - end all that goes on in a session
 * @sess: session
 * @error: for calls; the first one stays
 * @slots: number of slots whose calls end, from the first on
 */
void qda_session_fail(struct qda_session *sess, int error, unsigned int slots)
{
	spin_lock(&sess->lock);
	if (!sess->error)
		WRITE_ONCE(sess->error, error);
	spin_unlock(&sess->lock);

	qda_session_end_calls(sess, slots);
}

/**
 * qda_session_event() - move a session to its next state
 * @sess: session; the caller has a reference
 * @event: what happened
 *
 * Return: the new state; or, if @event can't happen in the session's state,
 * the error of the session or -EINVAL, and nothing has changed.
 */
int qda_session_event(struct qda_session *sess, enum qda_session_event event)
{
	int old, new, error;

	spin_lock(&sess->lock);
	old = sess->state;
	new = qda_session_state_next(old, event);
	if (new >= 0)
		sess->state = new;
	if (new >= QDA_SESSION_DYING && !sess->error)
		WRITE_ONCE(sess->error, -ESHUTDOWN);
	error = sess->error ?: new;
	spin_unlock(&sess->lock);

	if (new < 0)
		return error;

	trace_qda_session(sess, new);

	/* While the session is dying, the DSP is one of its users. */
	if (old != QDA_SESSION_DYING && new == QDA_SESSION_DYING) {
		atomic_inc(&sess->qdev->count.orphans);
		qda_session_get(sess);
		qda_session_end_calls(sess, QDA_SESSION_SLOTS);
	} else if (old == QDA_SESSION_DYING && new == QDA_SESSION_DEAD) {
		atomic_dec(&sess->qdev->count.orphans);
		wake_up_all(&sess->idle_wait);
		qda_session_put(sess);
	}

	return new;
}

/**
 * qda_session_error() - why a call can't go on
 * @sess: session
 *
 * Return: 0 if it can; -ESHUTDOWN if the session was closed, -ECONNABORTED if
 * its PD has died, -ECONNRESET if the DSP has gone.
 */
int qda_session_error(struct qda_session *sess)
{
	return READ_ONCE(sess->error);
}

/**
 * qda_session_start() - let a session run before it has a PD
 * @sess: session, new
 *
 * For an interface whose sessions are its open files. The DSP is told of the end of
 * such a session, and its PD's death ends no calls: what the DSP answers to them is
 * for the program.
 */
void qda_session_start(struct qda_session *sess)
{
	sess->keeps_results = true;
	qda_session_event(sess, QDA_SESSION_START);
	qda_session_event(sess, QDA_SESSION_STARTED);
}

/* Recycle what the DSP was the last user of; true if the release call was. */
static bool qda_session_reap(struct qda_session *sess)
{
	struct llist_node *list = llist_del_all(&sess->reap);
	struct qda_invoke *inv, *next;
	bool released = false;

	llist_for_each_entry_safe(inv, next, list, link) {
		released |= inv == qda_session_release_slot(sess);
		qda_invoke_recycle(inv);
	}

	return released;
}

static void qda_session_reap_work(struct work_struct *work)
{
	struct qda_session *sess = container_of(work, struct qda_session, reap_work);
	bool released;

	mutex_lock(&sess->memory_lock);
	released = qda_session_reap(sess);
	qda_session_recycle_ended(sess);
	if (!qda_job_any(sess))
		WRITE_ONCE(sess->jobs.reap_soon, false);
	mutex_unlock(&sess->memory_lock);

	if (released)
		qda_session_event(sess, QDA_SESSION_RELEASED);
	qda_session_put(sess);
}

/* The release call is left alone: the DSP answers it, whatever became of the PD. */
static void qda_session_abort_work(struct work_struct *work)
{
	struct qda_session *sess = container_of(work, struct qda_session, abort_work);

	if (atomic_read(&sess->pd_status) == QDA_WIRE_PD_FAULTED)
		qda_coredump_fault(sess);
	if (!sess->keeps_results)
		qda_session_fail(sess, -ECONNABORTED, QDA_SESSION_CALLS);
	qda_session_put(sess);
}

static int qda_session_init_slots(struct qda_session *sess)
{
	int ret;

	for (unsigned int i = 0; i < QDA_SESSION_SLOTS; i++) {
		struct qda_invoke *inv = &sess->slots[i];

		ret = qda_invoke_init(inv, sess);
		if (ret) {
			while (i--)
				qda_invoke_fini(&sess->slots[i]);
			return ret;
		}
		if (inv != qda_session_release_slot(sess))
			llist_add(&inv->link, &sess->idle);
	}

	return 0;
}

/**
 * qda_session_free_memory() - free what the DSP could reach of a session
 * @sess: session; the device's lock of sessions is held
 *
 * The DSP can reach nothing of it any more. Callers of its calls may still be there:
 * what their slots refer to is theirs to drop, but it is unmapped here.
 */
void qda_session_free_memory(struct qda_session *sess)
{
	struct qda_device *qdev = sess->qdev;

	if (sess->gone)
		return;

	/* No message leaves from here on; and whoever gets the other lock adds nothing. */
	down_write(&sess->enter_lock);
	WRITE_ONCE(sess->gone, true);
	up_write(&sess->enter_lock);

	guard(mutex)(&sess->memory_lock);

	for (unsigned int i = 0; i < QDA_SESSION_SLOTS; i++)
		qda_invoke_fini(&sess->slots[i]);
	qda_session_reap(sess);
	qda_session_recycle_ended(sess);
	for (unsigned int i = 0; i < QDA_SESSION_SLOTS; i++) {
		qda_invoke_drop_dsp(&sess->slots[i]);
		qda_invoke_free(&sess->slots[i]);
	}
	qda_pdmap_forget_all(sess);
	qda_mapping_forget_all(sess);

	if (sess->heap)
		dma_free_coherent(sess->cb->dev, sess->heap_size, sess->heap,
				  sess->heap_addr);
	sess->heap = NULL;

	xa_erase_irq(&qdev->clients, sess->client);
	qda_cb_put(&qdev->cbs, sess->cb);
}

static void qda_session_free(struct qda_session *sess)
{
	timer_shutdown_sync(&sess->call_timer);
	for (unsigned int i = 0; i < QDA_SESSION_SLOTS; i++) {
		kvfree(sess->slots[i].args);
		kvfree(sess->slots[i].maps);
	}
	qda_job_fini_queues(sess);
	mutex_destroy(&sess->mapped_lock);
	mutex_destroy(&sess->memory_lock);
	xa_destroy(&sess->pdmaps);
	xa_destroy(&sess->handles);
	xa_destroy(&sess->mappings);
	kvfree(sess->slots);
	drm_dev_put(&sess->qdev->drm);
	kfree(sess);
}

static struct qda_session *qda_session_alloc(struct qda_device *qdev)
{
	struct qda_session *sess;

	sess = kzalloc_obj(*sess, GFP_KERNEL_ACCOUNT);
	if (!sess)
		return NULL;

	sess->slots = kvzalloc_objs(*sess->slots, QDA_SESSION_SLOTS, GFP_KERNEL_ACCOUNT);
	if (!sess->slots) {
		kfree(sess);
		return NULL;
	}

	drm_dev_get(&qdev->drm);
	sess->qdev = qdev;
	sess->spin_ns = QDA_INVOKE_SPIN_MAX_NS;
	kref_init(&sess->ref);
	spin_lock_init(&sess->lock);
	init_rwsem(&sess->enter_lock);
	init_llist_head(&sess->idle);
	timer_setup(&sess->call_timer, qda_invoke_timeout, 0);
	init_waitqueue_head(&sess->idle_wait);
	init_llist_head(&sess->reap);
	init_llist_head(&sess->jobs.ended);
	qda_job_init_queues(sess);
	INIT_WORK(&sess->reap_work, qda_session_reap_work);
	INIT_WORK(&sess->abort_work, qda_session_abort_work);
	mutex_init(&sess->memory_lock);
	mutex_init(&sess->mapped_lock);
	INIT_LIST_HEAD(&sess->mapped);
	xa_init(&sess->mappings);
	xa_init(&sess->handles);
	xa_init_flags(&sess->pdmaps, XA_FLAGS_ALLOC1);

	return sess;
}

/* Gives a session a bank and a name, and the device its session. */
static int qda_session_register(struct qda_session *sess, kuid_t owner, s64 deadline)
{
	struct qda_device *qdev = sess->qdev;
	int ret;

	sess->cb = qda_cb_get(&qdev->cbs, owner, deadline);
	if (IS_ERR(sess->cb))
		return PTR_ERR(sess->cb);

	/* A notice that comes late must not name the next session. */
	ret = xa_alloc_cyclic_irq(&qdev->clients, &sess->client, NULL, xa_limit_31b,
				  &qdev->next_client, GFP_KERNEL);
	if (ret < 0)
		goto err_put_cb;

	/* Nothing is allocated for the bank's device before an unplug can find it. */
	mutex_lock(&qdev->sessions_lock);
	ret = qdev->lost ? -ECONNRESET : 0;
	if (!ret)
		list_add_tail(&sess->link, &qdev->sessions);
	mutex_unlock(&qdev->sessions_lock);
	if (ret)
		goto err_free_client;

	return 0;

err_free_client:
	xa_erase_irq(&qdev->clients, sess->client);
err_put_cb:
	qda_cb_put(&qdev->cbs, sess->cb);
	return ret;
}

/**
 * qda_session_create() - make a session that the DSP does not know yet
 * @qdev: DSP
 * @owner: user the session works for
 * @deadline: when to stop waiting for a free context bank, ns of CLOCK_MONOTONIC; 0 is
 *	never
 *
 * Return: the session, referenced by its owner, to be ended by
 * qda_session_close(); or an ERR_PTR: -EUSERS if no context bank is free,
 * -ECONNRESET if the DSP has gone, -ERESTARTSYS after a signal, -ENOMEM.
 */
struct qda_session *qda_session_create(struct qda_device *qdev, kuid_t owner,
				       s64 deadline)
{
	struct qda_session *sess;
	int ret;

	sess = qda_session_alloc(qdev);
	if (!sess)
		return ERR_PTR(-ENOMEM);

	ret = qda_session_init_slots(sess);
	if (ret)
		goto err_free;
	ret = qda_session_register(sess, owner, deadline);
	if (ret)
		goto err_fini_slots;

	/* Without a stream id there is no IOMMU: payloads are in memory that is the DSP's. */
	ret = sess->cb->sid ? 0 : qda_heap_assign(&qdev->heap);
	/* The release call must not fail for want of memory: it has its own from now on. */
	if (!ret)
		ret = qda_invoke_prepare(qda_session_release_slot(sess), 1, QDA_WIRE_ALIGN);
	if (ret) {
		qda_session_put(sess);
		return ERR_PTR(ret);
	}

	/* From here on a notice finds it, into the place that it has. */
	mutex_lock(&sess->memory_lock);
	if (!sess->gone)
		xa_store_irq(&qdev->clients, sess->client, sess, GFP_KERNEL);
	mutex_unlock(&sess->memory_lock);

	return sess;

err_fini_slots:
	for (unsigned int i = 0; i < QDA_SESSION_SLOTS; i++)
		qda_invoke_fini(&sess->slots[i]);
err_free:
	qda_session_free(sess);
	return ERR_PTR(ret);
}

/**
 * qda_session_alloc_heap() - give a session memory to build a PD in
 * @sess: session
 * @size: bytes
 *
 * Return: 0; -EBUSY if it has some from an earlier try, and that is too small;
 * or -ENOMEM.
 */
int qda_session_alloc_heap(struct qda_session *sess, size_t size)
{
	guard(mutex)(&sess->memory_lock);

	if (sess->gone)
		return qda_session_error(sess);
	/* The DSP has refused the PD that it was for, or will refuse a second one. */
	if (sess->heap)
		return size <= sess->heap_size ? 0 : -EBUSY;

	sess->heap = dma_alloc_coherent(sess->cb->dev, size, &sess->heap_addr,
					GFP_KERNEL_ACCOUNT);
	sess->heap_size = size;

	return sess->heap ? 0 : -ENOMEM;
}

static void qda_session_destroy(struct kref *ref)
{
	struct qda_session *sess = container_of(ref, struct qda_session, ref);
	struct qda_device *qdev = sess->qdev;

	/* Freed once: by this, or by the unplug that finds it in the list. */
	mutex_lock(&qdev->sessions_lock);
	qda_session_free_memory(sess);
	list_del(&sess->link);
	mutex_unlock(&qdev->sessions_lock);

	qda_session_free(sess);
}

/**
 * qda_session_put() - drop a reference, free the session with the last one
 * @sess: session
 */
void qda_session_put(struct qda_session *sess)
{
	kref_put(&sess->ref, qda_session_destroy);
}

/**
 * qda_session_count() - how many sessions there are
 * @qdev: DSP
 *
 * Return: the number, with those that are being ended.
 */
unsigned int qda_session_count(struct qda_device *qdev)
{
	guard(mutex)(&qdev->sessions_lock);

	return list_count_nodes(&qdev->sessions);
}
