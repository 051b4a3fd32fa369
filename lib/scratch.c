// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Scratch buffers: the kernel takes parts of buffers only, so the bytes that a
 * caller passes lie in one during the call. A session keeps some for its next
 * calls, as many as it had at the same time; of the large ones only one, and that
 * not for long: a new one costs some thousand instructions for each of its pages.
 */
#include <stdbool.h>
#include <stddef.h>

#include "bo.h"
#include "qda.h"
#include "scratch.h"

/* A larger one is large; those that are not are kept up to this size together. */
#define SCRATCH_LARGE	(UINT64_C(1) << 20)
#define SCRATCH_KEEP_ALL	(UINT64_C(8) << 20)

/* Calls in a row that a large one is kept for without use. */
#define SCRATCH_LARGE_CALLS	1000

/* So that calls of different sizes share buffers. */
#define SCRATCH_MIN	(UINT64_C(16) << 10)

/**
 * qda_scratch_init() - keep none yet
 * @scratch: what a session keeps
 */
void qda_scratch_init(struct qda_scratch *scratch)
{
	scratch->count = 0;
	scratch->size = 0;
	scratch->large = NULL;
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
		scratch->size -= bo->size;
	}
	pthread_mutex_unlock(&scratch->lock);
	return bo;
}

/* The large one, or NULL if it is in use, or too small. */
static struct qda_bo *scratch_take_large(struct qda_scratch *scratch, uint64_t size)
{
	struct qda_bo *bo = NULL;

	pthread_mutex_lock(&scratch->lock);
	if (scratch->large && scratch->large->size >= size) {
		bo = scratch->large;
		scratch->large = NULL;
	}
	pthread_mutex_unlock(&scratch->lock);
	return bo;
}

/* Keep it in the place of a smaller one. Return: the one that is not kept, or NULL. */
static struct qda_bo *scratch_keep_large(struct qda_scratch *scratch, struct qda_bo *bo)
{
	struct qda_bo *other = scratch->large;

	if (other && other->size >= bo->size)
		return bo;
	scratch->large = bo;
	scratch->large_calls = 0;
	return other;
}

/* A call that had no use for it is over. Return: the large one, if that is enough. */
static struct qda_bo *scratch_drop_large(struct qda_scratch *scratch)
{
	struct qda_bo *bo = scratch->large;

	if (!bo || ++scratch->large_calls < SCRATCH_LARGE_CALLS)
		return NULL;
	scratch->large = NULL;
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
	*bo = size > SCRATCH_LARGE ? scratch_take_large(scratch, size) :
				     scratch_take(scratch, size);
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

static bool scratch_fits(const struct qda_scratch *scratch, uint64_t size)
{
	return scratch->count < SCRATCHES_MAX && scratch->size + size <= SCRATCH_KEEP_ALL;
}

/* Small ones make place: a call that found none large enough finds this the next time. */
static bool scratch_keep(struct qda_scratch *scratch, struct qda_bo *bo)
{
	for (unsigned int i = scratch->count; i-- && !scratch_fits(scratch, bo->size);) {
		struct qda_bo *other = scratch->kept[i];

		if (other->size >= bo->size)
			continue;
		scratch->kept[i] = scratch->kept[--scratch->count];
		scratch->size -= other->size;
		qda_bo_close(other);
	}
	if (!scratch_fits(scratch, bo->size))
		return false;
	scratch->kept[scratch->count++] = bo;
	scratch->size += bo->size;
	return true;
}

/**
 * qda_scratch_put() - give the buffer back
 * @scratch: what the session keeps
 * @bo: the buffer
 * @again: whether the DSP is done with it for sure
 */
void qda_scratch_put(struct qda_scratch *scratch, struct qda_bo *bo, bool again)
{
	struct qda_bo *dropped = NULL;

	pthread_mutex_lock(&scratch->lock);
	if (bo->size <= SCRATCH_LARGE)
		dropped = scratch_drop_large(scratch);
	if (again && bo->size > SCRATCH_LARGE)
		bo = scratch_keep_large(scratch, bo);
	else if (again && scratch_keep(scratch, bo))
		bo = NULL;
	pthread_mutex_unlock(&scratch->lock);
	if (dropped)
		qda_bo_close(dropped);
	if (bo)
		qda_bo_close(bo);
}

/**
 * qda_scratch_fini() - drop what was kept
 * @scratch: of a session that makes no calls any more
 */
void qda_scratch_fini(struct qda_scratch *scratch)
{
	while (scratch->count)
		qda_bo_close(scratch->kept[--scratch->count]);
	if (scratch->large)
		qda_bo_close(scratch->large);
	pthread_mutex_destroy(&scratch->lock);
}
