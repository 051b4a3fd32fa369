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
#include <unistd.h>

#include "dump.h"

/* The text of a dump ends before this, or at the bytes that it announces. */
#define DUMP_LINES_MAX	4096

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
	char line[512], time[32] = "", version[32] = "";
	FILE *file = fopen(path, "re");

	memset(dump, 0, sizeof(*dump));
	snprintf(dump->path, sizeof(dump->path), "%s", path);
	if (!file)
		return false;
	if (fgets(line, sizeof(line), file) &&
	    !strncmp(line, "qda core dump, format 1\n", sizeof(line)))
		snprintf(version, sizeof(version), "1");
	for (int i = 0; version[0] && i < DUMP_LINES_MAX &&
	     fgets(line, sizeof(line), file) && strncmp(line, "memory: ", 8); i++) {
		dump_take(line, "domain", dump->domain, sizeof(dump->domain));
		dump_take(line, "time", time, sizeof(time));
		dump_take(line, "reason", dump->reason, sizeof(dump->reason));
		dump_take(line, "signal", dump->signal, sizeof(dump->signal));
		dump_take(line, "pc", dump->pc, sizeof(dump->pc));
	}
	fclose(file);
	dump->time = strtoll(time, NULL, 10);
	return version[0];
}

static int dump_compare(const void *one, const void *other)
{
	const struct dump *a = one, *b = other;

	return (a->time < b->time) - (a->time > b->time);
}

/**
 * dump_list() - find the dumps that there are
 * @root: "", or where a test keeps its /sys
 * @dumps: where to put them, the newest first
 * @max: how many fit
 * @unread: where to put how many could not be read, by this user or at all
 *
 * Return: their number.
 */
size_t dump_list(const char *root, struct dump *dumps, size_t max, size_t *unread)
{
	char pattern[PATH_MAX];
	size_t count = 0;
	glob_t found;

	*unread = 0;
	snprintf(pattern, sizeof(pattern),
		 "%s/sys/class/devcoredump/devcd*/data", root);
	if (glob(pattern, 0, NULL, &found))
		return 0;
	for (size_t i = 0; i < found.gl_pathc && count < max; i++) {
		if (dump_read(&dumps[count], found.gl_pathv[i]))
			count++;
		else
			*unread += access(found.gl_pathv[i], R_OK) != 0;
	}
	globfree(&found);
	qsort(dumps, count, sizeof(*dumps), dump_compare);
	return count;
}
