// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Each lane is taken apart into an exact number, computed with, and put together.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hvx_exact.h"
#include "hvx_model.h"

struct model_format {
	int bits;
	int fraction;
	int bias;
	/* A legacy qf. */
	bool odd;
	/* A qf since: its values are those of IEEE 754, its bits those of a legacy qf. */
	bool coded;
};

/* A lane's value. */
struct model_value {
	bool nan, infinite, negative;
	struct exact exact;
	/* Of a qf or of a float that is read as one: what its exponent says. */
	int exponent;
	uint32_t bits;
};

static struct model_format model_format(enum model_type type, bool ieee)
{
	switch (type) {
	case MODEL_SF:
		return (struct model_format){32, 23, 127, false, false};
	case MODEL_HF:
		return (struct model_format){16, 10, 15, false, false};
	case MODEL_BF:
		return (struct model_format){16, 7, 127, false, false};
	case MODEL_F8:
		return (struct model_format){8, 3, 8, false, false};
	case MODEL_QF32:
		return (struct model_format){32, 23, 127, !ieee, ieee};
	case MODEL_QF16:
		return (struct model_format){16, 10, 15, !ieee, ieee};
	default:
		return (struct model_format){type == MODEL_W ? 32 : type >= MODEL_B ? 8 : 16,
					     0, 0, false, false};
	}
}

static bool model_is_integer(enum model_type type)
{
	return type >= MODEL_W;
}

static int32_t model_integer(enum model_type type, uint32_t bits)
{
	switch (type) {
	case MODEL_W:
		return (int32_t)bits;
	case MODEL_H:
		return (int16_t)bits;
	case MODEL_UH:
		return (uint16_t)bits;
	case MODEL_B:
		return (int8_t)bits;
	default:
		return (uint8_t)bits;
	}
}

/* What a coded word without an exponent stands for, as sf or hf. */
static uint32_t model_decode(const struct model_format *f, uint32_t bits)
{
	int shift = f->bits - 1 - f->fraction, width = 0;
	uint32_t top = (1u << shift) - 1, n = bits >> shift;
	uint32_t code = n & ((1u << f->fraction) - 1), size = 0;

	if (code >> (f->fraction - 1)) {
		size = top << f->fraction | (code & 1);
	} else if (code) {
		while (code >> (width + 1))
			width++;
		size = (top + 1 - (uint32_t)f->fraction + (uint32_t)width) << f->fraction |
		       (code & ~(1u << width)) << (f->fraction - width);
	}
	return (n >> f->fraction & 1) << (f->bits - 1) | size;
}

/* @as_number: what stands for infinity and NaN is a number like others. */
static struct model_value model_unpack(enum model_type type, uint32_t bits, bool ieee,
				       bool as_number)
{
	struct model_format f = model_format(type, ieee);
	int top, e;
	uint32_t fraction = bits & ((1u << f.fraction) - 1);
	struct model_value value = {.bits = bits};

	if (type == MODEL_NONE)
		return value;
	if (model_is_integer(type)) {
		int64_t whole = model_integer(type, bits);

		value.exact = exact_make(whole < 0, (uint64_t)llabs(whole), 0);
		value.negative = whole < 0;
		return value;
	}
	top = (1 << (f.bits - 1 - f.fraction)) - 1;
	if (f.coded && !(bits & (uint32_t)top)) {
		value = model_unpack(type == MODEL_QF32 ? MODEL_SF : MODEL_HF,
				     model_decode(&f, bits), ieee, false);
		value.bits = bits;
		return value;
	}
	if (f.odd || f.coded) {
		int shift = f.bits - 1 - f.fraction;
		int64_t s = (int32_t)(bits << (32 - f.bits)) >> (32 - f.bits + shift);

		value.exponent = (int)(bits & (uint32_t)top) - f.bias;
		value.exact = exact_make(2 * s + 1 < 0, (uint64_t)llabs(2 * s + 1),
					 value.exponent - f.fraction);
		value.negative = s < 0;
		/* All that is computed is no larger than an sf. */
		value.infinite = f.coded && exact_log(&value.exact) > 127;
		return value;
	}
	value.negative = bits >> (f.bits - 1) & 1;
	e = (int)(bits >> f.fraction) & top;
	/* An f8 has no infinity, and NaN in the place of -0. */
	as_number |= type == MODEL_F8;
	value.nan = type == MODEL_F8 ? bits == 0x80 : !as_number && e == top && fraction;
	value.infinite = !as_number && e == top && !fraction;
	if (e)
		fraction |= 1u << f.fraction;
	value.exponent = (e ? e : 1) - f.bias;
	if (!value.nan && !value.infinite)
		value.exact = exact_make(value.negative, fraction, value.exponent - f.fraction);
	return value;
}

/* IEEE 754, to nearest, ties to even. The sign of zero is @zero_sign. */
static uint32_t model_pack_ieee(const struct model_format *f, const struct exact *a,
				bool zero_sign)
{
	int top = (1 << (f->bits - 1 - f->fraction)) - 1, e = exact_log(a);
	uint32_t sign = (uint32_t)(exact_is_zero(a) ? zero_sign : a->negative) << (f->bits - 1);
	bool half, rest;
	int64_t whole;

	if (e < 1 - f->bias)
		e = 1 - f->bias;
	if (e >= top - f->bias)
		return sign | (uint32_t)top << f->fraction;
	whole = exact_floor(a, e - f->fraction, &half, &rest);
	whole += half && (rest || whole & 1);
	/* A carry goes into the exponent, as it should; so does the hidden bit. */
	return sign | (uint32_t)(whole + ((int64_t)(e + f->bias - 1) << f->fraction));
}

static uint32_t model_nan(const struct model_format *f)
{
	return (1u << (f->bits - 1)) - 1;
}

static uint32_t model_qf(const struct model_format *f, int64_t s, int e);

/* An sf or hf as a coded word. */
static uint32_t model_code(const struct model_format *f, uint32_t bits)
{
	int shift = f->bits - 1 - f->fraction, top = (1 << shift) - 1, e, width;
	uint32_t size = bits & model_nan(f), fraction = size & ((1u << f->fraction) - 1), code = 0;
	bool negative = bits >> (f->bits - 1);
	int64_t m;

	e = (int)(size >> f->fraction);
	width = e - (top + 1 - f->fraction);
	m = (int64_t)fraction | (int64_t)(e != 0) << f->fraction;
	if (e == top) {
		code = 1u << (f->fraction - 1) | (fraction != 0);
		negative = negative && !fraction;
	} else if (m) {
		for (e += !e; !(m & 1); m /= 2)
			e++;
		if (e <= top)
			return model_qf(f, ((negative ? -m : m) - 1) / 2, e - f->bias);
		code = 1u << width | fraction >> (f->fraction - width);
	}
	return (code | (uint32_t)negative << f->fraction) << shift;
}

/* The nearest of the numbers that a qf can have at an exponent, ties to the lower one. */
static uint32_t model_qf(const struct model_format *f, int64_t s, int e)
{
	int shift = f->bits - 1 - f->fraction;
	uint32_t mask = f->bits == 32 ? UINT32_MAX : 0xffff;

	return ((uint32_t)s << shift & mask) | (uint32_t)(e + f->bias);
}

/* floor(a / 2^power) and how far above it, in units of a half: 0, 1 (below), 2 (at), 3. */
static int64_t model_floor(const struct exact *a, int power, int *above)
{
	bool half, rest;
	int64_t whole = exact_floor(a, power, &half, &rest);

	*above = half * 2 + rest;
	if (!a->negative)
		return whole;
	whole = -whole;
	if (*above) {
		whole--;
		*above = *above == 2 ? 2 : 4 - *above;
	}
	return whole;
}

static uint32_t model_pack_qf(const struct model_format *f, const struct exact *a, int e)
{
	int most = (1 << (f->bits - 1 - f->fraction)) - 1 - f->bias, least = -f->bias;
	struct exact two = exact_make(a->negative, 2, e);
	bool wide = exact_compare(a, &two) * (a->negative ? -1 : 1) >= (a->negative ? 1 : 0);
	int64_t largest = (1 << f->fraction) - 1, whole, quad;
	int above, place;

	if (exact_is_zero(a))
		return 0;
	if (e > most || (e == most && wide))
		return model_qf(f, a->negative ? -largest - 1 : largest, most);
	if (e < least - 1)
		return model_qf(f, a->negative ? -1 : 0, least);
	if (e == least - 1 || wide) {
		e++;
		wide = true;
	}
	whole = model_floor(a, e - f->fraction, &above);
	quad = whole >> 2;
	/* In quarters: 4 above 4 quad is one unit. */
	place = (int)(whole & 3) * 4 + above;
	if (wide || e == most)
		return model_qf(f, place <= 8 ? 2 * quad : 2 * quad + 1, e);
	if (place <= 6)
		return model_qf(f, 2 * quad, e);
	if (place <= 10)
		return model_qf(f, quad, e + 1);
	return model_qf(f, 2 * quad + 1, e);
}

/* A whole number, cut off or to nearest, within what the type has. */
static uint32_t model_pack_integer(enum model_type type, const struct model_value *value,
				   bool cut)
{
	static const struct {
		int64_t low, high;
	} range[] = {
		[MODEL_W] = {INT32_MIN, INT32_MAX}, [MODEL_H] = {INT16_MIN, INT16_MAX},
		[MODEL_UH] = {0, UINT16_MAX}, [MODEL_B] = {INT8_MIN, INT8_MAX},
		[MODEL_UB] = {0, UINT8_MAX},
	};
	bool half, rest;
	int64_t whole;

	if (value->nan)
		return (uint32_t)(cut && value->negative ? range[type].low : range[type].high);
	if (value->infinite || exact_log(&value->exact) > 40)
		return (uint32_t)(value->negative ? range[type].low : range[type].high);
	whole = exact_floor(&value->exact, 0, &half, &rest);
	if (!cut)
		whole += half && (rest || whole & 1);
	if (value->negative)
		whole = -whole;
	if (whole < range[type].low)
		whole = range[type].low;
	return (uint32_t)(whole > range[type].high ? range[type].high : whole);
}

/* @e: the exponent that a legacy qf shall have. */
static uint32_t model_pack(const struct model_row *row, const struct model_value *value, int e,
			   bool zero_sign)
{
	struct model_format f = model_format(row->d, row->ieee);

	if (model_is_integer(row->d))
		return model_pack_integer(row->d, value, row->op == MODEL_CUT);
	if (row->d == MODEL_F8)
		return value->nan || value->infinite ? 0x80 : exact_to_f8(&value->exact);
	if (f.odd)
		return model_pack_qf(&f, &value->exact, e);
	if (f.coded) {
		struct model_row plain = *row;

		plain.d = row->d == MODEL_QF32 ? MODEL_SF : MODEL_HF;
		return model_code(&f, model_pack(&plain, value, e, zero_sign));
	}
	if (value->nan)
		return model_nan(&f);
	if (value->infinite)
		return (uint32_t)value->negative << (f.bits - 1) |
		       ((1u << (f.bits - 1)) - (1u << f.fraction));
	return model_pack_ieee(&f, &value->exact, zero_sign);
}

static struct model_value model_negate(struct model_value a)
{
	a.negative = !a.negative;
	if (!exact_is_zero(&a.exact))
		a.exact.negative = !a.exact.negative;
	return a;
}

static struct model_value model_add(const struct model_value *a, const struct model_value *b)
{
	struct model_value sum = {.exact = exact_add(a->exact, b->exact)};

	sum.nan = a->nan || b->nan ||
		  (a->infinite && b->infinite && a->negative != b->negative);
	sum.infinite = a->infinite || b->infinite;
	sum.negative = sum.infinite ? (a->infinite ? a->negative : b->negative) :
				      exact_is_zero(&sum.exact) ? a->negative && b->negative :
								  sum.exact.negative;
	return sum;
}

/* The exponent of a legacy sum. */
static int model_add_exponent(const struct model_value *a, const struct model_value *b)
{
	const struct model_value *large = a->exponent > b->exponent ? a : b;
	const struct model_value *small = large == a ? b : a;
	int log = exact_log(&large->exact);

	return log > small->exponent ? log : small->exponent;
}

static struct model_value model_multiply(const struct model_value *a,
					 const struct model_value *b)
{
	struct model_value product = {.negative = a->negative != b->negative};
	bool a_zero = !a->nan && !a->infinite && exact_is_zero(&a->exact);
	bool b_zero = !b->nan && !b->infinite && exact_is_zero(&b->exact);
	bool half, rest;
	int a_log, b_log;

	product.nan = a->nan || b->nan || (a->infinite && b_zero) || (b->infinite && a_zero);
	product.infinite = a->infinite || b->infinite;
	if (product.nan || product.infinite || a_zero || b_zero)
		return product;
	/* All have 25 bits at most. */
	a_log = exact_log(&a->exact) - 25;
	b_log = exact_log(&b->exact) - 25;
	product.exact = exact_make(product.negative,
				   (uint64_t)exact_floor(&a->exact, a_log, &half, &rest) *
				   (uint64_t)exact_floor(&b->exact, b_log, &half, &rest),
				   a_log + b_log);
	return product;
}

/* The place of a float among all, NaN with its sign beyond infinity. */
static int model_order(const struct model_value *a, const struct model_value *b,
		       const struct model_format *f, bool zeroes_differ)
{
	const struct model_value *values[] = {a, b};
	int64_t place[2];

	for (int i = 0; i < 2; i++) {
		uint32_t sign = 1u << (f->bits - 1), size = values[i]->bits & (sign - 1);
		uint32_t quiet = 1u << (f->fraction - 1);

		/* All quiet NaN are the same, and all others. */
		if (values[i]->nan)
			size = (size & ~((1u << f->fraction) - 1)) | (size & quiet ? 2 : 1);
		place[i] = values[i]->bits & sign ? -(int64_t)size : (int64_t)size;
		if (zeroes_differ)
			place[i] = 2 * place[i] - !!(values[i]->bits & sign);
	}
	return (place[0] > place[1]) - (place[0] < place[1]);
}

static uint32_t model_choose(const struct model_row *row, const struct model_value *a,
			     const struct model_value *b)
{
	struct model_format f = model_format(row->u, row->ieee);
	bool quiet = row->op == MODEL_FMAX || row->op == MODEL_FMIN || row->u == MODEL_BF;
	bool max = row->op == MODEL_FMAX || row->op == MODEL_MAX;
	bool first;

	if (quiet && (a->nan || b->nan))
		return row->u == MODEL_F8 ? 0x80 : model_nan(&f);
	/* Of two NaN of one sign, vmax gives the first, and vmin the other. */
	if (a->nan && b->nan && a->negative == b->negative)
		first = true;
	else
		first = model_order(a, b, &f, true) >= 0;
	return first == max ? a->bits : b->bits;
}

static uint32_t model_compare(const struct model_row *row, const struct model_value *a,
			      const struct model_value *b)
{
	struct model_format f = model_format(row->u, row->ieee);

	if (row->op == MODEL_EQ)
		return !a->nan && !b->nan && model_order(a, b, &f, false) == 0;
	return model_order(a, b, &f, false) > 0;
}

static uint32_t model_sum(const struct model_row *row, struct model_value a,
			  struct model_value b)
{
	struct model_value sum = model_add(&a, &b);

	return model_pack(row, &sum, model_add_exponent(&a, &b), sum.negative);
}

static uint32_t model_product(const struct model_row *row, const struct model_value *a,
			      const struct model_value *b, const struct model_value *x)
{
	static const struct model_row single = {MODEL_ADD, MODEL_SF, .ieee = true};
	struct model_value product = model_multiply(a, b);

	if (row->accumulates)
		product = model_add(&product, x);
	/* A sum of f8 is an sf first. */
	if (row->accumulates && row->u == MODEL_F8)
		product = model_unpack(MODEL_SF, model_pack(&single, &product, 0, product.negative),
				       true, false);
	return model_pack(row, &product, a->exponent + b->exponent, product.negative);
}

static uint32_t model_sign(const struct model_row *row, struct model_value a)
{
	struct model_format f = model_format(row->d, true);
	uint32_t sign = 1u << (f.bits - 1), bits = a.bits;

	if (row->d == MODEL_F8 && (a.nan || !bits))
		return bits;
	if (f.coded) {
		if (row->op == MODEL_NEG || a.negative)
			a = model_negate(a);
		return model_pack(row, &a, 0, a.negative);
	}
	return row->op == MODEL_ABS ? bits & ~sign : bits ^ sign;
}

static bool model_is_same(struct model_format a, struct model_format b)
{
	return a.fraction && a.fraction == b.fraction && a.bias == b.bias && a.odd == b.odd &&
	       a.coded == b.coded;
}

/* One lane; of a comparison, 0 or 1. */
static uint32_t model_lane(const struct model_row *row, uint32_t u, uint32_t v, uint32_t x)
{
	bool legacy = model_format(row->d, row->ieee).odd;
	struct model_value a = model_unpack(row->u, u, row->ieee, legacy);
	struct model_value b = model_unpack(row->v, v, row->ieee, legacy);
	struct model_value c = model_unpack(row->d, x, true, false);

	switch (row->op) {
	case MODEL_ADD:
		return model_sum(row, a, b);
	case MODEL_SUB:
		/* The sign of a NaN is not seen. */
		return model_sum(row, a, model_negate(b));
	case MODEL_MPY:
		return model_product(row, &a, &b, &c);
	case MODEL_ABS:
	case MODEL_NEG:
		return model_sign(row, a);
	case MODEL_MAX:
	case MODEL_MIN:
	case MODEL_FMAX:
	case MODEL_FMIN:
		return model_choose(row, &a, &b);
	case MODEL_GT:
	case MODEL_EQ:
		return model_compare(row, &a, &b);
	default:
		/* From one name of a format to another: bits are not looked at. */
		if (model_is_same(model_format(row->u, row->ieee),
				  model_format(row->d, row->ieee)))
			return u;
		return model_pack(row, &a, a.exponent, a.negative);
	}
}

/* Two products of hf and their sum, in sf each. */
static uint32_t model_dot(const struct model_row *row, uint32_t u, uint32_t v, uint32_t x)
{
	const struct model_row multiply = {MODEL_MPY, MODEL_SF, MODEL_HF, MODEL_HF, .ieee = true};
	const struct model_row add = {MODEL_ADD, MODEL_SF, MODEL_SF, MODEL_SF, .ieee = true};
	uint32_t sum = model_lane(&add, model_lane(&multiply, u & 0xffff, v & 0xffff, 0),
				  model_lane(&multiply, u >> 16, v >> 16, 0), 0);

	return row->accumulates ? model_lane(&add, sum, x, 0) : sum;
}

static uint32_t model_get(const void *vector, int bits, int lane)
{
	uint32_t value = 0;

	memcpy(&value, (const uint8_t *)vector + lane * bits / 8, (size_t)bits / 8);
	return value;
}

static void model_put(void *vector, int bits, int lane, uint32_t value)
{
	memcpy((uint8_t *)vector + lane * bits / 8, &value, (size_t)bits / 8);
}

static void model_q(const struct model_row *row, uint8_t *q, const uint8_t *old, int bits,
		    int lane, uint32_t value)
{
	for (int k = lane * bits / 8; k < (lane + 1) * bits / 8; k++) {
		uint8_t was = old[k] != 0;

		q[k] = (uint8_t)(row->combine == '&' ? was & value :
				 row->combine == '|' ? was | value :
				 row->combine == '^' ? was ^ value : value);
	}
}

/* hf and bytes: of four bytes two are of the first vector, and two of the second. */
static void model_bytes(const struct model_row *row, const struct hvx_operands *in,
			struct hvx_results *out)
{
	for (int i = 0; i < 128; i++) {
		int half = row->by_turns ? i / 2 : i / 4 * 2 + i % 2;
		int second = row->by_turns ? i % 2 : i / 2 % 2;

		if (row->d_pair)
			model_put(out->d[second], 16, half,
				  model_lane(row, model_get(in->u[0], 8, i),
					     model_get(in->v, 8, i),
					     model_get(in->x[second], 16, half)));
		else
			model_put(out->d[0], 8, i,
				  model_lane(row, model_get(second ? in->v : in->u[0], 16, half),
					     0, 0));
	}
}

/* Two vectors of 32 bits make one of 16, one lane of each by turns. */
static void model_narrow(const struct model_row *row, const struct hvx_operands *in,
			 struct hvx_results *out)
{
	const uint8_t *odd = row->u_pair ? in->u[1] : in->v;

	for (int i = 0; i < 64; i++)
		model_put(out->d[0], 16, i,
			  model_lane(row, model_get(i % 2 ? odd : in->u[0], 32, i / 2), 0, 0));
}

static void model_widen(const struct model_row *row, const struct hvx_operands *in,
			struct hvx_results *out)
{
	for (int i = 0; i < 64; i++)
		model_put(out->d[i % 2], 32, i / 2,
			  model_lane(row, model_get(in->u[0], 16, i), model_get(in->v, 16, i),
				     model_get(in->x[i % 2], 32, i / 2)));
}

/* What an instruction does to all lanes. */
void model_compute(const struct model_row *row, const struct hvx_operands *in,
		   struct hvx_results *out)
{
	int from = model_format(row->u, true).bits;
	int to = row->d ? model_format(row->d, true).bits : from;

	memcpy(out->d, in->x, sizeof(out->d));
	for (int i = 0; i < 128; i++)
		out->q[i] = in->q[i] != 0;
	if ((from == 8) != (to == 8)) {
		model_bytes(row, in, out);
	} else if (row->op == MODEL_DMPY) {
		for (int i = 0; i < 32; i++)
			model_put(out->d[0], 32, i,
				  model_dot(row, model_get(in->u[0], 32, i),
					    model_get(in->v, 32, i), model_get(in->x[0], 32, i)));
	} else if (to < from) {
		model_narrow(row, in, out);
	} else if (to > from) {
		model_widen(row, in, out);
	} else {
		for (int i = 0; i < 1024 / to; i++) {
			/* Of Rt, lanes of 16 bits have the two halves by turns. */
			int v = row->v_scalar ? i % (32 / from) : i;
			uint32_t value = model_lane(row, model_get(in->u[0], from, i),
						    model_get(in->v, from, v),
						    model_get(in->x[0], from, i));

			if (row->d)
				model_put(out->d[0], to, i, value);
			else
				model_q(row, out->q, in->q, to, i, value);
		}
	}
}
