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
#include <sys/stat.h>
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

/* What debugfs says of the sessions of all DSPs, if there are some. */
static void visible_read_sessions(char *text, size_t room)
{
	glob_t found;

	T_EQ(glob("/sys/kernel/debug/accel/*/sessions", 0, NULL, &found), 0);
	*text = 0;
	for (size_t i = 0; i < found.gl_pathc && !strstr(text, "client"); i++)
		visible_read(found.gl_pathv[i], text, room);
	globfree(&found);
}

/* Situation: a session whose caller has given up a call that hangs.
 * Expectation: debugfs shows the session and the call, and that its caller gave up.
 */
T_CASE(visible_sessions, "debugfs-sessions")
{
	static char text[8192];
	struct remote r = remote_setup("selftest");

	T_ERR(remote_hang(&r, raw_deadline(50)), -ETIMEDOUT);
	visible_read_sessions(text, sizeof(text));
	T_CHECK(strstr(text, ": running"));
	T_CHECK(strstr(text, "in flight, given up"));
}

/* Events of a trace of its own, that say what a thread allocates and frees. */
#define VISIBLE_MEMORY	VISIBLE_TRACE "instances/qda-memory/"
#define VISIBLE_BLOCKS	2048

static const char *const visible_memory_events[] = {
	"kmem/kmalloc", "kmem/kmem_cache_alloc", "kmem/kfree", "kmem/kmem_cache_free",
	"dma/dma_alloc", "dma/dma_free",
};

static void visible_trace_memory(void)
{
	char text[128];

	/* That of a case that was killed. */
	rmdir(VISIBLE_MEMORY);
	T_SYS(mkdir(VISIBLE_MEMORY, 0700));
	visible_write(VISIBLE_MEMORY "tracing_on", "0");
	snprintf(text, sizeof(text), "%d", gettid());
	visible_write(VISIBLE_MEMORY "set_event_pid", text);
	for (size_t i = 0; i < T_ARRAY(visible_memory_events); i++) {
		snprintf(text, sizeof(text), VISIBLE_MEMORY "events/%s/enable",
			 visible_memory_events[i]);
		visible_write(text, "1");
	}
	visible_write(VISIBLE_MEMORY "tracing_on", "1");
}

/* A number behind a word of a line, which must be there. */
static unsigned long long visible_number(const char *line, const char *key, int base)
{
	const char *at = strstr(line, key);

	T_CHECK(at);
	return strtoull(at + strlen(key), NULL, base);
}

struct visible_block {
	unsigned long long address, bytes;
};

/* Adds what a line of the trace allocates, or takes away what it frees. */
static void visible_count_line(const char *line, struct visible_block *blocks, size_t *count)
{
	bool of_dma = strstr(line, " dma_");
	const char *flags = strstr(line, "] ");
	unsigned long long address;
	size_t i;

	/* "d.h1.": what an interrupt does is not the thread's. */
	if (!flags || flags[4] != '.')
		return;
	address = visible_number(line, of_dma ? "virt_addr=" : " ptr=", 16);
	for (i = 0; i < *count && blocks[i].address != address; i++)
		;
	if (strstr(line, "free: ")) {
		if (i < *count)
			blocks[i] = blocks[--*count];
		return;
	}
	/* Some tell of one allocation twice. */
	T_CHECK(i < VISIBLE_BLOCKS);
	blocks[i].address = address;
	blocks[i].bytes = visible_number(line, of_dma ? " size=" : "bytes_alloc=", 10);
	*count += i == *count;
}

/* Bytes that the thread has allocated since visible_trace_memory() and not freed. */
static unsigned long long visible_traced_memory(void)
{
	static struct visible_block blocks[VISIBLE_BLOCKS];
	static char text[1 << 20];
	unsigned long long bytes = 0;
	size_t count = 0;

	visible_write(VISIBLE_MEMORY "tracing_on", "0");
	visible_read(VISIBLE_MEMORY "trace", text, sizeof(text));
	T_CHECK(strlen(text) < sizeof(text) - 1);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		if (*line != '#')
			visible_count_line(line, blocks, &count);
	T_SYS(rmdir(VISIBLE_MEMORY));
	for (size_t i = 0; i < count; i++)
		bytes += blocks[i].bytes;
	return bytes;
}

/* Situation: a session is made, opens a module, and makes its first call.
 * Expectation: the kernel has allocated at most 64 KiB for it, beside its PD's heap.
 */
T_CASE(visible_session_memory, "session-memory")
{
	unsigned long long bytes, heap;
	static char text[8192];
	int fd = raw_node();
	struct remote r;

	visible_trace_memory();
	r = remote_setup_on(fd, "echo");
	T_OK(remote_noop(&r));
	bytes = visible_traced_memory();
	visible_read_sessions(text, sizeof(text));
	heap = visible_number(text, ", heap ", 10);
	T_CHECK(bytes > heap);
	t_note("%llu bytes, and %llu of heap", bytes - heap, heap);
	/* What a debug kernel puts into each lock and around each object is not ours. */
	T_CHECK(bytes - heap <= 64 << 10 || t_slowdown() > 1);
}
