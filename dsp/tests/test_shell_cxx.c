// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Libraries with the C++ library in the shell. They are built by "scripts/build-dsp cxx".
 */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"
#include "player.h"

static char cxx_folder[4096];

static uint32_t cxx_begin(const char *name)
{
	uint32_t module = 0;

	fixture_player = player_start(cxx_folder);
	if (!TAP_EQUAL(player_open_name(fixture_player, name, &module), 0))
		printf("# %s\n", player_text(fixture_player));
	return module;
}

/* Containers, exceptions, threads and futures give what they give everywhere. */
static void test_library(void)
{
	uint32_t module = cxx_begin("library"), out;
	struct player_call call = player_call(fixture_player, 0, module, 2);
	int32_t results[4] = {0};

	out = player_out(&call, sizeof(results), 0);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, results);
	TAP_EQUAL(results[0], 1);
	TAP_EQUAL(results[1], 1);
	TAP_EQUAL(results[2], 1);
	TAP_EQUAL(results[3], 1);
	TAP_EXPECT(strstr(fixture_player->log, " from the C++ library\n") != NULL);
	TAP_EQUAL(player_close(fixture_player, module), 0);
	fixture_end();
}

/* Objects and exceptions of another library; all that the C++ library calls is there. */
static void test_casts(void)
{
	uint32_t module = cxx_begin("casts"), out;
	struct player_call call = player_call(fixture_player, 0, module, 2);
	int32_t results[2] = {0};

	out = player_out(&call, sizeof(results), 0);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, results);
	TAP_EQUAL(results[0], 1);
	TAP_EQUAL(results[1], 1);
	TAP_EQUAL(player_close(fixture_player, module), 0);
	fixture_end();
}

static int32_t cxx_most(uint32_t module, const char *text, uint32_t *times, char *word)
{
	struct player_call call = player_call(fixture_player, 0, module, 2);
	uint32_t first, second;
	int32_t result;

	player_in(&call, text, (uint32_t)strlen(text) + 1, 0);
	first = player_out(&call, sizeof(*times), 0);
	second = player_out(&call, 16, 0);
	result = player_invoke(&call);
	player_get(&call, first, times);
	player_get(&call, second, word);
	return result;
}

/* The sample; what it throws it catches, and says. */
static void test_words(void)
{
	uint32_t module = cxx_begin("words"), times = 0;
	char word[16] = "";

	TAP_EQUAL(cxx_most(module, "To be, or not to be: TO", &times, word), 0);
	TAP_EQUAL(times, 3);
	TAP_EXPECT(!strcmp(word, "to"));
	TAP_EQUAL(cxx_most(module, "1, 2", &times, word), (int32_t)0x8000040e);
	TAP_EXPECT(strstr(fixture_player->log, " a text without words\n") != NULL);
	TAP_EQUAL(cxx_most(module, "Donaudampfschifffahrt", &times, word), (int32_t)0x8000040e);
	TAP_EXPECT(strstr(fixture_player->log, " no room for donaudampfschifffahrt\n") != NULL);
	TAP_EQUAL(player_close(fixture_player, module), 0);
	fixture_end();
}

static const struct tap_test cxx_cases[] = {
	{"casts", test_casts},
	{"library", test_library},
	{"words", test_words},
};

int main(void)
{
	snprintf(cxx_folder, sizeof(cxx_folder), "%s/../cxx", fixture_folder());
	if (access(cxx_folder, R_OK)) {
		printf("1..0 # SKIP no C++ library: scripts/build-dsp cxx\n");
		return 0;
	}
	return fixture_run(cxx_cases, sizeof(cxx_cases) / sizeof(cxx_cases[0]));
}
