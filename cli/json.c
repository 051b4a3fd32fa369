// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The one part of JSON that needs care.
 */
#include "json.h"

/* Bytes of the UTF-8 character that @text begins with; 0 if it is none. */
static size_t json_utf8(const char *text)
{
	const unsigned char *byte = (const unsigned char *)text;
	size_t size = byte[0] >= 0xf0 ? 4 : (byte[0] >= 0xe0 ? 3 : 2);

	/* Overlong ones, halves of pairs and what is beyond Unicode are none. */
	if (byte[0] < 0xc2 || byte[0] > 0xf4 ||
	    (byte[0] == 0xe0 && byte[1] < 0xa0) ||
	    (byte[0] == 0xed && byte[1] > 0x9f) ||
	    (byte[0] == 0xf0 && byte[1] < 0x90) ||
	    (byte[0] == 0xf4 && byte[1] > 0x8f))
		return 0;
	for (size_t i = 1; i < size; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return 0;
	}
	return size;
}

/**
 * json_string() - print a text as a JSON string
 * @out: where to
 * @text: any bytes; what is not UTF-8 is taken for Latin-1
 */
void json_string(FILE *out, const char *text)
{
	putc('"', out);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		size_t size = json_utf8(text);

		if (size) {
			fwrite(text, 1, size, out);
			text += size - 1;
		} else if (c == '"' || c == '\\') {
			fprintf(out, "\\%c", c);
		} else if (c < ' ' || c >= 0x7f || c == '<') {	/* so that it can stand in a page */
			fprintf(out, "\\u%04x", c);
		} else {
			putc(c, out);
		}
	}
	putc('"', out);
}
