/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_SOAK_H
#define TESTS_SOAK_H

#include <stdint.h>

/* Processes that submit calls, while what they stand on ends in all ways. */

/* How calls have ended. */
enum soak_end {
	SOAK_OK,
	SOAK_METHOD,		/* the method failed, as it was told to */
	SOAK_CANCELED,		/* the session was closed */
	SOAK_TIME,		/* its time was over */
	SOAK_PD_DIED,
	SOAK_DSP_GONE,
	SOAK_BAD_ANSWER,	/* a lie */
	SOAK_ENDS,
};

/**
 * struct soak_counts - what all processes have done; shared
 * @submitted: calls that the driver took
 * @ends: calls by their end, as far as somebody was left to look
 * @sessions: sessions that were opened
 * @closed: of them, closed by the program, with calls in flight
 * @wrong: something was wrong, and said
 */
struct soak_counts {
	uint64_t submitted, ends[SOAK_ENDS], sessions, closed, wrong;
};

/* One process: opens a node, a session, submits; again when that ends. For ever. */
void soak_client(struct soak_counts *counts, unsigned int seed) __attribute__((noreturn));

/* A number below @limit. */
unsigned int soak_random(unsigned int limit);
void soak_seed(unsigned int seed);

#endif
