/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_THREAD_H
#define DSP_SHELL_THREAD_H

#include <stddef.h>
#include <stdint.h>

#include "os/kernel.h"

#define THREAD_NAME_SIZE	16
#define THREAD_TLS_KEYS		64u
#define THREAD_MESSAGE_SIZE	1536u
#define THREAD_VECTORS_SIZE	2816u
/* QuRT's priorities: 1 is the most urgent, 254 the least. */
#define THREAD_PRIORITY_CALL	192u
#define THREAD_PRIORITY_LEAST	254u

struct call;
struct tls_block;
struct tls_destructor;

enum thread_detach {
	THREAD_LEGACY,		/* can be joined, but need not be */
	THREAD_JOINABLE,
	THREAD_DETACHED,
};

/**
 * struct thread - one thread; UGP points to the one that runs
 */
struct thread {
	/** @vectors: what hvx/ computes with; first, so that UGP points at it */
	_Alignas(128) uint8_t vectors[THREAD_VECTORS_SIZE];
	/**
	 * @alive: the kernel's number of the thread; 0 when it has left its stack: the kernel
	 * clears it
	 */
	uint32_t alive;
	/** @wake: futex: 0 while it waits for thread_wake_locked() */
	uint32_t wake;
	/** @settled: futex: 1 once it has blocked or ended for the first time */
	uint32_t settled;
	uint32_t id;
	uint32_t priority;
	char name[THREAD_NAME_SIZE];
	enum thread_detach detach;
	/** @ended: it has called thread_exit(); @status is valid */
	int ended;
	/** @joined: a thread will take @status and free this one */
	int joined;
	int status;
	/** @next: of all threads. Protected by the kernel lock, as what follows */
	struct thread *next;
	/** @key: the object it waits for; NULL: none */
	const void *key;
	struct thread *next_waiting;
	/** @value: a word of the thread that woke it */
	uint32_t value;
	/** @mask: what it waits for; for the waker */
	uint32_t mask;
	uint32_t waits_for_all;

	void (*entry)(void *argument);
	void *argument;
	/** @stack: lowest address, 0 if unknown */
	uintptr_t stack;
	size_t stack_size;
	/** @own_stack: the stack that was made for it, NULL if the creator gave one */
	void *own_stack;
	/** @call: what a worker is doing, for the fault record */
	const struct call *call;
	void *tls[THREAD_TLS_KEYS];
	/** @tls_blocks: its copies of variables of libraries; changed under the kernel lock */
	struct tls_block *tls_blocks;
	/** @tls_ends: destructors of what lies in them */
	struct tls_destructor *tls_ends;
	/** @error: errno */
	int error;
	/** @message: for one line of the log: stacks can be as small as 4 KiB */
	_Alignas(8) char message[THREAD_MESSAGE_SIZE];
};

struct thread_attributes {
	const char *name;
	uint32_t priority;
	enum thread_detach detach;
	/** @stack: lowest address; NULL: make one of @stack_size bytes with a guard page */
	void *stack;
	size_t stack_size;
};

struct thread *thread_current(void);
int thread_adopt(void **stack, const struct thread_attributes *attributes);
int thread_create(uint32_t *id, const struct thread_attributes *attributes,
		  void (*entry)(void *argument), void *argument);
void thread_settle(void);
_Noreturn void thread_exit(int status);
int thread_join(uint32_t id, int *status);
struct thread *thread_find_locked(uint32_t id);
struct thread *thread_first_locked(void);

void thread_sleep(uint64_t ns);
int thread_wait_locked(const void *key, uint64_t timeout_ns);
struct thread *thread_next_waiting_locked(const void *key);
void thread_wake_locked(struct thread *thread);
void thread_requeue_locked(struct thread *thread);

void thread_take_turn(uint32_t *taken);
void thread_give_turn(uint32_t *taken);

#define THREAD_FOREVER		UINT64_MAX

#endif
