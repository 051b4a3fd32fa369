/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_SESSION_H
#define QDA_SESSION_H

#include <stdint.h>

struct qda_device;

/**
 * struct qda_session - one relation to one process on the DSP
 */
struct qda_session {
	/** @dev: the DSP */
	struct qda_device *dev;
	/** @id: the kernel's number, meaningful on @dev's descriptor only */
	uint32_t id;
};

int qda_session_result(int32_t from_dsp, int32_t *result);

#endif
