// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A PD dies before its session: the DSP says so, and ends the calls of the PD.
 */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tools/background.h"
#include "tools/board.h"
#include "tools/remote.h"
#include "tools/t.h"
#include "tools/watch.h"

/* Object of the PD itself, and its methods that end it. */
#define PD_SELF		4
#define PD_SELF_EXIT	DRM_QDA_SCALARS(2, 0, 0, 0, 0)
#define PD_SELF_EXCEPTION DRM_QDA_SCALARS(7, 0, 0, 0, 0)
/* What the DSP answers for a PD that has ended. */
#define PD_ENDED	((__s32)0x8000040d)

static int pd_noop(const struct remote *r, __s32 *result)
{
	return raw_invoke_until(r->fd, r->session, r->handle, ECHO_NOOP, NULL,
				raw_deadline(RAW_CALL_MS), result);
}

/* Every operation of a session whose PD has died says so, but its close. */
static void pd_check_dead(const struct remote *r, __u32 map)
{
	struct drm_qda_map arg = {
		.size = 4096, .session = r->session, .request = DRM_QDA_MAP_ATTR,
	};
	__s32 result;

	T_ERR(pd_noop(r, &result), -ECONNABORTED);
	T_ERR(remote_hang(r, raw_deadline(RAW_CALL_MS)), -ECONNABORTED);
	T_OK(raw_gem_create(r->fd, 4096, &arg.handle));
	T_ERR(raw_map(r->fd, &arg), -ECONNABORTED);
	if (map)
		T_ERR(raw_munmap(r->fd, r->session, map, &result), -ECONNABORTED);
}

/* Closing releases the client on the DSP, and frees its bank and memory. */
static void pd_check_close(const struct remote *r)
{
	long processes = board_stat("processes");
	__s64 before = raw_deadline(0);

	T_OK(raw_session_close(r->fd, r->session));
	T_CHECK(raw_deadline(0) - before < 2500000000LL * t_slowdown());
	T_EQ(board_stat("processes"), processes - 1);
	T_EQ(watch_counter("orphans"), 0);
}

/* Situation: a PD with two calls that hang, and a mapping, faults in a third call;
 * a second session of the file has a call in flight.
 * Expectation: ECONNABORTED for the first session's calls, those in flight and
 * later ones; the second goes on, and a third works.
 */
T_CASE(pd_exception, "exception")
{
	struct background hang[2], other;
	struct remote c;
	struct drm_qda_map map = { .size = 4096, .request = DRM_QDA_MAP_ATTR };
	__s32 result;
	struct remote a = remote_setup("selftest");
	struct remote b = remote_setup_on(a.fd, "selftest");

	map.session = a.session;
	T_OK(raw_gem_create(a.fd, 4096, &map.handle));
	T_OK(raw_map(a.fd, &map));
	for (size_t i = 0; i < T_ARRAY(hang); i++)
		background_start(&hang[i], &a, 0);
	background_start(&other, &b, 800);
	board_tell("lie pd-exception");
	T_ERR(pd_noop(&a, &result), -ECONNABORTED);
	for (size_t i = 0; i < T_ARRAY(hang); i++)
		T_ERR(background_end(&hang[i]), -ECONNABORTED);
	pd_check_dead(&a, map.map);
	T_OK(background_end(&other));
	T_EQ(remote_count(&b), 1);
	pd_check_close(&a);
	c = remote_setup_on(a.fd, "selftest");
	T_EQ(remote_count(&c), 1);
	T_EQ(remote_count(&b), 2);
}

/* Situation: a PD ends in the way that the notice's status says.
 * Expectation: as after a fault.
 */
static void pd_status(const void *data)
{
	struct remote r = remote_setup("selftest");
	__s32 result;

	board_tell("lie pd-exception 1 %u", *(const __u32 *)data);
	T_ERR(pd_noop(&r, &result), -ECONNABORTED);
	pd_check_dead(&r, 0);
	pd_check_close(&r);
}

static const __u32 pd_statuses[] = { 0, 1, 2, 3, 4, 5 };

static const struct t_case pd_status_cases[] = {
	{ .name = "status-exit", .run_with = pd_status, .data = &pd_statuses[1] },
	{ .name = "status-killed", .run_with = pd_status, .data = &pd_statuses[2] },
};
T_CASES(pd_status_cases);

/* Situation: a PD ends, and the notice says that it has started, or that the DSP
 * restarts, or something unknown.
 * Expectation: the DSP's answer to the call counts, as without a notice.
 */
static void pd_status_ignored(const void *data)
{
	struct remote r = remote_setup("selftest");
	__s32 result;

	board_tell("lie pd-exception 1 %u", *(const __u32 *)data);
	T_OK(pd_noop(&r, &result));
	T_EQ(result, PD_ENDED);
	T_OK(pd_noop(&r, &result));
	T_EQ(result, PD_ENDED);
	pd_check_close(&r);
}

static const struct t_case pd_status_ignored_cases[] = {
	{ .name = "status-up", .run_with = pd_status_ignored, .data = &pd_statuses[0] },
	{ .name = "status-restart", .run_with = pd_status_ignored, .data = &pd_statuses[4] },
	{ .name = "status-unknown", .run_with = pd_status_ignored, .data = &pd_statuses[5] },
};
T_CASES(pd_status_ignored_cases);

/* Situation: a PD ends itself while a call hangs in it.
 * Expectation: success for the call that ended it, ECONNABORTED for the other.
 */
T_CASE(pd_exit, "exit")
{
	struct background hang;
	struct remote r = remote_setup("selftest");
	__s32 result;

	background_start(&hang, &r, 0);
	T_OK(raw_invoke(r.fd, r.session, PD_SELF, PD_SELF_EXIT, NULL, &result));
	T_EQ(result, 0);
	T_ERR(background_end(&hang), -ECONNABORTED);
	pd_check_dead(&r, 0);
	pd_check_close(&r);
}

/* Situation: a program has its PD end as by a fault, while a call hangs in it.
 * Expectation: ECONNABORTED for both calls.
 */
T_CASE(pd_asked, "exception-on-request")
{
	struct background hang;
	struct remote r = remote_setup("selftest");
	__s32 result;

	background_start(&hang, &r, 0);
	T_ERR(raw_invoke(r.fd, r.session, PD_SELF, PD_SELF_EXCEPTION, NULL, &result),
	      -ECONNABORTED);
	T_ERR(background_end(&hang), -ECONNABORTED);
	pd_check_dead(&r, 0);
	pd_check_close(&r);
}

/* Situation: a PD faults whose caller has given up a call that hangs.
 * Expectation: the DSP's answer frees the slot; the harness sees that nothing stays.
 */
T_CASE(pd_abandoned, "abandoned-call")
{
	struct remote r = remote_setup("selftest");
	__s32 result;

	T_ERR(remote_hang(&r, raw_deadline(50)), -ETIMEDOUT);
	T_EQ(watch_counter("calls"), 1);
	board_tell("lie pd-exception");
	T_ERR(pd_noop(&r, &result), -ECONNABORTED);
	T_STEP("calls come to 0");
	for (int ms = 0; watch_counter("calls"); ms += 10) {
		if (ms > 5000 * (int)t_slowdown())
			t_fail("they do not");
		t_sleep_ms(10);
	}
}

/* Situation: the process with the session is killed after its PD has faulted.
 * Expectation: the harness sees that nothing stays.
 */
T_CASE(pd_killed, "killed")
{
	struct background hang[3];
	struct remote r = remote_setup("selftest");
	__s32 result;

	for (size_t i = 0; i < T_ARRAY(hang); i++)
		background_start(&hang[i], &r, 0);
	board_tell("lie pd-exception");
	T_ERR(pd_noop(&r, &result), -ECONNABORTED);
}

/* Situation: during a call in one session, a forged notice says that the PD of
 * the other has faulted.
 * Expectation: the other session ends, as if it were true, and can be closed.
 */
T_CASE(pd_forged, "forged")
{
	unsigned int clients[2];
	struct background hang;
	struct remote a = remote_setup("selftest");
	struct remote b = remote_setup_on(a.fd, "selftest");

	T_EQ(watch_clients(clients, 2), 2);
	background_start(&hang, &b, 0);
	board_tell("lie forged-notice 1 %u", clients[1]);
	T_EQ(remote_count(&a), 1);
	T_ERR(background_end(&hang), -ECONNABORTED);
	pd_check_dead(&b, 0);
	pd_check_close(&b);
	T_EQ(remote_count(&a), 2);
}

static long pd_strays(void)
{
	long sum = 0, value;
	glob_t found;

	T_EQ(glob("/sys/kernel/debug/accel/*/strays", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		FILE *file = fopen(found.gl_pathv[i], "re");

		T_CHECK(file && fscanf(file, "%ld", &value) == 1);
		fclose(file);
		sum += value;
	}
	globfree(&found);
	return sum;
}

/* Situation: notices about clients that do not exist.
 * Expectation: they are counted, and nothing else happens.
 */
T_CASE(pd_unknown, "unknown-client")
{
	static const __u32 clients[] = { 0, 0x7ffffff0, 0x7fffffff, 0x80000001, 0xffffffff };
	long strays = pd_strays();
	struct remote r = remote_setup("selftest");

	for (__u32 i = 0; i < T_ARRAY(clients); i++) {
		board_tell("lie forged-notice 1 %u", clients[i]);
		T_EQ(remote_count(&r), i + 1);
		T_EQ(pd_strays(), strays + i + 1);
	}
}

/* Situation: a notice about a session that has been closed comes when the next has
 * been opened.
 * Expectation: it is a stray; the session lives.
 */
T_CASE(pd_late, "late")
{
	long strays = pd_strays();
	unsigned int client;
	struct remote r = remote_setup("selftest");

	T_EQ(watch_clients(&client, 1), 1);
	T_OK(raw_session_close(r.fd, r.session));
	r = remote_setup_on(r.fd, "selftest");
	board_tell("lie forged-notice 1 %u", client);
	T_EQ(remote_count(&r), 1);
	T_EQ(remote_count(&r), 2);
	T_EQ(pd_strays(), strays + 1);
}
