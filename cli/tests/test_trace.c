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
	text = NULL;
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
	TAP_EXPECT(has("\"name\": \"to the DSP\"") == 2);
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

static const char *skip_value(const char *at);

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

static const char *skip_string(const char *at)
{
	if (*at++ != '"')
		return NULL;
	for (; *at != '"'; at++) {
		if ((unsigned char)*at < ' ')
			return NULL;
		if (*at == '\\' && (!*++at || !strchr("\"\\/bfnrtu", *at)))
			return NULL;
	}
	return at + 1;
}

/* An array, or an object, whose values are @named. */
static const char *skip_list(const char *at, char end, bool named)
{
	at = skip_blanks(at + 1);
	if (*at == end)
		return at + 1;
	for (;;) {
		at = skip_blanks(at);
		if (named) {
			at = skip_string(at);
			if (!at || *(at = skip_blanks(at)) != ':')
				return NULL;
			at++;
		}
		at = skip_value(at);
		if (!at)
			return NULL;
		at = skip_blanks(at);
		if (*at == end)
			return at + 1;
		if (*at++ != ',')
			return NULL;
	}
}

/* What is behind a value of JSON; NULL if it is none. */
static const char *skip_value(const char *at)
{
	char *end;

	at = skip_blanks(at);
	if (*at == '"')
		return skip_string(at);
	if (*at == '{')
		return skip_list(at, '}', true);
	if (*at == '[')
		return skip_list(at, ']', false);
	if (!strchr("-0123456789", *at) || !*at)
		return NULL;
	strtod(at, &end);
	return end;
}

/* What an event of that phase must have: the format's own list. */
static const char *const *fields_of(char phase)
{
	static const char *const complete[] = { "name", "pid", "tid", "ts", "dur", NULL };
	static const char *const async[] = { "name", "pid", "tid", "ts", "cat", "id", NULL };
	static const char *const meta[] = { "name", "pid", "args", NULL };
	static const char *const none[] = { "a known phase", NULL };

	switch (phase) {
	case 'X':
		return complete;
	case 'b':
	case 'e':
		return async;
	case 'M':
		return meta;
	default:
		return none;
	}
}

static bool event_is_right(const char *event)
{
	const char *phase = strstr(event, "\"ph\": \"");
	char key[32];

	if (!phase)
		return false;
	for (const char *const *field = fields_of(phase[7]); *field; field++) {
		const char *at;

		snprintf(key, sizeof(key), "\"%s\": ", *field);
		at = strstr(event, key);
		if (!at || at[strlen(key)] == '-') {
			printf("# %s: no good %s\n", event, *field);
			return false;
		}
	}
	return true;
}

/* The file is JSON, and each event has what the format of trace events asks for. */
static void format(void)
{
	const char *end;
	unsigned int events = 0;

	clear();
	trace.end = 300000;
	call(200);
	call(100);
	TAP_EXPECT(json() == 2);
	end = skip_value(text);
	TAP_EXPECT(end && !*skip_blanks(end));
	/* Of one tree: the two ends of this span in two calls, and nothing else. */
	TAP_EXPECT(has("\"cat\": \"serve\", \"id\": \"0x100\"") == 4);
	TAP_EXPECT(has("\"ph\": \"b\"") == has("\"ph\": \"e\""));
	TAP_EXPECT(has("\"ph\": \"b\"") == 2 * 4);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		if (strncmp(line, "{\"name\"", 7))
			continue;
		TAP_EXPECT(event_is_right(line));
		events++;
	}
	/* Names of five groups; the program; six slices and four spans a call. */
	TAP_EQUAL(events, 5 + 1 + 2 * (6 + 2 * 4));
	clear();
}

static const struct tap_test tests[] = {
	TAP_TEST(format),
	TAP_TEST(layers),
	TAP_TEST(unanswered),
	TAP_TEST(skewed),
};

int main(void)
{
	return tap_main(tests, sizeof(tests) / sizeof(tests[0]));
}
