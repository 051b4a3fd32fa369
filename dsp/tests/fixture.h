/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_FIXTURE_H
#define DSP_TESTS_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tap.h"
#include "player.h"

/* A shell with the test library open. */
extern struct player *fixture_player;
extern uint32_t fixture_module;

const char *fixture_folder(void);
void fixture_begin(void);
bool fixture_stop(void);

/* The code has not faulted. */
#define fixture_end()	TAP_EXPECT(fixture_stop())

struct player_call fixture_call(uint32_t method);

/* As tap_main(), on a machine that may lack what it takes. */
int fixture_run(const struct tap_test *tests, size_t count);

#endif
