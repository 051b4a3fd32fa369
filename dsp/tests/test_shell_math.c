// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The DSP's <math.h> against that of this machine: a function of each kind, random numbers
 * of the size that it is for, and what is at the edges.
 */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "fixture.h"
#include "player.h"
#include "probe.h"
#include "probe_libm.h"

#define MATH_COUNT	2000u

/*
 * What a function is asked: x from low to high, y and z from -high to high. And by how
 * many units in the last place it may differ, for doubles and for floats: neither side
 * is exact, each function of both is said to be good to about one; 0 where the answer
 * is exact. Gamma and cubic root have larger errors here or there.
 */
static const struct math_case {
	const char *name;
	uint32_t function;
	double low, high;
	uint32_t units, float_units;
} math_cases[] = {
	{"cos", PROBE_LIBM_COS, -1e4, 1e4, 1, 1},
	{"exp", PROBE_LIBM_EXP, -80, 80, 1, 1},
	{"log", PROBE_LIBM_LOG, 0, 1e9, 1, 1},
	{"sqrt", PROBE_LIBM_SQRT, 0, 1e9, 0, 0},
	{"erf", PROBE_LIBM_ERF, -4, 4, 2, 2},
	{"tgamma", PROBE_LIBM_TGAMMA, 0, 30, 12, 8},
	{"cbrt", PROBE_LIBM_CBRT, -1e9, 1e9, 3, 1},
	{"rint", PROBE_LIBM_RINT, -1e4, 1e4, 0, 0},
	{"pow", PROBE_LIBM_POW, 0, 25, 1, 1},
	{"fmod", PROBE_LIBM_FMOD, -100, 100, 0, 0},
	{"hypot", PROBE_LIBM_HYPOT, -1e5, 1e5, 1, 1},
	{"fma", PROBE_LIBM_FMA, -1e5, 1e5, 0, 0},
	{"frexp", PROBE_LIBM_FREXP, -1e5, 1e5, 0, 0},
	{"llrint", PROBE_LIBM_LLRINT, -1e5, 1e5, 0, 0},
};

static const double math_edges[] = {
	0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, 1e-40, -1e-40, 1e-300, 1e30, -1e30, 1e300, 5e-324,
	INFINITY, -INFINITY, NAN, 709.9, -746.0, 3.5, -2.5, 4503599627370497.5, 1073741824.0,
};

#define MATH_EDGES	(sizeof(math_edges) / sizeof(math_edges[0]))

/* How many numbers of the format lie between two; 0 if they are the same, or no numbers. */
static uint64_t math_distance(double left, double right, int is_float)
{
	int64_t a, b;

	if (isnan(left) || isnan(right))
		return isnan(left) && isnan(right) ? 0 : UINT64_MAX;
	if (is_float) {
		float small_left = (float)left, small_right = (float)right;
		int32_t x, y;

		memcpy(&x, &small_left, sizeof(x));
		memcpy(&y, &small_right, sizeof(y));
		a = x < 0 ? INT32_MIN - (int64_t)x : x;
		b = y < 0 ? INT32_MIN - (int64_t)y : y;
	} else {
		memcpy(&a, &left, sizeof(a));
		memcpy(&b, &right, sizeof(b));
		a = a < 0 ? INT64_MIN - a : a;
		b = b < 0 ? INT64_MIN - b : b;
	}
	return a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;
}

static double math_random(double low, double high)
{
	static uint64_t seed = 88172645463325252ull;

	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return low + (high - low) * ((double)(seed >> 11) / (double)(1ull << 53));
}

/* Of what fits into no integer or is no number, each has an idea of its own. */
static int math_is_defined(const struct math_case *test, const struct probe_libm_in *in)
{
	if (test->function == PROBE_LIBM_LLRINT)
		return fabs(in->x) < 2e9;
	return test->function != PROBE_LIBM_FREXP || isfinite(in->x);
}

static void math_compare(const struct math_case *test, int is_float)
{
	static struct probe_libm_in in[MATH_COUNT];
	static struct probe_libm_out out[MATH_COUNT];
	const uint32_t what[2] = {test->function, (uint32_t)is_float};
	struct player_call call = fixture_call(PROBE_LIBM);
	uint32_t result;

	for (uint32_t i = 0; i < MATH_COUNT; i++) {
		if (i < MATH_EDGES * MATH_EDGES)
			in[i] = (struct probe_libm_in){math_edges[i % MATH_EDGES],
						       math_edges[i / MATH_EDGES], 1.0};
		else
			in[i] = (struct probe_libm_in){math_random(test->low, test->high),
						       math_random(-test->high, test->high),
						       math_random(-test->high, test->high)};
	}
	player_in(&call, what, sizeof(what), 0);
	player_in(&call, in, sizeof(in), 0);
	result = player_out(&call, sizeof(out), 0);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, result, out);
	for (uint32_t i = 0; i < MATH_COUNT; i++) {
		struct probe_libm_out want;
		uint64_t distance;

		if (!math_is_defined(test, &in[i]))
			continue;
		if (is_float)
			probe_libm_float(test->function, &in[i], &want);
		else
			probe_libm_double(test->function, &in[i], &want);
		distance = math_distance(out[i].value, want.value, is_float);
		if (!TAP_EXPECT(distance <= (is_float ? test->float_units : test->units) &&
			       want.integer == out[i].integer))
			printf("# %s%s(%.17g, %.17g, %.17g): %.17g, %lld, want %.17g, %lld\n",
			       test->name, is_float ? "f" : "", in[i].x, in[i].y, in[i].z,
			       out[i].value, (long long)out[i].integer, want.value,
			       (long long)want.integer);
	}
}

/* Each function of doubles is as good as it should be. */
static void test_doubles(void)
{
	fixture_begin();
	for (size_t i = 0; i < sizeof(math_cases) / sizeof(math_cases[0]); i++)
		math_compare(&math_cases[i], 0);
	fixture_end();
}

/* And of floats. */
static void test_floats(void)
{
	fixture_begin();
	for (size_t i = 0; i < sizeof(math_cases) / sizeof(math_cases[0]); i++)
		math_compare(&math_cases[i], 1);
	fixture_end();
}

static const struct tap_test math_tests[] = {
	{"doubles", test_doubles},
	{"floats", test_floats},
};

_Static_assert(sizeof(math_cases) / sizeof(math_cases[0]) == PROBE_LIBM_COUNT, "all functions");

int main(void)
{
	return fixture_run(math_tests, sizeof(math_tests) / sizeof(math_tests[0]));
}
