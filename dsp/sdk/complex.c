// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: complex numbers and whole powers
 *
 * What clang calls for a product or a quotient of complex numbers and for
 * __builtin_powi(). Infinities come out as annex G of C wants it: what has an infinite
 * part is infinite, whatever its other part is.
 */
#pragma GCC visibility push(hidden)
#include "builtins.h"
#pragma GCC visibility pop

#define COMPLEX_DOUBLE_BIAS	1023

/* The power of two that a number's first bit stands for; of normal numbers. */
static int complex_exponent(double number)
{
	union { double number; uint64_t bits; } value = { number };

	return (int)(value.bits >> 52 & 0x7ff) - COMPLEX_DOUBLE_BIAS;
}

/* number * 2^power; in two steps, as 2^power alone may not be a number. */
static double complex_scale(double number, int power)
{
	for (int step = power / 2, i = 0; i < 2; i++, step = power - power / 2) {
		union { uint64_t bits; double number; } factor = {
			(uint64_t)(step + COMPLEX_DOUBLE_BIAS) << 52,
		};

		number *= factor.number;
	}
	return number;
}

/* 1 for an infinity and 0 for all else, or 0 for no number and itself for all else; signed. */
#define COMPLEX_BOX(x)	__builtin_copysign(__builtin_isinf(x) ? 1.0 : 0.0, (x))
#define COMPLEX_REAL(x)	(__builtin_isnan(x) ? __builtin_copysign(0.0, (x)) : (x))

/*
 * For each type: what is infinite in the operands of a product decides, or a part of it
 * that has overflowed.
 */
#define COMPLEX_MULTIPLY(name, type)							\
	_Complex type name(type a, type b, type c, type d)				\
	{										\
		type ac = a * c, bd = b * d, ad = a * d, bc = b * c;			\
		_Complex type product;							\
		int infinite = 0;							\
											\
		__real__ product = ac - bd;						\
		__imag__ product = ad + bc;						\
		if (!__builtin_isnan(__real__ product) || !__builtin_isnan(__imag__ product)) \
			return product;							\
		if (__builtin_isinf(a) || __builtin_isinf(b)) {				\
			a = (type)COMPLEX_BOX(a), b = (type)COMPLEX_BOX(b);		\
			c = (type)COMPLEX_REAL(c), d = (type)COMPLEX_REAL(d);		\
			infinite = 1;							\
		}									\
		if (__builtin_isinf(c) || __builtin_isinf(d)) {				\
			c = (type)COMPLEX_BOX(c), d = (type)COMPLEX_BOX(d);		\
			a = (type)COMPLEX_REAL(a), b = (type)COMPLEX_REAL(b);		\
			infinite = 1;							\
		}									\
		if (!infinite && !__builtin_isinf(ac) && !__builtin_isinf(bd) &&	\
		    !__builtin_isinf(ad) && !__builtin_isinf(bc))			\
			return product;							\
		a = (type)COMPLEX_REAL(a), b = (type)COMPLEX_REAL(b);			\
		c = (type)COMPLEX_REAL(c), d = (type)COMPLEX_REAL(d);			\
		__real__ product = (type)__builtin_inff() * (a * c - b * d);		\
		__imag__ product = (type)__builtin_inff() * (a * d + b * c);		\
		return product;								\
	}

COMPLEX_MULTIPLY(__mulsc3, float)
COMPLEX_MULTIPLY(__muldc3, double)

/* (a + bi) / (c + di), the divisor scaled to about 1, so that its square is a number. */
_Complex double __divdc3(double a, double b, double c, double d)
{
	double most = __builtin_fabs(c) > __builtin_fabs(d) ? __builtin_fabs(c) : __builtin_fabs(d);
	int power = most > 0 && __builtin_isfinite(c) && __builtin_isfinite(d) ?
			    complex_exponent(most) : 0;
	double square;
	_Complex double quotient;

	c = complex_scale(c, -power);
	d = complex_scale(d, -power);
	square = c * c + d * d;
	__real__ quotient = complex_scale((a * c + b * d) / square, -power);
	__imag__ quotient = complex_scale((b * c - a * d) / square, -power);
	if (!__builtin_isnan(__real__ quotient) || !__builtin_isnan(__imag__ quotient))
		return quotient;
	if (square == 0 && (!__builtin_isnan(a) || !__builtin_isnan(b))) {
		__real__ quotient = __builtin_copysign(__builtin_inf(), c) * a;
		__imag__ quotient = __builtin_copysign(__builtin_inf(), c) * b;
	} else if ((__builtin_isinf(a) || __builtin_isinf(b)) && __builtin_isfinite(c) &&
		   __builtin_isfinite(d)) {
		a = COMPLEX_BOX(a), b = COMPLEX_BOX(b);
		__real__ quotient = __builtin_inf() * (a * c + b * d);
		__imag__ quotient = __builtin_inf() * (b * c - a * d);
	} else if ((__builtin_isinf(c) || __builtin_isinf(d)) && __builtin_isfinite(a) &&
		   __builtin_isfinite(b)) {
		c = COMPLEX_BOX(c), d = COMPLEX_BOX(d);
		__real__ quotient = 0.0 * (a * c + b * d);
		__imag__ quotient = 0.0 * (b * c - a * d);
	}
	return quotient;
}

/* A double holds the square of each float. */
_Complex float __divsc3(float a, float b, float c, float d)
{
	_Complex double quotient = __divdc3(a, b, c, d);
	_Complex float rounded;

	__real__ rounded = (float)__real__ quotient;
	__imag__ rounded = (float)__imag__ quotient;
	return rounded;
}

/* Half floats are rounded once more; a float holds the product of each two. */
#define COMPLEX_HALF(name, function)						\
	_Complex _Float16 name(_Float16 a, _Float16 b, _Float16 c, _Float16 d)	\
	{									\
		_Complex float wide = function(a, b, c, d);			\
		_Complex _Float16 half;						\
										\
		__real__ half = (_Float16)__real__ wide;			\
		__imag__ half = (_Float16)__imag__ wide;			\
		return half;							\
	}

COMPLEX_HALF(__mulhc3, __mulsc3)
COMPLEX_HALF(__divhc3, __divsc3)

#define COMPLEX_POWER(name, type)				\
	type name(type base, int power)				\
	{							\
		unsigned int left = power < 0 ? -(unsigned int)power : (unsigned int)power; \
		type result = 1;				\
								\
		for (; left; left >>= 1, base *= base)		\
			if (left & 1)				\
				result *= base;			\
		return power < 0 ? 1 / result : result;		\
	}

COMPLEX_POWER(__powisf2, float)
COMPLEX_POWER(__powidf2, double)
