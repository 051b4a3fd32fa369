// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Instructions beside floating point: those that depend on where they are, and
 * those that read or write vectors.
 */

#include <stddef.h>

#include "hvx/hvx_encode.h"
#include "hvx/hvx_word.h"

static const struct hvx_relative hvx_relatives[] = {
	{0xfe000000, 0x58000000, 0x01ff3ffe, HVX_JUMPS, 2, 1},
	{0xfe000000, 0x5a000000, 0x01ff3ffe, HVX_CALLS, 2, 1},
	{0xff000000, 0x5c000000, 0x00df20fe, HVX_JUMPS, 2, 1},	/* if (Pu) */
	{0xff000000, 0x5d000000, 0x00df20fe, HVX_CALLS, 2, 1},
	{0xff000000, 0x61000000, 0x00202ffe, HVX_JUMPS, 2, 1},	/* if (Rs != #0) */
	{0xf8000000, 0x20000000, 0x003000fe, HVX_JUMPS, 2, 1},	/* if (cmp(Ns.new, Rt)) */
	{0xf8000000, 0x10000000, 0x003000fe, HVX_JUMPS, 2, 1},	/* Pd = cmp; if (Pd.new) */
	{0xffc00000, 0x60000000, 0x00001f18, HVX_LOOPS, 2, 1},	/* loop0, loop1: Rs */
	{0xffc00000, 0x69000000, 0x00001f18, HVX_LOOPS, 2, 1},	/* #count */
	{0xff800000, 0x60800000, 0x00001f18, HVX_LOOPS_P3, 2, 1},	/* sp1loop0 and on */
	{0xff800000, 0x69800000, 0x00001f18, HVX_LOOPS_P3, 2, 1},
	{0xffff0000, 0x6a490000, 0x00001f80, HVX_ADDS_PC, 0, 0},
};

/**
 * hvx_relative_find() - where a word has a distance
 * @word: one whole instruction
 *
 * Return: the row of the table, NULL if the word is the same everywhere.
 */
const struct hvx_relative *hvx_relative_find(uint32_t word)
{
	for (unsigned int i = 0; i < sizeof(hvx_relatives) / sizeof(hvx_relatives[0]); i++)
		if ((word & hvx_relatives[i].mask) == hvx_relatives[i].code)
			return &hvx_relatives[i];
	return NULL;
}

/**
 * hvx_is_extended() - whether the constant of a word begins in the word before it
 */
int hvx_is_extended(const struct hvx_packet *packet, uint32_t index)
{
	return index && hvx_word_is_extender(packet->words[index - 1]);
}

/**
 * hvx_distance() - the distance in a word, in bytes
 * @packet: has the word
 * @index: of the word
 * @relative: of hvx_relative_find()
 */
uint32_t hvx_distance(const struct hvx_packet *packet, uint32_t index,
		      const struct hvx_relative *relative)
{
	uint32_t value = hvx_get_field(packet->words[index], relative->field);
	uint32_t sign = hvx_get_field(relative->field, relative->field) / 2 + 1;

	if (hvx_is_extended(packet, index))
		return hvx_extended(packet->words[index - 1], value);
	if (relative->is_signed && value & sign)
		value |= 0u - sign;
	return value << relative->shift;
}

#define HVX_SMALL_RETURN	0x1f40u	/* dealloc_return, jumpr r31 in 12:0 */

/* The kinds of the two small instructions, 31:29 and 13: those with L2 in 12:0, in 28:16. */
static int hvx_duplex_returns(uint32_t word)
{
	uint32_t kinds = (word >> 28 & 0xe) | (word >> 13 & 1);

	if (kinds == 1 || kinds == 2 || kinds == 5)
		return (word & HVX_SMALL_RETURN) == HVX_SMALL_RETURN;
	if (kinds == 9 || kinds == 13)
		return (word >> 16 & HVX_SMALL_RETURN) == HVX_SMALL_RETURN;
	return 0;
}

/**
 * hvx_is_indirect() - whether a word jumps to what a register has
 */
int hvx_is_indirect(uint32_t word)
{
	if ((word & HVX_PARSE_MASK) == HVX_PARSE_DUPLEX)
		return hvx_duplex_returns(word);
	return (word & 0xfc000000) == 0x50000000 ||	/* callr, jumpr */
	       (word & 0xff000000) == 0x96000000;	/* dealloc_return */
}

/* Loads and stores of vectors: Rt + #s4, Rx++#s3, Rx++Mu. */
static int hvx_is_memory(uint32_t word)
{
	uint32_t class = word & 0xff000000;

	return class == 0x28000000 || class == 0x29000000 || class == 0x2b000000;
}

#define HVX_MEMORY_STORE	0x00200000u
#define HVX_MEMORY_PREDICATE	0x00800000u
#define HVX_MEMORY_KIND(word)	((word) >> 5 & 7)

/* Those with a Q register as their predicate have no bit of their own. */
static int hvx_is_store(uint32_t word)
{
	return word & HVX_MEMORY_STORE ||
	       (word & HVX_MEMORY_PREDICATE && HVX_MEMORY_KIND(word) < 2);
}

/**
 * hvx_is_vector() - whether a word computes with vectors, loads or stores one
 */
int hvx_is_vector(uint32_t word)
{
	uint32_t class = word & 0xf8000000;

	return hvx_word_is_plain(word) && (class == 0x18000000 || class == 0x28000000);
}

/**
 * hvx_is_plain_store() - whether a word stores a vector, on no condition, at Rt + #s4 or Rx++#s3
 */
int hvx_is_plain_store(uint32_t word)
{
	return hvx_is_memory(word) && (word & 0xff000000) != 0x2b000000 &&
	       word & HVX_MEMORY_STORE && !(word & HVX_MEMORY_PREDICATE);
}

/**
 * hvx_is_load() - whether a word loads a vector
 */
int hvx_is_load(uint32_t word)
{
	return hvx_word_is_plain(word) && hvx_is_memory(word) && !hvx_is_store(word);
}

/**
 * hvx_is_new_store() - whether a word stores a vector that its packet makes
 */
int hvx_is_new_store(uint32_t word)
{
	uint32_t kind = HVX_MEMORY_KIND(word);

	if (!hvx_is_memory(word) || !(word & HVX_MEMORY_STORE))
		return 0;
	return word & HVX_MEMORY_PREDICATE ? kind == 2 || kind == 3 : kind == 1;
}

/**
 * hvx_reads_vector() - whether a word may read a vector register
 * @word: one whole instruction
 * @number: of the register
 *
 * Any field where the number of a source can be counts, as a pair too, but in loads,
 * stores and copies.
 */
int hvx_reads_vector(uint32_t word, uint32_t number)
{
	static const uint8_t places[] = {0, 8, 16, 19};
	uint32_t class = word & 0xf8000000;

	if (hvx_is_memory(word))
		return hvx_is_store(word) && !hvx_is_new_store(word) &&
		       (word & 0x1f) == number;
	if ((word & 0xffff20e0) == HVX_ASSIGN)
		return (word >> 8 & 0x1f) == number;
	if (class != 0x18000000 && class != 0x28000000 && (word & 0xffe00000) != 0x92000000)
		return 0;
	for (unsigned int i = 0; i < sizeof(places); i++)
		if ((word >> places[i] & 0x1e) == (number & 0x1e))
			return 1;
	return 0;
}

/**
 * hvx_new_store_producer() - which word makes what a word stores
 * @packet: has both
 * @index: of a word that hvx_is_new_store()
 *
 * It says how many vector instructions there are back to that one, in bits 2:1.
 *
 * Return: index of the word, HVX_PACKET_MAX if there is none.
 */
uint32_t hvx_new_store_producer(const struct hvx_packet *packet, uint32_t index)
{
	uint32_t distance = packet->words[index] >> 1 & 3;

	while (index-- && distance)
		if (hvx_is_vector(packet->words[index]) && !--distance)
			return index;
	return HVX_PACKET_MAX;
}

/**
 * hvx_is_forward_load() - whether the rest of a packet sees what a word loads
 * @word: one whole instruction
 * @is_tmp: gets whether it does not stay in the register
 */
int hvx_is_forward_load(uint32_t word, int *is_tmp)
{
	uint32_t kind = HVX_MEMORY_KIND(word);

	if (!hvx_is_load(word))
		return 0;
	if (word & HVX_MEMORY_PREDICATE) {
		*is_tmp = kind >= 6;
		return kind >= 4;
	}
	*is_tmp = kind == 2;
	return kind == 1 || kind == 2;
}

/**
 * hvx_load_alone() - the load of hvx_is_forward_load() as an instruction of its own
 * @word: .cur
 *
 * Return: an ordinary load that leaves the address as it is, and ends its packet.
 */
uint32_t hvx_load_alone(uint32_t word)
{
	uint32_t kind = word & HVX_MEMORY_PREDICATE ? HVX_MEMORY_KIND(word) - 2 : 0;

	if ((word & 0xff000000) != 0x28000000)
		word &= ~(0x03000000u | 0x2700u);
	return (word & ~(HVX_PARSE_MASK | 7u << 5)) | kind << 5 | HVX_PARSE_LAST;
}
