// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Every operator that llama.cpp's Hexagon backend claims, at sizes that an emulated DSP
 * finishes. Shapes of several vectors and a rest, where the backend takes a rest.
 *
 * What a result may differ by: before v79, HVX adds, multiplies and converts half floats
 * with a last bit of its own (about 2^-23 for each step, docs/hvx.md), so errors of plain
 * arithmetic stay below 1e-7 when squared and compared with the squares of the result.
 * Functions by polynomials (exp, tanh, sigmoid), 16-bit floats, and products with activations
 * that are rounded to 8 bits have the limits that llama.cpp's own test gives its backends:
 * 1e-6 to 5e-4. GELU is computed by the formula of GELU_QUICK there, which is off by 6e-5.
 */
#include "cases.h"

#define F32 LM_GGML_TYPE_F32
#define F16 LM_GGML_TYPE_F16
#define I32 LM_GGML_TYPE_I32
#define I64 LM_GGML_TYPE_I64

#define EXACT 0.0
#define PLAIN 1e-7
#define CURVE 1e-6
#define HALF 1e-6
#define QUANT 5e-4
#define QUICK 1e-4

/* ------------------------------------------------------------ arithmetic -- */

static struct lm_ggml_tensor *build_binary(struct graph *g, const struct op_case *c)
{
	struct shape other = c->shape;
	struct lm_ggml_tensor *a, *b;

	if (c->arg[1])
		other.ne[1] = 1;	/* one row for all rows */
	a = graph_input(g, c->shape, -1, 1);
	b = graph_input(g, other, 0.5, 2);
	switch (c->arg[0]) {
	case LM_GGML_OP_ADD:	return lm_ggml_add(g->plain, a, b);
	case LM_GGML_OP_SUB:	return lm_ggml_sub(g->plain, a, b);
	case LM_GGML_OP_MUL:	return lm_ggml_mul(g->plain, a, b);
	default:		return lm_ggml_div(g->plain, a, b);
	}
}

static struct lm_ggml_tensor *build_one(struct graph *g, const struct op_case *c)
{
	bool positive = c->arg[0] == LM_GGML_OP_SQRT;
	struct lm_ggml_tensor *a = graph_input(g, c->shape, positive ? 0.01 : -4, 4);

	switch (c->arg[0]) {
	case LM_GGML_OP_NORM:		return lm_ggml_norm(g->plain, a, 1e-5f);
	case LM_GGML_OP_L2_NORM:	return lm_ggml_l2_norm(g->plain, a, 1e-5f);
	case LM_GGML_OP_RMS_NORM:	return lm_ggml_rms_norm(g->plain, a, 1e-5f);
	case LM_GGML_OP_SCALE:		return lm_ggml_scale_bias(g->plain, a, 0.7f, 0.2f);
	case LM_GGML_OP_CLAMP:		return lm_ggml_clamp(g->plain, a, -0.5f, 0.75f);
	case LM_GGML_OP_SQR:		return lm_ggml_sqr(g->plain, a);
	case LM_GGML_OP_SQRT:		return lm_ggml_sqrt(g->plain, a);
	case LM_GGML_OP_SUM_ROWS:	return lm_ggml_sum_rows(g->plain, a);
	case LM_GGML_OP_CUMSUM:		return lm_ggml_cumsum(g->plain, a);
	case LM_GGML_OP_FILL:		return lm_ggml_fill(g->plain, a, 2.5f);
	case LM_GGML_OP_DIAG:		return lm_ggml_diag(g->plain, a);
	case LM_GGML_OP_TRI:		return lm_ggml_tri(g->plain, a, c->arg[1]);
	case LM_GGML_OP_ARGSORT:	return lm_ggml_argsort(g->plain, a, c->arg[1]);
	default:			return lm_ggml_pad(g->plain, a, 5, 3, 0, 0);
	}
}

static struct lm_ggml_tensor *build_unary(struct graph *g, const struct op_case *c)
{
	return lm_ggml_unary(g->plain, graph_input(g, c->shape, -4, 4), c->arg[0]);
}

static struct lm_ggml_tensor *build_glu(struct graph *g, const struct op_case *c)
{
	struct lm_ggml_tensor *a = graph_input(g, c->shape, -3, 3), *b;

	if (!c->arg[1])
		return lm_ggml_glu(g->plain, a, c->arg[0], false);
	b = graph_input(g, c->shape, -3, 3);
	if (c->arg[0] == LM_GGML_GLU_OP_SWIGLU_OAI)
		return lm_ggml_swiglu_oai(g->plain, a, b, 1.702f, 7);
	return lm_ggml_glu_split(g->plain, a, b, c->arg[0]);
}

/* -------------------------------------------------------------- products -- */

/* arg: rows of the weights, columns of the other matrix, matrices. */
static struct lm_ggml_tensor *build_mul_mat(struct graph *g, const struct op_case *c)
{
	bool quantised = lm_ggml_is_quantized(c->shape.type);
	struct shape weights = { c->shape.type, { c->shape.ne[0], c->arg[0], c->arg[2] } };
	struct shape columns = { F32, { c->shape.ne[0], c->arg[1], c->arg[2] } };
	struct lm_ggml_tensor *a, *b;

	a = quantised ? graph_weight(g, weights) : graph_input(g, weights, -1, 1);
	b = graph_input(g, columns, -1, 1);
	return lm_ggml_mul_mat(g->plain, a, b);
}

/* arg: rows of the weights, tokens, experts, experts of a token. */
static struct lm_ggml_tensor *build_mul_mat_id(struct graph *g, const struct op_case *c)
{
	struct shape weights = { c->shape.type, { c->shape.ne[0], c->arg[0], c->arg[2] } };
	struct shape columns = { F32, { c->shape.ne[0], c->arg[3], c->arg[1] } };
	struct lm_ggml_tensor *a = graph_weight(g, weights);
	struct lm_ggml_tensor *b = graph_input(g, columns, -1, 1);
	struct shape chosen = { I32, { c->arg[3], c->arg[1] } };

	return lm_ggml_mul_mat_id(g->plain, a, b, graph_index(g, chosen, c->arg[2]));
}

/* arg: tokens, experts, experts of a token. */
static struct lm_ggml_tensor *build_add_id(struct graph *g, const struct op_case *c)
{
	struct shape a = { F32, { c->shape.ne[0], c->arg[2], c->arg[0] } };
	struct shape b = { F32, { c->shape.ne[0], c->arg[1] } };
	struct lm_ggml_tensor *to = graph_input(g, a, -1, 1);
	struct lm_ggml_tensor *what = graph_input(g, b, -1, 1);

	return lm_ggml_add_id(g->plain, to, what,
			      graph_index(g, (struct shape){ I32, { c->arg[2], c->arg[0] } },
					  c->arg[1]));
}

/* -------------------------------------------------------------- attention -- */

static struct lm_ggml_tensor *build_soft_max(struct graph *g, const struct op_case *c)
{
	struct lm_ggml_tensor *a = graph_input(g, c->shape, -4, 4), *mask = NULL;
	struct shape rows = { c->arg[0], { c->shape.ne[0], c->shape.ne[1] } };

	if (c->arg[1])
		mask = graph_special(g, rows, GRAPH_FILL_CAUSAL);
	return lm_ggml_soft_max_ext(g->plain, a, mask, 0.3f, 0);
}

/* arg: mode, numbers of a row that turn. */
static struct lm_ggml_tensor *build_rope(struct graph *g, const struct op_case *c)
{
	struct lm_ggml_tensor *a = graph_input(g, c->shape, -1, 1);
	struct lm_ggml_tensor *at = graph_index(g, (struct shape){ I32, { c->shape.ne[2] } }, 50);

	return lm_ggml_rope_ext(g->plain, a, at, NULL, c->arg[1], c->arg[0], 512, 10000, 1, 0, 1,
				32, 1);
}

/* shape: head, queries, heads; arg: keys, heads of keys. */
static struct lm_ggml_tensor *build_flash_attn(struct graph *g, const struct op_case *c)
{
	int64_t head = c->shape.ne[0];
	struct shape keys = { F16, { head, c->arg[0], c->arg[1] } };
	struct shape rows = { F16, { c->arg[0], (c->shape.ne[1] + 63) / 64 * 64 } };
	struct lm_ggml_tensor *q = graph_input(g, c->shape, -1, 1);
	struct lm_ggml_tensor *k = graph_input(g, keys, -1, 1);
	struct lm_ggml_tensor *v = graph_input(g, keys, -1, 1);
	struct lm_ggml_tensor *mask = graph_special(g, rows, GRAPH_FILL_CAUSAL);

	return lm_ggml_flash_attn_ext(g->plain, q, k, v, mask, 0.125f, 0, 0);
}

/* ----------------------------------------------------------- moving data -- */

/* arg: rows that are taken, their type. */
static struct lm_ggml_tensor *build_get_rows(struct graph *g, const struct op_case *c)
{
	struct lm_ggml_tensor *a = graph_input(g, c->shape, -1, 1);

	return lm_ggml_get_rows(g->plain, a, graph_index(g, (struct shape){ c->arg[1],
							 { c->arg[0] } }, c->shape.ne[1]));
}

static struct lm_ggml_tensor *build_set_rows(struct graph *g, const struct op_case *c)
{
	struct shape from = { F32, { c->shape.ne[0], c->arg[0] } };
	struct lm_ggml_tensor *a = graph_input(g, c->shape, -1, 1);
	struct lm_ggml_tensor *b = graph_input(g, from, -1, 1);

	return lm_ggml_set_rows(g->plain, a, b, graph_index(g, (struct shape){ c->arg[1],
							    { c->arg[0] } }, c->shape.ne[1]));
}

/* arg: the type that it becomes. */
static struct lm_ggml_tensor *build_cpy(struct graph *g, const struct op_case *c)
{
	struct shape to = c->shape;
	struct lm_ggml_tensor *a = graph_input(g, c->shape, -1, 1);

	to.type = c->arg[0];
	return lm_ggml_cpy(g->plain, a, graph_input(g, to, 0, 0));
}

static struct lm_ggml_tensor *build_cont(struct graph *g, const struct op_case *c)
{
	struct lm_ggml_tensor *a = graph_input(g, c->shape, -1, 1);

	return lm_ggml_cont(g->plain, lm_ggml_permute(g->plain, a, c->arg[0], c->arg[1],
						      c->arg[2], c->arg[3]));
}

static struct lm_ggml_tensor *build_repeat(struct graph *g, const struct op_case *c)
{
	struct shape to = c->shape;
	struct lm_ggml_tensor *a = graph_input(g, c->shape, -1, 1);

	to.ne[0] *= c->arg[0];
	to.ne[1] *= c->arg[1];
	return lm_ggml_repeat(g->plain, a, graph_input(g, to, 0, 0));
}

static struct lm_ggml_tensor *build_concat(struct graph *g, const struct op_case *c)
{
	struct lm_ggml_tensor *a = graph_input(g, c->shape, -1, 1);

	return lm_ggml_concat(g->plain, a, graph_input(g, c->shape, -1, 1), c->arg[0]);
}

/* ------------------------------------------------- convolution, recurrence -- */

/* arg: width of the kernel, tokens. */
static struct lm_ggml_tensor *build_ssm_conv(struct graph *g, const struct op_case *c)
{
	struct shape data = { F32, { c->arg[0] - 1 + c->arg[1], c->shape.ne[0], 1 } };
	struct shape kernel = { F32, { c->arg[0], c->shape.ne[0] } };
	struct lm_ggml_tensor *a = graph_input(g, data, -1, 1);

	return lm_ggml_ssm_conv(g->plain, a, graph_input(g, kernel, -1, 1));
}

/* arg: width of the kernel, channels out, the type that it becomes. */
static struct lm_ggml_tensor *build_im2col(struct graph *g, const struct op_case *c)
{
	struct shape kernel = { F16, { c->arg[0], c->arg[0], c->shape.ne[2], c->arg[1] } };
	struct lm_ggml_tensor *a = graph_input(g, kernel, -1, 1);
	struct lm_ggml_tensor *b = graph_input(g, c->shape, -1, 1);

	return lm_ggml_im2col(g->plain, a, b, c->arg[0], c->arg[0], 0, 0, 1, 1, true, c->arg[2]);
}

/* shape: size of a head, heads, tokens. */
static struct lm_ggml_tensor *build_delta_net(struct graph *g, const struct op_case *c)
{
	int64_t size = c->shape.ne[0], heads = c->shape.ne[1], tokens = c->shape.ne[2];
	struct shape one = { F32, { 1, heads, tokens, 1 } };
	struct lm_ggml_tensor *q = graph_input(g, c->shape, -0.2f, 0.2f);
	struct lm_ggml_tensor *k = graph_input(g, c->shape, -0.2f, 0.2f);
	struct lm_ggml_tensor *v = graph_input(g, c->shape, -1, 1);
	struct lm_ggml_tensor *decay = graph_input(g, one, -1, 0);
	struct lm_ggml_tensor *beta = graph_input(g, one, 0, 1);
	struct shape square = { F32, { size, size, heads } };
	struct lm_ggml_tensor *state = graph_input(g, square, -0.5f, 0.5f);

	return lm_ggml_gated_delta_net(g->plain, q, k, v, decay, beta, state, 1);
}

static struct lm_ggml_tensor *build_solve_tri(struct graph *g, const struct op_case *c)
{
	struct shape right = { F32, { c->arg[0], c->shape.ne[0] } };
	struct lm_ggml_tensor *a = graph_special(g, c->shape, GRAPH_FILL_LOWER);

	return lm_ggml_solve_tri(g->plain, a, graph_input(g, right, -1, 1), true, true, false);
}

/* ------------------------------------------------------------------ table -- */

#define BINARY(name, kind, text, row, limit, ...)					\
	{ #name, text, build_binary, { kind, { __VA_ARGS__ } },				\
	  { LM_GGML_OP_ ## name, row }, limit }
#define ONE(name, text, param, limit, ...)						\
	{ #name, text, build_one, { F32, { __VA_ARGS__ } }, { LM_GGML_OP_ ## name, param },	\
	  limit }
#define UNARY(name, limit)								\
	{ #name, "f32 200x3", build_unary, { F32, { 200, 3 } },				\
	  { LM_GGML_UNARY_OP_ ## name }, limit }
#define GLU(name, text, split, ...)							\
	{ #name, text, build_glu, { F32, { __VA_ARGS__ } }, { LM_GGML_GLU_OP_ ## name, split },	\
	  CURVE }
#define MUL_MAT(kind, text, columns, ...)						\
	{ "MUL_MAT", text, build_mul_mat, { LM_GGML_TYPE_ ## kind, { columns } },	\
	  { __VA_ARGS__ }, QUANT }
#define MUL_MAT_ID(kind, text)								\
	{ "MUL_MAT_ID", text, build_mul_mat_id, { LM_GGML_TYPE_ ## kind, { 256 } },	\
	  { 64, 3, 4, 2 }, QUANT }

const struct op_case op_cases[] = {
	MUL_MAT(Q4_0, "q4_0 256x64 by 1", 256, 64, 1, 1),
	MUL_MAT(Q4_0, "q4_0 256x64 by 7", 256, 64, 7, 1),
	MUL_MAT(Q4_1, "q4_1 256x64 by 1", 256, 64, 1, 1),
	MUL_MAT(Q4_1, "q4_1 256x64 by 7", 256, 64, 7, 1),
	MUL_MAT(Q8_0, "q8_0 256x64 by 1", 256, 64, 1, 1),
	MUL_MAT(Q8_0, "q8_0 256x64 by 7", 256, 64, 7, 1),
	MUL_MAT(IQ4_NL, "iq4_nl 256x64 by 1", 256, 64, 1, 1),
	MUL_MAT(IQ4_NL, "iq4_nl 256x64 by 7", 256, 64, 7, 1),
	MUL_MAT(MXFP4, "mxfp4 256x64 by 1", 256, 64, 1, 1),
	MUL_MAT(MXFP4, "mxfp4 256x64 by 7", 256, 64, 7, 1),
	MUL_MAT(F16, "f16 256x64 by 1", 256, 64, 1, 1),
	MUL_MAT(F16, "f16 200x33 by 7, 2 matrices", 200, 33, 7, 2),
	MUL_MAT(F32, "f32 256x64 by 1", 256, 64, 1, 1),
	MUL_MAT(F32, "f32 200x33 by 7, 2 matrices", 200, 33, 7, 2),
	MUL_MAT_ID(Q4_0, "q4_0 256x64, 2 of 4"),
	MUL_MAT_ID(Q4_1, "q4_1 256x64, 2 of 4"),
	MUL_MAT_ID(Q8_0, "q8_0 256x64, 2 of 4"),
	MUL_MAT_ID(IQ4_NL, "iq4_nl 256x64, 2 of 4"),
	MUL_MAT_ID(MXFP4, "mxfp4 256x64, 2 of 4"),
	{ "ADD_ID", "f32 200, 2 of 4", build_add_id, { F32, { 200 } }, { 3, 4, 2 }, PLAIN },
	BINARY(ADD, F32, "f32 256x4", 0, PLAIN, 256, 4),
	BINARY(ADD, F32, "f32 200x4, one row", 1, PLAIN, 200, 4),
	BINARY(ADD, F16, "f16 256x4", 0, HALF, 256, 4),
	BINARY(SUB, F32, "f32 200x4", 0, PLAIN, 200, 4),
	BINARY(SUB, F16, "f16 200x4", 0, HALF, 200, 4),
	BINARY(MUL, F32, "f32 200x4", 0, PLAIN, 200, 4),
	BINARY(MUL, F32, "f32 200x4, one row", 1, PLAIN, 200, 4),
	BINARY(MUL, F16, "f16 200x4", 0, HALF, 200, 4),
	BINARY(DIV, F32, "f32 200x4", 0, PLAIN, 200, 4),
	BINARY(DIV, F16, "f16 200x4", 0, HALF, 200, 4),
	ONE(NORM, "f32 200x3", 0, PLAIN, 200, 3),
	ONE(L2_NORM, "f32 200x3", 0, PLAIN, 200, 3),
	ONE(RMS_NORM, "f32 256x3", 0, PLAIN, 256, 3),
	ONE(RMS_NORM, "f32 200x3", 0, PLAIN, 200, 3),
	ONE(SCALE, "f32 200x3", 0, PLAIN, 200, 3),
	ONE(CLAMP, "f32 200x3", 0, PLAIN, 200, 3),
	ONE(SQR, "f32 200x3", 0, PLAIN, 200, 3),
	ONE(SQRT, "f32 200x3", 0, PLAIN, 200, 3),
	ONE(SUM_ROWS, "f32 200x3", 0, PLAIN, 200, 3),
	ONE(CUMSUM, "f32 200x3", 0, PLAIN, 200, 3),
	ONE(FILL, "f32 200x3", 0, EXACT, 200, 3),
	ONE(DIAG, "f32 70x1x2", 0, EXACT, 70, 1, 2),
	ONE(TRI, "f32 70x70, lower", LM_GGML_TRI_TYPE_LOWER, EXACT, 70, 70),
	ONE(TRI, "f32 70x70, upper", LM_GGML_TRI_TYPE_UPPER, EXACT, 70, 70),
	ONE(ARGSORT, "f32 64x2, rising", LM_GGML_SORT_ORDER_ASC, EXACT, 64, 2),
	ONE(ARGSORT, "f32 50x2, falling", LM_GGML_SORT_ORDER_DESC, EXACT, 50, 2),
	ONE(PAD, "f32 200x3 by 5 and 3", 0, EXACT, 200, 3),
	UNARY(NEG, PLAIN),
	UNARY(EXP, CURVE),
	UNARY(SIGMOID, CURVE),
	UNARY(SOFTPLUS, CURVE),
	UNARY(TANH, CURVE),
	UNARY(SILU, CURVE),
	UNARY(GELU, QUICK),
	UNARY(GELU_QUICK, CURVE),
	GLU(SWIGLU, "f32 256x3", 0, 256, 3),
	GLU(SWIGLU, "f32 200x3, split", 1, 200, 3),
	GLU(SWIGLU_OAI, "f32 200x3, split", 1, 200, 3),
	GLU(GEGLU, "f32 256x3", 0, 256, 3),
	GLU(GEGLU, "f32 200x3, split", 1, 200, 3),
	{ "SOFT_MAX", "f32 128x4x2", build_soft_max, { F32, { 128, 4, 2 } }, { 0 }, CURVE },
	{ "SOFT_MAX", "f32 128x4x2, mask f16", build_soft_max, { F32, { 128, 4, 2 } }, { F16, 1 },
	  CURVE },
	{ "SOFT_MAX", "f32 30x4, mask f32", build_soft_max, { F32, { 30, 4 } }, { F32, 1 }, CURVE },
	{ "ROPE", "f32 64x4x3", build_rope, { F32, { 64, 4, 3 } }, { LM_GGML_ROPE_TYPE_NORMAL, 64 },
	  CURVE },
	{ "ROPE", "f32 64x4x3, neox", build_rope, { F32, { 64, 4, 3 } },
	  { LM_GGML_ROPE_TYPE_NEOX, 64 }, CURVE },
	{ "ROPE", "f32 128x2x3, neox, 64 turn", build_rope, { F32, { 128, 2, 3 } },
	  { LM_GGML_ROPE_TYPE_NEOX, 64 }, CURVE },
	{ "FLASH_ATTN_EXT", "64x1x4, 64 keys, 2 heads", build_flash_attn, { F32, { 64, 1, 4 } },
	  { 64, 2 }, QUANT },
	{ "FLASH_ATTN_EXT", "64x8x4, 128 keys, 2 heads", build_flash_attn, { F32, { 64, 8, 4 } },
	  { 128, 2 }, QUANT },
	{ "GET_ROWS", "f32 200x16, i32", build_get_rows, { F32, { 200, 16 } }, { 5, I32 }, EXACT },
	{ "SET_ROWS", "f16 200x16, i32", build_set_rows, { F16, { 200, 16 } }, { 5, I32 }, HALF },
	{ "SET_ROWS", "f16 200x16, i64", build_set_rows, { F16, { 200, 16 } }, { 5, I64 }, HALF },
	{ "CPY", "f32 to f32, 200x3", build_cpy, { F32, { 200, 3 } }, { F32 }, EXACT },
	{ "CPY", "f32 to f16, 200x3", build_cpy, { F32, { 200, 3 } }, { F16 }, HALF },
	{ "CPY", "f16 to f32, 200x3", build_cpy, { F16, { 200, 3 } }, { F32 }, PLAIN },
	{ "CONT", "f32 64x4x3, 0 2 1 3", build_cont, { F32, { 64, 4, 3 } }, { 0, 2, 1, 3 }, EXACT },
	{ "CONT", "f32 40x6x2, 1 0 2 3", build_cont, { F32, { 40, 6, 2 } }, { 1, 0, 2, 3 }, EXACT },
	{ "REPEAT", "f32 100x2 by 2 and 3", build_repeat, { F32, { 100, 2 } }, { 2, 3 }, EXACT },
	{ "CONCAT", "f32 100x3, columns", build_concat, { F32, { 100, 3 } }, { 0 }, EXACT },
	{ "CONCAT", "f32 100x3, rows", build_concat, { F32, { 100, 3 } }, { 1 }, EXACT },
	{ "SSM_CONV", "f32 64, 4 wide, 5", build_ssm_conv, { F32, { 64 } }, { 4, 5 }, PLAIN },
	{ "IM2COL", "f32 16x16x3, 4 wide", build_im2col, { F32, { 16, 16, 3 } }, { 4, 8, F32 },
	  EXACT },
	{ "IM2COL", "f32 16x16x3, 4 wide, to f16", build_im2col, { F32, { 16, 16, 3 } },
	  { 4, 8, F16 }, HALF },
	{ "GATED_DELTA_NET", "f32 64, 2 heads, 1", build_delta_net, { F32, { 64, 2, 1, 1 } }, { 0 },
	  CURVE },
	{ "GATED_DELTA_NET", "f32 64, 2 heads, 4", build_delta_net, { F32, { 64, 2, 4, 1 } }, { 0 },
	  CURVE },
	{ "SOLVE_TRI", "f32 32, 8 columns", build_solve_tri, { F32, { 32, 32 } }, { 8 }, CURVE },
};

const unsigned int op_cases_count = sizeof(op_cases) / sizeof(*op_cases);
