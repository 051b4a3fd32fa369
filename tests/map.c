// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Memory mapped into a PD for longer than a call. What a wrong argument does is
 * in uapi.c.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/background.h"
#include "tools/board.h"
#include "tools/buffer.h"
#include "tools/t.h"
#include "tools/watch.h"

#define MAP_SIZE	(64u << 10)
#define MAP_HEAP	0x1000u		/* the only flags of a legacy request */
#define MAP_BY_TAG	2u

/**
 * struct map - a session with a buffer
 * @remote: module selftest
 * @handle: the buffer, MAP_SIZE bytes
 */
struct map {
	struct remote remote;
	__u32 handle;
};

static struct map map_setup(void)
{
	struct map m = { .remote = remote_setup("selftest") };

	m.handle = raw_object(m.remote.fd, MAP_SIZE);
	return m;
}

/* What maps the whole buffer. */
static struct drm_qda_map map_whole(const struct map *m, __u32 request)
{
	return (struct drm_qda_map){
		.size = MAP_SIZE,
		.session = m->remote.session,
		.handle = m->handle,
		.request = request,
		.map_flags = request == DRM_QDA_MAP_LEGACY ? MAP_HEAP : MAP_BY_TAG,
	};
}

static __u32 map_get(const struct map *m, __u32 request)
{
	struct drm_qda_map arg = map_whole(m, request);

	T_OK(raw_map(m->remote.fd, &arg));
	return arg.map;
}

static void map_put(const struct map *m, __u32 map)
{
	__s32 result;

	T_OK(raw_munmap(m->remote.fd, m->remote.session, map, &result));
	T_EQ(result, 0);
}

static const __u32 map_legacy = DRM_QDA_MAP_LEGACY, map_attr = DRM_QDA_MAP_ATTR;

/* Situation: a buffer is mapped by the request named, and unmapped.
 * Expectation: an id and a DSP address; the DSP has one map more, then not.
 */
static void map_and_unmap(const void *data)
{
	const __u32 *request = data;
	long before = board_stat("maps");
	struct drm_qda_map arg;
	struct map m = map_setup();

	arg = map_whole(&m, *request);
	T_OK(raw_map(m.remote.fd, &arg));
	T_EQ(arg.result, 0);
	T_CHECK(arg.map != 0);
	T_CHECK(arg.dsp_address != 0);
	T_EQ(board_stat("maps"), before + 1);
	T_EQ(watch_counter("mappings"), 1);
	map_put(&m, arg.map);
	T_EQ(board_stat("maps"), before);
}

static const struct t_case map_and_unmap_cases[] = {
	{ .name = "attr", .run_with = map_and_unmap, .data = &map_attr },
	{ .name = "legacy", .run_with = map_and_unmap, .data = &map_legacy },
};
T_CASES(map_and_unmap_cases);

/* Situation: a part, not at the start of the buffer, is mapped.
 * Expectation: it works up to the last page.
 */
static void map_part(const void *data)
{
	const __u32 *request = data;
	struct drm_qda_map arg;
	struct map m = map_setup();

	arg = map_whole(&m, *request);
	arg.offset = MAP_SIZE - 12288;
	arg.size = 12288;
	T_OK(raw_map(m.remote.fd, &arg));
	map_put(&m, arg.map);
}

static const struct t_case map_part_cases[] = {
	{ .name = "part-attr", .run_with = map_part, .data = &map_attr },
	{ .name = "part-legacy", .run_with = map_part, .data = &map_legacy },
};
T_CASES(map_part_cases);

/* Situation: a map is undone twice.
 * Expectation: ENOENT the second time.
 */
static void map_undo_twice(const void *data)
{
	const __u32 *request = data;
	struct map m = map_setup();
	__s32 result;
	__u32 map;

	map = map_get(&m, *request);
	map_put(&m, map);
	T_ERR(raw_munmap(m.remote.fd, m.remote.session, map, &result), -ENOENT);
}

static const struct t_case map_undo_twice_cases[] = {
	{ .name = "undo-twice-attr", .run_with = map_undo_twice, .data = &map_attr },
	{ .name = "undo-twice-legacy", .run_with = map_undo_twice, .data = &map_legacy },
};
T_CASES(map_undo_twice_cases);

/* Situation: one buffer is mapped twice.
 * Expectation: two ids, two addresses; one goes without the other.
 */
T_CASE(map_twice, "twice")
{
	struct drm_qda_map one, two;
	struct map m = map_setup();

	one = map_whole(&m, DRM_QDA_MAP_ATTR);
	two = one;
	T_OK(raw_map(m.remote.fd, &one));
	T_OK(raw_map(m.remote.fd, &two));
	T_CHECK(one.map != two.map);
	T_CHECK(one.dsp_address != two.dsp_address);
	T_EQ(watch_counter("mappings"), 1);
	map_put(&m, one.map);
	T_OK(raw_gem_close(m.remote.fd, m.handle));
	T_EQ(watch_counter("mappings"), 1);
	map_put(&m, two.map);
	T_EQ(watch_counter("mappings"), 0);
}

/* Situation: the handle of a mapped buffer is closed.
 * Expectation: mapped until the unmap, then nothing is left of the buffer.
 */
static void map_handle_closed(const void *data)
{
	const __u32 *request = data;
	struct map m = map_setup();
	__u32 map;

	map = map_get(&m, *request);
	T_OK(raw_gem_close(m.remote.fd, m.handle));
	T_EQ(watch_counter("mappings"), 1);
	T_EQ(watch_counter("objects"), 1);
	map_put(&m, map);
	T_EQ(watch_counter("mappings"), 0);
	T_EQ(watch_counter("objects"), 0);
}

static const struct t_case map_handle_closed_cases[] = {
	{ .name = "handle-closed-attr", .run_with = map_handle_closed, .data = &map_attr },
	{ .name = "handle-closed-legacy", .run_with = map_handle_closed, .data = &map_legacy },
};
T_CASES(map_handle_closed_cases);

/* Situation: a buffer is mapped by its handle, which is closed; a new buffer gets
 * the same handle, and is to be mapped by it.
 * Expectation: EEXIST, for DSP code could not tell them apart; pages for the PD,
 * which have no name, are no matter. Unmapping the first makes room.
 */
T_CASE(map_handle_again, "handle-again")
{
	struct drm_qda_map arg;
	__u32 first, old;
	struct map m = map_setup();

	first = map_get(&m, DRM_QDA_MAP_ATTR);
	map_put(&m, map_get(&m, DRM_QDA_MAP_ATTR));
	old = m.handle;
	T_OK(raw_gem_close(m.remote.fd, m.handle));
	T_OK(raw_gem_create(m.remote.fd, MAP_SIZE, &m.handle));
	T_EQ(m.handle, old);
	arg = map_whole(&m, DRM_QDA_MAP_ATTR);
	T_ERR(raw_map(m.remote.fd, &arg), -EEXIST);
	map_put(&m, map_get(&m, DRM_QDA_MAP_LEGACY));
	map_put(&m, first);
	map_put(&m, map_get(&m, DRM_QDA_MAP_ATTR));
}

/* Situation: two buffers are to be mapped under one tag of the program's; then
 * one under a tag as pages for the PD, which have none.
 * Expectation: the second is EEXIST, and works once the first is unmapped; the last
 * is EINVAL.
 */
T_CASE(map_tag, "tag")
{
	struct drm_qda_map one, two, pages;
	struct map m = map_setup();

	one = two = map_whole(&m, DRM_QDA_MAP_ATTR);
	two.handle = raw_object(m.remote.fd, MAP_SIZE);
	one.tag = two.tag = 4711;
	T_OK(raw_map(m.remote.fd, &one));
	T_ERR(raw_map(m.remote.fd, &two), -EEXIST);
	map_put(&m, one.map);
	T_OK(raw_map(m.remote.fd, &two));
	map_put(&m, two.map);
	pages = map_whole(&m, DRM_QDA_MAP_LEGACY);
	pages.tag = 4711;
	T_ERR(raw_map(m.remote.fd, &pages), -EINVAL);
}

/* Situation: a mapped buffer is an argument of calls, before and after the unmap.
 * Expectation: the calls have nothing to do with the map.
 */
T_CASE(map_and_call, "and-call")
{
	struct map m = map_setup();
	__u32 map;

	map = map_get(&m, DRM_QDA_MAP_ATTR);
	buffer_write(&m.remote, 1, m.handle, 3, 50000);
	buffer_check(&m.remote, 1, m.handle, 3, 50000);
	T_EQ(watch_counter("mappings"), 1);
	map_put(&m, map);
	buffer_check(&m.remote, 1, m.handle, 3, 50000);
}

/* Situation: a session with 30 maps closes.
 * Expectation: the DSP has none of them, nothing is mapped.
 */
T_CASE(map_session_closes, "session-closes")
{
	long before = board_stat("maps");
	struct map m = map_setup();

	for (int i = 0; i < 30; i++)
		map_get(&m, i % 2 ? DRM_QDA_MAP_ATTR : DRM_QDA_MAP_LEGACY);
	T_EQ(board_stat("maps"), before + 30);
	T_OK(raw_session_close(m.remote.fd, m.remote.session));
	T_EQ(board_stat("maps"), before);
	T_EQ(watch_counter("mappings"), 0);
	T_EQ(watch_counter("objects"), 1);
}

/* Situation: a session unmaps what another session of the file has mapped.
 * Expectation: ENOENT; the map is still there.
 */
T_CASE(map_foreign, "foreign-session")
{
	struct remote other;
	struct map m = map_setup();
	__s32 result;
	__u32 map;

	other = remote_setup_on(m.remote.fd, "selftest");
	map = map_get(&m, DRM_QDA_MAP_ATTR);
	T_ERR(raw_munmap(m.remote.fd, other.session, map, &result), -ENOENT);
	map_put(&m, map);
}

/* Situation: an import is mapped; handle, dma-buf and memfd are closed.
 * Expectation: mapped until the unmap, as an object of our own.
 */
T_CASE(map_import, "import")
{
	int memfd = buffer_memfd(MAP_SIZE), dmabuf = buffer_udmabuf(memfd, 0, MAP_SIZE);
	struct map m;
	__u32 map;

	m.remote = remote_setup("selftest");
	T_OK(raw_prime_import(m.remote.fd, dmabuf, &m.handle));
	map = map_get(&m, DRM_QDA_MAP_ATTR);
	T_OK(raw_gem_close(m.remote.fd, m.handle));
	T_SYS(close(dmabuf));
	T_SYS(close(memfd));
	T_EQ(watch_counter("mappings"), 1);
	map_put(&m, map);
	T_EQ(watch_counter("mappings"), 0);
	T_EQ(watch_counter("objects"), 0);
}

/* Situation: flags that are not for programs: on a DSP they may name memory that is
 * not the session's.
 * Expectation: EINVAL; the DSP hears nothing of it.
 */
static void map_refused(const void *data)
{
	static const __u32 foreign[] = { 1, 4, 5, 6, 7, 8, 0x77, 0x2000, 0x3000, 0x10000 };
	const __u32 *request = data;
	struct map m = map_setup();
	long calls = board_stat("calls");
	struct drm_qda_map arg;

	for (size_t i = 0; i < T_ARRAY(foreign); i++) {
		arg = map_whole(&m, *request);
		arg.map_flags = foreign[i];
		T_ERR(raw_map(m.remote.fd, &arg), -EINVAL);
	}
	T_EQ(board_stat("calls"), calls);
	T_OK(raw_gem_close(m.remote.fd, m.handle));
	T_EQ(watch_counter("mappings"), 0);
	T_EQ(remote_count(&m.remote), 1);
}

static const struct t_case map_refused_cases[] = {
	{ .name = "refused-attr", .run_with = map_refused, .data = &map_attr },
	{ .name = "refused-legacy", .run_with = map_refused, .data = &map_legacy },
};
T_CASES(map_refused_cases);

/* Situation: the DSP says a map failed with a result like a Linux error number.
 * Expectation: EREMOTEIO with that result; nothing stays.
 */
T_CASE(map_wrong_result, "wrong-result")
{
	struct drm_qda_map arg;
	struct map m = map_setup();

	arg = map_whole(&m, DRM_QDA_MAP_ATTR);
	board_tell("lie wrong-result 1 %u", (unsigned int)-ENOENT);
	T_ERR(raw_map(m.remote.fd, &arg), -EREMOTEIO);
	T_EQ(arg.result, -ENOENT);
	T_OK(raw_gem_close(m.remote.fd, m.handle));
	T_EQ(watch_counter("mappings"), 0);
}

/* Situation: the DSP says an unmap failed.
 * Expectation: EREMOTEIO with its result; the memory stays until the session ends.
 */
T_CASE(map_unmap_refused, "unmap-refused")
{
	__s32 result = 0;
	struct map m = map_setup();
	__u32 map;

	map = map_get(&m, DRM_QDA_MAP_ATTR);
	board_tell("lie wrong-result 1 55");
	T_ERR(raw_munmap(m.remote.fd, m.remote.session, map, &result), -EREMOTEIO);
	T_EQ(result, 55);
	T_OK(raw_gem_close(m.remote.fd, m.handle));
	T_EQ(watch_counter("mappings"), 1);
	T_OK(raw_session_close(m.remote.fd, m.remote.session));
	T_EQ(watch_counter("mappings"), 0);
}

/* Situation: the answer to a map never comes.
 * Expectation: ETIMEDOUT; the memory is the DSP's until the session ends.
 */
T_CASE(map_dropped, "no-answer", .seconds = 40)
{
	struct drm_qda_map arg;
	struct map m = map_setup();
	__s32 result;

	arg = map_whole(&m, DRM_QDA_MAP_ATTR);
	board_tell("lie drop");
	T_ERR(raw_map(m.remote.fd, &arg), -ETIMEDOUT);
	T_OK(raw_gem_close(m.remote.fd, m.handle));
	T_EQ(watch_counter("mappings"), 1);
	T_CHECK(raw_munmap(m.remote.fd, m.remote.session, arg.map, &result) < 0);
	T_EQ(remote_count(&m.remote), 1);
	T_EQ(watch_counter("mappings"), 1);
	T_OK(raw_session_close(m.remote.fd, m.remote.session));
	buffer_counter("mappings", 0);
	buffer_counter("objects", 0);
}

/* Situation: the answer to an unmap never comes.
 * Expectation: ETIMEDOUT; the memory stays until the session ends.
 */
T_CASE(map_unmap_dropped, "no-answer-to-unmap", .seconds = 40)
{
	struct map m = map_setup();
	__s32 result;
	__u32 map;

	map = map_get(&m, DRM_QDA_MAP_LEGACY);
	T_OK(raw_gem_close(m.remote.fd, m.handle));
	board_tell("lie drop");
	T_ERR(raw_munmap(m.remote.fd, m.remote.session, map, &result), -ETIMEDOUT);
	T_EQ(watch_counter("mappings"), 1);
	T_EQ(remote_count(&m.remote), 1);
	T_OK(raw_session_close(m.remote.fd, m.remote.session));
	buffer_counter("mappings", 0);
}

/**
 * struct map_thread - a thread that maps
 * @thread: the thread
 * @map: session and buffer
 * @ret: how its map call ended
 */
struct map_thread {
	pthread_t thread;
	const struct map *map;
	int ret;
};

static void *map_thread_once(void *data)
{
	struct map_thread *t = data;
	struct drm_qda_map arg = map_whole(t->map, DRM_QDA_MAP_ATTR);

	t->ret = raw_map(t->map->remote.fd, &arg);
	return NULL;
}

/* A map that the DSP has and does not answer. */
static void map_hang(struct map_thread *t, struct map *m)
{
	long calls;

	*m = map_setup();
	board_tell("lie hang 1");
	calls = board_stat("calls");
	t->map = m;
	T_OK(-pthread_create(&t->thread, NULL, map_thread_once, t));
	board_stat_reach("calls", calls + 1);
}

/* Situation: the session closes while a map waits for the DSP.
 * Expectation: ESHUTDOWN; nothing is mapped.
 */
T_CASE(map_close_in_map, "close-in-map")
{
	struct map_thread t;
	struct map m;

	map_hang(&t, &m);
	T_OK(raw_session_close(m.remote.fd, m.remote.session));
	T_OK(-pthread_join(t.thread, NULL));
	T_ERR(t.ret, -ESHUTDOWN);
	buffer_counter("mappings", 0);
}

/* Situation: the DSP crashes while a map waits for it.
 * Expectation: ECONNRESET; the DSP comes back.
 */
T_CASE(map_crash_in_map, "crash-in-map", .log = board_log_restart, .seconds = 60)
{
	struct map_thread t;
	struct map m;

	map_hang(&t, &m);
	board_tell("crash fatal");
	T_OK(-pthread_join(t.thread, NULL));
	T_ERR(t.ret, -ECONNRESET);
	T_SYS(close(m.remote.fd));
	m.remote = remote_setup_again("selftest");
	board_dsp_wait("running");
}

/* Situation: the process is killed while a map waits for the DSP.
 * Expectation: it ends at once; nothing is left.
 */
T_CASE(map_kill_in_map, "kill-in-map")
{
	__s64 before;
	pid_t pid;

	T_OK(pid = fork());
	if (!pid) {
		struct map_thread t;
		struct map m;

		map_hang(&t, &m);
		kill(getpid(), SIGKILL);
	}
	T_EQ(waitpid(pid, NULL, 0), pid);
	before = raw_deadline(0);
	buffer_counter("mappings", 0);
	buffer_counter("sessions", 0);
	T_CHECK(raw_deadline(0) - before < 5000000000ll * t_slowdown());
}

static void *map_thread_many(void *data)
{
	struct map_thread *t = data;
	__s32 result;

	t->ret = 0;
	for (int i = 0; i < 50 && !t->ret; i++) {
		struct drm_qda_map arg = map_whole(t->map, i % 2 ? DRM_QDA_MAP_ATTR :
								   DRM_QDA_MAP_LEGACY);

		t->ret = raw_map(t->map->remote.fd, &arg);
		if (!t->ret)
			t->ret = raw_munmap(t->map->remote.fd, t->map->remote.session, arg.map,
					    &result);
	}
	return NULL;
}

/* Situation: four threads map and unmap one buffer 50 times each.
 * Expectation: all of it works; the DSP has no map left.
 */
T_CASE(map_threads, "threads", .seconds = 60)
{
	long before = board_stat("maps");
	struct map_thread t[4];
	struct map m = map_setup();

	for (size_t i = 0; i < T_ARRAY(t); i++) {
		t[i].map = &m;
		T_OK(-pthread_create(&t[i].thread, NULL, map_thread_many, &t[i]));
	}
	for (size_t i = 0; i < T_ARRAY(t); i++) {
		T_OK(-pthread_join(t[i].thread, NULL));
		T_OK(t[i].ret);
	}
	T_EQ(board_stat("maps"), before);
	T_OK(raw_gem_close(m.remote.fd, m.handle));
	T_EQ(watch_counter("mappings"), 0);
}

/* Situation: the DSP stops and starts while a session has maps.
 * Expectation: ENODEV for the old file; the DSP has none of them afterwards.
 */
T_CASE(map_restart, "restart", .log = board_log_restart, .seconds = 60)
{
	struct map old, new;
	__s32 result;
	__u32 map;

	old = map_setup();
	map = map_get(&old, DRM_QDA_MAP_ATTR);
	map_get(&old, DRM_QDA_MAP_LEGACY);
	T_OK(board_dsp_write("stop"));
	board_dsp_wait("offline");
	T_ERR(raw_munmap(old.remote.fd, old.remote.session, map, &result), -ENODEV);
	T_OK(board_dsp_write("start"));
	new.remote = remote_setup_again("selftest");
	T_EQ(board_stat("maps"), 0);
	T_OK(raw_gem_create(new.remote.fd, MAP_SIZE, &new.handle));
	map_put(&new, map_get(&new, DRM_QDA_MAP_ATTR));
	T_EQ(watch_counter("mappings"), 1);
	T_SYS(close(old.remote.fd));
	map_put(&new, map_get(&new, DRM_QDA_MAP_LEGACY));
}
