// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What a PD with a child opens: a library of the guest, or a built-in module.
 */
#include <string.h>

#include "fake_guest.h"
#include "fake_shell.h"
#include "tap.h"

#define SC(method, in, out)	((uint32_t)(method) << 24 | (in) << 16 | (out) << 8)

/* A file of the guest comes first, then a built-in module, then words why not. */
static void opens(void)
{
	int32_t error;
	char text[255];

	guest_start_hexagon(FAKE_SHELL, "/proc/self/exe");
	TAP_EXPECT(guest_open_hexagon("echo", &error, text));
	TAP_EQUAL(error, 0);
	TAP_EQUAL(guest_open_hexagon("none", &error, text), 0);
	TAP_EQUAL(error, (int32_t)0x8000043eu);
	TAP_EXPECT(!strcmp(text, "looked for it everywhere"));
	TAP_EQUAL(guest_open_hexagon("broken", &error, text), 0);
	TAP_EQUAL(error, (int32_t)0x80000401u);
	TAP_EXPECT(!strcmp(text, "not a library"));
	guest_end_hexagon();
}

/* By method 2: no built-in module has one that does this. */
static bool is_library(uint32_t handle)
{
	uint8_t in = 3, out = 0;

	return !guest_call(handle, SC(FAKE_COPY, 1, 1), (struct guest_arg[]){
		{ .data = &in, .len = 1 }, { .data = &out, .len = 1 } }) && out == (3 ^ 0x5a);
}

/* A plain name is that of a file, too, also where a built-in module has it. */
static void plain_names(void)
{
	uint32_t handle;
	int32_t error;
	char text[255];

	guest_start_hexagon(FAKE_SHELL, "/proc/self/exe");
	TAP_EXPECT(is_library(guest_open_name("calculator", &error, text)));
	TAP_EQUAL(error, 0);
	TAP_EXPECT(is_library(guest_open_name("libraries", &error, text)));
	/* None of these is looked for among the files. */
	TAP_EQUAL(guest_open("builtin:echo", &handle, &error), 0);
	TAP_EQUAL(error, 0);
	TAP_EQUAL(guest_invoke(handle, 0x02000000, NULL), 0);
	TAP_EQUAL(guest_open("builtin:libraries", &handle, &error), 0);
	TAP_EQUAL(error, (int32_t)0x8000043eu);
	TAP_EQUAL(guest_open("adsp_default_listener", &handle, &error), 0);
	TAP_EQUAL(error, 0);
	TAP_EQUAL(guest_invoke(handle, 0x00000000, NULL), 0);
	guest_end_hexagon();
}

static void closes(void)
{
	uint32_t close[2] = { 0, 255 }, error = 1, module;
	char text[255];
	const struct guest_arg args[] = {
		{ .data = close, .len = 8 }, { .data = &error, .len = 4 },
		{ .data = text, .len = 255 },
	};

	guest_start_hexagon(FAKE_SHELL, "/proc/self/exe");
	module = guest_open_fake();
	TAP_EXPECT(module >= 0x1000);
	close[0] = module;
	TAP_EQUAL(guest_call(8, 0x03010200, args), 0);
	TAP_EQUAL(error, 0);
	TAP_EQUAL(guest_call(module, SC(FAKE_LOG, 0, 0), NULL), WIRE_EINVHANDLE);
	TAP_EQUAL(guest_call(8, 0x03010200, args), 0);
	TAP_EQUAL((int32_t)error, WIRE_EINVHANDLE);
	guest_end_hexagon();
}

static const struct tap_test cases[] = {
	{ "opens", opens },
	{ "plain names", plain_names },
	{ "closes", closes },
};

TAP_MAIN(cases)
