/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PD_POOL_H
#define VDSP_PD_POOL_H

#include <stdbool.h>
#include <stdint.h>

struct pd_child;

/**
 * struct pd_pool_options - what children are made of
 */
struct pd_pool_options {
	/** @shell: path of the shell; NULL: there are no children */
	const char *shell;
	/** @emulator: path or name of the emulator; NULL: qemu-hexagon */
	const char *emulator;
	/** @debug: folder in which each child makes a socket for a debugger, and so is less
	 * confined; NULL: none does
	 */
	const char *debug;
	/** @ram: the guest's RAM, a file */
	int ram;
	/** @size: children that are kept ready */
	unsigned int size;
	/** @fence: arguments of calls lie at the end of a page */
	bool fence;
};

/* Children that are kept ready by default. */
#define PD_POOL_SIZE	2

void pd_pool_open(const struct pd_pool_options *options);
void pd_pool_close(void);
struct pd_child *pd_pool_take(void);
const char *pd_pool_debug(void);
unsigned int pd_pool_count(void);
void pd_pool_poll(uint64_t now_ns);

#endif /* VDSP_PD_POOL_H */
