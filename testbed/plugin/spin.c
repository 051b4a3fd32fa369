// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A plugin for QEMU: a CPU of the guest that spins gives its host's CPU away.
 *
 * Linux waits for a spin lock with WFE, which lets a processor sleep until the lock's
 * word is written to. QEMU cannot see that write, so it does not sleep (helper_wfe() of
 * QEMU 11.1: nothing, if the exclusive monitor is set). The CPU goes round and round, and
 * where the host has fewer CPUs than runnable threads, it does so until its time is over:
 * it is often the thread of the lock's holder that waits for this host's CPU meanwhile,
 * for it was just woken by that one, with QEMU's big lock that the two share.
 *
 * So after some rounds it asks the host to run others. What the guest sees does not
 * change: a WFE may take any time, and may return for no reason.
 *
 * usage: qemu-system-aarch64 -plugin spin.so[,out=FILE]
 *
 * FILE gets a line when QEMU ends: "yields N".
 */
#include <inttypes.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/qemu_plugin.h"

#define SPIN_EXPORT	__attribute__((visibility("default")))
#define SPIN_WFE	0xd503205fu
/* About 3 us; Linux executes two in a round. More than a lock is held on a quiet host. */
#define SPIN_WFES	32u

static atomic_uint_fast64_t spin_yields;
static const char *spin_out;

SPIN_EXPORT int qemu_plugin_version = QEMU_PLUGIN_API_VERSION;

/* In the thread of the vCPU, which holds no lock of QEMU's here. */
static void spin_waited(unsigned int vcpu, void *data)
{
	static _Thread_local unsigned int count;

	(void)vcpu;
	(void)data;
	if (++count % SPIN_WFES)
		return;
	atomic_fetch_add_explicit(&spin_yields, 1, memory_order_relaxed);
	sched_yield();
}

/* A WFE ends its block of code. */
static void spin_translated(struct qemu_plugin_block *block, void *data)
{
	size_t instructions = qemu_plugin_tb_n_insns(block);
	struct qemu_plugin_insn *last;
	uint32_t word = 0;

	(void)data;
	if (!instructions)
		return;
	last = qemu_plugin_tb_get_insn(block, instructions - 1);
	qemu_plugin_insn_data(last, &word, sizeof(word));
	if (word == SPIN_WFE)
		qemu_plugin_register_vcpu_insn_exec_cb(last, spin_waited, QEMU_PLUGIN_NO_REGS,
						       NULL);
}

static void spin_ended(void)
{
	FILE *out = fopen(spin_out, "w");

	if (out)
		fprintf(out, "yields %" PRIuFAST64 "\n", atomic_load(&spin_yields));
	if (!out || fclose(out))
		perror(spin_out);
}

SPIN_EXPORT int qemu_plugin_install(uint64_t id, const struct qemu_plugin_info *info, int argc,
				    char **argv)
{
	if (argc > 1 || (argc && strncmp(argv[0], "out=", 4))) {
		fprintf(stderr, "spin: usage: -plugin spin.so[,out=FILE]\n");
		return -1;
	}
	if (!qemu_plugin_fits(info, "spin"))
		return -1;
	if (argc) {
		spin_out = strdup(argv[0] + 4);
		if (!spin_out || atexit(spin_ended)) {
			perror("spin");
			return -1;
		}
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, spin_translated, NULL);
	return 0;
}
