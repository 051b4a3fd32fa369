/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_HVX_FILE_H
#define DSP_TESTS_HVX_FILE_H

#include "fixture.h"
#include "hvx.h"

/* The file of the library hvx, with code that a test puts into its slots. */
struct hvx_file {
	uint8_t *bytes;
	size_t size;
	/* Address of its first slot, and where that lies in the file. */
	uint32_t slots;
	size_t slots_offset;
};

struct hvx_file *hvx_file_read(uint8_t isa);
void hvx_file_free(struct hvx_file *file);
void hvx_file_put(struct hvx_file *file, uint32_t slot, const uint32_t *words, uint32_t count);
uint32_t hvx_file_slot(const struct hvx_file *file, uint32_t slot);
struct player *hvx_file_start(const struct hvx_file *file);

#endif
