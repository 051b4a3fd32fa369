// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The arithmetic of qf32 and qf16 before v79. A value is a whole number s and an
 * exponent e,
 *
 *	qf32:  s in 31:8, e in 7:0	(2 s + 1) 2^(e - 127 - 23)
 *	qf16:  s in 15:5, e in 4:0	(2 s + 1) 2^(e - 15 - 10)
 *
 * so there is no zero, no infinity and no NaN, and a value need not be normalized.
 * An sf or hf that is read is a whole number with an exponent too; those that stand
 * for infinity and NaN are taken as numbers.
 *
 * Here: m is 2 s + 1 or the whole number of an sf, in units of 2^(e - bias - fraction).
 */

#include "hvx/hvx_lanes.h"
#include "hvx/hvx_value.h"

/* Beyond this distance the smaller of two operands only says that there is a rest. */
#define HVX_QF_FAR	36

struct hvx_number {
	int32_t m;
	int32_t e;
};

struct hvx_qformat {
	int32_t fraction;	/* bits of s without its sign */
	int32_t shift;		/* of s in the word */
	int32_t bias;
	int32_t e_max;		/* all bits of the exponent */
};

static const struct hvx_qformat hvx_qf32 = {23, 8, 127, 255};
static const struct hvx_qformat hvx_qf16 = {10, 5, 15, 31};

static inline struct hvx_number hvx_of_sf(uint32_t single)
{
	int32_t e = single >> 23 & 0xff, m = single & 0x7fffff;

	if (e)
		m |= 0x800000;
	else
		e = 1;
	return (struct hvx_number){single & HVX_SF_SIGN ? -m : m, e};
}

static inline struct hvx_number hvx_of_hf(uint32_t half)
{
	int32_t e = half >> 10 & 0x1f, m = half & 0x3ff;

	if (e)
		m |= 0x400;
	else
		e = 1;
	return (struct hvx_number){half & HVX_HF_SIGN ? -m : m, e};
}

static inline struct hvx_number hvx_of_qf32(uint32_t word)
{
	return (struct hvx_number){(int32_t)word >> 7 | 1, word & 0xff};
}

static inline struct hvx_number hvx_of_qf16(uint32_t half)
{
	return (struct hvx_number){(int16_t)half >> 4 | 1, half & 0x1f};
}

static inline struct hvx_number hvx_negative(struct hvx_number a)
{
	return (struct hvx_number){-a.m, a.e};
}

static inline uint32_t hvx_qf_pack(int32_t s, int32_t e, const struct hvx_qformat *f)
{
	return (uint32_t)s << f->shift | (uint32_t)e;
}

/* Too large or too small: the number that is nearest. */
static inline uint32_t hvx_qf_edge(int negative, int large, const struct hvx_qformat *f)
{
	int32_t most = large ? (1 << f->fraction) - 1 : 0;

	return hvx_qf_pack(negative ? ~most : most, large ? f->e_max : 0, f);
}

/* What is left at the ends of the exponents: they have no next one. Units as below. */
static uint32_t __attribute__((noinline)) hvx_qf_round_end(int64_t sum, int32_t k, int32_t e,
							   const struct hvx_qformat *f)
{
	int64_t two = 1ll << (k + f->fraction + 1);
	int wide = sum >= two || sum < -two;
	int32_t halves, place;

	if (e > f->e_max || (wide && e == f->e_max))
		return hvx_qf_edge(sum < 0, 1, f);
	if (e < -1)
		return hvx_qf_edge(sum < 0, 0, f);
	if (wide || e < 0) {
		k++;
		e++;
	}
	halves = (int32_t)(sum >> (k - 1));
	place = (halves & 7) << 1 | ((sum & ((1ll << (k - 1)) - 1)) != 0);
	return hvx_qf_pack((halves >> 3) * 2 + (place > 8), e, f);
}

/*
 * The value sum 2^-k, in units of the exponent e, rounded to what has a form: m is odd,
 * so that of four neighbours one has a form, one has half of it with the next exponent,
 * and one has a form again:
 *
 *	4 n    4 n + 1    4 n + 2    4 n + 3    4 n + 4
 *	          |     (2 n + 1) 2     |
 *
 * Where the next exponent is needed anyway, the one in the middle has no form. k is 1 at
 * least, as the borders are half way.
 */
static inline uint32_t hvx_qf_round(int64_t sum, int32_t k, int32_t e,
				    const struct hvx_qformat *f)
{
	int32_t halves, place;
	int64_t two;
	int wide;

	if (!sum)
		return 0;
	if (__builtin_expect((uint32_t)e >= (uint32_t)f->e_max, 0))
		return hvx_qf_round_end(sum, k, e, f);
	two = 1ll << (k + f->fraction + 1);
	wide = (uint64_t)(sum + two) >= 2 * (uint64_t)two;
	k += wide;
	e += wide;
	halves = (int32_t)(sum >> (k - 1));
	/* In quarters of a unit above 4 n, and whether there is a rest. */
	place = (halves & 7) << 1 | ((sum & ((1ll << (k - 1)) - 1)) != 0);
	if (wide)
		return hvx_qf_pack((halves >> 3) * 2 + (place > 8), e, f);
	if ((uint32_t)(place - 7) <= 3)
		return hvx_qf_pack(halves >> 3, e + 1, f);
	return hvx_qf_pack((halves >> 3) * 2 + (place > 10), e, f);
}

/* The exponent of the highest bit of a number; of zero, one that any other exceeds. */
static inline int32_t hvx_qf_log(struct hvx_number a, const struct hvx_qformat *f)
{
	uint32_t size = (uint32_t)(a.m < 0 ? -a.m : a.m);

	return size ? a.e + 31 - __builtin_clz(size) - f->fraction : -1000;
}

static inline uint32_t hvx_qf_add(struct hvx_number a, struct hvx_number b,
				  const struct hvx_qformat *f)
{
	struct hvx_number swap = a;
	int32_t distance, log, low;
	int64_t sum;

	if (a.e <= b.e) {
		a = b;
		b = swap;
	}
	log = hvx_qf_log(a, f);
	if (log < b.e)
		log = b.e;
	distance = a.e - b.e;
	low = b.e;
	sum = b.m;
	if (distance > HVX_QF_FAR) {
		int32_t away = distance - HVX_QF_FAR;

		/* What is shifted out leaves a last bit: no border has one. */
		low += away;
		sum = away > 31 ? b.m >> 31 | (b.m != 0) :
		      b.m >> away | ((uint32_t)b.m << (32 - away) != 0);
		distance = HVX_QF_FAR;
	}
	sum += (int64_t)a.m << distance;
	return hvx_qf_round(sum * 2, log - low + 1, log, f);
}

static inline uint32_t hvx_qf_mul(struct hvx_number a, struct hvx_number b,
				  const struct hvx_qformat *f)
{
	return hvx_qf_round((int64_t)a.m * b.m, f->fraction, a.e + b.e - f->bias, f);
}

#define HVX_ADD32(a, b)	hvx_qf_add(hvx_of_##a(u), hvx_of_##b(v), &hvx_qf32)
#define HVX_SUB32(a, b)	hvx_qf_add(hvx_of_##a(u), hvx_negative(hvx_of_##b(v)), &hvx_qf32)
#define HVX_MUL32(a, b)	hvx_qf_mul(hvx_of_##a(u), hvx_of_##b(v), &hvx_qf32)
#define HVX_ADD16(a, b)	hvx_qf_add(hvx_of_##a(u), hvx_of_##b(v), &hvx_qf16)
#define HVX_SUB16(a, b)	hvx_qf_add(hvx_of_##a(u), hvx_negative(hvx_of_##b(v)), &hvx_qf16)
#define HVX_MUL16(a, b)	hvx_qf_mul(hvx_of_##a(u), hvx_of_##b(v), &hvx_qf16)

HVX_EACH_W(add_qf32_ss, HVX_ADD32(sf, sf))
HVX_EACH_W(add_qf32_qs, HVX_ADD32(qf32, sf))
HVX_EACH_W(add_qf32_qq, HVX_ADD32(qf32, qf32))
HVX_EACH_W(sub_qf32_ss, HVX_SUB32(sf, sf))
HVX_EACH_W(sub_qf32_qs, HVX_SUB32(qf32, sf))
HVX_EACH_W(sub_qf32_qq, HVX_SUB32(qf32, qf32))
HVX_EACH_W(mul_qf32_ss, HVX_MUL32(sf, sf))
HVX_EACH_W(mul_qf32_qq, HVX_MUL32(qf32, qf32))

HVX_EACH_H(add_qf16_hh, HVX_ADD16(hf, hf))
HVX_EACH_H(add_qf16_qh, HVX_ADD16(qf16, hf))
HVX_EACH_H(add_qf16_qq, HVX_ADD16(qf16, qf16))
HVX_EACH_H(sub_qf16_hh, HVX_SUB16(hf, hf))
HVX_EACH_H(sub_qf16_qh, HVX_SUB16(qf16, hf))
HVX_EACH_H(sub_qf16_qq, HVX_SUB16(qf16, qf16))
HVX_EACH_H(mul_qf16_hh, HVX_MUL16(hf, hf))
HVX_EACH_H(mul_qf16_qh, HVX_MUL16(qf16, hf))
HVX_EACH_H(mul_qf16_qq, HVX_MUL16(qf16, qf16))

/* A product of two with 10 bits of fraction each, as a qf32. */
static inline uint32_t hvx_qf_widen(struct hvx_number a, struct hvx_number b)
{
	return hvx_qf_round((int64_t)a.m * b.m * 16, 1, a.e + b.e - 2 * hvx_qf16.bias +
			    hvx_qf32.bias, &hvx_qf32);
}

HVX_EACH_WIDE(wide_qf32_hh, hvx_qf_widen(hvx_of_hf(u), hvx_of_hf(v)))
HVX_EACH_WIDE(wide_qf32_qh, hvx_qf_widen(hvx_of_qf16(u), hvx_of_hf(v)))
HVX_EACH_WIDE(wide_qf32_qq, hvx_qf_widen(hvx_of_qf16(u), hvx_of_qf16(v)))

/* Where the result is too large or too small for an sf, or nearly. */
static uint32_t __attribute__((noinline)) hvx_sf_of_qf32_end(uint32_t word)
{
	struct hvx_number a = hvx_of_qf32(word);
	float m = (float)a.m;

	if (a.e < 24)
		return hvx_bits(m * 0x1p-126f * hvx_float((uint32_t)(a.e + 103) << 23));
	return hvx_bits(m * hvx_float((uint32_t)(a.e - 23) << 23));
}

/* Both have 24 bits: it is exact. The highest one of m goes into the exponent. */
static inline uint32_t hvx_sf_of_qf32(uint32_t word)
{
	struct hvx_number a = hvx_of_qf32(word);
	uint32_t size = (uint32_t)(a.m < 0 ? -a.m : a.m);
	int32_t zeros = __builtin_clz(size), e = a.e + 7 - zeros;

	if (__builtin_expect((uint32_t)e > 253, 0))
		return hvx_sf_of_qf32_end(word);
	return (word & HVX_SF_SIGN) | (((uint32_t)e << 23) + (size << (zeros - 8)));
}

HVX_EACH_W(sf_from_qf32, hvx_sf_of_qf32(u))

/* Values that are too small for an exact sf are zero as hf. */
void hvx_hf_from_qf32(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 32; i++)
		out->w[i] = hvx_hf_of_sf(hvx_sf_of_qf32(in->u.w[i])) |
			    hvx_hf_of_sf(hvx_sf_of_qf32(in->v.w[i])) << 16;
}

static inline uint32_t hvx_hf_of_qf16(uint32_t half)
{
	struct hvx_number a = hvx_of_qf16(half);

	return hvx_hf_of_sf(hvx_bits((float)a.m * hvx_float((uint32_t)(a.e + 102) << 23)));
}

HVX_EACH_H(hf_from_qf16, hvx_hf_of_qf16(u))
