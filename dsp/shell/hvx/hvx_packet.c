// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Words of code, packets of words.
 */

#include "hvx/hvx_packet.h"

#define HVX_CLASS_MASK		0xf0000000u
#define HVX_CLASS_EXTENDER	0u	/* upper 26 bits of the next word's constant */

static int hvx_packet_ends(uint32_t word)
{
	uint32_t parse = word & HVX_PARSE_MASK;

	return parse == HVX_PARSE_LAST || parse == HVX_PARSE_DUPLEX;
}

/**
 * hvx_packet_read() - the packet that begins at a word
 * @packet: gets it
 * @words: the word
 * @end: end of the code
 *
 * Return: 1, or 0 if no packet begins there that ends before @end.
 */
int hvx_packet_read(struct hvx_packet *packet, const uint32_t *words, const uint32_t *end)
{
	packet->words = words;
	packet->count = 0;
	while (words + packet->count < end && packet->count < HVX_PACKET_MAX)
		if (hvx_packet_ends(words[packet->count++]))
			return 1;
	return 0;
}

/**
 * hvx_packet_before() - the packet that ends at an address
 * @end: the address
 * @readable: whether a word can be read
 *
 * Return: its first word; @end if there is no packet.
 */
const uint32_t *hvx_packet_before(const uint32_t *end, int (*readable)(const void *word))
{
	const uint32_t *word = end - 1;

	if (!readable(word) || !hvx_packet_ends(*word))
		return end;
	for (unsigned int i = 1; i < HVX_PACKET_MAX; i++, word--)
		if (!readable(word - 1) || hvx_packet_ends(word[-1]))
			break;
	return word;
}

/**
 * hvx_word_is_extender() - whether a word has bits of the next word's constant
 */
int hvx_word_is_extender(uint32_t word)
{
	return (word & HVX_PARSE_MASK) != HVX_PARSE_DUPLEX &&
	       (word & HVX_CLASS_MASK) == HVX_CLASS_EXTENDER;
}

/**
 * hvx_word_is_plain() - whether a word is one whole instruction
 */
int hvx_word_is_plain(uint32_t word)
{
	return (word & HVX_PARSE_MASK) != HVX_PARSE_DUPLEX && !hvx_word_is_extender(word);
}
