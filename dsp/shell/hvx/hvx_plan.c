// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Looks at a packet, and decides how its floating point can be replaced: all results
 * are computed before the rest of the packet runs. They go into their registers
 *
 *   early	before the rest: the packet may store them, jump, or end a loop,
 *   late	behind it, if the rest reads what was there, or they are Q registers.
 *
 * A store of a vector is late too, or comes before all (hvx_store.h).
 */

#include <stddef.h>

#include "hvx/hvx_encode.h"
#include "hvx/hvx_glue.h"
#include "hvx/hvx_plan.h"
#include "hvx/hvx_probe.h"
#include "hvx/hvx_word.h"

/**
 * hvx_form_is_q() - whether a row writes a Q register
 */
int hvx_form_is_q(const struct hvx_row *row)
{
	return row->form >= HVX_Q_UV;
}

/**
 * hvx_form_is_pair() - whether a row writes a pair of vectors
 */
int hvx_form_is_pair(const struct hvx_row *row)
{
	return row->form == HVX_DD_U || row->form == HVX_DD_UV || row->form == HVX_XX_UV;
}

static const char *hvx_plan_rows(struct hvx_plan *plan, const struct hvx_packet *packet,
				 uint8_t isa)
{
	uint8_t out = 0;

	for (uint32_t i = 0; i < packet->count; i++) {
		const struct hvx_row *row = hvx_row_find(packet->words[i]);

		if (!row || hvx_is_native(row->family, isa)) {
			plan->has_rest |= i != plan->stores || plan->store.step;
			continue;
		}
		plan->computes = 1;
		plan->rows[i] = row;
		plan->routines[i] = isa < 0x79 ? row->before_v79 : row->from_v79;
		if (!plan->routines[i])
			return row->text;
		if (row->form == HVX_D_UR && (packet->words[i] >> 16 & 31) >= HVX_FRAME_REGISTERS)
			return "its scalar is the stack pointer, or one that a call changes";
		plan->outs[i] = out;
		out += hvx_form_is_pair(row) ? 2 : 1;
	}
	return NULL;
}

/* Whether a word that stays reads what the result of another one replaces. */
static int hvx_plan_reads_old(const struct hvx_plan *plan, const struct hvx_packet *packet,
			      uint32_t row)
{
	uint32_t d = packet->words[row] & 0x1f;
	uint32_t last = hvx_form_is_pair(plan->rows[row]) ? d + 1 : d;

	for (uint32_t i = 0; i < packet->count; i++)
		if (!plan->rows[i] && i != plan->stores && hvx_word_is_plain(packet->words[i]) &&
		    (hvx_reads_vector(packet->words[i], d) ||
		     hvx_reads_vector(packet->words[i], last)))
			return 1;
	return 0;
}

static int hvx_plan_is_stored(const struct hvx_plan *plan, const struct hvx_packet *packet,
			      uint32_t row)
{
	for (uint32_t i = 0; i < packet->count; i++)
		if (i != plan->stores && hvx_word_is_plain(packet->words[i]) &&
		    hvx_is_new_store(packet->words[i]) &&
		    hvx_new_store_producer(packet, i) == row)
			return 1;
	return 0;
}

static const char *hvx_plan_results(struct hvx_plan *plan, const struct hvx_packet *packet)
{
	for (uint32_t i = 0; i < packet->count; i++) {
		if (!plan->rows[i])
			continue;
		plan->late[i] = hvx_form_is_q(plan->rows[i]) ||
				hvx_plan_reads_old(plan, packet, i);
		plan->is_late |= plan->late[i];
		if (plan->late[i] && hvx_plan_is_stored(plan, packet, i))
			return "the packet stores its result, and reads what it replaces";
	}
	return NULL;
}

static const char *hvx_plan_rest(struct hvx_plan *plan, const struct hvx_packet *packet)
{
	for (uint32_t i = 0; i < packet->count; i++) {
		uint32_t word = packet->words[i];
		const struct hvx_relative *relative =
			hvx_word_is_plain(word) ? hvx_relative_find(word) : NULL;

		plan->is_new |= i != plan->stores && hvx_word_is_plain(word) &&
				hvx_is_new_store(word);
		if (relative && relative->kind == HVX_LOOPS_P3)
			return "a pipelined loop begins in the same packet";
		if (plan->is_late && hvx_is_indirect(word))
			return "the packet returns, and reads what the result replaces";
	}
	return NULL;
}

/**
 * hvx_plan_make() - decide what to do for a packet
 * @plan: gets it
 * @packet: has floating point, or a store
 * @isa: of the library
 *
 * Return: NULL, or why nothing can be done.
 */
const char *hvx_plan_make(struct hvx_plan *plan, const struct hvx_packet *packet, uint8_t isa)
{
	const char *why;

	*plan = (struct hvx_plan){.stores = HVX_PACKET_MAX};
	for (uint32_t i = 0; i < packet->count; i++)
		if (hvx_store_find(&plan->store, packet, i))
			plan->stores = (uint8_t)i;
	plan->is_late = plan->stores < HVX_PACKET_MAX && plan->store.when != HVX_STORE_BEFORE;
	why = hvx_plan_rows(plan, packet, isa);
	if (why)
		return why;
	if (packet->count > 1 && (packet->words[0] & HVX_PARSE_MASK) == HVX_PARSE_LOOP)
		plan->loops |= 1;
	if (packet->count > 2 && (packet->words[1] & HVX_PARSE_MASK) == HVX_PARSE_LOOP)
		plan->loops |= 2;
	why = hvx_plan_results(plan, packet);
	return why ? why : hvx_plan_rest(plan, packet);
}
