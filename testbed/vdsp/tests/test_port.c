// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The port over real sockets; the test plays QEMU. Answers that the port will wait for
 * are sent beforehand: QEMU answers in order, so nobody can tell.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "port/port.h"
#include "tap.h"

static char folder[64];
static struct port *port;
static unsigned int attaches;
static unsigned int kicks;
static uint8_t last_bits;
static int doorbell, qtest, control;

static void on_attached(void *host)
{
	(void)host;
	attaches++;
}

static void on_kicked(void *host, uint8_t bits)
{
	(void)host;
	kicks++;
	last_bits = bits;
}

static void on_command(void *host, const char *line, char *answer, size_t size)
{
	(void)host;
	snprintf(answer, size, "ok <%s>", line);
}

static const struct port_ops ops = { on_attached, on_kicked, on_command };

static const char *path(const char *name)
{
	static char paths[4][128];
	static unsigned int next;
	char *p = paths[next++ % 4];

	snprintf(p, sizeof(paths[0]), "%s/%s", folder, name);
	return p;
}

static int dial(const char *name)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	strcpy(addr.sun_path, path(name));
	if (connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		abort();
	return fd;
}

static void serve(void)
{
	for (int i = 0; i < 5; i++)
		port_wait(port, 1);
}

static void say(int fd, const char *text)
{
	if (send(fd, text, strlen(text), MSG_NOSIGNAL) < 0)
		abort();
}

static const char *hear(int fd)
{
	static char text[1024];
	ssize_t n = recv(fd, text, sizeof(text) - 1, MSG_DONTWAIT);

	text[n > 0 ? n : 0] = 0;
	return text;
}

static void begin_listening(void)
{
	const struct port_paths paths = { path("db"), path("qt"), path("control") };
	char error[512];

	attaches = kicks = 0;
	port = port_create(&paths, &ops, NULL, error, sizeof(error));
	if (!port)
		abort();
}

static void begin(void)
{
	strcpy(folder, "/tmp/vdsp-port-XXXXXX");
	if (!mkdtemp(folder))
		abort();
	begin_listening();
	doorbell = dial("db");
	qtest = dial("qt");
	control = dial("control");
	serve();
}

static void end(void)
{
	struct stat st;

	close(doorbell);
	close(qtest);
	close(control);
	port_destroy(port);
	TAP_EXPECT(lstat(path("db"), &st) && lstat(path("qt"), &st) &&
		  lstat(path("control"), &st));
	TAP_EQUAL(rmdir(folder), 0);
}

/* When both sockets are there the UART is enabled, once. */
static void attaches_once(void)
{
	begin();
	TAP_EQUAL(attaches, 1);
	TAP_EXPECT(port_attached(port));
	TAP_EXPECT(!strcmp(hear(qtest), "writel 0x9040030 0x101\n"));
	serve();
	TAP_EQUAL(attaches, 1);
	end();
}

static void kicks_are_joined(void)
{
	begin();
	say(doorbell, "\1\2\1\10\1");
	serve();
	TAP_EQUAL(kicks, 1);
	TAP_EQUAL(last_bits, 0xb);
	end();
}

/* Interrupt 32 + 121: word 4 of the pending registers, bit 25. */
static void interrupt(void)
{
	begin();
	hear(qtest);
	TAP_EQUAL(port_irq(port, 121), 0);
	TAP_EXPECT(!strcmp(hear(qtest), "writel 0x8000210 0x2000000\n"));
	end();
}

static void reads(void)
{
	uint64_t wide = 0;
	uint32_t narrow = 0;

	begin();
	port_irq(port, 120);
	hear(qtest);
	say(qtest, "OK\nIRQ raise 3\nOK\nOK 0x00000000deadbeefcafe0000\n");
	TAP_EQUAL(port_readq(port, 0x9050080, &wide), 0);
	TAP_EQUAL((long long)wide, (long long)0xdeadbeefcafe0000);
	TAP_EXPECT(!strcmp(hear(qtest), "readq 0x9050080\n"));
	say(qtest, "OK 0x12345678\n");
	TAP_EQUAL(port_readl(port, 0x9050098, &narrow), 0);
	TAP_EQUAL(narrow, 0x12345678);
	say(qtest, "FAIL Unknown command\n");
	TAP_EQUAL(port_readl(port, 0x9050098, &narrow), -EIO);
	TAP_EQUAL(narrow, 0x12345678);
	end();
}

/* A QEMU that answers each line with the next of @answers, in a process of its own. */
static void answer_lines(const char *const *answers, const char *want)
{
	char got[512] = "", c;
	size_t used = 0;

	for (unsigned int i = 0; answers[i]; i++) {
		do {
			if (recv(qtest, &c, 1, 0) != 1)
				_exit(1);
			got[used++] = c;
		} while (c != '\n' && used < sizeof(got) - 1);
		say(qtest, answers[i]);
	}
	_exit(strcmp(got, want) != 0);
}

/* Done means: not pending, not active, enabled. */
static void interrupt_idle(void)
{
	static const struct {
		const char *answers[4];
		bool idle;
	} states[] = {
		{ { "OK 0x0\n", "OK 0x0\n", "OK 0x2000000\n" }, true },
		{ { "OK 0x2000000\n", "OK 0x0\n", "OK 0x2000000\n" }, false },
		{ { "OK 0x0\n", "OK 0x2000000\n", "OK 0x2000000\n" }, false },
		{ { "OK 0x0\n", "OK 0x0\n", "OK 0xfdffffff\n" }, false },
	};

	begin();
	say(qtest, "OK\n");
	serve();
	hear(qtest);
	for (unsigned int i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		int status = -1;
		pid_t child;

		fflush(stdout);
		child = fork();
		if (!child)
			answer_lines(states[i].answers, "readl 0x8000210\nreadl 0x8000310\n"
							"readl 0x8000110\n");
		TAP_EQUAL(port_irq_idle(port, 121), states[i].idle);
		waitpid(child, &status, 0);
		TAP_EQUAL(status, 0);
	}
	end();
}

#define RINGS 3000

/*
 * A QEMU whose guest rings without end, with the lock that the answers need: it answers
 * @lines lines only when the rings have gone through.
 */
static void ring_then_answer(unsigned int lines)
{
	char c;

	for (unsigned int i = 0; i < RINGS; i++)
		say(doorbell, i % 2 ? "\1" : "\4");
	while (lines) {
		if (recv(qtest, &c, 1, 0) != 1)
			_exit(1);
		if (c != '\n')
			continue;
		say(qtest, "OK 0x5\n");
		lines--;
	}
	_exit(0);
}

/* More rings than the socket holds, while an answer is waited for. */
static void rings_during_read(void)
{
	uint32_t value = 0;
	int status;
	pid_t pid;

	begin();
	hear(qtest);
	say(qtest, "OK\n");
	pid = fork();
	if (!pid)
		ring_then_answer(1);
	TAP_EQUAL(port_readl(port, 0x9050098, &value), 0);
	TAP_EQUAL(value, 5);
	TAP_EXPECT(waitpid(pid, &status, 0) == pid && !status);
	TAP_EQUAL(kicks, 0);
	serve();
	TAP_EXPECT(kicks > 0);
	TAP_EQUAL(last_bits, 5);
	end();
}

/* The same while more is written than that socket holds. */
static void rings_during_writes(void)
{
	int status;
	pid_t pid;

	begin();
	hear(qtest);
	pid = fork();
	if (!pid)
		ring_then_answer(RINGS);
	for (unsigned int i = 0; i < RINGS; i++) {
		if (port_irq(port, 120)) {
			TAP_EQUAL(i, RINGS);
			break;
		}
	}
	serve();
	TAP_EXPECT(kicks > 0);
	TAP_EXPECT(waitpid(pid, &status, 0) == pid && !status);
	end();
}

static void commands(void)
{
	begin();
	say(control, "stats\r\nlie no");
	serve();
	TAP_EXPECT(!strcmp(hear(control), "ok <stats>\n"));
	say(control, "ne\n");
	serve();
	TAP_EXPECT(!strcmp(hear(control), "ok <lie none>\n"));
	end();
}

static void command_too_long(void)
{
	char line[1000];

	begin();
	memset(line, 'a', sizeof(line));
	line[sizeof(line) - 2] = '\n';
	line[sizeof(line) - 1] = 0;
	say(control, line);
	say(control, "version\n");
	for (int i = 0; i < 10; i++)
		serve();
	TAP_EXPECT(!strcmp(hear(control), "error the line is too long\nok <version>\n"));
	end();
}

/* The guest and people on the host may talk at the same time; one too many waits. */
static void clients(void)
{
	int other[8];

	begin();
	say(control, "sta");
	serve();
	for (unsigned int i = 0; i < 8; i++) {
		other[i] = dial("control");
		serve();
	}
	say(other[0], "lie none\n");
	say(other[7], "version\n");
	serve();
	TAP_EXPECT(!strcmp(hear(other[0]), "ok <lie none>\n"));
	say(control, "ts\n");
	serve();
	TAP_EXPECT(!strcmp(hear(control), "ok <stats>\n"));
	close(other[0]);
	serve();
	serve();
	serve();
	TAP_EXPECT(!strcmp(hear(other[7]), "ok <version>\n"));
	for (unsigned int i = 1; i < 8; i++)
		close(other[i]);
	serve();
	end();
}

/* QEMU may lose and take up its connections in any order; no call hangs or kills. */
static void reconnects(void)
{
	uint32_t value;

	begin();
	close(qtest);
	serve();
	TAP_EXPECT(!port_attached(port));
	TAP_EQUAL(port_irq(port, 120), -EIO);
	TAP_EQUAL(port_readl(port, 0, &value), -EIO);
	qtest = dial("qt");
	serve();
	TAP_EQUAL(attaches, 2);

	close(qtest);
	TAP_EQUAL(port_readl(port, 0, &value), -EIO);
	qtest = dial("qt");
	serve();
	TAP_EQUAL(attaches, 3);

	close(doorbell);
	serve();
	TAP_EXPECT(!port_attached(port));
	doorbell = dial("db");
	serve();
	TAP_EQUAL(attaches, 4);
	say(doorbell, "\4");
	serve();
	TAP_EQUAL(last_bits, 4);

	close(control);
	serve();
	control = dial("control");
	say(control, "version\n");
	serve();
	TAP_EXPECT(!strcmp(hear(control), "ok <version>\n"));
	end();
}

/* What a process that was killed has left is taken over. */
static void stale_socket(void)
{
	struct port *dead;

	begin();
	dead = port;
	begin_listening();
	close(doorbell);
	close(qtest);
	close(control);
	doorbell = dial("db");
	qtest = dial("qt");
	control = dial("control");
	serve();
	TAP_EQUAL(attaches, 1);
	end();
	port_destroy(dead);
}

/* One sentence that names the option, and nothing is left behind. */
static void path_too_long(void)
{
	char name[200], error[512] = "";
	struct port_paths paths;
	struct stat st;

	strcpy(folder, "/tmp/vdsp-port-XXXXXX");
	if (!mkdtemp(folder))
		abort();
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = 0;
	paths = (struct port_paths){ path("db"), name, NULL };
	TAP_EXPECT(!port_create(&paths, &ops, NULL, error, sizeof(error)));
	TAP_EXPECT(strstr(error, "--qtest") && strstr(error, "107"));
	TAP_EXPECT(lstat(path("db"), &st));
	paths.doorbell = "/nowhere/at/all";
	TAP_EXPECT(!port_create(&paths, &ops, NULL, error, sizeof(error)));
	TAP_EXPECT(strstr(error, "/nowhere/at/all: No such file"));
	TAP_EQUAL(rmdir(folder), 0);
}

static const struct tap_test cases[] = {
	{ "attaches-once", attaches_once },
	{ "kicks-are-joined", kicks_are_joined },
	{ "interrupt", interrupt },
	{ "reads", reads },
	{ "interrupt-idle", interrupt_idle },
	{ "rings-during-read", rings_during_read },
	{ "rings-during-writes", rings_during_writes },
	{ "commands", commands },
	{ "command-too-long", command_too_long },
	{ "clients", clients },
	{ "reconnects", reconnects },
	{ "stale-socket", stale_socket },
	{ "path-too-long", path_too_long },
};

TAP_MAIN(cases)
