// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Calls that are submitted and not waited for: their order, their fences, how they
 * end when they do not end well.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/background.h"
#include "tools/board.h"
#include "tools/buffer.h"
#include "tools/submit.h"
#include "tools/t.h"
#include "tools/watch.h"

/* Situation: calls of a counter, 1 to 64 of them, submitted at once to one queue.
 * Expectation: they run in order, each has its result, the fence is good.
 */
T_CASE(submit_batch, "batch")
{
	__u32 sync, first = 1;
	struct submit s;

	submit_init(&s);
	sync = submit_syncobj(s.remote.fd);
	for (unsigned int n = 1; n <= SUBMIT_CALLS; n = n * 2 + 1) {
		s.arg.calls.count = 0;
		for (unsigned int i = 0; i < n; i++)
			submit_add(&s, SELF_COUNT, 0);
		T_OK(submit_go(&s, 0, sync));
		submit_wait(&s, sync);
		T_EQ(submit_fence(s.remote.fd, sync), 0);
		for (unsigned int i = 0; i < n; i++) {
			submit_check(&s, i, 0, 0);
			T_EQ(*submit_word(&s, i), first++);
		}
	}
	T_EQ(remote_count(&s.remote), first);
}

/* Situation: 2000 calls, 8 in flight, each submission waited for when it is its turn.
 * Expectation: the counter of the DSP says that each ran once, in order.
 */
T_CASE(submit_depth, "depth", .seconds = 60)
{
	__u32 sync[8], next = 1;
	struct submit s[8];
	struct remote r = remote_setup("selftest");

	for (int i = 0; i < 8; i++) {
		submit_init_on(&s[i], &r);
		submit_add(&s[i], SELF_COUNT, 0);
		sync[i] = submit_syncobj(r.fd);
	}
	for (unsigned int n = 0; n < 2008; n++) {
		unsigned int i = n % 8;

		if (n >= 8) {
			submit_wait(&s[i], sync[i]);
			submit_check(&s[i], 0, 0, 0);
			T_EQ(*submit_word(&s[i], 0), next++);
		}
		if (n >= 2000)
			continue;
		s[i].arg.timeout_ns = raw_deadline(RAW_CALL_MS);
		T_OK(submit_go(&s[i], 0, sync[i]));
	}
}

/* Situation: a submission waits for the fence of another one, of another queue.
 * Expectation: it is not sent before; a third queue does not wait.
 */
T_CASE(submit_dependency, "dependency")
{
	struct submit sleeps, waits, free;
	__u32 slept, counted, other;

	submit_init(&sleeps);
	submit_init_on(&waits, &sleeps.remote);
	submit_init_on(&free, &sleeps.remote);
	slept = submit_syncobj(sleeps.remote.fd);
	counted = submit_syncobj(sleeps.remote.fd);
	other = submit_syncobj(sleeps.remote.fd);
	submit_add(&sleeps, SELF_SLEEP, 1000 * t_slowdown());
	T_OK(submit_go(&sleeps, 0, slept));
	waits.arg.queue = 1;
	submit_add(&waits, SELF_COUNT, 0);
	T_OK(submit_go(&waits, slept, counted));
	free.arg.queue = 2;
	submit_add(&free, SELF_COUNT, 0);
	T_OK(submit_go(&free, 0, other));

	submit_wait(&free, other);
	T_EQ(*submit_word(&free, 0), 1);
	if (waits.results[0].error != -EINPROGRESS)	/* the sleep was over before */
		submit_check(&sleeps, 0, 0, 0);
	submit_wait(&waits, counted);
	submit_check(&sleeps, 0, 0, 0);
	T_EQ(*submit_word(&waits, 0), 2);
}

/* Situation: a submission that waits for another queue, and one behind it in its own.
 * Expectation: the one behind does not overtake it.
 */
T_CASE(submit_order, "order")
{
	struct submit sleeps, first, second;
	__u32 slept, done;

	submit_init(&sleeps);
	submit_init_on(&first, &sleeps.remote);
	submit_init_on(&second, &sleeps.remote);
	slept = submit_syncobj(sleeps.remote.fd);
	done = submit_syncobj(sleeps.remote.fd);
	submit_add(&sleeps, SELF_SLEEP, 200 * t_slowdown());
	T_OK(submit_go(&sleeps, 0, slept));
	first.arg.queue = second.arg.queue = 7;
	submit_add(&first, SELF_COUNT, 0);
	submit_add(&second, SELF_COUNT, 0);
	T_OK(submit_go(&first, slept, 0));
	T_OK(submit_go(&second, 0, done));
	submit_wait(&second, done);
	T_EQ(*submit_word(&first, 0), 1);
	T_EQ(*submit_word(&second, 0), 2);
}

/* Situation: points of a timeline: the second submission waits for point 1, sets 2.
 * Expectation: both come.
 */
T_CASE(submit_timeline, "timeline")
{
	struct drm_qda_sync in = { .point = 1 }, out = { .point = 1 };
	struct drm_syncobj_timeline_wait wait = { .count_handles = 1 };
	__u64 points[1] = { 2 };
	struct submit s;

	submit_init(&s);
	in.handle = out.handle = submit_syncobj(s.remote.fd);
	submit_add(&s, SELF_COUNT, 0);
	s.arg.out_syncs = (struct drm_qda_array){ sizeof(out), 1, (uintptr_t)&out };
	T_OK(raw_ioctl(s.remote.fd, DRM_IOCTL_QDA_SUBMIT, &s.arg));
	out.point = 2;
	s.arg.in_syncs = (struct drm_qda_array){ sizeof(in), 1, (uintptr_t)&in };
	T_OK(raw_ioctl(s.remote.fd, DRM_IOCTL_QDA_SUBMIT, &s.arg));
	wait.handles = (uintptr_t)&out.handle;
	wait.points = (uintptr_t)points;
	wait.timeout_nsec = raw_deadline(RAW_CALL_MS);
	T_OK(raw_ioctl(s.remote.fd, DRM_IOCTL_SYNCOBJ_TIMELINE_WAIT, &wait));
	T_EQ(*submit_word(&s, 0), 2);
}

/* Situation: the second of three methods fails.
 * Expectation: its result says so, the others are good, the fence has EIO.
 */
T_CASE(submit_method_fails, "method-fails")
{
	struct submit s;
	__u32 sync;

	submit_init(&s);
	sync = submit_syncobj(s.remote.fd);
	submit_add(&s, SELF_COUNT, 0);
	submit_add(&s, SELF_FAIL, 4711);
	submit_add(&s, SELF_COUNT, 0);
	T_OK(submit_go(&s, 0, sync));
	submit_wait(&s, sync);
	T_EQ(submit_fence(s.remote.fd, sync), -EIO);
	submit_check(&s, 0, 0, 0);
	submit_check(&s, 1, 0, 4711);
	submit_check(&s, 2, 0, 0);
	T_EQ(*submit_word(&s, 2), 2);
}

/* Situation: the time of two calls is over, one hangs in the DSP, one waits for a fence.
 * Expectation: ETIME for both, in time; the session goes on.
 */
T_CASE(submit_timeout, "timeout")
{
	struct submit hangs, waits;
	__u32 hung, waited;

	submit_init(&hangs);
	submit_init_on(&waits, &hangs.remote);
	hung = submit_syncobj(hangs.remote.fd);
	waited = submit_syncobj(hangs.remote.fd);
	submit_add(&hangs, SELF_HANG, 0);
	hangs.arg.timeout_ns = raw_deadline(2000 * t_slowdown());
	T_OK(submit_go(&hangs, 0, hung));
	submit_add(&waits, SELF_COUNT, 0);
	waits.arg.queue = 1;
	waits.arg.timeout_ns = raw_deadline(100);
	T_OK(submit_go(&waits, hung, waited));
	submit_wait(&waits, waited);
	T_EQ(submit_fence(hangs.remote.fd, waited), -ETIME);
	submit_check(&waits, 0, -ETIME, 0);
	submit_wait(&hangs, hung);
	T_EQ(submit_fence(hangs.remote.fd, hung), -ETIME);
	submit_check(&hangs, 0, -ETIME, 0);
	T_EQ(remote_count(&hangs.remote), 1);
}

/* What ends the calls of a session. */
static void submit_close(struct submit *s)
{
	T_OK(raw_session_close(s->remote.fd, s->remote.session));
}

static void submit_stop(struct submit *s)
{
	(void)s;
	T_OK(board_dsp_write("stop"));
	board_dsp_wait("offline");
}

static void submit_pd_dies(struct submit *s)
{
	__s32 result;

	board_tell("lie pd-exception");
	T_ERR(raw_invoke(s->remote.fd, s->remote.session, s->remote.handle, SELF_SLEEP,
			 (struct drm_qda_arg[]){ raw_inline(&(__u32){ 1 }, 4) }, &result),
	      -ECONNABORTED);
}

/**
 * struct submit_end - an end, and what calls get
 * @end: brings it about
 * @error: for fence and results
 */
struct submit_end {
	void (*end)(struct submit *s);
	int error;
};

/* Situation: a call hangs in the DSP and one behind it waits for a fence, when the
 * session ends in the way named.
 * Expectation: both end with the error named; nothing is left.
 */
static void submit_ends(const void *data)
{
	const struct submit_end *end = data;
	struct submit hangs, waits;
	__u32 hung, waited;

	submit_init(&hangs);
	submit_init_on(&waits, &hangs.remote);
	hung = submit_syncobj(hangs.remote.fd);
	waited = submit_syncobj(hangs.remote.fd);
	submit_add(&hangs, SELF_HANG, 0);
	T_OK(submit_go(&hangs, 0, hung));
	waits.arg.queue = 1;
	submit_add(&waits, SELF_COUNT, 0);
	T_OK(submit_go(&waits, hung, waited));
	end->end(&hangs);
	submit_await(&hangs, 0, end->error);
	submit_await(&waits, 0, end->error);
	if (end->end == submit_stop) {
		T_OK(board_dsp_write("start"));
		board_dsp_wait("running");
		/* Its node comes a while later, and says so in the log. */
		T_SYS(close(remote_setup_again("selftest").fd));
		return;
	}
	submit_wait(&hangs, hung);
	submit_wait(&waits, waited);
	T_EQ(submit_fence(hangs.remote.fd, hung), end->error);
	T_EQ(submit_fence(hangs.remote.fd, waited), end->error);
}

static const struct t_case submit_end_cases[] = {
	{ .name = "close", .run_with = submit_ends,
	  .data = &(const struct submit_end){ submit_close, -ECANCELED } },
	{ .name = "pd-dies", .run_with = submit_ends, .log = board_log_restart,
	  .data = &(const struct submit_end){ submit_pd_dies, -ECONNABORTED } },
	{ .name = "stop", .run_with = submit_ends, .log = board_log_restart, .seconds = 60,
	  .data = &(const struct submit_end){ submit_stop, -ECONNRESET } },
};
T_CASES(submit_end_cases);

/* Situation: as many calls hang as a session may have; one more is submitted.
 * Expectation: it waits for room until its time is over; nothing of it was sent.
 */
T_CASE(submit_room, "room")
{
	struct submit full, more;
	long calls;

	submit_init(&full);
	submit_init_on(&more, &full.remote);
	calls = board_stat("calls");
	for (unsigned int i = 0; i < SUBMIT_CALLS; i++)
		submit_add(&full, SELF_HANG, 0);
	T_OK(submit_go(&full, 0, 0));
	calls += SUBMIT_CALLS;
	board_stat_reach("calls", calls);
	submit_add(&more, SELF_COUNT, 0);
	more.arg.queue = 1;
	more.arg.timeout_ns = raw_deadline(100);
	T_ERR(submit_go(&more, 0, 0), -ETIMEDOUT);
	T_EQ(board_stat("calls"), calls);
	submit_check(&more, 0, 0, 0);
	T_OK(raw_session_close(full.remote.fd, full.remote.session));
}

/* Situation: the same, and the program says no time.
 * Expectation: the ten seconds of a job without a time count from the start, too.
 */
T_CASE(submit_room_default, "room-default", .seconds = 60)
{
	struct submit full, more;

	submit_init(&full);
	submit_init_on(&more, &full.remote);
	for (unsigned int i = 0; i < SUBMIT_CALLS; i++)
		submit_add(&full, SELF_HANG, 0);
	full.arg.timeout_ns = raw_deadline(40000);
	T_OK(submit_go(&full, 0, 0));
	submit_add(&more, SELF_COUNT, 0);
	more.arg.queue = 1;
	more.arg.timeout_ns = 0;
	T_ERR(submit_go(&more, 0, 0), -ETIMEDOUT);
	T_OK(raw_session_close(full.remote.fd, full.remote.session));
}

static void submit_forever(const struct remote *r)
{
	struct submit s;

	submit_init_on(&s, r);
	for (int i = 0; i < 10; i++)
		submit_add(&s, i % 2 ? SELF_HANG : SELF_COUNT, 0);
	T_OK(submit_go(&s, 0, submit_syncobj(r->fd)));
}

/* Situation: a process is killed that has submitted calls, some of which hang.
 * Expectation: nothing is left of it.
 */
T_CASE(submit_killed, "killed")
{
	pid_t pid = background_process(submit_forever);

	background_kill(pid);
	T_CHECK(watch_counters_zero(10000));
}

/* Situation: the object of a call is closed while the call goes on, and nobody submits
 * again.
 * Expectation: its memory goes when the call is over.
 */
T_CASE(submit_close_object, "close-object")
{
	struct drm_qda_arg arg;
	struct submit s;
	__u32 sync, own;
	__u32 *ms;

	submit_init(&s);
	T_OK(raw_gem_create(s.remote.fd, 4096, &own));
	T_CHECK((ms = raw_gem_map(s.remote.fd, own, 4096)));
	*ms = 1000 * t_slowdown();
	T_SYS(munmap(ms, 4096));
	sync = submit_syncobj(s.remote.fd);
	submit_add(&s, SELF_SLEEP, 0);
	arg = raw_gem(own, 0, 4);
	s.calls[0].args.pointer = (uintptr_t)&arg;
	T_OK(submit_go(&s, 0, sync));
	T_OK(raw_gem_close(s.remote.fd, own));
	T_EQ(watch_counter("objects"), 2);
	submit_wait(&s, sync);
	buffer_counter("objects", 1);
}

/* Situation: DRM_QDA_SUBMIT_IMPLICIT, and an object that is a dma-buf as well.
 * Expectation: who asks the dma-buf is told that it is being written, until the end.
 */
T_CASE(submit_implicit, "implicit")
{
	struct pollfd look = { .events = POLLIN };
	struct submit s;
	__u32 sync;

	submit_init(&s);
	sync = submit_syncobj(s.remote.fd);
	T_OK(raw_prime_export(s.remote.fd, s.object, &look.fd));
	T_EQ(poll(&look, 1, 0), 1);
	submit_add(&s, SELF_SLEEP, 300 * t_slowdown());
	submit_add(&s, SELF_COUNT, 0);
	s.arg.flags = DRM_QDA_SUBMIT_IMPLICIT;
	T_OK(submit_go(&s, 0, sync));
	T_EQ(poll(&look, 1, 0), 0);
	T_EQ(poll(&look, 1, RAW_CALL_MS), 1);
	submit_check(&s, 1, 0, 0);
	submit_wait(&s, sync);
	T_SYS(close(look.fd));
}

/* Whether who wants to read (POLLIN) or to write (POLLOUT) the memory need not wait. */
static int submit_poll(int dmabuf, short events)
{
	struct pollfd look = { .fd = dmabuf, .events = events };

	return poll(&look, 1, 0);
}

/* Situation: DRM_QDA_SUBMIT_IMPLICIT; one object is an input only, one an output only.
 * Expectation: others may read the first meanwhile, and not the second.
 */
T_CASE(submit_implicit_usage, "implicit-usage")
{
	__u32 sync, input, output, *ms;
	int in, out;
	struct submit s;

	submit_init(&s);
	sync = submit_syncobj(s.remote.fd);
	submit_add(&s, SELF_SLEEP, 0);
	submit_add(&s, SELF_COUNT, 0);
	input = raw_object(s.remote.fd, 4096);
	output = raw_object(s.remote.fd, 4096);
	T_CHECK((ms = raw_gem_map(s.remote.fd, input, 4096)));
	*ms = 300 * t_slowdown();
	T_SYS(munmap(ms, 4096));
	s.args[0] = raw_gem(input, 0, 4);
	s.args[1] = raw_gem(output, 0, 4);
	T_OK(raw_prime_export(s.remote.fd, input, &in));
	T_OK(raw_prime_export(s.remote.fd, output, &out));
	s.arg.flags = DRM_QDA_SUBMIT_IMPLICIT;
	T_OK(submit_go(&s, 0, sync));
	T_EQ(submit_poll(in, POLLOUT), 0);
	T_EQ(submit_poll(in, POLLIN), 1);
	T_EQ(submit_poll(out, POLLIN), 0);
	submit_wait(&s, sync);
	T_EQ(submit_poll(in, POLLOUT), 1);
	T_EQ(submit_poll(out, POLLIN), 1);
	T_SYS(close(in));
	T_SYS(close(out));
}

/**
 * struct submit_wrong - one thing that is wrong
 * @make: makes it
 * @error: what comes
 */
struct submit_wrong {
	void (*make)(struct submit *s);
	int error;
};

static void submit_wrong_flags(struct submit *s) { s->arg.flags = 2; }
static void submit_wrong_queue(struct submit *s) { s->arg.queue = DRM_QDA_QUEUES; }
static void submit_wrong_time(struct submit *s) { s->arg.timeout_ns = -1; }
static void submit_wrong_session(struct submit *s) { s->arg.session = 4711; }
static void submit_wrong_object(struct submit *s) { s->arg.results = 4711; }
static void submit_wrong_place(struct submit *s) { s->arg.results_offset = SUBMIT_SIZE; }
static void submit_wrong_align(struct submit *s) { s->arg.results_offset = 4; }
static void submit_wrong_none(struct submit *s) { s->arg.calls.count = 0; }
static void submit_wrong_many(struct submit *s) { s->arg.calls.count = SUBMIT_CALLS + 1; }
static void submit_wrong_stride(struct submit *s) { s->arg.calls.stride = 16; }
/* Where a call is longer than it is known to be there are zeroes: it is the size alone. */
static void submit_wrong_large(struct submit *s)
{
	static char calls[2 * 8192];

	memcpy(calls, &s->calls[0], sizeof(s->calls[0]));
	memcpy(calls + 8192, &s->calls[1], sizeof(s->calls[1]));
	s->arg.calls.pointer = (uintptr_t)calls;
	s->arg.calls.stride = 8192;
}

static void submit_wrong_pointer(struct submit *s) { s->arg.calls.pointer = 0x10; }
static void submit_wrong_handle(struct submit *s) { s->calls[1].handle = 1; }
static void submit_wrong_scalars(struct submit *s) { s->calls[1].scalars = SELF_HANG; }
static void submit_wrong_gem(struct submit *s) { s->args[1].handle = 4711; }
static void submit_wrong_range(struct submit *s) { s->args[1].offset = SUBMIT_SIZE; }

#define SUBMIT_WRONG(title, what, want)						\
	{ .name = "wrong-" title, .run_with = submit_wrong,			\
	  .data = &(const struct submit_wrong){ submit_wrong_##what, -(want) } }

/* Situation: two calls, right in everything but the thing named.
 * Expectation: the error named; neither was sent, and what is right works after it.
 */
static void submit_wrong(const void *data)
{
	const struct submit_wrong *wrong = data;
	struct submit good, bad;
	__u32 sync;

	submit_init(&good);
	submit_add(&good, SELF_COUNT, 0);
	submit_add(&good, SELF_COUNT, 0);
	bad = good;
	for (unsigned int i = 0; i < 2; i++)
		bad.calls[i].args.pointer = (uintptr_t)&bad.args[i];
	bad.arg.calls.pointer = (uintptr_t)bad.calls;
	wrong->make(&bad);
	sync = submit_syncobj(good.remote.fd);
	T_ERR(submit_go(&bad, 0, sync), wrong->error);
	/* No fence has come into it. */
	T_ERR(submit_wait_ms(good.remote.fd, sync, 0), -EINVAL);
	T_OK(submit_go(&good, 0, sync));
	submit_wait(&good, sync);
	T_EQ(*submit_word(&good, 0), 1);
	T_EQ(*submit_word(&good, 1), 2);
}

static const struct t_case submit_wrong_cases[] = {
	SUBMIT_WRONG("flags", flags, EINVAL), SUBMIT_WRONG("queue", queue, EINVAL),
	SUBMIT_WRONG("timeout", time, EINVAL), SUBMIT_WRONG("session", session, ENOENT),
	SUBMIT_WRONG("results", object, ENOENT), SUBMIT_WRONG("results-place", place, EINVAL),
	SUBMIT_WRONG("results-odd", align, EINVAL), SUBMIT_WRONG("no-call", none, EINVAL),
	SUBMIT_WRONG("many-calls", many, E2BIG), SUBMIT_WRONG("stride", stride, EINVAL),
	SUBMIT_WRONG("large-stride", large, E2BIG), SUBMIT_WRONG("pointer", pointer, EFAULT),
	SUBMIT_WRONG("object-1", handle, EPERM), SUBMIT_WRONG("scalars", scalars, EINVAL),
	SUBMIT_WRONG("gem", gem, ENOENT), SUBMIT_WRONG("range", range, EINVAL),
};
T_CASES(submit_wrong_cases);

/* Situation: syncobjs that are unknown, have no fence, or a pad.
 * Expectation: ENOENT, EINVAL, EINVAL.
 */
T_CASE(submit_wrong_syncs, "wrong-syncobjs")
{
	struct drm_qda_sync sync = { .handle = 4711 };
	struct submit s;

	submit_init(&s);
	submit_add(&s, SELF_COUNT, 0);
	T_ERR(submit_go(&s, 4711, 0), -ENOENT);
	T_ERR(submit_go(&s, 0, 4711), -ENOENT);
	T_ERR(submit_go(&s, submit_syncobj(s.remote.fd), 0), -EINVAL);
	sync.handle = submit_syncobj(s.remote.fd);
	sync.pad = 1;
	s.arg.out_syncs = (struct drm_qda_array){ sizeof(sync), 1, (uintptr_t)&sync };
	s.arg.in_syncs.count = 0;
	T_ERR(raw_ioctl(s.remote.fd, DRM_IOCTL_QDA_SUBMIT, &s.arg), -EINVAL);
	s.arg.out_syncs.count = DRM_QDA_SYNCS_MAX + 1;
	T_ERR(raw_ioctl(s.remote.fd, DRM_IOCTL_QDA_SUBMIT, &s.arg), -E2BIG);
	T_EQ(remote_count(&s.remote), 1);
}

/* Situation: the virtual DSP tells the lie named about one call of eight.
 * Expectation: every call ends, the others well; a result is never one of another call.
 */
static void submit_lie(const void *data)
{
	const char *lie = data;
	struct submit s;
	__u32 sync;
	int bad = 0;

	submit_init(&s);
	sync = submit_syncobj(s.remote.fd);
	for (int i = 0; i < 8; i++)
		submit_add(&s, SELF_COUNT, 0);
	s.arg.timeout_ns = raw_deadline(1500 * t_slowdown());
	board_tell("lie %s", lie);
	T_OK(submit_go(&s, 0, sync));
	submit_wait(&s, sync);
	for (unsigned int i = 0; i < 8; i++) {
		int error = __atomic_load_n(&s.results[i].error, __ATOMIC_ACQUIRE);

		if (error || s.results[i].result) {
			T_CHECK(!error || error == -ETIME || error == -EBADMSG);
			bad++;
			continue;
		}
		T_EQ(*submit_word(&s, i), i + 1);
	}
	T_CHECK(bad <= 1);
	T_EQ(!!submit_fence(s.remote.fd, sync), !!bad);
	board_honest();
	T_EQ(remote_count(&s.remote), 9);
}

static const struct t_case submit_lie_cases[] = {
	{ .name = "lie-drop", .run_with = submit_lie, .data = "drop" },
	{ .name = "lie-delay", .run_with = submit_lie, .data = "delay" },
	{ .name = "lie-duplicate", .run_with = submit_lie, .data = "duplicate" },
	{ .name = "lie-reorder", .run_with = submit_lie, .data = "reorder" },
	{ .name = "lie-wrong-sequence", .run_with = submit_lie, .data = "wrong-sequence" },
	{ .name = "lie-wrong-result", .run_with = submit_lie, .data = "wrong-result" },
	{ .name = "lie-wrong-length", .run_with = submit_lie, .data = "wrong-length" },
	{ .name = "lie-changed-descriptor", .run_with = submit_lie, .data = "changed-descriptor" },
	{ .name = "lie-forged-fds", .run_with = submit_lie, .data = "forged-fds" },
	{ .name = "lie-slow", .run_with = submit_lie, .data = "slow" },
	{ .name = "lie-wild-read", .run_with = submit_lie, .data = "wild-read",
	  .log = board_log_fault },
	{ .name = "lie-late-write", .run_with = submit_lie, .data = "late-write",
	  .log = board_log_fault },
};
T_CASES(submit_lie_cases);
