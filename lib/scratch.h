/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_SCRATCH_H
#define QDA_SCRATCH_H

#include <stdbool.h>
#include <stdint.h>

/* That a session keeps. */
#define SCRATCHES_MAX	8

struct qda_bo;
struct qda_session;

int qda_scratch_get(struct qda_session *session, uint64_t size,
		    struct qda_bo **bo);
void qda_scratch_put(struct qda_session *session, struct qda_bo *bo,
		     bool again);
void qda_scratch_fini(struct qda_session *session);

#endif
