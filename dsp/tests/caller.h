/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_CALLER_H
#define DSP_TESTS_CALLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define CALLER_SCALARS(method, in, out) ((uint32_t)(method) << 24 | (in) << 16 | (out) << 8)

/**
 * struct caller - a library that runs as a program
 */
struct caller {
	pid_t pid;
	/** @down: pipe to its standard input */
	int down;
	/** @up: pipe from its standard output */
	int up;
	/** @blocks: of its heap, that it has got and not given back */
	int blocks;
};

/**
 * struct caller_arg - an argument: @in of inputs, @out of outputs
 */
struct caller_arg {
	const void *in;
	void *out;
	size_t size;
};

void caller_init(const char *qemu, const char *folder);
struct caller caller_start(const char *name);
int caller_end(struct caller *solo);
bool caller_call_at(struct caller *solo, uint32_t scalars, uint32_t at_start, uint32_t gap,
		    const struct caller_arg *args, int32_t *result);
int32_t caller_call(struct caller *solo, uint32_t scalars, const struct caller_arg *args);

#endif
