// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What QuRT promises about threads. Each returns how many promises were broken.
 */

#include "dsp.h"
#include "probe.h"
#include "probe_parts.h"

#define PROBE_STACK	4096u
#define PROBE_COUNT	8u

struct probe_worker {
	uint32_t id, index, priority;
	struct probe_group *group;
	void *stack;
};

struct probe_group {
	struct dsp_object mutex, barrier, semaphore, condition, signal;
	volatile uint32_t order[64], order_len;
	volatile uint32_t count, wrong, ready;
	int key;
	struct probe_worker workers[PROBE_COUNT];
};

static void probe_start(struct probe_group *group, uint32_t index, uint32_t priority,
			void (*entry)(void *))
{
	struct probe_worker *worker = &group->workers[index];
	struct dsp_thread_attributes attributes = {
		.name = "probe",
		.priority = (uint16_t)priority,
		.stack_size = PROBE_STACK,
		.stack = malloc(PROBE_STACK),
	};

	*worker = (struct probe_worker){0, index, priority, group, attributes.stack};
	if (qurt_thread_create(&worker->id, &attributes, entry, worker))
		group->wrong++;
}

static void probe_join(struct probe_group *group, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		struct probe_worker *worker = &group->workers[i];
		int status = -1;
		int result = qurt_thread_join(worker->id, &status);

		/* 30: the thread is gone already, and nobody knows what it said. */
		group->wrong += result != 30 && (result || status != (int)i + 100);
		free(worker->stack);
	}
}

static void probe_ends(struct probe_worker *worker)
{
	char name[16];

	qurt_thread_get_name(name, sizeof(name));
	worker->group->wrong += memcmp(name, "probe", 6) != 0;
	worker->group->wrong += qurt_thread_get_priority(qurt_thread_get_id()) !=
				(int)worker->priority;
	qurt_thread_exit((int)worker->index + 100);
}

static void probe_takes_turn(void *argument)
{
	struct probe_worker *worker = argument;
	struct probe_group *group = worker->group;

	qurt_mutex_lock(&group->mutex);
	group->order[group->order_len++] = worker->priority;
	qurt_mutex_unlock(&group->mutex);
	probe_ends(worker);
}

/*
 * Threads wait for a mutex in some order; they get it in that of their urgency. All are
 * more urgent than this one: each waits when it has been created.
 */
static void probe_order(struct probe_group *group)
{
	static const uint32_t priorities[] = {150, 80, 180, 60, 120, 100, 170, 90};

	qurt_mutex_init(&group->mutex);
	qurt_mutex_lock(&group->mutex);
	group->wrong += qurt_mutex_try_lock(&group->mutex) == 0;
	for (uint32_t i = 0; i < PROBE_COUNT; i++)
		probe_start(group, i, priorities[i], probe_takes_turn);
	qurt_mutex_unlock(&group->mutex);
	probe_join(group, PROBE_COUNT);
	for (uint32_t i = 1; i < PROBE_COUNT; i++)
		group->wrong += group->order[i] < group->order[i - 1];
	group->wrong += group->order_len != PROBE_COUNT;
}

static void probe_meets(void *argument)
{
	struct probe_worker *worker = argument;
	struct probe_group *group = worker->group;

	for (uint32_t round = 1; round <= 50; round++) {
		__atomic_add_fetch(&group->count, 1, __ATOMIC_SEQ_CST);
		qurt_barrier_wait(&group->barrier);
		group->wrong += group->count != round * PROBE_COUNT;
		qurt_barrier_wait(&group->barrier);
	}
	probe_ends(worker);
}

static void probe_barrier(struct probe_group *group)
{
	qurt_barrier_init(&group->barrier, PROBE_COUNT);
	for (uint32_t i = 0; i < PROBE_COUNT; i++)
		probe_start(group, i, 200, probe_meets);
	probe_join(group, PROBE_COUNT);
	group->wrong += group->count != 50 * PROBE_COUNT;
}

static void probe_enters(void *argument)
{
	struct probe_worker *worker = argument;
	struct probe_group *group = worker->group;

	for (uint32_t i = 0; i < 50; i++) {
		qurt_sem_down(&group->semaphore);
		group->wrong += __atomic_add_fetch(&group->count, 1, __ATOMIC_SEQ_CST) > 3;
		__atomic_sub_fetch(&group->count, 1, __ATOMIC_SEQ_CST);
		qurt_sem_add(&group->semaphore, 1);
	}
	probe_ends(worker);
}

static void probe_semaphore(struct probe_group *group)
{
	qurt_sem_init_val(&group->semaphore, 3);
	for (uint32_t i = 0; i < PROBE_COUNT; i++)
		probe_start(group, i, 200, probe_enters);
	probe_join(group, PROBE_COUNT);
	for (uint32_t i = 0; i < 3; i++)
		group->wrong += qurt_sem_try_down(&group->semaphore) != 0;
	group->wrong += qurt_sem_try_down(&group->semaphore) == 0;
}

/* Half of them make, half of them use up. */
static void probe_trades(void *argument)
{
	struct probe_worker *worker = argument;
	struct probe_group *group = worker->group;

	for (uint32_t i = 0; i < 100; i++) {
		qurt_mutex_lock(&group->mutex);
		if (worker->index % 2) {
			group->count++;
			qurt_cond_signal(&group->condition);
		} else {
			while (!group->count)
				qurt_cond_wait(&group->condition, &group->mutex);
			group->count--;
		}
		qurt_mutex_unlock(&group->mutex);
	}
	probe_ends(worker);
}

static void probe_condition(struct probe_group *group)
{
	qurt_mutex_init(&group->mutex);
	qurt_cond_init(&group->condition);
	for (uint32_t i = 0; i < PROBE_COUNT; i++)
		probe_start(group, i, 200, probe_trades);
	probe_join(group, PROBE_COUNT);
	group->wrong += group->count != 0;
}

static void probe_signals(void *argument)
{
	struct probe_worker *worker = argument;
	struct probe_group *group = worker->group;

	HAP_timer_sleep(20000 * (worker->index + 1));
	qurt_signal_set(&group->signal, 1u << worker->index);
	probe_ends(worker);
}

static void probe_signal(struct probe_group *group)
{
	unsigned int got = 0;

	qurt_signal_init(&group->signal);
	for (uint32_t i = 0; i < 3; i++)
		probe_start(group, i, 200, probe_signals);
	group->wrong += !(qurt_signal_wait(&group->signal, 6, 0) & 6);
	group->wrong += (qurt_signal_wait(&group->signal, 7, 1) & 7) != 7;
	qurt_signal_clear(&group->signal, 2);
	group->wrong += group->signal.words[0] != 5;
	group->wrong += qurt_signal_wait_timed(&group->signal, 2, 0, &got, 10000) == 0;
	group->wrong += qurt_signal_wait_timed(&group->signal, 4, 0, &got, 10000) != 0 || got != 5;
	probe_join(group, 3);
}

static void probe_tries(void *argument)
{
	struct probe_worker *worker = argument;

	worker->group->count += qurt_rmutex_try_lock(&worker->group->mutex) != 0;
	probe_ends(worker);
}

static void probe_recursive(struct probe_group *group)
{
	qurt_rmutex_init(&group->mutex);
	qurt_rmutex_lock(&group->mutex);
	qurt_rmutex_lock(&group->mutex);
	group->wrong += qurt_rmutex_try_lock(&group->mutex) != 0;
	qurt_rmutex_unlock(&group->mutex);
	qurt_rmutex_unlock(&group->mutex);
	probe_start(group, 0, 200, probe_tries);
	probe_join(group, 1);
	group->wrong += group->count != 1;
	qurt_rmutex_unlock(&group->mutex);
}

static void probe_is_first(void *argument)
{
	struct probe_worker *worker = argument;

	worker->group->count++;
	probe_ends(worker);
}

static void probe_create_first(struct probe_group *group)
{
	for (uint32_t i = 0; i < PROBE_COUNT; i++) {
		probe_start(group, i, 50, probe_is_first);
		group->wrong += group->count != i + 1;
	}
	probe_join(group, PROBE_COUNT);
}

static struct probe_group *probe_destructor_group;

static void probe_destroys(void *value)
{
	(void)value;
	__atomic_add_fetch(&probe_destructor_group->ready, 1, __ATOMIC_SEQ_CST);
}

static void probe_keeps(void *argument)
{
	struct probe_worker *worker = argument;
	struct probe_group *group = worker->group;

	group->wrong += qurt_tls_get_specific(group->key) != NULL;
	group->wrong += qurt_tls_set_specific(group->key, worker) != 0;
	HAP_timer_sleep(1000);
	group->wrong += qurt_tls_get_specific(group->key) != worker;
	probe_ends(worker);
}

static void probe_values(struct probe_group *group)
{
	probe_destructor_group = group;
	group->wrong += qurt_tls_create_key(&group->key, probe_destroys) != 0;
	for (uint32_t i = 0; i < PROBE_COUNT; i++)
		probe_start(group, i, 200, probe_keeps);
	probe_join(group, PROBE_COUNT);
	group->wrong += group->ready != PROBE_COUNT;
	group->wrong += qurt_tls_delete_key(group->key) != 0;
	group->wrong += qurt_tls_set_specific(group->key, group) == 0;
}

static void probe_many(struct probe_group *group)
{
	for (uint32_t i = 0; i < 500; i++) {
		probe_start(group, 0, 200, probe_is_first);
		probe_join(group, 1);
	}
	group->wrong += group->count != 500;
}

uint32_t probe_threads(uint32_t which)
{
	static void (*const tests[])(struct probe_group *group) = {
		[PROBE_ORDER] = probe_order,
		[PROBE_BARRIER] = probe_barrier,
		[PROBE_SEMAPHORE] = probe_semaphore,
		[PROBE_CONDITION] = probe_condition,
		[PROBE_SIGNAL] = probe_signal,
		[PROBE_RECURSIVE] = probe_recursive,
		[PROBE_CREATE_FIRST] = probe_create_first,
		[PROBE_VALUES] = probe_values,
		[PROBE_MANY] = probe_many,
	};
	struct probe_group *group = calloc(1, sizeof(*group));
	uint32_t wrong;

	if (!group || which >= sizeof(tests) / sizeof(tests[0]))
		return 1;
	tests[which](group);
	wrong = group->wrong;
	free(group);
	return wrong;
}
