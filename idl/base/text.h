/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_TEXT_H
#define IDL_TEXT_H

#include <stdarg.h>
#include <stddef.h>

#include "base/arena.h"

/**
 * struct text - a text that grows
 */
struct text {
	/** @arena: where it lies */
	struct arena *arena;
	/** @data: its characters, with a NUL behind; NULL while it is empty */
	char *data;
	/** @size: how many */
	size_t size;
	/** @room: bytes at @data */
	size_t room;
};

void text_add(struct text *text, const char *data, size_t size);
__attribute__((format(printf, 2, 3)))
void text_printf(struct text *text, const char *format, ...);
__attribute__((format(printf, 2, 0)))
void text_vprintf(struct text *text, const char *format, va_list list);

#endif
