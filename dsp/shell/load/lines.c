// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * File and line of an address, from what -g leaves in a file: the line programs of
 * .debug_line, by the standard of DWARF, versions 2 to 5, with 32-bit offsets. They are
 * kept as they are and run when a report needs a line, which must not take memory then. No
 * byte of them is trusted: what is damaged or not known here gives no line.
 */

#include <stdlib.h>
#include <string.h>

#include "load/library.h"
#include "load/sections.h"

#define LINES_BYTES_MAX		0x100000u	/* more take too long for a report */
#define LINES_COMPRESSED	0x800u		/* flag of a section */

enum lines_opcode {
	LINES_EXTENDED,
	LINES_COPY,
	LINES_ADVANCE_PC,
	LINES_ADVANCE_LINE,
	LINES_SET_FILE,
	LINES_CONST_ADD_PC = 8,
	LINES_FIXED_ADVANCE_PC,
};

enum lines_extended {
	LINES_END_SEQUENCE = 1,
	LINES_SET_ADDRESS,
};

enum lines_form {
	LINES_DATA2 = 0x05,
	LINES_DATA4,
	LINES_DATA8,
	LINES_STRING,
	LINES_BLOCK,
	LINES_DATA1 = 0x0b,
	LINES_STRP = 0x0e,
	LINES_UDATA,
	LINES_DATA16 = 0x1e,
	LINES_LINE_STRP,
};

#define LINES_CONTENT_PATH	1u
#define LINES_FORMATS_MAX	8u

/* What is read, and where it ends; at the end all that is read is 0. */
struct lines_bytes {
	const uint8_t *at, *end;
};

struct lines_unit {
	struct lines_bytes tables, program;
	uint32_t version;
	uint32_t least_length;
	int32_t line_base;
	uint32_t line_range;
	uint32_t opcode_base;
	const uint8_t *opcode_lengths;
};

struct lines_row {
	uint32_t address, file, line;
};

static uint32_t lines_number(struct lines_bytes *bytes, uint32_t size)
{
	uint32_t value = 0;

	if (size > (size_t)(bytes->end - bytes->at)) {
		bytes->at = bytes->end;
		return 0;
	}
	for (uint32_t i = 0; i < size && i < 4; i++)
		value |= (uint32_t)bytes->at[i] << 8 * i;
	bytes->at += size;
	return value;
}

static uint32_t lines_leb(struct lines_bytes *bytes, int is_signed)
{
	uint32_t value = 0, shift = 0, byte = 0x80;

	while (byte & 0x80 && bytes->at < bytes->end) {
		byte = *bytes->at++;
		if (shift < 32)
			value |= (byte & 0x7f) << shift;
		shift += 7;
	}
	if (is_signed && shift < 32 && byte & 0x40)
		value |= ~0u << shift;
	return value;
}

static const char *lines_text(struct lines_bytes *bytes)
{
	const char *text = (const char *)bytes->at;
	const uint8_t *nul = memchr(bytes->at, 0, bytes->end - bytes->at);

	bytes->at = nul ? nul + 1 : bytes->end;
	return nul ? text : NULL;
}

static const char *lines_text_at(const struct lines_part *part, uint32_t offset)
{
	struct lines_bytes bytes = {part->bytes + offset, part->bytes + part->size};

	return offset < part->size ? lines_text(&bytes) : NULL;
}

/* Takes the next unit from the section. Return: 0 if there is none that can be read. */
static int lines_next_unit(struct lines_bytes *section, struct lines_unit *unit)
{
	struct lines_bytes bytes;
	uint32_t size;

	do {
		size = lines_number(section, 4);
		if (!size || size > (size_t)(section->end - section->at))
			return 0;
		bytes = (struct lines_bytes){section->at, section->at + size};
		section->at += size;
		unit->version = lines_number(&bytes, 2);
	} while (unit->version < 2 || unit->version > 5);
	if (unit->version == 5)
		lines_number(&bytes, 2);
	size = lines_number(&bytes, 4);
	if (size > (size_t)(bytes.end - bytes.at))
		return 0;
	unit->program = (struct lines_bytes){bytes.at + size, bytes.end};
	bytes.end = bytes.at + size;
	unit->least_length = lines_number(&bytes, 1);
	lines_number(&bytes, unit->version >= 4 ? 2 : 1);
	unit->line_base = (int8_t)lines_number(&bytes, 1);
	unit->line_range = lines_number(&bytes, 1);
	unit->opcode_base = lines_number(&bytes, 1);
	unit->opcode_lengths = bytes.at;
	lines_number(&bytes, unit->opcode_base - 1);
	unit->tables = bytes;
	return unit->line_range && unit->opcode_base && bytes.at < bytes.end;
}

/* One value of a table of version 5; a text if it is one. */
static const char *lines_value(const struct library *library, struct lines_bytes *bytes,
			       uint32_t form)
{
	switch (form) {
	case LINES_STRING:
		return lines_text(bytes);
	case LINES_LINE_STRP:
		return lines_text_at(&library->lines.line_texts, lines_number(bytes, 4));
	case LINES_STRP:
		return lines_text_at(&library->lines.texts, lines_number(bytes, 4));
	case LINES_DATA1:
		lines_number(bytes, 1);
		return NULL;
	case LINES_DATA2:
		lines_number(bytes, 2);
		return NULL;
	case LINES_DATA4:
		lines_number(bytes, 4);
		return NULL;
	case LINES_DATA8:
		lines_number(bytes, 8);
		return NULL;
	case LINES_DATA16:
		lines_number(bytes, 16);
		return NULL;
	case LINES_UDATA:
		lines_leb(bytes, 0);
		return NULL;
	case LINES_BLOCK:
		lines_number(bytes, lines_leb(bytes, 0));
		return NULL;
	default:
		bytes->at = bytes->end;
		return NULL;
	}
}

/*
 * Reads a table of version 5 to its end, or until it has the path of an entry. Return: it,
 * NULL if there is none.
 */
static const char *lines_table(const struct library *library, struct lines_bytes *bytes,
			       uint32_t wanted)
{
	uint32_t formats[LINES_FORMATS_MAX][2], format_count = lines_number(bytes, 1), count;
	const char *path = NULL;

	for (uint32_t i = 0; i < format_count; i++) {
		if (i == LINES_FORMATS_MAX)
			return NULL;
		formats[i][0] = lines_leb(bytes, 0);
		formats[i][1] = lines_leb(bytes, 0);
	}
	count = lines_leb(bytes, 0);
	for (uint32_t i = 0; format_count && i < count && bytes->at < bytes->end; i++) {
		for (uint32_t j = 0; j < format_count; j++) {
			const char *text = lines_value(library, bytes, formats[j][1]);

			if (i == wanted && formats[j][0] == LINES_CONTENT_PATH)
				path = text;
		}
		if (i == wanted)
			return path;
	}
	return NULL;
}

/* The tables of versions before 5: texts up to an empty one; files count from 1. */
static const char *lines_old_file(struct lines_bytes *bytes, uint32_t wanted)
{
	const char *text;

	do
		text = lines_text(bytes);
	while (text && *text);
	while ((text = lines_text(bytes)) && *text) {
		if (!--wanted)
			return text;
		lines_leb(bytes, 0);
		lines_leb(bytes, 0);
		lines_leb(bytes, 0);
	}
	return NULL;
}

/* The name of a file of a unit, without its folders; NULL if there is none. */
static const char *lines_file(const struct library *library, const struct lines_unit *unit,
			      uint32_t file)
{
	struct lines_bytes bytes = unit->tables;
	const char *path, *slash;

	if (unit->version == 5) {
		lines_table(library, &bytes, UINT32_MAX);
		path = lines_table(library, &bytes, file);
	} else {
		path = lines_old_file(&bytes, file);
	}
	slash = path ? strrchr(path, '/') : NULL;
	return slash ? slash + 1 : path;
}

static void lines_advance(const struct lines_unit *unit, struct lines_row *row, uint32_t count)
{
	row->address += count * unit->least_length;
}

/* An opcode that begins with 0. Return: 1 at the end of a sequence. */
static int lines_extended(struct lines_bytes *program, struct lines_row *row)
{
	uint32_t size = lines_leb(program, 0);
	struct lines_bytes bytes = {program->at, program->at};
	uint32_t opcode;

	if (size > (size_t)(program->end - program->at))
		size = program->end - program->at;
	bytes.end += size;
	program->at += size;
	opcode = lines_number(&bytes, 1);
	if (opcode == LINES_SET_ADDRESS)
		row->address = lines_number(&bytes, 4);
	return opcode == LINES_END_SEQUENCE;
}

/* One opcode. Return: 1 if it makes a row, 2 if it ends a sequence. */
static int lines_step(const struct lines_unit *unit, struct lines_bytes *program,
		      struct lines_row *row)
{
	uint32_t opcode = lines_number(program, 1);

	if (opcode >= unit->opcode_base) {
		opcode -= unit->opcode_base;
		lines_advance(unit, row, opcode / unit->line_range);
		row->line += unit->line_base + opcode % unit->line_range;
		return 1;
	}
	switch (opcode) {
	case LINES_EXTENDED:
		return lines_extended(program, row) ? 2 : 0;
	case LINES_COPY:
		return 1;
	case LINES_ADVANCE_PC:
		lines_advance(unit, row, lines_leb(program, 0));
		return 0;
	case LINES_ADVANCE_LINE:
		row->line += lines_leb(program, 1);
		return 0;
	case LINES_SET_FILE:
		row->file = lines_leb(program, 0);
		return 0;
	case LINES_CONST_ADD_PC:
		lines_advance(unit, row, (255 - unit->opcode_base) / unit->line_range);
		return 0;
	case LINES_FIXED_ADVANCE_PC:
		row->address += lines_number(program, 2);
		return 0;
	default:
		for (uint32_t i = unit->opcode_lengths[opcode - 1]; i; i--)
			lines_leb(program, 0);
		return 0;
	}
}

/*
 * The row of a unit that an address belongs to. A sequence that begins outside of the image
 * is of a function that the linker has left out.
 */
static int lines_search(const struct library *library, const struct lines_unit *unit,
			uint32_t address, struct lines_row *found)
{
	static const struct lines_row first = {0, 1, 1};
	struct lines_bytes program = unit->program;
	struct lines_row row = first, before = first;
	uint32_t line = 0;
	int begun = 0, there = 0, kind;

	while (program.at < program.end) {
		kind = lines_step(unit, &program, &row);
		if (!kind)
			continue;
		if (begun && there && before.address <= address && address < row.address && line) {
			*found = before;
			found->line = line;
			return 1;
		}
		if (!begun)
			there = row.address > library->low &&
				row.address - library->low < library->size;
		/* Code that belongs to no line goes with what is before it. */
		if (row.line || !begun)
			line = row.line;
		before = row;
		begun = kind == 1;
		if (!begun)
			row = first;
	}
	return 0;
}

/**
 * lines_find() - the line of the source that an address belongs to
 * @library: loaded
 * @address: in its image
 * @line: gets the number
 *
 * Takes no lock and no memory.
 *
 * Return: the name of the file, or NULL if it is not known.
 */
const char *lines_find(const struct library *library, uintptr_t address, uint32_t *line)
{
	struct lines_bytes section = {library->lines.programs.bytes,
				      library->lines.programs.bytes +
					      library->lines.programs.size};
	uint32_t value = address - (uintptr_t)library->image + library->low;
	struct lines_unit unit;
	struct lines_row row;

	while (lines_next_unit(&section, &unit)) {
		if (!lines_search(library, &unit, value, &row))
			continue;
		*line = row.line;
		return lines_file(library, &unit, row.file);
	}
	return NULL;
}

static void lines_keep(struct lines_part *part, const uint8_t *file, size_t size,
		       const char *name)
{
	const struct elf_section *section = section_named(file, size, name);

	if (!section || section->flags & LINES_COMPRESSED || section->size > LINES_BYTES_MAX ||
	    section->offset > size || section->size > size - section->offset)
		return;
	part->bytes = malloc(section->size);
	if (!part->bytes)
		return;
	memcpy(part->bytes, file + section->offset, section->size);
	part->size = section->size;
}

/**
 * lines_read() - keep what tells the lines of a file
 * @lines: gets it
 * @file: the file; loader.c has looked at its header
 * @size: bytes of @file
 */
void lines_read(struct lines *lines, const uint8_t *file, size_t size)
{
	lines_keep(&lines->programs, file, size, ".debug_line");
	if (!lines->programs.size)
		return;
	lines_keep(&lines->line_texts, file, size, ".debug_line_str");
	lines_keep(&lines->texts, file, size, ".debug_str");
}

/**
 * lines_free() - give back what lines_read() has kept
 */
void lines_free(struct lines *lines)
{
	free(lines->programs.bytes);
	free(lines->line_texts.bytes);
	free(lines->texts.bytes);
}
