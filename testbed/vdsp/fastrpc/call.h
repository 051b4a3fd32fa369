/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_CALL_H
#define VDSP_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "fastrpc/payload.h"
#include "fastrpc/wire.h"

struct domain;
struct process;

/**
 * enum call_wait - what a held call waits for, besides the end of its PD
 * @CALL_WAIT_DEADLINE: its deadline, if it has one
 * @CALL_WAIT_REVERSE: a reverse call to hand over (a listener)
 * @CALL_WAIT_LOG: lines in the log (adspmsgd)
 * @CALL_WAIT_LOG_MEMORY: memory for the log, or to be rid of it (adspmsgd)
 * @CALL_WAIT_SELFTEST: the end of a reverse call (module selftest)
 */
enum call_wait {
	CALL_WAIT_DEADLINE = 0,
	CALL_WAIT_REVERSE,
	CALL_WAIT_LOG,
	CALL_WAIT_LOG_MEMORY,
	CALL_WAIT_SELFTEST,
};

/**
 * struct call - one remote call, from its message to its answer
 */
struct call {
	/** @next: in the domain's list while @held */
	struct call *next;
	/** @domain: the DSP */
	struct domain *domain;
	/** @pd: the PD that serves the call; NULL for calls of the kernel outside a PD */
	struct process *pd;
	/** @message: as received */
	struct wire_invoke message;
	/** @payload: decoded arguments; NULL if they are malformed */
	struct payload *payload;
	/** @held: not answered when its method returned */
	bool held;
	/** @wait: what for; set by its method before it holds the call */
	enum call_wait wait;
	/** @deadline: when a held call ends with result 0; DEADLINE_NEVER if it does not */
	uint64_t deadline;
};

int32_t call_create(struct domain *d, const struct wire_invoke *message,
		    struct call **result);
int32_t call_hold(struct call *call, uint64_t deadline);
bool call_is_polled(const struct call *call);
void call_write_poll_word(const struct call *call, uint32_t word);
void call_finish(struct call *call, int32_t result);
struct call *call_find_waiting(const struct domain *d, const struct process *pd,
			       enum call_wait wait);
void call_resume(struct call *call, int32_t result);
void call_finish_held(struct domain *d, const struct process *pd, int32_t result);
void call_poll(struct domain *d, uint64_t now_ns);
uint64_t call_next_deadline(const struct domain *d);
void call_forget_all(struct domain *d);

#endif /* VDSP_CALL_H */
