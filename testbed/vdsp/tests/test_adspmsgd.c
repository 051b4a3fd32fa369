// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The log transport, with a listener that lends memory to the DSP, or lies about it. The
 * lines are those of PDs of client 2 that come and go.
 */
#include <stdio.h>
#include <string.h>

#include "mem/mem.h"
#include "fastrpc/reverse_pack.h"
#include "fake_guest.h"
#include "fake_listener.h"
#include "fake_mem.h"
#include "tap.h"

#define INIT3_SC	0x04010100u
#define WAIT_SC		0x05000100u
#define DEINIT_SC	0x03000000u

#define RING_IOVA	0x30000000ull
#define RING_SIZE	4096u
#define RING_FD		9
#define CLIENT_VA	0x7f0000001000ull
/* The guest's handle of its object "apps_mem". */
#define OBJECT		0x11u

static struct fake_listener listener;
static uint64_t dsp_va;
/* The reader's place in the ring. */
static uint32_t read_index;

static void become_root(void)
{
	guest.client_id = 1;
	guest.pd_type = 0;
}

static void start_client(void)
{
	become_root();
	guest_attach();
	fake_mem_map(guest.mem, guest_stream(), RING_IOVA, 2 * RING_SIZE);
	TAP_EQUAL(listener_start(&listener, 7, 1024), 0);
	listener_wait(&listener, 0, -1, NULL, 0);
	read_index = 0;
}

static void start(void)
{
	guest_start("cdsp", 32, false);
	start_client();
}

static int32_t map_memory(uint64_t size)
{
	struct {
		int32_t client_id, fd, offset;
		uint32_t flags;
		uint64_t va;
		int32_t pages_size, data_len;
	} request = { 1, RING_FD, 0, 0, 0, 16, 0 };
	struct wire_page page = { guest_device_address(RING_IOVA), size };

	become_root();
	return guest_invoke(1, 0x0a030100, (struct guest_arg[]){
		{ .data = &request, .len = sizeof(request) },
		{ .data = &page, .len = sizeof(page) }, { .len = 0 },
		{ .data = &dsp_va, .len = 8 } });
}

static int32_t unmap_memory(uint64_t size)
{
	struct {
		int32_t client_id, fd;
		uint64_t va, size;
	} request = { 1, RING_FD, dsp_va, size };

	become_root();
	return guest_invoke(1, 0x0b010000,
			    &(struct guest_arg){ &request, sizeof(request), 0, 0, 0 });
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

static uint64_t send_init3(uint64_t size)
{
	struct {
		uint32_t heap, flags, filter, pad;
		uint64_t size;
	} init3 = { 25, 1, 16, 0, size };
	uint64_t address = 0;

	become_root();
	return guest_send(5, INIT3_SC, (struct guest_arg[]){
		{ .data = &init3, .len = sizeof(init3) }, { .data = &address, .len = 8 } });
}

static uint64_t init3_address(uint64_t call)
{
	uint64_t address = 0, pad[3];

	guest_read_outputs(call, INIT3_SC, (struct guest_arg[]){
		{ .data = pad, .len = sizeof(pad) }, { .data = &address, .len = 8 } });
	return address;
}

static uint64_t send_wait(void)
{
	uint64_t bytes = 0;

	become_root();
	return guest_send(5, WAIT_SC, &(struct guest_arg){ .data = &bytes, .len = 8 });
}

static uint64_t wait_bytes(uint64_t call)
{
	uint64_t bytes = 0;

	guest_read_outputs(call, WAIT_SC, &(struct guest_arg){ .data = &bytes, .len = 8 });
	return bytes;
}

/* The next request is this one; its packed inputs are at listener.in. */
static bool request_is(uint32_t handle, uint32_t sc)
{
	return TAP_EXPECT(listener_take(&listener)) &&
	       TAP_EQUAL(listener.request.handle, handle) && TAP_EQUAL(listener.request.sc, sc);
}

/* Answer a request of apps_remotectl: numbers, and 255 bytes of text. */
static void answer_remotectl(int32_t result, const void *numbers, uint32_t len)
{
	uint8_t bytes[512], text[255] = { 0 };
	struct reverse_pack pack = { .bytes = bytes, .size = sizeof(bytes) };

	reverse_pack_buffer(&pack, numbers, len);
	reverse_pack_buffer(&pack, text, sizeof(text));
	listener_wait(&listener, listener.request.ctx, result, bytes, (uint32_t)pack.len);
}

static void serve_open(int32_t result, int32_t error)
{
	uint32_t opened[2] = { OBJECT, (uint32_t)error };

	if (!request_is(0, 0x00020200))
		return;
	TAP_EXPECT(!memcmp(listener.in + 8, &(uint32_t[]){ 9, 255 }, 8));
	TAP_EXPECT(!memcmp(listener.in + 24, "apps_mem", 9));
	answer_remotectl(result, opened, sizeof(opened));
}

static void serve_map(int32_t result, uint64_t client_va, uint64_t va)
{
	uint64_t mapped[2] = { client_va, va };
	uint8_t bytes[64];
	struct reverse_pack pack = { .bytes = bytes, .size = sizeof(bytes) };

	if (!request_is(OBJECT, 0x02010100))
		return;
	TAP_EXPECT(!memcmp(listener.in + 8, &(uint32_t[]){ 25, 1, 0, 0, 0, 0, RING_SIZE, 0 }, 32));
	reverse_pack_buffer(&pack, mapped, sizeof(mapped));
	listener_wait(&listener, listener.request.ctx, result, bytes, (uint32_t)pack.len);
}

static void serve_unmap(uint64_t va)
{
	if (!request_is(OBJECT, 0x03010000))
		return;
	TAP_EXPECT(!memcmp(listener.in + 8, &(uint64_t[]){ va, RING_SIZE }, 16));
	listener_wait(&listener, listener.request.ctx, 0, NULL, 0);
}

static void serve_close(void)
{
	if (!request_is(0, 0x01010200))
		return;
	TAP_EXPECT(!memcmp(listener.in + 8, &(uint32_t[]){ OBJECT, 255 }, 8));
	answer_remotectl(0, &(int32_t){ 0 }, 4);
}

static void start_ring(void)
{
	uint64_t init3;

	TAP_EQUAL(map_memory(RING_SIZE), 0);
	init3 = send_init3(RING_SIZE);
	TAP_EQUAL(guest_result(init3), GUEST_PENDING);
	serve_open(0, 0);
	serve_map(0, CLIENT_VA, dsp_va);
	TAP_EQUAL(guest_result(init3), 0);
	TAP_EQUAL(init3_address(init3), CLIENT_VA);
	TAP_EXPECT(!listener_take(&listener));
}

static char ring_byte(uint32_t index)
{
	char byte = 0;

	mem_read(guest.mem, guest_stream(), RING_IOVA + index, &byte, 1);
	return byte;
}

static uint32_t ring_index(void)
{
	uint32_t index = 0;

	mem_read(guest.mem, guest_stream(), RING_IOVA + RING_SIZE - 4, &index, 4);
	return index;
}

/* The text at the reader's place; it moves on. Return: false if there is none. */
static bool read_text(char *text)
{
	size_t len = 0;

	if (read_index == ring_index())
		return false;
	do {
		text[len] = ring_byte(read_index);
		read_index = (read_index + 1) % (RING_SIZE - 4);
	} while (text[len++] && len < 256);
	return TAP_EXPECT(!text[len - 1]);
}

static bool text_is(const char *want)
{
	char text[256] = "";

	read_text(text);
	if (!strcmp(text, want))
		return true;
	printf("# text is '%s', want '%s'\n", text, want);
	return false;
}

/* Whatever was logged before is the first that the reader gets. */
static void old_lines(void)
{
	static const char started[] = "cdsp pd 2 (test) started";
	static const char released[] = "cdsp pd 2 (test) ended: released";
	uint64_t wait;

	start();
	two_lines();
	start_ring();
	TAP_EQUAL(ring_index(), sizeof(started) + sizeof(released));
	TAP_EXPECT(text_is(started));
	TAP_EXPECT(text_is(released));
	TAP_EQUAL(ring_byte(read_index), 0);
	wait = send_wait();
	TAP_EQUAL(guest_result(wait), 0);
	TAP_EQUAL(wait_bytes(wait), sizeof(started) + sizeof(released));
	guest_end();
}

/* A client that comes when lines have gone already was not too slow for them. */
static void late_client(void)
{
	guest_start("cdsp", 32, false);
	for (int i = 0; i < 300; i++) {
		guest.answer_count = 0;
		two_lines();
	}
	start_client();
	start_ring();
	TAP_EXPECT(text_is("cdsp pd 2 (test) started"));
	guest_end();
}

/* A wait is held until there is something new; it says how much. */
static void new_lines(void)
{
	uint64_t wait;

	start();
	start_ring();
	TAP_EQUAL(ring_index(), 0);
	wait = send_wait();
	TAP_EQUAL(guest_result(wait), GUEST_PENDING);
	guest.client_id = 2;
	guest.pd_type = 1;
	guest_create(8);
	TAP_EQUAL(guest_result(wait), 0);
	TAP_EQUAL(wait_bytes(wait), 25);
	TAP_EXPECT(text_is("cdsp pd 2 (test) started"));
	wait = send_wait();
	TAP_EQUAL(guest_result(wait), GUEST_PENDING);
	guest.client_id = 2;
	guest.pd_type = 1;
	guest_invoke(4, 0x02000000, NULL);
	TAP_EQUAL(guest_result(wait), 0);
	TAP_EXPECT(text_is("cdsp pd 2 (test) ended: exit"));
	guest_end();
}

/* Many times round, with a reader that keeps up: each line comes, and in its order. */
static void wrap_around(void)
{
	uint64_t rounds = 0;
	char text[256];

	start();
	start_ring();
	for (int i = 0; i < 300; i++) {
		uint32_t before = read_index;
		uint64_t wait;

		guest.answer_count = 0;
		two_lines();
		TAP_EXPECT(text_is("cdsp pd 2 (test) started"));
		TAP_EXPECT(text_is("cdsp pd 2 (test) ended: released"));
		if (!TAP_EXPECT(!read_text(text)))
			break;
		TAP_EQUAL(ring_byte(read_index), 0);
		rounds += read_index < before;
		wait = send_wait();
		TAP_EQUAL(guest_result(wait), 0);
	}
	TAP_EXPECT(rounds > 3);
	guest_end();
}

/*
 * A reader that does not come: what it has not read is not written over. When it comes
 * it gets the rest, and learns how many lines are lost.
 */
static void slow_reader(void)
{
	unsigned int lines = 0, lost = 0;
	char text[256];
	uint64_t wait;

	start();
	start_ring();
	for (int i = 0; i < 500; i++) {
		guest.answer_count = 0;
		two_lines();
	}
	TAP_EXPECT(ring_index() > RING_SIZE - 300);
	for (int i = 0; i < 100; i++) {
		guest.answer_count = 0;
		while (read_text(text)) {
			if (sscanf(text, "cdsp lost %u lines", &lost) == 1)
				continue;
			if (!TAP_EXPECT(!strcmp(text, (lines++ + lost) % 2 ?
				       "cdsp pd 2 (test) ended: released" :
				       "cdsp pd 2 (test) started")))
				break;
		}
		wait = send_wait();
		if (guest_result(wait))
			break;
	}
	TAP_EQUAL(guest_result(wait), GUEST_PENDING);
	TAP_EQUAL(lines + lost, 1000);
	TAP_EXPECT(lost > 200);
	guest_end();
}

/* The memory goes back, the wait ends; afterwards it all can begin again. */
static void deinit(void)
{
	uint64_t wait, leave;
	uint32_t index;

	start();
	start_ring();
	wait = send_wait();
	leave = guest_send(5, DEINIT_SC, NULL);
	TAP_EQUAL(guest_result(wait), WIRE_EBADSTATE);
	TAP_EQUAL(guest_result(leave), GUEST_PENDING);
	serve_unmap(dsp_va);
	serve_close();
	TAP_EQUAL(guest_result(leave), 0);
	index = ring_index();
	two_lines();
	TAP_EQUAL(ring_index(), index);
	TAP_EQUAL(guest_result(send_wait()), WIRE_EBADSTATE);
	TAP_EQUAL(guest_invoke(5, DEINIT_SC, NULL), WIRE_EBADSTATE);
	TAP_EQUAL(unmap_memory(RING_SIZE), 0);
	start_ring();
	guest_end();
}

/* The client goes in each state; what it has called ends once, and nothing is written. */
static void client_goes(void)
{
	for (int state = 0; state < 5; state++) {
		uint64_t call;
		uint32_t index;

		start();
		if (state < 2)
			call = send_init3(RING_SIZE);
		else
			start_ring();
		if (state == 1)
			serve_open(0, 0);
		if (state >= 2)
			call = state == 2 ? send_wait() : guest_send(5, DEINIT_SC, NULL);
		if (state == 4)
			serve_unmap(dsp_va);
		TAP_EQUAL(guest_result(call), GUEST_PENDING);
		index = ring_index();
		guest.answer_count = 0;
		TAP_EQUAL(guest_release(1), 0);
		TAP_EQUAL(guest_result(call), WIRE_EBADSTATE);
		TAP_EQUAL(guest_stats().held, 0);
		for (unsigned int i = 1; i < guest.answer_count; i++)
			TAP_EXPECT(guest.answers[0].message.ctx != guest.answers[i].message.ctx);
		two_lines();
		TAP_EQUAL(ring_index(), index);
		guest_end();
	}
}

static void dsp_stops(void)
{
	start();
	start_ring();
	send_wait();
	fastrpc_stop(guest.fastrpc);
	fastrpc_start(guest.fastrpc);
	start_client();
	send_init3(RING_SIZE);
	guest_end();
}

/* After each refusal a good listener is served. */
static void refusals(void)
{
	uint64_t init3;

	start();
	init3 = send_init3(RING_SIZE);
	serve_open(0x3e, 0);
	TAP_EQUAL(guest_result(init3), WIRE_ENOSUCHMOD);
	init3 = send_init3(RING_SIZE);
	serve_open(0, 1);
	TAP_EQUAL(guest_result(init3), WIRE_ENOSUCHMOD);
	init3 = send_init3(RING_SIZE);
	serve_open(0, 0);
	serve_map(2, 0, 0);
	serve_close();
	TAP_EQUAL(guest_result(init3), WIRE_ENOMEMORY);
	start_ring();
	guest_end();
}

struct lie_case {
	const char *name;
	uint64_t client_va;
	uint64_t offset;	/* added to the address of the map */
	uint64_t size;		/* of the map */
	bool unmapped;		/* it has no memory */
};

static const struct lie_case lie_cases[] = {
	{ "no address of the client", 0, 0, RING_SIZE, false },
	{ "within the map", CLIENT_VA, 8, 2 * RING_SIZE, false },
	{ "behind the map", CLIENT_VA, RING_SIZE, RING_SIZE, false },
	{ "no map at all", CLIENT_VA, 0x8000000000000000ull, RING_SIZE, false },
	{ "a map that is too small", CLIENT_VA, 0, RING_SIZE - 1, false },
	{ "no memory", CLIENT_VA, 0, RING_SIZE, true },
};

/* What it has given is given back to it, though it has given nothing of use. */
static void lying_listener(void)
{
	for (size_t i = 0; i < sizeof(lie_cases) / sizeof(lie_cases[0]); i++) {
		const struct lie_case *lie = &lie_cases[i];
		uint64_t init3;

		start();
		TAP_EQUAL(map_memory(lie->size), 0);
		if (lie->unmapped)
			fake_mem_unmap(guest.mem, guest_stream(), RING_IOVA, RING_SIZE);
		init3 = send_init3(RING_SIZE);
		serve_open(0, 0);
		serve_map(0, lie->client_va, dsp_va + lie->offset);
		serve_unmap(dsp_va + lie->offset);
		serve_close();
		if (!TAP_EQUAL(guest_result(init3), WIRE_EBADPARM))
			printf("# %s\n", lie->name);
		TAP_EQUAL(guest_result(send_wait()), WIRE_EBADSTATE);
		TAP_EQUAL(fake_mem_faults(guest.mem), lie->unmapped);
		guest_end();
	}
}

/* The memory goes while lines are written: waiting readers learn of it, deinit works. */
static void memory_goes(bool by_unmap)
{
	uint64_t wait, leave;
	uint32_t index;

	start();
	start_ring();
	wait = send_wait();
	index = ring_index();
	if (by_unmap)
		TAP_EQUAL(unmap_memory(RING_SIZE), 0);
	else
		fake_mem_unmap(guest.mem, guest_stream(), RING_IOVA, RING_SIZE);
	two_lines();
	TAP_EQUAL(guest_result(wait), WIRE_EBADSTATE);
	TAP_EQUAL(fake_mem_faults(guest.mem), !by_unmap);
	if (by_unmap)
		TAP_EQUAL(ring_index(), index);
	TAP_EQUAL(guest_result(send_wait()), WIRE_EBADSTATE);
	leave = guest_send(5, DEINIT_SC, NULL);
	serve_unmap(dsp_va);
	serve_close();
	TAP_EQUAL(guest_result(leave), 0);
	guest_end();
}

static void map_goes(void) { memory_goes(true); }
static void pages_go(void) { memory_goes(false); }

static void malformed_calls(void)
{
	static const uint64_t sizes[] = {
		0, 4, 4092, 4098, (16 << 20) + 4, 1ull << 32 | 4096, UINT64_MAX - 3,
	};
	uint64_t words[3] = { 0, 0, RING_SIZE };
	uint64_t wait;

	start();
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		TAP_EQUAL(guest_result(send_init3(sizes[i])), WIRE_EBADPARM);
	TAP_EQUAL(guest_result(send_wait()), WIRE_EBADSTATE);
	TAP_EQUAL(guest_invoke(5, WAIT_SC, &(struct guest_arg){ .data = words, .len = 4 }),
		  WIRE_EBADPARM);
	TAP_EQUAL(guest_invoke(5, INIT3_SC, (struct guest_arg[]){
		{ .data = words, .len = 24 }, { .data = words, .len = 16 } }), WIRE_EBADPARM);
	TAP_EQUAL(guest_invoke(5, DEINIT_SC, NULL), WIRE_EBADSTATE);
	send_init3(RING_SIZE);
	TAP_EQUAL(guest_result(send_init3(RING_SIZE)), WIRE_EBADSTATE);
	TAP_EQUAL(guest_result(send_wait()), WIRE_EBADSTATE);
	TAP_EQUAL(guest_invoke(5, DEINIT_SC, NULL), WIRE_EBADSTATE);
	guest_end();
	start();
	start_ring();
	wait = send_wait();
	TAP_EQUAL(guest_result(send_wait()), WIRE_EBADSTATE);
	TAP_EQUAL(guest_result(wait), GUEST_PENDING);
	guest_end();
}

/* Only clients of the root PD; and only with a listener. */
static void wrong_clients(void)
{
	guest_start_pd();
	guest_invoke(7, 0x05000000, NULL);
	TAP_EQUAL(guest_invoke(5, INIT3_SC, (struct guest_arg[]){
		{ .data = (uint64_t[3]){ 0, 0, RING_SIZE }, .len = 24 },
		{ .data = (uint64_t[1]){ 0 }, .len = 8 } }), WIRE_EUNSUPPORTED);
	TAP_EQUAL(guest_invoke(5, WAIT_SC, &(struct guest_arg){ (uint64_t[1]){ 0 }, 8, 0, 0, 0 }),
		  WIRE_EUNSUPPORTED);
	TAP_EQUAL(guest_invoke(5, DEINIT_SC, NULL), WIRE_EUNSUPPORTED);
	guest_end();
	guest_start("cdsp", 32, false);
	become_root();
	guest_attach();
	send_init3(RING_SIZE);
	guest_wait();
	TAP_EQUAL(guest_result(guest_last_ctx()), WIRE_ENOSUCHMOD);
	TAP_EQUAL(guest_result(send_init3(RING_SIZE)), WIRE_ENOSUCH);
	guest_end();
}

static const struct tap_test cases[] = {
	{ "old lines", old_lines },
	{ "late client", late_client },
	{ "new lines", new_lines },
	{ "wrap around", wrap_around },
	{ "slow reader", slow_reader },
	{ "deinit", deinit },
	{ "client goes", client_goes },
	{ "DSP stops", dsp_stops },
	{ "refusals", refusals },
	{ "lying listener", lying_listener },
	{ "map goes", map_goes },
	{ "pages go", pages_go },
	{ "malformed calls", malformed_calls },
	{ "wrong clients", wrong_clients },
};

TAP_MAIN(cases)
