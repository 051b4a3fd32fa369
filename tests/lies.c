// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A DSP that lies: one named lie per case. The driver must not believe it, and
 * must go on.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/background.h"
#include "tools/board.h"
#include "tools/remote.h"
#include "tools/t.h"
#include "tools/watch.h"

/* The session serves calls, which run once each. */
static void lies_check(const struct remote *r)
{
	__u32 count = remote_count(r);

	for (__u32 i = 1; i <= 40; i++)
		T_EQ(remote_count(r), count + i);
}

static void lies_calls_done(void)
{
	T_STEP("calls come to 0");
	for (int ms = 0; watch_counter("calls") != 0; ms += 10) {
		if (ms > 30000 * (int)t_slowdown())
			t_fail("calls stays %ld", watch_counter("calls"));
		t_sleep_ms(10);
	}
}

/* A count that is given up after @ms; 0 or -errno. */
static int lies_count(const struct remote *r, unsigned int ms, __u32 *count, __s32 *result)
{
	struct drm_qda_arg arg = raw_inline(count, sizeof(*count));

	return raw_invoke_until(r->fd, r->session, r->handle, SELF_COUNT, &arg,
				raw_deadline(ms), result);
}

/* Situation: the answer to one call never comes.
 * Expectation: ETIMEDOUT; its slot stays taken, all else goes on.
 */
T_CASE(lies_drop, "drop")
{
	__u32 count;
	struct remote r = remote_setup("selftest");
	__s32 result;

	board_tell("lie drop");
	T_ERR(lies_count(&r, 300, &count, &result), -ETIMEDOUT);
	T_EQ(watch_counter("calls"), 1);
	lies_check(&r);
}

/* Situation: a session closes with a call in flight, of which the DSP says nothing.
 * Expectation: ESHUTDOWN for the call at once, and nothing is left.
 */
T_CASE(lies_drop_at_close, "drop-at-close")
{
	struct background hang;
	struct remote r = remote_setup("selftest");

	background_start(&hang, &r, 0);
	board_tell("lie drop");
	T_OK(raw_session_close(r.fd, r.session));
	T_ERR(background_end(&hang), -ESHUTDOWN);
	T_STEP("all is free");
	if (!watch_counters_zero(10000))
		t_fail("it is not");
}

/* Situation: one answer is late, but in time.
 * Expectation: the call waits for it.
 */
T_CASE(lies_delay, "delay")
{
	__s64 before;
	struct remote r = remote_setup("selftest");

	board_tell("lie delay 1 300");
	before = raw_deadline(0);
	T_EQ(remote_count(&r), 1);
	T_CHECK(raw_deadline(0) - before >= 250000000);
	lies_check(&r);
}

/* Situation: one answer comes after its caller has given up.
 * Expectation: ETIMEDOUT, the caller's memory is not written any more.
 */
T_CASE(lies_delay_over, "delay-over-limit")
{
	__u32 count = 77;
	struct remote r = remote_setup("selftest");
	__s32 result;

	board_tell("lie delay 1 %u", 1000 * t_slowdown());
	T_ERR(lies_count(&r, 50, &count, &result), -ETIMEDOUT);
	lies_calls_done();
	T_EQ(count, 77);
	lies_check(&r);
}

/* Situation: 40 answers come twice.
 * Expectation: the second is no answer to the next call.
 */
T_CASE(lies_duplicate, "duplicate")
{
	struct remote r = remote_setup("selftest");

	board_tell("lie duplicate 40");
	lies_check(&r);
}

/* Situation: the second of two equal answers comes in the middle of the next
 * call, which has the same slot.
 * Expectation: that call lasts until its own answer.
 */
T_CASE(lies_duplicate_late, "duplicate-late")
{
	__s64 before;
	struct remote r = remote_setup("selftest");

	board_tell("lie duplicate 1 300");
	remote_count(&r);
	before = raw_deadline(0);
	T_OK(remote_sleep(&r, 1500, 0));
	T_CHECK(raw_deadline(0) - before >= 1500000000);
	lies_check(&r);
}

/* Situation: the answer to a first call comes after that to a second.
 * Expectation: each caller gets its own result.
 */
T_CASE(lies_reorder, "reorder")
{
	struct background first;
	struct remote r = remote_setup("selftest");
	struct remote b = remote_setup_on(r.fd, "echo");

	for (__u32 i = 0; i < 5; i++) {
		background_start(&first, &r, 300);
		board_tell("lie reorder 1 5000");
		t_sleep_ms(400);
		remote_echo(&b, i, 500);
		T_OK(background_end(&first));
	}
	lies_check(&r);
}

/* Situation: an answer whose sequence bits are wrong; the right one comes later.
 * Expectation: the wrong one is ignored, the right one taken.
 */
T_CASE(lies_sequence, "wrong-sequence")
{
	__s64 before;
	struct remote r = remote_setup("selftest");

	board_tell("lie wrong-sequence 1 300");
	before = raw_deadline(0);
	T_EQ(remote_count(&r), 1);
	T_CHECK(raw_deadline(0) - before >= 250000000);
	lies_check(&r);
}

/* Situation: only an answer with wrong sequence bits comes.
 * Expectation: ETIMEDOUT; the session goes on.
 */
T_CASE(lies_sequence_only, "wrong-sequence-only")
{
	__u32 count;
	struct remote r = remote_setup("selftest");
	__s32 result;

	board_tell("lie wrong-sequence 1 0");
	T_ERR(lies_count(&r, 300, &count, &result), -ETIMEDOUT);
	lies_check(&r);
}

/* Situation: the DSP's result looks like a Linux error number.
 * Expectation: it is the call's result, and no error of the call.
 */
T_CASE(lies_result, "wrong-result")
{
	__u32 count;
	struct remote r = remote_setup("selftest");
	__s32 result = 0;

	board_tell("lie wrong-result 1 %u", (unsigned int)-ENODEV);
	T_OK(lies_count(&r, 5000, &count, &result));
	T_EQ(result, -ENODEV);
	lies_check(&r);
}

/* Situation: the answer has the number of bytes named.
 * Expectation: without a result EBADMSG; without a context nothing; longer is
 * an answer.
 */
static void lies_length(const void *data)
{
	const int *length = data;
	__u32 count;
	struct remote r = remote_setup("selftest");
	__s32 result;

	board_tell("lie wrong-length 1 %d", *length);
	if (*length < 8)
		T_ERR(lies_count(&r, 300, &count, &result), -ETIMEDOUT);
	else if (*length < 12)
		T_ERR(lies_count(&r, 5000, &count, &result), -EBADMSG);
	else
		T_OK(lies_count(&r, 5000, &count, &result));
	lies_check(&r);
}

static const int lies_lengths[] = { 0, 7, 8, 11, 12, 15, 24, 200 };

static const struct t_case lies_length_cases[] = {
	{ .name = "length-0", .run_with = lies_length, .data = &lies_lengths[0] },
	{ .name = "length-7", .run_with = lies_length, .data = &lies_lengths[1] },
	{ .name = "length-8", .run_with = lies_length, .data = &lies_lengths[2] },
	{ .name = "length-11", .run_with = lies_length, .data = &lies_lengths[3] },
	{ .name = "length-12", .run_with = lies_length, .data = &lies_lengths[4] },
	{ .name = "length-15", .run_with = lies_length, .data = &lies_lengths[5] },
	{ .name = "length-24", .run_with = lies_length, .data = &lies_lengths[6] },
	{ .name = "length-200", .run_with = lies_length, .data = &lies_lengths[7] },
};
T_CASES(lies_length_cases);

/* Situation: the DSP writes made-up numbers to its list of released buffers.
 * Expectation: it is not believed, the buffers of the session stay usable.
 */
T_CASE(lies_fds, "forged-fds")
{
	struct drm_qda_arg args[2];
	char back[100];
	struct remote r = remote_setup("echo");
	__s32 result;
	__u32 handle = raw_object(r.fd, 4096);
	uint8_t *bytes = raw_mapped(r.fd, handle, 4096);

	board_tell("lie forged-fds 20");
	args[0] = raw_gem(handle, 0, sizeof(back));
	args[1] = raw_inline(back, sizeof(back));
	for (__u32 i = 0; i < 30; i++) {
		remote_pattern_write(i, bytes, sizeof(back));
		T_OK(remote_call(&r, ECHO_ECHO, args, &result));
		T_EQ(result, 0);
		remote_pattern_check(i, back, sizeof(back));
	}
}

/* Situation: the DSP changes address and length of the outputs in the message.
 * Expectation: the right bytes go to the right place, as the driver knows itself.
 */
T_CASE(lies_descriptor, "changed-descriptor")
{
	struct remote r = remote_setup("echo");

	board_tell("lie changed-descriptor 30");
	for (__u32 i = 0; i < 30; i++)
		remote_echo(&r, i, 1 + i * 30);
}

/* Situation: the DSP gives the guest no room for messages for a while.
 * Expectation: the call works when there is room again, or ends with an error.
 */
T_CASE(lies_starve, "starve-intents", .seconds = 60)
{
	__u32 count;
	struct remote r = remote_setup("selftest");
	__s32 result;
	int ret;

	board_tell("lie starve-intents 1");
	ret = lies_count(&r, 15000, &count, &result);
	if (ret && ret != -ETIMEDOUT)
		T_ERR(ret, -ECONNRESET);
	board_honest();
	lies_check(&r);
}

/* Situation: the DSP reads where nothing is mapped.
 * Expectation: the SMMU stops it, the call and the session go on.
 */
T_CASE(lies_wild_read, "wild-read", .log = board_log_fault)
{
	long faults = board_stat("faults");
	struct remote r = remote_setup("selftest");

	board_tell("lie wild-read");
	lies_check(&r);
	T_EQ(board_stat("faults"), faults + 1);
}

/* Situation: the DSP writes an output again after its answer, when the object that the
 * output was in has been closed.
 * Expectation: the caller's own bytes are those of the answer; the SMMU stops the write.
 */
T_CASE(lies_late_write, "late-write", .log = board_log_fault)
{
	struct remote r = remote_setup("selftest");
	__u32 count;
	__s32 result;

	board_tell("lie late-write 1 100");
	T_OK(lies_count(&r, 5000, &count, &result));
	t_sleep_ms(300);
	T_EQ(count, 1);
	lies_check(&r);
}

/* Situation: the same, but the session has been closed meanwhile.
 * Expectation: the SMMU stops it: the memory is not the DSP's any more.
 */
T_CASE(lies_late_write_closed, "late-write-after-close", .log = board_log_fault)
{
	long faults = board_stat("faults");
	struct remote r = remote_setup("selftest");
	__u32 count;
	__s32 result;

	board_tell("lie late-write 1 %u", 1000 * t_slowdown());
	T_OK(lies_count(&r, 5000, &count, &result));
	T_OK(raw_session_close(r.fd, r.session));
	board_stat_reach("faults", faults + 1);
}

/* Situation: a buffer that the DSP still writes to is closed by its owner.
 * Expectation: the write goes to the old memory or is stopped; a new buffer
 * stays zero.
 */
T_CASE(lies_late_write_buffer, "late-write-to-closed-buffer", .log = board_log_fault)
{
	__u32 seed = 5, handle, next;
	struct drm_qda_arg args[2];
	struct remote r = remote_setup("selftest");
	uint8_t *bytes;
	__s32 result;

	T_OK(raw_gem_create(r.fd, 4096, &handle));
	board_tell("lie late-write 1 300");
	args[0] = raw_inline(&seed, sizeof(seed));
	args[1] = raw_gem(handle, 0, 4096);
	T_OK(remote_call(&r, SELF_FILL, args, &result));
	T_OK(raw_gem_close(r.fd, handle));
	T_OK(raw_gem_create(r.fd, 4096, &next));
	T_CHECK((bytes = raw_gem_map(r.fd, next, 4096)));
	T_EQ(bytes[0], 0);
	t_sleep_ms(500);
	for (int i = 0; i < 4096; i++)
		T_EQ(bytes[i], 0);
	lies_check(&r);
}

/* Situation: the DSP does not serve a call before its PD goes.
 * Expectation: ETIMEDOUT; the session goes on, and closes at once.
 */
T_CASE(lies_hang, "hang")
{
	__u32 count;
	struct remote r = remote_setup("selftest");
	__s32 result;
	__s64 before;

	board_tell("lie hang");
	T_ERR(lies_count(&r, 200, &count, &result), -ETIMEDOUT);
	lies_check(&r);
	before = raw_deadline(0);
	T_OK(raw_session_close(r.fd, r.session));
	T_CHECK(raw_deadline(0) - before < 2500000000ll * t_slowdown());
}

/* Situation: the DSP does not answer when a session is to be created.
 * Expectation: ETIMEDOUT, nothing is left; the next session works.
 */
T_CASE(lies_drop_create, "drop-create")
{
	struct remote r;
	__u32 session;

	T_OK(r.fd = raw_open());
	board_tell("lie drop");
	T_ERR(raw_session_create(r.fd, DRM_QDA_SESSION_UNSIGNED, &session), -ETIMEDOUT);
	T_CHECK(watch_counters_zero(10000) || watch_counter("sessions") == 0);
	r = remote_setup_on(r.fd, "selftest");
	lies_check(&r);
}

/* Situation: the DSP refuses to create a session.
 * Expectation: EREMOTEIO and the DSP's reason; the next session works.
 */
T_CASE(lies_refuse_create, "refuse-create")
{
	struct drm_qda_session_create arg = { .attrs = DRM_QDA_SESSION_UNSIGNED };
	struct remote r;

	T_OK(r.fd = raw_open());
	board_tell("lie wrong-result 1 2147484685");
	T_ERR(raw_ioctl(r.fd, DRM_IOCTL_QDA_SESSION_CREATE, &arg), -EREMOTEIO);
	T_EQ((__u32)arg.result, 0x8000040d);
	r = remote_setup_on(r.fd, "selftest");
	lies_check(&r);
}

/* Situation: a DSP that has just started says an error when it is asked what it can do,
 * as one that does not know the question; that is the first call of an unsigned PD.
 * Expectation: the PD is asked for, and comes.
 */
T_CASE(lies_not_asked, "capabilities-unknown", .log = board_log_restart, .seconds = 60)
{
	__u32 session;
	int fd;

	board_dsp_restart();
	T_OK(fd = raw_open_wait(20000 * t_slowdown()));
	board_tell("lie wrong-result 1 2147484685");
	T_OK(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &session));
	T_OK(raw_session_close(fd, session));
}

/* Situation: the DSP does not answer the release of a session.
 * Expectation: close returns in bounded time and the bank stays taken, for the
 * DSP may still use it; the end of the DSP frees it.
 */
T_CASE(lies_drop_release, "drop-release", .log = board_log_restart)
{
	struct remote r = remote_setup("selftest");
	__s64 before;

	board_tell("lie drop");
	before = raw_deadline(0);
	T_OK(raw_session_close(r.fd, r.session));
	T_CHECK(raw_deadline(0) - before < 10000000000ll * t_slowdown());
	T_EQ(watch_counter("orphans"), 1);
	T_EQ(watch_counter("banks_taken"), 1);
	r = remote_setup_on(r.fd, "selftest");
	lies_check(&r);
	T_SYS(close(r.fd));
	T_OK(board_dsp_write("stop"));
	board_dsp_wait("offline");
	T_OK(board_dsp_write("start"));
	r = remote_setup_again("selftest");
	board_dsp_wait("running");
}

/* Situation: the answer to the release of a session is late.
 * Expectation: close is over within its limit, and later all is free.
 */
T_CASE(lies_delay_release, "delay-release")
{
	struct remote r = remote_setup("selftest");

	board_tell("lie delay 1 4500");
	T_OK(raw_session_close(r.fd, r.session));
	T_EQ(watch_counter("orphans"), 1);
	T_STEP("all is free");
	if (!watch_counters_zero(10000))
		t_fail("it is not");
}

/* Situation: the virtual DSP dies when a call arrives.
 * Expectation: ECONNRESET; the DSP comes back and serves a new file.
 */
T_CASE(lies_die, "die", .log = board_log_restart, .seconds = 60)
{
	struct remote r = remote_setup("selftest");
	__u32 count;
	__s32 result;

	board_tell("lie die");
	T_ERR(lies_count(&r, 20000, &count, &result), -ECONNRESET);
	T_SYS(close(r.fd));
	r = remote_setup_again("selftest");
	lies_check(&r);
	board_dsp_wait("running");
}
