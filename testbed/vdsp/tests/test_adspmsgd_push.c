// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The log in records: lines go by reverse calls of the client's object.
 */
#include <stdio.h>
#include <string.h>

#include "fake_guest.h"
#include "fake_listener.h"
#include "fastrpc/reverse_pack.h"
#include "tap.h"

#define INIT2_SC	0x02000000u
#define DEINIT_SC	0x03000000u
#define OBJECT		0x55u
#define RECORD_SIZE	256u

static struct fake_listener listener;

static void become_root(void)
{
	guest.client_id = 1;
	guest.pd_type = 0;
}

/* A PD of client 2 starts and is released: two lines. */
static void two_lines(void)
{
	guest.client_id = 2;
	guest.pd_type = 1;
	guest_create(8);
	guest_release(2);
	become_root();
}

static void start(void)
{
	guest_start("cdsp", 32, false);
	become_root();
	guest_attach();
	two_lines();
	TAP_EQUAL(listener_start(&listener, 7, LISTENER_MAX), 0);
	listener_wait(&listener, 0, -1, NULL, 0);
	become_root();
}

/* The client is asked for its object, and has it, or not. */
static void answer_open(int32_t error)
{
	const uint32_t opened[2] = { OBJECT, (uint32_t)error };
	static const char text[255];
	uint8_t bytes[512];
	struct reverse_pack pack = { .bytes = bytes, .size = sizeof(bytes) };

	TAP_EXPECT(listener_take(&listener));
	TAP_EQUAL(listener.request.handle, 0);
	TAP_EQUAL(listener.request.sc, 0x00020200);
	TAP_EXPECT(!memcmp(listener.in + 16, "\x0e\0\0\0", 4));
	TAP_EXPECT(!strcmp((const char *)listener.in + 24, "adspmsgd_apps"));
	reverse_pack_buffer(&pack, opened, sizeof(opened));
	reverse_pack_buffer(&pack, text, sizeof(text));
	listener_wait(&listener, listener.request.ctx, 0, bytes, (uint32_t)pack.len);
	become_root();
}

/* Records that have come; @text is in the first. */
static void expect_records(uint32_t count, const char *text)
{
	struct reverse_unpack unpack = { .bytes = listener.in };
	const uint8_t *size, *records;
	uint32_t len, words;

	if (!TAP_EXPECT(listener_take(&listener)))
		return;
	become_root();
	TAP_EQUAL(listener.request.handle, OBJECT);
	TAP_EQUAL(listener.request.sc, 0x00020000);
	unpack.len = listener.request.in_len;
	TAP_EXPECT(reverse_unpack_buffer(&unpack, &size, &words));
	TAP_EXPECT(reverse_unpack_buffer(&unpack, &records, &len));
	TAP_EQUAL(len, count * RECORD_SIZE);
	memcpy(&words, size, sizeof(words));
	TAP_EQUAL(words, len);
	TAP_EXPECT(!memcmp(records, "\2\0\0\0", 4));
	if (!TAP_EXPECT(!strncmp((const char *)records + 8, text, strlen(text))))
		printf("# %.218s\n", (const char *)records + 8);
	TAP_EXPECT(!strcmp((const char *)records + 226, "cdsp"));
}

static void lines(void)
{
	start();
	TAP_EQUAL(guest_invoke(5, INIT2_SC, NULL), 0);
	answer_open(0);
	expect_records(2, "cdsp pd 2 (test) started\n");
	/* What comes meanwhile waits until these have been taken. */
	two_lines();
	two_lines();
	listener_wait(&listener, listener.request.ctx, 0, NULL, 0);
	expect_records(4, "cdsp pd 2 (test) started\n");
	for (int i = 0; i < 5; i++)
		two_lines();
	listener_wait(&listener, listener.request.ctx, 0, NULL, 0);
	expect_records(8, "cdsp pd 2 (test) started\n");
	listener_wait(&listener, listener.request.ctx, 0, NULL, 0);
	expect_records(2, "cdsp pd 2 (test) started\n");
	listener_wait(&listener, listener.request.ctx, 0, NULL, 0);
	become_root();
	TAP_EQUAL(guest_invoke(5, DEINIT_SC, NULL), 0);
	two_lines();
	TAP_EXPECT(!listener_take(&listener));
	guest_end();
}

/* Who is slow is told how much it has missed. */
static void lost(void)
{
	char text[64];

	start();
	TAP_EQUAL(guest_invoke(5, INIT2_SC, NULL), 0);
	answer_open(0);
	expect_records(2, "cdsp pd 2 (test) started\n");
	for (int i = 0; i < 300; i++) {
		two_lines();
		guest.answer_count = 0;
	}
	snprintf(text, sizeof(text), "cdsp lost %d lines\n", 600 - 512);
	listener_wait(&listener, listener.request.ctx, 0, NULL, 0);
	expect_records(8, text);
	guest_end();
}

/* Refusals of the guest end it; what was under way may come back later. */
static void refusals(void)
{
	start();
	TAP_EQUAL(guest_invoke(5, INIT2_SC, NULL), 0);
	TAP_EQUAL(guest_invoke(5, INIT2_SC, NULL), WIRE_EBADSTATE);
	answer_open(0x3e);
	TAP_EXPECT(!listener_take(&listener));
	become_root();
	TAP_EQUAL(guest_invoke(5, DEINIT_SC, NULL), WIRE_EBADSTATE);
	TAP_EQUAL(guest_invoke(5, INIT2_SC, NULL), 0);
	answer_open(0);
	expect_records(2, "cdsp pd 2 (test) started\n");
	TAP_EQUAL(guest_invoke(5, DEINIT_SC, NULL), 0);
	listener_wait(&listener, listener.request.ctx, 1, NULL, 0);
	become_root();
	TAP_EQUAL(guest_invoke(5, INIT2_SC, NULL), 0);
	TAP_EXPECT(listener_take(&listener));
	become_root();
	TAP_EQUAL(guest_release(1), 0);
	guest_end();
	guest_start_pd();
	TAP_EQUAL(guest_invoke(5, INIT2_SC, NULL), WIRE_EUNSUPPORTED);
	guest_end();
}

static const struct tap_test tests[] = {
	{ "lines", lines },
	{ "lost", lost },
	{ "refusals", refusals },
};

TAP_MAIN(tests)
