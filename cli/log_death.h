/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_LOG_DEATH_H
#define QDA_LOG_DEATH_H

#include <stdbool.h>
#include <stddef.h>

struct qda_device;

/* Bytes that the longest text needs. */
#define LOG_DEATH_TEXT	324

/**
 * struct log_death - what a log says of the last process of a program that has died
 */
struct log_death {
	/** @program: its name; the caller sets it, and the others to 0 */
	const char *program;
	/** @pd: whose record is being read */
	unsigned long pd;
	/** @signal: of the record being read, "" if it has none yet */
	char signal[128];
	/** @pc: so too */
	char pc[192];
	/** @running: the last that the log says is that one has started */
	bool running;
	/** @told: "SIGSEGV (11), ..., at libx_skel.so+0x1c (f+0x8) x.c:12", or "" */
	char told[LOG_DEATH_TEXT];
};

void log_death_add(struct log_death *death, const char *line);
void log_death_describe(struct qda_device *dev, const char *program, char *text, size_t size);

#endif
