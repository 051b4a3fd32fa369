// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Calls that look for their end before they sleep. Whether one sees it in time is
 * chance on this board, where a DSP is slow; the results must be right both ways.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/remote.h"
#include "tools/t.h"
#include "tools/watch.h"

/* Object of the PD itself, and its method that switches poll mode. */
#define POLL_SELF	4
#define POLL_SELF_MODE	DRM_QDA_SCALARS(9, 1, 0, 0, 0)

static int poll_call(const struct remote *r, __u32 handle, __u32 scalars,
		     const struct drm_qda_arg *args, unsigned int ms, __s32 *result)
{
	struct drm_qda_invoke arg = {
		.timeout_ns = raw_deadline(ms),
		.session = r->session,
		.handle = handle,
		.scalars = scalars,
		.flags = DRM_QDA_INVOKE_POLL,
	};
	int ret;

	arg.result = -77;
	ret = raw_call(r->fd, &arg, args);
	*result = arg.result;
	return ret;
}

static bool poll_known(int fd)
{
	struct drm_qda_query_device device;

	T_OK(raw_query_device(fd, &device));
	return device.flags & DRM_QDA_DEVICE_POLL;
}

/* A module of a PD in poll mode, or the case is skipped. */
static void poll_setup(struct remote *r, const char *module)
{
	__u32 mode[2] = { 1, 50 };
	struct drm_qda_arg arg = raw_inline(mode, sizeof(mode));
	__s32 result;

	*r = remote_setup(module);
	if (!poll_known(r->fd))
		t_skip("the DSPs of this board do not know poll mode");
	T_OK(raw_invoke(r->fd, r->session, POLL_SELF, POLL_SELF_MODE, &arg, &result));
	T_EQ(result, 0);
}

/* Counts, twenty times. */
static void poll_check(const struct remote *r)
{
	__u32 first, count = 0;
	struct drm_qda_arg arg = raw_inline(&count, sizeof(count));
	__s32 result;

	first = remote_count(r);
	for (__u32 i = 1; i <= 20; i++) {
		count = 0;
		T_OK(poll_call(r, r->handle, SELF_COUNT, &arg, RAW_CALL_MS, &result));
		T_EQ(result, 0);
		T_EQ(count, first + i);
	}
}

/* Whether a string is among those of a device tree property. */
static bool poll_machine_is(const char *what)
{
	char text[256];
	ssize_t size;
	int fd;

	fd = open("/proc/device-tree/compatible", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	size = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[size > 0 ? size : 0] = '\0';
	for (char *at = text; at < text + size; at += strlen(at) + 1)
		if (!strcmp(at, what))
			return true;
	return false;
}

/* Situation: the query on any board.
 * Expectation: poll mode is there on the machine that mainline knows it of, and
 * where the stream id is at bit 56, and nowhere else.
 */
T_CASE(poll_query, "query")
{
	struct drm_qda_query_device device;
	int fd = raw_node();

	T_OK(raw_query_device(fd, &device));
	T_EQ(poll_known(fd), poll_machine_is("qcom,sm8650") || device.sid_shift == 56);
}

/* Situation: a call asks for polling where there is none.
 * Expectation: EOPNOTSUPP, without a call.
 */
T_CASE(poll_refused, "refused")
{
	struct remote r = remote_setup("selftest");
	__s32 result;
	__u32 count = 0;
	struct drm_qda_arg arg = raw_inline(&count, sizeof(count));

	if (poll_known(r.fd))
		t_skip("the DSPs of this board know poll mode");
	T_ERR(poll_call(&r, r.handle, SELF_COUNT, &arg, RAW_CALL_MS, &result), -EOPNOTSUPP);
	T_EQ(remote_count(&r), 1);
}

/* Situation: calls with bytes both ways, with objects, with an error of the method.
 * Expectation: as without polling.
 */
T_CASE(poll_results, "results")
{
	struct drm_qda_arg args[2];
	uint8_t in[300], out[300];
	__u32 error = 0x12345;
	struct remote r, echo;
	__s32 result;

	poll_setup(&r, "selftest");
	poll_check(&r);
	args[0] = raw_inline(&error, sizeof(error));
	T_OK(poll_call(&r, r.handle, SELF_FAIL, args, RAW_CALL_MS, &result));
	T_EQ(result, error);
	poll_setup(&echo, "echo");
	for (__u32 i = 0; i < 50; i++) {
		remote_pattern_write(i, in, sizeof(in));
		memset(out, 0, sizeof(out));
		args[0] = raw_inline(in, sizeof(in));
		args[1] = raw_inline(out, sizeof(out));
		T_OK(poll_call(&echo, echo.handle, ECHO_ECHO, args, RAW_CALL_MS, &result));
		T_EQ(result, 0);
		remote_pattern_check(i, out, sizeof(out));
	}
}

/* Situation: a call of object 8, which is never polled, and one that takes long.
 * Expectation: they sleep, and work.
 */
T_CASE(poll_others, "others")
{
	__u32 ms = 300;
	struct drm_qda_arg arg = raw_inline(&ms, sizeof(ms));
	__u32 mode[2] = { 1, 50 };
	struct remote r;
	__s64 before;
	__s32 result;

	poll_setup(&r, "selftest");
	before = raw_deadline(0);
	T_OK(poll_call(&r, r.handle, SELF_SLEEP, &arg, RAW_CALL_MS, &result));
	T_CHECK(raw_deadline(0) - before >= 300000000);
	arg = raw_inline(mode, sizeof(mode));
	T_OK(poll_call(&r, POLL_SELF, POLL_SELF_MODE, &arg, RAW_CALL_MS, &result));
	T_EQ(result, 0);
	poll_check(&r);
}

/* Situation: the DSP writes the value named where 0xdecaf is due.
 * Expectation: it is not believed; the answer ends the call.
 */
static void poll_word(const void *data)
{
	struct remote r;

	poll_setup(&r, "selftest");
	board_tell("lie poll-word 20 %u", *(const __u32 *)data);
	poll_check(&r);
	board_honest();
	poll_check(&r);
}

static const __u32 poll_values[] = { 0, 0xdecae, 0xaf0c0d00, 0xffffffff };

static const struct t_case poll_word_cases[] = {
	{ .name = "word-never", .run_with = poll_word, .data = &poll_values[0] },
	{ .name = "word-near", .run_with = poll_word, .data = &poll_values[1] },
	{ .name = "word-swapped", .run_with = poll_word, .data = &poll_values[2] },
	{ .name = "word-ones", .run_with = poll_word, .data = &poll_values[3] },
};
T_CASES(poll_word_cases);

/* Situation: the DSP writes the poll word of a call, and never answers.
 * Expectation: success if the word was seen, ETIMEDOUT if not; either way the
 * slot stays the DSP's until the session closes.
 */
T_CASE(poll_only, "word-only")
{
	__u32 count = 0;
	struct drm_qda_arg arg = raw_inline(&count, sizeof(count));
	struct remote r;
	__s32 result;
	int ret;

	poll_setup(&r, "selftest");
	board_tell("lie poll-only");
	ret = poll_call(&r, r.handle, SELF_COUNT, &arg, 300, &result);
	if (ret)
		T_ERR(ret, -ETIMEDOUT);
	else
		T_EQ(count, 1);
	T_EQ(watch_counter("calls"), 1);
	poll_check(&r);
	T_EQ(watch_counter("calls"), 1);
	T_OK(raw_session_close(r.fd, r.session));
	T_EQ(watch_counter("calls"), 0);
}
