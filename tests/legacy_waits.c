// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Legacy face: signals, threads, the end of programs and of the DSP.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/node.h"
#include "tools/remote.h"
#include "tools/watch.h"

#define LEGACY_THREADS	8

static volatile sig_atomic_t legacy_alarms;

static void legacy_on_alarm(int number)
{
	(void)number;
	legacy_alarms++;
}

/* A signal after @ms, and then again and again if @every is not 0. */
static void legacy_alarm(int flags, int ms, int every)
{
	struct sigaction action = { .sa_handler = legacy_on_alarm, .sa_flags = flags };
	struct itimerval timer = {
		.it_value = { .tv_usec = ms * 1000 },
		.it_interval = { .tv_usec = every * 1000 },
	};

	T_SYS(sigaction(SIGALRM, &action, NULL));
	T_SYS(setitimer(ITIMER_REAL, &timer, NULL));
}

/*
 * Has a signal end the wait for a call. It may come before the wait, and then the call is
 * made again. Return: how many calls the DSP has had before the one that counts.
 */
static long legacy_interrupt(const struct node *n, struct fastrpc_invoke_args *arg, int ms)
{
	long calls;
	int ret;

	do {
		legacy_alarms = 0;
		calls = board_stat("calls");
		legacy_alarm(0, ms, 0);
		ret = node_call(n, NODE_SLEEP, arg);
	} while (!ret);
	T_ERR(ret, -EINTR);
	return calls;
}

/* How many calls the DSP has had more than before; mainline repeats some. */
static void legacy_ran(long before, long calls)
{
	if (!node_is_mainline())
		T_EQ(board_stat("calls") - before, calls);
}

/* Situation: a signal comes while a thread waits, and wants no restart.
 * Expectation: EINTR; the same call once more gets the result, and has run once.
 */
T_CASE(legacy_interrupted, "interrupted")
{
	uint32_t ms = 1500;
	struct fastrpc_invoke_args arg = node_bytes(&ms, sizeof(ms));
	struct node n = node_setup("selftest");
	long calls = legacy_interrupt(&n, &arg, 100);
	int ret;

	T_EQ(legacy_alarms, 1);
	do {
		ret = node_call(&n, NODE_SLEEP, &arg);
	} while (ret == -EINTR);
	T_ERR(ret, 0);
	legacy_ran(calls, 1);
}

/* Situation: a signal ends a wait, and the program ends without another call.
 * Expectation: nothing is left of the call; the harness looks.
 */
T_CASE(legacy_interrupted_last, "interrupted-last")
{
	uint32_t ms = 1500;
	struct fastrpc_invoke_args arg = node_bytes(&ms, sizeof(ms));
	struct node n;

	if (node_is_mainline())
		t_skip("mainline loses what a call had for ever");
	n = node_setup("selftest");
	legacy_interrupt(&n, &arg, 100);
	T_EQ(close(n.fd), 0);
}

/* Situation: signals come all the time while a thread waits, with restart.
 * Expectation: the call goes on, and has run once.
 */
T_CASE(legacy_restarted, "restarted")
{
	struct node n = node_setup("selftest");
	long calls;

	calls = board_stat("calls");
	legacy_alarm(SA_RESTART, 100, node_is_mainline() ? 0 : 20);
	T_ERR(node_sleep(&n, 1000), 0);
	T_CHECK(legacy_alarms > 0);
	legacy_ran(calls, 1);
}

/* Situation: a signal ends a wait, and the thread makes another call with the same
 * buffers, which hold something else now.
 * Expectation: that is a call of its own.
 */
T_CASE(legacy_changed_mind, "changed-mind")
{
	uint32_t ms = 1000;
	struct fastrpc_invoke_args arg = node_bytes(&ms, sizeof(ms));
	struct node n = node_setup("selftest");
	long calls = legacy_interrupt(&n, &arg, 100);

	ms = 0;
	T_ERR(node_call(&n, NODE_SLEEP, &arg), 0);
	legacy_ran(calls, 2);
	T_EQ(node_count(&n), 1);
}

/* Situation: a signal ends the wait for an output, and the thread makes the call again
 * when the DSP has answered.
 * Expectation: the output arrives.
 */
T_CASE(legacy_answer_waits, "answer-waits")
{
	struct { uint32_t ms, after; } bytes = { 300, 5 };
	struct fastrpc_invoke_args arg = node_bytes(&bytes.ms, sizeof(bytes.ms));
	struct node n = node_setup("selftest");
	long held = board_stat("held");
	long calls = legacy_interrupt(&n, &arg, 50);

	board_stat_wait("held", held);
	T_ERR(node_call(&n, NODE_SLEEP, &arg), 0);
	legacy_ran(calls, 1);
}

/* Situation: a thread gives up more calls than a session has slots for.
 * Expectation: the session goes on.
 */
T_CASE(legacy_many_interrupted, "many-interrupted")
{
	uint32_t ms = 400;
	struct fastrpc_invoke_args arg = node_bytes(&ms, sizeof(ms));
	struct node n;

	if (node_is_mainline())
		t_skip("mainline loses what a call had for ever");
	n = node_setup("selftest");
	for (; ms < 440; ms++)
		legacy_interrupt(&n, &arg, 20);
	T_EQ(node_count(&n), 1);
}

struct legacy_thread {
	pthread_t thread;
	struct node node;
	uint32_t seed;
	int ret;
};

static void *legacy_echo(void *data)
{
	struct legacy_thread *t = data;
	uint8_t in[3000] = { 0 }, out[3000];
	struct fastrpc_invoke_args args[2] = {
		node_bytes(in, sizeof(in)), node_bytes(out, sizeof(out)),
	};

	for (uint32_t i = 0; i < 100 && !t->ret; i++) {
		remote_pattern_write(t->seed + i, in, sizeof(in));
		t->ret = node_call(&t->node, NODE_SC(3, 1, 1, 0), args);
		if (!t->ret && memcmp(in, out, sizeof(in)))
			t->ret = -EBADMSG;
	}
	return NULL;
}

/* Situation: eight threads call on one file; on a board that polls, by polling as well.
 * Expectation: each gets its own bytes back.
 */
T_CASE(legacy_threads, "threads")
{
	struct legacy_thread threads[LEGACY_THREADS] = { 0 };
	struct fastrpc_ioctl_set_option poll = {
		.request_id = FASTRPC_POLL_MODE,
		.value = FASTRPC_POLL_MODE_ENABLE,
	};
	struct node n = node_setup("echo");

	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < T_ARRAY(threads); i++) {
			threads[i] = (struct legacy_thread){ .node = n, .seed = i * 50 };
			T_OK(-pthread_create(&threads[i].thread, NULL, legacy_echo, &threads[i]));
		}
		for (uint32_t i = 0; i < T_ARRAY(threads); i++) {
			T_OK(-pthread_join(threads[i].thread, NULL));
			T_ERR(threads[i].ret, 0);
		}
		if (node_ioctl(n.fd, FASTRPC_IOCTL_SET_OPTION, &poll))
			break;
		/* The PD has to be told, too. */
		T_ERR(node_invoke(n.fd, 4, NODE_SC(9, 1, 0, 0),
				  &(struct fastrpc_invoke_args)
				  { .ptr = (uintptr_t)(uint32_t[]){ 1, 10000 }, .length = 8,
				    .fd = -1 }), 0);
	}
}

/* Situation: a child uses the file that it has from its parent.
 * Expectation: one session for both.
 */
T_CASE(legacy_fork, "fork")
{
	struct node n = node_setup("selftest");
	int status;
	pid_t pid;

	T_EQ(node_count(&n), 1);
	T_OK(pid = fork());
	if (!pid)
		_exit(node_count(&n) == 2 ? 0 : 1);
	T_EQ(waitpid(pid, &status, 0), pid);
	T_EQ(status, 0);
	T_EQ(node_count(&n), 3);
}

static void *legacy_hang(void *data)
{
	struct legacy_thread *t = data;

	t->ret = node_call(&t->node, NODE_HANG, NULL);
	return NULL;
}

/* Situation: programs are killed while calls of them hang, one after another.
 * Expectation: nothing is left of any, and there is always room for the next.
 */
T_CASE(legacy_killed, "killed", .seconds = 60)
{
	if (node_is_mainline())
		t_skip("mainline loses what a killed program had");
	for (int i = 0; i < 20; i++) {
		long calls = board_stat("calls");
		pid_t pid;

		T_OK(pid = fork());
		if (!pid) {
			struct node n;

			n = node_setup("selftest");
			node_call(&n, NODE_HANG, NULL);
			_exit(0);
		}
		/* Create, open of the module, the call. */
		board_stat_reach("calls", calls + 3);
		T_SYS(kill(pid, SIGKILL));
		T_EQ(waitpid(pid, NULL, 0), pid);
	}
	T_CHECK(watch_counters_zero(10000));
}

/* Situation: a PD ends itself while a call of it hangs.
 * Expectation: the DSP's result for that call, and for later ones.
 */
T_CASE(legacy_pd_exits, "pd-exits")
{
	struct legacy_thread hang = { 0 };
	long calls;

	hang.node = node_setup("selftest");
	calls = board_stat("calls");
	T_OK(-pthread_create(&hang.thread, NULL, legacy_hang, &hang));
	board_stat_reach("calls", calls + 1);
	T_ERR(node_invoke(hang.node.fd, 4, NODE_SC(2, 0, 0, 0), NULL), 0);
	T_OK(-pthread_join(hang.thread, NULL));
	T_EQ(hang.ret, NODE_EBADSTATE);
	T_EQ(node_call(&hang.node, NODE_HANG, NULL), NODE_EBADSTATE);
}

static const char *const legacy_log_crash[] = {
	"remoteproc remoteproc*",
	"qcom_q6v5_adsp *",
	"*timeout waiting for ssctl service*",
	"platform *-cb.*: Adding to iommu group *",
	"platform *:compute-cb@*: Adding to iommu group *",
	"[[]drm] Initialized qda *",
	"qcom,fastrpc *",
	NULL,
};

/* Situation: the DSP crashes while a call hangs.
 * Expectation: EPIPE, for later calls as well; soon there is a new node that works.
 */
T_CASE(legacy_crash, "crash", .log = legacy_log_crash, .seconds = 60)
{
	struct legacy_thread hang = { 0 };
	uint64_t address;
	struct node n;
	int dmabuf, fd;
	long calls;

	hang.node = node_setup("selftest");
	if (!node_is_mainline())
		node_alloc(hang.node.fd, 4096, &dmabuf);
	calls = board_stat("calls");
	T_OK(-pthread_create(&hang.thread, NULL, legacy_hang, &hang));
	board_stat_reach("calls", calls + 1);
	board_tell("crash fatal");
	T_OK(-pthread_join(hang.thread, NULL));
	T_ERR(hang.ret, -EPIPE);
	T_ERR(node_call(&hang.node, NODE_HANG, NULL), -EPIPE);
	T_ERR(node_create(hang.node.fd, NODE_UNSIGNED), -EPIPE);
	if (!node_is_mainline())
		T_ERR(node_mem_map(hang.node.fd, dmabuf, 4096, &address), -EPIPE);
	board_dsp_wait("running");
	T_STEP("a PD after the crash");
	while ((fd = node_open()) < 0 || node_create(fd, NODE_UNSIGNED))
		t_sleep_ms(20);
	T_SYS(close(fd));
	n = node_setup("selftest");
	T_EQ(node_count(&n), 1);
}
