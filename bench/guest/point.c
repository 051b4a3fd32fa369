// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
#include <string.h>

#include "point.h"

/* inbuf and routbuf are the names that Qualcomm's profiling example gives its sizes. */
static const struct point points[] = {
	{ .name = "noop" },
	{ .name = "in-256", .in = 256 },
	{ .name = "in-1K", .in = 1024 },
	{ .name = "echo-1K", .in = 1024, .out = 1024 },
	{ .name = "echo-64K", .in = 65536, .out = 65536 },
	{ .name = "inbuf-32K", .in = 32768 },
	{ .name = "inbuf-64K", .in = 65536 },
	{ .name = "inbuf-128K", .in = 131072 },
	{ .name = "inbuf-1M", .in = 1 << 20 },
	{ .name = "inbuf-4M", .in = 4 << 20 },
	{ .name = "inbuf-16M", .in = 16 << 20 },
	{ .name = "routbuf-32K", .out = 32768 },
	{ .name = "routbuf-64K", .out = 65536 },
	{ .name = "routbuf-128K", .out = 131072 },
	{ .name = "routbuf-1M", .out = 1 << 20 },
	{ .name = "routbuf-4M", .out = 4 << 20 },
	{ .name = "routbuf-16M", .out = 16 << 20 },
	{ .name = "mapped-4K", .mapped = 1, .mapped_size = 4096 },
	{ .name = "mapped-64M", .mapped = 1, .mapped_size = 64 << 20 },
	{ .name = "mapped-8x4K", .mapped = 8, .mapped_size = 4096 },
	{ .name = "mapped-32x4K", .mapped = 32, .mapped_size = 4096 },
	{ .name = "mapped-64x4K", .mapped = 64, .mapped_size = 4096 },
	{ .name = "buffers-32x4K", .mapped = 32, .mapped_size = 4096, .registered = 32,
	  .apart = true },
	{ .name = "registered-64", .mapped = 1, .mapped_size = 4096, .registered = 64 },
	{ .name = "registered-1024", .mapped = 1, .mapped_size = 4096, .registered = 1024 },
	{ .name = "registered-4096", .mapped = 1, .mapped_size = 4096, .registered = 4096 },
	{ .name = "open-module", .open = true },
	{ .name = "depth-1", .depth = 1, .batch = 1 },
	{ .name = "depth-8", .depth = 8, .batch = 1 },
	/* A session has 64 calls, and its listener one of them. */
	{ .name = "depth-63", .depth = 63, .batch = 1 },
	{ .name = "batch-8", .depth = 8, .batch = 8 },
	{ .name = "batch-63", .depth = 63, .batch = 63 },
	{ .name = "queue-16", .depth = 16, .queue = true },
	{ .name = "queue-16-50us", .depth = 16, .queue = true, .op_us = 50 },
};

const struct point *point_find(const char *name)
{
	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
		if (!strcmp(points[i].name, name))
			return &points[i];
	}
	return NULL;
}

const struct point *point_at(size_t index)
{
	return index < sizeof(points) / sizeof(points[0]) ? &points[index] : NULL;
}
