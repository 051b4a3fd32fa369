/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_PACKET_H
#define DSP_SHELL_HVX_PACKET_H

#include <stddef.h>
#include <stdint.h>

/*
 * Instructions come in packets of one to four words that execute together. Bits 15:14
 * of a word, its parse bits, say whether it is the last one, and, in the first two
 * words, whether a hardware loop ends with the packet.
 */
#define HVX_PACKET_MAX		4u
#define HVX_PARSE_MASK		0xc000u
#define HVX_PARSE_DUPLEX	0x0000u	/* two small instructions, the last word */
#define HVX_PARSE_MORE		0x4000u
#define HVX_PARSE_LOOP		0x8000u	/* more follow, and: end of a loop */
#define HVX_PARSE_LAST		0xc000u

#define HVX_NOP			0x7f000000u

struct hvx_packet {
	const uint32_t *words;
	uint32_t count;
};

int hvx_packet_read(struct hvx_packet *packet, const uint32_t *words, const uint32_t *end);
const uint32_t *hvx_packet_before(const uint32_t *end, int (*readable)(const void *word));
int hvx_word_is_plain(uint32_t word);
int hvx_word_is_extender(uint32_t word);

#endif
