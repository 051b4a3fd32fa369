// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The guest's side of qda-board: runs one command for the host, with its input,
 * its output and its end.
 *
 * usage: agent PORT              PORT: a virtio-serial port, or a unix socket
 *        agent PORT TEXT         says why there is nothing to run
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "frame.h"

#define AGENT_ARGS_MAX	1024

/* What a shell returns for a command that it cannot run, or cannot find. */
#define AGENT_CANNOT_RUN	126
#define AGENT_NOT_FOUND		127

/* How long the host may take to hang up after the end. */
#define AGENT_GOODBYE_MS	10000

/**
 * struct agent - one command
 * @port: to the host
 * @children: becomes readable when a child has changed
 * @pid: the command
 * @in: its standard input, -1 when that has ended
 * @out: its standard output, or its terminal, which is all three
 * @err: its standard error
 * @bytes: input that it has not taken yet
 * @used: how many there are
 * @taken: how many of them it has taken
 * @last: after these its input ends
 */
struct agent {
	int port, children;
	pid_t pid;
	int in, out, err;
	char bytes[FRAME_MAX];
	size_t used, taken;
	bool last;
};

/* What FRAME_START says. */
struct agent_start {
	struct frame_start head;
	const char *root;
	char *args[AGENT_ARGS_MAX + 1];
};

static int agent_open(const char *path)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	struct stat st;
	int fd;

	if (stat(path, &st))
		return -errno;
	if (!S_ISSOCK(st.st_mode)) {
		fd = open(path, O_RDWR | O_CLOEXEC);
		return fd < 0 ? -errno : fd;
	}
	if (strlen(path) >= sizeof(addr.sun_path))
		return -ENAMETOOLONG;
	strcpy(addr.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		return -errno;
	return fd;
}

/* Cuts the strings out of a FRAME_START, whose last byte is 0; sets the variables. */
static int agent_parse(struct agent_start *s, char *bytes, size_t size)
{
	char *end = bytes + size, *at = bytes + sizeof(s->head);

	if (size <= sizeof(s->head) || end[-1])
		return -EPROTO;
	memcpy(&s->head, bytes, sizeof(s->head));
	if (!s->head.args || s->head.args > AGENT_ARGS_MAX)
		return -E2BIG;
	s->root = at;
	at += strlen(at) + 1;
	for (uint32_t i = 0; i < s->head.args; i++) {
		if (at >= end)
			return -EPROTO;
		s->args[i] = at;
		at += strlen(at) + 1;
	}
	for (; at < end; at += strlen(at) + 1)
		if (putenv(at))
			return -errno;
	return 0;
}

/* In the child. Standard error is the command's already. */
static _Noreturn void agent_exec(const struct agent_start *s)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* A signal that is ignored stays so over exec; one that started us may have done that. */
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	if (*s->root && (chroot(s->root) || chdir("/host"))) {
		fprintf(stderr, "qda-board: %s: %s\n", s->root, strerror(errno));
		_exit(AGENT_CANNOT_RUN);
	}
	execvp(s->args[0], s->args);
	fprintf(stderr, "qda-board: %s: %s\n", s->args[0],
		errno == ENOENT ? "not found in the guest" : strerror(errno));
	_exit(errno == ENOENT ? AGENT_NOT_FOUND : AGENT_CANNOT_RUN);
}

static int agent_start_piped(struct agent *a, const struct agent_start *s)
{
	int in[2], out[2], err[2];

	if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
		return -errno;
	a->pid = fork();
	if (a->pid < 0)
		return -errno;
	if (!a->pid) {
		setsid();
		dup2(in[0], 0);
		dup2(out[1], 1);
		dup2(err[1], 2);
		agent_exec(s);
	}
	close(in[0]);
	close(out[1]);
	close(err[1]);
	a->in = in[1];
	a->out = out[0];
	a->err = err[0];
	return 0;
}

static void agent_resize(int terminal, struct frame_size size)
{
	struct winsize w = { .ws_row = size.rows, .ws_col = size.columns };

	ioctl(terminal, TIOCSWINSZ, &w);
}

static int agent_start_terminal(struct agent *a, const struct agent_start *s)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (master < 0 || grantpt(master) || unlockpt(master))
		return -errno;
	agent_resize(master, s->head.size);
	a->pid = fork();
	if (a->pid < 0)
		return -errno;
	if (!a->pid) {
		int slave;

		setsid();
		slave = open(ptsname(master), O_RDWR);
		ioctl(slave, TIOCSCTTY, 0);
		for (int fd = 0; fd < 3; fd++)
			dup2(slave, fd);
		agent_exec(s);
	}
	a->out = master;
	a->in = fcntl(master, F_DUPFD_CLOEXEC, 0);
	return a->in < 0 ? -errno : 0;
}

static void agent_end_input(struct agent *a)
{
	if (a->in >= 0)
		close(a->in);
	a->in = -1;
	a->used = a->taken = 0;
}

/* Gives the command what it takes of its input, then asks for more. */
static int agent_feed(struct agent *a)
{
	ssize_t put = write(a->in, a->bytes + a->taken, a->used - a->taken);

	if (put < 0 && errno != EAGAIN && errno != EINTR) {
		agent_end_input(a);
		return 0;
	}
	if (put > 0)
		a->taken += (size_t)put;
	if (a->taken < a->used)
		return 0;
	a->used = a->taken = 0;
	return frame_send(a->port, FRAME_WANT, NULL, 0);
}

static int agent_serve_host(struct agent *a)
{
	static char bytes[FRAME_MAX];
	struct frame_size window;
	enum frame_type type;
	int32_t number;
	size_t size;
	int ret;

	ret = frame_receive(a->port, &type, bytes, &size);
	if (ret)
		return ret;
	if (type == FRAME_IN && !size) {
		agent_end_input(a);
	} else if (type == FRAME_IN && !a->used && a->in >= 0) {
		memcpy(a->bytes, bytes, size);
		a->used = size;
	} else if (type == FRAME_SIGNAL && size == sizeof(number)) {
		memcpy(&number, bytes, sizeof(number));
		kill(-a->pid, number);
	} else if (type == FRAME_SIZE && size == sizeof(window)) {
		memcpy(&window, bytes, sizeof(window));
		agent_resize(a->out, window);
	}
	return 0;
}

/* Passes on what the command has written; the descriptor becomes -1 at its end. */
static int agent_pass(struct agent *a, int *fd, enum frame_type type)
{
	char bytes[16384];
	ssize_t got = read(*fd, bytes, sizeof(bytes));

	if (got > 0)
		return frame_send(a->port, type, bytes, (size_t)got);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	/* A terminal that nobody has open any more says EIO. */
	close(*fd);
	*fd = -1;
	return 0;
}

/* The host hangs up when it has all that was said; nobody waits for it for ever. */
static void agent_linger(struct agent *a)
{
	struct pollfd gone = { .fd = a->port, .events = POLLIN };
	char unheard[256];

	while (poll(&gone, 1, AGENT_GOODBYE_MS) > 0 && read(a->port, unheard, sizeof(unheard)) > 0)
		;
}

/* Says why there will be no end of the command. */
static int agent_fail(struct agent *a, const char *why)
{
	int ret = frame_send(a->port, FRAME_FAILED, why, strlen(why));

	if (!ret)
		agent_linger(a);
	return ret;
}

/* Whether there is something to read. */
static bool agent_has(int fd)
{
	struct pollfd polled = { .fd = fd, .events = POLLIN };

	return fd >= 0 && poll(&polled, 1, 0) > 0;
}

/* The command has ended. What it left behind may have its output open: not waited for. */
static int agent_end(struct agent *a, int status)
{
	int32_t number = status;
	int ret = 0;

	while (!ret && agent_has(a->out))
		ret = agent_pass(a, &a->out, FRAME_OUT);
	while (!ret && agent_has(a->err))
		ret = agent_pass(a, &a->err, FRAME_ERR);
	if (!ret)
		ret = frame_send(a->port, FRAME_END, &number, sizeof(number));
	if (!ret)
		agent_linger(a);
	return ret;
}

/* Waits once for whatever happens: 0, 1 when the command has ended, or -errno. */
static int agent_step(struct agent *a)
{
	struct pollfd polled[] = {
		{ .fd = a->port, .events = POLLIN },
		{ .fd = a->children, .events = POLLIN },
		{ .fd = a->out, .events = POLLIN },
		{ .fd = a->err, .events = POLLIN },
		{ .fd = a->used ? a->in : -1, .events = POLLOUT },
	};
	int ret = 0, status;

	if (poll(polled, sizeof(polled) / sizeof(polled[0]), -1) < 0)
		return errno == EINTR ? 0 : -errno;
	if (polled[1].revents) {
		struct signalfd_siginfo info;

		if (read(a->children, &info, sizeof(info)) < 0)
			return -errno;
		if (waitpid(a->pid, &status, WNOHANG) == a->pid) {
			ret = agent_end(a, status);
			return ret ? ret : 1;
		}
	}
	if (polled[2].revents)
		ret = agent_pass(a, &a->out, FRAME_OUT);
	if (!ret && polled[3].revents)
		ret = agent_pass(a, &a->err, FRAME_ERR);
	if (!ret && polled[0].revents)
		ret = agent_serve_host(a);
	if (!ret && polled[4].revents && a->used)
		ret = agent_feed(a);
	return ret;
}

static int agent_run(struct agent *a)
{
	static char bytes[FRAME_MAX];
	static struct agent_start start;
	enum frame_type type;
	size_t size;
	int ret;

	ret = frame_send(a->port, FRAME_READY, NULL, 0);
	if (!ret)
		ret = frame_receive(a->port, &type, bytes, &size);
	if (ret)
		return ret;
	ret = type == FRAME_START ? agent_parse(&start, bytes, size) : -EPROTO;
	if (!ret)
		ret = start.head.terminal ? agent_start_terminal(a, &start) :
					    agent_start_piped(a, &start);
	if (ret)
		return ret;
	fcntl(a->in, F_SETFL, O_NONBLOCK | fcntl(a->in, F_GETFL));
	ret = frame_send(a->port, FRAME_WANT, NULL, 0);
	while (!ret)
		ret = agent_step(a);
	kill(-a->pid, SIGKILL);
	return ret < 0 ? ret : 0;
}

int main(int argc, char **argv)
{
	static struct agent agent = { .in = -1, .out = -1, .err = -1 };
	sigset_t children;
	int ret;

	if (argc < 2 || argc > 3) {
		fputs("usage: agent PORT [TEXT]\n", stderr);
		return 2;
	}
	agent.port = agent_open(argv[1]);
	if (agent.port < 0) {
		fprintf(stderr, "agent: %s: %s\n", argv[1], strerror(-agent.port));
		return 1;
	}
	if (argc == 3)
		return agent_fail(&agent, argv[2]) != 0;
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&children);
	sigaddset(&children, SIGCHLD);
	sigprocmask(SIG_BLOCK, &children, NULL);
	agent.children = signalfd(-1, &children, SFD_CLOEXEC);
	ret = agent.children < 0 ? -errno : agent_run(&agent);
	if (ret && ret != -EPIPE)
		agent_fail(&agent, strerror(-ret));
	return !!ret;
}
