// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * <ctype.h>, for ASCII: functions, and the tables that the macros of Qualcomm's C library
 * read, which is Dinkumware's. They begin at -1, that is EOF.
 */

#include <stdint.h>

#include "libc/libc.h"
#include "os/export.h"

int isdigit(int c)
{
	return c >= '0' && c <= '9';
}
EXPORT(isdigit);

int isupper(int c)
{
	return c >= 'A' && c <= 'Z';
}
EXPORT(isupper);

int islower(int c)
{
	return c >= 'a' && c <= 'z';
}
EXPORT(islower);

int isalpha(int c)
{
	return isupper(c) || islower(c);
}
EXPORT(isalpha);

int isalnum(int c)
{
	return isalpha(c) || isdigit(c);
}
EXPORT(isalnum);

int isspace(int c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}
EXPORT(isspace);

int isxdigit(int c)
{
	return isdigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
EXPORT(isxdigit);

int isprint(int c)
{
	return c >= ' ' && c <= '~';
}
EXPORT(isprint);

int ispunct(int c)
{
	return isprint(c) && c != ' ' && !isalnum(c);
}
EXPORT(ispunct);

int tolower(int c)
{
	return isupper(c) ? c + 'a' - 'A' : c;
}
EXPORT(tolower);

int toupper(int c)
{
	return islower(c) ? c - 'a' + 'A' : c;
}
EXPORT(toupper);

int iscntrl(int c)
{
	return (c >= 0 && c < ' ') || c == 0x7f;
}
EXPORT(iscntrl);

int isgraph(int c)
{
	return c > ' ' && c <= '~';
}
EXPORT(isgraph);

int isblank(int c)
{
	return c == ' ' || c == '\t';
}
EXPORT(isblank);

/* The bits of its table. */
enum ctype_bits {
	CTYPE_HEX = 0x01,
	CTYPE_UPPER = 0x02,
	CTYPE_SPACE = 0x04,	/* the blank alone */
	CTYPE_PUNCTUATION = 0x08,
	CTYPE_LOWER = 0x10,
	CTYPE_DIGIT = 0x20,
	CTYPE_WHITE = 0x40,	/* \t to \r */
	CTYPE_CONTROL = 0x80,	/* the rest of them */
	CTYPE_BLANK = 0x400,	/* with CTYPE_SPACE: isblank() */
};

#define CTYPE_TABLE	257

static int16_t ctype_bits[CTYPE_TABLE], ctype_lower[CTYPE_TABLE], ctype_upper[CTYPE_TABLE];
static int ctype_filled;

static int16_t ctype_bits_of(int c)
{
	int bits = 0;

	if (isupper(c))
		bits |= CTYPE_UPPER;
	if (islower(c))
		bits |= CTYPE_LOWER;
	if (isdigit(c))
		bits |= CTYPE_DIGIT;
	if (isxdigit(c))
		bits |= CTYPE_HEX;
	if (ispunct(c))
		bits |= CTYPE_PUNCTUATION;
	if (c == ' ')
		bits |= CTYPE_SPACE;
	else if (isspace(c))
		bits |= CTYPE_WHITE;
	else if (iscntrl(c))
		bits |= CTYPE_CONTROL;
	if (c == '\t')
		bits |= CTYPE_BLANK;
	return (int16_t)bits;
}

static void ctype_fill(void)
{
	ctype_lower[0] = ctype_upper[0] = -1;
	for (int c = 0; c < CTYPE_TABLE - 1; c++) {
		ctype_lower[c + 1] = (int16_t)tolower(c);
		ctype_upper[c + 1] = (int16_t)toupper(c);
		ctype_bits[c + 1] = ctype_bits_of(c);
	}
}

/* Filled by whoever comes first; twice gives the same. */
static const int16_t *ctype_table(const int16_t *table)
{
	if (!__atomic_load_n(&ctype_filled, __ATOMIC_ACQUIRE)) {
		ctype_fill();
		__atomic_store_n(&ctype_filled, 1, __ATOMIC_RELEASE);
	}
	return table + 1;
}

const int16_t *_Getpctype(void)
{
	return ctype_table(ctype_bits);
}
EXPORT(_Getpctype);

const int16_t *_Getptolower(void)
{
	return ctype_table(ctype_lower);
}
EXPORT(_Getptolower);

const int16_t *_Getptoupper(void)
{
	return ctype_table(ctype_upper);
}
EXPORT(_Getptoupper);
