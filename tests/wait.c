// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Waiting for calls: time limits, signals, many callers.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/background.h"
#include "tools/board.h"
#include "tools/remote.h"
#include "tools/t.h"
#include "tools/watch.h"

/* Waits until no call is in flight or abandoned. */
static void wait_calls_done(void)
{
	T_STEP("calls come to 0");
	for (int ms = 0; watch_counter("calls") != 0; ms += 10) {
		if (ms > 30000 * (int)t_slowdown())
			t_fail("calls stays %ld", watch_counter("calls"));
		t_sleep_ms(10);
	}
}

/* Situation: a call takes longer than the caller wants to wait.
 * Expectation: ETIMEDOUT, before the call is done.
 */
T_CASE(wait_timeout, "timeout")
{
	__s64 before, after;
	struct remote r = remote_setup("selftest");

	before = raw_deadline(0);
	T_ERR(remote_sleep(&r, 5000, raw_deadline(100)), -ETIMEDOUT);
	after = raw_deadline(0);
	T_CHECK(after - before >= 100000000);
	T_CHECK(after - before < 4500000000);
}

/* Situation: the answer comes after the caller has given up.
 * Expectation: the call is then over, in the same session, which goes on.
 */
T_CASE(wait_late, "late-answer")
{
	struct remote r = remote_setup("selftest");

	T_ERR(remote_sleep(&r, 2000 * t_slowdown(), raw_deadline(50)), -ETIMEDOUT);
	T_EQ(watch_counter("calls"), 1);
	wait_calls_done();
	T_EQ(remote_count(&r), 1);
}

/* Situation: the time limit has passed before the call.
 * Expectation: ETIMEDOUT.
 */
T_CASE(wait_past, "limit-in-the-past")
{
	struct remote r = remote_setup("selftest");

	T_ERR(remote_sleep(&r, 1000, 1), -ETIMEDOUT);
}

/* Situation: time limit 0, which is none.
 * Expectation: the call is waited for.
 */
T_CASE(wait_no_limit, "no-limit")
{
	struct remote r = remote_setup("selftest");

	T_OK(remote_sleep(&r, 200, 0));
}

/* Situation: every call slot of the session is taken by an abandoned call.
 * Expectation: one more call has to wait, and works when the answers are in.
 */
T_CASE(wait_all_slots, "all-slots")
{
	struct drm_qda_query_device device;
	struct remote r = remote_setup("selftest");

	T_OK(raw_query_device(r.fd, &device));
	for (__u32 i = 0; i < device.calls_max; i++)
		T_ERR(remote_sleep(&r, 4000 * t_slowdown(), raw_deadline(1)), -ETIMEDOUT);
	T_ERR(remote_sleep(&r, 0, raw_deadline(20)), -ETIMEDOUT);
	T_EQ(remote_count(&r), 1);
	wait_calls_done();
	for (__u32 i = 0; i < 2 * device.calls_max; i++)
		T_EQ(remote_count(&r), i + 2);
}

static volatile sig_atomic_t wait_alarms;

static void wait_on_alarm(int number)
{
	(void)number;
	wait_alarms++;
}

/* A signal every @us microseconds. */
static void wait_storm(int flags, int us)
{
	struct sigaction action = { .sa_handler = wait_on_alarm, .sa_flags = flags };
	struct itimerval every = {
		.it_interval = { .tv_usec = us },
		.it_value = { .tv_usec = us },
	};

	T_SYS(sigaction(SIGALRM, &action, NULL));
	T_SYS(setitimer(ITIMER_REAL, &every, NULL));
}

/* Situation: a signal every millisecond while a method counts its calls.
 * Expectation: no call fails, none runs twice; with and without SA_RESTART.
 */
static void wait_signals(const void *data)
{
	const int *flags = data;
	struct remote r = remote_setup("selftest");

	wait_storm(*flags, 1000);
	for (__u32 i = 1; i <= 500; i++)
		T_EQ(remote_count(&r), i);
	T_CHECK(wait_alarms > 10);
}

static const int wait_restart = SA_RESTART, wait_interrupt;

static const struct t_case wait_signals_cases[] = {
	{ .name = "signals", .run_with = wait_signals, .data = &wait_interrupt },
	{ .name = "signals-restart", .run_with = wait_signals, .data = &wait_restart },
};
T_CASES(wait_signals_cases);

/* Situation: many signals during one long call.
 * Expectation: the call goes on to its end.
 */
T_CASE(wait_signals_long, "signals-long-call")
{
	__s64 before;
	struct remote r = remote_setup("selftest");

	wait_storm(0, 2000);
	before = raw_deadline(0);
	T_OK(remote_sleep(&r, 500, 0));
	T_CHECK(raw_deadline(0) - before >= 450000000);
	T_CHECK(wait_alarms > 0);
}

/* Situation: the caller is stopped and continued during a call.
 * Expectation: the call succeeds, and its method has run once.
 */
T_CASE(wait_stop_continue, "stop-and-continue")
{
	struct remote r = remote_setup("selftest");
	int status;
	pid_t pid;

	T_OK(pid = fork());
	if (!pid)
		_exit(remote_sleep(&r, 600, 0) ? 1 : 0);
	t_sleep_ms(100);
	kill(pid, SIGSTOP);
	t_sleep_ms(100);
	kill(pid, SIGCONT);
	T_EQ(waitpid(pid, &status, 0), pid);
	T_EQ(status, 0);
	wait_calls_done();
}

/* What one of several threads does. */
struct wait_thread {
	const struct remote *remote;
	__u32 number, rounds;
};

static void *wait_echo_thread(void *data)
{
	const struct wait_thread *t = data;

	for (__u32 i = 0; i < t->rounds; i++)
		remote_echo(t->remote, t->number * 1000 + i, 1 + (t->number * 131 + i) % 900);
	return NULL;
}

static void *wait_sleep_thread(void *data)
{
	const struct wait_thread *t = data;

	T_OK(remote_sleep(t->remote, 30, 0));
	return NULL;
}

static void wait_threads_run(void *(*run)(void *data), const struct remote *r, __u32 count,
			     __u32 rounds)
{
	struct wait_thread *what = calloc(count, sizeof(*what));
	pthread_t *threads = calloc(count, sizeof(*threads));

	T_CHECK(what && threads);
	for (__u32 i = 0; i < count; i++) {
		what[i] = (struct wait_thread){ r, i, rounds };
		T_OK(-pthread_create(&threads[i], NULL, run, &what[i]));
	}
	for (__u32 i = 0; i < count; i++)
		T_OK(-pthread_join(threads[i], NULL));
	free(threads);
	free(what);
}

/* Situation: eight threads call in one session at the same time.
 * Expectation: each gets its own bytes back, every time.
 */
T_CASE(wait_threads, "threads")
{
	struct remote r = remote_setup("echo");

	wait_threads_run(wait_echo_thread, &r, 8, 100);
}

/* Situation: more threads than a session has call slots.
 * Expectation: all are served.
 */
T_CASE(wait_threads_many, "more-threads-than-slots")
{
	struct drm_qda_query_device device;
	struct remote r = remote_setup("selftest");

	T_OK(raw_query_device(r.fd, &device));
	wait_threads_run(wait_sleep_thread, &r, device.calls_max + 8, 1);
}

/* Situation: calls that sleep are in flight when a short one is made.
 * Expectation: the short one does not wait for them.
 */
T_CASE(wait_overtake, "overtake")
{
	struct remote r = remote_setup("selftest");
	__s64 before;

	T_ERR(remote_sleep(&r, 5000, raw_deadline(10)), -ETIMEDOUT);
	T_ERR(remote_sleep(&r, 5000, raw_deadline(10)), -ETIMEDOUT);
	before = raw_deadline(0);
	T_EQ(remote_count(&r), 1);
	T_CHECK(raw_deadline(0) - before < 3000000000);
}

/* The cgroup that freezes what is in it, as a suspend freezes all programs. */
#define WAIT_FREEZER "/tmp/freezer"

static void wait_run_hang(const struct remote *r)
{
	remote_hang(r, 0);
}

/* Whether the process is in the state that /proc has this letter for. */
static bool wait_state_is(pid_t pid, char want)
{
	char path[64], letter = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	T_CHECK(file = fopen(path, "r"));
	T_EQ(fscanf(file, "%*d (%*[^)]) %c", &letter), 1);
	fclose(file);
	return letter == want;
}

static bool wait_is_frozen(void)
{
	char state[16] = "";
	FILE *file;

	T_CHECK(file = fopen(WAIT_FREEZER "/test/freezer.state", "r"));
	T_CHECK(fgets(state, sizeof(state), file));
	fclose(file);
	return !strcmp(state, "FROZEN\n");
}

static const char *const wait_freeze_log[] = { "Freezing with imperfect legacy cgroup *", NULL };

/* Situation: a process that waits for a call is frozen, as by a suspend.
 * Expectation: it freezes, though the DSP does not answer; later the call goes
 * on. While it waited it was no load.
 */
T_CASE(wait_freeze, "freeze", .log = wait_freeze_log)
{
	bool frozen = false;
	char number[16];
	pid_t pid;

	mkdir(WAIT_FREEZER, 0700);
	if (mount("freezer", WAIT_FREEZER, "cgroup", 0, "freezer"))
		t_skip("this kernel has no freezer cgroup");
	T_SYS(mkdir(WAIT_FREEZER "/test", 0700));
	pid = background_process(wait_run_hang);
	board_stat_wait("held", 1);
	snprintf(number, sizeof(number), "%d", pid);
	T_OK(board_write(WAIT_FREEZER "/test/cgroup.procs", number));
	/* The DSP may have the call before the process sleeps. */
	T_STEP("a sleep that is no load");
	for (unsigned int ms = 0; !wait_state_is(pid, 'I'); ms += 10) {
		if (ms > 20000 * t_slowdown())
			t_fail("there is none");
		t_sleep_ms(10);
	}

	T_OK(board_write(WAIT_FREEZER "/test/freezer.state", "FROZEN"));
	for (unsigned int i = 0; i < 2000 && !frozen; i++) {
		t_sleep_ms(10);
		frozen = wait_is_frozen();
	}
	T_OK(board_write(WAIT_FREEZER "/test/freezer.state", "THAWED"));
	T_EQ(board_stat("held"), 1);
	background_kill(pid);
	T_SYS(rmdir(WAIT_FREEZER "/test"));
	T_SYS(umount(WAIT_FREEZER));
	T_CHECK(frozen);
	T_CHECK(watch_counters_zero(10000));
}
