// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A debugger that can do one thing: join a process on the DSP, stop at an address,
 * say so, and leave. It speaks the remote protocol of gdb.
 *
 * usage: fake_debugger SOCKET ADDRESS
 * Prints "waiting" when it can come there, "stopped at 0xADDRESS" when the program counter
 * is there. Exit status 0 then.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Milliseconds that the other side may be silent. */
#define DEBUGGER_SILENCE_MS	120000

/* QEMU's number of the program counter of Hexagon. */
#define DEBUGGER_PC		0x29

static void debugger_fail(const char *what)
{
	fprintf(stderr, "debugger: %s: %s\n", what, errno ? strerror(errno) : "no answer");
	exit(1);
}

static int debugger_join(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)))
		debugger_fail(path);
	return fd;
}

static void debugger_send(int fd, const char *text)
{
	unsigned char sum = 0;
	char packet[256];
	int length;

	for (const char *c = text; *c; c++)
		sum = (unsigned char)(sum + (unsigned char)*c);
	length = snprintf(packet, sizeof(packet), "$%s#%02x", text, sum);
	if (write(fd, packet, (size_t)length) != length)
		debugger_fail("write");
}

static char debugger_byte(int fd)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	char c;

	errno = 0;
	if (poll(&wait, 1, DEBUGGER_SILENCE_MS) != 1 || read(fd, &c, 1) != 1)
		debugger_fail("read");
	return c;
}

/* The next packet, without its frame; it is confirmed. */
static void debugger_receive(int fd, char *text, size_t size)
{
	size_t used = 0;
	char c;

	while (debugger_byte(fd) != '$')
		;
	while ((c = debugger_byte(fd)) != '#') {
		if (used + 1 < size)
			text[used++] = c;
	}
	text[used] = '\0';
	debugger_byte(fd);
	debugger_byte(fd);
	if (write(fd, "+", 1) != 1)
		debugger_fail("write");
}

static void debugger_ask(int fd, const char *question, char *answer, size_t size)
{
	debugger_send(fd, question);
	debugger_receive(fd, answer, size);
}

/* The register comes as the bytes of its memory. */
static unsigned long debugger_pc(int fd)
{
	char question[16], answer[4096];
	unsigned long value = 0;

	snprintf(question, sizeof(question), "p%x", DEBUGGER_PC);
	debugger_ask(fd, question, answer, sizeof(answer));
	for (int i = 3; i >= 0; i--) {
		char byte[3] = { answer[2 * i], answer[2 * i + 1], '\0' };

		value = value << 8 | strtoul(byte, NULL, 16);
	}
	return value;
}

int main(int argc, char **argv)
{
	char question[64], answer[4096];
	unsigned long address, pc;
	int fd;

	if (argc != 3) {
		fputs("usage: fake_debugger SOCKET ADDRESS\n", stderr);
		return 2;
	}
	address = strtoul(argv[2], NULL, 16);
	fd = debugger_join(argv[1]);
	debugger_ask(fd, "?", answer, sizeof(answer));
	snprintf(question, sizeof(question), "Z0,%lx,4", address);
	debugger_ask(fd, question, answer, sizeof(answer));
	if (strcmp(answer, "OK")) {
		fprintf(stderr, "debugger: no breakpoint: %s\n", answer);
		return 1;
	}
	puts("waiting");
	fflush(stdout);
	debugger_ask(fd, "c", answer, sizeof(answer));
	if (answer[0] != 'T' && answer[0] != 'S') {
		fprintf(stderr, "debugger: not stopped: %s\n", answer);
		return 1;
	}
	/* Of the thread that has stopped. */
	if (strstr(answer, "thread:")) {
		char thread[32];

		snprintf(thread, sizeof(thread), "%s", strstr(answer, "thread:") + 7);
		thread[strcspn(thread, ";")] = '\0';
		snprintf(question, sizeof(question), "Hg%s", thread);
		debugger_ask(fd, question, answer, sizeof(answer));
	}
	pc = debugger_pc(fd);
	question[0] = 'z';
	snprintf(question, sizeof(question), "z0,%lx,4", address);
	debugger_ask(fd, question, answer, sizeof(answer));
	/* Not with "D": QEMU's emulator of Hexagon ends at it. */
	close(fd);
	if (pc != address) {
		fprintf(stderr, "debugger: stopped at 0x%lx\n", pc);
		return 1;
	}
	printf("stopped at 0x%lx\n", pc);
	return 0;
}
