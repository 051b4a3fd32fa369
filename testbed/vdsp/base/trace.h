/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_TRACE_H
#define VDSP_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * enum trace_kind - where a call has come
 * @TRACE_RECEIVED: its message was read; value: handle
 * @TRACE_ASKED: its request was sent to the process of its PD; value: slot
 * @TRACE_BEGAN: a thread of the PD has begun with it; value: thread
 * @TRACE_ENDED: it is done with it; value: thread
 * @TRACE_REPLIED: the process' answer was read; value: slot
 * @TRACE_ANSWERED: the answer was sent; value: result
 */
enum trace_kind {
	TRACE_RECEIVED,
	TRACE_ASKED,
	TRACE_BEGAN,
	TRACE_ENDED,
	TRACE_REPLIED,
	TRACE_ANSWERED,
};

/* Nanoseconds of CLOCK_MONOTONIC, which the processes of PDs have, too. */
uint64_t trace_now(void);

void trace_arm(bool on);
bool trace_is_armed(void);
void trace_add(enum trace_kind kind, uint64_t time_ns, uint64_t ctx, int32_t client,
	       uint32_t value);
size_t trace_take(char *text, size_t size);
uint64_t trace_lost(void);

#endif /* VDSP_TRACE_H */
