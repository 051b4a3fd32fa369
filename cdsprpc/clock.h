/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef RPC_CLOCK_H
#define RPC_CLOCK_H

#include <stdint.h>
#include <time.h>

/*
 * The time as a counter that runs evenly, and that a program reads without a call
 * where the processor has one.
 */

#define RPC_NS_PER_S	INT64_C(1000000000)
#define RPC_US_PER_S	INT64_C(1000000)

#ifdef __aarch64__
static inline int64_t rpc_clock(void)
{
	int64_t ticks;

	/* Not before what precedes it; it also keeps a loop from being a hot one. */
	__asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(ticks) : : "memory");
	return ticks;
}

/* Its ticks in a second. */
static inline int64_t rpc_clock_rate(void)
{
	int64_t rate;

	__asm__("mrs %0, cntfrq_el0" : "=r"(rate));
	return rate;
}
#else
static inline int64_t rpc_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * RPC_NS_PER_S + now.tv_nsec;
}

static inline int64_t rpc_clock_rate(void)
{
	return RPC_NS_PER_S;
}
#endif

#endif
