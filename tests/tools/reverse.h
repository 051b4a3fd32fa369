/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_REVERSE_H
#define TESTS_REVERSE_H

#include <pthread.h>

#include "tools/remote.h"

/*
 * The program's side of reverse calls, played by hand. Functions without a
 * return value fail the case if something goes wrong.
 */

/* The objects of the DSP that a listener talks to. */
#define REVERSE_OLD	3
#define REVERSE_NEW	7

/**
 * struct reverse_listener - a thread that serves reverse calls, one step at a time
 * @fd: the node
 * @session: session id
 * @object: REVERSE_OLD or REVERSE_NEW
 * @request: what the DSP wants
 * @in: its packed inputs, as many as there was room for
 * @thread: waits in next2, from reverse_wait() to reverse_join()
 * @next: what it goes there with
 * @out: packed outputs that it brings
 * @out_size: their bytes
 * @ret: how next2 ended
 * @result: the same, by the DSP
 */
struct reverse_listener {
	int fd;
	__u32 session;
	__u32 object;
	struct {
		__u32 ctx, handle, scalars, size;
	} request;
	__u8 in[1024];
	pthread_t thread;
	struct {
		__u32 ctx;
		__s32 result;
		__u32 size, room;
	} next;
	__u8 out[1024];
	__u32 out_size;
	int ret;
	__s32 result;
};

/**
 * struct reverse_call - a call that another thread waits for
 * @thread: the thread
 * @fd: the node
 * @session: session id
 * @handle: remote object
 * @scalars: method and number of arguments
 * @args: arguments
 * @ret: how it ended
 * @result: the same, by the DSP
 */
struct reverse_call {
	pthread_t thread;
	int fd;
	__u32 session, handle, scalars;
	struct drm_qda_arg args[4];
	int ret;
	__s32 result;
};

/* Starts a call and waits for its end. */
void reverse_call_start(struct reverse_call *c);
void reverse_call_end(struct reverse_call *c);

/* Says to the DSP that the session of @r has a listener now. */
void reverse_setup(struct reverse_listener *l, const struct remote *r, __u32 object);
/* Method numbers of the newer object, as @l's object counts them. */
__u32 reverse_scalars(const struct reverse_listener *l, __u32 method, __u32 in, __u32 out);
/* Waits for a request, and brings the result of the last one, if there was one. */
void reverse_wait(struct reverse_listener *l, __s32 result);
/* Waits for the end of next2, whatever it is. */
void reverse_join(struct reverse_listener *l);
/* The same, and it must be this request. */
void reverse_take(struct reverse_listener *l, __u32 handle, __u32 scalars);
/* Appends an output: length, pad to 8, bytes. */
void reverse_put(struct reverse_listener *l, const void *bytes, __u32 size);

#endif
