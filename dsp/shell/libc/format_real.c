// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * %e, %f and %g, exact: the value as a long decimal number, in groups of nine
 * digits, from which the wanted ones are taken and rounded, ties to even. And %a.
 */

#include "libc/format.h"
#include "libc/libc.h"

#define REAL_GROUP	1000000000u
#define REAL_DIGITS	9
#define REAL_INTEGERS	36	/* groups in front of the point: 1.8e308 */
/* Groups behind it: 2^-1074 has 1074 digits, but what is far behind counts as "more". */
#define REAL_FRACTIONS	40
#define REAL_BIAS	1075	/* of a double's exponent, with its significand an integer */
#define REAL_EXPONENT_ZERO	1023
#define REAL_PRECISION_MAX	(REAL_FRACTIONS * REAL_DIGITS - 30)

struct format_decimal {
	uint32_t groups[REAL_INTEGERS + REAL_FRACTIONS];
	/* first: first group that is not 0; end: behind the last */
	int first, end;
};

/* Times 2^bits, at most 29 at once. */
static void format_real_double(struct format_decimal *decimal, int bits)
{
	while (bits > 0) {
		int step = bits > 29 ? 29 : bits;
		uint64_t carry = 0;

		for (int i = REAL_INTEGERS - 1; i >= 0 && (carry || i >= decimal->first); i--) {
			carry += (uint64_t)decimal->groups[i] << step;
			decimal->groups[i] = (uint32_t)(carry % REAL_GROUP);
			carry /= REAL_GROUP;
			if (decimal->groups[i] && i < decimal->first)
				decimal->first = i;
		}
		bits -= step;
	}
}

/* Divided by 2^bits, at most 9 at once, as 2^9 divides a group; lost digits leave a 1. */
static void format_real_halve(struct format_decimal *decimal, int bits)
{
	const int groups = REAL_INTEGERS + REAL_FRACTIONS;

	while (bits > 0) {
		int step = bits > 9 ? 9 : bits;
		uint32_t carry = 0;

		for (int i = decimal->first; i < decimal->end || (carry && i < groups); i++) {
			uint32_t rest = decimal->groups[i] & ((1u << step) - 1);

			decimal->groups[i] = (decimal->groups[i] >> step) + carry;
			carry = (REAL_GROUP >> step) * rest;
			if (i >= decimal->end)
				decimal->end = i + 1;
		}
		if (carry)
			decimal->groups[groups - 1] |= 1;
		while (decimal->first < decimal->end && !decimal->groups[decimal->first])
			decimal->first++;
		bits -= step;
	}
}

static void format_real_expand(struct format_decimal *decimal, uint64_t significand, int exponent)
{
	memset(decimal, 0, sizeof(*decimal));
	decimal->end = REAL_INTEGERS;
	decimal->first = REAL_INTEGERS - 1;
	decimal->groups[REAL_INTEGERS - 1] = (uint32_t)(significand % REAL_GROUP);
	decimal->groups[REAL_INTEGERS - 2] = (uint32_t)(significand / REAL_GROUP);
	if (decimal->groups[REAL_INTEGERS - 2])
		decimal->first = REAL_INTEGERS - 2;
	if (exponent > 0)
		format_real_double(decimal, exponent);
	else
		format_real_halve(decimal, -exponent);
}

static const uint32_t format_real_powers[REAL_DIGITS] = {
	100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1,
};

/* A decimal digit; position 0 is the one in front of the point, 1 behind it. */
static int format_real_digit(const struct format_decimal *decimal, int position)
{
	int place = REAL_INTEGERS * REAL_DIGITS - 1 + position;

	if (place < 0 || place >= (REAL_INTEGERS + REAL_FRACTIONS) * REAL_DIGITS)
		return 0;
	return (int)(decimal->groups[place / REAL_DIGITS] /
		     format_real_powers[place % REAL_DIGITS] % 10);
}

/* Position of the first digit that is not 0; 0 if there is none. */
static int format_real_leading(const struct format_decimal *decimal)
{
	int position = decimal->first * REAL_DIGITS - (REAL_INTEGERS * REAL_DIGITS - 1);

	if (decimal->first >= decimal->end)
		return 0;
	while (!format_real_digit(decimal, position))
		position++;
	return position;
}

/* Round to the digit at a position: what is behind it no longer counts. */
static void format_real_round(struct format_decimal *decimal, int position)
{
	const int last = (REAL_INTEGERS + REAL_FRACTIONS) * REAL_DIGITS;
	int place = REAL_INTEGERS * REAL_DIGITS - 1 + position;
	int next = format_real_digit(decimal, position + 1);
	int up = next > 5;

	if (next == 5) {
		up = format_real_digit(decimal, position) & 1;
		for (int i = place + 2; !up && i < last; i++)
			up = format_real_digit(decimal, i - (REAL_INTEGERS * REAL_DIGITS - 1)) != 0;
	}
	if (!up || place >= last)
		return;
	for (int i = place / REAL_DIGITS, add = 1; add && i >= 0; i--) {
		uint32_t amount = i == place / REAL_DIGITS ?
					  format_real_powers[place % REAL_DIGITS] : 1;

		/* What is behind the position may stay: nobody looks at it. */
		decimal->groups[i] += amount;
		add = decimal->groups[i] >= REAL_GROUP;
		if (add)
			decimal->groups[i] -= REAL_GROUP;
		if (decimal->groups[i] && i < decimal->first)
			decimal->first = i;
	}
	if (decimal->end <= decimal->first)
		decimal->end = decimal->first + 1;
}

/* The digits from one position to another, the point where it belongs. */
static void format_real_digits(struct format_out *out, const struct format_decimal *decimal,
			       int from, int to, int point)
{
	for (int position = from; position <= to; position++) {
		char digit = (char)('0' + format_real_digit(decimal, position));

		format_put(out, &digit, 1);
		if (position == point)
			format_put(out, ".", 1);
	}
}

/* How many digits behind the leading one are needed if zeros at the end are left out. */
static int format_real_needed(const struct format_decimal *decimal, int leading, int precision)
{
	while (precision && !format_real_digit(decimal, leading + precision))
		precision--;
	return precision;
}

struct format_shape {
	int from, to;		/* positions of the digits */
	int exponent;
	int scientific;
	int point;		/* whether there is one */
};

static void format_real_shape(struct format_shape *shape, struct format_decimal *decimal,
			      const struct format_spec *spec, int precision)
{
	int leading = format_real_leading(decimal);
	int general = spec->conversion == 'g';

	if (general && precision)
		precision--;
	shape->scientific = spec->conversion == 'e' || general;
	if (shape->scientific) {
		format_real_round(decimal, leading + precision);
		leading = format_real_leading(decimal);
		shape->exponent = -leading;
		if (general) {
			shape->scientific = -leading < -4 || -leading > precision;
			if (!(spec->flags & FORMAT_ALTERNATE))
				precision = format_real_needed(decimal, leading, precision);
		}
		shape->from = leading;
		shape->to = leading + precision;
		if (!shape->scientific) {
			shape->from = leading < 0 ? leading : 0;
			shape->to = shape->to > 0 ? shape->to : 0;
		}
	} else {
		format_real_round(decimal, precision);
		leading = format_real_leading(decimal);
		shape->from = leading < 0 ? leading : 0;
		shape->to = precision;
	}
	shape->point = spec->flags & FORMAT_ALTERNATE ||
		       shape->to > (shape->scientific ? shape->from : 0);
}

static void format_real_print(struct format_out *out, const struct format_spec *spec,
			      const struct format_decimal *decimal,
			      const struct format_shape *shape, const char *sign)
{
	char tail[8] = "";
	int len = shape->to - shape->from + 1 + shape->point;
	int pad;

	if (shape->scientific)
		snprintf(tail, sizeof(tail), "%c%c%02d", spec->flags & FORMAT_UPPER ? 'E' : 'e',
			 shape->exponent < 0 ? '-' : '+',
			 shape->exponent < 0 ? -shape->exponent : shape->exponent);
	pad = spec->width - len - (int)strlen(sign) - (int)strlen(tail);
	if (!(spec->flags & (FORMAT_LEFT | FORMAT_ZERO)))
		format_fill(out, ' ', pad);
	format_put(out, sign, strlen(sign));
	if ((spec->flags & (FORMAT_LEFT | FORMAT_ZERO)) == FORMAT_ZERO)
		format_fill(out, '0', pad);
	format_real_digits(out, decimal, shape->from, shape->to,
			   shape->point ? (shape->scientific ? shape->from : 0) :
					  shape->to + 1);
	format_put(out, tail, strlen(tail));
	if (spec->flags & FORMAT_LEFT)
		format_fill(out, ' ', pad);
}

#define REAL_HEX_DIGITS	13

/* %a: a digit, the point, up to 13 digits and zeros, and the power of two. */
static void format_real_hex(struct format_out *out, const struct format_spec *spec,
			    const char *sign, uint64_t significand, int exponent)
{
	const char *digits = spec->flags & FORMAT_UPPER ? "0123456789ABCDEF" : "0123456789abcdef";
	int upper = (spec->flags & FORMAT_UPPER) != 0, len = REAL_HEX_DIGITS, zeros = 0, pad;
	char text[REAL_HEX_DIGITS + 2], tail[8];

	if (spec->precision >= 0 && spec->precision < len) {
		uint64_t unit = 1ull << 4 * (len - spec->precision), rest = significand % unit;

		significand -= rest;
		if (rest > unit / 2 || (rest == unit / 2 && significand & unit))
			significand += unit;
		len = spec->precision;
	} else if (spec->precision >= 0) {
		zeros = spec->precision - len;
	} else {
		while (len && !(significand >> 4 * (REAL_HEX_DIGITS - len) & 0xf))
			len--;
	}
	text[0] = digits[significand >> 4 * REAL_HEX_DIGITS];
	text[1] = '.';
	for (int i = 0; i < len; i++)
		text[2 + i] = digits[significand >> 4 * (REAL_HEX_DIGITS - 1 - i) & 0xf];
	len += len || zeros || spec->flags & FORMAT_ALTERNATE ? 2 : 1;
	snprintf(tail, sizeof(tail), "%c%+d", upper ? 'P' : 'p', significand ? exponent : 0);
	pad = spec->width - (int)strlen(sign) - 2 - len - zeros - (int)strlen(tail);
	if (!(spec->flags & (FORMAT_LEFT | FORMAT_ZERO)))
		format_fill(out, ' ', pad);
	format_put(out, sign, strlen(sign));
	format_put(out, upper ? "0X" : "0x", 2);
	if ((spec->flags & (FORMAT_LEFT | FORMAT_ZERO)) == FORMAT_ZERO)
		format_fill(out, '0', pad);
	format_put(out, text, len);
	format_fill(out, '0', zeros);
	format_put(out, tail, strlen(tail));
	if (spec->flags & FORMAT_LEFT)
		format_fill(out, ' ', pad);
}

/**
 * format_real() - append a floating-point number
 * @out: where to
 * @spec: conversion a, e, f or g
 * @value: the number
 */
void format_real(struct format_out *out, const struct format_spec *spec, double value)
{
	struct format_decimal decimal;
	struct format_shape shape;
	int precision = spec->precision < 0 ? 6 : spec->precision;
	const char *sign = spec->flags & FORMAT_PLUS ? "+" : spec->flags & FORMAT_BLANK ? " " : "";
	uint64_t bits;
	int exponent;

	memcpy(&bits, &value, sizeof(bits));
	if (bits >> 63)
		sign = "-";
	exponent = (int)(bits >> 52 & 0x7ff);
	bits &= (1ull << 52) - 1;
	if (exponent == 0x7ff) {
		struct format_spec plain = *spec;
		const char *text = bits ? "nan" : "inf";

		if (spec->flags & FORMAT_UPPER)
			text = bits ? "NAN" : "INF";
		plain.flags &= ~(unsigned int)FORMAT_ZERO;
		format_padded(out, &plain, sign, 0, text, 3);
		return;
	}
	if (exponent)
		bits |= 1ull << 52;
	else
		exponent = 1;
	if (spec->conversion == 'a') {
		format_real_hex(out, spec, sign, bits, exponent - REAL_EXPONENT_ZERO);
		return;
	}
	if (precision > REAL_PRECISION_MAX)
		precision = REAL_PRECISION_MAX;
	format_real_expand(&decimal, bits, exponent - REAL_BIAS);
	format_real_shape(&shape, &decimal, spec, precision);
	format_real_print(out, spec, &decimal, &shape, sign);
}
