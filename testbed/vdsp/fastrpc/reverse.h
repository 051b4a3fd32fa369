/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_REVERSE_H
#define VDSP_REVERSE_H

#include <stddef.h>
#include <stdint.h>

struct domain;
struct payload;
struct process;

/**
 * typedef reverse_done - what happens when a reverse call has ended
 * @context: as given with reverse_call()
 * @result: 0; an AEE code of the guest; or a DSP result, if it went wrong on the way
 * @out: packed outputs, checked; only if @result is 0; gone afterwards
 * @len: bytes
 *
 * Runs while no call is being served, so it may answer calls that are held, make more
 * reverse calls, and end the PD. At the end of the PD (WIRE_EBADSTATE) it only learns of it.
 */
typedef void reverse_done(void *context, int32_t result, const void *out, size_t len);

int32_t reverse_call(struct domain *d, struct process *pd, uint32_t handle, uint32_t sc,
		     const void *in, size_t in_len, reverse_done *done, void *context);

/* For the listener service and the life of PDs. */
int32_t reverse_return(struct process *pd, uint32_t ctx, int32_t result,
		       const struct payload *p, unsigned int arg);
const void *reverse_inputs(const struct process *pd, uint32_t ctx, size_t *len);
void reverse_poll(struct domain *d);
void reverse_expire(struct domain *d, uint64_t now_ns);
uint64_t reverse_next_deadline(const struct domain *d);
void reverse_end(struct process *pd);

#endif /* VDSP_REVERSE_H */
