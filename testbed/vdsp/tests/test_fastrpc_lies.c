// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Each lie of this layer: told once, in the way described, and the truth after it. The
 * call that it is told on is echo of 8 bytes.
 */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/deadline.h"
#include "base/hook.h"
#include "lies/lie.h"
#include "mem/mem.h"
#include "fake_guest.h"
#include "fake_mem.h"
#include "tap.h"

#define ECHO_SC 0x03010100u

static uint32_t echo_handle;

static void start(bool poll)
{
	guest_start("cdsp", 32, poll);
	guest_create(8);
	echo_handle = guest_open_module("echo");
	guest.answer_count = 0;
}

static uint64_t echo(void)
{
	static char in[8] = "1234567", out[8];

	return guest_send(echo_handle, ECHO_SC, (struct guest_arg[]){
		{ .data = in, .len = 8 }, { .data = out, .len = 8 } });
}

static void arm(enum lie lie)
{
	lie_arm(lie, 1, lie_default(lie));
}

static void expect_truth(void)
{
	TAP_EQUAL(guest_result(echo()), 0);
}

static void drop(void)
{
	start(true);
	arm(LIE_DROP);
	TAP_EQUAL(guest_result(echo()), GUEST_PENDING);
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), ECHO_SC), 0);
	TAP_EQUAL(guest_stats().held, 0);
	expect_truth();
	guest_end();
}

static void delay(void)
{
	uint64_t late;

	start(true);
	lie_arm(LIE_DELAY, 1, 30);
	late = echo();
	TAP_EQUAL(guest_result(late), GUEST_PENDING);
	TAP_EQUAL(guest_poll_word(late, ECHO_SC), 0);
	expect_truth();
	guest_wait();
	TAP_EQUAL(guest_result(late), 0);
	TAP_EXPECT(fastrpc_next_deadline(guest.fastrpc) == FASTRPC_NEVER);
	guest_end();
}

static void duplicate(void)
{
	uint64_t ctx;

	start(false);
	arm(LIE_DUPLICATE);
	ctx = echo();
	TAP_EQUAL(guest.answer_count, 2);
	TAP_EXPECT(guest.answers[0].message.ctx == ctx && guest.answers[1].message.ctx == ctx);
	expect_truth();
	TAP_EQUAL(guest.answer_count, 3);
	guest_end();
}

static void reorder(void)
{
	uint64_t first, second;

	start(false);
	arm(LIE_REORDER);
	first = echo();
	TAP_EQUAL(guest.answer_count, 0);
	second = echo();
	TAP_EQUAL(guest.answer_count, 2);
	TAP_EXPECT(guest.answers[0].message.ctx == second);
	TAP_EXPECT(guest.answers[1].message.ctx == first);
	arm(LIE_REORDER);
	first = echo();
	guest_wait();
	TAP_EQUAL(guest_result(first), 0);
	guest_end();
}

static void wrong_sequence(void)
{
	uint64_t ctx;

	start(false);
	arm(LIE_WRONG_SEQUENCE);
	ctx = echo();
	TAP_EQUAL(guest_result(ctx), GUEST_PENDING);
	TAP_EQUAL(guest.answer_count, 1);
	TAP_EXPECT((guest.answers[0].message.ctx ^ ctx) >> 16);
	TAP_EQUAL((guest.answers[0].message.ctx ^ ctx) & 0xffff, 0);
	lie_arm(LIE_WRONG_SEQUENCE, 1, 20);
	ctx = echo();
	TAP_EQUAL(guest_result(ctx), GUEST_PENDING);
	guest_wait();
	TAP_EQUAL(guest_result(ctx), 0);
	expect_truth();
	guest_end();
}

static void wrong_result(void)
{
	start(true);
	lie_arm(LIE_WRONG_RESULT, 1, (uint32_t)-4);
	TAP_EQUAL(guest_result(echo()), -4);
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), ECHO_SC), 0);
	expect_truth();
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), ECHO_SC), 0xdecaf);
	guest_end();
}

static struct wire_remote_buffer output_descriptor(uint64_t ctx)
{
	struct wire_remote_buffer remote = { 0 };

	mem_read(guest.mem, guest_stream(), guest_slot(ctx) + sizeof(remote), &remote,
		 sizeof(remote));
	return remote;
}

static void wrong_length(void)
{
	static const struct { uint32_t asked, sent; } cases[] = {
		{ 0, 0 }, { 12, 12 }, { 24, 24 }, { 256, 256 }, { 4096, 256 },
	};

	start(true);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		guest.answer_count = 0;
		lie_arm(LIE_WRONG_LENGTH, 1, cases[i].asked);
		echo();
		TAP_EQUAL(guest.answer_count, 1);
		TAP_EQUAL(guest.answers[0].len, cases[i].sent);
		TAP_EQUAL(guest_poll_word(guest_last_ctx(), ECHO_SC), 0);
		TAP_EXPECT(output_descriptor(guest_last_ctx()).len > 8);
	}
	expect_truth();
	TAP_EQUAL(output_descriptor(guest_last_ctx()).len, 8);
	guest_end();
}

static void forged_fds(void)
{
	uint64_t fds[17], ctx;

	start(false);
	lie_arm(LIE_FORGED_FDS, 1, 3);
	ctx = echo();
	TAP_EQUAL(guest_result(ctx), 0);
	mem_read(guest.mem, guest_stream(), guest_slot(ctx) + WIRE_FDS_OFFSET(2), fds, sizeof(fds));
	for (int i = 0; i < 16; i++)
		TAP_EQUAL(fds[i], 3 + i);
	TAP_EQUAL(fds[16], 0);
	expect_truth();
	guest_end();
}

/* The lie waits for a call with outputs. */
static void changed_descriptor(void)
{
	uint64_t ctx;

	start(false);
	arm(LIE_CHANGED_DESCRIPTOR);
	TAP_EQUAL(guest_invoke(echo_handle, 0x02000000, NULL), 0);
	ctx = echo();
	TAP_EQUAL(guest_result(ctx), 0);
	TAP_EXPECT(output_descriptor(ctx).pv >> 63);
	TAP_EXPECT(output_descriptor(ctx).len > 1ull << 40);
	expect_truth();
	guest_end();
}

static void wild_read(void)
{
	start(false);
	arm(LIE_WILD_READ);
	TAP_EQUAL(guest_result(echo()), 0);
	TAP_EQUAL(fake_mem_faults(guest.mem), 1);
	expect_truth();
	TAP_EQUAL(fake_mem_faults(guest.mem), 1);
	guest_end();
}

static void late_write(void)
{
	char in[8] = "1234567", out[8] = "";
	const struct guest_arg args[] = {
		{ .data = in, .len = 8 }, { .data = out, .len = 8 },
	};

	start(false);
	arm(LIE_LATE_WRITE);
	TAP_EQUAL(guest_invoke(echo_handle, ECHO_SC, args), 0);
	TAP_EXPECT(!strcmp(out, "1234567"));
	guest_wait();
	guest_read_outputs(guest_last_ctx(), ECHO_SC, args);
	TAP_EXPECT((uint8_t)out[0] == 0xda && (uint8_t)out[7] == 0xda);
	/* Unmapped meanwhile: an event, nothing else. */
	arm(LIE_LATE_WRITE);
	echo();
	fake_mem_unmap(guest.mem, guest_stream(), guest_slot(guest_last_ctx()), GUEST_SLOT_SIZE);
	guest_wait();
	TAP_EQUAL(fake_mem_faults(guest.mem), 1);
	TAP_EXPECT(fastrpc_next_deadline(guest.fastrpc) == FASTRPC_NEVER);
	guest_end();
}

/* Also a call of the kernel about a PD hangs until the PD goes. */
static void hang(void)
{
	uint64_t ctx;

	start(false);
	arm(LIE_HANG);
	ctx = echo();
	TAP_EQUAL(guest_result(ctx), GUEST_PENDING);
	TAP_EQUAL(guest_stats().held, 1);
	expect_truth();
	TAP_EQUAL(guest_release(1), 0);
	TAP_EQUAL(guest_result(ctx), WIRE_EBADSTATE);
	guest_create(8);
	arm(LIE_HANG);
	TAP_EQUAL(guest_release(1), GUEST_PENDING);
	TAP_EQUAL(guest_release(1), 0);
	TAP_EQUAL(guest_stats().held, 0);
	guest_end();
}

/* Record, notice, then the answers to all calls of the PD; only release is left. */
static void pd_exception(void)
{
	static const char want[] = "cause: the lie pd-exception\n";
	char record[sizeof(want)] = "";
	uint64_t held, ctx;

	start(true);
	fake_mem_map(guest.mem, guest_stream(), 0x20000000, 4096);
	arm(LIE_HANG);
	held = echo();
	arm(LIE_PD_EXCEPTION);
	guest.answer_count = 0;
	ctx = echo();
	TAP_EQUAL(guest.answer_count, 3);
	TAP_EQUAL(guest.answers[0].message.ctx, WIRE_NOTICE_CTX);
	TAP_EQUAL(guest.answers[0].notice.status, 3);
	TAP_EQUAL(guest.answers[1].message.ctx, held);
	TAP_EQUAL(guest.answers[2].message.ctx, ctx);
	TAP_EQUAL(guest_result(held), WIRE_EBADSTATE);
	TAP_EQUAL(guest_result(ctx), WIRE_EBADSTATE);
	TAP_EQUAL(guest_poll_word(ctx, ECHO_SC), 0);
	TAP_EQUAL(guest_result(echo()), WIRE_EBADSTATE);
	TAP_EQUAL(guest_release(1), 0);
	TAP_EQUAL(guest.notice_count, 1);
	mem_read(guest.mem, guest_stream(), 0x20000000, record, sizeof(record));
	TAP_EXPECT(!strcmp(record, want));
	guest_end();
}

/* Another value, or none; the answer comes. */
static void poll_word(void)
{
	start(true);
	lie_arm(LIE_POLL_WORD, 1, 0xdecaf0);
	TAP_EQUAL(guest_result(echo()), 0);
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), ECHO_SC), 0xdecaf0);
	arm(LIE_POLL_WORD);
	TAP_EQUAL(guest_result(echo()), 0);
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), ECHO_SC), 0);
	expect_truth();
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), ECHO_SC), 0xdecaf);
	guest_end();
}

static void poll_only(void)
{
	start(true);
	arm(LIE_POLL_ONLY);
	TAP_EQUAL(guest_result(echo()), GUEST_PENDING);
	TAP_EQUAL(guest_poll_word(guest_last_ctx(), ECHO_SC), 0xdecaf);
	expect_truth();
	guest_end();
}

/* A notice about another client; the call itself is served. */
static void forged_notice(void)
{
	uint64_t ctx;

	start(false);
	lie_arm(LIE_FORGED_NOTICE, 1, 77);
	ctx = echo();
	TAP_EQUAL(guest.answer_count, 2);
	TAP_EQUAL(guest.answers[0].message.ctx, WIRE_NOTICE_CTX);
	TAP_EQUAL(guest.answers[0].notice.client_id, 77);
	TAP_EQUAL(guest_result(ctx), 0);
	expect_truth();
	guest_end();
}

/* Whatever it is that the guest sends, and once only. */
static void slow(void)
{
	uint64_t start_ns;

	start(false);
	lie_arm(LIE_SLOW, 1, 20000);
	start_ns = deadline_in_ms(0);
	TAP_EQUAL(guest_result(echo()), 0);
	TAP_EXPECT(deadline_in_ms(0) - start_ns >= 20000000);
	TAP_EXPECT(!hook);
	lie_arm(LIE_SLOW, 1, 20000);
	start_ns = deadline_in_ms(0);
	guest.client_id = -1;
	TAP_EXPECT(guest_result(echo()));
	TAP_EXPECT(deadline_in_ms(0) - start_ns >= 20000000);
	TAP_EXPECT(!hook);
	guest_end();
}

static void die(void)
{
	int status = 0;
	pid_t child;

	start(false);
	arm(LIE_DIE);
	child = fork();
	if (!child) {
		echo();
		_exit(1);
	}
	TAP_EXPECT(waitpid(child, &status, 0) == child);
	TAP_EXPECT(WIFEXITED(status));
	TAP_EQUAL(WEXITSTATUS(status), LIE_EXIT_STATUS);
	guest_end();
}

/* A DSP that stops with lies under way tells none of them any more. */
static void stop_in_mid_lie(void)
{
	start(false);
	arm(LIE_DELAY);
	echo();
	arm(LIE_LATE_WRITE);
	echo();
	guest.answer_count = 0;
	fastrpc_stop(guest.fastrpc);
	TAP_EXPECT(fastrpc_next_deadline(guest.fastrpc) == FASTRPC_NEVER);
	fastrpc_poll(guest.fastrpc, UINT64_MAX - 1);
	TAP_EQUAL(guest.answer_count, 0);
	guest_end();
}

static const struct tap_test cases[] = {
	{ "drop", drop },
	{ "delay", delay },
	{ "duplicate", duplicate },
	{ "reorder", reorder },
	{ "wrong-sequence", wrong_sequence },
	{ "wrong-result", wrong_result },
	{ "wrong-length", wrong_length },
	{ "forged-fds", forged_fds },
	{ "changed-descriptor", changed_descriptor },
	{ "wild-read", wild_read },
	{ "late-write", late_write },
	{ "hang", hang },
	{ "pd-exception", pd_exception },
	{ "poll-word", poll_word },
	{ "poll-only", poll_only },
	{ "forged-notice", forged_notice },
	{ "slow", slow },
	{ "die", die },
	{ "stop in mid-lie", stop_in_mid_lie },
};

TAP_MAIN(cases)
