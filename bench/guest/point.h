/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef BENCH_POINT_H
#define BENCH_POINT_H

#include <stdbool.h>
#include <stddef.h>

/* Mapped arguments that a point can have. */
#define POINT_ARGS	64u

/**
 * struct point - one kind of call
 * @name: name of the point
 * @in: bytes that are copied to the DSP
 * @out: bytes that are copied back
 * @mapped: arguments that are parts of a buffer which the DSP sees in place
 * @mapped_size: bytes of each of these
 * @registered: further buffers that the session knows
 * @apart: each mapped argument is one of these, whole
 * @open: no call, but a module opened and closed; from its file, if PDs run Hexagon code
 * @depth: calls in flight at a time; 0 is a call that waits
 * @batch: calls handed over at a time; with @depth only
 * @queue: no calls, but operations in a queue of packets, @depth of them under way
 * @op_us: microseconds that each takes on the DSP, by its clock
 */
struct point {
	const char *name;
	size_t in;
	size_t out;
	unsigned int mapped;
	size_t mapped_size;
	unsigned int registered;
	bool apart;
	bool open;
	unsigned int depth;
	unsigned int batch;
	bool queue;
	unsigned int op_us;
};

/* The point of that name, or NULL. */
const struct point *point_find(const char *name);
/* The points one after the other; NULL after the last. */
const struct point *point_at(size_t index);

#endif
