// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Submitted calls: what the kernel is given, and what the caller gets back.
 */
#include <errno.h>
#include <string.h>

#include <drm/qda_accel.h>

#include "bo.h"
#include "fake_ioctl.h"
#include "scratch.h"
#include "session.h"
#include "tap.h"

static struct drm_qda_submit seen;
static struct drm_qda_call seen_calls[64];
static unsigned int submits, waits, syncobjs, created;
static int next_error, wait_error, call_error;
static bool late;
/* Submissions that are late, in order, and how many of them a wait has seen the end of. */
static struct {
	uint32_t results, syncobj;
} late_jobs[16];
static unsigned int late_count, waited;

/* A wait ends when its job is over, and those before it are. */
static void end_late(const struct drm_syncobj_wait *wait)
{
	const uint32_t *syncobj = (void *)(uintptr_t)wait->handles;
	bool last = false;

	while (!last && waited < late_count) {
		struct drm_qda_result *result =
			fake_bytes(&(struct drm_qda_arg){ .handle = late_jobs[waited].results });

		result->error = 0;
		last = late_jobs[waited++].syncobj == *syncobj;
	}
}

/* Each call adds 1 to the bytes of its input. */
static void run(struct drm_qda_result *results)
{
	for (unsigned int i = 0; i < seen.calls.count; i++) {
		const struct drm_qda_arg *args =
			(void *)(uintptr_t)seen_calls[i].args.pointer;

		results[i].result = (int32_t)i;
		results[i].error = late ? -EINPROGRESS : i == 1 ? call_error : 0;
		if (seen_calls[i].args.count != 2)
			continue;
		for (uint64_t k = 0; k < args[0].size; k++)
			((uint8_t *)fake_bytes(&args[1]))[k] =
				(uint8_t)(((uint8_t *)fake_bytes(&args[0]))[k] + 1);
	}
}

static int kernel(int fd, unsigned long request, void *arg)
{
	struct drm_syncobj_create *create = arg;

	(void)fd;
	switch (request) {
	case DRM_IOCTL_QDA_SUBMIT:
		seen = *(struct drm_qda_submit *)arg;
		memcpy(seen_calls, (void *)(uintptr_t)seen.calls.pointer,
		       seen.calls.count * sizeof(*seen_calls));
		submits++;
		if (next_error)
			return next_error;
		run(fake_bytes(&(struct drm_qda_arg){ .handle = seen.results }));
		if (late) {
			late_jobs[late_count].results = seen.results;
			late_jobs[late_count++].syncobj =
				((struct drm_qda_sync *)(uintptr_t)seen.out_syncs.pointer)->handle;
		}
		return 0;
	case DRM_IOCTL_SYNCOBJ_CREATE:
		syncobjs++;
		create->handle = ++created + 100;
		return 0;
	case DRM_IOCTL_SYNCOBJ_DESTROY:
		syncobjs--;
		return 0;
	case DRM_IOCTL_SYNCOBJ_WAIT:
		waits++;
		if (!wait_error)
			end_late(arg);
		return wait_error;
	default:
		return fake_gem(request, arg);
	}
}

static struct qda_device dev;
static struct qda_session session = { .dev = &dev, .id = 7, .users = 1 };

static void reset(void)
{
	dev = fake_device("cdsp");
	dev.info.calls_max = 64;
	fake_ioctl = kernel;
	qda_scratch_init(&session.scratch);
	submits = waits = syncobjs = created = 0;
	next_error = wait_error = call_error = 0;
	late = false;
	late_count = waited = 0;
}

static void cleanup(void)
{
	/* No job keeps the session. */
	TAP_EXPECT(session.users == 1);
	TAP_EXPECT(syncobjs == session.scratch.count);
	qda_scratch_fini(&session.scratch);
	TAP_EXPECT(fake_gems() == 0 && syncobjs == 0);
}

/* Two calls in one submission: bytes go there and back, results are told apart. */
static void batch(void)
{
	uint8_t in[2][300] = { { 1 }, { 5 } }, out[2][300];
	struct qda_arg args[2][2];
	struct qda_call calls[2];
	const struct qda_submit how = { .queue = 3 };
	int32_t results[2] = { 77, 77 };
	struct qda_job *job;

	reset();
	for (int i = 0; i < 2; i++) {
		args[i][0] = qda_arg_out(out[i], 300);
		args[i][1] = qda_arg_in(in[i], 300);
		calls[i] = (struct qda_call){
			.handle = 9, .method = 2, .args = args[i], .count = 2,
		};
	}
	TAP_EXPECT(!qda_submit(&session, &how, calls, 2, &job));
	TAP_EXPECT(seen.calls.count == 2 && seen.queue == 3 && seen.session == 7);
	TAP_EXPECT(seen.out_syncs.count == 1 && seen.in_syncs.count == 0);
	TAP_EXPECT(seen_calls[0].scalars == 0x02010100 && seen_calls[1].handle == 9);
	TAP_EXPECT(seen.results && !seen.flags);
	TAP_EXPECT(!qda_wait(job, 0, results));
	TAP_EXPECT(results[0] == 0 && results[1] == 1);
	TAP_EXPECT(out[0][0] == 2 && out[1][0] == 6 && out[1][299] == 1);
	cleanup();
}

/* One call of two fails: its error, its bytes are left alone, the buffer is not kept. */
static void fails(void)
{
	uint8_t in = 1, out[2] = { 70, 71 };
	struct qda_arg args[2][2];
	struct qda_call calls[2];
	const struct qda_submit how = { 0 };
	struct qda_job *job;

	reset();
	call_error = -ETIME;
	for (int i = 0; i < 2; i++) {
		args[i][0] = qda_arg_in(&in, 1);
		args[i][1] = qda_arg_out(&out[i], 1);
		calls[i] = (struct qda_call){
			.handle = 9, .method = 2, .args = args[i], .count = 2,
		};
	}
	TAP_EXPECT(!qda_submit(&session, &how, calls, 2, &job));
	TAP_EXPECT(qda_wait(job, 0, NULL) == -ETIME);
	TAP_EXPECT(out[0] == 2 && out[1] == 71);
	TAP_EXPECT(session.scratch.count == 0);
	cleanup();
}

/* The wait is over before the job: it can be waited for again, or be left. */
static void not_yet(void)
{
	const struct qda_call call = { .handle = 9, .method = 2 };
	const struct qda_submit how = { 0 };
	struct qda_job *job;

	reset();
	late = true;
	TAP_EXPECT(!qda_submit(&session, &how, &call, 1, &job));
	wait_error = -ETIME;
	TAP_EXPECT(qda_wait(job, 1, NULL) == -ETIMEDOUT);
	wait_error = 0;
	TAP_EXPECT(!qda_wait(job, 0, NULL));
	TAP_EXPECT(waits == 2);
	late = false;
	TAP_EXPECT(!qda_submit(&session, &how, &call, 1, &job));
	qda_job_close(job);
	cleanup();
}

/* Jobs that are over are not waited for, and have one syncobj, one after the other. */
static void over(void)
{
	const struct qda_call call = { .handle = 9, .method = 2 };
	const struct qda_submit how = { 0 };
	struct qda_job *job;

	reset();
	for (int i = 0; i < 100; i++) {
		TAP_EXPECT(!qda_submit(&session, &how, &call, 1, &job));
		TAP_EXPECT(!qda_wait(job, 0, NULL));
	}
	TAP_EXPECT(submits == 100 && waits == 0 && syncobjs == 1);
	cleanup();
}

/* As many at a time as a session can have: none makes a syncobj the second time. */
static void many(void)
{
	const struct qda_call call = { .handle = 9, .method = 2 };
	const struct qda_submit how = { 0 };
	struct qda_job *jobs[FAKE_SCRATCHES];

	reset();
	for (int times = 0; times < 2; times++) {
		for (int i = 0; i < FAKE_SCRATCHES; i++)
			TAP_EXPECT(!qda_submit(&session, &how, &call, 1, &jobs[i]));
		for (int i = 0; i < FAKE_SCRATCHES; i++)
			TAP_EXPECT(!qda_wait(jobs[i], 0, NULL));
	}
	TAP_EXPECT(created == FAKE_SCRATCHES);
	cleanup();
}

/* A job after another; one that the kernel refuses leaves nothing. */
static void after(void)
{
	const struct qda_call call = { .handle = 9, .method = 2 };
	struct qda_submit how = { .implicit = 1 };
	struct qda_job *first, *second;

	reset();
	TAP_EXPECT(!qda_submit(&session, &how, &call, 1, &first));
	how.after = first;
	TAP_EXPECT(!qda_submit(&session, &how, &call, 1, &second));
	TAP_EXPECT(seen.in_syncs.count == 1 && seen.flags == DRM_QDA_SUBMIT_IMPLICIT);
	next_error = -ENOENT;
	TAP_EXPECT(qda_submit(&session, &how, &call, 1, &second) == -ENOENT);
	TAP_EXPECT(syncobjs == 2 + session.scratch.count);
	TAP_EXPECT(qda_submit(&session, &how, &call, 0, &second) == -EINVAL);
	how.reserved = 1;
	TAP_EXPECT(qda_submit(&session, &how, &call, 1, &second) == -EINVAL);
	TAP_EXPECT(submits == 3);
	qda_job_close(first);
	qda_job_close(second);
	cleanup();
}

static int done_count, done_error;

static void done(void *data, int error, int32_t result)
{
	int *order = data;

	TAP_EXPECT(*order == done_count++ && result == 0);
	done_error = error;
}

/* A pipe has as many calls in flight as it may, and tells of each in order. */
static void pipes(void)
{
	const struct qda_call call = { .handle = 9, .method = 2 };
	int order[10];
	struct qda_pipe *pipe;

	reset();
	done_count = 0;
	TAP_EXPECT(qda_pipe_open(&session, 8, 4, &pipe) == -EINVAL);
	TAP_EXPECT(qda_pipe_open(&session, 0, 65, &pipe) == -EINVAL);
	TAP_EXPECT(!qda_pipe_open(&session, 1, 4, &pipe));
	for (int i = 0; i < 10; i++) {
		order[i] = i;
		TAP_EXPECT(!qda_pipe_push(pipe, &call, 0, done, &order[i]));
		/* All are over at once; they are looked at when there is no room. */
		TAP_EXPECT(done_count == i / 4 * 4);
	}
	TAP_EXPECT(waits == 0);
	qda_pipe_drain(pipe);
	TAP_EXPECT(done_count == 10 && done_error == 0 && submits == 10);
	qda_pipe_close(pipe);
	cleanup();
}

/* A caller that has to wait waits for half of the calls; with one in flight, for that. */
static void pipe_waits(void)
{
	const struct qda_call call = { .handle = 9, .method = 2 };
	static const struct {
		unsigned int depth, half;
	} cases[] = { { 1, 1 }, { 2, 1 }, { 3, 2 }, { 4, 2 }, { 8, 4 } };
	struct qda_pipe *pipe;
	int order[9];

	for (unsigned int k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		reset();
		done_count = 0;
		TAP_EXPECT(!qda_pipe_open(&session, 1, cases[k].depth, &pipe));
		late = true;
		for (unsigned int i = 0; i <= cases[k].depth; i++) {
			order[i] = (int)i;
			TAP_EXPECT(!qda_pipe_push(pipe, &call, 0, done, &order[i]));
		}
		TAP_EXPECT(waits == 1);
		TAP_EXPECT(waited == cases[k].half);
		qda_pipe_close(pipe);
		TAP_EXPECT(done_count == (int)cases[k].depth + 1);
		cleanup();
	}
}

static const struct tap_test tests[] = {
	TAP_TEST(batch),
	TAP_TEST(fails),
	TAP_TEST(not_yet),
	TAP_TEST(over),
	TAP_TEST(many),
	TAP_TEST(after),
	TAP_TEST(pipes),
	TAP_TEST(pipe_waits),
};

TAP_MAIN(tests)
