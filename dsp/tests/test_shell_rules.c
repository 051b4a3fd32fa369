// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The shell answers as the documentation of C, QuRT, POSIX and HAP says. The rules are
 * in probe_rules.c, probe_more.c and probe_casts.cc.
 */

#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "fixture.h"
#include "player.h"
#include "probe.h"

static void rules_call(uint32_t which)
{
	struct player_call call;
	uint32_t broken = 1, out;

	call = fixture_call(PROBE_RULES);
	player_in(&call, &which, sizeof(which), 0);
	out = player_out(&call, sizeof(broken), 0);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, &broken);
	if (!TAP_EQUAL(broken, 0))
		printf("# line %u is broken\n", broken);
}

static void rules_expect(uint32_t which)
{
	fixture_begin();
	rules_call(which);
	fixture_end();
}

/* A thread that does not exist has no priority; a thread is joined once. */
static void test_threads(void)
{
	rules_expect(PROBE_RULES_THREADS);
}

/* The last thread to reach a barrier is told so. */
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

/* A timer sets a signal once, or again and again, until it is stopped. */
static void test_timers(void)
{
	rules_expect(PROBE_RULES_TIMERS);
}

/* Pipes keep the order; waits that take too long; drivers that do not exist. */
static void test_pipes(void)
{
	rules_expect(PROBE_RULES_PIPES);
}

static void test_mailboxes(void)
{
	rules_expect(PROBE_RULES_MAILBOXES);
}

/* POSIX threads, their mutexes and values. */
static void test_posix(void)
{
	rules_expect(PROBE_RULES_POSIX);
}

/* Libraries that a library opens itself. */
static void test_dl(void)
{
	rules_expect(PROBE_RULES_DL);
}

/* Floating-point numbers of texts. */
static void test_reals(void)
{
	rules_expect(PROBE_RULES_REALS);
}

/* dynamic_cast finds the part of an object, if there is one. */
static void test_casts(void)
{
	rules_expect(PROBE_RULES_CASTS);
}

/* Variables and objects that each thread has of its own. */
static void test_thread_local(void)
{
	rules_expect(PROBE_RULES_TLS);
}

/* Objects that the client offers. */
static void test_remote(void)
{
	rules_expect(PROBE_RULES_REMOTE);
}

/* Objects that live as long as the client. */
static void test_storage(void)
{
	rules_expect(PROBE_RULES_STORAGE);
}

/* What is printed is in the log, a line each. */
static void test_streams(void)
{
	fixture_begin();
	rules_call(PROBE_RULES_STREAMS);
	TAP_EXPECT(strstr(fixture_player->log, "2 stdout:0 one 1 two\n") != NULL);
	TAP_EXPECT(strstr(fixture_player->log, "2 stdout:0 three\n") != NULL);
	TAP_EXPECT(strstr(fixture_player->log, "2 stdout:0 four\n") != NULL);
	TAP_EXPECT(strstr(fixture_player->log, "3 stderr:0 e\n") != NULL);
	TAP_EXPECT(strstr(fixture_player->log, "2 stdout:0 five\n") != NULL);
	TAP_EXPECT(strstr(fixture_player->log, "2 stdout:0 six\n") != NULL);
	fixture_end();
}

/* The largest number in full, a line of the log, a sort, a scan: all on 4 KiB of stack. */
static void test_small_stack(void)
{
	const char *used;

	fixture_begin();
	rules_call(PROBE_RULES_SMALL_STACK);
	TAP_EXPECT(strstr(fixture_player->log, "2 stdout:0 small 7 2.500\n") != NULL);
	TAP_EXPECT(strstr(fixture_player->log, " 1.000000e-300 0x1.999999999999ap-4 1152921504606846976\n"));
	used = strstr(fixture_player->log, " bytes used");
	if (TAP_EXPECT(used != NULL))
		printf("#%.20s\n", used - 13);
	fixture_end();
}

static const struct tap_test rules_cases[] = {
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
	{"timers", test_timers},
	{"pipes", test_pipes},
	{"mailboxes", test_mailboxes},
	{"posix", test_posix},
	{"dl", test_dl},
	{"streams", test_streams},
	{"reals", test_reals},
	{"casts", test_casts},
	{"thread-local", test_thread_local},
	{"remote", test_remote},
	{"storage", test_storage},
	{"small-stack", test_small_stack},
};

int main(void)
{
	return fixture_run(rules_cases, sizeof(rules_cases) / sizeof(rules_cases[0]));
}
