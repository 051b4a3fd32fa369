/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_TRACE_H
#define QDA_TRACE_H

#include <stdint.h>

/* Of the descriptor for marks: nobody has looked yet; there is none. */
#define QDA_TRACE_UNKNOWN	(-2)
#define QDA_TRACE_NONE		(-1)

/* Written once, by whichever thread comes first; all would write the same. */
extern int qda_trace_fd;

void qda_trace_mark_begin(uint32_t handle, uint32_t method);
void qda_trace_mark_end(void);

/* A call of the library begins, on this thread. */
static inline void qda_trace_begin(uint32_t handle, uint32_t method)
{
	if (__atomic_load_n(&qda_trace_fd, __ATOMIC_RELAXED) != QDA_TRACE_NONE)
		qda_trace_mark_begin(handle, method);
}

/* It ends. */
static inline void qda_trace_end(void)
{
	if (__atomic_load_n(&qda_trace_fd, __ATOMIC_RELAXED) != QDA_TRACE_NONE)
		qda_trace_mark_end();
}

#endif
