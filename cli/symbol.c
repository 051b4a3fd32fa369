// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * File and line of a place in a library for the DSP, "libx_skel.so+0x1c", by
 * LLVM's symbolizer, if this machine has one and the library is the file that ran.
 */
#include <ctype.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "symbol.h"

static const char *const symbol_programs[] = { "llvm-symbolizer-19", "llvm-symbolizer" };

/* The program, by name, that PATH leads to; NULL if to none. */
static const char *symbol_program(void)
{
	const char *path = getenv("PATH");

	for (size_t i = 0; path && i < 2; i++) {
		char *list = strdup(path), *next = list, file[PATH_MAX];
		bool found = false;

		for (char *folder; list && !found && (folder = strsep(&next, ":")); ) {
			snprintf(file, sizeof(file), "%s/%s", folder, symbol_programs[i]);
			found = !access(file, X_OK);
		}
		free(list);
		if (found)
			return symbol_programs[i];
	}
	return NULL;
}

/**
 * symbol_can() - is there a symbolizer?
 *
 * Return: whether symbol_line() may find something.
 */
bool symbol_can(void)
{
	return symbol_program() != NULL;
}

/* The DSP has said it: "(f+0x8) file.c:12" at the end. */
static bool symbol_is_told(const char *text)
{
	const char *end = strrchr(text, ')'), *colon = strrchr(text, ':');

	return end && end[1] == ' ' && colon > end && isdigit((unsigned char)colon[1]);
}

/* "libx_skel.so+0x1c" somewhere in @text; where its name begins, and the number. */
static const char *symbol_find(const char *text, size_t *length, const char **address)
{
	for (const char *at = text; (at = strstr(at, "+0x")); at++) {
		const char *start = at, *end;

		while (start > text && (isalnum((unsigned char)start[-1]) ||
					strchr("_.-", start[-1])))
			start--;
		end = strstr(start, ".so");
		if (start == at || !end || end > at)
			continue;
		*length = (size_t)(at - start);
		*address = at + 1;
		return start;
	}
	return NULL;
}

/* The first folder of the list that has a file of the name. */
static bool symbol_file(const char *folders, const char *name, size_t length, char *file)
{
	char *list = strdup(folders), *next = list;
	bool found = false;

	for (char *folder; list && !found && (folder = strsep(&next, ":;")); ) {
		snprintf(file, PATH_MAX, "%s/%.*s", folder, (int)length, name);
		found = folder[0] && !access(file, R_OK);
	}
	free(list);
	return found;
}

/* The first line that the symbolizer prints; no shell sees the name of the file. */
static bool symbol_ask(const char *program, char *const argv[], char *line, size_t size)
{
	posix_spawn_file_actions_t actions;
	int ends[2], status = -1;
	extern char **environ;
	size_t used = 0;
	ssize_t got;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		return false;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	if (posix_spawnp(&pid, program, &actions, NULL, argv, environ))
		pid = -1;
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	while (pid > 0 && (got = read(ends[0], line + used, size - 1 - used)) > 0)
		used += (size_t)got;
	line[used] = '\0';
	line[strcspn(line, "\n")] = '\0';
	close(ends[0]);
	if (pid > 0)
		waitpid(pid, &status, 0);
	return !status && line[0] && line[0] != '?';
}

/**
 * symbol_line() - find file and line of the place that a text names
 * @folders: where libraries are, with ':' between them
 * @text: a line of a log or a dump
 * @place: where to put "file.c:12"
 * @size: bytes at @place
 *
 * A place that was called from is where the call comes back to, one packet too
 * far: "lr:" and all lines of a backtrace but the first say that.
 *
 * Return: whether there is one.
 */
bool symbol_line(const char *folders, const char *text, char *place, size_t size)
{
	const char *program = symbol_program(), *address, *name, *back;
	char file[PATH_MAX], object[PATH_MAX + 8], number[32], where[24];
	size_t length;

	name = program && !symbol_is_told(text) ? symbol_find(text, &length, &address) : NULL;
	if (!name || !symbol_file(folders, name, length, file))
		return false;
	back = strstr(text, "backtrace ");
	back = strstr(text, "lr: ") || (back && strncmp(back, "backtrace 0:", 12)) ? "4" : "0";
	snprintf(object, sizeof(object), "--obj=%s", file);
	snprintf(number, sizeof(number), "--adjust-vma=%s", back);
	snprintf(where, sizeof(where), "%.*s",
		 (int)(2 + strspn(address + 2, "0123456789abcdef")), address);
	if (!symbol_ask(program, (char *[]){ (char *)program, "--functions=none",
			"--no-inlines", "--relativenames", number, object, where, NULL },
			place, size))
		return false;
	/* Not the column. */
	if (strchr(place, ':') != strrchr(place, ':'))
		*strrchr(place, ':') = '\0';
	return true;
}
