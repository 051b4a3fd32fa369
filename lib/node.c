// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The directory of device nodes: what is in it, and when that changes.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "node.h"

/* udev sets owner and mode after the kernel made the node: IN_ATTRIB */
#define NODE_EVENTS		(IN_CREATE | IN_MOVED_TO | IN_ATTRIB | IN_ONLYDIR)
#define NODE_EVENTS_PARENT	(IN_CREATE | IN_MOVED_TO | IN_ONLYDIR)

/* The number of an accel node's name, or -1. */
static int node_number(const char *name)
{
	static const char prefix[] = "accel";
	unsigned long number;
	char *end;

	if (strncmp(name, prefix, sizeof(prefix) - 1))
		return -1;
	name += sizeof(prefix) - 1;
	if (*name < '0' || *name > '9')
		return -1;

	errno = 0;
	number = strtoul(name, &end, 10);
	if (errno || *end || number > INT_MAX)
		return -1;
	return (int)number;
}

/**
 * qda_node_next() - find the accel node with the next higher number
 * @dir: the directory, read from its beginning each time
 * @after: the number before, -1 to begin
 *
 * Return: the number, or -1 if there is none.
 */
int qda_node_next(DIR *dir, int after)
{
	const struct dirent *entry;
	int best = -1;

	rewinddir(dir);
	while ((entry = readdir(dir))) {
		int number = node_number(entry->d_name);

		if (number > after && (best < 0 || number < best))
			best = number;
	}
	return best;
}

/**
 * qda_node_watch_open() - begin to watch
 *
 * Return: a file descriptor to close in the end, or -errno.
 */
int qda_node_watch_open(void)
{
	int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

	return watch < 0 ? -errno : watch;
}

/* Watch the directory in which @dir is, or will be. */
static int node_watch_parent(int watch, const char *dir)
{
	char parent[PATH_MAX];
	char *slash;

	if (snprintf(parent, sizeof(parent), "%s", dir) >= (int)sizeof(parent))
		return -ENAMETOOLONG;

	slash = strrchr(parent, '/');
	if (!slash)
		strcpy(parent, ".");
	else
		slash[slash == parent] = '\0';

	if (inotify_add_watch(watch, parent, NODE_EVENTS_PARENT) < 0)
		return -errno;
	return 0;
}

/**
 * qda_node_watch_arm() - see every change from now on
 * @watch: from qda_node_watch_open()
 * @dir: the directory
 *
 * The kernel removes the directory with its last node and makes it again with
 * the next one, so this comes before each look into it. That it went is not
 * told while any program has the old node open; that it came is, by its parent.
 *
 * Return: 0 or -errno.
 */
int qda_node_watch_arm(int watch, const char *dir)
{
	int ret;

	ret = node_watch_parent(watch, dir);
	if (ret)
		return ret;
	if (inotify_add_watch(watch, dir, NODE_EVENTS) < 0 && errno != ENOENT)
		return -errno;
	return 0;
}

/**
 * qda_node_watch_wait() - sleep until something changed
 * @watch: from qda_node_watch_open()
 * @timeout_ms: for how long, -1 for ever
 *
 * Return: 1 if something changed, 0 if the time is over, -EINTR.
 */
int qda_node_watch_wait(int watch, int timeout_ms)
{
	struct pollfd pollfd = { .fd = watch, .events = POLLIN };
	char events[4096];
	int ret;

	ret = poll(&pollfd, 1, timeout_ms);
	if (ret < 0)
		return -errno;

	/* What changed does not matter: the caller looks again. */
	while (read(watch, events, sizeof(events)) > 0)
		;
	return ret;
}
