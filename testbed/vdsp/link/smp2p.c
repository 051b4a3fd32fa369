// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Shared memory point to point (drivers/soc/qcom/smp2p.c): in each direction one
 * SMEM item with named 32-bit values. This board uses one value per direction.
 */
#include "link/smp2p.h"

#include <stddef.h>
#include <string.h>

#include "mem/ram.h"

#define SMP2P_VERSION		2u
#define SMP2P_ENTRIES		16u

struct smp2p_item {
	uint8_t magic[4];
	uint32_t version;		/* bits 7:0; features above, none used */
	uint16_t local_pid;		/* of the writer */
	uint16_t remote_pid;
	uint16_t entries_max;
	uint16_t entries;
	uint32_t flags;
	struct {
		char name[16];
		uint32_t value;
	} entry[SMP2P_ENTRIES];
};

_Static_assert(sizeof(struct smp2p_item) == SMP2P_ITEM_SIZE, "smp2p item");

/**
 * smp2p_format() - Write the DSP's item with the value "slave-kernel", 0.
 * @item: SMP2P_ITEM_SIZE bytes
 * @pid: process id of the DSP
 */
void smp2p_format(uint8_t *item, unsigned int pid)
{
	const struct smp2p_item i = {
		.magic = "$SMP",
		.version = SMP2P_VERSION,
		.local_pid = (uint16_t)pid,
		.remote_pid = 0,
		.entries_max = SMP2P_ENTRIES,
		.entries = 1,
		.entry[0].name = "slave-kernel",
	};

	memcpy(item, &i, sizeof(i));
}

/**
 * smp2p_get() - Read the value of an item's first entry.
 * @item: SMP2P_ITEM_SIZE bytes, either direction
 *
 * Return: the value.
 */
uint32_t smp2p_get(const uint8_t *item)
{
	return ram_load32(item + offsetof(struct smp2p_item, entry[0].value));
}

/**
 * smp2p_set() - Change the value of the DSP's item; the caller rings.
 * @item: SMP2P_ITEM_SIZE bytes
 * @bits: the new value
 */
void smp2p_set(uint8_t *item, uint32_t bits)
{
	ram_store32(item + offsetof(struct smp2p_item, entry[0].value), bits);
}

/**
 * smp2p_count() - Count an item's entries.
 * @item: SMP2P_ITEM_SIZE bytes
 *
 * Return: their number; 0 right after the other side has started anew.
 */
unsigned int smp2p_count(const uint8_t *item)
{
	uint16_t count;

	memcpy(&count, item + offsetof(struct smp2p_item, entries), sizeof(count));
	return count;
}
