/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_SUBMIT_H
#define TESTS_SUBMIT_H

#include "tools/remote.h"

/* Calls that are submitted: they, their results and their bytes lie in one object. */

#define SUBMIT_CALLS	64u
#define SUBMIT_SIZE	65536u
/* Where results are, and where outputs: 16 bytes for each call. */
#define SUBMIT_RESULTS	0u
#define SUBMIT_BYTES	4096u

/**
 * struct submit - a module, an object for all that calls need, and what is submitted
 * @remote: module selftest
 * @object: GEM handle
 * @memory: the object
 * @results: in it
 * @args: one for each call
 * @calls: the calls
 * @arg: the operation
 */
struct submit {
	struct remote remote;
	__u32 object;
	char *memory;
	volatile struct drm_qda_result *results;
	struct drm_qda_arg args[SUBMIT_CALLS + 1];
	struct drm_qda_call calls[SUBMIT_CALLS + 1];
	struct drm_qda_submit arg;
};

/* With a module "selftest" of its own, or one that is there. */
void submit_init(struct submit *s);
void submit_init_on(struct submit *s, const struct remote *r);
/* The word of call @i in the object. */
volatile __u32 *submit_word(struct submit *s, unsigned int i);
/* One call more: of a method whose only argument is a word of the object, or none. */
void submit_add(struct submit *s, __u32 scalars, __u32 word);
__u32 submit_syncobj(int fd);
/* Submits: @in has to be signalled before, @out is then; 0: none. */
int submit_go(struct submit *s, __u32 in, __u32 out);
int submit_wait_ms(int fd, __u32 syncobj, unsigned int ms);
void submit_wait(const struct submit *s, __u32 syncobj);
/* Error of the fence of a syncobj: 0 or -errno; it is signalled. */
int submit_fence(int fd, __u32 syncobj);
/* How call @i has ended; the second waits for it, where no fence says so. */
void submit_check(const struct submit *s, unsigned int i, int error, __s32 result);
void submit_await(const struct submit *s, unsigned int i, int error);

#endif
