// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * From a stream id to an address space: stream table entry and context
 * descriptor (IHI 0070, 5.1, 5.2 and 5.4). What the board's SMMU does not have
 * (IDR0, IDR1, IDR5: no substreams, 44-bit addresses) is refused.
 */
#include "mem/stream.h"

#include <errno.h>

#include "board.h"
#include "mem/ram.h"
#include "port/port.h"

#define STREAM_CR0		(BOARD_SMMU_BASE + 0x20)
#define STREAM_CR0_ENABLE	(1u << 0)
#define STREAM_BASE		(BOARD_SMMU_BASE + 0x80)
#define STREAM_CFG		(BOARD_SMMU_BASE + 0x88)
#define STREAM_POINTER		0x000fffffffffffc0ull	/* bits 51:6 */
#define STREAM_ORDER_MAX	16u		/* SMMU_IDR1.SIDSIZE */
#define STREAM_ENTRY		64u
#define STREAM_VALID		(1ull << 0)
#define STREAM_BYPASS		4u
#define STREAM_STAGE1		5u
#define STREAM_ABORT_MAX	3u		/* without bit 2 every access aborts */

#define STREAM_CD_TTB0_OFF	(1ull << 14)
#define STREAM_CD_BIG_ENDIAN	(1ull << 15)
#define STREAM_CD_VALID		(1ull << 31)
#define STREAM_CD_AFFD		(1ull << 35)
#define STREAM_CD_AA64		(1ull << 41)
#define STREAM_CD_HAD0		(1ull << 1)	/* word 1 */
#define STREAM_CD_TTB0		0x000ffffffffffff0ull
#define STREAM_T0SZ_MIN		16u
#define STREAM_T0SZ_MAX		39u

/**
 * stream_table_read() - Read where the stream table is.
 * @t: filled
 * @port: reaches the SMMU's registers
 *
 * Return: 0, or -EIO; then the SMMU counts as switched off.
 */
int stream_table_read(struct stream_table *t, struct port *port)
{
	uint32_t cr0, cfg;
	uint64_t base;

	*t = (struct stream_table){ .enabled = false };
	if (port_readl(port, STREAM_CR0, &cr0) || port_readq(port, STREAM_BASE, &base) ||
	    port_readl(port, STREAM_CFG, &cfg))
		return -EIO;
	t->base = base & STREAM_POINTER;
	t->order = cfg & 0x3f;
	if ((cfg >> 16 & 3) == 1)
		t->split = cfg >> 6 & 0x1f;
	if (t->order > STREAM_ORDER_MAX)
		t->order = STREAM_ORDER_MAX;
	t->enabled = cr0 & STREAM_CR0_ENABLE;
	return 0;
}

static const uint64_t *stream_find_entry(const struct ram *ram, const struct stream_table *t,
					 uint32_t stream, enum evtq_type *event)
{
	uint64_t table = t->base, index = stream;
	const uint64_t *entry;

	*event = EVTQ_C_BAD_STREAMID;
	if (stream >> t->order)
		return NULL;
	if (t->split) {
		const void *first = ram_at(ram, t->base + 8ull * (stream >> t->split), 8);
		uint64_t descriptor;
		unsigned int span;

		if (!first) {
			*event = EVTQ_F_STE_FETCH;
			return NULL;
		}
		descriptor = ram_load64(first);
		span = descriptor & 0x1f;
		index = stream & ((1u << t->split) - 1);
		if (!span || index >> (span - 1))
			return NULL;
		table = descriptor & STREAM_POINTER;
	}
	entry = ram_at(ram, table + index * STREAM_ENTRY, STREAM_ENTRY);
	if (!entry)
		*event = EVTQ_F_STE_FETCH;
	return entry;
}

static int stream_read_context(const uint64_t *cd, struct stream_context *c)
{
	static const unsigned int granule_shift[] = { 12, 16, 14, 0 };
	uint64_t word0 = ram_load64(&cd[0]), word1 = ram_load64(&cd[1]);
	unsigned int t0sz = word0 & 0x3f;

	if (!(word0 & STREAM_CD_VALID) || !(word0 & STREAM_CD_AA64) ||
	    (word0 & STREAM_CD_BIG_ENDIAN) || (word0 & STREAM_CD_TTB0_OFF))
		return -EINVAL;
	c->root = (struct walk_root){
		.table = word1 & STREAM_CD_TTB0,
		.input_bits = 64 - t0sz,
		.granule_shift = granule_shift[word0 >> 6 & 3],
		.ignore_table_bits = word1 & STREAM_CD_HAD0,
		.ignore_access_flag = word0 & STREAM_CD_AFFD,
	};
	c->asid = (uint16_t)(word0 >> 48);
	if (t0sz < STREAM_T0SZ_MIN || t0sz > STREAM_T0SZ_MAX || !c->root.granule_shift)
		return -EINVAL;
	return 0;
}

/**
 * stream_read() - Find the address space of a stream.
 * @ram: memory in which the tables lie
 * @t: the stream table
 * @stream: stream id; any value
 * @context: filled on success, not valid otherwise
 * @event: on error what to report
 *
 * Return: 0 or -EFAULT.
 */
int stream_read(const struct ram *ram, const struct stream_table *t, uint32_t stream,
		struct stream_context *context, enum evtq_type *event)
{
	const uint64_t *entry = stream_find_entry(ram, t, stream, event);
	const uint64_t *cd;
	unsigned int config;
	uint64_t word0;

	*context = (struct stream_context){ .stream = stream };
	if (!entry)
		return -EFAULT;
	word0 = ram_load64(entry);
	config = word0 >> 1 & 7;
	*event = EVTQ_C_BAD_STE;
	if (!(word0 & STREAM_VALID))
		return -EFAULT;
	if (config <= STREAM_ABORT_MAX || config == STREAM_BYPASS)
		*event = EVTQ_F_STREAM_DISABLED;
	if (config != STREAM_STAGE1 || word0 >> 59)
		return -EFAULT;

	cd = ram_at(ram, word0 & STREAM_POINTER, 64);
	*event = cd ? EVTQ_C_BAD_CD : EVTQ_F_CD_FETCH;
	if (!cd || stream_read_context(cd, context))
		return -EFAULT;
	context->valid = true;
	return 0;
}
