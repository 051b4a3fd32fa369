// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The shared memory heap, version 12 (drivers/soc/qcom/smem.c): a header, a
 * table of partitions in the last 4 KiB, and in each partition a list of items.
 *
 * Both sides may add items, under a hardware lock. On this board the lock is
 * plain memory, which the guest always wins; so the virtual DSP adds its items
 * before the guest boots, and later only looks for the guest's.
 */
#include "link/smem.h"

#include <stddef.h>
#include <string.h>

#include "board.h"
#include "mem/ram.h"

#define SMEM_VERSION_OFFSET	92u	/* version[7], the boot loader's */
#define SMEM_VERSION		0x000c0000u
#define SMEM_HEAP_OFFSET	192u	/* initialized, free offset, available, reserved */
#define SMEM_HEAP_START		0x2100u	/* behind the header's 512 entries */
#define SMEM_HOST_GLOBAL	0xfffeu
#define SMEM_HOST_APPS		0u
#define SMEM_CACHE_LINE		32u
#define SMEM_CANARY		0xa5a5u

/* struct smem_toc - the table of partitions; its entries, then smem_info, follow. */
struct smem_toc {
	uint8_t magic[4];
	uint32_t version;
	uint32_t count;
	uint32_t reserved[5];
};

struct smem_toc_entry {
	uint32_t offset;
	uint32_t size;
	uint32_t flags;
	uint16_t host[2];
	uint32_t cache_line;
	uint32_t reserved[7];
};

struct smem_info {
	uint8_t magic[4];
	uint32_t size;
	uint32_t base;
	uint32_t reserved;
	uint16_t items;
};

struct smem_partition {
	uint8_t magic[4];
	uint16_t host[2];
	uint32_t size;
	uint32_t free;		/* offset of the first byte behind the items */
	uint32_t free_cached;	/* cached items grow down from the end; none here */
	uint32_t reserved[3];
};

struct smem_item {
	uint16_t canary;
	uint16_t item;
	uint32_t size;		/* of the data, padding included */
	uint16_t padding;
	uint16_t header_padding;
	uint32_t reserved;
};

_Static_assert(sizeof(struct smem_toc) == 32, "table of contents");
_Static_assert(sizeof(struct smem_toc_entry) == 48, "table entry");
_Static_assert(sizeof(struct smem_partition) == 32, "partition header");
_Static_assert(sizeof(struct smem_item) == 16, "item header");

static void smem_put32(uint8_t *at, uint32_t value)
{
	memcpy(at, &value, sizeof(value));
}

static void smem_format_partition(uint8_t *smem, const struct board_span *span,
				  unsigned int host0, unsigned int host1)
{
	struct smem_partition p = {
		.magic = "$PRT",
		.host = { (uint16_t)host0, (uint16_t)host1 },
		.size = span->size,
		.free = sizeof(p),
		.free_cached = span->size,
	};

	memset(smem + span->offset, 0, span->size);
	memcpy(smem + span->offset, &p, sizeof(p));
}

static void smem_format_toc(const struct board *b, uint8_t *smem)
{
	struct smem_toc toc = { .magic = "$TOC", .version = 1, .count = 1 + b->dsp_count };
	struct smem_toc_entry entry = { .cache_line = SMEM_CACHE_LINE };
	struct smem_info info = {
		.magic = "SIII", .size = (uint32_t)b->smem.size,
		.base = (uint32_t)b->smem.base, .items = BOARD_ITEM_COUNT,
	};
	uint8_t *at = smem + b->toc_offset;

	memcpy(at, &toc, sizeof(toc));
	at += sizeof(toc);

	entry.offset = b->global.offset;
	entry.size = b->global.size;
	entry.host[0] = entry.host[1] = SMEM_HOST_GLOBAL;
	memcpy(at, &entry, sizeof(entry));
	at += sizeof(entry);

	for (unsigned int i = 0; i < b->dsp_count; i++) {
		entry.offset = b->dsp[i].partition.offset;
		entry.size = b->dsp[i].partition.size;
		entry.host[0] = SMEM_HOST_APPS;
		entry.host[1] = (uint16_t)b->dsp[i].pid;
		memcpy(at, &entry, sizeof(entry));
		at += sizeof(entry);
	}
	memcpy(at, &info, sizeof(info));
}

/**
 * smem_format() - Write the image that a boot loader would leave, without items.
 * @smem: the SMEM region, all of it
 */
void smem_format(const struct board *b, uint8_t *smem)
{
	memset(smem, 0, b->smem.size);
	smem_put32(smem + SMEM_VERSION_OFFSET, SMEM_VERSION);
	smem_put32(smem + SMEM_HEAP_OFFSET, 1);
	smem_put32(smem + SMEM_HEAP_OFFSET + 4, SMEM_HEAP_START);
	smem_put32(smem + SMEM_HEAP_OFFSET + 8, b->global.offset - SMEM_HEAP_START);
	smem_format_toc(b, smem);

	smem_format_partition(smem, &b->global, SMEM_HOST_GLOBAL, SMEM_HOST_GLOBAL);
	for (unsigned int i = 0; i < b->dsp_count; i++)
		smem_format_partition(smem, &b->dsp[i].partition, SMEM_HOST_APPS,
				      b->dsp[i].pid);
}

/**
 * smem_add() - Add an item; only before the guest boots.
 * @partition: where to; formatted
 * @smem: the SMEM region
 * @number: item number, not yet in the partition
 *
 * Return: the item's data, zeroed and 8-byte aligned; NULL if there is no room.
 */
void *smem_add(const struct board_span *partition, uint8_t *smem, unsigned int number,
	       uint32_t size)
{
	struct smem_partition *p = (struct smem_partition *)(smem + partition->offset);
	struct smem_item *item = (struct smem_item *)(smem + partition->offset + p->free);
	uint32_t padded = (size + 7) & ~7u;

	if (p->free + sizeof(*item) + padded >= p->free_cached)
		return NULL;
	item->canary = SMEM_CANARY;
	item->item = (uint16_t)number;
	item->size = padded;
	item->padding = (uint16_t)(padded - size);
	p->free += (uint32_t)sizeof(*item) + padded;
	return item + 1;
}

/**
 * smem_find() - Find an item.
 * @partition: where to look
 * @smem: the SMEM region
 * @number: item number
 * @size: set to the item's bytes, without padding
 *
 * The list is the guest's to extend, so nothing in it is trusted.
 *
 * Return: the item's data, 8-byte aligned, all of it in the partition; or NULL.
 */
void *smem_find(const struct board_span *partition, uint8_t *smem, unsigned int number,
		uint32_t *size)
{
	uint8_t *base = smem + partition->offset;
	uint32_t end = ram_load32(base + offsetof(struct smem_partition, free));
	uint64_t at = sizeof(struct smem_partition);

	if (end > partition->size)
		return NULL;
	while (at + sizeof(struct smem_item) <= end) {
		struct smem_item item;
		uint64_t data;

		memcpy(&item, base + at, sizeof(item));
		data = at + sizeof(item) + item.header_padding;
		if (item.canary != SMEM_CANARY || data + item.size > end ||
		    item.padding > item.size || data % 8)
			return NULL;
		if (item.item == number) {
			*size = item.size - item.padding;
			return base + data;
		}
		at = data + item.size;
	}
	return NULL;
}
