// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A driver that forgets to invalidate works by luck as long as nothing caches its
 * tables. This small TLB is stale on purpose: it forgets a translation only when the
 * guest says so, or when it needs the place, so that such a driver is found out.
 */
#include "mem/tlb.h"

#include <string.h>

/**
 * tlb_find() - Look a translation up.
 * @asid: address space
 * @iova: any address in the page
 *
 * Return: the entry, valid until the TLB changes, or NULL.
 */
const struct tlb_entry *tlb_find(const struct tlb *t, uint16_t asid, uint64_t iova)
{
	for (unsigned int i = 0; i < TLB_ENTRIES; i++) {
		const struct tlb_entry *e = &t->entries[i];

		if (e->size && e->asid == asid && iova - e->iova < e->size)
			return e;
	}
	return NULL;
}

/**
 * tlb_insert() - Remember a translation; the oldest one goes.
 * @entry: the translation, not yet in the TLB
 */
void tlb_insert(struct tlb *t, const struct tlb_entry *entry)
{
	t->entries[t->next] = *entry;
	t->next = (t->next + 1) % TLB_ENTRIES;
}

/**
 * tlb_flush() - Forget everything.
 */
void tlb_flush(struct tlb *t)
{
	memset(t, 0, sizeof(*t));
}

/**
 * tlb_flush_asid() - Forget one address space.
 * @asid: address space
 */
void tlb_flush_asid(struct tlb *t, uint16_t asid)
{
	for (unsigned int i = 0; i < TLB_ENTRIES; i++)
		if (t->entries[i].asid == asid)
			t->entries[i].size = 0;
}

/**
 * tlb_flush_range() - Forget what overlaps a range.
 * @asid: address space, or NULL for all of them
 * @iova: start
 * @size: bytes, at least 1; a range that wraps reaches to the end
 */
void tlb_flush_range(struct tlb *t, const uint16_t *asid, uint64_t iova, uint64_t size)
{
	uint64_t last = size - 1 > UINT64_MAX - iova ? UINT64_MAX : iova + size - 1;

	for (unsigned int i = 0; i < TLB_ENTRIES; i++) {
		struct tlb_entry *e = &t->entries[i];

		if (!e->size || (asid && e->asid != *asid))
			continue;
		if (e->iova <= last && e->iova + (e->size - 1) >= iova)
			e->size = 0;
	}
}
