/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_TLB_H
#define VDSP_TLB_H

#include <stdbool.h>
#include <stdint.h>

#define TLB_ENTRIES 64

/**
 * struct tlb_entry - one page or block of one address space
 */
struct tlb_entry {
	/** @size: bytes, a power of two; 0 is an unused entry */
	uint64_t size;
	/** @iova: first address, aligned to @size */
	uint64_t iova;
	/** @phys: guest physical address that @iova stands for */
	uint64_t phys;
	/** @asid: address space */
	uint16_t asid;
	/** @writable: the DSP may write */
	bool writable;
};

/**
 * struct tlb - translations that the guest has not invalidated
 */
struct tlb {
	struct tlb_entry entries[TLB_ENTRIES];
	/** @next: entry to replace next */
	unsigned int next;
};

const struct tlb_entry *tlb_find(const struct tlb *t, uint16_t asid, uint64_t iova);
void tlb_insert(struct tlb *t, const struct tlb_entry *entry);
void tlb_flush(struct tlb *t);
void tlb_flush_asid(struct tlb *t, uint16_t asid);
void tlb_flush_range(struct tlb *t, const uint16_t *asid, uint64_t iova, uint64_t size);

#endif /* VDSP_TLB_H */
