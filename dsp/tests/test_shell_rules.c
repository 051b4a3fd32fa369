// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The shell answers as the documentation of C, QuRT and HAP says. The rules are in
 * probe_rules.c, which tells the line of the first one that is broken.
 */

#include "../../testbed/vdsp/tests/tap.h"
#include "fixture.h"
#include "player.h"
#include "probe.h"

static void rules_expect(uint32_t which)
{
	struct player_call call;
	uint32_t broken = 1, out;

	fixture_begin();
	call = fixture_call(PROBE_RULES);
	player_in(&call, &which, sizeof(which), 0);
	out = player_out(&call, sizeof(broken), 0);
	tap_equal(player_invoke(&call), 0);
	player_get(&call, out, &broken);
	if (!tap_equal(broken, 0))
		printf("# probe_rules.c:%u is broken\n", broken);
	fixture_end();
}

/* Who does not exist has no priority; a thread is joined once. */
static void test_threads(void)
{
	rules_expect(PROBE_RULES_THREADS);
}

/* The last of those who meet at a barrier is told so. */
static void test_barriers(void)
{
	rules_expect(PROBE_RULES_BARRIERS);
}

/* Signals as they were and are, time limits; a mutex that an initialiser made. */
static void test_signals(void)
{
	rules_expect(PROBE_RULES_SIGNALS);
}

/* Cache is unlocked once. */
static void test_cache(void)
{
	rules_expect(PROBE_RULES_CACHE);
}

/* What was voted for is told. */
static void test_power(void)
{
	rules_expect(PROBE_RULES_POWER);
}

/* A holder is asked for what a more urgent thread wants, as long as it wants it. */
static void test_compute(void)
{
	rules_expect(PROBE_RULES_COMPUTE);
}

/* The heap's numbers; what is not mapped is not unmapped. */
static void test_memory(void)
{
	rules_expect(PROBE_RULES_MEMORY);
}

/* Numbers of a text: signs, bases, the largest, where they end. */
static void test_numbers(void)
{
	rules_expect(PROBE_RULES_NUMBERS);
}

/* Texts that are too long for their place. */
static void test_texts(void)
{
	rules_expect(PROBE_RULES_TEXTS);
}

/* Whose the PD is. */
static void test_process(void)
{
	rules_expect(PROBE_RULES_PROCESS);
}

/* Registers that functions compiled for size have kept by others. */
static void test_frames(void)
{
	rules_expect(PROBE_RULES_FRAMES);
}

static const struct tap_case rules_cases[] = {
	{"threads", test_threads},
	{"barriers", test_barriers},
	{"signals", test_signals},
	{"cache", test_cache},
	{"power", test_power},
	{"compute", test_compute},
	{"memory", test_memory},
	{"numbers", test_numbers},
	{"texts", test_texts},
	{"process", test_process},
	{"frames", test_frames},
};

int main(void)
{
	return fixture_run(rules_cases, sizeof(rules_cases) / sizeof(rules_cases[0]));
}
