// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * How a process on a DSP has died, from the dump that the driver leaves in
 * /sys/class/devcoredump. Only root can read one.
 */
#include <glob.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dump.h"

/* The text of a dump ends before this, or at the bytes that it announces. */
#define DUMP_LINES_MAX	4096

/**
 * struct dump - what one dump says
 */
struct dump {
	/** @domain: the DSP */
	char domain[32];
	/** @time: when it was made, in seconds of the wall clock */
	long long time;
	/** @fault: whether a process has faulted, and not the DSP */
	bool fault;
	/** @signal: signal and meaning, "" if it has no record */
	char signal[128];
	/** @pc: where */
	char pc[128];
};

/* "KEY: VALUE" in @line: the value. */
static bool dump_take(const char *line, const char *key, char *value,
		      size_t size)
{
	size_t length = strlen(key);

	line += strspn(line, " ");
	if (value[0] || strncmp(line, key, length) || line[length] != ':')
		return false;
	line += length + 1;
	line += strspn(line, " ");
	snprintf(value, size, "%.*s", (int)strcspn(line, "\n"), line);
	for (char *c = value; *c; c++) {
		if (*c < ' ' || *c > '~')
			*c = '?';
	}
	return true;
}

static bool dump_read(struct dump *dump, const char *path)
{
	char line[512], time[32] = "", reason[64] = "", version[32] = "";
	FILE *file = fopen(path, "re");

	memset(dump, 0, sizeof(*dump));
	if (!file)
		return false;
	if (fgets(line, sizeof(line), file) &&
	    !strncmp(line, "qda core dump, format 1\n", sizeof(line)))
		snprintf(version, sizeof(version), "1");
	for (int i = 0; version[0] && i < DUMP_LINES_MAX &&
	     fgets(line, sizeof(line), file) && strncmp(line, "memory: ", 8); i++) {
		dump_take(line, "domain", dump->domain, sizeof(dump->domain));
		dump_take(line, "time", time, sizeof(time));
		dump_take(line, "reason", reason, sizeof(reason));
		dump_take(line, "signal", dump->signal, sizeof(dump->signal));
		dump_take(line, "pc", dump->pc, sizeof(dump->pc));
	}
	fclose(file);
	dump->time = strtoll(time, NULL, 10);
	dump->fault = strstr(reason, "has faulted");
	return version[0];
}

/**
 * dump_describe() - say how a process on a DSP has died
 * @root: "", or where a test keeps its /sys
 * @domain: the DSP
 * @since: it died then or later
 * @text: where to put "SIGSEGV (11), ..., at libx_skel.so+0x1c (f+0x8)"; "" if
 *	there is no dump that tells, or more than one
 * @size: bytes at @text; %DUMP_TEXT is enough
 */
void dump_describe(const char *root, const char *domain, time_t since,
		   char *text, size_t size)
{
	char pattern[PATH_MAX];
	struct dump dump;
	int matches = 0;
	glob_t found;

	text[0] = '\0';
	snprintf(pattern, sizeof(pattern),
		 "%s/sys/class/devcoredump/devcd*/data", root);
	if (glob(pattern, 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		if (!dump_read(&dump, found.gl_pathv[i]) || !dump.fault ||
		    strcmp(dump.domain, domain) || dump.time < since ||
		    !dump.signal[0] || !dump.pc[0])
			continue;
		matches++;
		snprintf(text, size, "%s, at %s", dump.signal, dump.pc);
	}
	globfree(&found);
	/* Whose is it, if several processes have died meanwhile? */
	if (matches > 1)
		text[0] = '\0';
}
