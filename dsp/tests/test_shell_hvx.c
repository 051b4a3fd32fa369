// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * HVX floating point in a library, which the emulator lacks.
 */

#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "hvx_file.h"
#include "player.h"

/* { v4.sf = v0.qf32 }: the emulator runs it, as something else. */
#define HVX_SF_FROM_QF32	0x1e04e004u

/* A library without such an instruction: nothing is said. */
static void test_silent(void)
{
	struct hvx_file *file = hvx_file_read(0x68);
	struct player *player = hvx_file_start(file);
	uint32_t module;

	TAP_EQUAL(player_open_name(player, "hvx", &module), 0);
	TAP_EXPECT(!strstr(player->log, "HVX"));
	player_stop(player);
	hvx_file_free(file);
}

/* One with two of them: how many, which, where. */
static void test_named(void)
{
	static const uint32_t code[] = {HVX_SF_FROM_QF32, HVX_SF_FROM_QF32};
	struct hvx_file *file = hvx_file_read(0x68);
	struct player *player;
	uint32_t module;
	char text[128];

	hvx_file_put(file, 3, code, 2);
	player = hvx_file_start(file);
	TAP_EQUAL(player_open_name(player, "hvx", &module), 0);
	snprintf(text, sizeof(text), "the first is Vd.sf = Vu.qf32 at +0x%x\n",
		 hvx_file_slot(file, 3));
	TAP_EXPECT(strstr(player->log, "libhvx_skel.so has 2 HVX floating point instructions"));
	TAP_EXPECT(strstr(player->log, text) != NULL);
	player_stop(player);
	hvx_file_free(file);
}

static const struct tap_test hvx_cases[] = {
	{"silent", test_silent},
	{"named", test_named},
};

int main(void)
{
	return fixture_run(hvx_cases, sizeof(hvx_cases) / sizeof(hvx_cases[0]));
}
