// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The objects behind static handles.
 */
#include <string.h>

#include "fake_guest.h"
#include "fake_mem.h"
#include "mem/mem.h"
#include "tap.h"

#define NO_SUCH_MODULE ((int32_t)0x8000043eu)

static int32_t query_capabilities(uint32_t count, uint32_t *attributes, uint64_t len)
{
	return guest_invoke(2, 0x00010100, (struct guest_arg[]){
		{ .data = &count, .len = 4 }, { .data = attributes, .len = len } });
}

/* Attribute k stands in word k - 1. No PD is needed. */
static void capabilities(void)
{
	uint32_t attributes[255];

	guest_start("cdsp", 32, false);
	memset(attributes, 0xff, sizeof(attributes));
	TAP_EQUAL(query_capabilities(255, attributes, sizeof(attributes)), 0);
	TAP_EQUAL(attributes[1 - 1], 1);
	TAP_EQUAL(attributes[6 - 1], 0x73);
	TAP_EQUAL(attributes[7 - 1], 0);	/* no HMX, of either kind */
	TAP_EQUAL(attributes[8 - 1], 0);
	TAP_EQUAL(attributes[10 - 1], 3);
	TAP_EQUAL(attributes[254], 0);
	TAP_EQUAL(query_capabilities(6, attributes, 24), 0);
	TAP_EQUAL(query_capabilities(0, attributes, 0), WIRE_EBADPARM);
	TAP_EQUAL(query_capabilities(255, attributes, 1016), WIRE_EBADPARM);
	TAP_EQUAL(query_capabilities(256, attributes, 1020), WIRE_EBADPARM);
	TAP_EQUAL(query_capabilities(UINT32_MAX, attributes, 1020), WIRE_EBADPARM);
	guest_end();
	guest_start("adsp", 32, false);
	TAP_EQUAL(query_capabilities(255, attributes, sizeof(attributes)), 0);
	TAP_EQUAL(attributes[1 - 1], 0);
	guest_end();
}

static int32_t open_on(uint32_t handle, uint32_t sc, char *name, uint32_t name_len,
		       uint32_t *opened, char *text)
{
	uint32_t lengths[2] = { name_len, 255 };

	return guest_invoke(handle, sc, (struct guest_arg[]){
		{ .data = lengths, .len = 8 },
		{ .data = name, .len = name_len },
		{ .data = opened, .len = 8 },
		{ .data = text, .len = 255 } });
}

static void open_and_close(void)
{
	char uri[] = "file:///libecho_skel.so?echo_skel_handle_invoke&_modver=1.0&_dom=cdsp";
	uint32_t opened[2], close[2] = { 0, 255 }, error = 1;
	struct guest_arg close_args[3] = {
		{ .data = close, .len = 8 }, { .data = &error, .len = 4 },
	};
	char text[255];

	guest_start_pd();
	close_args[2] = (struct guest_arg){ .data = text, .len = 255 };
	/* The old object and the per-domain one differ in method numbers only. */
	TAP_EQUAL(open_on(0, 0x00020200, uri, sizeof(uri), opened, text), 0);
	TAP_EXPECT(opened[0] >= 0x1000);
	TAP_EQUAL(opened[1], 0);
	close[0] = opened[0];
	TAP_EQUAL(open_on(8, 0x02020200, uri, sizeof(uri), opened, text), 0);
	TAP_EXPECT(opened[0] >= 0x1000 && opened[0] != close[0]);
	TAP_EQUAL(guest_invoke(opened[0], 0x02000000, NULL), 0);
	TAP_EQUAL(guest_invoke(0, 0x01010200, close_args), 0);
	TAP_EQUAL(error, 0);
	TAP_EQUAL(guest_invoke(close[0], 0x02000000, NULL), WIRE_EINVHANDLE);
	close[0] = opened[0];
	TAP_EQUAL(guest_invoke(8, 0x03010200, close_args), 0);
	TAP_EQUAL(error, 0);
	TAP_EQUAL(guest_invoke(8, 0x03010200, close_args), 0);
	TAP_EQUAL((int32_t)error, WIRE_EINVHANDLE);
	TAP_EXPECT(*text);
	close[0] = 0;
	TAP_EQUAL(guest_invoke(8, 0x03010200, close_args), 0);
	TAP_EQUAL((int32_t)error, WIRE_EINVHANDLE);
	guest_end();
}

/* By the plain name that its file would have, and by the name that no file has. */
static void open_plain_name(void)
{
	static const char *const names[] = { "echo", "builtin:echo" };
	uint32_t handle;
	int32_t error;

	guest_start_pd();
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		TAP_EQUAL(guest_open(names[i], &handle, &error), 0);
		TAP_EQUAL(error, 0);
		TAP_EQUAL(guest_invoke(handle, 0x02000000, NULL), 0);
	}
	guest_end();
}

/* The call succeeds; its outputs say that there is no such module. */
static void open_unknown_modules(void)
{
	static const char *const uris[] = {
		"file:///libnone_skel.so?none_skel_handle_invoke&_modver=1.0",
		"file:///libecho_skel.so.2?x",
		"file:///libecho",
		"file:///lib_skel.so?x",
		"file:///echo_skel.so?x",
		"file:///",
		"echo2",
		"http://libecho_skel.so?x",
		"builtin:none",
		"builtin:",
		"builtin:file:///libecho_skel.so?x",
		"builtin:adsp_default_listener",
		"",
	};
	uint32_t opened[2];
	char text[255], name[512];

	guest_start_pd();
	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		strcpy(name, uris[i]);
		memset(text, 0, sizeof(text));
		TAP_EQUAL(open_on(8, 0x02020200, name, (uint32_t)strlen(name) + 1, opened,
				  text), 0);
		TAP_EQUAL((int32_t)opened[1], NO_SUCH_MODULE);
		TAP_EQUAL(opened[0], 0);
		TAP_EXPECT(strstr(text, "no such module") == text);
	}
	memset(name, 'x', 511);
	name[511] = '\0';
	TAP_EQUAL(open_on(8, 0x02020200, name, 512, opened, text), 0);
	TAP_EQUAL(text[254], 0);
	guest_end();
}

static void malformed_open(void)
{
	char name[600] = "file:///libecho_skel.so?x";
	uint32_t opened[2];
	char text[255];

	guest_start_pd();
	TAP_EQUAL(open_on(8, 0x02020200, name, 10, opened, text), WIRE_EBADPARM);
	TAP_EQUAL(open_on(8, 0x02020200, name, 600, opened, text), WIRE_EBADPARM);
	TAP_EQUAL(open_on(8, 0x02020200, name, 0, opened, text), WIRE_EBADPARM);
	TAP_EQUAL(open_on(8, 0x02020200, name, 30, opened, text), WIRE_EBADPARM);
	guest_end();
}

/* Handles run out, and an open that cannot report its handle keeps none. */
static void many_opens(void)
{
	char uri[] = "file:///libecho_skel.so?x";
	uint32_t opened[2] = { 0 };
	char text[255];
	int count = 0;

	guest_start_pd();
	for (int i = 0; i < 100; i++)
		guest_invoke(8, 0x02020200, (struct guest_arg[]){
			{ .data = (uint32_t[2]){ sizeof(uri), 255 }, .len = 8 },
			{ .data = uri, .len = sizeof(uri) },
			{ .data = opened, .len = 8 },
			{ .data = text, .len = 20 } });
	for (int i = 0; i < 100; i++) {
		TAP_EQUAL(open_on(8, 0x02020200, uri, sizeof(uri), opened, text), 0);
		count += !opened[1];
	}
	TAP_EQUAL(count, 64);
	TAP_EQUAL((int32_t)opened[1], WIRE_ENOMEMORY);
	guest_end();
}

static void default_listeners(void)
{
	uint32_t opened[2];
	char text[255];

	guest_start("cdsp", 32, false);
	guest.pd_type = 0;
	TAP_EQUAL(guest_attach(), 0);
	TAP_EQUAL(open_on(0, 0x00020200, (char[]){ "adsp_default_listener" }, 22, opened, text), 0);
	TAP_EQUAL(guest_invoke(opened[0], 0x00000000, NULL), 0);
	TAP_EQUAL(open_on(8, 0x02020200, (char[]){ "adsp_default_listener1" }, 23, opened, text),
		  0);
	TAP_EQUAL(guest_invoke(opened[0], 0x02000000, NULL), 0);
	guest_end();
}

static int32_t next2(uint32_t handle, uint32_t sc, uint32_t ctx, uint32_t out_len,
		     uint32_t capacity)
{
	uint32_t next[4] = { ctx, UINT32_MAX, out_len, capacity };
	uint32_t req[4];
	char in[256];

	return guest_invoke(handle, sc, (struct guest_arg[]){
		{ .data = next, .len = sizeof(next) }, { .len = 0 },
		{ .data = req, .len = sizeof(req) }, { .data = in, .len = sizeof(in) } });
}

static void listener(void)
{
	guest_start_pd();
	TAP_EQUAL(next2(7, 0x06020200, 0, 0, 256), WIRE_EBADSTATE);
	TAP_EQUAL(guest_invoke(7, 0x05000000, NULL), 0);
	TAP_EQUAL(next2(7, 0x06020200, 1, 0, 256), WIRE_EBADPARM);
	TAP_EQUAL(next2(7, 0x06020200, 0, 1, 256), WIRE_EBADPARM);
	TAP_EQUAL(next2(7, 0x06020200, 0, 0, 255), WIRE_EBADPARM);
	TAP_EQUAL(next2(7, 0x06020200, 0, 0, 256), GUEST_PENDING);
	TAP_EQUAL(guest_stats().held, 1);
	TAP_EXPECT(fastrpc_next_deadline(guest.fastrpc) == FASTRPC_NEVER);
	guest_end();
	guest_start_pd();
	TAP_EQUAL(guest_invoke(3, 0x03000000, NULL), 0);
	TAP_EQUAL(next2(3, 0x04020200, 0, 0, 256), GUEST_PENDING);
	TAP_EQUAL(guest_release(1), 0);
	TAP_EQUAL(guest_stats().held, 0);
	guest_end();
}

static void current_process(void)
{
	uint32_t word = 5, pair[2] = { 1, 100 };

	guest_start_pd();
	TAP_EQUAL(guest_invoke(4, 0x03000000, NULL), 0);
	TAP_EQUAL(guest_invoke(4, 0x05000100, &(struct guest_arg){ &word, 4, 0, 0, 0 }), 0);
	TAP_EQUAL(word, 1);
	TAP_EQUAL(guest_invoke(4, 0x06010000, &(struct guest_arg){ &word, 4, 0, 0, 0 }), 0);
	TAP_EQUAL(guest_invoke(4, 0x09010000, &(struct guest_arg){ pair, 8, 0, 0, 0 }), 0);
	TAP_EQUAL(guest_invoke(4, 0x0a000000, NULL), 0);
	TAP_EQUAL(guest_invoke(4, 0x08000000, NULL), WIRE_EUNSUPPORTED);
	TAP_EQUAL(guest_invoke(5, 0x04010100, (struct guest_arg[]){
		{ .data = &word, .len = 4 }, { .data = pair, .len = 8 } }), WIRE_EUNSUPPORTED);
	TAP_EQUAL(guest_invoke(6, 0x02000000, NULL), WIRE_EUNSUPPORTED);
	guest_end();
}

/* The client ends its PD as a fault would: record, notice, "bad state" for all its calls. */
static void exception(void)
{
	char record[64] = "";
	uint64_t held;

	guest_start_pd();
	fake_mem_map(guest.mem, guest_stream(), 0x20000000, 0x1000);
	held = guest_send(guest_open_module("selftest"), 0x04000000, NULL);
	TAP_EQUAL(guest_result(held), GUEST_PENDING);
	guest.notice_count = guest.answer_count = 0;
	TAP_EQUAL(guest_invoke(4, 0x07000000, NULL), WIRE_EBADSTATE);
	TAP_EQUAL(guest_result(held), WIRE_EBADSTATE);
	TAP_EQUAL(guest.notice_count, 1);
	TAP_EXPECT(guest.answers[0].message.ctx == WIRE_NOTICE_CTX);
	TAP_EQUAL(guest.answers[0].notice.status, 3);
	mem_read(guest.mem, guest_stream(), 0x20000000, record, sizeof(record) - 1);
	TAP_EXPECT(strstr(record, "reason: an exception"));
	TAP_EQUAL(guest_stats().held, 0);
	TAP_EQUAL(guest_invoke(4, 0x07000000, NULL), WIRE_EBADSTATE);
	TAP_EQUAL(guest_release(1), 0);
	guest_end();
	guest_start("cdsp", 32, false);
	guest.pd_type = 0;
	guest_attach();
	TAP_EQUAL(guest_invoke(4, 0x07000000, NULL), WIRE_EUNSUPPORTED);
	guest_end();
}

static void set_param(void)
{
	uint32_t request[2] = { 1, 2 }, values[2] = { 192, 16384 };
	const struct guest_arg args[] = {
		{ .data = request, .len = 8 }, { .data = values, .len = 8 },
	};

	guest_start_pd();
	TAP_EQUAL(guest_invoke(8, 0x05020000, args), 0);
	request[0] = 3;
	TAP_EQUAL(guest_invoke(8, 0x05020000, args), WIRE_EUNSUPPORTED);
	guest_end();
}

/* Poll word: user PD, dynamic handle, result 0, and poll mode on; never else. */
static void poll_word_by_method(void)
{
	uint32_t pair[2] = { 1, 100 };
	uint32_t echo;

	guest_start_pd();
	echo = guest_open_module("echo");
	TAP_EQUAL(guest_invoke(echo, 0x02000000, NULL), 0);
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), 0x02000000), 0);
	TAP_EQUAL(guest_invoke(4, 0x09010000, &(struct guest_arg){ pair, 8, 0, 0, 0 }), 0);
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), 0x09010000), 0);
	TAP_EQUAL(guest_invoke(echo, 0x02000000, NULL), 0);
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), 0x02000000), 0xdecaf);
	TAP_EQUAL(guest_invoke(echo, 0x06000000, NULL), WIRE_EUNSUPPORTED);
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), 0x06000000), 0);
	pair[0] = 0;
	TAP_EQUAL(guest_invoke(4, 0x09010000, &(struct guest_arg){ pair, 8, 0, 0, 0 }), 0);
	TAP_EQUAL(guest_invoke(echo, 0x02000000, NULL), 0);
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), 0x02000000), 0);
	guest_end();
}

static void spoil_async(struct guest_raw *raw)
{
	raw->message.ctx |= 0x10;
}

static void poll_word_by_board(void)
{
	uint32_t echo;
	uint64_t ctx;

	guest_start("cdsp", 32, true);
	guest_create(8);
	echo = guest_open_module("echo");
	TAP_EQUAL(guest_invoke(echo, 0x02000000, NULL), 0);
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), 0x02000000), 0xdecaf);
	guest.spoil = spoil_async;
	ctx = guest_send(echo, 0x02000000, NULL);
	TAP_EQUAL(guest_result(ctx | 0x10), 0);
	TAP_EQUAL(guest_poll_word(ctx, 0x02000000), 0);
	guest.spoil = NULL;
	guest.pd_type = 0;
	guest.client_id = 2;
	guest_attach();
	echo = guest_open_module("echo");
	TAP_EQUAL(guest_invoke(echo, 0x02000000, NULL), 0);
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), 0x02000000), 0);
	guest_end();
}

static const struct tap_test cases[] = {
	{ "capabilities", capabilities },
	{ "open and close", open_and_close },
	{ "open by plain name", open_plain_name },
	{ "open unknown modules", open_unknown_modules },
	{ "malformed open", malformed_open },
	{ "many opens", many_opens },
	{ "default listeners", default_listeners },
	{ "listener", listener },
	{ "current process and logs", current_process },
	{ "exception", exception },
	{ "set_param", set_param },
	{ "poll word by method", poll_word_by_method },
	{ "poll word by board", poll_word_by_board },
};

TAP_MAIN(cases)
