// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Timers of QuRT: they set a signal, once or again and again. One thread waits for all
 * of them; it starts with the first.
 */

#include <stdlib.h>

#include "os/export.h"
#include "os/syscall.h"
#include "os/thread.h"
#include "os/timer.h"
#include "qurt/qurt.h"

#define QURT_TIMER_MAGIC	0x71746d72u
#define QURT_TIMER_US_DEFAULT	1000u
#define QURT_TIMER_GROUPS	5u
#define QURT_TIMER_STACK	0x4000u
#define QURT_TIMER_PRIORITY	8u

struct qurt_timer_attributes {
	uint32_t magic;
	uint64_t duration;	/* microseconds */
	uint64_t expiry;	/* microseconds since the start of the machine; 0: not given */
	uint64_t remaining;
	uint8_t periodic;	/* an enum, as short as it can be */
	uint32_t group;
	void *function;
};

static struct qurt_timer {
	struct qurt_timer *next;
	uint32_t id;
	struct qurt_timer_attributes attributes;
	struct qurt_signal *signal;
	uint32_t mask;
	uint64_t end;		/* nanoseconds; 0: it does not run */
} *qurt_timers;			/* protected by the kernel lock */

static uint32_t qurt_timer_last_id;
static int qurt_timer_started;
static uint32_t qurt_timer_disabled;	/* mask of groups */

static int qurt_timer_us_is_good(uint64_t us)
{
	return us >= QURT_US_LEAST && us <= QURT_US_MOST;
}

void qurt_timer_attr_init(struct qurt_timer_attributes *attributes)
{
	*attributes = (struct qurt_timer_attributes){
		.magic = QURT_TIMER_MAGIC,
		.duration = QURT_TIMER_US_DEFAULT,
	};
}
EXPORT(qurt_timer_attr_init);

void qurt_timer_attr_set_duration(struct qurt_timer_attributes *attributes, uint64_t us)
{
	if (qurt_timer_us_is_good(us))
		attributes->duration = us;
}
EXPORT(qurt_timer_attr_set_duration);

void qurt_timer_attr_get_duration(const struct qurt_timer_attributes *attributes, uint64_t *us)
{
	*us = attributes->duration;
}
EXPORT(qurt_timer_attr_get_duration);

void qurt_timer_attr_set_expiry(struct qurt_timer_attributes *attributes, uint64_t us)
{
	attributes->expiry = us;
}
EXPORT(qurt_timer_attr_set_expiry);

void qurt_timer_attr_get_remaining(const struct qurt_timer_attributes *attributes, uint64_t *us)
{
	*us = attributes->remaining;
}
EXPORT(qurt_timer_attr_get_remaining);

void qurt_timer_attr_set_type(struct qurt_timer_attributes *attributes, uint8_t periodic)
{
	attributes->periodic = periodic;
}
EXPORT(qurt_timer_attr_set_type);

void qurt_timer_attr_get_type(const struct qurt_timer_attributes *attributes, uint8_t *periodic)
{
	*periodic = attributes->periodic;
}
EXPORT(qurt_timer_attr_get_type);

void qurt_timer_attr_set_group(struct qurt_timer_attributes *attributes, uint32_t group)
{
	if (group < QURT_TIMER_GROUPS)
		attributes->group = group;
}
EXPORT(qurt_timer_attr_set_group);

void qurt_timer_attr_get_group(const struct qurt_timer_attributes *attributes, uint32_t *group)
{
	*group = attributes->group;
}
EXPORT(qurt_timer_attr_get_group);

static struct qurt_timer **qurt_timer_find_locked(uint32_t id)
{
	struct qurt_timer **at = &qurt_timers;

	while (*at && (*at)->id != id)
		at = &(*at)->next;
	return at;
}

/* Set the signals of those whose time has come. Return: when the next one's comes, or 0. */
static uint64_t qurt_timer_expire_locked(uint64_t now)
{
	uint64_t next = 0;

	for (struct qurt_timer *timer = qurt_timers; timer; timer = timer->next) {
		if (!timer->end || qurt_timer_disabled >> timer->attributes.group & 1)
			continue;
		if (timer->end <= now) {
			qurt_signal_change_locked(timer->signal, timer->mask, 0);
			timer->end = timer->attributes.periodic ?
					     now + timer->attributes.duration * 1000 : 0;
		}
		if (timer->end && (!next || timer->end < next))
			next = timer->end;
	}
	return next;
}

static void qurt_timer_serve(void *argument)
{
	(void)argument;
	kernel_lock();
	for (;;) {
		uint64_t now = syscall_nanoseconds();
		uint64_t next = qurt_timer_expire_locked(now);

		thread_wait_locked(&qurt_timers, next ? next - now : THREAD_FOREVER);
	}
}

static void qurt_timer_changed_locked(void)
{
	struct thread *server = thread_next_waiting_locked(&qurt_timers);

	if (server)
		thread_wake_locked(server);
}

static int qurt_timer_start(void)
{
	const struct thread_attributes attributes = {
		.name = "timers",
		.priority = QURT_TIMER_PRIORITY,
		.detach = THREAD_DETACHED,
		.stack_size = QURT_TIMER_STACK,
	};
	uint32_t id;

	if (__atomic_exchange_n(&qurt_timer_started, 1, __ATOMIC_SEQ_CST))
		return 0;
	if (!thread_create(&id, &attributes, qurt_timer_serve, NULL))
		return 0;
	__atomic_store_n(&qurt_timer_started, 0, __ATOMIC_SEQ_CST);
	return -1;
}

int qurt_timer_create(uint32_t *id, const struct qurt_timer_attributes *attributes,
		      struct qurt_signal *signal, uint32_t mask)
{
	struct qurt_timer *timer;

	if (!id || !attributes || attributes->magic != QURT_TIMER_MAGIC || !signal)
		return QURT_EINVALID;
	timer = calloc(1, sizeof(*timer));
	if (!timer || qurt_timer_start()) {
		free(timer);
		return QURT_EMEM;
	}
	timer->attributes = *attributes;
	timer->signal = signal;
	timer->mask = mask;
	timer->end = attributes->expiry ? attributes->expiry * 1000 :
					  syscall_nanoseconds() + attributes->duration * 1000;
	kernel_lock();
	timer->id = ++qurt_timer_last_id;
	*id = timer->id;
	timer->next = qurt_timers;
	qurt_timers = timer;
	qurt_timer_changed_locked();
	kernel_unlock();
	return QURT_EOK;
}
EXPORT(qurt_timer_create);
EXPORT_AS(qurt_timer_create_sig2, &qurt_timer_create);

int qurt_timer_delete(uint32_t id)
{
	struct qurt_timer **at, *timer;

	kernel_lock();
	at = qurt_timer_find_locked(id);
	timer = *at;
	if (timer)
		*at = timer->next;
	kernel_unlock();
	free(timer);
	return timer ? QURT_EOK : QURT_EVAL;
}
EXPORT(qurt_timer_delete);

/* Let a one-shot timer end at a time; 0: never. */
static int qurt_timer_set_end(uint32_t id, uint64_t end)
{
	struct qurt_timer *timer;
	int result = QURT_EOK;

	kernel_lock();
	timer = *qurt_timer_find_locked(id);
	if (!timer)
		result = QURT_EINVALID;
	else if (timer->attributes.periodic)
		result = QURT_ENOTALLOWED;
	else
		timer->end = end;
	qurt_timer_changed_locked();
	kernel_unlock();
	return result;
}

int qurt_timer_stop(uint32_t id)
{
	return qurt_timer_set_end(id, 0);
}
EXPORT(qurt_timer_stop);

int qurt_timer_restart(uint32_t id, uint64_t us)
{
	if (!qurt_timer_us_is_good(us))
		return QURT_EINVALID;
	return qurt_timer_set_end(id, syscall_nanoseconds() + us * 1000);
}
EXPORT(qurt_timer_restart);

int qurt_timer_get_attr(uint32_t id, struct qurt_timer_attributes *attributes)
{
	uint64_t now = syscall_nanoseconds();
	struct qurt_timer *timer;

	kernel_lock();
	timer = *qurt_timer_find_locked(id);
	if (timer) {
		*attributes = timer->attributes;
		attributes->remaining = timer->end > now ? (timer->end - now) / 1000 : 0;
	}
	kernel_unlock();
	return timer ? QURT_EOK : QURT_EVAL;
}
EXPORT(qurt_timer_get_attr);

/* What runs out while its group is disabled is seen when it is enabled again. */
static int qurt_timer_group(uint32_t group, int disable)
{
	uint32_t mask = group < QURT_TIMER_GROUPS ? 1u << group : 0;

	kernel_lock();
	qurt_timer_disabled = disable ? qurt_timer_disabled | mask : qurt_timer_disabled & ~mask;
	qurt_timer_changed_locked();
	kernel_unlock();
	return QURT_EOK;
}

int qurt_timer_group_disable(uint32_t group)
{
	return qurt_timer_group(group, 1);
}
EXPORT(qurt_timer_group_disable);

int qurt_timer_group_enable(uint32_t group)
{
	return qurt_timer_group(group, 0);
}
EXPORT(qurt_timer_group_enable);
