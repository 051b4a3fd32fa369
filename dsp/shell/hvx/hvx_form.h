/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_FORM_H
#define DSP_SHELL_HVX_FORM_H

#include "hvx/hvx_rare.h"
#include "hvx/hvx_value.h"

/*
 * A value of qf32 or qf16 is a whole number s and an exponent e,
 *
 *	qf32:  s in 31:8, e in 7:0	(2 s + 1) 2^(e - 127 - 23)
 *	qf16:  s in 15:5, e in 4:0	(2 s + 1) 2^(e - 15 - 10)
 *
 * Here: m is 2 s + 1 or the whole number of an sf or hf, in units of 2^(e - bias - fraction).
 */
struct hvx_number {
	int32_t m;
	int32_t e;
};

HVX_LANE struct hvx_number hvx_of_qf32(uint32_t word)
{
	return (struct hvx_number){(int32_t)word >> 7 | 1, word & 0xff};
}

HVX_LANE struct hvx_number hvx_of_qf16(uint32_t half)
{
	return (struct hvx_number){(int16_t)half >> 4 | 1, half & 0x1f};
}

/* Where the result is too large or too small for an sf, or nearly. */
static uint32_t hvx_sf_of_qf32_end(uint32_t word)
{
	struct hvx_number a = hvx_of_qf32(word);
	float m = (float)a.m;

	if (a.e < 24)
		return hvx_bits(m * 0x1p-126f * hvx_float((uint32_t)(a.e + 103) << 23));
	return hvx_bits(m * hvx_float((uint32_t)(a.e - 23) << 23));
}

/* Both have 24 bits: it is exact. The highest one of m goes into the exponent. */
HVX_LANE uint32_t hvx_sf_of_qf32(uint32_t word, int32_t *rare)
{
	struct hvx_number a = hvx_of_qf32(word);
	uint32_t size = (uint32_t)(a.m < 0 ? -a.m : a.m), single;
	int32_t zeros = __builtin_clz(size), e = a.e + 7 - zeros;

	if (hvx_is_rare(rare, word ? e : 0, 253))
		return hvx_sf_of_qf32_end(word);
	single = (word & HVX_SF_SIGN) | (((uint32_t)e << 23) + (size << (zeros - 8)));
	/* What sums that are zero give, and half of the smallest sf. */
	return word ? single : 0;
}

HVX_LANE uint32_t hvx_sf_of_qf16(uint32_t half)
{
	struct hvx_number a = hvx_of_qf16(half);
	uint32_t size = (uint32_t)(a.m < 0 ? -a.m : a.m);
	int32_t zeros = __builtin_clz(size);

	return (half & HVX_HF_SIGN) << 16 |
	       (((uint32_t)(a.e + 132 - zeros) << 23) + (size << (zeros - 8)));
}

#endif
