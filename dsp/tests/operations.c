// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Whatever C can ask of numbers, so that each call that clang makes of it is made. Only
 * linked: what the library then still wants of the DSP must be no function of a compiler.
 */

#include <qda/skel.h>

typedef long long wide;
typedef unsigned long long uwide;

#define BINARY(name, type, result, expression) \
	result name(type a, type b) { return expression; }

BINARY(wide_divide, wide, wide, a / b + a % b)
BINARY(uwide_divide, uwide, uwide, a / b + a % b)
BINARY(word_divide, int, int, a / b + a % b)
BINARY(uword_divide, unsigned int, unsigned int, a / b + a % b)
BINARY(double_divide, double, double, a / b)
BINARY(float_divide, float, float, a / b)
BINARY(half_all, _Float16, _Float16, a * b + a / b - b)
BINARY(half_less, _Float16, int, a < b)
BINARY(complex_half, _Complex _Float16, _Complex _Float16, a * b / (a + b))
BINARY(complex_float, _Complex float, _Complex float, a * b / (a + b))
BINARY(complex_double, _Complex double, _Complex double, a * b / (a + b))
BINARY(complex_long, _Complex long double, _Complex long double, a * b / (a + b))

#define CONVERT(name, from, to)	to name(from number) { return (to)number; }

CONVERT(double_wide, double, wide)
CONVERT(double_uwide, double, uwide)
CONVERT(float_wide, float, wide)
CONVERT(float_uwide, float, uwide)
CONVERT(wide_double, wide, double)
CONVERT(uwide_float, uwide, float)
CONVERT(float_half, float, _Float16)
CONVERT(double_half, double, _Float16)
CONVERT(half_double, _Float16, double)
CONVERT(half_wide, _Float16, wide)
CONVERT(uwide_half, uwide, _Float16)

int wide_multiply(wide a, wide b, wide *product)
{
	return __builtin_mul_overflow(a, b, product);
}

int uwide_multiply(uwide a, uwide b, uwide *product)
{
	return __builtin_mul_overflow(a, b, product);
}

int bits(uwide a)
{
	return __builtin_popcountll(a) + __builtin_ctzll(a) + __builtin_clzll(a) +
	       __builtin_parityll(a);
}

double power(double base, int exponent)
{
	return __builtin_powi(base, exponent) + (double)__builtin_powif((float)base, exponent);
}

/* Enough to keep many registers over calls. */
int registers(int (*call)(int))
{
	int a = call(1), b = call(2), c = call(3), d = call(4), e = call(5), f = call(6);
	int g = call(7), h = call(8), i = call(9), j = call(10), k = call(11);

	return call(a + b) + call(c + d) + call(e + f) + call(g + h) + call(i + j) + call(k);
}
