/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_SMEM_H
#define VDSP_SMEM_H

#include <stdint.h>

struct board;
struct board_span;

void smem_format(const struct board *b, uint8_t *smem);
void *smem_add(const struct board_span *partition, uint8_t *smem, unsigned int number,
	       uint32_t size);
void *smem_find(const struct board_span *partition, uint8_t *smem, unsigned int number,
		uint32_t *size);

#endif /* VDSP_SMEM_H */
