// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Product of two matrices of 8-bit numbers, C = A x B with 32-bit sums: the heart
 * of a neural network. All matrices are row-major without gaps. Method 2 works
 * number by number; method 3 does 128 products in one instruction, with HVX.
 */
#include <hexagon_types.h>
#include <hvx_hexagon_protos.h>
#include <stdlib.h>
#include <string.h>

#include <qda/skel.h>

#define MATMUL_VECTOR	128u	/* bytes of a vector, columns done at a time */
#define MATMUL_DEPTH	4u	/* products that vrmpy adds up in each lane */

/* A is rows x depth, B is depth x columns. */
struct matmul_shape {
	uint32_t rows;
	uint32_t depth;
	uint32_t columns;
};

/* 128 columns of C: four vectors of 32 sums. */
struct matmul_sums {
	HVX_Vector quarter[4];
};

static int matmul_check(const struct skel_arg *in, const struct skel_arg *out)
{
	const struct matmul_shape *s = in[0].data;

	/* With this limit no size below overflows 64 bits. */
	if (s->rows > 65536 || s->depth > 65536 || s->columns > 65536 ||
	    in[1].size != (uint64_t)s->rows * s->depth ||
	    in[2].size != (uint64_t)s->depth * s->columns ||
	    out[0].size != (uint64_t)s->rows * s->columns * sizeof(int32_t))
		return SKEL_EBADPARM;
	return 0;
}

int matmul_multiply(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const struct matmul_shape *s = in[0].data;
	const int8_t *a = in[1].data, *b = in[2].data;
	int32_t *c = out[0].data;
	int ret;

	ret = matmul_check(in, out);
	if (ret)
		return ret;
	for (uint32_t i = 0; i < s->rows; i++, a += s->depth)
		for (uint32_t j = 0; j < s->columns; j++) {
			int32_t sum = 0;

			for (uint32_t k = 0; k < s->depth; k++)
				sum += a[k] * b[k * s->columns + j];
			*c++ = sum;
		}
	return 0;
}

/* Part of a line of B: @count bytes, then zeros; all zeros if there is no such line. */
static HVX_Vector matmul_line(const int8_t *b, uint32_t count)
{
	HVX_Vector line = Q6_V_vzero();

	memcpy(&line, b, count);
	return line;
}

/*
 * vrmpy wants the four numbers of a column that it multiplies next to each other,
 * and in B they lie below each other: interleave four lines. First bytes of two
 * lines, then pairs of bytes; the columns stay in order.
 */
static void matmul_pack_lines(const HVX_Vector *lines, HVX_Vector *packed)
{
	HVX_VectorPair upper = Q6_W_vshuff_VVR(lines[1], lines[0], -1);
	HVX_VectorPair lower = Q6_W_vshuff_VVR(lines[3], lines[2], -1);
	HVX_VectorPair left = Q6_W_vshuff_VVR(Q6_V_lo_W(lower), Q6_V_lo_W(upper), -2);
	HVX_VectorPair right = Q6_W_vshuff_VVR(Q6_V_hi_W(lower), Q6_V_hi_W(upper), -2);

	packed[0] = Q6_V_lo_W(left);
	packed[1] = Q6_V_hi_W(left);
	packed[2] = Q6_V_lo_W(right);
	packed[3] = Q6_V_hi_W(right);
}

/* @count columns of B from @b on. Lines that are missing to a multiple of 4 are zeros. */
static void matmul_pack(const struct matmul_shape *s, const int8_t *b, uint32_t count,
			HVX_Vector *packed)
{
	for (uint32_t k = 0; k < s->depth; k += MATMUL_DEPTH, packed += MATMUL_DEPTH) {
		HVX_Vector lines[MATMUL_DEPTH];

		for (uint32_t i = 0; i < MATMUL_DEPTH; i++)
			lines[i] = matmul_line(b + (size_t)(k + i) * s->columns,
					       k + i < s->depth ? count : 0);
		matmul_pack_lines(lines, packed);
	}
}

/* One line of A times 128 columns of B. */
static void matmul_row(const int8_t *a, uint32_t depth, const HVX_Vector *packed,
		       struct matmul_sums *sums)
{
	for (uint32_t q = 0; q < 4; q++)
		sums->quarter[q] = Q6_V_vzero();
	for (uint32_t k = 0; k < depth; k += MATMUL_DEPTH, packed += MATMUL_DEPTH) {
		uint32_t left = depth - k, four = 0;
		HVX_Vector factor;

		/* Any alignment; zeros behind the end, which is not ours to read. */
		memcpy(&four, a + k, left < MATMUL_DEPTH ? left : MATMUL_DEPTH);
		factor = Q6_V_vsplat_R((int)four);
		for (uint32_t q = 0; q < 4; q++)
			sums->quarter[q] = Q6_Vw_vrmpyacc_VwVbVb(sums->quarter[q], packed[q],
								 factor);
	}
}

int matmul_multiply_hvx(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const struct matmul_shape *s = in[0].data;
	const int8_t *a = in[1].data, *b = in[2].data;
	int32_t *c = out[0].data;
	HVX_Vector *packed;
	void *block;
	int ret;

	ret = matmul_check(in, out);
	if (ret)
		return ret;
	/* 128 columns of B, packed; malloc does not align for vectors. */
	block = malloc(((size_t)s->depth + MATMUL_DEPTH) * MATMUL_VECTOR + MATMUL_VECTOR);
	if (!block)
		return SKEL_ENOMEMORY;
	packed = (HVX_Vector *)(((uintptr_t)block + MATMUL_VECTOR - 1) & -MATMUL_VECTOR);
	for (uint32_t j = 0; j < s->columns; j += MATMUL_VECTOR) {
		uint32_t count = s->columns - j < MATMUL_VECTOR ? s->columns - j : MATMUL_VECTOR;

		matmul_pack(s, b + j, count, packed);
		for (uint32_t i = 0; i < s->rows; i++) {
			struct matmul_sums sums;

			matmul_row(a + (size_t)i * s->depth, s->depth, packed, &sums);
			memcpy(c + (size_t)i * s->columns + j, &sums, count * sizeof(*c));
		}
	}
	free(block);
	return 0;
}

#define MATMUL_METHODS(METHOD)							\
	METHOD(2, matmul_multiply,						\
	       "multiply in:u32[3]:shape in:i8[]:a in:i8[]:b out:i32[]:c")	\
	METHOD(3, matmul_multiply_hvx,						\
	       "multiply_hvx in:u32[3]:shape in:i8[]:a in:i8[]:b out:i32[]:c")

SKEL(matmul, MATMUL_METHODS);
