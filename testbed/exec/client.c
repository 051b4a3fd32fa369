// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The host's side of a command in the guest, and of the virtual DSP's control line.
 * For testbed/boot, which knows the rest of a board; see main_usage.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "frame.h"

/* Exit status when it is not the command that failed. */
#define CLIENT_FAILED	125
#define CLIENT_ARMS_MAX	64

static const char main_usage[] =
	"usage: client run --socket PATH [OPTION]... -- CMD...\n"
	"       client ctl SOCKET WORD...\n"
	"run listens at PATH for the guest's agent, has it run CMD and ends as CMD does.\n"
	"  --environment FILE     CMD's variables, NAME=VALUE, a 0 behind each\n"
	"  --root DIR             the folder of the guest that is CMD's root\n"
	"  --terminal             CMD gets a terminal, which is ours\n"
	"  --started FILE         made when CMD is about to start\n"
	"  --control SOCKET       of the virtual DSP, for the following\n"
	"  --arm LINE             said to it before CMD starts; any number of them\n"
	"  --later SECONDS:LINE   said to it that much after\n"
	"ctl says one line to the virtual DSP and prints its answer.\n";

struct client {
	const char *socket, *environment, *root, *started, *control;
	const char *arm[CLIENT_ARMS_MAX];
	size_t arms;
	const char *later;
	struct timespec later_at;
	bool terminal;
	int guest;
	bool wanted;		/* the guest takes a frame of input */
	bool input_ended;
	struct termios before;
	sigset_t while_waiting;	/* the signals that are kept back but in a wait */
};

static volatile sig_atomic_t client_signal, client_resized;

static void client_on_signal(int number)
{
	if (number == SIGWINCH)
		client_resized = 1;
	else
		client_signal = number;
}

static int client_fail(const char *what, const char *why)
{
	fprintf(stderr, "boot: %s: %s\n", what, why);
	return -EIO;
}

/* ------------------------------------------------------- the virtual DSP -- */

static int client_socket(const char *path, struct sockaddr_un *addr)
{
	*addr = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(addr->sun_path))
		return -ENAMETOOLONG;
	strcpy(addr->sun_path, path);
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/* Says @line to the virtual DSP; its answer, one line, in @answer. */
static int client_ask(const char *path, const char *line, char *answer, size_t size)
{
	struct sockaddr_un addr;
	int fd = client_socket(path, &addr), ret;
	size_t used = 0;

	if (fd < 0 || connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		return client_fail(path, strerror(errno));
	ret = frame_write(fd, line, strlen(line));
	if (!ret)
		ret = frame_write(fd, "\n", 1);
	while (!ret && used < size - 1) {
		ssize_t got = read(fd, answer + used, size - 1 - used);

		if (got <= 0)
			break;
		used += (size_t)got;
		if (answer[used - 1] == '\n')
			break;
	}
	close(fd);
	answer[used] = '\0';
	answer[strcspn(answer, "\n")] = '\0';
	return ret || !used ? client_fail(line, "the virtual DSP does not answer") : 0;
}

static int client_tell(const char *path, const char *line)
{
	char answer[512];
	int ret = client_ask(path, line, answer, sizeof(answer));

	if (!ret && strncmp(answer, "ok", 2))
		ret = client_fail(line, answer);
	return ret;
}

static int client_control(int argc, char **argv)
{
	char line[256] = "", answer[512];

	for (int i = 1; i < argc; i++) {
		if (strlen(line) + strlen(argv[i]) + 2 > sizeof(line))
			return client_fail(argv[i], "the line is too long");
		sprintf(line + strlen(line), "%s%s", i > 1 ? " " : "", argv[i]);
	}
	if (client_ask(argv[0], line, answer, sizeof(answer)))
		return -EIO;
	puts(answer);
	return strncmp(answer, "ok", 2) ? -EIO : 0;
}

/* -------------------------------------------------------------- the start -- */

static int client_accept(struct client *c)
{
	struct sockaddr_un addr;
	int fd = client_socket(c->socket, &addr);

	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)) || listen(fd, 1))
		return client_fail(c->socket, strerror(errno));
	do
		c->guest = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
	while (c->guest < 0 && errno == EINTR);
	/* QEMU, which would connect again, is to find nobody. */
	close(fd);
	unlink(c->socket);
	return c->guest < 0 ? client_fail("accept", strerror(errno)) : 0;
}

static struct frame_size client_size(void)
{
	struct winsize w = { .ws_row = 24, .ws_col = 80 };

	ioctl(0, TIOCGWINSZ, &w);
	return (struct frame_size){ .rows = w.ws_row, .columns = w.ws_col };
}

static int client_append(char *bytes, size_t *used, const char *text)
{
	size_t size = strlen(text) + 1;

	if (size > FRAME_MAX - *used)
		return client_fail("the command and its variables", "longer than 64 KiB");
	memcpy(bytes + *used, text, size);
	*used += size;
	return 0;
}

/* The file is read after the guest is up, but nobody changes it. */
static int client_append_environment(char *bytes, size_t *used, const char *path)
{
	char *line = NULL;
	size_t size = 0;
	FILE *file = fopen(path, "re");
	int ret = 0;

	if (!file)
		return client_fail(path, strerror(errno));
	while (!ret && getdelim(&line, &size, 0, file) > 0)
		ret = client_append(bytes, used, line);
	free(line);
	fclose(file);
	return ret;
}

static int client_start(struct client *c, int argc, char **argv)
{
	static char bytes[FRAME_MAX];
	struct frame_start head = {
		.args = (uint32_t)argc, .terminal = c->terminal, .size = client_size(),
	};
	size_t used = sizeof(head);
	int ret;

	memcpy(bytes, &head, sizeof(head));
	ret = client_append(bytes, &used, c->root ? c->root : "");
	for (int i = 0; !ret && i < argc; i++)
		ret = client_append(bytes, &used, argv[i]);
	if (!ret && c->environment)
		ret = client_append_environment(bytes, &used, c->environment);
	for (size_t i = 0; !ret && i < c->arms; i++)
		ret = client_tell(c->control, c->arm[i]);
	if (!ret && c->started && close(creat(c->started, 0644)))
		ret = client_fail(c->started, strerror(errno));
	if (!ret && frame_send(c->guest, FRAME_START, bytes, used))
		ret = client_fail("the guest", "it has gone");
	if (!ret && c->later) {
		clock_gettime(CLOCK_MONOTONIC, &c->later_at);
		c->later_at.tv_sec += strtol(c->later, NULL, 10);
	}
	return ret;
}

static void client_raw(struct client *c)
{
	struct termios raw;

	if (!c->terminal || tcgetattr(0, &c->before))
		return;
	raw = c->before;
	cfmakeraw(&raw);
	tcsetattr(0, TCSADRAIN, &raw);
}

static void client_cooked(const struct client *c)
{
	if (c->terminal)
		tcsetattr(0, TCSADRAIN, &c->before);
}

/* ------------------------------------------------------- while it is running -- */

static int client_send_number(struct client *c, enum frame_type type, int32_t number)
{
	return frame_send(c->guest, type, &number, sizeof(number));
}

static int client_serve_input(struct client *c)
{
	static char bytes[FRAME_MAX];
	ssize_t got = read(0, bytes, sizeof(bytes));

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return 0;
	c->wanted = false;
	c->input_ended = got <= 0;
	return frame_send(c->guest, FRAME_IN, bytes, got > 0 ? (size_t)got : 0);
}

/* Nobody reads it any more: the command learns that as it would here. */
static int client_output(struct client *c, int fd, const char *bytes, size_t size)
{
	return frame_write(fd, bytes, size) ? client_send_number(c, FRAME_SIGNAL, SIGPIPE) : 0;
}

/* One frame of the guest's: 0, 1 with the command's end in @status, or -errno. */
static int client_serve_guest(struct client *c, int *status)
{
	static char bytes[FRAME_MAX + 1];
	enum frame_type type;
	int32_t number;
	size_t size;
	int ret = frame_receive(c->guest, &type, bytes, &size);

	if (ret)
		return client_fail("the guest", "it went off before the command ended");
	switch (type) {
	case FRAME_OUT:
		return client_output(c, 1, bytes, size);
	case FRAME_ERR:
		return client_output(c, 2, bytes, size);
	case FRAME_WANT:
		c->wanted = true;
		return 0;
	case FRAME_END:
		memcpy(&number, bytes, sizeof(number));
		*status = number;
		return 1;
	case FRAME_FAILED:
		bytes[size] = '\0';
		return client_fail("guest", bytes);
	default:
		return client_fail("guest", "it says what it should not");
	}
}

/* Milliseconds until @later is to be said, -1: nothing is. */
static int client_wait_ms(const struct client *c)
{
	struct timespec now;
	long ms;

	if (!c->later)
		return -1;
	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (c->later_at.tv_sec - now.tv_sec) * 1000;
	ms += (c->later_at.tv_nsec - now.tv_nsec) / 1000000;
	return ms > 0 ? (int)ms : 0;
}

static const struct timespec *client_limit(const struct client *c, struct timespec *limit)
{
	int ms = client_wait_ms(c);

	*limit = (struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000l };
	return ms < 0 ? NULL : limit;
}

static int client_step(struct client *c, int *status)
{
	struct pollfd polled[] = {
		{ .fd = c->guest, .events = POLLIN },
		{ .fd = c->wanted && !c->input_ended ? 0 : -1, .events = POLLIN },
	};
	struct timespec limit;
	int ret = ppoll(polled, 2, client_limit(c, &limit), &c->while_waiting);

	if (client_signal) {
		ret = client_send_number(c, FRAME_SIGNAL,
					 client_signal == SIGUSR1 ? SIGINT : SIGTERM);
		client_signal = 0;
		return ret;
	}
	if (client_resized) {
		struct frame_size size = client_size();

		client_resized = 0;
		return frame_send(c->guest, FRAME_SIZE, &size, sizeof(size));
	}
	if (ret < 0)
		return errno == EINTR ? 0 : -errno;
	if (c->later && !client_wait_ms(c)) {
		ret = client_tell(c->control, strchr(c->later, ':') + 1);
		c->later = NULL;
		return ret;
	}
	if (polled[0].revents)
		return client_serve_guest(c, status);
	return polled[1].revents ? client_serve_input(c) : 0;
}

static int client_run(struct client *c, int argc, char **argv, int *status)
{
	enum frame_type type;
	char text[FRAME_MAX + 1];
	size_t size;
	int ret;

	ret = client_accept(c);
	if (ret)
		return ret;
	if (frame_receive(c->guest, &type, text, &size))
		return client_fail("the guest", "it went off before it was up");
	if (type != FRAME_READY) {
		text[type == FRAME_FAILED ? size : 0] = '\0';
		return client_fail("guest", *text ? text : "it does not speak frames");
	}
	ret = client_start(c, argc, argv);
	client_raw(c);
	while (!ret)
		ret = client_step(c, status);
	client_cooked(c);
	return ret < 0 ? ret : 0;
}

static int client_parse(struct client *c, int argc, char **argv)
{
	static const struct option options[] = {
		{ "socket", required_argument, NULL, 's' },
		{ "environment", required_argument, NULL, 'e' },
		{ "root", required_argument, NULL, 'r' },
		{ "terminal", no_argument, NULL, 't' },
		{ "started", required_argument, NULL, 'f' },
		{ "control", required_argument, NULL, 'c' },
		{ "arm", required_argument, NULL, 'a' },
		{ "later", required_argument, NULL, 'l' },
		{ 0 },
	};
	const char **field[256] = {
		['s'] = &c->socket, ['e'] = &c->environment, ['r'] = &c->root, ['f'] = &c->started,
		['c'] = &c->control, ['l'] = &c->later,
	};
	int o;

	while ((o = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (o == 't')
			c->terminal = true;
		else if (o == 'a' && c->arms < CLIENT_ARMS_MAX)
			c->arm[c->arms++] = optarg;
		else if (o == '?' || o == 'a')
			return -EINVAL;
		else
			*field[o] = optarg;
	}
	if (c->later && !strchr(c->later, ':'))
		return -EINVAL;
	return c->socket && optind < argc ? 0 : -EINVAL;
}

int main(int argc, char **argv)
{
	static const int signals[] = { SIGUSR1, SIGTERM, SIGWINCH };
	const struct sigaction passed_on = { .sa_handler = client_on_signal };
	static struct client client;
	sigset_t kept;
	int status = 0;

	if (argc > 3 && !strcmp(argv[1], "ctl"))
		return client_control(argc - 2, argv + 2) ? CLIENT_FAILED : 0;
	if (argc < 2 || strcmp(argv[1], "run") || client_parse(&client, argc - 1, argv + 1)) {
		fputs(main_usage, stderr);
		return CLIENT_FAILED;
	}
	signal(SIGPIPE, SIG_IGN);
	/* Between two waits a signal would be seen only after the next one. */
	sigemptyset(&kept);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		sigaction(signals[i], &passed_on, NULL);
		sigaddset(&kept, signals[i]);
	}
	sigprocmask(SIG_BLOCK, &kept, &client.while_waiting);
	if (client_run(&client, argc - 1 - optind, argv + 1 + optind, &status))
		return CLIENT_FAILED;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
