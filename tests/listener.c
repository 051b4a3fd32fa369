// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Calls of the DSP to the program, which a listener takes out of next2. They are
 * made by a method of module selftest.
 */
#include <errno.h>
#include <string.h>

#include "tools/board.h"
#include "tools/reverse.h"
#include "tools/t.h"

/* What the DSP answers when the program has no listener. */
#define LISTENER_ENOSUCH	((__s32)0x80000427)

/**
 * struct listener_question - a reverse call that module selftest makes
 * @call: the call of selftest
 * @what: object and method of the program
 * @in: packed: an input of 8 bytes, room for 4
 * @reversed: what came of it
 * @out: packed outputs
 */
struct listener_question {
	struct reverse_call call;
	__u32 what[2];
	__u32 in[5];
	struct {
		__s32 result;
		__u32 size;
	} reversed;
	__u32 out[4];
};

#define QUESTION_OBJECT		9u
#define QUESTION_SCALARS	DRM_QDA_SCALARS(2, 1, 1, 0, 0)

static void listener_ask(struct listener_question *q, const struct remote *r)
{
	long calls = board_stat("calls");

	*q = (struct listener_question){
		.call = {
			.fd = r->fd,
			.session = r->session,
			.handle = r->handle,
			.scalars = SELF_REVERSE,
		},
		.what = { QUESTION_OBJECT, QUESTION_SCALARS },
		.in = { 8, 0, 0x600df00d, 42, 4 },
	};
	q->call.args[0] = raw_inline(q->what, sizeof(q->what));
	q->call.args[1] = raw_inline(q->in, sizeof(q->in));
	q->call.args[2] = raw_inline(&q->reversed, sizeof(q->reversed));
	q->call.args[3] = raw_inline(q->out, sizeof(q->out));
	reverse_call_start(&q->call);
	board_stat_reach("calls", calls + 1);
}

static void listener_check_answer(struct listener_question *q, __u32 value)
{
	reverse_call_end(&q->call);
	T_OK(q->call.ret);
	T_EQ(q->call.result, 0);
	T_EQ(q->reversed.result, 0);
	T_EQ(q->reversed.size, 12);
	T_EQ(q->out[0], 4);
	T_EQ(q->out[2], value);
}

static const __u32 listener_old = REVERSE_OLD, listener_new = REVERSE_NEW;

/* Situation: a method on the DSP calls the program, twice.
 * Expectation: the listener gets object, method and inputs; the method its answer.
 */
static void listener_reverse_call(const void *data)
{
	const __u32 *object = data;
	struct listener_question q;
	struct reverse_listener l;
	struct remote r = remote_setup("selftest");

	reverse_setup(&l, &r, *object);
	reverse_wait(&l, -1);
	for (__u32 i = 0; i < 2; i++) {
		listener_ask(&q, &r);
		reverse_take(&l, QUESTION_OBJECT, QUESTION_SCALARS);
		T_EQ(l.request.size, sizeof(q.in));
		T_CHECK(!memcmp(l.in, q.in, sizeof(q.in)));
		reverse_put(&l, &(__u32){ 100 + i }, 4);
		reverse_wait(&l, 0);
		listener_check_answer(&q, 100 + i);
	}
	T_OK(raw_session_close(r.fd, r.session));
	reverse_join(&l);
	T_ERR(l.ret, -ESHUTDOWN);
}

static const struct t_case listener_reverse_call_cases[] = {
	{ .name = "reverse-call", .run_with = listener_reverse_call, .data = &listener_new },
	{ .name = "reverse-call-older-object", .run_with = listener_reverse_call,
	  .data = &listener_old },
};
T_CASES(listener_reverse_call_cases);

/* Situation: the program's object says no.
 * Expectation: the method gets its error, and no outputs.
 */
T_CASE(listener_error, "error")
{
	struct listener_question q;
	struct reverse_listener l;
	struct remote r = remote_setup("selftest");

	reverse_setup(&l, &r, REVERSE_NEW);
	listener_ask(&q, &r);
	reverse_wait(&l, -1);
	reverse_take(&l, QUESTION_OBJECT, QUESTION_SCALARS);
	reverse_wait(&l, 0x14);
	reverse_call_end(&q.call);
	T_OK(q.call.ret);
	T_EQ(q.reversed.result, 0x14);
	T_EQ(q.reversed.size, 0);
}

/* Situation: the inputs do not fit into next2; they are fetched in two parts.
 * Expectation: next2 has the first bytes, the parts have the others.
 */
T_CASE(listener_large, "large-inputs")
{
	static __u8 in[8192], got[8192];
	__u32 what[2] = { QUESTION_OBJECT, DRM_QDA_SCALARS(2, 1, 0, 0, 0) };
	__u32 part[3] = { 0, 1024, 4096 }, required, reversed[2];
	struct reverse_call call;
	struct reverse_listener l;
	struct remote r = remote_setup("selftest");
	__s32 result;

	reverse_setup(&l, &r, REVERSE_NEW);
	remote_pattern_write(3, in, sizeof(in));
	memcpy(in, &(__u32){ sizeof(in) - 8 }, 4);
	call = (struct reverse_call){
		.fd = r.fd, .session = r.session, .handle = r.handle, .scalars = SELF_REVERSE,
		.args = {
			raw_inline(what, sizeof(what)), raw_inline(in, sizeof(in)),
			raw_inline(reversed, sizeof(reversed)), raw_nothing(),
		},
	};
	reverse_call_start(&call);
	reverse_wait(&l, -1);
	reverse_take(&l, QUESTION_OBJECT, what[1]);
	T_EQ(l.request.size, sizeof(in));
	memcpy(got, l.in, sizeof(l.in));
	part[0] = l.request.ctx;
	for (; part[1] < sizeof(in); part[1] += part[2]) {
		struct drm_qda_arg args[3];

		part[2] = sizeof(in) - part[1] < 4096 ? sizeof(in) - part[1] : 4096;
		args[0] = raw_inline(part, sizeof(part));
		args[1] = raw_inline(&required, sizeof(required));
		args[2] = raw_inline(got + part[1], part[2]);
		T_OK(raw_invoke(r.fd, r.session, REVERSE_NEW, reverse_scalars(&l, 7, 1, 2),
				args, &result));
		T_EQ(result, 0);
		T_EQ(required, sizeof(in));
	}
	T_CHECK(!memcmp(got, in, sizeof(in)));
	reverse_wait(&l, 0);
	reverse_call_end(&call);
	T_OK(call.ret);
	T_EQ(call.result, 0);
	T_EQ(reversed[0], 0);
}

/* Situation: the output has another length than the method has room for.
 * Expectation: listener and method are told; the next call works.
 */
T_CASE(listener_wrong_output, "wrong-output")
{
	struct listener_question q;
	struct reverse_listener l;
	struct remote r = remote_setup("selftest");

	reverse_setup(&l, &r, REVERSE_NEW);
	listener_ask(&q, &r);
	reverse_wait(&l, -1);
	reverse_take(&l, QUESTION_OBJECT, QUESTION_SCALARS);
	reverse_put(&l, "1234567", 8);
	reverse_wait(&l, 0);
	reverse_join(&l);
	T_OK(l.ret);
	T_EQ(l.result, REMOTE_BADPARM);
	reverse_call_end(&q.call);
	T_EQ(q.reversed.result, REMOTE_BADPARM);
	l.request.ctx = 0;
	reverse_wait(&l, -1);
	listener_ask(&q, &r);
	reverse_take(&l, QUESTION_OBJECT, QUESTION_SCALARS);
	reverse_put(&l, &(__u32){ 7 }, 4);
	reverse_wait(&l, 0);
	listener_check_answer(&q, 7);
}

/* Situation: a method calls the program, which has no listener and gets none.
 * Expectation: the DSP waits for one, then the method learns of it; the next one at once.
 */
T_CASE(listener_none, "no-listener")
{
	struct listener_question q;
	struct remote r = remote_setup("selftest");

	listener_ask(&q, &r);
	reverse_call_end(&q.call);
	T_OK(q.call.ret);
	T_EQ(q.call.result, 0);
	T_EQ(q.reversed.result, LISTENER_ENOSUCH);
	listener_ask(&q, &r);
	reverse_call_end(&q.call);
	T_OK(q.call.ret);
	T_EQ(q.call.result, LISTENER_ENOSUCH);
}

/* Situation: a method calls the program before it has a listener, as programs do that
 * start theirs beside their first call.
 * Expectation: the call waits for it.
 */
T_CASE(listener_late, "late")
{
	struct listener_question q;
	struct reverse_listener l;
	struct remote r = remote_setup("selftest");

	listener_ask(&q, &r);
	T_CHECK(board_stat("held") > 0);
	reverse_setup(&l, &r, REVERSE_NEW);
	reverse_wait(&l, -1);
	reverse_take(&l, QUESTION_OBJECT, QUESTION_SCALARS);
	reverse_put(&l, &(__u32){ 100 }, 4);
	reverse_wait(&l, 0);
	listener_check_answer(&q, 100);
	T_OK(raw_session_close(r.fd, r.session));
	reverse_join(&l);
}

/* Situation: a session is closed with a listener in next2, and no call.
 * Expectation: next2 ends with ESHUTDOWN; the DSP holds nothing more.
 */
static void listener_close(const void *data)
{
	const __u32 *object = data;
	long held = board_stat("held");
	struct reverse_listener l;
	struct remote r = remote_setup("selftest");

	reverse_setup(&l, &r, *object);
	reverse_wait(&l, -1);
	board_stat_reach("held", held + 1);
	T_OK(raw_session_close(r.fd, r.session));
	reverse_join(&l);
	T_ERR(l.ret, -ESHUTDOWN);
	board_stat_wait("held", held);
}

static const struct t_case listener_close_cases[] = {
	{ .name = "close", .run_with = listener_close, .data = &listener_new },
	{ .name = "close-older-object", .run_with = listener_close, .data = &listener_old },
};
T_CASES(listener_close_cases);

/* Situation: the same with a reverse call that the listener has, and one that waits.
 * Expectation: the calls that wait for them end with ESHUTDOWN as well.
 */
T_CASE(listener_close_busy, "close-with-calls")
{
	long held = board_stat("held");
	struct listener_question a, b;
	struct reverse_listener l;
	struct remote r = remote_setup("selftest");

	reverse_setup(&l, &r, REVERSE_NEW);
	listener_ask(&a, &r);
	reverse_wait(&l, -1);
	reverse_take(&l, QUESTION_OBJECT, QUESTION_SCALARS);
	listener_ask(&b, &r);
	T_OK(raw_session_close(r.fd, r.session));
	reverse_call_end(&a.call);
	reverse_call_end(&b.call);
	T_ERR(a.call.ret, -ESHUTDOWN);
	T_ERR(b.call.ret, -ESHUTDOWN);
	board_stat_wait("held", held);
}
