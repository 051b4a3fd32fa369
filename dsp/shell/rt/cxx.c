// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What C++ without exceptions needs: its heap, and static objects in functions.
 * Names are mangled as the Itanium ABI does it, for a size_t of 32 bits.
 */

#include <stdlib.h>

#include "os/export.h"
#include "os/panic.h"
#include "os/thread.h"

/* Exceptions cannot be thrown here. */
static void *cxx_new(size_t size)
{
	void *memory = malloc(size ? size : 1);

	if (!memory)
		panic(PANIC_ABORT, "operator new: no memory left for %lu bytes",
			  (unsigned long)size);
	return memory;
}

static void cxx_delete(void *memory)
{
	free(memory);
}

static void cxx_delete_sized(void *memory, size_t size)
{
	(void)size;
	free(memory);
}

static void *cxx_new_or_null(size_t size, const void *nothrow)
{
	(void)nothrow;
	return malloc(size ? size : 1);
}

static const char cxx_nothrow;

EXPORT_AS(_ZSt7nothrow, &cxx_nothrow);
EXPORT_AS(_Znwj, &cxx_new);
EXPORT_AS(_Znaj, &cxx_new);
EXPORT_AS(_ZnwjRKSt9nothrow_t, &cxx_new_or_null);
EXPORT_AS(_ZnajRKSt9nothrow_t, &cxx_new_or_null);
EXPORT_AS(_ZdlPv, &cxx_delete);
EXPORT_AS(_ZdaPv, &cxx_delete);
EXPORT_AS(_ZdlPvj, &cxx_delete_sized);
EXPORT_AS(_ZdaPvj, &cxx_delete_sized);

/* A guard's first byte says that its object is there, the second that one is making it. */

int __cxa_guard_acquire(uint8_t *guard)
{
	int make;

	kernel_lock();
	while (!guard[0] && guard[1])
		thread_wait_locked(guard, THREAD_FOREVER);
	make = !guard[0];
	guard[1] = (uint8_t)make;
	kernel_unlock();
	return make;
}
EXPORT(__cxa_guard_acquire);

static void cxx_guard_end(uint8_t *guard, int made)
{
	struct thread *next;

	kernel_lock();
	guard[0] = (uint8_t)made;
	guard[1] = 0;
	while ((next = thread_next_waiting_locked(guard)))
		thread_wake_locked(next);
	kernel_unlock();
}

void __cxa_guard_release(uint8_t *guard)
{
	cxx_guard_end(guard, 1);
}
EXPORT(__cxa_guard_release);

void __cxa_guard_abort(uint8_t *guard)
{
	cxx_guard_end(guard, 0);
}
EXPORT(__cxa_guard_abort);

_Noreturn void __cxa_pure_virtual(void)
{
	panic(PANIC_ABORT, "a pure virtual function was called");
}
EXPORT(__cxa_pure_virtual);
