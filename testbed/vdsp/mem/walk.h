/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_WALK_H
#define VDSP_WALK_H

#include <stdbool.h>
#include <stdint.h>

struct ram;

/**
 * struct walk_root - one address space, as a context descriptor describes it
 */
struct walk_root {
	/** @table: guest physical address of the first table */
	uint64_t table;
	/** @input_bits: width of an address, 25 to 48 */
	unsigned int input_bits;
	/** @granule_shift: 12, 14 or 16 */
	unsigned int granule_shift;
	/** @ignore_table_bits: permissions stand in the last level only (HAD0) */
	bool ignore_table_bits;
	/** @ignore_access_flag: a clear access flag is no fault (AFFD) */
	bool ignore_access_flag;
};

/**
 * enum walk_result - how a walk ends
 * @WALK_OK: translated
 * @WALK_TRANSLATION: no valid entry
 * @WALK_ADDRESS_SIZE: the result is not in RAM
 * @WALK_ACCESS: the access flag is clear
 * @WALK_PERMISSION: there is a page, but not for us
 * @WALK_ABORT: a table is not in RAM
 */
enum walk_result {
	WALK_OK,
	WALK_TRANSLATION,
	WALK_ADDRESS_SIZE,
	WALK_ACCESS,
	WALK_PERMISSION,
	WALK_ABORT,
};

/**
 * struct walk_page - a page or block
 */
struct walk_page {
	uint64_t iova;
	uint64_t phys;
	/** @size: bytes; @iova and @phys are multiples of it */
	uint64_t size;
	bool writable;
};

enum walk_result walk(const struct ram *ram, const struct walk_root *root, uint64_t iova,
		      struct walk_page *page);

#endif /* VDSP_WALK_H */
