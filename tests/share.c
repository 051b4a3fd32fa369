// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Two clients at once: neither sees, stops or slows the other for good.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/background.h"
#include "tools/board.h"
#include "tools/remote.h"
#include "tools/t.h"

#define SHARE_ROUNDS 150

/* Fills its own buffer by the DSP and checks each byte, again and again. */
static void share_client(__u32 number)
{
	const __u32 size = 20000;
	struct remote r = remote_setup("selftest");
	__u32 handle = raw_object(r.fd, size);
	uint8_t *bytes = raw_mapped(r.fd, handle, size);

	for (__u32 i = 1; i <= SHARE_ROUNDS; i++) {
		__u32 seed = number * 100000 + i;
		struct drm_qda_arg args[2] = {
			raw_inline(&seed, sizeof(seed)),
			raw_gem(handle, number, size - number),
		};
		__s32 result;

		T_OK(remote_call(&r, SELF_FILL, args, &result));
		T_EQ(result, 0);
		remote_pattern_check(seed, bytes + number, size - number);
		T_EQ(remote_count(&r), i);
	}
}

/* Situation: two processes with own sessions call at the same time.
 * Expectation: each sees only its own bytes and its own counter.
 */
T_CASE(share_two, "two-processes")
{
	pid_t pid;
	int status;

	T_OK(pid = fork());
	share_client(pid ? 1 : 2);
	if (!pid)
		_exit(0);
	T_EQ(waitpid(pid, &status, 0), pid);
	T_EQ(status, 0);
}

/* Situation: a process for each session that there is, all at the same time.
 * Expectation: the same.
 */
T_CASE(share_all, "all-sessions", .seconds = 60)
{
	struct drm_qda_query_device device;
	int status;
	int fd = raw_node();

	T_OK(raw_query_device(fd, &device));
	for (__u32 i = 0; i < device.sessions_max; i++) {
		pid_t pid;

		T_OK(pid = fork());
		if (!pid) {
			share_client(i + 1);
			_exit(0);
		}
	}
	for (__u32 i = 0; i < device.sessions_max; i++) {
		T_OK(wait(&status) < 0 ? -errno : 0);
		T_EQ(status, 0);
	}
}

/* Situation: the other client's call hangs for ever.
 * Expectation: calls of this one go on.
 */
T_CASE(share_hang, "other-hangs")
{
	struct background hang;
	struct remote b = remote_setup("selftest");
	struct remote a = remote_setup("selftest");

	background_start(&hang, &a, 0);
	for (__u32 i = 1; i <= 100; i++)
		T_EQ(remote_count(&b), i);
	T_OK(raw_session_close(a.fd, a.session));
	T_ERR(background_end(&hang), -ESHUTDOWN);
}

/* Situation: the other client is killed in mid-call, again and again.
 * Expectation: calls of this one go on, its PD is the same.
 */
static void share_kill_run(const struct remote *r)
{
	remote_hang(r, 0);
}

T_CASE(share_kill, "other-is-killed")
{
	struct remote r = remote_setup("selftest");

	for (__u32 i = 1; i <= 10; i++) {
		pid_t pid = background_process(share_kill_run);

		T_EQ(remote_count(&r), 2 * i - 1);
		background_kill(pid);
		T_EQ(remote_count(&r), 2 * i);
	}
}

/* Where a session's memory lies is the driver's choice; this finds some of it. */
#define SHARE_STEP	(1ull << 20)
#define SHARE_WINDOW	(64ull << 20)

/* Where addresses are given from, downwards. */
#define SHARE_TOP	(1ull << 32)

/* Marks which steps of the window below the top the DSP reaches in a session. */
static unsigned int share_scan(const struct remote *r, bool *reached)
{
	unsigned int count = 0;

	for (__u64 i = 0; i < SHARE_WINDOW / SHARE_STEP; i++) {
		__u64 address = SHARE_TOP - SHARE_WINDOW + i * SHARE_STEP;

		reached[i] = remote_poke(r, address, 1, false) == 0;
		count += reached[i];
	}
	return count;
}

/* A buffer of 16 MiB that the session's DSP has used and can reach. */
static void share_map(const struct remote *r)
{
	const __u32 size = 16 << 20;
	uint64_t sum = 0;
	struct drm_qda_arg args[2];
	__u32 handle;
	__s32 result;

	T_OK(raw_gem_create(r->fd, size, &handle));
	args[0] = raw_gem(handle, 0, size);
	args[1] = raw_inline(&sum, sizeof(sum));
	T_OK(remote_call(r, SELF_CHECKSUM(1), args, &result));
	T_EQ(result, 0);
}

/* Situation: a session's DSP reads at the addresses of another one's buffer.
 * Expectation: SMMU faults; the other session reaches them.
 */
T_CASE(share_poke, "poke", .log = board_log_fault, .seconds = 60)
{
	bool mine[SHARE_WINDOW / SHARE_STEP], foreign[SHARE_WINDOW / SHARE_STEP];
	unsigned int both = 0;
	struct remote b = remote_setup("selftest");
	struct remote a = remote_setup("selftest");

	share_map(&a);
	T_CHECK(share_scan(&a, mine) >= 14);
	share_scan(&b, foreign);
	/* Its own few MiB (slots, PD memory) the other one reaches, too. */
	for (size_t i = 0; i < T_ARRAY(mine); i++)
		both += mine[i] && foreign[i];
	T_CHECK(both <= 4);
}

/* Situation: a session uses the bank of one that was closed, and reads where
 * that one's buffer was.
 * Expectation: SMMU faults; nothing of the former session is mapped.
 */
T_CASE(share_heir, "poke-of-heir", .log = board_log_fault, .seconds = 60)
{
	bool before[SHARE_WINDOW / SHARE_STEP], after[SHARE_WINDOW / SHARE_STEP];
	struct drm_qda_query_device device;
	unsigned int both = 0;
	struct remote r = remote_setup("selftest");
	int fd;

	share_map(&r);
	T_CHECK(share_scan(&r, before) >= 14);
	T_SYS(close(r.fd));
	T_OK(fd = raw_open());
	T_OK(raw_query_device(fd, &device));
	/* One of these has the bank. */
	for (__u32 n = 0; n < device.sessions_max; n++) {
		r = remote_setup_on(fd, "selftest");
		share_scan(&r, after);
		both = 0;
		for (size_t i = 0; i < T_ARRAY(before); i++)
			both += before[i] && after[i];
		T_CHECK(both <= 4);
	}
}
