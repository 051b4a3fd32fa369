// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A layer of a neural network, whose weights stay: the program puts them into a
 * buffer, maps it with qda_map_create(), and says its number once. Calls then
 * bring a vector and take sums, however many weights there are.
 */
#include <qda/map.h>
#include <qda/skel.h>

/* An open module has one layer. A program that loads and applies it at the same time is wrong. */
struct layer {
	/* Row by row, or NULL: not loaded. */
	const int8_t *weights;
	int32_t number;
	uint32_t rows;
	uint32_t columns;
};

static void layer_unload(struct layer *layer)
{
	if (layer->weights)
		HAP_mmap_put(layer->number);
	layer->weights = NULL;
}

int layer_load(void *state, struct skel_arg *in, struct skel_arg *out)
{
	int32_t number = *(const int32_t *)in[0].data;
	const uint32_t *shape = in[1].data;
	struct layer *layer = state;
	void *address;
	uint32_t size;

	layer_unload(layer);
	if (adsp_mmap_fd_getinfo(number, &size) ||
	    (uint64_t)shape[0] * shape[1] > size)
		return SKEL_EBADPARM;
	if (HAP_mmap_get(number, &address, NULL))
		return SKEL_EFAILED;
	*layer = (struct layer){ address, number, shape[0], shape[1] };
	return 0;
}

int layer_apply(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const struct layer *layer = state;
	const int8_t *weight = layer->weights;
	const int8_t *vector = in[0].data;
	int32_t *sums = out[0].data;

	if (!weight || in[0].size != layer->columns ||
	    out[0].size != (uint64_t)layer->rows * sizeof(*sums))
		return SKEL_EBADPARM;
	for (uint32_t row = 0; row < layer->rows; row++) {
		sums[row] = 0;
		for (uint32_t column = 0; column < layer->columns; column++)
			sums[row] += *weight++ * vector[column];
	}
	return 0;
}

static void layer_close(void *state)
{
	layer_unload(state);
}

#define LAYER_METHODS(METHOD)							\
	METHOD(2, layer_load, "load in:i32:number in:u32[2]:rows-columns")	\
	METHOD(3, layer_apply, "apply in:i8[]:vector out:i32[]:sums")

SKEL(layer, LAYER_METHODS, .state_size = sizeof(struct layer), .close = layer_close);
