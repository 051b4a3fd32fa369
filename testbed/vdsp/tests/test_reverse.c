// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Reverse calls, made by the method "reverse" of module selftest: what its caller gives
 * is what the listener gets, and the other way round.
 */
#include <stdio.h>
#include <string.h>

#include "mem/mem.h"
#include "fastrpc/reverse_pack.h"
#include "fake_guest.h"
#include "fake_listener.h"
#include "fake_mem.h"
#include "tap.h"

#define REVERSE_SC	0x0a020200u
#define OBJECT		5u
/* An input of 8 bytes, an output of 4. */
#define OBJECT_SC	0x02010100u
#define ROOM		64u

static struct fake_listener listener;
static const char question[8] = "six x 7";

/* struct asking - a caller that has a reverse call made */
struct asking {
	uint64_t call;
	uint32_t in_len;
	struct {
		int32_t result;
		uint32_t len;
	} reversed;
	uint8_t out[ROOM];
};

static void start(uint32_t handle)
{
	guest_start_pd();
	TAP_EQUAL(listener_start(&listener, handle, 256), 0);
}

static void ask_packed(struct asking *a, uint32_t module, uint32_t sc, const void *in,
		       uint32_t in_len)
{
	uint32_t request[2] = { OBJECT, sc };

	memset(a, 0, sizeof(*a));
	a->in_len = in_len;
	a->call = guest_send(module, REVERSE_SC, (struct guest_arg[]){
		{ .data = request, .len = sizeof(request) },
		{ .data = (void *)in, .len = in_len },
		{ .data = &a->reversed, .len = sizeof(a->reversed) },
		{ .data = a->out, .len = sizeof(a->out) } });
}

static void ask(struct asking *a, uint32_t module)
{
	uint8_t bytes[64];
	struct reverse_pack pack = { .bytes = bytes, .size = sizeof(bytes) };

	reverse_pack_buffer(&pack, question, sizeof(question));
	reverse_pack_word(&pack, 4);
	ask_packed(a, module, OBJECT_SC, bytes, (uint32_t)pack.len);
}

/* Result of the call that @a made; its outputs if that is 0. */
static int32_t asked(struct asking *a)
{
	static uint8_t pad[0x10000];
	int32_t result = guest_result(a->call);

	if (!result)
		guest_read_outputs(a->call, REVERSE_SC, (struct guest_arg[]){
			{ .data = pad, .len = 8 }, { .data = pad, .len = a->in_len },
			{ .data = &a->reversed, .len = sizeof(a->reversed) },
			{ .data = a->out, .len = sizeof(a->out) } });
	return result;
}

/* Come back for the first time, or having forgotten all; there is a request. */
static void take(struct fake_listener *l)
{
	listener_wait(l, 0, -1, NULL, 0);
	TAP_EXPECT(listener_take(l));
}

/* One caller, whose request the listener has. */
static void begin(struct asking *a)
{
	start(7);
	ask(a, guest_open_module("selftest"));
	take(&listener);
}

static uint32_t answer_pack(uint8_t *bytes, uint32_t value)
{
	struct reverse_pack pack = { .bytes = bytes, .size = ROOM };

	reverse_pack_buffer(&pack, &value, sizeof(value));
	return (uint32_t)pack.len;
}

/* Come back with a good answer. */
static void answer(struct fake_listener *l, uint32_t value)
{
	uint8_t bytes[ROOM];

	listener_wait(l, l->request.ctx, 0, bytes, answer_pack(bytes, value));
}

static bool asked_value_is(struct asking *a, uint32_t value)
{
	uint8_t bytes[ROOM];

	return TAP_EQUAL(asked(a), 0) && TAP_EQUAL(a->reversed.result, 0) &&
	       TAP_EQUAL(a->reversed.len, answer_pack(bytes, value)) &&
	       TAP_EXPECT(!memcmp(a->out, bytes, a->reversed.len));
}

/* Three rounds: a request that was there first, then a listener that was. */
static void rounds(uint32_t handle)
{
	struct asking a;
	uint32_t module;

	start(handle);
	module = guest_open_module("selftest");
	for (uint32_t i = 0; i < 3; i++) {
		ask(&a, module);
		if (!i)
			listener_wait(&listener, 0, -1, NULL, 0);
		if (!TAP_EXPECT(listener_take(&listener)))
			break;
		TAP_EXPECT(listener.request.ctx);
		TAP_EQUAL(listener.request.handle, OBJECT);
		TAP_EQUAL(listener.request.sc, OBJECT_SC);
		TAP_EQUAL(listener.request.in_len, 20);
		TAP_EQUAL(listener.in[0], 8);
		TAP_EXPECT(!memcmp(listener.in + 8, question, sizeof(question)));
		TAP_EQUAL(listener.in[16], 4);
		TAP_EQUAL(asked(&a), GUEST_PENDING);
		answer(&listener, 42 + i);
		asked_value_is(&a, 42 + i);
		TAP_EXPECT(!listener_take(&listener));
	}
	TAP_EQUAL(guest_stats().held, 1);
	guest_end();
}

static void newer_object(void)
{
	rounds(7);
}

static void older_object(void)
{
	rounds(3);
}

/* init2 is not called: the PD waits for it, but only once. */
static void no_listener(void)
{
	struct asking a, b;
	uint32_t handle;

	guest_start_pd();
	handle = guest_open_module("selftest");
	ask(&a, handle);
	ask(&b, handle);
	TAP_EQUAL(asked(&a), GUEST_PENDING);
	guest_wait();
	TAP_EQUAL(asked(&a), 0);
	TAP_EQUAL(a.reversed.result, WIRE_ENOSUCH);
	TAP_EQUAL(asked(&b), 0);
	TAP_EXPECT(fastrpc_next_deadline(guest.fastrpc) == FASTRPC_NEVER);
	ask(&a, handle);
	TAP_EQUAL(asked(&a), WIRE_ENOSUCH);
	guest_end();
}

/* The listener comes after the call that needs it; one that is given up may still come. */
static void late_listener(void)
{
	struct asking a;
	uint32_t handle;

	guest_start_pd();
	handle = guest_open_module("selftest");
	for (int i = 0; i < 2; i++) {
		ask(&a, handle);
		TAP_EQUAL(listener_start(&listener, 7, LISTENER_MAX), 0);
		listener_wait(&listener, 0, -1, NULL, 0);
		TAP_EXPECT(listener_take(&listener));
		listener_wait(&listener, listener.request.ctx, 0x14, NULL, 0);
		TAP_EQUAL(asked(&a), 0);
		TAP_EQUAL(a.reversed.result, 0x14);
		guest_release(1);
		guest_create(8);
		handle = guest_open_module("selftest");
	}
	ask(&a, handle);
	guest_wait();
	TAP_EQUAL(listener_start(&listener, 7, LISTENER_MAX), 0);
	ask(&a, handle);
	TAP_EQUAL(asked(&a), GUEST_PENDING);
	guest_end();
}

/* The object of the guest says no: outputs do not matter then. */
static void error_of_object(void)
{
	struct asking a;

	begin(&a);
	listener_wait(&listener, listener.request.ctx, 0x14, "junk", 4);
	TAP_EQUAL(asked(&a), 0);
	TAP_EQUAL(a.reversed.result, 0x14);
	TAP_EQUAL(a.reversed.len, 0);
	TAP_EQUAL(guest_result(listener.call), GUEST_PENDING);
	guest_end();
}

/* Inputs of @len bytes that next2 has no room for, fetched in parts. */
static void fetch(uint32_t handle, uint32_t len)
{
	static uint8_t in[100000], part[60000];
	uint32_t ctx, required = 0;
	struct asking a;

	start(handle);
	for (uint32_t i = 0; i < len; i++)
		in[i] = (uint8_t)(i * 7);
	memcpy(in, &(uint32_t){ len - 8 }, 4);
	ask_packed(&a, guest_open_module("selftest"), 0x03010000, in, len);
	take(&listener);
	TAP_EQUAL(listener.request.in_len, len);
	TAP_EXPECT(!memcmp(listener.in, in, 256));
	ctx = listener.request.ctx;
	for (uint32_t at = 256; at < len; at += sizeof(part)) {
		memset(part, 0xee, sizeof(part));
		TAP_EQUAL(listener_get_inputs(&listener, ctx, at, part, sizeof(part), &required),
			  0);
		TAP_EQUAL(required, len);
		TAP_EXPECT(!memcmp(part, in + at, len - at < sizeof(part) ? len - at :
			  sizeof(part)));
	}
	TAP_EQUAL(listener_get_inputs(&listener, ctx, len, part, 0, &required), 0);
	TAP_EQUAL(listener_get_inputs(&listener, ctx, len + 1, part, 0, &required),
		  WIRE_EBADPARM);
	TAP_EQUAL(listener_get_inputs(&listener, ctx + 1, 0, part, 8, &required), WIRE_EBADPARM);
	TAP_EQUAL(listener_get_inputs(&listener, 0, 0, part, 8, &required), WIRE_EBADPARM);
	listener_wait(&listener, ctx, 0, NULL, 0);
	TAP_EQUAL(asked(&a), 0);
	TAP_EQUAL(listener_get_inputs(&listener, ctx, 0, part, 8, &required), WIRE_EBADPARM);
	guest_end();
}

static void large_inputs(void)
{
	fetch(7, 257);
	fetch(7, 100000);
	fetch(3, 100000);
}

/* The length in the request is not that of the argument. */
static void fetch_of_wrong_length(void)
{
	struct wire_reverse_part part = { 0, 0, 8 };
	uint32_t required = 0;
	struct asking a;
	char data[16];

	begin(&a);
	part.ctx = listener.request.ctx;
	TAP_EQUAL(guest_invoke(7, 0x07010200, (struct guest_arg[]){
		{ .data = &part, .len = sizeof(part) },
		{ .data = &required, .len = sizeof(required) },
		{ .data = data, .len = 9 } }), WIRE_EBADPARM);
	guest_end();
}

struct bad_output {
	const char *name;
	uint8_t bytes[24];
	uint32_t len;
};

static const struct bad_output bad_outputs[] = {
	{ "nothing", { 0 }, 0 },
	{ "half a length", { 4 }, 2 },
	{ "a length of 0", { 0 }, 12 },
	{ "one byte less", { 3 }, 12 },
	{ "one byte more", { 5 }, 13 },
	{ "a huge length", { 255, 255, 255, 255 }, 12 },
	{ "a byte missing", { 4 }, 11 },
};

/* Both sides learn of it, the listener may go on. */
static void wrong_packing(void)
{
	for (size_t i = 0; i < sizeof(bad_outputs) / sizeof(bad_outputs[0]); i++) {
		const struct bad_output *bad = &bad_outputs[i];
		struct asking a;
		uint32_t module;

		start(7);
		module = guest_open_module("selftest");
		ask(&a, module);
		take(&listener);
		listener_wait(&listener, listener.request.ctx, 0, bad->bytes, bad->len);
		if (!TAP_EQUAL(guest_result(listener.call), WIRE_EBADPARM) ||
		    !TAP_EQUAL(asked(&a), 0) || !TAP_EQUAL(a.reversed.result, WIRE_EBADPARM))
			printf("# %s\n", bad->name);
		ask(&a, module);
		take(&listener);
		answer(&listener, 1);
		asked_value_is(&a, 1);
		guest_end();
	}
}

/* A stale, a made-up and another PD's name: refused, and the call is still under way. */
static void wrong_contexts(void)
{
	struct fake_listener other;
	struct asking a, b;
	uint8_t bytes[ROOM];
	uint32_t stale, module;

	start(7);
	module = guest_open_module("selftest");
	ask(&a, module);
	take(&listener);
	stale = listener.request.ctx;
	answer(&listener, 5);
	ask(&a, module);
	TAP_EXPECT(listener_take(&listener));
	guest.client_id = 2;
	guest_create(8);
	TAP_EQUAL(listener_start(&other, 7, 256), 0);
	ask(&b, guest_open_module("selftest"));
	take(&other);
	for (uint32_t i = 0; i < 3; i++) {
		const uint32_t wrong[] = { stale, 0x7fffffff, other.request.ctx };
		struct fake_listener liar = listener;

		listener_wait(&liar, wrong[i], 0, bytes, answer_pack(bytes, 0));
		TAP_EQUAL(guest_result(liar.call), WIRE_EBADPARM);
	}
	TAP_EQUAL(asked(&a), GUEST_PENDING);
	TAP_EQUAL(asked(&b), GUEST_PENDING);
	answer(&listener, 6);
	answer(&other, 7);
	asked_value_is(&a, 6);
	asked_value_is(&b, 7);
	guest_end();
}

/* A request that the guest has not got has no name; 0 is none. */
static void context_0(void)
{
	uint32_t required;
	struct asking a;
	uint8_t bytes[16];

	start(7);
	ask(&a, guest_open_module("selftest"));
	TAP_EQUAL(listener_get_inputs(&listener, 0, 0, bytes, sizeof(bytes), &required),
		  WIRE_EBADPARM);
	take(&listener);
	answer(&listener, 5);
	asked_value_is(&a, 5);
	guest_end();
}

/* Lengths of next2 that are not those of its arguments change nothing. */
static void malformed_next2(void)
{
	struct wire_reverse_next next = { 0, 0, 12, 256 };
	struct asking a;
	uint8_t in[256], bytes[ROOM];
	uint32_t request[4];
	struct guest_arg args[] = {
		{ .data = &next, .len = sizeof(next) }, { .data = bytes, .len = 12 },
		{ .data = request, .len = sizeof(request) }, { .data = in, .len = sizeof(in) },
	};

	begin(&a);
	answer_pack(bytes, 3);
	for (int i = 0; i < 4; i++) {
		next = (struct wire_reverse_next){ listener.request.ctx, 0, 12, 256 };
		args[0].len = sizeof(next) - (i == 0 ? 4 : 0);
		next.out_len -= i == 1;
		next.capacity -= i == 2;
		args[2].len = sizeof(request) - (i == 3 ? 4 : 0);
		TAP_EQUAL(guest_invoke(7, 0x06020200, args), WIRE_EBADPARM);
	}
	TAP_EQUAL(asked(&a), GUEST_PENDING);
	answer(&listener, 3);
	asked_value_is(&a, 3);
	guest_end();
}

/* One thread: requests come one at a time, oldest first. Two: two are under way. */
static void queue(void)
{
	struct fake_listener second;
	struct asking a[3];
	uint32_t module;

	start(7);
	module = guest_open_module("selftest");
	second = listener;
	for (int i = 0; i < 3; i++)
		ask(&a[i], module);
	take(&listener);
	take(&second);
	TAP_EXPECT(second.request.ctx != listener.request.ctx);
	answer(&second, 1);
	asked_value_is(&a[1], 1);
	TAP_EQUAL(asked(&a[0]), GUEST_PENDING);
	TAP_EXPECT(listener_take(&second));
	answer(&second, 2);
	asked_value_is(&a[2], 2);
	TAP_EXPECT(!listener_take(&second));
	answer(&listener, 0);
	asked_value_is(&a[0], 0);
	guest_end();
}

/* A thread that comes back without its result is given nothing twice. */
static void forgetful_listener(void)
{
	struct asking a;

	begin(&a);
	listener_wait(&listener, 0, -1, NULL, 0);
	TAP_EXPECT(!listener_take(&listener));
	TAP_EQUAL(asked(&a), GUEST_PENDING);
	guest_end();
}

/*
 * The PD ends with two calls under way and one queued; each of the calls that waited for
 * them is answered once.
 */
static void end_of_pd(bool by_exit)
{
	struct fake_listener second;
	struct asking a, b;
	uint32_t module;

	start(7);
	module = guest_open_module("selftest");
	ask(&a, module);
	take(&listener);
	second = listener;
	listener_wait(&second, 0, -1, NULL, 0);
	ask(&b, module);
	ask(&b, module);
	guest.answer_count = 0;
	guest.notice_count = 0;
	if (by_exit)
		TAP_EQUAL(guest_invoke(4, 0x02000000, NULL), 0);
	else
		TAP_EQUAL(guest_release(1), 0);
	TAP_EQUAL(guest.notice_count, by_exit);
	TAP_EQUAL(guest.answer_count - guest.notice_count, 4);
	TAP_EQUAL(asked(&a), WIRE_EBADSTATE);
	TAP_EQUAL(asked(&b), WIRE_EBADSTATE);
	answer(&listener, 1);
	TAP_EQUAL(guest_result(listener.call), WIRE_EBADSTATE);
	TAP_EQUAL(guest_stats().held, 0);
	guest_end();
}

static void exit_of_pd(void)
{
	end_of_pd(true);
}

static void release_of_pd(void)
{
	end_of_pd(false);
}

static void stop_of_dsp(void)
{
	struct asking a;

	start(7);
	listener_wait(&listener, 0, -1, NULL, 0);
	ask(&a, guest_open_module("selftest"));
	ask(&a, guest_open_module("selftest"));
	guest.answer_count = 0;
	fastrpc_stop(guest.fastrpc);
	TAP_EQUAL(guest.answer_count, 0);
	TAP_EQUAL(guest_stats().held, 0);
	TAP_EXPECT(fastrpc_next_deadline(guest.fastrpc) == FASTRPC_NEVER);
	guest_end();
}

/* next2 lies in memory that is gone: its request waits for the next one. */
static void next2_unmapped(void)
{
	struct asking a;
	uint32_t module;

	start(7);
	module = guest_open_module("selftest");
	listener_wait(&listener, 0, -1, NULL, 0);
	fake_mem_unmap(guest.mem, guest_stream(), guest_slot(listener.call), GUEST_SLOT_SIZE);
	ask(&a, module);
	TAP_EQUAL(guest_result(listener.call), WIRE_EBADPARM);
	take(&listener);
	answer(&listener, 9);
	asked_value_is(&a, 9);
	guest_end();
}

struct bad_request {
	const char *name;
	uint32_t sc;
	uint8_t in[8];
	uint32_t len;
};

static const struct bad_request bad_requests[] = {
	{ "handles in", 0x02000010, { 0 }, 0 },
	{ "handles out", 0x02000001, { 0 }, 0 },
	{ "attributes", 0x82000000, { 0 }, 0 },
	{ "an input missing", 0x02010000, { 0 }, 0 },
	{ "bytes too many", 0x02000000, { 0 }, 4 },
	{ "huge outputs", 0x02000100, { 0, 0, 16, 0 }, 4 },
};

/* A PD asks for what cannot be: it is refused at once. */
static void malformed_requests(void)
{
	uint32_t module;

	start(7);
	module = guest_open_module("selftest");
	listener_wait(&listener, 0, -1, NULL, 0);
	for (size_t i = 0; i < sizeof(bad_requests) / sizeof(bad_requests[0]); i++) {
		const struct bad_request *bad = &bad_requests[i];
		struct asking a;

		ask_packed(&a, module, bad->sc, bad->in, bad->len);
		if (!TAP_EQUAL(asked(&a), WIRE_EBADPARM))
			printf("# %s\n", bad->name);
	}
	TAP_EXPECT(!listener_take(&listener));
	guest_end();
}

/* 64 calls of a PD; one that ends makes room. */
static void too_many(void)
{
	struct asking a;
	uint32_t module;

	start(7);
	module = guest_open_module("selftest");
	for (int i = 0; i < 64; i++)
		ask(&a, module);
	TAP_EQUAL(asked(&a), GUEST_PENDING);
	ask(&a, module);
	TAP_EQUAL(asked(&a), WIRE_ENOMEMORY);
	take(&listener);
	listener_wait(&listener, listener.request.ctx, 1, NULL, 0);
	ask(&a, module);
	TAP_EQUAL(asked(&a), GUEST_PENDING);
	guest_end();
}

static const struct tap_test cases[] = {
	{ "newer object", newer_object },
	{ "older object", older_object },
	{ "no listener", no_listener },
	{ "late listener", late_listener },
	{ "error of the object", error_of_object },
	{ "large inputs", large_inputs },
	{ "fetch of a wrong length", fetch_of_wrong_length },
	{ "wrong packing", wrong_packing },
	{ "wrong contexts", wrong_contexts },
	{ "context 0", context_0 },
	{ "malformed next2", malformed_next2 },
	{ "queue", queue },
	{ "forgetful listener", forgetful_listener },
	{ "exit of the PD", exit_of_pd },
	{ "release of the PD", release_of_pd },
	{ "stop of the DSP", stop_of_dsp },
	{ "next2 unmapped", next2_unmapped },
	{ "malformed requests", malformed_requests },
	{ "too many", too_many },
};

TAP_MAIN(cases)
