// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: confinement of a child
 *
 * A child runs code of the guest in an emulator that was not made to contain it: that
 * code can make any system call. So the child gives up, before it starts the emulator,
 * all system calls but those which the emulator and the shell need:
 *
 * - to compute, to wait, to have memory, threads and signals of its own;
 * - to use the descriptors that it has: it gets no others, and cannot read or write the
 *   guest's RAM through its descriptor.
 *
 * What maps files or changes mappings below 4 GiB, where the code of a PD lives, is asked
 * of the virtual DSP each time, and so is what only the start needs: files and exec. All
 * else fails. pd_guard.c gives the answers.
 */
#include "pd/pd_confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "contract/mailbox.h"

#if defined(__x86_64__)
#define CONFINE_ARCH	AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define CONFINE_ARCH	AUDIT_ARCH_AARCH64
#else
#define CONFINE_ARCH	0	/* none: no child is started */
#endif

/* Numbers from here on belong to x32, another way to make the same calls. */
#define CONFINE_X32	0x40000000u

#define CONFINE_LENGTH_MAX	512

/* Every thread of the emulator is one of this process, and shares everything. */
#define CONFINE_CLONE_MUST	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD)
#define CONFINE_CLONE_MAY	(CONFINE_CLONE_MUST | CLONE_SYSVSEM | CLONE_SETTLS |	\
				 CLONE_PARENT_SETTID | CLONE_CHILD_SETTID |		\
				 CLONE_CHILD_CLEARTID | CLONE_DETACHED)

#define CONFINE_ADDRESS	0	/* argument with the address, of all calls about memory */

struct confine {
	struct sock_filter code[CONFINE_LENGTH_MAX];
	unsigned short length;
};

/* Take no arguments that matter, or none that reach out of the process. */
static const int confine_allowed[] = {
	__NR_futex, __NR_recvfrom, __NR_sendto, __NR_recvmsg, __NR_sendmsg, __NR_ppoll,
	__NR_brk, __NR_rt_sigprocmask, __NR_rt_sigaction, __NR_rt_sigreturn,
	__NR_rt_sigpending, __NR_rt_sigsuspend, __NR_sigaltstack, __NR_gettid, __NR_getpid,
	__NR_getppid, __NR_getuid, __NR_geteuid, __NR_getgid, __NR_getegid,
	__NR_set_tid_address, __NR_set_robust_list, __NR_rseq, __NR_sched_yield,
	__NR_sched_getaffinity, __NR_getcpu, __NR_nanosleep, __NR_clock_nanosleep,
	__NR_clock_gettime, __NR_clock_getres, __NR_gettimeofday, __NR_getrandom,
	__NR_restart_syscall, __NR_membarrier, __NR_close, __NR_fstat, __NR_uname,
	__NR_sysinfo, __NR_exit, __NR_exit_group,
#ifdef __x86_64__
	__NR_arch_prctl, __NR_poll, __NR_time,
#endif
};

/* Descriptor first: all of them but that of the RAM may be used. */
static const int confine_not_ram[] = {
	__NR_read, __NR_write, __NR_readv, __NR_writev, __NR_pread64, __NR_pwrite64, __NR_lseek,
};

/* Needed until the shell is ready, refused afterwards. */
static const int confine_start[] = {
	__NR_execve, __NR_execveat, __NR_openat, __NR_readlinkat, __NR_newfstatat, __NR_statx,
	__NR_faccessat, __NR_faccessat2,
#ifdef __x86_64__
	__NR_open, __NR_readlink, __NR_stat, __NR_access,
#endif
};

/*
 * What the emulator needs to talk with a debugger on a socket that it makes. With these a
 * child can reach others of the machine: for own code only.
 */
static const int confine_debug[] = {
	__NR_socket, __NR_bind, __NR_listen, __NR_accept, __NR_accept4, __NR_setsockopt,
	__NR_fcntl, __NR_unlinkat,
#ifdef __x86_64__
	__NR_unlink,
#endif
};

/* May only be sent to this process: its id comes first. */
static const int confine_self[] = { __NR_kill, __NR_tgkill, __NR_rt_tgsigqueueinfo };

static const int confine_advice[] = {
	MADV_NORMAL, MADV_DONTNEED, MADV_FREE, MADV_HUGEPAGE, MADV_NOHUGEPAGE, MADV_DONTDUMP,
	MADV_DODUMP, 102 /* MADV_GUARD_INSTALL */, 103 /* MADV_GUARD_REMOVE */,
};

static const int confine_fcntl[] = { F_GETFD, F_SETFD, F_GETFL };

#define CONFINE_COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static void confine_add(struct confine *c, uint16_t code, uint8_t yes, uint8_t no, uint32_t k)
{
	if (c->length < CONFINE_LENGTH_MAX)
		c->code[c->length] = (struct sock_filter){ code, yes, no, k };
	c->length++;
}

static void confine_return(struct confine *c, uint32_t action)
{
	confine_add(c, BPF_RET | BPF_K, 0, 0, action);
}

static void confine_refuse(struct confine *c, int error)
{
	confine_return(c, SECCOMP_RET_ERRNO | (uint32_t)error);
}

static void confine_load(struct confine *c, size_t offset)
{
	confine_add(c, BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)offset);
}

/* Both supported machines are little endian. */
static void confine_load_low(struct confine *c, unsigned int arg)
{
	confine_load(c, offsetof(struct seccomp_data, args) + arg * sizeof(uint64_t));
}

static void confine_load_high(struct confine *c, unsigned int arg)
{
	confine_load(c, offsetof(struct seccomp_data, args) + arg * sizeof(uint64_t) + 4);
}

/* The action, if what was loaded last equals @k. */
static void confine_if_equal(struct confine *c, uint32_t k, uint32_t action)
{
	confine_add(c, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, k);
	confine_return(c, action);
}

static void confine_if_any_bit(struct confine *c, uint32_t bits, uint32_t action)
{
	confine_add(c, BPF_JMP | BPF_JSET | BPF_K, 0, 1, bits);
	confine_return(c, action);
}

/*
 * The rule of one system call: from confine_begin() to confine_end() its instructions,
 * which must return; between two rules the number of the call is loaded.
 */
static unsigned short confine_begin(struct confine *c, int number)
{
	confine_add(c, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, (uint32_t)number);
	return c->length;
}

static void confine_end(struct confine *c, unsigned short begin)
{
	if (c->length <= CONFINE_LENGTH_MAX)
		c->code[begin - 1].jf = (uint8_t)(c->length - begin);
}

static void confine_rule_list(struct confine *c, const int *numbers, size_t count,
			      uint32_t action)
{
	for (size_t i = 0; i < count; i++)
		confine_if_equal(c, (uint32_t)numbers[i], action);
}

/* Allow the call if argument @arg, 32 bits, is one of @values. */
static void confine_rule_values(struct confine *c, int number, unsigned int arg,
				const int *values, size_t count)
{
	unsigned short rule = confine_begin(c, number);

	confine_load_low(c, arg);
	confine_rule_list(c, values, count, SECCOMP_RET_ALLOW);
	confine_refuse(c, EPERM);
	confine_end(c, rule);
}

static void confine_rule_not_ram(struct confine *c, int number)
{
	unsigned short rule = confine_begin(c, number);

	confine_load_low(c, 0);
	confine_if_equal(c, MAILBOX_FD_RAM, SECCOMP_RET_ERRNO | EBADF);
	confine_return(c, SECCOMP_RET_ALLOW);
	confine_end(c, rule);
}

/* Above 4 GiB allowed, below asked. */
static void confine_rule_memory(struct confine *c, int number)
{
	unsigned short rule = confine_begin(c, number);

	confine_load_high(c, CONFINE_ADDRESS);
	confine_if_equal(c, 0, SECCOMP_RET_USER_NOTIF);
	confine_return(c, SECCOMP_RET_ALLOW);
	confine_end(c, rule);
}

/*
 * Files are asked for. Memory without a file is asked for only where it could take the
 * place of something below 4 GiB; it must be of the kind that RLIMIT_DATA counts.
 */
static void confine_rule_mmap(struct confine *c)
{
	unsigned short rule = confine_begin(c, __NR_mmap);

	confine_load_low(c, 3);
	confine_add(c, BPF_JMP | BPF_JSET | BPF_K, 1, 0, MAP_ANONYMOUS);
	confine_return(c, SECCOMP_RET_USER_NOTIF);
	confine_if_any_bit(c, MAP_SHARED | MAP_GROWSDOWN | MAP_HUGETLB | MAP_LOCKED,
			   SECCOMP_RET_ERRNO | EPERM);
	confine_add(c, BPF_JMP | BPF_JSET | BPF_K, 1, 0, MAP_FIXED | MAP_FIXED_NOREPLACE);
	confine_return(c, SECCOMP_RET_ALLOW);
	confine_load_high(c, CONFINE_ADDRESS);
	confine_if_equal(c, 0, SECCOMP_RET_USER_NOTIF);
	confine_return(c, SECCOMP_RET_ALLOW);
	confine_end(c, rule);
}

/* The flags of clone3 cannot be seen: the C library falls back to clone. */
static void confine_rule_clone(struct confine *c)
{
	unsigned short rule = confine_begin(c, __NR_clone);

	confine_load_high(c, 0);
	confine_add(c, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 0);
	confine_refuse(c, EPERM);
	confine_load_low(c, 0);
	confine_if_any_bit(c, ~(uint32_t)CONFINE_CLONE_MAY, SECCOMP_RET_ERRNO | EPERM);
	confine_add(c, BPF_ALU | BPF_AND | BPF_K, 0, 0, CONFINE_CLONE_MUST);
	confine_if_equal(c, CONFINE_CLONE_MUST, SECCOMP_RET_ALLOW);
	confine_refuse(c, EPERM);
	confine_end(c, rule);
	confine_if_equal(c, __NR_clone3, SECCOMP_RET_ERRNO | ENOSYS);
}

/* Limits may be read, those of this process. */
static void confine_rule_limits(struct confine *c)
{
	unsigned short rule = confine_begin(c, __NR_prlimit64);

	for (unsigned int half = 0; half < 2; half++) {
		confine_load(c, offsetof(struct seccomp_data, args) + 2 * sizeof(uint64_t) +
			     4 * half);
		confine_add(c, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 0);
		confine_refuse(c, EPERM);
	}
	confine_load_low(c, 0);
	confine_if_equal(c, 0, SECCOMP_RET_ALLOW);
	confine_refuse(c, EPERM);
	confine_end(c, rule);
}

static void confine_build(struct confine *c, bool debug)
{
	static const int set_name[] = { PR_SET_NAME };
	const int self[] = { getpid() };

	confine_load(c, offsetof(struct seccomp_data, arch));
	confine_add(c, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, CONFINE_ARCH);
	confine_return(c, SECCOMP_RET_KILL_PROCESS);
	confine_load(c, offsetof(struct seccomp_data, nr));
	confine_add(c, BPF_JMP | BPF_JGE | BPF_K, 0, 1, CONFINE_X32);
	confine_return(c, SECCOMP_RET_KILL_PROCESS);

	if (debug)
		confine_rule_list(c, confine_debug, CONFINE_COUNT(confine_debug),
				  SECCOMP_RET_ALLOW);
	for (size_t i = 0; i < CONFINE_COUNT(confine_not_ram); i++)
		confine_rule_not_ram(c, confine_not_ram[i]);
	confine_rule_list(c, confine_allowed, CONFINE_COUNT(confine_allowed), SECCOMP_RET_ALLOW);
	confine_rule_mmap(c);
	confine_rule_memory(c, __NR_munmap);
	confine_rule_memory(c, __NR_mprotect);
	confine_rule_values(c, __NR_madvise, 2, confine_advice, CONFINE_COUNT(confine_advice));
	confine_rule_clone(c);
	for (size_t i = 0; i < CONFINE_COUNT(confine_self); i++)
		confine_rule_values(c, confine_self[i], 0, self, 1);
	confine_rule_values(c, __NR_prctl, 0, set_name, 1);
	confine_rule_values(c, __NR_fcntl, 1, confine_fcntl, CONFINE_COUNT(confine_fcntl));
	confine_rule_limits(c);
	confine_rule_list(c, confine_start, CONFINE_COUNT(confine_start), SECCOMP_RET_USER_NOTIF);
	confine_if_equal(c, __NR_ioctl, SECCOMP_RET_ERRNO | ENOTTY);
	confine_refuse(c, EPERM);
}

/**
 * pd_confine_enter() - Give up, for good, what a child does not need.
 * @debug: whether it serves a debugger
 *
 * To be called in the child, by its only thread, with "no new privileges" set.
 *
 * Return: the descriptor on which the decisions are asked for; or -errno: the kernel
 * cannot do it.
 */
int pd_confine_enter(bool debug)
{
	/* Static: there is one thread, and no more stack than needed. */
	static struct confine confine;
	struct sock_fprog program = { .filter = confine.code };
	long fd;

	if (!CONFINE_ARCH)
		return -ENOSYS;
	confine_build(&confine, debug);
	if (confine.length > CONFINE_LENGTH_MAX)
		return -E2BIG;
	program.len = confine.length;
	fd = syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER,
		     SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
		     &program);
	return fd < 0 ? -errno : (int)fd;
}
