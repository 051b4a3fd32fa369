// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Notifications: programs hear when a process on a DSP comes or goes. They are
 * told on one thread of the library, in order, with no lock held.
 */
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "aee.h"
#include "domain.h"
#include "notify.h"

/**
 * struct notify_client - who wants to hear; for ever
 */
struct notify_client {
	/** @next: the next one */
	struct notify_client *next;
	/** @effective: of which process */
	int effective;
	/** @fn: what to call */
	fastrpc_notif_fn_t fn;
	/** @context: for @fn */
	void *context;
};

/**
 * struct notify_event - what happened
 */
struct notify_event {
	/** @next: the next one */
	struct notify_event *next;
	/** @effective: to which process */
	int effective;
	/** @status: what */
	remote_rpc_status_flags_t status;
};

/* Protects all below. */
static pthread_mutex_t notify_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t notify_changed = PTHREAD_COND_INITIALIZER;
static struct notify_client *notify_clients;
static struct notify_event *notify_events;
static struct notify_event **notify_end = &notify_events;
static bool notify_runs;

static void notify_tell(const struct notify_event *event)
{
	struct notify_client *client;

	/* Clients are added in front and stay: the list can be walked freely. */
	pthread_mutex_lock(&notify_lock);
	client = notify_clients;
	pthread_mutex_unlock(&notify_lock);
	for (; client; client = client->next) {
		if (client->effective == event->effective)
			client->fn(client->context, event->effective % RPC_DOMAINS,
				   event->effective / RPC_DOMAINS, event->status);
	}
}

static void *notify_run(void *data)
{
	(void)data;
	for (;;) {
		struct notify_event *event;

		pthread_mutex_lock(&notify_lock);
		while (!notify_events)
			pthread_cond_wait(&notify_changed, &notify_lock);
		event = notify_events;
		notify_events = event->next;
		if (!notify_events)
			notify_end = &notify_events;
		pthread_mutex_unlock(&notify_lock);
		notify_tell(event);
		free(event);
	}
	return NULL;
}

/* The program's signals are not for this thread. */
static int notify_start_locked(void)
{
	pthread_t thread;
	sigset_t all, old;
	int ret;

	if (notify_runs)
		return AEE_SUCCESS;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	ret = pthread_create(&thread, NULL, notify_run, NULL);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (ret)
		return AEE_ENOMEMORY;
	pthread_detach(thread);
	notify_runs = true;
	return AEE_SUCCESS;
}

/**
 * rpc_notify_register() - tell a program from now on
 * @effective: of which process
 * @fn: what to call
 * @context: for @fn
 *
 * Return: 0 or %AEE_ENOMEMORY.
 */
int rpc_notify_register(int effective, fastrpc_notif_fn_t fn, void *context)
{
	struct notify_client *client = calloc(1, sizeof(*client));
	int ret;

	if (!client)
		return AEE_ENOMEMORY;
	client->effective = effective;
	client->fn = fn;
	client->context = context;
	pthread_mutex_lock(&notify_lock);
	ret = notify_start_locked();
	if (!ret) {
		client->next = notify_clients;
		notify_clients = client;
		client = NULL;
	}
	pthread_mutex_unlock(&notify_lock);
	free(client);
	return ret;
}

/**
 * rpc_notify() - something has happened to a process
 * @effective: the process
 * @status: what
 */
void rpc_notify(int effective, remote_rpc_status_flags_t status)
{
	struct notify_event *event;

	pthread_mutex_lock(&notify_lock);
	event = notify_runs ? calloc(1, sizeof(*event)) : NULL;
	if (event) {
		event->effective = effective;
		event->status = status;
		*notify_end = event;
		notify_end = &event->next;
		pthread_cond_signal(&notify_changed);
	}
	pthread_mutex_unlock(&notify_lock);
}
