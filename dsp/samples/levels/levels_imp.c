// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The DSP's side of levels.idl, as it is written for Qualcomm's SDK: two threads, each
 * with half of the picture.
 */
#include <string.h>

#include "AEEStdErr.h"
#include "HAP_farf.h"
#include "HAP_mem.h"
#include "HAP_perf.h"
#include "levels.h"
#include "qurt.h"
#include "qurt_error.h"
#include "qurt_thread.h"

#define LEVELS_STACK	4096
#define LEVELS_THREADS	2

/* What a thread has to do. */
struct levels_part {
	const uint8_t *from;
	uint8_t *to;
	int count;
	levels_range range;
};

int levels_open(const char *uri, remote_handle64 *handle)
{
	*handle = (remote_handle64)(uintptr_t)uri;
	return AEE_SUCCESS;
}

int levels_close(remote_handle64 handle)
{
	return AEE_SUCCESS;
}

static levels_range levels_of(const uint8_t *pixels, int count)
{
	levels_range range = { 255, 0 };

	for (int i = 0; i < count; i++) {
		if (pixels[i] < range.darkest)
			range.darkest = pixels[i];
		if (pixels[i] > range.brightest)
			range.brightest = pixels[i];
	}
	return range;
}

int levels_find(remote_handle64 h, const unsigned char *pixels, int pixelsLen,
		levels_range *range)
{
	if (!pixelsLen)
		return AEE_EBADPARM;
	*range = levels_of(pixels, pixelsLen);
	return AEE_SUCCESS;
}

static void levels_work(void *data)
{
	struct levels_part *part = data;
	int width = part->range.brightest - part->range.darkest;

	for (int i = 0; i < part->count; i++)
		part->to[i] = width ? (part->from[i] - part->range.darkest) * 255 / width : 0;
	qurt_thread_exit(QURT_EOK);
}

static int levels_start(struct levels_part *part, void *stack, qurt_thread_t *thread)
{
	qurt_thread_attr_t attr;

	qurt_thread_attr_init(&attr);
	qurt_thread_attr_set_name(&attr, "levels");
	qurt_thread_attr_set_stack_addr(&attr, stack);
	qurt_thread_attr_set_stack_size(&attr, LEVELS_STACK);
	qurt_thread_attr_set_priority(&attr, qurt_thread_get_priority(qurt_thread_get_id()));
	return qurt_thread_create(thread, &attr, levels_work, part);
}

int levels_stretch(remote_handle64 h, const unsigned char *pixels, int pixelsLen,
		   unsigned char *stretched, int stretchedLen)
{
	struct levels_part parts[LEVELS_THREADS];
	qurt_thread_t threads[LEVELS_THREADS];
	uint64 begin = HAP_perf_get_time_us();
	int started = 0, status, half = pixelsLen / LEVELS_THREADS;
	void *stacks = NULL;
	levels_range range;

	if (!pixelsLen || stretchedLen != pixelsLen)
		return AEE_EBADPARM;
	if (HAP_malloc(LEVELS_THREADS * LEVELS_STACK, &stacks))
		return AEE_ENOMEMORY;
	range = levels_of(pixels, pixelsLen);
	for (; started < LEVELS_THREADS; started++) {
		int at = started * half;

		parts[started] = (struct levels_part){
			.from = pixels + at, .to = stretched + at, .range = range,
			.count = started == LEVELS_THREADS - 1 ? pixelsLen - at : half,
		};
		if (levels_start(&parts[started], (char *)stacks + started * LEVELS_STACK,
				 &threads[started]))
			break;
	}
	for (int i = 0; i < started; i++)
		qurt_thread_join(threads[i], &status);
	HAP_free(stacks);
	FARF(HIGH, "levels: %d pixels in %llu us", pixelsLen, HAP_perf_get_time_us() - begin);
	return started == LEVELS_THREADS ? AEE_SUCCESS : AEE_EFAILED;
}
