// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What compiled code needs of its run-time although its source does not name it:
 * the stack protector's word, the ends of objects and libraries.
 */

#include <stdlib.h>

#include "os/export.h"
#include "os/thread.h"

/* Random enough to see mistakes; a PD has no other source, and this is no defence. */
uintptr_t __stack_chk_guard = 0x0a5bff0d;
EXPORT(__stack_chk_guard);

/* A name for the calling library; C++ wants its address. */
void *__dso_handle;
EXPORT(__dso_handle);

/*
 * What objects of C++ register to be called at the end of their library, which
 * calls __cxa_finalize() with the same handle.
 */
static struct runtime_end {
	struct runtime_end *next;
	void (*function)(void *argument);
	void *argument;
	void *library;
} *runtime_ends;	/* protected by the kernel lock */

int __cxa_atexit(void (*function)(void *argument), void *argument, void *library)
{
	struct runtime_end *end = malloc(sizeof(*end));

	if (!end)
		return -1;
	*end = (struct runtime_end){NULL, function, argument, library};
	kernel_lock();
	end->next = runtime_ends;
	runtime_ends = end;
	kernel_unlock();
	return 0;
}
EXPORT(__cxa_atexit);

static struct runtime_end *runtime_take_end(const void *library)
{
	struct runtime_end **at = &runtime_ends;
	struct runtime_end *end;

	kernel_lock();
	while (*at && (*at)->library != library)
		at = &(*at)->next;
	end = *at;
	if (end)
		*at = end->next;
	kernel_unlock();
	return end;
}

/* The last registered first. */
void __cxa_finalize(void *library)
{
	struct runtime_end *end;

	while ((end = runtime_take_end(library))) {
		end->function(end->argument);
		free(end);
	}
}
EXPORT(__cxa_finalize);

/* A PD does not end by itself: it is killed. */
int atexit(void (*function)(void))
{
	(void)function;
	return 0;
}
EXPORT(atexit);

/* Tables for exceptions: there is no unwinder that would read them. */
void __register_frame_info_bases(const void *begin, void *object, void *text, void *data)
{
	(void)begin;
	(void)object;
	(void)text;
	(void)data;
}
EXPORT(__register_frame_info_bases);

void *__deregister_frame_info_bases(const void *begin)
{
	(void)begin;
	return NULL;
}
EXPORT(__deregister_frame_info_bases);

int getpid(void)
{
	return 1;
}
EXPORT(getpid);

int *_Geterrno(void)
{
	return &thread_current()->error;
}
EXPORT(_Geterrno);
EXPORT_AS(__errno_location, &_Geterrno);
EXPORT_AS(_Errno, &_Geterrno);

/* For what of musl is linked in. */
int *___errno_location(void) __attribute__((alias("_Geterrno")));
