/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_HISTOGRAM_H
#define QDA_HISTOGRAM_H

#include <stdint.h>
#include <stdio.h>

/* Parts of each power of two: a time is known to 1/16. */
#define HISTOGRAM_PARTS	16
#define HISTOGRAM_BINS	(64 * HISTOGRAM_PARTS)

/**
 * struct histogram - how long calls took
 */
struct histogram {
	/** @count: calls */
	uint64_t count;
	/** @min: the shortest, in nanoseconds */
	int64_t min;
	/** @max: the longest */
	int64_t max;
	/** @sum: all of them */
	int64_t sum;
	/** @bins: calls by their length; see histogram.c */
	uint64_t bins[HISTOGRAM_BINS];
};

void histogram_add(struct histogram *histogram, int64_t ns);
int64_t histogram_percentile(const struct histogram *histogram, double percent);
void histogram_print(const struct histogram *histogram, FILE *out);
void histogram_json(const struct histogram *histogram, FILE *out);

#endif
