/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTBED_QEMU_PLUGIN_H
#define TESTBED_QEMU_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * What our plugins use of QEMU's interface for TCG plugins, version 7 (QEMU 11.1,
 * docs/devel/tcg-plugins). Debian ships no header for it.
 */

#define QEMU_PLUGIN_API_VERSION	7
#define QEMU_PLUGIN_NO_REGS	0	/* the callback reads no register */
#define QEMU_PLUGIN_ADD_U64	0	/* inline operation: add a constant */

struct qemu_plugin_block;
struct qemu_plugin_insn;
struct qemu_plugin_scoreboard;

/* A counter: a member of each vCPU's element of a scoreboard. */
struct qemu_plugin_counter {
	struct qemu_plugin_scoreboard *board;
	size_t offset;
};

struct qemu_plugin_info {
	const char *target;
	struct {
		int min;
		int current;
	} version;
	bool system_emulation;
};

void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id,
					   void (*translated)(struct qemu_plugin_block *, void *),
					   void *data);
void qemu_plugin_register_vcpu_tb_exec_inline_per_vcpu(struct qemu_plugin_block *block, int op,
						       struct qemu_plugin_counter counter,
						       uint64_t value);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn,
					    void (*executed)(unsigned int vcpu, void *),
					    int registers, void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_block *block);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_block *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_block *block,
						 size_t index);
size_t qemu_plugin_insn_data(const struct qemu_plugin_insn *insn, void *bytes, size_t size);
struct qemu_plugin_scoreboard *qemu_plugin_scoreboard_new(size_t size);
uint64_t qemu_plugin_u64_sum(struct qemu_plugin_counter counter);
void qemu_plugin_u64_set(struct qemu_plugin_counter counter, unsigned int vcpu, uint64_t value);
int qemu_plugin_num_vcpus(void);

/* Callbacks have changed with each version: another one would be called wrongly. */
static inline bool qemu_plugin_fits(const struct qemu_plugin_info *info, const char *plugin)
{
	if (info->version.current == QEMU_PLUGIN_API_VERSION)
		return true;
	fprintf(stderr, "%s: QEMU's plugin interface is version %d, this is for %d\n", plugin,
		info->version.current, QEMU_PLUGIN_API_VERSION);
	return false;
}

#endif
