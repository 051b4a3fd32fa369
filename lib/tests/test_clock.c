// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Time limits, compared with a clock that goes on meanwhile.
 */
#include <errno.h>
#include <limits.h>
#include <time.h>

#include "clock.h"
#include "tap.h"

#define MS	INT64_C(1000000)

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

/* None, one that is too long to add up, one in the past of time. */
static void deadlines(void)
{
	int64_t before, deadline;

	TAP_EXPECT(!qda_clock_deadline(0, &deadline) && deadline == 0);
	TAP_EXPECT(qda_clock_deadline(-1, &deadline) == -EINVAL);
	TAP_EXPECT(!qda_clock_deadline(INT64_MAX, &deadline));
	TAP_EXPECT(deadline == INT64_MAX);
	before = now();
	TAP_EXPECT(!qda_clock_deadline(5 * MS, &deadline));
	TAP_EXPECT(deadline >= before + 5 * MS);
	TAP_EXPECT(deadline <= now() + 5 * MS);
}

/* Never too short: after that time the deadline has been reached. */
static void left(void)
{
	TAP_EXPECT(qda_clock_left_ms(0) == -1);
	TAP_EXPECT(qda_clock_left_ms(1) == 0);
	TAP_EXPECT(qda_clock_left_ms(INT64_MAX) == INT_MAX);
	for (int64_t i = 0; i < 1000; i++) {
		int64_t deadline = now() + 10000 * MS + i * 1237;
		int64_t ms = qda_clock_left_ms(deadline);

		if (!TAP_EXPECT(ms * MS >= deadline - now() && ms <= 10002))
			return;
	}
}

static const struct tap_test tests[] = {
	TAP_TEST(deadlines),
	TAP_TEST(left),
};

TAP_MAIN(tests)
