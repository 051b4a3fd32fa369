// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The arithmetic of qf32 and qf16 before v79. Values have the form of hvx_form.h, so there is
 * no zero, no infinity and no NaN, and a value need not be normalized. An sf or hf that is
 * read is a whole number with an exponent too; those that stand for infinity and NaN are
 * taken as numbers.
 */

#include "hvx/hvx_form.h"

struct hvx_qformat {
	int32_t fraction;	/* bits of s without its sign */
	int32_t shift;		/* of s in the word */
	int32_t bias;
	int32_t e_max;		/* all bits of the exponent */
};

static const struct hvx_qformat hvx_qf32 = {23, 8, 127, 255};
static const struct hvx_qformat hvx_qf16 = {10, 5, 15, 31};

HVX_LANE struct hvx_number hvx_of_sf(uint32_t single)
{
	int32_t e = single >> 23 & 0xff, m = single & 0x7fffff;

	m = e ? m | 0x800000 : m;
	return (struct hvx_number){single & HVX_SF_SIGN ? -m : m, e ? e : 1};
}

HVX_LANE struct hvx_number hvx_of_hf(uint32_t half)
{
	int32_t e = half >> 10 & 0x1f, m = half & 0x3ff;

	m = e ? m | 0x400 : m;
	return (struct hvx_number){half & HVX_HF_SIGN ? -m : m, e ? e : 1};
}

HVX_LANE struct hvx_number hvx_negative(struct hvx_number a)
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

/* Sums are in sixteenths of a unit. Their last bit says too that there is a rest. */
#define HVX_QF_GUARD	4

/* What is left at the ends of the exponents: they have no next one. */
static uint32_t __attribute__((noinline)) hvx_qf_round_end(int32_t sum, int32_t e,
							   const struct hvx_qformat *f)
{
	int32_t two = 1 << (HVX_QF_GUARD + f->fraction + 1), k = HVX_QF_GUARD;
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
	halves = sum >> (k - 1);
	place = (halves & 7) << 1 | ((sum & ((1 << (k - 1)) - 1)) != 0);
	return hvx_qf_pack((halves >> 3) * 2 + (place > 8), e, f);
}

/*
 * A sum, in units of the exponent e, rounded to what has a form: m is odd, so that of four
 * neighbours one has a form, one has half of it with the next exponent, and one has a form
 * again:
 *
 *	4 n    4 n + 1    4 n + 2    4 n + 3    4 n + 4
 *	          |     (2 n + 1) 2     |
 *
 * Where the next exponent is needed anyway, all is twice as far apart, and the one in the
 * middle has no form. The numbers below are sixteenths.
 */
HVX_LANE uint32_t hvx_qf_round(int32_t sum, int32_t e, const struct hvx_qformat *f,
			       int32_t *rare)
{
	uint32_t two = 1u << (HVX_QF_GUARD + f->fraction + 1), word;
	int32_t n, place, s;
	int wide, above, middle;

	if (hvx_is_rare(rare, sum ? e : 0, f->e_max - 1))
		return hvx_qf_round_end(sum, e, f);
	wide = (uint32_t)sum + two >= 2 * two;
	n = sum >> (wide ? 7 : 6);
	place = sum - n * (wide ? 128 : 64);
	above = place > (wide ? 64 : 40);
	middle = place > (wide ? 64 : 24) && !above;
	s = middle ? n : n * 2 + above;
	word = hvx_qf_pack(s, e + (wide || middle), f);
	return sum ? word : 0;
}

/* The exponent of the highest bit of a number; of zero, one that any other exceeds. */
HVX_LANE int32_t hvx_qf_log(struct hvx_number a, const struct hvx_qformat *f)
{
	uint32_t size = (uint32_t)(a.m < 0 ? -a.m : a.m);

	return a.e + (size ? 31 - __builtin_clz(size) : -1) - f->fraction;
}

/* In units of the exponent @e. What is shifted out leaves a last bit: no border has one. */
HVX_LANE int32_t hvx_qf_align(struct hvx_number a, int32_t e)
{
	int32_t by = a.e - e, m = a.m << HVX_QF_GUARD, aligned;

	/* Shifts know a sign: to the left, or back to the right. Zero may go anywhere. */
	by = by < -60 ? -60 : by;
	aligned = __builtin_HEXAGON_S2_asl_r_r(m, by);
	return aligned | (__builtin_HEXAGON_S2_asr_r_r(aligned, by) != m);
}

HVX_LANE uint32_t hvx_qf_add(struct hvx_number a, struct hvx_number b,
			     const struct hvx_qformat *f, int32_t *rare)
{
	int32_t e = a.e < b.e ? a.e : b.e, log_a = hvx_qf_log(a, f), log_b = hvx_qf_log(b, f);

	e = e < log_a ? log_a : e;
	e = e < log_b ? log_b : e;
	return hvx_qf_round(hvx_qf_align(a, e) + hvx_qf_align(b, e), e, f, rare);
}

HVX_LANE uint32_t hvx_qf_mul(struct hvx_number a, struct hvx_number b,
			     const struct hvx_qformat *f, int32_t *rare)
{
	int64_t product = (int64_t)a.m * b.m;
	int32_t out = f->fraction - HVX_QF_GUARD;
	int32_t rest = ((uint32_t)product & ((1u << out) - 1)) != 0;

	return hvx_qf_round((int32_t)(product >> out) | rest, a.e + b.e - f->bias, f, rare);
}

#define HVX_ADD32(a, b)	\
	hvx_qf_add(hvx_of_##a(u), hvx_of_##b(v), &hvx_qf32, rare)
#define HVX_SUB32(a, b)	\
	hvx_qf_add(hvx_of_##a(u), hvx_negative(hvx_of_##b(v)), &hvx_qf32, rare)
#define HVX_MUL32(a, b)	\
	hvx_qf_mul(hvx_of_##a(u), hvx_of_##b(v), &hvx_qf32, rare)
#define HVX_ADD16(a, b)	\
	hvx_qf_add(hvx_of_##a(u), hvx_of_##b(v), &hvx_qf16, rare)
#define HVX_SUB16(a, b)	\
	hvx_qf_add(hvx_of_##a(u), hvx_negative(hvx_of_##b(v)), &hvx_qf16, rare)
#define HVX_MUL16(a, b)	\
	hvx_qf_mul(hvx_of_##a(u), hvx_of_##b(v), &hvx_qf16, rare)

HVX_RARE(w, add_qf32_ss, HVX_ADD32(sf, sf))
HVX_RARE(w, add_qf32_qs, HVX_ADD32(qf32, sf))
HVX_RARE(w, add_qf32_qq, HVX_ADD32(qf32, qf32))
HVX_RARE(w, sub_qf32_ss, HVX_SUB32(sf, sf))
HVX_RARE(w, sub_qf32_qs, HVX_SUB32(qf32, sf))
HVX_RARE(w, sub_qf32_qq, HVX_SUB32(qf32, qf32))
HVX_RARE(w, mul_qf32_ss, HVX_MUL32(sf, sf))
HVX_RARE(w, mul_qf32_qq, HVX_MUL32(qf32, qf32))

HVX_RARE(h, add_qf16_hh, HVX_ADD16(hf, hf))
HVX_RARE(h, add_qf16_qh, HVX_ADD16(qf16, hf))
HVX_RARE(h, add_qf16_qq, HVX_ADD16(qf16, qf16))
HVX_RARE(h, sub_qf16_hh, HVX_SUB16(hf, hf))
HVX_RARE(h, sub_qf16_qh, HVX_SUB16(qf16, hf))
HVX_RARE(h, sub_qf16_qq, HVX_SUB16(qf16, qf16))
HVX_RARE(h, mul_qf16_hh, HVX_MUL16(hf, hf))
HVX_RARE(h, mul_qf16_qh, HVX_MUL16(qf16, hf))
HVX_RARE(h, mul_qf16_qq, HVX_MUL16(qf16, qf16))

/* A product of two with 10 bits of fraction each, as a qf32. */
HVX_LANE uint32_t hvx_qf_widen(struct hvx_number a, struct hvx_number b, int32_t *rare)
{
	int32_t more = hvx_qf32.fraction - 2 * hvx_qf16.fraction + HVX_QF_GUARD;

	return hvx_qf_round(a.m * b.m * (1 << more), a.e + b.e - 2 * hvx_qf16.bias +
			    hvx_qf32.bias, &hvx_qf32, rare);
}

HVX_RARE(wide, wide_qf32_hh, hvx_qf_widen(hvx_of_hf(u), hvx_of_hf(v), rare))
HVX_RARE(wide, wide_qf32_qh, hvx_qf_widen(hvx_of_qf16(u), hvx_of_hf(v), rare))
HVX_RARE(wide, wide_qf32_qq, hvx_qf_widen(hvx_of_qf16(u), hvx_of_qf16(v), rare))

HVX_RARE(w, sf_from_qf32, hvx_sf_of_qf32(u, rare))
