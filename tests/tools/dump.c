// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Device core dumps: waiting for one, reading it, looking for words in it.
 */
#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/dump.h"
#include "tools/t.h"

#define DUMP_DATA "/sys/class/devcoredump/devcd*/data"
#define DUMP_MS (20000 * (int)t_slowdown())

char dump_text[1 << 20];
size_t dump_size;

size_t dump_count(void)
{
	size_t count = 0;
	glob_t found;

	if (!glob(DUMP_DATA, 0, NULL, &found)) {
		count = found.gl_pathc;
		globfree(&found);
	}
	return count;
}

/* A dump that was read is removed by writing to it. */
void dump_clear(void)
{
	glob_t found;

	if (!glob(DUMP_DATA, 0, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			board_write(found.gl_pathv[i], "1");
		globfree(&found);
	}
	T_STEP("the dumps go");
	for (int ms = 0; dump_count(); ms += 10) {
		if (ms > DUMP_MS)
			t_fail("they stay");
		t_sleep_ms(10);
	}
}

void dump_read(void)
{
	glob_t found;
	ssize_t got;
	int fd;

	T_STEP("a dump");
	for (int ms = 0; glob(DUMP_DATA, 0, NULL, &found); ms += 10) {
		if (ms > DUMP_MS)
			t_fail("there is none");
		t_sleep_ms(10);
	}
	T_EQ(found.gl_pathc, 1);
	T_OK(fd = open(found.gl_pathv[0], O_RDONLY | O_CLOEXEC));
	dump_size = 0;
	while ((got = read(fd, dump_text + dump_size,
			   sizeof(dump_text) - 1 - dump_size)) > 0)
		dump_size += (size_t)got;
	dump_text[dump_size] = '\0';
	close(fd);
	globfree(&found);
}

void dump_want(const char *text)
{
	T_STEP(text);
	if (!strstr(dump_text, text))
		t_fail("is not in the dump:\n%.400s", dump_text);
}

void dump_refuse(const char *text)
{
	T_STEP(text);
	if (strstr(dump_text, text))
		t_fail("is in the dump");
}
