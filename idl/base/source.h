/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_SOURCE_H
#define IDL_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct source - a file as it was read
 */
struct source {
	/** @path: how it was named */
	const char *path;
	/** @text: what is in it, with a NUL behind */
	const char *text;
	/** @size: bytes of @text */
	size_t size;
	/** @includer: the file that includes it; NULL: the one that is compiled */
	const struct source *includer;
	/** @at: offset of the directive there */
	size_t at;
	/** @in_body: it is included between braces, and so a part of what is there */
	bool in_body;
};

/**
 * struct span - a piece of a file
 */
struct span {
	/** @source: which file */
	const struct source *source;
	/** @start: offset of its first character */
	size_t start;
	/** @end: and of the one behind its last */
	size_t end;
};

size_t source_line(const struct source *source, size_t offset, size_t *line_start);

#endif
