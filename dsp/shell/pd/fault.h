/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_FAULT_H
#define DSP_SHELL_FAULT_H

#include <stdint.h>

#define FAULT_SIGABRT	6

int fault_init(void);
_Noreturn void fault_end(uint32_t signal, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
