/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_STDIO_H
#define QDA_STDIO_H

/* Texts only: a DSP has no files. For lines in its log there is <qda/farf.h>. */

#include <stdarg.h>
#include <stddef.h>

__attribute__((format(printf, 3, 4)))
int snprintf(char *text, size_t size, const char *format, ...);
__attribute__((format(printf, 3, 0)))
int vsnprintf(char *text, size_t size, const char *format, va_list list);

#endif
