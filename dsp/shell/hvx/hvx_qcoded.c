// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * qf32 and qf16 from v79 on: results are those of IEEE 754, and the registers have the form
 * of before v79 (hvx_qfloat.c), so that code which writes such bits itself is understood.
 *
 * An sf has a form there: its whole number without the zeros at its end, which is odd. It
 * has none if the exponent grows too much by that, nor have zero, infinity and NaN. These
 * stand in words with the exponent 0, whose values are too small for an sf:
 *
 *	sign	1 followed by those bits of the fraction that can be set	a large number
 *	sign	0								zero
 *	sign	1 above the largest of these, 0 or 1 behind it			infinity, NaN
 */

#include "hvx/hvx_lanes.h"
#include "hvx/hvx_value.h"

#pragma STDC FP_CONTRACT OFF

struct hvx_coding {
	int32_t fraction;	/* bits of it; as many has s without its sign */
	int32_t e_max;		/* of the form; of sf and hf it stands for infinity */
};

static const struct hvx_coding hvx_coded32 = {23, 255};
static const struct hvx_coding hvx_coded16 = {10, 31};

/* Bits of the exponent in a coded word: what is left beside s. */
static inline int32_t hvx_coded_shift(const struct hvx_coding *c)
{
	return c->fraction == 23 ? 8 : 5;
}

/* Where the large numbers begin: all zeros behind the first bit are one too many. */
static inline int32_t hvx_coded_large(const struct hvx_coding *c)
{
	return c->e_max + 1 - c->fraction;
}

/* An sf or hf, without its sign, as a coded word. */
static uint32_t hvx_code_special(uint32_t size, int32_t e, const struct hvx_coding *c)
{
	uint32_t mask = (1u << c->fraction) - 1, code;

	if (!size)
		code = 0;
	else if (e == c->e_max)
		code = (1u << (c->fraction - 1)) | ((size & mask) != 0);
	else
		code = 1u << (e - hvx_coded_large(c)) | (size & mask) >> (c->e_max + 1 - e);
	return code;
}

static inline uint32_t hvx_code(uint32_t negative, uint32_t size, const struct hvx_coding *c)
{
	int32_t e = (int32_t)(size >> c->fraction), zeros, s;
	uint32_t m = size & ((1u << c->fraction) - 1), special;

	if (e)
		m |= 1u << c->fraction;
	zeros = m ? __builtin_ctz(m) : c->fraction;
	if (__builtin_expect(!size || e == c->e_max || (e ? e : 1) + zeros > c->e_max, 0)) {
		special = hvx_code_special(size, e, c);
		/* A NaN has no sign. */
		if (size <= (uint32_t)c->e_max << c->fraction)
			special |= negative << c->fraction;
		return special << hvx_coded_shift(c);
	}
	s = (int32_t)(m >> zeros);
	s = (negative ? -s : s) >> 1;
	return (uint32_t)s << hvx_coded_shift(c) | (uint32_t)((e ? e : 1) + zeros);
}

/* The bits of an sf or hf that stand in a word with the exponent 0. */
static uint32_t hvx_decode_special(uint32_t n, const struct hvx_coding *c)
{
	uint32_t negative = n >> c->fraction, code = n & ((1u << c->fraction) - 1), size;
	int32_t bits = code ? 31 - __builtin_clz(code) : 0;

	if (!code)
		size = 0;
	else if (bits == c->fraction - 1)
		size = (uint32_t)c->e_max << c->fraction | (code & 1 ? (1u << c->fraction) - 1 : 0);
	else
		size = (uint32_t)(bits + hvx_coded_large(c)) << c->fraction |
		       (code - (1u << bits)) << (c->fraction - bits);
	return negative << (c->fraction == 23 ? 31 : 15) | size;
}

static inline uint32_t hvx_of_coded32(uint32_t word)
{
	int32_t e = word & 0xff, m = (int32_t)word >> 7 | 1;
	float value = (float)m;

	if (__builtin_expect(!e, 0)) {
		word = hvx_decode_special(word >> 8, &hvx_coded32);
		return hvx_is_nan_sf(word) ? HVX_SF_NAN : word;
	}
	if (e < 24)
		return hvx_bits(value * 0x1p-126f * hvx_float((uint32_t)(e + 103) << 23));
	return hvx_bits(value * hvx_float((uint32_t)(e - 23) << 23));
}

/* A number that an hf has not, for it is too large, is an sf all the same. */
static inline uint32_t hvx_of_coded16(uint32_t half)
{
	int32_t e = half & 0x1f, m = (int16_t)half >> 4 | 1;

	if (__builtin_expect(!e, 0))
		return hvx_sf_of_hf(hvx_decode_special(half >> 5, &hvx_coded16));
	return hvx_bits((float)m * hvx_float((uint32_t)(e + 102) << 23));
}

static inline uint32_t hvx_code32(uint32_t single)
{
	return hvx_code(single >> 31, single & ~HVX_SF_SIGN, &hvx_coded32);
}

static inline uint32_t hvx_code16(uint32_t half)
{
	return hvx_code(half >> 15 & 1, half & ~HVX_HF_SIGN & 0xffff, &hvx_coded16);
}

/* Of values as sf. */
#define HVX_SUM(a, b)		hvx_result(hvx_float(a) + hvx_float(b))
#define HVX_DIFFERENCE(a, b)	hvx_result(hvx_float(a) - hvx_float(b))
#define HVX_PRODUCT(a, b)	hvx_result(hvx_float(a) * hvx_float(b))
#define HVX_TO16(single)	hvx_code16(hvx_hf_of_sf(single))

#define Q32(lane)	hvx_of_coded32(lane)
#define Q16(lane)	hvx_of_coded16(lane)
#define H16(lane)	hvx_sf_of_hf(lane)

HVX_EACH_W(add_coded32_ss, hvx_code32(HVX_SUM(u, v)))
HVX_EACH_W(add_coded32_qs, hvx_code32(HVX_SUM(Q32(u), v)))
HVX_EACH_W(add_coded32_qq, hvx_code32(HVX_SUM(Q32(u), Q32(v))))
HVX_EACH_W(sub_coded32_ss, hvx_code32(HVX_DIFFERENCE(u, v)))
HVX_EACH_W(sub_coded32_qs, hvx_code32(HVX_DIFFERENCE(Q32(u), v)))
HVX_EACH_W(sub_coded32_sq, hvx_code32(HVX_DIFFERENCE(u, Q32(v))))
HVX_EACH_W(sub_coded32_qq, hvx_code32(HVX_DIFFERENCE(Q32(u), Q32(v))))
HVX_EACH_W(mul_coded32_ss, hvx_code32(HVX_PRODUCT(u, v)))
HVX_EACH_W(mul_coded32_qq, hvx_code32(HVX_PRODUCT(Q32(u), Q32(v))))

HVX_EACH_H(add_coded16_hh, HVX_TO16(HVX_SUM(H16(u), H16(v))))
HVX_EACH_H(add_coded16_qh, HVX_TO16(HVX_SUM(Q16(u), H16(v))))
HVX_EACH_H(add_coded16_qq, HVX_TO16(HVX_SUM(Q16(u), Q16(v))))
HVX_EACH_H(sub_coded16_hh, HVX_TO16(HVX_DIFFERENCE(H16(u), H16(v))))
HVX_EACH_H(sub_coded16_qh, HVX_TO16(HVX_DIFFERENCE(Q16(u), H16(v))))
HVX_EACH_H(sub_coded16_hq, HVX_TO16(HVX_DIFFERENCE(H16(u), Q16(v))))
HVX_EACH_H(sub_coded16_qq, HVX_TO16(HVX_DIFFERENCE(Q16(u), Q16(v))))
HVX_EACH_H(mul_coded16_hh, HVX_TO16(HVX_PRODUCT(H16(u), H16(v))))
HVX_EACH_H(mul_coded16_qh, HVX_TO16(HVX_PRODUCT(Q16(u), H16(v))))
HVX_EACH_H(mul_coded16_qq, HVX_TO16(HVX_PRODUCT(Q16(u), Q16(v))))

HVX_EACH_WIDE(wide_coded_hh, hvx_code32(HVX_PRODUCT(H16(u), H16(v))))
HVX_EACH_WIDE(wide_coded_qh, hvx_code32(HVX_PRODUCT(Q16(u), H16(v))))
HVX_EACH_WIDE(wide_coded_qq, hvx_code32(HVX_PRODUCT(Q16(u), Q16(v))))

/* The glue leaves Rt in the first lane of v. */
void hvx_mul_coded_scalar(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 32; i++)
		out->w[i] = hvx_code32(HVX_PRODUCT(in->u.w[i], in->v.w[0]));
}

HVX_EACH_W(sf_from_coded, hvx_of_coded32(u))
HVX_EACH_H(hf_from_coded, hvx_hf_of_sf(hvx_of_coded16(u)))
HVX_EACH_W(coded_from_sf, hvx_code32(u))
HVX_EACH_H(coded_from_hf, hvx_code16(u))

void hvx_half_from_coded(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 32; i++)
		out->w[i] = hvx_hf_of_sf(Q32(in->u.w[i])) | hvx_hf_of_sf(Q32(in->v.w[i])) << 16;
}

void hvx_bf_from_coded(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 32; i++)
		out->w[i] = hvx_bf_of_sf(Q32(in->u.w[i])) | hvx_bf_of_sf(Q32(in->v.w[i])) << 16;
}

HVX_EACH_W(abs_coded32_q, hvx_code32(Q32(u) & ~HVX_SF_SIGN))
HVX_EACH_W(abs_coded32_s, hvx_code32(u & ~HVX_SF_SIGN))
HVX_EACH_W(neg_coded32_q, hvx_code32(Q32(u) ^ HVX_SF_SIGN))
HVX_EACH_W(neg_coded32_s, hvx_code32(u ^ HVX_SF_SIGN))
HVX_EACH_H(abs_coded16_q, HVX_TO16(Q16(u) & ~HVX_SF_SIGN))
HVX_EACH_H(abs_coded16_h, hvx_code16(u & ~HVX_HF_SIGN))
HVX_EACH_H(neg_coded16_q, HVX_TO16(Q16(u) ^ HVX_SF_SIGN))
HVX_EACH_H(neg_coded16_h, hvx_code16(u ^ HVX_HF_SIGN))
