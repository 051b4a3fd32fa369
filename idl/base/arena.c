// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: arena
 *
 * Memory that is taken piece by piece and given back as a whole.
 */
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define ARENA_BLOCK_SIZE	((size_t)64 << 10)

/**
 * struct arena_block - a piece of memory from the C library
 */
struct arena_block {
	/** @next: the one that was taken before */
	struct arena_block *next;
	/** @size: bytes of @data */
	size_t size;
	/** @used: how many of them are given away */
	size_t used;
	/** @data: the memory */
	alignas(max_align_t) char data[];
};

static struct arena_block *arena_block_new(size_t size)
{
	struct arena_block *block = calloc(1, sizeof(*block) + size);

	if (!block) {
		fputs("qda-idl: out of memory\n", stderr);
		exit(1);
	}
	block->size = size;
	return block;
}

/**
 * arena_alloc() - take memory
 * @arena: from where
 * @size: bytes
 *
 * Return: memory, all zero, aligned for everything; the program ends if there is none.
 */
void *arena_alloc(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->blocks;
	void *memory;

	size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (!block || block->size - block->used < size) {
		block = arena_block_new(size > ARENA_BLOCK_SIZE ? size : ARENA_BLOCK_SIZE);
		block->next = arena->blocks;
		arena->blocks = block;
	}
	memory = block->data + block->used;
	block->used += size;
	return memory;
}

/**
 * arena_copy() - keep a text
 * @arena: where
 * @text: its first character
 * @size: its length
 *
 * Return: the copy, with a NUL behind it.
 */
char *arena_copy(struct arena *arena, const char *text, size_t size)
{
	char *copy = arena_alloc(arena, size + 1);

	if (size)
		memcpy(copy, text, size);
	return copy;
}

/**
 * arena_vprintf() - arena_printf() with a list of arguments
 */
char *arena_vprintf(struct arena *arena, const char *format, va_list list)
{
	va_list again;
	char *text;
	int size;

	va_copy(again, list);
	size = vsnprintf(NULL, 0, format, again);
	va_end(again);
	text = arena_alloc(arena, (size_t)size + 1);
	vsnprintf(text, (size_t)size + 1, format, list);
	return text;
}

/**
 * arena_printf() - make a text
 * @arena: where
 * @format: as of printf()
 */
char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list list;
	char *text;

	va_start(list, format);
	text = arena_vprintf(arena, format, list);
	va_end(list);
	return text;
}

/**
 * arena_free() - give all memory back
 * @arena: whose
 */
void arena_free(struct arena *arena)
{
	while (arena->blocks) {
		struct arena_block *block = arena->blocks;

		arena->blocks = block->next;
		free(block);
	}
}
