// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * qda info: what DSPs there are, or why there is none.
 */
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "capability.h"
#include "cmd.h"
#include "diagnose.h"
#include "json.h"
#include "machine.h"
#include "process.h"
#include "qda.h"

#define INFO_DSPS	16

/**
 * struct info_dsp - what is known about one DSP
 */
struct info_dsp {
	/** @path: its node */
	char path[QDA_PATH_SIZE];
	/** @info: facts */
	struct qda_device_info info;
	/** @error: -errno because of which the capabilities are not known */
	int error;
	/** @capabilities: as the DSP reports them */
	uint32_t capabilities[QDA_CAPABILITIES];
};

/* 0 or -errno. A DSP that goes while it is asked is no DSP. */
static int info_ask(const char *name, int64_t wait_ns, struct info_dsp *dsp)
{
	struct qda_device *dev;
	int ret;

	ret = process_find_dsp(name, wait_ns, &dev);
	if (ret)
		return ret;

	snprintf(dsp->path, sizeof(dsp->path), "%s", qda_device_path(dev));
	ret = qda_device_info(dev, &dsp->info, sizeof(dsp->info));
	dsp->error = qda_device_capabilities(dev, dsp->capabilities,
					     QDA_CAPABILITIES);
	qda_device_close(dev);
	return ret;
}

/* How many of @dsps are filled. */
static int info_collect(const struct cmd_options *options,
			struct info_dsp *dsps, int *error)
{
	struct qda_device_entry entries[INFO_DSPS];
	int found = 0;
	int count;

	/* If none is named, the first one ends the wait, and all are shown. */
	if (options->device || options->wait_ns != QDA_NO_WAIT) {
		*error = info_ask(options->device, options->wait_ns, dsps);
		if (*error || options->device)
			return !*error;
	}

	count = qda_device_list(entries, INFO_DSPS);
	for (int i = 0; i < count && i < INFO_DSPS; i++) {
		if (!info_ask(entries[i].path, QDA_NO_WAIT, &dsps[found]))
			found++;
	}
	return found;
}

static void info_print_capabilities(const struct info_dsp *dsp)
{
	char arch[16], words[CAPABILITY_TEXT];

	if (dsp->error) {
		printf("  %-14s not known: %s\n", "capabilities",
		       qda_error_text(QDA_CONTEXT_QUERY, dsp->error));
		return;
	}
	capability_arch(dsp->capabilities, arch, sizeof(arch));
	capability_words(dsp->capabilities, words, sizeof(words));
	printf("  %-14s Hexagon %s\n", "architecture",
	       arch[0] ? arch : "(version not told)");
	printf("  %-14s %s\n", "capabilities", words[0] ? words : "none told");
}

/* Whether the DSP runs code without a signature: only it can tell. */
static const char *info_unsigned(const struct info_dsp *dsp, const char *yes,
				 const char *no, const char *unknown)
{
	if (dsp->error)
		return unknown;
	return dsp->capabilities[CAPABILITY_UNSIGNED_PD] ? yes : no;
}

static void info_print_dsp(const struct info_dsp *dsp)
{
	const struct qda_device_info *info = &dsp->info;

	printf("%s\n", info->domain);
	printf("  %-14s %s\n", "node", dsp->path);
	printf("  %-14s qda %u.%u.%u, interface version %u\n", "driver",
	       info->driver_major, info->driver_minor, info->driver_patch,
	       info->uapi_version);
	printf("  %-14s %u open, at most %u\n", "sessions", info->sessions,
	       info->sessions_max);
	printf("  %-14s %u context banks, stream id at bit %u\n", "isolation",
	       info->banks, info->sid_shift);
	printf("  %-14s %u in flight per session, %u arguments\n",
	       "calls at most", info->calls_max, info->args_max);
	printf("  %-14s %s\n", "unsigned PDs", info_unsigned(dsp, "yes", "no", "unknown"));
	printf("  %-14s %s\n", "coherent",
	       info->flags & QDA_DEVICE_COHERENT ? "yes" : "no");
	printf("  %-14s %s\n", "poll mode",
	       info->flags & QDA_DEVICE_POLL ? "yes" : "no");
	info_print_capabilities(dsp);
}

/* DSPs that could be there as well, if they ran. */
static void info_print_stopped(void)
{
	char text[DIAGNOSE_TEXT];

	for (unsigned int i = 0; diagnose_stopped("", i, text, sizeof(text)); i++)
		printf("\n%-16s %s\n", "not running", text);
}

static void info_json_stopped(void)
{
	const char *comma = "";
	char text[DIAGNOSE_TEXT];

	printf(",\n  \"stopped\": [");
	for (unsigned int i = 0; diagnose_stopped("", i, text, sizeof(text)); i++) {
		printf("%s\n    ", comma);
		json_string(stdout, text);
		comma = ",";
	}
	printf("%s]", *comma ? "\n  " : "");
}

static void info_print(const struct info_dsp *dsps, int count)
{
	char model[MACHINE_TEXT], kernel[MACHINE_TEXT];

	machine_model(model, sizeof(model));
	machine_kernel(kernel, sizeof(kernel));
	printf("%-16s %s\n", "board", model);
	printf("%-16s %s\n", "kernel", kernel);
	printf("%-16s %s\n", "libqda", qda_version());
	for (int i = 0; i < count; i++) {
		putchar('\n');
		info_print_dsp(&dsps[i]);
	}
	info_print_stopped();
}

static void info_json_capabilities(const struct info_dsp *dsp)
{
	const char *comma = "";
	char arch[16];

	if (dsp->error) {
		printf("null");
		return;
	}
	capability_arch(dsp->capabilities, arch, sizeof(arch));
	printf("{\"arch\": ");
	json_string(stdout, arch);
	printf(", \"attributes\": {");
	for (int i = 0; i < QDA_CAPABILITIES; i++) {
		if (!dsp->capabilities[i])
			continue;
		printf("%s\"%d\": %u", comma, i, dsp->capabilities[i]);
		comma = ", ";
	}
	printf("}}");
}

static void info_json_dsp(const struct info_dsp *dsp)
{
	const struct qda_device_info *info = &dsp->info;

	printf("\n    {\n      \"domain\": ");
	json_string(stdout, info->domain);
	printf(",\n      \"node\": ");
	json_string(stdout, dsp->path);
	printf(",\n      \"driver\": \"%u.%u.%u\",\n      \"interface\": %u,\n",
	       info->driver_major, info->driver_minor, info->driver_patch,
	       info->uapi_version);
	printf("      \"sessions\": %u,\n      \"sessions_max\": %u,\n",
	       info->sessions, info->sessions_max);
	printf("      \"banks\": %u,\n      \"sid_shift\": %u,\n",
	       info->banks, info->sid_shift);
	printf("      \"calls_max\": %u,\n      \"args_max\": %u,\n",
	       info->calls_max, info->args_max);
	printf("      \"unsigned_pd\": %s,\n      \"coherent\": %s,\n      \"poll\": %s,\n",
	       info_unsigned(dsp, "true", "false", "null"),
	       info->flags & QDA_DEVICE_COHERENT ? "true" : "false",
	       info->flags & QDA_DEVICE_POLL ? "true" : "false");
	printf("      \"capabilities\": ");
	info_json_capabilities(dsp);
	printf("\n    }");
}

static void info_json(const struct info_dsp *dsps, int count,
		      const char *problem)
{
	char text[MACHINE_TEXT];

	machine_model(text, sizeof(text));
	printf("{\n  \"board\": ");
	json_string(stdout, text);
	machine_kernel(text, sizeof(text));
	printf(",\n  \"kernel\": ");
	json_string(stdout, text);
	printf(",\n  \"libqda\": ");
	json_string(stdout, qda_version());
	printf(",\n  \"dsps\": [");
	for (int i = 0; i < count; i++) {
		if (i)
			putchar(',');
		info_json_dsp(&dsps[i]);
	}
	printf("%s]", count ? "\n  " : "");
	info_json_stopped();
	printf(",\n  \"problem\": ");
	if (problem)
		json_string(stdout, problem);
	else
		printf("null");
	printf("\n}\n");
}

static int info_show(const struct cmd_options *options, bool json)
{
	static struct info_dsp dsps[INFO_DSPS];
	char problem[DIAGNOSE_TEXT];
	int error = -ENODEV;
	int count;

	count = info_collect(options, dsps, &error);
	if (!count)
		diagnose_open(options->device, error, problem, sizeof(problem));
	if (json)
		info_json(dsps, count, count ? NULL : problem);
	else if (count)
		info_print(dsps, count);
	if (count)
		return CMD_OK;

	cmd_complain("no DSP found: %s", problem);
	return CMD_NO_DSP;
}

/**
 * cmd_info() - the sub-command info
 * @options: options before it
 * @argc: number of its arguments, with its name
 * @argv: the arguments
 *
 * Return: exit status of the command.
 */
int cmd_info(const struct cmd_options *options, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "json", no_argument, NULL, 'j' },
		{ 0 },
	};
	bool json = false;
	int option;

	while ((option = getopt_long(argc, argv, ":hj", longs, NULL)) >= 0) {
		switch (option) {
		case 'j':
			json = true;
			break;
		case 'h':
			puts("usage: qda [-d DSP] info [--json]\n"
			     "\n"
			     "What DSPs there are, or why there is none (exit status 3).\n"
			     "\n"
			     "  -j, --json   for programs");
			return CMD_OK;
		default:
			return cmd_bad_option("info", argv, option);
		}
	}
	if (optind < argc) {
		cmd_complain("info takes no argument such as '%s'",
			     argv[optind]);
		return CMD_USAGE;
	}
	return info_show(options, json);
}
