/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_STORE_H
#define DSP_SHELL_HVX_STORE_H

#include "hvx/hvx_packet.h"

enum hvx_when {
	/* The packet has run, and the register still has the value, or only then. */
	HVX_STORE_BEHIND,
	/* The packet reads no memory. */
	HVX_STORE_BEFORE,
	/* It does, and overwrites the register: a copy is kept, and stored behind it. */
	HVX_STORE_KEPT,
};

/**
 * struct hvx_store - a store of a vector that need not be in its packet
 */
struct hvx_store {
	/** @number: of the vector register that has the value at the time of @when */
	uint8_t number;
	/** @base: of the register that has the address before the packet */
	uint8_t base;
	/** @offset: from that to what is stored, in bytes */
	int16_t offset;
	/** @step: what is added to the base register */
	int16_t step;
	/** @unaligned: vmemu */
	uint8_t unaligned;
	/** @when: enum hvx_when */
	uint8_t when;
};

int hvx_store_find(struct hvx_store *store, const struct hvx_packet *packet, uint32_t index);

#endif
