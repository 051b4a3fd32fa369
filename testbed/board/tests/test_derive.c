// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors

/* What follows from a board file: that nothing of two DSPs is the same. */

#include <stdio.h>
#include <string.h>

#include "board.h"

#define DERIVE_TEXT \
	"cpus = 2\nram = %u\nsoc = %s\n" \
	"[dsp cdsp]\nbanks = 14\n[dsp adsp]\nbanks = 2\nsessions = 2\nnon-secure = no\n" \
	"[dsp sdsp]\nbanks = 1\nnon-secure = yes\n"

static int derive_count;

static void derive_check(bool ok, const char *name)
{
	printf("%sok %d %s\n", ok ? "" : "not ", ++derive_count, name);
}

static bool derive_parse(struct board *b, unsigned int ram, const char *soc)
{
	char text[512], error[256];

	snprintf(text, sizeof(text), DERIVE_TEXT, ram, soc);
	if (!board_parse(b, "/x/three.board", text, error, sizeof(error)))
		return true;
	printf("# %s\n", error);
	return false;
}

static bool derive_disjoint(const struct board_window *w, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
			if (w[i].base < w[j].base + w[j].size && w[j].base < w[i].base + w[i].size)
				return false;
	return true;
}

static bool derive_inside(const struct board_window *w, const struct board_window *outer)
{
	return w->size && w->base >= outer->base &&
	       w->base + w->size <= outer->base + outer->size;
}

/* All windows in RAM, below 4 GiB, and none over another. */
static bool derive_windows(const struct board *b)
{
	const struct board_window ram = { BOARD_RAM_BASE, b->ram_size };
	struct board_window w[3 + 3 * BOARD_DSPS_MAX];
	size_t n = 0;

	w[n++] = b->smem;
	w[n++] = b->mutex;
	w[n++] = b->aoss;
	for (unsigned int i = 0; i < b->dsp_count; i++) {
		const struct board_dsp *d = &b->dsp[i];

		if (!derive_inside(&d->regs, &b->registers) ||
		    !derive_inside(&d->halt, &b->registers) ||
		    derive_inside(&d->memory, &b->registers))
			return false;
		w[n++] = d->regs;
		w[n++] = d->halt;
		w[n++] = d->memory;
	}
	for (size_t i = 0; i < n; i++)
		if (!derive_inside(&w[i], &ram) || w[i].base + w[i].size > 1ull << 32)
			return false;
	return derive_inside(&b->mutex, &b->registers) &&
	       derive_inside(&b->aoss, &b->registers) && derive_disjoint(w, n);
}

/* The SMEM header, the partitions and the table of contents. */
static bool derive_smem(const struct board *b)
{
	struct board_window w[3 + BOARD_DSPS_MAX];
	size_t n = 0;

	w[n++] = (struct board_window){ 0, 4096 };
	w[n++] = (struct board_window){ b->toc_offset, 4096 };
	w[n++] = (struct board_window){ b->global.offset, b->global.size };
	for (unsigned int i = 0; i < b->dsp_count; i++)
		w[n++] = (struct board_window){ b->dsp[i].partition.offset,
						b->dsp[i].partition.size };
	for (size_t i = 0; i < n; i++)
		if (w[i].base + w[i].size > b->smem.size)
			return false;
	return derive_disjoint(w, n) && b->toc_offset + 4096 == b->smem.size;
}

static bool derive_numbers(const struct board *b)
{
	uint64_t spis = 0, resets = 0, pids = 1;
	unsigned int channels = 0;

	for (unsigned int i = 0; i < b->dsp_count; i++) {
		const struct board_dsp *d = &b->dsp[i];
		uint64_t spi = 1ull << (d->spi_glink - 112) | 1ull << (d->spi_smp2p - 112) |
			       1ull << (d->spi_watchdog - 112);
		unsigned int mbox = 1u << d->mbox_glink | 1u << d->mbox_smp2p;

		if (spis & spi || channels & mbox || resets & 1ull << d->reset ||
		    pids & 1ull << d->pid)
			return false;
		spis |= spi;
		channels |= mbox;
		resets |= 1ull << d->reset;
		pids |= 1ull << d->pid;
	}
	return channels < 256;
}

/* Streams of different DSPs differ, and bank 14 is not the firmware's. */
static bool derive_streams(const struct board *b)
{
	for (unsigned int i = 0; i < b->dsp_count; i++) {
		if ((b->dsp[i].stream_base | BOARD_BANKS_MAX) >= b->dsp[i].stream_firmware)
			return false;
		for (unsigned int j = 0; j < i; j++)
			if ((b->dsp[i].stream_base | 0xf) == (b->dsp[j].stream_base | 0xf))
				return false;
	}
	return true;
}

int main(void)
{
	static struct board b;
	const struct board_dsp *adsp;

	printf("1..11\n");
	derive_check(derive_parse(&b, 1024, "generic"), "parse");
	derive_check(b.dsp_count == 3 && !strcmp(b.name, "three") && b.sid_shift == 32, "board");
	adsp = board_find_dsp(&b, "adsp");
	derive_check(adsp && adsp->pid == 2 && adsp->banks == 2 && adsp->sessions == 2 &&
		     !adsp->non_secure && adsp->index == 1, "adsp");
	derive_check(!board_find_dsp(&b, "gdsp"), "no-gdsp");
	derive_check(derive_windows(&b), "windows");
	derive_check(derive_smem(&b), "smem");
	derive_check(derive_numbers(&b), "numbers");
	derive_check(derive_streams(&b), "streams");
	derive_check(derive_parse(&b, 3072, "kaanapali") && b.sid_shift == 56, "kaanapali");
	derive_check(derive_windows(&b), "windows-3-gib");
	derive_check(board_ram_offset(b.smem.base) + 0x1000000 == b.ram_size, "top-of-ram");
	return 0;
}
