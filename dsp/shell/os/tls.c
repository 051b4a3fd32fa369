// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What each thread has of its own: values under keys, and the variables that
 * libraries declare as thread-local. Of the latter a thread gets a copy for each library
 * when it first asks for one.
 */

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "os/export.h"
#include "os/panic.h"
#include "os/thread.h"
#include "os/tls.h"

/* Which keys are taken, and what is done with their values when a thread ends. */
static struct {
	int used;
	void (*destructor)(void *value);
} tls_keys[THREAD_TLS_KEYS];			/* protected by the kernel lock */

static struct tls_module *tls_modules;		/* likewise */
static uint32_t tls_last_id;

/* The variables of one library in one thread. */
struct tls_block {
	struct tls_block *next;
	uint32_t id;
	void *data;
};

/* Of a thread-local object of C++. */
struct tls_destructor {
	struct tls_destructor *next;
	void (*function)(void *object);
	void *object;
};

int __cxa_thread_atexit(void (*function)(void *object), void *object, void *library)
{
	struct thread *self = thread_current();
	struct tls_destructor *destructor = malloc(sizeof(*destructor));

	(void)library;
	if (!destructor)
		return -1;
	*destructor = (struct tls_destructor){self->tls_ends, function, object};
	self->tls_ends = destructor;
	return 0;
}
EXPORT(__cxa_thread_atexit);
EXPORT_AS(__cxa_thread_atexit_impl, &__cxa_thread_atexit);

/* The last registered first; they may register others. */
static void tls_end_objects(struct thread *self)
{
	struct tls_destructor *destructor;

	while ((destructor = self->tls_ends)) {
		self->tls_ends = destructor->next;
		destructor->function(destructor->object);
		free(destructor);
	}
}

/**
 * tls_create_key() - let each thread have one more value
 * @destructor: called with a thread's value when it ends, if that is not NULL; or NULL
 *
 * Return: the key, 0 if there are no more.
 */
int tls_create_key(void (*destructor)(void *value))
{
	unsigned int i = 0;

	kernel_lock();
	while (i < THREAD_TLS_KEYS && tls_keys[i].used)
		i++;
	if (i < THREAD_TLS_KEYS) {
		tls_keys[i].used = 1;
		tls_keys[i].destructor = destructor;
	}
	kernel_unlock();
	return i < THREAD_TLS_KEYS ? (int)i + 1 : 0;
}

/**
 * tls_value() - where the calling thread has the value of a key
 *
 * Return: the place, NULL if there is no such key.
 */
void **tls_value(int key)
{
	if (key < 1 || key > (int)THREAD_TLS_KEYS || !tls_keys[key - 1].used)
		return NULL;
	return &thread_current()->tls[key - 1];
}

/**
 * tls_delete_key() - undo tls_create_key(); values are forgotten
 *
 * Return: 0, or -1 if there is no such key.
 */
int tls_delete_key(int key)
{
	if (!tls_value(key))
		return -1;
	kernel_lock();
	tls_keys[key - 1].used = 0;
	for (struct thread *thread = thread_first_locked(); thread; thread = thread->next)
		thread->tls[key - 1] = NULL;
	kernel_unlock();
	return 0;
}

static void tls_end_values(struct thread *self)
{
	for (unsigned int key = 0; key < THREAD_TLS_KEYS; key++) {
		void (*destructor)(void *value);
		void *value = self->tls[key];

		kernel_lock();
		destructor = tls_keys[key].used ? tls_keys[key].destructor : NULL;
		kernel_unlock();
		self->tls[key] = NULL;
		if (value && destructor)
			destructor(value);
	}
}

/**
 * tls_add() - let threads have the variables of a library
 * @module: of the library, which is loaded; gets its name
 */
void tls_add(struct tls_module *module)
{
	kernel_lock();
	module->id = ++tls_last_id;
	module->next = tls_modules;
	tls_modules = module;
	kernel_unlock();
}

static struct tls_block *tls_take_locked(struct thread *thread, uint32_t id)
{
	struct tls_block **at = &thread->tls_blocks, *block;

	while (*at && (*at)->id != id)
		at = &(*at)->next;
	block = *at;
	if (block)
		*at = block->next;
	return block;
}

static void tls_free(struct tls_block *block)
{
	if (block)
		free(block->data);
	free(block);
}

/**
 * tls_remove() - undo tls_add(): the library is unloaded
 * @module: may have no variables
 */
void tls_remove(struct tls_module *module)
{
	struct tls_module **at = &tls_modules;
	struct tls_block *found = NULL;
	struct thread *thread;

	if (!module->id)
		return;
	kernel_lock();
	while (*at != module)
		at = &(*at)->next;
	*at = module->next;
	do {
		thread = thread_first_locked();
		for (found = NULL; thread && !found; thread = thread->next)
			found = tls_take_locked(thread, module->id);
		kernel_unlock();
		tls_free(found);
		kernel_lock();
	} while (found);
	kernel_unlock();
}

/**
 * tls_end() - the calling thread ends: give back what it has of its own
 */
void tls_end(void)
{
	struct thread *self = thread_current();

	tls_end_objects(self);
	tls_end_values(self);
	while (self->tls_blocks) {
		struct tls_block *block;

		kernel_lock();
		block = tls_take_locked(self, self->tls_blocks->id);
		kernel_unlock();
		tls_free(block);
	}
}

static struct tls_block *tls_make(uint32_t id)
{
	const struct tls_module *module;
	struct tls_block *block;

	kernel_lock();
	module = tls_modules;
	while (module && module->id != id)
		module = module->next;
	kernel_unlock();
	block = module ? calloc(1, sizeof(*block)) : NULL;
	if (block)
		block->data = memalign(module->align, module->size);
	if (!block || !block->data)
		panic(PANIC_ABORT, "no memory left for the thread-local variables of a library");
	memset(block->data, 0, module->size);
	memcpy(block->data, module->start, module->start_size);
	block->id = id;
	return block;
}

/* What code calls for the address of such a variable: its library, where it lies there. */
void *__tls_get_addr(const uint32_t variable[2])
{
	struct thread *self = thread_current();
	struct tls_block *block = self->tls_blocks;

	while (block && block->id != variable[0])
		block = block->next;
	if (!block) {
		block = tls_make(variable[0]);
		kernel_lock();
		block->next = self->tls_blocks;
		self->tls_blocks = block;
		kernel_unlock();
	}
	return (char *)block->data + variable[1];
}
EXPORT(__tls_get_addr);
