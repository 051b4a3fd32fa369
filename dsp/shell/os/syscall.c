// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The shell's only way out: Linux system calls, which qemu-hexagon serves.
 */

#include "os/syscall.h"

#ifdef __hexagon__
/**
 * syscall6() - make a system call
 *
 * trap0 must be alone in its packet.
 *
 * Return: what the kernel says, a negative errno on failure.
 */
long syscall6(long number, long a, long b, long c, long d, long e, long f)
{
	register long r6 asm("r6") = number;
	register long r0 asm("r0") = a;
	register long r1 asm("r1") = b;
	register long r2 asm("r2") = c;
	register long r3 asm("r3") = d;
	register long r4 asm("r4") = e;
	register long r5 asm("r5") = f;

	asm volatile("trap0(#1)"
		     : "+r"(r0)
		     : "r"(r6), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5)
		     : "memory");
	return r0;
}
#endif

#define SYSCALL_FUTEX_WAIT_PRIVATE	128
#define SYSCALL_FUTEX_WAKE_PRIVATE	129
#define SYSCALL_CLOCK_MONOTONIC		1
#define SYSCALL_CLOCK_OF_THREAD		6	/* with the number of a thread: its own */

/**
 * syscall_futex_wait() - sleep while a word has a value
 * @word: the word
 * @value: its value
 * @timeout: how long at most; NULL: for ever
 *
 * Return: 0, or a negative errno; all but -ETIMEDOUT mean: look again.
 */
long syscall_futex_wait(uint32_t *word, uint32_t value, const struct syscall_time *timeout)
{
	return syscall6(SYS_FUTEX, (long)word, SYSCALL_FUTEX_WAIT_PRIVATE, (long)value,
			(long)timeout, 0, 0);
}

/**
 * syscall_futex_wake() - wake up to @count threads that sleep on @word
 */
void syscall_futex_wake(uint32_t *word, uint32_t count)
{
	syscall3(SYS_FUTEX, word, SYSCALL_FUTEX_WAKE_PRIVATE, count);
}

/**
 * syscall_readable() - ask whether a word of memory can be read
 * @word: its address, a multiple of 4
 *
 * A futex that is not waited for reads its word for us and says EFAULT where a
 * read of ours would end the process.
 *
 * Return: not 0 if it can be read.
 */
int syscall_readable(const void *word)
{
	static const struct syscall_time now;

	return syscall6(SYS_FUTEX, (long)word, SYSCALL_FUTEX_WAIT_PRIVATE, 0x5a5aa5a5,
			(long)&now, 0, 0) != -SYSCALL_EFAULT;
}

/**
 * syscall_read() - read a message
 * @fd: descriptor
 * @bytes: where to put it
 * @size: room for it
 *
 * A debugger that joins interrupts whatever waits.
 *
 * Return: its bytes, or a negative error.
 */
long syscall_read(long fd, void *bytes, size_t size)
{
	long got;

	do
		got = syscall3(SYS_READ, fd, bytes, size);
	while (got == -SYSCALL_EINTR);
	return got;
}

static struct syscall_time syscall_time_of(long clock)
{
	struct syscall_time now = {0, 0};

	syscall3(SYS_CLOCK_GETTIME, clock, &now, 0);
	return now;
}

static uint64_t syscall_in_nanoseconds(struct syscall_time time)
{
	return (uint64_t)(uint32_t)time.sec * 1000000000u + (uint32_t)time.nsec;
}

/**
 * syscall_clock() - time since the machine started
 */
struct syscall_time syscall_clock(void)
{
	return syscall_time_of(SYSCALL_CLOCK_MONOTONIC);
}

/**
 * syscall_nanoseconds() - the same as one number
 */
uint64_t syscall_nanoseconds(void)
{
	return syscall_in_nanoseconds(syscall_clock());
}

/**
 * syscall_thread_nanoseconds() - time that the processor has spent on a thread
 * @thread: the kernel's number of it
 *
 * Return: nanoseconds; 0 if there is no such thread.
 */
uint64_t syscall_thread_nanoseconds(uint32_t thread)
{
	return syscall_in_nanoseconds(
		syscall_time_of((long)(~thread << 3 | SYSCALL_CLOCK_OF_THREAD)));
}

/**
 * syscall_sleep() - have the calling thread sleep
 * @ns: nanoseconds
 */
void syscall_sleep(uint64_t ns)
{
	uint64_t end = syscall_nanoseconds() + ns;

	for (;;) {
		uint64_t now = syscall_nanoseconds();
		uint64_t left = end - now;
		struct syscall_time request;

		if (now >= end)
			return;
		if (left > 1000000000u * 3600ull)
			left = 1000000000u * 3600ull;
		request.sec = (int32_t)(left / 1000000000u);
		request.nsec = (int32_t)(left % 1000000000u);
		syscall3(SYS_NANOSLEEP, &request, 0, 0);
	}
}

/**
 * syscall_exit_group() - end the process with all its threads
 */
_Noreturn void syscall_exit_group(int status)
{
	for (;;)
		syscall3(SYS_EXIT_GROUP, status, 0, 0);
}
