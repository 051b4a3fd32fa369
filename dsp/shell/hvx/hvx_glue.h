/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_GLUE_H
#define DSP_SHELL_HVX_GLUE_H

#include "hvx/hvx_lanes.h"

/*
 * What a thunk works with lies at the start of the struct thread, where UGP points:
 *
 *	   0	out: results, a vector each
 *	1024	in: struct hvx_operands
 *	1664	spare: a vector
 *	1792	kept: a vector that is stored later
 *	1920	v0 to v4, while routines compute in them
 *	2688	scalar registers
 */
#define HVX_AREA_OUT		0u
#define HVX_AREA_OUT_VECTORS	8u
#define HVX_AREA_IN		1024u
#define HVX_AREA_SPARE		1664u
#define HVX_AREA_KEPT		1792u
#define HVX_AREA_SPARED		1920u
#define HVX_AREA_SPARED_VECTORS	5u
#define HVX_AREA_SCALARS	2688u
#define HVX_VECTOR		128u

/*
 * What thunks call. hvx_enter() keeps all that a C function may change, given the
 * area in r0, and leaves the area in r16; hvx_leave() undoes that and gives the area
 * in r0. Between the two the others put a register into memory at r0.
 */
void hvx_enter(void);
void hvx_leave(void);
extern const uint32_t hvx_get_v[32];	/* change r1 to r3 */
extern const uint32_t hvx_get_q[4];	/* all bits of a byte; change r1 to r5 */

/*
 * Anywhere, given the area in r0: keeps v0 to v4, so that one of HVX_VECTOR_ROUTINES can
 * compute in them; changes r1 to r5, as those do.
 */
void hvx_spare(void);

/*
 * Outside: hvx_get_v stores where r0 is a multiple of 8, hvx_put_v anywhere, and
 * hvx_put_kept() what is kept, at a multiple of 8.
 */
extern const uint32_t hvx_put_v[32];	/* change r0 to r3 */
void hvx_put_kept(void);		/* changes r1 to r3 */

/* The code of them, for the fault report. */
extern const uint8_t hvx_stores_start[], hvx_stores_end[];

/* Outside: set a Q register from the vector at r1, given the area in r0, which it keeps. */
extern const uint32_t hvx_put_q[4];

/* Combine the result of a comparison with what the Q register had. */
hvx_routine hvx_q_and, hvx_q_or, hvx_q_xor;

#endif
