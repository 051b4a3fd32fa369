// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * How a process has died, told from the lines of a log.
 */
#include <string.h>

#include "log_death.h"
#include "tap.h"

#define STARTED(pd)	"cdsp pd " #pd " (qda) started"
#define DIED(pd)	"cdsp pd " #pd " (qda) ended: exception"
#define RECORD(pd, what) "cdsp pd " #pd " thread 65541 error pd:0: " what
#define SIGNAL(pd, what) RECORD(pd, "signal: " what)
#define PC(pd, where)	RECORD(pd, "pc: " where)

/* What is told of these lines, NULL behind the last. */
static const char *told(const char *const *lines, bool running)
{
	static struct log_death death;

	memset(&death, 0, sizeof(death));
	death.program = "qda";
	for (; *lines; lines++)
		log_death_add(&death, *lines);
	TAP_EQUAL(death.running, running);
	return death.told;
}

/* Signal, meaning, place with file and line; of the second death too. */
static void tells(void)
{
	TAP_EXPECT(!strcmp(told((const char *[]){STARTED(1), SIGNAL(1, "SIGSEGV (11), code 1: why"),
		PC(1, "libx_skel.so+0x1c (f+0x8) x.c:12"), RECORD(1, "lr: libx_skel.so+0x4"),
		DIED(1), NULL}, false), "SIGSEGV (11), code 1: why, at libx_skel.so+0x1c (f+0x8) x.c:12"));
	TAP_EXPECT(!strcmp(told((const char *[]){STARTED(1), SIGNAL(1, "a"), PC(1, "b"), DIED(1),
		STARTED(2), SIGNAL(2, "c"), PC(2, "d"), DIED(2), NULL}, false), "c, at d"));
}

/* One that has not ended yet, or otherwise, or of another program, is not the one before. */
static void others(void)
{
	TAP_EXPECT(!*told((const char *[]){NULL}, false));
	TAP_EXPECT(!*told((const char *[]){SIGNAL(1, "a"), PC(1, "b"), DIED(1), STARTED(2), NULL},
			  true));
	TAP_EXPECT(!*told((const char *[]){SIGNAL(1, "a"), PC(1, "b"), DIED(1), STARTED(2),
		SIGNAL(2, "c"), PC(2, "d"), NULL}, true));
	TAP_EXPECT(!*told((const char *[]){SIGNAL(1, "a"), PC(1, "b"), DIED(1), STARTED(2),
		"cdsp pd 2 (qda) ended: released", NULL}, false));
	TAP_EXPECT(!*told((const char *[]){SIGNAL(1, "a"), PC(1, "b"), DIED(2), NULL}, false));
	TAP_EXPECT(!strcmp(told((const char *[]){SIGNAL(1, "a"), PC(1, "b"), DIED(1),
		"cdsp pd 2 (other) started", SIGNAL(2, "c"), PC(2, "d"),
		"cdsp pd 2 (other) ended: exception", NULL}, false), "a, at b"));
	TAP_EXPECT(!*told((const char *[]){"cdsp pd 1 thread 65541 error x.c:3: signal: a",
		PC(1, "b"), DIED(1), NULL}, false));
}

static const struct tap_test tests[] = {
	TAP_TEST(tells),
	TAP_TEST(others),
};

TAP_MAIN(tests)
