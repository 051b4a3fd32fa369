/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_FASTRPC_H
#define VDSP_FASTRPC_H

#include <stddef.h>
#include <stdint.h>

struct board;
struct board_dsp;
struct call;
struct domain;
struct fastrpc;
struct mem;
struct process;

/**
 * struct fastrpc_link - what the layer needs of the link below it
 */
struct fastrpc_link {
	/**
	 * @send: send an answer to the guest, 16 bytes, any other number only as a lie;
	 * or a notice, 24 bytes.
	 * The link copies it, and queues it while the guest has no receive intent free.
	 */
	int (*send)(void *link, const void *msg, size_t len);
};

/**
 * struct fastrpc_server - what the layer needs of those above it: methods and PDs
 */
struct fastrpc_server {
	/** @serve: serve a call. Returns its result; 0 if the call is held now. */
	int32_t (*serve)(struct call *call);
	/** @poll: go on with what waits between messages; no call is being served */
	void (*poll)(struct domain *d);
	/**
	 * @detach: a PD ends, and its calls will be answered next: by the return nothing
	 * in it can reach memory of the guest any more
	 */
	void (*detach)(struct process *pd);
	/** @forget: a PD has ended, and so have its reverse calls */
	void (*forget)(struct process *pd);
};

/**
 * struct fastrpc_stats - counters of one DSP
 */
struct fastrpc_stats {
	/** @calls: messages received since the process started */
	uint64_t calls;
	/** @refused: messages and calls refused as malformed since the process started */
	uint64_t refused;
	/** @processes: protection domains alive now */
	uint32_t processes;
	/** @maps: mappings that the domains hold now */
	uint32_t maps;
	/** @held: calls not yet finished (sleeping, hung, waiting listeners) */
	uint32_t held;
	/** @deaths: PDs that ended before their client released them, since the process started */
	uint64_t deaths;
};

/* No delayed work: value of fastrpc_next_deadline(). */
#define FASTRPC_NEVER UINT64_MAX

struct fastrpc *fastrpc_create(const struct board *b, const struct board_dsp *dsp,
			       struct mem *mem, const struct fastrpc_server *server,
			       const struct fastrpc_link *ops, void *link);
void fastrpc_destroy(struct fastrpc *f);
void fastrpc_start(struct fastrpc *f);
void fastrpc_stop(struct fastrpc *f);
void fastrpc_receive(struct fastrpc *f, const void *msg, size_t len);
void fastrpc_poll(struct fastrpc *f, uint64_t now_ns);
uint64_t fastrpc_next_deadline(const struct fastrpc *f);
void fastrpc_read_stats(const struct fastrpc *f, struct fastrpc_stats *stats);

#endif /* VDSP_FASTRPC_H */
