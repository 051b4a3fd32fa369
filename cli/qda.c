// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The qda command: options for all, then one of the sub-commands.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "qda.h"

/**
 * struct qda_command - a sub-command
 */
struct qda_command {
	/** @name: its name */
	const char *name;
	/** @run: does it */
	int (*run)(const struct cmd_options *options, int argc, char **argv);
	/** @usage: its arguments */
	const char *usage;
	/** @summary: one line of help */
	const char *summary;
};

static const struct qda_command qda_commands[] = {
	{ "call", cmd_call, "LIB METHOD [ARG]...",
	  "call a method of a module on a DSP" },
	{ "demo", cmd_demo, "sobel IN [OUT]",
	  "find the edges of a picture on a DSP, check the result" },
	{ "info", cmd_info, "[--json]",
	  "what DSPs there are, or why there is none" },
	{ "log", cmd_log, "[-n]",
	  "what code on a DSP prints, and how its processes ended" },
};

#define QDA_COMMANDS	(sizeof(qda_commands) / sizeof(qda_commands[0]))

void cmd_complain(const char *format, ...)
{
	va_list args;

	fflush(stdout);
	fputs("qda: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

int cmd_parse_number(const char *text, unsigned long min, unsigned long max,
		     const char *what, unsigned long *number)
{
	char *end;

	errno = 0;
	*number = strtoul(text, &end, 10);
	if (!errno && !*end && *text >= '0' && *text <= '9' &&
	    *number >= min && *number <= max)
		return CMD_OK;
	cmd_complain("'%s' is no %s: give %lu to %lu", text, what, min, max);
	return CMD_USAGE;
}

static void qda_help(void)
{
	puts("usage: qda [-d DSP] [-w SECONDS] COMMAND [ARGUMENT...]\n"
	     "\n"
	     "commands:");
	for (size_t i = 0; i < QDA_COMMANDS; i++)
		printf("  %-4s %-20s %s\n", qda_commands[i].name,
		       qda_commands[i].usage, qda_commands[i].summary);
	puts("\n"
	     "options:\n"
	     "  -d, --device DSP   which one: a domain such as cdsp, or a path\n"
	     "  -h, --help         this text; after a command: that command's\n"
	     "  -w, --wait S       wait up to S seconds for the DSP, and for a free\n"
	     "                     context bank of it (0: for ever)\n"
	     "  -V, --version      versions of the command and its library\n"
	     "\n"
	     "exit status: 0 done, 1 failed, 2 not understood, 3 no DSP");
}

static int qda_run(const struct cmd_options *options, int argc, char **argv)
{
	for (size_t i = 0; i < QDA_COMMANDS; i++) {
		if (strcmp(argv[0], qda_commands[i].name))
			continue;
		/* getopt(3) puts this before its complaints. */
		argv[0] = program_invocation_short_name;
		optind = 0;
		return qda_commands[i].run(options, argc, argv);
	}
	cmd_complain("no command '%s': 'qda --help' lists them", argv[0]);
	return CMD_USAGE;
}

/* Output that nobody got is a failure. */
static int qda_finish(int status)
{
	if (fflush(stdout) || ferror(stdout)) {
		cmd_complain("cannot write to standard output");
		return status ? status : CMD_FAILED;
	}
	return status;
}

int main(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "device", required_argument, NULL, 'd' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ "wait", required_argument, NULL, 'w' },
		{ 0 },
	};
	struct cmd_options options = { .wait_ns = QDA_NO_WAIT };
	unsigned long wait_s;
	int option;

	/* A pipe that closes is a write error like others. */
	signal(SIGPIPE, SIG_IGN);

	/* '+': what follows the sub-command is the sub-command's. */
	while ((option = getopt_long(argc, argv, "+d:hVw:", longs, NULL)) >= 0) {
		switch (option) {
		case 'd':
			options.device = optarg;
			break;
		case 'h':
			qda_help();
			return qda_finish(CMD_OK);
		case 'V':
			printf("qda %s, libqda %s\n", QDA_VERSION,
			       qda_version());
			return qda_finish(CMD_OK);
		case 'w':
			if (cmd_parse_number(optarg, 0, CMD_SECONDS_MAX,
					     "number of seconds", &wait_s))
				return CMD_USAGE;
			options.wait_ns = (int64_t)wait_s * CMD_NS_PER_S;
			break;
		default:
			return CMD_USAGE;
		}
	}
	if (optind == argc) {
		cmd_complain("no command given: 'qda --help' lists them");
		return CMD_USAGE;
	}
	return qda_finish(qda_run(&options, argc - optind, argv + optind));
}
