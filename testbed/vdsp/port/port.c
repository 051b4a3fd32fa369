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

#define PORT_LINE_MAX		256
#define PORT_ANSWER_MAX		512

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

struct port {
	const struct port_ops *ops;
	void *host;
	struct {
		char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
		int fd;
	} listener[PORT_SOCKETS];
	int doorbell;
	int control;
	struct qtest qtest;
	bool attached;
	size_t used;			/* bytes in @line */
	bool too_long;			/* the line being received does not fit */
	char line[PORT_LINE_MAX];
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
	p->control = -1;
	qtest_init(&p->qtest);
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

static void port_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
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
	port_close(&p->control);
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

static void port_read_doorbell(struct port *p)
{
	uint8_t bytes[4096], bits = 0;
	ssize_t n = recv(p->doorbell, bytes, sizeof(bytes), 0);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		log_line("port: doorbell disconnected");
		port_close(&p->doorbell);
		return;
	}
	for (ssize_t i = 0; i < n; i++)
		bits |= bytes[i];
	p->ops->kicked(p->host, bits);
}

static void port_run_command(struct port *p)
{
	char answer[PORT_ANSWER_MAX + 1] = "";
	size_t len;

	if (p->used && p->line[p->used - 1] == '\r')
		p->used--;
	p->line[p->used] = 0;
	if (p->too_long)
		strcpy(answer, "error the line is too long");
	else
		p->ops->command(p->host, p->line, answer, PORT_ANSWER_MAX);
	p->used = 0;
	p->too_long = false;

	len = strlen(answer);
	answer[len++] = '\n';
	/* A client that does not read its answers loses the connection. */
	if (send(p->control, answer, len, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)len)
		port_close(&p->control);
}

static void port_read_control(struct port *p)
{
	char bytes[PORT_LINE_MAX];
	ssize_t n = recv(p->control, bytes, sizeof(bytes), 0);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		port_close(&p->control);
		return;
	}
	for (ssize_t i = 0; i < n && p->control >= 0; i++) {
		if (bytes[i] == '\n')
			port_run_command(p);
		else if (p->used < sizeof(p->line) - 1)
			p->line[p->used++] = bytes[i];
		else
			p->too_long = true;
	}
}

static void port_accept_all(struct port *p, const struct pollfd *listening)
{
	if (listening[PORT_DOORBELL].revents)
		p->doorbell = port_accept(p, PORT_DOORBELL, SOCK_NONBLOCK);
	if (listening[PORT_CONTROL].revents) {
		p->control = port_accept(p, PORT_CONTROL, SOCK_NONBLOCK);
		p->used = 0;
		p->too_long = false;
	}
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
	const int fds[PORT_SOCKETS] = { p->doorbell, p->qtest.fd, p->control };
	struct pollfd polled[2 * PORT_SOCKETS + 1];

	/* A connection may have been lost between two waits. */
	port_check_attached(p);
	/* One client for each socket; the next one waits until the first has gone. */
	for (int i = 0; i < PORT_SOCKETS; i++) {
		polled[i] = (struct pollfd){ .fd = fds[i], .events = POLLIN };
		polled[PORT_SOCKETS + i] = (struct pollfd){
			.fd = fds[i] < 0 ? p->listener[i].fd : -1, .events = POLLIN,
		};
	}
	polled[2 * PORT_SOCKETS] = (struct pollfd){ .fd = watch_fd(), .events = POLLIN };
	if (poll(polled, 2 * PORT_SOCKETS + 1, timeout_ms) < 0)
		return errno == EINTR ? 0 : -errno;

	port_accept_all(p, polled + PORT_SOCKETS);
	if (polled[PORT_QTEST].revents)
		qtest_drain(&p->qtest);
	port_check_attached(p);
	if (polled[PORT_DOORBELL].revents)
		port_read_doorbell(p);
	if (polled[PORT_CONTROL].revents)
		port_read_control(p);
	if (polled[2 * PORT_SOCKETS].revents)
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
