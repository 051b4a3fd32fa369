/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef LLM_GRAPH_H
#define LLM_GRAPH_H

#include <stdbool.h>
#include <stdint.h>

#include <ggml-backend.h>
#include <ggml.h>

#define GRAPH_INPUTS_MAX 8

/* What an input holds. */
enum graph_fill {
	GRAPH_FILL_RANGE,	/* numbers of one range */
	GRAPH_FILL_INDEX,	/* whole numbers below a limit, none twice if there are enough */
	GRAPH_FILL_CAUSAL,	/* 0 up to the diagonal, minus infinity behind it */
	GRAPH_FILL_LOWER,	/* a lower triangle with a strong diagonal, else 0 */
};

struct graph_input {
	struct lm_ggml_tensor *tensor;
	enum graph_fill fill;
	float low, high;
	int64_t limit;
};

/**
 * struct graph - one operator with its inputs, in the memory of one backend
 */
struct graph {
	struct lm_ggml_context *plain;		/* tensors in the order that ggml says */
	struct lm_ggml_context *packed;		/* weights, which a backend may reorder */
	struct lm_ggml_backend_buffer *buffer[2];
	struct graph_input input[GRAPH_INPUTS_MAX];
	unsigned int inputs;
	struct lm_ggml_cgraph *nodes;
	struct lm_ggml_tensor *out;
};

/**
 * struct shape - a tensor's type and its numbers of elements
 */
struct shape {
	enum lm_ggml_type type;
	int64_t ne[4];
};

void graph_init(struct graph *g);
void graph_exit(struct graph *g);

struct lm_ggml_tensor *graph_input(struct graph *g, struct shape shape, float low, float high);
struct lm_ggml_tensor *graph_index(struct graph *g, struct shape shape, int64_t limit);
struct lm_ggml_tensor *graph_special(struct graph *g, struct shape shape, enum graph_fill fill);
struct lm_ggml_tensor *graph_weight(struct graph *g, struct shape shape);

bool graph_place(struct graph *g, lm_ggml_backend_t backend, struct lm_ggml_tensor *out);
bool graph_claimed(const struct graph *g, lm_ggml_backend_t backend);
bool graph_fill(struct graph *g, uint64_t seed);
bool graph_compute(struct graph *g, lm_ggml_backend_t backend);
float *graph_result(const struct graph *g);
#endif
