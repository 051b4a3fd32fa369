// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * QEMU's qtest protocol, client's side: text lines, one answer each, in order
 * (QEMU: system/qtest.c). It reaches all of the guest's physical address space,
 * device registers included, while the guest runs.
 *
 * A write does not wait for its answer: the answers are counted and picked up
 * later, so that an interrupt costs one system call instead of a round trip.
 */
#include "port/qtest.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/deadline.h"
#include "base/log.h"

/* QEMU answers within a millisecond; this long only if it was stopped. */
#define QTEST_TIMEOUT_MS 10000

/**
 * qtest_init() - Start without a connection.
 * @q: to fill
 * @other: descriptor that is read as well while QEMU is waited for
 * @meanwhile: reads it
 * @context: for @meanwhile
 */
void qtest_init(struct qtest *q, const int *other, void (*meanwhile)(void *context),
		void *context)
{
	*q = (struct qtest){
		.fd = -1, .other = other, .meanwhile = meanwhile, .context = context,
	};
}

static void qtest_set(struct qtest *q, int fd)
{
	const struct qtest old = *q;

	qtest_init(q, old.other, old.meanwhile, old.context);
	q->fd = fd;
}

/**
 * qtest_attach() - Use a new connection.
 * @q: without a connection
 * @fd: stream socket; closed by qtest_detach()
 */
void qtest_attach(struct qtest *q, int fd)
{
	qtest_set(q, fd);
}

/**
 * qtest_detach() - Close the connection, if there is one.
 */
void qtest_detach(struct qtest *q)
{
	if (q->fd >= 0)
		close(q->fd);
	qtest_set(q, -1);
}

static void qtest_take_line(struct qtest *q)
{
	bool ok = !strncmp(q->line, "OK", 2) && (!q->line[2] || q->line[2] == ' ');

	/* Interrupt reports and the like are not answers. */
	if (!ok && strncmp(q->line, "FAIL", 4) && strncmp(q->line, "ERR", 3))
		return;
	if (q->owed)
		q->owed--;
	q->ok = ok;
	q->value = ok ? strtoull(q->line + 2, NULL, 0) : 0;
	if (!ok)
		log_line("qtest: QEMU answers '%s'", q->line);
}

static int qtest_receive(struct qtest *q)
{
	char bytes[512];
	ssize_t n = recv(q->fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n <= 0) {
		log_line("qtest: connection lost: %s", n ? strerror(errno) : "closed");
		qtest_detach(q);
		return -EIO;
	}
	for (ssize_t i = 0; i < n; i++) {
		if (bytes[i] != '\n') {
			/* The rest of a line that is too long says nothing we need. */
			if (q->used < sizeof(q->line) - 1)
				q->line[q->used++] = bytes[i];
			continue;
		}
		q->line[q->used] = 0;
		q->used = 0;
		qtest_take_line(q);
	}
	return 0;
}

/*
 * Waits until the socket can be read or written, and lets nothing else of QEMU wait for us
 * meanwhile: not what it says elsewhere, and not its answers. Return: 0, or -EIO when the
 * connection is lost.
 */
static int qtest_wait(struct qtest *q, short events)
{
	uint64_t end = deadline_in_ms(QTEST_TIMEOUT_MS);

	for (;;) {
		struct pollfd polled[] = {
			{ .fd = q->fd, .events = events | POLLIN },
			{ .fd = *q->other, .events = POLLIN },
		};
		uint64_t now = deadline_in_ms(0);

		if (now >= end)
			break;
		if (poll(polled, 2, (int)((end - now) / 1000000) + 1) <= 0)
			continue;
		if (polled[1].revents)
			q->meanwhile(q->context);
		if (polled[0].revents & ~POLLOUT)
			return qtest_receive(q);
		if (polled[0].revents)
			return 0;
	}
	log_line("qtest: connection lost: no answer for %d s", QTEST_TIMEOUT_MS / 1000);
	qtest_detach(q);
	return -EIO;
}

/**
 * qtest_drain() - Pick up the answers that have come.
 *
 * Return: 0, or -EIO: the connection is gone and closed.
 */
int qtest_drain(struct qtest *q)
{
	return q->fd < 0 ? -EIO : qtest_receive(q);
}

static int qtest_send(struct qtest *q, const char *text, size_t len)
{
	if (q->fd < 0)
		return -EIO;
	while (len) {
		ssize_t n = send(q->fd, text, len, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n >= 0) {
			text += n;
			len -= (size_t)n;
		} else if (errno == EAGAIN) {
			if (qtest_wait(q, POLLOUT))
				return -EIO;
		} else if (errno != EINTR) {
			log_line("qtest: cannot send: %s", strerror(errno));
			qtest_detach(q);
			return -EIO;
		}
	}
	q->owed++;
	return 0;
}

/**
 * qtest_read() - Read and wait for the value.
 * @command: "readl" or "readq"
 * @value: the value read; untouched on error
 *
 * Return: 0, or -EIO: no connection, or QEMU did not do it.
 */
int qtest_read(struct qtest *q, const char *command, uint64_t addr, uint64_t *value)
{
	char text[64];
	int n = snprintf(text, sizeof(text), "%s 0x%" PRIx64 "\n", command, addr);

	if (qtest_send(q, text, (size_t)n))
		return -EIO;
	while (q->owed)
		if (qtest_wait(q, POLLIN))
			return -EIO;
	if (!q->ok)
		return -EIO;
	*value = q->value;
	return 0;
}

/**
 * qtest_write() - Write; does not wait until it is done.
 * @command: "writel" or "writeq"
 * @value: what to write
 *
 * Return: 0, or -EIO: no connection.
 */
int qtest_write(struct qtest *q, const char *command, uint64_t addr, uint64_t value)
{
	char text[96];
	int n = snprintf(text, sizeof(text), "%s 0x%" PRIx64 " 0x%" PRIx64 "\n", command, addr,
			 value);

	return qtest_send(q, text, (size_t)n);
}
