// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Writes the code that a packet with floating point jumps to. For
 *
 *	{ v3.qf32 = vadd(v1.sf, v2.sf); if (p0) jump there; r4 = add(r4, #1) }
 *
 * it is
 *
 *	{ allocframe(#16) }			r29 to r31 are free: a frame of the thunk's own
 *	{ memd(r29+#0) = r1:0 }
 *	{ r0 = ugp }				the area: see hvx_glue.h
 *	{ call hvx_enter }			r2 to r17 and the rest are free, r16 is the area
 *	{ call hvx_get_v1; r0 = in.u }
 *	{ call hvx_get_v2; r0 = in.v }
 *	{ call hvx_add_qf32_ss; r0 = in; r1 = out[0] }
 *	{ call hvx_leave }			all is as it was, but r0 is the area
 *	{ v3 = vmem(r0+#0) }			the result: "early"
 *	{ r1:0 = memd(r29+#0) }
 *	{ deallocframe }
 *	{ nop; if (p0) jump 1f; r4 = add(r4, #1) }
 *	{ jump back }				to the packet behind the original
 * 1:	{ jump there }				"relay": always within reach
 *
 * Two of them in one packet are computed one after the other before either result goes
 * into its register. Where the packet has a .new store, v3 = v3 takes the place of nop.
 * "Late" results go into their registers behind the moved packet, and in each relay. So
 * do stores of vectors: for { v2 = vadd(v0, v1); vmem(r5++#1) = v2.new } it is
 *
 *	{ memw(r29+#-32) = r5 }
 *	{ v2 = vadd(v0, v1); r5 = add(r5, #128) }
 *	{ allocframe(#16) }
 *	{ memd(r29+#0) = r1:0 }
 *	{ memd(r29+#8) = r3:2 }
 *	{ r0 = memw(r29+#-8) }			r5 as it was
 *	{ r0 = and(r0, #-128) }
 *	{ call hvx_get_v2 }			to memory at r0
 *	{ r3:2 = memd(r29+#8) }
 *	{ r1:0 = memd(r29+#0) }
 *	{ deallocframe }
 *	{ jump back }
 *
 * If the packet overwrites v2 the store is made before it, or a copy of v2: see hvx_store.h.
 */

#include <stddef.h>

#include "hvx/hvx_dma.h"
#include "hvx/hvx_encode.h"
#include "hvx/hvx_glue.h"
#include "hvx/hvx_plan.h"
#include "hvx/hvx_thunk.h"
#include "hvx/hvx_word.h"

#define HVX_ADDRESS(function)	((uint32_t)(uintptr_t)(function))

static uint32_t hvx_here(const struct hvx_thunk *thunk)
{
	return thunk->address + thunk->count * 4;
}

static void hvx_emit(struct hvx_thunk *thunk, uint32_t word)
{
	/* Too long is found at the end. */
	if (thunk->count < HVX_THUNK_WORDS)
		thunk->words[thunk->count] = word;
	thunk->count++;
}

static void hvx_emit_call(struct hvx_thunk *thunk, uint32_t function)
{
	uint32_t distance = function - hvx_here(thunk);

	hvx_emit(thunk, hvx_extender(distance));
	hvx_emit(thunk, hvx_call_low(distance) | HVX_PARSE_LAST);
}

/* A call with r0 at a place of the area that r16 is. */
static void hvx_emit_call_r0(struct hvx_thunk *thunk, uint32_t function, uint32_t place)
{
	uint32_t distance = function - hvx_here(thunk);

	hvx_emit(thunk, hvx_extender(distance));
	hvx_emit(thunk, hvx_call_low(distance));
	hvx_emit(thunk, hvx_add_imm(HVX_R0, HVX_R16, place));
}

static void hvx_emit_routine(struct hvx_thunk *thunk, hvx_routine *routine, uint32_t out)
{
	uint32_t distance = HVX_ADDRESS(routine) - hvx_here(thunk);
	uint32_t r1 = hvx_add_imm(HVX_R1, HVX_R16, HVX_AREA_OUT + out * HVX_VECTOR);

	hvx_emit(thunk, hvx_extender(distance));
	hvx_emit(thunk, hvx_call_low(distance));
	hvx_emit(thunk, (r1 & ~HVX_PARSE_MASK) | HVX_PARSE_MORE);
	hvx_emit(thunk, hvx_add_imm(HVX_R0, HVX_R16, HVX_AREA_IN));
}

#define HVX_IN(member)	(HVX_AREA_IN + offsetof(struct hvx_operands, member))

static void hvx_emit_get(struct hvx_thunk *thunk, uint32_t number, uint32_t place)
{
	hvx_emit_call_r0(thunk, hvx_get_v[number & 31], place);
}

static void hvx_emit_sources(struct hvx_thunk *thunk, const struct hvx_row *row, uint32_t word)
{
	uint32_t u = word >> 8 & 31, v = word >> 16 & 31, d = word & 31;

	hvx_emit_get(thunk, u, HVX_IN(u));
	if (row->form == HVX_D_W)
		hvx_emit_get(thunk, u + 1, HVX_IN(v));
	else if (row->form != HVX_D_U && row->form != HVX_DD_U && row->form != HVX_D_UR)
		hvx_emit_get(thunk, v, HVX_IN(v));
	if (row->form == HVX_D_UR) {
		hvx_emit(thunk, HVX_POP_R1);
		hvx_emit(thunk, HVX_STORE_SCALAR);
	}
	if (row->form == HVX_X_UV || row->form == HVX_XX_UV)
		hvx_emit_get(thunk, d, HVX_IN(x));
	if (row->form == HVX_XX_UV)
		hvx_emit_get(thunk, d + 1, HVX_IN(x_odd));
	if (row->form > HVX_Q_UV)
		hvx_emit_call_r0(thunk, hvx_get_q[d & 3], HVX_IN(x));
}

static void hvx_emit_load(struct hvx_thunk *thunk, uint32_t number, uint32_t out)
{
	hvx_emit(thunk, HVX_LOAD_VECTOR | out << 8 | number);
}

static int hvx_is_in_vectors(hvx_routine *routine)
{
#define HVX_ADDRESS_OF(name)	hvx_##name,
	static hvx_routine *const all[] = {HVX_VECTOR_ROUTINES(HVX_ADDRESS_OF)};

	for (uint32_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (routine == all[i])
			return 1;
	return 0;
}

/* The index of the only row, if a routine in vectors computes it; else HVX_PACKET_MAX. */
static uint32_t hvx_alone(const struct hvx_plan *plan, const struct hvx_packet *packet)
{
	uint32_t rows = 0, last = HVX_PACKET_MAX;

	for (uint32_t i = 0; i < packet->count; i++)
		if (plan->rows[i]) {
			rows++;
			last = i;
		}
	return rows == 1 && hvx_is_in_vectors(plan->routines[last]) ? last : HVX_PACKET_MAX;
}

/*
 * A routine in vectors: from register to register, if nothing else of the packet may see the
 * old value of that one, else to memory. The sources are moved at once: each may be the other.
 */
static void hvx_emit_vectors(struct hvx_thunk *thunk, const struct hvx_plan *plan,
			     const struct hvx_packet *packet, uint32_t i)
{
	const struct hvx_row *row = plan->rows[i];
	uint32_t word = packet->words[i], d = word & 31, last = d + hvx_form_is_pair(row);
	uint32_t u = word >> 8 & 31, v = row->form == HVX_D_W ? u + 1 : word >> 16 & 31;
	int direct = hvx_alone(plan, packet) == i && !plan->late[i];

	hvx_emit(thunk, HVX_R0_IS_UGP);
	hvx_emit_call(thunk, HVX_ADDRESS(hvx_spare));
	if (row->form == HVX_D_W || row->form == HVX_D_UV)
		hvx_emit(thunk, HVX_ASSIGN | HVX_PARSE_MORE | v << 8 | 1);
	hvx_emit(thunk, HVX_ASSIGN | HVX_PARSE_LAST | u << 8);
	hvx_emit_call(thunk, HVX_ADDRESS(plan->routines[i]));
	for (uint32_t part = 0; !direct && part <= last - d; part++) {
		hvx_emit(thunk, HVX_R0_IS_UGP);
		hvx_emit(thunk, hvx_add_imm(HVX_R0, HVX_R0, HVX_AREA_OUT +
					    (plan->outs[i] + part) * HVX_VECTOR));
		hvx_emit_call(thunk, hvx_get_v[part]);
	}
	if (direct)
		hvx_emit(thunk, HVX_PARSE_LAST | (last > d ? HVX_COMBINE | 1 << 8 | d :
							     HVX_ASSIGN | d));
	hvx_emit(thunk, HVX_R0_IS_UGP);
	hvx_emit(thunk, hvx_add_imm(HVX_R0, HVX_R0, HVX_AREA_SPARED));
	for (uint32_t number = 0; number < HVX_AREA_SPARED_VECTORS; number++)
		if (!direct || number < d || number > last)
			hvx_emit_load(thunk, number, number);
}

static void hvx_emit_compute(struct hvx_thunk *thunk, const struct hvx_plan *plan,
			     const struct hvx_packet *packet)
{
	static hvx_routine *const combine[] = {
		[HVX_QAND_UV] = hvx_q_and, [HVX_QOR_UV] = hvx_q_or, [HVX_QXOR_UV] = hvx_q_xor,
	};

	for (uint32_t i = 0; i < packet->count; i++) {
		const struct hvx_row *row = plan->rows[i];

		if (!row)
			continue;
		if (hvx_is_in_vectors(plan->routines[i])) {
			hvx_emit_vectors(thunk, plan, packet, i);
			continue;
		}
		hvx_emit_sources(thunk, row, packet->words[i]);
		hvx_emit_routine(thunk, plan->routines[i], plan->outs[i]);
		if (row->form > HVX_Q_UV)
			hvx_emit_routine(thunk, combine[row->form], plan->outs[i]);
	}
}

/* Those that are late, or those that are not. r0 is the area, r1 is free. */
static void hvx_emit_results(struct hvx_thunk *thunk, const struct hvx_plan *plan,
			     const struct hvx_packet *packet, int late)
{
	for (uint32_t i = 0; i < packet->count; i++) {
		const struct hvx_row *row = plan->rows[i];
		uint32_t d = packet->words[i] & 31, out = plan->outs[i];

		if (!row || plan->late[i] != late)
			continue;
		if (hvx_form_is_q(row)) {
			hvx_emit(thunk, hvx_add_imm(HVX_R1, HVX_R0,
						    HVX_AREA_OUT + out * HVX_VECTOR));
			hvx_emit_call(thunk, hvx_put_q[d & 3]);
			continue;
		}
		hvx_emit_load(thunk, d, out);
		if (hvx_form_is_pair(row))
			hvx_emit_load(thunk, d + 1, out + 1);
	}
}

static void hvx_emit_late_results(struct hvx_thunk *thunk, const struct hvx_plan *plan,
				  const struct hvx_packet *packet)
{
	int late = 0;

	for (uint32_t i = 0; i < packet->count; i++)
		late |= plan->late[i];
	if (!late)
		return;
	hvx_emit(thunk, HVX_R0_IS_UGP);
	hvx_emit_results(thunk, plan, packet, 1);
}

/* To where the base register pointed before the packet: its value lies below the frame. */
static void hvx_emit_store(struct hvx_thunk *thunk, const struct hvx_store *store)
{
	uint32_t function = store->when == HVX_STORE_KEPT ? HVX_ADDRESS(hvx_put_kept) :
			    store->unaligned ? hvx_put_v[store->number] :
					       hvx_get_v[store->number];

	hvx_emit(thunk, HVX_PUSH_R3_R2);
	hvx_emit(thunk, HVX_GET_BASE);
	if (!store->unaligned)
		hvx_emit(thunk, HVX_ALIGN_R0);
	if (store->offset)
		hvx_emit(thunk, hvx_add_imm(HVX_R0, HVX_R0, (uint32_t)store->offset));
	hvx_emit_call(thunk, function);
	hvx_emit(thunk, HVX_POP_R3_R2);
}

static void hvx_emit_base(struct hvx_thunk *thunk, const struct hvx_store *store)
{
	hvx_emit(thunk, HVX_KEEP_BASE | (uint32_t)store->base << 8);
}

/* What is done for a store before anything of the packet is. */
static void hvx_emit_before(struct hvx_thunk *thunk, const struct hvx_store *store)
{
	if (store->when == HVX_STORE_BEHIND)
		return;
	hvx_emit_base(thunk, store);
	hvx_emit(thunk, HVX_ALLOCFRAME);
	hvx_emit(thunk, HVX_PUSH_R1_R0);
	if (store->when == HVX_STORE_BEFORE) {
		hvx_emit_store(thunk, store);
	} else {
		hvx_emit(thunk, HVX_PUSH_R3_R2);
		hvx_emit(thunk, HVX_R0_IS_UGP);
		hvx_emit(thunk, hvx_add_imm(HVX_R0, HVX_R0, HVX_AREA_KEPT));
		hvx_emit_call(thunk, hvx_get_v[store->number]);
		hvx_emit(thunk, HVX_POP_R3_R2);
	}
	hvx_emit(thunk, HVX_POP_R1_R0);
	hvx_emit(thunk, HVX_DEALLOCFRAME);
}

static void hvx_emit_late(struct hvx_thunk *thunk, const struct hvx_plan *plan,
			  const struct hvx_packet *packet)
{
	if (!plan->is_late)
		return;
	hvx_emit(thunk, HVX_ALLOCFRAME);
	hvx_emit(thunk, HVX_PUSH_R1_R0);
	hvx_emit_late_results(thunk, plan, packet);
	if (plan->stores < HVX_PACKET_MAX && plan->store.when != HVX_STORE_BEFORE)
		hvx_emit_store(thunk, &plan->store);
	hvx_emit(thunk, HVX_POP_R1_R0);
	hvx_emit(thunk, HVX_DEALLOCFRAME);
}

/* What the rest of the packet loads and the floating point sees. */
static const char *hvx_emit_loads(struct hvx_thunk *thunk, const struct hvx_plan *plan,
				  const struct hvx_packet *packet)
{
	for (uint32_t i = 0; i < packet->count; i++) {
		uint32_t word = packet->words[i];
		int is_tmp = 0, used = 0;

		if (plan->rows[i] || !hvx_word_is_plain(word) ||
		    !hvx_is_forward_load(word, &is_tmp))
			continue;
		for (uint32_t k = 0; k < packet->count; k++)
			used |= plan->rows[k] && hvx_reads_vector(packet->words[k], word & 31);
		if (used && is_tmp)
			return "a load for this packet alone (.tmp) is what it computes with";
		if (used)
			hvx_emit(thunk, hvx_load_alone(word));
	}
	return NULL;
}

/* Loops begin at a place near the original: as packets of their own, they reach it. */
static void hvx_emit_loops(struct hvx_thunk *thunk, const struct hvx_packet *packet)
{
	for (uint32_t i = 0; i < packet->count; i++) {
		uint32_t word = packet->words[i], distance, target;
		const struct hvx_relative *relative =
			hvx_word_is_plain(word) ? hvx_relative_find(word) : NULL;

		if (!relative || relative->kind != HVX_LOOPS)
			continue;
		target = hvx_distance(packet, i, relative) + HVX_ADDRESS(packet->words);
		distance = target - hvx_here(thunk);
		hvx_emit(thunk, hvx_extender(distance));
		hvx_emit(thunk, hvx_put_field(word, relative->field, distance & 0x3f) |
					HVX_PARSE_LAST);
	}
}

/* That needs few registers, and no C. */
static void hvx_emit_alone(struct hvx_thunk *thunk, const struct hvx_plan *plan,
			   const struct hvx_packet *packet)
{
	hvx_emit(thunk, HVX_ALLOCFRAME_24);
	hvx_emit(thunk, HVX_PUSH_R1_R0);
	hvx_emit(thunk, HVX_PUSH_R3_R2);
	hvx_emit(thunk, HVX_PUSH_R5_R4);
	hvx_emit_vectors(thunk, plan, packet, hvx_alone(plan, packet));
	hvx_emit(thunk, HVX_POP_R5_R4);
	hvx_emit(thunk, HVX_POP_R3_R2);
	hvx_emit(thunk, HVX_POP_R1_R0);
	hvx_emit(thunk, HVX_DEALLOCFRAME);
}

static void hvx_emit_early(struct hvx_thunk *thunk, const struct hvx_plan *plan,
			   const struct hvx_packet *packet)
{
	hvx_emit(thunk, HVX_ALLOCFRAME);
	hvx_emit(thunk, HVX_PUSH_R1_R0);
	for (uint32_t i = 0; i < packet->count; i++)
		if (plan->rows[i] && plan->rows[i]->form == HVX_D_UR)
			hvx_emit(thunk, HVX_PUSH_R0 | (packet->words[i] >> 16 & 31) << 8);
	hvx_emit(thunk, HVX_R0_IS_UGP);
	hvx_emit_call(thunk, HVX_ADDRESS(hvx_enter));
	hvx_emit_compute(thunk, plan, packet);
	hvx_emit_call(thunk, HVX_ADDRESS(hvx_leave));
	hvx_emit_results(thunk, plan, packet, 0);
	hvx_emit(thunk, HVX_POP_R1_R0);
	hvx_emit(thunk, HVX_DEALLOCFRAME);
}

static uint32_t hvx_parse_bits(const struct hvx_plan *plan, uint32_t word)
{
	uint32_t parse = word & HVX_PARSE_MASK;

	/* With results still to come the loop ends behind them. */
	return plan->is_late && parse == HVX_PARSE_LOOP ? HVX_PARSE_MORE : parse;
}

/*
 * What takes the place of a replaced word. A .new store counts the vector instructions
 * between it and what it stores, so there it is one, which changes nothing.
 */
static uint32_t hvx_stand_in(const struct hvx_plan *plan, const struct hvx_row *row,
			     uint32_t word)
{
	uint32_t d = word & 31;

	if (!plan->is_new)
		return HVX_NOP;
	if (hvx_form_is_q(row))
		return HVX_Q_OR | (d & 3) << 22 | (d & 3) << 8 | (d & 3);
	if (hvx_form_is_pair(row))
		return HVX_COMBINE | d << 16 | (d + 1) << 8 | d;
	return HVX_ASSIGN | d << 8 | d;
}

static uint32_t hvx_moved_word(const struct hvx_plan *plan, const struct hvx_packet *packet,
			       uint32_t i)
{
	uint32_t word = packet->words[i];
	int extender = hvx_word_is_extender(word);
	uint32_t next = extender && i + 1 < packet->count ? packet->words[i + 1] : word;
	const struct hvx_relative *relative =
		hvx_word_is_plain(next) ? hvx_relative_find(next) : NULL;

	if (plan->rows[i])
		return hvx_stand_in(plan, plan->rows[i], word);
	if (i == plan->stores)
		return plan->store.step ? hvx_add_imm(plan->store.base, plan->store.base,
						      (uint32_t)plan->store.step) : HVX_NOP;
	if (relative && relative->kind == HVX_LOOPS)
		return HVX_NOP;
	return word;
}

/* Where the moved packet jumps to is written when the relays are. */
static void hvx_emit_moved(struct hvx_thunk *thunk, const struct hvx_plan *plan,
			   const struct hvx_packet *packet)
{
	if (!plan->has_rest && (plan->is_late || !plan->loops))
		return;
	for (uint32_t i = 0; i < packet->count; i++)
		hvx_emit(thunk, (hvx_moved_word(plan, packet, i) & ~HVX_PARSE_MASK) |
					hvx_parse_bits(plan, packet->words[i]));
}

/* { nop; nop }:endloop, for the loops that end with the packet. */
static void hvx_emit_loop_end(struct hvx_thunk *thunk, const struct hvx_plan *plan)
{
	if (!plan->is_late || !plan->loops)
		return;
	hvx_emit(thunk, HVX_NOP | (plan->loops & 1 ? HVX_PARSE_LOOP : HVX_PARSE_MORE));
	if (plan->loops & 2)
		hvx_emit(thunk, HVX_NOP | HVX_PARSE_LOOP);
	hvx_emit(thunk, HVX_NOP | HVX_PARSE_LAST);
}

/* Make a word of the moved packet point from there to somewhere else. */
static void hvx_point(struct hvx_thunk *thunk, uint32_t moved, const struct hvx_packet *packet,
		      uint32_t i, const struct hvx_relative *relative, uint32_t distance)
{
	uint32_t *word = &thunk->words[moved + i];

	if (moved + i >= HVX_THUNK_WORDS)
		return;
	if (!hvx_is_extended(packet, i)) {
		*word = hvx_put_field(*word, relative->field, distance >> relative->shift);
		return;
	}
	*word = hvx_put_field(*word, relative->field, distance & 0x3f);
	word[-1] = (hvx_extender(distance) & ~HVX_PARSE_MASK) | (word[-1] & HVX_PARSE_MASK);
}

static const char *hvx_emit_jump(struct hvx_thunk *thunk, uint32_t to)
{
	if (!hvx_jump_reaches(hvx_here(thunk), to))
		return "it is too far from where its replacement can lie";
	hvx_emit(thunk, hvx_jump(hvx_here(thunk), to));
	return NULL;
}

static const char *hvx_emit_relays(struct hvx_thunk *thunk, const struct hvx_plan *plan,
				   const struct hvx_packet *packet, uint32_t moved)
{
	uint32_t old = HVX_ADDRESS(packet->words), from = thunk->address + moved * 4;
	uint32_t behind = old + packet->count * 4;
	const char *why = NULL;

	for (uint32_t i = 0; !why && i < packet->count; i++) {
		uint32_t word = packet->words[i], target;
		const struct hvx_relative *relative =
			plan->rows[i] || !hvx_word_is_plain(word) ? NULL : hvx_relative_find(word);

		if (!relative || relative->kind == HVX_LOOPS)
			continue;
		target = old + hvx_distance(packet, i, relative);
		if (relative->kind == HVX_ADDS_PC) {
			if (!hvx_is_extended(packet, i))
				return "it adds a small number to its own address";
			hvx_point(thunk, moved, packet, i, relative, target - from);
			continue;
		}
		hvx_point(thunk, moved, packet, i, relative, hvx_here(thunk) - from);
		hvx_emit_late(thunk, plan, packet);
		if (relative->kind == HVX_CALLS) {
			hvx_emit(thunk, hvx_extender(behind));
			hvx_emit(thunk, hvx_set_low(HVX_R31, behind));
		}
		why = hvx_emit_jump(thunk, target);
	}
	return why;
}

/* The registers are read before anything changes, and Rd is written when all is back. */
static const char *hvx_make_dma(struct hvx_thunk *thunk, const struct hvx_packet *packet,
				const struct hvx_dma *dma)
{
	uint32_t word = packet->words[0];
	uint32_t used = dma->has_result ? word & 31 : word >> 16 & 31;

	thunk->count = 0;
	if (used >= HVX_FRAME_REGISTERS || (word >> 8 & 31) >= HVX_FRAME_REGISTERS)
		return "its operand is the stack pointer, or one that a call changes";
	hvx_emit(thunk, HVX_ALLOCFRAME);
	hvx_emit(thunk, HVX_PUSH_R1_R0);
	if (!dma->has_result) {
		hvx_emit(thunk, HVX_PUSH_R0 | (word >> 16 & 31) << 8);
		hvx_emit(thunk, HVX_PUSH_SECOND | (word >> 8 & 31) << 8);
	}
	hvx_emit(thunk, HVX_R0_IS_UGP);
	hvx_emit_call(thunk, HVX_ADDRESS(hvx_enter));
	hvx_emit(thunk, HVX_POP_BOTH);
	hvx_emit_call(thunk, HVX_ADDRESS(dma->function));
	hvx_emit(thunk, HVX_PUSH_R0);
	hvx_emit_call(thunk, HVX_ADDRESS(hvx_leave));
	hvx_emit(thunk, HVX_POP_R1_R0);
	if (dma->has_result)
		hvx_emit(thunk, HVX_POP_RESULT | (word & 31));
	hvx_emit(thunk, HVX_DEALLOCFRAME);
	return hvx_emit_jump(thunk, HVX_ADDRESS(packet->words + 1));
}

static const char *hvx_make_packet(struct hvx_thunk *thunk, const struct hvx_plan *plan,
				   const struct hvx_packet *packet)
{
	uint32_t behind = HVX_ADDRESS(packet->words + packet->count), moved;
	const char *why;

	if (plan->stores < HVX_PACKET_MAX)
		hvx_emit_before(thunk, &plan->store);
	why = hvx_emit_loads(thunk, plan, packet);
	if (why)
		return why;
	hvx_emit_loops(thunk, packet);
	if (hvx_alone(plan, packet) < HVX_PACKET_MAX)
		hvx_emit_alone(thunk, plan, packet);
	else if (plan->computes)
		hvx_emit_early(thunk, plan, packet);
	if (plan->stores < HVX_PACKET_MAX && plan->is_late)
		hvx_emit_base(thunk, &plan->store);
	moved = thunk->count;
	hvx_emit_moved(thunk, plan, packet);
	hvx_emit_late(thunk, plan, packet);
	hvx_emit_loop_end(thunk, plan);
	why = hvx_emit_jump(thunk, behind);
	if (!why)
		why = hvx_emit_relays(thunk, plan, packet, moved);
	return why || thunk->count <= HVX_THUNK_WORDS ? why : "it does too much";
}

/**
 * hvx_thunk_make() - make what replaces a packet
 * @thunk: says where it will lie and for which architecture; gets the words
 * @packet: where it lies, with floating point, a store, or user DMA
 *
 * There are no words if the packet is good as it is, or can only be left as it is.
 *
 * Return: NULL, or why it cannot be made.
 */
const char *hvx_thunk_make(struct hvx_thunk *thunk, const struct hvx_packet *packet)
{
	const struct hvx_dma *dma = hvx_dma_find(packet);
	struct hvx_plan plan;
	const char *why;

	thunk->needed = 1;
	if (dma)
		return hvx_make_dma(thunk, packet, dma);
	why = hvx_plan_make(&plan, packet, thunk->isa);
	thunk->needed = plan.computes;
	thunk->count = 0;
	if (!why && (plan.computes || plan.stores < HVX_PACKET_MAX))
		why = hvx_make_packet(thunk, &plan, packet);
	if (!why || plan.computes)
		return why;
	thunk->count = 0;
	return NULL;
}
