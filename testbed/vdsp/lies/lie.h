/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_LIE_H
#define VDSP_LIE_H

#include <stdbool.h>
#include <stdint.h>

/**
 * enum lie - what the virtual DSP can do wrong on request, one fault each
 * @LIE_DROP: the call is never answered
 * @LIE_DELAY: the answer comes ARG ms late (default 100)
 * @LIE_DUPLICATE: the answer is sent twice, the second time ARG ms later (default 0)
 * @LIE_REORDER: the answer is kept until after the next one (or ARG ms, default 1000)
 * @LIE_WRONG_SEQUENCE: the answer carries altered upper context bits; if ARG is not
 *	zero the right answer follows after ARG ms
 * @LIE_WRONG_RESULT: the answer carries ARG as result (default -1000)
 * @LIE_WRONG_LENGTH: the answer has ARG bytes instead of 16 (default 12), and the length
 *	words of the outputs in the shared descriptor are changed
 * @LIE_FORGED_FDS: the release list is filled with made-up fds from ARG on (default 1)
 * @LIE_CHANGED_DESCRIPTOR: address and length of the outputs in the shared descriptor
 *	are overwritten with wild values
 * @LIE_STARVE_INTENTS: the link gives the guest no receive intent
 * @LIE_WILD_READ: the bank of the call reads IOVA ARG (default 0xdead0000)
 * @LIE_LATE_WRITE: the outputs are written again ARG ms after the answer (default 100)
 * @LIE_HANG: the call is not served and not answered before its PD goes
 * @LIE_PD_EXCEPTION: the PD of the call dies as by a fault: a notice with status ARG
 *	(default 3), the end of the PD, and only then the answers to its calls
 * @LIE_POLL_WORD: ARG is written where a call that is done is told by 0xdecaf
 *	(default 0: nothing)
 * @LIE_POLL_ONLY: the poll word is all that the guest gets, the answer is dropped
 * @LIE_FORGED_NOTICE: the guest is told that the PD of client ARG (default 1) has faulted
 * @LIE_SLOW: the DSP takes a message in ARG us late, and does nothing else meanwhile
 *	(default 1000)
 * @LIE_DIE: the process exits with LIE_EXIT_STATUS when the next call arrives
 * @LIE_COUNT: number of lies
 */
enum lie {
	LIE_DROP,
	LIE_DELAY,
	LIE_DUPLICATE,
	LIE_REORDER,
	LIE_WRONG_SEQUENCE,
	LIE_WRONG_RESULT,
	LIE_WRONG_LENGTH,
	LIE_FORGED_FDS,
	LIE_CHANGED_DESCRIPTOR,
	LIE_STARVE_INTENTS,
	LIE_WILD_READ,
	LIE_LATE_WRITE,
	LIE_HANG,
	LIE_PD_EXCEPTION,
	LIE_POLL_WORD,
	LIE_POLL_ONLY,
	LIE_FORGED_NOTICE,
	LIE_SLOW,
	LIE_DIE,
	LIE_COUNT
};

/* Exit status that tells the supervisor to restart the process. */
#define LIE_EXIT_STATUS 42

int lie_find(const char *name);
const char *lie_name(enum lie lie);
uint32_t lie_default(enum lie lie);
void lie_arm(enum lie lie, uint32_t count, uint32_t arg);
void lie_disarm_all(void);
bool lie_any_armed(void);
bool lie_take(enum lie lie);
uint32_t lie_arg(enum lie lie);

#endif /* VDSP_LIE_H */
