// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The three calls of remote.h that a stub makes, over libqda: for programs that do
 * without FastRPC's own library. One process on the DSP for all modules; no handles
 * as arguments.
 */
#include <errno.h>
#include <stdlib.h>

#include <qda.h>

#include "AEEStdErr.h"
#include "remote.h"

/* How long a call may take. */
#define REMOTE_NS	60000000000ll

/**
 * struct remote_module - what a handle is
 */
struct remote_module {
	struct qda_device *device;
	struct qda_session *session;
	struct qda_module *module;
};

static int remote_free(struct remote_module *m, int err)
{
	if (m->module)
		qda_module_close(m->module);
	if (m->session)
		qda_session_close(m->session);
	if (m->device)
		qda_device_close(m->device);
	free(m);
	return err;
}

/* The result of the DSP if it is one, else that the way there failed. */
static int remote_error(int ret, int32_t result)
{
	if (!ret)
		return result;
	return ret == -EREMOTEIO && result ? result : AEE_ERPC;
}

int remote_handle64_open(const char *uri, remote_handle64 *h)
{
	struct remote_module *m = calloc(1, sizeof(*m));
	char domain[QDA_DOMAIN_SIZE], text[QDA_TEXT_SIZE];
	int32_t result = 0;
	uint32_t number;
	int ret;

	if (!m)
		return AEE_ENOMEMORY;
	ret = qda_uri_target(uri, domain, &number, text, sizeof(text));
	if (ret)
		return remote_free(m, AEE_EBADPARM);
	ret = qda_device_open(*domain ? domain : NULL, &m->device);
	if (ret)
		return remote_free(m, AEE_ENOSUCHDEVICE);
	ret = qda_session_create(m->device, QDA_SESSION_UNSIGNED, &m->session, &result);
	if (!ret)
		ret = qda_module_open(m->session, uri, &m->module, &result, text, sizeof(text));
	if (ret)
		return remote_free(m, remote_error(ret, result));
	*h = (uintptr_t)m;
	return AEE_SUCCESS;
}

int remote_handle64_invoke(remote_handle64 h, uint32_t scalars, remote_arg *args)
{
	struct remote_module *m = (struct remote_module *)(uintptr_t)h;
	unsigned int ins = REMOTE_SCALARS_INBUFS(scalars), count = REMOTE_SCALARS_LENGTH(scalars);
	struct qda_arg *list = calloc(count + 1, sizeof(*list));
	int32_t result = 0;
	int ret;

	if (!list)
		return AEE_ENOMEMORY;
	if (count != ins + REMOTE_SCALARS_OUTBUFS(scalars)) {
		free(list);
		return AEE_EUNSUPPORTED;
	}
	for (unsigned int i = 0; i < count; i++)
		list[i] = i < ins ? qda_arg_in(args[i].buf.pv, args[i].buf.nLen) :
			  qda_arg_out(args[i].buf.pv, args[i].buf.nLen);
	ret = qda_module_call(m->module, REMOTE_SCALARS_METHOD(scalars), list, count, REMOTE_NS,
			      &result);
	free(list);
	return remote_error(ret, result);
}

int remote_handle64_close(remote_handle64 h)
{
	return remote_free((struct remote_module *)(uintptr_t)h, AEE_SUCCESS);
}
