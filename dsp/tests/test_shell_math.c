// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The DSP's <math.h> against that of this machine: random numbers of the size that a
 * function is for, and what is at the edges.
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
#define MATH_CASE(name, low, high, units, float_units) \
	{#name, PROBE_LIBM_##name, low, high, units, float_units}
	MATH_CASE(acos, -1, 1, 1, 1),
	MATH_CASE(acosh, 1, 1e5, 3, 3),
	MATH_CASE(asin, -1, 1, 1, 1),
	MATH_CASE(asinh, -1e5, 1e5, 3, 3),
	MATH_CASE(atan, -50, 50, 1, 1),
	MATH_CASE(atanh, -1, 1, 3, 3),
	MATH_CASE(cbrt, -1e9, 1e9, 3, 1),
	MATH_CASE(ceil, -1e5, 1e5, 0, 0),
	MATH_CASE(cos, -1e4, 1e4, 1, 1),
	MATH_CASE(cosh, -80, 80, 2, 2),
	MATH_CASE(erf, -4, 4, 2, 2),
	MATH_CASE(erfc, -4, 9, 5, 5),
	MATH_CASE(exp, -80, 80, 1, 1),
	MATH_CASE(exp2, -120, 120, 1, 1),
	MATH_CASE(expm1, -30, 80, 2, 2),
	MATH_CASE(fabs, -1e5, 1e5, 0, 0),
	MATH_CASE(floor, -1e5, 1e5, 0, 0),
	MATH_CASE(lgamma, 3, 1e4, 4, 4),
	MATH_CASE(log, 0, 1e9, 1, 1),
	MATH_CASE(log10, 0, 1e9, 2, 2),
	MATH_CASE(log1p, -1, 1e4, 2, 2),
	MATH_CASE(log2, 0, 1e9, 1, 1),
	MATH_CASE(logb, -1e9, 1e9, 0, 0),
	MATH_CASE(nearbyint, -1e4, 1e4, 0, 0),
	MATH_CASE(rint, -1e4, 1e4, 0, 0),
	MATH_CASE(round, -1e4, 1e4, 0, 0),
	MATH_CASE(sin, -1e4, 1e4, 1, 1),
	MATH_CASE(sinh, -80, 80, 2, 2),
	MATH_CASE(sqrt, 0, 1e9, 0, 0),
	MATH_CASE(tan, -1e4, 1e4, 2, 2),
	MATH_CASE(tanh, -12, 12, 3, 3),
	MATH_CASE(tgamma, 0, 30, 12, 8),
	MATH_CASE(trunc, -1e5, 1e5, 0, 0),
	MATH_CASE(atan2, -100, 100, 1, 1),
	MATH_CASE(copysign, -100, 100, 0, 0),
	MATH_CASE(fdim, -100, 100, 0, 0),
	MATH_CASE(fmax, -100, 100, 0, 0),
	MATH_CASE(fmin, -100, 100, 0, 0),
	MATH_CASE(fmod, -100, 100, 0, 0),
	MATH_CASE(hypot, -1e5, 1e5, 1, 1),
	MATH_CASE(nextafter, -100, 100, 0, 0),
	MATH_CASE(pow, 0, 25, 1, 1),
	MATH_CASE(remainder, -100, 100, 0, 0),
	MATH_CASE(fma, -1e5, 1e5, 0, 0),
	MATH_CASE(ldexp, -90, 90, 0, 0),
	MATH_CASE(frexp, -1e5, 1e5, 0, 0),
	MATH_CASE(modf, -1e5, 1e5, 0, 0),
	MATH_CASE(ilogb, -1e5, 1e5, 0, 0),
	MATH_CASE(lround, -1e5, 1e5, 0, 0),
	MATH_CASE(llrint, -1e5, 1e5, 0, 0),
#undef MATH_CASE
};

static const double math_edges[] = {
	0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, 1e-40, -1e-40, 1e-300, 1e30, -1e30, 1e300, 5e-324,
	INFINITY, -INFINITY, NAN, 709.9, -746.0, 3.5, -2.5, 4503599627370497.5, 1073741824.0,
};

#define MATH_EDGES	(sizeof(math_edges) / sizeof(math_edges[0]))

static double math_here(uint32_t function, const struct probe_libm_in *in, int64_t *integer)
{
	double whole, value = 0;
	int exponent = 0;

	switch (function) {
#define MATH_CALL_1(name)	case PROBE_LIBM_##name: return name(in->x);
#define MATH_CALL_2(name)	case PROBE_LIBM_##name: return name(in->x, in->y);
	PROBE_LIBM_1(MATH_CALL_1)
	PROBE_LIBM_2(MATH_CALL_2)
	case PROBE_LIBM_fma:
		return fma(in->x, in->y, in->z);
	case PROBE_LIBM_ldexp:
		return ldexp(in->x, (int)in->y);
	case PROBE_LIBM_frexp:
		value = frexp(in->x, &exponent);
		*integer = exponent;
		return value;
	case PROBE_LIBM_modf:
		value = modf(in->x, &whole);
		*integer = (int64_t)whole;
		return value;
	case PROBE_LIBM_ilogb:
		*integer = ilogb(in->x);
		return 0;
	case PROBE_LIBM_lround:
		*integer = lround(in->x);
		return 0;
	default:
		*integer = llrint(in->x);
		return 0;
	}
}

static double math_here_float(uint32_t function, const struct probe_libm_in *in, int64_t *integer)
{
	float x = (float)in->x, y = (float)in->y, whole, value = 0;
	int exponent = 0;

	switch (function) {
#define MATH_CALL_1F(name)	case PROBE_LIBM_##name: return name##f(x);
#define MATH_CALL_2F(name)	case PROBE_LIBM_##name: return name##f(x, y);
	PROBE_LIBM_1(MATH_CALL_1F)
	PROBE_LIBM_2(MATH_CALL_2F)
	case PROBE_LIBM_fma:
		return fmaf(x, y, (float)in->z);
	case PROBE_LIBM_ldexp:
		return ldexpf(x, (int)y);
	case PROBE_LIBM_frexp:
		value = frexpf(x, &exponent);
		*integer = exponent;
		return value;
	case PROBE_LIBM_modf:
		value = modff(x, &whole);
		*integer = (int64_t)whole;
		return value;
	case PROBE_LIBM_ilogb:
		*integer = ilogbf(x);
		return 0;
	case PROBE_LIBM_lround:
		*integer = lroundf(x);
		return 0;
	default:
		*integer = llrintf(x);
		return 0;
	}
}

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

/* An integer that no long holds is not defined; of other edges all agree. */
static int math_is_defined(const struct math_case *test, const struct probe_libm_in *in)
{
	if (test->function == PROBE_LIBM_modf)
		return fabs(in->x) < 1e18;
	if (test->function == PROBE_LIBM_lround || test->function == PROBE_LIBM_llrint)
		return fabs(in->x) < 2e9;
	if (test->function == PROBE_LIBM_ilogb)
		return isfinite(in->x) && in->x != 0;
	if (test->function == PROBE_LIBM_frexp)
		return isfinite(in->x);
	if (test->function == PROBE_LIBM_ldexp)
		return fabs(in->y) < 2e9;
	/* The sign of what is no number. */
	if (test->function == PROBE_LIBM_copysign)
		return !isnan(in->y);
	/* Near its zeros, all of which are negative, it is good to nothing. */
	if (test->function == PROBE_LIBM_lgamma)
		return !(in->x < 0);
	/* Either zero is right. */
	return (test->function != PROBE_LIBM_fmax && test->function != PROBE_LIBM_fmin) ||
	       in->x != 0 || in->y != 0;
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
		int64_t integer = 0;
		double want = is_float ? math_here_float(test->function, &in[i], &integer) :
					 math_here(test->function, &in[i], &integer);
		uint64_t distance = math_distance(out[i].value, want, is_float);

		if (!math_is_defined(test, &in[i]))
			continue;
		if (!TAP_EXPECT(distance <= (is_float ? test->float_units : test->units) &&
			       integer == out[i].integer))
			printf("# %s%s(%.17g, %.17g, %.17g): %.17g, %lld, want %.17g, %lld\n",
			       test->name, is_float ? "f" : "", in[i].x, in[i].y, in[i].z,
			       out[i].value, (long long)out[i].integer, want,
			       (long long)integer);
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
