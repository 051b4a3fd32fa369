// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The CPU's filter against results worked out by hand, and inside its bounds.
 */
#include <stdint.h>
#include <string.h>

#include "sobel.h"
#include "tap.h"

/* The smallest picture: one pixel that is not border. */
static void smallest(void)
{
	static const uint8_t src[] = {
		10, 20, 30,
		40, 50, 60,
		70, 80, 91,
	};
	uint8_t dst[9];

	memset(dst, 7, sizeof(dst));
	sobel_filter(src, 3, dst, 3, 3, 3);
	/* gx = 30+120+91-10-80-70 = 81; gy = 70+160+91-10-40-30 = 241 */
	TAP_EXPECT(dst[4] == 255);
	for (int i = 0; i < 9; i++)
		TAP_EXPECT(i == 4 || dst[i] == 0);
}

/* Below and at the upper end of the range, and with both signs. */
static void saturation(void)
{
	static const struct {
		uint8_t src[9];
		uint8_t edge;
	} cases[] = {
		{ { 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 0 },
		{ { 255, 255, 255, 255, 0, 255, 255, 255, 255 }, 0 },
		{ { 0, 0, 127, 0, 0, 0, 0, 0, 0 }, 254 },
		{ { 0, 0, 0, 127, 9, 0, 0, 0, 0 }, 254 },
		{ { 0, 0, 0, 0, 9, 0, 1, 127, 0 }, 255 },
		{ { 0, 0, 128, 0, 0, 0, 0, 0, 0 }, 255 },
		{ { 0, 0, 0, 0, 0, 0, 255, 255, 255 }, 255 },
		{ { 1, 2, 3, 1, 2, 3, 1, 2, 3 }, 8 },
		{ { 3, 3, 3, 2, 2, 2, 1, 1, 1 }, 8 },
	};
	uint8_t dst[9];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		sobel_filter(cases[i].src, 3, dst, 3, 3, 3);
		TAP_EXPECT(dst[4] == cases[i].edge);
	}
}

/* Rows with a gap: it is neither read nor written. */
static void strides(void)
{
	uint8_t src[4 * 7], tight[5 * 4], plain[5 * 4], dst[4 * 6];

	for (int y = 0; y < 4; y++) {
		for (int x = 0; x < 7; x++)
			src[y * 7 + x] = (uint8_t)(x < 5 ? x * y * 13 : 255);
		memcpy(tight + y * 5, src + y * 7, 5);
	}
	memset(dst, 0xee, sizeof(dst));
	sobel_filter(src, 7, dst, 6, 5, 4);
	sobel_filter(tight, 5, plain, 5, 5, 4);
	for (int y = 0; y < 4; y++) {
		TAP_EXPECT(!memcmp(dst + y * 6, plain + y * 5, 5));
		TAP_EXPECT(dst[y * 6 + 5] == 0xee);
	}
}

static const struct tap_test tests[] = {
	TAP_TEST(smallest),
	TAP_TEST(saturation),
	TAP_TEST(strides),
};

TAP_MAIN(tests)
