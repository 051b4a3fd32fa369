// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Why there is no DSP, for machines that are folders.
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

static bool says(const char *whole)
{
	char text[DIAGNOSE_TEXT];

	diagnose_absence(root, "cdsp", text, sizeof(text));
	if (!strcmp(text, whole))
		return true;
	printf("# %s\n", text);
	return false;
}

/* It is what qda doctor names first; tests/doctor.c has all of that. */
static void first_fault(void)
{
	machine("mkdir -p sys/module sys/class/accel");
	TAP_EXPECT(says("qda is not loaded: modprobe qda"));
	machine("mkdir -p sys/module/fastrpc sys/class/accel");
	TAP_EXPECT(says("qda is not loaded, but another driver of DSPs, fastrpc: "
			"rmmod fastrpc, then modprobe qda"));
}

/* A fault of one DSP of several says of which. */
static void whose_fault(void)
{
	machine("mkdir -p sys/module/qda sys/class/accel "
		"sys/firmware/devicetree/base/r/edge/fastrpc && "
		"cd sys/firmware/devicetree/base/r/edge/fastrpc && "
		"printf qcom,fastrpc >compatible && printf adsp >label");
	TAP_EXPECT(says("adsp: its node fastrpc has no context bank (compute-cb@N): "
			"add them to the board's device tree"));
}

/* All is there again when one looks why it was not; any device will do for the node. */
static void a_moment_ago(void)
{
	machine("mkdir -p sys/module/qda sys/class/accel sys/class/remoteproc/p0/device "
		"sys/bus/rpmsg/devices/1.fastrpcglink-apps-dsp/accel/accel0 dev/accel "
		"sys/firmware/devicetree/base/r/edge/fastrpc/compute-cb@1 && "
		"ln -sf /dev/null dev/accel/accel0 && "
		"tree=$PWD/sys/firmware/devicetree/base/r && "
		"ln -s $tree sys/class/remoteproc/p0/device/of_node && "
		"echo running >sys/class/remoteproc/p0/state && "
		"cd sys/bus/rpmsg/devices/1.fastrpcglink-apps-dsp && "
		"ln -s $tree/edge/fastrpc of_node && ln -s ../drivers/qda driver && "
		"echo 1:3 >accel/accel0/dev && "
		"cd $tree/edge/fastrpc && touch compute-cb@1/reg compute-cb@1/iommus && "
		"printf qcom,fastrpc >compatible && printf cdsp >label");
	TAP_EXPECT(says("there was none a moment ago, but nothing is missing now: wait for it "
			"with 'qda -w SECONDS'; if that fails, see dmesg"));
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
	char text[DIAGNOSE_TEXT];

	machine("mkdir -p sys/class/remoteproc/p0 && cd sys/class/remoteproc/p0 && "
		"echo cdsp >name && echo crashed >state && echo enabled >recovery");
	TAP_EXPECT(diagnose_stopped(root, 0, text, sizeof(text)));
	TAP_EXPECT(!strcmp(text, "the DSP 'cdsp' has crashed and the kernel restarts it: "
			   "wait for it with 'qda -w SECONDS'"));
	machine("mkdir -p sys/class/remoteproc/p0 && cd sys/class/remoteproc/p0 && "
		"echo cdsp >name && echo crashed >state && echo disabled >recovery");
	TAP_EXPECT(diagnose_stopped(root, 0, text, sizeof(text)));
	TAP_EXPECT(strstr(text, "'cdsp' is crashed: start it with"));
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
	TAP_TEST(first_fault),
	TAP_TEST(whose_fault),
	TAP_TEST(a_moment_ago),
	TAP_TEST(one_of_two),
	TAP_TEST(recovering),
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
