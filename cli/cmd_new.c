// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * qda new: a project with code for the DSP, a program that calls it, and a test.
 */
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd.h"

/* The texts of cli/template. */
#include "template.h"

#define NEW_SDK		"/usr/share/qda-dsp-sdk"
#define NEW_NAME_MAX	40

/**
 * struct new_file - a file of the project
 */
struct new_file {
	/** @name: what it is called */
	const char *name;
	/** @text: what stands in it, with @NAME@ and @SDK@ */
	const char *text;
};

static const struct new_file new_files[] = {
	{ "Makefile", template_Makefile },
	{ "check.sh", template_check },
	{ "main.c", template_main },
	{ "skel.c", template_skel },
};

/* It becomes a part of names of files and functions. */
static bool new_good_name(const char *name)
{
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	return length && length <= NEW_NAME_MAX && !name[length] &&
	       !isdigit((unsigned char)name[0]);
}

static void new_write_text(FILE *file, const char *text, const char *name, const char *sdk)
{
	while (*text) {
		const char *at = strchr(text, '@');

		if (!at)
			at = text + strlen(text);
		fwrite(text, 1, (size_t)(at - text), file);
		text = at;
		if (!strncmp(text, "@NAME@", 6)) {
			fputs(name, file);
			text += 6;
		} else if (!strncmp(text, "@SDK@", 5)) {
			fputs(sdk, file);
			text += 5;
		} else if (*text) {
			fputc(*text++, file);
		}
	}
}

static int new_write(const struct new_file *made, const char *name, const char *sdk)
{
	char path[PATH_MAX];
	FILE *file;
	bool good;

	snprintf(path, sizeof(path), "%s/%s", name, made->name);
	file = fopen(path, "wxe");
	if (!file) {
		cmd_complain("cannot write %s: %s", path, strerror(errno));
		return CMD_FAILED;
	}
	new_write_text(file, made->text, name, sdk);
	good = !ferror(file);
	if (fclose(file) || !good) {
		cmd_complain("cannot write %s", path);
		return CMD_FAILED;
	}
	return CMD_OK;
}

/* The SDK's folder, as an absolute path. */
static int new_find_sdk(const char *given, char *sdk)
{
	const char *from = given ? given : getenv("QDA_SDK");
	char file[PATH_MAX + 16];

	if (!from)
		from = NEW_SDK;
	if (realpath(from, sdk)) {
		snprintf(file, sizeof(file), "%s/skel.mk", sdk);
		if (!access(file, R_OK))
			return CMD_OK;
	}
	cmd_complain("%s has no SDK (skel.mk): install qda-dsp-sdk, or name the folder dsp/sdk of a checkout with --sdk",
		     from);
	return CMD_FAILED;
}

static int new_make(const char *name, const char *given)
{
	int status = CMD_OK;
	char sdk[PATH_MAX];

	if (!new_good_name(name)) {
		cmd_complain("'%s' is no name: take up to %d letters, digits and _, a letter first",
			     name, NEW_NAME_MAX);
		return CMD_USAGE;
	}
	status = new_find_sdk(given, sdk);
	if (status)
		return status;
	if (mkdir(name, 0777)) {
		cmd_complain("cannot make the folder %s: %s", name, strerror(errno));
		return CMD_FAILED;
	}
	for (size_t i = 0; !status && i < sizeof(new_files) / sizeof(new_files[0]); i++)
		status = new_write(&new_files[i], name, sdk);
	if (!status)
		printf("%s: skel.c runs on the DSP, main.c calls it\n"
		       "make -C %s builds them, make -C %s check runs check.sh on the virtual board\n",
		       name, name, name);
	return status;
}

/**
 * cmd_new() - the sub-command new
 * @options: options before it
 * @argc: number of its arguments, with its name
 * @argv: the arguments
 *
 * Return: exit status of the command.
 */
int cmd_new(const struct cmd_options *options, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "sdk", required_argument, NULL, 's' },
		{ 0 },
	};
	const char *sdk = NULL;
	int option;

	(void)options;
	while ((option = getopt_long(argc, argv, ":hs:", longs, NULL)) >= 0) {
		switch (option) {
		case 's':
			sdk = optarg;
			break;
		case 'h':
			puts("usage: qda new [--sdk DIR] NAME\n"
			     "\n"
			     "Makes a folder NAME with a project: a library for the DSP, a program that\n"
			     "calls it, a Makefile, and a test that runs on the virtual board.\n"
			     "\n"
			     "  -s, --sdk DIR   the SDK (default: $QDA_SDK, " NEW_SDK ")");
			return CMD_OK;
		default:
			return cmd_bad_option("new", argv, option);
		}
	}
	if (optind + 1 != argc) {
		cmd_complain("new takes the name of the project");
		return CMD_USAGE;
	}
	return new_make(argv[optind], sdk);
}
