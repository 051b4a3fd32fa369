// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * How threads wait for each other. QuRT promises that what is given back goes
 * to the most urgent thread that waits for it, in the order of arrival among
 * equals. Futexes promise no order, so there is one list of waiting threads, and one
 * lock for it and for every object: mutexes, barriers and the like are plain words.
 */

#include "os/syscall.h"
#include "os/thread.h"

uint32_t kernel_word;
static struct thread *kernel_waiting;

/**
 * kernel_lock_contended() - wait for the lock that another thread has
 */
void kernel_lock_contended(void)
{
	while (__atomic_exchange_n(&kernel_word, KERNEL_CONTENDED, __ATOMIC_ACQUIRE) !=
	       KERNEL_FREE)
		syscall_futex_wait(&kernel_word, KERNEL_CONTENDED, NULL);
}

/**
 * kernel_unlock_contended() - another thread waits for it
 */
void kernel_unlock_contended(void)
{
	syscall_futex_wake(&kernel_word, 1);
}

/**
 * thread_sleep() - have the calling thread sleep
 * @ns: nanoseconds
 */
void thread_sleep(uint64_t ns)
{
	thread_settle();
	syscall_sleep(ns);
}

static void kernel_enqueue_locked(struct thread *thread)
{
	struct thread **at = &kernel_waiting;

	while (*at && (*at)->priority <= thread->priority)
		at = &(*at)->next_waiting;
	thread->next_waiting = *at;
	*at = thread;
}

static void kernel_dequeue_locked(struct thread *thread)
{
	struct thread **at = &kernel_waiting;

	while (*at != thread)
		at = &(*at)->next_waiting;
	*at = thread->next_waiting;
	thread->key = NULL;
}

/**
 * thread_wait_locked() - wait until another thread calls thread_wake_locked()
 * @key: what for
 * @timeout_ns: nanoseconds; THREAD_FOREVER
 *
 * The kernel lock is not held in between.
 *
 * Return: 0, or -1 if the time was over first.
 */
int thread_wait_locked(const void *key, uint64_t timeout_ns)
{
	struct thread *self = thread_current();
	uint64_t end = timeout_ns == THREAD_FOREVER ? 0 : syscall_nanoseconds() + timeout_ns;

	self->key = key;
	self->wake = 0;
	kernel_enqueue_locked(self);
	kernel_unlock();
	thread_settle();
	while (!__atomic_load_n(&self->wake, __ATOMIC_ACQUIRE)) {
		struct syscall_time left;
		uint64_t now;

		if (timeout_ns == THREAD_FOREVER) {
			syscall_futex_wait(&self->wake, 0, NULL);
			continue;
		}
		now = syscall_nanoseconds();
		if (now >= end)
			break;
		left.sec = (int32_t)((end - now) / 1000000000u);
		left.nsec = (int32_t)((end - now) % 1000000000u);
		syscall_futex_wait(&self->wake, 0, &left);
	}
	kernel_lock();
	if (!self->key)
		return 0;
	kernel_dequeue_locked(self);
	return -1;
}

/**
 * thread_next_waiting_locked() - the most urgent thread that waits for something
 * @key: what for
 *
 * Return: the thread, NULL if none does.
 */
struct thread *thread_next_waiting_locked(const void *key)
{
	struct thread *thread = kernel_waiting;

	while (thread && thread->key != key)
		thread = thread->next_waiting;
	return thread;
}

/**
 * thread_wake_locked() - end the wait of a thread
 * @thread: waits
 */
void thread_wake_locked(struct thread *thread)
{
	kernel_dequeue_locked(thread);
	__atomic_store_n(&thread->wake, 1, __ATOMIC_RELEASE);
	syscall_futex_wake(&thread->wake, 1);
}

/**
 * thread_take_turn() - wait until no other thread has it, and take it
 * @taken: of what only one thread can do at a time; 0 at first
 *
 * For what takes long, such as asking the guest.
 */
void thread_take_turn(uint32_t *taken)
{
	kernel_lock();
	while (*taken)
		thread_wait_locked(taken, THREAD_FOREVER);
	*taken = 1;
	kernel_unlock();
}

/**
 * thread_give_turn() - let the next one have it
 */
void thread_give_turn(uint32_t *taken)
{
	struct thread *next;

	kernel_lock();
	next = thread_next_waiting_locked(taken);
	*taken = 0;
	if (next)
		thread_wake_locked(next);
	kernel_unlock();
}

/**
 * thread_requeue_locked() - put a waiting thread where its new priority says
 * @thread: may wait or not
 */
void thread_requeue_locked(struct thread *thread)
{
	const void *key = thread->key;

	if (!key)
		return;
	kernel_dequeue_locked(thread);
	thread->key = key;
	kernel_enqueue_locked(thread);
}
