// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Numbers without rounding: wide enough for any sum of products of two sf.
 */

#include "hvx_exact.h"

#define EXACT_BITS	(EXACT_LIMBS * 64)

/* Two limbs; no type of ISO C. */
__extension__ typedef unsigned __int128 exact_wide;

/* whole 2^power */
struct exact exact_make(bool negative, uint64_t whole, int power)
{
	struct exact a = {.negative = negative && whole};
	int at = power + EXACT_POINT;

	a.limb[at / 64] = whole << at % 64;
	if (at % 64)
		a.limb[at / 64 + 1] = whole >> (64 - at % 64);
	return a;
}

bool exact_is_zero(const struct exact *a)
{
	for (int i = 0; i < EXACT_LIMBS; i++)
		if (a->limb[i])
			return false;
	return true;
}

static int exact_compare_size(const struct exact *a, const struct exact *b)
{
	for (int i = EXACT_LIMBS; i--;)
		if (a->limb[i] != b->limb[i])
			return a->limb[i] < b->limb[i] ? -1 : 1;
	return 0;
}

/* -1, 0, 1: a is less, equal, greater. */
int exact_compare(const struct exact *a, const struct exact *b)
{
	if (a->negative != b->negative)
		return a->negative ? -1 : 1;
	return a->negative ? -exact_compare_size(a, b) : exact_compare_size(a, b);
}

struct exact exact_add(struct exact a, struct exact b)
{
	bool subtract = a.negative != b.negative;
	exact_wide carry = subtract;

	if (subtract && exact_compare_size(&a, &b) < 0) {
		struct exact swap = a;

		a = b;
		b = swap;
	}
	for (int i = 0; i < EXACT_LIMBS; i++) {
		carry += a.limb[i];
		carry += subtract ? ~b.limb[i] : b.limb[i];
		a.limb[i] = (uint64_t)carry;
		carry >>= 64;
	}
	if (exact_is_zero(&a))
		a.negative = false;
	return a;
}

/* The power of two of the highest bit; of zero, one below all. */
int exact_log(const struct exact *a)
{
	for (int i = EXACT_LIMBS; i--;)
		if (a->limb[i])
			return i * 64 + 63 - __builtin_clzll(a->limb[i]) - EXACT_POINT;
	return -EXACT_POINT - 1;
}

static bool exact_bit(const struct exact *a, int at)
{
	return at >= 0 && at < EXACT_BITS && a->limb[at / 64] >> at % 64 & 1;
}

/*
 * The size of the number in units of 2^power, cut off; of what is lost, whether it is at
 * least a half, and whether there is more than nothing or a half. A unit is a bit at
 * least, and there are fewer than 2^62.
 */
int64_t exact_floor(const struct exact *a, int power, bool *half, bool *rest)
{
	int at = power + EXACT_POINT;
	int64_t whole = 0;

	for (int i = 62; i--;)
		whole = whole << 1 | exact_bit(a, at + i);
	*half = exact_bit(a, at - 1);
	*rest = false;
	for (int i = 0; i < EXACT_LIMBS && i * 64 < at - 1; i++) {
		uint64_t limb = a->limb[i];

		if ((i + 1) * 64 > at - 1)
			limb <<= (i + 1) * 64 - (at - 1);
		*rest |= limb != 0;
	}
	return whole;
}

/* An f8, to nearest, ties to even; 0x80 is too large. Its largest exponent is one like others. */
uint32_t exact_to_f8(const struct exact *a)
{
	int e = exact_log(a) < -7 ? -7 : exact_log(a);
	bool half, rest;
	int64_t whole;

	if (e > 7)
		return 0x80;
	whole = exact_floor(a, e - 3, &half, &rest);
	whole += half && (rest || whole & 1);
	whole += (e + 7) << 3;
	return whole > 0x7f ? 0x80 : (uint32_t)(whole && a->negative) << 7 | (uint32_t)whole;
}
