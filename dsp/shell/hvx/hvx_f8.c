// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * f8: a sign, 4 bits of exponent with bias 8, 3 of fraction; the largest is 240. NaN is 0x80,
 * which would be -0, and stands for infinity too. What is as wide as a pair has even bytes in its
 * first vector and odd ones in the second; of two vectors bytes come by turns.
 */

#include "hvx/hvx_lanes.h"
#include "hvx/hvx_value.h"

#pragma STDC FP_CONTRACT OFF

#define HVX_F8_SIGN	0x80u
#define HVX_F8_NAN	0x80u

/* As an hf, whose bias is greater by 7, the same bits are 2^-7 of it. */
HVX_LANE uint32_t hvx_sf_of_f8(uint32_t byte)
{
	uint32_t sign = (byte & HVX_F8_SIGN) << 8, size = byte & ~HVX_F8_SIGN;
	uint32_t single = hvx_bits(hvx_float(hvx_sf_of_hf(sign | size << 7)) * 128);

	return byte == HVX_F8_NAN ? HVX_SF_NAN : single;
}

/* The exponent is smaller by 7. */
HVX_LANE uint32_t hvx_f8_of_hf(uint32_t half)
{
	uint32_t size = half & ~HVX_HF_SIGN, m = (size & 0x3ff) | 0x400, byte;
	int32_t e = (int32_t)(size >> 10), out = e < 3 ? 14 : 15 - e;

	m = e < 8 ? m : size - (7u << 10);
	out = e < 8 ? out : 7;
	byte = (m + (1u << (out - 1)) - 1 + (m >> out & 1)) >> out;
	byte = e ? byte : 0;
	half = byte ? (half & HVX_HF_SIGN) >> 8 : 0;
	return byte >= HVX_F8_SIGN || e == 31 ? HVX_F8_NAN : half | byte;
}

/* Lanes that become one of each vector of a pair; x is what is there. */
#define HVX_EACH_F8(name, value)						\
	void hvx_##name(const struct hvx_operands *in, union hvx_vector *out)	\
	{									\
		HVX_ROLLED							\
		for (unsigned int i = 0; i < 128; i++) {			\
			uint32_t u = hvx_sf_of_f8(in->u.b[i]);			\
			uint32_t v = hvx_sf_of_f8(in->v.b[i]);			\
			uint32_t x = hvx_sf_of_hf((&in->x)[i % 2].h[i / 2]);	\
										\
			(void)v;						\
			(void)x;						\
			out[i % 2].h[i / 2] = (uint16_t)hvx_hf_of_sf(value);	\
		}								\
	}

/* A NaN is one: its sign is not looked at. */
#define HVX_F8_SUM(a, b)	hvx_bits(hvx_float(a) + hvx_float(b))
#define HVX_F8_PRODUCT		hvx_bits(hvx_float(u) * hvx_float(v))

HVX_EACH_F8(hf_from_f8, u)
HVX_EACH_F8(add_f8, HVX_F8_SUM(u, v))
HVX_EACH_F8(sub_f8, hvx_bits(hvx_float(u) - hvx_float(v)))
HVX_EACH_F8(mul_f8, HVX_F8_PRODUCT)
HVX_EACH_F8(fma_f8, HVX_F8_SUM(HVX_F8_PRODUCT, x))

void hvx_f8_from_hf(const struct hvx_operands *in, union hvx_vector *out)
{
	HVX_ROLLED
	for (unsigned int i = 0; i < 128; i++)
		out->b[i] = (uint8_t)hvx_f8_of_hf((i % 2 ? &in->v : &in->u)->h[i / 2]);
}

#define HVX_EACH_B(name, value)							\
	void hvx_##name(const struct hvx_operands *in, union hvx_vector *out)	\
	{									\
		HVX_ROLLED							\
		for (unsigned int i = 0; i < 128; i++) {			\
			int32_t u = (int8_t)in->u.b[i], v = (int8_t)in->v.b[i];	\
										\
			(void)v;						\
			out->b[i] = (uint8_t)(value);				\
		}								\
	}

/* NaN is the least byte; behind a sign, greater ones are less. */
HVX_LANE int32_t hvx_f8_place(int32_t byte)
{
	return byte < 0 ? -(byte & 0x7f) : byte;
}

HVX_LANE int32_t hvx_f8_choose(int32_t u, int32_t v, int first)
{
	return u == INT8_MIN || v == INT8_MIN ? INT8_MIN : first ? u : v;
}

HVX_EACH_B(abs_f8, u == INT8_MIN ? u : u & 0x7f)
HVX_EACH_B(neg_f8, u & 0x7f ? u ^ INT8_MIN : u)
HVX_EACH_B(fmax_f8, hvx_f8_choose(u, v, hvx_f8_place(u) >= hvx_f8_place(v)))
HVX_EACH_B(fmin_f8, hvx_f8_choose(u, v, hvx_f8_place(u) <= hvx_f8_place(v)))
