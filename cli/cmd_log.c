// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * qda log: what code on a DSP prints, as it comes.
 */
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>

#include "cmd.h"
#include "process.h"
#include "qda.h"

#define LOG_DSP	"cdsp"

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

/* A closed output is an ordinary end. */
static int log_print(const struct process *process, struct qda_log *log,
		     bool follow)
{
	char line[QDA_TEXT_SIZE];
	int ret;

	while (!(ret = qda_log_read(log, line, sizeof(line), follow))) {
		puts(line);
		if (ferror(stdout))
			return CMD_FAILED;
	}
	if (ret == -EAGAIN)
		return CMD_OK;

	cmd_complain("%s: the log has ended: %s", process->name,
		     qda_error_text(QDA_CONTEXT_LOG, ret));
	return CMD_FAILED;
}

static int log_show(const struct cmd_options *options, bool follow)
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
		status = log_print(&process, log, follow);
		qda_log_close(log);
	}
	process_close(&process);
	return status;
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
		{ "help", no_argument, NULL, 'h' },
		{ "no-wait", no_argument, NULL, 'n' },
		{ 0 },
	};
	bool follow = true;
	int option;

	while ((option = getopt_long(argc, argv, ":hn", longs, NULL)) >= 0) {
		switch (option) {
		case 'n':
			follow = false;
			break;
		case 'h':
			puts("usage: qda [-d DSP] log [-n]\n"
			     "\n"
			     "Prints what code on the DSP logs (FARF), and how its processes ended,\n"
			     "until the DSP stops or Ctrl-C is pressed. Only for root.\n"
			     "\n"
			     "  -n, --no-wait   print what is there, and end\n"
			     "\n"
			     "The DSP is cdsp if none is given.");
			return CMD_OK;
		default:
			return cmd_bad_option("log", argv, option);
		}
	}
	if (optind < argc) {
		cmd_complain("log takes no argument such as '%s'",
			     argv[optind]);
		return CMD_USAGE;
	}
	return log_show(options, follow);
}
