// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * A trace of two calls on one context, as JSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "trace.h"

static struct trace trace;
static char *text;
static size_t size;

static void add(int64_t us, enum trace_kind kind, uint32_t thread, uint64_t ctx)
{
	const struct trace_event event = {
		.ns = us * 1000, .kind = kind, .thread = thread, .ctx = ctx, .client = 3,
		.handle = 0x10, .method = 2,
	};

	TAP_EXPECT(!trace_add(&trace, &event));
}

/* From @us on: all of it, 1 us each. */
static void call(int64_t us)
{
	add(us, TRACE_BEGIN, 71, 0);
	add(us + 1, TRACE_ENTER, 71, 0);
	add(us + 2, TRACE_SEND, 71, 0x100);
	add(us + 3, TRACE_RECEIVED, 16, 0x100);
	add(us + 4, TRACE_ASKED, 0, 0x100);
	add(us + 5, TRACE_BEGAN, 65539, 0x100);
	add(us + 6, TRACE_ENDED, 65539, 0x100);
	add(us + 7, TRACE_REPLIED, 0, 0x100);
	add(us + 8, TRACE_ANSWERED, 0, 0x100);
	add(us + 9, TRACE_ANSWER, 5, 0x100);
	add(us + 10, TRACE_DONE, 71, 0);
	add(us + 11, TRACE_EXIT, 71, 0);
	add(us + 12, TRACE_END, 71, 0);
}

static int json(void)
{
	FILE *out = open_memstream(&text, &size);
	int calls;

	trace_sort(&trace);
	calls = trace_write(&trace, out);
	fclose(out);
	return calls;
}

static unsigned int has(const char *part)
{
	unsigned int count = 0;

	for (const char *at = text; (at = strstr(at, part)); at++)
		count++;
	return count;
}

/* Is there just one of these? Times are in us; a negative @duration is none. */
static bool span(const char *name, char phase, unsigned int group, unsigned int line,
		 int begin, int duration)
{
	char part[256];
	int used;

	used = snprintf(part, sizeof(part),
			"\"%s\", \"ph\": \"%c\", \"pid\": %u, \"tid\": %u, \"ts\": %d.000", name,
			phase, group, line, begin);
	if (duration >= 0)
		snprintf(part + used, sizeof(part) - (size_t)used, ", \"dur\": %d.000", duration);
	return has(part) == 1;
}

static void clear(void)
{
	free(trace.events);
	free(text);
	memset(&trace, 0, sizeof(trace));
	trace.command = "a \"b\"";
	trace.has_dsp = true;
}

/* Each layer has its span, with its own times, also when the context is used again. */
static void layers(void)
{
	clear();
	trace.end = 300000;
	call(200);
	call(100);
	TAP_EXPECT(json() == 2);
	for (int i = 1; i <= 2; i++) {
		TAP_EXPECT(span("libqda", 'X', 1, 71, i * 100, 12));
		TAP_EXPECT(span("ioctl", 'X', 1, 71, i * 100 + 1, 10));
		TAP_EXPECT(span("wait", 'X', 2, 71, i * 100 + 2, 8));
		TAP_EXPECT(span("serve", 'b', 4, 3, i * 100 + 3, -1));
		TAP_EXPECT(span("serve", 'e', 4, 3, i * 100 + 8, -1));
		TAP_EXPECT(span("method", 'X', 103, 65539, i * 100 + 5, 1));
	}
	TAP_EXPECT(has("\"program a \\\"b\\\"\"") == 1);
	TAP_EXPECT(has("\"PD of client 3\"") == 1);
}

/* A call that nobody has answered ends nothing that it has not begun. */
static void unanswered(void)
{
	clear();
	add(1, TRACE_ENTER, 71, 0);
	add(2, TRACE_SEND, 71, 0x100);
	add(3, TRACE_RECEIVED, 16, 0x100);
	TAP_EXPECT(json() == 1);
	TAP_EXPECT(has("\"to the DSP\"") == 2);
	TAP_EXPECT(!has("\"wait\"") && !has("\"serve\"") && !has("\"name\": \"method\""));
}

/* What came too early by the other clock, within its error, is still of the call. */
static void skewed(void)
{
	clear();
	trace.error_ns = 5000;
	add(10, TRACE_SEND, 71, 0x100);
	add(8, TRACE_RECEIVED, 16, 0x100);
	TAP_EXPECT(json() == 1);
	TAP_EXPECT(span("to the DSP", 'b', 3, 3, 10, -1));
	TAP_EXPECT(span("to the DSP", 'e', 3, 3, 10, -1));
	clear();
}

static const struct tap_test tests[] = {
	TAP_TEST(layers),
	TAP_TEST(unanswered),
	TAP_TEST(skewed),
};

int main(void)
{
	return tap_main(tests, sizeof(tests) / sizeof(tests[0]));
}
