// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The table of the floating point instructions of HVX.
 */

#include "hvx/hvx_packet.h"
#include "hvx/hvx_row.h"
#include "hvx/hvx_rows_v68.h"
#include "hvx/hvx_rows_v73.h"

#define hvx_none	NULL
#define HVX_ROW(code, form, family, before_v79, from_v79, text) \
	{0x##code, HVX_##form, HVX_##family, hvx_##before_v79, hvx_##from_v79, text},

static const struct hvx_row hvx_rows[] = {
	HVX_ROWS_V68(HVX_ROW)
	HVX_ROWS_V73(HVX_ROW)
	HVX_ROWS_V79(HVX_ROW)
	HVX_ROWS_V81(HVX_ROW)
};

/*
 * The bits that a row fixes: the others are parse bits and the numbers of registers,
 * Vv in 20:16, Vu in 12:8, Vd in 4:0 or Qd in 1:0. Pairs have even numbers.
 */
static const uint32_t hvx_masks[] = {
	[HVX_D_U] = 0xffff20e0,
	[HVX_D_W] = 0xffff21e0,
	[HVX_D_UV] = 0xffe020e0,
	[HVX_D_UR] = 0xffe020e0,
	[HVX_DD_U] = 0xffff20e1,
	[HVX_DD_UV] = 0xffe020e1,
	[HVX_X_UV] = 0xffe020e0,
	[HVX_XX_UV] = 0xffe020e1,
	[HVX_Q_UV] = 0xffe020fc,
	[HVX_QAND_UV] = 0xffe020fc,
	[HVX_QOR_UV] = 0xffe020fc,
	[HVX_QXOR_UV] = 0xffe020fc,
};

#define HVX_ROWS	(sizeof(hvx_rows) / sizeof(hvx_rows[0]))

/* Bits that all rows fix, and most other instructions have otherwise. */
#define HVX_ROW_KEY(word)	((word) >> 21)
#define HVX_ROW_KEYS		2048u

/* A bit for each key that rows have: most words are no row, and found so at once. */
static uint32_t hvx_keys[HVX_ROW_KEYS / 32];

static int hvx_row_has_key(uint32_t word)
{
	uint32_t key = HVX_ROW_KEY(word);

	/* The first time; libraries are loaded one at a time. */
	if (!hvx_keys[HVX_ROW_KEY(hvx_rows[0].code) / 32])
		for (unsigned int i = HVX_ROWS; i--;)
			hvx_keys[HVX_ROW_KEY(hvx_rows[i].code) / 32] |=
				1u << HVX_ROW_KEY(hvx_rows[i].code) % 32;
	return hvx_keys[key / 32] >> key % 32 & 1;
}

/**
 * hvx_row_find() - what a word is
 * @word: of a packet
 *
 * Return: its row, NULL if it is no floating point instruction of HVX.
 */
const struct hvx_row *hvx_row_find(uint32_t word)
{
	if (!hvx_row_has_key(word) || !hvx_word_is_plain(word))
		return NULL;
	for (unsigned int i = 0; i < HVX_ROWS; i++)
		if ((word & hvx_masks[hvx_rows[i].form]) == hvx_rows[i].code)
			return &hvx_rows[i];
	return NULL;
}
