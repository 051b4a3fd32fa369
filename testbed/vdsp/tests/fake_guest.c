// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The guest's half of FastRPC, as far as a test needs it: payloads laid out as Linux
 * 7.3 lays them out, one call per slot, answers collected in order of arrival.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lies/lie.h"
#include "mem/mem.h"
#include "pd/pd_pool.h"
#include "service/service.h"
#include "base/watch.h"
#include "fake_guest.h"
#include "fake_mem.h"

struct fake_guest guest;

static int guest_take_answer(void *link, const void *msg, size_t len)
{
	struct fake_guest *g = link;
	struct guest_answer *answer;

	if (g->answer_count == GUEST_ANSWERS_MAX)
		return 0;
	answer = &g->answers[g->answer_count++];
	answer->len = len;
	memcpy(&answer->notice, msg, len < sizeof(answer->notice) ? len :
	       sizeof(answer->notice));
	g->notice_count += answer->message.ctx == WIRE_NOTICE_CTX;
	return 0;
}

static const struct fastrpc_link guest_link = { .send = guest_take_answer };

static bool guest_needs_file;
static const char *guest_debug;

void guest_start(const char *label, unsigned int sid_shift, bool poll)
{
	struct board_dsp *dsp = &guest.board.dsp[0];

	lie_disarm_all();
	memset(&guest, 0, sizeof(guest));
	snprintf(dsp->label, sizeof(dsp->label), "%s", label);
	dsp->arch = 0x73;
	dsp->banks = 4;
	dsp->stream_base = 0x2160;
	guest.board.dsp_count = 1;
	guest.board.sid_shift = sid_shift;
	guest.board.poll = poll;
	guest.sid = 1;
	guest.client_id = 1;
	guest.pd_type = 1;
	guest.init_size = 0x200000;
	guest.mem = fake_mem_create();
	if (guest_needs_file)
		guest.ram = fake_mem_use_file(guest.mem);
	fake_mem_map(guest.mem, dsp->stream_base | 1, GUEST_SLOT_BASE,
		     (uint64_t)GUEST_SLOTS * GUEST_SLOT_SIZE);
	guest.fastrpc = fastrpc_create(&guest.board, dsp, guest.mem, &service_server, &guest_link,
				       &guest);
	fastrpc_start(guest.fastrpc);
}

void guest_end(void)
{
	fastrpc_destroy(guest.fastrpc);
	fake_mem_destroy(guest.mem);
	lie_disarm_all();
}

uint32_t guest_stream(void)
{
	return guest.board.dsp[0].stream_base | guest.sid;
}

uint64_t guest_device_address(uint64_t iova)
{
	return (uint64_t)guest.sid << guest.board.sid_shift | iova;
}

/* Payload address of the call with this context: calls use the slots in turn. */
uint64_t guest_slot(uint64_t ctx)
{
	return GUEST_SLOT_BASE + (ctx >> 16) % GUEST_SLOTS * GUEST_SLOT_SIZE;
}

static uint64_t guest_align(uint64_t value, uint64_t alignment)
{
	return (value + alignment - 1) / alignment * alignment;
}

static void guest_lay_buffer(struct guest_raw *raw, unsigned int i, const struct guest_arg *arg,
			     uint64_t *position, bool input)
{
	uint64_t iova = arg->iova;
	uint64_t first;

	raw->list[i].pgidx = i;
	raw->remote[i].len = arg->len;
	if (!arg->len)
		return;
	if (arg->data) {
		iova = guest_align(*position, 128);
		*position = iova + arg->len;
		if (input)
			mem_write(guest.mem, guest_stream(), iova, arg->data, arg->len);
	}
	first = iova / WIRE_PAGE_SIZE * WIRE_PAGE_SIZE;
	raw->list[i].num = 1;
	raw->remote[i].pv = 0xffff000000000000ull | iova;
	raw->page[i].addr = guest_device_address(first);
	raw->page[i].size = guest_align(iova + arg->len, WIRE_PAGE_SIZE) - first;
}

static void guest_lay_handle(struct guest_raw *raw, unsigned int i, const struct guest_arg *arg)
{
	struct wire_remote_handle handle = {
		.fd = arg->fd,
		.offset = arg->offset,
		.len = (uint32_t)arg->len,
	};

	memcpy(&raw->remote[i], &handle, sizeof(handle));
	raw->list[i].pgidx = i;
	raw->list[i].num = !!arg->len;
	raw->page[i].addr = guest_device_address(arg->iova);
	raw->page[i].size = guest_align(arg->offset + arg->len, WIRE_PAGE_SIZE);
}

static void guest_lay_out(struct guest_raw *raw, uint64_t slot, uint32_t sc,
			  const struct guest_arg *args)
{
	unsigned int buffers = WIRE_SC_IN(sc) + WIRE_SC_OUT(sc);
	uint64_t position = slot + WIRE_META_SIZE(raw->n);

	for (unsigned int i = 0; i < raw->n; i++) {
		if (i < buffers)
			guest_lay_buffer(raw, i, &args[i], &position, i < WIRE_SC_IN(sc));
		else
			guest_lay_handle(raw, i, &args[i]);
	}
	raw->message.size = guest_align(position - slot, WIRE_PAGE_SIZE);
}

static void guest_clear_metadata(uint64_t slot, unsigned int n)
{
	static const uint8_t zeros[WIRE_META_SIZE(WIRE_ARGS_MAX)];

	mem_write(guest.mem, guest_stream(), slot, zeros, WIRE_META_SIZE(n));
}

static void guest_write_metadata(const struct guest_raw *raw, uint64_t slot)
{
	uint32_t stream = guest_stream();

	mem_write(guest.mem, stream, slot, raw->remote, raw->n * sizeof(raw->remote[0]));
	mem_write(guest.mem, stream, slot + WIRE_LIST_OFFSET(raw->n), raw->list,
		  raw->n * sizeof(raw->list[0]));
	mem_write(guest.mem, stream, slot + WIRE_PAGE_OFFSET(raw->n), raw->page,
		  raw->n * sizeof(raw->page[0]));
}

/* Send a call. Return: its context. */
uint64_t guest_send(uint32_t handle, uint32_t sc, const struct guest_arg *args)
{
	bool of_kernel = handle == 1 || handle == 2;
	static struct guest_raw raw;
	uint64_t ctx, slot;

	guest.calls++;
	ctx = (uint64_t)guest.calls << 16 | (guest.calls % 255 + 1) << 8 | guest.pd_type;
	slot = guest_slot(ctx);
	memset(&raw, 0, sizeof(raw));
	raw.n = WIRE_SC_IN(sc) + WIRE_SC_OUT(sc) + WIRE_SC_IN_HANDLES(sc) +
		WIRE_SC_OUT_HANDLES(sc);
	guest_clear_metadata(slot, raw.n);
	raw.send_len = sizeof(raw.message);
	raw.message.client_id = of_kernel ? 0 : guest.client_id;
	raw.message.tid = 4711;
	raw.message.ctx = ctx;
	raw.message.handle = handle;
	raw.message.sc = sc;
	raw.message.addr = guest_device_address(slot);
	guest_lay_out(&raw, slot, sc, args);
	if (guest.spoil)
		guest.spoil(&raw);
	guest_write_metadata(&raw, slot);
	fastrpc_receive(guest.fastrpc, &raw.message, raw.send_len);
	return ctx;
}

/* Result of the first answer to a call, or GUEST_PENDING. */
int32_t guest_result(uint64_t ctx)
{
	for (unsigned int i = 0; i < guest.answer_count; i++)
		if (guest.answers[i].message.ctx == ctx && guest.answers[i].len >= 12)
			return guest.answers[i].message.result;
	return GUEST_PENDING;
}

/* Copy the outputs of a call back; the layout is the one of guest_send(). */
void guest_read_outputs(uint64_t ctx, uint32_t sc, const struct guest_arg *args)
{
	unsigned int in = WIRE_SC_IN(sc);
	uint64_t slot = guest_slot(ctx);
	uint64_t position = slot + WIRE_META_SIZE(in + WIRE_SC_OUT(sc) +
						  WIRE_SC_IN_HANDLES(sc) +
						  WIRE_SC_OUT_HANDLES(sc));

	for (unsigned int i = 0; i < in + WIRE_SC_OUT(sc); i++) {
		if (!args[i].data || !args[i].len)
			continue;
		position = guest_align(position, 128);
		if (i >= in)
			mem_read(guest.mem, guest_stream(), position, args[i].data, args[i].len);
		position += args[i].len;
	}
}

uint64_t guest_last_ctx(void)
{
	return (uint64_t)guest.calls << 16 | (guest.calls % 255 + 1) << 8 | guest.pd_type;
}

/* Send a call, take its answer, and its outputs if it is good. Return: as guest_result(). */
int32_t guest_invoke(uint32_t handle, uint32_t sc, const struct guest_arg *args)
{
	uint64_t ctx = guest_send(handle, sc, args);
	int32_t result = guest_result(ctx);

	if (!result)
		guest_read_outputs(ctx, sc, args);
	return result;
}

uint32_t guest_poll_word(uint64_t ctx, uint32_t sc)
{
	unsigned int n = WIRE_SC_IN(sc) + WIRE_SC_OUT(sc) + WIRE_SC_IN_HANDLES(sc) +
			 WIRE_SC_OUT_HANDLES(sc);
	uint32_t word = 0;

	mem_read(guest.mem, guest_stream(), guest_slot(ctx) + WIRE_POLL_OFFSET(n), &word,
		 sizeof(word));
	return word;
}

/* Let the time pass until the next deadline. */
void guest_wait(void)
{
	fastrpc_poll(guest.fastrpc, fastrpc_next_deadline(guest.fastrpc));
}

int32_t guest_attach(void)
{
	return guest_invoke(1, 0x00010000, &(struct guest_arg){ &guest.client_id, 4, 0, 0, 0 });
}

int32_t guest_create(uint32_t attributes)
{
	struct {
		int32_t client_id;
		uint32_t name_len, file_len, pages, attributes, signature_len;
	} create = { guest.client_id, 5, 0, 1, attributes, 0 };
	struct wire_page page = { guest_device_address(0x20000000), guest.init_size };
	char name[] = "test";
	const struct guest_arg args[] = {
		{ .data = &create, .len = sizeof(create) },
		{ .data = name, .len = sizeof(name) },
		{ .len = 0 },
		{ .data = &page, .len = sizeof(page) },
	};

	return guest_invoke(1, attributes ? 0x07040000 : 0x06040000, args);
}

int32_t guest_release(int32_t client_id)
{
	return guest_invoke(1, 0x01010000, &(struct guest_arg){ &client_id, 4, 0, 0, 0 });
}

int32_t guest_open(const char *uri, uint32_t *handle, int32_t *error)
{
	uint32_t lengths[2] = { (uint32_t)strlen(uri) + 1, 255 };
	uint32_t opened[2] = { 0 };
	char name[600];
	char text[255] = "";
	const struct guest_arg args[] = {
		{ .data = lengths, .len = sizeof(lengths) },
		{ .data = name, .len = lengths[0] },
		{ .data = opened, .len = sizeof(opened) },
		{ .data = text, .len = sizeof(text) },
	};
	int32_t result;

	snprintf(name, sizeof(name), "%s", uri);
	result = guest_invoke(8, 0x02020200, args);
	*handle = opened[0];
	*error = (int32_t)opened[1];
	return result;
}

uint32_t guest_open_module(const char *name)
{
	uint32_t handle = 0;
	int32_t error = 0;
	char uri[256];

	snprintf(uri, sizeof(uri), "file:///lib%s_skel.so?%s_skel_handle_invoke&_modver=1.0"
		 "&_dom=cdsp", name, name);
	guest_open(uri, &handle, &error);
	return handle;
}

struct fastrpc_stats guest_stats(void)
{
	struct fastrpc_stats stats;

	fastrpc_read_stats(guest.fastrpc, &stats);
	return stats;
}

void guest_start_pd(void)
{
	guest_start("cdsp", 32, false);
	guest_create(8);
}

void guest_let_debug(const char *folder)
{
	guest_debug = folder;
}

void guest_start_hexagon(const char *emulator, const char *shell)
{
	struct pd_pool_options options = {
		.shell = shell, .emulator = emulator, .size = PD_POOL_SIZE,
		.debug = guest_debug,
	};

	guest_needs_file = true;
	guest_start("cdsp", 32, false);
	guest_needs_file = false;
	/* The memory of the PD, where a record of its end goes. */
	fake_mem_map(guest.mem, guest_stream(), 0x20000000, 0x4000);
	options.ram = guest.ram;
	pd_pool_open(&options);
	guest_create(8);
}

void guest_end_hexagon(void)
{
	fastrpc_stop(guest.fastrpc);
	pd_pool_close();
	guest_end();
}

static uint64_t guest_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* One turn of the main loop. */
static void guest_turn(void)
{
	struct pollfd fd = { .fd = watch_fd(), .events = POLLIN };

	poll(&fd, 1, 100);
	watch_run();
	fastrpc_poll(guest.fastrpc, guest_now());
}

/* Run until one of two calls is answered, or for two minutes. */
void guest_await_any(uint64_t ctx, uint64_t other)
{
	uint64_t end = guest_now() + 120000000000u;

	while (guest_result(ctx) == GUEST_PENDING && guest_result(other) == GUEST_PENDING &&
	       guest_now() < end)
		guest_turn();
}

/* Run until a call is answered. Return: its result, or GUEST_PENDING after two minutes. */
int32_t guest_await(uint64_t ctx)
{
	guest_await_any(ctx, ctx);
	return guest_result(ctx);
}

/* Make room for other answers. */
void guest_forget_answer(uint64_t ctx)
{
	for (unsigned int i = 0; i < guest.answer_count; i++)
		if (guest.answers[i].message.ctx == ctx)
			guest.answers[i--] = guest.answers[--guest.answer_count];
}

/* As guest_invoke(), for a call that may be held. */
int32_t guest_call(uint32_t handle, uint32_t sc, const struct guest_arg *args)
{
	uint64_t ctx = guest_send(handle, sc, args);
	int32_t result = guest_await(ctx);

	if (!result)
		guest_read_outputs(ctx, sc, args);
	return result;
}

/* Open a library. Return: its handle, or 0 and why; @text has 255 bytes. */
uint32_t guest_open_name(const char *name, int32_t *error, char *text)
{
	uint32_t lengths[2] = { (uint32_t)strlen(name) + 1, 255 }, opened[2] = { 0 };

	memset(text, 0, 255);
	*error = guest_call(8, 0x02020200, (struct guest_arg[]){
		{ .data = lengths, .len = 8 }, { .data = (void *)name, .len = lengths[0] },
		{ .data = opened, .len = 8 }, { .data = text, .len = 255 } });
	if (!*error)
		*error = (int32_t)opened[1];
	return opened[0];
}

uint32_t guest_open_hexagon(const char *name, int32_t *error, char *text)
{
	char uri[256];

	snprintf(uri, sizeof(uri), "file:///lib%s_skel.so?%s_skel_handle_invoke&_modver=1.0",
		 name, name);
	return guest_open_name(uri, error, text);
}

/* Open the library of the fake shell. Return: its handle, or 0. */
uint32_t guest_open_fake(void)
{
	int32_t error;
	char text[255];

	return guest_open_hexagon("fake", &error, text);
}
