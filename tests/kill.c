// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The end of callers and sessions while calls are in flight.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/background.h"
#include "tools/board.h"
#include "tools/remote.h"
#include "tools/t.h"
#include "tools/watch.h"

#define KILL_ROUNDS 50

/* After a client has gone nothing is left of it and the next one works. */
static void kill_check(void)
{
	struct remote r;

	T_CHECK(watch_counters_zero(10000));
	r = remote_setup("selftest");
	T_EQ(remote_count(&r), 1);
	T_SYS(close(r.fd));
}

static void kill_run_hang(const struct remote *r)
{
	remote_hang(r, 0);
}

static void kill_run_sleep(const struct remote *r)
{
	remote_sleep(r, 3000, 0);
	pause();
}

/* Short calls without end. */
static void kill_run_echo(const struct remote *r)
{
	struct remote echo = *r;

	T_EQ(remote_open(r->fd, r->session, "echo", &echo.handle), 0);
	for (__u32 i = 0;; i++)
		remote_echo(&echo, i, 1 + i % 1000);
}

/* Calls with a buffer that is large enough to be in use most of the time. */
static void kill_run_buffer(const struct remote *r)
{
	__u32 handle, size = 4 << 20;
	uint64_t sum;

	T_OK(raw_gem_create(r->fd, size, &handle));
	for (;;) {
		struct drm_qda_arg args[2] = {
			raw_gem(handle, 0, size), raw_inline(&sum, sizeof(sum)),
		};
		__s32 result;

		T_OK(remote_call(r, SELF_CHECKSUM(1), args, &result));
	}
}

/* Sessions that come and go. */
static void kill_run_sessions(const struct remote *r)
{
	for (;;) {
		__u32 session;

		T_OK(raw_session_create(r->fd, DRM_QDA_SESSION_UNSIGNED, &session));
		T_OK(raw_session_close(r->fd, session));
	}
}

struct kill_plan {
	void (*run)(const struct remote *r);
	/* The call is known to be at the DSP when this many are held there. */
	long held;
	/* Milliseconds after that; each round takes another part of it. */
	unsigned int ms;
};

/* Situation: a process is killed in the middle of what its name says, 50 times.
 * Expectation: each time all counters return to 0, and at last a new session works.
 */
static void kill_rounds(const void *data)
{
	const struct kill_plan *plan = data;

	for (unsigned int i = 0; i < KILL_ROUNDS; i++) {
		pid_t pid = background_process(plan->run);

		if (plan->held)
			board_stat_wait("held", plan->held);
		t_sleep_ms(plan->ms * i / KILL_ROUNDS);
		background_kill(pid);
		T_CHECK(watch_counters_zero(10000));
	}
	kill_check();
	board_stat_wait("processes", 0);
	board_stat_wait("held", 0);
}

static const struct kill_plan kill_hang = { kill_run_hang, 1, 0 };
static const struct kill_plan kill_sleep = { kill_run_sleep, 1, 0 };
static const struct kill_plan kill_echo = { kill_run_echo, 0, 20 };
static const struct kill_plan kill_buffer = { kill_run_buffer, 0, 60 };
static const struct kill_plan kill_sessions = { kill_run_sessions, 0, 20 };

static const struct t_case kill_rounds_cases[] = {
	{ .name = "hang", .run_with = kill_rounds, .data = &kill_hang, .seconds = 120 },
	{ .name = "sleep", .run_with = kill_rounds, .data = &kill_sleep, .seconds = 120 },
	{ .name = "echo", .run_with = kill_rounds, .data = &kill_echo, .seconds = 120 },
	{ .name = "buffer", .run_with = kill_rounds, .data = &kill_buffer, .seconds = 120 },
	{ .name = "sessions", .run_with = kill_rounds, .data = &kill_sessions, .seconds = 120 },
};
T_CASES(kill_rounds_cases);

static void *kill_hang_thread(void *data)
{
	remote_hang(data, 0);
	return NULL;
}

static void kill_run_threads(const struct remote *r)
{
	pthread_t thread;

	for (int i = 0; i < 100; i++)
		pthread_create(&thread, NULL, kill_hang_thread, (void *)(uintptr_t)r);
	pause();
}

/* Situation: a process is killed that has more hung calls than call slots.
 * Expectation: nothing is left, a new session works.
 */
T_CASE(kill_threads, "threads")
{
	struct drm_qda_query_device device;
	pid_t pid;
	int fd = raw_node();

	T_OK(raw_query_device(fd, &device));
	T_SYS(close(fd));
	pid = background_process(kill_run_threads);
	board_stat_wait("held", device.calls_max < 100 ? device.calls_max : 100);
	background_kill(pid);
	kill_check();
}

/* Situation: the process ends by exit() while its thread's call hangs.
 * Expectation: it ends, nothing is left.
 */
T_CASE(kill_exit, "exit")
{
	int status;
	pid_t pid;

	T_OK(pid = fork());
	if (!pid) {
		struct background hang;
		struct remote r;

		r = remote_setup("selftest");
		background_start(&hang, &r, 0);
		_exit(0);
	}
	T_EQ(waitpid(pid, &status, 0), pid);
	T_EQ(status, 0);
	kill_check();
}

/* Situation: the session is closed while a thread's call hangs in it.
 * Expectation: ESHUTDOWN for that call, ENOENT for the next.
 */
T_CASE(kill_close_session, "close-session")
{
	struct background hang;
	struct remote r = remote_setup("selftest");

	background_start(&hang, &r, 0);
	T_OK(raw_session_close(r.fd, r.session));
	T_ERR(background_end(&hang), -ESHUTDOWN);
	T_ERR(remote_noop(&r), -ENOENT);
	T_EQ(board_stat("held"), 0);
}

static void *kill_waiter_thread(void *data)
{
	return (void *)(intptr_t)remote_hang(data, 0);
}

/* Situation: all call slots are taken by hung calls and four callers wait for one
 * when the session closes.
 * Expectation: ESHUTDOWN for all; ENOENT for one that comes too late.
 */
T_CASE(kill_close_waiters, "close-waiters")
{
	struct drm_qda_query_device device;
	pthread_t threads[260];
	struct remote r = remote_setup("selftest");
	__u32 count;

	T_OK(raw_query_device(r.fd, &device));
	count = device.calls_max + 4;
	T_CHECK(count <= T_ARRAY(threads));
	for (__u32 i = 0; i < count; i++)
		T_OK(-pthread_create(&threads[i], NULL, kill_waiter_thread, &r));
	board_stat_wait("held", device.calls_max);
	t_sleep_ms(200);
	T_OK(raw_session_close(r.fd, r.session));
	for (__u32 i = 0; i < count; i++) {
		void *ret;

		T_OK(-pthread_join(threads[i], &ret));
		if ((intptr_t)ret != -ENOENT)
			T_ERR((intptr_t)ret, -ESHUTDOWN);
	}
	kill_check();
}

/* Situation: the file is closed while a thread's call sleeps in it.
 * Expectation: the call goes on to its end, it keeps the file.
 */
T_CASE(kill_close_file, "close-file")
{
	struct background sleep;
	struct remote copy;
	struct remote r = remote_setup("selftest");

	copy = r;
	background_start(&sleep, &copy, 500);
	T_SYS(close(r.fd));
	T_OK(background_end(&sleep));
	kill_check();
}

/* Situation: a call was given up, its answer still to come; the session closes.
 * Expectation: close does not wait for the answer, nothing is left.
 */
T_CASE(kill_close_abandoned, "close-abandoned")
{
	struct remote r = remote_setup("selftest");
	__s64 before;

	T_ERR(remote_hang(&r, raw_deadline(50)), -ETIMEDOUT);
	before = raw_deadline(0);
	T_OK(raw_session_close(r.fd, r.session));
	T_CHECK(raw_deadline(0) - before < 2500000000ll * t_slowdown());
	kill_check();
}

/* What many threads do to one session that comes and goes. */
struct kill_race {
	struct remote remote;
	int stop, calls;
};

static void *kill_race_thread(void *data)
{
	struct kill_race *race = data;

	while (!__atomic_load_n(&race->stop, __ATOMIC_RELAXED)) {
		struct remote r = { .fd = race->remote.fd, .handle = race->remote.handle };
		int ret;

		r.session = __atomic_load_n(&race->remote.session, __ATOMIC_ACQUIRE);
		ret = remote_noop(&r);
		if (ret && ret != -ENOENT && ret != -ESHUTDOWN)
			t_status(ret, 0);
		__atomic_add_fetch(&race->calls, !ret, __ATOMIC_RELAXED);
	}
	return NULL;
}

/* Situation: four threads call while the session is closed and made anew, 50 times.
 * Expectation: each call works or says ENOENT or ESHUTDOWN.
 */
T_CASE(kill_close_race, "close-race")
{
	struct kill_race race = { .stop = 0 };
	pthread_t threads[4];

	race.remote = remote_setup("echo");
	for (size_t i = 0; i < T_ARRAY(threads); i++)
		T_OK(-pthread_create(&threads[i], NULL, kill_race_thread, &race));
	for (int i = 0; i < 50; i++) {
		struct remote next;

		next = remote_setup_on(race.remote.fd, "echo");
		T_EQ(next.handle, race.remote.handle);
		t_sleep_ms(5);
		T_OK(raw_session_close(race.remote.fd, race.remote.session));
		__atomic_store_n(&race.remote.session, next.session, __ATOMIC_RELEASE);
	}
	__atomic_store_n(&race.stop, 1, __ATOMIC_RELAXED);
	for (size_t i = 0; i < T_ARRAY(threads); i++)
		T_OK(-pthread_join(threads[i], NULL));
	T_CHECK(race.calls > 0);
}

struct kill_closer {
	pthread_t thread;
	int fd, ret;
	__u32 session;
};

static void *kill_closer_thread(void *data)
{
	struct kill_closer *c = data;

	c->ret = raw_session_close(c->fd, c->session);
	return NULL;
}

/* Situation: four threads close one session at the same time, 50 times.
 * Expectation: one succeeds, the others get ENOENT.
 */
T_CASE(kill_closers, "closers")
{
	struct kill_closer c[4];
	int fd = raw_node();

	for (int i = 0; i < 50; i++) {
		unsigned int closed = 0;
		__u32 session;

		T_OK(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &session));
		for (size_t k = 0; k < T_ARRAY(c); k++) {
			c[k] = (struct kill_closer){ .fd = fd, .session = session };
			T_OK(-pthread_create(&c[k].thread, NULL, kill_closer_thread, &c[k]));
		}
		for (size_t k = 0; k < T_ARRAY(c); k++) {
			T_OK(-pthread_join(c[k].thread, NULL));
			closed += !c[k].ret;
			if (c[k].ret)
				T_ERR(c[k].ret, -ENOENT);
		}
		T_EQ(closed, 1);
	}
}
