// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Finds the packets with floating point, stores of vectors or user DMA in code.
 */

#include "hvx/hvx_dma.h"
#include "hvx/hvx_row.h"
#include "hvx/hvx_scan.h"
#include "hvx/hvx_word.h"

static int hvx_scan_is_wanted(const struct hvx_packet *packet)
{
	for (uint32_t i = 0; i < packet->count; i++)
		if (hvx_row_find(packet->words[i]) || hvx_is_plain_store(packet->words[i]))
			return 1;
	return hvx_dma_find(packet) != NULL;
}

/**
 * hvx_scan() - visit each packet with floating point, a store of a vector, or user DMA
 * @code: begins with a packet
 * @size: bytes
 * @visit: for each packet
 * @argument: of @visit
 *
 * Return: 0, or what @visit returned in the end.
 */
int hvx_scan(const uint32_t *code, size_t size, hvx_visitor *visit, void *argument)
{
	const uint32_t *end = code + size / sizeof(*code);
	struct hvx_packet packet;
	int result = 0;

	while (!result && code < end) {
		if (!hvx_packet_read(&packet, code, end)) {
			code++;		/* padding that is no code */
			continue;
		}
		if (hvx_scan_is_wanted(&packet))
			result = visit(argument, &packet);
		code += packet.count;
	}
	return result;
}
