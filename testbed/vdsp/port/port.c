// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The port is the only part that knows how the virtual DSP and QEMU are wired:
 * the guest's doorbell is the data register of a UART, whose bytes come in over
 * a unix socket; interrupts and register accesses go out through qtest. QEMU is
 * the client of all sockets and connects again when they come back, so either
 * process may be replaced. It also carries the text line for the tests.
 */
#include "port/port.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "base/watch.h"
#include "board.h"
#include "port/qtest.h"

/* Clients of the control line: the guest, by QEMU, and people on the host. */
#define PORT_TALKS		8
/* What is waited for beside them: three listeners, doorbell, qtest, the children. */
#define PORT_POLLED		6

/* PL011: control register, bits UARTEN and TXE. */
#define PORT_UARTCR		(BOARD_UART1_BASE + 0x30)
#define PORT_UARTCR_ENABLE	0x101u

/* GICv3 distributor: one bit for each interrupt. */
#define PORT_GICD_ISENABLER	(BOARD_GICD_BASE + 0x100)
#define PORT_GICD_ISPENDR	(BOARD_GICD_BASE + 0x200)
#define PORT_GICD_ISACTIVER	(BOARD_GICD_BASE + 0x300)
#define PORT_SPI_FIRST		32u

enum port_socket {
	PORT_DOORBELL,
	PORT_QTEST,
	PORT_CONTROL,
	PORT_SOCKETS,
};

static const char *const port_socket_options[PORT_SOCKETS] = {
	"--doorbell", "--qtest", "--control",
};

/**
 * struct port_talk - one client of the control line
 * @fd: -1: none
 * @used: bytes in @line
 * @too_long: the line being received does not fit
 * @line: what has come of it
 */
struct port_talk {
	int fd;
	size_t used;
	bool too_long;
	char line[PORT_LINE_SIZE];
};

struct port {
	const struct port_ops *ops;
	void *host;
	struct {
		char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
		int fd;
	} listener[PORT_SOCKETS];
	int doorbell;
	/* What the guest has rung, and the host was not told yet. */
	uint8_t rung;
	struct port_talk talk[PORT_TALKS];
	struct qtest qtest;
	bool attached;
};

static int port_listen(struct port *p, enum port_socket which, const char *path, char *error,
		       size_t error_size)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	struct stat st;
	int fd, ret;

	if (strlen(path) >= sizeof(addr.sun_path)) {
		snprintf(error, error_size,
			 "the path after %s is longer than %zu bytes: %s; use a folder with a shorter name",
			 port_socket_options[which], sizeof(addr.sun_path) - 1, path);
		return -ENAMETOOLONG;
	}
	/* Left behind by a process that died. */
	if (!lstat(path, &st) && S_ISSOCK(st.st_mode))
		unlink(path);

	memcpy(addr.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)) || listen(fd, 1)) {
		ret = -errno;
		snprintf(error, error_size, "cannot listen on the socket %s: %s", path,
			 strerror(-ret));
		if (fd >= 0)
			close(fd);
		return ret;
	}
	strcpy(p->listener[which].path, path);
	p->listener[which].fd = fd;
	return 0;
}

static void port_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/*
 * The guest's CPU stands still while this socket is full. The host is told later: it may be
 * in the middle of something.
 */
static void port_read_doorbell(void *context)
{
	struct port *p = context;
	uint8_t bytes[4096];
	ssize_t n = recv(p->doorbell, bytes, sizeof(bytes), 0);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		log_line("port: doorbell disconnected");
		port_close(&p->doorbell);
		return;
	}
	for (ssize_t i = 0; i < n; i++)
		p->rung |= bytes[i];
}

/**
 * port_create() - Listen on the sockets.
 * @paths: where
 * @ops: what to call; @host is their first argument
 * @host: see @ops
 * @error: on error one sentence, no newline
 * @error_size: bytes at @error
 *
 * Return: the port, or NULL; then nothing is left behind.
 */
struct port *port_create(const struct port_paths *paths, const struct port_ops *ops,
			 void *host, char *error, size_t error_size)
{
	const char *const path[PORT_SOCKETS] = { paths->doorbell, paths->qtest, paths->control };
	struct port *p = calloc(1, sizeof(*p));

	if (!p) {
		snprintf(error, error_size, "out of memory");
		return NULL;
	}
	p->ops = ops;
	p->host = host;
	p->doorbell = -1;
	for (int i = 0; i < PORT_TALKS; i++)
		p->talk[i].fd = -1;
	qtest_init(&p->qtest, &p->doorbell, port_read_doorbell, p);
	for (int i = 0; i < PORT_SOCKETS; i++)
		p->listener[i].fd = -1;
	for (int i = 0; i < PORT_SOCKETS; i++) {
		if (!path[i] || !port_listen(p, (enum port_socket)i, path[i], error, error_size))
			continue;
		port_destroy(p);
		return NULL;
	}
	return p;
}

/**
 * port_destroy() - Close all connections and remove the sockets.
 */
void port_destroy(struct port *p)
{
	for (int i = 0; i < PORT_SOCKETS; i++) {
		if (p->listener[i].fd < 0)
			continue;
		unlink(p->listener[i].path);
		port_close(&p->listener[i].fd);
	}
	port_close(&p->doorbell);
	for (int i = 0; i < PORT_TALKS; i++)
		port_close(&p->talk[i].fd);
	qtest_detach(&p->qtest);
	free(p);
}

static int port_accept(struct port *p, enum port_socket which, int flags)
{
	int fd = accept4(p->listener[which].fd, NULL, NULL, SOCK_CLOEXEC | flags);

	if (fd >= 0)
		log_line("port: %s connected", port_socket_options[which] + 2);
	return fd;
}

static void port_tell_rung(struct port *p)
{
	uint8_t bits = p->rung;

	p->rung = 0;
	if (bits)
		p->ops->kicked(p->host, bits);
}

static void port_run_command(struct port *p, struct port_talk *t)
{
	char answer[PORT_ANSWER_SIZE + 1] = "";
	size_t len;

	if (t->used && t->line[t->used - 1] == '\r')
		t->used--;
	t->line[t->used] = 0;
	if (t->too_long)
		strcpy(answer, "error the line is too long");
	else
		p->ops->command(p->host, t->line, answer, PORT_ANSWER_SIZE);
	t->used = 0;
	t->too_long = false;

	len = strlen(answer);
	answer[len++] = '\n';
	/* A client that does not read its answers loses the connection. */
	if (send(t->fd, answer, len, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)len)
		port_close(&t->fd);
}

static void port_read_control(struct port *p, struct port_talk *t)
{
	char bytes[PORT_LINE_SIZE];
	ssize_t n = recv(t->fd, bytes, sizeof(bytes), 0);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		port_close(&t->fd);
		return;
	}
	for (ssize_t i = 0; i < n && t->fd >= 0; i++) {
		if (bytes[i] == '\n')
			port_run_command(p, t);
		else if (t->used < sizeof(t->line) - 1)
			t->line[t->used++] = bytes[i];
		else
			t->too_long = true;
	}
}

/* A place for one more client of the control line, or NULL. */
static struct port_talk *port_free_talk(struct port *p)
{
	for (int i = 0; i < PORT_TALKS; i++)
		if (p->talk[i].fd < 0)
			return &p->talk[i];
	return NULL;
}

static void port_accept_all(struct port *p, const struct pollfd *listening)
{
	if (listening[PORT_DOORBELL].revents)
		p->doorbell = port_accept(p, PORT_DOORBELL, SOCK_NONBLOCK);
	if (listening[PORT_CONTROL].revents)
		*port_free_talk(p) = (struct port_talk){
			.fd = port_accept(p, PORT_CONTROL, SOCK_NONBLOCK),
		};
	if (listening[PORT_QTEST].revents) {
		int fd = port_accept(p, PORT_QTEST, 0);

		if (fd >= 0)
			qtest_attach(&p->qtest, fd);
	}
}

static void port_check_attached(struct port *p)
{
	bool attached = p->doorbell >= 0 && p->qtest.fd >= 0;

	if (attached && !p->attached) {
		p->attached = true;
		/* The guest has no driver for this UART, so it is enabled here. */
		port_writel(p, PORT_UARTCR, PORT_UARTCR_ENABLE);
		p->ops->attached(p->host);
	}
	p->attached = attached;
}

/**
 * port_wait() - Wait for what comes next, and hand it to the operations.
 * @timeout_ms: longest wait; -1 is for ever
 *
 * Return: 0, also after a signal; -errno if the process cannot go on.
 */
int port_wait(struct port *p, int timeout_ms)
{
	/* A client that finds its socket busy waits until another has gone. */
	const bool busy[PORT_SOCKETS] = {
		p->doorbell >= 0, p->qtest.fd >= 0, !port_free_talk(p),
	};
	struct pollfd polled[PORT_POLLED + PORT_TALKS] = {
		[PORT_SOCKETS] = { .fd = p->doorbell, .events = POLLIN },
		{ .fd = p->qtest.fd, .events = POLLIN },
		{ .fd = watch_fd(), .events = POLLIN },
	};
	const struct pollfd *ready = &polled[PORT_SOCKETS], *talking = &polled[PORT_POLLED];

	/* A connection may have been lost between two waits. */
	port_check_attached(p);
	for (int i = 0; i < PORT_SOCKETS; i++)
		polled[i] = (struct pollfd){
			.fd = busy[i] ? -1 : p->listener[i].fd, .events = POLLIN,
		};
	for (int i = 0; i < PORT_TALKS; i++)
		polled[PORT_POLLED + i] = (struct pollfd){ .fd = p->talk[i].fd, .events = POLLIN };
	if (poll(polled, PORT_POLLED + PORT_TALKS, p->rung ? 0 : timeout_ms) < 0)
		return errno == EINTR ? 0 : -errno;

	port_accept_all(p, polled);
	if (ready[1].revents)
		qtest_drain(&p->qtest);
	port_check_attached(p);
	if (ready[0].revents)
		port_read_doorbell(p);
	port_tell_rung(p);
	for (int i = 0; i < PORT_TALKS; i++)
		if (talking[i].revents && p->talk[i].fd == talking[i].fd)
			port_read_control(p, &p->talk[i]);
	if (ready[2].revents)
		watch_run();
	return 0;
}

/**
 * port_attached() - Is QEMU connected?
 *
 * Return: true if doorbells come in and interrupts go out.
 */
bool port_attached(const struct port *p)
{
	return p->attached;
}

/**
 * port_readl() - Read a 32-bit register of the guest's machine.
 * @value: the value; untouched on error
 *
 * Return: 0 or -EIO. Takes a round trip to QEMU, 50 to 150 us.
 */
int port_readl(struct port *p, uint64_t addr, uint32_t *value)
{
	uint64_t wide;

	if (qtest_read(&p->qtest, "readl", addr, &wide))
		return -EIO;
	*value = (uint32_t)wide;
	return 0;
}

/**
 * port_readq() - Read a 64-bit register of the guest's machine.
 * @value: the value; untouched on error
 *
 * Return: 0 or -EIO. Takes a round trip to QEMU, 50 to 150 us.
 */
int port_readq(struct port *p, uint64_t addr, uint64_t *value)
{
	return qtest_read(&p->qtest, "readq", addr, value);
}

/**
 * port_writel() - Write a 32-bit register of the guest's machine.
 * @value: the value
 *
 * Writes and reads take effect in the order of the calls.
 *
 * Return: 0, or -EIO: QEMU is not connected.
 */
int port_writel(struct port *p, uint64_t addr, uint32_t value)
{
	return qtest_write(&p->qtest, "writel", addr, value);
}

/**
 * port_irq() - Raise an interrupt in the guest.
 * @spi: number of the shared peripheral interrupt; edge triggered
 *
 * Return: 0, or -EIO: QEMU is not connected.
 */
int port_irq(struct port *p, unsigned int spi)
{
	unsigned int id = PORT_SPI_FIRST + spi;

	return port_writel(p, PORT_GICD_ISPENDR + 4 * (id / 32), 1u << id % 32);
}

/**
 * port_irq_idle() - Has the guest completely handled an interrupt?
 * @spi: number of the interrupt
 *
 * While a threaded handler of Linux runs, the interrupt is masked. So it is
 * done when it is neither pending nor active, and enabled.
 *
 * Return: false also if the guest has no handler or QEMU is not connected.
 */
bool port_irq_idle(struct port *p, unsigned int spi)
{
	unsigned int id = PORT_SPI_FIRST + spi;
	uint32_t offset = 4 * (id / 32), bit = 1u << id % 32;
	uint32_t pending, active, enabled;

	if (port_readl(p, PORT_GICD_ISPENDR + offset, &pending) ||
	    port_readl(p, PORT_GICD_ISACTIVER + offset, &active) ||
	    port_readl(p, PORT_GICD_ISENABLER + offset, &enabled))
		return false;
	return !(pending & bit) && !(active & bit) && (enabled & bit);
}
