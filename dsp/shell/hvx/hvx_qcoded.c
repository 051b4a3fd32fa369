// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * qf32 and qf16 from v79 on: results are those of IEEE 754, and the registers have the form
 * of before v79 (hvx_form.h), so that code which writes such bits itself is understood.
 *
 * An sf has a form there: its whole number without the zeros at its end, which is odd. It
 * has none if the exponent grows too much by that, nor have zero, infinity and NaN. These
 * stand in words with the exponent 0, whose values are too small for an sf:
 *
 *	sign	1 followed by those bits of the fraction that can be set	a large number
 *	sign	0								zero
 *	sign	1 above the largest of these, 0 or 1 behind it			infinity, NaN
 */

#include "hvx/hvx_form.h"

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

/* An sf or hf that is not zero, without its sign, as a coded word. */
static uint32_t hvx_code_special(uint32_t size, int32_t e, const struct hvx_coding *c)
{
	uint32_t mask = (1u << c->fraction) - 1;

	if (e == c->e_max)
		return (1u << (c->fraction - 1)) | ((size & mask) != 0);
	return 1u << (e - hvx_coded_large(c)) | (size & mask) >> (c->e_max + 1 - e);
}

HVX_LANE uint32_t hvx_code(uint32_t negative, uint32_t size, const struct hvx_coding *c,
			   int32_t *rare)
{
	uint32_t m = size & ((1u << c->fraction) - 1), word;
	int32_t e = (int32_t)(size >> c->fraction), zeros, more, s;

	m = e ? m | 1u << c->fraction : m;
	zeros = __builtin_ctz(m | 1u << 31);
	more = (e ? e : 1) + zeros;
	/* Infinity and NaN have no zeros at their end, or are too large all the more. */
	if (hvx_is_rare(rare, size ? more + (e == c->e_max) : 0, c->e_max)) {
		word = hvx_code_special(size, e, c);
		/* A NaN has no sign. */
		if (size <= (uint32_t)c->e_max << c->fraction)
			word |= negative << c->fraction;
		return word << hvx_coded_shift(c);
	}
	s = (int32_t)(m >> zeros);
	s = (negative ? -s : s) >> 1;
	word = (uint32_t)s << hvx_coded_shift(c) | (uint32_t)more;
	return size ? word : negative << (c->fraction + hvx_coded_shift(c));
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

static uint32_t __attribute__((noinline)) hvx_of_special32(uint32_t word)
{
	word = hvx_decode_special(word >> 8, &hvx_coded32);
	return hvx_is_nan_sf(word) ? HVX_SF_NAN : word;
}

/* Zero is its sign here too. */
HVX_LANE uint32_t hvx_of_coded32(uint32_t word, int32_t *rare)
{
	uint32_t size = word & ~HVX_SF_SIGN;

	if (hvx_is_rare(rare, size ? (int32_t)(word & 0xff) - 1 : 0, 254))
		return hvx_of_special32(word);
	return hvx_sf_of_qf32(size ? word : 0, rare) | (size ? 0 : word);
}

/* A number that an hf has not, for it is too large, is an sf all the same. */
HVX_LANE uint32_t hvx_of_coded16(uint32_t half, int32_t *rare)
{
	uint32_t size = half & ~HVX_HF_SIGN;

	if (hvx_is_rare(rare, size ? (int32_t)(half & 0x1f) - 1 : 0, 30))
		return hvx_sf_of_hf(hvx_decode_special(half >> 5, &hvx_coded16));
	return size ? hvx_sf_of_qf16(half) : half << 16;
}

HVX_LANE uint32_t hvx_code32(uint32_t single, int32_t *rare)
{
	return hvx_code(single >> 31, single & ~HVX_SF_SIGN, &hvx_coded32, rare);
}

HVX_LANE uint32_t hvx_code16(uint32_t half, int32_t *rare)
{
	return hvx_code(half >> 15 & 1, half & ~HVX_HF_SIGN & 0xffff, &hvx_coded16, rare);
}

#define HVX_CODE32(single)	hvx_code32(single, rare)
#define HVX_CODE16(half)	hvx_code16(half, rare)

/* Of values as sf. */
#define HVX_SUM(a, b)		hvx_result(hvx_float(a) + hvx_float(b))
#define HVX_DIFFERENCE(a, b)	hvx_result(hvx_float(a) - hvx_float(b))
#define HVX_PRODUCT(a, b)	hvx_result(hvx_float(a) * hvx_float(b))
#define HVX_TO16(single)	HVX_CODE16(hvx_hf_of_sf(single))

#define Q32(lane)	hvx_of_coded32(lane, rare)
#define Q16(lane)	hvx_of_coded16(lane, rare)
#define H16(lane)	hvx_sf_of_hf(lane)

HVX_RARE(w, add_coded32_ss, HVX_CODE32(HVX_SUM(u, v)))
HVX_RARE(w, add_coded32_qs, HVX_CODE32(HVX_SUM(Q32(u), v)))
HVX_RARE(w, add_coded32_qq, HVX_CODE32(HVX_SUM(Q32(u), Q32(v))))
HVX_RARE(w, sub_coded32_ss, HVX_CODE32(HVX_DIFFERENCE(u, v)))
HVX_RARE(w, sub_coded32_qs, HVX_CODE32(HVX_DIFFERENCE(Q32(u), v)))
HVX_RARE(w, sub_coded32_sq, HVX_CODE32(HVX_DIFFERENCE(u, Q32(v))))
HVX_RARE(w, sub_coded32_qq, HVX_CODE32(HVX_DIFFERENCE(Q32(u), Q32(v))))
HVX_RARE(w, mul_coded32_ss, HVX_CODE32(HVX_PRODUCT(u, v)))
HVX_RARE(w, mul_coded32_qq, HVX_CODE32(HVX_PRODUCT(Q32(u), Q32(v))))

HVX_RARE(h, add_coded16_hh, HVX_TO16(HVX_SUM(H16(u), H16(v))))
HVX_RARE(h, add_coded16_qh, HVX_TO16(HVX_SUM(Q16(u), H16(v))))
HVX_RARE(h, add_coded16_qq, HVX_TO16(HVX_SUM(Q16(u), Q16(v))))
HVX_RARE(h, sub_coded16_hh, HVX_TO16(HVX_DIFFERENCE(H16(u), H16(v))))
HVX_RARE(h, sub_coded16_qh, HVX_TO16(HVX_DIFFERENCE(Q16(u), H16(v))))
HVX_RARE(h, sub_coded16_hq, HVX_TO16(HVX_DIFFERENCE(H16(u), Q16(v))))
HVX_RARE(h, sub_coded16_qq, HVX_TO16(HVX_DIFFERENCE(Q16(u), Q16(v))))
HVX_RARE(h, mul_coded16_hh, HVX_TO16(HVX_PRODUCT(H16(u), H16(v))))
HVX_RARE(h, mul_coded16_qh, HVX_TO16(HVX_PRODUCT(Q16(u), H16(v))))
HVX_RARE(h, mul_coded16_qq, HVX_TO16(HVX_PRODUCT(Q16(u), Q16(v))))

HVX_RARE(wide, wide_coded_hh, HVX_CODE32(HVX_PRODUCT(H16(u), H16(v))))
HVX_RARE(wide, wide_coded_qh, HVX_CODE32(HVX_PRODUCT(Q16(u), H16(v))))
HVX_RARE(wide, wide_coded_qq, HVX_CODE32(HVX_PRODUCT(Q16(u), Q16(v))))

/* The glue leaves Rt in the first word of v. Lanes of 16 bits have its halves by turns. */
static void hvx_with_scalar(hvx_routine *routine, const struct hvx_operands *in,
			    union hvx_vector *out)
{
	struct hvx_operands splat = {.u = in->u};

	for (unsigned int i = 0; i < 32; i++)
		splat.v.w[i] = in->v.w[0];
	routine(&splat, out);
}

void hvx_mul_coded32_sr(const struct hvx_operands *in, union hvx_vector *out)
{
	hvx_with_scalar(hvx_mul_coded32_ss, in, out);
}

void hvx_mul_coded16_hr(const struct hvx_operands *in, union hvx_vector *out)
{
	hvx_with_scalar(hvx_mul_coded16_hh, in, out);
}

void hvx_mul_coded16_qr(const struct hvx_operands *in, union hvx_vector *out)
{
	hvx_with_scalar(hvx_mul_coded16_qh, in, out);
}

HVX_RARE(w, sf_from_coded, Q32(u))
HVX_RARE(h, hf_from_coded, hvx_hf_of_sf(Q16(u)))
HVX_RARE(w, coded_from_sf, HVX_CODE32(u))
HVX_RARE(h, coded_from_hf, HVX_CODE16(u))
HVX_RARE(w, half_from_coded, hvx_hf_of_sf(Q32(u)) | hvx_hf_of_sf(Q32(v)) << 16)
HVX_RARE(w, bf_from_coded, hvx_bf_of_sf(Q32(u)) | hvx_bf_of_sf(Q32(v)) << 16)

HVX_RARE(w, abs_coded32_q, HVX_CODE32(Q32(u) & ~HVX_SF_SIGN))
HVX_RARE(w, abs_coded32_s, HVX_CODE32(u & ~HVX_SF_SIGN))
HVX_RARE(w, neg_coded32_q, HVX_CODE32(Q32(u) ^ HVX_SF_SIGN))
HVX_RARE(w, neg_coded32_s, HVX_CODE32(u ^ HVX_SF_SIGN))
HVX_RARE(h, abs_coded16_q, HVX_TO16(Q16(u) & ~HVX_SF_SIGN))
HVX_RARE(h, abs_coded16_h, HVX_CODE16(u & ~HVX_HF_SIGN))
HVX_RARE(h, neg_coded16_q, HVX_TO16(Q16(u) ^ HVX_SF_SIGN))
HVX_RARE(h, neg_coded16_h, HVX_CODE16(u ^ HVX_HF_SIGN))
