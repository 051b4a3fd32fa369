// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The shell's C library and its arithmetic give what this machine's give.
 */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "fixture.h"
#include "player.h"
#include "probe.h"

/* @want_len: what snprintf() returned here. */
static void print_expect(const char *format, const struct probe_value *value, const char *want,
			 int want_len)
{
	struct player_call call = fixture_call(PROBE_PRINT);
	char got[128] = "";
	uint32_t out;

	player_in(&call, format, (uint32_t)strlen(format) + 1, 9);
	player_in(&call, value, sizeof(*value), 16);
	out = player_out(&call, sizeof(got), 1);
	TAP_EQUAL(player_invoke(&call), want_len);
	player_get(&call, out, got);
	if (!TAP_EXPECT(!strcmp(got, want)))
		printf("# format '%s': '%s', want '%s'\n", format, got, want);
}

/* Integers, texts: as this machine's own C library prints them. */
static void test_print(void)
{
	static const char *const integers[] = {
		"%d", "%5d|", "%-5d|", "%05d", "%+d", "% d", "%.4d", "%8.3d|", "%x", "%#x", "%08X",
		"%o", "%#o", "%u", "%c", "%hhd", "%hd", "%i%%", "%.0d", "%-08x|", "%-6c|",
	};
	static const char *const longs[] = {"%lld", "%20lld|", "%llx", "%llu", "%-22lld|", "%jd"};
	static const int32_t smalls[] = {0, 1, -1, 65, 300, INT32_MAX, INT32_MIN};
	static const int64_t larges[] = {0, -5, INT64_MAX, INT64_MIN, 1234567890123};
	static const char *const strings[] = {"%s", "%10s|", "%-10s|", "%.3s", "%10.2s|"};
	struct probe_value value = {.text = "skeleton", .large = -7};
	char want[128];
	int len;

	fixture_begin();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	value.kind = PROBE_INT;
	for (size_t i = 0; i < sizeof(integers) / sizeof(integers[0]) * 7; i++) {
		value.small = smalls[i % 7];
		len = snprintf(want, sizeof(want), integers[i / 7], value.small);
		print_expect(integers[i / 7], &value, want, len);
	}
	value.kind = PROBE_LONG_LONG;
	for (size_t i = 0; i < sizeof(longs) / sizeof(longs[0]) * 5; i++) {
		value.large = larges[i % 5];
		len = snprintf(want, sizeof(want), longs[i / 5], value.large);
		print_expect(longs[i / 5], &value, want, len);
	}
	value.kind = PROBE_STRING;
	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		len = snprintf(want, sizeof(want), strings[i], value.text);
		print_expect(strings[i], &value, want, len);
	}
	value.kind = PROBE_STARS;
	value.small = 12;
	len = snprintf(want, sizeof(want), "%*.*s|%lld", value.small, 7, value.text,
		       (long long)value.large);
	print_expect("%*.*s|%lld", &value, want, len);
#pragma GCC diagnostic pop
	fixture_end();
}

/* Floating point, too, to the last digit. */
static void test_print_real(void)
{
	static const char *const formats[] = {
		"%f", "%.2f", "%10.3f|", "%-12.1f|", "%+.0f", "%e", "%.3e", "%g", "%.10g", "%#g",
		"%015.4f", "%.20f", "%G", "%E", "%.0e", "%a", "%.2a", "%.0A", "%+20a|", "%-20.15a|",
		"%#.0a", "%020a",
	};
	static const double values[] = {
		0.0, -0.0, 1.0, -1.5, 0.5, 2.5, 3.14159265358979, 1e10, 123456789.125, 1e-5,
		9.9999995, 999998.5, 1e100, 1.7976931348623157e308, 2.2250738585072014e-308, 1e-7,
		100000, 1000000, 0.1, 99.995, INFINITY, -INFINITY,
	};
	const size_t count = sizeof(values) / sizeof(values[0]);
	struct probe_value value = {.kind = PROBE_REAL};
	char want[512];
	int len;

	fixture_begin();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]) * count; i++) {
		value.real = values[i % count];
		len = snprintf(want, sizeof(want), formats[i / count], value.real);
		if (len < 128)
			print_expect(formats[i / count], &value, want, len);
	}
#pragma GCC diagnostic pop
	fixture_end();
}

/* Random blocks keep their bytes and alignment; 48 MiB is given, 2 GiB is not. */
static void test_heap(void)
{
	struct player_call call;
	uint32_t rounds = 3000, wrong = 1, out;

	fixture_begin();
	call = fixture_call(PROBE_HEAP);
	player_in(&call, &rounds, sizeof(rounds), 0);
	out = player_out(&call, sizeof(wrong), 0);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, &wrong);
	TAP_EQUAL(wrong, 0);
	fixture_end();
}

static uint64_t math_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static uint64_t math_bits(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits;
}

static void math_check_real(const struct probe_pair *pair, const struct probe_result *result)
{
	double left, right, quotient, root;
	float small, other, got;

	memcpy(&left, &pair->left, 8);
	memcpy(&right, &pair->right, 8);
	memcpy(&small, &pair->left, 4);
	memcpy(&other, &pair->right, 4);
	quotient = left / right;
	root = sqrt(left);
	if (!isnan(quotient))
		TAP_EQUAL(result->double_quotient, math_bits(quotient));
	if (!isnan(root))
		TAP_EQUAL(result->double_root, math_bits(root));
	memcpy(&got, &result->float_quotient, 4);
	TAP_EXPECT(got == small / other || (isnan(got) && isnan(small / other)));
	memcpy(&got, &result->float_root, 4);
	TAP_EXPECT(got == sqrtf(small) || (isnan(got) && isnan(sqrtf(small))));
}

static void math_check(const struct probe_pair *pair, const struct probe_result *result)
{
	uint32_t word = (uint32_t)pair->left, divisor = (uint32_t)pair->right;

	if (pair->right) {
		TAP_EQUAL(result->quotient, pair->left / pair->right);
		TAP_EQUAL(result->remainder, pair->left % pair->right);
	}
	if (pair->right && pair->right != UINT64_MAX) {
		TAP_EQUAL(result->signed_quotient, (int64_t)pair->left / (int64_t)pair->right);
		TAP_EQUAL(result->signed_remainder, (int64_t)pair->left % (int64_t)pair->right);
	}
	if (divisor) {
		TAP_EQUAL(result->word_quotient, word / divisor);
		TAP_EQUAL(result->word_remainder, word % divisor);
	}
	if (divisor && divisor != UINT32_MAX) {
		TAP_EQUAL(result->signed_word_quotient, (int32_t)word / (int32_t)divisor);
		TAP_EQUAL(result->signed_word_remainder, (int32_t)word % (int32_t)divisor);
	}
	math_check_real(pair, result);
}

/* Division and square root, integers and floats, to the last bit: 4000 random pairs. */
static void test_math(void)
{
	static const double edges[] = {
		0.0, -0.0, 1.0, 3.0, 4.9e-324, 2.2250738585072014e-308, 1.7976931348623157e308,
		1e-310, INFINITY, -1.0,
	};
	static struct probe_pair pairs[4000];
	static struct probe_result results[4000];
	struct player_call call;
	uint64_t seed = 88172645463325252ull;
	uint32_t out;

	fixture_begin();
	for (size_t i = 0; i < 4000; i++) {
		pairs[i].left = math_random(&seed) >> (i % 5 * 9);
		pairs[i].right = math_random(&seed) >> (i % 7 * 8);
		if (i < 100) {
			pairs[i].left = math_bits(edges[i / 10]);
			pairs[i].right = math_bits(edges[i % 10]);
		}
	}
	call = fixture_call(PROBE_MATH);
	player_in(&call, pairs, sizeof(pairs), 0);
	out = player_out(&call, sizeof(results), 0);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, results);
	for (size_t i = 0; i < 4000; i++)
		math_check(&pairs[i], &results[i]);
	fixture_end();
}

/* Words of a text, numbers in order, and a jump back over functions. */
static void test_text(void)
{
	struct probe_text got = {0};
	struct player_call call;
	uint32_t out;

	fixture_begin();
	call = fixture_call(PROBE_TEXT);
	player_in(&call, " one,two ,, 0x1F three;", 24, 3);
	player_in(&call, " ,;", 4, 0);
	out = player_out(&call, sizeof(got), 0);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, &got);
	TAP_EQUAL(got.count, 4);
	TAP_EQUAL(got.strtoul_value, 31);
	TAP_EQUAL(got.jumped, 1);
	TAP_EXPECT(!strcmp(got.joined, "onetwo0x1Fthree"));
	TAP_EQUAL(got.joined_len, 15);
	for (int i = 1; i < 16; i++)
		TAP_EXPECT(got.sorted[i] >= got.sorted[i - 1]);
	fixture_end();
}

static const struct tap_test libc_cases[] = {
	{"print", test_print},
	{"print-real", test_print_real},
	{"heap", test_heap},
	{"math", test_math},
	{"text", test_text},
};

int main(void)
{
	return fixture_run(libc_cases, sizeof(libc_cases) / sizeof(libc_cases[0]));
}
