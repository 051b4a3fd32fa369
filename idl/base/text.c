// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: text
 *
 * Texts that are put together line by line: messages and the generated files.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define TEXT_ROOM_MIN	1024

/**
 * text_add() - append characters
 * @text: to what
 * @data: the characters
 * @size: how many
 */
void text_add(struct text *text, const char *data, size_t size)
{
	if (text->room <= text->size + size) {
		size_t room = 2 * (text->size + size);
		char *larger;

		room = room < TEXT_ROOM_MIN ? TEXT_ROOM_MIN : room;
		larger = arena_alloc(text->arena, room);
		if (text->size)
			memcpy(larger, text->data, text->size);
		text->data = larger;
		text->room = room;
	}
	if (size)
		memcpy(text->data + text->size, data, size);
	text->size += size;
	text->data[text->size] = 0;
}

/**
 * text_vprintf() - text_printf() with a list of arguments
 */
void text_vprintf(struct text *text, const char *format, va_list list)
{
	char *piece = arena_vprintf(text->arena, format, list);

	text_add(text, piece, strlen(piece));
}

/**
 * text_printf() - append a text
 * @text: to what
 * @format: as of printf()
 */
void text_printf(struct text *text, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	text_vprintf(text, format, list);
	va_end(list);
}
