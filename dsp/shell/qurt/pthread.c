// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * POSIX threads over those of QuRT, as C++'s library and some others use them. A mutex
 * and a condition variable are one word in the library's hands, which names an object
 * that is made when it is first used: so initialisers that are all ones or 0 will do.
 */

#include <stdlib.h>
#include <string.h>

#include "os/export.h"
#include "os/thread.h"
#include "qurt/qurt.h"

#define PTHREAD_EPERM		1
#define PTHREAD_EAGAIN		11
#define PTHREAD_ENOMEM		12
#define PTHREAD_EBUSY		16
#define PTHREAD_EINVAL		22
#define PTHREAD_EDEADLK		35
#define PTHREAD_STACK		0x4000u
#define PTHREAD_STACK_LEAST	512u
#define PTHREAD_DETACHED	0
#define PTHREAD_INITIALIZER	0xffffffffu

enum pthread_kind {
	PTHREAD_ERROR_CHECK,
	PTHREAD_NORMAL,
	PTHREAD_RECURSIVE,
	PTHREAD_DEFAULT,
};

struct pthread_mutex_attributes {
	int32_t initialized, kind, shared, protocol;
};

struct pthread_attributes {
	void *stack;
	int32_t own_stack;
	uint32_t stack_size;
	int32_t priority;
	uint16_t timetest_id, flags;
	uint32_t processors;
	char name[THREAD_NAME_SIZE];
	int32_t context;
	int32_t detach;
};

struct pthread_mutex {
	struct qurt_mutex mutex;
	enum pthread_kind kind;
};

/* QuRT's functions that these are made of. */
int qurt_thread_join(unsigned int id, int *status);
int qurt_thread_detach(unsigned int id);
_Noreturn void qurt_thread_exit(int status);

/* The object that a word names; made if there is none yet. NULL without memory. */
static void *pthread_object(uint32_t *word, size_t size)
{
	uint32_t old = __atomic_load_n(word, __ATOMIC_ACQUIRE);
	void *made;

	if (old && old != PTHREAD_INITIALIZER)
		return (void *)(uintptr_t)old;
	made = calloc(1, size);
	if (!made || __atomic_compare_exchange_n(word, &old, (uint32_t)(uintptr_t)made, 0,
						 __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		return made;
	free(made);
	return (void *)(uintptr_t)old;
}

static struct pthread_mutex *pthread_mutex_of(uint32_t *word)
{
	return pthread_object(word, sizeof(struct pthread_mutex));
}

int pthread_mutexattr_init(struct pthread_mutex_attributes *attributes)
{
	*attributes = (struct pthread_mutex_attributes){1, PTHREAD_DEFAULT, 0, 0};
	return 0;
}
EXPORT(pthread_mutexattr_init);

int pthread_mutexattr_settype(struct pthread_mutex_attributes *attributes, int kind)
{
	if (kind < PTHREAD_ERROR_CHECK || kind > PTHREAD_DEFAULT)
		return PTHREAD_EINVAL;
	attributes->kind = kind;
	return 0;
}
EXPORT(pthread_mutexattr_settype);

int pthread_mutexattr_destroy(struct pthread_mutex_attributes *attributes)
{
	attributes->initialized = 0;
	return 0;
}
EXPORT(pthread_mutexattr_destroy);

int pthread_mutex_init(uint32_t *word, const struct pthread_mutex_attributes *attributes)
{
	struct pthread_mutex *mutex;

	*word = 0;
	mutex = pthread_mutex_of(word);
	if (!mutex)
		return PTHREAD_ENOMEM;
	mutex->kind = attributes ? (enum pthread_kind)attributes->kind : PTHREAD_DEFAULT;
	return 0;
}
EXPORT(pthread_mutex_init);

int pthread_mutex_destroy(uint32_t *word)
{
	if (*word != PTHREAD_INITIALIZER)
		free((void *)(uintptr_t)*word);
	*word = PTHREAD_INITIALIZER;
	return 0;
}
EXPORT(pthread_mutex_destroy);
EXPORT_AS(pthread_cond_destroy, &pthread_mutex_destroy);

static int pthread_mutex_take(uint32_t *word, int wait)
{
	struct pthread_mutex *mutex = pthread_mutex_of(word);
	int result = 0;

	if (!mutex)
		return PTHREAD_ENOMEM;
	kernel_lock();
	if (mutex->mutex.holder == thread_current()->id && mutex->kind == PTHREAD_RECURSIVE)
		mutex->mutex.count++;
	else if (mutex->mutex.holder == thread_current()->id &&
		 mutex->kind == PTHREAD_ERROR_CHECK && wait)
		result = PTHREAD_EDEADLK;
	else if (!wait && mutex->mutex.holder)
		result = PTHREAD_EBUSY;
	else
		qurt_mutex_lock_locked(&mutex->mutex, THREAD_FOREVER);
	kernel_unlock();
	return result;
}

int pthread_mutex_lock(uint32_t *word)
{
	return pthread_mutex_take(word, 1);
}
EXPORT(pthread_mutex_lock);

int pthread_mutex_trylock(uint32_t *word)
{
	return pthread_mutex_take(word, 0);
}
EXPORT(pthread_mutex_trylock);

int pthread_mutex_unlock(uint32_t *word)
{
	struct pthread_mutex *mutex = pthread_mutex_of(word);
	int result = 0;

	if (!mutex)
		return PTHREAD_ENOMEM;
	kernel_lock();
	if (mutex->mutex.holder != thread_current()->id)
		result = PTHREAD_EPERM;
	else if (mutex->mutex.count > 1)
		mutex->mutex.count--;
	else
		qurt_mutex_drop_locked(&mutex->mutex);
	kernel_unlock();
	return result;
}
EXPORT(pthread_mutex_unlock);

/* Condition variables: the object is only something to wait for. */

int pthread_cond_init(uint32_t *word, const void *attributes)
{
	(void)attributes;
	*word = PTHREAD_INITIALIZER;
	return 0;
}
EXPORT(pthread_cond_init);

/**
 * pthread_cond_wait_for() - wait for a condition variable
 * @condition: what for
 * @word: mutex, which is held
 * @timeout_ns: how long; THREAD_FOREVER
 *
 * Return: 0, -1 if the time was over first, or PTHREAD_ENOMEM.
 */
int pthread_cond_wait_for(uint32_t *condition, uint32_t *word, uint64_t timeout_ns)
{
	struct pthread_mutex *mutex = pthread_mutex_of(word);
	uint32_t count;
	int result;

	if (!mutex)
		return PTHREAD_ENOMEM;
	kernel_lock();
	count = qurt_mutex_drop_locked(&mutex->mutex);
	result = thread_wait_locked(condition, timeout_ns);
	qurt_mutex_lock_locked(&mutex->mutex, THREAD_FOREVER);
	mutex->mutex.count = count;
	kernel_unlock();
	return result;
}

int pthread_cond_wait(uint32_t *condition, uint32_t *word)
{
	return pthread_cond_wait_for(condition, word, THREAD_FOREVER);
}
EXPORT(pthread_cond_wait);

static void pthread_cond_wake(uint32_t *condition, int all)
{
	struct thread *next;

	kernel_lock();
	do {
		next = thread_next_waiting_locked(condition);
		if (next)
			thread_wake_locked(next);
	} while (next && all);
	kernel_unlock();
}

int pthread_cond_signal(uint32_t *condition)
{
	pthread_cond_wake(condition, 0);
	return 0;
}
EXPORT(pthread_cond_signal);

int pthread_cond_broadcast(uint32_t *condition)
{
	pthread_cond_wake(condition, 1);
	return 0;
}
EXPORT(pthread_cond_broadcast);

/* 0: not yet, 1: a thread is at it, 2: done. */
int pthread_once(uint32_t *once, void (*function)(void))
{
	int first;

	kernel_lock();
	while (*once == 1)
		thread_wait_locked(once, THREAD_FOREVER);
	first = !*once;
	if (first)
		*once = 1;
	kernel_unlock();
	if (!first)
		return 0;
	function();
	kernel_lock();
	*once = 2;
	kernel_unlock();
	pthread_cond_wake(once, 1);
	return 0;
}
EXPORT(pthread_once);

int pthread_key_create(int *key, void (*destructor)(void *value))
{
	return qurt_tls_create_key(key, destructor) ? PTHREAD_EAGAIN : 0;
}
EXPORT(pthread_key_create);

int pthread_key_delete(int key)
{
	return qurt_tls_delete_key(key) ? PTHREAD_EINVAL : 0;
}
EXPORT(pthread_key_delete);

int pthread_setspecific(int key, const void *value)
{
	return qurt_tls_set_specific(key, value) ? PTHREAD_EINVAL : 0;
}
EXPORT(pthread_setspecific);
EXPORT_AS(pthread_getspecific, &qurt_tls_get_specific);

/* Threads */

int pthread_attr_init(struct pthread_attributes *attributes)
{
	*attributes = (struct pthread_attributes){
		.stack_size = PTHREAD_STACK,
		.priority = (int32_t)thread_current()->priority,
		.name = "Anonymous",
		.detach = !PTHREAD_DETACHED,
	};
	return 0;
}
EXPORT(pthread_attr_init);

int pthread_attr_destroy(struct pthread_attributes *attributes)
{
	(void)attributes;
	return 0;
}
EXPORT(pthread_attr_destroy);

int pthread_attr_setstacksize(struct pthread_attributes *attributes, size_t size)
{
	if (size < PTHREAD_STACK_LEAST)
		return PTHREAD_EINVAL;
	attributes->stack_size = size;
	return 0;
}
EXPORT(pthread_attr_setstacksize);

int pthread_attr_setstackaddr(struct pthread_attributes *attributes, void *stack)
{
	attributes->stack = stack;
	return 0;
}
EXPORT(pthread_attr_setstackaddr);

int pthread_attr_setdetachstate(struct pthread_attributes *attributes, int state)
{
	attributes->detach = state;
	return 0;
}
EXPORT(pthread_attr_setdetachstate);

int pthread_attr_setthreadname(struct pthread_attributes *attributes, const char *name)
{
	strlcpy(attributes->name, name, sizeof(attributes->name));
	return 0;
}
EXPORT(pthread_attr_setthreadname);

struct pthread_start {
	void *(*function)(void *argument);
	void *argument;
};

static void pthread_begin(void *argument)
{
	struct pthread_start start = *(struct pthread_start *)argument;

	free(argument);
	qurt_thread_exit((int)(intptr_t)start.function(start.argument));
}

int pthread_create(uint32_t *id, const struct pthread_attributes *attributes,
		   void *(*function)(void *argument), void *argument)
{
	struct pthread_attributes defaults;
	struct pthread_start *start = malloc(sizeof(*start));
	struct thread_attributes wanted;

	if (!start)
		return PTHREAD_EAGAIN;
	*start = (struct pthread_start){function, argument};
	pthread_attr_init(&defaults);
	if (!attributes)
		attributes = &defaults;
	wanted = (struct thread_attributes){
		.name = attributes->name,
		.priority = (uint32_t)attributes->priority,
		.detach = attributes->detach == PTHREAD_DETACHED ? THREAD_DETACHED :
								   THREAD_JOINABLE,
		.stack = attributes->stack,
		.stack_size = attributes->stack_size,
	};
	if (thread_create(id, &wanted, pthread_begin, start)) {
		free(start);
		return PTHREAD_EAGAIN;
	}
	return 0;
}
EXPORT(pthread_create);

int pthread_join(uint32_t id, void **value)
{
	int status = 0;

	if (qurt_thread_join(id, &status))
		return PTHREAD_EINVAL;
	if (value)
		*value = (void *)(intptr_t)status;
	return 0;
}
EXPORT(pthread_join);

int pthread_detach(uint32_t id)
{
	return qurt_thread_detach(id) ? PTHREAD_EINVAL : 0;
}
EXPORT(pthread_detach);

_Noreturn void pthread_exit(void *value)
{
	qurt_thread_exit((int)(intptr_t)value);
}
EXPORT(pthread_exit);

uint32_t pthread_self(void)
{
	return thread_current()->id;
}
EXPORT(pthread_self);
