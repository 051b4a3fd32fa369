// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The other end of a solo's pipes.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "solo.h"
#include "caller.h"
#include "tap.h"

static const char *caller_qemu, *caller_folder;

/**
 * caller_init() - say where programs are
 * @qemu: qemu-hexagon
 * @folder: folder of the solos
 */
void caller_init(const char *qemu, const char *folder)
{
	caller_qemu = qemu;
	caller_folder = folder;
	signal(SIGPIPE, SIG_IGN);
}

/**
 * caller_start() - start a library under qemu-hexagon
 * @name: its name
 *
 * Return: the pipes to it; a program that is not there ends at once.
 */
struct caller caller_start(const char *name)
{
	struct caller solo;
	int down[2], up[2];
	char path[4096];

	snprintf(path, sizeof(path), "%s/solo_%s", caller_folder, name);
	if (pipe(down) || pipe(up))
		abort();
	solo.pid = fork();
	if (solo.pid < 0)
		abort();
	if (!solo.pid) {
		dup2(down[0], 0);
		dup2(up[1], 1);
		close(down[1]);
		close(up[0]);
		execlp(caller_qemu, caller_qemu, path, NULL);
		_exit(127);
	}
	close(down[0]);
	close(up[1]);
	solo.down = down[1];
	solo.up = up[0];
	solo.blocks = 0;
	return solo;
}

/**
 * caller_end() - close the pipes and wait for the end
 * @solo: the library
 *
 * A test fails here if the library has not given all memory back.
 *
 * Return: 0, an exit code, or 128 and the number of the signal.
 */
int caller_end(struct caller *solo)
{
	int status;

	close(solo->down);
	close(solo->up);
	TAP_EXPECT(!solo->blocks);
	waitpid(solo->pid, &status, 0);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static bool caller_read(int fd, void *to, size_t size)
{
	for (size_t at = 0; at < size;) {
		ssize_t got = read(fd, (uint8_t *)to + at, size - at);

		if (got <= 0)
			return false;
		at += (size_t)got;
	}
	return true;
}

static bool caller_write(int fd, const void *from, size_t size)
{
	for (size_t at = 0; at < size;) {
		ssize_t done = write(fd, (const uint8_t *)from + at, size - at);

		if (done <= 0)
			return false;
		at += (size_t)done;
	}
	return true;
}

/**
 * caller_call_at() - call a method with its arguments at a place of their pages
 * @solo: the library
 * @scalars: method and counts
 * @at_start: they begin near the start of a page, else they end near an end
 * @gap: bytes that near is
 * @args: the arguments, inputs first
 * @result: where to put what the method returned
 *
 * A test fails here if the method has written outside of its outputs.
 *
 * Return: whether the library still runs.
 */
bool caller_call_at(struct caller *solo, uint32_t scalars, uint32_t at_start,
			    uint32_t gap, const struct caller_arg *args, int32_t *result)
{
	struct solo_head head = { .scalars = scalars, .at_start = at_start, .gap = gap };
	uint32_t in = scalars >> 16 & 0xff, count = in + (scalars >> 8 & 0xff);
	struct solo_return answer;

	for (uint32_t i = 0; i < count; i++)
		head.sizes[i] = (uint32_t)args[i].size;
	if (!caller_write(solo->down, &head, sizeof(head)))
		return false;
	for (uint32_t i = 0; i < in; i++)
		if (!caller_write(solo->down, args[i].in, args[i].size))
			return false;
	if (!caller_read(solo->up, &answer, sizeof(answer)))
		return false;
	for (uint32_t i = in; i < count; i++)
		if (!caller_read(solo->up, args[i].out, args[i].size))
			return false;
	*result = answer.result;
	solo->blocks += answer.blocks;
	return TAP_EXPECT(!answer.strays);
}

/**
 * caller_call() - the same with arguments that end with their page
 * @solo: the library
 * @scalars: method and counts
 * @args: the arguments, inputs first
 *
 * Most mistakes go beyond the end.
 *
 * Return: what the method returned; -1 if the library has died.
 */
int32_t caller_call(struct caller *solo, uint32_t scalars,
			    const struct caller_arg *args)
{
	int32_t result = 0;

	return TAP_EXPECT(caller_call_at(solo, scalars, 0, 0, args, &result)) ? result : -1;
}
