// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Division and copies as the SDK does them, against the host's.
 *
 * usage: test_builtins QEMU-HEXAGON FOLDER-OF-SOLOS
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "caller.h"
#include "tap.h"

#define BUILTINS_ROUNDS 3000

static uint64_t builtins_seed = 1;

/* Numbers of all lengths: short ones are where the corner cases are. */
static uint64_t builtins_random(void)
{
	builtins_seed = builtins_seed * 6364136223846793005ull + 1442695040888963407ull;
	return (builtins_seed >> 3 ^ builtins_seed << 33) >> (builtins_seed >> 40) % 64;
}

static const int64_t builtins_corners[] = {
	0, 1, -1, 2, -2, 7, -7, INT32_MAX, INT32_MIN, (int64_t)INT32_MIN - 1, INT64_MAX,
	INT64_MIN, 0xffffffff, 0x100000000,
};

#define BUILTINS_CORNERS (sizeof(builtins_corners) / sizeof(builtins_corners[0]))

static int64_t builtins_number(unsigned int round, unsigned int which)
{
	if (round < BUILTINS_CORNERS * BUILTINS_CORNERS)
		return builtins_corners[which ? round % BUILTINS_CORNERS :
						round / BUILTINS_CORNERS];
	return (int64_t)builtins_random() * (round & 1 ? 1 : -1);
}

/* Signed division, 64 and 32 bits. */
static void builtins_signed(void)
{
	struct caller solo = caller_start("arithmetic");

	for (unsigned int i = 0; i < BUILTINS_ROUNDS; i++) {
		int64_t n[2] = { builtins_number(i, 0), builtins_number(i, 1) }, got[4];
		int32_t a = (int32_t)n[0], b = (int32_t)n[1];
		struct caller_arg args[2] = {
			{ .in = n, .size = sizeof(n) }, { .out = got, .size = sizeof(got) },
		};

		/* Undefined in C, here as there. */
		if (!b || (n[0] == INT64_MIN && n[1] == -1) || (a == INT32_MIN && b == -1))
			continue;
		TAP_EXPECT(!caller_call(&solo, CALLER_SCALARS(2, 1, 1), args));
		TAP_EXPECT(got[0] == n[0] / n[1] && got[1] == n[0] % n[1]);
		TAP_EXPECT(got[2] == a / b && got[3] == a % b);
	}
	TAP_EXPECT(!caller_end(&solo));
}

/* Unsigned division, 64 and 32 bits. */
static void builtins_unsigned(void)
{
	struct caller solo = caller_start("arithmetic");

	for (unsigned int i = 0; i < BUILTINS_ROUNDS; i++) {
		uint64_t n[2] = { builtins_number(i, 0), builtins_number(i, 1) }, got[4];
		uint32_t a = (uint32_t)n[0], b = (uint32_t)n[1];
		struct caller_arg args[2] = {
			{ .in = n, .size = sizeof(n) }, { .out = got, .size = sizeof(got) },
		};

		if (!b)
			continue;
		TAP_EXPECT(!caller_call(&solo, CALLER_SCALARS(3, 1, 1), args));
		TAP_EXPECT(got[0] == n[0] / n[1] && got[1] == n[0] % n[1]);
		TAP_EXPECT(got[2] == a / b && got[3] == a % b);
	}
	TAP_EXPECT(!caller_end(&solo));
}

/* A divisor of zero ends the process: it is no number that could be right. */
static void builtins_zero(void)
{
	for (uint32_t method = 2; method <= 3; method++) {
		struct caller solo = caller_start("arithmetic");
		uint64_t n[2] = { 5, 0 }, got[4];
		struct caller_arg args[2] = {
			{ .in = n, .size = sizeof(n) }, { .out = got, .size = sizeof(got) },
		};
		int32_t result;

		TAP_EXPECT(!caller_call_at(&solo, CALLER_SCALARS(method, 1, 1), 0, 0, args,
					   &result));
		TAP_EXPECT(caller_end(&solo) == 3);
	}
}

/* Bit by bit, all that is no number being the same. */
static bool builtins_same(double got, double want)
{
	return (isnan(got) && isnan(want)) || !memcmp(&got, &want, sizeof(got));
}

/* Double precision: infinities, zeros, the smallest and largest, and all else. */
static void builtins_double(void)
{
	static const double corners[] = {
		0, -0.0, 1, -1, 3, 10, 0.1, DBL_MIN, DBL_MAX, -DBL_MAX, DBL_TRUE_MIN,
		3 * DBL_TRUE_MIN, DBL_MIN - DBL_TRUE_MIN, INFINITY, -INFINITY, NAN, 0x1p-1000,
	};
	const unsigned int count = sizeof(corners) / sizeof(corners[0]);
	struct caller solo = caller_start("arithmetic");

	for (unsigned int i = 0; i < BUILTINS_ROUNDS + count * count; i++) {
		double n[2] = { corners[i / count % count], corners[i % count] }, got;
		struct caller_arg args[2] = {
			{ .in = n, .size = sizeof(n) }, { .out = &got, .size = sizeof(got) },
		};
		uint64_t bits[2] = { builtins_random(), builtins_random() };

		/* Each other pair is of like size, else most quotients are infinite. */
		if (i & 1)
			bits[1] = (bits[0] & ~(1ull << 57)) ^ bits[1] >> 12;
		if (i >= count * count)
			memcpy(n, bits, sizeof(n));
		TAP_EXPECT(!caller_call(&solo, CALLER_SCALARS(4, 1, 1), args));
		if (!TAP_EXPECT(builtins_same(got, n[0] / n[1])))
			printf("# %a / %a is %a, not %a\n", n[0], n[1], n[0] / n[1], got);
	}
	TAP_EXPECT(!caller_end(&solo));
}

/* Single precision: what is called and what clang makes itself. */
static void builtins_float(void)
{
	static const float corners[] = {
		0, -0.0f, 1, -1, 3, 10, 0.1f, FLT_MIN, FLT_MAX, -FLT_MAX, FLT_TRUE_MIN,
		3 * FLT_TRUE_MIN, FLT_MIN - FLT_TRUE_MIN, INFINITY, -INFINITY, NAN, 0x1p-100f,
	};
	const unsigned int count = sizeof(corners) / sizeof(corners[0]);
	struct caller solo = caller_start("arithmetic");

	for (unsigned int i = 0; i < BUILTINS_ROUNDS + count * count; i++) {
		float n[2] = { corners[i / count % count], corners[i % count] }, got[2];
		struct caller_arg args[2] = {
			{ .in = n, .size = sizeof(n) }, { .out = got, .size = sizeof(got) },
		};
		uint32_t bits[2] = {
			(uint32_t)builtins_random(), (uint32_t)builtins_random(),
		};

		if (i >= count * count)
			memcpy(n, bits, sizeof(n));
		TAP_EXPECT(!caller_call(&solo, CALLER_SCALARS(5, 1, 1), args));
		if (!TAP_EXPECT(builtins_same((double)got[0], (double)(n[0] / n[1]))) ||
		    !TAP_EXPECT(builtins_same((double)got[1], (double)(n[0] / n[1]))))
			printf("# %a / %a\n", (double)n[0], (double)n[1]);
	}
	TAP_EXPECT(!caller_end(&solo));
}

/* A copy of known size. */
static void builtins_copy(void)
{
	struct caller solo = caller_start("arithmetic");
	uint64_t from[9], to[9] = { 0 };
	struct caller_arg args[2] = {
		{ .in = from, .size = sizeof(from) }, { .out = to, .size = sizeof(to) },
	};

	for (int i = 0; i < 9; i++)
		from[i] = builtins_random();
	TAP_EXPECT(!caller_call(&solo, CALLER_SCALARS(6, 1, 1), args));
	TAP_EXPECT(!memcmp(from, to, sizeof(from)));
	TAP_EXPECT(!caller_end(&solo));
}

static const struct tap_test builtins_tests[] = {
	TAP_TEST(builtins_signed),
	TAP_TEST(builtins_unsigned),
	TAP_TEST(builtins_zero),
	TAP_TEST(builtins_double),
	TAP_TEST(builtins_float),
	TAP_TEST(builtins_copy),
};

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	caller_init(argv[1], argv[2]);
	return tap_main(builtins_tests, sizeof(builtins_tests) / sizeof(builtins_tests[0]));
}
