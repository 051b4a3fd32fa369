/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_ARENA_H
#define IDL_ARENA_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Memory of one compilation. All of it goes at once, so that nobody has to say
 * who frees a name or a node of the tree.
 */
struct arena {
	struct arena_block *blocks;
};

void *arena_alloc(struct arena *arena, size_t size);
char *arena_copy(struct arena *arena, const char *text, size_t size);
__attribute__((format(printf, 2, 3)))
char *arena_printf(struct arena *arena, const char *format, ...);
__attribute__((format(printf, 2, 0)))
char *arena_vprintf(struct arena *arena, const char *format, va_list list);
void arena_free(struct arena *arena);

#endif
