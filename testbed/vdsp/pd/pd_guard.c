// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: decisions on system calls of a child
 *
 * The filter of pd_confine.c asks here about each system call that it cannot judge alone.
 * Until the shell is ready, the child is the emulator with our shell, and no byte of the
 * guest has come in yet: they may open and map files. From then on the calls may be
 * those of hostile code, and only the values of registers count: the kernel goes on with
 * these, whereas memory could be changed between our look and the call.
 *
 *	mmap of the RAM		one run of the ledger, as a whole, with its access
 *	mmap of the desk	outside of the ranges for the guest's memory
 *	no access, no file	in these ranges: how the emulator unmaps
 *	memory without file	outside of these ranges
 *	munmap			in these ranges whole runs only
 *	mprotect		outside of these ranges
 *	files, exec		no
 */
#include "pd/pd_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/log.h"
#include "contract/mailbox.h"
#include "pd/pd_child.h"
#include "pd/pd_ledger.h"

#define GUARD_PATH_MAX	4096

/* How many refusals of one child are logged. */
#define GUARD_LOG_MAX	16

/* Answer of a decision: let the kernel go on. Others are errors, or GUARD_SHELL. */
#define GUARD_CONTINUE	0
#define GUARD_SHELL	1	/* hand out the shell's file */

/* Arguments of mmap; the address is the first of all calls about memory. */
enum guard_arg {
	GUARD_ADDRESS,
	GUARD_LENGTH,
	GUARD_PROT,
	GUARD_FLAGS,
	GUARD_FD,
	GUARD_OFFSET,
};

/* A larger kernel's struct has its place as well. */
union guard_notice {
	struct seccomp_notif notice;
	uint8_t room[256];
};

union guard_answer {
	struct seccomp_notif_resp answer;
	uint8_t room[256];
};

/* Does it lie apart from the ranges for the guest's memory? */
static bool guard_is_apart(uint64_t va, uint64_t len)
{
	return va >= MAILBOX_VA_END || (va <= MAILBOX_VA_MAPS && len <= MAILBOX_VA_MAPS - va);
}

static bool guard_is_inside(uint64_t va, uint64_t len)
{
	return va >= MAILBOX_VA_MAPS && va <= MAILBOX_VA_END && len <= MAILBOX_VA_END - va;
}

/**
 * pd_guard_open() - Get ready to ask the kernel what a child has mapped.
 * @child: child that runs the emulator: exec takes what was mapped before away
 */
void pd_guard_open(struct pd_child *child)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)child->pid);
	child->maps = open(path, O_RDONLY | O_CLOEXEC);
}

/* Lines of /proc/PID/maps: "from-to rwxs ..."; @child has been asked in vain before. */
static bool guard_scan_shared(const struct pd_child *child, uint64_t va, uint64_t end)
{
	unsigned long long from, to;
	bool found = false;
	char line[256], access[5];
	FILE *maps;

	snprintf(line, sizeof(line), "/proc/%d/maps", (int)child->pid);
	maps = fopen(line, "re");
	if (!maps)
		return false;
	while (!found && fgets(line, sizeof(line), maps))
		found = sscanf(line, "%llx-%llx %4s", &from, &to, access) == 3 &&
			access[3] == 's' && to > va && from < end;
	fclose(maps);
	return found;
}

/**
 * pd_guard_sees_shared() - Has a child mapped a file as shared?
 * @va: first address
 * @end: the first one that does not count
 *
 * Return: what the kernel says.
 */
bool pd_guard_sees_shared(const struct pd_child *child, uint64_t va, uint64_t end)
{
#ifdef PROCMAP_QUERY
	struct procmap_query query = {
		.size = sizeof(query),
		.query_flags = PROCMAP_QUERY_COVERING_OR_NEXT_VMA |
			       PROCMAP_QUERY_FILE_BACKED_VMA | PROCMAP_QUERY_VMA_SHARED,
		.query_addr = va,
	};

	errno = 0;
	if (child->maps >= 0 && !ioctl(child->maps, PROCMAP_QUERY, &query))
		return query.vma_start < end;
	if (errno == ENOENT)
		return false;
#endif
	/* Before Linux 6.11. */
	return guard_scan_shared(child, va, end);
}

static int guard_decide_ram(struct pd_child *child, const struct seccomp_notif *n)
{
	const __u64 *args = n->data.args;
	uint64_t page = args[GUARD_OFFSET] / MAILBOX_PAGE_SIZE;
	struct pd_run wanted = {
		.va = (uint32_t)args[GUARD_ADDRESS],
		.page = (uint32_t)page,
		.count = (uint32_t)(args[GUARD_LENGTH] / MAILBOX_PAGE_SIZE),
		.write = args[GUARD_PROT] & PROT_WRITE,
	};

	if (args[GUARD_FLAGS] != (MAP_SHARED | MAP_FIXED) || page > UINT32_MAX ||
	    args[GUARD_PROT] & ~(uint64_t)(PROT_READ | PROT_WRITE) ||
	    args[GUARD_OFFSET] % MAILBOX_PAGE_SIZE || args[GUARD_LENGTH] % MAILBOX_PAGE_SIZE ||
	    !guard_is_inside(args[GUARD_ADDRESS], args[GUARD_LENGTH]) ||
	    pd_ledger_may_map(&child->ledger, &wanted) != PD_YES)
		return -EACCES;
	return GUARD_CONTINUE;
}

static int guard_decide_unmap(struct pd_child *child, const struct seccomp_notif *n)
{
	uint64_t va = n->data.args[GUARD_ADDRESS], len = n->data.args[GUARD_LENGTH];
	struct pd_pending ask;
	enum pd_verdict verdict;

	if (guard_is_apart(va, len))
		return GUARD_CONTINUE;
	if (!guard_is_inside(va, len) || va % MAILBOX_PAGE_SIZE || len % MAILBOX_PAGE_SIZE)
		return -EINVAL;
	do {
		verdict = pd_ledger_may_unmap(&child->ledger, va, len, (pid_t)n->pid, &ask);
		if (verdict == PD_ASK && !pd_guard_sees_shared(child, ask.va, ask.va + 1ull))
			return -EAGAIN;
		if (verdict == PD_ASK)
			pd_ledger_settle(&child->ledger, ask.thread);
	} while (verdict == PD_ASK);
	return verdict == PD_YES ? GUARD_CONTINUE : -EINVAL;
}

static int guard_decide_anonymous(struct pd_child *child, const struct seccomp_notif *n)
{
	const __u64 *args = n->data.args;

	if (guard_is_apart(args[GUARD_ADDRESS], args[GUARD_LENGTH]))
		return GUARD_CONTINUE;
	/* Exactly this cannot fail without need, and leave mapped what the ledger forgets. */
	if (args[GUARD_PROT] != PROT_NONE ||
	    args[GUARD_FLAGS] != (MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | MAP_NORESERVE))
		return -EACCES;
	return guard_decide_unmap(child, n);
}

static int guard_decide_mmap(struct pd_child *child, const struct seccomp_notif *n)
{
	const __u64 *args = n->data.args;

	if (args[GUARD_FLAGS] & MAP_ANONYMOUS)
		return guard_decide_anonymous(child, n);
	/* The kernel takes the lower half for the descriptor. */
	if ((uint32_t)args[GUARD_FD] == MAILBOX_FD_RAM)
		return guard_decide_ram(child, n);
	if ((uint32_t)args[GUARD_FD] == MAILBOX_FD_DESK)
		return guard_is_apart(args[GUARD_ADDRESS], args[GUARD_LENGTH]) ?
		       GUARD_CONTINUE : -EACCES;
	return -EACCES;
}

/* After READY. */
static int guard_decide(struct pd_child *child, const struct seccomp_notif *n)
{
	switch (n->data.nr) {
	case __NR_mmap:
		return guard_decide_mmap(child, n);
	case __NR_munmap:
		return guard_decide_unmap(child, n);
	case __NR_mprotect:
		return guard_is_apart(n->data.args[GUARD_ADDRESS], n->data.args[GUARD_LENGTH]) ?
		       GUARD_CONTINUE : -EACCES;
	default:
		return -EACCES;
	}
}

static bool guard_names_shell(const struct seccomp_notif *n, uint64_t address,
			      const char *shell)
{
	char path[GUARD_PATH_MAX];
	struct iovec local = { path, strlen(shell) + 1 };
	struct iovec remote = { (void *)(uintptr_t)address, strlen(shell) + 1 };

	return local.iov_len <= sizeof(path) &&
	       process_vm_readv((pid_t)n->pid, &local, 1, &remote, 1, 0) ==
	       (ssize_t)local.iov_len && !memcmp(path, shell, local.iov_len);
}

/*
 * Before READY. The child may be a user who cannot reach the shell's file by its path, so
 * it gets it from here.
 */
static int guard_decide_start(struct pd_child *child, const struct seccomp_notif *n,
			      const char *shell)
{
	switch (n->data.nr) {
	case __NR_execve:
		return -EACCES;
	case __NR_execveat:
		if (child->executed)
			return -EACCES;
		child->executed = true;
		return GUARD_CONTINUE;
	case __NR_mmap:
		return !(n->data.args[GUARD_FLAGS] & MAP_ANONYMOUS) &&
		       (uint32_t)n->data.args[GUARD_FD] == MAILBOX_FD_RAM ?
		       -EACCES : GUARD_CONTINUE;
	case __NR_openat:
		return guard_names_shell(n, n->data.args[1], shell) ? GUARD_SHELL :
								      GUARD_CONTINUE;
	default:
		return GUARD_CONTINUE;
	}
}

static int guard_hand_out_shell(const struct pd_child *child, uint64_t id, const char *shell)
{
	struct seccomp_notif_addfd addfd = {
		.id = id, .flags = SECCOMP_ADDFD_FLAG_SEND, .newfd_flags = O_CLOEXEC,
	};
	int fd = open(shell, O_RDONLY | O_CLOEXEC);
	int ret;

	if (fd < 0)
		return -errno;
	addfd.srcfd = (uint32_t)fd;
	ret = ioctl(child->notify, SECCOMP_IOCTL_NOTIF_ADDFD, &addfd) < 0 ? -errno : 0;
	close(fd);
	return ret;
}

/* Return: whether the child got the answer; it may have been killed. */
static bool guard_answer(const struct pd_child *child, uint64_t id, int decision)
{
	union guard_answer a = { .answer = { .id = id } };

	if (decision == GUARD_CONTINUE)
		a.answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	else
		a.answer.error = decision;
	return !ioctl(child->notify, SECCOMP_IOCTL_NOTIF_SEND, &a);
}

/* The child goes on with what it was allowed. */
static void guard_note(struct pd_child *child, const struct seccomp_notif *n)
{
	const __u64 *args = n->data.args;
	bool anonymous = n->data.nr == __NR_mmap && args[GUARD_FLAGS] & MAP_ANONYMOUS;

	if (n->data.nr == __NR_munmap || anonymous)
		pd_ledger_unmap(&child->ledger, args[GUARD_ADDRESS], args[GUARD_LENGTH]);
	else if (n->data.nr == __NR_mmap && (uint32_t)args[GUARD_FD] == MAILBOX_FD_RAM)
		pd_ledger_map(&child->ledger, (uint32_t)args[GUARD_ADDRESS], (pid_t)n->pid);
}

/*
 * Code that tries it again and again does not fill the log. The C library opens files to
 * count processors when there are many threads, and can do without.
 */
static void guard_log(struct pd_child *child, const struct seccomp_notif *n, int error)
{
	if (n->data.nr == __NR_openat || ++child->refused > GUARD_LOG_MAX)
		return;
	log_line("pd: process %d may not make system call %d (0x%llx, 0x%llx, 0x%llx, 0x%llx): %s",
		 (int)child->pid, n->data.nr, (unsigned long long)n->data.args[0],
		 (unsigned long long)n->data.args[1], (unsigned long long)n->data.args[2],
		 (unsigned long long)n->data.args[3], strerror(error));
}

/**
 * pd_guard_serve() - Decide one system call.
 * @child: child whose notify descriptor can be read
 * @shell: path of the shell
 *
 * Return: 0; -errno if nothing of the child is left that could ask.
 */
int pd_guard_serve(struct pd_child *child, const char *shell)
{
	union guard_notice n = { 0 };
	bool ready = child->state == PD_READY;
	int decision;

	if (ioctl(child->notify, SECCOMP_IOCTL_NOTIF_RECV, &n))
		/* ENOENT: the thread that asked was killed meanwhile. */
		return errno == ENOENT || errno == EINTR ? 0 : -errno;
	pd_ledger_settle(&child->ledger, (pid_t)n.notice.pid);
	decision = ready ? guard_decide(child, &n.notice) :
			   guard_decide_start(child, &n.notice, shell);
	if (decision == GUARD_SHELL) {
		decision = guard_hand_out_shell(child, n.notice.id, shell);
		if (!decision)
			return 0;
	}
	if (guard_answer(child, n.notice.id, decision) && !decision && ready)
		guard_note(child, &n.notice);
	if (decision && ready && decision != -EAGAIN)
		guard_log(child, &n.notice, -decision);
	return 0;
}
