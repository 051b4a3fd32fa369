/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_ROW_H
#define DSP_SHELL_HVX_ROW_H

#include <stdint.h>

#include "hvx/hvx_lanes.h"

/* What an instruction writes, an underscore, what it reads beyond that. */
enum hvx_form {
	HVX_D_U,	/* Vd, Vu */
	HVX_D_W,	/* Vd, pair Vuu */
	HVX_D_UV,	/* Vd, Vu, Vv */
	HVX_D_UR,	/* Vd, Vu, Rt */
	HVX_DD_U,	/* pair Vdd, Vu */
	HVX_DD_UV,
	HVX_X_UV,	/* Vx += */
	HVX_XX_UV,	/* pair Vxx += */
	HVX_Q_UV,	/* Qd */
	HVX_QAND_UV,	/* Qx &= */
	HVX_QOR_UV,
	HVX_QXOR_UV,
};

/* What an emulator has as a whole or not at all. */
enum hvx_family {
	HVX_QF,		/* all that reads or writes qf16 and qf32 */
	HVX_IEEE,	/* arithmetic of sf and hf */
	HVX_CONVERT,	/* vcvt */
	HVX_ORDER,	/* vcmp.gt, vmin, vmax */
	HVX_SIGN,	/* vabs, vfneg, vfmin, vfmax */
	HVX_INTEGER,	/* conversions of v73 without qf */
	HVX_BFLOAT,	/* bf */
	HVX_V79,	/* what v79 added */
	HVX_V81,
	HVX_FAMILIES,
};

/**
 * struct hvx_row - one floating point instruction
 */
struct hvx_row {
	/** @code: the word without registers and parse bits */
	uint32_t code;
	uint8_t form;
	uint8_t family;
	/** @before_v79: computes it, NULL: nothing does */
	hvx_routine *before_v79;
	hvx_routine *from_v79;
	/** @text: as assemblers write it */
	const char *text;
};

const struct hvx_row *hvx_row_find(uint32_t word);

#endif
