/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */

#ifndef BOARD_TOOL_H
#define BOARD_TOOL_H

#include <stdio.h>

struct board;
struct board_dsp;

/*
 * struct board_boot - What one boot adds to a board. An argument with a NULL
 * path is left out.
 */
struct board_boot {
	const char *run;	/* folder of this boot: sockets, console.log */
	const char *ram;	/* RAM file */
	const char *kernel;
	const char *initrd;
	const char *dtb;
	const char *share;	/* host folder that the guest mounts at /host */
	const char *root;	/* host folder that the guest mounts as a root, read-only */
	const char *append;	/* kernel command line */
	const char *spin;	/* plugin for a board of several CPUs: plugin/spin.c */
	const char *dump;	/* write QEMU's own device tree here and exit */
	int gdb;		/* wait at the socket gdb.sock for a debugger */
};

void board_write_dts(const struct board *b, FILE *out);
void board_write_qemu(const struct board *b, const struct board_boot *boot, FILE *out);
int board_write_firmware(const struct board_dsp *dsp, FILE *out);

#endif
