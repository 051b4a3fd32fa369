// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The table of sections of a file. A library runs without one; where it is damaged or was
 * stripped, its readers do without it.
 */

#include <string.h>

#include "load/sections.h"
#include "os/error.h"

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

/**
 * section_named() - the section of a name
 * @file: the file; loader.c has looked at its header
 * @size: bytes of @file
 * @name: the name
 *
 * Return: the section, or NULL if there is none.
 */
const struct elf_section *section_named(const uint8_t *file, size_t size, const char *name)
{
	const struct elf_header *header = (const struct elf_header *)file;
	const struct elf_section *sections, *names;
	uint32_t count, len = strlen(name) + 1;

	sections = section_table(file, size, &count);
	if (header->names >= count)
		return NULL;
	names = &sections[header->names];
	if (names->offset > size || names->size > size - names->offset)
		return NULL;
	for (uint32_t i = 0; i < count; i++)
		if (sections[i].name < names->size && len <= names->size - sections[i].name &&
		    !memcmp(file + names->offset + sections[i].name, name, len))
			return &sections[i];
	return NULL;
}

/**
 * section_check_old() - refuse constructors and destructors that nothing would call
 * @library: loaded
 * @file: its file
 * @size: bytes of @file
 * @where: its name, and where to say what is wrong
 *
 * Those of the old kind are found by a function that tools put into DT_INIT and DT_FINI,
 * if they put one there.
 *
 * Return: 0, or ERROR_UNABLE_TO_LOAD.
 */
int32_t section_check_old(const struct library *library, const uint8_t *file, size_t size,
			  const struct library_text *where)
{
	static const struct {
		const char *section, *what;
		enum elf_tag tag;
	} olds[] = {
		{".ctors", "constructors", ELF_INIT},
		{".dtors", "destructors", ELF_FINI},
	};

	for (unsigned int i = 0; i < 2; i++) {
		const struct elf_section *old = section_named(file, size, olds[i].section);

		if (!library->tags[olds[i].tag] && old && old->size)
			return library_fail(where, ERROR_UNABLE_TO_LOAD,
					    "has %s in %s, where nothing finds them: compile it with -fuse-init-array",
					    olds[i].what, olds[i].section);
	}
	return 0;
}
