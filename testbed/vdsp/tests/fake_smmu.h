/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_TESTS_FAKE_SMMU_H
#define VDSP_TESTS_FAKE_SMMU_H

#include <stdint.h>

#include "mem/ram.h"
#include "fake_port.h"

/*
 * The guest's side of the SMMU, in a byte array: what its driver would write.
 * RAM begins at 0x40000000, as on the board.
 */
#define FAKE_SMMU_RAM		0x40000000ull
#define FAKE_SMMU_RAM_SIZE	0x800000u
#define FAKE_SMMU_ORDER		4u		/* 16 entries in either queue */

#define FAKE_SMMU_BASE		0x09050000ull
#define FAKE_SMMU_CR0		(FAKE_SMMU_BASE + 0x20)
#define FAKE_SMMU_STRTAB	(FAKE_SMMU_BASE + 0x80)
#define FAKE_SMMU_STRTAB_CFG	(FAKE_SMMU_BASE + 0x88)
#define FAKE_SMMU_CMDQ_BASE	(FAKE_SMMU_BASE + 0x90)
#define FAKE_SMMU_CMDQ_PROD	(FAKE_SMMU_BASE + 0x98)
#define FAKE_SMMU_EVTQ_BASE	(FAKE_SMMU_BASE + 0xa0)
#define FAKE_SMMU_EVTQ_PROD	(FAKE_SMMU_BASE + 0x100a8)
#define FAKE_SMMU_EVTQ_CONS	(FAKE_SMMU_BASE + 0x100ac)
#define FAKE_SMMU_EVENT_SPI	74u

/* Page table bits: a page, readable and writable by the DSP, accessed. */
#define FAKE_PTE_VALID		0x1ull
#define FAKE_PTE_TABLE		0x3ull
#define FAKE_PTE_BLOCK		0x441ull
#define FAKE_PTE_PAGE		0x443ull
#define FAKE_PTE_READ_ONLY	0x80ull
#define FAKE_PTE_UNPRIVILEGED	0x40ull
#define FAKE_PTE_ACCESSED	0x400ull

struct fake_smmu {
	struct ram ram;
	struct port port;
	uint64_t next;			/* guest physical memory not handed out yet */
	uint64_t strtab;
	uint64_t cmdq;
	uint64_t evtq;
};

void fake_smmu_init(struct fake_smmu *s, uint64_t ram_size);
void fake_smmu_fini(struct fake_smmu *s);
uint64_t fake_smmu_alloc(struct fake_smmu *s, uint64_t size, uint64_t align);
uint64_t *fake_smmu_word(struct fake_smmu *s, uint64_t phys);

/* A stream with a context descriptor; both can be spoiled afterwards. */
uint64_t fake_smmu_add_stream(struct fake_smmu *s, uint32_t stream, uint16_t asid,
			      uint64_t table, unsigned int t0sz, unsigned int tg0);
uint64_t fake_smmu_stream_entry(struct fake_smmu *s, uint32_t stream);

/* Map with 4 KiB pages and a 48-bit walk; @pte are the low bits of the last entry. */
void fake_smmu_map(struct fake_smmu *s, uint64_t table, uint64_t iova, uint64_t phys,
		   uint64_t pte);
uint64_t fake_smmu_entry(struct fake_smmu *s, uint64_t table, uint64_t iova,
			 unsigned int level);
void fake_smmu_command(struct fake_smmu *s, uint64_t word0, uint64_t word1);
const uint64_t *fake_smmu_event(struct fake_smmu *s, unsigned int index);

#endif /* VDSP_TESTS_FAKE_SMMU_H */
