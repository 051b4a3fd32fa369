// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The command looks at programs and at what has died: qda top, qda dump, qda log.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/background.h"
#include "tools/board.h"
#include "tools/remote.h"
#include "tools/skeleton.h"
#include "tools/t.h"

/* What a command prints, and its exit status. */
static int top_run(const char *command, char *text, size_t size)
{
	FILE *out = popen(command, "re");
	size_t used = 0, got;
	int status;

	if (!out)
		t_fail("no process for %s", command);
	while ((got = fread(text + used, 1, size - 1 - used, out)))
		used += got;
	text[used] = '\0';
	status = pclose(out);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void top_wants(const char *command, const char *part)
{
	char text[65536];

	T_STEP(command);
	t_equal(top_run(command, text, sizeof(text)), 0);
	if (!strstr(text, part))
		t_fail("has no '%s': %.300s", part, text);
}

/* The same of what comes a while after its cause. */
static void top_awaits(const char *command, const char *part)
{
	char text[65536];

	for (unsigned int ms = 0; ms < 20000 * t_slowdown(); ms += 100) {
		if (!top_run(command, text, sizeof(text)) && strstr(text, part))
			return;
		t_sleep_ms(100);
	}
	top_wants(command, part);
}

/* Situation: this program has two sessions, has made three calls, and has memory.
 * Expectation: a line of it has just that.
 */
T_CASE(top_counts, "counts")
{
	struct remote r = remote_setup("echo");
	char want[256];
	__u32 session;

	T_OK(raw_session_create(r.fd, DRM_QDA_SESSION_UNSIGNED, &session));
	snprintf(want, sizeof(want), "\"pid\": %d, \"program\": \"top\", \"dsp\": \"cdsp\", "
		 "\"sessions\": 2, \"calls\": ", getpid());
	top_wants("qda top -1j", want);
	snprintf(want, sizeof(want), "%7d cdsp          2 ", getpid());
	top_wants("qda -d cdsp top --once", want);
}

/* Situation: a call is on its way for longer than an interval.
 * Expectation: it is busy; the share is 1, and calls are none.
 */
T_CASE(top_busy, "busy")
{
	struct remote r = remote_setup("selftest");
	struct background call;

	background_start(&call, &r, 0);
	top_wants("qda top -1j | grep -o '\"program\": \"top\".*'", "\"sessions\": 1");
	T_OK(raw_session_close(r.fd, r.session));
	T_ERR(background_end(&call), -ESHUTDOWN);
}

/* Situation: an ordinary user looks, while root's program has a session.
 * Expectation: no line of it, but that there is something hidden.
 */
T_CASE(top_user, "user")
{
	struct remote r = remote_setup("echo");
	char text[65536];

	T_EQ(top_run("su user -c 'qda top -1j'", text, sizeof(text)), 0);
	T_CHECK(strstr(text, "\"programs\": []"));
	T_CHECK(!strstr(text, "\"hidden\": 0,"));
	T_OK(remote_noop(&r));
}

/* Situation: code on the DSP dies three times in a moment, in different ways.
 * Expectation: each time the command's error has signal, function and line of this death,
 * though the kernel keeps the dump of the first only.
 */
T_CASE(top_crashes, "crashes")
{
	static const struct {
		const char *method, *signal, *function;
	} deaths[] = {
		{ "read_null", "died of SIGSEGV (11), ", " (crash_read_null+0x" },
		{ "misaligned", "died of SIGBUS (7), ", " (crash_misaligned+0x" },
		{ "assert", "died of SIGABRT (6): ", " (crash_assert+0x" },
	};
	char text[65536], line[128];

	for (size_t i = 0; i < sizeof(deaths) / sizeof(deaths[0]); i++) {
		snprintf(line, sizeof(line), "qda call -p " SKELETON_TESTS " crash %s 2>&1",
			 deaths[i].method);
		T_EQ(top_run(line, text, sizeof(text)), 1);
		if (!strstr(text, deaths[i].signal) || !strstr(text, deaths[i].function) ||
		    !strstr(text, ") crash.c:"))
			t_fail("%s: %s", deaths[i].method, text);
	}
	top_run("qda dump -lr", text, sizeof(text));
}

/* Situation: code on the DSP reads through a null pointer.
 * Expectation: the dump has signal and place; the log's lines of the crash have them
 * too, and only those of that process; once removed there is no dump.
 */
T_CASE(top_crash, "crash")
{
	char text[65536];

	top_run("qda dump -lr", text, sizeof(text));
	T_EQ(top_run("qda call -p " SKELETON_TESTS " crash 3 2>&1", text, sizeof(text)), 1);
	top_awaits("qda dump --list", "cdsp: ");
	top_wants("qda dump", "signal: SIGSEGV (11), code 1: an access to an address");
	top_wants("qda dump", "pc: libcrash_skel.so+0x");
	top_wants("qda dump | grep 'pc: '", ") crash.c:");
	T_EQ(top_run("qda dump | grep -c 'memory: '", text, sizeof(text)), 1);
	top_wants("qda dump -o /tmp/dump && head -c 9 /tmp/dump && rm /tmp/dump", "qda core ");
	top_awaits("qda log -nc | tail -n 1", "ended: exception");
	top_wants("qda log -nc --since started | grep -c signal:", "1\n");
	top_wants("qda log -ncj | grep signal: | tail -n 1", "\"level\": \"error\", \"file\": \"pd\"");
	T_EQ(top_run("qda log -n -l high -p 4000000000 | grep -q .", text, sizeof(text)), 1);
	T_EQ(top_run("qda dump -r", text, sizeof(text)), 0);
	top_wants("qda dump", "no dump: nothing has crashed");
}

/* Situation: noise as a picture; then as the picture of another call, whose size is w and h.
 * Expectation: the filter's result is the same as that of the bytes themselves.
 */
T_CASE(top_picture, "picture")
{
	top_wants("cd /tmp && head -c 3072 /dev/urandom >noise && "
		  "qda call sobel filter in:u32=64,48,64,64 in:@noise 'out:png=edges.png[64x48]' && "
		  "qda call sobel filter in:u32=64,48,64,64 in:@noise 'out:@edges[3072]' && "
		  "qda call sobel filter in:u32=w,h,w,w in:png=edges.png 'out:@once[3072]' && "
		  "qda call -n 3 sobel filter in:u32=64,48,64,64 in:@edges 'out:@again[3072]' && "
		  "cmp once again && rm noise edges* once again && echo same", "same");
}
