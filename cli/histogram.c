// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Times of many calls, in little memory: each power of two of nanoseconds has
 * 16 bins of equal width, so that a percentile is at most 1/16 too large. The
 * least, the greatest and the sum are exact.
 */
#include <inttypes.h>

#include "histogram.h"

/* Columns of the longest bar. */
#define HISTOGRAM_WIDTH	50

/* Below 16 ns there is a bin for each. */
static unsigned int histogram_bin(int64_t ns)
{
	unsigned int power;

	if (ns < HISTOGRAM_PARTS)
		return ns < 0 ? 0 : (unsigned int)ns;
	power = 63 - (unsigned int)__builtin_clzll((unsigned long long)ns);
	return (power - 3) * HISTOGRAM_PARTS + ((unsigned int)(ns >> (power - 4)) & 15);
}

/* The greatest time of a bin. */
static int64_t histogram_top(unsigned int bin)
{
	unsigned int power = bin / HISTOGRAM_PARTS + 3, part = bin % HISTOGRAM_PARTS;

	if (bin < HISTOGRAM_PARTS)
		return bin;
	return ((int64_t)(HISTOGRAM_PARTS + part + 1) << (power - 4)) - 1;
}

/**
 * histogram_add() - count a call
 * @histogram: all zero at first
 * @ns: how long it took
 */
void histogram_add(struct histogram *histogram, int64_t ns)
{
	if (!histogram->count || ns < histogram->min)
		histogram->min = ns;
	if (ns > histogram->max)
		histogram->max = ns;
	histogram->sum += ns;
	histogram->count++;
	histogram->bins[histogram_bin(ns)]++;
}

/**
 * histogram_percentile() - the time within which a share of the calls was done
 * @histogram: at least one call
 * @percent: the share
 *
 * Return: nanoseconds, at most 1/16 too many.
 */
int64_t histogram_percentile(const struct histogram *histogram, double percent)
{
	double wanted = (double)histogram->count * percent / 100;
	uint64_t seen = 0;

	for (unsigned int i = 0; i < HISTOGRAM_BINS; i++) {
		int64_t top = histogram_top(i);

		seen += histogram->bins[i];
		if (seen && (double)seen >= wanted)
			return top > histogram->max ? histogram->max : top;
	}
	return histogram->max;
}

/* Calls that took 2^power ns or more, and less than twice that. */
static uint64_t histogram_power(const struct histogram *histogram, unsigned int power)
{
	unsigned int first = power < 4 ? 1u << power : (power - 3) * HISTOGRAM_PARTS;
	unsigned int count = power < 4 ? 1u << power : HISTOGRAM_PARTS;
	uint64_t sum = power ? 0 : histogram->bins[0];

	for (unsigned int i = first; i < first + count && i < HISTOGRAM_BINS; i++)
		sum += histogram->bins[i];
	return sum;
}

/**
 * histogram_print() - print percentiles, and a bar for each power of two
 * @histogram: at least one call
 * @out: where to
 */
void histogram_print(const struct histogram *histogram, FILE *out)
{
	static const double percents[] = { 50, 90, 99, 99.9 };
	unsigned int first = 64, last = 0;
	uint64_t most = 0;

	fprintf(out, "percentiles:");
	for (unsigned int i = 0; i < 4; i++)
		fprintf(out, "%s %g%% %.3f ms", i ? "," : "", percents[i],
			(double)histogram_percentile(histogram, percents[i]) / 1e6);
	fprintf(out, ", at most %.3f ms\n", (double)histogram->max / 1e6);
	for (unsigned int i = 0; i < 63; i++) {
		uint64_t count = histogram_power(histogram, i);

		if (count && first == 64)
			first = i;
		if (count)
			last = i;
		most = count > most ? count : most;
	}
	for (unsigned int i = first; i <= last; i++) {
		uint64_t count = histogram_power(histogram, i);
		int length = (int)((count * HISTOGRAM_WIDTH + most - 1) / most);

		fprintf(out, "%10.3f ms %10" PRIu64 " %.*s\n",
			(double)((int64_t)1 << i) / 1e6, count, length,
			"##################################################");
	}
}

/**
 * histogram_json() - print percentiles and bins as members of a JSON object
 * @histogram: at least one call
 * @out: where to
 */
void histogram_json(const struct histogram *histogram, FILE *out)
{
	const char *comma = "";

	fprintf(out, "\"max_ns\": %" PRId64 ", \"p50_ns\": %" PRId64 ", \"p90_ns\": %" PRId64
		", \"p99_ns\": %" PRId64 ", \"histogram\": [", histogram->max,
		histogram_percentile(histogram, 50), histogram_percentile(histogram, 90),
		histogram_percentile(histogram, 99));
	for (unsigned int i = 0; i < HISTOGRAM_BINS; i++) {
		if (!histogram->bins[i])
			continue;
		fprintf(out, "%s[%" PRId64 ", %" PRIu64 "]", comma, histogram_top(i),
			histogram->bins[i]);
		comma = ", ";
	}
	fprintf(out, "]");
}
