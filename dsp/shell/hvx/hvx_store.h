/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_STORE_H
#define DSP_SHELL_HVX_STORE_H

#include "hvx/hvx_packet.h"

/**
 * struct hvx_store - a store of a vector that can wait until its packet has run
 */
struct hvx_store {
	/** @number: of the vector register that has the value then */
	uint8_t number;
	/** @base: of the register that has the address before */
	uint8_t base;
	/** @offset: from that to what is stored, in bytes */
	int16_t offset;
	/** @step: what is added to the base register */
	int16_t step;
	/** @unaligned: vmemu */
	uint8_t unaligned;
};

int hvx_store_find(struct hvx_store *store, const struct hvx_packet *packet, uint32_t index);

#endif
