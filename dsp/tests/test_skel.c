// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What the SDK does between a call and a method: open and close, state, texts,
 * handles.
 *
 * usage: test_skel QEMU-HEXAGON FOLDER-OF-SOLOS
 */
#include <string.h>

#include "caller.h"
#include "tap.h"

#define SKEL_BADPARM	((int32_t)0x8000040e)

/* Open: its URI and the URI's length; one handle comes back. */
#define SKEL_OPEN	(CALLER_SCALARS(0, 2, 0) | 1)
#define SKEL_CLOSE	(CALLER_SCALARS(1, 0, 0) | 1 << 4)
#define SKEL_ADD	CALLER_SCALARS(2, 1, 1)
#define SKEL_CLOSES	CALLER_SCALARS(3, 0, 1)
#define SKEL_LENGTH	CALLER_SCALARS(4, 1, 1)
#define SKEL_HANDLE	(CALLER_SCALARS(30, 0, 1) | 1 << 4)

static int32_t skel_open(struct caller *solo, const char *uri)
{
	uint32_t size = (uint32_t)strlen(uri) + 1;
	struct caller_arg args[2] = {
		{ .in = &size, .size = sizeof(size) }, { .in = uri, .size = size },
	};

	return caller_call(solo, SKEL_OPEN, args);
}

static int32_t skel_add(struct caller *solo, int32_t number)
{
	int32_t sum = 0;
	struct caller_arg args[2] = {
		{ .in = &number, .size = sizeof(number) }, { .out = &sum, .size = sizeof(sum) },
	};

	TAP_EXPECT(!caller_call(solo, SKEL_ADD, args));
	return sum;
}

static uint32_t skel_closes(struct caller *solo)
{
	uint32_t count = 0;
	struct caller_arg arg = { .out = &count, .size = sizeof(count) };

	TAP_EXPECT(!caller_call(solo, SKEL_CLOSES, &arg));
	return count;
}

/* State begins at zero for each open module, and goes with it. */
static void skel_state(void)
{
	struct caller solo = caller_start("state");

	for (uint32_t round = 0; round < 3; round++) {
		TAP_EXPECT(!skel_open(&solo, "file:///x"));
		TAP_EXPECT(skel_add(&solo, 5) == 5);
		TAP_EXPECT(skel_add(&solo, -7) == -2);
		TAP_EXPECT(skel_closes(&solo) == round);
		TAP_EXPECT(!caller_call(&solo, SKEL_CLOSE, NULL));
	}
	TAP_EXPECT(!caller_end(&solo));
}

/* An open that the library refuses gives its result, and leaves no state behind. */
static void skel_refused(void)
{
	struct caller solo = caller_start("state");

	TAP_EXPECT(skel_open(&solo, "file:///a-very-long-name") == 7);
	TAP_EXPECT(!skel_open(&solo, "file:///x"));
	TAP_EXPECT(!caller_call(&solo, SKEL_CLOSE, NULL));
	TAP_EXPECT(skel_closes(&solo) == 1);
	TAP_EXPECT(!caller_end(&solo));
}

/* Texts end with NUL, or the method is not called. */
static void skel_text(void)
{
	static const struct { const char *text; size_t size; int32_t want; } texts[] = {
		{ "", 1, 0 }, { "abc", 4, 3 }, { "abc", 3, -1 }, { "", 0, -1 }, { "a\0b", 4, 1 },
		{ "a\0bc", 4, -1 },
	};
	struct caller solo = caller_start("state");

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		uint32_t length = 99;
		struct caller_arg args[2] = {
			{ .in = texts[i].text, .size = texts[i].size },
			{ .out = &length, .size = sizeof(length) },
		};
		int32_t result = caller_call(&solo, SKEL_LENGTH, args);

		if (texts[i].want < 0)
			TAP_EXPECT(result == SKEL_BADPARM);
		else
			TAP_EXPECT(!result && length == (uint32_t)texts[i].want);
	}
	TAP_EXPECT(!caller_end(&solo));
}

/* A handle argument reaches the method; a buffer in its place does not. */
static void skel_handle(void)
{
	struct caller solo = caller_start("state");
	uint32_t got[2] = { 1, 1 };
	struct caller_arg args[2] = { { .out = got, .size = sizeof(got) } };

	/* No module is open: the solo's handle is 0. */
	TAP_EXPECT(!caller_call(&solo, SKEL_HANDLE, args));
	TAP_EXPECT(!got[0] && !got[1]);
	TAP_EXPECT(caller_call(&solo, CALLER_SCALARS(30, 0, 1), args) == SKEL_BADPARM);
	TAP_EXPECT(caller_call(&solo, SKEL_HANDLE | 1, args) == SKEL_BADPARM);
	args[1] = args[0];
	args[0].in = got;
	TAP_EXPECT(caller_call(&solo, CALLER_SCALARS(30, 1, 1), args) == SKEL_BADPARM);
	TAP_EXPECT(!caller_end(&solo));
}

static const struct tap_test skel_tests[] = {
	TAP_TEST(skel_state),
	TAP_TEST(skel_refused),
	TAP_TEST(skel_text),
	TAP_TEST(skel_handle),
};

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	caller_init(argv[1], argv[2]);
	return tap_main(skel_tests, sizeof(skel_tests) / sizeof(skel_tests[0]));
}
