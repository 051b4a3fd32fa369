/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_WORD_H
#define DSP_SHELL_HVX_WORD_H

#include <stdint.h>

#include "hvx/hvx_packet.h"

/* What a word does that matters when its packet moves elsewhere. */
enum hvx_kind {
	HVX_OTHER,
	HVX_JUMPS,	/* by a distance */
	HVX_CALLS,	/* by a distance */
	HVX_LOOPS,	/* sets up a loop whose start is a distance away */
	HVX_LOOPS_P3,	/* so, and sets p3 */
	HVX_ADDS_PC,
	HVX_INDIRECT,	/* jumps to what a register has */
};

/**
 * struct hvx_relative - where in a word a distance is
 */
struct hvx_relative {
	uint32_t mask;
	uint32_t code;
	/** @field: bits of the distance */
	uint32_t field;
	/** @kind: enum hvx_kind */
	uint8_t kind;
	/** @shift: the distance is a multiple of 1 << shift, unless it is extended */
	uint8_t shift;
	/** @is_signed: its highest bit is its sign */
	uint8_t is_signed;
};

const struct hvx_relative *hvx_relative_find(uint32_t word);
int hvx_is_extended(const struct hvx_packet *packet, uint32_t index);
uint32_t hvx_distance(const struct hvx_packet *packet, uint32_t index,
		      const struct hvx_relative *relative);
int hvx_is_indirect(uint32_t word);
int hvx_reads_vector(uint32_t word, uint32_t number);
int hvx_is_vector(uint32_t word);
int hvx_is_plain_store(uint32_t word);
int hvx_is_load(uint32_t word);
int hvx_is_new_store(uint32_t word);
uint32_t hvx_new_store_producer(const struct hvx_packet *packet, uint32_t index);
int hvx_is_forward_load(uint32_t word, int *is_tmp);
uint32_t hvx_load_alone(uint32_t word);

#endif
