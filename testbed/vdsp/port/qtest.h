/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_QTEST_H
#define VDSP_QTEST_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct qtest - one connection to QEMU's qtest server
 */
struct qtest {
	/** @fd: the socket, -1 when QEMU is not connected */
	int fd;
	/** @owed: answers that QEMU has not sent yet */
	unsigned int owed;
	/** @used: bytes in @line */
	size_t used;
	/** @line: beginning of the next line from QEMU */
	char line[128];
	/** @ok: the last complete line was an answer without error */
	int ok;
	/** @value: number in the last answer */
	uint64_t value;
	/**
	 * @meanwhile: takes what comes from QEMU elsewhere, on @other. A CPU of the guest may
	 * be held up by that, with the lock that QEMU needs to answer here
	 */
	void (*meanwhile)(void *context);
	/** @context: for @meanwhile */
	void *context;
	/** @other: the descriptor to look at, -1 if there is none now */
	const int *other;
};

void qtest_init(struct qtest *q, const int *other, void (*meanwhile)(void *context),
		void *context);
void qtest_attach(struct qtest *q, int fd);
void qtest_detach(struct qtest *q);
int qtest_drain(struct qtest *q);
int qtest_read(struct qtest *q, const char *command, uint64_t addr, uint64_t *value);
int qtest_write(struct qtest *q, const char *command, uint64_t addr, uint64_t value);

#endif /* VDSP_QTEST_H */
