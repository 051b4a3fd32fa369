// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/jiffies.h>
#include <linux/ktime.h>

#include "qda_deadline.h"

/**
 * qda_deadline_left() - how long one can wait
 * @deadline: ns of CLOCK_MONOTONIC; 0 is never
 *
 * Return: jiffies, 0 if the deadline has passed.
 */
long qda_deadline_left(s64 deadline)
{
	s64 left;

	if (!deadline)
		return MAX_SCHEDULE_TIMEOUT;

	left = deadline - ktime_get_ns();
	if (left <= 0)
		return 0;

	/* One more: the jiffy that is running is not a whole one. */
	return min_t(u64, nsecs_to_jiffies64(left) + 1, MAX_SCHEDULE_TIMEOUT - 1);
}

/**
 * qda_deadline_schedule() - sleep, in the state that the task has set
 * @deadline: ns of CLOCK_MONOTONIC; 0 is never
 *
 * Return: jiffies, 0 if the deadline has passed.
 */
long qda_deadline_schedule(s64 deadline)
{
	long left = qda_deadline_left(deadline);

	if (left)
		left = schedule_timeout(left);

	/* Jiffies of a CPU that got no time lag, and then a timer is early: ask the clock. */
	return left ?: qda_deadline_left(deadline);
}
