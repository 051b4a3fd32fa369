// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Faults that are really set on the board, and what qda doctor says first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/skeleton.h"
#include "tools/t.h"

#define DOCTOR_CHANNEL	"7f280000.remoteproc:glink-edge.fastrpcglink-apps-dsp.-1.-1"
#define DOCTOR_RPROC	"/sys/class/remoteproc/remoteproc0"
#define DOCTOR_TREE	"/sys/firmware/devicetree/base"
#define DOCTOR_FASTRPC	DOCTOR_TREE "/remoteproc@7f280000/glink-edge/fastrpc"
#define DOCTOR_FIRMWARE	"/lib/firmware/vdsp-cdsp.mbn"
#define DOCTOR_SOBEL	"/usr/lib/dsp/libsobel_skel.so"

/* A copy of the device tree in the place of the kernel's, to be damaged. */
#define DOCTOR_COPY	"cp -r " DOCTOR_TREE " /tmp/tree && cd /tmp/tree/remoteproc@7f280000 && "
#define DOCTOR_COPIED	" && cd / && mount --bind /tmp/tree " DOCTOR_TREE
#define DOCTOR_UNCOPY	"umount " DOCTOR_TREE "; rm -rf /tmp/tree"

/* Ends with the node there again. */
#define DOCTOR_NODE	"for i in $(seq 300); do [ -e /dev/accel/accel0 ] && break; sleep 0.1; done"
#define DOCTOR_LOAD	"insmod /lib/qda/qda.ko; " DOCTOR_NODE
#define DOCTOR_START	"echo start >" DOCTOR_RPROC "/state; " DOCTOR_NODE
#define DOCTOR_STOP	"echo stop >" DOCTOR_RPROC "/state; "

#define DOCTOR_DRIVER(name) "for i in $(seq 300); do " \
	"[ -e /sys/bus/rpmsg/drivers/" name "/" DOCTOR_CHANNEL " ] && break; sleep 0.1; done"

/*
 * The DSP offers its channel anew when a driver has gone, as another device of that name:
 * nobody shall take that one.
 */
#define DOCTOR_DEVICE	"$(ls -id /sys/bus/rpmsg/devices/" DOCTOR_CHANNEL " 2>/dev/null)"
#define DOCTOR_UNBIND	"echo 0 >/sys/bus/rpmsg/drivers_autoprobe; old=" DOCTOR_DEVICE "; " \
	"echo " DOCTOR_CHANNEL " >/sys/bus/rpmsg/drivers/qda/unbind; " \
	"for i in $(seq 300); do new=" DOCTOR_DEVICE "; " \
	"[ \"$new\" ] && [ \"$new\" != \"$old\" ] && break; sleep 0.1; done; "

/**
 * struct doctor_fault - a fault
 * @set: shell commands that bring it about
 * @say: how the doctor is called, "" for "qda doctor"
 * @want: part of the first line
 * @undo: shell commands that end it
 */
struct doctor_fault {
	const char *set;
	const char *say;
	const char *want;
	const char *undo;
};

static int doctor_shell(const char *commands)
{
	fflush(stdout);
	return system(commands);
}

/* The first line of a command, and its exit status. */
static int doctor_first_line(const char *command, char *line, size_t size)
{
	FILE *out = popen(command, "re");
	char rest[512];
	int status;

	if (!out)
		t_fail("no process for %s", command);
	if (!fgets(line, (int)size, out))
		line[0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	while (fgets(rest, sizeof(rest), out))
		;
	status = pclose(out);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Situation: one fault.
 * Expectation: the first line names it, and the exit status is 1; when it has been
 * undone, nothing is missing.
 */
static void doctor_fault(const void *data)
{
	const struct doctor_fault *fault = data;
	const char *say = fault->say[0] ? fault->say : "qda doctor";
	char line[1536], after[1536];
	int status, later;

	T_EQ(doctor_shell(fault->set), 0);
	status = doctor_first_line(say, line, sizeof(line));
	doctor_shell(fault->undo);
	later = doctor_first_line("qda doctor", after, sizeof(after));
	T_STEP(say);
	if (!strstr(line, fault->want))
		t_fail("says: %s", line);
	T_EQ(status, 1);
	T_STEP("qda doctor, afterwards");
	if (later || strcmp(after, "nothing is missing"))
		t_fail("says: %s", after);
}

#define FAULT(name_, set_, say_, want_, undo_)					\
	{									\
		.name = name_, .run_with = doctor_fault, .seconds = 60,		\
		.log = doctor_log,						\
		.data = &(const struct doctor_fault){ set_, say_, want_, undo_ },\
	}

/* What a stop, a start, a load and a lack of firmware print. */
static const char *const doctor_log[] = {
	"remoteproc remoteproc*",
	"qcom_q6v5_adsp *",
	"*timeout waiting for ssctl service*",
	"platform *-cb.*: Adding to iommu group *",
	"[[]drm] Initialized qda *",
	"*fastrpc*",
	NULL,
};

static const struct t_case doctor_driver[] = {
	FAULT("driver", "rmmod qda", "",
	      "qda is not loaded: modprobe qda", DOCTOR_LOAD),
	FAULT("module-of-other-kernel",
	      "rmmod qda && mkdir /lib/modules/$(uname -r) && "
	      "echo kernel/x.ko: >/lib/modules/$(uname -r)/modules.dep", "",
	      "there is no module qda for this kernel",
	      "rm -r /lib/modules/$(uname -r); " DOCTOR_LOAD),
	FAULT("fastrpc-instead",
	      "rmmod qda && for m in $(cat /lib/modules/control.list); do "
	      "insmod /lib/modules/$m; done; [ -e /sys/module/fastrpc ]", "",
	      "another driver of DSPs, fastrpc: rmmod fastrpc, then modprobe qda",
	      "rmmod fastrpc; " DOCTOR_LOAD),
	FAULT("fastrpc-has-it",
	      DOCTOR_UNBIND "echo 1 >/sys/bus/rpmsg/drivers_autoprobe; "
	      "for m in $(cat /lib/modules/control.list); do "
	      "insmod /lib/modules/$m; done; " DOCTOR_DRIVER("qcom,fastrpc"), "",
	      "cdsp: it belongs to the driver qcom,fastrpc: rmmod fastrpc",
	      "rmmod fastrpc; " DOCTOR_NODE),
	FAULT("unbound", DOCTOR_UNBIND "true", "",
	      "cdsp: no driver has its channel",
	      "echo 1 >/sys/bus/rpmsg/drivers_autoprobe; "
	      "echo " DOCTOR_CHANNEL " >/sys/bus/rpmsg/drivers/qda/bind; " DOCTOR_NODE),
};
T_CASES(doctor_driver);

static const struct t_case doctor_processor[] = {
	FAULT("stopped", "echo stop >" DOCTOR_RPROC "/state", "",
	      "cdsp: the DSP 'cdsp' is offline: start it with 'echo start", DOCTOR_START),
	FAULT("crashed", "echo disabled >" DOCTOR_RPROC "/recovery && "
	      "echo 1 >/sys/kernel/debug/remoteproc/remoteproc0/crash && "
	      "until grep -q crashed " DOCTOR_RPROC "/state; do sleep 0.1; done", "",
	      "cdsp: the DSP 'cdsp' is crashed: start it with",
	      "echo enabled >" DOCTOR_RPROC "/recovery; "
	      "until grep -q running " DOCTOR_RPROC "/state; do sleep 0.1; done; " DOCTOR_NODE),
	FAULT("no-firmware", DOCTOR_STOP "mv " DOCTOR_FIRMWARE " /tmp/", "",
	      "cdsp: its firmware vdsp-cdsp.mbn is nowhere in /lib/firmware",
	      "mv /tmp/vdsp-cdsp.mbn /lib/firmware/; " DOCTOR_START),
	FAULT("empty-firmware", DOCTOR_STOP "mv " DOCTOR_FIRMWARE " /tmp/; >" DOCTOR_FIRMWARE,
	      "", "vdsp-cdsp.mbn is unusable: empty: install the board's firmware again",
	      "mv /tmp/vdsp-cdsp.mbn /lib/firmware/; " DOCTOR_START),
	FAULT("foreign-firmware", DOCTOR_STOP "mv " DOCTOR_FIRMWARE " /tmp/; "
	      "cp /etc/passwd " DOCTOR_FIRMWARE, "", "vdsp-cdsp.mbn is unusable: no ELF file",
	      "mv /tmp/vdsp-cdsp.mbn /lib/firmware/; " DOCTOR_START),
	FAULT("no-processor",
	      "echo 7f280000.remoteproc >/sys/bus/platform/drivers/qcom_q6v5_adsp/unbind", "",
	      "cdsp: no driver has its remote processor, remoteproc@7f280000: modprobe",
	      "echo 7f280000.remoteproc >/sys/bus/platform/drivers/qcom_q6v5_adsp/bind; "
	      DOCTOR_NODE),
};
T_CASES(doctor_processor);

static const struct t_case doctor_tree[] = {
	FAULT("no-device-tree", "mount -t tmpfs tmpfs /sys/firmware", "",
	      "this machine has no device tree", "umount /sys/firmware"),
	FAULT("no-dsp-in-tree", "mount -t tmpfs tmpfs " DOCTOR_TREE, "",
	      "the device tree has no node 'fastrpc'", "umount " DOCTOR_TREE),
	FAULT("other-dsp", "true", "qda -d adsp doctor",
	      "the device tree has no DSP 'adsp', but 'cdsp'", "true"),
	FAULT("disabled", DOCTOR_COPY "printf 'disabled\\0' >status" DOCTOR_COPIED, "",
	      "cdsp: remoteproc@7f280000 is disabled in the device tree", DOCTOR_UNCOPY),
	FAULT("no-banks", DOCTOR_COPY "rm -r glink-edge/fastrpc/compute-cb@*" DOCTOR_COPIED, "",
	      "cdsp: its node fastrpc has no context bank", DOCTOR_UNCOPY),
	FAULT("bank-without-stream", DOCTOR_COPY "rm glink-edge/fastrpc/compute-cb@2/reg"
	      DOCTOR_COPIED, "", "cdsp: 1 of its 4 context banks have no stream id (reg)",
	      DOCTOR_UNCOPY),
	FAULT("banks-without-iommu", DOCTOR_COPY "rm glink-edge/fastrpc/compute-cb@*/iommus"
	      DOCTOR_COPIED, "", "cdsp: 4 of its 4 context banks have no iommus", DOCTOR_UNCOPY),
};
T_CASES(doctor_tree);

static const struct t_case doctor_node[] = {
	FAULT("no-node", "rm /dev/accel/accel0", "",
	      "cdsp: /dev/accel/accel0 is missing: mount devtmpfs on /dev",
	      "mknod -m 666 /dev/accel/accel0 c 261 0"),
	FAULT("file-for-node", "rm /dev/accel/accel0; >/dev/accel/accel0", "",
	      "cdsp: /dev/accel/accel0 is not its device node (261:0)",
	      "rm /dev/accel/accel0; mknod -m 666 /dev/accel/accel0 c 261 0"),
	FAULT("other-node", "rm /dev/accel/accel0; mknod -m 666 /dev/accel/accel0 c 1 3", "",
	      "cdsp: /dev/accel/accel0 is not its device node (261:0)",
	      "rm /dev/accel/accel0; mknod -m 666 /dev/accel/accel0 c 261 0"),
	FAULT("rights", "chmod 600 /dev/accel/accel0", "su user -c 'qda doctor'",
	      "cdsp: no permission to open /dev/accel/accel0: let udev give it to a group",
	      "chmod 666 /dev/accel/accel0"),
	FAULT("rights-of-group", "echo render:x:105: >>/etc/group; chmod 660 /dev/accel/accel0; "
	      "chgrp render /dev/accel/accel0",
	      "su user -c 'qda doctor'",
	      "cdsp: no permission to open /dev/accel/accel0: join the group 'render'",
	      "sed -i /render/d /etc/group; chgrp root /dev/accel/accel0; chmod 666 /dev/accel/accel0"),
	FAULT("search-path", "true", "DSP_LIBRARY_PATH=/tmp:/nowhere qda doctor",
	      "DSP_LIBRARY_PATH or ADSP_LIBRARY_PATH names /nowhere: No such file", "true"),
	FAULT("search-path-is-file", "true", "ADSP_LIBRARY_PATH=/etc/passwd qda doctor",
	      "ADSP_LIBRARY_PATH names /etc/passwd: Not a directory", "true"),
};
T_CASES(doctor_node);

/* One byte of a library becomes another. */
#define DOCTOR_BYTE(at, octal)						\
	"cp " DOCTOR_SOBEL " /tmp/libsobel_skel.so && printf '\\" octal	\
	"' | dd of=/tmp/libsobel_skel.so bs=1 seek=" #at " conv=notrunc 2>/dev/null"
#define DOCTOR_FILE	"qda doctor /tmp/libsobel_skel.so"
#define DOCTOR_REMOVE	"rm -f /tmp/lib*_skel.so"

static const struct t_case doctor_skeleton[] = {
	FAULT("library-not-there", "true", "qda doctor /tmp/libnone_skel.so",
	      "/tmp/libnone_skel.so: it cannot be read: No such file", "true"),
	FAULT("library-is-folder", "mkdir /tmp/libd_skel.so", "qda doctor /tmp/libd_skel.so",
	      "/tmp/libd_skel.so: it cannot be read: no regular file", "rmdir /tmp/libd_skel.so"),
	FAULT("library-name", "cp " DOCTOR_SOBEL " /tmp/sobel.so", "qda doctor /tmp/sobel.so",
	      "/tmp/sobel.so: no program finds a file of this name: call it lib", "rm /tmp/sobel.so"),
	FAULT("library-is-text", "cp /etc/passwd /tmp/libsobel_skel.so", DOCTOR_FILE,
	      "it is no ELF file", DOCTOR_REMOVE),
	FAULT("library-of-other-machine", "cp /bin/qda /tmp/libsobel_skel.so", DOCTOR_FILE,
	      "it is made for another machine (183), not for Hexagon", DOCTOR_REMOVE),
	FAULT("library-is-program", DOCTOR_BYTE(16, "002"), DOCTOR_FILE,
	      "it is no shared library: link it with -shared", DOCTOR_REMOVE),
	FAULT("library-is-cut", "head -c 600 " DOCTOR_SOBEL " >/tmp/libsobel_skel.so", DOCTOR_FILE,
	      "its end is missing: copy it again", DOCTOR_REMOVE),
	FAULT("library-of-later-hexagon", DOCTOR_BYTE(36, "163"), DOCTOR_FILE,
	      "it is made for Hexagon v73, and this DSP is v68: compile it with -mv68",
	      DOCTOR_REMOVE),
	FAULT("library-without-entry", "cp " DOCTOR_SOBEL " /tmp/libother_skel.so",
	      "qda doctor /tmp/libother_skel.so",
	      "it has no function other_skel_handle_invoke", DOCTOR_REMOVE),
	FAULT("library-lacks-symbol", "true",
	      "qda doctor " SKELETON_TESTS "/libunresolved_skel.so",
	      "the DSP does not load it: ", "true"),
};
T_CASES(doctor_skeleton);

/* Situation: a library with a section .ctors, as clang makes it by default: another
 * section of sobel's gets that name.
 * Expectation: the doctor says that nothing would call what is in it.
 */
T_CASE(doctor_ctors, "library-with-ctors")
{
	static char bytes[1 << 20];
	FILE *file = fopen(DOCTOR_SOBEL, "re");
	size_t size;
	char *name;

	T_CHECK(file);
	size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	name = memmem(bytes, size, ".comment", sizeof(".comment"));
	T_CHECK(name);
	memcpy(name, ".ctors\0", 8);
	file = fopen("/tmp/libsobel_skel.so", "we");
	T_CHECK(file);
	T_EQ(fwrite(bytes, 1, size, file), size);
	fclose(file);
	doctor_fault(&(const struct doctor_fault){ "true", DOCTOR_FILE,
		     "it has constructors or destructors that nothing would call",
		     DOCTOR_REMOVE });
}

/* Situation: every session of the DSP is open.
 * Expectation: the doctor says so, and which program has them.
 */
T_CASE(doctor_banks, "banks")
{
	struct qda_device *dev = skeleton_device();
	struct qda_device_info info;
	char line[1536];

	T_OK(qda_device_info(dev, &info, sizeof(info)));
	for (unsigned int i = 0; i < info.sessions_max; i++) {
		struct qda_session *session;

		T_OK(qda_session_create(dev, QDA_SESSION_UNSIGNED, &session, NULL));
	}
	T_EQ(doctor_first_line("qda doctor", line, sizeof(line)), 1);
	T_STEP(line);
	T_CHECK(strstr(line, "sessions are taken"));
	T_CHECK(strstr(line, "end a program that has one: doctor (pid "));
	qda_device_close(dev);
}

/* Situation: the DSP refuses the next process, as one without a PD shell does.
 * Expectation: the doctor says so.
 */
T_CASE(doctor_shell_missing, "no-pd-shell")
{
	char line[1536];

	T_EQ(doctor_first_line("qda doctor", line, sizeof(line)), 0);
	board_tell("lie wrong-result 1 512");
	T_EQ(doctor_first_line("qda doctor", line, sizeof(line)), 1);
	T_STEP(line);
	T_CHECK(strstr(line, "cdsp: no process starts: the DSP refused the process: "
			     "remote call failed: often a missing PD shell"));
}

/* Situation: the DSP never answers the request for a process.
 * Expectation: the doctor says so, when the driver has given up.
 */
T_CASE(doctor_hangs, "no-answer", .seconds = 60)
{
	char line[1536];

	T_EQ(doctor_first_line("qda doctor", line, sizeof(line)), 0);
	board_tell("lie drop 1");
	T_EQ(doctor_first_line("qda doctor", line, sizeof(line)), 1);
	T_STEP(line);
	T_CHECK(strstr(line, "cdsp: no process starts: the DSP did not answer: it may hang, restart it: "
			     "echo stop, then echo start"));
}

/* Situation: a new driver asks what the DSP can do, and gets no answer.
 * Expectation: the doctor says so.
 */
T_CASE(doctor_mute, "no-capabilities", .seconds = 60, .log = doctor_log)
{
	char line[1536];

	T_EQ(doctor_shell("rmmod qda"), 0);
	T_EQ(doctor_shell(DOCTOR_LOAD), 0);
	board_tell("lie drop 1");
	T_EQ(doctor_first_line("qda doctor", line, sizeof(line)), 1);
	T_STEP(line);
	T_CHECK(strstr(line, "cdsp: the DSP does not tell what it can do: the DSP did not answer"));
}

/* Situation: a DSP that runs signed code only, beside another one.
 * Expectation: the doctor says so.
 */
T_CASE(doctor_signed, "signed-only-dsp")
{
	char line[1536];

	if (doctor_first_line("qda -d adsp info 2>&1", line, sizeof(line)))
		t_skip("the board has no adsp");
	T_EQ(doctor_first_line("qda -d adsp doctor", line, sizeof(line)), 1);
	T_STEP(line);
	T_CHECK(strstr(line, "adsp: the DSP starts no process without a signature: only root"));
}

/* Situation: nothing is wrong; then for programs.
 * Expectation: the first line says that, the exit status is 0.
 */
T_CASE(doctor_well, "well")
{
	char line[1536];

	T_EQ(doctor_first_line("qda -d cdsp doctor " DOCTOR_SOBEL, line, sizeof(line)), 0);
	T_EQ(strcmp(line, "nothing is missing"), 0);
	T_EQ(doctor_first_line("qda -d cdsp doctor --json | sed -n 2p", line, sizeof(line)), 0);
	T_EQ(strcmp(line, "  \"fault\": null,"), 0);
}
