// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Finds the packets with floating point in code.
 */

#include "hvx/hvx_row.h"
#include "hvx/hvx_scan.h"

static int hvx_scan_has_row(const struct hvx_packet *packet)
{
	for (uint32_t i = 0; i < packet->count; i++)
		if (hvx_row_find(packet->words[i]))
			return 1;
	return 0;
}

/**
 * hvx_scan() - visit each packet that has floating point
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
		if (hvx_scan_has_row(&packet))
			result = visit(argument, &packet);
		code += packet.count;
	}
	return result;
}
