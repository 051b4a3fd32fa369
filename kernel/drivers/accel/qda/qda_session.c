// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-mapping.h>
#include <linux/export.h>
#include <linux/slab.h>

#include <drm/drm_drv.h>

#include "qda_coredump.h"
#include "qda_mapping.h"
#include "qda_pd.h"
#include "qda_pdmap.h"
#include "qda_session.h"
#include "qda_trace.h"

/**
 * DOC: Sessions
 *
 * A session knows nothing of files: who opened it holds a reference and ends
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

static void qda_session_wake(struct qda_session *sess, unsigned int slots)
{
	for (unsigned int i = 0; i < slots; i++)
		wake_up(&sess->slots[i].wait);
	wake_up_all(&sess->idle_wait);
}

static void qda_session_fail(struct qda_session *sess, int error, unsigned int slots)
{
	spin_lock(&sess->lock);
	if (!sess->error)
		WRITE_ONCE(sess->error, error);
	spin_unlock(&sess->lock);

	qda_session_wake(sess, slots);
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
		qda_session_wake(sess, QDA_SESSION_SLOTS);
	} else if (old == QDA_SESSION_DYING && new == QDA_SESSION_DEAD) {
		atomic_dec(&sess->qdev->count.orphans);
		qda_session_put(sess);
	}

	return new;
}
EXPORT_SYMBOL_NS_GPL(qda_session_event, "QDA");

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

/* Recycle what the DSP was the last user of; true if the release call was. */
static bool qda_session_reap(struct qda_session *sess)
{
	struct llist_node *list = llist_del_all(&sess->reap);
	struct qda_invoke *inv, *next;
	bool released = false;

	llist_for_each_entry_safe(inv, next, list, reap_link) {
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
	mutex_unlock(&sess->memory_lock);

	if (released)
		qda_session_event(sess, QDA_SESSION_RELEASED);
	qda_session_put(sess);
}

/* The release call is left alone: the DSP answers it, whatever became of the PD. */
static void qda_session_abort_work(struct work_struct *work)
{
	struct qda_session *sess = container_of(work, struct qda_session, abort_work);
	int idx;

	if (qda_device_enter(sess->qdev, &idx)) {
		if (atomic_read(&sess->pd_status) == QDA_WIRE_PD_FAULTED)
			qda_coredump_fault(sess);
		if (!sess->deaf)
			qda_session_fail(sess, -ECONNABORTED, QDA_SESSION_CALLS);
		qda_device_exit(sess->qdev, idx);
	}
	qda_session_put(sess);
}

static int qda_session_init_slots(struct qda_session *sess)
{
	for (unsigned int i = 0; i < QDA_SESSION_SLOTS; i++) {
		struct qda_invoke *inv = &sess->slots[i];
		size_t offset = i * QDA_INVOKE_PAYLOAD;
		int ret;

		ret = qda_invoke_init(inv, sess, sess->memory + offset,
				      sess->memory_addr + offset);
		if (ret) {
			while (i--)
				qda_invoke_fini(&sess->slots[i]);
			return ret;
		}
		if (inv != qda_session_release_slot(sess))
			list_add_tail(&inv->idle_link, &sess->idle);
	}

	return 0;
}

/* Takes bank, client id and the memory of the slots, or nothing. */
static int qda_session_alloc_memory(struct qda_session *sess, kuid_t owner,
				    long patience)
{
	struct qda_device *qdev = sess->qdev;
	int ret;

	sess->cb = qda_cb_get(&qdev->cbs, owner, patience);
	if (IS_ERR(sess->cb))
		return PTR_ERR(sess->cb);

	/* A notice that comes late must not name the next session. */
	ret = xa_alloc_cyclic_irq(&qdev->clients, &sess->client, NULL, xa_limit_31b,
				  &qdev->next_client, GFP_KERNEL);
	if (ret < 0)
		goto err_put_cb;

	sess->memory = dma_alloc_coherent(sess->cb->dev,
					  QDA_SESSION_SLOTS * QDA_INVOKE_PAYLOAD,
					  &sess->memory_addr, GFP_KERNEL_ACCOUNT);
	if (!sess->memory) {
		ret = -ENOMEM;
		goto err_free_client;
	}

	ret = qda_session_init_slots(sess);
	if (ret)
		goto err_free_memory;

	return 0;

err_free_memory:
	dma_free_coherent(sess->cb->dev, QDA_SESSION_SLOTS * QDA_INVOKE_PAYLOAD,
			  sess->memory, sess->memory_addr);
err_free_client:
	xa_erase_irq(&qdev->clients, sess->client);
err_put_cb:
	qda_cb_put(&qdev->cbs, sess->cb);
	return ret;
}

/* The DSP can reach nothing of the session any more, and no call is running. */
static void qda_session_free_memory(struct qda_session *sess)
{
	struct qda_device *qdev = sess->qdev;

	guard(mutex)(&sess->memory_lock);

	if (!sess->memory)
		return;

	for (unsigned int i = 0; i < QDA_SESSION_SLOTS; i++)
		qda_invoke_fini(&sess->slots[i]);

	qda_session_reap(sess);
	for (unsigned int i = 0; i < QDA_SESSION_SLOTS; i++) {
		if (atomic_xchg(&sess->slots[i].users, 0))
			qda_invoke_recycle(&sess->slots[i]);
		qda_invoke_free_spare(&sess->slots[i]);
	}
	qda_pdmap_forget_all(sess);
	qda_mapping_forget_all(sess);

	if (sess->heap)
		dma_free_coherent(sess->cb->dev, sess->heap_size, sess->heap,
				  sess->heap_addr);
	dma_free_coherent(sess->cb->dev, QDA_SESSION_SLOTS * QDA_INVOKE_PAYLOAD,
			  sess->memory, sess->memory_addr);
	sess->heap = NULL;
	sess->memory = NULL;

	xa_erase_irq(&qdev->clients, sess->client);
	qda_cb_put(&qdev->cbs, sess->cb);
}

static void qda_session_free(struct qda_session *sess)
{
	xa_destroy(&sess->pdmaps);
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
	init_rwsem(&sess->send_lock);
	INIT_LIST_HEAD(&sess->idle);
	init_waitqueue_head(&sess->idle_wait);
	init_llist_head(&sess->reap);
	INIT_WORK(&sess->reap_work, qda_session_reap_work);
	INIT_WORK(&sess->abort_work, qda_session_abort_work);
	mutex_init(&sess->memory_lock);
	xa_init(&sess->mappings);
	xa_init_flags(&sess->pdmaps, XA_FLAGS_ALLOC1);

	return sess;
}

/**
 * qda_session_create() - make a session that the DSP does not know yet
 * @qdev: DSP
 * @owner: user the session works for
 * @patience: how long to wait for a free context bank, jiffies
 *
 * Return: the session, referenced by its owner, to be ended by
 * qda_session_close(); or an ERR_PTR: -EUSERS if no context bank is free,
 * -ECONNRESET if the DSP has gone, -ERESTARTSYS after a signal, -ENOMEM.
 */
struct qda_session *qda_session_create(struct qda_device *qdev, kuid_t owner,
				       long patience)
{
	struct qda_session *sess;
	int ret;

	sess = qda_session_alloc(qdev);
	if (!sess)
		return ERR_PTR(-ENOMEM);

	ret = qda_session_alloc_memory(sess, owner, patience);
	if (ret)
		goto err_free;

	mutex_lock(&qdev->sessions_lock);
	ret = qdev->lost ? -ECONNRESET : 0;
	if (!ret) {
		list_add_tail(&sess->link, &qdev->sessions);
		/* From here on a notice finds it, into the place that it has. */
		xa_store_irq(&qdev->clients, sess->client, sess, GFP_KERNEL);
	}
	mutex_unlock(&qdev->sessions_lock);
	if (ret)
		goto err_free_memory;

	return sess;

err_free_memory:
	qda_session_free_memory(sess);
err_free:
	qda_session_free(sess);
	return ERR_PTR(ret);
}
EXPORT_SYMBOL_NS_GPL(qda_session_create, "QDA");

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

	/* The DSP has refused the PD that it was for, or will refuse a second one. */
	if (sess->heap)
		return size <= sess->heap_size ? 0 : -EBUSY;

	sess->heap = dma_alloc_coherent(sess->cb->dev, size, &sess->heap_addr,
					GFP_KERNEL_ACCOUNT);
	sess->heap_size = size;

	return sess->heap ? 0 : -ENOMEM;
}

/* Whoever makes the session dying tells the DSP; others find it done. */
static void qda_session_end(struct qda_session *sess)
{
	if (qda_session_event(sess, QDA_SESSION_CLOSE) != QDA_SESSION_DYING)
		return;

	/* No call may leave after the release call: its memory is going. */
	down_write(&sess->send_lock);
	up_write(&sess->send_lock);

	if (qda_pd_release(sess))
		qda_session_event(sess, QDA_SESSION_RELEASED);
}

/**
 * qda_session_close() - end a session and drop the owner's reference
 * @sess: session
 *
 * Calls in flight end with -ESHUTDOWN. The DSP is told first, with a bounded
 * wait for its answer, and only then the memory goes; without an answer it
 * stays until the DSP has answered or gone.
 */
void qda_session_close(struct qda_session *sess)
{
	int idx;

	/* Without a device there is no DSP; its going has ended the session. */
	if (qda_device_enter(sess->qdev, &idx)) {
		qda_session_end(sess);
		qda_device_exit(sess->qdev, idx);
	}
	qda_session_put(sess);
}
EXPORT_SYMBOL_NS_GPL(qda_session_close, "QDA");

static void qda_session_destroy(struct kref *ref)
{
	struct qda_session *sess = container_of(ref, struct qda_session, ref);
	struct qda_device *qdev = sess->qdev;

	qda_session_free_memory(sess);

	mutex_lock(&qdev->sessions_lock);
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
EXPORT_SYMBOL_NS_GPL(qda_session_put, "QDA");

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

/* References all sessions that are not being freed, and lists them. */
static void qda_session_collect(struct qda_device *qdev, struct list_head *list)
{
	struct qda_session *sess;

	lockdep_assert_held(&qdev->sessions_lock);

	list_for_each_entry(sess, &qdev->sessions, link)
		if (kref_get_unless_zero(&sess->ref))
			list_add_tail(&sess->lost_link, list);
}

/**
 * qda_session_abort() - handle the DSP's word that the PD of a session has died
 * @qdev: DSP
 * @client: client id of the session, as the DSP says
 * @status: how, not 0: see &enum qda_wire_pd_status
 *
 * Callable in interrupt context: the rest is left to a work item. No answer
 * that comes later is the result of a call.
 *
 * Return: whether there is such a session.
 */
bool qda_session_abort(struct qda_device *qdev, u32 client, u32 status)
{
	struct qda_session *sess;
	unsigned long flags;

	xa_lock_irqsave(&qdev->clients, flags);
	sess = xa_load(&qdev->clients, client);
	if (sess && !atomic_cmpxchg(&sess->pd_status, 0, status) &&
	    kref_get_unless_zero(&sess->ref))
		queue_work(qdev->wq, &sess->abort_work);
	xa_unlock_irqrestore(&qdev->clients, flags);

	return sess;
}

/**
 * qda_session_lose_all() - end all sessions, because their DSP goes
 * @qdev: DSP, about to be unplugged
 *
 * Calls in flight end with -ECONNRESET, and no session can start. If the DSP
 * is still there and only the driver goes, the DSP is told as at a close.
 */
void qda_session_lose_all(struct qda_device *qdev)
{
	struct qda_session *sess, *next;
	LIST_HEAD(sessions);

	mutex_lock(&qdev->sessions_lock);
	WRITE_ONCE(qdev->lost, true);
	qda_session_collect(qdev, &sessions);
	mutex_unlock(&qdev->sessions_lock);

	list_for_each_entry(sess, &sessions, lost_link)
		qda_session_fail(sess, -ECONNRESET, QDA_SESSION_SLOTS);

	list_for_each_entry_safe(sess, next, &sessions, lost_link) {
		qda_session_end(sess);
		qda_session_put(sess);
	}
}

/**
 * qda_session_forget_all() - free the memory of all sessions
 * @qdev: DSP, unplugged: no operation is running, and none can start
 *
 * The sessions themselves go with the files that they belong to.
 */
void qda_session_forget_all(struct qda_device *qdev)
{
	struct qda_session *sess, *next;
	LIST_HEAD(sessions);

	mutex_lock(&qdev->sessions_lock);
	qda_session_collect(qdev, &sessions);
	/* Also of those that are being freed: their bank's device goes next. */
	list_for_each_entry(sess, &qdev->sessions, link)
		qda_session_free_memory(sess);
	mutex_unlock(&qdev->sessions_lock);

	list_for_each_entry_safe(sess, next, &sessions, lost_link) {
		qda_session_event(sess, QDA_SESSION_LOST);
		qda_session_put(sess);
	}
}
