// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Threads: Linux threads that share all. The register UGP, which the C library
 * of Linux would use for its own, points at the struct thread.
 */

#include <string.h>

#include "os/error.h"
#include "os/pages.h"
#include "os/panic.h"
#include "os/syscall.h"
#include "os/thread.h"
#include "os/tls.h"

/* CLONE_VM, FS, FILES, SIGHAND, THREAD, SYSVSEM, SETTLS, PARENT_SETTID, CHILD_CLEARTID */
#define THREAD_CLONE_FLAGS	0x003d0f00
#define THREAD_ALT_STACK_SIZE	0x4000u
#define THREAD_BLOCK_SIZE	(THREAD_ALT_STACK_SIZE + PAGES_ROUND(sizeof(struct thread)))
#define THREAD_STACK_ALIGN	128u		/* HVX vectors are spilled there */
/* Threads that have ended and can still be asked for their status. */
#define THREAD_ZOMBIES_MAX	64u
/* How much of the processor a more urgent thread gets before its creator goes on. */
#define THREAD_HEAD_START_NS	50000000
#define THREAD_FUTEX_WAIT_SHARED	0	/* what the kernel wakes at the end */

static struct thread *thread_list;
static uint32_t thread_last_id = 0x10000;

long thread_clone(long flags, void *stack, uint32_t *parent, uint32_t *child, void *tls);
_Noreturn void thread_begin(void);

/* In the new thread the result is 0, and there is nothing to return to. */
asm(".text\n"
    ".globl thread_clone\n"
    ".type thread_clone, @function\n"
    ".falign\n"
    "thread_clone:\n"
    "	{ r6 = #220 }\n"
    "	{ trap0(#1) }\n"
    "	{ p0 = cmp.eq(r0, #0) }\n"
    "	{ if (!p0) jumpr r31 }\n"
    "	{ r30 = #0; r31 = #0 }\n"
    "	{ jump thread_begin }\n"
    ".size thread_clone, . - thread_clone\n");

/**
 * thread_current() - the calling thread
 */
struct thread *thread_current(void)
{
	struct thread *self;

	asm volatile("%0 = ugp" : "=r"(self));
	return self;
}

/* Signals of this thread are handled on a stack of its own: its stack may be the reason. */
static void thread_set_alt_stack(struct thread *self)
{
	struct {
		void *start;
		int32_t flags;
		uint32_t size;
	} stack = {(char *)self - THREAD_ALT_STACK_SIZE, 0, THREAD_ALT_STACK_SIZE};

	syscall3(SYS_SIGALTSTACK, &stack, 0, 0);
}

static struct thread *thread_new(const struct thread_attributes *attributes)
{
	char *block = pages_get(PAGES_DATA, THREAD_BLOCK_SIZE,
				SYSCALL_PROT_READ | SYSCALL_PROT_WRITE);
	struct thread *thread;

	if (!block)
		return NULL;
	thread = (struct thread *)(block + THREAD_ALT_STACK_SIZE);
	strlcpy(thread->name, attributes->name, sizeof(thread->name));
	thread->priority = attributes->priority;
	thread->detach = attributes->detach;
	thread->stack = (uintptr_t)attributes->stack;
	thread->stack_size = attributes->stack_size;
	thread->alive = 1;
	return thread;
}

static void thread_free(struct thread *thread)
{
	if (thread->own_stack)
		pages_put(PAGES_DATA, thread->own_stack, thread->stack_size);
	pages_put(PAGES_DATA, (char *)thread - THREAD_ALT_STACK_SIZE, THREAD_BLOCK_SIZE);
}

static void thread_insert(struct thread *thread)
{
	kernel_lock();
	thread->id = ++thread_last_id;
	thread->next = thread_list;
	thread_list = thread;
	kernel_unlock();
}

static void thread_remove_locked(struct thread *thread)
{
	struct thread **at = &thread_list;

	while (*at != thread)
		at = &(*at)->next;
	*at = thread->next;
}

/* Take one out of the list that can no longer be asked for; NULL if there is none. */
static struct thread *thread_take_dead(void)
{
	struct thread *found = NULL;
	unsigned int zombies = 0;

	kernel_lock();
	for (struct thread *thread = thread_list; thread; thread = thread->next) {
		if (!thread->ended || thread->joined || thread->detach == THREAD_JOINABLE ||
		    __atomic_load_n(&thread->alive, __ATOMIC_ACQUIRE))
			continue;
		if (thread->detach == THREAD_DETACHED || ++zombies > THREAD_ZOMBIES_MAX)
			found = thread;
	}
	if (found)
		thread_remove_locked(found);
	kernel_unlock();
	return found;
}

/**
 * thread_adopt() - make the thread that the process starts with one of ours
 * @stack: gets the first address above its new stack
 * @attributes: as for thread_create(); the stack is made
 *
 * The caller has to go to the new stack: what the kernel gave lies in a part of
 * the address space that is the virtual DSP's.
 *
 * Return: 0, or a DSP error.
 */
int thread_adopt(void **stack, const struct thread_attributes *attributes)
{
	struct thread *self = thread_new(attributes);

	if (!self)
		return ERROR_NO_MEMORY;
	self->own_stack = pages_get(PAGES_DATA, attributes->stack_size,
				    SYSCALL_PROT_READ | SYSCALL_PROT_WRITE);
	if (!self->own_stack)
		return ERROR_NO_MEMORY;
	self->stack = (uintptr_t)self->own_stack;
	*stack = (char *)self->own_stack + attributes->stack_size;
	asm volatile("ugp = %0" : : "r"(self));
	self->alive = (uint32_t)syscall3(SYS_GETTID, 0, 0, 0);
	thread_insert(self);
	thread_set_alt_stack(self);
	return 0;
}

/**
 * thread_settle() - say that the calling thread blocks or ends: its creator may go on
 */
void thread_settle(void)
{
	struct thread *self = thread_current();

	if (!__atomic_exchange_n(&self->settled, 1, __ATOMIC_SEQ_CST))
		syscall_futex_wake(&self->settled, 1);
}

/* The limit is not one of the clock: that runs on while the machine has others to serve. */
static void thread_let_go_first(uint32_t id)
{
	const struct syscall_time look = {0, THREAD_HEAD_START_NS};
	struct thread *thread;
	int goes_on;

	for (;;) {
		kernel_lock();
		/* Another thread may have joined it. */
		thread = thread_find_locked(id);
		goes_on = !thread || __atomic_load_n(&thread->settled, __ATOMIC_ACQUIRE) ||
			  syscall_thread_nanoseconds(thread->alive) >= THREAD_HEAD_START_NS;
		kernel_unlock();
		if (goes_on)
			return;
		syscall_futex_wait(&thread->settled, 0, &look);
	}
}

/**
 * thread_create() - start a thread
 * @id: gets its id
 * @attributes: what it is like
 * @entry: what it does
 * @argument: for @entry
 *
 * As QuRT does it, a thread that is more urgent than the caller runs first: until it
 * blocks or ends, or has had the processor for 50 ms.
 *
 * Return: 0, or a DSP error.
 */
int thread_create(uint32_t *id, const struct thread_attributes *attributes,
		  void (*entry)(void *argument), void *argument)
{
	struct thread *self = thread_current();
	struct thread *thread, *dead;
	int goes_first;
	uintptr_t top;

	while ((dead = thread_take_dead()))
		thread_free(dead);
	thread = thread_new(attributes);
	if (!thread)
		return ERROR_NO_MEMORY;
	thread->entry = entry;
	thread->argument = argument;
	if (!thread->stack) {
		thread->own_stack = pages_get(PAGES_DATA, thread->stack_size,
					      SYSCALL_PROT_READ | SYSCALL_PROT_WRITE);
		thread->stack = (uintptr_t)thread->own_stack;
		if (!thread->stack) {
			thread_free(thread);
			return ERROR_NO_MEMORY;
		}
	}
	/* It must not be freed while this function looks at it. */
	thread->joined = thread->detach == THREAD_DETACHED;
	thread_insert(thread);
	*id = thread->id;
	goes_first = thread->priority < self->priority;
	top = (thread->stack + thread->stack_size) & ~(uintptr_t)(THREAD_STACK_ALIGN - 1);
	if (thread_clone(THREAD_CLONE_FLAGS, (void *)top, &thread->alive, &thread->alive,
			 thread) < 0) {
		kernel_lock();
		thread_remove_locked(thread);
		kernel_unlock();
		thread_free(thread);
		return ERROR_NO_RESOURCE;
	}
	if (goes_first)
		thread_let_go_first(*id);
	if (attributes->detach == THREAD_DETACHED)
		thread->joined = 0;
	return 0;
}

/* Where a new thread starts, on its own stack. */
_Noreturn void thread_begin(void)
{
	struct thread *self = thread_current();

	thread_set_alt_stack(self);
	self->entry(self->argument);
	thread_exit(0);
}

/**
 * thread_exit() - end the calling thread
 * @status: for the thread that joins it
 */
_Noreturn void thread_exit(int status)
{
	struct thread *self = thread_current();
	struct thread *joiner;

	if (self->call)
		panic(0, "a method has ended the thread that it was called on");
	tls_end();
	kernel_lock();
	self->status = status;
	self->ended = 1;
	while ((joiner = thread_next_waiting_locked(self)))
		thread_wake_locked(joiner);
	kernel_unlock();
	thread_settle();
	for (;;)
		syscall3(SYS_EXIT, 0, 0, 0);
}

/**
 * thread_join() - wait for the end of a thread
 * @id: its id
 * @status: gets what it said at its end
 *
 * After it its stack is no longer used.
 *
 * Return: 0, or ERROR_NO_SUCH if there is no such thread that can be joined.
 */
int thread_join(uint32_t id, int *status)
{
	struct thread *thread;
	uint32_t alive;

	kernel_lock();
	thread = thread_find_locked(id);
	if (!thread || thread->joined || thread->detach == THREAD_DETACHED ||
	    thread == thread_current()) {
		kernel_unlock();
		return ERROR_NO_SUCH;
	}
	thread->joined = 1;
	while (!thread->ended)
		thread_wait_locked(thread, THREAD_FOREVER);
	*status = thread->status;
	kernel_unlock();
	while ((alive = __atomic_load_n(&thread->alive, __ATOMIC_ACQUIRE)))
		syscall6(SYS_FUTEX, (long)&thread->alive, THREAD_FUTEX_WAIT_SHARED, (long)alive, 0,
			 0, 0);
	kernel_lock();
	thread_remove_locked(thread);
	kernel_unlock();
	thread_free(thread);
	return 0;
}

/**
 * thread_find_locked() - the thread of an id
 *
 * Return: the thread, also if it has ended; NULL if there is none.
 */
struct thread *thread_find_locked(uint32_t id)
{
	struct thread *thread = thread_list;

	while (thread && thread->id != id)
		thread = thread->next;
	return thread;
}

/**
 * thread_first_locked() - the first of all threads; the rest hangs on @next
 *
 * The fault handler calls it without the lock: it has nothing to lose.
 */
struct thread *thread_first_locked(void)
{
	return thread_list;
}
