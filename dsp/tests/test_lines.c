// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * lines.c of the shell on this machine.
 *
 *	test_lines FILE <ADDRESSES	says file and line of each
 *	test_lines FILE COUNT		finds them in COUNT damaged copies of the file
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/sections.h"

#define LINES_IMAGE	0x10000000u	/* as if it were loaded there */

/* What else sections.c calls. */
void *loader_at(const struct library *library, uint32_t address, uint32_t size)
{
	(void)library;
	(void)address;
	(void)size;
	return NULL;
}

int32_t library_fail(const struct library_text *where, int32_t result, const char *format, ...)
{
	(void)where;
	(void)format;
	return result;
}

static uint32_t lines_random(void)
{
	static uint32_t state = 1;

	return state = state * 1664525 + 1013904223;
}

static uint8_t *lines_file(const char *name, size_t *size)
{
	FILE *file = fopen(name, "rb");
	uint8_t *bytes = NULL;

	if (file && !fseek(file, 0, SEEK_END)) {
		*size = (size_t)ftell(file);
		rewind(file);
		bytes = malloc(*size);
		if (bytes && fread(bytes, 1, *size, file) != *size)
			exit(1);
	}
	if (!bytes)
		exit(1);
	fclose(file);
	return bytes;
}

static const char *lines_at(const struct library *library, uint32_t address, uint32_t *line)
{
	return lines_find(library, LINES_IMAGE + address, line);
}

static void lines_answer(struct library *library)
{
	uint32_t address, line;

	while (scanf("%x", &address) == 1) {
		const char *file = lines_at(library, address, &line);

		if (file)
			printf("%x %s:%u\n", address, file, line);
		else
			printf("%x ??:0\n", address);
	}
}

/* What tells lines, and the table of sections, with some bytes of it changed. */
static void lines_damage(uint8_t *bytes, size_t size)
{
	static const char *const names[] = {".debug_line", ".debug_line_str", ".debug_str"};
	const char *name = names[lines_random() / 7 % 3];
	const struct elf_section *section = section_named(bytes, size, name);
	const struct elf_header *header = (const struct elf_header *)bytes;
	uint32_t start = header->sections;
	uint32_t length = header->section_count * sizeof(*section);

	if (section && section->size && lines_random() % 32) {
		start = section->offset;
		length = section->size;
	}
	for (uint32_t i = 1 + lines_random() / 7 % 8; i; i--)
		bytes[start + lines_random() / 7 % length] = (uint8_t)(lines_random() >> 13);
}

static void lines_fuzz(const uint8_t *bytes, size_t size, long count)
{
	uint8_t *copy = malloc(size);
	unsigned long found = 0;

	while (copy && count--) {
		struct library library = {.image = (uint8_t *)(uintptr_t)LINES_IMAGE,
					  .size = 0x100000};
		uint32_t line;

		memcpy(copy, bytes, size);
		lines_damage(copy, size);
		lines_read(&library.lines, copy, size);
		for (uint32_t i = 0; i < 4; i++) {
			const char *file = lines_at(&library, lines_random() / 7 % 0x2000, &line);

			found += file && strlen(file) + line != 0;
		}
		lines_free(&library.lines);
	}
	free(copy);
	printf("%lu\n", found);
}

int main(int argc, char **argv)
{
	struct library library = {.image = (uint8_t *)(uintptr_t)LINES_IMAGE, .size = 0x100000};
	uint8_t *bytes;
	size_t size;

	if (argc < 2)
		return 1;
	bytes = lines_file(argv[1], &size);
	lines_read(&library.lines, bytes, size);
	if (argc > 2)
		lines_fuzz(bytes, size, atol(argv[2]));
	else
		lines_answer(&library);
	lines_free(&library.lines);
	free(bytes);
	return 0;
}
