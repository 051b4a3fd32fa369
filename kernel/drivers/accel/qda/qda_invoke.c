// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-mapping.h>
#include <linux/export.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "qda_device.h"
#include "qda_invoke.h"
#include "qda_mapping.h"
#include "qda_rpmsg.h"
#include "qda_session.h"
#include "qda_trace.h"

/**
 * DOC: Calls
 *
 * A session has a fixed set of slots, each with memory for a payload in the
 * session's bank. A call takes a slot, fills it, sends its message and waits.
 * Nothing is allocated, mapped or queued, unless it has many arguments or
 * large inline ones; memory for those is kept, if they are not very large.
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

/* Largest payload that a slot keeps for its next call, once it was needed. */
#define QDA_INVOKE_SPARE_MAX	65536

static void qda_invoke_reset(struct qda_invoke *inv)
{
	inv->count = 0;
	inv->args = inv->own_args;
	inv->maps = inv->own_maps;
	inv->payload = inv->own_payload;
	inv->payload_addr = inv->own_payload_addr;
	inv->payload_size = QDA_INVOKE_PAYLOAD;
	inv->sent = 0;
	inv->answered = false;
	inv->malformed = false;
}

/**
 * qda_invoke_init() - set up a slot
 * @inv: slot, zeroed
 * @sess: session
 * @payload: %QDA_INVOKE_PAYLOAD bytes
 * @addr: DMA address of @payload
 *
 * Return: 0, -ENOMEM, or -EBUSY if the DSP has too many slots already.
 */
int qda_invoke_init(struct qda_invoke *inv, struct qda_session *sess,
		    void *payload, dma_addr_t addr)
{
	inv->sess = sess;
	inv->own_payload = payload;
	inv->own_payload_addr = addr;
	init_waitqueue_head(&inv->wait);
	qda_invoke_reset(inv);

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
	struct qda_invoke *inv;

	guard(spinlock)(&sess->lock);

	if (sess->error)
		return ERR_PTR(sess->error);

	inv = list_first_entry_or_null(&sess->idle, struct qda_invoke, idle_link);
	if (inv)
		list_del_init(&inv->idle_link);

	return inv;
}

/**
 * qda_invoke_time_left() - how long a caller can wait
 * @deadline: ns of CLOCK_MONOTONIC; 0 is never
 *
 * Return: jiffies, 0 if the deadline has passed.
 */
long qda_invoke_time_left(s64 deadline)
{
	s64 left;

	if (!deadline)
		return MAX_SCHEDULE_TIMEOUT;

	left = deadline - ktime_get_ns();
	if (left <= 0)
		return 0;

	/* One more: the jiffy that is running is not a whole one. */
	return min_t(u64, nsecs_to_jiffies64(left) + 1, MAX_SCHEDULE_TIMEOUT - 1);
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

/**
 * qda_invoke_get() - take a slot for a call, wait for one if need be
 * @sess: session
 * @deadline: when to stop waiting, ns of CLOCK_MONOTONIC; 0 is never
 *
 * Return: the slot, with the caller as its user, or an ERR_PTR: -ETIMEDOUT,
 * -ERESTARTSYS if the caller was killed, or the error of the session.
 */
struct qda_invoke *qda_invoke_get(struct qda_session *sess, s64 deadline)
{
	struct qda_invoke *inv = qda_invoke_take_idle(sess);
	long ret = 0;

	if (!inv)
		ret = qda_invoke_sleep(sess->idle_wait, (inv = qda_invoke_take_idle(sess)),
				       deadline);
	if (IS_ERR(inv))
		return inv;
	if (!inv)
		return ERR_PTR(ret ? ret : -ETIMEDOUT);

	qda_invoke_take(inv);

	return inv;
}
EXPORT_SYMBOL_NS_GPL(qda_invoke_get, "QDA");

/**
 * qda_invoke_free_spare() - free the memory for a larger payload
 * @inv: slot without a call
 */
void qda_invoke_free_spare(struct qda_invoke *inv)
{
	if (inv->spare)
		dma_free_coherent(inv->sess->cb->dev, inv->spare_size, inv->spare,
				  inv->spare_addr);
	inv->spare = NULL;
	inv->spare_size = 0;
}

/**
 * qda_invoke_recycle() - make a slot idle again
 * @inv: slot whose last user has gone
 */
void qda_invoke_recycle(struct qda_invoke *inv)
{
	struct qda_session *sess = inv->sess;

	for (unsigned int i = 0; i < inv->count; i++)
		if (inv->maps[i])
			qda_mapping_put(inv->maps[i]);
	if (inv->spare_size > QDA_INVOKE_SPARE_MAX)
		qda_invoke_free_spare(inv);
	if (inv->args != inv->own_args) {
		kvfree(inv->args);
		kvfree(inv->maps);
	}
	qda_invoke_reset(inv);
	atomic_dec(&sess->qdev->count.calls);

	spin_lock(&sess->lock);
	list_add(&inv->idle_link, &sess->idle);
	spin_unlock(&sess->lock);
	wake_up(&sess->idle_wait);
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
EXPORT_SYMBOL_NS_GPL(qda_invoke_put, "QDA");

/**
 * qda_invoke_set_count() - make room for the arguments of a call
 * @inv: slot
 * @count: number of arguments, at most %QDA_MARSHAL_ARGS_MAX
 *
 * Return: 0 or -ENOMEM.
 */
int qda_invoke_set_count(struct qda_invoke *inv, unsigned int count)
{
	if (count > QDA_INVOKE_ARGS) {
		struct qda_arg *args = kvzalloc_objs(*args, count, GFP_KERNEL_ACCOUNT);
		struct qda_mapping **maps = kvzalloc_objs(*maps, count, GFP_KERNEL_ACCOUNT);

		if (!args || !maps) {
			kvfree(args);
			kvfree(maps);
			return -ENOMEM;
		}
		inv->args = args;
		inv->maps = maps;
	} else {
		memset(inv->maps, 0, count * sizeof(*inv->maps));
	}
	inv->count = count;

	return 0;
}
EXPORT_SYMBOL_NS_GPL(qda_invoke_set_count, "QDA");

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
EXPORT_SYMBOL_NS_GPL(qda_invoke_set_mapping, "QDA");

/**
 * qda_invoke_reserve() - have memory for the payload of a call
 * @inv: slot
 * @size: bytes
 *
 * Return: 0 or -ENOMEM.
 */
int qda_invoke_reserve(struct qda_invoke *inv, size_t size)
{
	if (size <= QDA_INVOKE_PAYLOAD)
		return 0;

	if (size > inv->spare_size) {
		qda_invoke_free_spare(inv);
		size = round_up(size, QDA_WIRE_PAGE_SIZE);
		inv->spare = dma_alloc_coherent(inv->sess->cb->dev, size, &inv->spare_addr,
						GFP_KERNEL_ACCOUNT);
		if (!inv->spare)
			return -ENOMEM;
		inv->spare_size = size;
	}

	inv->payload = inv->spare;
	inv->payload_addr = inv->spare_addr;
	inv->payload_size = inv->spare_size;

	return 0;
}
EXPORT_SYMBOL_NS_GPL(qda_invoke_reserve, "QDA");

/**
 * qda_invoke_layout() - place the inline arguments
 * @inv: slot with its arguments set
 *
 * After it the bytes of inline argument i are at payload + its offset.
 *
 * Return: 0, -E2BIG if there are too many inline bytes, or -ENOMEM.
 */
int qda_invoke_layout(struct qda_invoke *inv)
{
	int size = qda_marshal_layout(inv->args, inv->count);

	return size < 0 ? size : qda_invoke_reserve(inv, size);
}

/*
 * Past the check of the session's error the slot is pending, so the end of
 * the session finds it and wakes its caller. The release call is sent when
 * the session has ended for all others.
 */
static int qda_invoke_make_pending(struct qda_invoke *inv)
{
	struct qda_session *sess = inv->sess;

	guard(spinlock)(&sess->lock);

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
 * @inv: slot, laid out, its inline inputs copied
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
		.tid = cpu_to_le32(task_pid_nr(current)),
		.ctx = cpu_to_le64(ctx),
		.handle = cpu_to_le32(handle),
		.sc = cpu_to_le32(sc),
		.addr = cpu_to_le64(addr),
		.size = cpu_to_le64(inv->payload_size),
	};
	int ret;

	qda_marshal_pack(inv->payload, addr, inv->args, inv->count);

	guard(rwsem_read)(&sess->send_lock);

	inv->ctx = ctx;
	inv->handle = handle;
	inv->sc = sc;
	ret = qda_invoke_make_pending(inv);
	if (ret)
		return ret;

	trace_qda_invoke_send(inv, ctx, handle, sc);
	ret = qda_rpmsg_send(sess->qdev, &msg);
	/* Not sent, so the DSP is no user, unless a made-up answer ended it. */
	if (ret && atomic64_cmpxchg(&inv->pending, ctx, 0) == ctx)
		atomic_dec(&inv->users);

	return ret ? -ECONNRESET : 0;
}
EXPORT_SYMBOL_NS_GPL(qda_invoke_send, "QDA");

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

	/* The DSP has no poll mode for others. */
	if (inv->handle <= QDA_WIRE_HANDLE_STATIC_MAX || sess->pd_type != QDA_WIRE_PD_USER)
		return false;

	if (!qda_invoke_spin(inv, start + spin)) {
		WRITE_ONCE(sess->spin_ns, max(spin / 2, QDA_INVOKE_SPIN_MIN_NS));
		return false;
	}

	/* The DSP has written its results before the word. */
	dma_rmb();
	spin = max_t(u64, spin, 2 * (ktime_get_ns() - start));
	WRITE_ONCE(sess->spin_ns, min(spin, QDA_INVOKE_SPIN_MAX_NS));

	return true;
}
EXPORT_SYMBOL_NS_GPL(qda_invoke_poll, "QDA");

/**
 * qda_invoke_wait() - wait for the answer to a call
 * @inv: slot, sent
 * @deadline: when to stop waiting, ns of CLOCK_MONOTONIC; 0 is never
 *
 * Return: 0 if the DSP has answered: its answer is the slot's result;
 * -EBADMSG if it made no sense; -ETIMEDOUT; -ERESTARTSYS if the caller was
 * killed; or the error of the session.
 */
int qda_invoke_wait(struct qda_invoke *inv, s64 deadline)
{
	int outcome;
	long ret;

	ret = qda_invoke_sleep(inv->wait, (outcome = qda_invoke_outcome(inv)) != -EINPROGRESS,
			       deadline);
	if (ret > 0)
		return outcome;

	return ret ?: -ETIMEDOUT;
}

/**
 * qda_invoke_wait_interruptible() - wait for the answer, or for any signal
 * @inv: slot, sent
 *
 * Return: as qda_invoke_wait(); after -ERESTARTSYS the caller may wait again.
 */
int qda_invoke_wait_interruptible(struct qda_invoke *inv)
{
	int outcome, ret;

	ret = wait_event_interruptible(inv->wait,
				       (outcome = qda_invoke_outcome(inv)) != -EINPROGRESS);

	return ret ?: outcome;
}
EXPORT_SYMBOL_NS_GPL(qda_invoke_wait_interruptible, "QDA");

static void qda_invoke_accept(struct qda_invoke *inv, s32 result, bool malformed)
{
	struct qda_session *sess = inv->sess;

	inv->result = result;
	inv->malformed = malformed;
	/*
	 * A DSP that is told to release a session, or whose PD has died,
	 * answers what is in flight: that is no result.
	 */
	if (inv == qda_session_release_slot(sess) ||
	    (!READ_ONCE(sess->error) && (sess->deaf || !atomic_read(&sess->pd_status)))) {
		/* Pairs with the acquire in qda_invoke_outcome(). */
		smp_store_release(&inv->answered, true);
	}

	if (!atomic_dec_and_test(&inv->users)) {
		wake_up(&inv->wait);
		return;
	}

	/*
	 * The caller has gone. Whoever fills the empty list starts the work;
	 * a session that is being freed looks at the list itself.
	 */
	if (llist_add(&inv->reap_link, &sess->reap) && kref_get_unless_zero(&sess->ref))
		queue_work(sess->qdev->wq, &sess->reap_work);
}

/**
 * qda_invoke_answer() - handle an answer of the DSP
 * @qdev: DSP
 * @ctx: context, as the DSP says
 * @result: result of the call
 * @malformed: the answer ended before its result
 *
 * Callable in interrupt context.
 */
void qda_invoke_answer(struct qda_device *qdev, u64 ctx, s32 result,
		       bool malformed)
{
	unsigned long index = ctx >> QDA_WIRE_CTX_INDEX_SHIFT & QDA_WIRE_CTX_INDEX_MAX;
	struct qda_invoke *inv;
	unsigned long flags;
	bool accepted;

	xa_lock_irqsave(&qdev->invokes, flags);
	inv = xa_load(&qdev->invokes, index);
	accepted = ctx && inv && atomic64_cmpxchg(&inv->pending, ctx, 0) == ctx;
	trace_qda_invoke_answer(qdev, ctx, result, accepted);
	if (accepted)
		qda_invoke_accept(inv, result, malformed);
	else
		atomic_inc(&qdev->strays);
	xa_unlock_irqrestore(&qdev->invokes, flags);
}
