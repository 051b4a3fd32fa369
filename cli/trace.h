/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_CLI_TRACE_H
#define QDA_CLI_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/**
 * enum trace_kind - what has happened to a call
 */
enum trace_kind {
	/** @TRACE_BEGIN: a function of libqda was called */
	TRACE_BEGIN,
	/** @TRACE_ENTER: it has called the kernel */
	TRACE_ENTER,
	/** @TRACE_SEND: the driver has sent its message */
	TRACE_SEND,
	/** @TRACE_RECEIVED: the virtual DSP has read it */
	TRACE_RECEIVED,
	/** @TRACE_ASKED: it was handed to the process of its PD */
	TRACE_ASKED,
	/** @TRACE_BEGAN: a thread of the PD has begun */
	TRACE_BEGAN,
	/** @TRACE_ENDED: it was done */
	TRACE_ENDED,
	/** @TRACE_REPLIED: the virtual DSP has read the answer of the PD */
	TRACE_REPLIED,
	/** @TRACE_ANSWERED: it has sent the answer to the driver */
	TRACE_ANSWERED,
	/** @TRACE_ANSWER: the driver has read it */
	TRACE_ANSWER,
	/** @TRACE_DONE: the caller goes on in the kernel */
	TRACE_DONE,
	/** @TRACE_EXIT: and has left it */
	TRACE_EXIT,
	/** @TRACE_END: libqda has returned */
	TRACE_END,
};

/**
 * struct trace_event - when
 */
struct trace_event {
	/** @ns: CLOCK_MONOTONIC of this machine */
	int64_t ns;
	/** @kind: what */
	enum trace_kind kind;
	/** @thread: of the program, or of the PD */
	uint32_t thread;
	/** @client: number of the session, if the event tells */
	uint32_t client;
	/** @handle: of the remote object, if the event tells */
	uint32_t handle;
	/** @method: of it, if the event tells */
	uint32_t method;
	/** @ctx: context of the call, if the event tells */
	uint64_t ctx;
};

/**
 * struct trace - what was seen while a command ran
 */
struct trace {
	/** @events: ordered by time once trace_sort() was called */
	struct trace_event *events;
	/** @count: number of them */
	size_t count;
	/** @room: for how many there is memory */
	size_t room;
	/** @command: its name */
	const char *command;
	/** @pid: its process */
	int pid;
	/** @begin: when it was started */
	int64_t begin;
	/** @end: when it has ended */
	int64_t end;
	/** @has_dsp: whether the virtual DSP has told its part */
	bool has_dsp;
	/** @error_ns: how far its clock may be off */
	int64_t error_ns;
	/** @lost: events of the virtual DSP that nobody read in time */
	uint64_t lost;
};

int64_t trace_now(void);
int trace_add(struct trace *trace, const struct trace_event *event);
void trace_sort(struct trace *trace);

/* The kernel's part; all return 0 or -errno. */
int trace_kernel_start(int *marker);
int trace_kernel_stop(struct trace *trace);

/* The virtual DSP's part; there may be none. */
void trace_dsp_start(void);
int trace_dsp_stop(struct trace *trace);

int trace_write(const struct trace *trace, FILE *out);

#endif
