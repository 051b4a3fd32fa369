// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-mapping.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "qda_deadline.h"
#include "qda_device.h"
#include "qda_enter.h"
#include "qda_invoke.h"
#include "qda_job.h"
#include "qda_mapping.h"
#include "qda_rpmsg.h"
#include "qda_session.h"
#include "qda_trace.h"

/**
 * DOC: Calls
 *
 * A call costs little if nothing has to be allocated, mapped or queued for it.
 * So a session has a fixed set of slots. A call takes a slot, fills it, sends
 * its message and waits. What memory a slot needs for its arguments and its
 * payload it gets the first time, and keeps; the slot used last is used first.
 *
 * A slot has up to two users. The caller is one. The DSP is the other, from
 * the message to the answer: when the caller gives up first, the slot and all
 * memory of the call wait for the answer, or for the end of the session. The
 * last user recycles the slot; an answer comes in interrupt context, so it
 * leaves that to a work item, which no ordinary call needs.
 *
 * An answer is accepted if it repeats the whole context of the call that the
 * slot has pending, and then pending is cleared: a second, late, early or
 * made-up answer finds nothing.
 */

static void qda_invoke_reset(struct qda_invoke *inv)
{
	inv->count = 0;
	inv->job = NULL;
	inv->result_map = NULL;
	inv->result_out = NULL;
	inv->sent = 0;
	inv->answered = false;
	inv->malformed = false;
}

/**
 * qda_invoke_init() - set up a slot
 * @inv: slot, zeroed
 * @sess: session
 *
 * Return: 0, -ENOMEM, or -EBUSY if the DSP has too many slots already.
 */
int qda_invoke_init(struct qda_invoke *inv, struct qda_session *sess)
{
	inv->sess = sess;
	rcuwait_init(&inv->wait);

	return xa_alloc_irq(&sess->qdev->invokes, &inv->index, inv,
			    XA_LIMIT(0, QDA_WIRE_CTX_INDEX_MAX), GFP_KERNEL);
}

/**
 * qda_invoke_fini() - make sure that no answer finds a slot any more
 * @inv: slot
 */
void qda_invoke_fini(struct qda_invoke *inv)
{
	xa_erase_irq(&inv->sess->qdev->invokes, inv->index);
}

static struct qda_invoke *qda_invoke_take_idle(struct qda_session *sess)
{
	struct llist_node *first;

	guard(spinlock)(&sess->lock);

	if (sess->error)
		return ERR_PTR(sess->error);

	first = llist_del_first(&sess->idle);

	return first ? llist_entry(first, struct qda_invoke, link) : NULL;
}

/**
 * qda_invoke_take() - make the caller the user of a slot
 * @inv: slot that has no user, and that no other can take
 */
void qda_invoke_take(struct qda_invoke *inv)
{
	atomic_set(&inv->users, 1);
	atomic_inc(&inv->sess->qdev->count.calls);
}

/* Takes a slot if there is one, and those that have ended are one. */
static struct qda_invoke *qda_invoke_try_get(struct qda_session *sess)
{
	struct qda_invoke *inv;

	if (!llist_empty(&sess->jobs.ended))
		qda_session_recycle_ended(sess);

	inv = qda_invoke_take_idle(sess);
	if (!IS_ERR_OR_NULL(inv))
		qda_invoke_take(inv);

	return inv;
}

static bool qda_invoke_may_get(struct qda_session *sess)
{
	return !llist_empty(&sess->jobs.ended) || !llist_empty(&sess->idle) ||
	       qda_session_error(sess);
}

/**
 * qda_invoke_get() - take a slot for a call, wait for one if need be
 * @sess: session
 * @state: %QDA_KILLABLE, or %TASK_INTERRUPTIBLE if any signal is to end the wait
 * @deadline: when to stop waiting, ns of CLOCK_MONOTONIC; 0 is never
 *
 * Return: the slot, with the caller as its user, or an ERR_PTR: -ETIMEDOUT,
 * -ERESTARTSYS after a signal, or the error of the session.
 */
struct qda_invoke *qda_invoke_get(struct qda_session *sess, unsigned int state, s64 deadline)
{
	struct qda_invoke *inv;
	long ret;

	while (!(inv = qda_invoke_try_get(sess))) {
		ret = qda_deadline_sleep(state, sess->idle_wait, qda_invoke_may_get(sess),
					 deadline);
		if (ret <= 0)
			return ERR_PTR(ret ?: -ETIMEDOUT);
	}

	return inv;
}

/**
 * qda_invoke_offer() - let the next call have a slot
 * @inv: slot without a user
 * @list: the session's idle slots, or those of ended jobs
 */
void qda_invoke_offer(struct qda_invoke *inv, struct llist_head *list)
{
	struct qda_session *sess = inv->sess;

	llist_add(&inv->link, list);
	/* The barrier pairs with that of the waiter's prepare_to_wait(). */
	if (wq_has_sleeper(&sess->idle_wait))
		wake_up(&sess->idle_wait);
}

/**
 * qda_invoke_drop_mappings() - let go of the memory of the arguments
 * @inv: slot, whose call the DSP is done with
 */
void qda_invoke_drop_mappings(struct qda_invoke *inv)
{
	for (unsigned int i = 0; i < inv->count;) {
		struct qda_mapping *map = inv->maps[i];
		unsigned int refs = 0;

		/* Mostly all lie in one buffer. */
		for (; i < inv->count && inv->maps[i] == map; refs++)
			inv->maps[i++] = NULL;
		if (map)
			qda_mapping_put_many(map, refs);
	}
}

/**
 * qda_invoke_recycle() - make a slot idle again
 * @inv: slot whose last user has gone
 */
void qda_invoke_recycle(struct qda_invoke *inv)
{
	struct qda_session *sess = inv->sess;

	qda_invoke_drop_mappings(inv);
	if (inv->result_map)
		qda_mapping_put(inv->result_map);
	qda_invoke_reset(inv);
	atomic_dec(&sess->qdev->count.calls);

	if (inv != qda_session_release_slot(sess))
		qda_invoke_offer(inv, &sess->idle);
}

/**
 * qda_invoke_drop_dsp() - the DSP will never answer
 * @inv: slot that no answer finds any more
 */
void qda_invoke_drop_dsp(struct qda_invoke *inv)
{
	if (atomic64_xchg(&inv->pending, 0) && atomic_dec_and_test(&inv->users))
		qda_invoke_recycle(inv);
}

/**
 * qda_invoke_free() - free the memory for payloads
 * @inv: slot of a session that is gone
 */
void qda_invoke_free(struct qda_invoke *inv)
{
	if (inv->payload)
		dma_free_coherent(qda_session_payload_dev(inv->sess), inv->payload_size,
				  inv->payload, inv->payload_addr);
	inv->payload = NULL;
	inv->payload_size = 0;
}

/**
 * qda_invoke_put() - the caller needs the slot no more
 * @inv: slot from qda_invoke_get()
 */
void qda_invoke_put(struct qda_invoke *inv)
{
	if (atomic_dec_and_test(&inv->users))
		qda_invoke_recycle(inv);
}

static int qda_invoke_make_room(struct qda_invoke *inv, unsigned int count)
{
	unsigned int room = count > QDA_INVOKE_ARGS ? round_up(count, 64) : QDA_INVOKE_ARGS;
	struct qda_mapping **maps = kvzalloc_objs(*maps, room, GFP_KERNEL_ACCOUNT);
	struct qda_arg *args = kvzalloc_objs(*args, room, GFP_KERNEL_ACCOUNT);

	if (!args || !maps) {
		kvfree(args);
		kvfree(maps);
		return -ENOMEM;
	}

	kvfree(inv->args);
	kvfree(inv->maps);
	inv->args = args;
	inv->maps = maps;
	inv->room = room;

	return 0;
}

static int qda_invoke_alloc_payload(struct qda_invoke *inv, size_t size)
{
	struct qda_session *sess = inv->sess;

	guard(mutex)(&sess->memory_lock);

	if (sess->gone)
		return qda_session_error(sess);

	qda_invoke_free(inv);
	size = round_up(size, QDA_WIRE_PAGE_SIZE);
	inv->payload = dma_alloc_coherent(qda_session_payload_dev(sess), size,
					  &inv->payload_addr, GFP_KERNEL_ACCOUNT);
	if (!inv->payload)
		return -ENOMEM;
	inv->payload_size = size;

	return 0;
}

/**
 * qda_invoke_prepare() - make room for a call
 * @inv: slot
 * @count: number of arguments, at most %QDA_MARSHAL_ARGS_MAX; none has a mapping
 * @extra: bytes that the caller needs in the payload behind the head
 *
 * Return: 0, -ENOMEM, or the error of the session.
 */
int qda_invoke_prepare(struct qda_invoke *inv, unsigned int count, size_t extra)
{
	size_t size = qda_marshal_size(count) + extra;
	int ret;

	if (count > inv->room) {
		ret = qda_invoke_make_room(inv, count);
		if (ret)
			return ret;
	}
	if (size > inv->payload_size) {
		ret = qda_invoke_alloc_payload(inv, size);
		if (ret)
			return ret;
	}

	inv->count = count;

	return 0;
}

/**
 * qda_invoke_set_mapping() - say which memory an argument lies in
 * @inv: slot
 * @i: index of the argument
 * @map: mapping; the slot takes over the caller's reference
 */
void qda_invoke_set_mapping(struct qda_invoke *inv, unsigned int i,
			    struct qda_mapping *map)
{
	inv->maps[i] = map;
	inv->args[i].base = map->addr;
	inv->args[i].span = map->size;
}

/**
 * qda_invoke_set_result() - say where the result of a call of a job goes
 * @inv: slot
 * @map: mapping of the object; the slot takes a reference
 * @out: place in its memory for the kernel
 */
void qda_invoke_set_result(struct qda_invoke *inv, struct qda_mapping *map,
			   struct drm_qda_result *out)
{
	kref_get(&map->ref);
	inv->result_map = map;
	inv->result_out = out;
}

/* The DSP has a thread for each of ours, and one for each queue. */
static u32 qda_invoke_tid(const struct qda_invoke *inv)
{
	const struct qda_job *job = READ_ONCE(inv->job);

	return job ? qda_job_tid(job) : task_pid_nr(current);
}

/*
 * Past the check of the session's error the slot is pending, so the end of
 * the session finds it and wakes its caller.
 */
static int qda_invoke_make_pending(struct qda_invoke *inv)
{
	struct qda_session *sess = inv->sess;

	guard(spinlock)(&sess->lock);

	/* The release call is sent when the session has ended for all others. */
	if (sess->error && inv != qda_session_release_slot(sess))
		return sess->error;

	atomic_inc(&inv->users);
	atomic64_set_release(&inv->pending, inv->ctx);
	/* Pairs with the acquire in qda_coredump_call(). */
	smp_store_release(&inv->sent, ktime_get_ns());

	return 0;
}

/**
 * qda_invoke_send() - tell the DSP to do a call
 * @inv: slot, prepared, with its arguments set
 * @client: client id for the message; 0 if the kernel itself calls
 * @handle: remote object
 * @sc: scalars word
 *
 * Return: 0; the error of the session; or -ECONNRESET if the message did not
 * leave.
 */
int qda_invoke_send(struct qda_invoke *inv, u32 client, u32 handle, u32 sc)
{
	struct qda_session *sess = inv->sess;
	u64 addr = qda_session_address(sess, inv->payload_addr);
	/* Of the device, not of the slot: a session must not take answers to one before it. */
	u64 generation = atomic64_inc_return(&sess->qdev->generation);
	u64 ctx = generation << QDA_WIRE_CTX_GENERATION_SHIFT |
		  inv->index << QDA_WIRE_CTX_INDEX_SHIFT | sess->pd_type;
	struct qda_wire_msg msg = {
		.client = cpu_to_le32(client),
		.tid = cpu_to_le32(qda_invoke_tid(inv)),
		.ctx = cpu_to_le64(ctx),
		.handle = cpu_to_le32(handle),
		.sc = cpu_to_le32(sc),
		.addr = cpu_to_le64(addr),
		.size = cpu_to_le64(inv->payload_size),
	};
	int ret;

	if (!qda_session_enter(sess))
		return qda_session_error(sess);

	qda_marshal_pack(inv->payload, inv->args, inv->count);
	inv->ctx = ctx;
	inv->handle = handle;
	inv->sc = sc;
	ret = qda_invoke_make_pending(inv);
	if (ret)
		goto out_exit;

	trace_qda_invoke_send(inv, ctx, handle, sc);
	ret = qda_rpmsg_send(sess->qdev, &msg) ? -ECONNRESET : 0;
	/* Not sent, so the DSP is no user, unless a made-up answer ended it. */
	if (ret && atomic64_cmpxchg(&inv->pending, ctx, 0) == ctx)
		atomic_dec(&inv->users);

out_exit:
	qda_session_exit(sess);
	return ret;
}

/* How a call that was sent has ended, -EINPROGRESS if it has not. */
static int qda_invoke_outcome(struct qda_invoke *inv)
{
	/* Pairs with the release in qda_invoke_accept(). */
	if (!smp_load_acquire(&inv->answered))
		return qda_session_error(inv->sess) ?: -EINPROGRESS;

	/* The DSP has written its results before it answered. */
	dma_rmb();

	return inv->malformed ? -EBADMSG : 0;
}

static bool qda_invoke_spin(struct qda_invoke *inv, u64 end)
{
	const __le32 *word = qda_marshal_poll_word(inv->payload, inv->count);

	/* The payload does not go meanwhile: the caller has entered the session. */
	do {
		if (le32_to_cpu(READ_ONCE(*word)) == QDA_WIRE_POLL_DONE)
			return true;
		if (qda_invoke_outcome(inv) != -EINPROGRESS || need_resched())
			return false;
		cpu_relax();
	} while (ktime_get_ns() < end);

	return false;
}

/**
 * qda_invoke_poll() - look for the end of a call, without sleeping
 * @inv: slot, sent, of a DSP that writes the poll word
 *
 * Spins for at most %QDA_INVOKE_SPIN_MAX_NS, and shorter in a session whose
 * calls were not over in that time. A call that was over soon has its answer
 * to come: its slot stays the DSP's until then, as one that was given up.
 *
 * Return: whether the call is over, with result 0. If not, wait for it.
 */
bool qda_invoke_poll(struct qda_invoke *inv)
{
	struct qda_session *sess = inv->sess;
	u32 spin = READ_ONCE(sess->spin_ns);
	u64 start = ktime_get_ns();
	bool done;

	/* The DSP has no poll mode for others. */
	if (inv->handle <= QDA_WIRE_HANDLE_STATIC_MAX || sess->pd_type != QDA_WIRE_PD_USER)
		return false;
	if (!qda_session_enter(sess))
		return false;

	done = qda_invoke_spin(inv, start + spin);
	qda_session_exit(sess);
	if (!done) {
		WRITE_ONCE(sess->spin_ns, max(spin / 2, QDA_INVOKE_SPIN_MIN_NS));
		return false;
	}

	/* The DSP has written its results before the word. */
	dma_rmb();
	trace_qda_invoke_done(inv, 0);
	spin = max_t(u64, spin, 2 * (ktime_get_ns() - start));
	WRITE_ONCE(sess->spin_ns, min(spin, QDA_INVOKE_SPIN_MAX_NS));

	return true;
}

/**
 * qda_invoke_timeout() - wake callers who have waited long enough
 * @timer: the session's
 *
 * Nearly all calls are over before their time is. So the timer is left alone when one is:
 * the next one's deadline is later, and that call needs no other timer. To set and to stop
 * one would cost more than all else that the driver does for a call.
 */
void qda_invoke_timeout(struct timer_list *timer)
{
	struct qda_session *sess = timer_container_of(sess, timer, call_timer);

	/* Pairs with the barrier in qda_invoke_set_deadline(). */
	smp_mb();
	for (unsigned int i = 0; i < QDA_SESSION_SLOTS; i++) {
		struct qda_invoke *inv = &sess->slots[i];
		s64 deadline = READ_ONCE(inv->deadline);
		long left;

		if (!deadline)
			continue;
		left = qda_deadline_left(deadline);
		if (left) {
			timer_reduce(timer, jiffies + left);
		} else {
			WRITE_ONCE(inv->overdue, true);
			rcuwait_wake_up(&inv->wait);
		}
	}
}

static void qda_invoke_set_deadline(struct qda_invoke *inv, s64 deadline)
{
	long left = qda_deadline_left(deadline);

	WRITE_ONCE(inv->overdue, !left);
	/* A timer that is not pending any more has still to look at the deadlines. */
	smp_store_mb(inv->deadline, deadline);
	timer_reduce(&inv->sess->call_timer, jiffies + left);
}

/*
 * Whether a call is over, or its caller's time. @overdue may be of the slot's last call,
 * for which the timer came when it was over; the clock tells.
 */
static bool qda_invoke_is_over(struct qda_invoke *inv, s64 deadline, int *outcome)
{
	*outcome = qda_invoke_outcome(inv);
	if (*outcome == -EINPROGRESS && READ_ONCE(inv->overdue) && !qda_deadline_left(deadline))
		*outcome = -ETIMEDOUT;

	return *outcome != -EINPROGRESS;
}

/**
 * qda_invoke_wait() - wait for the answer to a call
 * @inv: slot, sent by this thread
 * @state: %QDA_KILLABLE, or %TASK_INTERRUPTIBLE if any signal is to end the wait
 * @deadline: when to stop waiting, ns of CLOCK_MONOTONIC; 0 is never
 *
 * Return: 0 if the DSP has answered: its answer is the slot's result;
 * -EBADMSG if it made no sense; -ETIMEDOUT; -ERESTARTSYS after a signal: the caller may
 * wait again; or the error of the session.
 */
int qda_invoke_wait(struct qda_invoke *inv, unsigned int state, s64 deadline)
{
	int outcome, ret;

	if (deadline)
		qda_invoke_set_deadline(inv, deadline);
	ret = rcuwait_wait_event(&inv->wait, qda_invoke_is_over(inv, deadline, &outcome), state);
	WRITE_ONCE(inv->deadline, 0);
	if (ret)
		outcome = -ERESTARTSYS;
	trace_qda_invoke_done(inv, outcome);

	return outcome;
}
