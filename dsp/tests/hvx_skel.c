// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library whose code a test writes: runs it, with vectors that the test has chosen.
 */

#include "dsp.h"
#include "hvx.h"

#define HVX_UNSUPPORTED	((int)0x80000414)

int hvx_skel_handle_invoke(uint64_t handle, uint32_t sc, union dsp_arg *args);
void hvx_run(const struct hvx_operands *in, struct hvx_results *out, const uint32_t *slot);
void hvx_run_once(struct hvx_state *state, const uint32_t *slot);
extern const uint32_t hvx_slots[HVX_SLOTS][HVX_SLOT_WORDS];


/* The arguments may lie at any address. */
asm(".text\n"
    ".globl hvx_slots\n"
    ".type hvx_slots, @object\n"
    ".p2align 7\n"
    "hvx_slots:\n"
    "	.rept 256\n"
    "	.rept 31\n"
    "	{ nop }\n"
    "	.endr\n"
    "	{ jumpr r31 }\n"
    "	.endr\n"
    ".size hvx_slots, . - hvx_slots\n"
    ".globl hvx_run\n"
    ".type hvx_run, @function\n"
    ".falign\n"
    "hvx_run:\n"
    "	{ allocframe(#16) }\n"
    "	{ memd(r29+#0) = r17:16; r16 = r1 }\n"
    "	{ r3 = ##0x01010101 }\n"
    "	{ v0 = vmemu(r0+#0) }\n"
    "	{ v1 = vmemu(r0+#1) }\n"
    "	{ v2 = vmemu(r0+#2) }\n"
    "	{ v4 = vmemu(r0+#3) }\n"
    "	{ v5 = vmemu(r0+#4) }\n"
    "	{ v6 = vmemu(r0+#5) }\n"
    "	{ q0 = vand(v6, r3); r4 = #0 }\n"
    "	{ r4 = vextract(v2, r4) }\n"
    "	{ callr r2 }\n"
    "	{ r3 = ##0x01010101 }\n"
    "	{ v6 = vand(q0, r3) }\n"
    "	{ vmemu(r16+#0) = v4 }\n"
    "	{ vmemu(r16+#1) = v5 }\n"
    "	{ vmemu(r16+#2) = v6 }\n"
    "	{ r17:16 = memd(r29+#0) }\n"
    "	{ dealloc_return }\n"
    ".size hvx_run, . - hvx_run\n");

/* r8 to r15 and p1 to p3 are free to use there; r0 to r3 must be as they were, else r4 is -1. */
asm(".text\n"
    ".globl hvx_run_once\n"
    ".type hvx_run_once, @function\n"
    ".falign\n"
    "hvx_run_once:\n"
    "	{ allocframe(#16) }\n"
    "	{ memd(r29+#0) = r17:16; r16 = r0 }\n"
    "	{ v0 = vmem(r0+#0); r2 = add(r0, #1024) }\n"
    "	{ v1 = vmem(r0+#1) }\n"
    "	{ v2 = vmem(r0+#2) }\n"
    "	{ v3 = vmem(r0+#3) }\n"
    "	{ v4 = vmem(r0+#4) }\n"
    "	{ v5 = vmem(r0+#5) }\n"
    "	{ v6 = vmem(r0+#6) }\n"
    "	{ v7 = vmem(r0+#7) }\n"
    "	{ v8 = vmem(r2+#0); r3 = ##0x01010101 }\n"
    "	{ q0 = vand(v8, r3); r5 = add(r2, #128) }\n"
    "	{ r4 = memw(r0+#1792) }\n"
    "	{ r6 = memw(r0+#1796) }\n"
    "	{ r7 = memw(r0+#1800) }\n"
    "	{ r8 = memw(r0+#1804) }\n"
    "	{ p0 = r8; r9 = r1 }\n"
    "	{ r0 = #17; r1 = #18; r2 = #19; r3 = #20 }\n"
    "	{ callr r9 }\n"
    "	{ p1 = cmp.eq(r0, #17); p2 = cmp.eq(r1, #18); p3 = cmp.eq(r2, #19) }\n"
    "	{ p1 = and(p1, p2); p2 = cmp.eq(r3, #20) }\n"
    "	{ p1 = and(p1, p3) }\n"
    "	{ p1 = and(p1, p2) }\n"
    "	{ if (!p1) r4 = #-1 }\n"
    "	{ r0 = r16; r3 = ##0x01010101 }\n"
    "	{ vmem(r0+#0) = v0; r2 = add(r0, #1024) }\n"
    "	{ vmem(r0+#1) = v1 }\n"
    "	{ vmem(r0+#2) = v2 }\n"
    "	{ vmem(r0+#3) = v3 }\n"
    "	{ vmem(r0+#4) = v4 }\n"
    "	{ vmem(r0+#5) = v5 }\n"
    "	{ vmem(r0+#6) = v6 }\n"
    "	{ vmem(r0+#7) = v7 }\n"
    "	{ v8 = vand(q0, r3) }\n"
    "	{ vmem(r2+#0) = v8; r8 = p0 }\n"
    "	{ memw(r0+#1792) = r4 }\n"
    "	{ memw(r0+#1796) = r6 }\n"
    "	{ memw(r0+#1800) = r7 }\n"
    "	{ memw(r0+#1804) = r8 }\n"
    "	{ r17:16 = memd(r29+#0) }\n"
    "	{ dealloc_return }\n"
    ".size hvx_run_once, . - hvx_run_once\n");

static int hvx_once(union dsp_arg *args)
{
	static struct hvx_state state __attribute__((aligned(128)));
	uint32_t slot;

	memcpy(&slot, args[0].buffer.data, sizeof(slot));
	memcpy(&state, args[1].buffer.data, sizeof(state));
	hvx_run_once(&state, hvx_slots[slot % HVX_SLOTS]);
	state.base = (uint32_t)hvx_slots;
	memcpy(args[2].buffer.data, &state, sizeof(state));
	return 0;
}

static uint8_t hvx_dma_from[512], hvx_dma_to[512];

static uint32_t hvx_dma_poll(void)
{
	uint32_t polled, waited, paused;

	asm volatile("%0 = dmpoll" : "=r"(polled) : : "memory");
	asm volatile("%0 = dmwait" : "=r"(waited) : : "memory");
	asm volatile("%0 = dmpause" : "=r"(paused) : : "memory");
	asm volatile("dmresume(%0)" : : "r"(paused) : "memory");
	return polled | waited | paused;
}

/* @rows of @bytes, one every @from_step, have come to one every @to_step, and nothing else. */
static int hvx_dma_is_there(uint32_t rows, uint32_t bytes, uint32_t from_step, uint32_t to_step)
{
	for (uint32_t i = 0; i < sizeof(hvx_dma_to); i++) {
		uint32_t row = to_step ? i / to_step : 0, column = to_step ? i % to_step : i;
		int copied = row < rows && column < bytes;

		if (hvx_dma_to[i] != (copied ? hvx_dma_from[row * from_step + column] : 0xee))
			return 0;
	}
	return 1;
}

static void hvx_dma_clear(void)
{
	for (uint32_t i = 0; i < sizeof(hvx_dma_to); i++) {
		hvx_dma_from[i] = (uint8_t)(i * 7);
		hvx_dma_to[i] = 0xee;
	}
}

/* Two pieces of one row, the second one linked to the first, which is linked to none. */
static uint32_t hvx_dma_linear(void)
{
	static uint32_t tail[8], first[8], second[8];

	hvx_dma_clear();
	first[0] = 0;
	first[1] = 100;
	first[2] = (uint32_t)hvx_dma_from;
	first[3] = (uint32_t)hvx_dma_to;
	second[0] = 0;
	second[1] = 33;
	second[2] = (uint32_t)hvx_dma_from + 100;
	second[3] = (uint32_t)hvx_dma_to + 100;
	asm volatile("dmlink(%0, %1)" : : "r"(tail), "r"(first) : "memory");
	asm volatile("dmlink(%0, %1)" : : "r"(first), "r"(second) : "memory");
	return (tail[0] != (uint32_t)first) | (first[0] != (uint32_t)second) << 1 |
	       (first[1] != (100 | 1u << 31)) << 2 | (second[1] != (33 | 1u << 31)) << 3 |
	       !hvx_dma_is_there(1, 133, 0, 0) << 4;
}

/* Three rows of 20 bytes, as before v75 and as since. */
static uint32_t hvx_dma_rows(void)
{
	static uint32_t narrow[8], wide[8];
	uint32_t wrong;

	hvx_dma_clear();
	narrow[1] = 1u << 24;
	narrow[2] = wide[2] = (uint32_t)hvx_dma_from;
	narrow[3] = wide[3] = (uint32_t)hvx_dma_to;
	narrow[5] = 3u << 16 | 20;
	narrow[6] = 40u << 16 | 64;
	asm volatile("dmstart(%0)" : : "r"(narrow) : "memory");
	wrong = !hvx_dma_is_there(3, 20, 64, 40);
	hvx_dma_clear();
	wide[1] = 1u << 24 | 40;
	wide[4] = 9;
	wide[5] = 3u << 24 | 20;
	wide[6] = 64 << 8;
	asm volatile("dmstart(%0)" : : "r"(wide) : "memory");
	return wrong | !hvx_dma_is_there(3, 20, 64, 40) << 1 |
	       (wide[1] != (1u << 31 | 1u << 24 | 40)) << 2;
}

static int hvx_dma(union dsp_arg *args)
{
	uint32_t wrong = hvx_dma_linear() | hvx_dma_rows() << 8 | (hvx_dma_poll() != 0) << 16;

	memcpy(args[0].buffer.data, &wrong, sizeof(wrong));
	return 0;
}

static int hvx_each(union dsp_arg *args)
{
	const struct hvx_operands *in = args[1].buffer.data;
	struct hvx_results *out = args[2].buffer.data;
	uint32_t count = args[1].buffer.len / sizeof(*in);
	uint32_t slot;

	memcpy(&slot, args[0].buffer.data, sizeof(slot));
	for (uint32_t i = 0; i < count; i++)
		hvx_run(&in[i], &out[i], hvx_slots[slot % HVX_SLOTS]);
	return 0;
}

int hvx_skel_handle_invoke(uint64_t handle, uint32_t sc, union dsp_arg *args)
{
	(void)handle;
	switch (sc >> 24 & 0x1f) {
	case 0:
	case 1:
		return 0;
	case HVX_EACH:
		return hvx_each(args);
	case HVX_ONCE:
		return hvx_once(args);
	case HVX_DMA:
		return hvx_dma(args);
	default:
		return HVX_UNSUPPORTED;
	}
}
