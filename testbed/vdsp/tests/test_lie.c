// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
#include <string.h>

#include "lies/lie.h"
#include "tap.h"

/* Every lie has a name, and is found by it. */
static void lie_names_are_complete(void)
{
	for (int i = 0; i < LIE_COUNT; i++) {
		TAP_EXPECT(lie_name(i) && *lie_name(i));
		TAP_EQUAL(lie_find(lie_name(i)), i);
	}
	TAP_EQUAL(lie_find("truth"), -1);
	TAP_EQUAL(lie_find(""), -1);
}

/* Nothing armed: the truth is told. */
static void lie_starts_with_truth(void)
{
	for (int i = 0; i < LIE_COUNT; i++)
		TAP_EXPECT(!lie_take(i));
}

/* Armed twice: told twice, with its argument, and no other lie. */
static void lie_counts_down(void)
{
	lie_arm(LIE_DELAY, 2, 7);
	TAP_EXPECT(!lie_take(LIE_DROP));
	TAP_EXPECT(lie_take(LIE_DELAY));
	TAP_EQUAL(lie_arg(LIE_DELAY), 7);
	TAP_EXPECT(lie_take(LIE_DELAY));
	TAP_EXPECT(!lie_take(LIE_DELAY));
}

static void lie_disarms(void)
{
	lie_arm(LIE_DROP, 5, 0);
	lie_arm(LIE_HANG, 5, 0);
	lie_disarm_all();
	TAP_EXPECT(!lie_take(LIE_DROP));
	TAP_EXPECT(!lie_take(LIE_HANG));
}

static const struct tap_test cases[] = {
	{ "names are complete", lie_names_are_complete },
	{ "starts with the truth", lie_starts_with_truth },
	{ "counts down", lie_counts_down },
	{ "disarms", lie_disarms },
};

TAP_MAIN(cases)
