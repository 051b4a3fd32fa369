// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What the driver tells about itself and its DSP.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/raw.h"
#include "tools/remote.h"
#include "tools/t.h"
#include "tools/watch.h"

/* Number of capabilities that the DSP reports. */
#define QUERY_CAPABILITIES 256

/* Situation: a fresh open file; DRM_IOCTL_VERSION.
 * Expectation: the driver's name is "qda".
 */
T_CASE(query_version, "version")
{
	char name[32] = "";
	struct drm_version version = { .name = name, .name_len = sizeof(name) - 1 };
	int fd = raw_node();

	T_OK(raw_ioctl(fd, DRM_IOCTL_VERSION, &version));
	T_CHECK(!strcmp(name, "qda"));
}

/* Situation: the DSP under test is asked for.
 * Expectation: all numbers make sense together, the pad is zero.
 */
T_CASE(query_device, "device")
{
	struct drm_qda_query_device d;
	int fd = raw_node();

	T_OK(raw_query_device(fd, &d));
	T_CHECK(memchr(d.domain, 0, sizeof(d.domain)));
	T_EQ(d.uapi_version, DRM_QDA_UAPI_VERSION);
	T_EQ(d.flags & ~(__u32)(DRM_QDA_DEVICE_COHERENT | DRM_QDA_DEVICE_POLL), 0);
	T_CHECK(d.banks >= 1);
	T_CHECK(d.sessions_max >= d.banks);
	T_EQ(d.sessions, 0);
	T_CHECK(d.sid_shift == 32 || d.sid_shift == 56);
	T_CHECK(d.calls_max >= 1);
	T_CHECK(d.args_max >= 64);
}

/* Situation: a session is open.
 * Expectation: the device answer counts it, and no longer after its close.
 */
T_CASE(query_sessions, "sessions")
{
	struct drm_qda_query_device d;
	int fd = raw_node();
	__u32 session = raw_session(fd);

	T_OK(raw_query_device(fd, &d));
	T_EQ(d.sessions, 1);
	T_OK(raw_session_close(fd, session));
	T_OK(raw_query_device(fd, &d));
	T_EQ(d.sessions, 0);
}

/* Situation: pointer 0, as a program does that wants to know the size.
 * Expectation: only the size comes back.
 */
T_CASE(query_size, "size")
{
	__u32 size = 0;
	int fd = raw_node();

	T_OK(raw_query(fd, DRM_QDA_QUERY_DEVICE, NULL, &size));
	T_EQ(size, sizeof(struct drm_qda_query_device));
	size = 0;
	T_OK(raw_query(fd, DRM_QDA_QUERY_CAPABILITIES, NULL, &size));
	T_EQ(size, QUERY_CAPABILITIES * sizeof(__u32));
}

/* Situation: an older program's buffer holds only the first 20 bytes.
 * Expectation: these are filled, the byte behind them is left alone.
 */
T_CASE(query_short, "short-buffer")
{
	struct drm_qda_query_device whole;
	unsigned char part[64];
	__u32 size = 20;
	int fd;

	memset(part, 0xa5, sizeof(part));
	T_OK(fd = raw_open());
	T_OK(raw_query_device(fd, &whole));
	T_OK(raw_query(fd, DRM_QDA_QUERY_DEVICE, part, &size));
	T_EQ(size, sizeof(whole));
	T_CHECK(!memcmp(part, &whole, 20));
	T_EQ(part[20], 0xa5);
}

/* Situation: a newer program's buffer is longer than the answer.
 * Expectation: what the driver does not know is zero.
 */
T_CASE(query_long, "long-buffer")
{
	unsigned char more[sizeof(struct drm_qda_query_device) + 32];
	__u32 size = sizeof(more);
	int fd;

	memset(more, 0xa5, sizeof(more));
	T_OK(fd = raw_open());
	T_OK(raw_query(fd, DRM_QDA_QUERY_DEVICE, more, &size));
	T_EQ(size, sizeof(struct drm_qda_query_device));
	for (size_t i = sizeof(struct drm_qda_query_device); i < sizeof(more); i++)
		T_EQ(more[i], 0);
}

/* Situation: the DSP's capabilities are asked for twice.
 * Expectation: both answers are equal and name the attributes of a DSP, which was
 * asked at most once.
 */
T_CASE(query_capabilities, "capabilities")
{
	__u32 first[QUERY_CAPABILITIES], again[QUERY_CAPABILITIES];
	__u32 size = sizeof(first);
	long calls;
	int fd;

	memset(first, 0xa5, sizeof(first));
	T_OK(fd = raw_open());
	T_OK(raw_query(fd, DRM_QDA_QUERY_CAPABILITIES, first, &size));
	T_EQ(size, sizeof(first));
	calls = board_stat("calls");
	T_OK(raw_query(fd, DRM_QDA_QUERY_CAPABILITIES, again, &size));
	T_EQ(board_stat("calls"), calls);
	T_CHECK(!memcmp(first, again, sizeof(first)));
	for (size_t i = 0; i < QUERY_CAPABILITIES; i++)
		T_CHECK(first[i] != 0xa5a5a5a5);
}

static pid_t query_ask(int fd)
{
	__u32 words[QUERY_CAPABILITIES], size = sizeof(words);
	pid_t pid = fork();

	T_OK(pid);
	if (!pid)
		_exit(raw_query(fd, DRM_QDA_QUERY_CAPABILITIES, words, &size) ? 1 : 0);
	return pid;
}

/* Whether the process waits for something inside the kernel. */
static bool query_sleeps(pid_t pid)
{
	char path[64], letter = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	T_CHECK(file = fopen(path, "r"));
	T_EQ(fscanf(file, "%*d (%*[^)]) %c", &letter), 1);
	fclose(file);
	return letter != 'R';
}

/* Situation: the DSP does not say what it can do; the program that has asked
 * waits for it, and a second one for the first. The second is killed.
 * Expectation: it is gone before the first has given up.
 */
T_CASE(query_killed, "capabilities-killed", .log = board_log_restart, .seconds = 60)
{
	pid_t first, second;
	long calls;
	int fd;

	board_dsp_restart();
	T_OK(fd = raw_open_wait(20000 * t_slowdown()));
	calls = board_stat("calls");
	board_tell("lie drop");
	first = query_ask(fd);
	board_stat_reach("calls", calls + 1);
	second = query_ask(fd);
	while (!query_sleeps(second))
		t_sleep_ms(10);
	T_SYS(kill(second, SIGKILL));
	T_EQ(waitpid(second, NULL, 0), second);
	T_EQ(waitpid(first, NULL, WNOHANG), 0);

	T_SYS(kill(first, SIGKILL));
	T_EQ(waitpid(first, NULL, 0), first);
	T_SYS(close(fd));
	T_CHECK(watch_counters_zero(10000));
}

/* Situation: two open files, each asks.
 * Expectation: both see the same DSP.
 */
T_CASE(query_two_files, "two-files")
{
	struct drm_qda_query_device a, b;
	int one = raw_node();
	int two = raw_node();

	T_OK(raw_query_device(one, &a));
	T_OK(raw_query_device(two, &b));
	T_CHECK(!memcmp(&a, &b, sizeof(a)));
}

/* Situation: operations of DRM's core that no client of an accelerator needs, with
 * arguments that could do no harm.
 * Expectation: ENOTTY, all of them; those that it needs are there.
 */
T_CASE(query_core, "core")
{
	static const unsigned long refused[] = {
		DRM_IOCTL_GET_CLIENT,
		DRM_IOCTL_GET_STATS, DRM_IOCTL_SET_CLIENT_CAP,
		DRM_IOCTL_GEM_FLINK, DRM_IOCTL_GEM_OPEN, DRM_IOCTL_WAIT_VBLANK,
		DRM_IOCTL_MODE_GETRESOURCES, DRM_IOCTL_MODE_CREATE_DUMB,
	};
	struct drm_get_cap cap = { .capability = DRM_CAP_PRIME };
	int fd = raw_node();

	for (size_t i = 0; i < T_ARRAY(refused); i++) {
		char zeroes[1024] = "";
		int ret = raw_ioctl(fd, refused[i], zeroes);

		if (ret != -ENOTTY)
			t_note("number %#lx:", refused[i] & 0xff);
		T_ERR(ret, -ENOTTY);
	}
	T_OK(raw_ioctl(fd, DRM_IOCTL_GET_CAP, &cap));
	T_EQ(cap.value, DRM_PRIME_CAP_IMPORT | DRM_PRIME_CAP_EXPORT);
}
