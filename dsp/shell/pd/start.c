// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The start of the shell: see mailbox.h for what it is started with.
 */

#include <string.h>

#include "contract/mailbox.h"
#include "guest/fence.h"
#include "guest/guest.h"
#include "load/library.h"
#include "os/heap.h"
#include "os/syscall.h"
#include "os/thread.h"
#include "pd/pd.h"

#define START_STACK_SIZE	0x40000u

_Noreturn void start(const uint32_t *arguments);
_Noreturn void start_worker(void);
_Noreturn void start_on(void *stack, void (*entry)(void));

asm(".text\n"
    ".globl _start\n"
    ".type _start, @function\n"
    "_start:\n"
    "	{ r0 = r29; r30 = #0; r31 = #0 }\n"
    "	{ r29 = and(r29, #-128) }\n"
    "	{ jump start }\n"
    ".size _start, . - _start\n"
    ".globl start_on\n"
    ".type start_on, @function\n"
    "start_on:\n"
    "	{ r29 = r0; r30 = #0; r31 = #0 }\n"
    "	{ jumpr r1 }\n"
    ".size start_on, . - start_on\n");

static void start_work(void *argument)
{
	(void)argument;
	mailbox_work();
}

/* The first thread, on its new stack: one worker for each request that can be under way. */
_Noreturn void start_worker(void)
{
	const struct thread_attributes attributes = {
		.name = "worker",
		.priority = THREAD_PRIORITY_CALL,
		.detach = THREAD_DETACHED,
		.stack_size = START_STACK_SIZE,
	};
	uint32_t id;

	for (unsigned int i = 1; i < MAILBOX_SLOTS; i++)
		if (thread_create(&id, &attributes, start_work, NULL))
			syscall_exit_group(1);
	upcall_ready();
	mailbox_work();
}

/* Arguments lie on the stack: their number, then the addresses of all. */
static int start_has(const uint32_t *arguments, const char *wanted)
{
	for (uint32_t i = 1; i <= arguments[0]; i++)
		if (arguments[i] && !strcmp((const char *)(uintptr_t)arguments[i], wanted))
			return 1;
	return 0;
}

/**
 * start() - make what the others need, then serve requests
 * @arguments: --translate: also what the emulator has of HVX floating point;
 *	--fence: arguments lie at the end of a page;
 *	--places: say in the log where libraries are loaded
 *
 * Exits with status 1 if the machine does not give what a shell needs.
 */
_Noreturn void start(const uint32_t *arguments)
{
	const struct thread_attributes attributes = {
		.name = "worker",
		.priority = THREAD_PRIORITY_CALL,
		.detach = THREAD_DETACHED,
		.stack_size = START_STACK_SIZE,
	};
	int may_be_native = !start_has(arguments, "--translate");
	void *stack;

	fence_wanted = start_has(arguments, "--fence");
	if (start_has(arguments, "--places"))
		library_say_places();
	if (heap_init() || thread_adopt(&stack, &attributes) || fault_init(may_be_native) ||
	    mailbox_init())
		syscall_exit_group(1);
	start_on(stack, start_worker);
}
