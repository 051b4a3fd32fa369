// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Every floating point instruction of HVX, lane by lane against hvx_model.c: all
 * values of 16 bits, each with others that are special; random ones of 32 bits.
 *
 * QDA_HVX_LANES=N: how many lanes of 32 bits of each instruction, 2^20 by default.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "hvx_file.h"
#include "hvx_model.h"
#include "player.h"
#include "shell/hvx/hvx_rows_v68.h"
#include "shell/hvx/hvx_rows_v73.h"

#define ROWS_EACH	256u	/* operands of one call */
#define ROWS_LANES	(1u << 20)
#define ROWS_WRONG_MAX	3	/* lanes that are told of each instruction */

struct rows_row {
	uint32_t code;
	uint8_t isa;
	const char *before_v79, *from_v79, *text;
};

#define ROWS_V68(code, form, family, before_v79, from_v79, text) \
	{0x##code, 0x68, #before_v79, #from_v79, text},
#define ROWS_V73(code, form, family, before_v79, from_v79, text) \
	{0x##code, 0x73, #before_v79, #from_v79, text},
#define ROWS_V79(code, form, family, before_v79, from_v79, text) \
	{0x##code, 0x79, #before_v79, #from_v79, text},
#define ROWS_V81(code, form, family, before_v79, from_v79, text) \
	{0x##code, 0x81, #before_v79, #from_v79, text},

static const struct rows_row rows[] = {
	HVX_ROWS_V68(ROWS_V68)
	HVX_ROWS_V73(ROWS_V73)
	HVX_ROWS_V79(ROWS_V79)
	HVX_ROWS_V81(ROWS_V81)
};

#define ROWS_COUNT	(sizeof(rows) / sizeof(rows[0]))

static const uint32_t rows_special_sf[] = {
	0, 0x80000000, 1, 0x80000001, 0x7fffff, 0x800000, 0x80800000, 0x3f800000, 0xbf800000,
	0x3f7fffff, 0x3f800001, 0x4b7fffff, 0x4b800000, 0x7f7fffff, 0xff7fffff, 0x7f800000,
	0xff800000, 0x7f800001, 0xff800001, 0x7fc00000, 0xffffffff, 0x7fffffff, 0x00ffffff,
	0x0000ff00, 0x4f000000, 0xcf000000, 0x4effffff, 0x477fe000, 0x477ff000, 0x38800000,
	0x33000000, 0x33000001,
};

static const uint16_t rows_special_hf[] = {
	0, 0x8000, 1, 0x83ff, 0x0400, 0x3c00, 0xbc00, 0x3bff, 0x7bff, 0xfbff, 0x7c00, 0xfc00,
	0x7c01, 0xfe00, 0x1400, 0x6801,
};

static uint64_t rows_seed = 0x9e3779b97f4a7c15ull;

static uint32_t rows_random(void)
{
	rows_seed ^= rows_seed << 13;
	rows_seed ^= rows_seed >> 7;
	rows_seed ^= rows_seed << 17;
	return (uint32_t)(rows_seed >> 16);
}

static uint32_t rows_word(void)
{
	uint32_t pick = rows_random();

	if (pick % 8 == 0)
		return rows_special_sf[pick / 8 % 32];
	/* Of one size, as an sf and as a qf32. */
	if (pick % 8 < 4)
		return (rows_random() & 0x807fffff) | (120 + pick / 8 % 16) << 23;
	if (pick % 8 < 6)
		return (rows_random() & 0xffffff00) | (120 + pick / 8 % 16);
	return rows_random();
}

/* Words of a vector. */
static void rows_fill_words(void *vector)
{
	for (int i = 0; i < 32; i++) {
		uint32_t word = rows_word();

		memcpy((uint8_t *)vector + 4 * i, &word, 4);
	}
}

static void rows_fill_operands(struct hvx_operands *in, const struct model_row *row,
			       uint32_t number)
{
	bool narrow = row->u == MODEL_HF || row->u == MODEL_BF || row->u == MODEL_QF16 ||
		      row->u == MODEL_H || row->u == MODEL_UH;

	rows_fill_words(in->u[0]);
	rows_fill_words(in->u[1]);
	rows_fill_words(in->v);
	rows_fill_words(in->x[0]);
	rows_fill_words(in->x[1]);
	for (int i = 0; i < 128; i++)
		in->q[i] = rows_random() % 2;
	/* All pairs of bytes. */
	for (uint32_t i = 0; row->u == MODEL_F8 && i < 128; i++) {
		in->u[0][i] = (uint8_t)(number * 128 + i);
		in->v[i] = (uint8_t)(number / 2);
	}
	/* All values with each special one, on either side. */
	for (uint32_t i = 0; narrow && i < 64; i++) {
		uint16_t all = (uint16_t)(number % 1024 * 64 + i);
		uint16_t special = rows_special_hf[number / 1024 % 16];
		bool swap = number >= 16384;

		memcpy(in->u[0] + 2 * i, swap ? &special : &all, 2);
		if (!row->v_scalar)
			memcpy(in->v + 2 * i, swap ? &all : &special, 2);
	}
}

static uint32_t rows_code(const struct rows_row *row)
{
	uint32_t d = row->text[0] == 'Q' ? 0 : 4;
	uint32_t v = strstr(row->text, "Vv") ? 2 : strstr(row->text, "Rt") ? 4 : 0;

	return row->code | 0xc000 | v << 16 | d;
}

static bool rows_has_routine(const struct rows_row *row, uint8_t isa)
{
	return row->isa <= isa && strcmp(isa < 0x79 ? row->before_v79 : row->from_v79, "none");
}

static void rows_tell(const struct rows_row *row, const struct hvx_operands *in,
		      const struct hvx_results *got, const struct hvx_results *want)
{
	for (int i = 0; i < 96; i++) {
		uint32_t g, w, part[4];

		memcpy(&g, (const uint8_t *)got + 4 * i, 4);
		memcpy(&w, (const uint8_t *)want + 4 * i, 4);
		if (g == w)
			continue;
		memcpy(&part[0], in->u[0] + 4 * (i % 32), 4);
		memcpy(&part[1], in->u[1] + 4 * (i % 32), 4);
		memcpy(&part[2], in->v + 4 * (i % 32), 4);
		memcpy(&part[3], in->x[0] + 4 * (i % 32), 4);
		printf("# %s, word %d: u %08x %08x v %08x x %08x: %08x, want %08x\n", row->text, i,
		       part[0], part[1], part[2], part[3], g, w);
		return;
	}
}

/* Return: how many operands gave something else than the model. */
static unsigned int rows_check(struct player *player, uint32_t module, uint32_t slot,
			       const struct model_row *model, uint32_t first)
{
	static struct hvx_operands in[ROWS_EACH];
	static struct hvx_results got[ROWS_EACH], want;
	struct player_call call = player_call(player, 0, module, HVX_EACH);
	unsigned int wrong = 0;
	uint32_t out;

	for (uint32_t i = 0; i < ROWS_EACH; i++)
		rows_fill_operands(&in[i], model, first + i);
	player_in(&call, &slot, sizeof(slot), 0);
	player_in(&call, in, sizeof(in), 128);
	out = player_out(&call, sizeof(got), 128);
	if (!TAP_EXPECT(player_invoke(&call) == 0))
		return ROWS_EACH;
	player_get(&call, out, got);
	for (uint32_t i = 0; i < ROWS_EACH; i++) {
		model_compute(model, &in[i], &want);
		if (!memcmp(&got[i], &want, sizeof(want)))
			continue;
		if (wrong++ < ROWS_WRONG_MAX)
			rows_tell(&rows[slot], &in[i], &got[i], &want);
	}
	return wrong;
}

static uint32_t rows_operands(const struct model_row *model)
{
	const char *lanes = getenv("QDA_HVX_LANES");
	uint32_t words = lanes ? (uint32_t)strtoul(lanes, NULL, 0) : ROWS_LANES;
	bool narrow = model->u != MODEL_SF && model->u != MODEL_QF32 && model->u != MODEL_W;

	if (model->u == MODEL_F8)
		return 512;
	if (!narrow)
		return (words + 31) / 32;
	return model->v != model->u || model->op == MODEL_CONVERT || model->op == MODEL_CUT ||
	       model->op == MODEL_ABS || model->op == MODEL_NEG ? 1024 : 32768;
}

/* @part: of all operands, one in so many. */
static void rows_compare(uint8_t isa, uint32_t part)
{
	struct hvx_file *file = hvx_file_read(isa);
	struct player *player;
	unsigned int done = 0;
	uint32_t module;

	for (uint32_t i = 0; i < ROWS_COUNT; i++) {
		uint32_t code = rows_code(&rows[i]);

		if (rows_has_routine(&rows[i], isa))
			hvx_file_put(file, i, &code, 1);
	}
	player = hvx_file_start(file);
	TAP_EQUAL(player_open_name(player, "hvx", &module), 0);
	TAP_EXPECT(!strstr(player->log, "cannot be computed"));
	for (uint32_t i = 0; i < ROWS_COUNT; i++) {
		struct model_row model;
		unsigned int wrong = 0;

		if (!rows_has_routine(&rows[i], isa) ||
		    !TAP_EXPECT(model_parse(&model, rows[i].text, isa >= 0x79)))
			continue;
		done++;
		for (uint32_t at = 0; !wrong && at < rows_operands(&model) / part; at += ROWS_EACH)
			wrong = rows_check(player, module, i, &model, at);
		TAP_EQUAL(wrong, 0);
	}
	printf("# isa %x: %u instructions\n", isa, done);
	TAP_EXPECT(!player->has_fault);
	player_stop(player);
	hvx_file_free(file);
}

/* qf16 and qf32 as they were before v79. */
static void test_v75(void)
{
	rows_compare(0x75, 1);
}

/* The same whatever the emulator has: it and the table say the same, or one is wrong. */
static void test_forced(void)
{
	setenv("QDA_DSP_SHELL_OPTION", "--translate", 1);
	rows_compare(0x75, 16);
	unsetenv("QDA_DSP_SHELL_OPTION");
}

/* As they are since: equal to IEEE 754. */
static void test_v81(void)
{
	rows_compare(0x81, 1);
}

/* What is not computed is named when the library is opened, and where it is reached. */
static void test_not_done(void)
{
	for (uint32_t i = 0; i < ROWS_COUNT; i++) {
		struct hvx_file *file;
		struct player *player;
		uint32_t module, code = rows_code(&rows[i]);

		if (rows_has_routine(&rows[i], 0x81))
			continue;
		file = hvx_file_read(0x81);
		hvx_file_put(file, 7, &code, 1);
		player = hvx_file_start(file);
		TAP_EQUAL(player_open_name(player, "hvx", &module), 0);
		if (!TAP_EXPECT(strstr(player->log, rows[i].text) != NULL))
			printf("# %s: %s\n", rows[i].text, player->log);
		player_stop(player);
		hvx_file_free(file);
	}
}

static const struct tap_test rows_cases[] = {
	{"v75", test_v75},
	{"forced", test_forced},
	{"v81", test_v81},
	{"not-done", test_not_done},
};

int main(void)
{
	return fixture_run(rows_cases, sizeof(rows_cases) / sizeof(rows_cases[0]));
}
