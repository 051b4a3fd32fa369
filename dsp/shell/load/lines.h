/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_LINES_H
#define DSP_SHELL_LINES_H

#include <stddef.h>
#include <stdint.h>

struct library;

/**
 * struct lines_part - a section that is kept
 */
struct lines_part {
	uint8_t *bytes;
	uint32_t size;
};

/**
 * struct lines - what -g says of lines; all empty if it says nothing
 */
struct lines {
	/** @programs: .debug_line */
	struct lines_part programs;
	/** @line_texts: .debug_line_str */
	struct lines_part line_texts;
	/** @texts: .debug_str */
	struct lines_part texts;
};

void lines_read(struct lines *lines, const uint8_t *file, size_t size);
const char *lines_find(const struct library *library, uintptr_t address, uint32_t *line);
void lines_free(struct lines *lines);

#endif
