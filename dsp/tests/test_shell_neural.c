// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The sample "neural" in the shell, which translates its HVX floating point: what it computes
 * with vectors is what it computes number by number, to the last bit, and is near to what
 * this machine computes with doubles.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

#define NEURAL_BADPARM ((int32_t)0x8000040e)
#define NEURAL_MAX 2048u
#define NEURAL_IN_MAX 4u

/* Methods by number come in pairs: by numbers, by vectors. */
enum neural_method { NEURAL_SOFTMAX = 2, NEURAL_NORM = 4, NEURAL_GELU = 6, NEURAL_MATMUL = 8 };

struct neural_in {
	const void *data;
	uint32_t size;
};

static const uint32_t neural_columns[] = { 1, 2, 31, 32, 33, 64, 100, 257 };

static uint32_t neural_seed;

/* From -1 to 1. */
static float neural_number(void)
{
	neural_seed = neural_seed * 1664525 + 1013904223;
	return (float)(int32_t)neural_seed / 2147483648.0f;
}

static void neural_fill(float *numbers, uint32_t count, float scale)
{
	for (uint32_t i = 0; i < count; i++)
		numbers[i] = neural_number() * scale;
}

static struct player *neural_start(uint32_t *module)
{
	static char folder[4096];
	struct player *player;

	snprintf(folder, sizeof(folder), "%s/..", fixture_folder());
	player = player_start(folder);
	if (player_open_name(player, "neural", module))
		printf("# cannot open the sample: %s\n", player_text(player));
	return player;
}

static int32_t neural_call(struct player *player, uint32_t module, uint32_t method,
			   const struct neural_in *in, uint32_t count, float *out, uint32_t size)
{
	struct player_call call = player_call(player, 0, module, method);
	int32_t result;

	for (uint32_t i = 0; i < count; i++)
		player_in(&call, in[i].data, in[i].size, 0);
	player_out(&call, size, 0);
	result = player_invoke(&call);
	if (!result)
		player_get(&call, count, out);
	return result;
}

/* Both methods of a pair, one like the other; the result is that of vectors. */
static void neural_pair(struct player *player, uint32_t module, uint32_t method,
			const struct neural_in *in, uint32_t count, float *out, uint32_t numbers)
{
	static float single[NEURAL_MAX];

	memset(single, 0, sizeof(single));
	memset(out, 1, numbers * sizeof(*out));
	TAP_EQUAL(neural_call(player, module, method, in, count, single,
			      numbers * sizeof(*out)), 0);
	TAP_EQUAL(neural_call(player, module, method + 1, in, count, out,
			      numbers * sizeof(*out)), 0);
	if (!TAP_EXPECT(!memcmp(single, out, numbers * sizeof(*out))))
		for (uint32_t i = 0; i < numbers; i++)
			if (memcmp(&single[i], &out[i], sizeof(*out))) {
				printf("# method %u, number %u of %u: %a and %a\n", method, i,
				       numbers, single[i], out[i]);
				break;
			}
}

static void neural_near(const char *what, float is, double should, double limit)
{
	if (!TAP_EXPECT(fabs(is - should) <= limit))
		printf("# %s: %.9g, not %.9g within %g\n", what, is, should, limit);
}

static void test_softmax(void)
{
	uint32_t module;
	struct player *player = neural_start(&module);

	for (size_t i = 0; i < sizeof(neural_columns) / sizeof(*neural_columns); i++) {
		uint32_t columns = neural_columns[i];
		float x[2 * 257], y[2 * 257];
		struct neural_in in[] = { { &columns, 4 }, { x, 2 * columns * 4 } };

		neural_fill(x, 2 * columns, i & 1 ? 60 : 5);
		neural_pair(player, module, NEURAL_SOFTMAX, in, 2, y, 2 * columns);
		for (uint32_t row = 0; row < 2; row++) {
			const float *from = x + row * columns;
			double sum = 0, most = from[0];

			for (uint32_t j = 1; j < columns; j++)
				most = fmax(most, from[j]);
			for (uint32_t j = 0; j < columns; j++)
				sum += exp(from[j] - most);
			for (uint32_t j = 0; j < columns; j++)
				neural_near("softmax", y[row * columns + j],
					    exp(from[j] - most) / sum, 1e-6);
		}
	}
	TAP_EXPECT(!player->has_fault);
	player_stop(player);
}

static void test_norm(void)
{
	uint32_t module;
	struct player *player = neural_start(&module);

	for (size_t i = 0; i < sizeof(neural_columns) / sizeof(*neural_columns); i++) {
		uint32_t columns = neural_columns[i];
		float x[2 * 257], gain[257], bias[257], y[2 * 257];
		struct neural_in in[] = { { &columns, 4 }, { x, 2 * columns * 4 },
					  { gain, columns * 4 }, { bias, columns * 4 } };

		neural_fill(x, 2 * columns, 10);
		neural_fill(gain, columns, 2);
		neural_fill(bias, columns, 1);
		neural_pair(player, module, NEURAL_NORM, in, 4, y, 2 * columns);
		for (uint32_t row = 0; row < 2; row++) {
			const float *from = x + row * columns;
			double mean = 0, squares = 0;

			for (uint32_t j = 0; j < columns; j++)
				mean += from[j] / (double)columns;
			for (uint32_t j = 0; j < columns; j++)
				squares += (from[j] - mean) * (from[j] - mean) / columns;
			for (uint32_t j = 0; j < columns; j++)
				neural_near("norm", y[row * columns + j],
					    (from[j] - mean) / sqrt(squares + 1e-5) * gain[j] +
					    bias[j], 2e-5);
		}
	}
	TAP_EXPECT(!player->has_fault);
	player_stop(player);
}

static void test_gelu(void)
{
	uint32_t module;
	struct player *player = neural_start(&module);

	for (size_t i = 0; i < sizeof(neural_columns) / sizeof(*neural_columns); i++) {
		uint32_t count = neural_columns[i];
		float x[257], y[257];
		struct neural_in in[] = { { x, count * 4 } };

		neural_fill(x, count, i & 1 ? 12 : 3);
		neural_pair(player, module, NEURAL_GELU, in, 1, y, count);
		for (uint32_t j = 0; j < count; j++) {
			double cube = x[j] + 0.044715 * x[j] * x[j] * x[j];

			neural_near("gelu", y[j], 0.5 * x[j] * (1 + tanh(sqrt(2 / M_PI) * cube)),
				    5e-6);
		}
	}
	TAP_EXPECT(!player->has_fault);
	player_stop(player);
}

/* A number of a few bits, as a half float: its value, and its bits. */
static float neural_half(uint16_t *bits)
{
	int whole = (int)(neural_number() * 127);
	int size = abs(whole), shift = 0;

	if (!size) {
		*bits = 0;
		return 0;
	}
	while (size << shift < 64)
		shift++;
	*bits = (whole < 0) << 15 | (15 - shift) << 10 | ((size << (shift + 4)) & 1023);
	return whole / 64.0f;
}

static void test_matmul(void)
{
	uint32_t module;
	struct player *player = neural_start(&module);

	for (size_t i = 0; i < sizeof(neural_columns) / sizeof(*neural_columns); i++) {
		uint32_t shape[3] = { 2, 7 + 6 * i, neural_columns[i] };
		static uint16_t a[2 * 64], b[64 * 257];
		static float fa[2 * 64], fb[64 * 257], c[2 * 257];
		struct neural_in in[] = { { shape, sizeof(shape) }, { a, shape[0] * shape[1] * 2 },
					  { b, shape[1] * shape[2] * 2 } };

		for (uint32_t j = 0; j < shape[0] * shape[1]; j++)
			fa[j] = neural_half(&a[j]);
		for (uint32_t j = 0; j < shape[1] * shape[2]; j++)
			fb[j] = neural_half(&b[j]);
		neural_pair(player, module, NEURAL_MATMUL, in, 3, c, shape[0] * shape[2]);
		for (uint32_t j = 0; j < shape[0] * shape[2]; j++) {
			double sum = 0;

			for (uint32_t k = 0; k < shape[1]; k++)
				sum += fa[j / shape[2] * shape[1] + k] *
				       fb[k * shape[2] + j % shape[2]];
			neural_near("matmul", c[j], sum, 0);	/* few bits: all sums are exact */
		}
	}
	TAP_EXPECT(!player->has_fault);
	player_stop(player);
}

/* Sizes that do not fit each other are refused, by numbers and by vectors. */
static void test_wrong(void)
{
	uint32_t module, columns = 3, none = 0, shape[3] = { 2, 2, 2 };
	struct player *player = neural_start(&module);
	float x[8] = { 0 }, y[8];
	struct neural_in rows[] = { { &columns, 4 }, { x, 32 }, { x, 12 }, { x, 12 } };
	struct neural_in matrices[] = { { shape, 12 }, { x, 8 }, { x, 6 } };

	for (uint32_t vectors = 0; vectors < 2; vectors++) {
		TAP_EQUAL(neural_call(player, module, NEURAL_SOFTMAX + vectors, rows, 2, y, 32),
			  NEURAL_BADPARM);
		TAP_EQUAL(neural_call(player, module, NEURAL_NORM + vectors, rows, 4, y, 32),
			  NEURAL_BADPARM);
		TAP_EQUAL(neural_call(player, module, NEURAL_GELU + vectors, rows + 1, 1, y, 28),
			  NEURAL_BADPARM);
		TAP_EQUAL(neural_call(player, module, NEURAL_MATMUL + vectors, matrices, 3, y, 16),
			  NEURAL_BADPARM);
	}
	rows[0].data = &none;
	TAP_EQUAL(neural_call(player, module, NEURAL_SOFTMAX, rows, 2, y, 32), NEURAL_BADPARM);
	player_stop(player);
}

static const struct tap_test neural_tests[] = {
	TAP_TEST(test_softmax),
	TAP_TEST(test_norm),
	TAP_TEST(test_gelu),
	TAP_TEST(test_matmul),
	TAP_TEST(test_wrong),
};

int main(void)
{
	return fixture_run(neural_tests, sizeof(neural_tests) / sizeof(neural_tests[0]));
}
