// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * PDs with a child: memory that is next to what the guest has given for a call, or
 * less than it seems.
 */
#include "mem/mem.h"
#include "pd/pd_pool.h"
#include "fake_guest.h"
#include "fake_mem.h"
#include "fake_shell.h"
#include "tap.h"

#define SC(method, in, out)	((uint32_t)(method) << 24 | (in) << 16 | (out) << 8)
#define BUFFER			0x31000000ull

static uint32_t module;

static void start(void)
{
	guest_start_hexagon(FAKE_SHELL, "/proc/self/exe");
	module = guest_open_fake();
	TAP_EXPECT(module >= 0x1000);
}

/* The page behind an argument is not the guest's: the SMMU is not asked for it. */
static void fault_behind(void)
{
	const struct guest_arg args[] = { { .iova = BUFFER + 0x10, .len = 0x1000 } };

	start();
	fake_mem_map(guest.mem, guest_stream(), BUFFER, 0x2000);
	TAP_EQUAL(guest_await(guest_send(module, SC(FAKE_FAULT_BEHIND, 1, 0), args)),
		  WIRE_EBADSTATE);
	TAP_EQUAL(fake_mem_faults(guest.mem), 0);
	guest_end_hexagon();
}

/*
 * Code that writes to an output in a page that is read-only for the DSP dies of it, and
 * has written nothing.
 */
static void read_only_written(void)
{
	uint8_t in[16] = "x", out[16];
	const struct guest_arg args[] = {
		{ .data = in, .len = sizeof(in) }, { .iova = BUFFER, .len = sizeof(in) },
	};

	start();
	fake_mem_map(guest.mem, guest_stream(), BUFFER, 0x1000);
	fake_mem_make_read_only(guest.mem, guest_stream(), BUFFER);
	TAP_EQUAL(guest_await(guest_send(module, SC(FAKE_COPY, 1, 1), args)), WIRE_EBADSTATE);
	mem_read(guest.mem, guest_stream(), BUFFER, out, sizeof(out));
	TAP_EXPECT(out[0] != (in[0] ^ 0x5a));
	guest_end_hexagon();
}

static const struct tap_test cases[] = {
	{ "fault behind", fault_behind },
	{ "read-only output", read_only_written },
};

TAP_MAIN(cases)
