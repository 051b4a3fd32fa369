// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Stores of vectors. The emulator takes some microseconds for one, as much as for
 * twenty others; word by word it is a tenth of that. So a store is done by a thunk, behind
 * its packet or before it, if that makes no difference: nothing else may store there, what
 * the packet loads is what was there before, and behind it are the value and the way back.
 */

#include "hvx/hvx_store.h"
#include "hvx/hvx_word.h"

#define HVX_CLASS(word)		((word) >> 28)
#define HVX_CLASS_LOAD		9u
#define HVX_STACK		29u
#define HVX_VECTOR_BYTES	128

enum {
	HVX_STORE_PLAIN = 0,
	HVX_STORE_NEW = 1,
	HVX_STORE_UNALIGNED = 7,
};

/* What a word that stays may do: no store, no memory operation, no new stack pointer. */
static int hvx_store_allows(uint32_t word)
{
	uint32_t class = HVX_CLASS(word), to = word & 0x1f;

	if (hvx_word_is_extender(word))
		return 1;
	if (!hvx_word_is_plain(word))
		return 0;
	if (hvx_is_vector(word))
		return 1;
	/* Loads of two registers; deallocframe and dealloc_return are some, to r31:30. */
	if (class == HVX_CLASS_LOAD)
		return to < HVX_STACK - 1;
	return class != 3 && class != 4 && class != 10 && (class < 7 || to != HVX_STACK);
}

/* Whether another word may write a vector register. */
static int hvx_store_is_written(const struct hvx_packet *packet, uint32_t index, uint32_t number)
{
	for (uint32_t i = 0; i < packet->count; i++)
		if (i != index && hvx_is_vector(packet->words[i]) &&
		    (packet->words[i] & 0x1e) == (number & 0x1e))
			return 1;
	return 0;
}

static int hvx_store_is_read(const struct hvx_packet *packet)
{
	for (uint32_t i = 0; i < packet->count; i++)
		if (!hvx_word_is_extender(packet->words[i]) &&
		    (hvx_is_load(packet->words[i]) ||
		     HVX_CLASS(packet->words[i]) == HVX_CLASS_LOAD))
			return 1;
	return 0;
}

static int hvx_store_comes_back(const struct hvx_packet *packet)
{
	for (uint32_t i = 0; i < packet->count; i++)
		if (hvx_is_indirect(packet->words[i]))
			return 0;
	return 1;
}

enum hvx_forward {
	HVX_FORWARD_NONE,
	HVX_FORWARD_CUR,	/* the register has it behind the packet, too */
	HVX_FORWARD_TMP,
};

/* Whether the packet stores what it loads. */
static enum hvx_forward hvx_store_forward(const struct hvx_packet *packet, uint32_t number)
{
	int is_tmp = 0;

	for (uint32_t i = 0; i < packet->count; i++)
		if ((packet->words[i] & 0x1f) == number &&
		    hvx_is_forward_load(packet->words[i], &is_tmp))
			return is_tmp ? HVX_FORWARD_TMP : HVX_FORWARD_CUR;
	return HVX_FORWARD_NONE;
}

/* When to store. Return: 0 if the packet itself must. */
static int hvx_store_when(struct hvx_store *store, const struct hvx_packet *packet,
			  uint32_t index)
{
	enum hvx_forward forward = hvx_store_forward(packet, store->number);
	int comes_back = hvx_store_comes_back(packet);

	if (comes_back && (forward == HVX_FORWARD_CUR ||
			   !hvx_store_is_written(packet, index, store->number)))
		store->when = HVX_STORE_BEHIND;
	else if (forward != HVX_FORWARD_NONE)
		return 0;
	else if (!hvx_store_is_read(packet))
		store->when = HVX_STORE_BEFORE;
	else if (comes_back && !store->unaligned)
		store->when = HVX_STORE_KEPT;
	else
		return 0;
	return 1;
}

/* The register of a .new store: what a word of the packet makes for sure. */
static int hvx_store_new(struct hvx_store *store, const struct hvx_packet *packet,
			 uint32_t index)
{
	uint32_t word = packet->words[index], producer = hvx_new_store_producer(packet, index);
	uint32_t made;

	if (word & 0x18 || producer == HVX_PACKET_MAX || !hvx_store_comes_back(packet))
		return 0;
	made = packet->words[producer];
	/* Class 0x1a has copies on a condition. */
	if ((made & 0xf8000000) != 0x18000000 || (made & 0xff000000) == 0x1a000000)
		return 0;
	store->number = (made & 0x1f) | (word & 1);
	return 1;
}

/**
 * hvx_store_find() - whether a word is a store that can be done outside of its packet
 * @store: gets what it stores
 * @packet: has the word
 * @index: of the word
 *
 * Return: 1, or 0 if the word must stay as it is.
 */
int hvx_store_find(struct hvx_store *store, const struct hvx_packet *packet, uint32_t index)
{
	uint32_t word = packet->words[index], kind = word >> 5 & 7;
	/* Vectors from the base: four bits, or three if they are added to it. */
	int steps = (int)((word >> 8 & 7) ^ 4) - 4, moves = (word & 0xff000000) == 0x29000000;

	if (!hvx_word_is_plain(word) || !hvx_is_plain_store(word))
		return 0;
	for (uint32_t i = 0; i < packet->count; i++)
		if (i != index && !hvx_store_allows(packet->words[i]))
			return 0;
	if (!moves)
		steps = (int)(((word >> 8 & 7) | (word >> 10 & 8)) ^ 8) - 8;
	*store = (struct hvx_store){
		.number = word & 0x1f,
		.base = word >> 16 & 0x1f,
		.offset = (int16_t)(moves ? 0 : steps * HVX_VECTOR_BYTES),
		.step = (int16_t)(moves ? steps * HVX_VECTOR_BYTES : 0),
		.unaligned = kind == HVX_STORE_UNALIGNED,
	};
	if (kind == HVX_STORE_NEW)
		return hvx_store_new(store, packet, index);
	return (kind == HVX_STORE_PLAIN || kind == HVX_STORE_UNALIGNED) &&
	       hvx_store_when(store, packet, index);
}
