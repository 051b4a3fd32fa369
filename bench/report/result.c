// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: What a run leaves
 *
 * The guest's lines and the plugin's are two files, as neither knows the other's words.
 * They are in step: each "count" line of the guest belongs to the next "marks" of the
 * plugin. Addresses become functions by the kallsyms that the guest named last.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/result.h"
#include "report/symbols.h"

#define RESULT_KERNEL	(1ull << 63)

/* The three things that are read side by side. */
struct result_reader {
	struct results *results;
	const char *folder;
	FILE *counts;
	struct symbols symbols;
};

struct result *results_find(const struct results *r, const char *driver, const char *point)
{
	for (size_t i = 0; i < r->count; i++) {
		if (!strcmp(r->all[i].driver, driver) && !strcmp(r->all[i].point, point))
			return &r->all[i];
	}
	return NULL;
}

static struct result *result_get(struct results *r, const char *driver, const char *point)
{
	struct result *result = results_find(r, driver, point);

	if (result)
		return result;
	result = realloc(r->all, (r->count + 1) * sizeof(*result));
	if (!result)
		return NULL;
	r->all = result;
	result = &r->all[r->count++];
	memset(result, 0, sizeof(*result));
	snprintf(result->driver, sizeof(result->driver), "%s", driver);
	snprintf(result->point, sizeof(result->point), "%s", point);
	return result;
}

/* The numbers behind "time DRIVER POINT". */
static int result_add_times(struct result *result, char *text)
{
	for (char *word = strtok(text, " \n"); word; word = strtok(NULL, " \n")) {
		uint64_t *times = realloc(result->times,
					  (result->time_count + 1) * sizeof(*times));

		if (!times)
			return -1;
		result->times = times;
		times[result->time_count++] = strtoull(word, NULL, 10);
	}
	return 0;
}

/* One block of code that has run: to its phase, and to the event if it begins one. */
static void result_add_block(struct result *result, const struct symbols *symbols, uint64_t pc,
			     uint64_t runs, uint64_t instructions)
{
	const struct symbol *symbol = symbols_find(symbols, pc);

	if (!(pc & RESULT_KERNEL)) {
		result->phases[PHASE_USER] += (double)instructions;
		return;
	}
	result->phases[symbol ? symbol->phase : PHASE_REST] += (double)instructions;
	/* Functions may begin with a landing pad that is a block with the rest, or alone. */
	if (symbol && symbol->event >= 0 && symbol->address == pc)
		result->events[symbol->event] += (double)runs;
}

static int result_read_marks(struct result_reader *r, struct result *result)
{
	uint64_t pc, runs, instructions;
	unsigned int number;

	if (!r->counts || fscanf(r->counts, " marks %u", &number) != 1) {
		fprintf(stderr, "report: %s/counts has fewer marks than results\n", r->folder);
		return -1;
	}
	while (fscanf(r->counts, " %" SCNx64 " %" SCNu64 " %" SCNu64, &pc, &runs,
		      &instructions) == 3)
		result_add_block(result, &r->symbols, pc, runs, instructions);
	return 0;
}

static int result_read_symbols(struct result_reader *r, const char *name)
{
	char path[512];
	int ret;

	symbols_free(&r->symbols);
	snprintf(path, sizeof(path), "%s/symbols", r->folder);
	ret = symbols_read(&r->symbols, path);
	snprintf(path, sizeof(path), "%s/%s", r->folder, name);
	if (!ret)
		ret = symbols_read(&r->symbols, path);
	symbols_sort(&r->symbols);
	return ret;
}

static int result_read_line(struct result_reader *r, char *line)
{
	char driver[4], point[32], name[64];
	struct result *result;
	unsigned int calls;
	int length = 0;
	double busy, ns;

	if (sscanf(line, "symbols %63s", name) == 1)
		return result_read_symbols(r, name);
	if (sscanf(line, "time %3s %31s%n", driver, point, &length) == 2) {
		result = result_get(r->results, driver, point);
		return result ? result_add_times(result, line + length) : -1;
	}
	if (sscanf(line, "busy %3s %31s %lf", driver, point, &busy) == 3) {
		result = result_get(r->results, driver, point);
		if (!result)
			return -1;
		result->busy += busy;
		result->busy_count++;
		return 0;
	}
	if (sscanf(line, "host %3s %31s %u %lf", driver, point, &calls, &ns) == 4) {
		result = result_get(r->results, driver, point);
		if (!result)
			return -1;
		result->host_ns += ns;
		result->host_calls += calls;
		return 0;
	}
	if (sscanf(line, "count %3s %31s %u", driver, point, &calls) != 3) {
		fprintf(stderr, "report: %s/results: not a line of the bench: %.40s\n", r->folder,
			line);
		return -1;
	}
	result = result_get(r->results, driver, point);
	if (!result)
		return -1;
	result->calls += calls;
	return result_read_marks(r, result);
}

static int result_order(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return left < right ? -1 : left > right;
}

static void result_finish(struct result *result)
{
	if (result->time_count)
		qsort(result->times, result->time_count, sizeof(*result->times), result_order);
	for (int i = 0; result->calls && i < PHASES; i++)
		result->phases[i] /= result->calls;
	for (int i = 0; result->calls && i < EVENTS; i++)
		result->events[i] /= result->calls;
}

int results_read(struct results *r, const char *folder)
{
	struct result_reader reader = { .results = r, .folder = folder };
	size_t first = r->count;
	char path[512], *line = NULL;
	size_t size = 0;
	FILE *file;
	int ret = 0;

	snprintf(path, sizeof(path), "%s/counts", folder);
	reader.counts = fopen(path, "r");
	snprintf(path, sizeof(path), "%s/results", folder);
	file = fopen(path, "r");
	if (!file) {
		perror(path);
		ret = -1;
	}
	while (!ret && getline(&line, &size, file) > 0)
		ret = result_read_line(&reader, line);
	for (size_t i = first; i < r->count; i++)
		result_finish(&r->all[i]);
	free(line);
	if (file)
		fclose(file);
	if (reader.counts)
		fclose(reader.counts);
	symbols_free(&reader.symbols);
	return ret;
}

void results_free(struct results *r)
{
	for (size_t i = 0; i < r->count; i++)
		free(r->all[i].times);
	free(r->all);
}

double result_instructions(const struct result *result)
{
	double sum = 0;

	for (int i = 0; i < PHASES; i++)
		sum += i == PHASE_NOISE ? 0 : result->phases[i];
	return sum;
}

uint64_t result_percentile(const struct result *result, double percent)
{
	size_t at = (size_t)((double)result->time_count * percent / 100);

	if (!result->time_count)
		return 0;
	return result->times[at < result->time_count ? at : result->time_count - 1];
}
