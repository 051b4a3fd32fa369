// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The program's side of stats.idl: calls its methods on the DSP.
 *
 *	stats [NUMBER]...
 */
#include <stdio.h>
#include <stdlib.h>

#include "stats.h"

static const char *const trends[] = { "mixed", "rising", "falling" };

static int describe(remote_handle64 h, const float *values, int count)
{
	stats_summary s;
	int err = stats_describe(h, values, count, &s);

	if (!err)
		printf("%g to %g, mean %g, %s%s\n", s.least, s.greatest, s.mean, trends[s.trend],
		       s.whole ? ", whole numbers" : "");
	return err;
}

/* The numbers, and twice as much. */
static int compare(remote_handle64 h, float *values, int count)
{
	float *doubles = malloc((size_t)count * sizeof(*doubles));
	stats_series series[2] = {
		{ .name = (char *)"given", .values = values, .valuesLen = count },
		{ .name = (char *)"doubled", .values = doubles, .valuesLen = count },
	};
	stats_summary summaries[2];
	char name[16];
	int err;

	if (!doubles)
		return AEE_ENOMEMORY;
	for (int i = 0; i < count; i++)
		doubles[i] = values[i];
	err = stats_scale(h, doubles, count, 2);
	if (!err)
		err = stats_compare(h, series, 2, summaries, 2, name, sizeof(name));
	if (!err)
		printf("%s: %g\n", name, summaries[1].mean);
	free(doubles);
	return err;
}

int main(int argc, char **argv)
{
	int count = argc - 1, err;
	float values[64];
	remote_handle64 h;

	if (count < 1 || count > 64) {
		fputs("usage: stats NUMBER...\n", stderr);
		return 1;
	}
	for (int i = 0; i < count; i++)
		values[i] = strtof(argv[i + 1], NULL);
	err = stats_open(stats_URI "&_dom=cdsp", &h);
	if (!err) {
		err = describe(h, values, count);
		if (!err)
			err = compare(h, values, count);
		stats_close(h);
	}
	if (err)
		fprintf(stderr, "stats: error 0x%x\n", (unsigned int)err);
	return err ? 1 : 0;
}
