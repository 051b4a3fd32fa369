// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Floating point of HVX in a library. The emulator has none: some instructions end
 * the PD, some silently compute something else. So each packet that has some becomes a
 * jump to a thunk, which does what the packet does (see hvx/hvx_thunk.c). What cannot
 * be replaced is named in the log, and ends the PD if it is reached. Stores of vectors,
 * for which the emulator takes long, are replaced too, where that is possible, and user DMA.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest/guest.h"
#include "hvx/hvx_encode.h"
#include "hvx/hvx_probe.h"
#include "hvx/hvx_scan.h"
#include "hvx/hvx_thunk.h"
#include "load/sections.h"
#include "load/vectors.h"
#include "os/error.h"
#include "os/pages.h"
#include "os/syscall.h"

#define VECTORS_LOG_HIGH	2
#define VECTORS_ILLEGAL		0x6fffdfffu

/* A packet and what replaces it. */
struct library_vector {
	uint32_t packet;
	/* 0: nothing, it is illegal now */
	uint32_t thunk;
	/* If so, why. */
	const char *why;
};

/* Two passes: the first one only counts. */
struct vectors_pass {
	struct library *library;
	struct hvx_thunk thunk;
	uint8_t *thunks;
	struct library_vector *entries;
	uint32_t count;
	uint32_t size;
	uint32_t refused;
	/* The first one of those, and why. */
	uint32_t first;
	const char *why;
};

static uint32_t vectors_place(const struct library *library, uint32_t packet)
{
	return packet - (uint32_t)(uintptr_t)library->image + library->low;
}

static void vectors_refuse(struct vectors_pass *pass, uint32_t packet, const char *why)
{
	if (!pass->refused++) {
		pass->first = vectors_place(pass->library, packet);
		pass->why = why;
	}
}

static int vectors_count(void *argument, const struct hvx_packet *packet)
{
	struct vectors_pass *pass = argument;
	const char *why;

	pass->thunk.address = (uint32_t)(uintptr_t)packet->words;
	why = hvx_thunk_make(&pass->thunk, packet);
	if (why)
		pass->thunk.count = 0;
	pass->size += pass->thunk.count * sizeof(uint32_t);
	pass->count += why || pass->thunk.count;
	return 0;
}

static int vectors_write(void *argument, const struct hvx_packet *packet)
{
	struct vectors_pass *pass = argument;
	uint32_t *first = (uint32_t *)packet->words;
	uint32_t address = (uint32_t)(uintptr_t)first;
	uint8_t *at = pass->thunks + pass->size;
	struct library_vector *entry;
	const char *why;

	pass->thunk.address = (uint32_t)(uintptr_t)at;
	why = hvx_thunk_make(&pass->thunk, packet);
	if (!why && !pass->thunk.count)
		return 0;
	if (!why && !hvx_jump_reaches(address, pass->thunk.address))
		why = "it is too far from where its replacement can lie";
	if (why && !pass->thunk.needed)
		return 0;
	entry = &pass->entries[pass->count++];
	*entry = (struct library_vector){address, pass->thunk.address, why};
	if (why) {
		entry->thunk = 0;
		vectors_refuse(pass, address, why);
		*first = VECTORS_ILLEGAL;
		return 0;
	}
	memcpy(at, pass->thunk.words, pass->thunk.count * sizeof(uint32_t));
	pass->size += pass->thunk.count * sizeof(uint32_t);
	*first = hvx_jump(address, entry->thunk);
	return 0;
}

static void vectors_scan(struct vectors_pass *pass, const uint8_t *file, size_t size,
			 hvx_visitor *visit)
{
	struct section code = {0};

	pass->count = 0;
	pass->size = 0;
	while (section_next_code(pass->library, file, size, &code))
		hvx_scan(code.start, code.size, visit, pass);
}

static void vectors_say(const struct vectors_pass *pass)
{
	char text[300];

	if (!pass->refused)
		return;
	snprintf(text, sizeof(text),
		 "%s has HVX floating point that cannot be computed here, in %lu packets; the first is at +0x%lx: %s",
		 pass->library->name, (unsigned long)pass->refused, (unsigned long)pass->first,
		 pass->why);
	upcall_log(VECTORS_LOG_HIGH, "vectors.c", 0, text);
}

static int vectors_see(void *argument, const struct hvx_packet *packet)
{
	struct vectors_pass *pass = argument;

	for (uint32_t i = 0; !pass->why && i < packet->count; i++) {
		const struct hvx_row *row = hvx_row_find(packet->words[i]);

		if (!row || hvx_is_native(row->family, pass->thunk.isa))
			continue;
		pass->why = row->text;
		pass->first = vectors_place(pass->library, (uint32_t)(uintptr_t)packet->words);
	}
	return pass->why != NULL;
}

/* Data can look like code, so nothing is changed; but what looks like it is told. */
static void vectors_say_unknown(struct vectors_pass *pass, const uint8_t *file)
{
	const struct elf_header *header = (const struct elf_header *)file;
	const struct elf_segment *segment = (const struct elf_segment *)(file + header->segments);
	char text[300];

	for (uint32_t i = 0; i < header->segment_count; i++)
		if (segment[i].type == ELF_SEGMENT_LOAD && segment[i].flags & ELF_EXECUTE &&
		    segment[i].file_size)
			hvx_scan(loader_at(pass->library, segment[i].address, segment[i].file_size),
				 segment[i].file_size, vectors_see, pass);
	if (!pass->why)
		return;
	snprintf(text, sizeof(text),
		 "%s has no table of sections, so code cannot be told from data: if it has HVX floating point, as at +0x%lx (%s), results are wrong; link it without stripping sections",
		 pass->library->name, (unsigned long)pass->first, pass->why);
	upcall_log(VECTORS_LOG_HIGH, "vectors.c", 0, text);
}

static int32_t vectors_make(struct vectors_pass *pass, const uint8_t *file, size_t size,
			    const struct library_text *where)
{
	struct library *library = pass->library;
	size_t room = PAGES_ROUND(pass->size);

	library->vectors = malloc(pass->count * sizeof(*library->vectors));
	if (room)
		library->thunks = pages_get(PAGES_IMAGES, room,
					    SYSCALL_PROT_READ | SYSCALL_PROT_WRITE);
	if (!library->vectors || (room && !library->thunks))
		return library_fail(where, ERROR_NO_MEMORY,
				    "no room for %lu bytes that replace HVX instructions",
				    (unsigned long)room);
	library->thunks_size = room;
	pass->thunks = library->thunks;
	pass->entries = library->vectors;
	vectors_scan(pass, file, size, vectors_write);
	library->vector_count = pass->count;
	if (room && syscall3(SYS_MPROTECT, library->thunks, room,
			     SYSCALL_PROT_READ | SYSCALL_PROT_EXEC))
		return library_fail(where, ERROR_MMAP, "cannot be made code");
	return 0;
}

/**
 * vectors_translate() - replace the floating point and the stores of HVX
 * @library: loaded, all of it can still be written
 * @file: its file
 * @size: bytes of @file
 * @where: its name, and where to say what is wrong
 *
 * Without a table of sections nothing is replaced.
 *
 * Return: 0, or ERROR_NO_MEMORY, ERROR_MMAP.
 */
int32_t vectors_translate(struct library *library, const uint8_t *file, size_t size,
			  const struct library_text *where)
{
	const struct elf_header *header = (const struct elf_header *)file;
	struct vectors_pass *pass = calloc(1, sizeof(*pass));
	int32_t result = 0;
	uint32_t sections;

	if (!pass)
		return library_fail(where, ERROR_NO_MEMORY, "no memory left in the PD");
	pass->library = library;
	pass->thunk.isa = (uint8_t)header->flags;
	section_table(file, size, &sections);
	if (!sections)
		vectors_say_unknown(pass, file);
	vectors_scan(pass, file, size, vectors_count);
	if (pass->count)
		result = vectors_make(pass, file, size, where);
	if (!result)
		vectors_say(pass);
	free(pass);
	return result;
}

/**
 * vectors_free() - give back what vectors_translate() has made
 */
void vectors_free(struct library *library)
{
	if (library->thunks)
		pages_put(PAGES_IMAGES, library->thunks, library->thunks_size);
	free(library->vectors);
}

/**
 * vectors_origin() - where the author of a library would say that an address is
 * @library: loaded
 * @address: any
 *
 * Return: the packet that a thunk replaces, for an address in it; else the address.
 */
uint32_t vectors_origin(const struct library *library, uint32_t address)
{
	uint32_t start = (uint32_t)(uintptr_t)library->thunks, found = address;

	if (!start || address - start >= library->thunks_size)
		return address;
	/* Thunks lie in the order of their packets. */
	for (uint32_t i = 0; i < library->vector_count; i++)
		if (library->vectors[i].thunk && library->vectors[i].thunk <= address)
			found = library->vectors[i].packet;
	return found;
}

/**
 * vectors_reason() - why the packet at an address cannot be run
 *
 * Return: NULL if it can, as far as is known.
 */
const char *vectors_reason(const struct library *library, uint32_t address)
{
	for (uint32_t i = 0; i < library->vector_count; i++)
		if (library->vectors[i].packet == address && !library->vectors[i].thunk)
			return library->vectors[i].why;
	return NULL;
}
