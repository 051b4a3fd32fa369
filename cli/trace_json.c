// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * A trace as JSON of Chrome's trace-event format, which Perfetto reads, too. What can
 * overlap on its line is asynchronous there ("b" and "e" with an id): calls on their way,
 * and in the virtual DSP. Slices of one thread are complete ("X").
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "json.h"
#include "trace.h"

/* Groups of lines, from the program down to the DSP. PDs follow, by client. */
#define JSON_PROGRAM	1
#define JSON_KERNEL	2
#define JSON_TRANSPORT	3
#define JSON_DSP	4
#define JSON_PD		100

/**
 * struct json_trace - a trace on its way into a file
 */
struct json_trace {
	/** @trace: the trace */
	const struct trace *trace;
	/** @out: the file */
	FILE *out;
	/** @comma: what comes before the next object */
	const char *comma;
};

/**
 * trace_now() - what time is it?
 *
 * Return: nanoseconds of CLOCK_MONOTONIC.
 */
int64_t trace_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/**
 * trace_add() - add an event
 * @trace: the trace
 * @event: copied
 *
 * Return: 0 or -ENOMEM.
 */
int trace_add(struct trace *trace, const struct trace_event *event)
{
	if (trace->count == trace->room) {
		size_t room = trace->room ? 2 * trace->room : 4096;
		struct trace_event *grown = realloc(trace->events, room * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		trace->events = grown;
		trace->room = room;
	}
	trace->events[trace->count++] = *event;
	return 0;
}

static int json_compare(const void *one, const void *other)
{
	const struct trace_event *a = one, *b = other;

	if (a->ns != b->ns)
		return a->ns < b->ns ? -1 : 1;
	return (int)a->kind - (int)b->kind;
}

/**
 * trace_sort() - put the events into the order of time
 * @trace: the trace
 */
void trace_sort(struct trace *trace)
{
	if (trace->count)
		qsort(trace->events, trace->count, sizeof(*trace->events), json_compare);
}

static void json_time(struct json_trace *json, const char *key, int64_t ns)
{
	fprintf(json->out, ", \"%s\": %.3f", key, (double)ns / 1e3);
}

static void json_begin(struct json_trace *json, const char *name, const char *phase,
		       uint32_t group, uint32_t line)
{
	fprintf(json->out, "%s\n{\"name\": \"%s\", \"ph\": \"%s\", \"pid\": %u, \"tid\": %u",
		json->comma, name, phase, group, line);
	json->comma = ",";
}

static void json_name(struct json_trace *json, const char *what, uint32_t group,
		      uint32_t line, const char *name)
{
	json_begin(json, what, "M", group, line);
	fputs(", \"args\": {\"name\": ", json->out);
	json_string(json->out, name);
	fputs("}}", json->out);
}

/* From one event to another one, on the line of a thread. */
static void json_slice(struct json_trace *json, const char *name, uint32_t group,
		       const struct trace_event *from, const struct trace_event *to,
		       const struct trace_event *call)
{
	if (!from || !to || to->ns < from->ns)
		return;
	json_begin(json, name, "X", group, from->thread);
	json_time(json, "ts", from->ns - json->trace->begin);
	json_time(json, "dur", to->ns - from->ns);
	fprintf(json->out, ", \"args\": {\"handle\": \"%#x\", \"method\": %u, \"context\": \"%#"
		PRIx64 "\"}}", call->handle, call->method, call->ctx);
}

/* The same where others may go on at the same time. */
static void json_async(struct json_trace *json, const char *name, uint32_t group,
		       const struct trace_event *from, const struct trace_event *to,
		       const struct trace_event *call)
{
	const struct trace_event *const ends[] = { from, to };

	if (!from || !to)
		return;
	for (int i = 0; i < 2; i++) {
		/* The clocks are aligned to an error: nothing ends before it begins. */
		int64_t ns = ends[i]->ns < from->ns ? from->ns : ends[i]->ns;

		json_begin(json, name, i ? "e" : "b", group, call->client);
		json_time(json, "ts", ns - json->trace->begin);
		/* What has category and id in common is one tree, whatever its group. */
		fprintf(json->out, ", \"cat\": \"%s\", \"id\": \"%#" PRIx64 "\"}", name,
			call->ctx);
	}
}

/*
 * The event of a kind that comes first from @index on, of the call with that context or
 * of that thread.
 */
static const struct trace_event *json_next(const struct trace *trace, size_t index,
					   enum trace_kind kind, uint64_t ctx, uint32_t thread)
{
	int64_t slack = kind >= TRACE_RECEIVED && kind <= TRACE_ANSWERED ? trace->error_ns : 0;

	while (slack && index && trace->events[index - 1].ns >= trace->events[index].ns - slack)
		index--;
	for (size_t i = index; i < trace->count; i++) {
		const struct trace_event *event = &trace->events[i];

		if (event->kind == kind && (ctx ? event->ctx == ctx : event->thread == thread))
			return event;
		/* The context is used again by another call. */
		if (ctx && i > index && event->kind == TRACE_ANSWER && event->ctx == ctx && !slack)
			return NULL;
	}
	return NULL;
}

/* The last event of a kind of that thread before @index. */
static const struct trace_event *json_last(const struct trace *trace, size_t index,
					   enum trace_kind kind, uint32_t thread)
{
	while (index--) {
		const struct trace_event *event = &trace->events[index];

		if (event->kind == kind && event->thread == thread)
			return event;
	}
	return NULL;
}

/* A call: what the thread did that has sent it, and then what all others did. */
static void json_call(struct json_trace *json, size_t index)
{
	const struct trace *trace = json->trace;
	const struct trace_event *send = &trace->events[index];
	const struct trace_event *enter = json_last(trace, index, TRACE_ENTER, send->thread);
	const struct trace_event *begin = json_last(trace, index, TRACE_BEGIN, send->thread);
	const struct trace_event *left = json_last(trace, index, TRACE_END, send->thread);
	const struct trace_event *at[TRACE_END + 1] = { NULL };
	uint32_t pd = JSON_PD + send->client;

	for (enum trace_kind kind = TRACE_RECEIVED; kind <= TRACE_ANSWER; kind++)
		at[kind] = json_next(trace, index, kind, send->ctx, 0);
	for (enum trace_kind kind = TRACE_DONE; kind <= TRACE_END; kind++)
		at[kind] = json_next(trace, index, kind, 0, send->thread);

	/* The driver makes calls of its own, in other ioctls than libqda's invoke. */
	if (begin && (!left || left->ns <= begin->ns))
		json_slice(json, "libqda", JSON_PROGRAM, begin, at[TRACE_END], send);
	json_slice(json, "ioctl", JSON_PROGRAM, enter, at[TRACE_EXIT], send);
	json_slice(json, "prepare", JSON_KERNEL, enter, send, send);
	json_slice(json, "wait", JSON_KERNEL, send, at[TRACE_DONE], send);
	json_slice(json, "return", JSON_KERNEL, at[TRACE_DONE], at[TRACE_EXIT], send);
	json_async(json, "to the DSP", JSON_TRANSPORT, send, at[TRACE_RECEIVED], send);
	json_async(json, "to the CPU", JSON_TRANSPORT, at[TRACE_ANSWERED], at[TRACE_ANSWER], send);
	json_async(json, "serve", JSON_DSP, at[TRACE_RECEIVED], at[TRACE_ANSWERED], send);
	json_async(json, "request", pd, at[TRACE_ASKED], at[TRACE_REPLIED], send);
	json_slice(json, "method", pd, at[TRACE_BEGAN], at[TRACE_ENDED], send);
}

static void json_names(struct json_trace *json)
{
	const struct trace *trace = json->trace;
	uint32_t last = 0;
	char name[64];

	snprintf(name, sizeof(name), "program %.40s", trace->command);
	json_name(json, "process_name", JSON_PROGRAM, 0, name);
	json_name(json, "process_name", JSON_KERNEL, 0, "kernel: qda");
	json_name(json, "process_name", JSON_TRANSPORT, 0, "transport");
	if (trace->has_dsp)
		json_name(json, "process_name", JSON_DSP, 0, "virtual DSP");
	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_event *event = &trace->events[i];

		if (event->kind != TRACE_ASKED || event->client <= last)
			continue;
		last = event->client;
		snprintf(name, sizeof(name), "PD of client %u", last);
		json_name(json, "process_name", JSON_PD + last, 0, name);
	}
}

/**
 * trace_write() - write a trace as JSON
 * @trace: sorted
 * @out: where to
 *
 * Return: number of calls.
 */
int trace_write(const struct trace *trace, FILE *out)
{
	struct json_trace json = { .trace = trace, .out = out, .comma = "" };
	struct trace_event from = { .ns = trace->begin, .thread = (uint32_t)trace->pid };
	struct trace_event to = { .ns = trace->end };
	int calls = 0;

	fputs("{\"displayTimeUnit\": \"ns\",\n\"traceEvents\": [", out);
	json_names(&json);
	json_slice(&json, "program", JSON_PROGRAM, &from, &to, &to);
	for (size_t i = 0; i < trace->count; i++) {
		if (trace->events[i].kind != TRACE_SEND)
			continue;
		json_call(&json, i);
		calls++;
	}
	fprintf(out, "\n],\n\"otherData\": {\"calls\": %d, \"clock_error_ns\": %" PRId64
		", \"lost_events\": %" PRIu64 "}}\n", calls, trace->error_ns, trace->lost);
	return calls;
}
