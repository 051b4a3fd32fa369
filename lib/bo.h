/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_BO_H
#define QDA_BO_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct qda_device;

/**
 * struct qda_bo - memory that CPU and DSP share
 */
struct qda_bo {
	/** @dev: the device on whose descriptor @handle means this buffer */
	struct qda_device *dev;
	/** @size: bytes, a multiple of the page size */
	uint64_t size;
	/** @address: where it is mapped, or NULL */
	void *address;
	/** @handle: GEM handle, never 0 */
	uint32_t handle;
	/** @syncobj: gets the fence of a job that has its bytes here, or 0 */
	uint32_t syncobj;
	/** @users: the program, and maps that DSP code knows by @handle */
	atomic_uint users;
	/** @imported: made from a dma-buf, which alone can be mapped */
	bool imported;
	/** @shared: has, or had, a dma-buf: is in the list of @dev */
	bool shared;
	/** @next: the next shared buffer of @dev */
	struct qda_bo *next;
};

void qda_bo_get(struct qda_bo *bo);
int qda_bo_put(struct qda_bo *bo);

#endif
