// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * qda log: what code on a DSP prints, as it comes.
 */
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "log_line.h"
#include "process.h"
#include "qda.h"

#define LOG_DSP	"cdsp"

/* More than any DSP keeps. */
#define LOG_OLD_MAX	4096

/**
 * struct log_wish - what the command line asks for
 */
struct log_wish {
	/** @filter: which lines */
	struct log_filter filter;
	/** @since: only from the last old line on that has this text; "now" for none
	 * of the old ones; or NULL
	 */
	const char *since;
	/** @follow: whether to wait for more */
	bool follow;
	/** @json: for programs */
	bool json;
};

static int log_open(const struct process *process, struct qda_log **log)
{
	int32_t result = 0;
	int ret;

	ret = qda_log_open(process->dev, log, &result);
	if (!ret)
		return CMD_OK;

	cmd_complain("%s: cannot read the log: %s%s%s", process->name,
		     qda_error_text(QDA_CONTEXT_LOG, ret),
		     ret == -EREMOTEIO ? ": " : "",
		     ret == -EREMOTEIO ? qda_result_text(result) : "");
	return CMD_FAILED;
}

static void log_show_line(const struct log_wish *wish, const char *text)
{
	struct log_line line;

	log_line_parse(&line, text);
	if (!log_line_wanted(&line, &wish->filter))
		return;
	if (wish->json)
		log_line_json(&line, stdout);
	else
		puts(text);
}

/*
 * Lines have no time. So "since" is a place among those that the DSP has kept:
 * the last one with that text. Returns what ended the reading: -EAGAIN.
 */
static int log_show_old(const struct log_wish *wish, struct qda_log *log)
{
	char **lines = calloc(LOG_OLD_MAX, sizeof(*lines));
	char line[QDA_TEXT_SIZE];
	size_t count = 0, first;
	int ret = lines ? 0 : -ENOMEM;

	while (!ret && count < LOG_OLD_MAX &&
	       !(ret = qda_log_read(log, line, sizeof(line), 0))) {
		lines[count] = strdup(line);
		ret = lines[count] ? 0 : -ENOMEM;
		count += !ret;
	}
	first = count;
	for (size_t i = count; i > 0 && first == count; i--) {
		if (strstr(lines[i - 1], wish->since) && strcmp(wish->since, "now"))
			first = i - 1;
	}
	for (size_t i = 0; i < count; i++) {
		if (i >= first)
			log_show_line(wish, lines[i]);
		free(lines[i]);
	}
	free(lines);
	return ret;
}

/* A closed output is an ordinary end. */
static int log_print(const struct process *process, struct qda_log *log,
		     const struct log_wish *wish)
{
	char line[QDA_TEXT_SIZE];
	int ret = wish->since ? log_show_old(wish, log) : 0;

	if (ret == -EAGAIN && wish->follow)
		ret = 0;
	while (!ret && !(ret = qda_log_read(log, line, sizeof(line), wish->follow))) {
		log_show_line(wish, line);
		if (ferror(stdout))
			return CMD_FAILED;
	}
	if (ret == -EAGAIN)
		return CMD_OK;

	cmd_complain("%s: the log has ended: %s", process->name,
		     qda_error_text(QDA_CONTEXT_LOG, ret));
	return CMD_FAILED;
}

static int log_show(const struct cmd_options *options, const struct log_wish *wish)
{
	struct process process = {
		.name = options->device ? options->device : LOG_DSP,
		.wait_ns = options->wait_ns,
	};
	struct qda_log *log;
	int status;

	status = process_open_dsp(&process);
	if (!status)
		status = log_open(&process, &log);
	if (!status) {
		/* A line is to be seen when it comes, also in a pipe. */
		setvbuf(stdout, NULL, _IOLBF, 0);
		status = log_print(&process, log, wish);
		qda_log_close(log);
	}
	process_close(&process);
	return status;
}

static void log_help(void)
{
	puts("usage: qda [-d DSP] log [OPTION]...\n"
	     "\n"
	     "Prints what code on the DSP logs (FARF), and how its processes ended,\n"
	     "until the DSP stops or Ctrl-C is pressed. Only for root.\n"
	     "\n"
	     "  -c, --crash       only how processes have died\n"
	     "  -j, --json        for programs: a JSON object a line\n"
	     "  -l, --level L     only low, medium, high, error or fatal, and what is above it\n"
	     "  -n, --no-wait     print what is there, and end\n"
	     "  -p, --pd N        only of this process\n"
	     "  -s, --since TEXT  old lines only from the last one on that has this text;\n"
	     "                    'now': no old lines\n"
	     "\n"
	     "The DSP is cdsp if none is given.");
}

/* An option; -1 to go on. */
static int log_option(struct log_wish *wish, char **argv, int option)
{
	switch (option) {
	case 'c':
		wish->filter.crash = true;
		return -1;
	case 'j':
		wish->json = true;
		return -1;
	case 'l':
		wish->filter.level = log_line_level(optarg);
		if (wish->filter.level >= 0)
			return -1;
		cmd_complain("'%s' is no level: give low, medium, high, error or fatal", optarg);
		return CMD_USAGE;
	case 'n':
		wish->follow = false;
		return -1;
	case 'p':
		return cmd_parse_number(optarg, 1, UINT32_MAX, "number of a process",
					&wish->filter.pd) ? CMD_USAGE : -1;
	case 's':
		wish->since = optarg;
		return -1;
	case 'h':
		log_help();
		return CMD_OK;
	default:
		return cmd_bad_option("log", argv, option);
	}
}

/**
 * cmd_log() - the sub-command log
 * @options: options before it
 * @argc: number of its arguments, with its name
 * @argv: the arguments
 *
 * Return: exit status of the command.
 */
int cmd_log(const struct cmd_options *options, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "crash", no_argument, NULL, 'c' },
		{ "help", no_argument, NULL, 'h' },
		{ "json", no_argument, NULL, 'j' },
		{ "level", required_argument, NULL, 'l' },
		{ "no-wait", no_argument, NULL, 'n' },
		{ "pd", required_argument, NULL, 'p' },
		{ "since", required_argument, NULL, 's' },
		{ 0 },
	};
	struct log_wish wish = { .filter.level = -1, .follow = true };
	int option, status;

	while ((option = getopt_long(argc, argv, ":chjl:np:s:", longs, NULL)) >= 0) {
		status = log_option(&wish, argv, option);
		if (status >= 0)
			return status;
	}
	if (optind < argc) {
		cmd_complain("log takes no argument such as '%s'",
			     argv[optind]);
		return CMD_USAGE;
	}
	return log_show(options, &wish);
}
