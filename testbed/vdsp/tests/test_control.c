// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/trace.h"
#include "lies/control.h"
#include "lies/lie.h"
#include "port/port.h"
#include "tap.h"

static const char *crashed_dsp;
static enum crash_kind crash_kind;

static int fake_crash(void *host, const char *dsp, enum crash_kind kind)
{
	(void)host;
	if (dsp && !strcmp(dsp, "mdsp"))
		return -ENODEV;
	if (dsp && !strcmp(dsp, "adsp"))
		return -ENOTCONN;
	crashed_dsp = dsp ? "named" : "first";
	crash_kind = kind;
	return 0;
}

static void fake_stats(void *host, struct fastrpc_stats *stats, uint64_t *faults)
{
	(void)host;
	*stats = (struct fastrpc_stats){ 10, 1, 2, 3, 4, 6 };
	*faults = 5;
}

static const struct control_ops ops = { fake_crash, fake_stats };

static const char *ask(const char *line)
{
	static char answer[PORT_ANSWER_SIZE];

	control_line(&ops, NULL, line, answer, sizeof(answer));
	return answer;
}

static bool starts(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

static void control_arms_lies(void)
{
	TAP_EXPECT(!strcmp(ask("lie drop"), "ok"));
	TAP_EXPECT(lie_take(LIE_DROP));
	TAP_EXPECT(!lie_take(LIE_DROP));
	TAP_EXPECT(!strcmp(ask("lie delay\n"), "ok"));
	TAP_EXPECT(lie_take(LIE_DELAY));
	TAP_EQUAL(lie_arg(LIE_DELAY), 100);
	TAP_EXPECT(!strcmp(ask("  lie  delay 2 0x10\r\n"), "ok"));
	TAP_EXPECT(lie_take(LIE_DELAY));
	TAP_EQUAL(lie_arg(LIE_DELAY), 16);
	TAP_EXPECT(lie_take(LIE_DELAY));
	TAP_EXPECT(!strcmp(ask("lie wrong-result 1 -5"), "ok"));
	TAP_EXPECT(lie_take(LIE_WRONG_RESULT));
	TAP_EQUAL((int32_t)lie_arg(LIE_WRONG_RESULT), -5);
	TAP_EXPECT(!strcmp(ask("lie hang 3"), "ok"));
	TAP_EXPECT(!strcmp(ask("lie none"), "ok"));
	TAP_EXPECT(!lie_take(LIE_HANG));
}

static void control_refuses_bad_lies(void)
{
	TAP_EXPECT(starts(ask("lie"), "error "));
	TAP_EXPECT(starts(ask("lie truth"), "error no such lie"));
	TAP_EXPECT(starts(ask("lie drop x"), "error bad count"));
	TAP_EXPECT(starts(ask("lie drop 1 2x"), "error bad argument"));
	TAP_EXPECT(starts(ask("lie drop 99999999999"), "error bad count"));
	TAP_EXPECT(starts(ask("lie drop 1 2 3"), "error "));
	TAP_EXPECT(!lie_take(LIE_DROP));
}

static void control_crashes(void)
{
	TAP_EXPECT(!strcmp(ask("crash fatal"), "ok"));
	TAP_EXPECT(!strcmp(crashed_dsp, "first") && crash_kind == CRASH_FATAL);
	TAP_EXPECT(!strcmp(ask("crash watchdog cdsp"), "ok"));
	TAP_EXPECT(!strcmp(crashed_dsp, "named") && crash_kind == CRASH_WATCHDOG);
	TAP_EXPECT(starts(ask("crash"), "error "));
	TAP_EXPECT(starts(ask("crash softly"), "error no such crash"));
	TAP_EXPECT(starts(ask("crash fatal mdsp"), "error no such DSP"));
	TAP_EXPECT(starts(ask("crash fatal adsp"), "error DSP does not run"));
}

static void control_reports(void)
{
	TAP_EXPECT(!strcmp(ask("stats"),
			  "ok calls=10 refused=1 processes=2 maps=3 held=4 faults=5 deaths=6"));
	TAP_EXPECT(starts(ask("version"), "ok "));
}

static void control_survives_noise(void)
{
	char line[1000];

	TAP_EXPECT(!*ask(""));
	TAP_EXPECT(!*ask(" \r\n"));
	TAP_EXPECT(starts(ask("hello"), "error no such command"));
	TAP_EXPECT(starts(ask("a b c d e f"), "error too many words"));
	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	TAP_EXPECT(starts(ask(line), "error line too long"));
	line[200] = '\0';
	TAP_EXPECT(starts(ask(line), "error no such command"));
}

static void control_dies(void)
{
	pid_t child = fork();
	int status = 0;

	if (!child) {
		ask("die");
		_exit(1);
	}
	TAP_EXPECT(waitpid(child, &status, 0) == child);
	TAP_EXPECT(WIFEXITED(status));
	TAP_EQUAL(WEXITSTATUS(status), LIE_EXIT_STATUS);
}

/* Kept while it is armed, taken in order, as many as fit; the oldest of too many is lost. */
static void control_traces(void)
{
	trace_add(TRACE_RECEIVED, 1, 0x10, 3, 8);
	TAP_EXPECT(!strcmp(ask("trace on"), "ok lost=0"));
	TAP_EXPECT(!strcmp(ask("trace next"), "ok"));
	trace_add(TRACE_RECEIVED, 1000000000001, 0x10f, 3, 8);
	trace_add(TRACE_ANSWERED, 1000000000002, 0x10f, 0, 0x8000040e);
	TAP_EXPECT(!strcmp(ask("trace next"), "ok received:1000000000001:10f:3:8"
			   " answered:1000000000002:10f:0:2147484686"));
	TAP_EXPECT(!strcmp(ask("trace next"), "ok"));
	TAP_EXPECT(!strcmp(ask("trace on"), "ok lost=0"));
	for (int i = 0; i < 65536 + 2; i++)
		trace_add(TRACE_ASKED, (uint64_t)i, 1, 1, 1);
	TAP_EXPECT(!strcmp(ask("trace off"), "ok lost=2"));
	TAP_EXPECT(starts(ask("trace next"), "ok asked:2:1:1:1 asked:3:1:1:1 "));
	TAP_EXPECT(starts(ask("trace maybe"), "error"));
	TAP_EXPECT(starts(ask("clock"), "ok "));
	TAP_EXPECT(strtoull(ask("clock") + 3, NULL, 10) <= trace_now());
}

static const struct tap_test cases[] = {
	{ "arms lies", control_arms_lies },
	{ "refuses bad lies", control_refuses_bad_lies },
	{ "crashes", control_crashes },
	{ "reports", control_reports },
	{ "survives noise", control_survives_noise },
	{ "traces", control_traces },
	{ "dies", control_dies },
};

TAP_MAIN(cases)
