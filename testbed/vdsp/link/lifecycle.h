/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_LIFECYCLE_H
#define VDSP_LIFECYCLE_H

#include <stdbool.h>
#include <stdint.h>

struct board;
struct board_dsp;
struct lifecycle;
struct mem;
struct port;
struct ram;
struct smmu;

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
 * struct lifecycle_place - the machine around a DSP
 */
struct lifecycle_place {
	const struct board *board;
	const struct board_dsp *dsp;
	const struct ram *ram;
	struct port *port;
	struct smmu *smmu;
	struct mem *mem;
};

/**
 * struct lifecycle_ops - what the life cycle tells the link
 */
struct lifecycle_ops {
	/** @starting: the firmware is good; the guest will be told right after this */
	void (*starting)(void *link);
	/** @stopped: the DSP runs no more */
	void (*stopped)(void *link);
};

int lifecycle_format(const struct board *b, const struct board_dsp *dsp,
		     const struct ram *ram);
struct lifecycle *lifecycle_create(const struct lifecycle_place *place,
				   const struct lifecycle_ops *ops, void *link);
void lifecycle_destroy(struct lifecycle *l);
void lifecycle_attached(struct lifecycle *l, uint64_t now_ns);
void lifecycle_kick(struct lifecycle *l, uint64_t now_ns);
void lifecycle_poll(struct lifecycle *l, uint64_t now_ns);
uint64_t lifecycle_next_deadline(const struct lifecycle *l);
int lifecycle_crash(struct lifecycle *l, enum crash_kind kind, const char *why,
		    uint64_t now_ns);
bool lifecycle_running(const struct lifecycle *l);

#endif /* VDSP_LIFECYCLE_H */
