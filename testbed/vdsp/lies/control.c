// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: control line
 *
 * A test in the guest steers the virtual DSP by lines of text over a virtio-serial
 * port. Every command is answered by one line, "ok ..." or "error ...", but "die".
 */
#include "lies/control.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/trace.h"
#include "lies/lie.h"
#include "port/port.h"

#define CONTROL_WORDS_MAX	4
#define CONTROL_VERSION		1

/* struct control_request - a line, cut into words */
struct control_request {
	const struct control_ops *ops;
	void *host;
	int words;
	char *word[CONTROL_WORDS_MAX];
	char *answer;
	size_t size;
};

struct control_command {
	const char *name;
	/* Words of the line, the command included. */
	int words_min;
	int words_max;
	void (*run)(struct control_request *r);
};

static void control_answer_ok(struct control_request *r)
{
	snprintf(r->answer, r->size, "ok");
}

static void control_answer_error(struct control_request *r, const char *why, const char *what)
{
	snprintf(r->answer, r->size, "error %s: %.100s", why, what);
}

/* A number from decimal, hexadecimal (0x) or negative text, as 32 bits. */
static int control_parse_number(const char *text, uint32_t *number)
{
	long long value;
	char *end;

	errno = 0;
	value = strtoll(text, &end, 0);
	if (errno || end == text || *end || value < INT32_MIN || value > UINT32_MAX)
		return -EINVAL;
	*number = (uint32_t)value;
	return 0;
}

static void control_lie(struct control_request *r)
{
	uint32_t count = 1;
	uint32_t arg;
	int lie;

	if (!strcmp(r->word[1], "none")) {
		lie_disarm_all();
		control_answer_ok(r);
		return;
	}
	lie = lie_find(r->word[1]);
	if (lie < 0) {
		control_answer_error(r, "no such lie", r->word[1]);
		return;
	}
	arg = lie_default(lie);
	if (r->words > 2 && control_parse_number(r->word[2], &count)) {
		control_answer_error(r, "bad count", r->word[2]);
		return;
	}
	if (r->words > 3 && control_parse_number(r->word[3], &arg)) {
		control_answer_error(r, "bad argument", r->word[3]);
		return;
	}
	lie_arm(lie, count, arg);
	control_answer_ok(r);
}

static void control_crash(struct control_request *r)
{
	const char *dsp = r->words > 2 ? r->word[2] : NULL;
	enum crash_kind kind;
	int ret;

	if (!strcmp(r->word[1], "fatal")) {
		kind = CRASH_FATAL;
	} else if (!strcmp(r->word[1], "watchdog")) {
		kind = CRASH_WATCHDOG;
	} else {
		control_answer_error(r, "no such crash", r->word[1]);
		return;
	}
	ret = r->ops->crash(r->host, dsp, kind);
	if (ret)
		control_answer_error(r, ret == -ENODEV ? "no such DSP" : "DSP does not run",
				     dsp ? dsp : "first");
	else
		control_answer_ok(r);
}

static void control_stats(struct control_request *r)
{
	struct fastrpc_stats s = { 0 };
	uint64_t faults = 0;

	r->ops->stats(r->host, &s, &faults);
	snprintf(r->answer, r->size,
		 "ok calls=%" PRIu64 " refused=%" PRIu64 " processes=%" PRIu32
		 " maps=%" PRIu32 " held=%" PRIu32 " faults=%" PRIu64 " deaths=%" PRIu64,
		 s.calls, s.refused, s.processes, s.maps, s.held, faults, s.deaths);
}

static void control_version(struct control_request *r)
{
	snprintf(r->answer, r->size, "ok vdsp control %d", CONTROL_VERSION);
}

static void control_clock(struct control_request *r)
{
	snprintf(r->answer, r->size, "ok %" PRIu64, trace_now());
}

/* What does not fit comes with the next "trace next"; "ok" alone: there is no more. */
static void control_trace(struct control_request *r)
{
	bool on = !strcmp(r->word[1], "on");

	if (!strcmp(r->word[1], "next")) {
		snprintf(r->answer, r->size, "ok");
		trace_take(r->answer + 2, r->size - 2);
	} else if (on || !strcmp(r->word[1], "off")) {
		trace_arm(on);
		snprintf(r->answer, r->size, "ok lost=%" PRIu64, trace_lost());
	} else {
		control_answer_error(r, "trace on, off or next, not", r->word[1]);
	}
}

static void control_die(struct control_request *r)
{
	(void)r;
	_Exit(LIE_EXIT_STATUS);
}

static const struct control_command control_commands[] = {
	{ "clock", 1, 1, control_clock },
	{ "crash", 2, 3, control_crash },
	{ "die", 1, 1, control_die },
	{ "lie", 2, 4, control_lie },
	{ "stats", 1, 1, control_stats },
	{ "trace", 2, 2, control_trace },
	{ "version", 1, 1, control_version },
};

/* Cut @line into words; -E2BIG if there are too many. */
static int control_split(struct control_request *r, char *line)
{
	char *rest = NULL;

	for (char *word = strtok_r(line, " \t\r\n", &rest); word;
	     word = strtok_r(NULL, " \t\r\n", &rest)) {
		if (r->words == CONTROL_WORDS_MAX)
			return -E2BIG;
		r->word[r->words++] = word;
	}
	return 0;
}

static void control_run(struct control_request *r)
{
	for (size_t i = 0; i < sizeof(control_commands) / sizeof(control_commands[0]); i++) {
		const struct control_command *command = &control_commands[i];

		if (strcmp(command->name, r->word[0]))
			continue;
		if (r->words < command->words_min || r->words > command->words_max)
			control_answer_error(r, "wrong number of words", r->word[0]);
		else
			command->run(r);
		return;
	}
	control_answer_error(r, "no such command", r->word[0]);
}

/**
 * control_line() - Run one command.
 * @ops: operations of the program
 * @host: their argument
 * @line: the command, NUL-terminated, with or without line end
 * @answer: gets the answer without line end; empty if @line holds no word
 * @size: room for the answer, PORT_ANSWER_SIZE is enough
 */
void control_line(const struct control_ops *ops, void *host, const char *line,
		  char *answer, size_t size)
{
	struct control_request r = {
		.ops = ops, .host = host, .answer = answer, .size = size,
	};
	char copy[PORT_LINE_SIZE];

	*answer = '\0';
	if (strlen(line) >= sizeof(copy)) {
		control_answer_error(&r, "line too long", line);
		return;
	}
	memcpy(copy, line, strlen(line) + 1);
	if (control_split(&r, copy))
		control_answer_error(&r, "too many words", line);
	else if (r.words)
		control_run(&r);
}
