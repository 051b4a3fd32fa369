// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * qda dump: the core dumps that the kernel keeps of DSPs and their processes.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"
#include "dump.h"
#include "symbol.h"

/**
 * struct dump_wish - what the command line asks for
 */
struct dump_wish {
	/** @domain: only of this DSP, or NULL */
	const char *domain;
	/** @folders: where libraries are, for file and line */
	char folders[4096];
	/** @file: write the last one there as it is, or NULL */
	const char *file;
	/** @count: how many, the newest first */
	unsigned long count;
	/** @list: only a line of each */
	bool list;
	/** @remove: have the kernel forget them */
	bool remove;
};

static void dump_print_time(const struct dump *dump)
{
	time_t when = (time_t)dump->time;
	struct tm parts;
	char text[64];

	gmtime_r(&when, &parts);
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &parts);
	printf("%s", text);
}

static void dump_print_short(const struct dump *dump)
{
	dump_print_time(dump);
	printf(" UTC  %s: %s", dump->domain, dump->reason);
	if (dump->signal[0])
		printf(": %s, at %s", dump->signal, dump->pc);
	putchar('\n');
}

/* The text, with file and line where they can be found. */
static int dump_print(const struct dump_wish *wish, const struct dump *dump)
{
	char line[1024], place[512];
	FILE *file = fopen(dump->path, "re");

	if (!file) {
		cmd_complain("cannot read %s: %s", dump->path, strerror(errno));
		return CMD_FAILED;
	}
	while (fgets(line, sizeof(line), file) && strncmp(line, "memory: ", 8)) {
		line[strcspn(line, "\n")] = '\0';
		if (symbol_line(wish->folders, line, place, sizeof(place)))
			printf("%s %s\n", line, place);
		else
			puts(line);
	}
	fclose(file);
	return CMD_OK;
}

/* All bytes, the memory of the process too. */
static int dump_save(const char *from, const char *to)
{
	FILE *in = fopen(from, "re"), *out = in ? fopen(to, "we") : NULL;
	char bytes[65536];
	size_t got;
	bool good;

	if (!out) {
		cmd_complain("cannot %s %s: %s", in ? "write" : "read", in ? to : from,
			     strerror(errno));
		if (in)
			fclose(in);
		return CMD_FAILED;
	}
	while ((got = fread(bytes, 1, sizeof(bytes), in)))
		fwrite(bytes, 1, got, out);
	good = !ferror(in) && !ferror(out);
	fclose(in);
	if (fclose(out) || !good) {
		cmd_complain("cannot write %s", to);
		return CMD_FAILED;
	}
	return CMD_OK;
}

/* What is written to its file removes a dump. */
static int dump_remove(const struct dump *dump)
{
	int fd = open(dump->path, O_WRONLY | O_CLOEXEC);
	bool good = fd >= 0 && write(fd, "1", 1) == 1;

	if (!good)
		cmd_complain("cannot remove %s: %s", dump->path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return good ? CMD_OK : CMD_FAILED;
}

static int dump_each(const struct dump_wish *wish, const struct dump *dumps, size_t count)
{
	unsigned long shown = 0;
	int status = CMD_OK;

	for (size_t i = 0; !status && i < count && shown < wish->count; i++) {
		if (wish->domain && strcmp(wish->domain, dumps[i].domain))
			continue;
		if (wish->file)
			status = shown ? CMD_OK : dump_save(dumps[i].path, wish->file);
		else if (wish->list)
			dump_print_short(&dumps[i]);
		else
			status = dump_print(wish, &dumps[i]);
		if (!status && wish->remove)
			status = dump_remove(&dumps[i]);
		shown++;
	}
	if (!status && !shown)
		puts("no dump: nothing has crashed in the last five minutes, or it has been removed");
	return status;
}

static void dump_help(void)
{
	puts("usage: qda [-d DSP] dump [OPTION]...\n"
	     "\n"
	     "The last core dump of a process on a DSP, or of a DSP that has crashed: why,\n"
	     "where, registers, calls that were under way. The kernel keeps one for five\n"
	     "minutes, and makes no second one of the same DSP meanwhile. Only for root.\n"
	     "File and line are added if llvm-symbolizer is here and a library has them.\n"
	     "\n"
	     "  -l, --list          a line of each\n"
	     "  -n, --count N       so many, the newest first (default 1; with -l all)\n"
	     "  -o, --output FILE   write the last one as it is, with the process' memory\n"
	     "  -p, --path PATH     where libraries are (default: the search path)\n"
	     "  -r, --remove        have the kernel forget what was shown");
}

static int dump_option(struct dump_wish *wish, char **argv, int option)
{
	switch (option) {
	case 'l':
		wish->list = true;
		return -1;
	case 'n':
		return cmd_parse_number(optarg, 1, DUMP_MAX, "number of dumps", &wish->count) ?
		       CMD_USAGE : -1;
	case 'o':
		wish->file = optarg;
		return -1;
	case 'p':
		snprintf(wish->folders, sizeof(wish->folders), "%s", optarg);
		return -1;
	case 'r':
		wish->remove = true;
		return -1;
	case 'h':
		dump_help();
		return CMD_OK;
	default:
		return cmd_bad_option("dump", argv, option);
	}
}

static void dump_folders(struct dump_wish *wish)
{
	const char *dsp = getenv("DSP_LIBRARY_PATH"), *adsp = getenv("ADSP_LIBRARY_PATH");

	if (!wish->folders[0])
		snprintf(wish->folders, sizeof(wish->folders),
			 "%s:%s:/usr/lib/dsp/cdsp:/usr/lib/dsp/adsp:/usr/lib/dsp",
			 dsp ? dsp : "", adsp ? adsp : "");
}

/**
 * cmd_dump() - the sub-command dump
 * @options: options before it
 * @argc: number of its arguments, with its name
 * @argv: the arguments
 *
 * Return: exit status of the command.
 */
int cmd_dump(const struct cmd_options *options, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "count", required_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' },
		{ "list", no_argument, NULL, 'l' },
		{ "output", required_argument, NULL, 'o' },
		{ "path", required_argument, NULL, 'p' },
		{ "remove", no_argument, NULL, 'r' },
		{ 0 },
	};
	static struct dump dumps[DUMP_MAX];
	static struct dump_wish wish;
	size_t count, unread;
	int option, status;

	wish.domain = options->device;
	while ((option = getopt_long(argc, argv, ":hln:o:p:r", longs, NULL)) >= 0) {
		status = dump_option(&wish, argv, option);
		if (status >= 0)
			return status;
	}
	if (optind < argc) {
		cmd_complain("dump takes no argument such as '%s'", argv[optind]);
		return CMD_USAGE;
	}
	if (!wish.count)
		wish.count = wish.list ? DUMP_MAX : 1;
	dump_folders(&wish);
	count = dump_list("", dumps, DUMP_MAX, &unread);
	if (!count && unread) {
		cmd_complain("%zu dumps are there, but only root may read them", unread);
		return CMD_FAILED;
	}
	return dump_each(&wish, dumps, count);
}
