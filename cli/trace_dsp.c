// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The virtual DSP's part of a trace, over its control line. It has another clock, the
 * host's CLOCK_MONOTONIC: it is asked for that before and after, each time often, and
 * the answer that came soonest counts. What lies between was then, give or take half
 * of the time that the question took; a drift is taken for even.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "trace.h"

#define DSP_PORT	"/dev/virtio-ports/org.qda.vdsp"
#define DSP_ANSWER_MS	5000
#define DSP_PINGS	32

/* Bytes of the longest answer: more than testbed/vdsp/port sends. */
#define DSP_ANSWER_SIZE	1024

/**
 * struct dsp_clock - the two clocks at one moment
 */
struct dsp_clock {
	/** @here: this machine's */
	int64_t here;
	/** @there: the virtual DSP's */
	int64_t there;
	/** @error: what the first may be off, in either direction */
	int64_t error;
};

static struct dsp_clock dsp_begin;
static int dsp_fd = -1;

/* One line there, one back. */
static int dsp_ask(const char *question, char *answer, size_t size)
{
	size_t used = 0, length = strlen(question);

	if (write(dsp_fd, question, length) != (ssize_t)length)
		return -EIO;
	for (;;) {
		struct pollfd wait = { .fd = dsp_fd, .events = POLLIN };
		char c;

		if (poll(&wait, 1, DSP_ANSWER_MS) != 1 || read(dsp_fd, &c, 1) != 1)
			return -ETIMEDOUT;
		if (c == '\n')
			break;
		if (used + 1 < size)
			answer[used++] = c;
	}
	answer[used] = '\0';
	return strncmp(answer, "ok", 2) ? -EPROTO : 0;
}

static int dsp_ping(struct dsp_clock *best)
{
	char answer[DSP_ANSWER_SIZE];

	best->error = INT64_MAX;
	for (int i = 0; i < DSP_PINGS; i++) {
		int64_t before = trace_now(), after;
		int ret = dsp_ask("clock\n", answer, sizeof(answer));

		if (ret)
			return ret;
		after = trace_now();
		if ((after - before) / 2 >= best->error)
			continue;
		best->error = (after - before) / 2;
		best->here = before + best->error;
		best->there = strtoll(answer + 3, NULL, 10);
	}
	return 0;
}

/**
 * trace_dsp_start() - have the virtual DSP keep what happens, if there is one
 */
void trace_dsp_start(void)
{
	char answer[DSP_ANSWER_SIZE];

	dsp_fd = open(DSP_PORT, O_RDWR | O_CLOEXEC);
	if (dsp_fd < 0)
		return;
	if (!dsp_ping(&dsp_begin) && !dsp_ask("trace on\n", answer, sizeof(answer)))
		return;
	close(dsp_fd);
	dsp_fd = -1;
}

static int64_t dsp_here(const struct dsp_clock *end, int64_t there)
{
	double rate = (double)(end->here - dsp_begin.here) /
		      (double)(end->there - dsp_begin.there);

	return dsp_begin.here + (int64_t)((double)(there - dsp_begin.there) * rate);
}

/* " KIND:TIME:CONTEXT:CLIENT:VALUE"... */
static int dsp_take(struct trace *trace, const struct dsp_clock *end, char *words)
{
	static const struct {
		const char *name;
		enum trace_kind kind;
	} names[] = {
		{ "received", TRACE_RECEIVED }, { "asked", TRACE_ASKED },
		{ "began", TRACE_BEGAN }, { "ended", TRACE_ENDED },
		{ "replied", TRACE_REPLIED }, { "answered", TRACE_ANSWERED },
	};
	char *rest = NULL;
	int ret = 0;

	for (char *word = strtok_r(words, " ", &rest); word && !ret;
	     word = strtok_r(NULL, " ", &rest)) {
		char name[16];
		long long ns;
		unsigned long long ctx;
		unsigned int client, value;

		if (sscanf(word, "%15[a-z]:%lld:%llx:%u:%u", name, &ns, &ctx, &client, &value) != 5)
			continue;
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
			struct trace_event event = {
				.ns = dsp_here(end, ns), .kind = names[i].kind, .ctx = ctx,
				.client = client, .thread = value, .handle = value,
			};

			if (!strcmp(names[i].name, name))
				ret = trace_add(trace, &event);
		}
	}
	return ret;
}

/**
 * trace_dsp_stop() - take what the virtual DSP has kept
 * @trace: gets the events
 *
 * Return: 0, also if there is none; -errno.
 */
int trace_dsp_stop(struct trace *trace)
{
	struct dsp_clock end;
	char answer[DSP_ANSWER_SIZE];
	int ret;

	if (dsp_fd < 0)
		return 0;
	ret = dsp_ping(&end);
	if (!ret)
		ret = dsp_ask("trace off\n", answer, sizeof(answer));
	if (!ret)
		trace->lost = strtoull(answer + strlen("ok lost="), NULL, 10);
	while (!ret) {
		ret = dsp_ask("trace next\n", answer, sizeof(answer));
		if (ret || !answer[2])
			break;
		ret = dsp_take(trace, &end, answer + 2);
	}
	trace->has_dsp = !ret;
	trace->error_ns = dsp_begin.error > end.error ? dsp_begin.error : end.error;
	close(dsp_fd);
	dsp_fd = -1;
	return ret;
}
