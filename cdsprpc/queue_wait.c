// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * How a queue waits for the DSP. To sleep costs both sides system calls, a message
 * and an interrupt, and a DSP that works answers sooner than that: so this side
 * lingers for some time first. A DSP that sleeps, and has nothing to read, will not answer.
 * Who sleeps says so, and looks for the last time then.
 */
#include <errno.h>
#include <time.h>

#include "aee.h"
#include "clock.h"
#include "queue.h"

/*
 * How long: as long as it can take to be woken. A DSP that another process has kept from its
 * work for a moment is back by then; who sleeps meanwhile comes when it has done all there is.
 * In vain for the second time in a row, it lingers in every second wait only, then in every
 * fourth, down to once in sixteen. Once does not count: a sleep costs more than to linger
 * again, and if both sides of a queue hurry to sleep, they go on to do so for each batch. Nor
 * does any if it sleeps at once and is woken before it would have stopped to look.
 */
#define QUEUE_LINGER_US		INT64_C(5000)
#define QUEUE_VAIN_MAX		5u

/**
 * rpc_queue_deadline() - when the time for something is over
 * @timeout_us: how long from now, in microseconds, or %DSPQUEUE_TIMEOUT_NONE
 *
 * Return: as rpc_clock(); %RPC_QUEUE_NEVER.
 */
int64_t rpc_queue_deadline(uint32_t timeout_us)
{
	return timeout_us == DSPQUEUE_TIMEOUT_NONE ? RPC_QUEUE_NEVER :
	       rpc_clock() + timeout_us * rpc_clock_rate() / RPC_US_PER_S;
}

static int64_t queue_linger_time(void)
{
	return rpc_clock_rate() * QUEUE_LINGER_US / RPC_US_PER_S;
}

/*
 * Whether the DSP goes on in time. The last look comes after the time is over: this thread
 * may itself have been kept from running.
 */
static bool queue_goes_on(const struct rpc_ring *ring, uint64_t before, int64_t deadline)
{
	int64_t end = rpc_clock() + queue_linger_time();

	bool over;

	if (end > deadline)
		end = deadline;
	do {
		over = rpc_clock() >= end;
		if (rpc_ring_progress(ring) != before)
			return true;
	} while (!over);
	return false;
}

/* One that has not read all has been told of it, and is about to. */
static bool queue_dsp_rests(const struct dspqueue *queue)
{
	const volatile struct rpc_ring_state *dsp = queue->request.other;

	return __atomic_load_n(&dsp->waiting, __ATOMIC_RELAXED) &&
	       __atomic_load_n(&dsp->packets, __ATOMIC_RELAXED) == queue->request.packets;
}

static bool queue_linger_locked(struct dspqueue *queue, const struct rpc_ring *ring,
				uint64_t before, int64_t deadline)
{
	bool goes_on;

	if (queue_dsp_rests(queue))
		return false;
	if (queue->hurried + 1 < (1u << queue->vain) / 2) {
		queue->hurried++;
		return false;
	}
	pthread_mutex_unlock(&queue->lock);
	goes_on = queue_goes_on(ring, before, deadline);
	pthread_mutex_lock(&queue->lock);
	queue->hurried = 0;
	if (goes_on)
		queue->vain = 0;
	else if (queue->vain < QUEUE_VAIN_MAX)
		queue->vain++;
	return goes_on;
}

/* Sleeps until the DSP signals; 0 or ETIMEDOUT. */
static int queue_sleep_locked(struct dspqueue *queue, int64_t deadline)
{
	int64_t left = deadline - rpc_clock(), rate = rpc_clock_rate();
	struct timespec until;

	if (deadline == RPC_QUEUE_NEVER)
		return pthread_cond_wait(&queue->changed, &queue->lock);
	if (left <= 0)
		return ETIMEDOUT;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += left / rate;
	until.tv_nsec += left % rate * RPC_NS_PER_S / rate + 1;
	if (until.tv_nsec >= RPC_NS_PER_S) {
		until.tv_nsec -= RPC_NS_PER_S;
		until.tv_sec++;
	}
	return pthread_cond_timedwait(&queue->changed, &queue->lock, &until);
}

/**
 * rpc_queue_await_locked() - wait until the DSP goes on, or it is over
 * @queue: the queue; its lock is given up meanwhile
 * @ring: one of its rings
 * @before: what rpc_ring_progress() was before there was nothing to do
 * @deadline: of rpc_queue_deadline()
 *
 * Return: 0 or %AEE_EEXPIRED.
 */
int rpc_queue_await_locked(struct dspqueue *queue, const struct rpc_ring *ring,
			   uint64_t before, int64_t deadline)
{
	int late = 0;

	queue->waits++;
	if (!queue_linger_locked(queue, ring, before, deadline)) {
		int64_t start = rpc_clock();

		__atomic_fetch_add(&ring->own->waiting, 1, __ATOMIC_SEQ_CST);
		__atomic_thread_fence(__ATOMIC_SEQ_CST);
		while (!late && !queue->closing && !queue->error &&
		       rpc_ring_progress(ring) == before)
			late = queue_sleep_locked(queue, deadline);
		__atomic_fetch_sub(&ring->own->waiting, 1, __ATOMIC_SEQ_CST);
		if (!late && queue->hurried && rpc_clock() - start < queue_linger_time())
			queue->vain = 0;
	}
	if (!--queue->waits && queue->closing)
		pthread_cond_broadcast(&queue->changed);
	return late == ETIMEDOUT && rpc_ring_progress(ring) == before ? AEE_EEXPIRED : 0;
}
