// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What hostile code in a PD can do to its surroundings, and noise out of a child.
 */
#include <string.h>

#include "fake_guest.h"
#include "fake_mem.h"
#include "fake_shell.h"
#include "tap.h"

#define BUFFER	0x31000000ull

/* Each attack of fake_attack.c fails, and the PD lives on. */
static void attacks(void)
{
	uint64_t broken = UINT64_MAX;
	uint32_t module;

	guest_start_hexagon(FAKE_SHELL, "/proc/self/exe");
	module = guest_open_fake();
	fake_mem_map(guest.mem, guest_stream(), BUFFER, 0x1000);
	fake_mem_make_read_only(guest.mem, guest_stream(), BUFFER);
	TAP_EQUAL(guest_call(module, (uint32_t)FAKE_ATTACK << 24 | 0x10100, (struct guest_arg[]){
		{ .iova = BUFFER, .len = 0x1000 }, { .data = &broken, .len = 8 } }), 0);
	TAP_EQUAL(broken, 0);
	TAP_EQUAL(guest_call(module, (uint32_t)FAKE_LOG << 24, NULL), 0);
	guest_end_hexagon();
}

/* What is decided and what is done are in step, however threads overtake each other. */
static void race(void)
{
	uint32_t module;

	guest_start_hexagon(FAKE_SHELL, "/proc/self/exe");
	module = guest_open_fake();
	fake_mem_map(guest.mem, guest_stream(), BUFFER, 0x3000);
	for (int i = 0; i < 3; i++)
		TAP_EQUAL(guest_call(module, (uint32_t)FAKE_RACE << 24 | 0x10000,
				     &(struct guest_arg){ .iova = BUFFER, .len = 0x3000 }), 0);
	guest_end_hexagon();
}

/* Whatever it sends, it is answered for or ended; no other PD notices. */
static void noise(void)
{
	guest_start_hexagon(FAKE_SHELL, "/proc/self/exe");
	for (uint32_t seed = 0; seed < 150; seed++) {
		uint32_t module = guest_open_fake(), in = seed;
		int32_t result;

		if (!TAP_EXPECT(module))
			break;
		result = guest_call(module, (uint32_t)FAKE_NOISE << 24 | 0x10000,
				    &(struct guest_arg){ .data = &in, .len = 4 });
		TAP_EXPECT(result != GUEST_PENDING);
		guest.answer_count = 0;
		TAP_EQUAL(guest_release(1), 0);
		TAP_EQUAL(guest_create(8), 0);
	}
	TAP_EQUAL(guest_stats().processes, 1);
	TAP_EQUAL(guest_stats().held, 0);
	guest_end_hexagon();
}

static const struct tap_test cases[] = {
	{ "attacks", attacks },
	{ "race", race },
	{ "noise", noise },
};

TAP_MAIN(cases)
