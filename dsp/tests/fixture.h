/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_FIXTURE_H
#define DSP_TESTS_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../testbed/vdsp/tests/tap.h"
#include "player.h"

/* A shell with the test library open. */
extern struct player *fixture_player;
extern uint32_t fixture_module;

const char *fixture_folder(void);
void fixture_begin(void);
bool fixture_stop(void);

/* The code has not faulted. */
#define fixture_end()	tap_check(fixture_stop())

struct player_call fixture_call(uint32_t method);

/*
 * As tap_run(), on a machine that may lack what it takes. Here, because checks and
 * tap_run() must share one file's note of what has failed.
 */
static inline int fixture_run(const struct tap_case *cases, size_t count)
{
	const char *missing = player_missing();

	if (missing) {
		printf("1..0 # SKIP %s\n", missing);
		return 0;
	}
	return tap_run(cases, count);
}

#endif
