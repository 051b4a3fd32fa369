// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Descriptors that come and go: those of the children that play PDs. The main
 * loop waits for one descriptor that stands for them all.
 */
#include "base/watch.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

/* How many events are handled before it is the guest's turn again. */
#define WATCH_EVENTS_MAX	64

static int watch_epoll = -1;

/**
 * watch_open() - Get ready to watch.
 *
 * Return: 0 or -errno.
 */
int watch_open(void)
{
	if (watch_epoll < 0)
		watch_epoll = epoll_create1(EPOLL_CLOEXEC);
	return watch_epoll < 0 ? -errno : 0;
}

/**
 * watch_close() - Watch no more; all watches must have been removed.
 */
void watch_close(void)
{
	if (watch_epoll >= 0)
		close(watch_epoll);
	watch_epoll = -1;
}

/**
 * watch_fd() - The descriptor to wait for.
 *
 * Return: readable when watch_run() has something to do; -1 while there is none.
 */
int watch_fd(void)
{
	return watch_epoll;
}

/**
 * watch_add() - Watch a descriptor.
 * @w: filled; must not move while it is watched
 * @fd: the descriptor
 * @ready: called by watch_run() again and again while @fd can be read
 * @context: argument of @ready
 *
 * Return: 0 or -errno; then @w watches nothing.
 */
int watch_add(struct watch *w, int fd, void (*ready)(void *context), void *context)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = w };

	*w = (struct watch){ .fd = fd, .ready = ready, .context = context };
	if (!epoll_ctl(watch_epoll, EPOLL_CTL_ADD, fd, &event))
		return 0;
	w->fd = -1;
	return -errno;
}

/**
 * watch_remove() - Watch a descriptor no more; to be done before it is closed.
 * @w: the watch; may be one that watches nothing
 */
void watch_remove(struct watch *w)
{
	if (w->fd >= 0)
		epoll_ctl(watch_epoll, EPOLL_CTL_DEL, w->fd, NULL);
	w->fd = -1;
}

/**
 * watch_run() - Handle what has happened; does not wait.
 *
 * Events are taken one by one, so that a handler may remove any watch.
 */
void watch_run(void)
{
	struct epoll_event event;

	for (int i = 0; i < WATCH_EVENTS_MAX; i++) {
		struct watch *w;

		if (epoll_wait(watch_epoll, &event, 1, 0) != 1)
			return;
		w = event.data.ptr;
		w->ready(w->context);
	}
}
