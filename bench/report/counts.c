// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: Counts that gate a change
 *
 * Of all that is counted, these are the same in each run: the instructions of the
 * driver, of the DRM core and of the program, and events that a call causes itself. They
 * may grow by GROWTH; what is near zero may grow by SLACK, the share of work in the
 * background. Instructions of the rest of the kernel, switches and work items depend on
 * how a host interrupts it.
 */
#include <stdlib.h>
#include <string.h>

#include "report/write.h"

#define COUNTS_GROWTH	0.03
#define COUNTS_SLACK	0.10
#define COUNTS_LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static double counts_path(const struct result *result)
{
	return result->phases[PHASE_USER] + result->phases[PHASE_DRIVER] +
	       result->phases[PHASE_DRM];
}

static const struct {
	const char *name;
	int event;
} counts_events[] = {
	{ "system-calls", EVENT_SYSCALL },
	{ "slab", EVENT_SLAB },
	{ "pages", EVENT_PAGES },
	{ "iommu", EVENT_IOMMU },
	{ "messages", EVENT_MESSAGE },
	{ "doorbells", EVENT_DOORBELL },
};

static int counts_is_ours(const struct result *result)
{
	return result->calls && strchr("QL", result->driver[0]);
}

void write_counts(const struct results *r, FILE *out)
{
	fprintf(out, "# What a call costs, of which no host changes anything: make bench-counts\n"
		"# compares with these. Made by: make bench-counts UPDATE=1\n");
	for (size_t i = 0; i < r->count; i++) {
		const struct result *result = &r->all[i];

		if (!counts_is_ours(result))
			continue;
		fprintf(out, "%s %s instructions %.0f\n", result->driver, result->point,
			counts_path(result));
		for (size_t k = 0; k < COUNTS_LENGTH(counts_events); k++)
			fprintf(out, "%s %s %s %.2f\n", result->driver, result->point,
				counts_events[k].name, result->events[counts_events[k].event]);
	}
}

void write_totals(const struct results *r, FILE *out)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct result *result = &r->all[i];

		fprintf(out, "%s %s: %.0f instructions a call:", result->driver, result->point,
			result_instructions(result));
		for (int phase = 0; phase < PHASE_NOISE; phase++)
			fprintf(out, "%s %s %.0f", phase ? "," : "", phase_names[phase],
				result->phases[phase]);
		fputc('\n', out);
	}
}

/* The value that is called @what; -1 for an unknown name. */
static double counts_value(const struct result *result, const char *what)
{
	if (!strcmp(what, "instructions"))
		return counts_path(result);
	for (size_t k = 0; k < COUNTS_LENGTH(counts_events); k++) {
		if (!strcmp(what, counts_events[k].name))
			return result->events[counts_events[k].event];
	}
	return -1;
}

int check_counts(const struct results *r, FILE *before)
{
	char line[256], driver[4], point[32], what[32];
	int grown = 0, compared = 0;
	double old;

	while (fgets(line, sizeof(line), before)) {
		const struct result *result;
		double value;

		if (sscanf(line, "%3s %31s %31s %lf", driver, point, what, &old) != 4 ||
		    driver[0] == '#')
			continue;
		result = results_find(r, driver, point);
		value = result && result->calls ? counts_value(result, what) : -1;
		compared++;
		if (value < 0) {
			printf("bench: %s %s: %s was not counted\n", driver, point, what);
			grown++;
		} else if (value > old * (1 + COUNTS_GROWTH) && value > old + COUNTS_SLACK) {
			printf("bench: %s %s: %s have grown from %.2f to %.2f per call\n", driver,
			       point, what, old, value);
			grown++;
		}
	}
	printf("bench: %d counts compared, %d have grown\n", compared, grown);
	return compared ? grown : 1;
}
