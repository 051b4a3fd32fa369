/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_PAGES_H
#define DSP_SHELL_PAGES_H

#include <stddef.h>
#include <stdint.h>

#define PAGES_SIZE	4096u
#define PAGES_ROUND(size)	(((size) + PAGES_SIZE - 1) & ~(size_t)(PAGES_SIZE - 1))

enum pages_area {
	PAGES_IMAGES,	/* near the shell's text: code that jumps to the shell */
	PAGES_DATA,	/* all else */
};

/* Fixed places in the part of the address space that is the shell's to use. */
#define PAGES_HEAP_START	0x10000000u
#define PAGES_HEAP_SIZE		0x10000000u
#define PAGES_VTCM_START	0x3f000000u
#define PAGES_VTCM_SIZE		0x00400000u

void *pages_get(enum pages_area area, size_t size, int protection);
void pages_put(enum pages_area area, void *memory, size_t size);
int pages_fix(uintptr_t address, size_t size, int protection);

#endif
