// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Packed buffers of reverse calls: the form, and whether they fit their scalars.
 */
#include <stdio.h>
#include <string.h>

#include "fastrpc/reverse_pack.h"
#include "tap.h"

#define SC(in, out) ((uint32_t)(in) << 16 | (uint32_t)(out) << 8)

/* Length, pad to 8 from the start, bytes; nothing behind a length of 0. */
static void form(void)
{
	static const uint8_t want[] = {
		3, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c',
		0, 0, 0, 0,
		1, 0, 0, 0, 0, 0, 0, 0, 0, 'd',
		9, 0, 0, 0,
	};
	uint8_t bytes[64];
	struct reverse_pack pack = { .bytes = bytes, .size = sizeof(bytes) };

	memset(bytes, 0xee, sizeof(bytes));
	reverse_pack_buffer(&pack, "abc", 3);
	reverse_pack_buffer(&pack, NULL, 0);
	reverse_pack_buffer(&pack, "d", 1);
	reverse_pack_word(&pack, 9);
	TAP_EQUAL(pack.len, sizeof(want));
	TAP_EXPECT(!memcmp(bytes, want, sizeof(want)));
	TAP_EQUAL(bytes[sizeof(want)], 0xee);
}

/* What does not fit is counted, and nothing is written behind the end. */
static void overflow(void)
{
	uint8_t bytes[12] = { 0 };
	struct reverse_pack pack = { .bytes = bytes, .size = 11 };

	reverse_pack_buffer(&pack, "abcd", 4);
	reverse_pack_word(&pack, 1);
	TAP_EQUAL(pack.len, 16);
	TAP_EQUAL(bytes[8], 0);
	TAP_EQUAL(bytes[11], 0);
}

static void unpack(void)
{
	static const uint8_t bytes[] = {
		3, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c', 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 'd',
	};
	struct reverse_unpack way = { .bytes = bytes, .len = sizeof(bytes) };
	const uint8_t *data;
	uint32_t len;

	TAP_EXPECT(reverse_unpack_buffer(&way, &data, &len));
	TAP_EQUAL(len, 3);
	TAP_EXPECT(data == bytes + 8);
	TAP_EXPECT(reverse_unpack_buffer(&way, &data, &len));
	TAP_EQUAL(len, 0);
	TAP_EXPECT(!reverse_unpack_buffer(&way, &data, &len));
}

struct request_case {
	const char *name;
	uint32_t sc;
	uint8_t bytes[24];
	size_t len;
	uint64_t out_len;	/* 0: refused */
};

static const struct request_case request_cases[] = {
	{ "an output", SC(0, 1), { 5 }, 4, 13 },
	{ "two outputs", SC(0, 2), { 1, 0, 0, 0, 4 }, 8, 20 },
	{ "an empty output", SC(0, 1), { 0 }, 4, 4 },
	{ "an empty input", SC(1, 1), { 0, 0, 0, 0, 2 }, 8, 10 },
	{ "input and output", SC(1, 1), { 1, 0, 0, 0, 0, 0, 0, 0, 'x', 2 }, 13, 10 },
	{ "an output that is large", SC(0, 1), { 255, 255, 255, 255 }, 4, 8 + 0xffffffffull },
	{ "no bytes", SC(1, 1), { 0 }, 0, 0 },
	{ "half a length", SC(1, 1), { 1 }, 3, 0 },
	{ "no pad", SC(1, 1), { 1, 0, 0, 0, 'x' }, 5, 0 },
	{ "half the pad", SC(1, 1), { 1 }, 7, 0 },
	{ "no byte", SC(1, 1), { 1 }, 8, 0 },
	{ "one byte of an input is missing", SC(1, 0), { 2 }, 9, 0 },
	{ "an input that is huge", SC(1, 1), { 255, 255, 255, 255 }, 24, 0 },
	{ "no word about the output", SC(1, 1), { 1, 0, 0, 0, 0, 0, 0, 0, 'x' }, 9, 0 },
	{ "a byte too many", SC(0, 1), { 5 }, 5, 0 },
};

static void requests(void)
{
	for (size_t i = 0; i < sizeof(request_cases) / sizeof(request_cases[0]); i++) {
		const struct request_case *c = &request_cases[i];
		uint64_t out_len = 0;
		bool good = reverse_pack_is_request(c->sc, c->bytes, c->len, &out_len);

		if (!TAP_EQUAL(good, !!c->out_len) || (good && !TAP_EQUAL(out_len, c->out_len)))
			printf("# %s\n", c->name);
	}
}

/* Asked for: two outputs, of 3 bytes and of none. */
static const uint8_t return_request[] = { 3, 0, 0, 0, 0, 0, 0, 0 };

struct return_case {
	const char *name;
	uint8_t bytes[24];
	size_t len;
	bool good;
};

static const struct return_case return_cases[] = {
	{ "as asked for", { 3, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c', 0, 0, 0, 0 }, 15, true },
	{ "bytes behind", { 3, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c', 0, 0, 0, 0, 7 }, 24, true },
	{ "the first shorter", { 2, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 0, 0, 0, 0 }, 14, false },
	{ "the first longer", { 4, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c', 'd' }, 16, false },
	{ "the second not empty", { 3, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c', 1 }, 24, false },
	{ "no second", { 3, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c' }, 11, false },
	{ "half the second", { 3, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c' }, 14, false },
	{ "a byte missing", { 3, 0, 0, 0, 0, 0, 0, 0, 'a', 'b' }, 10, false },
	{ "nothing", { 0 }, 0, false },
};

static void returns(void)
{
	for (size_t i = 0; i < sizeof(return_cases) / sizeof(return_cases[0]); i++) {
		const struct return_case *c = &return_cases[i];
		bool good = reverse_pack_is_return(SC(0, 2), return_request,
						   sizeof(return_request), c->bytes, c->len);

		if (!TAP_EQUAL(good, c->good))
			printf("# %s\n", c->name);
	}
}

static const struct tap_test cases[] = {
	{ "form", form },
	{ "overflow", overflow },
	{ "unpack", unpack },
	{ "requests", requests },
	{ "returns", returns },
};

TAP_MAIN(cases)
