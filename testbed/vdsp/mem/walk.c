// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The walk through stage 1 page tables in the VMSAv8-64 format (Arm Architecture
 * Reference Manual, D8.3) with 4, 16 or 64 KiB granules. Nothing in the tables
 * is trusted: each pointer is checked against the guest's RAM before it is used.
 *
 * The DSP's accesses are unprivileged data accesses, as SMMU streams are unless
 * the stream table says otherwise.
 */
#include "mem/walk.h"

#include "mem/ram.h"

#define WALK_LAST_LEVEL		3u
#define WALK_VALID		(1ull << 0)
#define WALK_TABLE		(1ull << 1)	/* at the last level: a page */
#define WALK_UNPRIVILEGED	(1ull << 6)	/* AP[1] */
#define WALK_READ_ONLY		(1ull << 7)	/* AP[2] */
#define WALK_ACCESSED		(1ull << 10)
#define WALK_TABLE_PRIVILEGED	(1ull << 61)	/* APTable[0] */
#define WALK_TABLE_READ_ONLY	(1ull << 62)	/* APTable[1] */
#define WALK_ADDRESS		0x0000ffffffffffffull

/* Blocks exist at level 2, and with the 4 KiB granule also at level 1. */
static bool walk_block_allowed(const struct walk_root *root, unsigned int level)
{
	return level == 2 || (level == 1 && root->granule_shift == 12);
}

static enum walk_result walk_leaf(const struct ram *ram, const struct walk_root *root,
				  uint64_t entry, unsigned int shift, struct walk_page *page)
{
	page->size = 1ull << shift;
	page->iova &= ~(page->size - 1);
	page->phys = entry & WALK_ADDRESS & ~(page->size - 1);
	page->writable = page->writable && !(entry & WALK_READ_ONLY);

	if (!ram_at(ram, page->phys, page->size))
		return WALK_ADDRESS_SIZE;
	if (!(entry & WALK_ACCESSED) && !root->ignore_access_flag)
		return WALK_ACCESS;
	return entry & WALK_UNPRIVILEGED ? WALK_OK : WALK_PERMISSION;
}

/**
 * walk() - Translate one address.
 * @ram: memory that holds the tables and the pages
 * @root: the address space
 * @iova: any address
 * @page: on WALK_OK the page or block that holds @iova; else undefined
 *
 * A page that the DSP may only read is a success; the caller looks at writable.
 *
 * Return: see enum walk_result.
 */
enum walk_result walk(const struct ram *ram, const struct walk_root *root, uint64_t iova,
		      struct walk_page *page)
{
	const unsigned int stride = root->granule_shift - 3;
	unsigned int levels = (root->input_bits - root->granule_shift + stride - 1) / stride;
	uint64_t table = root->table;
	unsigned int bits = root->input_bits;	/* of the address, not yet translated */
	bool unprivileged = true;

	if (iova >> root->input_bits)
		return WALK_TRANSLATION;
	*page = (struct walk_page){ .iova = iova, .writable = true };

	for (unsigned int level = WALK_LAST_LEVEL + 1 - levels;; level++) {
		unsigned int shift = root->granule_shift + stride * (WALK_LAST_LEVEL - level);
		uint64_t index = iova >> shift & ((1ull << (bits - shift)) - 1);
		const void *at = ram_at(ram, table + 8 * index, 8);
		uint64_t entry;

		if (!at || table % 8)
			return WALK_ABORT;
		entry = ram_load64(at);
		if (!(entry & WALK_VALID))
			return WALK_TRANSLATION;

		if (level == WALK_LAST_LEVEL || !(entry & WALK_TABLE)) {
			enum walk_result result;

			/* Reserved encodings count as invalid. */
			if (level == WALK_LAST_LEVEL ? !(entry & WALK_TABLE) :
			    !walk_block_allowed(root, level))
				return WALK_TRANSLATION;
			result = walk_leaf(ram, root, entry, shift, page);
			return result == WALK_OK && !unprivileged ? WALK_PERMISSION : result;
		}

		if (!root->ignore_table_bits) {
			page->writable = page->writable && !(entry & WALK_TABLE_READ_ONLY);
			unprivileged = unprivileged && !(entry & WALK_TABLE_PRIVILEGED);
		}
		table = entry & WALK_ADDRESS & ~((1ull << root->granule_shift) - 1);
		bits = shift;
	}
}
