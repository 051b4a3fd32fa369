/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_VALUE_H
#define DSP_SHELL_HVX_VALUE_H

#include <stdint.h>

/* Part of the code of each lane. */
#define HVX_LANE	static inline __attribute__((always_inline))

/*
 * Values of IEEE 754 as bits: sf has 32, hf 16, bf the upper 16 of an sf. A NaN that
 * is computed is the positive one with all bits set. The processor's scalar unit does
 * the rounding, to nearest, ties to even: the glue has set it so.
 */
#define HVX_SF_SIGN	0x80000000u
#define HVX_SF_INF	0x7f800000u
#define HVX_SF_NAN	0x7fffffffu
#define HVX_HF_SIGN	0x8000u
#define HVX_HF_INF	0x7c00u
#define HVX_HF_NAN	0x7fffu

HVX_LANE int hvx_is_nan_sf(uint32_t value)
{
	return (value & ~HVX_SF_SIGN) > HVX_SF_INF;
}

HVX_LANE int hvx_is_nan_hf(uint32_t value)
{
	return (value & ~HVX_HF_SIGN) > HVX_HF_INF;
}

HVX_LANE float hvx_float(uint32_t bits)
{
	float value;

	__builtin_memcpy(&value, &bits, sizeof(value));
	return value;
}

HVX_LANE uint32_t hvx_bits(float value)
{
	uint32_t bits;

	__builtin_memcpy(&bits, &value, sizeof(bits));
	return bits;
}

/* A result: the scalar unit's NaN has a sign. */
HVX_LANE uint32_t hvx_result(float value)
{
	uint32_t bits = hvx_bits(value);

	return hvx_is_nan_sf(bits) ? HVX_SF_NAN : bits;
}

/* What follows has no jump: hvx_rare.h says why. */
HVX_LANE uint32_t hvx_sf_of_hf(uint32_t half)
{
	uint32_t sign = (half & HVX_HF_SIGN) << 16, size = half & ~HVX_HF_SIGN, small, single;
	int32_t zeros = __builtin_clz(size | 1);

	/* Below 2^-14 all are multiples of 2^-24. */
	small = ((uint32_t)(133 - zeros) << 23) + (size << (zeros - 8));
	small = size ? small : 0;
	single = (size << 13) + (112u << 23);
	single = size < 0x400 ? small : single;
	single = sign | (size == HVX_HF_INF ? HVX_SF_INF : single);
	return size > HVX_HF_INF ? HVX_SF_NAN : single;
}

HVX_LANE uint32_t hvx_hf_of_sf(uint32_t single)
{
	uint32_t sign = single >> 16 & HVX_HF_SIGN, size = single & ~HVX_SF_SIGN, m, half;
	int32_t e = (int32_t)(size >> 23), out = e < 95 ? 31 : 126 - e;

	/* Below 2^-14 all are multiples of 2^-24. */
	m = e < 113 ? (size & 0x7fffff) | 0x800000 : size - (112u << 23);
	out = e < 113 ? out : 13;
	half = (m + (1u << (out - 1)) - 1 + (m >> out & 1)) >> out;
	/* 65520: half way between the largest and what is not */
	half = sign | (size >= 0x477ff000 ? HVX_HF_INF : half);
	return size > HVX_SF_INF ? HVX_HF_NAN : half;
}

HVX_LANE uint32_t hvx_sf_of_bf(uint32_t value)
{
	return value << 16;
}

HVX_LANE uint32_t hvx_bf_of_sf(uint32_t single)
{
	uint32_t value = (single + 0x7fff + (single >> 16 & 1)) >> 16;

	return hvx_is_nan_sf(single) ? HVX_SF_NAN >> 16 : value;
}

#endif
