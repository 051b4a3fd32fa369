// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The listener. A DSP needs files and memory of the CPU, but can only answer
 * calls. So each session has one thread that calls next2 of the DSP's listener
 * object; the DSP answers when its code makes a call to the CPU, and gets the
 * outcome with the following next2. When the session ends, next2 fails and the
 * thread ends.
 *
 * The object is handle 7, or 3 on an older DSP, with other method numbers. A
 * DSP that has neither asks for nothing.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "apps_mem.h"
#include "apps_std.h"
#include "device.h"
#include "listener.h"
#include "reverse.h"
#include "session.h"

/* Inputs up to this size come with next2; they are file names, mostly. */
#define LISTENER_CAPACITY	4096u
/* No method that is served has more. */
#define LISTENER_IN_MAX		(1u << 20)
/* Memory for outputs that is kept from call to call. */
#define LISTENER_OUT_KEEP	(256u << 10)

#define LISTENER_TIMEOUT_NS	INT64_C(10000000000)

/* What the DSP calls the objects of the CPU; 0 is remotectl, by definition. */
enum listener_handle {
	LISTENER_REMOTECTL = 0,
	LISTENER_STD,
	LISTENER_MEM,
};

/* AEE_EINTERRUPTED, from the DSP and from its transport: call again. */
#define LISTENER_INTERRUPTED	46
#define LISTENER_AEE_DSP	0x80000400u
#define LISTENER_INTERRUPTS_MAX	1000

/**
 * struct listener_object - a remote object that has reverse calls
 */
struct listener_object {
	/** @handle: the object */
	uint32_t handle;
	/** @init: its method that begins */
	uint32_t init;
	/** @next: its method that waits for a call */
	uint32_t next;
	/** @more: its method that brings inputs that were too large for @next */
	uint32_t more;
};

static const struct listener_object listener_objects[] = {
	{ 7, 5, 6, 7 },
	{ 3, 3, 4, 5 },
};

/**
 * struct listener_outcome - first input of next2: of the call before
 */
struct listener_outcome {
	/** @context: the DSP's name of that call, 0 if there is none */
	uint32_t context;
	/** @result: its result, -1 if there is none */
	int32_t result;
	/** @size: bytes of its packed outputs */
	uint32_t size;
	/** @capacity: bytes of packed inputs that fit now */
	uint32_t capacity;
};

/**
 * struct listener_request - first output of next2: the call that is wanted
 */
struct listener_request {
	/** @context: the DSP's name of the call */
	uint32_t context;
	/** @handle: object of the CPU */
	uint32_t handle;
	/** @scalars: method, counts of arguments */
	uint32_t scalars;
	/** @size: bytes of its packed inputs, perhaps more than fitted */
	uint32_t size;
};

/**
 * struct qda_listener - the listener of one session
 */
struct qda_listener {
	/** @session: the session */
	struct qda_session *session;
	/** @object: the object of the DSP */
	const struct listener_object *object;
	/** @thread: all below is its own, but for the memory's map */
	pthread_t thread;
	/** @outcome: of the call before */
	struct listener_outcome outcome;
	/** @request: the call that the DSP wants */
	struct listener_request request;
	/** @in: packed inputs, at least LISTENER_CAPACITY bytes */
	uint8_t *in;
	/** @in_room: bytes at @in */
	size_t in_room;
	/** @out: packed outputs, or NULL */
	uint8_t *out;
	/** @out_room: bytes at @out */
	size_t out_room;
	/** @error: why there is no next call: 0 or -errno */
	int error;
	/** @std: files */
	struct qda_apps_std std;
	/** @mem: memory */
	struct qda_apps_mem mem;
};

/* Room for @size bytes; what was there may be lost. */
static int listener_grow(uint8_t **bytes, size_t *room, size_t size)
{
	uint8_t *grown;

	if (size <= *room)
		return 0;
	grown = realloc(*bytes, size);
	if (!grown)
		return -ENOMEM;
	*bytes = grown;
	*room = size;
	return 0;
}

/* Name to handle. An unknown name is no failure of the call. */
static int32_t listener_open(void *object, struct qda_reverse *call)
{
	const char *name = qda_reverse_text(call, 1, 0);
	uint32_t answer[2] = { 0 };

	(void)object;
	if (!name)
		return QDA_REVERSE_EBADPARM;
	if (!strcmp(name, "apps_std"))
		answer[0] = LISTENER_STD;
	else if (!strcmp(name, "apps_mem"))
		answer[0] = LISTENER_MEM;
	else
		answer[1] = QDA_REVERSE_ENOSUCHMOD;
	qda_reverse_put(call, 0, answer, sizeof(answer));
	return 0;
}

static int32_t listener_close(void *object, struct qda_reverse *call)
{
	uint32_t handle = qda_reverse_u32(call, 0);
	uint32_t error = 0;

	(void)object;
	if (handle != LISTENER_STD && handle != LISTENER_MEM)
		error = QDA_REVERSE_EINVHANDLE;
	qda_reverse_put(call, 0, &error, sizeof(error));
	return 0;
}

static const struct qda_reverse_method listener_methods[] = {
	{ 0, 2, 2, 8, 8, listener_open },
	{ 1, 1, 2, 8, 4, listener_close },
};

static int32_t listener_dispatch(struct qda_listener *listener,
				 struct qda_reverse *call)
{
	switch (listener->request.handle) {
	case LISTENER_REMOTECTL:
		return qda_reverse_run(call,
				       qda_reverse_find(call, listener_methods,
							QDA_REVERSE_COUNT(listener_methods)),
				       NULL);
	case LISTENER_STD:
		return qda_apps_std_serve(&listener->std, call);
	case LISTENER_MEM:
		return qda_apps_mem_serve(&listener->mem, call);
	default:
		return QDA_REVERSE_EINVHANDLE;
	}
}

/* Brings the inputs that did not come with next2. */
static int32_t listener_fetch(struct qda_listener *listener)
{
	const struct listener_request *request = &listener->request;
	uint32_t in[3] = {
		request->context, LISTENER_CAPACITY,
		request->size - LISTENER_CAPACITY,
	};
	uint32_t needed = 0;
	int32_t result = 0;
	struct qda_arg args[3];

	if (request->size <= LISTENER_CAPACITY)
		return 0;
	if (request->size > LISTENER_IN_MAX)
		return QDA_REVERSE_EBADSIZE;
	if (listener_grow(&listener->in, &listener->in_room, request->size))
		return QDA_REVERSE_ENOMEMORY;

	args[0] = qda_arg_in(in, sizeof(in));
	args[1] = qda_arg_out(&needed, sizeof(needed));
	args[2] = qda_arg_out(listener->in + LISTENER_CAPACITY, in[2]);
	if (qda_invoke(listener->session, listener->object->handle,
		       listener->object->more, args, 3, LISTENER_TIMEOUT_NS,
		       &result) || result)
		return QDA_REVERSE_EFAILED;
	return needed > request->size ? QDA_REVERSE_EBADPARM : 0;
}

/* Serves the call and leaves its outputs in @out. */
static int32_t listener_serve(struct qda_listener *listener)
{
	struct qda_reverse call;
	size_t out_size;
	int32_t ret;

	ret = listener_fetch(listener);
	if (!ret)
		ret = qda_reverse_unpack(&call, listener->request.scalars,
					 listener->in, listener->request.size);
	if (ret)
		return ret;

	out_size = qda_reverse_out_size(&call);
	if (listener_grow(&listener->out, &listener->out_room, out_size))
		return QDA_REVERSE_ENOMEMORY;
	qda_reverse_place(&call, listener->out);
	ret = listener_dispatch(listener, &call);
	if (!ret)
		listener->outcome.size = (uint32_t)out_size;
	return ret;
}

/* -errno; or 0 and what the DSP said. */
static int listener_call_next(struct qda_listener *listener, int32_t *said)
{
	const struct qda_arg args[] = {
		qda_arg_in(&listener->outcome, sizeof(listener->outcome)),
		qda_arg_in(listener->out, listener->outcome.size),
		qda_arg_out(&listener->request, sizeof(listener->request)),
		qda_arg_out(listener->in, LISTENER_CAPACITY),
	};

	return qda_invoke(listener->session, listener->object->handle,
			  listener->object->next, args, 4, 0, said);
}

static bool listener_was_interrupted(int32_t said)
{
	return said == LISTENER_INTERRUPTED ||
	       (uint32_t)said == LISTENER_AEE_DSP + LISTENER_INTERRUPTED;
}

/* Waits for the next call. Whether there is one; else the session is over. */
static bool listener_next(struct qda_listener *listener)
{
	for (int again = 0; again < LISTENER_INTERRUPTS_MAX; again++) {
		int32_t said = 0;
		int ret = listener_call_next(listener, &said);

		if (ret == -ENOMEM && listener->outcome.size) {
			/* The outputs are too many: the DSP must know. */
			listener->outcome.result = QDA_REVERSE_ENOMEMORY;
			listener->outcome.size = 0;
			continue;
		}
		if (!ret && !said)
			return true;
		listener->error = ret;
		if (ret || !listener_was_interrupted(said))
			return false;
		/* The process has moved, and forgotten the call before. */
		listener->outcome.context = 0;
		listener->outcome.result = -1;
		listener->outcome.size = 0;
	}
	return false;
}

/* What the program does not know by itself: the process or the DSP has gone. */
static void listener_tell_end(const struct qda_listener *listener)
{
	const struct qda_session *session = listener->session;

	if (session->ended && (listener->error == -ECONNABORTED ||
			       listener->error == -ECONNRESET ||
			       listener->error == -ENODEV))
		session->ended(session->ended_context, listener->error);
}

static void *listener_run(void *data)
{
	struct qda_listener *listener = data;

	while (listener_next(listener)) {
		listener->outcome.context = listener->request.context;
		listener->outcome.size = 0;
		listener->outcome.result = listener_serve(listener);
		if (listener->out_room > LISTENER_OUT_KEEP &&
		    listener->outcome.size <= LISTENER_OUT_KEEP) {
			free(listener->out);
			listener->out = NULL;
			listener->out_room = 0;
		}
	}
	listener_tell_end(listener);
	return NULL;
}

/* Which object has the DSP? NULL if none that wants to listen to us. */
static const struct listener_object *listener_init(struct qda_session *session)
{
	for (size_t i = 0; i < sizeof(listener_objects) /
	     sizeof(listener_objects[0]); i++) {
		const struct listener_object *object = &listener_objects[i];

		if (!qda_invoke(session, object->handle, object->init, NULL, 0,
				LISTENER_TIMEOUT_NS, NULL))
			return object;
	}
	return NULL;
}

/*
 * A thread that gets none of the program's signals. Its stack has the usual
 * size, as it is not known how much of it the program's thread-local memory takes.
 */
static int listener_create_thread(struct qda_listener *listener)
{
	sigset_t all, old;
	int ret;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	ret = pthread_create(&listener->thread, NULL, listener_run, listener);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return -ret;
}

static int listener_create(struct qda_session *session,
			   const struct listener_object *object)
{
	struct qda_listener *made;
	int ret = -ENOMEM;

	made = calloc(1, sizeof(*made));
	if (!made)
		return -ENOMEM;
	made->session = session;
	made->object = object;
	made->outcome.result = -1;
	made->outcome.capacity = LISTENER_CAPACITY;
	if (listener_grow(&made->in, &made->in_room, LISTENER_CAPACITY))
		goto err_free;
	qda_apps_mem_init(&made->mem, session);
	qda_apps_std_init(&made->std, &session->supply, &made->mem);
	ret = listener_create_thread(made);
	if (ret)
		goto err_fini;
	session->listener = made;
	return 0;

err_fini:
	qda_apps_mem_fini(&made->mem);
	free(made->in);
err_free:
	free(made);
	return ret;
}

/**
 * qda_listener_start() - be there for the DSP, from now to the session's end
 * @session: the session
 *
 * Does nothing if it has been done. A DSP that has no listener object, or
 * does not want to, gets no thread: that is no error.
 *
 * Return: 0; -ENOMEM or -EAGAIN if there can be no thread.
 */
int qda_listener_start(struct qda_session *session)
{
	const struct listener_object *object;
	int ret = 0;

	pthread_mutex_lock(&session->lock);
	if (!session->listened) {
		object = listener_init(session);
		if (object)
			ret = listener_create(session, object);
		session->listened = !ret;
	}
	pthread_mutex_unlock(&session->lock);
	return ret;
}

/**
 * qda_listener_stop() - wait for the end of the thread, and forget it
 * @session: the session, closed in the kernel: calls of the thread return
 */
void qda_listener_stop(struct qda_session *session)
{
	struct qda_listener *listener = session->listener;

	if (!listener)
		return;
	session->listener = NULL;
	pthread_join(listener->thread, NULL);
	qda_apps_std_fini(&listener->std);
	qda_apps_mem_fini(&listener->mem);
	free(listener->out);
	free(listener->in);
	free(listener);
}

/**
 * qda_listener_mem() - the memory that the DSP has got
 * @listener: the listener
 *
 * Return: the object, never NULL.
 */
struct qda_apps_mem *qda_listener_mem(struct qda_listener *listener)
{
	return &listener->mem;
}
