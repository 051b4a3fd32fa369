// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: the end of a library
 *
 * What the start files of a C library are for elsewhere. Objects of C++ that live as
 * long as the library register their destructors under its handle, which is an address
 * in it. They are called when it is unloaded.
 */
#include <stddef.h>

/* Of the DSP's run-time, and weak: without it nothing can have been registered. */
__attribute__((weak)) void __cxa_finalize(void *library);

__attribute__((visibility("hidden"))) void *__dso_handle = &__dso_handle;

static __attribute__((destructor)) void start_end(void)
{
	if (__cxa_finalize)
		__cxa_finalize(&__dso_handle);
}
