/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_CMD_H
#define QDA_CMD_H

#include <stdint.h>

#define CMD_NS_PER_S	INT64_C(1000000000)

/* The longest limit, a day. */
#define CMD_SECONDS_MAX	86400

/**
 * enum cmd_exit - exit status of the command; part of its interface
 */
enum cmd_exit {
	/** @CMD_OK: done */
	CMD_OK = 0,
	/** @CMD_FAILED: tried and failed; the sentence on stderr says why */
	CMD_FAILED = 1,
	/** @CMD_USAGE: not understood, nothing was tried */
	CMD_USAGE = 2,
	/** @CMD_NO_DSP: there is no DSP to work with */
	CMD_NO_DSP = 3,
};

/**
 * struct cmd_options - options before the sub-command
 */
struct cmd_options {
	/** @device: DSP by domain or path; NULL for the sub-command's choice */
	const char *device;
	/** @wait_ns: limit for waits for the DSP and for a bank, or QDA_NO_WAIT */
	int64_t wait_ns;
};

__attribute__((format(printf, 1, 2)))
void cmd_complain(const char *format, ...);
int cmd_bad_option(const char *command, char **argv, int option);
int cmd_parse_number(const char *text, unsigned long min, unsigned long max,
		     const char *what, unsigned long *number);

int cmd_call(const struct cmd_options *options, int argc, char **argv);
int cmd_demo(const struct cmd_options *options, int argc, char **argv);
int cmd_doctor(const struct cmd_options *options, int argc, char **argv);
int cmd_dump(const struct cmd_options *options, int argc, char **argv);
int cmd_info(const struct cmd_options *options, int argc, char **argv);
int cmd_log(const struct cmd_options *options, int argc, char **argv);
int cmd_new(const struct cmd_options *options, int argc, char **argv);
int cmd_top(const struct cmd_options *options, int argc, char **argv);
int cmd_trace(const struct cmd_options *options, int argc, char **argv);

#endif
