// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library for tests: what the compiler makes of division.
 */
#include <qda/skel.h>

/* With -O2 the compiler has its own way; with -Os it calls this. */
float __hexagon_divsf3(float n, float d);

int arithmetic_signed(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const int64_t *n = in[0].data;
	int64_t *results = out[0].data;
	int32_t a = (int32_t)n[0], b = (int32_t)n[1];

	results[0] = n[0] / n[1];
	results[1] = n[0] % n[1];
	results[2] = a / b;
	results[3] = a % b;
	return 0;
}

int arithmetic_unsigned(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const uint64_t *n = in[0].data;
	uint64_t *results = out[0].data;
	uint32_t a = (uint32_t)n[0], b = (uint32_t)n[1];

	results[0] = n[0] / n[1];
	results[1] = n[0] % n[1];
	results[2] = a / b;
	results[3] = a % b;
	return 0;
}

int arithmetic_double(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const double *n = in[0].data;

	*(double *)out[0].data = n[0] / n[1];
	return 0;
}

int arithmetic_float(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const float *n = in[0].data;
	float *results = out[0].data;

	results[0] = __hexagon_divsf3(n[0], n[1]);
	results[1] = n[0] / n[1];
	return 0;
}

struct arithmetic_block {
	uint64_t words[9];
};

/* A copy whose size the compiler knows. */
int arithmetic_copy(void *state, struct skel_arg *in, struct skel_arg *out)
{
	*(struct arithmetic_block *)out[0].data = *(const struct arithmetic_block *)in[0].data;
	return 0;
}

#define ARITHMETIC_METHODS(METHOD)						\
	METHOD(2, arithmetic_signed, "signed in:i64[2] out:i64[4]")		\
	METHOD(3, arithmetic_unsigned, "unsigned in:u64[2] out:u64[4]")		\
	METHOD(4, arithmetic_double, "double in:f64[2] out:f64")		\
	METHOD(5, arithmetic_float, "float in:f32[2] out:f32[2]")		\
	METHOD(6, arithmetic_copy, "copy in:u64[9] out:u64[9]")

SKEL(arithmetic, ARITHMETIC_METHODS);
