// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The symbol table of a file, if it was not stripped: names of the functions that
 * it does not export, for backtraces. Nothing else needs it, so where it is
 * damaged there are no names.
 */

#include <stdlib.h>
#include <string.h>

#include "load/library.h"
#include "load/sections.h"

#define SYMTAB_BYTES_MAX	0x400000u

/* A part of the file, NULL if it is not all there or lies where it cannot be read. */
static const void *symtab_part(const uint8_t *file, size_t size, uint32_t offset, uint32_t len)
{
	if (offset % 4 || offset > size || len > size - offset)
		return NULL;
	return file + offset;
}

static const struct elf_section *symtab_find(const struct elf_section *sections,
						uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (sections[i].type == ELF_SECTION_SYMBOLS && sections[i].link < count)
			return &sections[i];
	return NULL;
}

static int symtab_is_function(const struct elf_symbol *symbol, uint32_t names_size)
{
	return ELF_TYPE(symbol->info) == ELF_TYPE_FUNCTION && symbol->section != ELF_UNDEFINED &&
	       symbol->size && symbol->name < names_size;
}

static void symtab_keep(struct library *library, const struct elf_symbol *symbols,
			uint32_t count, const char *names, uint32_t names_size)
{
	uint32_t functions = 0;

	for (uint32_t i = 0; i < count; i++)
		functions += symtab_is_function(&symbols[i], names_size);
	library->functions = malloc(functions * sizeof(*symbols));
	library->function_names = malloc(names_size);
	if (!library->functions || !library->function_names)
		return;
	memcpy(library->function_names, names, names_size);
	for (uint32_t i = 0; i < count; i++)
		if (symtab_is_function(&symbols[i], names_size))
			library->functions[library->function_count++] = symbols[i];
}

/**
 * symtab_read() - keep the names of the functions of a file
 * @library: gets them
 * @file: the file; loader.c has looked at its header
 * @size: bytes of @file
 */
void symtab_read(struct library *library, const uint8_t *file, size_t size)
{
	uint32_t count;
	const struct elf_section *sections = section_table(file, size, &count);
	const struct elf_section *table = symtab_find(sections, count), *names;
	const struct elf_symbol *symbols;
	const char *text;

	if (!table)
		return;
	names = &sections[table->link];
	symbols = symtab_part(file, size, table->offset, table->size);
	/* Names may begin anywhere. */
	if (names->offset > size || names->size > size - names->offset)
		return;
	text = (const char *)file + names->offset;
	if (!symbols || table->size > SYMTAB_BYTES_MAX || !names->size ||
	    names->size > SYMTAB_BYTES_MAX || text[names->size - 1])
		return;
	symtab_keep(library, symbols, table->size / sizeof(*symbols), text, names->size);
}

/**
 * symtab_free() - give back what symtab_read() has kept
 */
void symtab_free(struct library *library)
{
	free(library->functions);
	free(library->function_names);
}
