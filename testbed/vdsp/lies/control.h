/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_CONTROL_H
#define VDSP_CONTROL_H

#include <stddef.h>
#include <stdint.h>

#include "fastrpc/fastrpc.h"
#include "link/lifecycle.h"

/**
 * struct control_ops - what the control line needs of the program around it
 */
struct control_ops {
	/**
	 * @crash: crash the running DSP named @dsp (NULL: the first of the board).
	 * Return: 0, -ENODEV (no such DSP) or -ENOTCONN (it does not run).
	 */
	int (*crash)(void *host, const char *dsp, enum crash_kind kind);
	/** @stats: sum over all DSPs into @stats; @faults gets the number of SMMU faults. */
	void (*stats)(void *host, struct fastrpc_stats *stats, uint64_t *faults);
};

void control_line(const struct control_ops *ops, void *host, const char *line,
		  char *answer, size_t size);

#endif /* VDSP_CONTROL_H */
