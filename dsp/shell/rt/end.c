// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The ends that code can come to by itself. Each ends the whole PD.
 */

#include <stddef.h>

#include "os/export.h"
#include "os/panic.h"

_Noreturn void abort(void)
{
	panic(PANIC_ABORT, "abort()");
}
EXPORT(abort);

_Noreturn void exit(int status)
{
	panic(0, "exit(%d)", status);
}
EXPORT(exit);
EXPORT_AS(_exit, &exit);
EXPORT_AS(_Exit, &exit);

/* What assert() calls; the expression has file and line in front. */
_Noreturn void _Assert(const char *expression, const char *function)
{
	panic(PANIC_ABORT, "assertion failed: %.400s, in %.100s", expression,
	      function ? function : "?");
}
EXPORT(_Assert);

_Noreturn void __assert_func(const char *file, int line, const char *function,
			     const char *expression)
{
	panic(PANIC_ABORT, "assertion failed: %.200s:%d: %.400s, in %.100s", file, line, expression,
	      function ? function : "?");
}
EXPORT(__assert_func);

/* The same as musl's assert() calls it. */
_Noreturn void __assert_fail(const char *expression, const char *file, int line,
			     const char *function)
{
	__assert_func(file, line, function, expression);
}
EXPORT(__assert_fail);

_Noreturn void __stack_chk_fail(void)
{
	panic(PANIC_ABORT, "a function has overwritten its stack frame (stack protector)");
}
EXPORT(__stack_chk_fail);
