// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Numbers of <stdlib.h>.
 */

#include <limits.h>

#include "libc/libc.h"
#include "os/export.h"
#include "os/thread.h"

#define NUMBER_EINVAL	22
#define NUMBER_ERANGE	34
#define NUMBER_BASE_MAX	36

static int number_digit(int c)
{
	if (isdigit(c))
		return c - '0';
	return isalpha(c) ? tolower(c) - 'a' + 10 : INT_MAX;
}

struct number {
	unsigned long long value;
	int negative;
	int overflow;		/* more than an unsigned long long holds */
};

static const char *number_skip(const char *text, int *negative)
{
	while (isspace((unsigned char)*text))
		text++;
	*negative = *text == '-';
	return *text == '-' || *text == '+' ? text + 1 : text;
}

/* Blanks, a sign, 0x or 0, digits. */
static struct number number_parse(const char *text, char **end, int base)
{
	struct number number = {0};
	const char *at = number_skip(text, &number.negative), *digits;

	if (base < 0 || base == 1 || base > NUMBER_BASE_MAX) {
		thread_current()->error = NUMBER_EINVAL;
		at = text;
		base = 1;
	} else if ((base == 0 || base == 16) && at[0] == '0' && (at[1] | 0x20) == 'x' &&
		   isxdigit((unsigned char)at[2])) {
		base = 16;
		at += 2;
	} else if (base == 0) {
		base = *at == '0' ? 8 : 10;
	}
	for (digits = at; base > 1 && number_digit((unsigned char)*at) < base; at++) {
		unsigned int digit = number_digit((unsigned char)*at);

		if (number.value > (ULLONG_MAX - digit) / (unsigned int)base)
			number.overflow = 1;
		number.value = number.value * (unsigned int)base + digit;
	}
	if (end)
		*end = (char *)(at == digits ? text : at);
	return number;
}

/* A minus before an unsigned number is taken modulo the type, as C wants it. */
static unsigned long long number_unsigned(const char *text, char **end, int base,
					  unsigned long long most)
{
	struct number number = number_parse(text, end, base);

	if (number.overflow || number.value > most) {
		thread_current()->error = NUMBER_ERANGE;
		return most;
	}
	return number.negative ? -number.value : number.value;
}

static long long number_signed(const char *text, char **end, int base, long long most)
{
	struct number number = number_parse(text, end, base);
	unsigned long long limit = (unsigned long long)most + number.negative;

	if (number.overflow || number.value > limit) {
		thread_current()->error = NUMBER_ERANGE;
		number.value = limit;
	}
	return (long long)(number.negative ? -number.value : number.value);
}

unsigned long long strtoull(const char *text, char **end, int base)
{
	return number_unsigned(text, end, base, ULLONG_MAX);
}
EXPORT(strtoull);
EXPORT_AS(_Stoull, &strtoull);

unsigned long strtoul(const char *text, char **end, int base)
{
	return (unsigned long)number_unsigned(text, end, base, ULONG_MAX);
}
EXPORT(strtoul);
EXPORT_AS(_Stoul, &strtoul);

long long strtoll(const char *text, char **end, int base)
{
	return number_signed(text, end, base, LLONG_MAX);
}
EXPORT(strtoll);
EXPORT_AS(_Stoll, &strtoll);

long strtol(const char *text, char **end, int base)
{
	return (long)number_signed(text, end, base, LONG_MAX);
}
EXPORT(strtol);
EXPORT_AS(_Stol, &strtol);

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
