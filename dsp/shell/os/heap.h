/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HEAP_H
#define DSP_SHELL_HEAP_H

#include <stdint.h>

struct heap_counts {
	uint64_t bytes_free;
	uint64_t bytes_used;
	uint64_t blocks_used;
	uint64_t most_bytes_used;
};

int heap_init(void);
void heap_count(struct heap_counts *counts);

#endif
