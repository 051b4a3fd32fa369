// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * What qda doctor has found, link by link, and the first of them: the kernel, the
 * driver, and which DSPs the device tree describes.
 */
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <zlib.h>

#include "doctor.h"

#define DOCTOR_TREE	"/sys/firmware/devicetree/base"

/* More files than this are open at no time while the device tree is walked. */
#define DOCTOR_DEPTH	16

/**
 * doctor_add() - add a link to the chain
 * @doctor: the chain
 * @name: what it is
 * @of: whose, "" for the machine's
 * @state: how it is
 *
 * Return: the link, for its sentences.
 */
struct doctor_link *doctor_add(struct doctor *doctor, const char *name,
			       const char *of, enum doctor_state state)
{
	struct doctor_link *link = &doctor->links[doctor->count];

	if (doctor->count < DOCTOR_LINKS - 1)
		doctor->count++;
	memset(link, 0, sizeof(*link));
	link->name = name;
	link->state = state;
	snprintf(link->of, sizeof(link->of), "%s", of);
	return link;
}

/**
 * doctor_text() - say what was found
 * @link: the link
 * @format: for printf
 */
void doctor_text(struct doctor_link *link, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(link->text, sizeof(link->text), format, args);
	va_end(args);
}

/**
 * doctor_remedy() - say what to do about it
 * @link: the link
 * @format: for printf
 */
void doctor_remedy(struct doctor_link *link, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(link->remedy, sizeof(link->remedy), format, args);
	va_end(args);
}

/**
 * doctor_worst() - the fault to mend first
 * @doctor: the chain
 *
 * Return: the first link that is missing, as those behind it may hang on it; NULL
 * if there is none.
 */
const struct doctor_link *doctor_worst(const struct doctor *doctor)
{
	for (unsigned int i = 0; i < doctor->count; i++) {
		if (doctor->links[i].state == DOCTOR_MISSING)
			return &doctor->links[i];
	}
	return NULL;
}

/**
 * doctor_path() - make the path of a file of the machine that is looked at
 * @doctor: the chain
 * @path: where to put it, PATH_MAX bytes
 * @format: for printf
 */
void doctor_path(const struct doctor *doctor, char *path, const char *format, ...)
{
	int length = snprintf(path, PATH_MAX, "%s", doctor->root);
	va_list args;

	va_start(args, format);
	vsnprintf(path + length, (size_t)(PATH_MAX - length), format, args);
	va_end(args);
}

static bool doctor_exists(const struct doctor *doctor, const char *path)
{
	char full[PATH_MAX];

	doctor_path(doctor, full, "%s", path);
	return !access(full, F_OK);
}

/* "y", "m" or "n" of a kernel's option; '\0' if no file tells. */
static char doctor_config(const struct doctor *doctor, const char *release,
			  const char *option)
{
	static const char *const files[] = {
		"/boot/config-%s", "/lib/modules/%s/config",
		"/lib/modules/%s/build/.config", "/proc/config.gz",
	};
	size_t length = strlen(option);
	char relative[256], path[PATH_MAX], line[512], value = '\0';

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]) && !value; i++) {
		gzFile file;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(relative, sizeof(relative), files[i], release);
#pragma GCC diagnostic pop
		doctor_path(doctor, path, "%s", relative);
		file = gzopen(path, "re");	/* also reads what is not packed */
		if (!file)
			continue;
		value = 'n';
		while (value == 'n' && gzgets(file, line, sizeof(line))) {
			if (!strncmp(line, option, length) && line[length] == '=')
				value = line[length + 1];
		}
		gzclose(file);
	}
	return value;
}

/* Is there a qda.ko for this kernel? The list of modules says so; without it nobody does. */
static bool doctor_module_absent(const struct doctor *doctor, const char *release)
{
	char path[PATH_MAX], line[4096];
	bool absent = true;
	FILE *list;

	doctor_path(doctor, path, "/lib/modules/%s/modules.dep", release);
	list = fopen(path, "re");
	if (!list)
		return false;
	while (absent && fgets(line, sizeof(line), list)) {
		line[strcspn(line, ":")] = '\0';
		absent = !strstr(line, "/qda.ko");
	}
	fclose(list);
	return absent;
}

/* A module for a kernel without the accel class cannot be built at all. */
static bool doctor_see_accel(struct doctor *doctor, const char *release)
{
	char config = doctor_config(doctor, release, "CONFIG_DRM_ACCEL");
	bool has = config == 'y' || doctor_exists(doctor, "/sys/class/accel");
	bool lacks = config == 'n' ||
		     (!config && doctor_exists(doctor, "/sys/class/drm"));
	struct doctor_link *link;

	link = doctor_add(doctor, "kernel", "", has ? DOCTOR_OK :
			  lacks ? DOCTOR_MISSING : DOCTOR_UNSEEN);
	if (has)
		doctor_text(link, "Linux %s, with CONFIG_DRM_ACCEL", release);
	else if (lacks)
		doctor_text(link, "Linux %s has no CONFIG_DRM_ACCEL, and no module can bring it",
			    release);
	else
		doctor_text(link, "Linux %s: nothing tells whether it has CONFIG_DRM_ACCEL",
			    release);
	if (!has)
		doctor_remedy(link, "run a kernel that has it; of Debian's for arm64: 7.3.4 or later");
	return has || !lacks;
}

/**
 * doctor_see_kernel() - look at the kernel and at the driver
 * @doctor: the chain
 */
void doctor_see_kernel(struct doctor *doctor)
{
	bool loaded = doctor_exists(doctor, "/sys/module/qda");
	bool fastrpc = doctor_exists(doctor, "/sys/module/fastrpc");
	char release[MACHINE_TEXT] = "";
	struct doctor_link *link;
	struct utsname name;
	char path[PATH_MAX];

	doctor_path(doctor, path, "/proc/sys/kernel/osrelease");
	if (!machine_read(path, release, sizeof(release)) && !uname(&name))
		snprintf(release, sizeof(release), "%s", name.release);
	if (!doctor_see_accel(doctor, release))
		loaded = false;

	link = doctor_add(doctor, "driver", "", loaded ? DOCTOR_OK : DOCTOR_MISSING);
	if (loaded) {
		doctor_text(link, "qda is loaded");
	} else if (doctor_module_absent(doctor, release)) {
		doctor_text(link, "there is no module qda for this kernel (%s)", release);
		doctor_remedy(link, "install the package qda-dkms, or build it with scripts/build-module");
	} else if (fastrpc) {
		doctor_text(link, "qda is not loaded, but another driver of DSPs, fastrpc");
		doctor_remedy(link, "rmmod fastrpc, then modprobe qda");
	} else {
		doctor_text(link, "qda is not loaded");
		doctor_remedy(link, "modprobe qda");
	}
}

/* For nftw(3), which takes no argument: nodes of DSPs, in the order of the tree. */
static struct {
	struct doctor_dsp *dsps;
	unsigned int count;
} doctor_found;


static int doctor_visit(const char *path, const struct stat *status, int type,
			struct FTW *walk)
{
	char file[PATH_MAX], compatible[MACHINE_TEXT];
	struct doctor_dsp *dsp;

	(void)status;
	if (type != FTW_D || strcmp(path + walk->base, "fastrpc") ||
	    doctor_found.count == DOCTOR_DSPS)
		return 0;
	snprintf(file, sizeof(file), "%s/compatible", path);
	if (!machine_read(file, compatible, sizeof(compatible)) ||
	    !strstr(compatible, "fastrpc"))
		return 0;

	dsp = &doctor_found.dsps[doctor_found.count++];
	memset(dsp, 0, sizeof(*dsp));
	snprintf(dsp->tree, sizeof(dsp->tree), "%s", path);
	snprintf(file, sizeof(file), "%s/label", path);
	if (!machine_read(file, dsp->name, sizeof(dsp->name)))
		snprintf(dsp->name, sizeof(dsp->name), "(no label)");
	return 0;
}


/**
 * doctor_see_tree() - look which DSPs the device tree describes
 * @doctor: the chain
 * @dsps: where to put them, room for %DOCTOR_DSPS
 *
 * Return: their number.
 */
unsigned int doctor_see_tree(struct doctor *doctor, struct doctor_dsp *dsps)
{
	struct doctor_link *link;
	char path[PATH_MAX];
	unsigned int kept = 0;

	doctor_found.dsps = dsps;
	doctor_found.count = 0;
	doctor_path(doctor, path, DOCTOR_TREE);
	if (access(path, F_OK)) {
		link = doctor_add(doctor, "device tree", "", DOCTOR_MISSING);
		doctor_text(link, "this machine has no device tree, and so no DSP that Linux knows");
		doctor_remedy(link, "take a board that has one; qda's virtual board starts with 'make shell'");
		return 0;
	}
	nftw(path, doctor_visit, DOCTOR_DEPTH, FTW_PHYS);
	if (!doctor_found.count) {
		link = doctor_add(doctor, "device tree", "", DOCTOR_MISSING);
		doctor_text(link, "the device tree has no node 'fastrpc' at a remote processor");
		doctor_remedy(link, "boot with the device tree of a board whose DSPs Linux knows");
		return 0;
	}
	for (unsigned int i = 0; i < doctor_found.count; i++) {
		if (!doctor->only || !strcmp(doctor->only, dsps[i].name))
			dsps[kept++] = dsps[i];
	}
	if (!kept) {
		link = doctor_add(doctor, "device tree", "", DOCTOR_MISSING);
		doctor_text(link, "the device tree has no DSP '%s', but '%s'%s",
			    doctor->only, dsps[0].name,
			    doctor_found.count > 1 ? " and others" : "");
		doctor_remedy(link, "qda -d %s doctor", dsps[0].name);
	}
	return kept;
}
