// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * A board file that is none, or nearly: for libFuzzer. What is accepted must be a board
 * that all its forms can be made of.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "tool.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const struct board_boot fuzz_boot = {
	.run = "run", .ram = "ram", .kernel = "kernel", .initrd = "initrd", .dtb = "dtb",
};

static void fuzz_use(const struct board *b)
{
	FILE *out = fopen("/dev/null", "w");

	if (!out || !b->dsp_count || b->dsp_count > BOARD_DSPS_MAX)
		abort();
	board_write_dts(b, out);
	board_write_qemu(b, &fuzz_boot, out);
	for (unsigned int i = 0; i < b->dsp_count; i++) {
		const struct board_dsp *dsp = &b->dsp[i];

		if (!memchr(dsp->label, 0, sizeof(dsp->label)) || dsp->banks > BOARD_BANKS_MAX)
			abort();
		board_write_firmware(dsp, out);
	}
	fclose(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *text = malloc(size + 1);
	char error[256] = "";
	struct board board;
	int ret;

	if (!text)
		abort();
	memcpy(text, bytes, size);
	text[size] = '\0';
	ret = board_parse(&board, "fuzz.board", text, error, sizeof(error));
	if (!ret)
		fuzz_use(&board);
	else if (!*error || !memchr(error, 0, sizeof(error)))
		abort();
	free(text);
	return 0;
}
