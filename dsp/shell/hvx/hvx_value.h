/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_VALUE_H
#define DSP_SHELL_HVX_VALUE_H

#include <stdint.h>

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

static inline int hvx_is_nan_sf(uint32_t value)
{
	return (value & ~HVX_SF_SIGN) > HVX_SF_INF;
}

static inline int hvx_is_nan_hf(uint32_t value)
{
	return (value & ~HVX_HF_SIGN) > HVX_HF_INF;
}

static inline float hvx_float(uint32_t bits)
{
	float value;

	__builtin_memcpy(&value, &bits, sizeof(value));
	return value;
}

static inline uint32_t hvx_bits(float value)
{
	uint32_t bits;

	__builtin_memcpy(&bits, &value, sizeof(bits));
	return bits;
}

/* A result: the scalar unit's NaN has a sign. */
static inline uint32_t hvx_result(float value)
{
	uint32_t bits = hvx_bits(value);

	return hvx_is_nan_sf(bits) ? HVX_SF_NAN : bits;
}

static inline uint32_t hvx_sf_of_hf(uint32_t half)
{
	uint32_t sign = (half & HVX_HF_SIGN) << 16, size = half & ~HVX_HF_SIGN;

	if (size > HVX_HF_INF)
		return HVX_SF_NAN;
	if (size == HVX_HF_INF)
		return sign | HVX_SF_INF;
	/* Below 2^-14 all are multiples of 2^-24. */
	if (size < 0x400)
		return sign | hvx_bits((float)(int32_t)size * 0x1p-24f);
	return sign | ((size << 13) + (112u << 23));
}

static inline uint32_t hvx_hf_of_sf(uint32_t single)
{
	uint32_t sign = single >> 16 & HVX_HF_SIGN, size = single & ~HVX_SF_SIGN;

	if (size > HVX_SF_INF)
		return HVX_HF_NAN;
	if (size >= 0x477ff000)	/* 65520, half way between the largest and what is not */
		return sign | HVX_HF_INF;
	/* Below 2^-14: the sum with 0.5 rounds to a multiple of 2^-24. */
	if (size < 0x38800000)
		return sign | (hvx_bits(hvx_float(size) + 0.5f) - 0x3f000000);
	size += 0xfff + (size >> 13 & 1);
	return sign | ((size - (112u << 23)) >> 13);
}

static inline uint32_t hvx_sf_of_bf(uint32_t value)
{
	return value << 16;
}

static inline uint32_t hvx_bf_of_sf(uint32_t single)
{
	if (hvx_is_nan_sf(single))
		return HVX_SF_NAN >> 16;
	return (single + 0x7fff + (single >> 16 & 1)) >> 16;
}

/* Whole numbers in the order of values; positive NaN is beyond infinity. */
static inline int32_t hvx_order_sf(uint32_t value)
{
	return value & HVX_SF_SIGN ? (int32_t)(HVX_SF_SIGN - value) : (int32_t)value;
}

#endif
