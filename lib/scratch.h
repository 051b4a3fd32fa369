/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_SCRATCH_H
#define QDA_SCRATCH_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* That a session keeps: one for each call that it can have at the same time. */
#define SCRATCHES_MAX	64

struct qda_bo;
struct qda_device;

/**
 * struct qda_scratch - buffers for the bytes of calls
 */
struct qda_scratch {
	/** @lock: protects the others */
	pthread_mutex_t lock;
	/** @kept: buffers that no call has */
	struct qda_bo *kept[SCRATCHES_MAX];
	/** @count: how many there are */
	unsigned int count;
	/** @size: bytes that they have together */
	uint64_t size;
	/** @large: one more, a large one, or NULL */
	struct qda_bo *large;
	/** @large_calls: calls since it was used last */
	unsigned int large_calls;
};

void qda_scratch_init(struct qda_scratch *scratch);
int qda_scratch_get(struct qda_scratch *scratch, struct qda_device *dev,
		    uint64_t size, struct qda_bo **bo);
void qda_scratch_put(struct qda_scratch *scratch, struct qda_bo *bo, bool again);
void qda_scratch_fini(struct qda_scratch *scratch);

#endif
