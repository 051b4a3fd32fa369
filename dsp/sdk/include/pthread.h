/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_PTHREAD_H
#define QDA_PTHREAD_H

/*
 * POSIX threads as the DSP's run-time lays their objects out. A thread that says nothing else
 * has a stack of 16 KiB and the priority of its maker.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t pthread_t;
typedef int pthread_key_t;
typedef uint32_t pthread_once_t, pthread_mutex_t, pthread_cond_t;
typedef struct { int32_t words[4]; } pthread_mutexattr_t, pthread_condattr_t;
typedef struct { int32_t words[16]; } pthread_attr_t;

#define PTHREAD_MUTEX_ERRORCHECK	0
#define PTHREAD_MUTEX_NORMAL		1
#define PTHREAD_MUTEX_RECURSIVE		2
#define PTHREAD_MUTEX_DEFAULT		3

#define PTHREAD_CREATE_DETACHED		0
#define PTHREAD_CREATE_JOINABLE		1

#define PTHREAD_MUTEX_INITIALIZER	0xffffffffu
#define PTHREAD_COND_INITIALIZER	0xffffffffu
#define PTHREAD_ONCE_INIT		0

int pthread_mutexattr_init(pthread_mutexattr_t *attributes);
int pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int kind);
int pthread_mutexattr_destroy(pthread_mutexattr_t *attributes);
int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes);
int pthread_mutex_destroy(pthread_mutex_t *mutex);
int pthread_mutex_lock(pthread_mutex_t *mutex);
int pthread_mutex_trylock(pthread_mutex_t *mutex);
int pthread_mutex_unlock(pthread_mutex_t *mutex);

int pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes);
int pthread_cond_destroy(pthread_cond_t *condition);
int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);
int pthread_cond_signal(pthread_cond_t *condition);
int pthread_cond_broadcast(pthread_cond_t *condition);

/* There are no locks that readers share: each holds it alone. */
typedef pthread_mutex_t pthread_rwlock_t;

#define PTHREAD_RWLOCK_INITIALIZER	PTHREAD_MUTEX_INITIALIZER

static inline int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
	return pthread_mutex_lock(lock);
}

static inline int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
	return pthread_mutex_lock(lock);
}

static inline int pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
	return pthread_mutex_unlock(lock);
}

int pthread_once(pthread_once_t *once, void (*function)(void));

int pthread_key_create(pthread_key_t *key, void (*destructor)(void *value));
int pthread_key_delete(pthread_key_t key);
int pthread_setspecific(pthread_key_t key, const void *value);
void *pthread_getspecific(pthread_key_t key);

int pthread_attr_init(pthread_attr_t *attributes);
int pthread_attr_destroy(pthread_attr_t *attributes);
int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size);
int pthread_attr_setstackaddr(pthread_attr_t *attributes, void *stack);
int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state);
int pthread_attr_setthreadname(pthread_attr_t *attributes, const char *name);
int pthread_create(pthread_t *id, const pthread_attr_t *attributes,
		   void *(*function)(void *argument), void *argument);
int pthread_join(pthread_t id, void **value);
int pthread_detach(pthread_t id);
__attribute__((noreturn)) void pthread_exit(void *value);
pthread_t pthread_self(void);

static inline int pthread_equal(pthread_t left, pthread_t right)
{
	return left == right;
}

#ifdef __cplusplus
}
#endif

#endif
