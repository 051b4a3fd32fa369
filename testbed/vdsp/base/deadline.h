/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_DEADLINE_H
#define VDSP_DEADLINE_H

#include <stdint.h>
#include <time.h>

/* A deadline that never comes. */
#define DEADLINE_NEVER UINT64_MAX

/* CLOCK_MONOTONIC @ms from now, in ns. */
static inline uint64_t deadline_in_ms(uint32_t ms)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec +
	       (uint64_t)ms * 1000000u;
}

static inline uint64_t deadline_min(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

#endif /* VDSP_DEADLINE_H */
