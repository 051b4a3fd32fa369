/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_PLAN_H
#define DSP_SHELL_HVX_PLAN_H

#include "hvx/hvx_packet.h"
#include "hvx/hvx_row.h"
#include "hvx/hvx_store.h"

/**
 * struct hvx_plan - what is to be done for a packet
 */
struct hvx_plan {
	/** @rows: of each word that is replaced, else NULL */
	const struct hvx_row *rows[HVX_PACKET_MAX];
	/** @routines: compute them */
	hvx_routine *routines[HVX_PACKET_MAX];
	/** @outs: index of the first vector of each result */
	uint8_t outs[HVX_PACKET_MAX];
	/** @late: which results go into their registers behind the rest of the packet */
	uint8_t late[HVX_PACKET_MAX];
	/** @is_late: any of them */
	uint8_t is_late;
	/** @is_new: the packet stores a vector that it makes */
	uint8_t is_new;
	/** @store: what the thunk stores in the place of a word, if @stores is its index */
	struct hvx_store store;
	/** @stores: HVX_PACKET_MAX if there is none */
	uint8_t stores;
	/** @computes: there is floating point */
	uint8_t computes;
	/** @has_rest: there is more in the packet than what is replaced */
	uint8_t has_rest;
	/** @loops: hardware loops that end with the packet, bit 0 and bit 1 */
	uint8_t loops;
};

int hvx_form_is_q(const struct hvx_row *row);
int hvx_form_is_pair(const struct hvx_row *row);
const char *hvx_plan_make(struct hvx_plan *plan, const struct hvx_packet *packet, uint8_t isa);

#endif
