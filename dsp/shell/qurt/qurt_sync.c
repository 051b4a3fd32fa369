// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Barriers, semaphores, condition variables and signals of QuRT.
 */

#include "os/export.h"
#include "os/thread.h"
#include "qurt/qurt.h"

#define QURT_BARRIER_OTHER	0
#define QURT_BARRIER_LAST	1
#define QURT_SIGNAL_WAIT_ALL	1u

static void qurt_sync_wake_all_locked(const void *key)
{
	struct thread *next;

	while ((next = thread_next_waiting_locked(key)))
		thread_wake_locked(next);
}

/* Barriers */

int qurt_barrier_init(struct qurt_barrier *barrier, unsigned int threads)
{
	*barrier = (struct qurt_barrier){.total = threads};
	return QURT_EOK;
}
EXPORT(qurt_barrier_init);

int qurt_barrier_destroy(struct qurt_barrier *barrier)
{
	*barrier = (struct qurt_barrier){0};
	return QURT_EOK;
}
EXPORT(qurt_barrier_destroy);

/* The last thread to arrive is told so. */
int qurt_barrier_wait(struct qurt_barrier *barrier)
{
	int last;

	kernel_lock();
	last = ++barrier->waiting >= barrier->total;
	if (last) {
		barrier->waiting = 0;
		qurt_sync_wake_all_locked(barrier);
	} else {
		thread_wait_locked(barrier, THREAD_FOREVER);
	}
	kernel_unlock();
	return last ? QURT_BARRIER_LAST : QURT_BARRIER_OTHER;
}
EXPORT(qurt_barrier_wait);

/* Futexes: wait while a word has a value. */

int qurt_futex_wait(const uint32_t *word, uint32_t value)
{
	kernel_lock();
	if (__atomic_load_n(word, __ATOMIC_SEQ_CST) == value)
		thread_wait_locked(word, THREAD_FOREVER);
	kernel_unlock();
	return QURT_EOK;
}
EXPORT(qurt_futex_wait);
EXPORT_AS(qurt_futex_wait_cancellable, &qurt_futex_wait);

int qurt_futex_wake(const uint32_t *word, int most)
{
	struct thread *next;
	int count = 0;

	kernel_lock();
	for (; count < most && (next = thread_next_waiting_locked(word)); count++)
		thread_wake_locked(next);
	kernel_unlock();
	return count;
}
EXPORT(qurt_futex_wake);

/* Semaphores */

void qurt_sem_init_val(struct qurt_semaphore *semaphore, unsigned short value)
{
	*semaphore = (struct qurt_semaphore){.value = value};
}
EXPORT(qurt_sem_init_val);

void qurt_sem_init(struct qurt_semaphore *semaphore)
{
	qurt_sem_init_val(semaphore, 1);
}
EXPORT(qurt_sem_init);

void qurt_sem_destroy(struct qurt_semaphore *semaphore)
{
	*semaphore = (struct qurt_semaphore){0};
}
EXPORT(qurt_sem_destroy);

int qurt_sem_add(struct qurt_semaphore *semaphore, unsigned int amount)
{
	struct thread *next;

	kernel_lock();
	for (; amount && (next = thread_next_waiting_locked(semaphore)); amount--)
		thread_wake_locked(next);
	semaphore->value += amount;
	kernel_unlock();
	return QURT_EOK;
}
EXPORT(qurt_sem_add);

int qurt_sem_up(struct qurt_semaphore *semaphore)
{
	return qurt_sem_add(semaphore, 1);
}
EXPORT(qurt_sem_up);

int qurt_sem_down(struct qurt_semaphore *semaphore)
{
	kernel_lock();
	if (semaphore->value)
		semaphore->value--;
	else
		thread_wait_locked(semaphore, THREAD_FOREVER);
	kernel_unlock();
	return QURT_EOK;
}
EXPORT(qurt_sem_down);
EXPORT_AS(qurt_sem_down_cancellable, &qurt_sem_down);

int qurt_sem_down_timed(struct qurt_semaphore *semaphore, uint64_t us)
{
	int result = QURT_EOK;

	kernel_lock();
	if (semaphore->value)
		semaphore->value--;
	else if (thread_wait_locked(semaphore, qurt_timeout(us)))
		result = QURT_ETIMEDOUT;
	kernel_unlock();
	return result;
}
EXPORT(qurt_sem_down_timed);

int qurt_sem_try_down(struct qurt_semaphore *semaphore)
{
	int result = 0;

	kernel_lock();
	if (semaphore->value)
		semaphore->value--;
	else
		result = -1;
	kernel_unlock();
	return result;
}
EXPORT(qurt_sem_try_down);

unsigned short qurt_sem_get_val(const struct qurt_semaphore *semaphore)
{
	return semaphore->value;
}
EXPORT(qurt_sem_get_val);

/* Condition variables: the waiter takes the mutex again, as often as it had locked it. */

void qurt_cond_init(struct qurt_condition *condition)
{
	*condition = (struct qurt_condition){0};
}
EXPORT(qurt_cond_init);
EXPORT_AS(qurt_cond_destroy, &qurt_cond_init);

void qurt_cond_wait(struct qurt_condition *condition, struct qurt_mutex *mutex)
{
	uint32_t count;

	kernel_lock();
	count = qurt_mutex_drop_locked(mutex);
	thread_wait_locked(condition, THREAD_FOREVER);
	qurt_mutex_lock_locked(mutex, THREAD_FOREVER);
	mutex->count = count;
	kernel_unlock();
}
EXPORT(qurt_cond_wait);
EXPORT_AS(qurt_cond_wait2, &qurt_cond_wait);

void qurt_cond_signal(struct qurt_condition *condition)
{
	struct thread *next;

	kernel_lock();
	next = thread_next_waiting_locked(condition);
	if (next)
		thread_wake_locked(next);
	kernel_unlock();
}
EXPORT(qurt_cond_signal);

void qurt_cond_broadcast(struct qurt_condition *condition)
{
	kernel_lock();
	qurt_sync_wake_all_locked(condition);
	kernel_unlock();
}
EXPORT(qurt_cond_broadcast);

/* Signals: 32 bits, set by anybody, waited for: one of them or all of them. */

void qurt_signal_init(struct qurt_signal *signal)
{
	*signal = (struct qurt_signal){0};
}
EXPORT(qurt_signal_init);
EXPORT_AS(qurt_signal_destroy, &qurt_signal_init);
EXPORT_AS(qurt_anysignal_init, &qurt_signal_init);
EXPORT_AS(qurt_anysignal_destroy, &qurt_signal_init);
EXPORT_AS(qurt_allsignal_init, &qurt_signal_init);
EXPORT_AS(qurt_allsignal_destroy, &qurt_signal_init);
EXPORT_AS(qurt_signal2_init, &qurt_signal_init);
EXPORT_AS(qurt_signal2_destroy, &qurt_signal_init);

static int qurt_signal_satisfies(uint32_t signals, uint32_t mask, uint32_t all)
{
	return all ? (signals & mask) == mask : (signals & mask) != 0;
}

/* Wait; *signals gets the word as it was when it was enough. */
static int qurt_signal_wait_for(struct qurt_signal *signal, uint32_t mask, uint32_t all,
				uint64_t timeout_ns, uint32_t *signals)
{
	struct thread *self = thread_current();
	int result = 0;

	kernel_lock();
	if (qurt_signal_satisfies(signal->signals, mask, all)) {
		*signals = signal->signals;
	} else {
		self->mask = mask;
		self->waits_for_all = all;
		result = thread_wait_locked(signal, timeout_ns);
		*signals = result ? signal->signals : self->value;
	}
	kernel_unlock();
	return result;
}

unsigned int qurt_signal_wait(struct qurt_signal *signal, unsigned int mask,
			      unsigned int attribute)
{
	uint32_t signals;

	qurt_signal_wait_for(signal, mask, attribute & QURT_SIGNAL_WAIT_ALL, THREAD_FOREVER,
			     &signals);
	return signals;
}
EXPORT(qurt_signal_wait);
EXPORT_AS(qurt_signal2_wait, &qurt_signal_wait);

int qurt_signal_wait_timed(struct qurt_signal *signal, unsigned int mask, unsigned int attribute,
			   unsigned int *signals, uint64_t us)
{
	uint32_t got;
	int result;

	if (us < QURT_US_LEAST || us > QURT_US_MOST)
		return QURT_EINVALID;
	result = qurt_signal_wait_for(signal, mask, attribute & QURT_SIGNAL_WAIT_ALL,
				      qurt_timeout(us), &got);
	if (signals)
		*signals = got;
	return result ? QURT_ETIMEDOUT : QURT_EOK;
}
EXPORT(qurt_signal_wait_timed);

int qurt_signal_wait_cancellable(struct qurt_signal *signal, unsigned int mask,
				 unsigned int attribute, unsigned int *signals)
{
	*signals = qurt_signal_wait(signal, mask, attribute);
	return QURT_EOK;
}
EXPORT(qurt_signal_wait_cancellable);

unsigned int qurt_anysignal_wait(struct qurt_signal *signal, unsigned int mask)
{
	return qurt_signal_wait(signal, mask, 0);
}
EXPORT(qurt_anysignal_wait);
EXPORT_AS(qurt_signal_wait_any, &qurt_anysignal_wait);

int qurt_anysignal_wait_timed(struct qurt_signal *signal, unsigned int mask,
			      unsigned int *signals, uint64_t us)
{
	return qurt_signal_wait_timed(signal, mask, 0, signals, us);
}
EXPORT(qurt_anysignal_wait_timed);

unsigned int qurt_signal_wait_all(struct qurt_signal *signal, unsigned int mask)
{
	return qurt_signal_wait(signal, mask, QURT_SIGNAL_WAIT_ALL);
}
EXPORT(qurt_signal_wait_all);

/**
 * qurt_signal_change_locked() - set and clear signals, and wake who has waited for them
 *
 * Return: the signals before.
 */
uint32_t qurt_signal_change_locked(struct qurt_signal *signal, uint32_t set, uint32_t clear)
{
	struct thread *thread, *next;
	uint32_t before = signal->signals;

	signal->signals = (before & ~clear) | set;
	thread = thread_next_waiting_locked(signal);
	for (; thread; thread = next) {
		next = thread->next_waiting;
		if (thread->key != signal ||
		    !qurt_signal_satisfies(signal->signals, thread->mask, thread->waits_for_all))
			continue;
		thread->value = signal->signals;
		thread_wake_locked(thread);
	}
	return before;
}

static uint32_t qurt_signal_change(struct qurt_signal *signal, uint32_t set, uint32_t clear)
{
	uint32_t before;

	kernel_lock();
	before = qurt_signal_change_locked(signal, set, clear);
	kernel_unlock();
	return before;
}

void qurt_signal_set(struct qurt_signal *signal, unsigned int mask)
{
	qurt_signal_change(signal, mask, 0);
}
EXPORT(qurt_signal_set);
EXPORT_AS(qurt_signal2_set, &qurt_signal_set);

void qurt_signal_clear(struct qurt_signal *signal, unsigned int mask)
{
	qurt_signal_change(signal, 0, mask);
}
EXPORT(qurt_signal_clear);
EXPORT_AS(qurt_signal2_clear, &qurt_signal_clear);

unsigned int qurt_signal_get(struct qurt_signal *signal)
{
	return signal->signals;
}
EXPORT(qurt_signal_get);
EXPORT_AS(qurt_anysignal_get, &qurt_signal_get);
EXPORT_AS(qurt_allsignal_get, &qurt_signal_get);

unsigned int qurt_anysignal_set(struct qurt_signal *signal, unsigned int mask)
{
	return qurt_signal_change(signal, mask, 0);
}
EXPORT(qurt_anysignal_set);

unsigned int qurt_anysignal_clear(struct qurt_signal *signal, unsigned int mask)
{
	return qurt_signal_change(signal, 0, mask);
}
EXPORT(qurt_anysignal_clear);

void qurt_allsignal_set(struct qurt_signal *signal, unsigned int mask)
{
	qurt_signal_change(signal, mask, 0);
}
EXPORT(qurt_allsignal_set);

/* An all-signal is cleared when all that it waits for is there. */
void qurt_allsignal_wait(struct qurt_signal *signal, unsigned int mask)
{
	qurt_signal_wait(signal, mask, QURT_SIGNAL_WAIT_ALL);
	qurt_signal_change(signal, 0, mask);
}
EXPORT(qurt_allsignal_wait);
