// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * What qda doctor asks a DSP, with a DSP that is a file (fake_dsp.c), and what it
 * reads, with machines that are folders. Faults of a whole board: tests/doctor.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "doctor.h"
#include "tap.h"

static struct doctor doctor;

/* Does the first fault say that, and its remedy that? NULL: there is none. */
static bool says(const char *text, const char *remedy)
{
	const struct doctor_link *worst = doctor_worst(&doctor);

	if (!text && !worst)
		return true;
	if (text && worst && strstr(worst->text, text) && strstr(worst->remedy, remedy))
		return true;
	printf("# %s: %s\n", worst ? worst->text : "nothing is missing",
	       worst ? worst->remedy : "");
	return false;
}

/* Asks a DSP of that mood. */
static uint32_t ask(const char *mood)
{
	struct doctor_dsp dsp = { .name = "cdsp", .node = "./node" };
	FILE *node = fopen(dsp.node, "w");

	TAP_EXPECT(node && fputs(mood, node) >= 0 && !fclose(node));
	memset(&doctor, 0, sizeof(doctor));
	doctor.root = "";
	return doctor_ask(&doctor, &dsp);
}

static void good(void)
{
	TAP_EXPECT(ask("good") == 68);
	TAP_EXPECT(says(NULL, NULL));
}

static void old_driver(void)
{
	ask("old");
	TAP_EXPECT(says("with interface 0, libqda", "the driver is too old"));
}

static void no_bank_for_the_question(void)
{
	ask("nocaps");
	TAP_EXPECT(says("does not tell what it can do: every context bank", "see dmesg"));
}

static void refused(void)
{
	ask("refuse");
	TAP_EXPECT(says("no process starts: the DSP refused the process", "put the PD shell"));
}

static void signed_only(void)
{
	ask("signed");
	TAP_EXPECT(says("starts no process without a signature", "only root"));
}

/* Makes a machine of shell commands in ./root, and looks at its kernel and tree. */
static void machine(const char *commands)
{
	static struct doctor_dsp dsps[DOCTOR_DSPS];
	char line[2048];

	snprintf(line, sizeof(line), "rm -rf root && mkdir -p root/proc/sys/kernel root/boot "
		 "root/sys/module root/sys/class && cd root && "
		 "echo 7.3.4 >proc/sys/kernel/osrelease && %s", commands);
	TAP_EXPECT(!system(line));
	memset(&doctor, 0, sizeof(doctor));
	doctor.root = "root";
	doctor_see_kernel(&doctor);
	doctor_see_tree(&doctor, dsps);
}

static void no_accel(void)
{
	machine("echo '# CONFIG_DRM_ACCEL is not set' >boot/config-7.3.4");
	TAP_EXPECT(says("Linux 7.3.4 has no CONFIG_DRM_ACCEL, and no module can bring it", "7.3.4 or later"));
	machine("echo 'CONFIG_DRM_ACCEL=n' | gzip >proc/config.gz");
	TAP_EXPECT(says("Linux 7.3.4 has no CONFIG_DRM_ACCEL", "run a kernel that has it"));
	machine("mkdir sys/class/drm");
	TAP_EXPECT(says("Linux 7.3.4 has no CONFIG_DRM_ACCEL", "run a kernel that has it"));
}

static void accel_by_config(void)
{
	machine("echo CONFIG_DRM_ACCEL=y | gzip >proc/config.gz");
	TAP_EXPECT(says("qda is not loaded", "modprobe qda"));
}

static void other_kernel(void)
{
	machine("mkdir -p lib/modules/7.3.4 && echo extra/other.ko: extra/qda.ko >lib/modules/7.3.4/modules.dep");
	TAP_EXPECT(says("there is no module qda for this kernel (7.3.4)", "qda-dkms"));
	machine("mkdir -p lib/modules/7.3.4 && echo extra/qda.ko.xz: >lib/modules/7.3.4/modules.dep");
	TAP_EXPECT(says("qda is not loaded", "modprobe qda"));
}

static void no_tree(void)
{
	machine("mkdir sys/module/qda");
	TAP_EXPECT(says("this machine has no device tree", "make shell"));
}

static const struct tap_test tests[] = {
	TAP_TEST(good),
	TAP_TEST(old_driver),
	TAP_TEST(no_bank_for_the_question),
	TAP_TEST(refused),
	TAP_TEST(signed_only),
	TAP_TEST(no_accel),
	TAP_TEST(accel_by_config),
	TAP_TEST(other_kernel),
	TAP_TEST(no_tree),
};

int main(void)
{
	char folder[] = "/tmp/qda-test-XXXXXX", line[64];
	int status;

	if (!mkdtemp(folder) || chdir(folder)) {
		puts("Bail out! no temporary directory");
		return 1;
	}
	status = tap_main(tests, sizeof(tests) / sizeof(tests[0]));
	snprintf(line, sizeof(line), "rm -rf %s", folder);
	return system(line) ? 1 : status;
}
