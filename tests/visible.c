// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What a person who looks from outside sees: fdinfo, tracepoints, debugfs.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/raw.h"
#include "tools/remote.h"
#include "tools/submit.h"
#include "tools/t.h"

#define VISIBLE_TRACE "/sys/kernel/tracing/"

/* Reads what there is of a file, up to the room in text. */
static void visible_read(const char *path, char *text, size_t room)
{
	ssize_t got;
	size_t n = 0;
	int fd;

	T_OK(fd = open(path, O_RDONLY | O_CLOEXEC));
	while (n < room - 1 && (got = read(fd, text + n, room - 1 - n)) > 0)
		n += (size_t)got;
	text[n] = 0;
	close(fd);
}

static void visible_write(const char *path, const char *text)
{
	int fd;

	T_OK(fd = open(path, O_WRONLY | O_CLOEXEC | O_TRUNC));
	T_EQ(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

/* Value of a key of the file's fdinfo; -1 if there is no such key. */
static long long visible_fdinfo(int fd, const char *key)
{
	char path[64], text[4096];
	const char *at;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	visible_read(path, text, sizeof(text));
	at = strstr(text, key);
	return at ? strtoll(at + strlen(key) + 1, NULL, 10) : -1;
}

/* Situation: a file before and after a session, a buffer and three calls.
 * Expectation: the standard keys are there, and ours count exactly these.
 */
T_CASE(visible_fdinfo_counts, "fdinfo-counts")
{
	struct remote r = remote_setup("echo");
	long long calls;
	__u32 bo;

	calls = visible_fdinfo(r.fd, "qda-calls:");
	T_EQ(visible_fdinfo(r.fd, "qda-sessions:"), 1);
	T_OK(raw_gem_create(r.fd, 3 * 4096, &bo));
	T_CHECK(visible_fdinfo(r.fd, "drm-client-id:") > 0);
	T_EQ(visible_fdinfo(r.fd, "drm-total-memory:"), 12);
	remote_echo(&r, 1, 100);
	remote_echo(&r, 2, 100);
	T_OK(remote_noop(&r));
	T_EQ(visible_fdinfo(r.fd, "qda-calls:"), calls + 3);
}

/* Situation: a call that takes the DSP 300 ms.
 * Expectation: the engine's busy time grows by that, and stays then.
 */
T_CASE(visible_fdinfo_busy, "fdinfo-busy")
{
	struct remote r = remote_setup("selftest");
	long long busy;

	busy = visible_fdinfo(r.fd, "drm-engine-dsp:");
	T_OK(remote_sleep(&r, 300, 0));
	T_CHECK(visible_fdinfo(r.fd, "drm-engine-dsp:") >= busy + 300000000);
	busy = visible_fdinfo(r.fd, "drm-engine-dsp:");
	t_sleep_ms(100);
	T_EQ(visible_fdinfo(r.fd, "drm-engine-dsp:"), busy);
}

/* Situation: two submissions, of three calls and of one.
 * Expectation: each call is counted.
 */
T_CASE(visible_fdinfo_submitted, "fdinfo-submitted")
{
	struct submit s;
	__u32 sync;

	submit_init(&s);
	sync = submit_syncobj(s.remote.fd);
	T_EQ(visible_fdinfo(s.remote.fd, "qda-submitted:"), 0);
	for (unsigned int i = 0; i < 3; i++)
		submit_add(&s, SELF_COUNT, 0);
	T_OK(submit_go(&s, 0, sync));
	submit_wait(&s, sync);
	T_EQ(visible_fdinfo(s.remote.fd, "qda-submitted:"), 3);
	s.arg.calls.count = 1;
	T_OK(submit_go(&s, 0, sync));
	submit_wait(&s, sync);
	T_EQ(visible_fdinfo(s.remote.fd, "qda-submitted:"), 4);
}

/* Situation: all events of the driver are on; a session makes one call.
 * Expectation: each step of its life is in the trace.
 */
T_CASE(visible_trace, "trace")
{
	static const char *const events[] = {
		"qda_session:", "state=running", "qda_invoke_send:", "qda_invoke_answer:",
		"qda_invoke_done:", "state=dying", "state=dead",
	};
	static char text[1 << 18];
	struct remote r;

	visible_write(VISIBLE_TRACE "trace", "");
	visible_write(VISIBLE_TRACE "events/qda/enable", "1");
	r = remote_setup("echo");
	T_OK(remote_noop(&r));
	T_OK(raw_session_close(r.fd, r.session));
	visible_write(VISIBLE_TRACE "events/qda/enable", "0");
	visible_read(VISIBLE_TRACE "trace", text, sizeof(text));
	for (size_t i = 0; i < T_ARRAY(events); i++) {
		T_STEP(events[i]);
		if (!strstr(text, events[i]))
			t_fail("is not in the trace");
	}
	T_CHECK(!strstr(text, "(stray)"));
}

/* Situation: a file is closed that has a session, and a buffer which a call has
 * used. DRM drops a file's handles before it tells the driver.
 * Expectation: the DSP has released the session before the buffer is unmapped.
 */
T_CASE(visible_close_order, "close-order")
{
	static char text[1 << 18];
	const char *dead, *unmap;
	struct drm_qda_arg args[2];
	__u32 seed = 9, handle;
	struct remote r = remote_setup("selftest");
	__s32 result;

	T_OK(raw_gem_create(r.fd, 4096, &handle));
	args[0] = raw_inline(&seed, sizeof(seed));
	args[1] = raw_gem(handle, 0, 4096);
	T_OK(remote_call(&r, SELF_FILL, args, &result));
	visible_write(VISIBLE_TRACE "trace", "");
	visible_write(VISIBLE_TRACE "events/qda/enable", "1");
	T_OK(close(r.fd));
	visible_write(VISIBLE_TRACE "events/qda/enable", "0");
	visible_read(VISIBLE_TRACE "trace", text, sizeof(text));
	T_CHECK(dead = strstr(text, "state=dead"));
	T_CHECK(unmap = strstr(text, "qda_mapping_unmap:"));
	T_CHECK(dead < unmap);
}

/* Situation: a session whose caller has given up a call that hangs.
 * Expectation: debugfs shows the session and the call, and that its caller gave up.
 */
T_CASE(visible_sessions, "debugfs-sessions")
{
	static char text[8192];
	glob_t found;
	struct remote r = remote_setup("selftest");

	T_ERR(remote_hang(&r, raw_deadline(50)), -ETIMEDOUT);
	T_EQ(glob("/sys/kernel/debug/accel/*/sessions", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc && !strstr(text, "client"); i++)
		visible_read(found.gl_pathv[i], text, sizeof(text));
	globfree(&found);
	T_CHECK(strstr(text, ": running"));
	T_CHECK(strstr(text, "in flight, given up"));
}
