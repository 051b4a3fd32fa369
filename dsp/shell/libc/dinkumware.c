// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What Qualcomm's C library, which is Dinkumware's, has and musl has not: the tables that
 * the macros of its <ctype.h> read, from -1, that is EOF; names of its own for numbers of
 * texts; and a rand() whose numbers are not larger than its RAND_MAX.
 */

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>

#include "os/export.h"

/* The bits of the table for <ctype.h>. */
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

EXPORT_AS(_Stol, &strtol);
EXPORT_AS(_Stoll, &strtoll);
EXPORT_AS(_Stoul, &strtoul);
EXPORT_AS(_Stoull, &strtoull);

/* Not for secrets: the sequence that C's standard gives as an example. */
static unsigned int dinkumware_seed = 1;

int rand_r(unsigned int *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16 & 0x7fff;
}
EXPORT(rand_r);

int rand(void)
{
	return rand_r(&dinkumware_seed);
}
EXPORT(rand);

void srand(unsigned int seed)
{
	dinkumware_seed = seed;
}
EXPORT(srand);
