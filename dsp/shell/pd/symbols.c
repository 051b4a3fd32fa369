// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The names of the shell's own functions, for backtraces. The build writes the
 * table from the linked shell and links again; it lies behind the code, which
 * so does not move.
 */

#include <stddef.h>

#include "pd/pd.h"

struct symbol {
	uint32_t address;
	const char *name;
};

extern const struct symbol symbols_start[], symbols_end[];

/**
 * symbols_find() - the function of the shell that an address lies in
 * @address: in the text of the shell
 * @offset: gets the distance from its first byte
 *
 * Return: its name, or NULL if it is not known.
 */
const char *symbols_find(uint32_t address, uint32_t *offset)
{
	const struct symbol *found = NULL;

	for (const struct symbol *symbol = symbols_start; symbol < symbols_end; symbol++)
		if (symbol->address <= address && (!found || symbol->address > found->address))
			found = symbol;
	if (!found)
		return NULL;
	*offset = address - found->address;
	return found->name;
}
