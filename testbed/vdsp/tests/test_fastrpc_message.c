// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Malformed messages and descriptors, one wrong thing each. The victim is a call that
 * works when nothing is spoiled: echo of 100 bytes.
 */
#include <stdio.h>
#include <string.h>

#include "fake_guest.h"
#include "fake_mem.h"
#include "tap.h"

static uint32_t echo_handle;

static void start(void)
{
	guest_start_pd();
	echo_handle = guest_open_module("echo");
}

/* Result of the echo; checks the bytes if it is good. */
static int32_t echo(void)
{
	char in[100], out[100] = "";
	const struct guest_arg args[] = {
		{ .data = in, .len = sizeof(in) },
		{ .data = out, .len = sizeof(out) },
	};
	int32_t result;

	memset(in, 'q', sizeof(in));
	result = guest_invoke(echo_handle, 0x03010100, args);
	if (!result)
		TAP_EXPECT(!memcmp(in, out, sizeof(in)));
	return result;
}

static int32_t echo_spoiled(void (*spoil)(struct guest_raw *raw))
{
	int32_t result;

	guest.spoil = spoil;
	result = echo();
	guest.spoil = NULL;
	return result;
}

static void good_echo(void)
{
	start();
	TAP_EQUAL(echo(), 0);
	TAP_EQUAL(fake_mem_faults(guest.mem), 0);
	guest_end();
}

static void short_message(struct guest_raw *raw)
{
	raw->send_len = 39;
}

static void long_message(struct guest_raw *raw)
{
	raw->send_len = 41;
}

static void empty_message(struct guest_raw *raw)
{
	raw->send_len = 0;
}

/* Not 40 bytes: no context to answer with. */
static void wrong_message_length(void)
{
	start();
	TAP_EQUAL(echo_spoiled(short_message), GUEST_PENDING);
	TAP_EQUAL(echo_spoiled(long_message), GUEST_PENDING);
	TAP_EQUAL(echo_spoiled(empty_message), GUEST_PENDING);
	TAP_EQUAL(guest_stats().refused, 3);
	TAP_EQUAL(echo(), 0);
	guest_end();
}

static void sid_zero(struct guest_raw *raw) { raw->message.addr &= 0xffffffff; }
static void sid_huge(struct guest_raw *raw) { raw->message.addr |= 1ull << 63; }
static void sid_firmware(struct guest_raw *raw) { raw->message.addr |= 15ull << 32; }
static void sid_other(struct guest_raw *raw) { raw->message.addr ^= 3ull << 32; }
static void addr_odd(struct guest_raw *raw) { raw->message.addr += 8; }
static void addr_unmapped(struct guest_raw *raw) { raw->message.addr += 0x40000000; }
static void size_zero(struct guest_raw *raw) { raw->message.size = 0; }
static void size_odd(struct guest_raw *raw) { raw->message.size += 1; }
static void size_wraps(struct guest_raw *raw) { raw->message.size = -4096ull; }
static void size_over_bank(struct guest_raw *raw) { raw->message.size = 1ull << 32; }
static void sc_attributes(struct guest_raw *raw) { raw->message.sc |= 1u << 31; }
static void sc_too_many(struct guest_raw *raw) { raw->message.sc |= 0x00ffffff; }
static void sc_one_more(struct guest_raw *raw) { raw->message.sc += 0x00010000; }
static void sc_handles(struct guest_raw *raw) { raw->message.sc |= 0x11; }
static void len_huge(struct guest_raw *raw) { raw->remote[0].len = UINT64_MAX; }
static void len_over_page(struct guest_raw *raw) { raw->remote[1].len = 4097; }
static void len_over_end(struct guest_raw *raw)
{
	raw->remote[0].len = 4097 - raw->remote[0].pv % 4096;
	raw->remote[1].len = raw->remote[0].len;
}

static void num_zero(struct guest_raw *raw) { raw->list[0].num = 0; }
static void num_two(struct guest_raw *raw) { raw->list[0].num = 2; }
static void index_beyond(struct guest_raw *raw) { raw->list[1].pgidx = 2; }
static void index_huge(struct guest_raw *raw) { raw->list[1].pgidx = UINT32_MAX; }
static void page_odd(struct guest_raw *raw) { raw->page[0].addr += 1; }
static void page_no_sid(struct guest_raw *raw) { raw->page[0].addr &= 0xffffffff; }
static void page_other_sid(struct guest_raw *raw) { raw->page[0].addr ^= 3ull << 32; }
static void page_empty(struct guest_raw *raw) { raw->page[0].size = 0; }
static void page_wraps(struct guest_raw *raw) { raw->page[0].size = UINT64_MAX; }
static void page_over_bank(struct guest_raw *raw)
{
	raw->page[0].addr |= 0xfffff000;
	raw->page[0].size = 8192;
}

static void page_unmapped(struct guest_raw *raw)
{
	raw->page[0].addr += 0x40000000;
}

static void out_unmapped(struct guest_raw *raw)
{
	raw->page[1].addr += 0x40000000;
}

struct spoiled_case {
	const char *name;
	void (*spoil)(struct guest_raw *raw);
	bool faults;
};

static const struct spoiled_case spoiled_cases[] = {
	{ "sid zero", sid_zero, false },
	{ "sid huge", sid_huge, false },
	{ "sid of the firmware", sid_firmware, false },
	{ "sid of another bank", sid_other, true },
	{ "payload not page aligned", addr_odd, false },
	{ "payload unmapped", addr_unmapped, true },
	{ "payload size zero", size_zero, false },
	{ "payload size odd", size_odd, false },
	{ "payload size wraps", size_wraps, false },
	{ "payload larger than the bank", size_over_bank, false },
	{ "scalars attributes", sc_attributes, false },
	{ "scalars with too many arguments for the payload", sc_too_many, false },
	{ "scalars with one input more", sc_one_more, false },
	{ "scalars with handles", sc_handles, false },
	{ "length huge", len_huge, false },
	{ "length over the page", len_over_page, false },
	{ "length one over the end of the page", len_over_end, false },
	{ "no region", num_zero, false },
	{ "two regions", num_two, false },
	{ "page index one beyond", index_beyond, false },
	{ "page index huge", index_huge, false },
	{ "page not aligned", page_odd, false },
	{ "page without sid", page_no_sid, false },
	{ "page in another bank", page_other_sid, false },
	{ "page empty", page_empty, false },
	{ "page wraps", page_wraps, false },
	{ "page over the end of the bank", page_over_bank, false },
	{ "input unmapped", page_unmapped, true },
	{ "output unmapped", out_unmapped, true },
};

/* Each is answered with "bad parameter"; the good call works after it. */
static void spoiled_descriptors(void)
{
	start();
	for (size_t i = 0; i < sizeof(spoiled_cases) / sizeof(spoiled_cases[0]); i++) {
		const struct spoiled_case *c = &spoiled_cases[i];
		unsigned int faults = fake_mem_faults(guest.mem);

		if (!TAP_EQUAL(echo_spoiled(c->spoil), WIRE_EBADPARM) ||
		    !TAP_EQUAL(fake_mem_faults(guest.mem) > faults, c->faults))
			printf("# %s\n", c->name);
		if (!TAP_EQUAL(echo(), 0))
			printf("# after %s\n", c->name);
	}
	guest_end();
}

static void pd_root(struct guest_raw *raw) { raw->message.ctx &= ~0xfull; }
static void pd_unknown(struct guest_raw *raw) { raw->message.ctx |= 0xf; }
static void client_zero(struct guest_raw *raw) { raw->message.client_id = 0; }
static void client_unknown(struct guest_raw *raw) { raw->message.client_id = 7; }
static void client_negative(struct guest_raw *raw) { raw->message.client_id = -1; }
static void handle_stale(struct guest_raw *raw) { raw->message.handle += 1; }
static void handle_constant(struct guest_raw *raw) { raw->message.handle = 0x100; }
static void handle_static(struct guest_raw *raw) { raw->message.handle = 9; }
static void handle_init(struct guest_raw *raw) { raw->message.handle = 1; }
static void method_unknown(struct guest_raw *raw) { raw->message.sc |= 31u << 24; }

static int32_t echo_of(void (*spoil)(struct guest_raw *raw))
{
	guest.spoil = spoil;
	echo();
	guest.spoil = NULL;
	/* The context may have been spoiled, so look at the last answer. */
	return guest.answers[guest.answer_count - 1].message.result;
}

/* A good payload of a call that goes nowhere. */
static void misdirected_calls(void)
{
	start();
	TAP_EQUAL(echo_of(pd_root), WIRE_EBADSTATE);
	TAP_EQUAL(echo_of(pd_unknown), WIRE_EBADSTATE);
	TAP_EQUAL(echo_of(client_zero), WIRE_EBADSTATE);
	TAP_EQUAL(echo_of(client_unknown), WIRE_EBADSTATE);
	TAP_EQUAL(echo_of(client_negative), WIRE_EBADSTATE);
	TAP_EQUAL(echo_of(handle_stale), WIRE_EINVHANDLE);
	TAP_EQUAL(echo_of(handle_constant), WIRE_EINVHANDLE);
	TAP_EQUAL(echo_of(handle_static), WIRE_EUNSUPPORTED);
	TAP_EQUAL(echo_of(handle_init), WIRE_EBADPARM);
	TAP_EQUAL(echo_of(method_unknown), WIRE_EUNSUPPORTED);
	TAP_EQUAL(echo(), 0);
	guest_end();
}

/* The bank of a PD is the one it was created in; another one is refused. */
static void call_through_other_bank(void)
{
	start();
	guest.sid = 2;
	fake_mem_map(guest.mem, guest_stream(), GUEST_SLOT_BASE, GUEST_SLOTS * GUEST_SLOT_SIZE);
	TAP_EQUAL(echo(), WIRE_EBADPARM);
	guest.sid = 1;
	TAP_EQUAL(echo(), 0);
	guest_end();
}

/* Stream id at bit 56, addresses above 4 GiB. */
static void wide_addresses(void)
{
	uint64_t high = 0x234567000ull;
	char out[64] = "", in[64] = "wide";

	guest_start("cdsp", 56, false);
	guest_create(8);
	echo_handle = guest_open_module("echo");
	TAP_EQUAL(echo(), 0);
	fake_mem_map(guest.mem, guest_stream(), high, 4096);
	TAP_EQUAL(guest_invoke(echo_handle, 0x03010100, (struct guest_arg[]){
		{ .data = in, .len = 64 }, { .iova = high + 8, .len = 64 } }), 0);
	TAP_EQUAL(guest_invoke(echo_handle, 0x03010100, (struct guest_arg[]){
		{ .iova = high + 8, .len = 64 }, { .data = out, .len = 64 } }), 0);
	TAP_EXPECT(!strcmp(out, "wide"));
	guest_end();
}

/* Messages that come while the channel is closed are dropped. */
static void stopped_channel(void)
{
	start();
	fastrpc_stop(guest.fastrpc);
	TAP_EQUAL(echo(), GUEST_PENDING);
	fastrpc_start(guest.fastrpc);
	TAP_EQUAL(echo(), WIRE_EBADSTATE);
	guest_end();
}

static const struct tap_test cases[] = {
	{ "good echo", good_echo },
	{ "wrong message length", wrong_message_length },
	{ "spoiled descriptors", spoiled_descriptors },
	{ "misdirected calls", misdirected_calls },
	{ "call through another bank", call_through_other_bank },
	{ "wide addresses", wide_addresses },
	{ "stopped channel", stopped_channel },
};

TAP_MAIN(cases)
