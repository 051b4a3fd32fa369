// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Context banks: waiting for one, sharing one.
 */
#include <errno.h>
#include <glob.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/buffer.h"
#include "tools/t.h"
#include "tools/watch.h"

#define BANK_SESSIONS_MAX 256
/* What should come at once has to come within this time; nanoseconds. */
#define BANK_SOON (10000000000ll * t_slowdown())

/**
 * struct bank - a file that has all sessions that there are
 * @fd: the node
 * @count: number of sessions
 * @sessions: their ids
 */
struct bank {
	int fd;
	__u32 count;
	__u32 sessions[BANK_SESSIONS_MAX];
};

static struct bank bank_take_all(void)
{
	struct bank b = { .fd = raw_node() };
	int ret;

	T_STEP("sessions until none is left");
	while (!(ret = raw_session_create(b.fd, DRM_QDA_SESSION_UNSIGNED,
					  &b.sessions[b.count])))
		if (++b.count == BANK_SESSIONS_MAX)
			t_fail("there is no end");
	t_status(ret, -EUSERS);
	return b;
}

/* Closes the session opened first of those that are left. */
static void bank_give_one(struct bank *b)
{
	T_OK(raw_session_close(b->fd, b->sessions[0]));
	memmove(b->sessions, b->sessions + 1, --b->count * sizeof(b->sessions[0]));
}

/* The session works. */
static void bank_check(int fd, __u32 session)
{
	struct remote r = { .fd = fd, .session = session };

	T_EQ(remote_open(fd, session, "selftest", &r.handle), 0);
	T_EQ(remote_count(&r), 1);
}

/**
 * struct bank_waiter - a thread that waits for a bank
 * @thread: the thread
 * @fd: the node
 * @deadline: when it gives up
 * @session: what it got
 * @ret: how it ended
 * @ended: when
 */
struct bank_waiter {
	pthread_t thread;
	int fd;
	__s64 deadline;
	__u32 session;
	int ret;
	__s64 ended;
};

static void *bank_wait(void *data)
{
	struct bank_waiter *w = data;

	w->ret = raw_session_wait(w->fd, w->deadline, &w->session);
	w->ended = raw_deadline(0);
	return NULL;
}

static void bank_wait_start(struct bank_waiter *w, int fd, __s64 deadline)
{
	*w = (struct bank_waiter){ .fd = fd, .deadline = deadline };
	T_OK(-pthread_create(&w->thread, NULL, bank_wait, w));
}

/* It waits by now, and has not ended. */
static void bank_wait_check(const struct bank_waiter *w)
{
	t_sleep_ms(300);
	T_EQ(__atomic_load_n(&w->ended, __ATOMIC_RELAXED), 0);
}

static int bank_ended(const struct bank_waiter *w, size_t count)
{
	int ended = 0;

	for (size_t i = 0; i < count; i++)
		ended += !!__atomic_load_n(&w[i].ended, __ATOMIC_RELAXED);
	return ended;
}

static int bank_wait_end(struct bank_waiter *w)
{
	T_OK(-pthread_join(w->thread, NULL));
	return w->ret;
}

/* Situation: all banks are taken; one is asked for without waiting.
 * Expectation: EUSERS at once.
 */
T_CASE(bank_no_wait, "no-wait")
{
	struct bank b = bank_take_all();
	__u32 session;
	__s64 before;

	before = raw_deadline(0);
	T_ERR(raw_session_create(b.fd, DRM_QDA_SESSION_UNSIGNED, &session), -EUSERS);
	T_ERR(raw_session_attach(b.fd, DRM_QDA_ATTACH_ROOT, &session), -EUSERS);
	T_CHECK(raw_deadline(0) - before < BANK_SOON);
}

/* Situation: all banks are taken, and stay so for the time that is waited.
 * Expectation: EUSERS when it is over, not sooner.
 */
T_CASE(bank_timeout, "timeout")
{
	struct bank b = bank_take_all();
	__s64 deadline;
	__u32 session;

	deadline = raw_deadline(400);
	T_ERR(raw_session_wait(b.fd, deadline, &session), -EUSERS);
	T_CHECK(raw_deadline(0) >= deadline);
	T_CHECK(raw_deadline(0) - deadline < BANK_SOON);
}

/* Situation: the same for an attach.
 * Expectation: the same.
 */
T_CASE(bank_timeout_attach, "timeout-attach")
{
	struct drm_qda_session_attach arg = {
		.kind = DRM_QDA_ATTACH_ROOT, .flags = DRM_QDA_SESSION_WAIT,
	};
	struct bank b = bank_take_all();

	arg.timeout_ns = raw_deadline(400);
	T_ERR(raw_ioctl(b.fd, DRM_IOCTL_QDA_SESSION_ATTACH, &arg), -EUSERS);
	T_CHECK(raw_deadline(0) >= arg.timeout_ns);
}

/* Situation: the time was over before the call.
 * Expectation: EUSERS at once; a session if a bank is free.
 */
T_CASE(bank_past, "past")
{
	struct bank b = bank_take_all();
	__u32 session;
	__s64 before;

	before = raw_deadline(0);
	T_ERR(raw_session_wait(b.fd, 1, &session), -EUSERS);
	T_CHECK(raw_deadline(0) - before < BANK_SOON);
	bank_give_one(&b);
	T_OK(raw_session_wait(b.fd, 1, &session));
	bank_check(b.fd, session);
}

/* Situation: a thread waits without limit; another closes a session of the file.
 * Expectation: the waiter gets the bank, and its session works.
 */
T_CASE(bank_close, "close")
{
	struct bank_waiter w;
	struct bank b = bank_take_all();
	__s64 before;

	bank_wait_start(&w, b.fd, 0);
	bank_wait_check(&w);
	before = raw_deadline(0);
	bank_give_one(&b);
	T_OK(bank_wait_end(&w));
	T_CHECK(w.ended - before < BANK_SOON);
	bank_check(b.fd, w.session);
}

/* Situation: a file waits; the one that has all banks is closed.
 * Expectation: the waiter gets one.
 */
T_CASE(bank_close_file, "close-file")
{
	struct bank_waiter w;
	struct bank b = bank_take_all();
	int fd;

	T_OK(fd = raw_open());
	bank_wait_start(&w, fd, raw_deadline(20000));
	bank_wait_check(&w);
	T_SYS(close(b.fd));
	T_OK(bank_wait_end(&w));
	bank_check(fd, w.session);
}

/* Situation: three wait; one bank after the other becomes free.
 * Expectation: with each just one more has a session.
 */
T_CASE(bank_several, "several")
{
	struct bank_waiter w[3];
	struct bank b = bank_take_all();

	for (size_t i = 0; i < T_ARRAY(w); i++)
		bank_wait_start(&w[i], b.fd, raw_deadline(40000 * t_slowdown()));
	bank_wait_check(&w[0]);
	for (int n = 1; n <= 3; n++) {
		bank_give_one(&b);
		T_STEP("one more has a session");
		for (unsigned int ms = 0; bank_ended(w, T_ARRAY(w)) < n; ms += 20) {
			if (ms > 20000 * t_slowdown())
				t_fail("%d have one", bank_ended(w, T_ARRAY(w)));
			t_sleep_ms(20);
		}
		t_sleep_ms(300);
		T_EQ(bank_ended(w, T_ARRAY(w)), n);
	}
	for (size_t i = 0; i < T_ARRAY(w); i++) {
		T_OK(bank_wait_end(&w[i]));
		bank_check(b.fd, w[i].session);
	}
}

/* Situation: more threads than banks open and close sessions, and all wait.
 * Expectation: each gets its turn.
 */
static void *bank_turns_run(void *data)
{
	struct bank_waiter *w = data;

	for (int i = 0; i < 15 && !w->ret; i++) {
		w->ret = raw_session_wait(w->fd, w->deadline, &w->session);
		if (!w->ret)
			w->ret = raw_session_close(w->fd, w->session);
	}
	return NULL;
}

T_CASE(bank_turns, "turns", .seconds = 60)
{
	struct bank_waiter w[8];
	int fd = raw_node();

	for (size_t i = 0; i < T_ARRAY(w); i++) {
		w[i] = (struct bank_waiter){ .fd = fd, .deadline = raw_deadline(50000) };
		T_OK(-pthread_create(&w[i].thread, NULL, bank_turns_run, &w[i]));
	}
	for (size_t i = 0; i < T_ARRAY(w); i++)
		T_OK(bank_wait_end(&w[i]));
	T_EQ(watch_counter("banks_taken"), 0);
}

static void bank_on_signal(int number)
{
	(void)number;
}

static void bank_alarm(int flags, unsigned int ms)
{
	struct sigaction action = { .sa_handler = bank_on_signal, .sa_flags = flags };
	/* Again and again: the first may come before the wait. */
	struct itimerval timer = {
		.it_value.tv_usec = ms * 1000, .it_interval.tv_usec = ms * 1000,
	};

	T_SYS(sigaction(SIGALRM, &action, NULL));
	T_SYS(setitimer(ITIMER_REAL, &timer, NULL));
}

/* Situation: signals come, with a handler that does not restart system calls.
 * Expectation: EINTR.
 */
T_CASE(bank_signal, "signal")
{
	struct bank b = bank_take_all();
	__u32 session;
	__s64 before;

	before = raw_deadline(0);
	bank_alarm(0, 300);
	T_ERR(raw_session_wait(b.fd, raw_deadline(20000), &session), -EINTR);
	T_CHECK(raw_deadline(0) - before < BANK_SOON);
	bank_alarm(0, 0);
	bank_give_one(&b);
	T_OK(raw_session_wait(b.fd, 1, &session));
}

/* Situation: signals come, with a handler that restarts system calls.
 * Expectation: the wait goes on, to the same end.
 */
T_CASE(bank_signal_restart, "signal-restart")
{
	struct bank b = bank_take_all();
	__s64 deadline;
	__u32 session;

	deadline = raw_deadline(800);
	bank_alarm(SA_RESTART, 300);
	T_ERR(raw_session_wait(b.fd, deadline, &session), -EUSERS);
	T_CHECK(raw_deadline(0) >= deadline);
	T_CHECK(raw_deadline(0) - deadline < BANK_SOON);
}

/* Situation: a process is killed while it waits.
 * Expectation: it ends at once; a bank that is given back is there for others.
 */
T_CASE(bank_killed, "killed")
{
	struct bank b = bank_take_all();
	__u32 session;
	__s64 before;
	pid_t pid;

	T_OK(pid = fork());
	if (!pid) {
		raw_session_wait(b.fd, 0, &session);
		_exit(3);
	}
	t_sleep_ms(300 * t_slowdown());
	before = raw_deadline(0);
	T_SYS(kill(pid, SIGKILL));
	T_EQ(waitpid(pid, NULL, 0), pid);
	T_CHECK(raw_deadline(0) - before < BANK_SOON);
	bank_give_one(&b);
	T_OK(raw_session_wait(b.fd, 1, &session));
	bank_check(b.fd, session);
}

/* Situation: the DSP stops (with data: crashes) while a thread waits for a bank.
 * Expectation: ECONNRESET or ENODEV at once.
 */
static void bank_stop(const void *data)
{
	struct bank_waiter w;
	struct bank b = bank_take_all();
	__s64 before;

	bank_wait_start(&w, b.fd, 0);
	bank_wait_check(&w);
	before = raw_deadline(0);
	if (data)
		board_tell("crash fatal");
	else
		T_OK(board_dsp_write("stop"));
	T_STEP("end of the wait");
	if (bank_wait_end(&w) != -ECONNRESET)
		t_status(w.ret, -ENODEV);
	T_CHECK(w.ended - before < 2 * BANK_SOON);
	if (!data)
		T_OK(board_dsp_write("start"));
	remote_setup_again("selftest");
	board_dsp_wait("running");
}

static const struct t_case bank_stop_cases[] = {
	{ .name = "stop", .run_with = bank_stop, .log = board_log_restart, .seconds = 60 },
	{ .name = "crash", .run_with = bank_stop, .data = "", .log = board_log_restart,
	  .seconds = 60 },
};
T_CASES(bank_stop_cases);

/* Situation: a session is refused by the DSP while another waits for its bank.
 * Expectation: EREMOTEIO for one, the bank for the other.
 */
T_CASE(bank_refused, "refused")
{
	struct bank_waiter w;
	struct bank b = bank_take_all();
	__u32 session;
	long calls;

	bank_give_one(&b);
	/* The answer comes late, so that there is something to wait for. */
	board_tell("lie delay 1 %u", 500 * t_slowdown());
	board_tell("lie wrong-result 1 77");
	calls = board_stat("calls");
	bank_wait_start(&w, b.fd, raw_deadline(20000));
	board_stat_reach("calls", calls + 1);
	T_OK(raw_session_wait(b.fd, raw_deadline(20000), &session));
	T_ERR(bank_wait_end(&w), -EREMOTEIO);
	bank_check(b.fd, session);
}

/* The cases below run as two users. */
static pid_t bank_fork_user(void)
{
	pid_t pid;

	T_OK(pid = fork());
	if (!pid) {
		T_SYS(setgroups(0, NULL));
		T_SYS(setresgid(1000, 1000, 1000));
		T_SYS(setresuid(1000, 1000, 1000));
	}
	return pid;
}

static void bank_user_ends(pid_t pid)
{
	int status;

	T_EQ(waitpid(pid, &status, 0), pid);
	T_EQ(status, 0);
}

/* A DSP whose banks take more than one session; their number. */
static __u32 bank_need_shared(void)
{
	struct drm_qda_query_device device;
	int fd = raw_node();

	T_OK(raw_query_device(fd, &device));
	close(fd);
	if (device.sessions_max == device.banks)
		t_skip("the board has one session per bank");
	return device.banks;
}

/* Situation: one user opens all sessions, where a bank takes more than one.
 * Expectation: all banks are used before one is shared; as many as promised.
 */
T_CASE(bank_shared_fill, "shared-fill")
{
	struct drm_qda_query_device device;
	__u32 sessions[BANK_SESSIONS_MAX], banks = bank_need_shared();
	int fd = raw_node();

	T_OK(raw_query_device(fd, &device));
	for (__u32 i = 0; i < device.sessions_max; i++) {
		T_OK(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &sessions[i]));
		T_EQ(watch_counter("banks_taken"), i < banks ? i + 1 : banks);
	}
	T_ERR(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &sessions[0]), -EUSERS);
}

/* Situation: root has one session in every bank; a user wants one.
 * Expectation: EUSERS, though there is room; root itself gets more.
 */
T_CASE(bank_shared_foreign, "shared-foreign")
{
	__u32 session, banks = bank_need_shared();
	pid_t pid;
	int fd = raw_node();

	for (__u32 i = 0; i < banks; i++)
		T_OK(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &session));
	pid = bank_fork_user();
	if (!pid) {
		T_ERR(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &session), -EUSERS);
		_exit(0);
	}
	bank_user_ends(pid);
	T_OK(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &session));
}

/* Situation: a user waits; root closes the only session in a bank.
 * Expectation: the user gets the bank, and shares it with himself, not with root.
 */
T_CASE(bank_shared_handed_over, "shared-handed-over")
{
	__u32 first, session, banks = bank_need_shared();
	int theirs, go[2];
	char byte;
	pid_t pid;
	int fd = raw_node();

	T_OK(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &first));
	for (__u32 i = 1; i < banks; i++)
		T_OK(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &session));
	T_OK(theirs = raw_open());
	T_SYS(pipe(go));
	pid = bank_fork_user();
	if (!pid) {
		T_OK(raw_session_wait(theirs, raw_deadline(20000), &session));
		bank_check(theirs, session);
		T_OK(raw_session_create(theirs, DRM_QDA_SESSION_UNSIGNED, &session));
		bank_check(theirs, session);
		T_EQ(read(go[0], &byte, 1), 1);
		_exit(0);
	}
	t_sleep_ms(300);
	T_OK(raw_session_close(fd, first));
	buffer_counter("sessions", banks - 1 + 2);
	T_EQ(watch_counter("banks_taken"), banks);
	T_EQ(write(go[1], "", 1), 1);
	bank_user_ends(pid);
}

/* Situation: all sessions of all shared banks have a buffer that their DSP writes.
 * Expectation: each its own; when half of the sessions close, the rest goes on.
 */
T_CASE(bank_shared_memory, "shared-memory")
{
	struct remote r[32];
	struct drm_qda_query_device device;
	__u32 handle[32], size = 200000;
	int fd;

	bank_need_shared();
	T_OK(fd = raw_open());
	T_OK(raw_query_device(fd, &device));
	T_CHECK(device.sessions_max <= T_ARRAY(r));
	for (__u32 i = 0; i < device.sessions_max; i++) {
		r[i] = remote_setup_on(fd, "selftest");
		T_OK(raw_gem_create(fd, size, &handle[i]));
		buffer_write(&r[i], i, handle[i], 0, size);
	}
	for (__u32 i = 0; i < device.sessions_max; i++)
		buffer_check(&r[i], i, handle[i], 0, size);
	for (__u32 i = 0; i < device.sessions_max / 2; i++)
		T_OK(raw_session_close(fd, r[i].session));
	for (__u32 i = device.sessions_max / 2; i < device.sessions_max; i++) {
		buffer_check(&r[i], i, handle[i], 0, size);
		buffer_write(&r[i], 2 * i, handle[i], 0, size);
		buffer_check(&r[i], 2 * i, handle[i], 0, size);
	}
}

/* Situation: a DSP runs whose banks have no stream id in the device tree.
 * Expectation: it has no node, while the other DSP of the board has.
 */
T_CASE(bank_no_reg, "no-reg", .log = board_log_refused)
{
	glob_t banks, ids;
	int fd;

	T_EQ(glob("/proc/device-tree/*/glink-edge/fastrpc/compute-cb@1", 0, NULL, &banks), 0);
	T_EQ(glob("/proc/device-tree/*/glink-edge/fastrpc/compute-cb@1/reg", 0, NULL, &ids), 0);
	if (banks.gl_pathc == ids.gl_pathc)
		t_skip("all banks of the board have stream ids");
	globfree(&banks);
	globfree(&ids);
	board_dsp_wait("running");
	T_ERR(raw_open_domain("cdsp"), -ENODEV);
	T_OK(fd = raw_open_domain("adsp"));
	T_SYS(close(fd));
}

/* Situation: of the three banks of a DSP one has an IOMMU that never comes.
 * Expectation: the DSP has a node, and sessions on its two other banks.
 */
T_CASE(bank_late_iommu, "late-iommu", .log = board_log_refused)
{
	struct drm_qda_query_device device;
	__u32 session, more;
	glob_t late;
	int fd;

	if (glob("/proc/device-tree/*/glink-edge/fastrpc/iommu", 0, NULL, &late))
		t_skip("no bank of the board lacks its IOMMU");
	globfree(&late);
	setenv("T_DSP", "sdsp", 1);
	board_dsp_wait("running");
	T_OK(fd = raw_open());
	T_OK(raw_session_create(fd, 0, &session));
	T_OK(raw_session_create(fd, 0, &session));
	T_ERR(raw_session_create(fd, 0, &more), -EUSERS);
	T_OK(raw_query_device(fd, &device));
	T_EQ(device.banks, 2);
	T_EQ(device.sessions_max, 2);
	bank_check(fd, session);
}
