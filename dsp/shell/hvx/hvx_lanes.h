/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_LANES_H
#define DSP_SHELL_HVX_LANES_H

#include <stdint.h>

#include "hvx/hvx_routines.h"

/*
 * The arithmetic, from memory to memory. Lane 0 lies first. Of a pair the first vector
 * has the even lanes, as the processor's own widening instructions give them.
 */
union hvx_vector {
	uint64_t d[16];
	uint32_t w[32];
	uint16_t h[64];
	uint8_t b[128];
} __attribute__((aligned(128)));

/* What an instruction reads: Vu or Vuu, Vv or Rt, and what it accumulates to. */
struct hvx_operands {
	union hvx_vector u, u_odd;
	union hvx_vector v;
	union hvx_vector x, x_odd;
};

/* @out: one vector, or the two of a pair; of a comparison, -1 in each lane or 0. */
typedef void hvx_routine(const struct hvx_operands *in, union hvx_vector *out);

#define HVX_DECLARE(name)	hvx_routine hvx_##name;

HVX_ROUTINES(HVX_DECLARE)

/* To the emulator a turn of a loop is a jump, but long code soon costs more than that. */
#define HVX_UNROLL	_Pragma("clang loop unroll_count(2)")
#define HVX_ROLLED	_Pragma("clang loop unroll(disable)")

/* A routine that computes each 32 or 16 bit lane from those of the operands. */
#define HVX_EACH_W(name, value)							\
	void hvx_##name(const struct hvx_operands *in, union hvx_vector *out)	\
	{									\
		HVX_UNROLL							\
		for (unsigned int i = 0; i < 32; i++) {				\
			uint32_t u = in->u.w[i], v = in->v.w[i];		\
										\
			(void)v;						\
			out->w[i] = (value);					\
		}								\
	}

#define HVX_EACH_H(name, value)							\
	void hvx_##name(const struct hvx_operands *in, union hvx_vector *out)	\
	{									\
		HVX_ROLLED							\
		for (unsigned int i = 0; i < 64; i++) {				\
			uint32_t u = in->u.h[i], v = in->v.h[i];		\
										\
			(void)v;						\
			out->h[i] = (uint16_t)(value);				\
		}								\
	}

/* One that makes pairs of 32 bit lanes of 16 bit lanes: x is what is there. */
#define HVX_EACH_WIDE(name, value)						\
	void hvx_##name(const struct hvx_operands *in, union hvx_vector *out)	\
	{									\
		HVX_ROLLED							\
		for (unsigned int i = 0; i < 64; i++) {				\
			uint32_t u = in->u.h[i], v = in->v.h[i];		\
			uint32_t x = (&in->x)[i % 2].w[i / 2];			\
										\
			(void)v;						\
			(void)x;						\
			out[i % 2].w[i / 2] = (value);				\
		}								\
	}

#endif
