// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The SMEM image, byte for byte where drivers/soc/qcom/smem.c looks, and item lists that
 * no correct guest writes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "link/link.h"
#include "mem/ram.h"
#include "link/smem.h"
#include "link/smp2p.h"
#include "board.h"
#include "tap.h"

static struct board board;
static struct ram ram;
static uint8_t *smem;

static const char two_dsps[] =
	"cpus = 2\nram = 512\n[dsp cdsp]\nbanks = 4\n[dsp adsp]\nbanks = 2\n";

static void begin(void)
{
	char error[256];

	if (board_parse(&board, "two.board", two_dsps, error, sizeof(error)))
		abort();
	/* Only the region at the end of the RAM, where all of it is. */
	ram.phys = board.smem.base;
	ram.size = BOARD_RAM_BASE + board.ram_size - ram.phys;
	ram.bytes = aligned_alloc(4096, ram.size);
	memset(ram.bytes, 0x5a, ram.size);
	smem = ram.bytes;
	TAP_EQUAL(link_format(&board, &ram), 0);
}

static void end(void)
{
	free(ram.bytes);
}

static uint32_t get32(uint64_t offset)
{
	return ram_load32(smem + offset);
}

static uint16_t get16(uint64_t offset)
{
	uint16_t value;

	memcpy(&value, smem + offset, 2);
	return value;
}

static void header(void)
{
	begin();
	TAP_EQUAL(get32(64 + 4 * 7), 0x000c0000);
	TAP_EQUAL(get32(192), 1);
	TAP_EQUAL(get32(196) + get32(200), 0x8000);
	TAP_EQUAL(get32(204), 0);
	end();
}

static void table_of_contents(void)
{
	const uint32_t toc = 0x200000 - 0x1000;

	begin();
	TAP_EXPECT(!memcmp(smem + toc, "$TOC", 4));
	TAP_EQUAL(get32(toc + 4), 1);
	TAP_EQUAL(get32(toc + 8), 3);
	TAP_EQUAL(get32(toc + 32), 0x8000);
	TAP_EQUAL(get32(toc + 36), 0x20000);
	TAP_EQUAL(get16(toc + 44), 0xfffe);
	TAP_EQUAL(get16(toc + 46), 0xfffe);
	TAP_EQUAL(get32(toc + 48), 32);
	TAP_EQUAL(get32(toc + 80), 0x40000);
	TAP_EQUAL(get16(toc + 92), 0);
	TAP_EQUAL(get16(toc + 94), 5);
	TAP_EQUAL(get16(toc + 128 + 14), 2);
	TAP_EXPECT(!memcmp(smem + toc + 32 + 3 * 48, "SIII", 4));
	TAP_EQUAL(get32(toc + 176 + 8), board.smem.base);
	TAP_EQUAL(get16(toc + 176 + 16), 512);
	end();
}

static void partition(void)
{
	const uint32_t at = 0x40000;

	begin();
	TAP_EXPECT(!memcmp(smem + at, "$PRT", 4));
	TAP_EQUAL(get16(at + 4), 0);
	TAP_EQUAL(get16(at + 6), 5);
	TAP_EQUAL(get32(at + 8), 0x40000);
	TAP_EQUAL(get32(at + 12), 32 + 16 + 0x4000 + 16 + 344);
	TAP_EQUAL(get32(at + 16), 0x40000);
	TAP_EQUAL(get16(at + 32), 0xa5a5);
	TAP_EQUAL(get16(at + 34), 480);
	TAP_EQUAL(get32(at + 36), 0x4000);
	TAP_EQUAL(get16(at + 40), 0);
	end();
}

/* Each DSP has its own items; the crash reason is one for all. */
static void items(void)
{
	uint32_t size = 0;

	begin();
	TAP_EXPECT(smem_find(&board.global, smem, BOARD_ITEM_CRASH_REASON, &size));
	TAP_EQUAL(size, 128);
	for (unsigned int i = 0; i < 2; i++) {
		const struct board_dsp *d = &board.dsp[i];
		uint8_t *item = smem_find(&d->partition, smem, d->item_smp2p_in, &size);

		TAP_EQUAL(size, 340);
		TAP_EXPECT(item && !memcmp(item, "$SMP\2\0\0\0", 8));
		TAP_EQUAL(item[8], d->pid);
		TAP_EQUAL(smp2p_count(item), 1);
		TAP_EXPECT(!strcmp((char *)item + 20, "slave-kernel"));
		TAP_EQUAL(smp2p_get(item), 0);
		TAP_EXPECT(smem_find(&d->partition, smem, BOARD_ITEM_GLINK_FIFO_DSP, &size));
		TAP_EQUAL(size, BOARD_FIFO_SIZE);
		TAP_EXPECT(!smem_find(&d->partition, smem, BOARD_ITEM_GLINK_DESCRIPTOR, &size));
		TAP_EQUAL(ram_load32(ram_at(&ram, d->regs.base + 0x408, 4)), 1);
	}
	end();
}

static void partition_is_full(void)
{
	begin();
	TAP_EXPECT(!smem_add(&board.dsp[0].partition, smem, 100, 0x3c000));
	TAP_EXPECT(smem_add(&board.dsp[0].partition, smem, 100, 0x3b000));
	end();
}

/* One thing wrong in the list: nothing is found behind it, and nothing is touched. */
static void bad_lists(void)
{
	static const struct {
		uint32_t offset, value;
	} spoils[] = {
		{ 12, 0xffffffff },		/* free offset */
		{ 12, 0x40008 },
		{ 12, 40 },
		{ 32, 0x5a5a0000 },		/* canary */
		{ 36, 0xfffffff8 },		/* size */
		{ 36, 0x40000 },
		{ 36, 0x4001 },			/* not a multiple of 8 */
		{ 40, 0x0000ffff },		/* more padding than data */
		{ 40, 0x00040000 },		/* header padding that unaligns */
	};

	for (unsigned int i = 0; i < sizeof(spoils) / sizeof(spoils[0]); i++) {
		uint32_t size;

		begin();
		ram_store32(smem + 0x40000 + spoils[i].offset, spoils[i].value);
		if (!TAP_EXPECT(!smem_find(&board.dsp[0].partition, smem,
					  board.dsp[0].item_smp2p_in, &size)))
			printf("# spoil %u\n", i);
		end();
	}
}

static const struct tap_test cases[] = {
	{ "header", header },
	{ "table-of-contents", table_of_contents },
	{ "partition", partition },
	{ "items", items },
	{ "partition-is-full", partition_is_full },
	{ "bad-lists", bad_lists },
};

TAP_MAIN(cases)
