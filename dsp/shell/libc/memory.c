// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Copies. A misaligned word faults on a Hexagon, so words are used only where both
 * sides allow it; musl's copy byte by byte where the two differ in alignment.
 */

#include <stdint.h>
#include <string.h>

#include "os/export.h"

#define MEMORY_WORD	8u

static int memory_aligned(const void *left, const void *right)
{
	return !(((uintptr_t)left | (uintptr_t)right) & (MEMORY_WORD - 1));
}

/*
 * Whole words to where a word may lie, from where none may. The words that the
 * source lies in are read whole: a word does not cross into another page.
 */
static void memory_shift(uint64_t *to, const unsigned char *from, size_t words)
{
	unsigned int shift = (uintptr_t)from % MEMORY_WORD * 8;
	const uint64_t *at = (const uint64_t *)((uintptr_t)from & ~(uintptr_t)(MEMORY_WORD - 1));
	uint64_t left = *at++;

	while (words--) {
		uint64_t right = *at++;

		*to++ = left >> shift | right << (64 - shift);
		left = right;
	}
}

static void memory_forward(unsigned char *to, const unsigned char *from, size_t size)
{
	if (size >= 2 * MEMORY_WORD) {
		size_t words;

		for (; !memory_aligned(to, to); size--)
			*to++ = *from++;
		words = size / MEMORY_WORD;
		if (memory_aligned(from, from)) {
			for (size_t i = 0; i < words; i++)
				((uint64_t *)to)[i] = ((const uint64_t *)from)[i];
		} else {
			memory_shift((uint64_t *)to, from, words);
		}
		to += words * MEMORY_WORD;
		from += words * MEMORY_WORD;
		size %= MEMORY_WORD;
	}
	while (size--)
		*to++ = *from++;
}

void *memcpy(void *to, const void *from, size_t size)
{
	memory_forward(to, from, size);
	return to;
}
EXPORT(memcpy);

void *memmove(void *to, const void *from, size_t size)
{
	unsigned char *end = (unsigned char *)to + size;
	const unsigned char *last = (const unsigned char *)from + size;

	if ((uintptr_t)to - (uintptr_t)from >= size) {
		memory_forward(to, from, size);
		return to;
	}
	if (!(((uintptr_t)end ^ (uintptr_t)last) & (MEMORY_WORD - 1))) {
		for (; size && !memory_aligned(end, last); size--)
			*--end = *--last;
		for (; size >= MEMORY_WORD; size -= MEMORY_WORD) {
			end -= MEMORY_WORD;
			last -= MEMORY_WORD;
			*(uint64_t *)end = *(const uint64_t *)last;
		}
	}
	while (size--)
		*--end = *--last;
	return to;
}
EXPORT(memmove);

void *memset(void *memory, int byte, size_t size)
{
	unsigned char *at = memory;
	uint64_t word = (unsigned char)byte * 0x0101010101010101ull;

	if (size >= 2 * MEMORY_WORD) {
		for (; !memory_aligned(at, at); size--)
			*at++ = byte;
		for (; size >= MEMORY_WORD; size -= MEMORY_WORD) {
			*(uint64_t *)at = word;
			at += MEMORY_WORD;
		}
	}
	while (size--)
		*at++ = byte;
	return memory;
}
EXPORT(memset);

/* Those of Qualcomm's C library that check the sizes. */

size_t memscpy(void *to, size_t to_size, const void *from, size_t size)
{
	size_t part = size < to_size ? size : to_size;

	memcpy(to, from, part);
	return part;
}
EXPORT(memscpy);

size_t memsmove(void *to, size_t to_size, const void *from, size_t size)
{
	size_t part = size < to_size ? size : to_size;

	memmove(to, from, part);
	return part;
}
EXPORT(memsmove);
