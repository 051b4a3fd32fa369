/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_SECTIONS_H
#define DSP_SHELL_SECTIONS_H

#include "load/library.h"

#define ELF_SECTION_BITS	1
#define ELF_SECTION_SYMBOLS	2
#define ELF_SECTION_ALLOC	2
#define ELF_SECTION_EXECUTE	4

struct elf_section {
	uint32_t name;
	uint32_t type;
	uint32_t flags;
	uint32_t address;
	uint32_t offset;
	uint32_t size;
	uint32_t link;
	uint32_t info;
	uint32_t align;
	uint32_t entry_size;
};

/**
 * struct section - a part of an image that its file calls code
 */
struct section {
	/** @next: of the table, to look at next; begins with 0 */
	uint32_t next;
	uint32_t *start;
	uint32_t size;
};

const struct elf_section *section_table(const uint8_t *file, size_t size, uint32_t *count);
const struct elf_section *section_named(const uint8_t *file, size_t size, const char *name);
int section_next_code(const struct library *library, const uint8_t *file, size_t size,
		      struct section *section);
int32_t section_check_old(const struct library *library, const uint8_t *file, size_t size,
			  const struct library_text *where);

#endif
