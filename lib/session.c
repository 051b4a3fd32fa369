// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Sessions: one relation to one process of the DSP. How it begins and ends is
 * in session_open.c.
 */
#include <errno.h>
#include <stdlib.h>

#include "device.h"
#include "session.h"

/* FastRPC counts sessions of a process on one DSP from 0. */
#define SESSION_NUMBER_MAX	3

/**
 * qda_session_result() - hand over what the DSP said
 * @from_dsp: its result
 * @result: where the caller wants it, or NULL
 *
 * Return: 0; -EREMOTEIO if a result other than 0 would get lost.
 */
int qda_session_result(int32_t from_dsp, int32_t *result)
{
	if (result)
		*result = from_dsp;
	else if (from_dsp)
		return -EREMOTEIO;
	return 0;
}

static void session_free(struct qda_session *session)
{
	qda_scratch_fini(&session->scratch);
	qda_supply_fini(&session->supply);
	pthread_mutex_destroy(&session->lock);
	free(session);
}

/**
 * qda_session_get() - keep a session for the rest of a call
 * @session: the session
 *
 * Another thread may close it meanwhile: the call then ends, and must not find
 * its session gone.
 */
void qda_session_get(struct qda_session *session)
{
	session->users++;
}

/**
 * qda_session_put() - give up a session; the last one frees it
 * @session: the session
 */
void qda_session_put(struct qda_session *session)
{
	if (!--session->users)
		session_free(session);
}

/**
 * qda_session_alloc() - make a session that is not open yet
 * @dev: the DSP
 *
 * All that may fail on this side comes before the DSP is asked.
 *
 * Return: the session, for qda_session_put(); NULL without memory.
 */
struct qda_session *qda_session_alloc(struct qda_device *dev)
{
	struct qda_session *made = calloc(1, sizeof(*made));

	if (!made)
		return NULL;
	made->dev = dev;
	made->users = 1;
	pthread_mutex_init(&made->lock, NULL);
	qda_scratch_init(&made->scratch);
	if (qda_supply_init(&made->supply, dev->info.domain)) {
		session_free(made);
		return NULL;
	}
	return made;
}

int qda_session_set_path(struct qda_session *session, const char *path)
{
	return qda_supply_set_path(&session->supply, path,
				   session->dev->info.domain);
}

uint32_t qda_session_id(const struct qda_session *session)
{
	return session->id;
}

int qda_session_set_number(struct qda_session *session, uint32_t number)
{
	if (number > SESSION_NUMBER_MAX)
		return -EINVAL;
	session->number = number;
	return 0;
}

void qda_session_set_ended(struct qda_session *session,
			   void (*ended)(void *context, int error),
			   void *context)
{
	session->ended = ended;
	session->ended_context = context;
}

void qda_session_set_mapper(struct qda_session *session,
			    const struct qda_mapper *mapper, void *context)
{
	session->mapper = mapper;
	session->mapper_context = context;
}
