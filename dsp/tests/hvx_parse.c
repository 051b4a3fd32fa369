// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Reads how an instruction is written: "Vd.qf32 = vadd(Vu.qf32, Vv.sf)".
 */

#include <stdio.h>
#include <string.h>

#include "hvx_model.h"

static enum model_type model_type(const char *text)
{
	static const struct {
		const char *name;
		enum model_type type;
	} types[] = {
		{"sf", MODEL_SF}, {"hf", MODEL_HF}, {"bf", MODEL_BF}, {"qf32", MODEL_QF32},
		{"qf16", MODEL_QF16}, {"w", MODEL_W}, {"h", MODEL_H}, {"uh", MODEL_UH},
		{"b", MODEL_B}, {"ub", MODEL_UB}, {"f8", MODEL_F8},
	};
	const char *dot = strchr(text, '.');
	size_t len = dot ? strcspn(dot + 1, " ,):=") : 0;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (len == strlen(types[i].name) && !strncmp(dot + 1, types[i].name, len))
			return types[i].type;
	return MODEL_NONE;
}

static bool model_find_op(struct model_row *row, const char *right)
{
	static const struct {
		const char *name;
		enum model_op op;
	} ops[] = {
		{"vadd(", MODEL_ADD}, {"vsub(", MODEL_SUB}, {"vmpy(", MODEL_MPY},
		{"vdmpy(", MODEL_DMPY}, {"vcvt(", MODEL_CONVERT},
		{"vcvt2(", MODEL_CONVERT}, {"vabs(", MODEL_ABS},
		{"vfneg(", MODEL_NEG}, {"vneg(", MODEL_NEG}, {"vmax(", MODEL_MAX},
		{"vmin(", MODEL_MIN}, {"vfmax(", MODEL_FMAX}, {"vfmin(", MODEL_FMIN},
		{"vcmp.gt(", MODEL_GT}, {"vcmp.eq(", MODEL_EQ}, {"vfmv(", MODEL_CUT},
		{"V", MODEL_CUT},
	};

	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++)
		if (!strncmp(right, ops[i].name, strlen(ops[i].name))) {
			row->op = ops[i].op;
			return true;
		}
	return false;
}

/* Return: whether there is a model of it. */
bool model_parse(struct model_row *row, const char *text, bool ieee)
{
	const char *equals = strchr(text, '='), *right = equals + 2;
	const char *u = strstr(right, "Vu"), *v = strstr(right, "Vv"), *r = strstr(right, "Rt");

	*row = (struct model_row){.ieee = ieee};
	if (!model_find_op(row, right) || !u)
		return false;
	row->combine = equals[-1] == ' ' ? '=' : equals[-1];
	row->accumulates = row->combine == '+';
	row->d = text[0] == 'Q' ? MODEL_NONE : model_type(text);
	row->u = model_type(u);
	row->v = v ? model_type(v) : r ? model_type(r) : row->u;
	row->u_pair = !strncmp(u, "Vuu", 3);
	row->d_pair = !strncmp(text, "Vdd", 3) || !strncmp(text, "Vxx", 3);
	row->v_scalar = r != NULL;
	row->by_turns = !strncmp(right, "vcvt2(", 6) || strstr(text, "f8");
	/* It looks like a type: ":rnd" rounds to nearest. */
	if (strstr(text, ":rnd"))
		row->op = MODEL_CONVERT;
	return true;
}
