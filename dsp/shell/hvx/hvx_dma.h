/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_DMA_H
#define DSP_SHELL_HVX_DMA_H

#include "hvx/hvx_packet.h"

/* What an instruction of user DMA does: given Rs and Rt; the result is for Rd. */
typedef uint32_t hvx_dma_function(uint32_t s, uint32_t t);

/**
 * struct hvx_dma - an instruction of user DMA
 */
struct hvx_dma {
	uint32_t mask;
	uint32_t code;
	hvx_dma_function *function;
	/** @has_result: writes Rd, in 4:0; else it reads Rs in 20:16, and Rt in 12:8 */
	int has_result;
};

const struct hvx_dma *hvx_dma_find(const struct hvx_packet *packet);

#endif
