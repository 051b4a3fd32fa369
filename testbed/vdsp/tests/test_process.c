// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Life of PDs: attach, create, exit, release, and what becomes of calls that a PD holds.
 */
#include <string.h>

#include "fake_guest.h"
#include "fake_mem.h"
#include "tap.h"

#define CREATED_BEFORE ((int32_t)0x8000054fu)

static void attach_and_release(void)
{
	guest_start("cdsp", 32, false);
	guest.pd_type = 0;
	TAP_EQUAL(guest_attach(), 0);
	TAP_EQUAL(guest_stats().processes, 1);
	TAP_EQUAL(guest_attach(), CREATED_BEFORE);
	guest.client_id = 2;
	TAP_EQUAL(guest_attach(), 0);
	TAP_EQUAL(guest_stats().processes, 2);
	TAP_EQUAL(guest_release(1), 0);
	TAP_EQUAL(guest_release(2), 0);
	TAP_EQUAL(guest_stats().processes, 0);
	guest_end();
}

/* Attach is for the root and sensors PDs, create for user PDs. */
static void pd_types(void)
{
	guest_start("cdsp", 32, false);
	guest.pd_type = 2;
	TAP_EQUAL(guest_attach(), 0);
	TAP_EQUAL(guest_release(1), 0);
	guest.pd_type = 1;
	TAP_EQUAL(guest_attach(), WIRE_EBADPARM);
	guest.pd_type = 3;
	TAP_EQUAL(guest_attach(), WIRE_EBADPARM);
	guest.pd_type = 0;
	TAP_EQUAL(guest_create(0), WIRE_EBADPARM);
	guest.pd_type = 1;
	TAP_EQUAL(guest_create(0), 0);
	guest.pd_type = 0;
	TAP_EQUAL(guest_release(1), WIRE_EBADSTATE);
	guest.pd_type = 1;
	TAP_EQUAL(guest_release(1), 0);
	guest_end();
}

static void client_ids(void)
{
	guest_start("cdsp", 32, false);
	guest.client_id = 0;
	TAP_EQUAL(guest_create(8), WIRE_EBADPARM);
	guest.client_id = -5;
	TAP_EQUAL(guest_create(8), WIRE_EBADPARM);
	guest.client_id = 14;
	TAP_EQUAL(guest_create(8), 0);
	TAP_EQUAL(guest_create(8), CREATED_BEFORE);
	TAP_EQUAL(guest_release(14), 0);
	TAP_EQUAL(guest_create(8), 0);
	guest_end();
}

/* The kernel releases clients that never got a PD. */
static void release_of_stranger(void)
{
	guest_start("cdsp", 32, false);
	TAP_EQUAL(guest_release(9), 0);
	TAP_EQUAL(guest_release(9), 0);
	guest_end();
}

/* Unsigned PDs are for compute DSPs; signed ones for all. */
static void unsigned_pds(void)
{
	guest_start("adsp", 32, false);
	TAP_EQUAL(guest_create(8), WIRE_EUNSUPPORTED);
	TAP_EQUAL(guest_create(0), 0);
	guest_end();
	guest_start("cdsp1", 32, false);
	TAP_EQUAL(guest_create(8), 0);
	guest_end();
}

struct create_request {
	int32_t client_id;
	uint32_t name_len, file_len, pages, attributes, signature_len;
};

static struct create_request request;
static char request_name[200];
static struct wire_page request_page[2];
static struct guest_arg request_args[4];

static void request_reset(void)
{
	request = (struct create_request){ 1, 5, 0, 1, 0, 0 };
	strcpy(request_name, "test");
	request_page[0] = (struct wire_page){ guest_device_address(0x20000000), 0x200000 };
	request_args[0] = (struct guest_arg){ .data = &request, .len = sizeof(request) };
	request_args[1] = (struct guest_arg){ .data = request_name, .len = 5 };
	request_args[2] = (struct guest_arg){ 0 };
	request_args[3] = (struct guest_arg){ .data = request_page, .len = 16 };
}

static int32_t request_create(void)
{
	int32_t result = guest_invoke(1, 0x06040000, request_args);

	request_reset();
	return result;
}

/* Every field of create wrong once. */
static void malformed_create(void)
{
	guest_start("cdsp", 32, false);
	request_reset();
	request.name_len = 4;
	TAP_EQUAL(request_create(), WIRE_EBADPARM);
	request.name_len = 0;
	request_args[1].len = 0;
	TAP_EQUAL(request_create(), WIRE_EBADPARM);
	request_name[4] = 'x';
	TAP_EQUAL(request_create(), WIRE_EBADPARM);
	memset(request_name, 'x', 199);
	request.name_len = 200;
	request_args[1].len = 200;
	TAP_EQUAL(request_create(), WIRE_EBADPARM);
	memset(request_name, 0, sizeof(request_name));
	request_reset();
	request.file_len = 100;
	TAP_EQUAL(request_create(), WIRE_EBADPARM);
	request.pages = 2;
	TAP_EQUAL(request_create(), WIRE_EBADPARM);
	request.attributes = 8;
	TAP_EQUAL(request_create(), WIRE_EBADPARM);
	request_args[0].len = 20;
	TAP_EQUAL(request_create(), WIRE_EBADPARM);
	request_args[3].len = 32;
	TAP_EQUAL(request_create(), WIRE_EBADPARM);
	request_page[0].addr = 0x20000000;
	TAP_EQUAL(request_create(), WIRE_EBADPARM);
	request_page[0].size = 0;
	TAP_EQUAL(request_create(), WIRE_EBADPARM);
	TAP_EQUAL(guest_stats().processes, 0);
	TAP_EQUAL(request_create(), 0);
	guest_end();
}

/* A shell has to be readable; its content is not looked at. */
static void create_with_shell(void)
{
	guest_start("cdsp", 32, false);
	fake_mem_map(guest.mem, guest_stream(), 0x30000000, 0x3000);
	request_reset();
	request.file_len = 0x3000;
	request_args[2] = (struct guest_arg){ .iova = 0x30000000, .len = 0x3000 };
	TAP_EQUAL(request_create(), 0);
	TAP_EQUAL(guest_release(1), 0);
	request.file_len = 0x3001;
	request_args[2] = (struct guest_arg){ .iova = 0x30000000, .len = 0x3001 };
	TAP_EQUAL(request_create(), WIRE_EBADPARM);
	TAP_EQUAL(fake_mem_faults(guest.mem), 1);
	guest_end();
}

/* The kernel may send its whole name array. */
static void create_with_padded_name(void)
{
	guest_start("cdsp", 32, false);
	request_reset();
	memset(request_name, 0, 16);
	strcpy(request_name, "test");
	request.name_len = 16;
	request_args[1].len = 16;
	TAP_EQUAL(request_create(), 0);
	guest_end();
}

static int32_t create_static(const char *name)
{
	uint32_t create[3] = { 1, (uint32_t)strlen(name) + 1, 1 };
	struct wire_page page = { 0x90000000, 0x300000 };
	char copy[32];

	strcpy(copy, name);
	return guest_invoke(1, 0x08030000, (struct guest_arg[]){
		{ .data = create, .len = sizeof(create) },
		{ .data = copy, .len = create[1] },
		{ .data = &page, .len = sizeof(page) } });
}

static void static_pd(void)
{
	guest_start("adsp", 32, false);
	TAP_EQUAL(create_static("videopd"), WIRE_ENOSUCH);
	TAP_EQUAL(create_static("audiopd"), 0);
	TAP_EQUAL(create_static("audiopd"), CREATED_BEFORE);
	TAP_EQUAL(guest_release(1), 0);
	guest_end();
	guest_start("cdsp", 32, false);
	TAP_EQUAL(create_static("audiopd"), WIRE_ENOSUCH);
	guest_end();
}

static uint64_t send_next2(void)
{
	uint32_t next[4] = { 0, UINT32_MAX, 0, 256 };
	uint32_t req[4];
	char in[256];

	return guest_send(7, 0x06020200, (struct guest_arg[]){
		{ .data = next, .len = sizeof(next) }, { .len = 0 },
		{ .data = req, .len = sizeof(req) }, { .data = in, .len = sizeof(in) } });
}

/*
 * A hung call, a sleeping one and a listener: release answers them with "bad state",
 * and only then itself. Another PD's call stays.
 */
static void release_ends_held_calls(void)
{
	uint64_t hung, asleep, listener, other;
	uint32_t selftest, ms = 60000;

	guest_start_pd();
	guest.client_id = 2;
	guest_create(8);
	selftest = guest_open_module("selftest");
	other = guest_send(selftest, 0x04000000, NULL);
	guest.client_id = 1;
	selftest = guest_open_module("selftest");
	hung = guest_send(selftest, 0x04000000, NULL);
	asleep = guest_send(selftest, 0x02010000, &(struct guest_arg){ &ms, 4, 0, 0, 0 });
	guest_invoke(7, 0x05000000, NULL);
	listener = send_next2();
	TAP_EQUAL(guest_stats().held, 4);
	guest.answer_count = 0;
	TAP_EQUAL(guest_release(1), 0);
	TAP_EQUAL(guest.answer_count, 4);
	TAP_EQUAL(guest.answers[3].message.ctx, guest_last_ctx());
	TAP_EQUAL(guest_result(hung), WIRE_EBADSTATE);
	TAP_EQUAL(guest_result(asleep), WIRE_EBADSTATE);
	TAP_EQUAL(guest_result(listener), WIRE_EBADSTATE);
	TAP_EQUAL(guest_result(other), GUEST_PENDING);
	TAP_EQUAL(guest_stats().held, 1);
	TAP_EQUAL(guest_release(2), 0);
	TAP_EQUAL(guest_result(other), WIRE_EBADSTATE);
	TAP_EQUAL(guest_stats().held, 0);
	guest_end();
}

/*
 * Exit is answered first; then a notice says so, and the rest of the PD's calls are
 * answered; then only release works.
 */
static void exit_ends_pd(void)
{
	uint64_t listener, leave;

	guest_start_pd();
	guest_invoke(7, 0x05000000, NULL);
	listener = send_next2();
	guest.answer_count = 0;
	leave = guest_send(4, 0x02000000, NULL);
	TAP_EQUAL(guest.answer_count, 3);
	TAP_EQUAL(guest.answers[0].message.ctx, leave);
	TAP_EQUAL(guest_result(leave), 0);
	TAP_EQUAL(guest.answers[1].message.ctx, WIRE_NOTICE_CTX);
	TAP_EQUAL(guest_result(listener), WIRE_EBADSTATE);
	TAP_EQUAL(guest_open_module("echo"), 0);
	TAP_EQUAL(guest_create(8), CREATED_BEFORE);
	TAP_EQUAL(guest_release(1), 0);
	TAP_EQUAL(guest_create(8), 0);
	TAP_EQUAL(guest.notice_count, 1);
	TAP_EQUAL(guest_stats().deaths, 1);
	guest_end();
}

/* The bytes of a notice; the client that is told of is not the first. */
static void notice_of_exit(void)
{
	static const uint8_t want[24] = {
		0xcd, 0xab, 0xcd, 0xab, 0, 0, 0, 0, 4, 0, 0, 0, 13, 0, 0, 0, 1,
	};

	guest_start("cdsp", 32, false);
	guest.client_id = 13;
	guest_create(8);
	guest.answer_count = 0;
	guest_send(4, 0x02000000, NULL);
	TAP_EQUAL(guest.answer_count, 2);
	TAP_EQUAL(guest.answers[1].len, sizeof(want));
	TAP_EXPECT(!memcmp(&guest.answers[1].notice, want, sizeof(want)));
	guest_end();
}

/* A client that is released knows that; there is no notice. */
static void no_notice_of_release(void)
{
	guest_start_pd();
	TAP_EQUAL(guest_release(1), 0);
	TAP_EQUAL(guest.notice_count, 0);
	guest_end();
}

/* When the DSP ends nothing is sent, and nothing is left. */
static void stop_forgets_all(void)
{
	uint32_t selftest;

	guest_start_pd();
	selftest = guest_open_module("selftest");
	guest_send(selftest, 0x04000000, NULL);
	guest.answer_count = 0;
	fastrpc_stop(guest.fastrpc);
	TAP_EQUAL(guest.answer_count, 0);
	TAP_EQUAL(guest_stats().held, 0);
	TAP_EQUAL(guest_stats().processes, 0);
	TAP_EXPECT(fastrpc_next_deadline(guest.fastrpc) == FASTRPC_NEVER);
	fastrpc_start(guest.fastrpc);
	TAP_EQUAL(guest_create(8), 0);
	guest_end();
}

/* As many clients as there is room for, then "no memory", and again after a release. */
static void too_many_clients(void)
{
	int created = 0;

	guest_start("cdsp", 32, false);
	for (guest.client_id = 1; guest.client_id < 1000; guest.client_id++) {
		int32_t result = guest_create(8);

		guest.answer_count = 0;
		if (result) {
			TAP_EQUAL(result, WIRE_ENOMEMORY);
			break;
		}
		created++;
	}
	TAP_EXPECT(created >= 14 && created < 999);
	TAP_EQUAL(guest_release(1), 0);
	TAP_EQUAL(guest_create(8), 0);
	guest_end();
}

/* The same for calls that are held. */
static void too_many_held_calls(void)
{
	uint32_t selftest;
	uint64_t ctx = 0;

	guest_start_pd();
	selftest = guest_open_module("selftest");
	for (int i = 0; i < 257; i++)
		ctx = guest_send(selftest, 0x04000000, NULL);
	TAP_EQUAL(guest_stats().held, 256);
	TAP_EQUAL(guest_result(ctx), WIRE_ENOMEMORY);
	TAP_EQUAL(guest_release(1), 0);
	TAP_EQUAL(guest_stats().held, 0);
	guest_end();
}

static const struct tap_test cases[] = {
	{ "attach and release", attach_and_release },
	{ "PD types", pd_types },
	{ "client ids", client_ids },
	{ "release of a stranger", release_of_stranger },
	{ "unsigned PDs", unsigned_pds },
	{ "malformed create", malformed_create },
	{ "create with a shell", create_with_shell },
	{ "create with a padded name", create_with_padded_name },
	{ "static PD", static_pd },
	{ "release ends held calls", release_ends_held_calls },
	{ "exit ends the PD", exit_ends_pd },
	{ "notice of exit", notice_of_exit },
	{ "no notice of release", no_notice_of_release },
	{ "stop forgets all", stop_forgets_all },
	{ "too many clients", too_many_clients },
	{ "too many held calls", too_many_held_calls },
};

TAP_MAIN(cases)
