// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The link of a program to the queues of one process on a DSP: a module there,
 * a page of counters, one thread that waits for the DSP and one that wakes it.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "aee.h"
#include "domain.h"
#include "link.h"
#include "pd.h"
#include "queue.h"
#include "remote.h"
#include "rpcmem.h"

#define LINK_URI \
	"file:///libdspqueue_rpc_skel.so?dspqueue_rpc_skel_handle_invoke&_modver=1.0&_dom=%s&_session=%d"

/* Methods of the module. */
#define LINK_INIT	2
#define LINK_WAIT	6
#define LINK_CANCEL	7
#define LINK_SIGNAL	8

/* What the wait says when it is to end. */
#define LINK_END	(-1)

/* Protects the table, and what is made and ended. */
static pthread_mutex_t link_lock = PTHREAD_MUTEX_INITIALIZER;
static struct rpc_link *link_table[RPC_EFFECTIVE];

/**
 * rpc_link_call() - call a method of the module
 * @link: the link
 * @method: the method
 * @in: its input, or NULL
 * @in_size: bytes of it
 * @out: its output, or NULL
 * @out_size: bytes of it
 *
 * Return: what the method returned, or an AEE code.
 */
int rpc_link_call(struct rpc_link *link, uint32_t method, const void *in,
		  size_t in_size, void *out, size_t out_size)
{
	remote_arg args[2];
	unsigned int count = 0;

	if (in_size) {
		args[count].buf.pv = (void *)(uintptr_t)in;
		args[count++].buf.nLen = in_size;
	}
	if (out_size) {
		args[count].buf.pv = out;
		args[count].buf.nLen = out_size;
	}
	return remote_handle64_invoke(link->handle,
				      REMOTE_SCALARS_MAKE(method, !!in_size,
							  !!out_size), args);
}

/* The first error of a link is told to its queues; it stays. */
static void link_fail(struct rpc_link *link, int error)
{
	/* The process has ended: with its own words, or with none. */
	if (error == AEE_DSP_EBADSTATE || error == -1 || error == AEE_EINVHANDLE)
		error = AEE_ECONNRESET;
	pthread_mutex_lock(&link->lock);
	if (!link->error && !link->stop) {
		link->error = error;
		for (int i = 0; i < RPC_LINK_QUEUES; i++) {
			if (link->queues[i])
				rpc_queue_fail(link->queues[i], error);
		}
	}
	pthread_cond_broadcast(&link->changed);
	pthread_mutex_unlock(&link->lock);
}

static void link_look(struct rpc_link *link)
{
	pthread_mutex_lock(&link->lock);
	for (int i = 0; i < RPC_LINK_QUEUES; i++) {
		if (link->queues[i])
			rpc_queue_look(link->queues[i],
				       link->page->responses[i],
				       link->page->request_space[i]);
	}
	pthread_mutex_unlock(&link->lock);
}

static void *link_receive(void *data)
{
	struct rpc_link *link = data;
	int32_t signal = 0;
	int ret;

	for (;;) {
		ret = rpc_link_call(link, LINK_WAIT, NULL, 0, &signal,
				    sizeof(signal));
		if (ret)
			break;
		if (signal == LINK_END)
			return NULL;
		link_look(link);
	}
	link_fail(link, ret);
	return NULL;
}

static void *link_send(void *data)
{
	struct rpc_link *link = data;
	int ret = AEE_SUCCESS;

	while (!ret) {
		bool stop;

		pthread_mutex_lock(&link->lock);
		while (!link->signal && !link->stop && !link->error)
			pthread_cond_wait(&link->changed, &link->lock);
		stop = link->stop || link->error;
		link->signal = false;
		pthread_mutex_unlock(&link->lock);
		if (stop)
			return NULL;
		ret = rpc_link_call(link, LINK_SIGNAL, NULL, 0, NULL, 0);
	}
	link_fail(link, ret);
	return NULL;
}

/* The program's signals are not for the threads. */
static int link_start_threads(struct rpc_link *link)
{
	sigset_t all, old;
	int ret;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	ret = pthread_create(&link->receiver, NULL, link_receive, link);
	if (!ret) {
		ret = pthread_create(&link->sender, NULL, link_send, link);
		if (ret) {
			rpc_link_call(link, LINK_CANCEL, NULL, 0, NULL, 0);
			pthread_join(link->receiver, NULL);
		}
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return ret ? AEE_ENOMEMORY : AEE_SUCCESS;
}

static int link_open_module(struct rpc_link *link)
{
	int effective = link->pd->id;
	char uri[160];
	int ret;

	snprintf(uri, sizeof(uri), LINK_URI,
		 rpc_domain_name(effective % RPC_DOMAINS),
		 effective / RPC_DOMAINS);
	ret = remote_handle64_open(uri, &link->handle);
	/* What the program can do nothing about: there are no queues. */
	return ret && ret != AEE_ECONNRESET ? AEE_EUNSUPPORTED : ret;
}

static int link_open_page(struct rpc_link *link)
{
	int32_t fd;
	int ret;

	link->page = rpcmem_alloc2(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS,
				   sizeof(*link->page));
	if (!link->page)
		return AEE_ENOMEMORY;
	fd = link->fd = rpcmem_to_fd((void *)(uintptr_t)link->page);
	ret = fastrpc_mmap(link->pd->id, link->fd,
			   (void *)(uintptr_t)link->page, 0,
			   sizeof(*link->page), FASTRPC_MAP_FD);
	if (ret)
		return ret;
	ret = rpc_link_call(link, LINK_INIT, &fd, sizeof(fd), NULL, 0);
	if (ret)
		fastrpc_munmap(link->pd->id, link->fd, NULL, 0);
	return ret;
}

static void link_free(struct rpc_link *link)
{
	if (link->handle)
		remote_handle64_close(link->handle);
	if (link->page)
		rpcmem_free((void *)(uintptr_t)link->page);
	pthread_cond_destroy(&link->changed);
	pthread_mutex_destroy(&link->lock);
	free(link);
}

static int link_create(int effective, struct rpc_link **made)
{
	struct rpc_link *link = calloc(1, sizeof(*link));
	int ret;

	if (!link)
		return AEE_ENOMEMORY;
	link->pd = rpc_pd(effective);
	pthread_mutex_init(&link->lock, NULL);
	pthread_cond_init(&link->changed, NULL);
	ret = link_open_module(link);
	if (!ret)
		ret = link_open_page(link);
	if (!ret) {
		ret = link_start_threads(link);
		if (ret)
			fastrpc_munmap(effective, link->fd, NULL, 0);
	}
	if (ret) {
		link_free(link);
		return ret;
	}
	*made = link;
	return AEE_SUCCESS;
}

/* All queues have gone. */
static void link_destroy(struct rpc_link *link)
{
	pthread_mutex_lock(&link->lock);
	link->stop = true;
	pthread_cond_broadcast(&link->changed);
	pthread_mutex_unlock(&link->lock);
	rpc_link_call(link, LINK_CANCEL, NULL, 0, NULL, 0);
	pthread_join(link->sender, NULL);
	pthread_join(link->receiver, NULL);
	fastrpc_munmap(link->pd->id, link->fd, NULL, 0);
	link_free(link);
}

/**
 * rpc_link_get() - use the link of a process for a queue; the first one makes it
 * @effective: the effective domain
 * @queue: the queue, which is told of signals from now on
 * @link: where to put the link, for rpc_link_put()
 * @id: where to put the queue's number
 *
 * Return: 0; %AEE_EUNSUPPORTED if the DSP has no queues; %AEE_EBADPARM if there
 * are too many; other AEE codes.
 */
int rpc_link_get(int effective, struct dspqueue *queue, struct rpc_link **link,
		 uint32_t *id)
{
	struct rpc_link *found;
	int ret = AEE_SUCCESS;

	pthread_mutex_lock(&link_lock);
	found = link_table[effective];
	if (!found) {
		ret = link_create(effective, &found);
		link_table[effective] = ret ? NULL : found;
	}
	if (!ret && found->count == RPC_LINK_QUEUES)
		ret = AEE_EBADPARM;
	if (!ret) {
		pthread_mutex_lock(&found->lock);
		for (*id = 0; found->queues[*id]; ++*id)
			;
		found->queues[*id] = queue;
		found->count++;
		found->page->requests[*id] = 0;
		found->page->response_space[*id] = 0;
		pthread_mutex_unlock(&found->lock);
		*link = found;
	}
	pthread_mutex_unlock(&link_lock);
	return ret;
}

/**
 * rpc_link_put() - a queue has gone; the last one ends the link
 * @link: the link
 * @id: the queue's number
 */
void rpc_link_put(struct rpc_link *link, uint32_t id)
{
	bool last;

	pthread_mutex_lock(&link_lock);
	pthread_mutex_lock(&link->lock);
	link->queues[id] = NULL;
	last = !--link->count;
	pthread_mutex_unlock(&link->lock);
	if (last) {
		link_table[link->pd->id] = NULL;
		link_destroy(link);
	}
	pthread_mutex_unlock(&link_lock);
}

/**
 * rpc_link_signal() - let the DSP look at the queues
 * @link: the link
 */
void rpc_link_signal(struct rpc_link *link)
{
	pthread_mutex_lock(&link->lock);
	if (!link->signal) {
		link->signal = true;
		pthread_cond_broadcast(&link->changed);
	}
	pthread_mutex_unlock(&link->lock);
}

/**
 * rpc_link_error() - why there is no DSP any more
 * @link: the link
 *
 * Return: 0 if there is one.
 */
int rpc_link_error(struct rpc_link *link)
{
	int error;

	pthread_mutex_lock(&link->lock);
	error = link->error;
	pthread_mutex_unlock(&link->lock);
	return error;
}
