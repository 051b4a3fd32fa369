/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_THUNK_H
#define DSP_SHELL_HVX_THUNK_H

#include "hvx/hvx_packet.h"
#include "hvx/hvx_row.h"

#define HVX_THUNK_WORDS		160u

/**
 * struct hvx_thunk - what replaces a packet
 */
struct hvx_thunk {
	/** @address: where it will lie */
	uint32_t address;
	uint32_t words[HVX_THUNK_WORDS];
	uint32_t count;
	/** @needed: the emulator cannot run the packet */
	uint8_t needed;
	/** @isa: of the library */
	uint8_t isa;
};

const char *hvx_thunk_make(struct hvx_thunk *thunk, const struct hvx_packet *packet);

#endif
