/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_FASTRPC_H
#define VDSP_FASTRPC_H

#include <stddef.h>
#include <stdint.h>

struct board;
struct board_dsp;
struct fastrpc;
struct mem;

/**
 * enum crash_kind - how a DSP ends without being asked to
 * @CRASH_FATAL: the DSP raises its fatal-error signal
 * @CRASH_WATCHDOG: the DSP stops and its watchdog bites
 */
enum crash_kind {
	CRASH_FATAL,
	CRASH_WATCHDOG,
};

/**
 * struct fastrpc_ops - what the layer needs of the link below it
 */
struct fastrpc_ops {
	/**
	 * @send: send an answer to the guest, 16 bytes, any other number only as a lie;
	 * or a notice, 24 bytes.
	 * The link copies it, and queues it while the guest has no receive intent free.
	 */
	int (*send)(void *link, const void *msg, size_t len);
	/** @crash: end the DSP; @why goes to the guest as crash reason. */
	void (*crash)(void *link, enum crash_kind kind, const char *why);
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
};

/* No delayed work: value of fastrpc_next_deadline(). */
#define FASTRPC_NEVER UINT64_MAX

struct fastrpc *fastrpc_create(const struct board *b, const struct board_dsp *dsp,
			       struct mem *mem, const struct fastrpc_ops *ops, void *link);
void fastrpc_destroy(struct fastrpc *f);
void fastrpc_start(struct fastrpc *f);
void fastrpc_stop(struct fastrpc *f);
void fastrpc_receive(struct fastrpc *f, const void *msg, size_t len);
void fastrpc_poll(struct fastrpc *f, uint64_t now_ns);
uint64_t fastrpc_next_deadline(const struct fastrpc *f);
void fastrpc_read_stats(const struct fastrpc *f, struct fastrpc_stats *stats);

#endif /* VDSP_FASTRPC_H */
