// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: half floats
 *
 * Numbers of 16 bits, of __fp16 and _Float16: Hexagon's scalar unit has none, so clang
 * calls these, which convert, and reckons with floats. They take and give the bits.
 */
#pragma GCC visibility push(hidden)
#include "builtins.h"
#pragma GCC visibility pop

#define HALF_BITS	10	/* of fraction */
#define HALF_INFINITY	0x7c00u
#define HALF_BIAS	15
#define DOUBLE_BITS	52
#define DOUBLE_BIAS	1023

float __extendhfsf2(uint16_t half)
{
	uint32_t sign = (uint32_t)(half & 0x8000) << 16, fraction = half & 0x3ff;
	union { float number; uint32_t bits; } value;

	if ((half & HALF_INFINITY) == HALF_INFINITY) {
		/* What is no number becomes one that does not signal. */
		value.bits = 0x7f800000u | (fraction ? 0x400000u : 0) | fraction << 13;
	} else if (half & HALF_INFINITY) {
		value.bits = ((uint32_t)(half & 0x7fff) << 13) + ((127u - HALF_BIAS) << 23);
	} else {
		value.number = (float)fraction * 0x1p-24f;
	}
	value.bits |= sign;
	return value.number;
}

/* Rounds to the nearest, to even if there are two. */
uint16_t __truncdfhf2(double number)
{
	union { double number; uint64_t bits; } value = { number };
	uint64_t fraction = value.bits & ((1ull << DOUBLE_BITS) - 1), rest, unit;
	uint32_t sign = (uint32_t)(value.bits >> 48) & 0x8000;
	int exponent = (int)(value.bits >> DOUBLE_BITS & 0x7ff) - DOUBLE_BIAS + HALF_BIAS;
	int shift = DOUBLE_BITS - HALF_BITS;
	uint32_t half;

	if (exponent == 0x7ff - DOUBLE_BIAS + HALF_BIAS && fraction)
		return (uint16_t)(sign | HALF_INFINITY | 0x200 | (uint32_t)(fraction >> shift));
	if (exponent > 2 * HALF_BIAS)
		return (uint16_t)(sign | HALF_INFINITY);
	if (exponent < -HALF_BITS)
		return (uint16_t)sign;
	/* Too small for a leading one of its own. */
	if (exponent < 1) {
		fraction |= 1ull << DOUBLE_BITS;
		shift += 1 - exponent;
		exponent = 0;
	}
	unit = 1ull << shift;
	rest = fraction & (unit - 1);
	half = ((uint32_t)exponent << HALF_BITS) + (uint32_t)(fraction >> shift);
	/* A carry out of the fraction counts one in the exponent. */
	return (uint16_t)(sign | (half + (rest > unit / 2 || (rest == unit / 2 && half & 1))));
}

uint16_t __truncsfhf2(float number)
{
	return __truncdfhf2(number);
}
