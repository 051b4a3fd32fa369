// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Processes: each effective domain has one, from the first handle that is
 * opened on it to the last that is closed.
 */
#include <errno.h>
#include <stdlib.h>

#include "aee.h"
#include "device.h"
#include "domain.h"
#include "handle.h"
#include "map.h"
#include "notify.h"
#include "pd.h"
#include "qda.h"
#include "session.h"

/* The object for a process' settings, its method, and what can be set. */
#define PD_REMOTECTL		8
#define PD_SET_PARAM		5
#define PD_PARAM_THREAD		1
#define PD_PARAM_ADAPTIVE	2

#define PD_TIMEOUT_NS		INT64_C(10000000000)

#define PD_PRIORITY		192
#define PD_STACK_SIZE		(16 << 10)

static struct rpc_pd pds[RPC_EFFECTIVE];
static pthread_once_t pds_once = PTHREAD_ONCE_INIT;

static void pd_init_all(void)
{
	for (int i = 0; i < RPC_EFFECTIVE; i++) {
		pds[i].id = i;
		pds[i].priority = PD_PRIORITY;
		pds[i].stack_size = PD_STACK_SIZE;
		pthread_mutex_init(&pds[i].lock, NULL);
	}
}

/**
 * rpc_pd() - the process of an effective domain
 * @effective: the effective domain, from rpc_domain_resolve()
 *
 * Return: the process, which may not run.
 */
struct rpc_pd *rpc_pd(int effective)
{
	pthread_once(&pds_once, pd_init_all);
	return &pds[effective];
}

/**
 * rpc_session_get() - keep a process for a call
 * @session: the process
 */
void rpc_session_get(struct rpc_session *session)
{
	session->users++;
}

/**
 * rpc_session_put() - give it up
 * @session: the process
 */
void rpc_session_put(struct rpc_session *session)
{
	if (--session->users)
		return;
	qda_session_put(session->session);
	rpc_device_put(session->device);
	free(session);
}

static int pd_set_param(struct rpc_session *session, uint32_t param,
			const uint32_t *values, uint32_t count)
{
	uint32_t head[2] = { param, count };
	const struct qda_arg args[] = {
		qda_arg_in(head, sizeof(head)),
		qda_arg_in(values, count * sizeof(*values)),
	};
	int32_t result = 0;
	int ret;

	ret = qda_invoke(session->session, PD_REMOTECTL, PD_SET_PARAM, args, 2,
			 PD_TIMEOUT_NS, &result);
	return ret ? rpc_aee(ret) : result;
}

static int pd_send_thread_locked(struct rpc_pd *pd)
{
	uint32_t values[2] = {
		(uint32_t)pd->priority, (uint32_t)pd->stack_size,
	};

	return pd_set_param(pd->session, PD_PARAM_THREAD, values, 2);
}

static int pd_send_adaptive_locked(struct rpc_pd *pd)
{
	uint32_t on = pd->adaptive;

	return pd_set_param(pd->session, PD_PARAM_ADAPTIVE, &on, 1);
}

/* On the thread of the session. */
static void pd_ended(void *context, int error)
{
	struct rpc_pd *pd = context;

	rpc_notify(pd->id, error == -ECONNABORTED ? FASTRPC_USER_PD_EXCEPTION :
		   FASTRPC_DSP_SSR);
}

/* On the thread of the session, as code asks. */
static int32_t pd_map(void *context, uint32_t number, uint32_t size)
{
	return rpc_map_registered(context, (int)number, size);
}

static int32_t pd_unmap(void *context, uint32_t number)
{
	return rpc_map_unregistered(context, (int)number);
}

static const struct qda_mapper pd_mapper = { pd_map, pd_unmap };

/* -errno of a process that could not be started, as the code that is known. */
static int pd_create_error(const struct rpc_pd *pd, int error, int32_t result)
{
	if (error == -EREMOTEIO)
		return result;
	if (error == -ECONNRESET || error == -ECONNABORTED)
		return AEE_ECONNRESET;
	if (error == -EPERM && !pd->is_unsigned)
		return AEE_ECONNREFUSED;
	return rpc_aee(error);
}

static int pd_start_locked(struct rpc_pd *pd)
{
	uint32_t attrs = pd->is_unsigned ? QDA_SESSION_UNSIGNED : 0;
	struct rpc_session *made = calloc(1, sizeof(*made));
	int32_t result = 0;
	int ret;

	if (!made)
		return AEE_ENOMEMORY;
	if (rpc_device_get(pd->id % RPC_DOMAINS, &made->device)) {
		free(made);
		return AEE_ECONNREFUSED;
	}
	ret = pd->is_system ?
	      qda_session_attach(made->device->dev, pd->system, &made->session,
				 &result) :
	      qda_session_create(made->device->dev, attrs, &made->session,
				 &result);
	if (ret) {
		rpc_device_put(made->device);
		free(made);
		return pd_create_error(pd, ret, result);
	}
	/* It stays for calls under way when it is closed. */
	qda_session_get(made->session);
	qda_session_set_number(made->session, (uint32_t)pd->id / RPC_DOMAINS);
	qda_session_set_ended(made->session, pd_ended, pd);
	qda_session_set_mapper(made->session, &pd_mapper, made);
	made->pd = pd;
	made->users = 1;
	pd->session = made;
	if (pd->has_thread)
		pd_send_thread_locked(pd);
	if (pd->adaptive)
		pd_send_adaptive_locked(pd);
	return AEE_SUCCESS;
}

static int pd_open_locked(struct rpc_pd *pd, struct rpc_session **session)
{
	int ret = pd->session ? AEE_SUCCESS : pd_start_locked(pd);

	if (ret)
		return ret;
	pd->opens++;
	*session = pd->session;
	rpc_session_get(*session);
	return AEE_SUCCESS;
}

/**
 * rpc_pd_open() - use a process; the first user starts it
 * @pd: the process
 * @session: where to put it as one that runs, for rpc_pd_put()
 *
 * Return: 0, or an AEE code.
 */
int rpc_pd_open(struct rpc_pd *pd, struct rpc_session **session)
{
	bool first;
	int ret;

	pthread_mutex_lock(&pd->lock);
	first = !pd->session;
	ret = pd_open_locked(pd, session);
	pthread_mutex_unlock(&pd->lock);
	if (ret || !first)
		return ret;
	rpc_map_all_static(pd);
	rpc_notify(pd->id, FASTRPC_USER_PD_UP);
	return AEE_SUCCESS;
}

/**
 * rpc_pd_attach() - use a process that the DSP has anyhow, in place of one of its own
 * @pd: the process
 * @kind: which one, of &enum qda_session_kind
 * @session: as for rpc_pd_open()
 *
 * Return: as rpc_pd_open(); %AEE_EALREADYLOADED if another one runs.
 */
int rpc_pd_attach(struct rpc_pd *pd, uint32_t kind, struct rpc_session **session)
{
	int ret;

	pthread_mutex_lock(&pd->lock);
	if (pd->session && (!pd->is_system || pd->system != kind)) {
		ret = AEE_EALREADYLOADED;
	} else {
		pd->is_system = true;
		pd->system = kind;
		ret = pd_open_locked(pd, session);
		if (!pd->session)
			pd->is_system = false;
	}
	pthread_mutex_unlock(&pd->lock);
	return ret;
}

/* Takes the process away from its domain, with its maps, for pd_end(). */
static struct rpc_map *pd_detach_locked(struct rpc_pd *pd)
{
	struct rpc_map *maps = pd->maps;

	pd->session = NULL;
	pd->maps = NULL;
	pd->opens = 0;
	pd->reserved = false;
	pd->is_system = false;
	return maps;
}

/*
 * Not under the lock: it waits for the session's thread, which may be about to
 * map memory for code.
 */
static void pd_end(struct rpc_pd *pd, struct rpc_session *session,
		   struct rpc_map *maps)
{
	qda_session_close(session->session);
	rpc_map_forget(maps);
	rpc_session_put(session);
	rpc_notify(pd->id, FASTRPC_USER_PD_EXIT);
}

/**
 * rpc_pd_put() - give up a process; the last user ends it
 * @pd: the process
 * @session: from rpc_pd_open()
 */
void rpc_pd_put(struct rpc_pd *pd, struct rpc_session *session)
{
	struct rpc_map *maps = NULL;
	bool last;

	pthread_mutex_lock(&pd->lock);
	last = pd->session == session && !--pd->opens;
	if (last)
		maps = pd_detach_locked(pd);
	pthread_mutex_unlock(&pd->lock);
	if (last)
		pd_end(pd, session, maps);
	rpc_session_put(session);
}

/**
 * rpc_pd_close() - end a process, whoever uses it; handles of it are closed
 * @pd: the process
 *
 * Return: 0; -1 if it does not run.
 */
int rpc_pd_close(struct rpc_pd *pd)
{
	struct rpc_session *session = rpc_pd_session(pd);
	struct rpc_map *maps = NULL;
	bool ours;

	if (!session)
		return -1;
	rpc_handle_close_all(session);
	pthread_mutex_lock(&pd->lock);
	ours = pd->session == session;
	if (ours)
		maps = pd_detach_locked(pd);
	pthread_mutex_unlock(&pd->lock);
	if (ours)
		pd_end(pd, session, maps);
	rpc_session_put(session);
	return 0;
}

/**
 * rpc_pd_session() - a process, if it runs
 * @pd: the process
 *
 * Return: the process that runs, for rpc_session_put(); or NULL.
 */
struct rpc_session *rpc_pd_session(struct rpc_pd *pd)
{
	struct rpc_session *session;

	pthread_mutex_lock(&pd->lock);
	session = pd->session;
	if (session)
		rpc_session_get(session);
	pthread_mutex_unlock(&pd->lock);
	return session;
}

/**
 * rpc_pd_set_thread() - set priority and stack of a process' threads
 * @pd: the process
 * @priority: 1 to 255
 * @stack_size: in bytes
 *
 * Return: 0, also if it does not run yet; or what the DSP said.
 */
int rpc_pd_set_thread(struct rpc_pd *pd, int priority, int stack_size)
{
	int ret = AEE_SUCCESS;

	pthread_mutex_lock(&pd->lock);
	pd->priority = priority;
	pd->stack_size = stack_size;
	pd->has_thread = true;
	if (pd->session)
		ret = pd_send_thread_locked(pd);
	pthread_mutex_unlock(&pd->lock);
	return ret;
}

/**
 * rpc_pd_set_adaptive() - switch adaptive quality of service
 * @pd: the process
 * @on: whether to
 *
 * Return: 0, also if it does not run yet; or what the DSP said.
 */
int rpc_pd_set_adaptive(struct rpc_pd *pd, bool on)
{
	int ret = AEE_SUCCESS;

	pthread_mutex_lock(&pd->lock);
	if (pd->adaptive != on) {
		pd->adaptive = on;
		if (pd->session)
			ret = pd_send_adaptive_locked(pd);
	}
	pthread_mutex_unlock(&pd->lock);
	return ret;
}
