// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Floating point of HVX in a library. The emulator has none: some instructions end
 * the PD, some silently compute something else. So who opens a library that has
 * such code is told.
 */

#include <stdio.h>

#include "guest/guest.h"
#include "hvx/hvx_row.h"
#include "hvx/hvx_scan.h"
#include "load/sections.h"

#define VECTORS_LOG_HIGH	2

struct vectors_findings {
	const struct library *library;
	uint32_t count;
	/* The first one, and where. */
	const struct hvx_row *row;
	uint32_t address;
};

static int vectors_note(void *argument, const struct hvx_packet *packet)
{
	struct vectors_findings *found = argument;
	uint32_t base = (uint32_t)(uintptr_t)found->library->image - found->library->low;

	for (uint32_t i = 0; i < packet->count; i++) {
		const struct hvx_row *row = hvx_row_find(packet->words[i]);

		if (!row)
			continue;
		if (!found->count++) {
			found->row = row;
			found->address = (uint32_t)(uintptr_t)packet->words - base;
		}
	}
	return 0;
}

/**
 * vectors_report() - say in the log what a library has that the emulator lacks
 * @library: loaded
 * @file: its file
 * @size: bytes of @file
 *
 * Without a table of sections code cannot be told from data, so nothing is said.
 */
void vectors_report(const struct library *library, const uint8_t *file, size_t size)
{
	struct vectors_findings found = {library, 0, NULL, 0};
	struct section code = {0};
	char text[300];

	while (section_next_code(library, file, size, &code))
		hvx_scan(code.start, code.size, vectors_note, &found);
	if (!found.count)
		return;
	snprintf(text, sizeof(text),
		 "%s has %lu HVX floating point instructions, which this emulator lacks or computes wrongly; the first is %s at +0x%lx",
		 library->name, (unsigned long)found.count, found.row->text,
		 (unsigned long)found.address);
	upcall_log(VECTORS_LOG_HIGH, "vectors.c", 0, text);
}
