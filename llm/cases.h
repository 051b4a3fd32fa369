/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef LLM_CASES_H
#define LLM_CASES_H

#include "graph.h"

/**
 * struct op_case - one operator at one size
 */
struct op_case {
	const char *op;
	const char *size;		/* for people, and unique for this operator */
	struct lm_ggml_tensor *(*build)(struct graph *g, const struct op_case *c);
	struct shape shape;		/* of the first input */
	int64_t arg[4];			/* what build takes it for */
	double tolerance;		/* greatest normalised mean square error */
};

extern const struct op_case op_cases[];
extern const unsigned int op_cases_count;

#endif
