// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Reads what a run of the bench has left in a folder, and writes from it a page, plots,
 * JSON and the counts that are compared from commit to commit.
 *
 * usage: report page OUT ABOUT FOLDER...	OUT.md, OUT.json, OUT-*.svg
 *	  report counts FOLDER...		the counts, to standard output
 *	  report totals FOLDER...		all instructions of a call, by phase
 *	  report check FILE FOLDER...		compare with such counts; 1 if some have grown
 */
#include <stdio.h>
#include <string.h>

#include "report/write.h"

static FILE *report_open(const char *stem, const char *ending)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s%s", stem, ending);
	file = fopen(path, "w");
	if (!file)
		perror(path);
	return file;
}

static void report_latency(const struct results *r, FILE *out)
{
	plot_latency(r, "noop", out);
}

static void report_phases(const struct results *r, FILE *out)
{
	plot_phases(r, "noop", out);
}

static int report_page(const struct results *r, const char *stem, const char *about)
{
	static const struct {
		const char *ending;
		void (*write)(const struct results *r, FILE *out);
	} files[] = {
		{ ".json", write_json },
		{ "-latency.svg", report_latency },
		{ "-phases.svg", report_phases },
		{ "-sizes.svg", plot_sizes },
		{ "-depth.svg", plot_depth },
	};
	FILE *out = report_open(stem, ".md");
	int ret = out ? 0 : 1;

	if (out) {
		write_markdown(r, about, out);
		ret = fclose(out) != 0;
	}
	for (size_t i = 0; !ret && i < sizeof(files) / sizeof(files[0]); i++) {
		out = report_open(stem, files[i].ending);
		if (!out)
			return 1;
		files[i].write(r, out);
		ret = fclose(out) != 0;
	}
	return ret;
}

static int report_check(const struct results *r, const char *path)
{
	FILE *file = fopen(path, "r");
	int grown;

	if (!file) {
		perror(path);
		return 1;
	}
	grown = check_counts(r, file);
	fclose(file);
	return grown != 0;
}

static int report_usage(void)
{
	fprintf(stderr,
		"usage: report page OUT ABOUT FOLDER... | counts FOLDER... | totals FOLDER... | "
		"check FILE FOLDER...\n");
	return 2;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int folders;
	} tasks[] = { { "page", 4 }, { "counts", 2 }, { "totals", 2 }, { "check", 3 } };
	struct results r = { 0 };
	size_t task = 0;
	int ret = 0;

	while (task < 4 && (argc < 2 || strcmp(argv[1], tasks[task].name)))
		task++;
	if (task == 4 || argc <= tasks[task].folders)
		return report_usage();
	for (int i = tasks[task].folders; !ret && i < argc; i++)
		ret = results_read(&r, argv[i]) ? 1 : 0;
	if (!ret && task == 0)
		ret = report_page(&r, argv[2], argv[3]);
	else if (!ret && task == 1)
		write_counts(&r, stdout);
	else if (!ret && task == 2)
		write_totals(&r, stdout);
	else if (!ret)
		ret = report_check(&r, argv[2]);
	results_free(&r);
	return ret;
}
