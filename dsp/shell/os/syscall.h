/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_SYSCALL_H
#define DSP_SHELL_SYSCALL_H

/*
 * Linux system calls of Hexagon: the number in r6, arguments in r0 to r5, the
 * result or a negative errno in r0. Numbers as in asm-generic/unistd.h.
 */

#include <stddef.h>
#include <stdint.h>

enum syscall_number {
	SYS_READ = 63,
	SYS_WRITE = 64,
	SYS_EXIT = 93,
	SYS_EXIT_GROUP = 94,
	SYS_FUTEX = 98,
	SYS_NANOSLEEP = 101,
	SYS_CLOCK_GETTIME = 113,
	SYS_TGKILL = 131,
	SYS_SIGALTSTACK = 132,
	SYS_RT_SIGACTION = 134,
	SYS_GETPID = 172,
	SYS_GETTID = 178,
	SYS_MUNMAP = 215,
	SYS_CLONE = 220,
	SYS_MMAP2 = 222,
	SYS_MPROTECT = 226,
};

#define SYSCALL_PROT_READ	1
#define SYSCALL_PROT_WRITE	2
#define SYSCALL_PROT_EXEC	4
#define SYSCALL_MAP_SHARED	1
#define SYSCALL_MAP_PRIVATE	2
#define SYSCALL_MAP_FIXED	0x10
#define SYSCALL_MAP_ANONYMOUS	0x20
#define SYSCALL_MAP_NORESERVE	0x4000

#define SYSCALL_EINTR		4
#define SYSCALL_EFAULT		14
#define SYSCALL_ETIMEDOUT	110

/* The kernel's struct timespec where a long has 32 bits. */
struct syscall_time {
	int32_t sec;
	int32_t nsec;
};

long syscall6(long number, long a, long b, long c, long d, long e, long f);

#define syscall3(number, a, b, c) \
	syscall6((number), (long)(a), (long)(b), (long)(c), 0, 0, 0)

long syscall_futex_wait(uint32_t *word, uint32_t value, const struct syscall_time *timeout);
void syscall_futex_wake(uint32_t *word, uint32_t count);
int syscall_readable(const void *word);
long syscall_read(long fd, void *bytes, size_t size);
struct syscall_time syscall_clock(void);
uint64_t syscall_nanoseconds(void);
uint64_t syscall_thread_nanoseconds(uint32_t thread);
void syscall_sleep(uint64_t ns);
_Noreturn void syscall_exit_group(int status);

#endif
