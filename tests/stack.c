// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What is below the driver is Debian's kernel with the real Qualcomm drivers.
 */
#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "tools/t.h"

/* Taint of the kernel: a module from outside the tree; without a signature. */
#define STACK_TAINT_OUTSIDE (1 << 12)
#define STACK_TAINT_UNSIGNED (1 << 13)

static size_t stack_count(const char *pattern)
{
	glob_t found;
	size_t count = 0;

	if (!glob(pattern, 0, NULL, &found))
		count = found.gl_pathc;
	globfree(&found);
	return count;
}

/* Situation: the board has booted, its DSP runs.
 * Expectation: SMMU, SMEM, hardware lock, mailbox, smp2p and remoteproc have
 * devices bound to the kernel's own drivers, and GLINK has brought the channel.
 */
T_CASE(stack_parts, "parts")
{
	static const char *const parts[] = {
		"/sys/bus/platform/drivers/arm-smmu-v3/*.smmuv3",
		"/sys/bus/platform/drivers/qcom-smem/*smem*",
		"/sys/bus/platform/drivers/qcom_hwspinlock/*.hwlock",
		"/sys/bus/platform/drivers/qcom_apcs_ipc/*.mailbox",
		"/sys/bus/platform/drivers/qcom_smp2p/smp2p-*",
		"/sys/bus/platform/drivers/qcom_q6v5_adsp/*.remoteproc",
		"/sys/bus/rpmsg/drivers/qda/*glink-edge.fastrpcglink-apps-dsp*",
	};

	for (size_t i = 0; i < T_ARRAY(parts); i++) {
		T_STEP(parts[i]);
		if (!stack_count(parts[i]))
			t_fail("matches no device");
	}
}

/* Situation: the driver under test is loaded.
 * Expectation: it is the only module that is not Debian's, and nothing else
 * has tainted the kernel.
 */
T_CASE(stack_taint, "taint")
{
	char line[256];
	int taint = -1, ours = 0;
	FILE *file;

	T_CHECK(file = fopen("/proc/modules", "re"));
	while (fgets(line, sizeof(line), file)) {
		if (!strchr(line, '('))
			continue;
		if (strncmp(line, "qda ", 4))
			t_fail("%s", line);
		ours++;
	}
	fclose(file);
	T_EQ(ours, 1);
	T_CHECK(file = fopen("/proc/sys/kernel/tainted", "re"));
	T_EQ(fscanf(file, "%d", &taint), 1);
	fclose(file);
	/* A kernel that checks no signatures does not miss one. */
	T_EQ(taint & ~STACK_TAINT_UNSIGNED, STACK_TAINT_OUTSIDE);
}
