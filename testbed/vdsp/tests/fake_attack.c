// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What hostile code in a PD would try, once it makes system calls of its own. Each
 * attack says whether it had success.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "fake_shell.h"

/* The first argument of the call under way: mapped, and with another page behind. */
static const struct mailbox_arg *attack_arg;
static const struct mailbox_run *attack_run;

static void *attack_page(void)
{
	return (void *)(uintptr_t)(attack_arg->va & ~(MAILBOX_PAGE_SIZE - 1));
}

/* Did a system call do what it should not? A missing one is as good as a refused one. */
static bool attack_call(long number, long a, long b, long c, long d, long e, long f)
{
	return syscall(number, a, b, c, d, e, f) >= 0;
}

#define ATTACK(...)	ATTACK_(__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define ATTACK_(number, a, b, c, d, e, f, ...)	\
	attack_call(number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

static bool attack_map(void *va, size_t len, int prot, int flags, int fd, off_t offset)
{
	return mmap(va, len, prot, flags, fd, offset) != MAP_FAILED;
}

static bool attack_files(void)
{
	return ATTACK(__NR_openat, AT_FDCWD, "/etc/passwd", O_RDONLY) ||
	       ATTACK(__NR_openat, AT_FDCWD, "/proc/self/mem", O_RDWR) ||
#ifdef __x86_64__
	       ATTACK(__NR_open, "/etc/passwd", O_RDONLY) || ATTACK(__NR_unlink, "/tmp/x") ||
	       ATTACK(__NR_readlink, "/proc/self/exe", attack_page(), 16) ||
#endif
	       ATTACK(__NR_mkdirat, AT_FDCWD, "/tmp/qda-attack", 0700) ||
	       ATTACK(__NR_chdir, "/") || ATTACK(__NR_getcwd, attack_page(), 4096) ||
	       ATTACK(__NR_faccessat, AT_FDCWD, "/", R_OK);
}

static bool attack_sockets(void)
{
	int pair[2];

	return ATTACK(__NR_socket, AF_UNIX, SOCK_STREAM, 0) ||
	       ATTACK(__NR_socketpair, AF_UNIX, SOCK_STREAM, 0, pair) ||
	       ATTACK(__NR_pipe2, pair, 0) || ATTACK(__NR_eventfd2, 0, 0);
}

static bool attack_processes(void)
{
	static char *const arguments[] = { "true", NULL };

	/* What succeeds here ends the test at once. */
	return ATTACK(__NR_clone, SIGCHLD) ||
	       ATTACK(__NR_clone, CLONE_VM | CLONE_VFORK | SIGCHLD) ||
	       ATTACK(__NR_clone, CLONE_NEWUSER | SIGCHLD) ||
#ifdef __x86_64__
	       ATTACK(__NR_fork) || ATTACK(__NR_vfork) ||
#endif
	       ATTACK(__NR_execve, "/bin/true", arguments, NULL) ||
	       ATTACK(__NR_execveat, AT_FDCWD, "/bin/true", arguments, NULL, 0) ||
	       ATTACK(__NR_unshare, CLONE_NEWUSER) || ATTACK(__NR_setns, 3, 0);
}

static bool attack_others(void)
{
	long parent = getppid();
	struct iovec part = { attack_page(), 16 };

	return ATTACK(__NR_kill, parent, 0) || ATTACK(__NR_kill, -1, 0) ||
	       ATTACK(__NR_kill, 0, 0) || ATTACK(__NR_kill, -getpid(), 0) ||
	       ATTACK(__NR_tgkill, parent, parent, 0) || ATTACK(__NR_tkill, parent, 0) ||
	       ATTACK(__NR_rt_sigqueueinfo, parent, 0, attack_page()) ||
	       ATTACK(__NR_ptrace, PTRACE_TRACEME) || ATTACK(__NR_ptrace, PTRACE_SEIZE, parent) ||
	       ATTACK(__NR_process_vm_readv, parent, &part, 1, &part, 1, 0) ||
	       ATTACK(__NR_process_vm_writev, parent, &part, 1, &part, 1, 0) ||
	       ATTACK(__NR_pidfd_open, parent, 0) || ATTACK(__NR_setpriority, 0, 0, -5) ||
	       ATTACK(__NR_sched_setaffinity, parent, 0, 0);
}

static bool attack_kernel(void)
{
	return ATTACK(__NR_memfd_create, "x", 0) || ATTACK(__NR_userfaultfd, 0) ||
	       ATTACK(__NR_bpf, 0, attack_page(), 64) ||
	       ATTACK(__NR_io_uring_setup, 1, attack_page()) ||
	       ATTACK(__NR_perf_event_open, attack_page(), 0, -1, -1, 0) ||
	       ATTACK(__NR_keyctl, 0, 0) || ATTACK(__NR_shmget, 0, 4096, 01600) ||
	       ATTACK(__NR_epoll_create1, 0) || ATTACK(__NR_inotify_init1, 0) ||
	       ATTACK(__NR_timer_create, 0, 0, 0) || ATTACK(__NR_seccomp, 0, 0, 0) ||
	       ATTACK(__NR_ioctl, MAILBOX_FD_UPCALL, 0x541b, attack_page());
}

static bool attack_self(void)
{
	static struct rlimit limit = { 1, 1 };

	return ATTACK(__NR_prctl, PR_SET_PDEATHSIG, 0) || ATTACK(__NR_prctl, PR_SET_DUMPABLE, 1) ||
	       ATTACK(__NR_prctl, PR_SET_SECCOMP, 0) || ATTACK(__NR_setsid) ||
	       ATTACK(__NR_prlimit64, 0, RLIMIT_NOFILE, &limit, 0) ||
	       ATTACK(__NR_personality, 0xffffffff) || ATTACK(__NR_setresuid, 0, 0, 0) ||
	       ATTACK(__NR_setgroups, 0, 0) || ATTACK(__NR_umask, 0) || ATTACK(__NR_capset, 0, 0);
}

/* The RAM's descriptor is good for nothing but mmap. */
static bool attack_ram_file(void)
{
	static char bytes[16];
	struct iovec part = { bytes, sizeof(bytes) };

	return ATTACK(__NR_read, MAILBOX_FD_RAM, bytes, 16) ||
	       ATTACK(__NR_write, MAILBOX_FD_RAM, bytes, 16) ||
	       ATTACK(__NR_pread64, MAILBOX_FD_RAM, bytes, 16, 0) ||
	       ATTACK(__NR_pwrite64, MAILBOX_FD_RAM, bytes, 16, 0) ||
	       ATTACK(__NR_pread64, (1L << 32) + MAILBOX_FD_RAM, bytes, 16, 0) ||
	       ATTACK(__NR_readv, MAILBOX_FD_RAM, &part, 1) ||
	       ATTACK(__NR_preadv2, MAILBOX_FD_RAM, &part, 1, 0, 0, 0) ||
	       ATTACK(__NR_sendfile, MAILBOX_FD_UPCALL, MAILBOX_FD_RAM, 0, 16) ||
	       ATTACK(__NR_splice, MAILBOX_FD_RAM, 0, MAILBOX_FD_UPCALL, 0, 16, 0) ||
	       ATTACK(__NR_copy_file_range, MAILBOX_FD_RAM, 0, MAILBOX_FD_DESK, 0, 16, 0) ||
	       ATTACK(__NR_ftruncate, MAILBOX_FD_RAM, 0) ||
	       ATTACK(__NR_ftruncate, MAILBOX_FD_DESK, 0) ||
	       ATTACK(__NR_fallocate, MAILBOX_FD_RAM, 3, 0, 4096);
}

static bool attack_descriptors(void)
{
	return ATTACK(__NR_dup, MAILBOX_FD_RAM) || ATTACK(__NR_dup3, MAILBOX_FD_RAM, 9, 0) ||
#ifdef __x86_64__
	       ATTACK(__NR_dup2, MAILBOX_FD_RAM, MAILBOX_FD_DESK) ||
#endif
	       ATTACK(__NR_fcntl, MAILBOX_FD_RAM, F_DUPFD, 9) ||
	       ATTACK(__NR_fcntl, MAILBOX_FD_RAM, F_SETFL, O_NONBLOCK) ||
	       ATTACK(__NR_fcntl, MAILBOX_FD_RAM, F_SETOWN, getpid());
}

/* Pages that were not given, or not like this, or not here. */
static bool attack_ram_pages(void)
{
	const int prot = PROT_READ | PROT_WRITE, fixed = MAP_SHARED | MAP_FIXED;
	off_t page = (off_t)attack_run->page * MAILBOX_PAGE_SIZE;
	size_t len = (size_t)attack_run->count * MAILBOX_PAGE_SIZE;
	void *free_va = (void *)(uintptr_t)(MAILBOX_VA_END - MAILBOX_PAGE_SIZE);
	uint8_t *va = attack_page();

	munmap(va, len);
	return attack_map(NULL, 4096, prot, MAP_SHARED, MAILBOX_FD_RAM, page) ||
	       attack_map(free_va, 4096, prot, fixed, MAILBOX_FD_RAM, page) ||
	       attack_map((void *)(uintptr_t)MAILBOX_VA_HEAP, 4096, prot, fixed, MAILBOX_FD_RAM,
			  page) ||
	       attack_map(va, len, PROT_READ | PROT_WRITE, fixed, MAILBOX_FD_RAM, page) ||
	       attack_map(va, len, PROT_READ | PROT_EXEC, fixed, MAILBOX_FD_RAM, page) ||
	       attack_map(va, len, PROT_READ, MAP_PRIVATE | MAP_FIXED, MAILBOX_FD_RAM, page) ||
	       attack_map(va, len, PROT_READ, fixed, MAILBOX_FD_RAM, page + 4096) ||
	       attack_map(va, len + 4096, PROT_READ, fixed, MAILBOX_FD_RAM, page) ||
	       attack_map(va + 4096, len, PROT_READ, fixed, MAILBOX_FD_RAM, page) ||
	       attack_map(va, len, PROT_READ, fixed | MAP_LOCKED, MAILBOX_FD_RAM, page) ||
	       attack_map(va, len, PROT_READ, fixed, MAILBOX_FD_REQUEST, 0) ||
	       attack_map(va, len, PROT_READ, fixed, MAILBOX_FD_DESK, 0) ||
	       /* And again as it should be, which the others need. */
	       !attack_map(va, len, PROT_READ, fixed, MAILBOX_FD_RAM, page) ||
	       attack_map(va, len, PROT_READ, fixed, MAILBOX_FD_RAM, page);
}

/* Change what is mapped, or hide it. */
static bool attack_mappings(void)
{
	size_t len = (size_t)attack_run->count * MAILBOX_PAGE_SIZE;
	uint8_t *va = attack_page();
	void *elsewhere = mmap(NULL, len, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	const int cover = MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS;

	return !mprotect(va, len, PROT_READ | PROT_WRITE) ||
	       !mprotect((void *)(uintptr_t)(MAILBOX_VA_MAPS - 4096), 0xb0000000u, PROT_READ) ||
	       mremap(va, len, len, MREMAP_MAYMOVE | MREMAP_FIXED, elsewhere) != MAP_FAILED ||
	       mremap(va, len, 2 * len, 0) != MAP_FAILED ||
	       mremap(va, 0, len, MREMAP_MAYMOVE) != MAP_FAILED ||
	       attack_map(va, len, PROT_READ, cover, -1, 0) ||
	       attack_map(va, len, PROT_NONE, cover | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0) ||
	       (len > 4096 && !munmap(va, 4096)) ||
	       ATTACK(__NR_remap_file_pages, va, len, 0, 1, 0) ||
	       ATTACK(__NR_madvise, va, len, 9 /* MADV_REMOVE */) ||
	       ATTACK(__NR_mlock, va, len) || ATTACK(__NR_msync, va, len, MS_SYNC) ||
	       ATTACK(__NR_pkey_mprotect, va, len, PROT_WRITE, -1);
}

/* Memory that no limit counts, or more than the limit. */
static bool attack_memory(void)
{
	const int prot = PROT_READ | PROT_WRITE, anonymous = MAP_PRIVATE | MAP_ANONYMOUS;
	struct rlimit limit;

	return attack_map(NULL, 4096, prot, MAP_SHARED | MAP_ANONYMOUS, -1, 0) ||
	       attack_map(NULL, 4096, prot, anonymous | MAP_GROWSDOWN, -1, 0) ||
	       attack_map(NULL, 4096, prot, anonymous | MAP_LOCKED, -1, 0) ||
	       attack_map(NULL, 2ul << 30, prot, anonymous, -1, 0) ||
	       attack_map(NULL, 32ul << 30, PROT_NONE, anonymous | MAP_NORESERVE, -1, 0) ||
	       getrlimit(RLIMIT_CORE, &limit) || limit.rlim_max > 1 ||
	       getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_max > 16;
}

static bool (*const attacks[])(void) = {
	attack_files, attack_sockets, attack_processes, attack_others, attack_kernel,
	attack_self, attack_ram_file, attack_descriptors, attack_ram_pages, attack_mappings,
	attack_memory,
};

/*
 * Try all of them in a call whose first argument is an input of one run. Return: a bit for
 * each one that had success.
 */
uint64_t fake_attack(const struct mailbox_slot *slot)
{
	uint64_t broken = 0;

	attack_arg = &slot->args[0];
	attack_run = &slot->runs[attack_arg->first_run];
	for (size_t i = 0; i < sizeof(attacks) / sizeof(attacks[0]); i++)
		if (attacks[i]())
			broken |= 1ull << i;
	return broken;
}
