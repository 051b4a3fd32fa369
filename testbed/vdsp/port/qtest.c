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
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/log.h"

/* QEMU answers within a millisecond; this long only if it was stopped. */
#define QTEST_TIMEOUT_S 10

/**
 * qtest_init() - Start without a connection.
 * @q: to fill
 */
void qtest_init(struct qtest *q)
{
	*q = (struct qtest){ .fd = -1 };
}

/**
 * qtest_attach() - Use a new connection.
 * @q: without a connection
 * @fd: blocking stream socket; closed by qtest_detach()
 */
void qtest_attach(struct qtest *q, int fd)
{
	struct timeval limit = { .tv_sec = QTEST_TIMEOUT_S };

	*q = (struct qtest){ .fd = fd };
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

/**
 * qtest_detach() - Close the connection, if there is one.
 */
void qtest_detach(struct qtest *q)
{
	if (q->fd >= 0)
		close(q->fd);
	qtest_init(q);
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

static int qtest_receive(struct qtest *q, int flags)
{
	char bytes[512];
	ssize_t n = recv(q->fd, bytes, sizeof(bytes), flags);

	if (n < 0 && (flags & MSG_DONTWAIT) && (errno == EAGAIN || errno == EINTR))
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

/**
 * qtest_drain() - Pick up the answers that have come.
 *
 * Return: 0, or -EIO: the connection is gone and closed.
 */
int qtest_drain(struct qtest *q)
{
	return q->fd < 0 ? -EIO : qtest_receive(q, MSG_DONTWAIT);
}

static int qtest_send(struct qtest *q, const char *text, size_t len)
{
	ssize_t n;

	if (q->fd < 0)
		return -EIO;
	do {
		n = send(q->fd, text, len, MSG_NOSIGNAL);
	} while (n < 0 && errno == EINTR);
	if (n != (ssize_t)len) {
		log_line("qtest: cannot send: %s", n < 0 ? strerror(errno) : "short write");
		qtest_detach(q);
		return -EIO;
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
		if (qtest_receive(q, 0))
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
