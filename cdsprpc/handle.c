// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Handles: open modules. A 64-bit handle is a number of this library; a 32-bit
 * one is the DSP's, and means the thread's current domain.
 */
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aee.h"
#include "call.h"
#include "domain.h"
#include "handle.h"
#include "pd.h"
#include "qda.h"
#include "remote.h"

/* Above the numbers of handles that are none of modules, and below 2^32. */
#define HANDLE_FIRST	UINT64_C(0x10000)

/**
 * struct rpc_handle - an open module
 */
struct rpc_handle {
	/** @next: the next one */
	struct rpc_handle *next;
	/** @id: the 64-bit handle, or 0 for a 32-bit one */
	uint64_t id;
	/** @session: its process */
	struct rpc_session *session;
	/** @module: the module, or NULL */
	struct qda_module *module;
	/** @pseudo: the number of one that has no module */
	uint32_t pseudo;
};

/*
 * Names behind a prefix open no module: they say which of the DSP's own
 * processes the domain means, until the last handle is closed. Numbers as in
 * FastRPC.
 */
static const struct handle_pseudo {
	const char *name;
	uint32_t kind;
	uint32_t number;
} handle_pseudo[] = {
	{ "createstaticpd:audiopd", QDA_SESSION_AUDIO, 257 },
	{ "createstaticpd:sensorspd", QDA_SESSION_SENSORS, 258 },
	{ "attachguestos", QDA_SESSION_ROOT, 259 },
};

/* Protects both below. */
static pthread_mutex_t handle_lock = PTHREAD_MUTEX_INITIALIZER;
static struct rpc_handle *handle_list;
static uint64_t handle_last = HANDLE_FIRST;

/* The DSP's number of a module. */
static uint32_t handle_number(const struct rpc_handle *handle)
{
	return handle->module ? qda_module_handle(handle->module) :
				handle->pseudo;
}

/* By id; or by the DSP's number, among the 32-bit ones of a process. */
static struct rpc_handle **handle_find_locked(uint64_t id, int effective,
					      uint32_t number)
{
	struct rpc_handle **place = &handle_list;

	while (*place && (id ? (*place)->id != id :
		((*place)->id || (*place)->session->pd->id != effective ||
		 handle_number(*place) != number)))
		place = &(*place)->next;
	return *place ? place : NULL;
}

static struct rpc_handle *handle_take(uint64_t id, int effective,
				      uint32_t number)
{
	struct rpc_handle **place, *handle = NULL;

	pthread_mutex_lock(&handle_lock);
	place = handle_find_locked(id, effective, number);
	if (place) {
		handle = *place;
		*place = handle->next;
	}
	pthread_mutex_unlock(&handle_lock);
	return handle;
}

static int handle_destroy(struct rpc_handle *handle)
{
	struct rpc_session *session = handle->session;
	int ret = handle->module ? qda_module_close(handle->module) : 0;

	rpc_pd_put(session->pd, session);
	free(handle);
	/* With the process the module has gone, too. */
	if (ret == -ECONNABORTED || ret == -ECONNRESET || ret == -ENODEV ||
	    ret == -ENOENT)
		return AEE_SUCCESS;
	return rpc_aee(ret);
}

/**
 * rpc_handle_session() - the process of a handle
 * @handle: the 64-bit handle
 * @number: where to put the DSP's number of the module
 *
 * Return: the process, for rpc_session_put(); NULL if there is no such handle.
 */
struct rpc_session *rpc_handle_session(uint64_t handle, uint32_t *number)
{
	struct rpc_session *session = NULL;
	struct rpc_handle **place;

	pthread_mutex_lock(&handle_lock);
	place = handle ? handle_find_locked(handle, 0, 0) : NULL;
	if (place && (*place)->module) {
		session = (*place)->session;
		*number = qda_module_handle((*place)->module);
		rpc_session_get(session);
	}
	pthread_mutex_unlock(&handle_lock);
	if (session)
		rpc_domain_set_current(session->pd->id);
	return session;
}

/**
 * rpc_handle_close_all() - close the handles of a process
 * @session: the process
 */
void rpc_handle_close_all(const struct rpc_session *session)
{
	struct rpc_handle *closing = NULL, *handle;

	pthread_mutex_lock(&handle_lock);
	for (struct rpc_handle **place = &handle_list; *place;) {
		handle = *place;
		if (handle->session != session) {
			place = &handle->next;
			continue;
		}
		*place = handle->next;
		handle->next = closing;
		closing = handle;
	}
	pthread_mutex_unlock(&handle_lock);
	while ((handle = closing)) {
		closing = handle->next;
		handle_destroy(handle);
	}
}

static void handle_add(struct rpc_handle *handle, bool is64)
{
	pthread_mutex_lock(&handle_lock);
	handle->id = is64 ? ++handle_last : 0;
	handle->next = handle_list;
	handle_list = handle;
	pthread_mutex_unlock(&handle_lock);
}

static int handle_open_error(int error, int32_t result)
{
	return error == -EREMOTEIO ? result : rpc_aee(error);
}

/* Opens a module on a process; with an @id if it is to be a 64-bit handle. */
static int handle_open(int effective, const char *name, bool is64,
		       struct rpc_handle **made)
{
	struct rpc_handle *handle = calloc(1, sizeof(*handle));
	struct rpc_pd *pd = rpc_pd(effective);
	int32_t result = 0;
	int ret;

	if (!handle)
		return AEE_ENOMEMORY;
	rpc_domain_set_current(effective);
	ret = rpc_pd_open(pd, &handle->session);
	if (ret)
		goto err_free;
	ret = qda_module_open(handle->session->session, name, &handle->module,
			      &result, NULL, 0);
	if (ret) {
		ret = handle_open_error(ret, result);
		rpc_pd_put(pd, handle->session);
		goto err_free;
	}
	handle_add(handle, is64);
	*made = handle;
	return AEE_SUCCESS;

err_free:
	free(handle);
	return ret;
}

static bool handle_is_pseudo(const char *name)
{
	return !strncmp(name, ITRANSPORT_PREFIX, strlen(ITRANSPORT_PREFIX));
}

/* Which one a name means, up to what follows it in a URI; NULL for none. */
static const struct handle_pseudo *handle_pseudo_find(const char *name)
{
	size_t size = strcspn(name, "&");

	for (size_t i = 0; i < sizeof(handle_pseudo) / sizeof(handle_pseudo[0]); i++) {
		if (strlen(handle_pseudo[i].name) == size &&
		    !strncmp(handle_pseudo[i].name, name, size))
			return &handle_pseudo[i];
	}
	return NULL;
}

static int handle_open_pseudo(int effective, const char *name, bool is64,
			      struct rpc_handle **made)
{
	const struct handle_pseudo *pseudo =
		handle_pseudo_find(name + strlen(ITRANSPORT_PREFIX));
	struct rpc_handle *handle;
	int ret;

	if (!pseudo)
		return AEE_EUNSUPPORTED;
	handle = calloc(1, sizeof(*handle));
	if (!handle)
		return AEE_ENOMEMORY;
	rpc_domain_set_current(effective);
	ret = rpc_pd_attach(rpc_pd(effective), pseudo->kind, &handle->session);
	if (ret) {
		free(handle);
		return ret;
	}
	handle->pseudo = pseudo->number;
	handle_add(handle, is64);
	*made = handle;
	return AEE_SUCCESS;
}

/* The domain that the end of a pseudo name says; -1 for none. */
static int handle_pseudo_domain(const char *name)
{
	const char *domain = strstr(name, "&_dom=");
	char text[QDA_DOMAIN_SIZE];

	if (!domain)
		return -1;
	domain += strlen("&_dom=");
	if (strcspn(domain, "&") >= sizeof(text))
		return -1;
	snprintf(text, sizeof(text), "%.*s", (int)strcspn(domain, "&"), domain);
	return rpc_domain_by_name(text);
}

int remote_handle64_open(const char *name, remote_handle64 *ph)
{
	char domain[QDA_DOMAIN_SIZE];
	struct rpc_handle *handle;
	uint32_t session;
	int number, ret;

	if (!name || !ph)
		return AEE_EBADPARM;
	if (handle_is_pseudo(name)) {
		number = handle_pseudo_domain(name);
		ret = number < 0 ? AEE_EBADPARM :
		      handle_open_pseudo(rpc_domain_effective(number, 0), name,
					 true, &handle);
		if (!ret)
			*ph = handle->id;
		return ret;
	}
	if (qda_uri_target(name, domain, &session, NULL, 0))
		return AEE_EBADPARM;
	number = rpc_domain_by_name(domain);
	if (number < 0)
		return AEE_EBADPARM;
	ret = handle_open(rpc_domain_effective(number, session), name, true,
			  &handle);
	if (!ret)
		*ph = handle->id;
	return ret;
}

int remote_handle64_invoke(remote_handle64 h, uint32_t scalars, remote_arg *pra)
{
	struct rpc_session *session;
	uint32_t number = 0;
	int ret;

	session = rpc_handle_session(h, &number);
	if (!session)
		return AEE_EINVHANDLE;
	ret = rpc_call(session, number, scalars, pra);
	rpc_session_put(session);
	return ret;
}

int remote_handle64_close(remote_handle64 h)
{
	struct rpc_handle *handle = h ? handle_take(h, 0, 0) : NULL;

	if (!handle)
		return AEE_EINVHANDLE;
	rpc_domain_set_current(handle->session->pd->id);
	return handle_destroy(handle);
}

int remote_handle_open(const char *name, remote_handle *ph)
{
	struct rpc_handle *handle;
	int ret;

	if (!name || !ph)
		return AEE_EBADPARM;
	ret = handle_is_pseudo(name) ?
	      handle_open_pseudo(rpc_domain_current(), name, false, &handle) :
	      handle_open(rpc_domain_current(), name, false, &handle);
	if (!ret)
		*ph = handle_number(handle);
	return ret;
}

int remote_handle_invoke(remote_handle h, uint32_t scalars, remote_arg *pra)
{
	struct rpc_session *session;
	int ret;

	session = rpc_pd_session(rpc_pd(rpc_domain_current()));
	if (!session)
		return AEE_EINVHANDLE;
	/* One that the process does not know is the DSP's to refuse. */
	ret = h == UINT32_MAX ? AEE_EINVHANDLE :
	      rpc_call(session, h, scalars, pra);
	rpc_session_put(session);
	return ret;
}

int remote_handle_close(remote_handle h)
{
	struct rpc_handle *handle = handle_take(0, rpc_domain_current(), h);

	return handle ? handle_destroy(handle) : AEE_EINVHANDLE;
}
