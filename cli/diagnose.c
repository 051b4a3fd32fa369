// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Why there is no DSP, in one sentence with its remedy: a node that may not be
 * opened, or what qda doctor finds first.
 */
#include <errno.h>
#include <glob.h>
#include <grp.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "diagnose.h"
#include "doctor.h"
#include "machine.h"
#include "qda.h"

#define DIAGNOSE_ENTRIES	16

/* Name of the group that owns @path, "" for root. Asks no name service. */
static void diagnose_group(const char *path, char *text, size_t size)
{
	const struct group *group;
	struct stat status;
	FILE *groups;

	text[0] = '\0';
	if (stat(path, &status) || !status.st_gid)
		return;
	groups = fopen("/etc/group", "re");
	if (!groups)
		return;

	while ((group = fgetgrent(groups))) {
		if (group->gr_gid == status.st_gid)
			snprintf(text, size, "%s", group->gr_name);
	}
	fclose(groups);
}

static void diagnose_permission(const char *path, char *text, size_t size)
{
	char group[64];

	diagnose_group(path, group, sizeof(group));
	if (group[0])
		snprintf(text, size,
			 "no permission to open %s: join the group '%s', or run as root",
			 path, group);
	else
		snprintf(text, size,
			 "no permission to open %s: let udev give it to a group of yours, or run as root",
			 path);
}

/* DSPs there are, or a node that hides one. */
static bool diagnose_nodes(const char *name, char *text, size_t size)
{
	struct qda_device_entry entries[DIAGNOSE_ENTRIES];
	int count = qda_device_list(entries, DIAGNOSE_ENTRIES);
	size_t used;

	if (count > DIAGNOSE_ENTRIES)
		count = DIAGNOSE_ENTRIES;
	for (int i = 0; i < count; i++) {
		if (entries[i].error != -EACCES)
			continue;
		diagnose_permission(entries[i].path, text, size);
		return true;
	}
	if (count <= 0)
		return false;

	used = (size_t)snprintf(text, size, "no DSP called '%.64s': there is",
				name ? name : "");
	for (int i = 0; i < count && used < size; i++)
		used += (size_t)snprintf(text + used, size - used, " %s",
					 entries[i].error ? entries[i].path :
					 entries[i].domain);
	return true;
}

/*
 * Is it a DSP for programs, and not a modem or a security processor? Its node
 * in the device tree says so; a machine that hides that is believed.
 */
static bool diagnose_has_fastrpc(const char *processor)
{
	char pattern[PATH_MAX];
	glob_t found;
	bool has;

	snprintf(pattern, sizeof(pattern), "%s/device/of_node", processor);
	if (access(pattern, F_OK))
		return true;
	snprintf(pattern, sizeof(pattern), "%s/device/of_node/*/fastrpc",
		 processor);
	has = !glob(pattern, 0, NULL, &found);
	globfree(&found);
	return has;
}

/* What people call it: the label in the device tree, else the kernel's name. */
static void diagnose_name(const char *processor, char *name, size_t size)
{
	char file[PATH_MAX];
	glob_t found;

	name[0] = '\0';
	snprintf(file, sizeof(file), "%s/device/of_node/*/fastrpc/label",
		 processor);
	if (!glob(file, 0, NULL, &found))
		machine_read(found.gl_pathv[0], name, size);
	globfree(&found);
	if (name[0])
		return;
	snprintf(file, sizeof(file), "%s/name", processor);
	machine_read(file, name, size);
}

/**
 * diagnose_is_stopped() - say that a DSP does not run, and how to start it
 * @root: "", or where a test keeps its /sys
 * @processor: its folder in /sys/class/remoteproc
 * @text: where to put cause and remedy, with ": " between them
 * @size: bytes at @text; %DIAGNOSE_TEXT is enough
 *
 * A DSP that does not run has no channel for the driver to find.
 *
 * Return: whether it is a DSP for programs that does not run.
 */
bool diagnose_is_stopped(const char *root, const char *processor, char *text,
			 size_t size)
{
	char file[PATH_MAX], name[MACHINE_TEXT];
	char state[MACHINE_TEXT], recovery[MACHINE_TEXT];

	snprintf(file, sizeof(file), "%s/state", processor);
	machine_read(file, state, sizeof(state));
	if (!strcmp(state, "running") || !strcmp(state, "attached") ||
	    !diagnose_has_fastrpc(processor))
		return false;

	diagnose_name(processor, name, sizeof(name));
	snprintf(file, sizeof(file), "%s/recovery", processor);
	machine_read(file, recovery, sizeof(recovery));
	if (!strcmp(state, "crashed") && !strcmp(recovery, "enabled"))
		snprintf(text, size,
			 "the DSP '%s' has crashed and the kernel restarts it: wait for it with 'qda -w SECONDS'",
			 name);
	else
		snprintf(text, size,
			 "the DSP '%s' is %s: start it with 'echo start > %s/state'; if that fails, see dmesg",
			 name, state[0] ? state : "in an unknown state",
			 processor + strlen(root));
	return true;
}

/**
 * diagnose_stopped() - say which DSP does not run, and how to start it
 * @root: "", or where a test keeps its /sys
 * @index: 0 for the first such DSP, 1 for the next
 * @text: where to put cause and remedy, as part of a sentence
 * @size: bytes at @text; %DIAGNOSE_TEXT is enough
 *
 * Return: whether there is one.
 */
bool diagnose_stopped(const char *root, unsigned int index, char *text,
		      size_t size)
{
	char pattern[PATH_MAX];
	bool stopped = false;
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/sys/class/remoteproc/*", root);
	if (glob(pattern, 0, NULL, &found))
		return false;
	for (size_t i = 0; i < found.gl_pathc && !stopped; i++)
		stopped = diagnose_is_stopped(root, found.gl_pathv[i], text,
					      size) && !index--;
	globfree(&found);
	return stopped;
}

/* The first thing that qda doctor would name; false: it finds nothing. */
static bool diagnose_chain(const char *root, char *text, size_t size)
{
	static struct doctor doctor;
	static struct doctor_dsp dsps[DOCTOR_DSPS];
	const struct doctor_link *worst;
	unsigned int count;

	doctor.root = root;
	doctor.count = 0;
	doctor_see_kernel(&doctor);
	count = doctor_see_tree(&doctor, dsps);
	for (unsigned int i = 0; i < count; i++) {
		doctor_see_processor(&doctor, &dsps[i]);
		doctor_see_node(&doctor, &dsps[i]);
	}
	worst = doctor_worst(&doctor);
	if (worst)
		snprintf(text, size, "%s%s%s: %s", worst->of, worst->of[0] ? ": " : "",
			 worst->text, worst->remedy);
	return worst;
}

/**
 * diagnose_absence() - say why a DSP cannot be had
 * @root: "", or where a test keeps its /sys
 * @name: the DSP that was wanted, or NULL for any
 * @text: where to put cause and remedy, as part of a sentence
 * @size: bytes at @text; %DIAGNOSE_TEXT is enough
 */
void diagnose_absence(const char *root, const char *name, char *text,
		      size_t size)
{
	if (!root[0] && diagnose_nodes(name, text, size))
		return;
	/* It has come back meanwhile, or will at once: a crash and its end take a moment. */
	if (!diagnose_chain(root, text, size))
		snprintf(text, size,
			 "there was none a moment ago, but nothing is missing now: wait for it with 'qda -w SECONDS'; if that fails, see dmesg");
}

/**
 * diagnose_open() - say why a DSP could not be opened
 * @name: the DSP that was wanted, or NULL for any
 * @error: what qda_device_open() returned
 * @text: where to put cause and remedy, as part of a sentence
 * @size: bytes at @text; %DIAGNOSE_TEXT is enough
 */
void diagnose_open(const char *name, int error, char *text, size_t size)
{
	bool path = name && strchr(name, '/');

	if (path && error == -EACCES)
		diagnose_permission(name, text, size);
	else if (!path && (error == -ENODEV || error == -EACCES ||
			   error == -ETIMEDOUT))
		diagnose_absence("", name, text, size);
	else
		snprintf(text, size, "%s%s%s", path ? name : "",
			 path ? ": " : "",
			 qda_error_text(QDA_CONTEXT_OPEN, error));
}
