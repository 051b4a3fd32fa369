/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_BO_H
#define QDA_BO_H

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
};

#endif
