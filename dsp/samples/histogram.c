// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * How often each of the 256 values of a byte occurs. Method 2 counts in the thread
 * that serves the call; method 3 divides the work among threads of QuRT.
 */
#include <qda/qurt.h>
#include <qda/skel.h>
#include <stdlib.h>

#define HISTOGRAM_BINS		256u
#define HISTOGRAM_THREADS_MAX	8u
#define HISTOGRAM_STACK		4096u

/* One thread's part. The counts are its own, so there is nothing to lock. */
struct histogram_part {
	const uint8_t *bytes;
	uint32_t size;
	uint32_t counts[HISTOGRAM_BINS];
	uint8_t stack[HISTOGRAM_STACK];
};

static void histogram_add(uint32_t *counts, const uint8_t *bytes, uint32_t size)
{
	for (uint32_t i = 0; i < size; i++)
		counts[bytes[i]]++;
}

int histogram_count(void *state, struct skel_arg *in, struct skel_arg *out)
{
	uint32_t *counts = out[0].data;

	for (uint32_t i = 0; i < HISTOGRAM_BINS; i++)
		counts[i] = 0;
	histogram_add(counts, in[0].data, in[0].size);
	return 0;
}

void histogram_thread(void *argument)
{
	struct histogram_part *part = argument;

	histogram_add(part->counts, part->bytes, part->size);
	qurt_thread_exit(0);
}

static int histogram_start(struct histogram_part *part, qurt_thread_t *id)
{
	qurt_thread_attr_t attr;

	qurt_thread_attr_init(&attr);
	__builtin_memcpy(attr.name, "histogram", sizeof("histogram"));
	attr.stack_addr = part->stack;
	attr.stack_size = sizeof(part->stack);
	return qurt_thread_create(id, &attr, histogram_thread, part);
}

/* All that was started has ended when this returns: the stacks are freed next. */
static int histogram_run(struct histogram_part *parts, uint32_t count)
{
	qurt_thread_t ids[HISTOGRAM_THREADS_MAX];
	uint32_t started = 0;
	int ret = 0, status;

	while (!ret && started < count) {
		ret = histogram_start(&parts[started], &ids[started]);
		started += !ret;
	}
	while (started--)
		qurt_thread_join(ids[started], &status);
	return ret ? SKEL_EFAILED : 0;
}

int histogram_count_threads(void *state, struct skel_arg *in, struct skel_arg *out)
{
	uint32_t threads = *(const uint32_t *)in[0].data;
	const uint8_t *bytes = in[1].data;
	uint32_t *counts = out[0].data;
	struct histogram_part *parts;
	int ret;

	if (!threads || threads > HISTOGRAM_THREADS_MAX)
		return SKEL_EBADPARM;
	parts = calloc(threads, sizeof(*parts));
	if (!parts)
		return SKEL_ENOMEMORY;
	for (uint32_t i = 0; i < threads; i++) {
		uint32_t from = (uint64_t)in[1].size * i / threads;

		parts[i].bytes = bytes + from;
		parts[i].size = (uint64_t)in[1].size * (i + 1) / threads - from;
	}
	ret = histogram_run(parts, threads);
	for (uint32_t bin = 0; !ret && bin < HISTOGRAM_BINS; bin++) {
		counts[bin] = 0;
		for (uint32_t i = 0; i < threads; i++)
			counts[bin] += parts[i].counts[bin];
	}
	free(parts);
	return ret;
}

#define HISTOGRAM_METHODS(METHOD)						\
	METHOD(2, histogram_count, "count in:u8[]:bytes out:u32[256]:counts")	\
	METHOD(3, histogram_count_threads,					\
	       "count_threads in:u32:threads in:u8[]:bytes out:u32[256]:counts")

SKEL(histogram, HISTOGRAM_METHODS);
