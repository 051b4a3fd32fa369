// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: pool of children
 *
 * Starting an emulator takes longer than a call. So some children are started before they
 * are needed, and a PD gets one at once. A child is watched
 * from its start to its end, wherever it belongs; one that is dropped is killed, and
 * forgotten when the kernel says that it has gone. If children cannot be started, or end
 * before they are ready, there are none, and the log says once why.
 */
#include "pd/pd_pool.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"
#include "base/watch.h"
#include "pd/pd_child.h"
#include "pd/pd_end.h"
#include "pd/pd_guard.h"
#include "pd/pd_request.h"
#include "pd/pd_spawn.h"
#include "pd/pd_upcall.h"

#define POOL_EMULATOR		"qemu-hexagon"
#define POOL_PATH_MAX		4096

/* After this many children in a row that never became ready, no more are started. */
#define POOL_FAILURES_MAX	3

struct pool {
	bool open;
	bool fence;
	char emulator[POOL_PATH_MAX];
	char shell[POOL_PATH_MAX];
	const char *debug;
	int ram;
	unsigned int size;
	unsigned int failures;
	struct pd_child *idle;		/* started, without a PD */
	unsigned int idle_count;
	unsigned int count;		/* of all that are not yet forgotten */
	struct pd_child *taken;		/* all others */
};

static struct pool pool;

static void pool_give_up(const char *why, const char *detail)
{
	if (pool.open)
		log_line("pd: no Hexagon code, built-in modules only: %s%s", why, detail);
	pool.open = false;
}

static struct pd_child **pool_find(struct pd_child **list, const struct pd_child *child)
{
	while (*list && *list != child)
		list = &(*list)->next;
	return list;
}

/* Its emulator has made a socket, and was killed before it could remove it. */
static void pool_forget_debugger(const struct pd_child *child)
{
	char path[POOL_PATH_MAX];

	if (!pool.debug)
		return;
	snprintf(path, sizeof(path), "%s/pd-%d.sock", pool.debug, (int)child->pid);
	unlink(path);
}

static void pool_free(struct pd_child *child)
{
	struct pd_child **idle = pool_find(&pool.idle, child);

	if (*idle) {
		*idle = child->next;
		pool.idle_count--;
	} else {
		*pool_find(&pool.taken, child) = child->next;
	}
	pd_child_unwatch(child);
	watch_remove(&child->pid_watch);
	pool_forget_debugger(child);
	pd_spawn_clear(child);
	free(child);
	pool.count--;
}

static void pool_fail(const struct pd_child *child)
{
	if (child->state == PD_KILLED || child->state == PD_READY)
		return;
	if (++pool.failures == POOL_FAILURES_MAX)
		pool_give_up("the shell ends before it is ready: ", pool.shell);
}

static void pool_on_answer(void *context)
{
	pd_request_answered(context);
}

static void pool_on_notice(void *context)
{
	struct pd_child *child = context;

	if (pd_guard_serve(child, pool.shell))
		watch_remove(&child->notify_watch);
}

static void pool_start_guard(struct pd_child *child)
{
	struct pd_spawn_hello hello = { 0 };
	int fd = pd_spawn_listen(child, &hello);

	if (fd == -EAGAIN)
		return;
	if (fd < 0) {
		/* Gone, or about to go; pool_on_end() does the rest. */
		watch_remove(&child->upcall_watch);
		if (hello.error) {
			pool_give_up(hello.what, " is not available here");
			log_line("pd: %s: %s", hello.what, strerror(hello.error));
		}
		return;
	}
	child->notify = fd;
	child->state = PD_CONFINED;
	if (watch_add(&child->notify_watch, fd, pool_on_notice, child))
		kill(child->pid, SIGKILL);
}

static void pool_fill(void);

static void pool_on_end(void *context)
{
	struct pd_child *child = context;

	if (child->state == PD_STARTING)
		pool_start_guard(child);
	pool_fail(child);
	pd_end(child);
	pool_free(child);
	pool_fill();
}

static void pool_on_upcall(void *context)
{
	struct pd_child *child = context;

	if (child->state == PD_STARTING) {
		pool_start_guard(child);
		return;
	}
	pd_upcall_serve(child);
	if (child->state == PD_READY)
		pool.failures = 0;
}

static int pool_start(void)
{
	const struct pd_spawn_plan plan = {
		.emulator = pool.emulator, .shell = pool.shell, .debug = pool.debug,
		.fence = pool.fence, .ram = pool.ram,
	};
	struct pd_child *child = calloc(1, sizeof(*child));
	int ret = child ? pd_spawn(child, &plan) : -ENOMEM;

	if (ret) {
		free(child);
		return ret;
	}
	child->next = pool.idle;
	pool.idle = child;
	pool.idle_count++;
	pool.count++;
	ret = watch_add(&child->pid_watch, child->pidfd, pool_on_end, child);
	if (!ret)
		ret = watch_add(&child->request_watch, child->request, pool_on_answer, child);
	if (!ret)
		ret = watch_add(&child->upcall_watch, child->upcall, pool_on_upcall, child);
	if (ret)
		pool_free(child);
	return ret;
}

static void pool_fill(void)
{
	int ret = 0;

	while (pool.open && !ret && pool.idle_count < pool.size)
		ret = pool_start();
	if (ret)
		pool_give_up("cannot start a process: ", strerror(-ret));
}

/* As execvp() would. Return: whether there is a program of this name in PATH. */
static bool pool_find_emulator(const char *name)
{
	const char *path = getenv("PATH");

	if (strchr(name, '/')) {
		snprintf(pool.emulator, sizeof(pool.emulator), "%s", name);
		return !access(pool.emulator, X_OK);
	}
	while (path && *path) {
		int len = (int)strcspn(path, ":");

		snprintf(pool.emulator, sizeof(pool.emulator), "%.*s/%s", len, path, name);
		if (!access(pool.emulator, X_OK))
			return true;
		path += len;
		path += *path == ':';
	}
	snprintf(pool.emulator, sizeof(pool.emulator), "%s", name);
	return false;
}

/**
 * pd_pool_open() - Start the first children.
 * @options: what they are made of; copied
 *
 * It is no error if there can be none; the log says why.
 */
void pd_pool_open(const struct pd_pool_options *options)
{
	pool = (struct pool){
		.open = true, .fence = options->fence, .debug = options->debug,
		.ram = options->ram, .size = options->size,
	};
	if (!options->shell) {
		pool_give_up("no --shell", "");
		return;
	}
	if (!realpath(options->shell, pool.shell)) {
		pool_give_up("there is no shell ", options->shell);
		return;
	}
	if (!pool_find_emulator(options->emulator ? options->emulator : POOL_EMULATOR)) {
		pool_give_up("there is no program ", pool.emulator);
		return;
	}
	if (watch_open()) {
		pool_give_up("cannot watch processes", "");
		return;
	}
	pool_fill();
}

/**
 * pd_pool_close() - End all children.
 *
 * Their PDs must have ended. Returns when no process is left.
 */
void pd_pool_close(void)
{
	pool.open = false;
	while (pool.idle)
		pool_free(pool.idle);
	while (pool.taken)
		pool_free(pool.taken);
	watch_close();
}

/**
 * pd_pool_take() - Get a child for a PD.
 *
 * Return: the child, to be given to pd_child_kill(); NULL if there are none. It may not be
 * ready yet.
 */
struct pd_child *pd_pool_take(void)
{
	struct pd_child **link = &pool.idle;
	struct pd_child *child;

	if (pool.open && !pool.idle)
		pool_fill();
	if (!pool.open || !pool.idle)
		return NULL;
	/* The oldest is the one that is most likely ready. */
	while ((*link)->next)
		link = &(*link)->next;
	child = *link;
	*link = NULL;
	pool.idle_count--;
	child->next = pool.taken;
	pool.taken = child;
	pool_fill();
	return child;
}

/**
 * pd_pool_poll() - Look after the children of PDs; now and then is enough.
 * @now_ns: CLOCK_MONOTONIC
 */
void pd_pool_poll(uint64_t now_ns)
{
	for (struct pd_child *child = pool.taken; child; child = child->next)
		if (child->state == PD_READY && child->process)
			pd_request_ask_slow(child, now_ns);
}

/**
 * pd_pool_debug() - Where debuggers find children.
 *
 * Return: the folder of the sockets; NULL if there are none.
 */
const char *pd_pool_debug(void)
{
	return pool.debug;
}

/**
 * pd_pool_count() - Number of processes.
 *
 * Return: how many have not been forgotten yet.
 */
unsigned int pd_pool_count(void)
{
	return pool.count;
}
