// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lies/control.h"
#include "lies/lie.h"
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
	*stats = (struct fastrpc_stats){ 10, 1, 2, 3, 4 };
	*faults = 5;
}

static const struct control_ops ops = { fake_crash, fake_stats };

static const char *ask(const char *line)
{
	static char answer[CONTROL_ANSWER_SIZE];

	control_line(&ops, NULL, line, answer, sizeof(answer));
	return answer;
}

static bool starts(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

static void control_arms_lies(void)
{
	tap_check(!strcmp(ask("lie drop"), "ok"));
	tap_check(lie_take(LIE_DROP));
	tap_check(!lie_take(LIE_DROP));
	tap_check(!strcmp(ask("lie delay\n"), "ok"));
	tap_check(lie_take(LIE_DELAY));
	tap_equal(lie_arg(LIE_DELAY), 100);
	tap_check(!strcmp(ask("  lie  delay 2 0x10\r\n"), "ok"));
	tap_check(lie_take(LIE_DELAY));
	tap_equal(lie_arg(LIE_DELAY), 16);
	tap_check(lie_take(LIE_DELAY));
	tap_check(!strcmp(ask("lie wrong-result 1 -5"), "ok"));
	tap_check(lie_take(LIE_WRONG_RESULT));
	tap_equal((int32_t)lie_arg(LIE_WRONG_RESULT), -5);
	tap_check(!strcmp(ask("lie hang 3"), "ok"));
	tap_check(!strcmp(ask("lie none"), "ok"));
	tap_check(!lie_take(LIE_HANG));
}

static void control_refuses_bad_lies(void)
{
	tap_check(starts(ask("lie"), "error "));
	tap_check(starts(ask("lie truth"), "error no such lie"));
	tap_check(starts(ask("lie drop x"), "error bad count"));
	tap_check(starts(ask("lie drop 1 2x"), "error bad argument"));
	tap_check(starts(ask("lie drop 99999999999"), "error bad count"));
	tap_check(starts(ask("lie drop 1 2 3"), "error "));
	tap_check(!lie_take(LIE_DROP));
}

static void control_crashes(void)
{
	tap_check(!strcmp(ask("crash fatal"), "ok"));
	tap_check(!strcmp(crashed_dsp, "first") && crash_kind == CRASH_FATAL);
	tap_check(!strcmp(ask("crash watchdog cdsp"), "ok"));
	tap_check(!strcmp(crashed_dsp, "named") && crash_kind == CRASH_WATCHDOG);
	tap_check(starts(ask("crash"), "error "));
	tap_check(starts(ask("crash softly"), "error no such crash"));
	tap_check(starts(ask("crash fatal mdsp"), "error no such DSP"));
	tap_check(starts(ask("crash fatal adsp"), "error DSP does not run"));
}

static void control_reports(void)
{
	tap_check(!strcmp(ask("stats"),
			  "ok calls=10 refused=1 processes=2 maps=3 held=4 faults=5"));
	tap_check(starts(ask("version"), "ok "));
}

static void control_survives_noise(void)
{
	char line[1000];

	tap_check(!*ask(""));
	tap_check(!*ask(" \r\n"));
	tap_check(starts(ask("hello"), "error no such command"));
	tap_check(starts(ask("a b c d e f"), "error too many words"));
	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	tap_check(starts(ask(line), "error line too long"));
	line[200] = '\0';
	tap_check(starts(ask(line), "error no such command"));
}

static void control_dies(void)
{
	pid_t child = fork();
	int status = 0;

	if (!child) {
		ask("die");
		_exit(1);
	}
	tap_check(waitpid(child, &status, 0) == child);
	tap_check(WIFEXITED(status));
	tap_equal(WEXITSTATUS(status), LIE_EXIT_STATUS);
}

static const struct tap_case cases[] = {
	{ "arms lies", control_arms_lies },
	{ "refuses bad lies", control_refuses_bad_lies },
	{ "crashes", control_crashes },
	{ "reports", control_reports },
	{ "survives noise", control_survives_noise },
	{ "dies", control_dies },
};

TAP_MAIN(cases)
