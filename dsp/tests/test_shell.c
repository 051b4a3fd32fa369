// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The shell does what code on a DSP expects: loading, calls, memory and
 * threads. Its C library is in test_shell_libc.c.
 */

#include <string.h>

#include "tap.h"
#include "fixture.h"
#include "player.h"
#include "probe.h"

/* Bytes at odd places, over pages that are scattered in the guest, come back the same. */
static void test_echo(void)
{
	static const uint32_t lens[] = {1, 7, 4096, 4097, 100000, 1 << 20};
	static const uint32_t offsets[] = {0, 1, 13, 4095};
	static uint8_t bytes[1 << 20], got[1 << 20];

	fixture_begin();
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 31 + (i >> 8));
	for (int i = 0; i < 24; i++) {
		struct player_call call = fixture_call(PROBE_ECHO);
		uint32_t len = lens[i % 6], out;

		player_in(&call, bytes, len, offsets[i / 6]);
		out = player_out(&call, len, offsets[3 - i / 6]);
		memset(got, 0, len);
		TAP_EQUAL(player_invoke(&call), 0);
		player_get(&call, out, got);
		TAP_EXPECT(!memcmp(got, bytes, len));
	}
	fixture_end();
}

/* The sum of numbers that begin at an odd address is right. */
static void test_sum(void)
{
	static int32_t numbers[20000];
	struct player_call call;
	uint32_t count = 20000, out;
	int64_t sum = 0, got = 0;

	fixture_begin();
	for (int i = 0; i < 20000; i++)
		sum += numbers[i] = i * 77777 - 1000;
	call = fixture_call(PROBE_SUM);
	player_in(&call, &count, sizeof(count), 5);
	player_in(&call, numbers, sizeof(numbers), 4093);
	out = player_out(&call, sizeof(got), 3);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, &got);
	TAP_EQUAL(got, sum);
	/* One number too few. */
	call = fixture_call(PROBE_SUM);
	player_in(&call, &count, sizeof(count), 0);
	player_in(&call, numbers, sizeof(numbers) - 4, 0);
	player_out(&call, sizeof(got), 0);
	TAP_EQUAL(player_invoke(&call), (int32_t)0x8000040e);
	call = fixture_call(30);
	TAP_EQUAL(player_invoke(&call), (int32_t)0x80000414);
	fixture_end();
}

/* An argument without bytes has no address. */
static void test_empty(void)
{
	struct player_call call;

	fixture_begin();
	call = fixture_call(PROBE_ECHO);
	player_in(&call, "", 0, 0);
	player_out(&call, 0, 0);
	TAP_EQUAL(player_invoke(&call), 0);
	fixture_end();
}

/* Initial functions, a weak import that does not exist, a library that is needed, C++. */
static void test_state(void)
{
	struct probe_state state = {0};
	struct player_call call;
	uint32_t out;

	fixture_begin();
	call = fixture_call(PROBE_STATE);
	out = player_out(&call, sizeof(state), 8);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, &state);
	TAP_EQUAL(state.constructed, 0x600d);
	TAP_EQUAL(state.weak_is_null, 1);
	TAP_EQUAL(state.helped, 4711);
	TAP_EQUAL(state.needed_data, 77);
	TAP_EQUAL(state.cxx, 777);
	TAP_EQUAL(state.opened, 1);
	fixture_end();
}

static void threads_expect(uint32_t which)
{
	struct player_call call;
	uint32_t wrong = 1, out;

	fixture_begin();
	call = fixture_call(PROBE_THREADS);
	player_in(&call, &which, sizeof(which), 0);
	out = player_out(&call, sizeof(wrong), 0);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, &wrong);
	TAP_EQUAL(wrong, 0);
	fixture_end();
}

/* A mutex goes to the most urgent of the waiting threads. */
static void test_mutex_order(void)
{
	threads_expect(PROBE_ORDER);
}

/* No thread passes a barrier before all are there, 50 times. */
static void test_barrier(void)
{
	threads_expect(PROBE_BARRIER);
}

/* A semaphore of 3 lets 3 in at once. */
static void test_semaphore(void)
{
	threads_expect(PROBE_SEMAPHORE);
}

/* A condition variable loses no signal between its mutex's unlock and the wait. */
static void test_condition(void)
{
	threads_expect(PROBE_CONDITION);
}

/* Any and all of several signals, with and without a time limit. */
static void test_signal(void)
{
	threads_expect(PROBE_SIGNAL);
}

/* A recursive mutex can be locked again by its holder, not by others. */
static void test_recursive(void)
{
	threads_expect(PROBE_RECURSIVE);
}

/* A more urgent thread has done its work when its creator goes on. */
static void test_create_first(void)
{
	threads_expect(PROBE_CREATE_FIRST);
}

/* Each thread has its own value under a key; at its end the destructor gets it. */
static void test_values(void)
{
	threads_expect(PROBE_VALUES);
}

/* 500 threads one after the other leave nothing that is missed later. */
static void test_many_threads(void)
{
	threads_expect(PROBE_MANY);
}

/* A line of the log has level, file without its path, line and text. */
static void test_log(void)
{
	struct player_call call;

	fixture_begin();
	call = fixture_call(PROBE_LOG);
	player_in(&call, "hello", 6, 100);
	TAP_EQUAL(player_invoke(&call), 0);
	TAP_EXPECT(strstr(fixture_player->log,
			 "3 probe_skel.c:42 hello|-1234567890123| 3.14|7\n") != NULL);
	TAP_EXPECT(strstr(fixture_player->log, "probe: constructed\n") != NULL);
	TAP_EQUAL(player_close(fixture_player, fixture_module), 0);
	TAP_EXPECT(strstr(fixture_player->log, "probe: destructed\n") != NULL);
	fixture_end();
}

/* The counter that code reads inline counts 19.2 MHz. */
static void test_timer(void)
{
	struct player_call call;
	uint32_t us = 50000, out;
	uint64_t ticks = 0;

	fixture_begin();
	call = fixture_call(PROBE_SLEEP);
	player_in(&call, &us, sizeof(us), 0);
	out = player_out(&call, sizeof(ticks), 0);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, &ticks);
	/* At least what it has slept; how much more depends on the machine. */
	TAP_EXPECT(ticks >= 50000ull * 192 / 10);
	TAP_EXPECT(ticks < 60ull * 19200000);
	fixture_end();
}

/* Code finds persistent maps and handle arguments by their tag, and nothing else. */
static void shell_maps(int32_t fd)
{
	uint32_t mapped[3000] = {0xfeedf00d}, handle[2000] = {0xcafe}, out, va;
	struct probe_maps maps = {0};
	struct player_call call;
	int32_t result;

	fixture_begin();
	va = player_map(fixture_player, fd, mapped, sizeof(mapped), &result);
	TAP_EQUAL(result, 0);
	call = fixture_call(PROBE_MAPS);
	player_in(&call, &fd, sizeof(fd), 0);
	out = player_out(&call, sizeof(maps), 0);
	player_handle(&call, 44, handle, sizeof(handle));
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, &maps);
	TAP_EQUAL(maps.results[0], 0);
	TAP_EQUAL(maps.first_word, 0xfeedf00d);
	TAP_EQUAL(maps.results[1], 0);
	/* Given back more often than got. */
	TAP_EQUAL(maps.results[2], (int32_t)0x80000485);
	TAP_EQUAL(maps.results[3], 0);
	TAP_EQUAL(maps.info_len, sizeof(handle));
	TAP_EQUAL(maps.results[4], 0);
	TAP_EQUAL(maps.handle_word, 0xcafe);
	TAP_EQUAL(maps.results[5], 0);
	/* One byte more than there is. */
	TAP_EQUAL(maps.results[6], 1);
	TAP_EQUAL(maps.results[7], (int32_t)0x80000448);
	TAP_EQUAL(player_unmap(fixture_player, va, sizeof(mapped)), 0);
	TAP_EQUAL(player_unmap(fixture_player, va, sizeof(mapped)), (int32_t)0x80000448);
	fixture_end();
}

static void test_maps(void)
{
	shell_maps(33);
}

/* 0 is a tag like any other. */
static void test_map_0(void)
{
	shell_maps(0);
}

/* 8 calls at once, each in its window, 20 times: each gets its own answer. */
static void test_parallel(void)
{
	static uint8_t bytes[8][50000], got[50000];
	struct player_call calls[8];
	uint32_t outs[8];

	fixture_begin();
	for (uint32_t round = 0; round < 20; round++) {
		for (uint32_t i = 0; i < 8; i++) {
			memset(bytes[i], (int)(round * 8 + i), sizeof(bytes[i]));
			calls[i] = player_call(fixture_player, i, fixture_module, PROBE_ECHO);
			player_in(&calls[i], bytes[i], sizeof(bytes[i]), i * 100);
			outs[i] = player_out(&calls[i], sizeof(bytes[i]), i * 50);
			player_send(&calls[i]);
		}
		for (uint32_t i = 0; i < 8; i++) {
			int32_t result = -1;

			TAP_EXPECT(player_wait(fixture_player, i, &result, PLAYER_TIMEOUT_MS));
			TAP_EQUAL(result, 0);
			player_get(&calls[i], outs[i], got);
			TAP_EXPECT(!memcmp(got, bytes[i], sizeof(got)));
		}
	}
	fixture_end();
}

/* A library that is open twice is loaded once; when all have closed it, it starts anew. */
static void test_reopen(void)
{
	struct probe_state state = {0};
	struct player_call call;
	uint32_t other, out;

	fixture_begin();
	TAP_EQUAL(player_open_name(fixture_player, "probe", &other), 0);
	TAP_EXPECT(other != fixture_module);
	TAP_EQUAL(player_close(fixture_player, fixture_module), 0);
	TAP_EQUAL(player_close(fixture_player, fixture_module), (int32_t)0x8000042c);
	call = player_call(fixture_player, 0, other, PROBE_STATE);
	out = player_out(&call, sizeof(state), 0);
	TAP_EQUAL(player_invoke(&call), 0);
	player_get(&call, out, &state);
	TAP_EQUAL(state.opened, 2);
	TAP_EQUAL(player_close(fixture_player, other), 0);
	for (int i = 0; i < 30; i++) {
		TAP_EQUAL(player_open_name(fixture_player, "probe", &other), 0);
		call = player_call(fixture_player, 0, other, PROBE_STATE);
		out = player_out(&call, sizeof(state), 0);
		TAP_EQUAL(player_invoke(&call), 0);
		player_get(&call, out, &state);
		TAP_EQUAL(state.opened, 1);
		TAP_EQUAL(player_close(fixture_player, other), 0);
	}
	fixture_end();
}

/* Two libraries at once, of the same code: each has its own data. */
static void test_two_libraries(void)
{
	struct probe_state state = {0};
	struct player_call call;
	uint32_t other, out;

	fixture_begin();
	fixture_player->alias = "libother_skel.so";
	fixture_player->alias_of = "libprobe_skel.so";
	TAP_EQUAL(player_open(fixture_player, "file:///libother_skel.so?probe_skel_handle_invoke",
			      &other), 0);
	for (int i = 0; i < 2; i++) {
		call = player_call(fixture_player, 0, i ? other : fixture_module, PROBE_STATE);
		out = player_out(&call, sizeof(state), 0);
		TAP_EQUAL(player_invoke(&call), 0);
		player_get(&call, out, &state);
		TAP_EQUAL(state.opened, 1);
		TAP_EQUAL(state.helped, 4711);
	}
	TAP_EQUAL(player_close(fixture_player, fixture_module), 0);
	TAP_EQUAL(player_invoke(&call), 0);
	fixture_end();
}

/* Why a module cannot be opened is said; the modules that are open work on. */
static void test_refusals(void)
{
	struct player_call call;
	uint32_t module;

	fixture_begin();
	TAP_EQUAL(player_open_name(fixture_player, "missing", &module), (int32_t)0x80000406);
	TAP_EXPECT(!strcmp(player_text(fixture_player),
			  "libmissing_skel.so needs teleport, which this DSP does not have"));
	TAP_EQUAL(player_open_name(fixture_player, "nowhere", &module), (int32_t)0x8000043e);
	TAP_EXPECT(strstr(player_text(fixture_player), "libnowhere_skel.so: no such file") != NULL);
	TAP_EQUAL(player_open(fixture_player, "http://nonsense", &module), (int32_t)0x8000040e);
	TAP_EQUAL(player_open(fixture_player, "file:///libprobe_skel.so?wrong_entry", &module),
		  (int32_t)0x80000442);
	TAP_EXPECT(strstr(player_text(fixture_player), "wrong_entry") != NULL);
	TAP_EQUAL(player_open_name(fixture_player, "old", &module), (int32_t)0x80000406);
	TAP_EXPECT(!strcmp(player_text(fixture_player),
			  "libold_skel.so: has constructors in .ctors, where nothing finds them: compile it with -fuse-init-array"));
	TAP_EQUAL(player_open(fixture_player,
			      "file:///some/libprobe_skel.so?probe_skel_handle_invoke", &module),
		  (int32_t)0x8000040e);
	TAP_EXPECT(strstr(player_text(fixture_player), "some/libprobe_skel.so: names a folder"));
	TAP_EQUAL(player_open(fixture_player,
			      "file:///././libprobe_skel.so?probe_skel_handle_invoke", &module), 0);
	TAP_EQUAL(player_close(fixture_player, module), 0);
	fixture_player->no_listener = true;
	TAP_EQUAL(player_open_name(fixture_player, "nowhere", &module), (int32_t)0x8000043e);
	TAP_EXPECT(strstr(player_text(fixture_player), "no listener") != NULL);
	call = player_call(fixture_player, 0, 999, PROBE_SLEEP);
	TAP_EQUAL(player_invoke(&call), (int32_t)0x8000042c);
	call = fixture_call(PROBE_ECHO);
	player_in(&call, "x", 1, 0);
	player_out(&call, 1, 0);
	TAP_EQUAL(player_invoke(&call), 0);
	fixture_end();
}

/*
 * The library of C++ need not be there, nor be one that can be loaded, for those who
 * import only what the DSP has of it.
 */
static void test_partly_built_in(void)
{
	uint32_t module;

	for (int i = 0; i < 2; i++) {
		fixture_begin();
		if (i) {
			fixture_player->file_name = "libc++.so.1";
			fixture_player->file = "not even an ELF file";
			fixture_player->file_size = 20;
		}
		TAP_EQUAL(player_open_name(fixture_player, "needy", &module), 0);
		TAP_EQUAL(player_close(fixture_player, module), 0);
		fixture_end();
	}
}

/* A client that has files mapped is asked for that first, and gets its memory back. */
static void test_lent_files(void)
{
	struct player_call call;
	uint32_t module;

	fixture_begin();
	TAP_EXPECT(fixture_player->lend_requests);
	fixture_player->lend_requests = 0;
	fixture_player->alias = "libother_skel.so";
	fixture_player->alias_of = "libprobe_skel.so";
	fixture_player->lends = true;
	TAP_EQUAL(player_open(fixture_player, "file:///libother_skel.so?probe_skel_handle_invoke",
			      &module), 0);
	TAP_EQUAL(fixture_player->lend_requests, 1);
	TAP_EQUAL(fixture_player->lent_va[0], 0);
	call = player_call(fixture_player, 0, module, PROBE_ECHO);
	player_in(&call, "x", 1, 0);
	player_out(&call, 1, 0);
	TAP_EQUAL(player_invoke(&call), 0);
	TAP_EQUAL(player_close(fixture_player, module), 0);
	/* Not even an ELF file, and less than a page. */
	fixture_player->file_name = "libshort_skel.so";
	fixture_player->file = "short";
	fixture_player->file_size = 5;
	TAP_EQUAL(player_open_name(fixture_player, "short", &module), (int32_t)0x80000452);
	TAP_EQUAL(fixture_player->lent_va[0], 0);
	fixture_end();
}

/* Another error than "no such file" is told as it is. */
static void test_open_errors(void)
{
	static const struct { int32_t said, told; } cases[] = {
		{ 2, (int32_t)0x8000043e },
		{ 0x27, (int32_t)0x8000043e },
		{ 0x45, (int32_t)0x8000043e },
		{ 0x2b, (int32_t)0x8000045c },
		{ 1, (int32_t)0x8000045c },
	};
	uint32_t module;

	fixture_begin();
	for (int i = 0; i < 10; i++) {
		fixture_player->lends = i & 1;
		fixture_player->open_error = cases[i / 2].said;
		TAP_EQUAL(player_open_name(fixture_player, "nowhere", &module), cases[i / 2].told);
	}
	TAP_EXPECT(strstr(player_text(fixture_player), "the client cannot open it"));
	fixture_end();
}

static const struct tap_test shell_cases[] = {
	{"echo", test_echo},
	{"sum", test_sum},
	{"empty", test_empty},
	{"state", test_state},
	{"mutex-order", test_mutex_order},
	{"barrier", test_barrier},
	{"semaphore", test_semaphore},
	{"condition", test_condition},
	{"signal", test_signal},
	{"recursive", test_recursive},
	{"create-first", test_create_first},
	{"values", test_values},
	{"many-threads", test_many_threads},
	{"log", test_log},
	{"timer", test_timer},
	{"maps", test_maps},
	{"map-0", test_map_0},
	{"parallel", test_parallel},
	{"reopen", test_reopen},
	{"two-libraries", test_two_libraries},
	{"refusals", test_refusals},
	{"partly-built-in", test_partly_built_in},
	{"lent-files", test_lent_files},
	{"open-errors", test_open_errors},
};

int main(void)
{
	return fixture_run(shell_cases, sizeof(shell_cases) / sizeof(shell_cases[0]));
}
