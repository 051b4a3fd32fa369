// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A listener out of its mind, which lends the DSP memory for its log: answers that are
 * right, nearly right and wrong, at any time. Nothing may crash (built with sanitizers),
 * each call is answered once or held, and at the end nothing is left.
 */
#include <string.h>

#include "fastrpc/reverse_pack.h"
#include "fake_guest.h"
#include "fake_listener.h"
#include "fake_mem.h"
#include "tap.h"

#define FUZZ_STEPS	200000
#define FUZZ_MEMORY	0x30000000ull
/* Where the first map of a PD is. */
#define FUZZ_FIRST_VA	0x40000000u

static uint64_t fuzz_state;
static struct fake_listener fuzz_listener;
static uint32_t fuzz_module;

/* xorshift64: the same numbers on every machine. */
static uint32_t fuzz_below(uint32_t n)
{
	fuzz_state ^= fuzz_state << 13;
	fuzz_state ^= fuzz_state >> 7;
	fuzz_state ^= fuzz_state << 17;
	return (uint32_t)(fuzz_state >> 32) % n;
}

static uint32_t fuzz_word(void)
{
	static const uint32_t words[] = {
		0, 1, 2, 8, 0x1000, 0x2000, FUZZ_FIRST_VA, FUZZ_FIRST_VA + 8, 0xffffffff,
	};

	return words[fuzz_below(sizeof(words) / sizeof(words[0]))];
}

/* Outputs for the request that the listener has, most of the time of the right form. */
static uint32_t fuzz_outputs(uint8_t *bytes, uint32_t size)
{
	const struct wire_reverse_request *request = &fuzz_listener.request;
	struct reverse_unpack asked = { .bytes = fuzz_listener.in, .len = request->in_len };
	struct reverse_pack pack = { .bytes = bytes, .size = size };
	static uint8_t content[512];
	const uint8_t *data;
	uint32_t len;

	if (asked.len > fuzz_listener.capacity)
		return 0;
	for (unsigned int i = 0; i < WIRE_SC_IN(request->sc); i++)
		reverse_unpack_buffer(&asked, &data, &len);
	for (unsigned int i = 0; i < WIRE_SC_OUT(request->sc); i++) {
		for (uint32_t at = 0; at < 16; at += 4) {
			uint32_t word = at % 8 ? 0 : fuzz_word();

			memcpy(content + at, &word, sizeof(word));
		}
		reverse_unpack_word(&asked, &len);
		if (!fuzz_below(20))
			len ^= 1u << fuzz_below(10);
		if (len <= sizeof(content))
			reverse_pack_buffer(&pack, content, len);
	}
	return (uint32_t)pack.len - !fuzz_below(20);
}

/* Come back, if the listener has something to come back with. */
static void fuzz_next2(void)
{
	uint8_t bytes[1024] = { 0 };
	uint32_t ctx, len;

	if (!fuzz_listener.call) {
		listener_wait(&fuzz_listener, 0, -1, NULL, 0);
		return;
	}
	if (guest_result(fuzz_listener.call) == GUEST_PENDING)
		return;
	if (!listener_take(&fuzz_listener)) {
		listener_wait(&fuzz_listener, 0, -1, NULL, 0);
		return;
	}
	ctx = fuzz_below(20) ? fuzz_listener.request.ctx : fuzz_word();
	len = fuzz_outputs(bytes, sizeof(bytes));
	listener_wait(&fuzz_listener, ctx, fuzz_below(8) ? 0 : (int32_t)fuzz_word(), bytes,
		      len < sizeof(bytes) ? len : 0);
}

static void fuzz_fetch(void)
{
	uint32_t required;
	uint8_t data[64];

	listener_get_inputs(&fuzz_listener, fuzz_listener.request.ctx, fuzz_word(), data,
			    fuzz_below(64), &required);
}

static void fuzz_log(void)
{
	uint64_t words[3] = { fuzz_word(), fuzz_word(), 4096 };
	uint64_t out = 0;

	switch (fuzz_below(4)) {
	case 0:
		guest_send(5, 0x04010100, (struct guest_arg[]){
			{ .data = words, .len = 24 }, { .data = &out, .len = 8 } });
		break;
	case 1:
		if (!fuzz_below(4))
			guest_send(5, 0x03000000, NULL);
		break;
	default:
		guest_send(5, 0x05000100, &(struct guest_arg){ .data = &out, .len = 8 });
		break;
	}
}

static void fuzz_map(void)
{
	uint32_t map[8] = { 1, 5, 0, 0, 0, 0, 16, 0 };
	uint32_t unmap[6] = { 1, 5, FUZZ_FIRST_VA, 0, 4096, 0 };
	struct wire_page page = { guest_device_address(FUZZ_MEMORY), 4096 };
	uint64_t va;

	if (fuzz_below(3))
		guest_send(1, 0x0a030100, (struct guest_arg[]){
			{ .data = map, .len = 32 }, { .data = &page, .len = 16 }, { .len = 0 },
			{ .data = &va, .len = 8 } });
	else
		guest_send(1, 0x0b010000, &(struct guest_arg){ .data = unmap, .len = 24 });
}

static void fuzz_ask(void)
{
	uint32_t request[2] = { fuzz_word(), 0x02010100 };
	uint32_t in[8] = { fuzz_below(20) ? 8 : fuzz_word(), 0, 1, 2, fuzz_below(64) };
	uint8_t out[128];
	uint32_t reversed[2];

	guest_send(fuzz_module, 0x0a020200, (struct guest_arg[]){
		{ .data = request, .len = 8 },
		{ .data = in, .len = fuzz_below(20) ? 20 : fuzz_below(32) },
		{ .data = reversed, .len = 8 }, { .data = out, .len = sizeof(out) } });
}

/* The client, with its listener and its memory, begins anew. */
static void fuzz_attach(void)
{
	guest.client_id = 1;
	guest.pd_type = 0;
	guest_attach();
	fuzz_module = guest_open_module("selftest");
	listener_start(&fuzz_listener, fuzz_below(2) ? 7 : 3, 512);
	fake_mem_map(guest.mem, guest_stream(), FUZZ_MEMORY, 4096);
	fuzz_map();
}

static void fuzz_other(void)
{
	guest.client_id = 2;
	guest.pd_type = 1;
	guest_create(8);
	guest_release(2);
	guest.client_id = 1;
	guest.pd_type = 0;
}

static void fuzz_step(void)
{
	uint32_t what = fuzz_below(1000);

	if (what < 2)
		guest_release(1);
	else if (what < 4)
		guest_send(4, 0x02000000, NULL);
	else if (what < 6)
		fake_mem_unmap(guest.mem, guest_stream(), FUZZ_MEMORY, 4096);
	else if (what < 12)
		fuzz_attach();
	else if (what < 60)
		fuzz_other();
	else if (what < 120)
		fuzz_map();
	else if (what < 300)
		fuzz_log();
	else if (what < 400)
		fuzz_ask();
	else if (what < 450)
		fuzz_fetch();
	else
		fuzz_next2();
}

static void random_listener(void)
{
	unsigned int answered = 0;

	fuzz_state = 0x9e3779b97f4a7c15ull;
	guest_start("cdsp", 32, false);
	fuzz_attach();
	for (unsigned int step = 0; step < FUZZ_STEPS; step++) {
		fuzz_step();
		if (guest.answer_count < GUEST_ANSWERS_MAX / 2)
			continue;
		/* What next2 was answered must not be forgotten. */
		fuzz_next2();
		answered += guest.answer_count - guest.notice_count;
		guest.answer_count = 0;
		guest.notice_count = 0;
		if (guest_stats().held && guest_stats().held < 200)
			continue;
		guest_release(1);
		fuzz_attach();
	}
	answered += guest.answer_count - guest.notice_count;
	TAP_EQUAL(answered + guest_stats().held, guest.calls);
	fastrpc_stop(guest.fastrpc);
	TAP_EQUAL(guest_stats().held, 0);
	TAP_EQUAL(guest_stats().maps, 0);
	guest_end();
}

static const struct tap_test cases[] = {
	{ "random listener", random_listener },
};

TAP_MAIN(cases)
