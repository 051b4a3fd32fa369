// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What the harness watches: the kernel log, the driver's counters, and for a
 * case that does not end, the kernel stacks of its threads.
 */
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "tools/t.h"
#include "tools/watch.h"

#define WATCH_COUNTERS "/sys/kernel/debug/accel/*/counters"

static int watch_kmsg = -1;

/* What a former case has left behind is its failure, not that of those after it. */
static long watch_left_behind;

int watch_log_start(void)
{
	watch_kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (watch_kmsg < 0 || lseek(watch_kmsg, 0, SEEK_END) < 0)
		return -errno;
	/* Not mounted in a fresh guest; a second mount is refused, which is fine. */
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
	return 0;
}

static bool watch_log_allowed(const char *line, const char *const *allowed)
{
	for (; allowed && *allowed; allowed++)
		if (!fnmatch(*allowed, line, 0))
			return true;
	return false;
}

/*
 * A record is "priority,number,time,flags;text\n key=value\n". Bits above the
 * level are the facility; all but 0 come from user space and are no complaint.
 */
static const char *watch_log_text(char *record)
{
	char *text = strchr(record, ';');

	if (!text || strtoul(record, NULL, 10) >> 3)
		return NULL;
	text++;
	text[strcspn(text, "\n")] = '\0';
	return text;
}

int watch_log_check(const char *const *allowed, const char *const *late)
{
	char record[8192];
	int lines = 0;

	for (;;) {
		ssize_t got = read(watch_kmsg, record, sizeof(record) - 1);
		const char *text;

		if (got < 0 && errno == EPIPE)	/* overwritten before we came */
			continue;
		if (got <= 0)
			return lines;
		record[got] = '\0';
		text = watch_log_text(record);
		if (!text || watch_log_allowed(text, allowed) ||
		    watch_log_allowed(text, late))
			continue;
		if (lines++ < 40)
			t_note("kernel log: %s", text);
	}
}

/* Calls @each for every line "key value" of every DSP; number of lines. */
static int watch_counters_each(void (*each)(const char *path, const char *key, long value,
					    void *data), void *data)
{
	int lines = 0;
	glob_t found;

	if (glob(WATCH_COUNTERS, 0, NULL, &found))
		return 0;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		FILE *file = fopen(found.gl_pathv[i], "re");
		char key[64];
		long value;

		for (; file && fscanf(file, "%63s %ld", key, &value) == 2; lines++)
			each(found.gl_pathv[i], key, value, data);
		if (file)
			fclose(file);
	}
	globfree(&found);
	return lines;
}

struct watch_sum {
	const char *key;
	long sum;
	bool seen;
};

static void watch_counters_sum(const char *path, const char *key, long value, void *data)
{
	struct watch_sum *sum = data;

	(void)path;
	if (sum->key && strcmp(sum->key, key))
		return;
	sum->seen = true;
	sum->sum += value;
}

long watch_counter(const char *key)
{
	struct watch_sum sum = { .key = key };

	watch_counters_each(watch_counters_sum, &sum);
	return sum.seen ? sum.sum : -ENOENT;
}

static void watch_counters_print(const char *path, const char *key, long value, void *data)
{
	(void)data;
	if (value)
		t_note("nothing is open, but %s says: %s %ld", path, key, value);
}

static bool watch_are_zero(long *sum)
{
	struct watch_sum all = { .key = NULL };
	int lines = watch_counters_each(watch_counters_sum, &all);

	*sum = all.sum;
	return lines && all.sum <= watch_left_behind;
}

bool watch_counters_are_zero(void)
{
	long sum;

	return watch_are_zero(&sum);
}

/*
 * The driver may release asynchronously, so 0 may come late. No counters at
 * all is an error too, or a driver that is not loaded would pass.
 */
bool watch_counters_zero(unsigned int wait_ms)
{
	for (unsigned int ms = 0;; ms += 20) {
		long sum;

		if (watch_are_zero(&sum))
			return true;
		if (ms >= wait_ms * t_slowdown()) {
			if (!watch_counters_each(watch_counters_print, NULL))
				t_note("there is no file %s", WATCH_COUNTERS);
			watch_left_behind = sum;
			return false;
		}
		t_sleep_ms(20);
	}
}

size_t watch_clients(unsigned int *clients, size_t max)
{
	size_t count = 0;
	glob_t found;

	if (glob("/sys/kernel/debug/accel/*/sessions", 0, NULL, &found))
		return 0;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		FILE *file = fopen(found.gl_pathv[i], "re");
		char line[256];

		while (file && fgets(line, sizeof(line), file))
			if (count < max && strstr(line, ": running") &&
			    sscanf(line, "client %u:", &clients[count]) == 1)
				count++;
		if (file)
			fclose(file);
	}
	globfree(&found);
	return count;
}

/* "[<0>] qda_invoke_wait+0x10/0x20 [qda]" becomes "qda_invoke_wait". */
static void watch_stack(const char *path)
{
	FILE *file = fopen(path, "re");
	char line[256], text[480] = "";

	while (file && fgets(line, sizeof(line), file)) {
		char *name = strchr(line, ' ');

		if (!name)
			continue;
		name[strcspn(name, "+\n")] = '\0';
		if (strlen(text) + strlen(name) + 3 < sizeof(text))
			sprintf(text + strlen(text), "%s%s", *text ? " <" : "", name);
	}
	if (file)
		fclose(file);
	t_note("%s:%s", path, *text ? text : " (running)");
}

void watch_stacks(int pid)
{
	char pattern[64];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "/proc/%d/task/*/stack", pid);
	if (glob(pattern, 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc && i < 12; i++)
		watch_stack(found.gl_pathv[i]);
	globfree(&found);
}
