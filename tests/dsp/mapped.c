// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library for tests: it reads and writes memory that it knows by a number.
 */
#include <HAP_mem.h>
#include <qda/skel.h>

/* Input of all methods. */
struct mapped_range {
	uint32_t number;
	uint32_t size;
};

static int mapped_get(const struct skel_arg *in, uint8_t **bytes)
{
	const struct mapped_range *range = in->data;
	uint32_t size;

	if (HAP_mmap_get((int)range->number, (void **)bytes, NULL))
		return SKEL_EFAILED;
	if (!adsp_mmap_fd_getinfo((int)range->number, &size) && size >= range->size)
		return 0;
	HAP_mmap_put((int)range->number);
	return SKEL_EBADPARM;
}

int mapped_sum(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const struct mapped_range *range = in[0].data;
	uint32_t sum = 0;
	uint8_t *bytes;
	int ret = mapped_get(in, &bytes);

	if (ret)
		return ret;
	for (uint32_t i = 0; i < range->size; i++)
		sum += bytes[i];
	*(uint32_t *)out[0].data = sum;
	return HAP_mmap_put((int)range->number);
}

int mapped_invert(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const struct mapped_range *range = in[0].data;
	uint8_t *bytes;
	int ret = mapped_get(in, &bytes);

	if (ret)
		return ret;
	for (uint32_t i = 0; i < range->size; i++)
		bytes[i] = (uint8_t)~bytes[i];
	return HAP_mmap_put((int)range->number);
}

/* What the code sees of a handle argument. */
int mapped_handle(void *state, struct skel_arg *in, struct skel_arg *out)
{
	uint32_t *seen = out[0].data;

	seen[0] = (uint32_t)out[1].fd;
	seen[1] = out[1].offset;
	return 0;
}

/* As invert, of memory that nobody may have mapped before. */
int mapped_ask(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const struct mapped_range *range = in[0].data;
	uint8_t *bytes = HAP_mmap2(NULL, range->size, HAP_PROT_READ | HAP_PROT_WRITE, 0,
				   (int)range->number, 0);

	if (bytes == (void *)-1)
		return SKEL_EFAILED;
	for (uint32_t i = 0; i < range->size; i++)
		bytes[i] = (uint8_t)~bytes[i];
	return HAP_munmap2(bytes, range->size);
}

#define MAPPED_METHODS(METHOD)					\
	METHOD(2, mapped_sum, "sum in:u32[2] out:u32")		\
	METHOD(3, mapped_invert, "invert in:u32[2]")		\
	METHOD(4, mapped_handle, "handle in:handle out:u32[2]")	\
	METHOD(5, mapped_ask, "ask in:u32[2]")

SKEL(mapped, MAPPED_METHODS);
