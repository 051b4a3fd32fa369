// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The table of sections of a file. A library runs without one; where it is damaged or was
 * stripped, its readers do without it.
 */

#include "load/sections.h"

#define SECTION_MAX	4096u

/**
 * section_table() - the table of sections
 * @file: the file; loader.c has looked at its header
 * @size: bytes of @file
 * @count: gets the number of sections, 0 if there is no good table
 *
 * Return: the first section.
 */
const struct elf_section *section_table(const uint8_t *file, size_t size, uint32_t *count)
{
	const struct elf_header *header = (const struct elf_header *)file;
	uint32_t bytes = header->section_count * sizeof(struct elf_section);

	*count = header->section_count;
	if (*count > SECTION_MAX || header->section_size != sizeof(struct elf_section) ||
	    header->sections % 4 || header->sections > size || bytes > size - header->sections)
		*count = 0;
	return (const struct elf_section *)(file + header->sections);
}

static int section_is_code(const struct elf_section *section)
{
	const uint32_t wanted = ELF_SECTION_ALLOC | ELF_SECTION_EXECUTE;

	return section->type == ELF_SECTION_BITS && (section->flags & wanted) == wanted &&
	       section->size >= sizeof(uint32_t) && section->address % 4 == 0;
}

/**
 * section_next_code() - the next part that is code
 * @library: has an image
 * @file: its file
 * @size: bytes of @file
 * @section: the one before; gets the next
 *
 * Return: 1, or 0 if there is no more.
 */
int section_next_code(const struct library *library, const uint8_t *file, size_t size,
		      struct section *section)
{
	uint32_t count;
	const struct elf_section *sections = section_table(file, size, &count);

	while (section->next < count) {
		const struct elf_section *at = &sections[section->next++];

		if (!section_is_code(at))
			continue;
		section->start = loader_at(library, at->address, at->size);
		section->size = at->size;
		if (section->start)
			return 1;
	}
	return 0;
}
