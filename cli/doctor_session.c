// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * What qda doctor finds out about one DSP by asking it: whether driver and
 * command fit, whether it answers, has a bank to spare, and starts a process.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <drm/qda_accel.h>

#include "capability.h"
#include "client.h"
#include "diagnose.h"
#include "doctor.h"
#include "qda.h"

#define SESSION_UNSIGNED	1
#define SESSION_ARCH		6

static void session_see_versions(struct doctor *doctor, const char *dsp,
				 const struct qda_device_info *info)
{
	bool old = info->uapi_version < DRM_QDA_UAPI_VERSION;
	struct doctor_link *link;

	link = doctor_add(doctor, "versions", dsp, old ? DOCTOR_MISSING : DOCTOR_OK);
	doctor_text(link, "driver %u.%u.%u with interface %u, libqda %s for interface %d",
		    info->driver_major, info->driver_minor, info->driver_patch,
		    info->uapi_version, qda_version(), DRM_QDA_UAPI_VERSION);
	if (old)
		doctor_remedy(link, "the driver is too old: install that of libqda's release, then rmmod qda and modprobe qda");
	if (strcmp(qda_version(), QDA_VERSION)) {
		link = doctor_add(doctor, "versions", dsp, DOCTOR_DOUBT);
		doctor_text(link, "this command is of release %s, libqda of %s", QDA_VERSION,
			    qda_version());
		doctor_remedy(link, "install both of one release");
	}
}

/* "qda (pid 71), other (pid 80)": who has sessions on the node. */
static void session_holders(const char *node, char *text, size_t size)
{
	struct clients clients;
	size_t used = 0;

	text[0] = '\0';
	clients_read(&clients);
	for (size_t i = 0; i < clients.count && used < size; i++) {
		const struct client *client = &clients.list[i];

		if (client->sessions && !strcmp(client->node, strrchr(node, '/') + 1))
			used += (size_t)snprintf(text + used, size - used, "%s%s (pid %d)",
						 used ? ", " : "", client->name, client->pid);
	}
	clients_free(&clients);
}

static bool session_see_banks(struct doctor *doctor, const struct doctor_dsp *dsp,
			      const struct qda_device_info *info)
{
	bool taken = info->sessions >= info->sessions_max;
	struct doctor_link *link;
	char holders[256];

	link = doctor_add(doctor, "banks", dsp->name, taken ? DOCTOR_MISSING : DOCTOR_OK);
	doctor_text(link, "%u of %u sessions are taken, in %u context banks",
		    info->sessions, info->sessions_max, info->banks);
	if (!taken)
		return true;
	session_holders(dsp->node, holders, sizeof(holders));
	doctor_remedy(link, "end a program that has one%s%s, or wait with qda -w SECONDS",
		      holders[0] ? ": " : "", holders);
	return false;
}

/* Returns 0, or what kept the DSP from telling. */
static int session_see_answer(struct doctor *doctor, const char *name,
			      struct qda_device *dev, uint32_t *values)
{
	int ret = qda_device_capabilities(dev, values, QDA_CAPABILITIES);
	struct doctor_link *link;
	char arch[16];

	link = doctor_add(doctor, "answer", name, ret ? DOCTOR_MISSING : DOCTOR_OK);
	if (ret) {
		doctor_text(link, "the DSP does not tell what it can do: %s",
			    qda_error_text(QDA_CONTEXT_QUERY, ret));
		doctor_remedy(link, ret == -ETIMEDOUT ?
			      "echo stop, then echo start to its remoteproc's state" :
			      "see dmesg and qda log");
		return ret;
	}
	capability_arch(values, arch, sizeof(arch));
	doctor_text(link, "Hexagon %s", arch[0] ? arch : "of a version that it does not tell");
	return 0;
}

static bool session_see_unsigned(struct doctor *doctor, const char *name,
				 const uint32_t *values)
{
	struct doctor_link *link;
	bool can = values[SESSION_UNSIGNED];

	link = doctor_add(doctor, "unsigned PDs", name, can ? DOCTOR_OK : DOCTOR_MISSING);
	doctor_text(link, can ? "processes without a signature may run" :
		    "the DSP starts no process without a signature");
	if (!can)
		doctor_remedy(link, "only root can start processes there, with code that is signed; "
			      "or take a firmware that allows unsigned PDs");
	return can;
}

static void session_see_process(struct doctor *doctor, const char *name,
				struct qda_device *dev)
{
	struct qda_session *session;
	struct doctor_link *link;
	int32_t result = 0;
	int ret;

	ret = qda_session_create(dev, QDA_SESSION_UNSIGNED, &session, &result);
	link = doctor_add(doctor, "PD shell", name, ret ? DOCTOR_MISSING : DOCTOR_OK);
	if (!ret) {
		doctor_text(link, "a process starts");
		qda_session_close(session);
		return;
	}
	doctor_text(link, "no process starts: %s%s%s",
		    qda_error_text(QDA_CONTEXT_SESSION, ret), result ? ": " : "",
		    result ? qda_result_text(result) : "");
	doctor_remedy(link, ret == -EREMOTEIO ?
		      "put the PD shell of this firmware (fastrpc_shell_unsigned_N) where it belongs, "
		      "see qda log" :
		      ret == -ETIMEDOUT ? "echo stop, then echo start to its remoteproc's state" :
		      "see dmesg and qda log");
}

/**
 * doctor_ask() - ask a DSP that can be opened
 * @doctor: the chain
 * @dsp: the DSP
 *
 * Return: its version of Hexagon, for example 68; 0 if it is not known.
 */
uint32_t doctor_ask(struct doctor *doctor, const struct doctor_dsp *dsp)
{
	uint32_t values[QDA_CAPABILITIES] = { 0 };
	struct qda_device_info info;
	struct doctor_link *link;
	struct qda_device *dev;
	bool free;
	int ret;

	ret = qda_device_open(dsp->node, &dev);
	if (ret) {
		link = doctor_add(doctor, "versions", dsp->name, DOCTOR_MISSING);
		doctor_text(link, "%s cannot be opened: %s", dsp->node,
			    qda_error_text(QDA_CONTEXT_OPEN, ret));
		doctor_remedy(link, "load the driver again: rmmod qda, modprobe qda");
		return 0;
	}
	ret = qda_device_info(dev, &info, sizeof(info));
	if (ret)
		memset(&info, 0, sizeof(info));
	session_see_versions(doctor, dsp->name, &info);
	free = session_see_banks(doctor, dsp, &info);
	if (!session_see_answer(doctor, dsp->name, dev, values) &&
	    session_see_unsigned(doctor, dsp->name, values) && free)
		session_see_process(doctor, dsp->name, dev);
	qda_device_close(dev);
	return (values[SESSION_ARCH] >> 4 & 0xf) * 10 + (values[SESSION_ARCH] & 0xf);
}
