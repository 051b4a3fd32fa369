/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_ARGS_H
#define QDA_ARGS_H

#include <stdint.h>

#include "qda.h"

struct drm_qda_arg;
struct qda_bo;

int qda_args_sort(const struct qda_device *dev, const struct qda_call *call,
		  struct drm_qda_arg *sorted, uint32_t *scalars, uint64_t *bytes);
uint64_t qda_args_aligned(uint64_t size);
uint64_t qda_args_pack(const struct qda_bo *bo, uint64_t at,
		       struct drm_qda_arg *sorted, unsigned int count,
		       uint32_t scalars, uint64_t *user);
void qda_args_unpack(const struct qda_bo *bo, const struct drm_qda_arg *sorted,
		     unsigned int count, uint32_t scalars, const uint64_t *user);

#endif
