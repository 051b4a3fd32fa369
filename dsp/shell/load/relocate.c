// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Relocation. All is bound at once: a library that lacks something is refused
 * when it is opened, not when it first calls it.
 */

#include <stdio.h>
#include <string.h>

#include "load/library.h"
#include "os/error.h"

/* What a symbol is: its own, else of the DSP, else of a library that it needs. */
static int relocate_find(const struct library *library, const char *name, uint32_t *value)
{
	void *found = export_find(name);

	for (uint32_t i = 0; !found && i < library->needed_count; i++)
		found = library_symbol(library->needed[i], name);
	*value = (uint32_t)(uintptr_t)found;
	return found ? 0 : -1;
}

static int32_t relocate_symbol(const struct library *library, uint32_t index, uint32_t *value,
			       const struct library_text *where)
{
	const struct elf_symbol *symbol = &library->symbols[index];
	const char *name;

	*value = 0;
	if (!index)
		return 0;
	if (index >= library->symbol_count || symbol->name >= library->strings_size)
		return library_fail(where, ERROR_BAD_ELF, "damaged: symbol %lu",
				    (unsigned long)index);
	name = library->strings + symbol->name;
	if (ELF_TYPE(symbol->info) == ELF_TYPE_TLS && symbol->section == ELF_UNDEFINED)
		return library_fail(where, ERROR_UNABLE_TO_LOAD,
				    "needs %s, a thread-local variable of another library",
				    name);
	if (symbol->section == ELF_ABSOLUTE || ELF_TYPE(symbol->info) == ELF_TYPE_TLS) {
		*value = symbol->value;
		return 0;
	}
	if (symbol->section != ELF_UNDEFINED) {
		*value = (uint32_t)(uintptr_t)library->image + symbol->value - library->low;
		return 0;
	}
	/* A weak import that is not there is 0, so that code can ask for it. */
	if (!relocate_find(library, name, value) || ELF_BIND(symbol->info) == ELF_BIND_WEAK)
		return 0;
	snprintf(where->text, where->size, "%s needs %.200s, which this DSP does not have",
		 library->name, name);
	return ERROR_UNABLE_TO_LOAD;
}

static int32_t relocate_put(const struct library *library, uint32_t offset, const void *value,
			    uint32_t size, const struct library_text *where)
{
	void *at = loader_at(library, offset, size);

	if (!at)
		return library_fail(where, ERROR_BAD_ELF, "damaged: relocation at 0x%08lx",
				    (unsigned long)offset);
	memcpy(at, value, size);
	return 0;
}

static int32_t relocate_one(const struct library *library, const struct elf_rela *rela,
			    const struct library_text *where)
{
	uint32_t base = (uint32_t)(uintptr_t)library->image - library->low;
	uint32_t type = ELF_RELA_TYPE(rela->info);
	uint32_t size = 4, value;
	int32_t result;

	if (type == ELF_R_NONE)
		return 0;
	if (type == ELF_R_RELATIVE) {
		value = base + (uint32_t)rela->addend;
		return relocate_put(library, rela->offset, &value, size, where);
	}
	result = relocate_symbol(library, ELF_RELA_SYMBOL(rela->info), &value, where);
	if (result)
		return result;
	switch (type) {
	case ELF_R_DTPMOD_32:
		value = library->tls.id;
		if (!value)
			return library_fail(where, ERROR_BAD_ELF,
					    "damaged: it has no thread-local variables");
		break;
	case ELF_R_DTPREL_32:
	case ELF_R_32:
	case ELF_R_GLOB_DAT:
	case ELF_R_JMP_SLOT:
		value += (uint32_t)rela->addend;
		break;
	case ELF_R_32_PCREL:
		value += (uint32_t)rela->addend - (base + rela->offset);
		break;
	case ELF_R_16:
		value += (uint32_t)rela->addend;
		size = 2;
		break;
	case ELF_R_8:
		value += (uint32_t)rela->addend;
		size = 1;
		break;
	default:
		return library_fail(where, ERROR_UNABLE_TO_LOAD,
				    "has a relocation of type %lu: is it built with -fPIC?",
				    (unsigned long)type);
	}
	return relocate_put(library, rela->offset, &value, size, where);
}

static int32_t relocate_table(struct library *library, uint32_t table, uint32_t size,
			      const struct library_text *where)
{
	for (uint32_t i = 0; i < size / sizeof(struct elf_rela); i++) {
		struct elf_rela rela;
		int32_t result;

		memcpy(&rela, library->image + (table - library->low) + i * sizeof(rela),
		       sizeof(rela));
		result = relocate_one(library, &rela, where);
		if (result)
			return result;
	}
	return 0;
}

/**
 * relocate() - make a library fit to where it lies, and bind what it imports
 * @library: loaded, with all that it needs
 * @where: its name, and where to say what is missing
 *
 * Return: 0, or ERROR_UNABLE_TO_LOAD, ERROR_BAD_ELF.
 */
int32_t relocate(struct library *library, const struct library_text *where)
{
	int32_t result = relocate_table(library, library->tags[ELF_RELA],
					library->tags[ELF_RELASZ], where);

	if (result)
		return result;
	return relocate_table(library, library->tags[ELF_JMPREL], library->tags[ELF_PLTRELSZ],
			      where);
}
