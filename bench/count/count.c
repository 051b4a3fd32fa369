// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A plugin for QEMU that counts what a guest executes between two marks: for each
 * block of code, how often it ran and how many instructions that were. No host
 * disturbs these numbers, so they may be compared across machines.
 *
 * usage: qemu-system-aarch64 -plugin count.so,out=FILE
 *
 * Each pair of marks adds to the file a line "marks N", and for each block that ran a
 * line "PC RUNS INSTRUCTIONS", PC in hexadecimal.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/qemu_plugin.h"
#include "guest/mark.h"

#define COUNT_EXPORT	__attribute__((visibility("default")))
#define COUNT_BITS	17
#define COUNT_SLOTS	(1u << COUNT_BITS)

/* The counters of a block, one element of COUNT_SLOTS of them for each vCPU. */
struct count_slot {
	uint64_t runs;
	uint64_t instructions;
};

/* Which block a slot is of; translation is serialised by QEMU. 0 is none. */
static uint64_t count_pc[COUNT_SLOTS];
static struct qemu_plugin_scoreboard *count_board;
static FILE *count_out;
static unsigned int count_marks;

COUNT_EXPORT int qemu_plugin_version = QEMU_PLUGIN_API_VERSION;

static struct qemu_plugin_counter count_runs(uint32_t slot)
{
	return (struct qemu_plugin_counter){ count_board, slot * sizeof(struct count_slot) };
}

static struct qemu_plugin_counter count_instructions(uint32_t slot)
{
	return (struct qemu_plugin_counter){
		count_board,
		slot * sizeof(struct count_slot) + offsetof(struct count_slot, instructions),
	};
}

static void count_started(unsigned int vcpu, void *data)
{
	int vcpus = qemu_plugin_num_vcpus();

	(void)vcpu;
	(void)data;
	for (uint32_t slot = 0; slot < COUNT_SLOTS; slot++) {
		for (int i = 0; count_pc[slot] && i < vcpus; i++) {
			qemu_plugin_u64_set(count_runs(slot), (unsigned int)i, 0);
			qemu_plugin_u64_set(count_instructions(slot), (unsigned int)i, 0);
		}
	}
}

static void count_stopped(unsigned int vcpu, void *data)
{
	(void)vcpu;
	(void)data;
	fprintf(count_out, "marks %u\n", count_marks++);
	for (uint32_t slot = 0; slot < COUNT_SLOTS; slot++) {
		uint64_t runs = count_pc[slot] ? qemu_plugin_u64_sum(count_runs(slot)) : 0;

		if (runs)
			fprintf(count_out, "%" PRIx64 " %" PRIu64 " %" PRIu64 "\n", count_pc[slot],
				runs, qemu_plugin_u64_sum(count_instructions(slot)));
	}
	fflush(count_out);
}

/* The slot of the block at @pc: open addressing. */
static uint32_t count_find(uint64_t pc)
{
	uint32_t slot = (uint32_t)((pc >> 2) * 0x9e3779b97f4a7c15u >> (64 - COUNT_BITS));

	for (uint32_t tries = 0; tries < COUNT_SLOTS; tries++) {
		if (!count_pc[slot])
			count_pc[slot] = pc;
		if (count_pc[slot] == pc)
			return slot;
		slot = (slot + 1) % COUNT_SLOTS;
	}
	fprintf(stderr, "count: the guest has more than %u blocks of code\n", COUNT_SLOTS);
	exit(1);
}

static void count_marked(struct qemu_plugin_insn *insn)
{
	uint32_t word = 0;

	qemu_plugin_insn_data(insn, &word, sizeof(word));
	if (word == MARK_START)
		qemu_plugin_register_vcpu_insn_exec_cb(insn, count_started, QEMU_PLUGIN_NO_REGS,
						       NULL);
	else if (word == MARK_STOP)
		qemu_plugin_register_vcpu_insn_exec_cb(insn, count_stopped, QEMU_PLUGIN_NO_REGS,
						       NULL);
}

/* Code at the same address in different address spaces shares a slot. */
static void count_translated(struct qemu_plugin_block *block, void *data)
{
	size_t instructions = qemu_plugin_tb_n_insns(block);
	uint32_t slot = count_find(qemu_plugin_tb_vaddr(block));

	(void)data;
	qemu_plugin_register_vcpu_tb_exec_inline_per_vcpu(block, QEMU_PLUGIN_ADD_U64,
							  count_runs(slot), 1);
	qemu_plugin_register_vcpu_tb_exec_inline_per_vcpu(block, QEMU_PLUGIN_ADD_U64,
							  count_instructions(slot), instructions);
	for (size_t i = 0; i < instructions; i++)
		count_marked(qemu_plugin_tb_get_insn(block, i));
}

COUNT_EXPORT int qemu_plugin_install(uint64_t id, const struct qemu_plugin_info *info, int argc,
				     char **argv)
{
	if (argc != 1 || strncmp(argv[0], "out=", 4)) {
		fprintf(stderr, "count: usage: -plugin count.so,out=FILE\n");
		return -1;
	}
	if (!qemu_plugin_fits(info, "count"))
		return -1;
	count_out = fopen(argv[0] + 4, "w");
	if (!count_out) {
		perror(argv[0] + 4);
		return -1;
	}
	count_board = qemu_plugin_scoreboard_new(COUNT_SLOTS * sizeof(struct count_slot));
	qemu_plugin_register_vcpu_tb_trans_cb(id, count_translated, NULL);
	return 0;
}
