// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The real shell in the real emulator: the filter leaves them what they need. Skipped if
 * one of them is not there. FOLDER holds the shell and Hexagon libraries.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fake_files.h"
#include "fake_guest.h"
#include "fake_mem.h"
#include "mem/mem.h"
#include "tap.h"

/* The first library of a PD: behind the shell, and a page without memory. */
#define LIBRARY_PLACE	0x02001000ul

static const char *folder = FOLDER;

static void start(void)
{
	char shell[512];

	snprintf(shell, sizeof(shell), "%s/shell", folder);
	guest_start_hexagon(NULL, shell);
}

static uint32_t open_uri(const char *uri, int32_t *error, char *text)
{
	uint32_t lengths[2] = { 0, 255 }, opened[2] = { 0 };
	struct guest_arg args[4];
	uint64_t ctx;

	lengths[0] = (uint32_t)strlen(uri) + 1;
	args[0] = (struct guest_arg){ .data = lengths, .len = 8 };
	args[1] = (struct guest_arg){ .data = (void *)uri, .len = lengths[0] };
	args[2] = (struct guest_arg){ .data = opened, .len = 8 };
	args[3] = (struct guest_arg){ .data = text, .len = 255 };
	ctx = guest_send(8, 0x02020200, args);
	*error = fake_files_await(ctx);
	if (!*error) {
		guest_read_outputs(ctx, 0x02020200, args);
		*error = (int32_t)opened[1];
	}
	return opened[0];
}

static uint32_t open_library(const char *name, int32_t *error, char *text)
{
	char uri[256];

	snprintf(uri, sizeof(uri), "file:///lib%s_skel.so?%s_skel_handle_invoke&_modver=1.0"
		 "&_idlver=1.2.3", name, name);
	return open_uri(uri, error, text);
}

/* Without a listener, and with one that has not got the file. */
static void nothing_found(void)
{
	uint32_t handle;
	int32_t error;
	char text[255];

	start();
	/* The first one that asks for a file has waited for the listener; no other does. */
	TAP_EQUAL(guest_open("builtin:echo", &handle, &error), 0);
	TAP_EQUAL(error, 0);
	TAP_EXPECT(guest_open_name("echo", &error, text));
	TAP_EXPECT(guest_open_hexagon("echo", &error, text));
	TAP_EQUAL(guest_open_hexagon("none", &error, text), 0);
	TAP_EQUAL(error, (int32_t)0x8000043eu);
	printf("# %s\n", text);
	TAP_EXPECT(*text);
	fake_files_start("/nowhere");
	TAP_EQUAL(open_library("none", &error, text), 0);
	TAP_EQUAL(error, (int32_t)0x8000043eu);
	printf("# %s\n", text);
	TAP_EXPECT(*text);
	fake_files_end();
	guest_end_hexagon();
}

/* A sum over scattered pages, by Hexagon code. */
static void calculator(void)
{
	static int32_t vector[100000];
	uint32_t handle, count = 100000;
	int64_t sum = 0, want = 0;
	int32_t error;
	char text[255] = "";

	start();
	fake_files_start(folder);
	handle = open_library("calculator", &error, text);
	if (!TAP_EQUAL(error, 0))
		printf("# %s\n", text);
	for (uint32_t i = 0; i < count; i++)
		want += vector[i] = (int32_t)(i * 2654435761u);
	fake_mem_map(guest.mem, guest_stream(), 0x31000000, 0x100000);
	mem_write(guest.mem, guest_stream(), 0x31000124, vector, sizeof(vector));
	TAP_EQUAL(guest_call(handle, 0x02020100, (struct guest_arg[]){
		{ .data = &count, .len = 4 }, { .iova = 0x31000124, .len = sizeof(vector) },
		{ .data = &sum, .len = 8 } }), 0);
	TAP_EQUAL(sum, want);
	fake_files_end();
	guest_end_hexagon();
}

/*
 * As programs of an interface without handles do it. The client's own library of a name
 * comes before the module of that name that is built in; one that it has not got, behind it.
 */
static void plain_name(void)
{
	uint32_t handle, number = 0;
	char where[512], text[255] = "";
	int32_t error;

	snprintf(where, sizeof(where), "%s/guest", folder);
	start();
	fake_files_start(where);
	handle = open_uri("echo", &error, text);
	if (!TAP_EQUAL(error, 0))
		printf("# %s\n", text);
	TAP_EQUAL(guest_call(handle, 0x02000100, &(struct guest_arg){ .data = &number, .len = 4 }),
		  0);
	TAP_EQUAL(number, 0xf11e);
	handle = open_uri("sobel", &error, text);
	TAP_EQUAL(error, 0);
	TAP_EQUAL(guest_invoke(handle, 0x02000000, NULL), WIRE_EBADPARM);
	TAP_EQUAL(open_uri("nowhere", &error, text), 0);
	TAP_EQUAL(error, (int32_t)0x8000043eu);
	fake_files_end();
	guest_end_hexagon();
}

/* The socket of the child that was started first, which is the PD's. */
static void find_socket(const char *sockets, char *path, size_t size)
{
	unsigned int least = ~0u, number;
	char pattern[512];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/pd-*.sock", sockets);
	path[0] = '\0';
	if (glob(pattern, 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		if (sscanf(strrchr(found.gl_pathv[i], '/'), "/pd-%u", &number) != 1 ||
		    number >= least)
			continue;
		least = number;
		snprintf(path, size, "%s", found.gl_pathv[i]);
	}
	globfree(&found);
}

/* Where the library is, as it says itself, and its function in there. */
static unsigned long find_function(void)
{
	char command[600], line[64] = "";
	FILE *names;

	snprintf(command, sizeof(command),
		 "llvm-nm-19 %s/libcalculator_skel.so 2>/dev/null | sed -n 's/ T calculator_sum$//p'",
		 folder);
	names = popen(command, "r");
	if (names && fgets(line, sizeof(line), names))
		pclose(names);
	return strtoul(line, NULL, 16);
}

/* A debugger joins the PD, stops in a method, and leaves; the call ends as always. */
static void breakpoint(void)
{
	char sockets[] = "/tmp/qda-test-XXXXXX", socket[512], command[2048], line[64] = "";
	uint32_t handle, count = 3;
	int32_t vector[3] = { 1, 2, 3 }, error;
	unsigned long function = find_function();
	int64_t sum = 0;
	char text[255] = "";
	FILE *debugger;

	if (!function || !mkdtemp(sockets)) {
		printf("# no llvm-nm-19, or no folder in /tmp\n");
		return;
	}
	guest_let_debug(sockets);
	start();
	fake_files_start(folder);
	handle = open_library("calculator", &error, text);
	TAP_EQUAL(error, 0);
	find_socket(sockets, socket, sizeof(socket));
	snprintf(command, sizeof(command), DEBUGGER " %s %lx 2>&1", socket,
		 LIBRARY_PLACE + function);
	debugger = popen(command, "r");
	TAP_EXPECT(debugger && fgets(line, sizeof(line), debugger) && !strcmp(line, "waiting\n"));
	TAP_EQUAL(guest_call(handle, 0x02020100, (struct guest_arg[]){
		{ .data = &count, .len = 4 }, { .data = vector, .len = 12 },
		{ .data = &sum, .len = 8 } }), 0);
	TAP_EQUAL(sum, 6);
	TAP_EXPECT(debugger && fgets(line, sizeof(line), debugger) &&
		   !strncmp(line, "stopped at 0x", 13));
	printf("# %s", line);
	TAP_EXPECT(!pclose(debugger));
	fake_files_end();
	guest_end_hexagon();
	guest_let_debug(NULL);
	find_socket(sockets, socket, sizeof(socket));
	TAP_EXPECT(!socket[0]);
	TAP_EXPECT(!rmdir(sockets));
}

static const struct tap_test cases[] = {
	{ "nothing found", nothing_found },
	{ "calculator", calculator },
	{ "plain name", plain_name },
	{ "breakpoint", breakpoint },
};

/* "testbed/build run" builds the shell and the samples alone. */
static bool lacks(const char *library)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", folder, library);
	if (!access(path, R_OK))
		return false;
	printf("Bail out! there is no %s: run scripts/build-dsp\n", path);
	return true;
}

int main(void)
{
	char shell[512];

	if (getenv("QDA_TEST_FOLDER"))
		folder = getenv("QDA_TEST_FOLDER");
	snprintf(shell, sizeof(shell), "%s/shell", folder);
	if (access(shell, R_OK) || system("qemu-hexagon --version >/dev/null 2>&1")) {
		printf("1..0 # SKIP no shell of a PD (scripts/build-dsp), or no qemu-hexagon\n");
		return 0;
	}
	if (lacks("libcalculator_skel.so") || lacks("guest/libecho_skel.so"))
		return 1;
	return tap_main(cases, sizeof(cases) / sizeof(cases[0]));
}
