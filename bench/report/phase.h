/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef BENCH_PHASE_H
#define BENCH_PHASE_H

/** enum phase - what the guest does in a call, by the function that it runs */
enum phase {
	PHASE_USER,
	PHASE_DRIVER,
	PHASE_DRM,
	PHASE_SYSCALL,
	PHASE_TRANSPORT,
	PHASE_SCHEDULER,
	PHASE_INTERRUPT,
	PHASE_MEMORY,
	PHASE_LOCK,
	PHASE_REST,
	/** @PHASE_NOISE: not the call's: clock ticks, idling, spinning for a host */
	PHASE_NOISE,
	PHASES,
};

/** enum event - what is counted by the function that is entered for it */
enum event {
	EVENT_SYSCALL,
	EVENT_SLAB,
	EVENT_PAGES,
	EVENT_IOMMU,
	EVENT_WORK,
	EVENT_SWITCH,
	EVENT_MESSAGE,
	EVENT_DOORBELL,
	EVENTS,
};

extern const char *const phase_names[PHASES];
extern const char *const event_names[EVENTS];

/* The phase of a kernel function; @module as in /proc/kallsyms, or "". */
enum phase phase_of(const char *function, const char *module);
/* The event that entering the function is, or -1. */
int event_of(const char *function);

#endif
