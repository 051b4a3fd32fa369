// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Floating-point numbers of texts: musl's scanner, which reads a stream, over one that
 * has the text in its buffer.
 */

#include <stdio.h>
#include <stdlib.h>

#include "floatscan.h"
#include "shgetc.h"

enum strtod_precision {
	STRTOD_FLOAT,
	STRTOD_DOUBLE,
};

static double strtod_scan(const char *text, char **end, enum strtod_precision precision)
{
	FILE stream;
	double value;

	sh_fromstring(&stream, text);
	shlim(&stream, 0);
	value = __floatscan(&stream, precision, 1);
	if (end)
		*end = (char *)text + shcnt(&stream);
	return value;
}

float strtof(const char *text, char **end)
{
	return strtod_scan(text, end, STRTOD_FLOAT);
}

double strtod(const char *text, char **end)
{
	return strtod_scan(text, end, STRTOD_DOUBLE);
}

long double strtold(const char *text, char **end)
{
	return strtod(text, end);
}

double atof(const char *text)
{
	return strtod(text, NULL);
}

/* The stream ends nowhere: the scanner stops at the NUL. */
int __uflow(FILE *stream)
{
	(void)stream;
	return EOF;
}
