// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Calls that take long: the PD is asked where its threads are.
 */
#include "base/deadline.h"
#include "fake_guest.h"
#include "fake_shell.h"
#include "pd/pd_pool.h"
#include "tap.h"

#define SC(method, in, out)	((uint32_t)(method) << 24 | (in) << 16 | (out) << 8)

static uint32_t module;

static uint64_t send_method(enum fake_method method)
{
	static uint8_t in[100], out[100];

	return guest_send(module, SC(method, 1, 1), (struct guest_arg[]){
		{ .data = in, .len = sizeof(in) }, { .data = out, .len = sizeof(out) } });
}

static uint32_t times_asked(void)
{
	uint32_t count = 99;

	TAP_EQUAL(guest_call(module, SC(FAKE_STOOD, 0, 1), (struct guest_arg[]){
		{ .data = &count, .len = sizeof(count) } }), 0);
	return count;
}

/* Calls that take long: the PD is asked where it is, once for each, and goes on. */
static void slow_calls(void)
{
	uint64_t first, second, begin;

	guest_start_hexagon(FAKE_SHELL, "/proc/self/exe");
	module = guest_open_fake();
	begin = deadline_in_ms(0);
	first = send_method(FAKE_DEFER);
	pd_pool_poll(begin + 9000000000u);
	TAP_EQUAL(times_asked(), 0);
	pd_pool_poll(deadline_in_ms(11000));
	pd_pool_poll(deadline_in_ms(60000));
	TAP_EQUAL(times_asked(), 1);
	second = send_method(FAKE_DEFER);
	pd_pool_poll(deadline_in_ms(11000));
	TAP_EQUAL(times_asked(), 2);
	TAP_EQUAL(guest_await(send_method(FAKE_FLUSH)), 0);
	TAP_EQUAL(guest_await(first), 0);
	TAP_EQUAL(guest_await(second), 0);
	pd_pool_poll(deadline_in_ms(60000));
	TAP_EQUAL(times_asked(), 2);
	guest_end_hexagon();
}

static const struct tap_test cases[] = {
	{ "slow calls", slow_calls },
};

TAP_MAIN(cases)
