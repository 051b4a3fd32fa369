// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Scratch buffers: the kernel takes parts of buffers only, so the bytes that a
 * caller passes lie in one during the call. A session keeps some for its next
 * calls, as many as it had at the same time.
 */
#include <stddef.h>

#include "bo.h"
#include "qda.h"
#include "scratch.h"

/* A larger one is not worth keeping. */
#define SCRATCH_KEEP	(UINT64_C(1) << 20)

/* So that calls of different sizes share buffers. */
#define SCRATCH_MIN	(UINT64_C(16) << 10)

/**
 * qda_scratch_init() - keep none yet
 * @scratch: what a session keeps
 */
void qda_scratch_init(struct qda_scratch *scratch)
{
	scratch->count = 0;
	pthread_mutex_init(&scratch->lock, NULL);
}

/* One that is large enough, or NULL. */
static struct qda_bo *scratch_take(struct qda_scratch *scratch, uint64_t size)
{
	struct qda_bo *bo = NULL;

	pthread_mutex_lock(&scratch->lock);
	for (unsigned int i = scratch->count; !bo && i--;) {
		if (scratch->kept[i]->size < size)
			continue;
		bo = scratch->kept[i];
		scratch->kept[i] = scratch->kept[--scratch->count];
	}
	pthread_mutex_unlock(&scratch->lock);
	return bo;
}

/**
 * qda_scratch_get() - take a buffer for one call
 * @scratch: what the session keeps
 * @dev: its DSP
 * @size: bytes that must fit
 * @bo: where to put it; mapped, with anything in it
 *
 * Return: 0, or an error of qda_bo_create() or qda_bo_map().
 */
int qda_scratch_get(struct qda_scratch *scratch, struct qda_device *dev,
		    uint64_t size, struct qda_bo **bo)
{
	void *address;
	int ret;

	if (size < SCRATCH_MIN)
		size = SCRATCH_MIN;
	*bo = scratch_take(scratch, size);
	if (*bo)
		return 0;

	ret = qda_bo_create(dev, size, bo);
	if (ret)
		return ret;
	ret = qda_bo_map(*bo, &address);
	if (ret)
		qda_bo_close(*bo);
	return ret;
}

/**
 * qda_scratch_put() - give the buffer back
 * @scratch: what the session keeps
 * @bo: the buffer
 * @again: whether the DSP is done with it for sure
 */
void qda_scratch_put(struct qda_scratch *scratch, struct qda_bo *bo, bool again)
{
	struct qda_bo *drop = bo;

	if (again && bo->size <= SCRATCH_KEEP) {
		pthread_mutex_lock(&scratch->lock);
		if (scratch->count < SCRATCHES_MAX) {
			scratch->kept[scratch->count++] = bo;
			drop = NULL;
		} else if (scratch->kept[0]->size < bo->size) {
			drop = scratch->kept[0];
			scratch->kept[0] = bo;
		}
		pthread_mutex_unlock(&scratch->lock);
	}
	if (drop)
		qda_bo_close(drop);
}

/**
 * qda_scratch_fini() - drop what was kept
 * @scratch: of a session that makes no calls any more
 */
void qda_scratch_fini(struct qda_scratch *scratch)
{
	while (scratch->count)
		qda_bo_close(scratch->kept[--scratch->count]);
	pthread_mutex_destroy(&scratch->lock);
}
