// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Arguments against the end of a page: a step too far is seen, all else is the same.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "fixture.h"
#include "player.h"
#include "probe.h"

static void fence_begin(bool wanted)
{
	if (wanted)
		setenv("QDA_DSP_SHELL_OPTION", "--fence", 1);
	fixture_begin();
	unsetenv("QDA_DSP_SHELL_OPTION");
}

/* A call with three bytes in the middle of a page. */
static struct player_call fence_call(uint32_t kind)
{
	struct player_call call = player_call(fixture_player, 3, fixture_module, PROBE_FAULT);

	player_in(&call, &kind, sizeof(kind), 0);
	player_in(&call, "abc", 3, 77);
	return call;
}

/* The call ends the process, at the byte behind the copy or at its first. */
static void fence_expect_fault(struct player_call *call, uint32_t offset)
{
	char line[64];
	int32_t result;

	player_send(call);
	TAP_EXPECT(!player_wait(fixture_player, call->slot, &result, PLAYER_TIMEOUT_MS));
	TAP_EXPECT(player_wait_end(fixture_player, PLAYER_TIMEOUT_MS));
	if (!TAP_EXPECT(fixture_player->has_fault))
		return;
	TAP_EQUAL((fixture_player->fault.address - offset + 3) % 4096, 0);
	snprintf(line, sizeof(line), "0x%08x, 3 bytes, in\n",
		 fixture_player->fault.address - offset);
	if (!TAP_EXPECT(strstr(fixture_player->fault_text, line)))
		printf("# no '%s' in %s\n", line, fixture_player->fault_text);
}

/* Code reads one byte too many: nobody sees it without a fence. */
static void test_past(void)
{
	struct player_call call;

	fence_begin(false);
	call = fence_call(PROBE_READ_PAST);
	player_invoke(&call);
	fixture_end();
	fence_begin(true);
	call = fence_call(PROBE_READ_PAST);
	fence_expect_fault(&call, 3);
	player_stop(fixture_player);
}

static struct player_call fence_call_writable(void)
{
	struct player_call call = fence_call(PROBE_WRITE_INPUT);

	fixture_player->slots[3]->args[1].flags |= MAILBOX_ARG_WRITE;
	return call;
}

/* An input may be written as on a DSP, but not with a fence. */
static void test_write_input(void)
{
	struct player_call call;
	char got[3];

	fence_begin(false);
	call = fence_call_writable();
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, 1, got);
	TAP_EQUAL(got[0], 1);
	fixture_end();
	fence_begin(true);
	call = fence_call_writable();
	fence_expect_fault(&call, 0);
	player_stop(fixture_player);
}

/* Buffers of many lengths, at several offsets, arrive and come back. */
static void test_same(void)
{
	static const uint32_t lengths[] = { 1, 2, 3, 7, 8, 100, 4095, 4096, 4097, 20000 };
	static uint8_t data[20000], got[20000];

	for (uint32_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 7 + 1);
	fence_begin(true);
	for (uint32_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		struct player_call call = fixture_call(PROBE_ECHO);
		uint32_t out;

		player_in(&call, data, lengths[i], i * 13);
		out = player_out(&call, lengths[i], i * 29);
		memset(got, 0, sizeof(got));
		TAP_EQUAL(player_invoke(&call), 0);
		player_get(&call, out, got);
		TAP_EXPECT(!memcmp(got, data, lengths[i]));
	}
	fixture_end();
}

/* More calls than there is room for fences at a time: none of it stays. */
static void test_many(void)
{
	static uint8_t data[1 << 20];

	fence_begin(true);
	for (uint32_t i = 0; i < 600; i++) {
		struct player_call call = fixture_call(PROBE_ECHO);
		uint32_t out;
		uint8_t got[16] = { 0 };

		memset(data, (int)i, sizeof(data));
		player_in(&call, data, i % 8 ? 16 : sizeof(data), 0);
		out = player_out(&call, i % 8 ? 16 : sizeof(data), 0);
		TAP_EQUAL(player_invoke(&call), 0);
		if (i % 8) {
			player_get(&call, out, got);
			TAP_EQUAL(got[15], (uint8_t)i);
		}
	}
	fixture_end();
}

static const struct tap_test fence_cases[] = {
	{"past", test_past},
	{"write-input", test_write_input},
	{"same", test_same},
	{"many", test_many},
};

int main(void)
{
	return fixture_run(fence_cases, sizeof(fence_cases) / sizeof(fence_cases[0]));
}
