/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_DUMP_H
#define QDA_DUMP_H

#include <stddef.h>

/* Dumps of one machine. */
#define DUMP_MAX	64

/**
 * struct dump - what one dump says
 */
struct dump {
	/** @path: its file */
	char path[128];
	/** @domain: the DSP */
	char domain[32];
	/** @time: when it was made, in seconds of the wall clock */
	long long time;
	/** @reason: who has died */
	char reason[64];
	/** @signal: signal and meaning, "" if it has no record */
	char signal[128];
	/** @pc: where */
	char pc[128];
};

size_t dump_list(const char *root, struct dump *dumps, size_t max, size_t *unread);

#endif
