// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Which programs have a DSP open, and what they do with it: the DRM keys and
 * the driver's own in /proc/PID/fdinfo. It takes the right to look at the
 * process, which one has for one's own, and root for all.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "client.h"
#include "machine.h"

/* The kernel's number for nodes in /dev/accel. */
#define CLIENT_MAJOR	261

/* A value of a line "KEY:\tVALUE[ UNIT]", in bytes or as it is. */
static bool client_value(const char *line, const char *key, uint64_t *value)
{
	size_t length = strlen(key);
	char *end;

	if (strncmp(line, key, length) || line[length] != ':')
		return false;
	*value = strtoull(line + length + 1, &end, 10);
	if (!strncmp(end, " KiB", 4))
		*value <<= 10;
	else if (!strncmp(end, " MiB", 4))
		*value <<= 20;
	return true;
}

/* Is it an open file of the driver? Fills @client but for the process. */
static bool client_read(struct client *client, int files, const char *number)
{
	int fd = openat(files, number, O_RDONLY | O_CLOEXEC);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
	bool is_ours = false;
	char line[256];

	if (!file) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	while (fgets(line, sizeof(line), file)) {
		if (!strncmp(line, "drm-driver:\tqda\n", 16))
			is_ours = true;
		client_value(line, "drm-client-id", &client->id);
		client_value(line, "drm-engine-dsp", &client->busy_ns);
		client_value(line, "drm-total-memory", &client->memory);
		client_value(line, "qda-sessions", &client->sessions);
		client_value(line, "qda-calls", &client->calls);
		client_value(line, "qda-copied", &client->copied);
	}
	fclose(file);
	return is_ours;
}

/* Most files of a process are no accel node: fdinfo of those is not worth reading. */
static bool client_is_accel(int pid, const char *number, char *node, size_t size)
{
	char path[64];
	struct stat status;

	snprintf(path, sizeof(path), "/proc/%d/fd/%.10s", pid, number);
	if (stat(path, &status) || !S_ISCHR(status.st_mode) ||
	    major(status.st_rdev) != CLIENT_MAJOR)
		return false;
	snprintf(node, size, "accel%u", minor(status.st_rdev));
	return true;
}

static int clients_add(struct clients *clients, const struct client *client)
{
	struct client *grown;

	for (size_t i = 0; i < clients->count; i++) {
		if (clients->list[i].id == client->id &&
		    !strcmp(clients->list[i].node, client->node))
			return 0;	/* another descriptor of the same file */
	}
	grown = realloc(clients->list, (clients->count + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	grown[clients->count++] = *client;
	clients->list = grown;
	return 0;
}

static int clients_read_process(struct clients *clients, int pid)
{
	char path[64], name[MACHINE_TEXT];
	const struct dirent *entry;
	int ret = 0;
	DIR *files;

	snprintf(path, sizeof(path), "/proc/%d/fdinfo", pid);
	files = opendir(path);
	if (!files) {
		clients->hidden += errno == EACCES || errno == EPERM;
		return 0;
	}
	while (!ret && (entry = readdir(files))) {
		struct client client = { .pid = pid };

		if (!client_is_accel(pid, entry->d_name, client.node, sizeof(client.node)) ||
		    !client_read(&client, dirfd(files), entry->d_name))
			continue;
		snprintf(path, sizeof(path), "/proc/%d/comm", pid);
		machine_read(path, name, sizeof(name));
		snprintf(client.name, sizeof(client.name), "%.31s", name);
		ret = clients_add(clients, &client);
	}
	closedir(files);
	return ret;
}

static int client_compare(const void *one, const void *other)
{
	const struct client *a = one, *b = other;
	int order = strverscmp(a->node, b->node);

	return order ? order : (a->id > b->id) - (a->id < b->id);
}

/**
 * clients_read() - find the programs that have a DSP open
 * @clients: where to put them; clients_free() in either case
 *
 * Return: 0; -ENOMEM, or an error of opendir(3) for /proc.
 */
int clients_read(struct clients *clients)
{
	const struct dirent *entry;
	int ret = 0;
	DIR *processes;

	memset(clients, 0, sizeof(*clients));
	processes = opendir("/proc");
	if (!processes)
		return -errno;
	while (!ret && (entry = readdir(processes))) {
		int pid = atoi(entry->d_name);

		if (pid > 0)
			ret = clients_read_process(clients, pid);
	}
	closedir(processes);
	if (clients->count)
		qsort(clients->list, clients->count, sizeof(*clients->list), client_compare);
	return ret;
}

/**
 * clients_free() - give the memory back
 * @clients: what clients_read() has filled
 */
void clients_free(struct clients *clients)
{
	free(clients->list);
	memset(clients, 0, sizeof(*clients));
}
