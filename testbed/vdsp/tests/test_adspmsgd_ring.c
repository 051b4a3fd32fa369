// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The ring that log texts are written to: what still fits.
 */
#include "service/adspmsgd_ring.h"
#include "tap.h"

/* The NUL behind a text must not come to where the reader still reads. */
static void full_ring(void)
{
	const struct adspmsgd_ring ring = { .size = 100, .written = 1090, .read = 1000 };

	TAP_EXPECT(adspmsgd_ring_fits(&ring, "12345678"));
	TAP_EXPECT(!adspmsgd_ring_fits(&ring, "123456789"));
}

static const struct tap_test cases[] = {
	{ "full ring", full_ring },
};

TAP_MAIN(cases)
