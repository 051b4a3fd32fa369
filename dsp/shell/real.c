// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Floating point of the C library and of Qualcomm's names: the square root in integer
 * arithmetic, exact to the last bit, to nearest, ties to even. The rest is one
 * instruction or a few, which the compiler knows.
 */

#include <stdint.h>

#include "export.h"

#define REAL_SINGLE_BITS	24	/* of the significand, with the hidden one */
#define REAL_DOUBLE_BITS	53

/*
 * One format: its significand's bits and its largest exponent as it is stored.
 * Values are kept as they are in memory.
 */
struct real_format {
	int bits;
	int exponent_max;
	uint64_t sign;
};

static const struct real_format real_single = {REAL_SINGLE_BITS, 0xff, 1ull << 31};
static const struct real_format real_double = {REAL_DOUBLE_BITS, 0x7ff, 1ull << 63};

struct real_parts {
	uint64_t significand;	/* with the hidden bit, normalised; 0: the value is 0 */
	int exponent;		/* as stored; of small numbers it can be negative */
	int infinite, nan;
};

static struct real_parts real_take(uint64_t value, const struct real_format *format)
{
	uint64_t hidden = 1ull << (format->bits - 1);
	struct real_parts parts = {0};

	parts.significand = value & (hidden - 1);
	parts.exponent = (int)((value & (format->sign - 1)) >> (format->bits - 1));
	if (parts.exponent == format->exponent_max) {
		parts.nan = parts.significand != 0;
		parts.infinite = !parts.nan;
		return parts;
	}
	if (parts.exponent) {
		parts.significand |= hidden;
		return parts;
	}
	parts.exponent = 1;
	while (parts.significand && !(parts.significand & hidden)) {
		parts.significand <<= 1;
		parts.exponent--;
	}
	return parts;
}

/*
 * The significand has two bits more than the format, with its highest bit set,
 * and the last one is set if anything was lost. The exponent is what is stored
 * if nothing overflows or gets too small.
 */
static uint64_t real_round(uint64_t significand, int exponent, const struct real_format *format)
{
	uint64_t rest;

	if (exponent >= format->exponent_max)
		return (uint64_t)format->exponent_max << (format->bits - 1);
	for (; exponent < 1 && significand > 1; exponent++)
		significand = significand >> 1 | (significand & 1);
	rest = significand & 3;
	significand >>= 2;
	if (rest > 2 || (rest == 2 && significand & 1))
		significand++;
	/* The hidden bit, if there is one, adds one to the exponent; so does a carry. */
	if (exponent < 1)
		exponent = 1;
	return ((uint64_t)(exponent - 1) << (format->bits - 1)) + significand;
}

static uint64_t real_nan(const struct real_format *format)
{
	return ((uint64_t)format->exponent_max << (format->bits - 1)) |
	       1ull << (format->bits - 2);
}

/* The bits of the square root. */
static uint64_t real_root(uint64_t value, const struct real_format *format)
{
	struct real_parts a = real_take(value, format);
	int exponent = a.exponent - format->exponent_max / 2;
	uint64_t root = 0, remainder = 0, significand = a.significand;

	if (a.nan)
		return real_nan(format);
	if (!a.infinite && !a.significand)
		return value;
	if (value & format->sign)
		return real_nan(format);
	if (a.infinite)
		return value;
	/* Two bits a step, the first pair 1 to 3: an odd exponent gives one to the significand. */
	significand <<= 64 - format->bits;
	if (exponent & 1) {
		exponent--;
	} else {
		significand >>= 1;
	}
	for (int i = 0; i < format->bits + 1; i++) {
		remainder = remainder << 2 | significand >> 62;
		significand <<= 2;
		root <<= 1;
		if (remainder >= (root << 1 | 1)) {
			remainder -= root << 1 | 1;
			root |= 1;
		}
	}
	return real_round(root << 1 | !!(remainder | significand),
			  exponent / 2 + format->exponent_max / 2, format);
}

union real_float {
	float value;
	uint32_t bits;
};

union real_long {
	double value;
	uint64_t bits;
};

static float real_float_of(uint64_t bits)
{
	return (union real_float){.bits = (uint32_t)bits}.value;
}

static double real_double_of(uint64_t bits)
{
	return (union real_long){.bits = bits}.value;
}

static uint64_t real_bits(float value)
{
	return (union real_float){.value = value}.bits;
}

static uint64_t real_long_bits(double value)
{
	return (union real_long){.value = value}.bits;
}

float sqrtf(float value)
{
	return real_float_of(real_root(real_bits(value), &real_single));
}
EXPORT(sqrtf);
EXPORT_AS(__hexagon_sqrtf, &sqrtf);
EXPORT_AS(__qdsp_sqrtf, &sqrtf);
EXPORT_AS(__hexagon_fast_sqrtf, &sqrtf);
EXPORT_AS(__hexagon_fast2_sqrtf, &sqrtf);

double sqrt(double value)
{
	return real_double_of(real_root(real_long_bits(value), &real_double));
}
EXPORT(sqrt);
EXPORT_AS(__hexagon_sqrt, &sqrt);
EXPORT_AS(__hexagon_sqrtdf2, &sqrt);
EXPORT_AS(__hexagon_fast2_sqrtdf2, &sqrt);

/* Processors of old have no instructions for these. */

double __hexagon_adddf3(double left, double right)
{
	return left + right;
}
EXPORT(__hexagon_adddf3);
EXPORT_AS(__hexagon_fast_adddf3, &__hexagon_adddf3);
EXPORT_AS(__qdsp_adddf3, &__hexagon_adddf3);

double __hexagon_subdf3(double left, double right)
{
	return left - right;
}
EXPORT(__hexagon_subdf3);
EXPORT_AS(__hexagon_fast_subdf3, &__hexagon_subdf3);
EXPORT_AS(__qdsp_subdf3, &__hexagon_subdf3);

double __hexagon_muldf3(double left, double right)
{
	return left * right;
}
EXPORT(__hexagon_muldf3);
EXPORT_AS(__hexagon_fast_muldf3, &__hexagon_muldf3);
EXPORT_AS(__qdsp_muldf3, &__hexagon_muldf3);

float fabsf(float value)
{
	return real_float_of(real_bits(value) & ~real_single.sign);
}
EXPORT(fabsf);

double fabs(double value)
{
	return real_double_of(real_long_bits(value) & ~real_double.sign);
}
EXPORT(fabs);
