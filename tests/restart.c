// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The DSP stops, starts and crashes while it is in use.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tools/background.h"
#include "tools/board.h"
#include "tools/remote.h"
#include "tools/t.h"

/* A crash includes the DSP's way up again. */
#define RESTART_MS (60000 * (int)t_slowdown())

/* The DSP serves a new client from the beginning. */
static void restart_check(void)
{
	struct remote r = remote_setup_again("selftest");

	T_EQ(remote_count(&r), 1);
	T_SYS(close(r.fd));
	board_dsp_wait("running");
}

static void restart_stop(void)
{
	T_OK(board_dsp_write("stop"));
	board_dsp_wait("offline");
}

static void restart_start(void)
{
	T_OK(board_dsp_write("start"));
	restart_check();
}

/* A file of a DSP that has gone: every operation says so. */
static void restart_check_dead(const struct remote *r)
{
	struct drm_qda_query_device device;
	__u32 id;

	T_ERR(raw_query_device(r->fd, &device), -ENODEV);
	T_ERR(raw_gem_create(r->fd, 4096, &id), -ENODEV);
	T_ERR(raw_session_create(r->fd, DRM_QDA_SESSION_UNSIGNED, &id), -ENODEV);
	T_ERR(remote_noop(r), -ENODEV);
	T_ERR(raw_session_close(r->fd, r->session), -ENODEV);
}

/* Situation: the DSP is not in use when it stops.
 * Expectation: its node goes, and one comes when it starts again.
 */
T_CASE(restart_unused, "unused")
{
	restart_stop();
	T_ERR(raw_open_wait(200), -ETIMEDOUT);
	restart_start();
}

/* Situation: a file with a session is open and idle when the DSP stops and starts.
 * Expectation: ENODEV for ever in that file; a new file works.
 */
T_CASE(restart_idle, "idle")
{
	struct remote r = remote_setup("selftest");

	restart_stop();
	restart_check_dead(&r);
	restart_start();
	restart_check_dead(&r);
	T_SYS(close(r.fd));
	restart_check();
}

/* Situation: a call hangs when the DSP stops.
 * Expectation: ECONNRESET for it, then ENODEV.
 */
T_CASE(restart_hung, "call-in-flight")
{
	struct background hang;
	struct remote r = remote_setup("selftest");

	background_start(&hang, &r, 0);
	restart_stop();
	T_ERR(background_end(&hang), -ECONNRESET);
	restart_check_dead(&r);
	restart_start();
}

/* Situation: a call was given up, its answer will never come; the DSP stops.
 * Expectation: nothing is left of it.
 */
T_CASE(restart_abandoned, "abandoned-call")
{
	struct remote r = remote_setup("selftest");

	T_ERR(remote_hang(&r, raw_deadline(50)), -ETIMEDOUT);
	restart_stop();
	T_SYS(close(r.fd));
	restart_start();
}

/* Situation: a buffer is mapped by the process and by the DSP when it stops.
 * Expectation: the process keeps its memory, also after close and restart.
 */
T_CASE(restart_mapped, "mapped-buffer")
{
	const __u32 size = 1 << 20;
	uint64_t sum;
	struct drm_qda_arg args[2];
	struct remote r = remote_setup("selftest");
	__s32 result;
	__u32 handle = raw_object(r.fd, size);
	uint8_t *bytes = raw_mapped(r.fd, handle, size);

	remote_pattern_write(1, bytes, size / 2);
	args[0] = raw_gem(handle, 0, size / 2);
	args[1] = raw_inline(&sum, sizeof(sum));
	T_OK(remote_call(&r, SELF_CHECKSUM(1), args, &result));
	restart_stop();
	remote_pattern_check(1, bytes, size / 2);
	T_SYS(close(r.fd));
	restart_start();
	remote_pattern_check(1, bytes, size / 2);
	/* The second half was not touched before. */
	T_EQ(bytes[size - 1], 0);
}

/* Situation: the DSP crashes in the way named while it is not in use.
 * Expectation: it comes back by itself.
 */
static void restart_crash_unused(const void *data)
{
	const char *kind = data;
	int fd = raw_node();

	T_SYS(close(fd));
	board_tell("crash %s", kind);
	T_STEP("the node goes");
	for (int ms = 0; (fd = raw_open()) >= 0; ms += 5) {
		close(fd);
		if (ms > RESTART_MS)
			t_fail("it stays");
		t_sleep_ms(5);
	}
	restart_check();
}

static const struct t_case restart_crash_unused_cases[] = {
	{ .name = "fatal-unused", .run_with = restart_crash_unused, .data = "fatal" },
	{ .name = "watchdog-unused", .run_with = restart_crash_unused, .data = "watchdog" },
};
T_CASES(restart_crash_unused_cases);

/* Situation: the DSP crashes in the way named while calls hang in two sessions.
 * Expectation: ECONNRESET for all, then ENODEV; the DSP comes back by itself.
 */
static void restart_crash(const void *data)
{
	const char *kind = data;
	struct background hang[4];
	struct remote b = remote_setup("selftest");
	struct remote a = remote_setup("selftest");

	for (size_t i = 0; i < T_ARRAY(hang); i++)
		background_start(&hang[i], i % 2 ? &a : &b, 0);
	board_tell("crash %s", kind);
	for (size_t i = 0; i < T_ARRAY(hang); i++)
		T_ERR(background_end(&hang[i]), -ECONNRESET);
	restart_check();
	restart_check_dead(&a);
	restart_check_dead(&b);
}

static const struct t_case restart_crash_cases[] = {
	{ .name = "fatal-calls-in-flight", .run_with = restart_crash, .data = "fatal" },
	{ .name = "watchdog-calls-in-flight", .run_with = restart_crash, .data = "watchdog" },
};
T_CASES(restart_crash_cases);

struct restart_load {
	pthread_t thread;
	int ret;
};

/* Opens sessions and calls until the DSP goes. */
static void *restart_load_thread(void *data)
{
	struct restart_load *load = data;
	struct remote r = { .fd = raw_open() };
	__s32 result;

	load->ret = r.fd;
	while (load->ret >= 0) {
		load->ret = raw_session_create(r.fd, DRM_QDA_SESSION_UNSIGNED, &r.session);
		for (int i = 0; i < 20 && !load->ret; i++)
			load->ret = raw_invoke(r.fd, r.session, 0x1000, ECHO_NOOP, NULL, &result);
		if (!load->ret)
			load->ret = raw_session_close(r.fd, r.session);
	}
	if (r.fd >= 0)
		close(r.fd);
	return NULL;
}

/* Situation: the DSP crashes while three clients open sessions and call.
 * Expectation: each ends with ECONNRESET or ENODEV; five times in a row.
 */
T_CASE(restart_crash_load, "crash-under-load", .seconds = 90)
{
	struct restart_load load[3];

	for (int round = 0; round < 5; round++) {
		for (size_t i = 0; i < T_ARRAY(load); i++)
			T_OK(-pthread_create(&load[i].thread, NULL, restart_load_thread, &load[i]));
		t_sleep_ms(100 + 37 * round);
		board_tell("crash %s", round % 2 ? "watchdog" : "fatal");
		for (size_t i = 0; i < T_ARRAY(load); i++) {
			T_OK(-pthread_join(load[i].thread, NULL));
			if (load[i].ret != -ENODEV)
				T_ERR(load[i].ret, -ECONNRESET);
		}
		restart_check();
	}
}

/* Situation: the DSP stops and starts five times with a call in flight each time.
 * Expectation: each time as the first.
 */
T_CASE(restart_often, "often", .seconds = 90)
{
	for (int i = 0; i < 5; i++) {
		struct background hang;
		struct remote r;

		r = remote_setup("selftest");
		background_start(&hang, &r, 0);
		restart_stop();
		T_ERR(background_end(&hang), -ECONNRESET);
		T_SYS(close(r.fd));
		restart_start();
	}
}

/* Situation: the virtual DSP's process dies with a call in flight.
 * Expectation: ECONNRESET; when the process is back so is the DSP.
 */
T_CASE(restart_die, "die", .seconds = 60)
{
	struct background hang;
	struct remote r = remote_setup("selftest");

	background_start(&hang, &r, 0);
	T_STEP("die");
	T_OK(board_ask("die", NULL, 0));
	T_ERR(background_end(&hang), -ECONNRESET);
	T_SYS(close(r.fd));
	restart_check();
}

/* Situation: the board has a second DSP, with a call in flight, when the first
 * crashes.
 * Expectation: the call on the second and its session live on.
 */
T_CASE(restart_other, "other-dsp-crashes")
{
	struct background hang;
	struct remote other;

	other.fd = raw_open_domain("adsp");
	if (other.fd < 0)
		t_skip("the board has no adsp");
	T_OK(raw_session_create(other.fd, 0, &other.session));
	T_EQ(remote_open(other.fd, other.session, "selftest", &other.handle), 0);
	background_start(&hang, &other, 0);
	board_tell("crash fatal cdsp");
	restart_check();
	T_EQ(board_stat("held"), 1);
	T_EQ(remote_count(&other), 1);
	T_OK(raw_session_close(other.fd, other.session));
	T_ERR(background_end(&hang), -ESHUTDOWN);
}

struct t_program t_program = { .log = board_log_restart };

/**
 * struct restart_stuck - a call whose arguments are in memory that does not come
 * @remote: module
 * @page: what nobody puts there
 * @ret: how the call ended
 */
struct restart_stuck {
	const struct remote *remote;
	void *page;
	int ret;
};

static void *restart_stuck_call(void *data)
{
	struct restart_stuck *stuck = data;
	struct drm_qda_invoke arg = {
		.args = {
			.stride = sizeof(struct drm_qda_arg),
			.count = 1,
			.pointer = (uintptr_t)stuck->page,
		},
		.session = stuck->remote->session,
		.handle = stuck->remote->handle,
		.scalars = SELF_SLEEP,
	};

	stuck->ret = raw_ioctl(stuck->remote->fd, DRM_IOCTL_QDA_INVOKE, &arg);
	return NULL;
}

/* Memory whose first touch waits until restart_page_serve(). */
static int restart_page(void **page)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	int fd;

	T_SYS(fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC));
	T_SYS(ioctl(fd, UFFDIO_API, &api));
	*page = mmap(NULL, t_page(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	T_CHECK(*page != MAP_FAILED);
	range.range.start = (uintptr_t)*page;
	range.range.len = t_page();
	T_SYS(ioctl(fd, UFFDIO_REGISTER, &range));
	return fd;
}

static void restart_page_serve(int fd, void *page)
{
	struct uffdio_zeropage zero = { .range = { (uintptr_t)page, t_page() } };

	T_SYS(ioctl(fd, UFFDIO_ZEROPAGE, &zero));
}

/* Situation: the arguments of a call lie in user memory whose pages do not come, and
 * the DSP stops, starts, and serves another program.
 * Expectation: nothing waits for that call; when its page comes it finds its session
 * gone.
 */
T_CASE(restart_stuck_page, "stuck-page")
{
	struct remote r = remote_setup("selftest");
	struct restart_stuck stuck = { .remote = &r };
	struct uffd_msg fault;
	pthread_t thread;
	int fd;

	fd = restart_page(&stuck.page);
	T_OK(-pthread_create(&thread, NULL, restart_stuck_call, &stuck));
	T_EQ(read(fd, &fault, sizeof(fault)), sizeof(fault));
	T_EQ(fault.event, UFFD_EVENT_PAGEFAULT);
	restart_stop();
	restart_start();
	restart_page_serve(fd, stuck.page);
	T_OK(-pthread_join(thread, NULL));
	T_ERR(stuck.ret, -ECONNRESET);
	restart_check_dead(&r);
	T_SYS(close(r.fd));
	T_SYS(close(fd));
}
