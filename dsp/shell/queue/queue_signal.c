// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * How the two sides of queues wake each other. There is a page for all queues of a PD, with
 * four arrays of counts by queue: who has done something counts up, and if the other side
 * may sleep, sends a signal that says no more than "look". The client's signal is a call of
 * method "signal"; it keeps a call of "wait_signal" under way whose answer is the PD's.
 */

#include "os/error.h"
#include "os/syscall.h"
#include "os/thread.h"
#include "queue/queue.h"

/* The arrays, in words of the page. */
#define SIGNAL_REQUESTS		0u	/* written by the client */
#define SIGNAL_REQUEST_ROOM	64u	/* requests read, by the PD */
#define SIGNAL_RESPONSES	128u	/* written by the PD */
#define SIGNAL_RESPONSE_ROOM	192u	/* responses read, by the client */

/*
 * Before it sleeps, a side looks so long for what it waits for: to be woken costs the client
 * a call. If the client sleeps itself, an emulator takes up to some milliseconds to wake it:
 * a side that does not wait for that sleeps when the client comes, which sleeps then in its
 * turn, and so on for each batch of packets. In vain for the second time in a row, a side
 * lingers in every second wait only, then in every fourth, down to once in sixteen; until it
 * pays, or would have, as a side that sleeps at once is woken before the time is over.
 */
#define SIGNAL_LINGER_NS	5000000u
#define SIGNAL_VAIN_MAX		5u

/* Protected by the kernel lock, but for what lies on the page. */
static volatile uint32_t *signal_page;
static int signal_pending;
static int signal_cancelled;
static int signal_awaited;

/* Where the client counts what a side waits for. */
static uint32_t signal_read(uint32_t id, enum queue_side side)
{
	return signal_page[(side == QUEUE_READER ? SIGNAL_REQUESTS : SIGNAL_RESPONSE_ROOM) + id];
}

static void signal_wake_locked(const void *key)
{
	struct thread *thread = thread_next_waiting_locked(key);

	if (thread)
		thread_wake_locked(thread);
}

/* A new page; the caller holds the kernel lock, and there are no queues. */
void queue_signal_reset(volatile uint32_t *page)
{
	signal_page = page;
	signal_pending = 0;
}

/* Where a new queue counts; the caller holds the kernel lock. */
void queue_signal_attach(struct dspqueue *queue)
{
	queue->request.told = &signal_page[SIGNAL_REQUEST_ROOM + queue->id];
	queue->response.told = &signal_page[SIGNAL_RESPONSES + queue->id];
	*queue->request.told = 0;
	*queue->response.told = 0;
}


/**
 * queue_signal_await() - wait for something to tell the client
 * @signal: gets -1 if the client wants no more signals
 *
 * A signal that comes while nobody waits is kept.
 *
 * Return: 0, or ERROR_ITEM_BUSY if another call waits already.
 */
int32_t queue_signal_await(int32_t *signal)
{
	kernel_lock();
	if (signal_awaited) {
		kernel_unlock();
		return ERROR_ITEM_BUSY;
	}
	signal_awaited = 1;
	while (!signal_pending && !signal_cancelled)
		thread_wait_locked(&signal_pending, THREAD_FOREVER);
	*signal = signal_cancelled ? -1 : 0;
	signal_pending = 0;
	signal_cancelled = 0;
	signal_awaited = 0;
	kernel_unlock();
	return 0;
}

/**
 * queue_signal_cancel() - end queue_signal_await(), this one or the next
 */
void queue_signal_cancel(void)
{
	kernel_lock();
	signal_cancelled = 1;
	signal_wake_locked(&signal_pending);
	kernel_unlock();
}

/**
 * queue_signal_taken() - the client has done something: see what, and wake whom it concerns
 */
void queue_signal_taken(void)
{
	kernel_lock();
	for (uint32_t id = 0; id < QUEUE_MAX; id++) {
		struct dspqueue *queue = queue_of_locked(id);

		for (enum queue_side side = 0; queue && side < QUEUE_SIDES; side++) {
			uint32_t now = signal_read(id, side);

			if (now == queue->seen[side])
				continue;
			queue->seen[side] = now;
			queue_wake_locked(queue, side);
		}
	}
	kernel_unlock();
}

static void signal_send(void)
{
	kernel_lock();
	signal_pending = 1;
	signal_wake_locked(&signal_pending);
	kernel_unlock();
}

/**
 * queue_signal_tell() - tell the client that a side has gone on
 * @side: QUEUE_READER: a request has been read; QUEUE_WRITER: a response was written
 */
QUEUE_EACH_PACKET
void queue_signal_tell(struct dspqueue *queue, enum queue_side side)
{
	const struct queue_ring *ring = queue_ring_of(queue, side);

	*ring->told = queue_packets(ring->progress);
	__sync_synchronize();
	if (!queue->counts_waiting || ring->theirs->waiting)
		signal_send();
}

/*
 * Return: 1 if the client has gone on before a sleep was due. The last look comes after the
 * time is over: this thread may itself have been kept from running.
 */
static int signal_linger(struct dspqueue *queue, enum queue_side side, uint64_t before,
			 uint64_t deadline_ns)
{
	uint64_t end = syscall_nanoseconds() + SIGNAL_LINGER_NS;
	uint32_t *vain = &queue->vain[side];
	int over;

	if (queue->hurried[side] + 1 < (1u << *vain) / 2) {
		queue->hurried[side]++;
		return 0;
	}
	queue->hurried[side] = 0;
	if (end > deadline_ns)
		end = deadline_ns;
	do {
		over = syscall_nanoseconds() >= end ||
		       __atomic_load_n(&queue->closing, __ATOMIC_RELAXED);
		if (queue_ring_other(queue_ring_of(queue, side)) != before) {
			*vain = 0;
			return 1;
		}
	} while (!over);
	if (*vain < SIGNAL_VAIN_MAX)
		++*vain;
	return 0;
}

/* Wait, with the kernel's help, until queue->signals[side] is no longer @seen. */
static int32_t signal_sleep(struct dspqueue *queue, enum queue_side side, uint32_t seen,
			    uint64_t deadline_ns)
{
	int32_t result = 0;

	kernel_lock();
	while (!result && !queue->closing && queue->signals[side] == seen) {
		uint64_t now = deadline_ns == THREAD_FOREVER ? 0 : syscall_nanoseconds();

		if (now >= deadline_ns)
			result = ERROR_EXPIRED;
		else
			thread_wait_locked(&queue->signals[side], deadline_ns == THREAD_FOREVER ?
					   THREAD_FOREVER : deadline_ns - now);
	}
	if (queue->closing)
		result = ERROR_INTERRUPTED;
	kernel_unlock();
	return result;
}

/**
 * queue_await() - wait until the client has gone on
 * @before: queue_ring_other() before the caller looked at the ring
 * @deadline_ns: of syscall_nanoseconds(); THREAD_FOREVER
 *
 * Before it sleeps, it says so and looks for the last time: the client goes on first and
 * looks then whether it has to signal.
 *
 * Return: 0; ERROR_EXPIRED; ERROR_INTERRUPTED if the queue is being closed.
 */
int32_t queue_await(struct dspqueue *queue, enum queue_side side, uint64_t before,
		    uint64_t deadline_ns)
{
	const struct queue_ring *ring = queue_ring_of(queue, side);
	int32_t result = 0;
	uint64_t start;

	if (signal_linger(queue, side, before, deadline_ns))
		return 0;
	start = syscall_nanoseconds();
	__atomic_fetch_add(&ring->mine->waiting, 1, __ATOMIC_SEQ_CST);
	while (!result) {
		uint32_t seen = __atomic_load_n(&queue->signals[side], __ATOMIC_SEQ_CST);

		if (queue_ring_other(ring) != before)
			break;
		result = signal_sleep(queue, side, seen, deadline_ns);
	}
	__atomic_fetch_sub(&ring->mine->waiting, 1, __ATOMIC_SEQ_CST);
	if (!result && queue->hurried[side] &&
	    syscall_nanoseconds() - start < SIGNAL_LINGER_NS)
		queue->vain[side] = 0;
	return result;
}
