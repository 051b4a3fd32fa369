// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Code that does wrong ends its PD, and the record says what happened and where.
 */

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"
#include "fixture.h"
#include "player.h"
#include "probe.h"

/* Signals as Linux numbers them on Hexagon. */
enum { FAULT_ILL = 4, FAULT_ABRT = 6, FAULT_BUS = 7, FAULT_SEGV = 11 };

/* A call that faults; @data are the bytes of its second input. */
static struct player_call fault_call(uint32_t kind, const void *data, uint32_t len,
				     uint32_t offset)
{
	struct player_call call = player_call(fixture_player, 3, fixture_module, PROBE_FAULT);

	player_in(&call, &kind, sizeof(kind), 0);
	player_in(&call, data, len, offset);
	return call;
}

static bool fault_says(const char *text)
{
	if (strstr(fixture_player->fault_text, text))
		return true;
	printf("# '%s' is not in:\n", text);
	for (char *line = strtok(fixture_player->fault_text, "\n"); line; line = strtok(NULL, "\n"))
		printf("#   %s\n", line);
	return false;
}

/* The call is not answered, the process ends, the record is there. */
static void fault_expect(struct player_call *call, uint32_t signal)
{
	int32_t result;

	player_send(call);
	if (!TAP_EXPECT(!player_wait(fixture_player, call->slot, &result, PLAYER_TIMEOUT_MS)))
		return;
	TAP_EXPECT(player_wait_end(fixture_player, PLAYER_TIMEOUT_MS));
	TAP_EXPECT(fixture_player->has_fault);
	TAP_EQUAL(fixture_player->fault.signal, signal);
	TAP_EXPECT(fault_says("library: libprobe_skel.so at 0x"));
	TAP_EXPECT(fault_says("call: thread 0x"));
	TAP_EXPECT(fault_says(" libprobe_skel.so, method 7, sc 0x07020000, 2 arguments\n"));
	TAP_EXPECT(fault_says("argument 1: "));
	TAP_EXPECT(fault_says("r29: 0x"));
	TAP_EXPECT(fault_says("backtrace 0: "));
}

/* A null pointer, in a function of the library. */
static void test_null(void)
{
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_NULL, "x", 1, 0);
	fault_expect(&call, FAULT_SEGV);
	TAP_EQUAL(fixture_player->fault.address, 12);
	TAP_EXPECT(fault_says("signal: SIGSEGV (11), code 1: an access to an address without memory"));
	TAP_EXPECT(fault_says("pc: libprobe_skel.so+0x"));
	TAP_EXPECT(fault_says("address: 0x0000000c\n"));
	/* The way back, from a function without a frame down to the shell's own. */
	TAP_EXPECT(fault_says(" (probe_reads_null+0x"));
	TAP_EXPECT(fault_says(") probe_faults.c:"));
	TAP_EXPECT(fault_says(" (probe_skel_handle_invoke+0x"));
	TAP_EXPECT(fault_says(" (mailbox_work+0x"));
	TAP_EXPECT(fault_says("thread: 0x"));
	player_stop(fixture_player);
}

/* An input in pages that the SMMU lets nobody write. */
static void test_write_input(void)
{
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_WRITE_INPUT, "abc", 3, 77);
	fault_expect(&call, FAULT_SEGV);
	TAP_EQUAL(fixture_player->fault.address, fixture_player->slots[3]->args[1].va);
	TAP_EXPECT(fault_says("an access that this memory does not allow"));
	TAP_EXPECT(fault_says(" (probe_writes+0x"));
	player_stop(fixture_player);
}

/* A page in the middle of an argument that the guest has not mapped. */
static void test_hole(void)
{
	static uint8_t bytes[5 * 4096];
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_READ_INPUT, bytes, sizeof(bytes), 0);
	player_hole(&call, 1, 2);
	fault_expect(&call, FAULT_SEGV);
	TAP_EQUAL(fixture_player->fault.address, fixture_player->slots[3]->args[1].va + 2 * 4096);
	player_stop(fixture_player);
}

/* What is behind an argument has no memory. */
static void test_behind(void)
{
	static uint8_t bytes[4096];
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_READ_INPUT, bytes, sizeof(bytes), 0);
	fixture_player->slots[3]->args[1].len = 8192;
	fault_expect(&call, FAULT_SEGV);
	TAP_EQUAL(fixture_player->fault.address, fixture_player->slots[3]->args[1].va + 4096);
	player_stop(fixture_player);
}

/* The memory of one call is gone in the next one. */
static void test_late(void)
{
	uint32_t va;
	struct player_call call;
	uint8_t got[16];
	uint32_t out;

	fixture_begin();
	call = player_call(fixture_player, 2, fixture_module, PROBE_ECHO);
	player_in(&call, "0123456789abcdef", 16, 0);
	out = player_out(&call, 16, 0);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, got);
	va = fixture_player->slots[2]->args[0].va;
	call = fault_call(PROBE_READ_INPUT, "x", 1, 0);
	/* The address of the finished call, and no pages. */
	fixture_player->slots[3]->args[1].va = va;
	fixture_player->slots[3]->args[1].run_count = 0;
	fault_expect(&call, FAULT_SEGV);
	TAP_EQUAL(fixture_player->fault.address, va);
	player_stop(fixture_player);
}

/* A word at an odd address. */
static void test_misaligned(void)
{
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_MISALIGNED, "12345678", 8, 0);
	fault_expect(&call, FAULT_BUS);
	TAP_EXPECT(fault_says("SIGBUS"));
	TAP_EXPECT(fault_says(" (probe_reads_misaligned+0x"));
	player_stop(fixture_player);
}

/* The packet that is illegal is named, not the one behind it, whatever its size. */
static void test_illegal(void)
{
	for (uint32_t len = 1; len <= 4; len++) {
		struct player_call call;
		char name[64];

		fixture_begin();
		call = fault_call(PROBE_ILLEGAL, "xxxx", len, 0);
		fault_expect(&call, FAULT_ILL);
		snprintf(name, sizeof(name), " (probe_is_illegal_%u+0x4)\n", len % 4 + 1);
		TAP_EXPECT(fault_says(name));
		TAP_EQUAL(fixture_player->fault.address, fixture_player->fault.pc);
		player_stop(fixture_player);
	}
}

/* The stack of a call ends at a page without memory, and the record says that it is full. */
static void test_overflow(void)
{
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_OVERFLOW, "x", 1, 0);
	fault_expect(&call, FAULT_SEGV);
	TAP_EXPECT(fault_says("the stack of the thread is full"));
	TAP_EXPECT(fault_says("backtrace 15: libprobe_skel.so+0x"));
	player_stop(fixture_player);
}

/* So it does where a function of a large frame is the one that meets the end. */
static void test_overflow_far(void)
{
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_OVERFLOW_FAR, "x", 1, 0);
	fault_expect(&call, FAULT_SEGV);
	TAP_EXPECT(fault_says("the stack of the thread is full"));
	player_stop(fixture_player);
}

static void test_abort(void)
{
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_ABORT, "x", 1, 0);
	fault_expect(&call, FAULT_ABRT);
	TAP_EXPECT(fault_says("abort()"));
	TAP_EXPECT(fault_says("backtrace 0: libprobe_skel.so+0x"));
	player_stop(fixture_player);
}

static void test_assertion(void)
{
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_ASSERT, "x", 1, 0);
	fault_expect(&call, FAULT_ABRT);
	TAP_EXPECT(fault_says("assertion failed: probe.c:12 a == b, in probe_fault"));
	player_stop(fixture_player);
}

/* The processor has no division: the library imports it of the shell. */
static void test_division(void)
{
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_DIVIDE, "x", 1, 0);
	fault_expect(&call, FAULT_ABRT);
	TAP_EXPECT(fault_says("division by zero"));
	player_stop(fixture_player);
}

/* Nobody can catch it, so it ends the PD, and its type is told. */
static void test_throw(void)
{
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_THROW, "x", 1, 0);
	fault_expect(&call, FAULT_ABRT);
	TAP_EXPECT(fault_says("C++: an exception of type "));
	TAP_EXPECT(fault_says("casts_plain"));
	player_stop(fixture_player);
}

/* The heap sees what is given back twice, and what it has never given. */
static void test_free(void)
{
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_DOUBLE_FREE, "x", 1, 0);
	fault_expect(&call, FAULT_ABRT);
	TAP_EXPECT(fault_says("it is free already"));
	player_stop(fixture_player);
	fixture_begin();
	call = fault_call(PROBE_BAD_FREE, "x", 1, 0);
	fault_expect(&call, FAULT_ABRT);
	TAP_EXPECT(fault_says("malloc() has not given this"));
	player_stop(fixture_player);
}

/* Code cannot be written. */
static void test_write_code(void)
{
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_WRITE_CODE, "x", 1, 0);
	fault_expect(&call, FAULT_SEGV);
	TAP_EXPECT(fault_says("an access that this memory does not allow"));
	player_stop(fixture_player);
}

/* Data cannot be run. */
static void test_no_code(void)
{
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_NO_CODE, "\0\0\0\0\0\0\0\0", 8, 0);
	fault_expect(&call, FAULT_SEGV);
	TAP_EQUAL(fixture_player->fault.pc, fixture_player->slots[3]->args[1].va);
	TAP_EXPECT(fault_says("a jump to where there is no code"));
	player_stop(fixture_player);
}

/* A thread of the library's own, with a stack of 4 KiB, while a call waits for it. */
static void test_thread(void)
{
	struct player_call call;
	int32_t result;

	fixture_begin();
	call = fault_call(PROBE_THREAD_FAULT, "x", 1, 0);
	player_send(&call);
	TAP_EXPECT(!player_wait(fixture_player, call.slot, &result, PLAYER_TIMEOUT_MS));
	TAP_EXPECT(fixture_player->has_fault);
	TAP_EQUAL(fixture_player->fault.signal, FAULT_SEGV);
	TAP_EXPECT(fault_says(" unlucky, priority 100"));
	TAP_EXPECT(fault_says(" (probe_reads_null+0x"));
	TAP_EXPECT(fault_says(" libprobe_skel.so, method 7,"));
	player_stop(fixture_player);
}

static void test_exit(void)
{
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_EXIT, "x", 1, 0);
	fault_expect(&call, 0);
	TAP_EXPECT(fault_says("exit(3)"));
	player_stop(fixture_player);
}

static void test_stack_guard(void)
{
	struct player_call call;

	fixture_begin();
	call = fault_call(PROBE_STACK_GUARD, "x", 1, 0);
	fault_expect(&call, FAULT_ABRT);
	TAP_EXPECT(fault_says("stack protector"));
	player_stop(fixture_player);
}

/* One call never ends: others are served, and the process can be killed. */
static void test_spin(void)
{
	struct player_call spin, call;
	int32_t result;

	fixture_begin();
	spin = player_call(fixture_player, 5, fixture_module, PROBE_SPIN);
	player_send(&spin);
	call = player_call(fixture_player, 1, fixture_module, PROBE_ECHO);
	player_in(&call, "x", 1, 0);
	player_out(&call, 1, 0);
	TAP_EQUAL(player_invoke(&call), 0);
	TAP_EXPECT(!player_wait(fixture_player, 5, &result, 300));
	kill(fixture_player->pid, SIGKILL);
	TAP_EXPECT(player_wait_end(fixture_player, PLAYER_TIMEOUT_MS));
	TAP_EXPECT(WIFSIGNALED(fixture_player->status) &&
		  WTERMSIG(fixture_player->status) == SIGKILL);
	player_stop(fixture_player);
}

/* A call in slot 6 that sleeps for a second. */
static void stand_sleep(void)
{
	uint32_t time_us = 1000000;
	struct player_call sleep = player_call(fixture_player, 6, fixture_module, PROBE_SLEEP);

	player_in(&sleep, &time_us, sizeof(time_us), 0);
	player_out(&sleep, sizeof(uint64_t), 0);
	player_send(&sleep);
}

/* Have the shell say where its threads are; whether it names all that it should. */
static bool stand_tells(void)
{
	static const char *const parts[] = {
		" worker, priority 192\n",
		", libprobe_skel.so, method 14, sc 0x",
		", libprobe_skel.so, method 11, sc 0x",
		"(probe_skel_handle_invoke+0x",
		"(syscall_sleep+0x",
	};
	int32_t result;

	fixture_player->log_len = 0;
	fixture_player->log[0] = '\0';
	player_request(fixture_player,
		       (struct mailbox_request){.type = MAILBOX_STAND, .slot = 1});
	TAP_EXPECT(player_wait(fixture_player, 1, &result, PLAYER_TIMEOUT_MS));
	TAP_EQUAL(result, 0);
	TAP_EXPECT(!strstr(fixture_player->log, "it does not say"));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!strstr(fixture_player->log, parts[i]))
			return false;
	return true;
}

/*
 * A call that does not return, and one that sleeps: where they are is told on request, and
 * they go on.
 */
static void test_stand(void)
{
	time_t end = time(NULL) + PLAYER_TIMEOUT_MS / 1000;
	struct player_call spin;
	int32_t result;
	bool tells;

	fixture_begin();
	spin = player_call(fixture_player, 5, fixture_module, PROBE_SPIN);
	player_send(&spin);
	stand_sleep();
	/* Both may be on their way there yet, and the sleep may be over. */
	do {
		tells = stand_tells();
		if (!tells && fixture_player->answered[6])
			stand_sleep();
	} while (!tells && time(NULL) < end);
	if (!TAP_EXPECT(tells))
		printf("# %zu bytes of log\n", fixture_player->log_len);
	TAP_EXPECT(player_wait(fixture_player, 6, &result, PLAYER_TIMEOUT_MS));
	TAP_EQUAL(result, 0);
	TAP_EXPECT(!player_wait(fixture_player, 5, &result, 1));
	kill(fixture_player->pid, SIGKILL);
	TAP_EXPECT(player_wait_end(fixture_player, PLAYER_TIMEOUT_MS));
	player_stop(fixture_player);
}

/* When the virtual DSP goes, so does the shell. */
static void test_hang_up(void)
{
	fixture_begin();
	close(fixture_player->request);
	close(fixture_player->upcall);
	TAP_EQUAL(waitpid(fixture_player->pid, &fixture_player->status, 0), fixture_player->pid);
	fixture_player->ended = true;
	TAP_EXPECT(WIFEXITED(fixture_player->status));
	player_stop(fixture_player);
}

static const struct tap_test fault_cases[] = {
	{"null", test_null},
	{"write-input", test_write_input},
	{"hole", test_hole},
	{"behind", test_behind},
	{"late", test_late},
	{"misaligned", test_misaligned},
	{"illegal", test_illegal},
	{"overflow", test_overflow},
	{"overflow-far", test_overflow_far},
	{"abort", test_abort},
	{"assertion", test_assertion},
	{"division", test_division},
	{"throw", test_throw},
	{"free", test_free},
	{"write-code", test_write_code},
	{"no-code", test_no_code},
	{"thread", test_thread},
	{"exit", test_exit},
	{"stack-guard", test_stack_guard},
	{"spin", test_spin},
	{"stand", test_stand},
	{"hang-up", test_hang_up},
};

int main(void)
{
	return fixture_run(fault_cases, sizeof(fault_cases) / sizeof(fault_cases[0]));
}
