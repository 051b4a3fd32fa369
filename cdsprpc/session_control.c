// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Requests about sessions: what kind of process, how many, where, and how one
 * ends. Each has a structure of its own, whose size is checked first.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "aee.h"
#include "call.h"
#include "domain.h"
#include "notify.h"
#include "pd.h"
#include "remote.h"

#define SESSION_PRIORITY_MIN	1
#define SESSION_PRIORITY_MAX	255
#define SESSION_PRIORITY	192
#define SESSION_STACK_MIN	(16 << 10)
#define SESSION_STACK_MAX	(8 << 20)
#define SESSION_INITMEM_MIN	(3u << 20)
#define SESSION_INITMEM_MAX	(200u << 20)

/* The object of the process itself, and its method that raises an exception. */
#define SESSION_SELF		4
#define SESSION_SELF_EXCEPTION	7

/* Do something with a process, or with all of them for -1. */
static int session_each(int domain, int (*one)(struct rpc_pd *pd,
					       const void *data),
			const void *data)
{
	int effective = domain == -1 ? 0 : rpc_domain_resolve(domain);
	int ret;

	if (effective < 0)
		return AEE_EBADPARM;
	if (domain != -1)
		return one(rpc_pd(effective), data);
	for (int i = 0; i < RPC_EFFECTIVE; i++) {
		if (rpc_domain_resolve(i) < 0)
			continue;
		ret = one(rpc_pd(i), data);
		if (ret)
			return ret;
	}
	return AEE_SUCCESS;
}

static int session_set_thread(struct rpc_pd *pd, const void *data)
{
	const struct remote_rpc_thread_params *params = data;

	return rpc_pd_set_thread(pd, params->prio == -1 ? pd->priority :
				 params->prio,
				 params->stack_size == -1 ? pd->stack_size :
				 params->stack_size);
}

static int session_thread_params(void *data)
{
	const struct remote_rpc_thread_params *params = data;

	if ((params->prio != -1 && (params->prio < SESSION_PRIORITY_MIN ||
				    params->prio > SESSION_PRIORITY_MAX)) ||
	    (params->stack_size != -1 &&
	     (params->stack_size < SESSION_STACK_MIN ||
	      params->stack_size > SESSION_STACK_MAX)))
		return AEE_EBADPARM;
	return session_each(params->domain, session_set_thread, params);
}

static int session_priority(void *data)
{
	const struct remote_rpc_relative_thread_priority *wish = data;
	int64_t priority = SESSION_PRIORITY +
			   (int64_t)wish->relative_thread_priority;
	struct remote_rpc_thread_params params = { .stack_size = -1 };

	if (priority < SESSION_PRIORITY_MIN)
		priority = SESSION_PRIORITY_MIN;
	if (priority > SESSION_PRIORITY_MAX)
		priority = SESSION_PRIORITY_MAX;
	params.prio = (int)priority;
	return session_each(wish->domain, session_set_thread, &params);
}

static int session_set_unsigned(struct rpc_pd *pd, const void *data)
{
	const struct remote_rpc_control_unsigned_module *wish = data;
	bool is_unsigned = wish->enable;
	int ret = AEE_SUCCESS;

	pthread_mutex_lock(&pd->lock);
	if (pd->session && pd->is_unsigned != is_unsigned)
		ret = AEE_EALREADYLOADED;
	else
		pd->is_unsigned = is_unsigned;
	pthread_mutex_unlock(&pd->lock);
	return ret;
}

static int session_unsigned(void *data)
{
	const struct remote_rpc_control_unsigned_module *wish = data;

	return session_each(wish->domain, session_set_unsigned, wish);
}

/* For all of them: 0 if there was one. */
static int session_close(void *data)
{
	const struct remote_rpc_session_close *close = data;
	int effective = rpc_domain_resolve(close->domain);
	int ret = -1;

	if (close->domain != -1)
		return effective < 0 ? AEE_EBADPARM :
		       rpc_pd_close(rpc_pd(effective));
	for (int i = 0; i < RPC_EFFECTIVE; i++) {
		if (!rpc_pd_close(rpc_pd(i)))
			ret = AEE_SUCCESS;
	}
	return ret;
}

static int session_kill(void *data)
{
	const struct remote_rpc_process_clean_params *params = data;
	int effective = rpc_domain_resolve(params->domain);

	if (effective < 0)
		return AEE_EBADPARM;
	return rpc_pd_close(rpc_pd(effective)) ? AEE_ERPC : AEE_SUCCESS;
}

/* A dump is written whenever a process faults: only a late wish is refused. */
static int session_dump(void *data)
{
	const struct remote_rpc_control_pd_dump *dump = data;
	int effective = rpc_domain_resolve(dump->domain);
	struct rpc_session *session;

	if (effective < 0)
		return AEE_EBADPARM;
	session = rpc_pd_session(rpc_pd(effective));
	if (!session)
		return AEE_SUCCESS;
	rpc_session_put(session);
	return AEE_ERPC;
}

/* The call ends with the process: "bad state" is what is hoped for. */
static int session_exception(void *data)
{
	const remote_rpc_process_exception *exception = data;
	int effective = rpc_domain_resolve(exception->domain);
	struct rpc_session *session;
	int ret;

	if (effective < 0)
		return AEE_EBADPARM;
	session = rpc_pd_session(rpc_pd(effective));
	if (!session)
		return AEE_ERPC;
	ret = rpc_call_numbers(session, SESSION_SELF, SESSION_SELF_EXCEPTION,
			       NULL, 0);
	rpc_session_put(session);
	if (ret == AEE_DSP_EBADSTATE || ret == AEE_ECONNRESET)
		return AEE_SUCCESS;
	return ret ? ret : AEE_ERPC;
}

static int session_type(void *data)
{
	struct remote_process_type *type = data;
	int effective = rpc_domain_resolve(type->domain);

	if (effective < 0)
		return AEE_EBADPARM;
	type->process_type = rpc_pd(effective)->is_unsigned ?
			     PROCESS_TYPE_UNSIGNED : PROCESS_TYPE_SIGNED;
	return AEE_SUCCESS;
}

static int session_notify(void *data)
{
	const remote_rpc_notif_register_t *wish = data;
	int effective = wish->domain == -1 ? -1 :
			rpc_domain_resolve(wish->domain);

	if (effective < 0 || !wish->notifier_fn)
		return AEE_EBADPARM;
	return rpc_notify_register(effective, wish->notifier_fn, wish->context);
}

/* The kernel decides about the memory that a process begins with. */
static int session_initmem(void *data)
{
	const struct remote_rpc_pd_initmem_size *wish = data;
	int effective = rpc_domain_resolve(wish->domain);

	if (effective < 0 || wish->pd_initmem_size < SESSION_INITMEM_MIN ||
	    wish->pd_initmem_size > SESSION_INITMEM_MAX)
		return AEE_EBADPARM;
	return rpc_pd(effective)->is_unsigned ? AEE_EUNSUPPORTED : AEE_SUCCESS;
}

/* The domain of a name, which may have no NUL at its end. */
static int session_domain(const char *name, uint32_t length)
{
	char text[16];

	if (!name || !length)
		return -1;
	snprintf(text, sizeof(text), "%.*s",
		 length < sizeof(text) ? (int)length : (int)sizeof(text), name);
	return rpc_domain_by_name(text);
}

static int session_reserve(void *data)
{
	remote_rpc_reserve_new_session_t *wish = data;
	int domain = session_domain(wish->domain_name, wish->domain_name_len);

	wish->effective_domain_id = RPC_EFFECTIVE;
	wish->session_id = RPC_SESSIONS;
	if (domain < 0 || !wish->session_name || !wish->session_name_len)
		return AEE_EBADPARM;
	for (unsigned int i = 1; i < RPC_SESSIONS; i++) {
		struct rpc_pd *pd = rpc_pd(rpc_domain_effective(domain, i));
		bool free;

		pthread_mutex_lock(&pd->lock);
		free = !pd->reserved;
		pd->reserved = true;
		pthread_mutex_unlock(&pd->lock);
		if (!free)
			continue;
		wish->effective_domain_id = (uint32_t)pd->id;
		wish->session_id = i;
		return AEE_SUCCESS;
	}
	return AEE_ENOSESSION;
}

static int session_effective(void *data)
{
	remote_rpc_effective_domain_id_t *wish = data;
	int domain = session_domain(wish->domain_name, wish->domain_name_len);

	if (domain < 0 || wish->session_id >= RPC_SESSIONS)
		return AEE_EBADPARM;
	wish->effective_domain_id =
		(uint32_t)rpc_domain_effective(domain, wish->session_id);
	return AEE_SUCCESS;
}

static int session_uri(void *data)
{
	remote_rpc_get_uri_t *wish = data;
	int domain = session_domain(wish->domain_name, wish->domain_name_len);
	int length;

	if (domain < 0 || wish->session_id >= RPC_SESSIONS ||
	    !wish->module_uri || !wish->module_uri_len || !wish->uri ||
	    wish->uri_len <= wish->module_uri_len)
		return AEE_EBADPARM;
	length = snprintf(wish->uri, wish->uri_len, "%.*s&_dom=%s&_session=%u",
			  (int)wish->module_uri_len, wish->module_uri,
			  rpc_domain_name(domain), wish->session_id);
	return length >= (int)wish->uri_len ? AEE_EBADSIZE : AEE_SUCCESS;
}

/* A context of several DSPs at once needs a kernel that has such a thing. */
static int session_context(void *data)
{
	(void)data;
	return AEE_EUNSUPPORTED;
}

/**
 * struct session_request - a request
 */
struct session_request {
	/** @size: of its structure */
	uint32_t size;
	/** @serve: does it */
	int (*serve)(void *data);
};

static const struct session_request session_requests[] = {
	[FASTRPC_THREAD_PARAMS] = {
		sizeof(struct remote_rpc_thread_params), session_thread_params },
	[DSPRPC_CONTROL_UNSIGNED_MODULE] = {
		sizeof(struct remote_rpc_control_unsigned_module), session_unsigned },
	[FASTRPC_RELATIVE_THREAD_PRIORITY] = {
		sizeof(struct remote_rpc_relative_thread_priority), session_priority },
	[FASTRPC_REMOTE_PROCESS_KILL] = {
		sizeof(struct remote_rpc_process_clean_params), session_kill },
	[FASTRPC_SESSION_CLOSE] = {
		sizeof(struct remote_rpc_session_close), session_close },
	[FASTRPC_CONTROL_PD_DUMP] = {
		sizeof(struct remote_rpc_control_pd_dump), session_dump },
	[FASTRPC_REMOTE_PROCESS_EXCEPTION] = {
		sizeof(remote_rpc_process_exception), session_exception },
	[FASTRPC_REMOTE_PROCESS_TYPE] = {
		sizeof(struct remote_process_type), session_type },
	[FASTRPC_REGISTER_STATUS_NOTIFICATIONS] = {
		sizeof(remote_rpc_notif_register_t), session_notify },
	[FASTRPC_PD_INITMEM_SIZE] = {
		sizeof(struct remote_rpc_pd_initmem_size), session_initmem },
	[FASTRPC_RESERVE_NEW_SESSION] = {
		sizeof(remote_rpc_reserve_new_session_t), session_reserve },
	[FASTRPC_GET_EFFECTIVE_DOMAIN_ID] = {
		sizeof(remote_rpc_effective_domain_id_t), session_effective },
	[FASTRPC_GET_URI] = {
		sizeof(remote_rpc_get_uri_t), session_uri },
	[FASTRPC_CONTEXT_CREATE] = {
		sizeof(fastrpc_context_create), session_context },
	[FASTRPC_CONTEXT_DESTROY] = {
		sizeof(fastrpc_context_destroy), session_context },
};

int remote_session_control(uint32_t req, void *data, uint32_t datalen)
{
	const struct session_request *request = &session_requests[0];

	if (req < sizeof(session_requests) / sizeof(session_requests[0]))
		request = &session_requests[req];
	if (!request->serve)
		return AEE_EUNSUPPORTED;
	return data && datalen == request->size ? request->serve(data) :
	       AEE_EBADPARM;
}
