/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef BENCH_RESULT_H
#define BENCH_RESULT_H

#include <stddef.h>
#include <stdint.h>

#include "report/phase.h"

/**
 * struct result - all that was measured of one driver at one point
 * @driver: "Q", "L", "F", "P" or "C"
 * @point: name of the point
 * @times: nanoseconds of each call, sorted once all are read
 * @time_count: how many
 * @calls: calls that were counted
 * @phases: instructions per call in each phase
 * @events: events per call
 * @host_ns: CPU time that the host has spent on @host_calls of them
 * @busy: sum of what part of the time the DSP was at work, of @busy_count runs
 */
struct result {
	char driver[4];
	char point[32];
	uint64_t *times;
	size_t time_count;
	unsigned int calls;
	double phases[PHASES];
	double events[EVENTS];
	double host_ns;
	unsigned int host_calls;
	double busy;
	unsigned int busy_count;
};

struct results {
	struct result *all;
	size_t count;
};

/*
 * Adds what a run has left in @folder: results, counts, symbols; 0 or -1. Two runs have no
 * driver in common.
 */
int results_read(struct results *r, const char *folder);
/* The result of that driver and point, or NULL. */
struct result *results_find(const struct results *r, const char *driver, const char *point);
void results_free(struct results *r);

/* Instructions of a call, without noise. */
double result_instructions(const struct result *result);
/* Nanoseconds below which @percent of the calls stay. */
uint64_t result_percentile(const struct result *result, double percent);

#endif
