// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * An operator of ggml with inputs that a seed decides, so that two backends can be
 * asked the same question.
 */
#include "graph.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <ggml-alloc.h>

/* Tensors of one graph, views and intermediate ones too. */
#define GRAPH_TENSORS_MAX 64

static struct lm_ggml_context *graph_context(void)
{
	struct lm_ggml_init_params params = {
		.mem_size = GRAPH_TENSORS_MAX * lm_ggml_tensor_overhead() +
			    lm_ggml_graph_overhead_custom(GRAPH_TENSORS_MAX, false),
		.no_alloc = true,
	};

	return lm_ggml_init(params);
}

/**
 * graph_init() - Begin a graph without inputs.
 */
void graph_init(struct graph *g)
{
	memset(g, 0, sizeof(*g));
	g->plain = graph_context();
	g->packed = graph_context();
}

/**
 * graph_exit() - Give back a graph and its memory on the device.
 */
void graph_exit(struct graph *g)
{
	for (unsigned int i = 0; i < 2; i++)
		if (g->buffer[i])
			lm_ggml_backend_buffer_free(g->buffer[i]);
	lm_ggml_free(g->plain);
	lm_ggml_free(g->packed);
}

static struct lm_ggml_tensor *graph_add(struct graph *g, struct lm_ggml_context *context,
					const struct shape *shape, struct graph_input input)
{
	int64_t ne[4];

	for (unsigned int i = 0; i < 4; i++)
		ne[i] = shape->ne[i] ? shape->ne[i] : 1;
	input.tensor = lm_ggml_new_tensor(context, shape->type, 4, ne);
	g->input[g->inputs++] = input;
	return input.tensor;
}

/**
 * graph_input() - Numbers from @low to @high; a dimension of 0 counts as 1.
 */
struct lm_ggml_tensor *graph_input(struct graph *g, struct shape shape, float low, float high)
{
	return graph_add(g, g->plain, &shape, (struct graph_input){
		.fill = GRAPH_FILL_RANGE, .low = low, .high = high });
}

/**
 * graph_index() - Numbers of rows, each below @limit.
 */
struct lm_ggml_tensor *graph_index(struct graph *g, struct shape shape, int64_t limit)
{
	return graph_add(g, g->plain, &shape, (struct graph_input){
		.fill = GRAPH_FILL_INDEX, .limit = limit });
}

/**
 * graph_special() - A mask or a triangle.
 */
struct lm_ggml_tensor *graph_special(struct graph *g, struct shape shape, enum graph_fill fill)
{
	return graph_add(g, g->plain, &shape, (struct graph_input){ .fill = fill });
}

/**
 * graph_weight() - Numbers from -1 to 1 in memory where the backend may reorder them.
 */
struct lm_ggml_tensor *graph_weight(struct graph *g, struct shape shape)
{
	return graph_add(g, g->packed, &shape, (struct graph_input){
		.fill = GRAPH_FILL_RANGE, .low = -1, .high = 1 });
}

/* Where a backend wants quantised weights: the first of its extra kinds of memory. */
static lm_ggml_backend_buffer_type_t graph_packed_type(lm_ggml_backend_t backend)
{
	lm_ggml_backend_dev_t device = lm_ggml_backend_get_device(backend);
	lm_ggml_backend_dev_get_extra_bufts_t extra = (lm_ggml_backend_dev_get_extra_bufts_t)
		lm_ggml_backend_reg_get_proc_address(lm_ggml_backend_dev_backend_reg(device),
						     "lm_ggml_backend_dev_get_extra_bufts");
	lm_ggml_backend_buffer_type_t *types = NULL;

	if (extra && lm_ggml_backend_dev_type(device) != LM_GGML_BACKEND_DEVICE_TYPE_CPU)
		types = extra(device);
	return types && types[0] ? types[0] : lm_ggml_backend_get_default_buffer_type(backend);
}

static bool graph_place_context(struct graph *g, unsigned int slot,
				struct lm_ggml_context *context,
				lm_ggml_backend_buffer_type_t type)
{
	if (!lm_ggml_get_first_tensor(context))
		return true;
	g->buffer[slot] = lm_ggml_backend_alloc_ctx_tensors_from_buft(context, type);
	return g->buffer[slot];
}

/**
 * graph_place() - Give all tensors memory of @backend.
 *
 * Return: false if it has not enough.
 */
bool graph_place(struct graph *g, lm_ggml_backend_t backend, struct lm_ggml_tensor *out)
{
	g->out = out;
	g->nodes = lm_ggml_new_graph_custom(g->plain, GRAPH_TENSORS_MAX, false);
	lm_ggml_build_forward_expand(g->nodes, out);
	return graph_place_context(g, 0, g->packed, graph_packed_type(backend)) &&
	       graph_place_context(g, 1, g->plain,
				   lm_ggml_backend_get_default_buffer_type(backend));
}

/**
 * graph_claimed() - Whether the backend says that it can compute all of it.
 */
bool graph_claimed(const struct graph *g, lm_ggml_backend_t backend)
{
	for (int i = 0; i < lm_ggml_graph_n_nodes(g->nodes); i++)
		if (!lm_ggml_backend_supports_op(backend, lm_ggml_graph_node(g->nodes, i)))
			return false;
	return true;
}

static uint64_t graph_random(uint64_t *state)
{
	uint64_t x = *state += 0x9e3779b97f4a7c15;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

static float graph_number(const struct graph_input *in, int64_t row, int64_t column,
			  uint64_t *state)
{
	float unit = (graph_random(state) >> 40) * 0x1p-24f;

	switch (in->fill) {
	case GRAPH_FILL_CAUSAL:
		return column <= row ? 0 : -INFINITY;
	case GRAPH_FILL_LOWER:
		return column > row ? 0 : column == row ? 1 + unit : unit * 0.25f;
	default:
		return in->low + (in->high - in->low) * unit;
	}
}

/* A walk through all numbers below the limit in steps that it has no divisor of. */
static void graph_fill_index(const struct graph_input *in, void *bytes, uint64_t *state)
{
	int64_t count = lm_ggml_nelements(in->tensor);
	int64_t at = graph_random(state) % in->limit;

	for (int64_t i = 0; i < count; i++) {
		int64_t value = (at + i * 7919) % in->limit;

		if (in->tensor->type == LM_GGML_TYPE_I64)
			((int64_t *)bytes)[i] = value;
		else
			((int32_t *)bytes)[i] = value;
	}
}

static bool graph_fill_numbers(const struct graph_input *in, void *bytes, uint64_t *state)
{
	const struct lm_ggml_tensor *t = in->tensor;
	int64_t count = lm_ggml_nelements(t), columns = t->ne[0];
	float *numbers = malloc(count * sizeof(*numbers));

	if (!numbers)
		return false;
	for (int64_t i = 0; i < count; i++)
		numbers[i] = graph_number(in, i / columns % t->ne[1], i % columns, state);
	if (t->type == LM_GGML_TYPE_F32)
		memcpy(bytes, numbers, count * sizeof(*numbers));
	else if (t->type == LM_GGML_TYPE_F16)
		lm_ggml_fp32_to_fp16_row(numbers, bytes, count);
	else
		lm_ggml_quantize_chunk(t->type, numbers, bytes, 0, count / columns, columns, NULL);
	free(numbers);
	return true;
}

/**
 * graph_fill() - Give all inputs the values that @seed decides.
 *
 * Return: false without memory.
 */
bool graph_fill(struct graph *g, uint64_t seed)
{
	for (unsigned int i = 0; i < g->inputs; i++) {
		const struct graph_input *in = &g->input[i];
		size_t size = lm_ggml_nbytes(in->tensor);
		void *bytes = malloc(size);
		bool filled = bytes;

		if (filled && in->fill == GRAPH_FILL_INDEX)
			graph_fill_index(in, bytes, &seed);
		else if (filled)
			filled = graph_fill_numbers(in, bytes, &seed);
		if (filled)
			lm_ggml_backend_tensor_set(in->tensor, bytes, 0, size);
		free(bytes);
		if (!filled)
			return false;
	}
	return true;
}

/**
 * graph_compute() - Compute it, and wait for that.
 */
bool graph_compute(struct graph *g, lm_ggml_backend_t backend)
{
	return lm_ggml_backend_graph_compute(backend, g->nodes) == LM_GGML_STATUS_SUCCESS;
}

/**
 * graph_result() - The result, as floats in one piece.
 *
 * Return: to be freed; NULL without memory, or for a type that has no meaning here.
 */
float *graph_result(const struct graph *g)
{
	const struct lm_ggml_tensor *t = g->out;
	int64_t count = lm_ggml_nelements(t);
	float *numbers = malloc(count * sizeof(*numbers));
	char *bytes = malloc(lm_ggml_nbytes(t));

	if (!numbers || !bytes)
		goto fail;
	lm_ggml_backend_tensor_get(t, bytes, 0, lm_ggml_nbytes(t));
	switch (t->type) {
	case LM_GGML_TYPE_F32:
		memcpy(numbers, bytes, count * sizeof(*numbers));
		break;
	case LM_GGML_TYPE_F16:
		lm_ggml_fp16_to_fp32_row((lm_ggml_fp16_t *)bytes, numbers, count);
		break;
	case LM_GGML_TYPE_I32:
		for (int64_t i = 0; i < count; i++)
			numbers[i] = ((int32_t *)bytes)[i];
		break;
	default:
		goto fail;
	}
	free(bytes);
	return numbers;
fail:
	free(bytes);
	free(numbers);
	return NULL;
}
