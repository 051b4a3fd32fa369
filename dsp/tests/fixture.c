// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What most tests begin and end with.
 */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fixture.h"
#include "player.h"

struct player *fixture_player;
uint32_t fixture_module;

/* Where the test libraries are. */
const char *fixture_folder(void)
{
	const char *folder = getenv("QDA_DSP_TESTS");

	return folder ? folder : "build/dsp/tests";
}

/* That a module is open, the calls of a test show. */
void fixture_begin(void)
{
	fixture_player = player_start(fixture_folder());
	if (player_open_name(fixture_player, "probe", &fixture_module))
		printf("# cannot open the test library: %s\n", player_text(fixture_player));
}

/* Return: whether all was well. */
bool fixture_stop(void)
{
	bool good = !fixture_player->has_fault;

	if (!good)
		printf("# %s\n", fixture_player->fault_text);
	player_stop(fixture_player);
	return good;
}

struct player_call fixture_call(uint32_t method)
{
	return player_call(fixture_player, 0, fixture_module, method);
}

/* "testbed/build run" builds the shell without them. */
static bool fixture_lacks_library(void)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/libprobe_skel.so", fixture_folder());
	if (!access(path, R_OK))
		return false;
	printf("Bail out! there is no %s: run scripts/build-dsp\n", path);
	return true;
}

int fixture_run(const struct tap_test *tests, size_t count)
{
	const char *missing = player_missing();

	if (missing) {
		printf("1..0 # SKIP %s\n", missing);
		return 0;
	}
	if (fixture_lacks_library())
		return 1;
	return tap_main(tests, count);
}
