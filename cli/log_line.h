/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_LOG_LINE_H
#define QDA_LOG_LINE_H

#include <stdbool.h>
#include <stdio.h>

/* In the place of a file: a line of the record of a death. */
#define LOG_LINE_RECORD	"pd"

/**
 * struct log_line - a line of a DSP's log, taken apart
 */
struct log_line {
	/** @whole: all of it */
	const char *whole;
	/** @dsp: name of the DSP, or "" if the line has another form */
	char dsp[16];
	/** @pd: number of the process, 0 if it is about none */
	unsigned long pd;
	/** @name: of the program, if it is about a start or an end, else "" */
	char name[64];
	/** @thread: number of the thread that has printed it */
	unsigned long thread;
	/** @level: 0 low, 1 medium, 2 high, 3 error, 4 fatal; -1 if it has none */
	int level;
	/** @file: where in the program, or "" */
	char file[80];
	/** @number: line of @file */
	unsigned long number;
	/** @text: what it says, a part of @whole */
	const char *text;
};

/**
 * struct log_filter - which lines are wanted
 */
struct log_filter {
	/** @pd: only of this process, or 0 */
	unsigned long pd;
	/** @level: only of this level or a higher one, or -1 */
	int level;
	/** @crash: only how processes have died */
	bool crash;
};

int log_line_level(const char *name);
void log_line_parse(struct log_line *line, const char *whole);
bool log_line_wanted(const struct log_line *line, const struct log_filter *filter);
void log_line_json(const struct log_line *line, FILE *out);

#endif
