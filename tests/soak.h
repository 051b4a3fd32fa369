/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_SOAK_H
#define TESTS_SOAK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Processes that submit calls, while what they stand on ends in all ways. What happens
 * to them comes from three processes, so that nothing waits for the slow ones: one kills
 * (soak_kill.c), one has PDs die and the DSP lie (soak_lie.c), and the case itself stops
 * and crashes the DSP and takes the driver from its device (soak.c).
 */

#define SOAK_CLIENTS	8u

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

/* How far a client is. */
enum soak_stage {
	SOAK_OUTSIDE,		/* has no node open */
	SOAK_NODE,		/* has no session; waits for one */
	SOAK_SESSION,
};

/* Steps of a client up to its first job: node, session, module. */
#define SOAK_STEPS	3u

/**
 * struct soak_client - one client, as others see it; shared
 * @stage: enum soak_stage
 * @steps: what it has done: each node, session, module, job
 */
struct soak_client {
	uint32_t stage, steps;
};

/**
 * struct soak_counts - what all processes have done; shared
 * @clients: the clients
 * @stop: the processes that make events have to end
 * @submitted: calls that the driver took
 * @ends: calls by their end, as far as somebody was left to look
 * @sessions: sessions that were opened
 * @closed: of them, closed by the program, with calls in flight
 * @kills: processes that were killed with the node open
 * @kills_session: of them, with a session
 * @lies: lies that the DSP was asked for
 * @silences: of them, those that leave one call without an answer
 * @wrong: something was wrong, and said
 */
struct soak_counts {
	struct soak_client clients[SOAK_CLIENTS];
	bool stop;
	uint64_t submitted, ends[SOAK_ENDS], sessions, closed;
	uint64_t kills, kills_session, lies, silences, wrong;
};

static inline void soak_add(uint64_t *count, uint64_t more)
{
	__atomic_add_fetch(count, more, __ATOMIC_RELAXED);
}

static inline bool soak_stopped(const struct soak_counts *counts)
{
	return __atomic_load_n(&counts->stop, __ATOMIC_RELAXED);
}

/* Client @i: opens a node, a session, submits; again when that ends. For ever. */
void soak_client(struct soak_counts *counts, unsigned int i, unsigned int seed)
	__attribute__((noreturn));
/* Starts the clients, kills them and starts them again. */
void soak_kill(struct soak_counts *counts);
/* Has PDs die and the DSP lie. */
void soak_lie(struct soak_counts *counts);

/* A number below @limit. */
unsigned int soak_random(unsigned int limit);
void soak_seed(unsigned int seed);

#endif
