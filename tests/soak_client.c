// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A process of the soak. Whatever it stands on may end at any time, so most errors
 * only mean that it has to begin anew; but each call has to end, once, in a way that
 * makes sense.
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "soak.h"
#include "tools/submit.h"

/*
 * Submissions that a client has under way at a time, calls of each, jobs of a session;
 * sessions of a file on average.
 */
#define SOAK_DEPTH	6u
#define SOAK_BATCH	8u
#define SOAK_JOBS	50u
#define SOAK_SESSIONS	4u
/* Milliseconds: the time of a job; of one whose calls hang; until its fence comes. */
#define SOAK_JOB_MS	(2000 * t_slowdown())
#define SOAK_HANG_MS	50u
#define SOAK_FENCE_MS	(30000 * t_slowdown())

/* The PD itself, and its method that ends it as a fault would. */
#define SOAK_PD		4
#define SOAK_PD_DIE	DRM_QDA_SCALARS(7, 0, 0, 0, 0)

/**
 * struct soak_job - a submission that is under way, or was
 * @s: the submission
 * @sync: syncobj for its fence
 * @flying: it was submitted, and not looked at since
 */
struct soak_job {
	struct submit s;
	__u32 sync;
	bool flying;
};

static struct soak_job soak_jobs[SOAK_DEPTH];
static struct soak_counts *soak_counts;
static struct soak_client *soak_me;
static unsigned int soak_state;

void soak_seed(unsigned int seed)
{
	soak_state = seed * 2654435761u + 1;
}

unsigned int soak_random(unsigned int limit)
{
	soak_state = soak_state * 1664525u + 1013904223u;
	return (soak_state >> 8) % limit;
}

/* One step more, which has led to @stage. */
static void soak_step(enum soak_stage stage)
{
	__atomic_store_n(&soak_me->stage, stage, __ATOMIC_RELAXED);
	__atomic_add_fetch(&soak_me->steps, 1, __ATOMIC_RELAXED);
}

static void soak_wrong(const char *what, int error)
{
	soak_add(&soak_counts->wrong, 1);
	t_note("%s: %d (%s)", what, error, strerror(-error));
}

/* Whether an operation has not worked: then what it stood on has ended. */
static bool soak_ended(const char *what, int ret)
{
	switch (ret) {
	case 0:
		return false;
	/* The DSP has gone, or the session, or the PD; a lie; no bank is free in time. */
	case -ENODEV: case -ENOENT: case -ECONNRESET: case -ECONNABORTED: case -ESHUTDOWN:
	case -EREMOTEIO: case -ETIMEDOUT: case -EBADMSG: case -EUSERS:
		return true;
	default:
		soak_wrong(what, ret);
		return true;
	}
}

/* What a job needs, when it is used first. */
static bool soak_job_init(struct soak_job *job, const struct remote *r)
{
	struct drm_syncobj_create create = { 0 };
	struct submit *s = &job->s;

	*job = (struct soak_job){ .s.remote = *r };
	if (soak_ended("an object", raw_gem_create(r->fd, SUBMIT_SIZE, &s->object)))
		return false;
	s->memory = raw_gem_map(r->fd, s->object, SUBMIT_SIZE);
	if (soak_ended("mmap", s->memory ? 0 : -errno) ||
	    soak_ended("a syncobj", raw_ioctl(r->fd, DRM_IOCTL_SYNCOBJ_CREATE, &create)))
		return false;
	job->sync = create.handle;
	s->results = (void *)(s->memory + SUBMIT_RESULTS);
	s->arg.calls.stride = sizeof(s->calls[0]);
	s->arg.calls.pointer = (uintptr_t)s->calls;
	s->arg.results = s->object;
	s->arg.results_offset = SUBMIT_RESULTS;
	return true;
}

static void soak_count_end(int error, int result)
{
	static const int errors[SOAK_ENDS] = {
		[SOAK_CANCELED] = -ECANCELED, [SOAK_TIME] = -ETIME,
		[SOAK_PD_DIED] = -ECONNABORTED, [SOAK_DSP_GONE] = -ECONNRESET,
		[SOAK_BAD_ANSWER] = -EBADMSG,
	};

	for (unsigned int i = SOAK_CANCELED; i < SOAK_ENDS; i++)
		if (error == errors[i]) {
			soak_add(&soak_counts->ends[i], 1);
			return;
		}
	if (error)
		soak_wrong("a result", error);
	else
		soak_add(&soak_counts->ends[result ? SOAK_METHOD : SOAK_OK], 1);
}

/* Looks at a job whose fence is signalled. */
static void soak_job_look(struct soak_job *job)
{
	for (unsigned int i = 0; i < job->s.arg.calls.count; i++)
		soak_count_end(__atomic_load_n(&job->s.results[i].error, __ATOMIC_ACQUIRE),
			       job->s.results[i].result);
	job->flying = false;
}

static bool soak_job_wait(struct soak_job *job)
{
	int ret;

	if (!job->flying)
		return true;
	ret = submit_wait_ms(job->s.remote.fd, job->sync, SOAK_FENCE_MS);
	if (ret == -ETIME)
		soak_wrong("a fence that is not signalled", ret);
	if (ret)
		return !soak_ended("a wait", ret);
	soak_job_look(job);
	return true;
}

static void soak_fill(struct soak_job *job)
{
	unsigned int count = 1 + soak_random(SOAK_BATCH);

	job->s.arg.calls.count = 0;
	job->s.arg.timeout_ns = raw_deadline(soak_random(20) ? SOAK_JOB_MS : 1 + soak_random(20));
	for (unsigned int i = 0; i < count; i++) {
		switch (soak_random(40)) {
		case 0:
			submit_add(&job->s, SELF_HANG, 0);
			job->s.arg.timeout_ns = raw_deadline(SOAK_HANG_MS);
			break;
		case 1:
			submit_add(&job->s, SELF_SLEEP, soak_random(4));
			break;
		case 2:
			submit_add(&job->s, SELF_FAIL, 1 + soak_random(1000));
			break;
		default:
			submit_add(&job->s, SELF_COUNT, 0);
		}
	}
}

/* One job more, in any queue, that may wait for another one of this client. */
static bool soak_submit(struct soak_job *job, const struct remote *r)
{
	struct soak_job *other = &soak_jobs[soak_random(SOAK_DEPTH)];
	__u32 in = other != job && other->flying && !soak_random(4) ? other->sync : 0;
	int ret;

	if (!soak_job_wait(job) || (!job->sync && !soak_job_init(job, r)))
		return false;
	job->s.remote = *r;
	job->s.arg.session = r->session;
	soak_fill(job);
	job->s.arg.queue = soak_random(DRM_QDA_QUEUES);
	job->s.arg.flags = soak_random(8) ? 0 : DRM_QDA_SUBMIT_IMPLICIT;
	ret = submit_go(&job->s, in, job->sync);
	/* No room until then: calls that hang have taken it all. */
	if (soak_ended("a submission", ret))
		return false;
	job->flying = true;
	soak_step(SOAK_SESSION);
	soak_add(&soak_counts->submitted, job->s.arg.calls.count);
	return true;
}

/* Things that programs do in between. Return: whether the session goes on. */
static bool soak_meddle(struct soak_job *job, const struct remote *r)
{
	struct drm_gem_close close = { .handle = job->s.object };
	__s32 result;

	switch (soak_random(60)) {
	case 0:
		soak_add(&soak_counts->closed, 1);
		soak_ended("a close", raw_session_close(r->fd, r->session));
		return false;
	case 1:
		/* The object of a job in flight: its memory stays until the end of it. */
		if (!soak_job_wait(job) || !soak_submit(job, r) ||
		    soak_ended("closing an object", raw_ioctl(r->fd, DRM_IOCTL_GEM_CLOSE, &close)))
			return false;
		if (!soak_job_wait(job))
			return false;
		munmap(job->s.memory, SUBMIT_SIZE);
		return soak_job_init(job, r);
	case 2: case 3: case 4: case 5: case 6: case 7: case 8: case 9:
		/* No answer, a wrong one: then it goes on. */
		return !soak_ended("the end of a PD",
				   raw_invoke_until(r->fd, r->session, SOAK_PD, SOAK_PD_DIE, NULL,
						    raw_deadline(SOAK_JOB_MS), &result));
	default:
		return true;
	}
}

static bool soak_begin(struct remote *r)
{
	long long error;

	if (soak_ended("a session", raw_session_wait(r->fd, raw_deadline(2000), &r->session)))
		return false;
	soak_step(SOAK_SESSION);
	soak_add(&soak_counts->sessions, 1);
	error = remote_open(r->fd, r->session, "selftest", &r->handle);
	/* What is positive is the DSP's. */
	if (error > 0 || soak_ended("a module", (int)error))
		return false;
	soak_step(SOAK_SESSION);
	return true;
}

/* Until it ends, in whatever way. */
static void soak_session(struct remote *r)
{
	unsigned int jobs = 1 + soak_random(SOAK_JOBS);

	if (!soak_begin(r))
		return;
	for (unsigned int n = 0; n < jobs; n++) {
		struct soak_job *job = &soak_jobs[n % SOAK_DEPTH];

		if (!soak_submit(job, r) || !soak_meddle(job, r))
			break;
	}
}

/* From an open file to its end, which not all jobs have to see; one session after another. */
static void soak_life(int fd)
{
	struct remote r = { .fd = fd };

	memset(soak_jobs, 0, sizeof(soak_jobs));
	soak_step(SOAK_NODE);
	for (soak_session(&r); soak_random(SOAK_SESSIONS); soak_session(&r)) {
		if (r.session)
			soak_ended("a close", raw_session_close(fd, r.session));
		r.session = 0;
	}
	for (unsigned int i = 0; i < SOAK_DEPTH; i++) {
		struct soak_job *job = &soak_jobs[i];

		if (soak_random(4))
			soak_job_wait(job);
		if (job->s.memory)
			munmap(job->s.memory, SUBMIT_SIZE);
	}
	close(fd);
	__atomic_store_n(&soak_me->stage, SOAK_OUTSIDE, __ATOMIC_RELAXED);
}

void soak_client(struct soak_counts *counts, unsigned int i, unsigned int seed)
{
	soak_counts = counts;
	soak_me = &counts->clients[i];
	soak_seed(seed);
	for (;;) {
		int fd = raw_open();

		if (fd >= 0)
			soak_life(fd);
		else
			t_sleep_ms(20);
	}
}
