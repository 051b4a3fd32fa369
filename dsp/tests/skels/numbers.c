// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What clang calls of its run-time for numbers that the processor does not know, and
 * a constructor: a library as the SDK makes it.
 */

#include <errno.h>
#include <qda/farf.h>
#include <qda/skel.h>
#include <stdlib.h>
#include <string.h>

static volatile int numbers_constructed;

static __attribute__((constructor)) void numbers_start(void)
{
	numbers_constructed = 7;
}

static __attribute__((destructor)) void numbers_end(void)
{
	FARF(ALWAYS, "numbers: %d", numbers_constructed);
	FARF(RUNTIME_ERROR, "numbers ends");
}

int numbers_ran(void *state, struct skel_arg *in, struct skel_arg *out)
{
	*(int32_t *)out[0].data = numbers_constructed;
	return 0;
}

int numbers_narrow(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const double *from = in[0].data;
	uint16_t *to = out[0].data;

	for (uint32_t i = 0; i < in[0].size / sizeof(*from); i++) {
		volatile _Float16 half = (_Float16)from[i];
		volatile _Float16 rounded_before = (_Float16)(float)from[i];

		memcpy(&to[2 * i], (const void *)&half, sizeof(half));
		memcpy(&to[2 * i + 1], (const void *)&rounded_before, sizeof(half));
	}
	return 0;
}

int numbers_widen(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const __fp16 *from = in[0].data;
	float *to = out[0].data;

	for (uint32_t i = 0; i < in[0].size / sizeof(*from); i++)
		to[i] = from[i];
	return 0;
}

/* Product and quotient of each two complex numbers, as doubles and as floats. */
int numbers_complex(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const _Complex double *from = in[0].data;
	_Complex double *to = out[0].data;

	for (uint32_t i = 0; i < in[0].size / sizeof(*from); i += 2) {
		volatile _Complex float left = (_Complex float)from[i];
		volatile _Complex float right = (_Complex float)from[i + 1];

		to[2 * i] = from[i] * from[i + 1];
		to[2 * i + 1] = from[i] / from[i + 1];
		to[2 * i + 2] = left * right;
		to[2 * i + 3] = left / right;
	}
	return 0;
}

int numbers_power(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const double *base = in[0].data;
	const int32_t *power = in[1].data;
	double *results = out[0].data;

	results[0] = __builtin_powi(*base, *power);
	results[1] = (double)__builtin_powif((float)*base, *power);
	return 0;
}

#define NUMBERS_METHODS(METHOD)					\
	METHOD(2, numbers_ran, "ran out:i32")			\
	METHOD(3, numbers_narrow, "narrow in:f64[] out:u16[]")	\
	METHOD(4, numbers_widen, "widen in:u16[] out:f32[]")	\
	METHOD(5, numbers_complex, "complex in:f64[] out:f64[]")	\
	METHOD(6, numbers_power, "power in:f64 in:i32 out:f64[2]")

SKEL(numbers, NUMBERS_METHODS);
