// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Libraries as the SDK makes them, in the shell: that all they need is there, and right.
 */

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "player.h"

#define SDK_HALVES	65536u

/* As C23 has it. */
__extension__ typedef _Float16 sdk_float16;

/* Begins with a library of a folder. Return: its module. */
static uint32_t sdk_begin_in(const char *folder, const char *name)
{
	uint32_t module = 0;

	fixture_player = player_start(folder);
	if (!TAP_EQUAL(player_open_name(fixture_player, name, &module), 0))
		printf("# %s\n", player_text(fixture_player));
	return module;
}

/* With one of skels/. */
static uint32_t sdk_begin(const char *name)
{
	return sdk_begin_in(fixture_folder(), name);
}

static void sdk_call(uint32_t module, uint32_t method, const void *in, size_t in_size, void *got,
		     size_t got_size)
{
	struct player_call call = player_call(fixture_player, 0, module, method);
	uint32_t out;

	if (in_size)
		player_in(&call, in, (uint32_t)in_size, 0);
	out = player_out(&call, (uint32_t)got_size, 0);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, got);
}

/* Constructors have run before the first method, destructors when the library goes. */
static void test_constructors(void)
{
	uint32_t module = sdk_begin("numbers");
	int32_t ran = 0;

	sdk_call(module, 2, NULL, 0, &ran, sizeof(ran));
	TAP_EQUAL(ran, 7);
	TAP_EXPECT(!strstr(fixture_player->log, "numbers ends"));
	TAP_EQUAL(player_close(fixture_player, module), 0);
	TAP_EXPECT(strstr(fixture_player->log, "2 numbers.c:23 numbers: 7\n") != NULL);
	TAP_EXPECT(strstr(fixture_player->log, "numbers ends") != NULL);
	fixture_end();
}

static uint16_t sdk_half(double number)
{
	sdk_float16 half = (sdk_float16)number;
	uint16_t bits;

	memcpy(&bits, &half, sizeof(bits));
	return bits;
}

/* All half floats; doubles around each of them become the nearest one. */
static void test_halves(void)
{
	static uint16_t halves[SDK_HALVES], narrowed[2 * SDK_HALVES];
	static float wide[SDK_HALVES];
	static double numbers[SDK_HALVES];
	uint32_t module = sdk_begin("numbers");

	for (uint32_t i = 0; i < SDK_HALVES; i++)
		halves[i] = (uint16_t)i;
	sdk_call(module, 4, halves, sizeof(halves), wide, sizeof(wide));
	for (uint32_t i = 0; i < SDK_HALVES; i++) {
		sdk_float16 half;
		float want;

		memcpy(&half, &halves[i], sizeof(half));
		want = (float)half;
		TAP_EXPECT(isnan(want) ? isnan(wide[i]) : !memcmp(&want, &wide[i], sizeof(want)));
		/* On it, a bit beside it, half way to the next one, a bit beside that. */
		numbers[i] = (double)want;
		if (i % 4 >= 2)
			numbers[i] += fabs((double)want) * 0x1p-11;
		if (i % 4 % 2)
			numbers[i] = nextafter(numbers[i], i % 8 < 4 ? INFINITY : -INFINITY);
	}
	sdk_call(module, 3, numbers, sizeof(numbers), narrowed, sizeof(narrowed));
	for (uint32_t i = 0; i < SDK_HALVES; i++) {
		if (isnan(numbers[i])) {
			TAP_EXPECT((narrowed[2 * i] & 0x7fff) > 0x7c00);
			continue;
		}
		if (!TAP_EQUAL(narrowed[2 * i], sdk_half(numbers[i])) ||
		    !TAP_EQUAL(narrowed[2 * i + 1], sdk_half((double)(float)numbers[i])))
			printf("# %a\n", numbers[i]);
	}
	fixture_end();
}

/* As good as a few units in the last place, or the same infinity, or no number either. */
static bool sdk_is_near(double got, double want, double size, double unit)
{
	if (isnan(want) || isinf(want))
		return isnan(want) ? isnan(got) : got == want;
	return fabs(got - want) <= 8 * unit * size + 1e-300;
}

static void sdk_check(complex double got, complex double want, double unit)
{
	double size = cabs(want);

	/* A number with an infinite part is infinite, whatever its other part is. */
	if (isinf(creal(want)) || isinf(cimag(want))) {
		TAP_EXPECT(isinf(creal(got)) || isinf(cimag(got)));
		return;
	}
	if (!TAP_EXPECT(sdk_is_near(creal(got), creal(want), size, unit) &&
			sdk_is_near(cimag(got), cimag(want), size, unit)))
		printf("# %a + %a i, want %a + %a i\n", creal(got), cimag(got), creal(want),
		       cimag(want));
}

/* No number, and not an infinity either: what comes of it is not defined. */
static bool sdk_is_nothing(complex double number)
{
	return (isnan(creal(number)) || isnan(cimag(number))) && !isinf(creal(number)) &&
	       !isinf(cimag(number));
}

/* Products and quotients of complex numbers, also of the largest and of infinite ones. */
static void test_complex(void)
{
	static const double parts[] = {
		0.0, -0.0, 1.0, -2.5, 1e200, -1e-200, 1e300, 3e-300, INFINITY, -INFINITY, NAN, 7.0,
	};
	static complex double pairs[2 * 1000], got[4 * 1000];
	const uint32_t count = sizeof(parts) / sizeof(parts[0]);
	uint32_t module = sdk_begin("numbers"), seed = 1;

	for (uint32_t i = 0; i < 2000; i++) {
		double part[2];

		for (uint32_t j = 0; j < 2; j++) {
			seed = seed * 1103515245u + 12345u;
			part[j] = parts[(seed >> 16) % count];
			if (i < 1000)
				part[j] = (double)(int32_t)seed / 1e6;
		}
		pairs[i] = CMPLX(part[0], part[1]);
	}
	sdk_call(module, 5, pairs, sizeof(pairs), got, sizeof(got));
	for (uint32_t i = 0; i < 2000; i += 2) {
		volatile complex float left = (complex float)pairs[i];
		volatile complex float right = (complex float)pairs[i + 1];

		if (sdk_is_nothing(pairs[i]) || sdk_is_nothing(pairs[i + 1]))
			continue;
		sdk_check(got[2 * i], pairs[i] * pairs[i + 1], 0x1p-52);
		sdk_check(got[2 * i + 1], pairs[i] / pairs[i + 1], 0x1p-52);
		sdk_check(got[2 * i + 2], left * right, 0x1p-23);
		sdk_check(got[2 * i + 3], left / right, 0x1p-23);
	}
	fixture_end();
}

/* Whole powers, negative ones too. */
static void test_powers(void)
{
	static const double bases[] = {0.0, 1.5, -2.0, 10.0, 1e-3};
	uint32_t module = sdk_begin("numbers");

	for (uint32_t i = 0; i < 5; i++) {
		for (int32_t power = -9; power <= 9; power++) {
			struct player_call call = player_call(fixture_player, 0, module, 6);
			double got[2], want = pow(bases[i], power);
			uint32_t out;

			player_in(&call, &bases[i], sizeof(bases[i]), 0);
			player_in(&call, &power, sizeof(power), 0);
			out = player_out(&call, sizeof(got), 0);
			TAP_EQUAL(player_invoke(&call), 0);
			player_get(&call, out, got);
			TAP_EXPECT(sdk_is_near(got[0], want, fabs(want), 0x1p-52));
			TAP_EXPECT(sdk_is_near(got[1], want, fabs(want), 0x1p-23));
		}
	}
	fixture_end();
}

/* A skeleton in C++: its static objects are there, and end when the library goes. */
static void test_objects(void)
{
	uint32_t module = sdk_begin("objects");
	int32_t side = 5, got = 0;

	sdk_call(module, 2, &side, sizeof(side), &got, sizeof(got));
	TAP_EQUAL(got, 25 + 7 + 7);
	TAP_EXPECT(!strstr(fixture_player->log, " ends\n"));
	TAP_EQUAL(player_close(fixture_player, module), 0);
	TAP_EXPECT(strstr(fixture_player->log, " local ends\n") != NULL);
	TAP_EXPECT(strstr(fixture_player->log, " made ends\n") != NULL);
	fixture_end();
}

/* With checks.cfg undefined behaviour ends the PD, and the report says what that was. */
static void test_checked(void)
{
	static const int32_t good[2] = {INT32_MAX, -1}, bad[2] = {INT32_MAX, 1};
	uint32_t module = sdk_begin("checked");
	struct player_call call;
	int32_t sum = 0;

	sdk_call(module, 2, good, sizeof(good), &sum, sizeof(sum));
	TAP_EQUAL(sum, INT32_MAX - 1);
	call = player_call(fixture_player, 0, module, 2);
	player_in(&call, bad, sizeof(bad), 0);
	player_out(&call, sizeof(sum), 0);
	player_invoke(&call);
	TAP_EXPECT(player_wait_end(fixture_player, PLAYER_TIMEOUT_MS));
	TAP_EXPECT(strstr(fixture_player->fault_text, "undefined behaviour that -fsanitize has found"));
	if (!TAP_EXPECT(strstr(fixture_player->fault_text, "(checked_add+0x")))
		printf("# %s\n", fixture_player->fault_text);
	player_stop(fixture_player);
}

/* The sample in C++: each module has a window of its own. */
static void test_average(void)
{
	static const int32_t first[] = {2, 4, 9}, more[16] = {[15] = 32};
	char folder[4096];
	uint32_t module, other;
	float mean = 0;

	snprintf(folder, sizeof(folder), "%s/..", fixture_folder());
	module = sdk_begin_in(folder, "average");
	TAP_EQUAL(player_open_name(fixture_player, "average", &other), 0);
	sdk_call(module, 2, first, sizeof(first), &mean, sizeof(mean));
	TAP_EXPECT(mean == 5);
	sdk_call(other, 2, first, sizeof(first[0]), &mean, sizeof(mean));
	TAP_EXPECT(mean == 2);
	sdk_call(module, 2, more, sizeof(more), &mean, sizeof(mean));
	TAP_EXPECT(mean == 2);
	TAP_EQUAL(player_close(fixture_player, module), 0);
	TAP_EQUAL(player_close(fixture_player, other), 0);
	TAP_EXPECT(strstr(fixture_player->log, " 2 modules have been open\n") != NULL);
	fixture_end();
}

static const struct tap_test sdk_cases[] = {
	{"constructors", test_constructors},
	{"halves", test_halves},
	{"complex", test_complex},
	{"powers", test_powers},
	{"objects", test_objects},
	{"checked", test_checked},
	{"average", test_average},
};

int main(void)
{
	return fixture_run(sdk_cases, sizeof(sdk_cases) / sizeof(sdk_cases[0]));
}
