// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Constants and types as C sees them: what the header of words.idl says.
 */
#include <string.h>

#include "results.h"
#include "tap.h"
#include "words.h"

static void integers(void)
{
	TAP_EQUAL(WORDS_ONE, 1);
	TAP_EQUAL(WORDS_HEX, 0x11);
	TAP_EQUAL(WORDS_OCTAL, 8);
	TAP_EQUAL(WORDS_FLOOR, -4);
	TAP_EQUAL(WORDS_REST, 2);
	TAP_EQUAL(WORDS_LEAST, INT32_MIN);
	TAP_EXPECT(WORDS_LEAST < 0 && WORDS_LEAST_LONG == INT64_MIN);
	TAP_EQUAL(WORDS_WRAP, -1);
	TAP_EQUAL(WORDS_ALL, 0xffffffff);
	/* & binds before ^, that before |, as in C. */
	TAP_EXPECT(WORDS_SHIFT == (1ull << 63 | ((3 & 2) ^ 1)));
	TAP_EQUAL(WORDS_OCTET, 255);
	TAP_EQUAL(10 - WORDS_NEGATIVE, 15);
	TAP_EXPECT(WORDS_YES);
	TAP_EQUAL(WORDS_ENUM, WORDS_B);
	TAP_EQUAL(words_module_INSIDE, 1);
	TAP_EQUAL(AEE_ENOMEMORY, AEE_EFAILED + 1);
	TAP_EQUAL(AEE_EWORDS, 0x77);
	TAP_EQUAL(words_module_inner_face_LOCAL, 2);
}

/* What AEEStdErr.idl has, and no file of that name is there. */
static void results(void)
{
	TAP_EQUAL(RESULTS_NONE, 0);
	TAP_EQUAL(RESULTS_UNKNOWN, -1);
	TAP_EQUAL(RESULTS_LAST, 0x202);
	TAP_EQUAL(sizeof(results_bytes), 14);
}

static void texts(void)
{
	TAP_EQUAL(WORDS_CHAR, '\n');
	TAP_EQUAL(WORDS_QUOTE, '\'');
	TAP_EQUAL(WORDS_WIDE, 0x20ac);
	TAP_EXPECT(!strcmp(WORDS_TEXT, "tab\there \"quoted\" \1\\ ?\?/"));
	TAP_EQUAL(WORDS_EURO[0], 0x20ac);
	TAP_EQUAL(WORDS_EURO[6], 0x20ac);
}

static void reals(void)
{
	TAP_EXPECT(WORDS_FLOAT == 0.001);
	TAP_EXPECT(WORDS_DOUBLE == -3e300);
}

static void types(void)
{
	words_struct s;

	TAP_EQUAL(sizeof(words_longs), 12);
	TAP_EQUAL(sizeof(s.b), 8);
	TAP_EQUAL(sizeof(words_enum), 4);
	TAP_EQUAL(sizeof(words_union), 24);
	TAP_EQUAL(sizeof(words_module_item), 4);
	TAP_EQUAL(sizeof(byte), 1);
}

static const struct tap_test tests[] = {
	TAP_TEST(integers),
	TAP_TEST(results),
	TAP_TEST(texts),
	TAP_TEST(reals),
	TAP_TEST(types),
};

TAP_MAIN(tests)
