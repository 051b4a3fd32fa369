// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * PDs with a child: the calls that it serves, the memory that it sees, its ends.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem/mem.h"
#include "pd/pd_pool.h"
#include "base/watch.h"
#include "fake_guest.h"
#include "fake_mem.h"
#include "fake_shell.h"
#include "tap.h"

#define SC(method, in, out)	((uint32_t)(method) << 24 | (in) << 16 | (out) << 8)
#define INIT_MEMORY		0x20000000ull
#define BUFFER			0x31000000ull

static uint32_t module;

static void start(void)
{
	guest_start_hexagon(FAKE_SHELL, "/proc/self/exe");
	module = guest_open_fake();
	TAP_EXPECT(module >= 0x1000);
}

static uint64_t send_method(enum fake_method method)
{
	static uint8_t in[100], out[100];

	return guest_send(module, SC(method, 1, 1), (struct guest_arg[]){
		{ .data = in, .len = sizeof(in) }, { .data = out, .len = sizeof(out) } });
}

static bool copied(const uint8_t *in, const uint8_t *out, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (out[i] != (in[i] ^ 0x5a))
			return false;
	return true;
}

static void fill(uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(i * 7 + 1);
}

/* Arguments within a page, over pages, and none. */
static void calls(void)
{
	static uint8_t in[30000], out[30000];

	start();
	fill(in, sizeof(in));
	for (size_t len = 1; len < sizeof(in); len = len * 3 + 1) {
		memset(out, 0, sizeof(out));
		TAP_EQUAL(guest_call(module, SC(FAKE_COPY, 1, 1), (struct guest_arg[]){
			{ .data = in, .len = len }, { .data = out, .len = len } }), 0);
		TAP_EXPECT(copied(in, out, len));
	}
	TAP_EQUAL(guest_call(module, SC(FAKE_COPY, 1, 1), (struct guest_arg[]){
		{ .len = 0 }, { .len = 0 } }), 0);
	TAP_EQUAL(guest_call(module, SC(FAKE_THREAD, 1, 1), (struct guest_arg[]){
		{ .data = in, .len = 9000 }, { .data = out, .len = 9000 } }), 0);
	TAP_EXPECT(copied(in, out, 9000));
	guest_end_hexagon();
}

/* Buffers that the guest has mapped, at odd addresses; the poll word is written. */
static void mapped_buffers(void)
{
	static uint8_t in[200000], out[200000];
	uint32_t mode[2] = { 1, 100 };
	const struct guest_arg args[] = {
		{ .iova = BUFFER + 0x123, .len = sizeof(in) },
		{ .iova = BUFFER + 0x100fff, .len = sizeof(in) },
	};

	start();
	fake_mem_map(guest.mem, guest_stream(), BUFFER, 0x200000);
	fill(in, sizeof(in));
	mem_write(guest.mem, guest_stream(), BUFFER + 0x123, in, sizeof(in));
	guest_invoke(4, 0x09010000, &(struct guest_arg){ .data = mode, .len = 8 });
	TAP_EQUAL(guest_call(module, SC(FAKE_COPY, 1, 1), args), 0);
	mem_read(guest.mem, guest_stream(), BUFFER + 0x100fff, out, sizeof(out));
	TAP_EXPECT(copied(in, out, sizeof(in)));
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), SC(FAKE_COPY, 1, 1)), 0xdecaf);
	guest_end_hexagon();
}

static int32_t map_memory(int32_t fd, uint64_t iova, uint64_t size, uint64_t *va)
{
	struct {
		int32_t client_id, fd, offset;
		uint32_t flags;
		uint64_t va;
		int32_t pages_size, data_len;
	} map = { guest.client_id, fd, 0, 2, 0, 16, 0 };
	struct wire_page page = { guest_device_address(iova), size };

	return guest_call(1, 0x0a030100, (struct guest_arg[]){
		{ .data = &map, .len = sizeof(map) }, { .data = &page, .len = sizeof(page) },
		{ .len = 0 }, { .data = va, .len = 8 } });
}

static int32_t unmap_memory(int32_t fd, uint64_t va, uint64_t size)
{
	struct {
		int32_t client_id, fd;
		uint64_t va, size;
	} unmap = { guest.client_id, fd, va, size };

	return guest_call(1, 0x0b010000, &(struct guest_arg){ .data = &unmap,
							       .len = sizeof(unmap) });
}

/*
 * More calls than parts of the desk: the rest waits, in order. A map does not: a call may
 * wait for it.
 */
static void many_calls(void)
{
	uint64_t ctx[13], va;

	start();
	fake_mem_map(guest.mem, guest_stream(), BUFFER, 0x10000);
	for (int i = 0; i < 12; i++)
		ctx[i] = send_method(FAKE_DEFER);
	/* Only then the shell answers the calls. */
	TAP_EQUAL(map_memory(5, BUFFER, 0x8000, &va), 0);
	for (int i = 0; i < 8; i++)
		TAP_EQUAL(guest_await(ctx[i]), 0);
	for (int i = 8; i < 12; i++)
		TAP_EQUAL(guest_result(ctx[i]), GUEST_PENDING);
	ctx[12] = send_method(FAKE_FLUSH);
	for (int i = 8; i < 13; i++)
		TAP_EQUAL(guest_await(ctx[i]), 0);
	guest_end_hexagon();
}

static bool record_holds(const char *words)
{
	char record[4096];

	if (mem_read(guest.mem, guest_stream(), INIT_MEMORY, record, sizeof(record)) ||
	    !memchr(record, 0, sizeof(record)))
		return false;
	if (strstr(record, words))
		return true;
	printf("# no '%s' in: %s\n", words, record);
	return false;
}

/* The PD is dead, the guest knows, and a new one takes its place. */
static void check_dead(const char *words)
{
	const struct wire_notice *notice = NULL;

	/* It comes before the answers to what the PD has not answered. */
	for (unsigned int i = 0; i < guest.answer_count; i++)
		if (guest.answers[i].message.ctx == WIRE_NOTICE_CTX)
			notice = &guest.answers[i].notice;
		else
			TAP_EXPECT(notice || guest.answers[i].message.result != WIRE_EBADSTATE);
	if (TAP_EXPECT(notice)) {
		TAP_EQUAL(notice->client_id, 1);
		TAP_EQUAL(notice->status, 3);
	}
	TAP_EXPECT(record_holds(words));
	TAP_EQUAL(guest_call(module, SC(FAKE_LOG, 0, 0), NULL), WIRE_EBADSTATE);
	TAP_EQUAL(guest_release(1), 0);
	TAP_EQUAL(guest_create(8), 0);
	module = guest_open_fake();
	TAP_EQUAL(guest_call(module, SC(FAKE_LOG, 0, 0), NULL), 0);
	guest.answer_count = 0;
}

static void deaths(void)
{
	static const struct {
		enum fake_method method;
		const char *record;
	} ends[] = {
		{ FAKE_FAULT, "reason: exception\nsignal: 11 (SIGSEGV)\ncode: 1\naddress: 0x8c000" },
		{ FAKE_FAULT, "pc: 0x1234 libfake.so fake_fault+0x4\nr0: 0x1" },
		{ FAKE_ABORT, "status: killed by signal 6 (SIGABRT)\ncause: the emulator has failed" },
		{ FAKE_KEEP, "rule: it keeps memory mapped" },
		{ FAKE_WRONG_SLOT, "rule: it answers a request that was never made" },
		{ FAKE_SHORT, "rule: an answer has a wrong length" },
		{ FAKE_UNKNOWN, "rule: it makes an unknown upcall" },
		{ FAKE_READY, "rule: it is ready twice" },
#ifdef __x86_64__
		{ FAKE_COMPAT, "status: killed by signal 31 (SIGSYS)" },
#endif
	};

	start();
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		uint64_t other = send_method(FAKE_DEFER), ctx = send_method(ends[i].method);

		TAP_EQUAL(guest_await(ctx), WIRE_EBADSTATE);
		TAP_EQUAL(guest_result(other), WIRE_EBADSTATE);
		check_dead(ends[i].record);
	}
	guest_end_hexagon();
}

/* A record that is larger than the memory of the PD is cut. */
static void small_memory(void)
{
	char record[256] = "", rest[sizeof(record)] = "";

	start();
	TAP_EQUAL(guest_release(1), 0);
	guest.init_size = 31;
	TAP_EQUAL(guest_create(8), 0);
	module = guest_open_fake();
	TAP_EQUAL(guest_await(send_method(FAKE_FAULT)), WIRE_EBADSTATE);
	mem_read(guest.mem, guest_stream(), INIT_MEMORY, record, sizeof(record));
	TAP_EXPECT(!memcmp(record, "dsp: cdsp\nclient: 1\nname: test\n", 31));
	TAP_EXPECT(!memcmp(record + 31, rest, sizeof(record) - 31));
	guest_end_hexagon();
}

/* Each PD is told whose it is. */
static void clients(void)
{
	int32_t error, client = 0;
	char text[255];

	start();
	for (guest.client_id = 1; guest.client_id < 4; guest.client_id++) {
		if (guest.client_id > 1) {
			TAP_EQUAL(guest_create(8), 0);
			module = guest_open_hexagon("fake", &error, text);
		}
		TAP_EQUAL(guest_call(module, SC(FAKE_CLIENT, 0, 1), (struct guest_arg[]){
			{ .data = &client, .len = sizeof(client) } }), 0);
		TAP_EQUAL(client, guest.client_id);
	}
	guest_end_hexagon();
}

/* One PD loops, floods, and hides; the others do not care, and release ends it. */
static void loops(void)
{
	static const enum fake_method methods[] = { FAKE_LOOP, FAKE_CLOSE, FAKE_FLOOD };

	start();
	for (int i = 0; i < 3; i++) {
		uint64_t ctx = send_method(methods[i]);

		guest.client_id = 2;
		TAP_EQUAL(guest_create(8), 0);
		module = guest_open_fake();
		for (int k = 0; k < 20; k++)
			TAP_EQUAL(guest_await(send_method(FAKE_COPY)), 0);
		TAP_EQUAL(guest_result(ctx), GUEST_PENDING);
		TAP_EQUAL(guest_release(2), 0);
		guest.client_id = 1;
		TAP_EQUAL(guest_release(1), 0);
		TAP_EQUAL(guest_result(ctx), WIRE_EBADSTATE);
		guest_create(8);
		module = guest_open_fake();
		guest.answer_count = 0;
	}
	guest_end_hexagon();
}

/* Nothing is accessed that the code does not touch; what it touches is reported. */
static void holes(void)
{
	const struct guest_arg args[] = {
		{ .iova = BUFFER, .len = 0x3000 }, { .iova = BUFFER + 0x10000, .len = 0x1000 },
	};
	uint64_t ctx;

	start();
	fake_mem_map(guest.mem, guest_stream(), BUFFER, 0x1000);
	fake_mem_map(guest.mem, guest_stream(), BUFFER + 0x2000, 0x1000);
	TAP_EQUAL(guest_call(module, SC(FAKE_LOG, 1, 1), args), 0);
	TAP_EQUAL(fake_mem_faults(guest.mem), 0);
	fake_mem_unmap(guest.mem, guest_stream(), BUFFER, 0x1000);
	ctx = guest_send(module, SC(FAKE_FAULT, 1, 1), args);
	TAP_EQUAL(guest_await(ctx), WIRE_EBADSTATE);
	TAP_EQUAL(fake_mem_faults(guest.mem), 1);
	check_dead("memory: the guest has not mapped it for its DSP");
	guest_end_hexagon();
}

/* The fault of a call that has all its memory is the code's own. */
static void fault_elsewhere(void)
{
	start();
	TAP_EQUAL(guest_await(send_method(FAKE_FAULT)), WIRE_EBADSTATE);
	TAP_EQUAL(fake_mem_faults(guest.mem), 0);
	guest_end_hexagon();
}

/*
 * An input may be written where the SMMU lets the DSP write: all of its pages. Each page of
 * an argument is looked up once.
 */
static void inputs(void)
{
	unsigned int looks;
	int32_t error = 1;
	const struct guest_arg args[] = {
		{ .iova = BUFFER, .len = 0x2000 }, { .data = &error, .len = 4 },
	};

	start();
	fake_mem_map(guest.mem, guest_stream(), BUFFER, 0x2000);
	looks = fake_mem_looks(guest.mem);
	TAP_EQUAL(guest_call(module, SC(FAKE_WRITE_INPUT, 1, 1), args), 0);
	TAP_EQUAL(error, 0);
	TAP_EQUAL(fake_mem_looks(guest.mem) - looks, 3);
	fake_mem_make_read_only(guest.mem, guest_stream(), BUFFER + 0x1000);
	TAP_EQUAL(guest_call(module, SC(FAKE_WRITE_INPUT, 1, 1), args), 0);
	TAP_EQUAL(error, 13);
	TAP_EQUAL(fake_mem_faults(guest.mem), 0);
	guest_end_hexagon();
}

/* A page that is read-only for the DSP is none for an output. */
static void read_only_output(void)
{
	const struct guest_arg args[] = { { .iova = BUFFER, .len = 16 } };

	start();
	fake_mem_map(guest.mem, guest_stream(), BUFFER, 0x1000);
	fake_mem_make_read_only(guest.mem, guest_stream(), BUFFER);
	TAP_EQUAL(guest_await(guest_send(module, SC(FAKE_FAULT, 0, 1), args)), WIRE_EBADSTATE);
	TAP_EQUAL(fake_mem_faults(guest.mem), 1);
	guest_end_hexagon();
}

/* Handles of memory: their fds are listed as free when the call is over. */
static void handles(void)
{
	const uint32_t sc = 0x08000020u | FAKE_LOG << 24;
	const struct guest_arg args[] = {
		{ .iova = BUFFER, .len = 0x800, .offset = 0x1800, .fd = 21 },
		{ .iova = BUFFER, .len = 0x1000, .fd = 22 },
	};
	uint64_t fds[16];

	start();
	fake_mem_map(guest.mem, guest_stream(), BUFFER, 0x4000);
	TAP_EQUAL(guest_call(module, sc & 0x1f0000ff, args), 0);
	mem_read(guest.mem, guest_stream(), guest_slot(guest_last_ctx()) + WIRE_FDS_OFFSET(2), fds,
		 sizeof(fds));
	TAP_EQUAL(fds[0], 21);
	TAP_EQUAL(fds[1], 22);
	TAP_EQUAL(fds[2], 0);
	guest_end_hexagon();
}

static uint32_t peek(uint64_t va)
{
	uint32_t address = (uint32_t)va, word = 0;

	TAP_EQUAL(guest_call(module, SC(FAKE_PEEK, 1, 1), (struct guest_arg[]){
		{ .data = &address, .len = 4 }, { .data = &word, .len = 4 } }), 0);
	return word;
}

/* Maps last over calls and threads, and go when they are asked to. */
static void maps(void)
{
	uint32_t first = 0x12345678, second = 0x9abcdef0;
	uint64_t va[2] = { 0 };

	start();
	fake_mem_map(guest.mem, guest_stream(), BUFFER, 0x10000);
	mem_write(guest.mem, guest_stream(), BUFFER, &first, 4);
	mem_write(guest.mem, guest_stream(), BUFFER + 0x9000, &second, 4);
	TAP_EQUAL(map_memory(5, BUFFER, 0x8000, &va[0]), 0);
	TAP_EQUAL(map_memory(6, BUFFER + 0x8000, 0x8000, &va[1]), 0);
	TAP_EXPECT(va[0] >= MAILBOX_VA_MAPS && va[1] < MAILBOX_VA_CALLS && va[0] != va[1]);
	TAP_EQUAL(peek(va[0]), first);
	TAP_EQUAL(peek(va[1] + 0x1000), second);
	TAP_EQUAL(unmap_memory(5, va[0], 0x8000), 0);
	TAP_EQUAL(unmap_memory(5, va[0], 0x8000), WIRE_ENOSUCH);
	TAP_EQUAL(peek(va[1] + 0x1000), second);
	TAP_EQUAL(map_memory(666, BUFFER, 0x8000, &va[0]), WIRE_ENOMEMORY);
	TAP_EQUAL(guest_stats().maps, 1);
	TAP_EQUAL(map_memory(667, BUFFER, 0x8000, &va[0]), 0);
	TAP_EQUAL(unmap_memory(667, va[0], 0x8000), WIRE_EBADSTATE);
	check_dead("rule: it keeps memory mapped");
	guest_end_hexagon();
}

static int32_t listen_for(uint32_t ctx, int32_t result, const void *out, uint32_t len,
			  uint32_t *request, uint64_t *sent)
{
	uint32_t next[4] = { ctx, (uint32_t)result, len, 64 };
	static uint8_t in[64];

	*sent = guest_send(7, 0x06020200, (struct guest_arg[]){
		{ .data = next, .len = sizeof(next) }, { .data = (void *)out, .len = len },
		{ .data = request, .len = 16 }, { .data = in, .len = sizeof(in) } });
	return 0;
}

/* Code calls the guest and gets what its listener says; without one it is told. */
static void reverse_calls(void)
{
	uint32_t request[4], out[3] = { 0 }, returned[3] = { 4, 0, 0x55667788 };
	const struct guest_arg args[] = { { .data = out, .len = sizeof(out) } };
	uint64_t listener, call;

	start();
	TAP_EQUAL(guest_call(module, SC(FAKE_REVERSE, 0, 1), args), 0);
	TAP_EQUAL((int32_t)out[0], WIRE_ENOSUCH);
	guest_invoke(7, 0x05000000, NULL);
	listen_for(0, -1, NULL, 0, request, &listener);
	call = guest_send(module, SC(FAKE_REVERSE, 0, 1), args);
	if (TAP_EQUAL(guest_await(listener), 0)) {
		struct guest_arg read[4] = { { .len = 16, .data = returned }, { .len = 0 },
					     { .data = request, .len = 16 } };
		uint32_t next[4];

		read[0].data = next;
		guest_read_outputs(listener, 0x06020200, read);
		TAP_EQUAL(request[1], FAKE_REVERSE_HANDLE);
		TAP_EQUAL(request[2], FAKE_REVERSE_SC);
		listen_for(request[0], 0, returned, sizeof(returned), request, &listener);
	}
	TAP_EQUAL(guest_await(call), 0);
	guest_read_outputs(call, SC(FAKE_REVERSE, 0, 1), args);
	TAP_EQUAL(out[0], 0);
	TAP_EQUAL(out[1], 12);
	TAP_EQUAL(out[2], 0x55667788);
	call = guest_send(module, SC(FAKE_REVERSE_TWICE, 0, 1), args);
	TAP_EQUAL(guest_await(call), WIRE_EBADSTATE);
	TAP_EXPECT(record_holds("rule: it makes two reverse calls at the same time"));
	guest_end_hexagon();
}

static unsigned int count_entries(const char *path)
{
	DIR *dir = opendir(path);
	unsigned int count = 0;

	while (dir && readdir(dir))
		count++;
	closedir(dir);
	return count;
}

static unsigned int resident_pages(void)
{
	unsigned int size, resident = 0;
	FILE *statm = fopen("/proc/self/statm", "r");

	if (!statm || fscanf(statm, "%u %u", &size, &resident) != 2)
		resident = 0;
	fclose(statm);
	return resident;
}

static void settle(void)
{
	for (int i = 0; i < 200 && pd_pool_count() > PD_POOL_SIZE; i++)
		guest_await(0);
}

/* Many lives of a PD leave nothing behind. */
static void no_growth(void)
{
	unsigned int files = 0, pages = 0;

	start();
	guest_release(1);
	for (int i = 0; i < 1000; i++) {
		if (i == 200) {
			files = count_entries("/proc/self/fd");
			pages = resident_pages();
		}
		guest.answer_count = 0;
		TAP_EQUAL(guest_create(8), 0);
		/* In every tenth it really runs. */
		if (i % 10 == 0)
			module = guest_open_fake();
		if (i % 10 == 0)
			TAP_EQUAL(guest_await(send_method(FAKE_COPY)), 0);
		TAP_EQUAL(guest_release(1), 0);
		while (pd_pool_count() > PD_POOL_SIZE + 2)
			watch_run();
	}
	while (pd_pool_count() > PD_POOL_SIZE)
		watch_run();
	settle();
	TAP_EXPECT(count_entries("/proc/self/fd") <= files + 10);
	/* The sanitizer keeps freed memory for a while. */
	TAP_EXPECT(resident_pages() < pages + 16384);
	guest_end_hexagon();
	TAP_EQUAL(pd_pool_count(), 0);
}

/* Without a shell, with one that does not start: built-in modules, and no complaint. */
static void without_child(void)
{
	static const char *const pairs[][2] = {
		{ FAKE_SHELL, NULL }, { FAKE_SHELL, "/nowhere" }, { "/nowhere", "/proc/self/exe" },
		{ "/bin/true", "/proc/self/exe" }, { "/dev/null", "/proc/self/exe" },
	};
	uint64_t va;
	int32_t error;
	char text[255];

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		guest_start_hexagon(pairs[i][0], pairs[i][1]);
		fake_mem_map(guest.mem, guest_stream(), BUFFER, 0x1000);
		TAP_EXPECT(guest_open_hexagon("echo", &error, text));
		TAP_EQUAL(error, 0);
		TAP_EQUAL(guest_open_hexagon("none", &error, text), 0);
		TAP_EQUAL(error, (int32_t)0x8000043eu);
		TAP_EXPECT(strstr(text, "no such module"));
		TAP_EQUAL(map_memory(5, BUFFER, 0x1000, &va), 0);
		TAP_EQUAL(unmap_memory(5, va, 0x1000), 0);
		guest_end_hexagon();
	}
}

/* A stop of the DSP in the middle of everything. */
static void stop(void)
{
	start();
	for (int i = 0; i < 12; i++)
		send_method(i ? FAKE_DEFER : FAKE_LOOP);
	fastrpc_stop(guest.fastrpc);
	TAP_EQUAL(guest_stats().held, 0);
	TAP_EQUAL(guest_stats().processes, 0);
	fastrpc_start(guest.fastrpc);
	TAP_EQUAL(guest_create(8), 0);
	guest_end_hexagon();
}

static const struct tap_test cases[] = {
	{ "calls", calls },
	{ "mapped buffers", mapped_buffers },
	{ "many calls", many_calls },
	{ "deaths", deaths },
	{ "small memory", small_memory },
	{ "clients", clients },
	{ "loops", loops },
	{ "holes", holes },
	{ "fault elsewhere", fault_elsewhere },
	{ "inputs", inputs },
	{ "read-only output", read_only_output },
	{ "handles", handles },
	{ "maps", maps },
	{ "reverse calls", reverse_calls },
	{ "no growth", no_growth },
	{ "without a child", without_child },
	{ "stop", stop },
};

TAP_MAIN(cases)
