// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Any layer may decide that the PD has to end, but the fault handler, which says so in the
 * log, lies above them all. So it registers itself here.
 */

#include "os/panic.h"
#include "os/syscall.h"

void (*panic_hook)(uint32_t signal, const char *format, va_list args);

/**
 * panic() - end the PD because code wants it or has done what must not be
 * @signal: PANIC_ABORT, or 0: no signal
 * @format: for printf: why
 */
_Noreturn void panic(uint32_t signal, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (panic_hook)
		panic_hook(signal, format, args);
	va_end(args);
	syscall_exit_group(128 + (int)signal);
}
