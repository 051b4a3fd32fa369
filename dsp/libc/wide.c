// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * swprintf() by snprintf(): the C++ library prints numbers with it, and musl's own wants a
 * stream. Widths and precisions of text count bytes.
 */

#define _GNU_SOURCE /* for vasprintf() */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

/* What the format makes, as bytes; NULL: it can't, errno says why. */
static char *wide_print(const wchar_t *format, va_list args)
{
	size_t size = wcstombs(NULL, format, 0);
	char *narrow, *text = NULL;

	if (size == (size_t)-1)
		return NULL;
	narrow = malloc(size + 1);
	if (!narrow)
		return NULL;
	wcstombs(narrow, format, size + 1);
	if (vasprintf(&text, narrow, args) < 0)
		text = NULL;
	free(narrow);
	return text;
}

int vswprintf(wchar_t *restrict out, size_t count, const wchar_t *restrict format, va_list args)
{
	char *text = wide_print(format, args);
	size_t len;

	if (!text)
		return -1;
	len = mbstowcs(NULL, text, 0);
	if (len != (size_t)-1 && len >= count) {
		len = (size_t)-1;
		errno = EOVERFLOW;
	} else if (len != (size_t)-1) {
		mbstowcs(out, text, count);
	}
	free(text);
	return (int)len;
}

int swprintf(wchar_t *restrict out, size_t count, const wchar_t *restrict format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vswprintf(out, count, format, args);
	va_end(args);
	return len;
}
