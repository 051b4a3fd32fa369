/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_PTHREAD_H
#define QDA_PTHREAD_H

#include <stddef.h>

/*
 * POSIX threads, as far as the DSP has them. A thread that says nothing else has a stack of
 * 16 KiB and the priority of its maker.
 */

typedef unsigned int pthread_t;
typedef unsigned int pthread_mutex_t;
typedef unsigned int pthread_cond_t;
typedef unsigned int pthread_once_t;
typedef int pthread_key_t;

typedef struct {
	int initialized;
	int kind;
	int shared;
	int protocol;
} pthread_mutexattr_t;

/* For the functions below to fill in. */
typedef struct {
	void *stack;
	int own_stack;
	unsigned int stack_size;
	int priority;
	unsigned short timetest_id;
	unsigned short flags;
	unsigned int processors;
	char name[16];
	int context;
	int detach;
} pthread_attr_t;

typedef void pthread_condattr_t;

#define PTHREAD_MUTEX_ERRORCHECK	0
#define PTHREAD_MUTEX_NORMAL		1
#define PTHREAD_MUTEX_RECURSIVE		2
#define PTHREAD_MUTEX_DEFAULT		3

#define PTHREAD_CREATE_DETACHED		0
#define PTHREAD_CREATE_JOINABLE		1

#define PTHREAD_MUTEX_INITIALIZER	0xffffffffu
#define PTHREAD_COND_INITIALIZER	0xffffffffu
#define PTHREAD_ONCE_INIT		0

#ifdef __cplusplus
extern "C" {
#endif

int pthread_attr_init(pthread_attr_t *attributes);
int pthread_attr_destroy(pthread_attr_t *attributes);
int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size);
int pthread_attr_setstackaddr(pthread_attr_t *attributes, void *stack);
int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state);
int pthread_attr_setthreadname(pthread_attr_t *attributes, const char *name);

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
		   void *(*function)(void *argument), void *argument);
int pthread_join(pthread_t thread, void **value);
int pthread_detach(pthread_t thread);
__attribute__((noreturn)) void pthread_exit(void *value);
pthread_t pthread_self(void);

int pthread_mutexattr_init(pthread_mutexattr_t *attributes);
int pthread_mutexattr_destroy(pthread_mutexattr_t *attributes);
int pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int kind);
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

int pthread_once(pthread_once_t *once, void (*function)(void));
int pthread_key_create(pthread_key_t *key, void (*destructor)(void *value));
int pthread_key_delete(pthread_key_t key);
int pthread_setspecific(pthread_key_t key, const void *value);
void *pthread_getspecific(pthread_key_t key);

#ifdef __cplusplus
}
#endif

#endif
