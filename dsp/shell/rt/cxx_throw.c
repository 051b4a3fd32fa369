// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Exceptions of C++: code that has them can be loaded and runs, but there is no
 * unwinder. Code that throws ends the PD, and the log names the type of what was thrown.
 */

#include <stdlib.h>
#include <string.h>

#include "os/export.h"
#include "os/panic.h"

/* What libraries refer to by address only. */
struct cxx_type {
	const void *vtable;
	const char *name;	/* mangled */
};

static _Noreturn void cxx_no_unwinder(const char *what)
{
	panic(PANIC_ABORT, "C++: %.200s, and this DSP cannot unwind", what);
}

/* The head of an exception is the library's, and of no use here. */
#define CXX_HEAD	128u

void *__cxa_allocate_exception(size_t size)
{
	char *memory = malloc(size + CXX_HEAD);

	if (!memory)
		cxx_no_unwinder("no memory left for an exception");
	memset(memory, 0, size + CXX_HEAD);
	return memory + CXX_HEAD;
}
EXPORT(__cxa_allocate_exception);

void __cxa_free_exception(void *exception)
{
	free((char *)exception - CXX_HEAD);
}
EXPORT(__cxa_free_exception);

_Noreturn void __cxa_throw(void *exception, const struct cxx_type *type, void *destructor)
{
	(void)exception;
	(void)destructor;
	panic(PANIC_ABORT, "C++: an exception of type %.200s was thrown, and this DSP "
		  "cannot unwind", type->name[0] == '*' ? type->name + 1 : type->name);
}
EXPORT(__cxa_throw);

_Noreturn void __cxa_rethrow(void)
{
	cxx_no_unwinder("an exception was thrown again");
}
EXPORT(__cxa_rethrow);

_Noreturn void __cxa_bad_cast(void)
{
	cxx_no_unwinder("std::bad_cast was thrown");
}
EXPORT(__cxa_bad_cast);

_Noreturn void __cxa_bad_typeid(void)
{
	cxx_no_unwinder("std::bad_typeid was thrown");
}
EXPORT(__cxa_bad_typeid);

_Noreturn void __cxa_throw_bad_array_new_length(void)
{
	cxx_no_unwinder("std::bad_array_new_length was thrown");
}
EXPORT(__cxa_throw_bad_array_new_length);

_Noreturn void __cxa_deleted_virtual(void)
{
	panic(PANIC_ABORT, "C++: a deleted virtual function was called");
}
EXPORT(__cxa_deleted_virtual);

static _Noreturn void cxx_terminate(void)
{
	panic(PANIC_ABORT, "C++: std::terminate() was called");
}
EXPORT_AS(_ZSt9terminatev, &cxx_terminate);

/* Only handlers of exceptions call these, and none is ever reached. */
static _Noreturn void cxx_unwind(void)
{
	cxx_no_unwinder("an exception was on its way");
}
EXPORT_AS(__cxa_begin_catch, &cxx_unwind);
EXPORT_AS(__cxa_end_catch, &cxx_unwind);
EXPORT_AS(__cxa_get_exception_ptr, &cxx_unwind);
EXPORT_AS(__cxa_call_unexpected, &cxx_unwind);
EXPORT_AS(__gxx_personality_v0, &cxx_unwind);
EXPORT_AS(_Unwind_RaiseException, &cxx_unwind);
EXPORT_AS(_Unwind_Resume, &cxx_unwind);
EXPORT_AS(_Unwind_DeleteException, &cxx_unwind);
EXPORT_AS(_Unwind_GetIP, &cxx_unwind);
EXPORT_AS(_Unwind_SetIP, &cxx_unwind);
EXPORT_AS(_Unwind_SetGR, &cxx_unwind);
EXPORT_AS(_Unwind_GetRegionStart, &cxx_unwind);
EXPORT_AS(_Unwind_GetLanguageSpecificData, &cxx_unwind);
