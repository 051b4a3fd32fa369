/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_HVX_MODEL_H
#define DSP_TESTS_HVX_MODEL_H

/*
 * What HVX floating point instructions compute, made from how they are written and
 * from the definitions of the formats; shares nothing with the shell's arithmetic.
 */

#include <stdbool.h>
#include <stdint.h>

#include "hvx.h"

enum model_type {
	MODEL_NONE, MODEL_SF, MODEL_HF, MODEL_BF, MODEL_QF32, MODEL_QF16, MODEL_F8,
	MODEL_W, MODEL_H, MODEL_UH, MODEL_B, MODEL_UB,
};

enum model_op {
	MODEL_ADD, MODEL_SUB, MODEL_MPY, MODEL_DMPY, MODEL_CONVERT, MODEL_CUT, MODEL_ABS,
	MODEL_NEG, MODEL_MAX, MODEL_MIN, MODEL_FMAX, MODEL_FMIN, MODEL_GT, MODEL_EQ,
};

struct model_row {
	enum model_op op;
	/* Of the result (NONE: Q), and of Vu and Vv. */
	enum model_type d, u, v;
	bool accumulates;
	/* Vuu; Vdd; Rt in the place of Vv. */
	bool u_pair, d_pair, v_scalar;
	/* Bytes belong to the two vectors by turns, else in twos. */
	bool by_turns;
	/* Of a Q register: '=', '&', '|', '^'. */
	char combine;
	/* qf is equal to IEEE 754. */
	bool ieee;
};

bool model_parse(struct model_row *row, const char *text, bool ieee);
void model_compute(const struct model_row *row, const struct hvx_operands *in,
		   struct hvx_results *out);

#endif
