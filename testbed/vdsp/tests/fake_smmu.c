// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Writes stream table, context descriptors, page tables and commands as the
 * guest's driver does; reads the events that come back.
 */

#include "fake_smmu.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define FAKE_SMMU_SPLIT		8u
#define FAKE_SMMU_L1_ENTRIES	256u

void fake_smmu_init(struct fake_smmu *s, uint64_t ram_size)
{
	memset(s, 0, sizeof(*s));
	s->ram.bytes = mmap(NULL, ram_size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (s->ram.bytes == MAP_FAILED)
		abort();
	s->ram.phys = FAKE_SMMU_RAM;
	s->ram.size = ram_size;
	s->next = FAKE_SMMU_RAM;
	s->strtab = fake_smmu_alloc(s, 8 * FAKE_SMMU_L1_ENTRIES, 4096);
	s->cmdq = fake_smmu_alloc(s, 16u << FAKE_SMMU_ORDER, 4096);
	s->evtq = fake_smmu_alloc(s, 32u << FAKE_SMMU_ORDER, 4096);
	s->port.attached = true;
	fake_port_set(&s->port, FAKE_SMMU_CR0, 0xd);
	fake_port_set(&s->port, FAKE_SMMU_STRTAB, s->strtab | 1ull << 62);
	fake_port_set(&s->port, FAKE_SMMU_STRTAB_CFG, 0x10210);
	fake_port_set(&s->port, FAKE_SMMU_CMDQ_BASE, s->cmdq | FAKE_SMMU_ORDER);
	fake_port_set(&s->port, FAKE_SMMU_EVTQ_BASE, s->evtq | FAKE_SMMU_ORDER);
}

void fake_smmu_fini(struct fake_smmu *s)
{
	munmap(s->ram.bytes, s->ram.size);
}

uint64_t fake_smmu_alloc(struct fake_smmu *s, uint64_t size, uint64_t align)
{
	uint64_t at = (s->next + align - 1) & ~(align - 1);

	s->next = at + size;
	if (!ram_at(&s->ram, at, size))
		abort();
	memset(ram_at(&s->ram, at, size), 0, size);
	return at;
}

uint64_t *fake_smmu_word(struct fake_smmu *s, uint64_t phys)
{
	uint64_t *word = ram_at(&s->ram, phys, 8);

	if (!word)
		abort();
	return word;
}

uint64_t fake_smmu_stream_entry(struct fake_smmu *s, uint32_t stream)
{
	uint64_t *first = fake_smmu_word(s, s->strtab + 8ull * (stream >> FAKE_SMMU_SPLIT));

	if (!*first)
		*first = fake_smmu_alloc(s, 64u << FAKE_SMMU_SPLIT, 65536) |
			 (FAKE_SMMU_SPLIT + 1);
	return (*first & ~0x3full) + 64ull * (stream & ((1u << FAKE_SMMU_SPLIT) - 1));
}

uint64_t fake_smmu_add_stream(struct fake_smmu *s, uint32_t stream, uint16_t asid,
			      uint64_t table, unsigned int t0sz, unsigned int tg0)
{
	uint64_t cd = fake_smmu_alloc(s, 64, 64);

	*fake_smmu_word(s, fake_smmu_stream_entry(s, stream)) = cd | 5u << 1 | 1u;
	*fake_smmu_word(s, cd) = t0sz | tg0 << 6 | 1ull << 30 | 1ull << 31 | 1ull << 41 |
				 (uint64_t)asid << 48;
	*fake_smmu_word(s, cd + 8) = table;
	return cd;
}

uint64_t fake_smmu_entry(struct fake_smmu *s, uint64_t table, uint64_t iova,
			 unsigned int level)
{
	for (unsigned int l = 0;; l++) {
		unsigned int shift = 12 + 9 * (3 - l);
		uint64_t at = table + 8 * (iova >> shift & 511);
		uint64_t *entry = fake_smmu_word(s, at);

		if (l == level)
			return at;
		if (!*entry)
			*entry = fake_smmu_alloc(s, 4096, 4096) | FAKE_PTE_TABLE;
		table = *entry & 0x0000fffffffff000ull;
	}
}

void fake_smmu_map(struct fake_smmu *s, uint64_t table, uint64_t iova, uint64_t phys,
		   uint64_t pte)
{
	*fake_smmu_word(s, fake_smmu_entry(s, table, iova, 3)) = phys | pte;
}

void fake_smmu_command(struct fake_smmu *s, uint64_t word0, uint64_t word1)
{
	uint32_t prod = (uint32_t)fake_port_get(&s->port, FAKE_SMMU_CMDQ_PROD);
	uint64_t at = s->cmdq + 16 * (prod & ((1u << FAKE_SMMU_ORDER) - 1));

	*fake_smmu_word(s, at) = word0;
	*fake_smmu_word(s, at + 8) = word1;
	fake_port_set(&s->port, FAKE_SMMU_CMDQ_PROD, (prod + 1) & ((2u << FAKE_SMMU_ORDER) - 1));
}

const uint64_t *fake_smmu_event(struct fake_smmu *s, unsigned int index)
{
	return fake_smmu_word(s, s->evtq + 32 * (index & ((1u << FAKE_SMMU_ORDER) - 1)));
}
