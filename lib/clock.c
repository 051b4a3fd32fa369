// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Time limits: callers give a time from now, the kernel takes a point in time.
 */
#include <errno.h>
#include <limits.h>
#include <time.h>

#include "clock.h"

#define CLOCK_NS_PER_S	INT64_C(1000000000)
#define CLOCK_NS_PER_MS	INT64_C(1000000)

static int64_t clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * CLOCK_NS_PER_S + now.tv_nsec;
}

/**
 * qda_clock_deadline() - make a point in time from a limit
 * @timeout_ns: nanoseconds from now, 0 for no limit
 * @deadline: nanoseconds of CLOCK_MONOTONIC, 0 for no limit
 *
 * Return: 0, or -EINVAL for a negative limit.
 */
int qda_clock_deadline(int64_t timeout_ns, int64_t *deadline)
{
	int64_t now;

	*deadline = 0;
	if (timeout_ns < 0)
		return -EINVAL;
	if (!timeout_ns)
		return 0;

	now = clock_now();
	*deadline = timeout_ns > INT64_MAX - now ? INT64_MAX : now + timeout_ns;
	return 0;
}

/**
 * qda_clock_left_ms() - time until a deadline, as poll(2) wants it
 * @deadline: from qda_clock_deadline()
 *
 * Return: milliseconds rounded up; -1 if there is no limit.
 */
int qda_clock_left_ms(int64_t deadline)
{
	int64_t left;

	if (!deadline)
		return -1;

	left = deadline - clock_now();
	if (left <= 0)
		return 0;

	left = (left - 1) / CLOCK_NS_PER_MS + 1;
	return left > INT_MAX ? INT_MAX : (int)left;
}
