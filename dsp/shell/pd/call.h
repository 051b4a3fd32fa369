/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_CALL_H
#define DSP_SHELL_CALL_H

#include <stdint.h>

#include "contract/mailbox.h"

/**
 * struct call - a call of a method that a worker is making; for the fault record
 */
struct call {
	const char *library;
	uint32_t sc;
	uint32_t arg_count;
	/** @args: NULL if they are the shell's own */
	const struct mailbox_arg *args;
};

#define CALL_METHOD(sc)		((sc) >> 24 & 0x1f)
#define CALL_INBUFS(sc)		((sc) >> 16 & 0xff)
#define CALL_OUTBUFS(sc)	((sc) >> 8 & 0xff)
#define CALL_INHANDLES(sc)	((sc) >> 4 & 0xf)
#define CALL_OUTHANDLES(sc)	((sc) & 0xf)
#define CALL_ARGS(sc) \
	(CALL_INBUFS(sc) + CALL_OUTBUFS(sc) + CALL_INHANDLES(sc) + CALL_OUTHANDLES(sc))

/**
 * struct call_arg - how a method sees an argument: a handle lies in the slot itself
 */
union call_arg {
	struct {
		uint32_t address;
		uint32_t len;
	} buffer;
	struct {
		int32_t fd;
		uint32_t offset;
	} dma;
	uint64_t handle;
};

_Static_assert(sizeof(union call_arg) == 8, "remote_arg");

#endif
