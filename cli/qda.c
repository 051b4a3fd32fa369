// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The qda command: options for all, then one of the sub-commands.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
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
	{ "doctor", cmd_doctor, "[--json] [LIBRARY]...",
	  "what is missing between a program and code on a DSP" },
	{ "dump", cmd_dump, "[-l] [-o FILE]",
	  "the last core dump of a DSP or a process on it" },
	{ "info", cmd_info, "[--json]",
	  "what DSPs there are, or why there is none" },
	{ "log", cmd_log, "[-cn] [-p PD]",
	  "what code on a DSP prints, and how its processes ended" },
	{ "new", cmd_new, "[--sdk DIR] NAME",
	  "a project: code for a DSP, a program, a test" },
	{ "top", cmd_top, "[-1j] [-i S] [-n N]",
	  "which programs use a DSP, and how much" },
	{ "trace", cmd_trace, "-o FILE CMD...",
	  "run a command, and write when each call was where" },
};

#define QDA_COMMANDS	(sizeof(qda_commands) / sizeof(qda_commands[0]))

/**
 * cmd_complain() - print one sentence on stderr, the program's name before it
 * @format: for printf
 */
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

/* Options of all commands, which come before the command's name. */
static bool qda_is_general(const char *option)
{
	static const char *const general[] = { "d", "w", "V", "--device", "--wait", "--version" };
	size_t length = strcspn(option, "=");

	for (size_t i = 0; i < sizeof(general) / sizeof(general[0]); i++) {
		if (strlen(general[i]) == length &&
		    !strncmp(option, general[i], length))
			return true;
	}
	return false;
}

/**
 * cmd_bad_option() - complain about an option that getopt_long(3) did not take
 * @command: name of the sub-command, or NULL before there is one
 * @argv: the arguments
 * @option: what getopt_long(3) returned: '?', or ':' for a missing value
 *
 * Return: exit status of the command.
 */
int cmd_bad_option(const char *command, char **argv, int option)
{
	const char *given = argv[optind - 1];
	char letter[] = { '-', (char)optopt, '\0' };
	bool more = argv[optind] && argv[optind][0] == '-' &&
		    argv[optind][1] != '-' && optopt &&
		    strchr(argv[optind], optopt);
	/* In "-xy" getopt is still at this argument when 'x' is wrong. */
	bool is_long = !more && !strncmp(given, "--", 2);
	const char *name = is_long ? given : letter;
	const char *help = command ? command : "";

	if (option == ':')
		cmd_complain("option '%s' needs a value: see 'qda %s%s--help'",
			     name, help, command ? " " : "");
	else if (is_long && optopt)
		cmd_complain("option '%s' takes no value: see 'qda %s%s--help'",
			     name, help, command ? " " : "");
	else if (command && qda_is_general(is_long ? name : letter + 1))
		cmd_complain("option '%s' comes before the command: qda %s ... %s",
			     name, name, command);
	else
		cmd_complain("unrecognized option '%s': see 'qda %s%s--help'",
			     name, help, command ? " " : "");
	return CMD_USAGE;
}

/**
 * cmd_parse_number() - read a number, or complain
 * @text: the number
 * @min: least value
 * @max: greatest value
 * @what: what it is a number of
 * @number: where to put it
 *
 * Return: exit status of the command.
 */
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
		printf("  %-6s %-21s %s\n", qda_commands[i].name,
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
		optind = 0;
		return qda_commands[i].run(options, argc, argv);
	}
	cmd_complain("no command '%s': 'qda --help' lists them", argv[0]);
	return CMD_USAGE;
}

/* Output that was lost is a failure. */
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

	/* '+': what follows the sub-command is the sub-command's; ':': no words of its own. */
	while ((option = getopt_long(argc, argv, "+:d:hVw:", longs, NULL)) >= 0) {
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
			return cmd_bad_option(NULL, argv, option);
		}
	}
	if (optind == argc) {
		cmd_complain("no command given: 'qda --help' lists them");
		return CMD_USAGE;
	}
	return qda_finish(qda_run(&options, argc - optind, argv + optind));
}
