/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_BUFFER_H
#define TESTS_BUFFER_H

#include <pthread.h>
#include <stddef.h>

#include "tools/remote.h"

/*
 * Buffers that more than one party has, and calls with them. Functions without
 * a return value fail the case if something does not do what it should.
 */

/**
 * struct buffer_call - a call with a buffer that another thread waits for
 * @thread: the thread
 * @remote: module selftest
 * @arg: the buffer
 * @scalars: SELF_FILL, with seed 1; or SELF_CHECKSUM(1)
 * @deadline: when the caller gives up
 * @done: the call has ended
 * @ret: how: 0 or -errno
 */
struct buffer_call {
	pthread_t thread;
	const struct remote *remote;
	struct drm_qda_arg arg;
	__u32 scalars;
	__s64 deadline;
	int done;
	int ret;
};

/* Has the DSP write the pattern, or read it: 0 or -errno. */
int buffer_fill(const struct remote *r, __u32 seed, struct drm_qda_arg out, __s64 deadline);
int buffer_sum(const struct remote *r, struct drm_qda_arg in, uint64_t *sum, __s64 deadline);

/* The DSP writes the pattern to a part of an object. */
void buffer_write(const struct remote *r, __u32 seed, __u32 handle, __u64 offset, __u64 size);
/* The DSP finds the pattern in a part of an object. */
void buffer_check(const struct remote *r, __u32 seed, __u32 handle, __u64 offset, __u64 size);

void buffer_call_start(struct buffer_call *call);
int buffer_call_end(struct buffer_call *call);
/* The same call, and the DSP is known to have it. */
void buffer_call_start_sent(struct buffer_call *call);

/* Maps a dma-buf or memfd, writable. */
void *buffer_map(int fd, size_t size);
/* Memory of other makers: an object @size bytes big, its memfd, its dma-buf. */
int buffer_memfd(size_t size);
int buffer_udmabuf(int memfd, __u64 offset, __u64 size);
/* The node of vgem, which makes memory with fences; -ENOENT if the kernel has none. */
int buffer_open_vgem(void);

/* A counter of the driver must come to a value. */
void buffer_counter(const char *key, long value);

#endif
