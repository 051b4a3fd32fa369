// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: trace
 *
 * Where calls were when, for "qda trace". Armed and read by the control line; while it is
 * not armed a call costs one test of a flag here. What is not read in time is lost, and
 * counted: the oldest goes.
 */
#include "base/trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Events that are kept: some ten thousand calls. */
#define TRACE_EVENTS	65536u

struct trace_event {
	enum trace_kind kind;
	int32_t client;
	uint32_t value;
	uint64_t time_ns;
	uint64_t ctx;
};

static const char *const trace_names[] = {
	[TRACE_RECEIVED] = "received", [TRACE_ASKED] = "asked", [TRACE_BEGAN] = "began",
	[TRACE_ENDED] = "ended", [TRACE_REPLIED] = "replied", [TRACE_ANSWERED] = "answered",
};

static struct trace_event trace_events[TRACE_EVENTS];
static uint64_t trace_written, trace_read;
static bool trace_armed;

/**
 * trace_now() - What time is it?
 */
uint64_t trace_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/**
 * trace_arm() - Begin, or end.
 *
 * What was kept from before is forgotten when it begins.
 */
void trace_arm(bool on)
{
	trace_armed = on;
	if (on)
		trace_written = trace_read = 0;
}

/**
 * trace_is_armed() - Is anything kept?
 */
bool trace_is_armed(void)
{
	return trace_armed;
}

/**
 * trace_add() - Keep where a call is.
 * @time_ns: since when, see trace_now()
 * @ctx: context of the call
 * @client: the guest's number of the PD's client
 * @value: see &enum trace_kind
 */
void trace_add(enum trace_kind kind, uint64_t time_ns, uint64_t ctx, int32_t client,
	       uint32_t value)
{
	if (!trace_armed)
		return;
	trace_events[trace_written++ % TRACE_EVENTS] = (struct trace_event){
		.kind = kind, .client = client, .value = value, .time_ns = time_ns, .ctx = ctx,
	};
	if (trace_written - trace_read > TRACE_EVENTS)
		trace_read = trace_written - TRACE_EVENTS;
}

/**
 * trace_lost() - How many events were lost since it began?
 */
uint64_t trace_lost(void)
{
	return trace_written > TRACE_EVENTS ? trace_written - TRACE_EVENTS : 0;
}

/**
 * trace_take() - Take the oldest events, as many as fit.
 * @text: gets a word KIND:TIME:CONTEXT:CLIENT:VALUE for each, a blank before it
 * @size: bytes of @text
 *
 * Return: bytes written, without the NUL.
 */
size_t trace_take(char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	while (trace_read < trace_written) {
		const struct trace_event *e = &trace_events[trace_read % TRACE_EVENTS];
		char word[128];
		int length = snprintf(word, sizeof(word), " %s:%" PRIu64 ":%" PRIx64 ":%d:%u",
				      trace_names[e->kind], e->time_ns, e->ctx, e->client,
				      e->value);

		if (used + (size_t)length >= size)
			break;
		memcpy(text + used, word, (size_t)length + 1);
		used += (size_t)length;
		trace_read++;
	}
	return used;
}
