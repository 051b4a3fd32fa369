// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Why there is no DSP, for machines that are folders: each has one thing
 * missing, and the sentence names it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagnose.h"
#include "tap.h"

static char root[] = "/tmp/qda-test-XXXXXX";

static void machine(const char *commands)
{
	char line[1024];

	snprintf(line, sizeof(line), "cd %s && rm -rf sys && %s", root,
		 commands);
	TAP_EXPECT(!system(line));
}

static bool says(const char *part)
{
	char text[DIAGNOSE_TEXT];

	diagnose_absence(root, "cdsp", text, sizeof(text));
	if (strstr(text, part))
		return true;
	printf("# %s\n", text);
	return false;
}

static void no_driver(void)
{
	machine("mkdir -p sys/module");
	TAP_EXPECT(says("the driver is not loaded: modprobe qda"));
}

static void other_driver(void)
{
	machine("mkdir -p sys/module/fastrpc");
	TAP_EXPECT(says("rmmod fastrpc, then modprobe qda"));
}

static void no_node(void)
{
	machine("mkdir -p sys/module/qda sys/bus/rpmsg/drivers/qda/x/accel/accel7");
	TAP_EXPECT(says("/dev/accel/accel7 is missing"));
}

static void no_remoteproc(void)
{
	machine("mkdir -p sys/module/qda");
	TAP_EXPECT(says("knows no DSP at all"));
}

static void stopped(void)
{
	machine("mkdir -p sys/module/qda sys/class/remoteproc/remoteproc0 "
		"sys/class/remoteproc/remoteproc1 && "
		"cd sys/class/remoteproc && "
		"echo adsp >remoteproc0/name && echo running >remoteproc0/state && "
		"echo cdsp >remoteproc1/name && echo offline >remoteproc1/state");
	TAP_EXPECT(says("'cdsp' is offline"));
	TAP_EXPECT(says("'echo start > /sys/class/remoteproc/remoteproc1/state'"));
}

/* One of two DSPs runs: the other one is told, by the name that people know. */
static void one_of_two(void)
{
	char text[DIAGNOSE_TEXT];

	machine("mkdir -p sys/class/remoteproc && cd sys/class/remoteproc && "
		"mkdir -p p0/device/of_node/glink-edge/fastrpc "
		"p1/device/of_node/glink-edge/fastrpc p2/device/of_node/glink-edge && "
		"echo running >p0/state && echo offline >p1/state && echo offline >p2/state && "
		"echo 1.remoteproc >p1/name && echo modem >p2/name && "
		"printf 'adsp\\0' >p1/device/of_node/glink-edge/fastrpc/label");
	TAP_EXPECT(diagnose_stopped(root, 0, text, sizeof(text)));
	TAP_EXPECT(!strcmp(text, "the DSP 'adsp' is offline: start it with "
			   "'echo start > /sys/class/remoteproc/p1/state'; if that fails, see dmesg"));
	TAP_EXPECT(!diagnose_stopped(root, 1, text, sizeof(text)));
}

/* The kernel restarts it by itself: that is not the user's to do. */
static void recovering(void)
{
	machine("mkdir -p sys/module/qda sys/class/remoteproc/p0 && "
		"cd sys/class/remoteproc/p0 && echo cdsp >name && echo crashed >state && "
		"echo enabled >recovery");
	TAP_EXPECT(says("'cdsp' has crashed and the kernel restarts it: wait for it"));
	machine("mkdir -p sys/module/qda sys/class/remoteproc/p0 && "
		"cd sys/class/remoteproc/p0 && echo cdsp >name && echo crashed >state && "
		"echo disabled >recovery");
	TAP_EXPECT(says("'cdsp' is crashed: start it with"));
}

static void no_channel(void)
{
	machine("mkdir -p sys/module/qda sys/class/remoteproc/remoteproc0 && "
		"echo cdsp >sys/class/remoteproc/remoteproc0/name && "
		"echo running >sys/class/remoteproc/remoteproc0/state");
	TAP_EXPECT(says("found no FastRPC channel"));
	machine("mkdir -p sys/module/qda sys/module/fastrpc sys/class/remoteproc/remoteproc0 && "
		"echo cdsp >sys/class/remoteproc/remoteproc0/name && "
		"echo running >sys/class/remoteproc/remoteproc0/state");
	TAP_EXPECT(says("belongs to the driver fastrpc"));
}

/* A node that is named by its path says whose it is, too. */
static void permission(void)
{
	char text[DIAGNOSE_TEXT];

	diagnose_open("/proc/version", -EACCES, text, sizeof(text));
	TAP_EXPECT(!strcmp(text, "no permission to open /proc/version: let udev give it to a group of yours, or run as root"));
	diagnose_open("/proc/version", -ENOTTY, text, sizeof(text));
	TAP_EXPECT(!strcmp(text, "/proc/version: not a device node of the qda driver"));
}

static const struct tap_test tests[] = {
	TAP_TEST(no_driver),
	TAP_TEST(other_driver),
	TAP_TEST(no_node),
	TAP_TEST(no_remoteproc),
	TAP_TEST(stopped),
	TAP_TEST(one_of_two),
	TAP_TEST(recovering),
	TAP_TEST(no_channel),
	TAP_TEST(permission),
};

int main(void)
{
	char line[64];
	int status;

	if (!mkdtemp(root)) {
		puts("Bail out! no temporary directory");
		return 1;
	}
	status = tap_main(tests, sizeof(tests) / sizeof(tests[0]));
	snprintf(line, sizeof(line), "rm -rf %s", root);
	return system(line) ? 1 : status;
}
