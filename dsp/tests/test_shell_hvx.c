// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * HVX floating point in a library, which the emulator lacks.
 */

#include <elf.h>
#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "hvx_file.h"
#include "player.h"

#define HVX_ILOG2		0x1e0ce044u	/* { v4.w = vilog2(v0.sf) } */
#define HVX_STORE		0x2820c002u	/* { vmem(r0+#0) = v2 } */
#define HVX_STORE_UNALIGNED	0x2820c0e2u	/* { vmemu(r0+#0) = v2 } */
#define HVX_ADD_R0		0xb000c020u	/* { r0 = add(r0, #1) } */
#define HVX_NOP			0x7f00c000u
#define HVX_COPY		0x1e0363e2u	/* { v2 = v3; ...} */
#define HVX_LOAD		0x28004002u	/* { v2 = vmem(r0+#0); ...} */

#define HVX_STORE_OUT		0x2821c002u	/* { vmem(r1+#0) = v2 } */
#define HVX_LOAD_OUT		0x2801c004u	/* { v4 = vmem(r1+#0) } */
#define HVX_LOOP		0x69a04019u	/* { p3 = sp1loop0(pc+12, #1); ...} */
#define HVX_ADD_PC		0x6a494202u	/* { r2 = add(pc, #4); ...} */
#define HVX_ADD			0x1fa2e024u	/* { v4.qf32 = vadd(v0.sf, v2.sf) } */
#define HVX_FAR			(16u << 20)

static struct hvx_operands hvx_operands;

/* A library without such an instruction: nothing is said. */
static void test_silent(void)
{
	struct hvx_file *file = hvx_file_read(0x68);
	struct player *player = hvx_file_start(file);
	uint32_t module;

	TAP_EQUAL(player_open_name(player, "hvx", &module), 0);
	TAP_EXPECT(!strstr(player->log, "HVX"));
	player_stop(player);
	hvx_file_free(file);
}

/* A library for a newer version than the DSP's is named when it is opened. */
static void test_newer(void)
{
	for (uint32_t arch = 0x73; arch <= 0x75; arch += 2) {
		struct hvx_file *file = hvx_file_read(0x75);
		struct player *player = hvx_file_start(file);
		uint32_t module;

		player->arch = arch;
		TAP_EQUAL(player_open_name(player, "hvx", &module), 0);
		TAP_EQUAL(!!strstr(player->log, "libhvx_skel.so is for Hexagon v75, and this DSP is "
				   "v73: an instruction"), arch == 0x73);
		TAP_EQUAL(!!strstr(player->log, "is for Hexagon"), arch == 0x73);
		player_stop(player);
		hvx_file_free(file);
	}
}

static void hvx_expect_fault(struct player *player, uint32_t module, uint32_t slot)
{
	struct player_call call = player_call(player, 0, module, HVX_EACH);
	int32_t result;

	player_in(&call, &slot, sizeof(slot), 0);
	player_in(&call, &hvx_operands, sizeof(hvx_operands), 40);
	player_out(&call, sizeof(struct hvx_results), 0);
	player_send(&call);
	TAP_EXPECT(!player_wait(player, 0, &result, PLAYER_TIMEOUT_MS));
	TAP_EXPECT(player->has_fault);
}

/* What cannot be computed: how many packets, where, why; and what happens there. */
static void test_refused(void)
{
	static const uint32_t code[] = {HVX_ILOG2, HVX_ILOG2};
	struct hvx_file *file = hvx_file_read(0x81);
	struct player *player;
	uint32_t module, slot = 3;
	char text[128];

	hvx_file_put(file, slot, code, 2);
	player = hvx_file_start(file);
	TAP_EQUAL(player_open_name(player, "hvx", &module), 0);
	snprintf(text, sizeof(text), "the first is at +0x%x: Vd.w = vilog2(Vu.sf)\n",
		 hvx_file_slot(file, slot));
	TAP_EXPECT(strstr(player->log, "cannot be computed here, in 2 packets"));
	TAP_EXPECT(strstr(player->log, text) != NULL);
	hvx_expect_fault(player, module, slot);
	TAP_EXPECT(strstr(player->fault_text, "SIGILL (4), code 1: Vd.w = vilog2(Vu.sf)\n"));
	snprintf(text, sizeof(text), "pc: libhvx_skel.so+0x%x", hvx_file_slot(file, slot));
	if (!TAP_EXPECT(strstr(player->fault_text, text) != NULL))
		printf("# %s\n", player->fault_text);
	player_stop(player);
	hvx_file_free(file);
}

/* Without sections nothing is replaced, and what looks like floating point is told. */
static void test_stripped(void)
{
	static const uint32_t code[] = {HVX_ILOG2};
	struct hvx_file *file = hvx_file_read(0x81);
	struct player *player;
	uint32_t module;
	char text[128];

	hvx_file_put(file, 9, code, 1);
	((Elf32_Ehdr *)file->bytes)->e_shnum = 0;
	player = hvx_file_start(file);
	TAP_EQUAL(player_open_name(player, "hvx", &module), 0);
	snprintf(text, sizeof(text), "as at +0x%x (Vd.w = vilog2(Vu.sf))",
		 hvx_file_slot(file, 9));
	TAP_EXPECT(strstr(player->log, "has no table of sections") != NULL);
	TAP_EXPECT(strstr(player->log, text) != NULL);
	player_stop(player);
	hvx_file_free(file);
}

/*
 * A store to an input, which is read-only: the packet of the author is named, and the
 * registers are as they were there. It is done behind its packet, byte by byte at its ends,
 * before it, or from a copy.
 */
static void test_store(void)
{
	static const struct {
		uint32_t code[3];
		uint32_t words, pc, r0, address;
	} stores[] = {
		{{HVX_STORE}, 1, 0, 40, 0},
		{{HVX_STORE_UNALIGNED}, 1, 0, 40, 40},
		{{HVX_ADD_R0, HVX_STORE_UNALIGNED}, 2, 4, 41, 41},
		{{HVX_NOP, HVX_COPY, HVX_STORE}, 3, 4, 40, 0},
		{{HVX_ADD_R0, HVX_COPY, HVX_STORE_UNALIGNED}, 3, 4, 41, 41},
		{{HVX_NOP, HVX_LOAD, HVX_STORE}, 3, 4, 40, 0},
	};

	for (size_t i = 0; i < sizeof(stores) / sizeof(stores[0]); i++) {
		struct hvx_file *file = hvx_file_read(0x68);
		struct player *player;
		uint32_t module, va;
		char text[128];

		hvx_file_put(file, 5, stores[i].code, stores[i].words);
		player = hvx_file_start(file);
		TAP_EQUAL(player_open_name(player, "hvx", &module), 0);
		hvx_expect_fault(player, module, 5);
		va = player->slots[0]->args[1].va - 40;
		snprintf(text, sizeof(text), "pc: libhvx_skel.so+0x%x\n",
			 hvx_file_slot(file, 5) + stores[i].pc);
		TAP_EXPECT(strstr(player->fault_text, text) != NULL);
		TAP_EXPECT(strstr(player->fault_text, "that this memory does not allow"));
		TAP_EXPECT(strstr(player->fault_text, "r3: 0x01010101\n"));
		snprintf(text, sizeof(text), "r0: 0x%08x\n", va + stores[i].r0);
		TAP_EXPECT(strstr(player->fault_text, text) != NULL);
		if (!TAP_EQUAL(player->fault.address, va + stores[i].address))
			printf("# store %zu\n", i);
		player_stop(player);
		hvx_file_free(file);
	}
}

/*
 * A load beside floating point from where there is nothing: one that feeds it and is made
 * first, one that is made with the rest of the packet, and one beside a conversion.
 */
static void test_load(void)
{
	static const uint32_t loads[][2] = {
		{0x1fa06124, 0x2804c021},	/* v4.qf32 = vadd(v1.sf, v0.sf); v1.cur = load */
		{0x1fa06124, 0x2804c006},	/* the same; v6 = vmem(r4+#0) */
		{0x1e0460c4, 0x2804c006},	/* v4.hf = v1:0.qf32; v6 = vmem(r4+#0) */
		{0x1fa06124, 0x9184c005},	/* v4.qf32 = vadd(v1.sf, v0.sf); r5 = memw(r4) */
	};
	static const uint32_t nowhere = 0x80;

	memcpy(hvx_operands.v, &nowhere, sizeof(nowhere));
	for (size_t i = 0; i < sizeof(loads) / sizeof(loads[0]); i++) {
		struct hvx_file *file = hvx_file_read(0x68);
		struct player *player;
		uint32_t module;
		char text[128];

		hvx_file_put(file, 5, loads[i], 2);
		player = hvx_file_start(file);
		TAP_EQUAL(player_open_name(player, "hvx", &module), 0);
		hvx_expect_fault(player, module, 5);
		snprintf(text, sizeof(text), "pc: libhvx_skel.so+0x%x\n",
			 hvx_file_slot(file, 5));
		if (!TAP_EXPECT(strstr(player->fault_text, text) != NULL))
			printf("# load %zu: %s\n", i, player->fault_text);
		TAP_EXPECT(strstr(player->fault_text, "r4: 0x00000080\n"));
		TAP_EXPECT(strstr(player->fault_text, "r3: 0x01010101\n"));
		TAP_EQUAL(player->fault.address, nowhere);
		player_stop(player);
		hvx_file_free(file);
	}
}

/* What a slot leaves in v4 is what was in v2. */
static void hvx_expect_copy(struct player *player, uint32_t module, uint32_t slot)
{
	struct player_call call = player_call(player, 0, module, HVX_EACH);
	struct hvx_results got;
	uint32_t out;

	for (int i = 0; i < 128; i++)
		hvx_operands.v[i] = (uint8_t)(i + 1);
	player_in(&call, &slot, sizeof(slot), 0);
	player_in(&call, &hvx_operands, sizeof(hvx_operands), 40);
	out = player_out(&call, sizeof(got), 0);
	if (!TAP_EQUAL(player_invoke(&call), 0) || !TAP_EXPECT(!player->has_fault)) {
		printf("# %.300s\n", player->fault_text);
		return;
	}
	player_get(&call, out, &got);
	TAP_EXPECT(!memcmp(got.d[0], hvx_operands.v, 128));
}

/* A store that cannot be replaced is left to the emulator. */
static void test_left(void)
{
	static const uint32_t code[2][3] = {
		{HVX_LOOP, HVX_STORE_OUT, HVX_LOAD_OUT}, {HVX_ADD_PC, HVX_STORE_OUT, HVX_LOAD_OUT},
	};

	for (uint32_t i = 0; i < 2; i++) {
		struct hvx_file *file = hvx_file_read(0x68);
		struct player *player;
		uint32_t module;

		hvx_file_put(file, i, code[i], 3);
		player = hvx_file_start(file);
		TAP_EQUAL(player_open_name(player, "hvx", &module), 0);
		TAP_EXPECT(!strstr(player->log, "HVX"));
		hvx_expect_copy(player, module, i);
		player_stop(player);
		hvx_file_free(file);
	}
}

/*
 * More data than a jump reaches over lies between code and what replaces it: stores are left
 * to the emulator, and floating point is named.
 */
static void test_far(void)
{
	static const uint32_t store[] = {HVX_STORE_OUT, HVX_LOAD_OUT}, add[] = {HVX_ADD};
	struct hvx_file *file = hvx_file_read(0x68);
	Elf32_Ehdr *header = (Elf32_Ehdr *)file->bytes;
	Elf32_Phdr *segment = (Elf32_Phdr *)(file->bytes + header->e_phoff);
	struct player *player;
	uint32_t module;
	char text[128];

	for (int i = 0; i < header->e_phnum; i++)
		if (segment[i].p_type == PT_LOAD && segment[i].p_flags & PF_W)
			segment[i].p_memsz += HVX_FAR;
	hvx_file_put(file, 5, store, 2);
	hvx_file_put(file, 6, add, 1);
	player = hvx_file_start(file);
	TAP_EQUAL(player_open_name(player, "hvx", &module), 0);
	snprintf(text, sizeof(text), "the first is at +0x%x: it is too far from where its",
		 hvx_file_slot(file, 6));
	TAP_EXPECT(strstr(player->log, text) != NULL);
	hvx_expect_copy(player, module, 5);
	hvx_expect_fault(player, module, 6);
	TAP_EXPECT(strstr(player->fault_text, "it is too far from where its"));
	player_stop(player);
	hvx_file_free(file);
}

/* User DMA, which the emulator lacks too. */
static void test_dma(void)
{
	struct hvx_file *file = hvx_file_read(0x73);
	struct player *player = hvx_file_start(file);
	uint32_t module, wrong = 1, out;
	struct player_call call;

	TAP_EQUAL(player_open_name(player, "hvx", &module), 0);
	call = player_call(player, 0, module, HVX_DMA);
	out = player_out(&call, sizeof(wrong), 0);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, &wrong);
	if (!TAP_EQUAL(wrong, 0) || !TAP_EXPECT(!player->has_fault))
		printf("# %.1000s\n", player->fault_text);
	player_stop(player);
	hvx_file_free(file);
}

static const struct tap_test hvx_cases[] = {
	{"silent", test_silent},
	{"newer", test_newer},
	{"refused", test_refused},
	{"store", test_store},
	{"stripped", test_stripped},
	{"load", test_load},
	{"left", test_left},
	{"far", test_far},
	{"dma", test_dma},
};

int main(void)
{
	return fixture_run(hvx_cases, sizeof(hvx_cases) / sizeof(hvx_cases[0]));
}
