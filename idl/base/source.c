// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: source
 *
 * The text of a file and the lines of it.
 */
#include "base/source.h"

/**
 * source_line() - which line a character is in
 * @source: the file
 * @offset: of the character
 * @line_start: for the offset of the line's first character
 *
 * Return: the number of the line, from 1.
 */
size_t source_line(const struct source *source, size_t offset, size_t *line_start)
{
	size_t line = 1;

	*line_start = 0;
	for (size_t i = 0; i < offset && i < source->size; i++) {
		if (source->text[i] == '\n') {
			line++;
			*line_start = i + 1;
		}
	}
	return line;
}
