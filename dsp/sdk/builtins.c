// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: what the compiler calls
 *
 * Hexagon has no division; clang calls these functions for it, and one for
 * copies whose size it knows. Debian has no compiler library for Hexagon, so each
 * library carries its own: hidden, and those that it does not use are left out. The
 * shell of a PD has them too, for libraries that expect them of the DSP.
 */
#pragma GCC visibility push(hidden)
#include "builtins.h"
#pragma GCC visibility pop

/* Of the DSP's C library. */
_Noreturn void _Assert(const char *claim, const char *function);

/*
 * Division by zero is undefined in C. An end that names the place helps more than
 * a number that means nothing.
 */
static void builtin_check_divisor(uint64_t d)
{
	if (!d)
		_Assert("division by zero", "a function of the compiler");
}

/* Quotient and remainder, a bit at a time, from the first bit that can be set. */
static uint64_t builtin_divide(uint64_t n, uint64_t d, uint64_t *rest)
{
	uint64_t quotient = 0;
	int shift;

	builtin_check_divisor(d);
	if (n >= d) {
		shift = __builtin_clzll(d) - __builtin_clzll(n);
		for (d <<= shift; shift >= 0; shift--, d >>= 1) {
			quotient <<= 1;
			if (n >= d) {
				n -= d;
				quotient |= 1;
			}
		}
	}
	*rest = n;
	return quotient;
}

/* The magnitude; right for the smallest number too. */
static uint64_t builtin_abs(int64_t n)
{
	return n < 0 ? -(uint64_t)n : (uint64_t)n;
}

uint64_t __hexagon_udivdi3(uint64_t n, uint64_t d)
{
	uint64_t rest;

	return builtin_divide(n, d, &rest);
}

uint64_t __hexagon_umoddi3(uint64_t n, uint64_t d)
{
	uint64_t rest;

	builtin_divide(n, d, &rest);
	return rest;
}

int64_t __hexagon_divdi3(int64_t n, int64_t d)
{
	uint64_t rest, quotient = builtin_divide(builtin_abs(n), builtin_abs(d), &rest);

	return (int64_t)((n < 0) != (d < 0) ? -quotient : quotient);
}

int64_t __hexagon_moddi3(int64_t n, int64_t d)
{
	uint64_t rest;

	builtin_divide(builtin_abs(n), builtin_abs(d), &rest);
	return (int64_t)(n < 0 ? -rest : rest);
}

uint32_t __hexagon_udivsi3(uint32_t n, uint32_t d)
{
	return (uint32_t)__hexagon_udivdi3(n, d);
}

uint32_t __hexagon_umodsi3(uint32_t n, uint32_t d)
{
	return (uint32_t)__hexagon_umoddi3(n, d);
}

int32_t __hexagon_divsi3(int32_t n, int32_t d)
{
	return (int32_t)__hexagon_divdi3(n, d);
}

int32_t __hexagon_modsi3(int32_t n, int32_t d)
{
	return (int32_t)__hexagon_moddi3(n, d);
}

/* Sizes are multiples of 8, and both ends are aligned to 4 at least. */
void __hexagon_memcpy_likely_aligned_min32bytes_mult8bytes(void *to, const void *from,
							   size_t size)
{
	const uint32_t *word = from;
	volatile uint32_t *out = to;	/* else this loop becomes a call of itself */

	for (size_t i = 0; i < size / sizeof(*word); i++)
		out[i] = word[i];
}

/* Exponent of a number that is not 0, in @bits; makes its first bit that of a one. */
static int builtin_normalise(uint64_t *number, int bits)
{
	int exponent = (int)(*number >> bits);
	int shift;

	if (exponent) {
		*number = (*number & ((1ull << bits) - 1)) | 1ull << bits;
		return exponent;
	}
	shift = __builtin_clzll(*number) - (63 - bits);
	*number <<= shift;
	return 1 - shift;
}

/* What is left of the infinities, of zero, and of what is no number. */
static int builtin_divide_special(uint64_t n, uint64_t d, uint64_t infinity, uint64_t *quotient)
{
	uint64_t nan = infinity | (infinity & -infinity) >> 1;

	if (n > infinity || d > infinity || (n == infinity && d == infinity) || (!n && !d))
		*quotient = nan;
	else if (n == infinity || !d)
		*quotient = infinity;
	else if (!n || d == infinity)
		*quotient = 0;
	else
		return 0;
	return 1;
}

/*
 * IEEE 754: @bits of fraction, below @exponent_bits and a sign; rounds to the
 * nearest, to even if there are two.
 */
static uint64_t builtin_divide_float(uint64_t n, uint64_t d, int bits, int exponent_bits)
{
	uint64_t sign_bit = 1ull << (bits + exponent_bits), sign = (n ^ d) & sign_bit;
	uint64_t infinity = sign_bit - (1ull << bits), quotient = 0, lost = 0;
	int exponent, shift;

	n &= sign_bit - 1;
	d &= sign_bit - 1;
	if (builtin_divide_special(n, d, infinity, &quotient))
		return quotient > infinity ? quotient : sign | quotient;
	exponent = builtin_normalise(&n, bits) - builtin_normalise(&d, bits) +
		   (1 << (exponent_bits - 1)) - 1;
	if (n < d) {
		n <<= 1;
		exponent--;
	}
	if (exponent >= (1 << exponent_bits) - 1)
		return sign | infinity;
	/* The leading one, the fraction, and a bit to round by. */
	for (int i = 0; i < bits + 2; i++) {
		quotient <<= 1;
		if (n >= d) {
			n -= d;
			quotient |= 1;
		}
		n <<= 1;
	}
	lost = n;
	if (exponent < 1) {
		shift = 1 - exponent < bits + 3 ? 1 - exponent : bits + 3;
		lost |= quotient & ((1ull << shift) - 1);
		quotient >>= shift;
		exponent = 0;
	}
	quotient = (quotient >> 1) + ((quotient & 1) && (lost || (quotient & 2)));
	/* The leading one counts as one in the exponent, and so does a carry. */
	return sign | (quotient + (exponent ? (uint64_t)(exponent - 1) << bits : 0));
}

float __hexagon_divsf3(float n, float d)
{
	union { float number; uint32_t bits; } a = { n }, b = { d };

	a.bits = (uint32_t)builtin_divide_float(a.bits, b.bits, 23, 8);
	return a.number;
}

double __hexagon_divdf3(double n, double d)
{
	union { double number; uint64_t bits; } a = { n }, b = { d };

	a.bits = builtin_divide_float(a.bits, b.bits, 52, 11);
	return a.number;
}
