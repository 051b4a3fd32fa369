// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
#include <string.h>

#include "report/write.h"

static const char *const drivers[] = { "Q", "L", "F", "P" };
#define DRIVERS (sizeof(drivers) / sizeof(drivers[0]))

static const char intro[] =
	/* In two parts each: it is the page's, not this file's. */
	"<!-- SPDX-License-" "Identifier: MIT -->\n"
	"<!-- Copy" "right (c) 2026 The qda authors -->\n"
	"<!-- Written by make bench. -->\n"
	"<!-- not in the tree: misc/fastrpc.h -->\n\n"
	"# What a call costs\n\n"
	"`make bench` wrote this page. Ways to the same virtual DSP, one after the other\n"
	"on one boot of one board, in an order that alternates from round to round:\n\n"
	"- **Q**: qda's accel node, by libqda\n"
	"- **L**: qda's legacy face, by the interface of `misc/fastrpc.h`\n"
	"- **F**: the same program on Linux's own `fastrpc.ko`\n"
	"- **C**: FastRPC's own library, by its names, on the accel node: calls, and operations\n"
	"  that go through a queue of packets, on a board of its own, of one CPU, whose DSP runs\n"
	"  Hexagon code\n"
	"- **P**: a bare message of the same size and its answer (`bench/ping`): what the\n"
	"  transport costs every driver\n\n"
	"The calls do nothing on the DSP. The caller is pinned to the CPU that takes the DSP's\n"
	"interrupt. *Counts* come from a plugin of the emulator, which sees each instruction\n"
	"that the guest executes; clock ticks, idling and spinning for another CPU are taken\n"
	"off. They are the same on every machine, but for calls whose caller finds its answer\n"
	"before it sleeps; CI compares some, with a DSP that is late. *Queues* need two processors\n"
	"of the host for themselves: both ends look for packets for a while before they\n"
	"sleep, and where they take turns on one, or others do, they sleep more often, which costs\n"
	"more instructions and leaves the DSP idle. *Times* are those of an\n"
	"emulator on a shared host: they compare with each other, within this page, and with\n"
	"nothing else.\n\n";

/* The two numbers' ratio, as text in @text. */
static const char *markdown_ratio(const struct results *r, const char *left,
				  const char *left_point, const char *right,
				  const char *right_point, char *text, size_t size)
{
	const struct result *a = results_find(r, left, left_point);
	const struct result *b = results_find(r, right, right_point);

	if (a && b && a->calls && b->calls)
		snprintf(text, size, "%.2f", result_instructions(a) / result_instructions(b));
	else
		snprintf(text, size, "-");
	return text;
}

/* A caller that is not pinned: not counts, but what both have cost one host at a time. */
static void markdown_unpinned(const struct results *r, FILE *out)
{
	const struct result *one = results_find(r, "Q", "noop-1-cpu");
	const struct result *two = results_find(r, "Q", "noop-2-cpus");

	if (one && two && one->host_calls && two->host_calls)
		fprintf(out, "| CPU time of the host for an empty call whose caller is not pinned, "
			"board of 2 CPUs / of 1, Q | %.2f |\n",
			two->host_ns / two->host_calls / (one->host_ns / one->host_calls));
}

static void markdown_summary(const struct results *r, FILE *out)
{
	static const struct {
		const char *text, *left, *left_point, *right, *right_point;
	} rows[] = {
		{ "an empty call, Q / F", "Q", "noop", "F", "noop" },
		{ "an empty call, Q / P", "Q", "noop", "P", "noop" },
		{ "an empty call, L / F", "L", "noop", "F", "noop" },
		{ "32 mapped arguments / 1, Q", "Q", "mapped-32x4K", "Q", "mapped-4K" },
		{ "4096 registered buffers / 1, Q", "Q", "registered-4096", "Q", "mapped-4K" },
		{ "64 KiB copied, L / F", "L", "inbuf-64K", "F", "inbuf-64K" },
		{ "1 MiB copied, L / F", "L", "inbuf-1M", "F", "inbuf-1M" },
		{ "8 calls in flight / a call that waits, Q", "Q", "depth-8", "Q", "noop" },
		{ "63 calls in flight / a call that waits, Q", "Q", "depth-63", "Q", "noop" },
		{ "8 calls in one job / a call that waits, Q", "Q", "batch-8", "Q", "noop" },
		{ "63 calls in one job / a call that waits, Q", "Q", "batch-63", "Q", "noop" },
		{ "an operation in a queue, 16 under way / an empty call, C", "C", "queue-16",
		  "C", "noop" },
	};
	char text[32];

	fprintf(out, "## In short: guest instructions per call, as ratios\n\n| what | ratio |\n"
		"|---|---|\n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		fprintf(out, "| %s | %s |\n", rows[i].text,
			markdown_ratio(r, rows[i].left, rows[i].left_point, rows[i].right,
				       rows[i].right_point, text, sizeof(text)));
	for (size_t i = 0; i < r->count; i++) {
		const struct result *result = &r->all[i];

		if (result->busy_count && strstr(result->point, "us"))
			fprintf(out, "| part of the time that the DSP is at work, %s, %s | %.2f |\n",
				result->point, result->driver, result->busy / result->busy_count);
	}
	markdown_unpinned(r, out);
	fprintf(out, "\n");
}

static void markdown_phases(const struct results *r, FILE *out)
{
	fprintf(out, "## Where an empty call goes\n\n"
		"![instructions of an empty call by phase](performance-phases.svg)\n\n| phase |");
	for (size_t d = 0; d < DRIVERS; d++)
		fprintf(out, " %s |", drivers[d]);
	fprintf(out, "\n|---|---|---|---|---|\n");
	for (int phase = 0; phase < PHASES; phase++) {
		fprintf(out, "| %s |", phase_names[phase]);
		for (size_t d = 0; d < DRIVERS; d++) {
			const struct result *result = results_find(r, drivers[d], "noop");

			fprintf(out, " %.0f |", result ? result->phases[phase] : 0);
		}
		fprintf(out, "\n");
	}
	fprintf(out, "\n");
}

static void markdown_counts(const struct results *r, FILE *out)
{
	fprintf(out, "## Counts per call\n\n| point | driver | instructions | of driver, DRM, "
		"program |");
	for (int event = 0; event < EVENTS; event++)
		fprintf(out, " %s |", event_names[event]);
	fprintf(out, "\n|---|---|---|---|");
	for (int event = 0; event < EVENTS; event++)
		fprintf(out, "---|");
	fprintf(out, "\n");
	for (size_t i = 0; i < r->count; i++) {
		const struct result *result = &r->all[i];

		if (!result->calls)
			continue;
		fprintf(out, "| %s | %s | %.0f | %.0f |", result->point, result->driver,
			result_instructions(result), result->phases[PHASE_DRIVER] +
			result->phases[PHASE_DRM] + result->phases[PHASE_USER]);
		for (int event = 0; event < EVENTS; event++)
			fprintf(out, " %.2f |", result->events[event]);
		fprintf(out, "\n");
	}
	fprintf(out, "\n");
}

static void markdown_times(const struct results *r, FILE *out)
{
	fprintf(out, "## Times, in microseconds\n\n"
		"![how many empty calls stay below a time](performance-latency.svg)\n\n"
		"| point | driver | calls | p50 | p90 | p99 |\n|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < r->count; i++) {
		const struct result *result = &r->all[i];

		if (result->time_count)
			fprintf(out, "| %s | %s | %zu | %.0f | %.0f | %.0f |\n", result->point,
				result->driver, result->time_count,
				(double)result_percentile(result, 50) / 1000,
				(double)result_percentile(result, 90) / 1000,
				(double)result_percentile(result, 99) / 1000);
	}
}

void write_markdown(const struct results *r, const char *about, FILE *out)
{
	fprintf(out, "%s%s\n\n", intro, about);
	markdown_summary(r, out);
	markdown_phases(r, out);
	fprintf(out, "## By size, and by depth\n\n"
		"![instructions by bytes copied](performance-sizes.svg)\n\n"
		"![instructions by calls in flight](performance-depth.svg)\n\n");
	markdown_counts(r, out);
	markdown_times(r, out);
}

void write_json(const struct results *r, FILE *out)
{
	fprintf(out, "[");
	for (size_t i = 0; i < r->count; i++) {
		const struct result *result = &r->all[i];

		fprintf(out, "%s\n  {\"driver\": \"%s\", \"point\": \"%s\", \"calls\": %u",
			i ? "," : "", result->driver, result->point, result->calls);
		fprintf(out, ", \"instructions\": %.1f, \"phases\": {",
			result_instructions(result));
		for (int k = 0; k < PHASES; k++)
			fprintf(out, "%s\"%s\": %.1f", k ? ", " : "", phase_names[k],
				result->phases[k]);
		fprintf(out, "}, \"events\": {");
		for (int k = 0; k < EVENTS; k++)
			fprintf(out, "%s\"%s\": %.3f", k ? ", " : "", event_names[k],
				result->events[k]);
		fprintf(out, "}, \"host_ns\": %.0f",
			result->host_calls ? result->host_ns / result->host_calls : 0);
		fprintf(out, ", \"timed\": %zu, \"ns\": {\"p50\": %llu, \"p90\": %llu, "
			"\"p99\": %llu}}", result->time_count,
			(unsigned long long)result_percentile(result, 50),
			(unsigned long long)result_percentile(result, 90),
			(unsigned long long)result_percentile(result, 99));
	}
	fprintf(out, "\n]\n");
}
