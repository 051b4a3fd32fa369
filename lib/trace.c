// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * For "qda trace": where the library's part of a call begins and ends goes to the
 * descriptor that QDA_TRACE names, which is the kernel's trace_marker, so that it lies
 * on the kernel's time line. Without the variable a call costs two tests of a number.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "trace.h"

int qda_trace_fd = QDA_TRACE_UNKNOWN;

/* The environment is asked once. */
static int trace_descriptor(void)
{
	int fd = __atomic_load_n(&qda_trace_fd, __ATOMIC_RELAXED);
	const char *number;

	if (fd != QDA_TRACE_UNKNOWN)
		return fd;
	number = secure_getenv("QDA_TRACE");
	fd = number ? atoi(number) : QDA_TRACE_NONE;
	if (fd <= STDERR_FILENO || fcntl(fd, F_GETFD) < 0)
		fd = QDA_TRACE_NONE;
	__atomic_store_n(&qda_trace_fd, fd, __ATOMIC_RELAXED);
	return fd;
}

static void trace_mark(const char *text, int length)
{
	int fd = trace_descriptor();

	/* A mark that is lost is missed by nobody but the reader of the trace. */
	if (fd >= 0 && write(fd, text, (size_t)length) < 0)
		return;
}

/**
 * qda_trace_mark_begin() - write down that a call begins
 * @handle: the remote object
 * @method: its method
 */
void qda_trace_mark_begin(uint32_t handle, uint32_t method)
{
	char text[64];

	trace_mark(text, snprintf(text, sizeof(text), "qda_begin handle=%#x method=%u", handle,
				  method));
}

/**
 * qda_trace_mark_end() - write down that it ends
 */
void qda_trace_mark_end(void)
{
	trace_mark("qda_end", 7);
}
