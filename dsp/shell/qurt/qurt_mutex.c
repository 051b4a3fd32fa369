// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Mutexes of QuRT. At unlock a mutex goes to the most urgent thread that waits.
 * No thread keeps a processor from another here, so inheriting a priority would
 * change nothing and is left out.
 */

#include "os/export.h"
#include "os/panic.h"
#include "os/thread.h"
#include "qurt/qurt.h"

/* Smaller numbers are QuRT's own marks of a mutex that is free. */
#define QURT_THREAD_ID_FIRST	0x10001u
#define QURT_US_MAX		(1000000ull * 3600 * 24 * 365)

/**
 * qurt_timeout() - microseconds as thread_wait_locked() wants them
 */
uint64_t qurt_timeout(uint64_t us)
{
	return us > QURT_US_MAX ? THREAD_FOREVER : us * 1000;
}

/**
 * qurt_mutex_lock_locked() - take a mutex, wait for it if need be
 * @mutex: not held by the caller
 * @timeout_ns: how long; THREAD_FOREVER
 *
 * Return: 0, or -1 if the time was over first.
 */
int qurt_mutex_lock_locked(struct qurt_mutex *mutex, uint64_t timeout_ns)
{
	/* The thread that unlocks makes this one the holder. */
	if (mutex->holder >= QURT_THREAD_ID_FIRST)
		return thread_wait_locked(mutex, timeout_ns);
	mutex->holder = thread_current()->id;
	mutex->count = 1;
	return 0;
}

/**
 * qurt_mutex_drop_locked() - give a mutex to the next, however often it was locked
 *
 * Return: how often.
 */
uint32_t qurt_mutex_drop_locked(struct qurt_mutex *mutex)
{
	struct thread *next = thread_next_waiting_locked(mutex);
	uint32_t count = mutex->count;

	mutex->holder = next ? next->id : 0;
	mutex->count = next ? 1 : 0;
	if (next)
		thread_wake_locked(next);
	return count;
}

void qurt_mutex_init(struct qurt_mutex *mutex)
{
	*mutex = (struct qurt_mutex){0};
}
EXPORT(qurt_mutex_init);
EXPORT_AS(qurt_rmutex_init, &qurt_mutex_init);
EXPORT_AS(qurt_rmutex2_init, &qurt_mutex_init);
EXPORT_AS(qurt_pimutex_init, &qurt_mutex_init);
EXPORT_AS(qurt_pimutex2_init, &qurt_mutex_init);

void qurt_mutex_destroy(struct qurt_mutex *mutex)
{
	*mutex = (struct qurt_mutex){0};
}
EXPORT(qurt_mutex_destroy);
EXPORT_AS(qurt_rmutex_destroy, &qurt_mutex_destroy);
EXPORT_AS(qurt_rmutex2_destroy, &qurt_mutex_destroy);
EXPORT_AS(qurt_pimutex_destroy, &qurt_mutex_destroy);
EXPORT_AS(qurt_pimutex2_destroy, &qurt_mutex_destroy);

void qurt_mutex_lock(struct qurt_mutex *mutex)
{
	kernel_lock();
	qurt_mutex_lock_locked(mutex, THREAD_FOREVER);
	kernel_unlock();
}
EXPORT(qurt_mutex_lock);

void qurt_rmutex_lock(struct qurt_mutex *mutex)
{
	kernel_lock();
	if (mutex->holder == thread_current()->id)
		mutex->count++;
	else
		qurt_mutex_lock_locked(mutex, THREAD_FOREVER);
	kernel_unlock();
}
EXPORT(qurt_rmutex_lock);
EXPORT_AS(qurt_rmutex2_lock, &qurt_rmutex_lock);
EXPORT_AS(qurt_pimutex_lock, &qurt_rmutex_lock);
EXPORT_AS(qurt_pimutex2_lock, &qurt_rmutex_lock);

static int qurt_mutex_lock_for(struct qurt_mutex *mutex, int recursive, uint64_t us)
{
	int result = 0;

	kernel_lock();
	if (recursive && mutex->holder == thread_current()->id)
		mutex->count++;
	else
		result = qurt_mutex_lock_locked(mutex, qurt_timeout(us));
	kernel_unlock();
	return result ? QURT_ETIMEDOUT : QURT_EOK;
}

int qurt_mutex_lock_timed(struct qurt_mutex *mutex, uint64_t us)
{
	return qurt_mutex_lock_for(mutex, 0, us);
}
EXPORT(qurt_mutex_lock_timed);

int qurt_rmutex_lock_timed(struct qurt_mutex *mutex, uint64_t us)
{
	return qurt_mutex_lock_for(mutex, 1, us);
}
EXPORT(qurt_rmutex_lock_timed);

int qurt_pimutex_lock_timed(struct qurt_mutex *mutex, uint64_t us)
{
	if (us < QURT_US_LEAST || us > QURT_US_MOST)
		return QURT_EINVALID;
	return qurt_mutex_lock_for(mutex, 1, us);
}
EXPORT(qurt_pimutex_lock_timed);

static int qurt_mutex_try(struct qurt_mutex *mutex, int recursive)
{
	int result = 0;

	kernel_lock();
	if (mutex->holder < QURT_THREAD_ID_FIRST)
		qurt_mutex_lock_locked(mutex, THREAD_FOREVER);
	else if (recursive && mutex->holder == thread_current()->id)
		mutex->count++;
	else
		result = -1;
	kernel_unlock();
	return result;
}

int qurt_mutex_try_lock(struct qurt_mutex *mutex)
{
	return qurt_mutex_try(mutex, 0);
}
EXPORT(qurt_mutex_try_lock);

int qurt_rmutex_try_lock(struct qurt_mutex *mutex)
{
	return qurt_mutex_try(mutex, 1);
}
EXPORT(qurt_rmutex_try_lock);
EXPORT_AS(qurt_rmutex2_try_lock, &qurt_rmutex_try_lock);
EXPORT_AS(qurt_rmutex_try_lock_block_once, &qurt_rmutex_try_lock);
EXPORT_AS(qurt_pimutex_try_lock, &qurt_rmutex_try_lock);
EXPORT_AS(qurt_pimutex2_try_lock, &qurt_rmutex_try_lock);

/* QuRT ends a program that unlocks a mutex which it does not hold. */
void qurt_mutex_unlock(struct qurt_mutex *mutex)
{
	kernel_lock();
	if (mutex->holder != thread_current()->id)
		panic(PANIC_ABORT, "mutex %p unlocked by a thread that does not hold it",
			  (void *)mutex);
	if (mutex->count > 1)
		mutex->count--;
	else
		qurt_mutex_drop_locked(mutex);
	kernel_unlock();
}
EXPORT(qurt_mutex_unlock);
EXPORT_AS(qurt_rmutex_unlock, &qurt_mutex_unlock);
EXPORT_AS(qurt_rmutex2_unlock, &qurt_mutex_unlock);
EXPORT_AS(qurt_pimutex_unlock, &qurt_mutex_unlock);
EXPORT_AS(qurt_pimutex2_unlock, &qurt_mutex_unlock);
