// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Entering and leaving calls of the PD. One thread at a time is at the ring of a side. Its
 * turn is a word that says also whether there is a queue at all, so that one
 * compare-and-exchange lets a thread in and one lets it out: on a DSP that an emulator plays,
 * each load of memory is a barrier of the host, and a lock four of them.
 *
 * What the owner of a turn has done at the ring, the next owner sees: it is given back with
 * release and taken with acquire. All that is not "free" to "taken" and back happens under the
 * kernel lock. An owner that finds "wanted" instead of "taken" takes that lock to give its turn
 * back, and whoever has written "wanted" holds it until it is in the list of those who wait:
 * so nobody is forgotten.
 */

#include "os/error.h"
#include "os/thread.h"
#include "queue/queue.h"

static int turn_change(uint32_t *turn, enum queue_turn from, enum queue_turn to)
{
	uint32_t old = from;

	return __atomic_compare_exchange_n(turn, &old, to, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}

/* Wait until the one who has it gives it back; there may be no such one any more. */
static void turn_wait_locked(uint32_t *turn)
{
	if (turn_change(turn, QUEUE_TAKEN, QUEUE_WANTED) ||
	    __atomic_load_n(turn, __ATOMIC_RELAXED) == QUEUE_WANTED)
		thread_wait_locked(turn, THREAD_FOREVER);
}

/* Return: 0 with the turn, or ERROR_INTERRUPTED if the queue is being closed. */
static int32_t turn_take_locked(struct dspqueue *queue, enum queue_side side)
{
	uint32_t *turn = &queue->turn[side];

	while (!queue->closing) {
		if (turn_change(turn, QUEUE_FREE, thread_next_waiting_locked(turn) ?
				QUEUE_WANTED : QUEUE_TAKEN))
			return 0;
		turn_wait_locked(turn);
	}
	return ERROR_INTERRUPTED;
}

static void turn_give_locked(uint32_t *turn)
{
	struct thread *next = thread_next_waiting_locked(turn);

	__atomic_store_n(turn, QUEUE_FREE, __ATOMIC_RELEASE);
	if (next)
		thread_wake_locked(next);
}

/* Is it one at all? */
static inline int queue_is_one(const struct dspqueue *queue)
{
	uintptr_t offset = (uintptr_t)queue - (uintptr_t)queue_table;

	return offset < sizeof(queue_table) && offset % sizeof(*queue) == 0;
}

static int queue_enter_locked(struct dspqueue *queue)
{
	if (!queue_is_one(queue) || !queue->imported || queue->closing)
		return -1;
	queue->users++;
	return 0;
}

/**
 * queue_enter() - begin a call of the PD that needs no ring
 * @queue: what code says that is one
 *
 * Return: 0; -1 if it is none that is imported.
 */
int queue_enter(struct dspqueue *queue)
{
	int result;

	kernel_lock();
	result = queue_enter_locked(queue);
	kernel_unlock();
	return result;
}

static void queue_leave_locked(struct dspqueue *queue)
{
	queue->users--;
	if (queue->closing)
		queue_wake_all_locked(&queue->users);
}

/**
 * queue_leave() - end it
 */
void queue_leave(struct dspqueue *queue)
{
	kernel_lock();
	queue_leave_locked(queue);
	kernel_unlock();
}

/* It is another thread's turn, or nobody's. */
static int32_t queue_begin_contended(struct dspqueue *queue, enum queue_side side)
{
	int32_t result = ERROR_BAD_PARAMETER;

	kernel_lock();
	if (!queue_enter_locked(queue)) {
		result = turn_take_locked(queue, side);
		queue_leave_locked(queue);
	}
	kernel_unlock();
	return result;
}

/**
 * queue_begin() - begin a call of the PD, alone at the ring of a side
 * @queue: what code says that is one
 *
 * Return: 0, ERROR_BAD_PARAMETER if it is none that is imported, or ERROR_INTERRUPTED if it
 * is closed before it is the caller's turn.
 */
QUEUE_EACH_PACKET int32_t queue_begin(struct dspqueue *queue, enum queue_side side)
{
	if (queue_is_one(queue) && turn_change(&queue->turn[side], QUEUE_FREE, QUEUE_TAKEN))
		return 0;
	return queue_begin_contended(queue, side);
}

/**
 * queue_end() - end it
 */
QUEUE_EACH_PACKET void queue_end(struct dspqueue *queue, enum queue_side side)
{
	if (turn_change(&queue->turn[side], QUEUE_TAKEN, QUEUE_FREE))
		return;
	kernel_lock();
	turn_give_locked(&queue->turn[side]);
	kernel_unlock();
}

/**
 * queue_pause() - give up the turn within a call
 */
void queue_pause(struct dspqueue *queue, enum queue_side side)
{
	kernel_lock();
	queue->users++;
	turn_give_locked(&queue->turn[side]);
	kernel_unlock();
}

/**
 * queue_resume() - take it again
 *
 * Return: 0; ERROR_INTERRUPTED if the queue is being closed: the call is over.
 */
int32_t queue_resume(struct dspqueue *queue, enum queue_side side)
{
	int32_t result;

	kernel_lock();
	result = turn_take_locked(queue, side);
	queue_leave_locked(queue);
	kernel_unlock();
	return result;
}

/**
 * queue_open_turns_locked() - let threads come
 */
void queue_open_turns_locked(struct dspqueue *queue)
{
	for (enum queue_side side = 0; side < QUEUE_SIDES; side++)
		__atomic_store_n(&queue->turn[side], QUEUE_FREE, __ATOMIC_RELEASE);
}

/**
 * queue_shut_turns_locked() - let none come, and wait for those who are there
 *
 * The queue is being closed: who waits for a turn leaves.
 */
void queue_shut_turns_locked(struct dspqueue *queue)
{
	for (enum queue_side side = 0; side < QUEUE_SIDES; side++) {
		queue_wake_all_locked(&queue->turn[side]);
		while (!turn_change(&queue->turn[side], QUEUE_FREE, QUEUE_SHUT))
			turn_wait_locked(&queue->turn[side]);
	}
}
