// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: start of a child
 *
 * Between fork and exec a child gets rid of everything that it inherits: descriptors,
 * environment, user, privileges, and at last nearly all system calls (pd_confine.c). It
 * sends the descriptor on which it asks for the others over its upcall socket, so that
 * no reader has to wait for it, and becomes the emulator.
 */
#include "pd/pd_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "contract/mailbox.h"
#include "pd/pd_child.h"
#include "pd/pd_confine.h"

/* Where descriptors wait until those of the shell have their places. */
#define SPAWN_FD_ASIDE		64

/* The program, open until it is executed: the path may be out of the child's reach. */
#define SPAWN_FD_PROGRAM	(MAILBOX_FD_DESK + 1)

/*
 * A user that owns nothing: far above those that a system hands out, another one for
 * each child.
 */
#define SPAWN_USER_BASE		0x70000000u
#define SPAWN_USER_MASK		0x007fffffu

/* The emulator takes 128 MiB for code, the PD's heap and stacks are the rest. */
#define SPAWN_DATA_MAX		(1280ull << 20)
/* 4 GiB are the PD's; each thread of the emulator reserves 128 MiB, uses little. */
#define SPAWN_ADDRESSES_MAX	(16ull << 30)
#define SPAWN_FILES_MAX		16u
#define SPAWN_THREADS_MAX	128u

struct spawn_files {
	int ram;
	int request;
	int upcall;
	int desk;
	int program;
};

struct spawn_step {
	const char *what;
	int (*run)(void);
};

static int spawn_limit(__rlimit_resource_t what, rlim_t value)
{
	const struct rlimit limit = { value, value };

	return setrlimit(what, &limit);
}

/* A core dump of 1 byte is none, and stops one into a pipe, which 0 does not (core(5)). */
static int spawn_limit_all(void)
{
	return spawn_limit(RLIMIT_CORE, 1) || spawn_limit(RLIMIT_FSIZE, 0) ||
	       spawn_limit(RLIMIT_MEMLOCK, 0) || spawn_limit(RLIMIT_MSGQUEUE, 0) ||
	       spawn_limit(RLIMIT_DATA, SPAWN_DATA_MAX) ||
	       spawn_limit(RLIMIT_AS, SPAWN_ADDRESSES_MAX) ||
	       spawn_limit(RLIMIT_NOFILE, SPAWN_FILES_MAX) ? -1 : 0;
}

static bool spawn_others_may_execute(void)
{
	struct stat st;

	return !fstat(SPAWN_FD_PROGRAM, &st) && (st.st_mode & S_IXOTH);
}

/*
 * Become a user that owns nothing; its processes are these threads only, and can be
 * counted. A user namespace may not know the user: EINVAL.
 */
static int spawn_become_nobody(void)
{
	uid_t user = SPAWN_USER_BASE | ((uid_t)getpid() & SPAWN_USER_MASK);

	if (setgroups(0, NULL))
		return 0;
	if (setresgid(user, user, user) || setresuid(user, user, user))
		return errno == EINVAL ? 0 : -1;
	return spawn_limit(RLIMIT_NPROC, SPAWN_THREADS_MAX);
}

/* Root can become another user; the capabilities go in any case. */
static int spawn_drop_user(void)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = { { 0 } };

	if (!geteuid() && spawn_others_may_execute() && spawn_become_nobody())
		return -1;
	return (int)syscall(__NR_capset, &head, none);
}

static int spawn_give_up_privileges(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

/* After the change of the user, which forgets it. */
static int spawn_die_with_parent(void)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

static int spawn_leave_session(void)
{
	return setsid() < 0 ? -1 : 0;
}

static int spawn_place_files(const struct spawn_files *files)
{
	const int from[] = {
		files->ram, files->request, files->upcall, files->desk, files->program,
	};
	const int to[] = {
		MAILBOX_FD_RAM, MAILBOX_FD_REQUEST, MAILBOX_FD_UPCALL, MAILBOX_FD_DESK,
		SPAWN_FD_PROGRAM,
	};
	int aside[5];

	for (int i = 0; i < 5; i++) {
		aside[i] = fcntl(from[i], F_DUPFD_CLOEXEC, SPAWN_FD_ASIDE);
		if (aside[i] < 0)
			return -1;
	}
	for (int i = 0; i < 5; i++)
		if (dup2(aside[i], to[i]) < 0)
			return -1;
	if (fcntl(SPAWN_FD_PROGRAM, F_SETFD, FD_CLOEXEC) ||
	    syscall(__NR_close_range, SPAWN_FD_PROGRAM + 1, ~0u, 0))
		return -1;
	return (int)syscall(__NR_close_range, 0, MAILBOX_FD_RAM - 1, 0);
}

/* The descriptor @fd goes along, unless it is negative. */
static int spawn_say(const struct pd_spawn_hello *hello, int fd)
{
	union {
		struct cmsghdr head;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec part = { .iov_base = (void *)hello, .iov_len = sizeof(*hello) };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };

	if (fd >= 0) {
		message.msg_control = &control;
		message.msg_controllen = sizeof(control.bytes);
		control.head.cmsg_level = SOL_SOCKET;
		control.head.cmsg_type = SCM_RIGHTS;
		control.head.cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(&control.head), &fd, sizeof(fd));
	}
	return sendmsg(MAILBOX_FD_UPCALL, &message, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

static void spawn_fail(const char *what, int error)
{
	struct pd_spawn_hello hello = { .error = error };

	snprintf(hello.what, sizeof(hello.what), "%s", what);
	spawn_say(&hello, -1);
	_exit(1);
}

/* Becomes the emulator; returns if it cannot. */
static void spawn_execute(const struct pd_spawn_plan *plan)
{
	char *const environment[] = { NULL };
	char *arguments[7] = { "qemu-hexagon" };
	char debugger[4096];
	unsigned int count = 1;

	if (plan->debug) {
		/* It runs until a debugger comes; the emulator puts its number for %d. */
		snprintf(debugger, sizeof(debugger), "%s/pd-%%d.sock,suspend=n", plan->debug);
		arguments[count++] = "-g";
		arguments[count++] = debugger;
	}
	arguments[count++] = (char *)plan->shell;
	if (plan->debug)
		arguments[count++] = "--places";
	if (plan->fence)
		arguments[count++] = "--fence";
	syscall(__NR_execveat, SPAWN_FD_PROGRAM, "", arguments, environment, AT_EMPTY_PATH);
}

/* The child. Does not return. */
static void spawn_run(const struct pd_spawn_plan *plan, const struct spawn_files *files,
		      pid_t parent)
{
	static const struct spawn_step steps[] = {
		{ "a session of its own", spawn_leave_session },
		{ "resource limits", spawn_limit_all },
		{ "another user", spawn_drop_user },
		{ "no new privileges", spawn_give_up_privileges },
		{ "death with the parent", spawn_die_with_parent },
	};
	const struct pd_spawn_hello hello = { 0 };
	int listener;

	if (spawn_place_files(files))
		_exit(1);
	/* The folder of the sockets belongs to our user. */
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (!(plan->debug && steps[i].run == spawn_drop_user) && steps[i].run())
			spawn_fail(steps[i].what, errno);
	/* Too late for the signal. */
	if (getppid() != parent)
		_exit(1);
	listener = pd_confine_enter(plan->debug);
	if (listener < 0)
		spawn_fail("a seccomp filter that asks", -listener);
	if (spawn_say(&hello, listener))
		_exit(1);
	close(listener);
	spawn_execute(plan);
	_exit(1);
}

/* Its size is sealed: a child that cuts it must not end us by SIGBUS. */
static int spawn_make_desk(uint8_t **desk)
{
	int fd = memfd_create("desk", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	void *bytes;

	if (fd < 0)
		return -errno;
	if (ftruncate(fd, MAILBOX_DESK_SIZE) ||
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL))
		goto failed;
	bytes = mmap(NULL, MAILBOX_DESK_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (bytes == MAP_FAILED)
		goto failed;
	*desk = bytes;
	return fd;
failed:
	close(fd);
	return -ENOMEM;
}

static void spawn_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int spawn_open(struct pd_child *child, const struct pd_spawn_plan *plan,
		      struct spawn_files *files)
{
	const int type = SOCK_SEQPACKET | SOCK_CLOEXEC;
	int pair[2];

	files->ram = plan->ram;
	files->program = open(plan->emulator, O_RDONLY | O_CLOEXEC);
	files->desk = spawn_make_desk(&child->desk);
	if (files->program < 0 || files->desk < 0)
		return -1;
	if (socketpair(AF_UNIX, type, 0, pair))
		return -1;
	child->request = pair[0];
	files->request = pair[1];
	if (socketpair(AF_UNIX, type, 0, pair))
		return -1;
	child->upcall = pair[0];
	files->upcall = pair[1];
	return fcntl(child->request, F_SETFL, O_NONBLOCK) ||
	       fcntl(child->upcall, F_SETFL, O_NONBLOCK) ? -1 : 0;
}

/**
 * pd_spawn() - Start a child.
 * @child: zeroed; filled
 * @plan: what it is made of
 *
 * Return: 0; it will say hello. -errno: nothing is left behind.
 */
int pd_spawn(struct pd_child *child, const struct pd_spawn_plan *plan)
{
	struct spawn_files files = { .request = -1, .upcall = -1, .desk = -1, .program = -1 };
	pid_t parent = getpid();
	int ret = 0;

	child->pidfd = child->request = child->upcall = child->notify = child->maps = -1;
	child->pid_watch.fd = child->request_watch.fd = child->upcall_watch.fd =
		child->notify_watch.fd = -1;
	if (spawn_open(child, plan, &files))
		ret = -errno;
	if (!ret) {
		child->pid = fork();
		if (!child->pid)
			spawn_run(plan, &files, parent);
		if (child->pid < 0)
			ret = -errno;
	}
	if (!ret) {
		child->pidfd = (int)syscall(__NR_pidfd_open, child->pid, 0);
		if (child->pidfd < 0)
			ret = -errno;
	}
	spawn_close(&files.request);
	spawn_close(&files.upcall);
	spawn_close(&files.desk);
	spawn_close(&files.program);
	if (ret)
		pd_spawn_clear(child);
	return ret;
}

/**
 * pd_spawn_clear() - Free what a child has taken; kills and reaps it if it still lives.
 */
void pd_spawn_clear(struct pd_child *child)
{
	if (child->pid > 0) {
		kill(child->pid, SIGKILL);
		while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	child->pid = 0;
	spawn_close(&child->pidfd);
	spawn_close(&child->request);
	spawn_close(&child->upcall);
	spawn_close(&child->notify);
	spawn_close(&child->maps);
	if (child->desk)
		munmap(child->desk, MAILBOX_DESK_SIZE);
	child->desk = NULL;
	pd_ledger_free(&child->ledger);
}

/**
 * pd_spawn_listen() - Read the hello of a child.
 * @child: child whose upcall socket can be read
 * @hello: gets its words
 *
 * Return: the descriptor on which it asks; -EAGAIN if it has not said hello yet; another
 * -errno if it never will: see @hello, whose error is 0 if it has just gone.
 */
int pd_spawn_listen(struct pd_child *child, struct pd_spawn_hello *hello)
{
	union {
		struct cmsghdr head;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec part = { .iov_base = hello, .iov_len = sizeof(*hello) };
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
		.msg_controllen = sizeof(control.bytes),
	};
	ssize_t n = recvmsg(child->upcall, &message, MSG_CMSG_CLOEXEC);
	int fd = -1;

	if (n < 0)
		return -errno;
	if (n != sizeof(*hello)) {
		hello->error = 0;
		return -EPIPE;
	}
	hello->what[sizeof(hello->what) - 1] = '\0';
	if (message.msg_controllen >= CMSG_LEN(sizeof(int)) &&
	    control.head.cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(&control.head), sizeof(fd));
	return fd < 0 ? -EPERM : fd;
}
