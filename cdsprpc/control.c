// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Requests about handles: latency, what a DSP can do, wake lock, domain.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "aee.h"
#include "call.h"
#include "device.h"
#include "domain.h"
#include "handle.h"
#include "pd.h"
#include "qda.h"
#include "remote.h"

/* The object of the process itself, and its method for quality of service. */
#define CONTROL_SELF		4
#define CONTROL_SELF_QOS	6
#define CONTROL_QOS_DEFAULT_US	10000

/* Attributes from here on are the host's, and this host has none of them. */
#define CONTROL_HOST		256
#define CONTROL_ATTRIBUTES	260

#define CONTROL_WAKE_LOCK	"/sys/power/wake_lock"
#define CONTROL_WAKE_UNLOCK	"/sys/power/wake_unlock"

static void control_set_qos(struct rpc_session *session, uint32_t latency)
{
	/* What the DSP says is ignored, as programs know it. */
	rpc_call_numbers(session, CONTROL_SELF, CONTROL_SELF_QOS, &latency, 1);
}

static int control_adaptive(struct rpc_pd *pd, struct rpc_session *session,
			    uint32_t latency)
{
	int ret = rpc_pd_set_adaptive(pd, true);

	if (!ret && session)
		control_set_qos(session, latency);
	return ret;
}

static int control_off(struct rpc_pd *pd, struct rpc_session *session)
{
	int ret = rpc_pd_set_adaptive(pd, false);

	if (ret || !session)
		return ret;
	ret = rpc_aee(qda_session_set_poll(session->session, 0));
	control_set_qos(session, CONTROL_QOS_DEFAULT_US);
	return ret;
}

static int control_latency(struct rpc_pd *pd, struct rpc_session *session,
			   const struct remote_rpc_control_latency *latency)
{
	switch (latency->enable) {
	case RPC_DISABLE_QOS:
		return control_off(pd, session);
	case RPC_PM_QOS:
		/* Taken, and without effect, like everywhere. */
		return AEE_SUCCESS;
	case RPC_ADAPTIVE_QOS:
		return control_adaptive(pd, session, latency->latency);
	case RPC_POLL_QOS:
		return session ? rpc_aee(qda_session_set_poll(session->session, 1)) :
				 AEE_ENOTINITIALIZED;
	default:
		return AEE_EBADPARM;
	}
}

static int control_ask(int domain, uint32_t attribute, uint32_t *value)
{
	uint32_t values[QDA_CAPABILITIES];
	struct rpc_device *device;
	int ret;

	if (rpc_device_get(domain, &device))
		return AEE_ECONNREFUSED;
	ret = qda_device_capabilities(device->dev, values, QDA_CAPABILITIES);
	rpc_device_put(device);
	if (ret)
		return -1;
	*value = values[attribute];
	return AEE_SUCCESS;
}

static int control_dsp_info(fastrpc_capability *info)
{
	int effective = rpc_domain_resolve((int)info->domain);
	struct rpc_device *device;

	if (info->domain >= RPC_EFFECTIVE || effective < 0 ||
	    info->attribute_ID >= CONTROL_ATTRIBUTES)
		return AEE_EBADPARM;
	info->capability = 0;
	if (info->attribute_ID >= CONTROL_HOST)
		return AEE_SUCCESS;
	if (info->attribute_ID != DOMAIN_SUPPORT)
		return control_ask(effective % RPC_DOMAINS, info->attribute_ID,
				   &info->capability);
	if (!rpc_device_get(effective % RPC_DOMAINS, &device)) {
		info->capability = 1;
		rpc_device_put(device);
	}
	return AEE_SUCCESS;
}

static int control_wakelock(const struct remote_rpc_control_wakelock *wakelock)
{
	static const char name[] = "fastrpc";
	int fd = open(wakelock->enable ? CONTROL_WAKE_LOCK : CONTROL_WAKE_UNLOCK,
		      O_WRONLY | O_CLOEXEC);
	ssize_t written;

	if (fd < 0)
		return AEE_EUNSUPPORTEDAPI;
	written = write(fd, name, sizeof(name) - 1);
	close(fd);
	return written < 0 ? AEE_EFAILED : AEE_SUCCESS;
}

/* @session: the process, or NULL if it does not run. */
static int control(struct rpc_pd *pd, struct rpc_session *session, uint32_t req,
		   void *data, uint32_t size)
{
	if (!data)
		return AEE_EBADPARM;
	switch (req) {
	case DSPRPC_CONTROL_LATENCY:
		return size == sizeof(struct remote_rpc_control_latency) ?
		       control_latency(pd, session, data) : AEE_EBADPARM;
	case DSPRPC_GET_DSP_INFO:
		return size >= sizeof(fastrpc_capability) ?
		       control_dsp_info(data) : AEE_EBADPARM;
	case DSPRPC_CONTROL_WAKELOCK:
		return size == sizeof(struct remote_rpc_control_wakelock) ?
		       control_wakelock(data) : AEE_EBADPARM;
	case DSPRPC_GET_DOMAIN:
		if (size != sizeof(remote_rpc_get_domain_t))
			return AEE_EBADPARM;
		((remote_rpc_get_domain_t *)data)->domain = pd->id;
		return AEE_SUCCESS;
	default:
		return AEE_EUNSUPPORTED;
	}
}

int remote_handle64_control(remote_handle64 h, uint32_t req, void *data,
			    uint32_t datalen)
{
	struct rpc_session *session;
	uint32_t number;
	int ret;

	session = rpc_handle_session(h, &number);
	if (!session)
		return AEE_EINVHANDLE;
	ret = control(session->pd, session, req, data, datalen);
	rpc_session_put(session);
	return ret;
}

int remote_handle_control(uint32_t req, void *data, uint32_t datalen)
{
	struct rpc_pd *pd = rpc_pd(rpc_domain_current());
	struct rpc_session *session = rpc_pd_session(pd);
	int ret = control(pd, session, req, data, datalen);

	if (session)
		rpc_session_put(session);
	return ret;
}

/* Calls of a process can always run side by side; serial ones no DSP offers. */
int remote_set_mode(uint32_t mode)
{
	return mode == REMOTE_MODE_PARALLEL ? AEE_SUCCESS : AEE_EUNSUPPORTED;
}
