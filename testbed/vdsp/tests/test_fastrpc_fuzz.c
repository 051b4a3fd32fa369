// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A guest out of its mind: random calls with random and nearly good descriptors, while
 * random lies are armed. Nothing may crash (built with sanitizers), every message of
 * the right length gets an answer or is held, and at the end nothing is left.
 */
#include <stdlib.h>
#include <string.h>

#include "lies/lie.h"
#include "fake_guest.h"
#include "fake_mem.h"
#include "tap.h"

#define FUZZ_MESSAGES	100000

static uint64_t fuzz_state;

/* xorshift64: the same numbers on every machine. */
static uint64_t fuzz(void)
{
	fuzz_state ^= fuzz_state << 13;
	fuzz_state ^= fuzz_state >> 7;
	fuzz_state ^= fuzz_state << 17;
	return fuzz_state;
}

static uint64_t fuzz_below(uint64_t n)
{
	return fuzz() % n;
}

/* A value that code trips over. */
static uint64_t fuzz_value(void)
{
	static const uint64_t values[] = {
		0, 1, 2, 15, 16, 4095, 4096, 4097, 0x7fffffff, 0x80000000, 0xffffffff,
		0x100000000, 0x1fffff000, INT64_MAX, 1ull << 63, UINT64_MAX - 4095, UINT64_MAX,
	};

	return fuzz_below(3) ? values[fuzz_below(sizeof(values) / sizeof(values[0]))] : fuzz();
}

static void fuzz_spoil_arg(struct guest_raw *raw)
{
	unsigned int i = raw->n ? (unsigned int)fuzz_below(raw->n) : 0;

	switch (fuzz_below(6)) {
	case 0:
		raw->remote[i].len = fuzz_value();
		break;
	case 1:
		raw->remote[i].pv = fuzz_value();
		break;
	case 2:
		raw->list[i].num = (uint32_t)fuzz_value();
		break;
	case 3:
		raw->list[i].pgidx = (uint32_t)fuzz_value();
		break;
	case 4:
		raw->page[i].addr = fuzz_below(2) ? fuzz_value() :
				    guest_device_address(fuzz_value() & ~0xfffull);
		break;
	default:
		raw->page[i].size = fuzz_value();
		break;
	}
}

static void fuzz_spoil_message(struct guest_raw *raw)
{
	switch (fuzz_below(6)) {
	case 0:
		raw->message.client_id = (int32_t)fuzz_value();
		break;
	case 1:
		raw->message.ctx ^= fuzz_below(16);
		break;
	case 2:
		raw->message.sc = (uint32_t)fuzz();
		break;
	case 3:
		raw->message.addr = fuzz_value();
		break;
	case 4:
		raw->message.size = fuzz_value();
		break;
	default:
		raw->message.handle = (uint32_t)fuzz_value();
		break;
	}
}

static void fuzz_spoil(struct guest_raw *raw)
{
	for (uint64_t i = fuzz_below(3); i; i--)
		fuzz_spoil_arg(raw);
	if (!fuzz_below(4))
		fuzz_spoil_message(raw);
}

struct fuzz_method {
	uint32_t sc;
	uint16_t sizes[5];
};

/* Methods of all objects, with argument sizes that they like. */
static const struct fuzz_method fuzz_methods[] = {
	{ 0x00010000, { 4 } },			{ 0x01010000, { 4 } },
	{ 0x04020100, { 24, 16, 8 } },		{ 0x05010000, { 24 } },
	{ 0x06040000, { 24, 1, 0, 16 } },	{ 0x07040000, { 24, 1, 0, 16 } },
	{ 0x08030000, { 12, 8, 16 } },		{ 0x0a030100, { 32, 16, 0, 8 } },
	{ 0x0b010000, { 24 } },			{ 0x00010100, { 4, 4 } },
	{ 0x00020200, { 8, 30, 8, 255 } },	{ 0x01010200, { 8, 4, 255 } },
	{ 0x02020200, { 8, 30, 8, 255 } },	{ 0x03010200, { 8, 4, 255 } },
	{ 0x05020000, { 8, 8 } },		{ 0x05000000, { 0 } },
	{ 0x06020200, { 16, 0, 16, 256 } },	{ 0x07010200, { 12, 4, 256 } },
	{ 0x03000000, { 0 } },			{ 0x04020200, { 16, 0, 16, 256 } },
	{ 0x02000000, { 0 } },			{ 0x03010100, { 400, 400 } },
	{ 0x02020100, { 4, 4, 8 } },		{ 0x03020100, { 4, 4, 4 } },
	{ 0x02020100, { 16, 400, 400 } },	{ 0x02010000, { 4 } },
	{ 0x03010000, { 4 } },			{ 0x04000000, { 0 } },
	{ 0x05000100, { 4 } },			{ 0x06010100, { 4, 256 } },
	{ 0x07030100, { 5, 0, 400, 8 } },	{ 0x08010100, { 16, 4 } },
	{ 0x09000110, { 8, 400 } },		{ 0x09010000, { 8 } },
	{ 0x06010000, { 4 } },			{ 0x05010200, { 12, 4, 256 } },
	{ 0x06020200, { 16, 16, 16, 256 } },	{ 0x0a020200, { 8, 20, 8, 64 } },
	{ 0x0a020200, { 8, 0, 8, 64 } },	{ 0x04010100, { 24, 8 } },
	{ 0x05000100, { 8 } },
};

/* A method that exists, most of the time. */
static uint32_t fuzz_sc(const uint16_t **sizes)
{
	const struct fuzz_method *method;

	method = &fuzz_methods[fuzz_below(sizeof(fuzz_methods) / sizeof(fuzz_methods[0]))];
	*sizes = method->sizes;
	return fuzz_below(16) ? method->sc : (uint32_t)fuzz() & 0x1f070733;
}

static uint8_t fuzz_bytes[8][512];

static void fuzz_fill(uint8_t *bytes)
{
	for (unsigned int i = 0; i < 512; i += 4) {
		uint32_t value = fuzz_below(2) ? (uint32_t)fuzz_below(17) : (uint32_t)fuzz_value();

		memcpy(bytes + i, &value, sizeof(value));
	}
	if (!fuzz_below(4))
		strcpy((char *)bytes, "file:///libselftest_skel.so?x");
	/* A client id that exists, most of the time. */
	bytes[0] = bytes[0] & 3 ? bytes[0] & 3 : bytes[0];
}

static void fuzz_args(struct guest_arg *args, unsigned int n, const uint16_t *sizes)
{
	for (unsigned int i = 0; i < n; i++) {
		uint32_t size = i < 5 && fuzz_below(16) ? sizes[i] : (uint32_t)fuzz_below(512);

		fuzz_fill(fuzz_bytes[i % 8]);
		args[i] = (struct guest_arg){ .data = fuzz_bytes[i % 8], .len = size };
		if (!fuzz_below(12))
			args[i] = (struct guest_arg){
				.iova = GUEST_SLOT_BASE + fuzz_below(0x10000),
				.len = fuzz_value() & 0xfffff, .fd = (int32_t)fuzz(),
				.offset = (uint32_t)fuzz_below(8192),
			};
	}
}

static uint32_t fuzz_handle(void)
{
	return fuzz_below(2) ? (uint32_t)fuzz_below(10) : 0x1000 + (uint32_t)fuzz_below(40);
}

static void fuzz_send(void)
{
	struct guest_arg args[64];
	const uint16_t *sizes;
	uint32_t sc = fuzz_sc(&sizes);

	fuzz_args(args, WIRE_SC_IN(sc) + WIRE_SC_OUT(sc) + WIRE_SC_IN_HANDLES(sc) +
		  WIRE_SC_OUT_HANDLES(sc), sizes);
	guest_send(fuzz_handle(), sc, args);
}

static void fuzz_open(void)
{
	static const char *const names[] = { "calculator", "echo", "selftest", "sobel" };

	guest_open_module(names[fuzz_below(4)]);
}

static void fuzz_lie(void)
{
	enum lie lie = (enum lie)fuzz_below(LIE_COUNT);

	/* These two would end the test, or are not told here. */
	if (lie != LIE_DIE && lie != LIE_STARVE_INTENTS)
		lie_arm(lie, (uint32_t)fuzz_below(3), (uint32_t)fuzz_below(300));
}

static void fuzz_step(unsigned int step)
{
	guest.client_id = (int32_t)fuzz_below(4);
	guest.pd_type = fuzz_below(8) ? 1 : (unsigned int)fuzz_below(16);
	if (!fuzz_below(100))
		fuzz_lie();
	fuzz_send();
	if (!fuzz_below(10))
		fuzz_open();
	if (!fuzz_below(20))
		guest_create(8);
	if (!fuzz_below(50))
		fastrpc_poll(guest.fastrpc, fastrpc_next_deadline(guest.fastrpc));
	if (step % 5000 == 4999) {
		fastrpc_stop(guest.fastrpc);
		fastrpc_start(guest.fastrpc);
	}
	guest.answer_count = 0;
}

static void fuzz_with_lies(void)
{
	fuzz_state = 0x9e3779b97f4a7c15ull;
	guest_start_pd();
	guest.spoil = fuzz_spoil;
	for (unsigned int step = 0; step < FUZZ_MESSAGES; step++)
		fuzz_step(step);
	fastrpc_stop(guest.fastrpc);
	TAP_EQUAL(guest_stats().held, 0);
	TAP_EQUAL(guest_stats().processes, 0);
	TAP_EQUAL(guest_stats().maps, 0);
	guest_end();
}

/* Noise instead of a message, of any length up to 64 bytes. */
static void fuzz_noise(void)
{
	fuzz_state = 0x2545f4914f6cdd1dull;
	guest_start_pd();
	for (unsigned int step = 0; step < FUZZ_MESSAGES; step++) {
		uint64_t message[8];

		for (unsigned int i = 0; i < 8; i++)
			message[i] = fuzz_value();
		fastrpc_receive(guest.fastrpc, message, fuzz_below(4) ? 40 : fuzz_below(65));
		guest.answer_count = 0;
	}
	TAP_EQUAL(guest_create(8), (int32_t)0x8000054fu);
	guest_end();
}

/* Without lies, each call is answered once or held. */
static void fuzz_answers(void)
{
	fuzz_state = 0xda3e39cb94b95bdbull;
	guest_start_pd();
	guest.spoil = fuzz_spoil;
	for (unsigned int step = 0; step < 20000; step++) {
		unsigned int held = guest_stats().held;

		guest.client_id = 1;
		guest.answer_count = 0;
		guest.notice_count = 0;
		fuzz_send();
		/* Held calls that this one ended are answered as well. */
		if (!TAP_EQUAL(guest.answer_count - guest.notice_count + guest_stats().held,
			       held + 1))
			break;
		if (step % 100 == 99) {
			guest.spoil = NULL;
			guest_release(1);
			guest_create(8);
			fuzz_open();
			guest.spoil = fuzz_spoil;
		}
	}
	guest_end();
}

static const struct tap_test cases[] = {
	{ "random calls and lies", fuzz_with_lies },
	{ "noise", fuzz_noise },
	{ "one answer for each call", fuzz_answers },
};

TAP_MAIN(cases)
