/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_DOMAIN_H
#define VDSP_DOMAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "fastrpc/farf.h"

struct call;
struct fastrpc_link;
struct fastrpc_server;
struct mem;
struct process;

/**
 * struct domain - one DSP, as the parts of the FastRPC layer know it
 */
struct domain {
	/** @label: "cdsp", "adsp" and so on */
	const char *label;
	/** @arch: what it says it is: 0x68 is v68 */
	uint32_t arch;
	/** @unsigned_pd: user PDs may be unsigned here (compute DSPs) */
	bool unsigned_pd;
	/** @poll: the board has every user PD poll */
	bool poll;
	/** @sid_shift: bit position of the stream id in a device address */
	unsigned int sid_shift;
	/** @stream_base: SMMU stream of stream id 0 */
	uint32_t stream_base;
	/** @mem: guest memory behind the SMMU */
	struct mem *mem;
	/** @link_ops: how messages get to the guest */
	const struct fastrpc_link *link_ops;
	/** @link: argument of @link_ops */
	void *link;
	/** @server: the layers above, which serve the calls */
	const struct fastrpc_server *server;
	/** @held: calls that wait for something; newest first */
	struct call *held;
	/** @held_count: length of @held */
	unsigned int held_count;
	/** @processes: PDs and attached clients */
	struct process *processes;
	/** @process_count: length of @processes */
	unsigned int process_count;
	/** @deaths: PDs that ended before their client released them */
	uint64_t deaths;
	/** @reverse_ctx: name of the last reverse call that a listener was given */
	uint32_t reverse_ctx;
	/** @due: something was put in a queue that the next fastrpc_poll() will look at */
	bool due;
	/** @farf: its log */
	struct farf farf;
};

#endif /* VDSP_DOMAIN_H */
