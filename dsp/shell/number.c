// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Numbers of <stdlib.h> and the characters of <ctype.h>, for ASCII.
 */

#include <limits.h>

#include "export.h"
#include "libc.h"

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

static int number_digit(int c)
{
	if (isdigit(c))
		return c - '0';
	return isalpha(c) ? tolower(c) - 'a' + 10 : INT_MAX;
}

/*
 * Blanks, a sign, 0x or 0, digits. @most is the largest value, @negative whether
 * there was a minus; what is larger becomes @most.
 */
static unsigned long long number_parse(const char *text, char **end, int base,
				       unsigned long long most, int *negative, int *overflow)
{
	const char *at = text, *digits;
	unsigned long long value = 0;

	*overflow = 0;
	while (isspace((unsigned char)*at))
		at++;
	*negative = *at == '-';
	if (*at == '-' || *at == '+')
		at++;
	if ((base == 0 || base == 16) && at[0] == '0' && (at[1] | 0x20) == 'x' &&
	    isxdigit((unsigned char)at[2])) {
		base = 16;
		at += 2;
	} else if (base == 0) {
		base = *at == '0' ? 8 : 10;
	}
	for (digits = at; number_digit((unsigned char)*at) < base; at++) {
		unsigned int digit = number_digit((unsigned char)*at);

		if (*overflow || value > (most - digit) / (unsigned int)base)
			*overflow = 1;
		else
			value = value * (unsigned int)base + digit;
	}
	if (end)
		*end = (char *)(at == digits ? text : at);
	return *overflow ? most : value;
}

unsigned long long strtoull(const char *text, char **end, int base)
{
	int negative, overflow;
	unsigned long long value = number_parse(text, end, base, ULLONG_MAX, &negative, &overflow);

	return negative && !overflow ? -value : value;
}
EXPORT(strtoull);

unsigned long strtoul(const char *text, char **end, int base)
{
	int negative, overflow;
	unsigned long value = number_parse(text, end, base, ULONG_MAX, &negative, &overflow);

	return negative && !overflow ? -value : value;
}
EXPORT(strtoul);

long long strtoll(const char *text, char **end, int base)
{
	int negative, overflow;
	unsigned long long value = number_parse(text, end, base, ULLONG_MAX, &negative, &overflow);

	if (negative)
		return value > LLONG_MAX ? LLONG_MIN : -(long long)value;
	return value > LLONG_MAX ? LLONG_MAX : (long long)value;
}
EXPORT(strtoll);

long strtol(const char *text, char **end, int base)
{
	long long value = strtoll(text, end, base);

	if (value < LONG_MIN)
		return LONG_MIN;
	return value > LONG_MAX ? LONG_MAX : (long)value;
}
EXPORT(strtol);

int atoi(const char *text)
{
	return (int)strtol(text, NULL, 10);
}
EXPORT(atoi);

long atol(const char *text)
{
	return strtol(text, NULL, 10);
}
EXPORT(atol);

long long atoll(const char *text)
{
	return strtoll(text, NULL, 10);
}
EXPORT(atoll);

int abs(int value)
{
	return value < 0 ? -value : value;
}
EXPORT(abs);

long labs(long value)
{
	return value < 0 ? -value : value;
}
EXPORT(labs);

long long llabs(long long value)
{
	return value < 0 ? -value : value;
}
EXPORT(llabs);

/* Not for secrets: the sequence that C's standard gives as an example. */
static unsigned int number_random = 1;

int rand_r(unsigned int *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16 & 0x7fff;
}
EXPORT(rand_r);

int rand(void)
{
	return rand_r(&number_random);
}
EXPORT(rand);

void srand(unsigned int seed)
{
	number_random = seed;
}
EXPORT(srand);
