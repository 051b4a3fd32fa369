// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * qda trace: run a command, and write down when each of its calls was where.
 */
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd.h"
#include "trace.h"

/* The page of cli/template. */
#include "timeline.h"

/* Why the kernel does not trace. */
static int trace_complain(int error)
{
	const char *why = strerror(-error);

	if (error == -EACCES || error == -EPERM)
		why = "only root may";
	else if (error == -EBUSY)
		why = "another qda trace runs, or was killed: "
		      "rmdir /sys/kernel/tracing/instances/qda-trace";
	else if (error == -ENOENT)
		why = "is tracefs mounted on /sys/kernel/tracing, and the driver loaded?";
	cmd_complain("cannot trace: %s", why);
	return CMD_FAILED;
}

/* As a shell tells it. */
static int trace_status(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int trace_run(struct trace *trace, int marker, char **argv)
{
	char number[16];
	int status = 0;

	snprintf(number, sizeof(number), "%d", marker);
	trace->begin = trace_now();
	trace->pid = fork();
	if (!trace->pid) {
		setenv("QDA_TRACE", number, 1);
		execvp(argv[0], argv);
		cmd_complain("%s: %s", argv[0], strerror(errno));
		_exit(errno == ENOENT ? 127 : 126);
	}
	if (trace->pid < 0)
		return -errno;
	while (waitpid(trace->pid, &status, 0) < 0 && errno == EINTR)
		;
	trace->end = trace_now();
	return trace_status(status);
}

static int trace_save(struct trace *trace, const char *file)
{
	const char *end = strrchr(file, '.');
	bool page = end && !strcmp(end, ".html");
	FILE *out = fopen(file, "we");
	int calls;

	if (!out) {
		cmd_complain("cannot write %s: %s", file, strerror(errno));
		return CMD_FAILED;
	}
	trace_sort(trace);
	if (page)
		fputs("<script>const T = ", out);
	calls = trace_write(trace, out);
	if (page)
		fprintf(out, "</script>\n%s", template_timeline);
	if (fclose(out)) {
		cmd_complain("cannot write %s", file);
		return CMD_FAILED;
	}
	fprintf(stderr, "qda: %s: %d calls%s", file, calls,
		trace->has_dsp ? "" : ", without the DSP's part");
	if (trace->has_dsp)
		fprintf(stderr, ", the DSP's clock known to %.1f us",
			(double)trace->error_ns / 1e3);
	fputs(page ? ": open it with a browser\n" :
	      ": open it with ui.perfetto.dev or chrome://tracing\n", stderr);
	return CMD_OK;
}

static int trace_do(const char *file, char **argv)
{
	struct trace trace = { .command = argv[0] };
	int marker, status, ret;

	ret = trace_kernel_start(&marker);
	if (ret)
		return trace_complain(ret);
	trace_dsp_start();
	status = trace_run(&trace, marker, argv);
	close(marker);
	ret = trace_kernel_stop(&trace);
	if (!ret)
		ret = trace_dsp_stop(&trace);
	if (status < 0 || ret)
		status = trace_complain(status < 0 ? status : ret);
	else if (trace_save(&trace, file))
		status = CMD_FAILED;
	free(trace.events);
	return status;
}

static void trace_help(void)
{
	puts("usage: qda trace -o FILE [--] CMD...\n"
	     "\n"
	     "Runs CMD, and writes a time line of its calls to FILE: libqda, kernel,\n"
	     "transport, and on the virtual board DSP, PD and thread. FILE is JSON for\n"
	     "ui.perfetto.dev and chrome://tracing, or, if its name ends with .html, a page\n"
	     "that shows it. Calls of other programs are in it, too.\n"
	     "Ends as CMD does: 128+N for signal N, 126 and 127 if it cannot be run. Only for\n"
	     "root.\n"
	     "\n"
	     "  -o, --output FILE   where to");
}

/**
 * cmd_trace() - the sub-command trace
 * @options: options before it
 * @argc: number of its arguments, with its name
 * @argv: the arguments
 *
 * Return: exit status of the command.
 */
int cmd_trace(const struct cmd_options *options, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "output", required_argument, NULL, 'o' },
		{ 0 },
	};
	const char *file = NULL;
	int option;

	(void)options;
	while ((option = getopt_long(argc, argv, "+:ho:", longs, NULL)) >= 0) {
		switch (option) {
		case 'o':
			file = optarg;
			break;
		case 'h':
			trace_help();
			return CMD_OK;
		default:
			return cmd_bad_option("trace", argv, option);
		}
	}
	if (!file || optind == argc) {
		cmd_complain("trace takes -o FILE and a command: see 'qda trace --help'");
		return CMD_USAGE;
	}
	return trace_do(file, argv + optind);
}
