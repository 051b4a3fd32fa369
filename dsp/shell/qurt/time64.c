// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * POSIX functions of time under the names that musl's headers have for them where seconds
 * have 64 bits: what the C++ library calls.
 */

#include "os/export.h"
#include "os/syscall.h"
#include "os/thread.h"
#include "qurt/qurt.h"

#define TIME64_ETIMEDOUT	110
#define TIME64_REALTIME		0
#define TIME64_NS		1000000000ull

struct time64 {
	int64_t sec;
	int32_t nsec;
	int32_t pad;
};

static uint64_t time64_now(int clock)
{
	struct syscall_time now = {0, 0};

	if (clock != TIME64_REALTIME)
		return syscall_nanoseconds();
	syscall3(SYS_CLOCK_GETTIME, TIME64_REALTIME, &now, 0);
	return (uint32_t)now.sec * TIME64_NS + (uint32_t)now.nsec;
}

/* By the clock of the wall, or since the machine started. */
int __clock_gettime64(int clock, struct time64 *time)
{
	uint64_t now = time64_now(clock);

	*time = (struct time64){(int64_t)(now / TIME64_NS), (int32_t)(now % TIME64_NS), 0};
	return 0;
}
EXPORT(__clock_gettime64);

int64_t __time64(int64_t *seconds)
{
	int64_t now = (int64_t)(time64_now(TIME64_REALTIME) / TIME64_NS);

	if (seconds)
		*seconds = now;
	return now;
}
EXPORT(__time64);

int __nanosleep_time64(const struct time64 *time, struct time64 *left)
{
	thread_sleep((uint64_t)time->sec * TIME64_NS + (uint32_t)time->nsec);
	if (left)
		*left = (struct time64){0, 0, 0};
	return 0;
}
EXPORT(__nanosleep_time64);

/* The end is by the clock of the wall. */
int __pthread_cond_timedwait_time64(uint32_t *condition, uint32_t *mutex, const struct time64 *end)
{
	uint64_t until = (uint64_t)end->sec * TIME64_NS + (uint32_t)end->nsec;
	uint64_t now = time64_now(TIME64_REALTIME);

	return pthread_cond_wait_for(condition, mutex, until > now ? until - now : 0) ?
		       TIME64_ETIMEDOUT : 0;
}
EXPORT(__pthread_cond_timedwait_time64);

int sched_yield(void)
{
	thread_sleep(1);
	return 0;
}
EXPORT(sched_yield);
