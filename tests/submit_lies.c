// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Submitted calls and a DSP that lies in a way that concerns more than one of them.
 * What concerns one is in submit.c; what only polled calls know does not concern them.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/submit.h"
#include "tools/t.h"
#include "tools/watch.h"

/* More than GLINK waits for room, for one message and for one that was under way. */
#define SUBMIT_STARVED_MS (25000 * t_slowdown())

/* What the transport says when it gives up. */
static const char *const submit_log_starved[] = { "*glink-edge: intent request timed out", NULL };

/**
 * struct submit_lies - calls to a lying DSP
 * @s: they
 * @sync: of their fence
 * @good: how many have worked
 * @first_bad: the first that has not, or their number
 */
struct submit_lies {
	struct submit s;
	__u32 sync;
	unsigned int good, first_bad;
};

static void submit_lies_go(struct submit_lies *l, unsigned int count, const char *lie)
{
	submit_init(&l->s);
	l->sync = submit_syncobj(l->s.remote.fd);
	for (unsigned int i = 0; i < count; i++)
		submit_add(&l->s, SELF_COUNT, 0);
	l->s.arg.timeout_ns = raw_deadline(2000 * t_slowdown());
	board_tell("lie %s", lie);
	T_OK(submit_go(&l->s, 0, l->sync));
}

/* All are over: those that have worked have different words, the others @error or @other. */
static void submit_lies_look(struct submit_lies *l, int error, int other)
{
	unsigned int count = l->s.arg.calls.count;
	__u32 last = 0;

	l->good = 0;
	l->first_bad = count;
	for (unsigned int i = 0; i < count; i++) {
		int ended = __atomic_load_n(&l->s.results[i].error, __ATOMIC_ACQUIRE);

		if (ended) {
			if (ended != other)
				T_EQ(ended, error);
			if (l->first_bad == count)
				l->first_bad = i;
			continue;
		}
		T_CHECK(*submit_word(&l->s, i) > last);
		last = *submit_word(&l->s, i);
		l->good++;
	}
}

/* Situation: the DSP gives no room for messages any more when 64 calls are sent.
 * Expectation: the fence comes when the transport has given up once, not once for each
 * call; none is sent behind one that was not; later all is well.
 */
T_CASE(submit_lies_starve, "lie-starve-intents", .seconds = 90, .log = submit_log_starved)
{
	struct submit_lies l;
	__s64 begin = raw_deadline(0);

	submit_lies_go(&l, SUBMIT_CALLS, "starve-intents 100000");
	T_OK(submit_wait_ms(l.s.remote.fd, l.sync, SUBMIT_STARVED_MS));
	T_CHECK(raw_deadline(0) - begin < SUBMIT_STARVED_MS * 1000000ll);
	submit_lies_look(&l, -ECONNRESET, -ETIME);
	T_CHECK(l.good < SUBMIT_CALLS);
	T_EQ(l.good, l.first_bad);
	board_honest();
	T_CHECK(remote_count(&l.s.remote) > l.good);
}

/* Situation: the DSP never serves one of 8 calls.
 * Expectation: that one is given up, and whatever the DSP has behind it; the session goes
 * on and ends.
 */
T_CASE(submit_lies_hang, "lie-hang")
{
	struct submit_lies l;

	submit_lies_go(&l, 8, "hang");
	submit_wait(&l.s, l.sync);
	T_EQ(submit_fence(l.s.remote.fd, l.sync), -ETIME);
	submit_lies_look(&l, -ETIME, -ETIME);
	T_CHECK(l.good < 8);
	board_honest();
	T_CHECK(remote_count(&l.s.remote) > l.good);
	T_OK(raw_session_close(l.s.remote.fd, l.s.remote.session));
}

/* Situation: the PD faults when it gets the first of 8 calls.
 * Expectation: ECONNABORTED for those that have not ended; the session can be closed.
 */
T_CASE(submit_lies_pd, "lie-pd-exception", .log = board_log_restart)
{
	struct submit_lies l;

	submit_lies_go(&l, 8, "pd-exception");
	submit_wait(&l.s, l.sync);
	T_EQ(submit_fence(l.s.remote.fd, l.sync), -ECONNABORTED);
	submit_lies_look(&l, -ECONNABORTED, -ECONNABORTED);
	board_honest();
	T_OK(raw_session_close(l.s.remote.fd, l.s.remote.session));
}

/* Situation: during a call of another session, a forged notice says that the PD has
 * faulted in which calls hang.
 * Expectation: they end as if it were true; the other session goes on.
 */
T_CASE(submit_lies_notice, "lie-forged-notice")
{
	struct submit_lies l;
	unsigned int clients[2];
	struct remote other;

	submit_init(&l.s);
	other = remote_setup_on(l.s.remote.fd, "selftest");
	T_EQ(watch_clients(clients, 2), 2);
	l.sync = submit_syncobj(l.s.remote.fd);
	for (unsigned int i = 0; i < 4; i++)
		submit_add(&l.s, SELF_HANG, 0);
	T_OK(submit_go(&l.s, 0, l.sync));
	board_tell("lie forged-notice 1 %u", clients[0]);
	T_EQ(remote_count(&other), 1);
	submit_wait(&l.s, l.sync);
	T_EQ(submit_fence(l.s.remote.fd, l.sync), -ECONNABORTED);
	for (unsigned int i = 0; i < 4; i++)
		submit_check(&l.s, i, -ECONNABORTED, 0);
	T_OK(raw_session_close(l.s.remote.fd, l.s.remote.session));
	T_EQ(remote_count(&other), 2);
}

/* Situation: the virtual DSP itself dies when the calls come.
 * Expectation: ECONNRESET for those that have not ended; a new file works.
 */
T_CASE(submit_lies_die, "lie-die", .log = board_log_restart, .seconds = 60)
{
	struct submit_lies l;
	struct remote again;

	submit_init(&l.s);
	for (unsigned int i = 0; i < 8; i++)
		submit_add(&l.s, SELF_COUNT, 0);
	/* Longer than it takes until the DSP is known to be dead. */
	l.s.arg.timeout_ns = raw_deadline(40000 * t_slowdown());
	board_tell("lie die");
	T_OK(submit_go(&l.s, 0, 0));
	/* Those that could not be sent any more end before those that were. */
	for (unsigned int i = 0, ms = 0; i < 8 && ms < 30000 * t_slowdown();) {
		if (__atomic_load_n(&l.s.results[i].error, __ATOMIC_ACQUIRE) != -EINPROGRESS) {
			i++;
			continue;
		}
		t_sleep_ms(20);
		ms += 20;
	}
	submit_lies_look(&l, -ECONNRESET, -ECONNRESET);
	T_CHECK(l.good < 8);
	T_SYS(close(l.s.remote.fd));
	again = remote_setup_again("selftest");
	T_EQ(remote_count(&again), 1);
	board_dsp_wait("running");
}
