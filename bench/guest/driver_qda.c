// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Q: qda's accel node, by libqda.
 */
#include <errno.h>
#include <stdlib.h>

#include <qda.h>

#include "driver.h"

#define QDA_TIMEOUT_NS	(20 * 1000000000ll)
#define QDA_BATCH_MAX	64u

static struct {
	struct qda_device *dev;
	struct qda_session *session;
	struct qda_module *module;
	struct qda_pipe *pipe;
	struct qda_bo *bo;
	struct qda_bo **registered;
	unsigned int registered_count;
	void *in;
	void *out;
	struct qda_arg args[POINT_ARGS];
	unsigned int count;
} q;

/* Buffers that the session has used once: they stay mapped for it. */
static int qda_register(unsigned int count)
{
	q.registered = calloc(count, sizeof(*q.registered));
	if (!q.registered)
		return -ENOMEM;
	for (; q.registered_count < count; q.registered_count++) {
		struct qda_bo **bo = &q.registered[q.registered_count];
		struct qda_arg arg;
		int ret = qda_bo_create(q.dev, 4096, bo);

		if (ret)
			return ret;
		arg = qda_arg_in_bo(*bo, 0, 4096);
		ret = qda_module_call(q.module, ECHO_SINK, &arg, 1, QDA_TIMEOUT_NS, NULL);
		if (ret)
			return ret;
	}
	return 0;
}

static int qda_arguments(const struct point *point)
{
	int ret = 0;

	q.count = 0;
	if (point->in) {
		q.in = calloc(1, point->in);
		q.args[q.count++] = qda_arg_in(q.in, point->in);
	}
	if (point->out) {
		q.out = calloc(1, point->out);
		q.args[q.count++] = qda_arg_out(q.out, point->out);
	}
	if (point->mapped && !point->apart)
		ret = qda_bo_create(q.dev, point->mapped * point->mapped_size, &q.bo);
	for (unsigned int i = 0; !ret && i < point->mapped; i++)
		q.args[q.count++] =
			point->apart ? qda_arg_in_bo(q.registered[i], 0, point->mapped_size) :
				       qda_arg_in_bo(q.bo, i * point->mapped_size,
						     point->mapped_size);
	return ret;
}

static int qda_open(const struct point *point)
{
	int ret;

	ret = qda_device_open("cdsp", &q.dev);
	if (ret)
		return ret;
	ret = qda_session_create(q.dev, 0, &q.session, NULL);
	if (ret)
		return ret;
	ret = qda_module_open(q.session, "echo", &q.module, NULL, NULL, 0);
	if (!ret && point->registered)
		ret = qda_register(point->registered);
	if (!ret && point->depth)
		ret = qda_pipe_open(q.session, 0, point->depth, &q.pipe);
	return ret ? ret : qda_arguments(point);
}

/* The calls of a batch are one job. */
static int qda_call_batch(const struct qda_call *call, unsigned int count)
{
	const struct qda_submit how = { .timeout_ns = QDA_TIMEOUT_NS };
	struct qda_call calls[QDA_BATCH_MAX];
	struct qda_job *job;
	int ret;

	for (unsigned int i = 0; i < count; i++)
		calls[i] = *call;
	ret = qda_submit(q.session, &how, calls, count, &job);
	return ret ? ret : qda_wait(job, QDA_TIMEOUT_NS, NULL);
}

static void qda_pushed(void *data, int error, int32_t result)
{
	int *ret = data;

	(void)result;
	if (error)
		*ret = error;
}

/* So many calls in flight, or as many in a job. */
static int qda_call_ahead(const struct point *point, unsigned int count)
{
	const struct qda_call call = {
		.handle = qda_module_handle(q.module), .method = driver_method(point),
		.args = q.args, .count = q.count,
	};
	int ret = 0, done = 0;

	for (unsigned int i = 0; !ret && !done && i < count; i += point->batch) {
		unsigned int left = count - i;

		if (point->batch > 1)
			ret = qda_call_batch(&call, left < point->batch ? left : point->batch);
		else
			ret = qda_pipe_push(q.pipe, &call, QDA_TIMEOUT_NS, qda_pushed, &done);
	}
	qda_pipe_drain(q.pipe);
	return ret ? ret : done;
}

static int qda_open_modules(unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		struct qda_module *module;
		int ret = qda_module_open(q.session, "calculator", &module, NULL, NULL, 0);

		if (ret)
			return ret;
		qda_module_close(module);
	}
	return 0;
}

static int qda_call(const struct point *point, unsigned int count)
{
	unsigned int method = driver_method(point);

	if (point->open)
		return qda_open_modules(count);
	if (point->depth)
		return qda_call_ahead(point, count);
	for (unsigned int i = 0; i < count; i++) {
		int ret = qda_module_call(q.module, method, q.args, q.count, QDA_TIMEOUT_NS, NULL);

		if (ret)
			return ret;
	}
	return 0;
}

static void qda_close(void)
{
	if (q.pipe)
		qda_pipe_close(q.pipe);
	if (q.module)
		qda_module_close(q.module);
	if (q.session)
		qda_session_close(q.session);
	while (q.registered_count)
		qda_bo_close(q.registered[--q.registered_count]);
	if (q.bo)
		qda_bo_close(q.bo);
	if (q.dev)
		qda_device_close(q.dev);
	free(q.registered);
	free(q.in);
	free(q.out);
	q.pipe = NULL;
	q.module = NULL;
	q.session = NULL;
	q.bo = NULL;
	q.dev = NULL;
	q.registered = NULL;
	q.in = q.out = NULL;
}

const struct driver driver_qda = {
	.name = "Q",
	.open = qda_open,
	.call = qda_call,
	.close = qda_close,
};
