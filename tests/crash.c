// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Machine code that goes wrong takes its PD with it, and nothing else.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/dump.h"
#include "tools/skeleton.h"
#include "tools/t.h"
#include "tools/watch.h"

#define CRASH_PAGE 4096u

struct crash_kind {
	uint32_t method;
	/* Function of the library that log and dump must name. */
	const char *function;
	/* Takes a buffer of one page. */
	bool buffer;
};

static const struct crash_kind crash_read_null = {
	.method = CRASH_READ_NULL, .function = "crash_read_null",
};
static const struct crash_kind crash_write_null = {
	.method = CRASH_WRITE_NULL, .function = "crash_write_null",
};
static const struct crash_kind crash_run_off = {
	.method = CRASH_RUN_OFF, .function = "crash_run_off", .buffer = true,
};
static const struct crash_kind crash_misaligned = {
	.method = CRASH_MISALIGNED, .function = "crash_misaligned",
};
static const struct crash_kind crash_illegal = {
	.method = CRASH_ILLEGAL, .function = "crash_illegal",
};
static const struct crash_kind crash_stack = {
	.method = CRASH_STACK, .function = "crash_stack",
};
static const struct crash_kind crash_assert = {
	.method = CRASH_ASSERT, .function = "crash_assert",
};
static const struct crash_kind crash_divide = {
	.method = CRASH_DIVIDE, .function = "crash_divide",
};

/* After a crash: the session is dead, the other one and a new one are not. */
static void crash_check(struct skeleton *dead, struct skeleton *other, uint32_t calls)
{
	struct skeleton next;
	uint32_t number;
	struct qda_arg arg = qda_arg_out(&number, sizeof(number));
	int32_t result;

	T_ERR(skeleton_call(dead, CRASH_ALIVE, &arg, 1, &result), -ECONNABORTED);
	T_EQ(skeleton_alive(other), calls);
	qda_module_close(dead->module);
	T_OK(qda_session_close(dead->session));
	next = skeleton_setup_on(other->dev, "crash");
	T_EQ(skeleton_alive(&next), 1);
	skeleton_close(&next, false);
}

/* Situation: a method does what its name says, while another session is open.
 * Expectation: ECONNABORTED for its caller; the log and the core dump name the
 * function; the other session has noticed nothing.
 */
static void crash_method(const void *data)
{
	const struct crash_kind *kind = data;
	struct qda_arg arg;
	char mark[32];
	void *address;
	int32_t result;
	struct skeleton dead = skeleton_setup("crash");
	struct skeleton other = skeleton_setup_on(dead.dev, "crash");

	T_EQ(skeleton_alive(&other), 1);
	T_EQ(skeleton_alive(&dead), 1);
	arg = qda_arg_in_bo(skeleton_bo(&dead, CRASH_PAGE, &address), 0, CRASH_PAGE);
	dump_clear();
	/* Others have crashed there, and the log forgets the oldest of them meanwhile. */
	snprintf(mark, sizeof(mark), "mark of %d", getpid());
	skeleton_log_mark(&other, mark);
	T_ERR(skeleton_call(&dead, kind->method, &arg, kind->buffer, &result), -ECONNABORTED);
	T_CHECK(skeleton_log_count(mark, kind->function));
	dump_read();
	dump_want(kind->function);
	dump_want("r31");
	dump_clear();
	crash_check(&dead, &other, 2);
}

static const struct t_case crash_method_cases[] = {
	{ .name = "read-null", .run_with = crash_method, .data = &crash_read_null },
	{ .name = "write-null", .run_with = crash_method, .data = &crash_write_null },
	{ .name = "run-off-the-end", .run_with = crash_method, .data = &crash_run_off },
	{ .name = "misaligned", .run_with = crash_method, .data = &crash_misaligned },
	{ .name = "illegal-instruction", .run_with = crash_method, .data = &crash_illegal },
	{ .name = "stack-overflow", .run_with = crash_method, .data = &crash_stack },
	{ .name = "assert", .run_with = crash_method, .data = &crash_assert },
	{ .name = "divide-by-zero", .run_with = crash_method, .data = &crash_divide },
};
T_CASES(crash_method_cases);

/* Situation: a method writes to its input, a buffer of the program.
 * Expectation: as on a DSP, it may: only QDA_FENCE=1 keeps it from that.
 */
T_CASE(crash_write_input, "write-input")
{
	struct skeleton skeleton = skeleton_setup("crash");
	struct qda_arg arg;
	uint8_t *bytes;
	int32_t result;

	arg = qda_arg_in_bo(skeleton_bo(&skeleton, CRASH_PAGE, (void **)&bytes), 0, CRASH_PAGE);
	T_OK(skeleton_call(&skeleton, CRASH_WRITE_INPUT, &arg, 1, &result));
	T_EQ(result, 0);
	T_EQ(bytes[0], 1);
	skeleton_close(&skeleton, false);
}

/* Situation: a method writes to a buffer whose call has ended.
 * Expectation: that ends its PD; the buffer has not changed.
 */
T_CASE(crash_use_after_call, "use-after-call")
{
	struct qda_arg arg;
	uint8_t *bytes;
	int32_t result;
	struct skeleton dead = skeleton_setup("crash");
	struct skeleton other = skeleton_setup_on(dead.dev, "crash");

	arg = qda_arg_out_bo(skeleton_bo(&dead, CRASH_PAGE, (void **)&bytes), 0, CRASH_PAGE);
	skeleton_good(&dead, CRASH_KEEP, &arg, 1);
	T_EQ(bytes[0], 0);
	T_ERR(skeleton_call(&dead, CRASH_USE_KEPT, NULL, 0, &result), -ECONNABORTED);
	T_EQ(bytes[0], 0);
	crash_check(&dead, &other, 1);
}

struct crash_loop {
	pthread_t thread;
	const struct skeleton *skeleton;
	int ret;
};

static void *crash_loop_thread(void *data)
{
	struct crash_loop *loop = data;
	int32_t result;

	loop->ret = skeleton_call(loop->skeleton, CRASH_LOOP, NULL, 0, &result);
	return NULL;
}

/* Situation: a method loops in one thread, another method of the session crashes.
 * Expectation: ECONNABORTED for both callers.
 */
T_CASE(crash_beside, "beside-a-call")
{
	struct skeleton dead, other;
	struct crash_loop loop = { .skeleton = &dead };
	int32_t result;
	long calls;

	dead = skeleton_setup("crash");
	other = skeleton_setup_on(dead.dev, "crash");
	calls = board_stat("calls");
	T_EQ(pthread_create(&loop.thread, NULL, crash_loop_thread, &loop), 0);
	board_stat_reach("calls", calls + 1);
	T_ERR(skeleton_call(&dead, CRASH_WRITE_NULL, NULL, 0, &result), -ECONNABORTED);
	T_EQ(pthread_join(loop.thread, NULL), 0);
	T_ERR(loop.ret, -ECONNABORTED);
	crash_check(&dead, &other, 1);
}

/* Situation: a method loops for ever; its caller gives up and closes the session.
 * Expectation: ETIMEDOUT, and the close ends the method's process.
 */
T_CASE(crash_endless, "endless-loop")
{
	int32_t result;
	struct skeleton loop = skeleton_setup("crash");
	struct skeleton other = skeleton_setup_on(loop.dev, "crash");

	T_ERR(qda_module_call(loop.module, CRASH_LOOP, NULL, 0, 300000000, &result),
	      -ETIMEDOUT);
	T_EQ(skeleton_alive(&other), 1);
	T_OK(qda_session_close(loop.session));
	board_stat_wait("processes", 1);
	T_EQ(skeleton_alive(&other), 2);
}

/* Situation: 30 PDs crash one after another.
 * Expectation: each time the next one works; the harness sees that nothing stays.
 */
T_CASE(crash_again, "again-and-again", .seconds = 60)
{
	struct qda_device *dev = skeleton_device();
	int32_t result;

	for (int i = 0; i < 30; i++) {
		struct skeleton s;

		s = skeleton_setup_on(dev, "crash");
		T_EQ(skeleton_alive(&s), 1);
		T_ERR(skeleton_call(&s, CRASH_READ_NULL, NULL, 0, &result), -ECONNABORTED);
		qda_module_close(s.module);
		T_OK(qda_session_close(s.session));
	}
	qda_device_close(dev);
	board_stat_wait("processes", 0);
}
