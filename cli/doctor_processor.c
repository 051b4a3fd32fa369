// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * What qda doctor finds out about one DSP from files: its part of the device
 * tree, its remote processor, its firmware, who owns its channel, its node.
 */
#include <elf.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "diagnose.h"
#include "doctor.h"

#define PROCESSOR_CHANNEL	"fastrpcglink-apps-dsp"

/* Are these two names of one folder? */
static bool processor_is_same(const char *one, const char *other)
{
	struct stat a, b;

	return !stat(one, &a) && !stat(other, &b) && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}

/* The first of what @pattern finds whose @inside is the folder @wanted; "" if none is. */
static void processor_match(const char *pattern, const char *inside,
			    const char *wanted, char *path)
{
	glob_t found;

	path[0] = '\0';
	if (glob(pattern, 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc && !path[0]; i++) {
		char whole[PATH_MAX];

		snprintf(whole, sizeof(whole), "%s/%s", found.gl_pathv[i], inside);
		if (processor_is_same(whole, wanted))
			snprintf(path, DOCTOR_FOLDER, "%s", found.gl_pathv[i]);
	}
	globfree(&found);
}

static size_t processor_count(const char *folder, const char *pattern)
{
	char path[PATH_MAX];
	size_t count = 0;
	glob_t found;

	snprintf(path, sizeof(path), "%s/%s", folder, pattern);
	if (!glob(path, 0, NULL, &found)) {
		count = found.gl_pathc;
		globfree(&found);
	}
	return count;
}

/* The node of the device tree that is the processor itself: two above "fastrpc". */
static void processor_of_tree(const struct doctor_dsp *dsp, char *path)
{
	snprintf(path, DOCTOR_FOLDER, "%s", dsp->tree);
	for (int i = 0; i < 2; i++)
		*strrchr(path, '/') = '\0';
}

static bool processor_is_disabled(const char *node)
{
	char path[PATH_MAX], status[MACHINE_TEXT];

	snprintf(path, sizeof(path), "%s/status", node);
	return machine_read(path, status, sizeof(status)) &&
	       strcmp(status, "okay") && strcmp(status, "ok");
}

static void processor_see_tree(struct doctor *doctor, const struct doctor_dsp *dsp)
{
	size_t banks = processor_count(dsp->tree, "compute-cb@*");
	size_t streams = processor_count(dsp->tree, "compute-cb@*/reg");
	size_t isolated = processor_count(dsp->tree, "compute-cb@*/iommus");
	char node[DOCTOR_FOLDER];
	struct doctor_link *link;

	processor_of_tree(dsp, node);
	link = doctor_add(doctor, "device tree", dsp->name, DOCTOR_MISSING);
	if (processor_is_disabled(node) || processor_is_disabled(dsp->tree)) {
		doctor_text(link, "%s is disabled in the device tree",
			    processor_is_disabled(node) ? strrchr(node, '/') + 1 : "its node fastrpc");
		doctor_remedy(link, "set its status to \"okay\" in the board's device tree");
	} else if (!banks) {
		doctor_text(link, "its node fastrpc has no context bank (compute-cb@N)");
		doctor_remedy(link, "add them to the board's device tree");
	} else if (streams < banks) {
		doctor_text(link, "%zu of its %zu context banks have no stream id (reg)",
			    banks - streams, banks);
		doctor_remedy(link, "add it to the board's device tree");
	} else if (isolated < banks) {
		doctor_text(link, "%zu of its %zu context banks have no iommus",
			    banks - isolated, banks);
		doctor_remedy(link, "add them to the board's device tree: processes would not be kept apart");
	} else {
		link->state = DOCTOR_OK;
		doctor_text(link, "%zu context banks", banks);
	}
}

/* The firmware's file as the kernel looks for it; "" if it is nowhere. */
static void processor_find_firmware(const struct doctor *doctor,
				    const char *name, char *path)
{
	static const char *const ends[] = { "", ".zst", ".xz" };
	char folders[3][PATH_MAX], release[MACHINE_TEXT] = "";

	doctor_path(doctor, path, "/sys/module/firmware_class/parameters/path");
	machine_read(path, folders[0], sizeof(folders[0]));
	doctor_path(doctor, path, "/proc/sys/kernel/osrelease");
	machine_read(path, release, sizeof(release));
	snprintf(folders[1], sizeof(folders[1]), "/lib/firmware/updates");
	snprintf(folders[2], sizeof(folders[2]), "/lib/firmware");
	for (int i = 0; i < 3; i++) {
		for (size_t n = 0; folders[i][0] && n < 2 * 3; n++) {
			doctor_path(doctor, path, "%s/%s%s%s%s", folders[i],
				    n < 3 ? release : "", n < 3 ? "/" : "", name,
				    ends[n % 3]);
			if (!access(path, F_OK))
				return;
		}
	}
	path[0] = '\0';
}

/* What is wrong with the file; NULL if nothing that can be seen, or it is packed. */
static const char *processor_bad_firmware(const char *path)
{
	const char *end = strrchr(path, '.');
	unsigned char head[sizeof(Elf32_Ehdr)];
	FILE *file = fopen(path, "re");
	size_t got;

	if (!file)
		return strerror(errno);
	got = fread(head, 1, sizeof(head), file);
	fclose(file);
	if (!got)
		return "empty";
	if (end && (!strcmp(end, ".zst") || !strcmp(end, ".xz")))
		return NULL;
	return got < sizeof(head) || memcmp(head, ELFMAG, SELFMAG) ?
	       "no ELF file" : NULL;
}

static void processor_see_firmware(struct doctor *doctor,
				   const struct doctor_dsp *dsp, bool running)
{
	char name[MACHINE_TEXT], path[PATH_MAX], file[PATH_MAX];
	struct doctor_link *link;
	const char *bad;

	snprintf(file, sizeof(file), "%s/firmware", dsp->processor);
	if (!machine_read(file, name, sizeof(name)))
		snprintf(name, sizeof(name), "(unknown)");
	processor_find_firmware(doctor, name, path);
	bad = path[0] ? processor_bad_firmware(path) : NULL;
	/* What it has loaded already needs no file: it may have lain in the initramfs. */
	link = doctor_add(doctor, "firmware", dsp->name, running ? DOCTOR_OK :
			  !path[0] || bad ? DOCTOR_MISSING : DOCTOR_OK);
	if (link->state == DOCTOR_OK) {
		doctor_text(link, "%s%s", path[0] ? path + strlen(doctor->root) : name,
			    path[0] ? "" : ", loaded");
		return;
	}
	if (!path[0]) {
		doctor_text(link, "its firmware %s is nowhere in /lib/firmware", name);
		doctor_remedy(link, "install the board's firmware there, then 'echo start > %s/state'",
			      dsp->processor + strlen(doctor->root));
	} else {
		doctor_text(link, "its firmware %s is unusable: %s",
			    path + strlen(doctor->root), bad);
		doctor_remedy(link, "install the board's firmware again, then 'echo start > %s/state'",
			      dsp->processor + strlen(doctor->root));
	}
}

static bool processor_runs(const struct doctor_dsp *dsp)
{
	char path[PATH_MAX], state[MACHINE_TEXT];

	snprintf(path, sizeof(path), "%s/state", dsp->processor);
	machine_read(path, state, sizeof(state));
	return !strcmp(state, "running") || !strcmp(state, "attached");
}

static void processor_see_state(struct doctor *doctor, const struct doctor_dsp *dsp)
{
	char text[DIAGNOSE_TEXT], *remedy;
	struct doctor_link *link;

	if (!diagnose_is_stopped(doctor->root, dsp->processor, text, sizeof(text))) {
		link = doctor_add(doctor, "state", dsp->name, DOCTOR_OK);
		doctor_text(link, "the DSP runs");
		return;
	}
	link = doctor_add(doctor, "state", dsp->name, DOCTOR_MISSING);
	remedy = strstr(text, ": ");
	doctor_text(link, "%.*s", (int)(remedy - text), text);
	doctor_remedy(link, "%s", remedy + 2);
}

/**
 * doctor_see_processor() - look at a DSP as a remote processor
 * @doctor: the chain
 * @dsp: the DSP; its processor is filled in
 */
void doctor_see_processor(struct doctor *doctor, struct doctor_dsp *dsp)
{
	char pattern[PATH_MAX], node[DOCTOR_FOLDER];
	struct doctor_link *link;
	bool running;

	processor_see_tree(doctor, dsp);
	processor_of_tree(dsp, node);
	doctor_path(doctor, pattern, "/sys/class/remoteproc/*");
	processor_match(pattern, "device/of_node", node, dsp->processor);
	link = doctor_add(doctor, "processor", dsp->name,
			  dsp->processor[0] ? DOCTOR_OK : DOCTOR_MISSING);
	if (!dsp->processor[0]) {
		doctor_text(link, "no driver has its remote processor, %s",
			    strrchr(node, '/') + 1);
		doctor_remedy(link, "modprobe qcom_q6v5_pas (or qcom_q6v5_adsp, by its compatible); if that does not help, see dmesg");
		return;
	}
	doctor_text(link, "%s", dsp->processor + strlen(doctor->root));
	running = processor_runs(dsp);
	processor_see_firmware(doctor, dsp, running);
	processor_see_state(doctor, dsp);
}

/* The driver that has the channel of a DSP; "" if none has, NULL if there is no channel. */
static const char *processor_owner(const struct doctor *doctor,
				   const struct doctor_dsp *dsp, char *channel,
				   char *owner)
{
	char pattern[PATH_MAX], link[PATH_MAX];
	ssize_t length;

	doctor_path(doctor, pattern, "/sys/bus/rpmsg/devices/*" PROCESSOR_CHANNEL "*");
	processor_match(pattern, "of_node", dsp->tree, channel);
	if (!channel[0])
		return NULL;
	snprintf(link, sizeof(link), "%s/driver", channel);
	length = readlink(link, owner, PATH_MAX - 1);
	owner[length < 0 ? 0 : length] = '\0';
	return owner[0] ? strrchr(owner, '/') ? strrchr(owner, '/') + 1 : owner : "";
}

static bool processor_see_owner(struct doctor *doctor, const struct doctor_dsp *dsp,
				char *channel)
{
	char target[PATH_MAX];
	const char *owner = processor_owner(doctor, dsp, channel, target);
	struct doctor_link *link;

	if (!owner && !processor_runs(dsp)) {
		link = doctor_add(doctor, "owner", dsp->name, DOCTOR_UNSEEN);
		doctor_text(link, "a DSP that does not run has no channel");
		return false;
	}
	link = doctor_add(doctor, "owner", dsp->name, DOCTOR_MISSING);
	if (!owner) {
		doctor_text(link, "the DSP runs, but offers no channel " PROCESSOR_CHANNEL);
		doctor_remedy(link, "take a firmware with FastRPC; is the module qcom_glink_smem loaded?");
	} else if (!owner[0]) {
		doctor_text(link, "no driver has its channel: qda is not loaded, was unbound, or has refused it");
		doctor_remedy(link, "see dmesg for why; 'echo %s > /sys/bus/rpmsg/drivers/qda/bind' tries again",
			      strrchr(channel, '/') + 1);
	} else if (strcmp(owner, "qda")) {
		doctor_text(link, "it belongs to the driver %s", owner);
		doctor_remedy(link, "rmmod fastrpc, then load qda again; /etc/modprobe.d can keep fastrpc away");
	} else {
		link->state = DOCTOR_OK;
		doctor_text(link, "qda");
		return true;
	}
	return false;
}

/* Fills @dsp->node if it is one that can be opened. */
static void processor_see_device(struct doctor *doctor, struct doctor_dsp *dsp,
				 const char *channel)
{
	char pattern[PATH_MAX], path[PATH_MAX], number[MACHINE_TEXT], is[64];
	struct doctor_link *link;
	struct stat status;
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/accel/accel*", channel);
	if (glob(pattern, 0, NULL, &found)) {
		link = doctor_add(doctor, "node", dsp->name, DOCTOR_MISSING);
		doctor_text(link, "the driver has made no node for it");
		doctor_remedy(link, "see dmesg");
		return;
	}
	snprintf(dsp->node, sizeof(dsp->node), "/dev/accel/%.40s",
		 strrchr(found.gl_pathv[0], '/') + 1);
	snprintf(path, sizeof(path), "%s/dev", found.gl_pathv[0]);
	machine_read(path, number, sizeof(number));
	globfree(&found);

	doctor_path(doctor, path, "%s", dsp->node);
	link = doctor_add(doctor, "node", dsp->name, DOCTOR_MISSING);
	if (stat(path, &status)) {
		doctor_text(link, "%s is missing", dsp->node);
		doctor_remedy(link, "mount devtmpfs on /dev, or let udev make it");
	} else if (snprintf(is, sizeof(is), "%u:%u", major(status.st_rdev),
			    minor(status.st_rdev)),
		   !S_ISCHR(status.st_mode) || strcmp(is, number)) {
		doctor_text(link, "%s is not its device node (%s)", dsp->node, number);
		doctor_remedy(link, "remove it, and let devtmpfs or udev make it again");
	} else {
		link->state = DOCTOR_OK;
		doctor_text(link, "%s", dsp->node);
		return;
	}
	dsp->node[0] = '\0';
}

/* The sentence of qda info, in its two parts. */
static void processor_see_rights(struct doctor *doctor, struct doctor_dsp *dsp)
{
	char text[DIAGNOSE_TEXT], *remedy;
	struct doctor_link *link;

	if (!access(dsp->node, R_OK | W_OK)) {
		link = doctor_add(doctor, "rights", dsp->name, DOCTOR_OK);
		doctor_text(link, "this user may open %s", dsp->node);
		return;
	}
	diagnose_open(dsp->node, -EACCES, text, sizeof(text));
	remedy = strstr(text, ": ");
	link = doctor_add(doctor, "rights", dsp->name, DOCTOR_MISSING);
	doctor_text(link, "%.*s", (int)(remedy - text), text);
	doctor_remedy(link, "%s", remedy + 2);
	dsp->node[0] = '\0';
}

/**
 * doctor_see_node() - look whose the DSP is, and whether it can be opened
 * @doctor: the chain
 * @dsp: the DSP; its node is filled in if it can be
 */
void doctor_see_node(struct doctor *doctor, struct doctor_dsp *dsp)
{
	char channel[DOCTOR_FOLDER];

	dsp->node[0] = '\0';
	if (!dsp->processor[0] || !processor_see_owner(doctor, dsp, channel)) {
		doctor_text(doctor_add(doctor, "node", dsp->name, DOCTOR_UNSEEN),
			    "not looked at: the driver does not have the DSP");
		return;
	}
	processor_see_device(doctor, dsp, channel);
	if (dsp->node[0] && !doctor->root[0])
		processor_see_rights(doctor, dsp);
}
