/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_PANIC_H
#define DSP_SHELL_PANIC_H

#include <stdarg.h>
#include <stdint.h>

#define PANIC_ABORT	6	/* SIGABRT */

/* Tells why and where the PD ends; does not return. The fault handler puts itself here. */
extern void (*panic_hook)(uint32_t signal, const char *format, va_list args);

_Noreturn void panic(uint32_t signal, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
