// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * User DMA, which the emulator lacks: a thread has an engine that works through a chain
 * of descriptors. Here all is copied when a chain is given, so whoever asks finds it idle.
 *
 *	word 0	next descriptor, 0: the last one
 *	word 1	31: done; 25:24: 0 one row, 1 many; 23:0: bytes of the row, or for type 9
 *		bytes from row to row of the destination
 *	word 2	source
 *	word 3	destination
 * and if there are many rows:
 *	word 4	7:0: type, 0 or, since v75, 9
 *	word 5	type 0: 31:16 rows, 15:0 bytes of one
 *		type 9: 31:24 rows modulo 256, 23:0 bytes of one
 *	word 6	type 0: bytes from row to row, 31:16 destination, 15:0 source
 *		type 9: 7:0 rows / 256, 31:8 bytes from row to row of the source
 *
 * So do the kernels of llama.cpp use it; Qualcomm's own text of it is not public.
 */

#include <stddef.h>
#include <string.h>

#include "hvx/hvx_dma.h"
#include "os/panic.h"

#define HVX_DMA_DONE		0x80000000u
#define HVX_DMA_KIND(word)	((word) >> 24 & 3)
#define HVX_DMA_LOW_24(word)	((word) & 0xffffff)
#define HVX_DMA_TYPE_16		0u
#define HVX_DMA_TYPE_24		9u

struct hvx_rows {
	uint32_t count;
	uint32_t bytes;
	uint32_t from_step;
	uint32_t to_step;
};

static struct hvx_rows hvx_dma_rows(const uint32_t *descriptor)
{
	uint32_t type = descriptor[4] & 0xff;

	if (type == HVX_DMA_TYPE_16)
		return (struct hvx_rows){descriptor[5] >> 16, descriptor[5] & 0xffff,
					 descriptor[6] & 0xffff, descriptor[6] >> 16};
	if (type != HVX_DMA_TYPE_24)
		panic(PANIC_ABORT, "user DMA: a descriptor of type %lu at 0x%08lx",
		      (unsigned long)type, (unsigned long)(uintptr_t)descriptor);
	return (struct hvx_rows){descriptor[5] >> 24 | (descriptor[6] & 0xff) << 8,
				 HVX_DMA_LOW_24(descriptor[5]), descriptor[6] >> 8,
				 HVX_DMA_LOW_24(descriptor[1])};
}

static void hvx_dma_copy(uint32_t *descriptor)
{
	const uint8_t *from = (const uint8_t *)(uintptr_t)descriptor[2];
	uint8_t *to = (uint8_t *)(uintptr_t)descriptor[3];
	struct hvx_rows rows = {1, HVX_DMA_LOW_24(descriptor[1]), 0, 0};

	if (HVX_DMA_KIND(descriptor[1]) > 1)
		panic(PANIC_ABORT, "user DMA: a descriptor of unknown size at 0x%08lx",
		      (unsigned long)(uintptr_t)descriptor);
	if (HVX_DMA_KIND(descriptor[1]) == 1)
		rows = hvx_dma_rows(descriptor);
	for (; rows.count; rows.count--, from += rows.from_step, to += rows.to_step)
		memcpy(to, from, rows.bytes);
	descriptor[1] |= HVX_DMA_DONE;
}

/* dmstart(Rs): the first descriptor. */
static uint32_t hvx_dma_start(uint32_t s, uint32_t t)
{
	(void)t;
	while (s) {
		uint32_t *descriptor = (uint32_t *)(uintptr_t)s;

		hvx_dma_copy(descriptor);
		s = descriptor[0];
	}
	return 0;
}

/* dmlink(Rs, Rt): the last descriptor so far, and what comes behind it. */
static uint32_t hvx_dma_link(uint32_t s, uint32_t t)
{
	if (s)
		*(uint32_t *)(uintptr_t)s = t;
	return hvx_dma_start(t, 0);
}

/* The engine is idle: dmpoll, dmwait, dmpause say so, and there is nothing to resume. */
static uint32_t hvx_dma_idle(uint32_t s, uint32_t t)
{
	(void)s;
	(void)t;
	return 0;
}

static const struct hvx_dma hvx_dmas[] = {
	{0xffe0ffff, 0xa600c020, hvx_dma_start, 0},
	{0xffe0e0ff, 0xa600c040, hvx_dma_link, 0},
	{0xffe0ffff, 0xa600c080, hvx_dma_idle, 0},	/* dmresume(Rs) */
	{0xffffffe0, 0xa800c020, hvx_dma_idle, 1},	/* Rd = dmwait */
	{0xffffffe0, 0xa800c040, hvx_dma_idle, 1},	/* Rd = dmpoll */
	{0xffffffe0, 0xa800c060, hvx_dma_idle, 1},	/* Rd = dmpause */
};

/**
 * hvx_dma_find() - what a packet does with user DMA
 * @packet: any
 *
 * Assemblers let these instructions share a packet with no other.
 *
 * Return: its row of the table, NULL if it does nothing of the kind.
 */
const struct hvx_dma *hvx_dma_find(const struct hvx_packet *packet)
{
	if (packet->count != 1)
		return NULL;
	for (unsigned int i = 0; i < sizeof(hvx_dmas) / sizeof(hvx_dmas[0]); i++)
		if ((packet->words[0] & hvx_dmas[i].mask) == hvx_dmas[i].code)
			return &hvx_dmas[i];
	return NULL;
}
