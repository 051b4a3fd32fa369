// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Four layers of a neural network with HVX floating point: softmax, layer normalisation,
 * GELU, and a product of matrices of half floats. Each is written twice, number by number
 * and 32 numbers at a time, in the same order of steps: both results are the same to the
 * last bit, because these instructions round as IEEE 754 says. docs/port-hvx.md tells how
 * one comes from the other.
 */
#include <hexagon_types.h>
#include <hvx_hexagon_protos.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <qda/skel.h>

#define NEURAL_LANES	32u		/* floats of a vector */
#define NEURAL_HALVES	64u

/* A product and a sum, each rounded: what the vector unit has. */
#pragma clang fp contract(off)

static HVX_Vector neural_splat(float number)
{
	int bits;

	memcpy(&bits, &number, sizeof(bits));
	return Q6_V_vsplat_R(bits);
}

/* @count numbers of any alignment; the lanes behind them get @rest. */
static HVX_Vector neural_load(const float *from, uint32_t count, float rest)
{
	HVX_Vector v = neural_splat(rest);

	memcpy(&v, from, (count < NEURAL_LANES ? count : NEURAL_LANES) * sizeof(*from));
	return v;
}

static void neural_store(float *to, HVX_Vector v, uint32_t count)
{
	memcpy(to, &v, (count < NEURAL_LANES ? count : NEURAL_LANES) * sizeof(*to));
}

static float neural_first(HVX_Vector v)
{
	int bits = Q6_R_vextract_VR(v, 0);
	float number;

	memcpy(&number, &bits, sizeof(number));
	return number;
}

/* -------------------------------------------------------------- reductions -- */

/* The sum of all lanes: halves onto halves. neural_sum() adds in the same order. */
static float neural_sum_lanes(HVX_Vector v)
{
	for (int bytes = 64; bytes >= 4; bytes /= 2)
		v = Q6_Vsf_vadd_VsfVsf(v, Q6_V_vror_VR(v, bytes));
	return neural_first(v);
}

static float neural_max_lanes(HVX_Vector v)
{
	for (int bytes = 64; bytes >= 4; bytes /= 2)
		v = Q6_Vsf_vmax_VsfVsf(v, Q6_V_vror_VR(v, bytes));
	return neural_first(v);
}

static float neural_sum(float *lane)
{
	for (uint32_t half = NEURAL_LANES / 2; half; half /= 2)
		for (uint32_t i = 0; i < half; i++)
			lane[i] += lane[i + half];
	return lane[0];
}

/* -------------------------------------------------------------- exponential -- */

/*
 * e^x is 2^n e^f with the whole number n next to x / ln 2. Adding 1.5 * 2^23 leaves no bits
 * behind the point, so n stands in the low bits of the sum. f is at most ln 2 / 2; ln 2 in
 * two parts, of which n times the first is exact. Then six terms of the series.
 */
#define NEURAL_EXP_LOW		-87.0f	/* below, the result is subnormal */
#define NEURAL_EXP_HIGH		80.0f	/* above, what GELU divides by would be too large */
#define NEURAL_LOG2_E		1.44269504f
#define NEURAL_ROUND		12582912.0f
#define NEURAL_LN2_HIGH		0.693359375f
#define NEURAL_LN2_LOW		-2.12194440e-4f

static const float neural_series[] = {
	1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f, 1, 1,
};

#define NEURAL_TERMS (sizeof(neural_series) / sizeof(*neural_series))

static float neural_exp(float x)
{
	float shifted, n, f, sum = neural_series[0];
	int32_t bits, whole;

	x = x < NEURAL_EXP_LOW ? NEURAL_EXP_LOW : x > NEURAL_EXP_HIGH ? NEURAL_EXP_HIGH : x;
	shifted = x * NEURAL_LOG2_E + NEURAL_ROUND;
	n = shifted - NEURAL_ROUND;
	f = x - n * NEURAL_LN2_HIGH;
	f = f - n * NEURAL_LN2_LOW;
	for (uint32_t i = 1; i < NEURAL_TERMS; i++)
		sum = sum * f + neural_series[i];
	memcpy(&whole, &shifted, sizeof(whole));
	memcpy(&bits, &sum, sizeof(bits));
	bits += whole << 23;
	memcpy(&sum, &bits, sizeof(sum));
	return sum;
}

static HVX_Vector neural_exp_lanes(HVX_Vector x)
{
	HVX_Vector shift = neural_splat(NEURAL_ROUND), sum = neural_splat(neural_series[0]);
	HVX_Vector shifted, n, f;

	x = Q6_Vsf_vmin_VsfVsf(Q6_Vsf_vmax_VsfVsf(x, neural_splat(NEURAL_EXP_LOW)),
			       neural_splat(NEURAL_EXP_HIGH));
	shifted = Q6_Vsf_vmpy_VsfVsf(x, neural_splat(NEURAL_LOG2_E));
	shifted = Q6_Vsf_vadd_VsfVsf(shifted, shift);
	n = Q6_Vsf_vsub_VsfVsf(shifted, shift);
	f = Q6_Vsf_vsub_VsfVsf(x, Q6_Vsf_vmpy_VsfVsf(n, neural_splat(NEURAL_LN2_HIGH)));
	f = Q6_Vsf_vsub_VsfVsf(f, Q6_Vsf_vmpy_VsfVsf(n, neural_splat(NEURAL_LN2_LOW)));
	for (uint32_t i = 1; i < NEURAL_TERMS; i++)
		sum = Q6_Vsf_vadd_VsfVsf(Q6_Vsf_vmpy_VsfVsf(sum, f),
					 neural_splat(neural_series[i]));
	return Q6_Vw_vadd_VwVw(sum, Q6_Vw_vasl_VwR(shifted, 23));
}

/* ----------------------------------------------------------------- softmax -- */

/* Rows of one length, without gaps; every row is done alone. */
static int neural_check_rows(const struct skel_arg *in, const struct skel_arg *out,
			     uint32_t *rows)
{
	uint32_t columns = *(const uint32_t *)in[0].data;

	if (!columns || columns > 1u << 20 || in[1].size != out[0].size ||
	    in[1].size % (columns * sizeof(float)))
		return SKEL_EBADPARM;
	*rows = in[1].size / (columns * sizeof(float));
	return 0;
}

static void neural_softmax_row(const float *x, float *y, uint32_t columns)
{
	float lane[NEURAL_LANES] = { 0 }, most = x[0], factor;

	for (uint32_t i = 1; i < columns; i++)
		most = x[i] > most ? x[i] : most;
	for (uint32_t i = 0; i < columns; i++) {
		y[i] = neural_exp(x[i] - most);
		lane[i % NEURAL_LANES] += y[i];
	}
	factor = 1 / neural_sum(lane);
	for (uint32_t i = 0; i < columns; i++)
		y[i] *= factor;
}

static void neural_softmax_row_hvx(const float *x, float *y, uint32_t columns)
{
	HVX_Vector most = neural_splat(-INFINITY), sum = Q6_V_vzero(), factor;

	for (uint32_t i = 0; i < columns; i += NEURAL_LANES)
		most = Q6_Vsf_vmax_VsfVsf(most, neural_load(x + i, columns - i, -INFINITY));
	most = neural_splat(neural_max_lanes(most));
	for (uint32_t i = 0; i < columns; i += NEURAL_LANES) {
		HVX_Vector v = neural_load(x + i, columns - i, 0);

		v = neural_exp_lanes(Q6_Vsf_vsub_VsfVsf(v, most));
		neural_store(y + i, v, columns - i);
		sum = Q6_Vsf_vadd_VsfVsf(sum, neural_load(y + i, columns - i, 0));
	}
	factor = neural_splat(1 / neural_sum_lanes(sum));
	for (uint32_t i = 0; i < columns; i += NEURAL_LANES)
		neural_store(y + i, Q6_Vsf_vmpy_VsfVsf(neural_load(y + i, columns - i, 0), factor),
			     columns - i);
}

static int neural_softmax_rows(struct skel_arg *in, struct skel_arg *out,
			       void (*row)(const float *x, float *y, uint32_t columns))
{
	uint32_t columns = *(const uint32_t *)in[0].data, rows;
	int ret = neural_check_rows(in, out, &rows);

	for (uint32_t i = 0; !ret && i < rows; i++)
		row((const float *)in[1].data + (size_t)i * columns,
		    (float *)out[0].data + (size_t)i * columns, columns);
	return ret;
}

int neural_softmax(void *state, struct skel_arg *in, struct skel_arg *out)
{
	return neural_softmax_rows(in, out, neural_softmax_row);
}

int neural_softmax_hvx(void *state, struct skel_arg *in, struct skel_arg *out)
{
	return neural_softmax_rows(in, out, neural_softmax_row_hvx);
}

/* --------------------------------------------------------------- layer norm -- */

#define NEURAL_EPSILON 1e-5f

static void neural_norm_row(const float *x, const float *gain, const float *bias, float *y,
			    uint32_t columns)
{
	float lane[NEURAL_LANES] = { 0 }, mean, factor;

	for (uint32_t i = 0; i < columns; i++)
		lane[i % NEURAL_LANES] += x[i];
	mean = neural_sum(lane) / (float)columns;
	memset(lane, 0, sizeof(lane));
	for (uint32_t i = 0; i < columns; i++) {
		y[i] = x[i] - mean;
		lane[i % NEURAL_LANES] += y[i] * y[i];
	}
	factor = 1 / sqrtf(neural_sum(lane) / (float)columns + NEURAL_EPSILON);
	for (uint32_t i = 0; i < columns; i++)
		y[i] = y[i] * factor * gain[i] + bias[i];
}

static void neural_norm_row_hvx(const float *x, const float *gain, const float *bias, float *y,
				uint32_t columns)
{
	HVX_Vector sum = Q6_V_vzero(), squares = Q6_V_vzero(), mean, factor;

	for (uint32_t i = 0; i < columns; i += NEURAL_LANES)
		sum = Q6_Vsf_vadd_VsfVsf(sum, neural_load(x + i, columns - i, 0));
	mean = neural_splat(neural_sum_lanes(sum) / (float)columns);
	for (uint32_t i = 0; i < columns; i += NEURAL_LANES) {
		neural_store(y + i, Q6_Vsf_vsub_VsfVsf(neural_load(x + i, columns - i, 0), mean),
			     columns - i);
		sum = neural_load(y + i, columns - i, 0);
		squares = Q6_Vsf_vadd_VsfVsf(squares, Q6_Vsf_vmpy_VsfVsf(sum, sum));
	}
	factor = neural_splat(1 / sqrtf(neural_sum_lanes(squares) / (float)columns +
					NEURAL_EPSILON));
	for (uint32_t i = 0; i < columns; i += NEURAL_LANES) {
		HVX_Vector v = Q6_Vsf_vmpy_VsfVsf(neural_load(y + i, columns - i, 0), factor);

		v = Q6_Vsf_vmpy_VsfVsf(v, neural_load(gain + i, columns - i, 0));
		v = Q6_Vsf_vadd_VsfVsf(v, neural_load(bias + i, columns - i, 0));
		neural_store(y + i, v, columns - i);
	}
}

static int neural_norm_rows(struct skel_arg *in, struct skel_arg *out,
			    void (*row)(const float *x, const float *gain, const float *bias,
					float *y, uint32_t columns))
{
	uint32_t columns = *(const uint32_t *)in[0].data, rows;
	int ret = neural_check_rows(in, out, &rows);

	if (!ret && (in[2].size != columns * sizeof(float) || in[3].size != in[2].size))
		ret = SKEL_EBADPARM;
	for (uint32_t i = 0; !ret && i < rows; i++)
		row((const float *)in[1].data + (size_t)i * columns, in[2].data, in[3].data,
		    (float *)out[0].data + (size_t)i * columns, columns);
	return ret;
}

int neural_norm(void *state, struct skel_arg *in, struct skel_arg *out)
{
	return neural_norm_rows(in, out, neural_norm_row);
}

int neural_norm_hvx(void *state, struct skel_arg *in, struct skel_arg *out)
{
	return neural_norm_rows(in, out, neural_norm_row_hvx);
}

/* --------------------------------------------------------------------- GELU -- */

/*
 * x / (1 + e^(-2 c (x + 0.044715 x^3))) with c the root of 2 / pi: the usual form by tanh().
 * There is no division of vectors: the inverse begins with a guess from the bits, which
 * three steps of Newton's make exact but for the last bits.
 */
#define NEURAL_GELU_CUBE	0.044715f
#define NEURAL_GELU_SLOPE	-1.59576912f
#define NEURAL_INVERSE		0x7ef311c7

static float neural_inverse(float x)
{
	int32_t bits;
	float y;

	memcpy(&bits, &x, sizeof(bits));
	bits = NEURAL_INVERSE - bits;
	memcpy(&y, &bits, sizeof(y));
	for (int i = 0; i < 3; i++)
		y = y * (2 - x * y);
	return y;
}

static HVX_Vector neural_inverse_lanes(HVX_Vector x)
{
	HVX_Vector y = Q6_Vw_vsub_VwVw(Q6_V_vsplat_R(NEURAL_INVERSE), x), two = neural_splat(2);

	for (int i = 0; i < 3; i++)
		y = Q6_Vsf_vmpy_VsfVsf(y, Q6_Vsf_vsub_VsfVsf(two, Q6_Vsf_vmpy_VsfVsf(x, y)));
	return y;
}

int neural_gelu(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const float *x = in[0].data;
	float *y = out[0].data;

	if (in[0].size != out[0].size || in[0].size % sizeof(*x))
		return SKEL_EBADPARM;
	for (uint32_t i = 0; i < in[0].size / sizeof(*x); i++) {
		float inner = x[i] * x[i] * x[i] * NEURAL_GELU_CUBE + x[i];

		y[i] = x[i] * neural_inverse(neural_exp(inner * NEURAL_GELU_SLOPE) + 1);
	}
	return 0;
}

int neural_gelu_hvx(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const float *x = in[0].data;
	uint32_t count = in[0].size / sizeof(*x);
	float *y = out[0].data;

	if (in[0].size != out[0].size || in[0].size % sizeof(*x))
		return SKEL_EBADPARM;
	for (uint32_t i = 0; i < count; i += NEURAL_LANES) {
		HVX_Vector v = neural_load(x + i, count - i, 0), inner;

		inner = Q6_Vsf_vmpy_VsfVsf(Q6_Vsf_vmpy_VsfVsf(v, v), v);
		inner = Q6_Vsf_vmpy_VsfVsf(inner, neural_splat(NEURAL_GELU_CUBE));
		inner = Q6_Vsf_vadd_VsfVsf(inner, v);
		inner = Q6_Vsf_vmpy_VsfVsf(inner, neural_splat(NEURAL_GELU_SLOPE));
		inner = neural_exp_lanes(inner);
		inner = neural_inverse_lanes(Q6_Vsf_vadd_VsfVsf(inner, neural_splat(1)));
		neural_store(y + i, Q6_Vsf_vmpy_VsfVsf(v, inner), count - i);
	}
	return 0;
}

/* ----------------------------------------------------- product of half floats -- */

/* A is rows x depth, B is depth x columns, both of half floats; C has floats. */
struct neural_shape {
	uint32_t rows, depth, columns;
};

static int neural_check_shape(const struct skel_arg *in, const struct skel_arg *out)
{
	const struct neural_shape *s = in[0].data;

	if (s->rows > 65536 || s->depth > 65536 || s->columns > 65536 ||
	    in[1].size != (uint64_t)s->rows * s->depth * 2 ||
	    in[2].size != (uint64_t)s->depth * s->columns * 2 ||
	    out[0].size != (uint64_t)s->rows * s->columns * sizeof(float))
		return SKEL_EBADPARM;
	return 0;
}

int neural_matmul(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const struct neural_shape *s = in[0].data;
	const _Float16 *a = in[1].data, *b = in[2].data;
	float *c = out[0].data;
	int ret = neural_check_shape(in, out);

	if (ret)
		return ret;
	for (uint32_t i = 0; i < s->rows; i++, a += s->depth)
		for (uint32_t j = 0; j < s->columns; j++) {
			float sum = 0;

			for (uint32_t k = 0; k < s->depth; k++)
				sum += (float)a[k] * (float)b[(size_t)k * s->columns + j];
			*c++ = sum;
		}
	return 0;
}

/* One row of A times 64 columns of B, of which there are @count. */
static void neural_matmul_part(const struct neural_shape *s, const uint16_t *a, const uint16_t *b,
			       float *c, uint32_t count)
{
	HVX_VectorPair sums = Q6_W_vcombine_VV(Q6_V_vzero(), Q6_V_vzero());

	for (uint32_t k = 0; k < s->depth; k++, b += s->columns) {
		HVX_Vector line = Q6_V_vzero(), factor = Q6_Vh_vsplat_R(a[k]);

		memcpy(&line, b, count * sizeof(*b));
		sums = Q6_Wsf_vmpyacc_WsfVhfVhf(sums, line, factor);
	}
	/* One vector has the even columns, the other one the odd ones. */
	sums = Q6_W_vshuff_VVR(Q6_V_hi_W(sums), Q6_V_lo_W(sums), -4);
	memcpy(c, &sums, count * sizeof(*c));
}

int neural_matmul_hvx(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const struct neural_shape *s = in[0].data;
	const uint16_t *a = in[1].data, *b = in[2].data;
	float *c = out[0].data;
	int ret = neural_check_shape(in, out);

	if (ret)
		return ret;
	for (uint32_t i = 0; i < s->rows; i++, a += s->depth, c += s->columns)
		for (uint32_t j = 0; j < s->columns; j += NEURAL_HALVES) {
			uint32_t count = s->columns - j;

			neural_matmul_part(s, a, b + j, c + j,
					   count < NEURAL_HALVES ? count : NEURAL_HALVES);
		}
	return 0;
}

#define NEURAL_METHODS(METHOD)								\
	METHOD(2, neural_softmax, "softmax in:u32:columns in:f32[]:x out:f32[]:y")	\
	METHOD(3, neural_softmax_hvx, "softmax_hvx in:u32:columns in:f32[]:x out:f32[]:y") \
	METHOD(4, neural_norm,								\
	       "norm in:u32:columns in:f32[]:x in:f32[]:gain in:f32[]:bias out:f32[]:y") \
	METHOD(5, neural_norm_hvx,							\
	       "norm_hvx in:u32:columns in:f32[]:x in:f32[]:gain in:f32[]:bias out:f32[]:y") \
	METHOD(6, neural_gelu, "gelu in:f32[]:x out:f32[]:y")				\
	METHOD(7, neural_gelu_hvx, "gelu_hvx in:f32[]:x out:f32[]:y")			\
	METHOD(8, neural_matmul,							\
	       "matmul in:u32[3]:shape in:u16[]:a in:u16[]:b out:f32[]:c")		\
	METHOD(9, neural_matmul_hvx,							\
	       "matmul_hvx in:u32[3]:shape in:u16[]:a in:u16[]:b out:f32[]:c")

SKEL(neural, NEURAL_METHODS);
