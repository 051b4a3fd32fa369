// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The one part of JSON that needs care.
 */
#include "json.h"

/**
 * json_string() - print a text as a JSON string
 * @out: where to
 * @text: any bytes; what is not ASCII is taken for Latin-1
 */
void json_string(FILE *out, const char *text)
{
	putc('"', out);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < ' ' || c >= 0x7f)
			fprintf(out, "\\u%04x", c);
		else
			putc(c, out);
	}
	putc('"', out);
}
