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
#include "session.h"

/* A larger one is not worth keeping. */
#define SCRATCH_KEEP	(UINT64_C(1) << 20)

/* So that calls of different sizes share buffers. */
#define SCRATCH_MIN	(UINT64_C(16) << 10)

/**
 * qda_scratch_get() - take a buffer for one call
 * @session: the session
 * @size: bytes that must fit
 * @bo: where to put it; mapped, with anything in it
 *
 * The session stays until the buffer is given back.
 *
 * Return: 0, or an error of qda_bo_create() or qda_bo_map().
 */
int qda_scratch_get(struct qda_session *session, uint64_t size,
		    struct qda_bo **bo)
{
	struct qda_bo *kept = NULL;
	void *address;
	int ret;

	if (size < SCRATCH_MIN)
		size = SCRATCH_MIN;
	pthread_mutex_lock(&session->scratch_lock);
	for (unsigned int i = session->scratches; i--;) {
		if (session->scratch[i]->size < size)
			continue;
		kept = session->scratch[i];
		session->scratch[i] = session->scratch[--session->scratches];
		break;
	}
	pthread_mutex_unlock(&session->scratch_lock);
	qda_session_get(session);
	if (kept) {
		*bo = kept;
		return 0;
	}

	ret = qda_bo_create(session->dev, size, bo);
	if (!ret) {
		ret = qda_bo_map(*bo, &address);
		if (ret)
			qda_bo_close(*bo);
	}
	if (ret)
		qda_session_put(session);
	return ret;
}

/**
 * qda_scratch_put() - give the buffer back
 * @session: the session
 * @bo: the buffer
 * @again: whether the DSP is done with it for sure
 */
void qda_scratch_put(struct qda_session *session, struct qda_bo *bo,
		     bool again)
{
	struct qda_bo *drop = bo;

	if (again && bo->size <= SCRATCH_KEEP) {
		pthread_mutex_lock(&session->scratch_lock);
		if (session->scratches < SCRATCHES_MAX) {
			session->scratch[session->scratches++] = bo;
			drop = NULL;
		} else if (session->scratch[0]->size < bo->size) {
			drop = session->scratch[0];
			session->scratch[0] = bo;
		}
		pthread_mutex_unlock(&session->scratch_lock);
	}
	if (drop)
		qda_bo_close(drop);
	qda_session_put(session);
}

/**
 * qda_scratch_fini() - drop what was kept
 * @session: the session; it makes no calls any more
 */
void qda_scratch_fini(struct qda_session *session)
{
	while (session->scratches)
		qda_bo_close(session->scratch[--session->scratches]);
}
