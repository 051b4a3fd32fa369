// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The second input: what the DSP does; and what people look at.
 */
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "fuzzer/steps.h"
#include "tools/board.h"
#include "tools/raw.h"

/* Of so many programs one may stop the DSP, which takes seconds. */
#define DSP_RESTART_EVERY	40u

static unsigned long dsp_programs, dsp_next;

void steps_count_program(void)
{
	dsp_programs++;
}

void steps_allow_restart(void)
{
	dsp_next = 0;
}

void step_lie(const uint8_t *a)
{
	static const char *const lies[] = {
		"drop", "delay", "duplicate", "reorder", "wrong-sequence", "wrong-result",
		"wrong-length", "forged-fds", "changed-descriptor", "starve-intents", "wild-read",
		"late-write", "hang", "pd-exception", "poll-word", "poll-only", "forged-notice",
		"slow", "none",
	};
	char line[64], answer[128];

	snprintf(line, sizeof(line), "lie %s", lies[a[0] % T_ARRAY(lies)]);
	if (a[0] % T_ARRAY(lies) != T_ARRAY(lies) - 1 && a[2] & 1)
		snprintf(line + strlen(line), sizeof(line) - strlen(line), " %u %u", 1 + (a[1] & 3),
			 (unsigned int)steps_or(a[3] % 32, a[4]) & 0xffff);
	board_ask(line, answer, sizeof(answer));
}

static bool dsp_wait(void)
{
	int fd = raw_open_wait(10000 * t_slowdown());

	return fd >= 0 && !close(fd);
}

void step_restart(const uint8_t *a)
{
	char answer[128];

	/* What is found by it is kept, so it comes often enough. */
	if (a[0] & 7 || dsp_programs < dsp_next)
		return;
	dsp_next = dsp_programs + DSP_RESTART_EVERY;
	fuzzer_cover_disarm();
	if (!dsp_wait())
		return;
	switch (a[1] & 3) {
	case 0:
		board_dsp_write("stop");
		board_dsp_write("start");
		break;
	case 1:
		board_ask("crash fatal", answer, sizeof(answer));
		break;
	default:
		board_unbind();
	}
	for (unsigned int f = 0; f < STEPS_FILES && a[2] & 1; f++)
		steps_close_file(&steps_files[f]);
	dsp_wait();
}

/* What people look at. */
void step_look(const uint8_t *a)
{
	static const char *const files[] = {
		"/sys/kernel/debug/accel/*/sessions", "/sys/kernel/debug/accel/*/counters",
		"/sys/kernel/debug/accel/*/strays", "/sys/class/devcoredump/devcd*/data",
	};
	char path[64];
	glob_t found;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", steps_files[0].fd);
	if (glob(a[0] & 4 ? path : files[a[0] & 3], 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		int fd = open(found.gl_pathv[i], (a[1] & 1 ? O_RDWR : O_RDONLY) | O_CLOEXEC);

		ssize_t got = read(fd, steps_memory, 65536);

		/* A core dump is dropped by that. */
		if (got > 0 && a[1] & 1)
			got = write(fd, "", 1);
		close(fd);
	}
	globfree(&found);
}

/* A signal comes during one of the next steps. */
void step_signal(const uint8_t *a)
{
	struct itimerval timer = {
		.it_value.tv_usec = 100 + a[0] * 100, .it_interval.tv_sec = STEPS_GUARD_S,
	};

	setitimer(ITIMER_REAL, &timer, NULL);
}
