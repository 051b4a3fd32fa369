// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Threads of QuRT: their life, their names and priorities.
 */

#include <string.h>

#include "os/error.h"
#include "os/export.h"
#include "os/panic.h"
#include "os/syscall.h"
#include "os/thread.h"
#include "qurt/qurt.h"

#define QURT_STACK_SMALLEST	512u
#define QURT_TIMETEST_ID_DEFAULT	0xfffeu
#define QURT_BUS_PRIORITY_DEFAULT	255

int qurt_thread_create(unsigned int *id, struct qurt_thread_attributes *attributes,
		       void (*entry)(void *argument), void *argument)
{
	char name[THREAD_NAME_SIZE];
	const struct thread_attributes wanted = {
		.name = name,
		.priority = attributes->priority,
		.detach = attributes->detach <= THREAD_DETACHED ? attributes->detach :
								  THREAD_LEGACY,
		.stack = attributes->stack,
		.stack_size = attributes->stack_size,
	};

	if (!attributes->priority || attributes->priority > THREAD_PRIORITY_LEAST ||
	    attributes->stack_size < QURT_STACK_SMALLEST || !entry)
		return QURT_EFAILED;
	/* The name need not end with a NUL. */
	memcpy(name, attributes->name, sizeof(name));
	name[sizeof(name) - 1] = '\0';
	return thread_create(id, &wanted, entry, argument) ? QURT_EFAILED : QURT_EOK;
}
EXPORT(qurt_thread_create);

_Noreturn void qurt_thread_exit(int status)
{
	thread_exit(status);
}
EXPORT(qurt_thread_exit);
EXPORT_AS(qurt_thread_stop, &qurt_thread_exit);

int qurt_thread_join(unsigned int id, int *status)
{
	int ended = 0;

	if (thread_join(id, &ended))
		return QURT_ENOTHREAD;
	if (status)
		*status = ended;
	return QURT_EOK;
}
EXPORT(qurt_thread_join);

int qurt_thread_detach(unsigned int id)
{
	struct thread *thread;
	int result = QURT_ENOTHREAD;

	kernel_lock();
	thread = thread_find_locked(id);
	if (thread && !thread->joined) {
		thread->detach = THREAD_DETACHED;
		result = QURT_EOK;
	}
	kernel_unlock();
	return result;
}
EXPORT(qurt_thread_detach);

unsigned int qurt_thread_get_id(void)
{
	return thread_current()->id;
}
EXPORT(qurt_thread_get_id);

void qurt_thread_get_name(char *name, unsigned char size)
{
	strlcpy(name, thread_current()->name, size);
}
EXPORT(qurt_thread_get_name);

int qurt_thread_get_priority(unsigned int id)
{
	struct thread *thread;
	int priority = QURT_EFATAL;

	kernel_lock();
	thread = thread_find_locked(id);
	if (thread && !thread->ended)
		priority = (int)thread->priority;
	kernel_unlock();
	return priority;
}
EXPORT(qurt_thread_get_priority);

int qurt_thread_set_priority(unsigned int id, unsigned short priority)
{
	struct thread *thread;
	int result = QURT_EFATAL;

	if (!priority || priority > THREAD_PRIORITY_LEAST)
		return QURT_EFATAL;
	kernel_lock();
	thread = thread_find_locked(id);
	if (thread && !thread->ended) {
		thread->priority = priority;
		thread_requeue_locked(thread);
		result = QURT_EOK;
	}
	kernel_unlock();
	return result;
}
EXPORT(qurt_thread_set_priority);

unsigned short qurt_thread_get_timetest_id(void)
{
	return QURT_TIMETEST_ID_DEFAULT;
}
EXPORT(qurt_thread_get_timetest_id);

int qurt_thread_attr_get(unsigned int id, struct qurt_thread_attributes *attributes)
{
	struct thread *thread;
	int result = QURT_EINVALID;

	kernel_lock();
	thread = thread_find_locked(id);
	if (thread && !thread->ended) {
		*attributes = (struct qurt_thread_attributes){
			.priority = (uint16_t)thread->priority,
			.bus_priority = QURT_BUS_PRIORITY_DEFAULT,
			.timetest_id = QURT_TIMETEST_ID_DEFAULT,
			.stack_size = thread->stack_size,
			.stack = (void *)thread->stack,
			.detach = (uint16_t)thread->detach,
		};
		memcpy(attributes->name, thread->name, sizeof(attributes->name));
		result = QURT_EOK;
	}
	kernel_unlock();
	return result;
}
EXPORT(qurt_thread_attr_get);

int qurt_thread_get_thread_id(unsigned int *id, const char *name)
{
	struct thread *thread;
	int result = QURT_EINVALID;

	kernel_lock();
	for (thread = thread_first_locked(); thread && result; thread = thread->next) {
		if (thread->ended || strncmp(thread->name, name, THREAD_NAME_SIZE - 1))
			continue;
		*id = thread->id;
		result = QURT_EOK;
	}
	kernel_unlock();
	return result;
}
EXPORT(qurt_thread_get_thread_id);

/* No thread can be suspended from outside. */
int qurt_thread_resume(unsigned int id)
{
	(void)id;
	return QURT_EFATAL;
}
EXPORT(qurt_thread_resume);

_Noreturn void qurt_exit(int status)
{
	panic(0, "qurt_exit(%d)", status);
}
EXPORT(qurt_exit);

_Noreturn void qurt_assert_error(const char *file, int line)
{
	panic(PANIC_ABORT, "assertion failed: %.300s:%d", file, line);
}
EXPORT(qurt_assert_error);
