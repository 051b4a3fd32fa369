/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_SKELETON_H
#define TESTS_SKELETON_H

#include <stdbool.h>
#include <stdint.h>

#include <qda.h>

/*
 * Libraries of machine code on the DSP, by libqda: the samples of /usr/lib/dsp and
 * those of /tests/dsp. Functions that return no error fail the case
 * if something does not do what it should.
 */

#define SKELETON_TESTS	"/tests/dsp"

/* How long a call may take. */
#define SKELETON_NS	(20000000000LL * t_slowdown())

/* What a method answers when its arguments make no sense; an unknown method. */
#define SKELETON_EBADPARM	((int32_t)0x8000040e)
#define SKELETON_EUNSUPPORTED	((int32_t)0x80000414)

/* Methods of the library "crash". */
enum skeleton_crash {
	CRASH_ALIVE = 2,
	CRASH_READ_NULL,
	CRASH_WRITE_NULL,
	CRASH_WRITE_INPUT,
	CRASH_RUN_OFF,
	CRASH_MISALIGNED,
	CRASH_ILLEGAL,
	CRASH_STACK,
	CRASH_ASSERT,
	CRASH_DIVIDE,
	CRASH_LOOP,
	CRASH_KEEP,
	CRASH_USE_KEPT,
	CRASH_SAY,
	CRASH_INVERT,
};

/**
 * struct skeleton - a library in a session of its own
 */
struct skeleton {
	struct qda_device *dev;
	struct qda_session *session;
	struct qda_module *module;
};

/* The DSP under test. */
struct qda_device *skeleton_device(void);
/* Device, unsigned session and library; its file must have gone to the DSP. */
struct skeleton skeleton_setup(const char *name);
/* The same on a device that is open. */
struct skeleton skeleton_setup_on(struct qda_device *dev, const char *name);
/* Closes library and session, and the device if @with_device. */
void skeleton_close(struct skeleton *s, bool with_device);

/* A call; 0 or -errno. */
int skeleton_call(const struct skeleton *s, uint32_t method, const struct qda_arg *args,
		  unsigned int count, int32_t *result);
/* A call whose result must be 0. */
void skeleton_good(const struct skeleton *s, uint32_t method, const struct qda_arg *args,
		   unsigned int count);
/* Library "crash": the number of calls that its process has had. */
uint32_t skeleton_alive(const struct skeleton *s);

/* A buffer and its address. */
struct qda_bo *skeleton_bo(const struct skeleton *s, size_t size, void **address);

/* Library "crash": has a line in the DSP's log that has @mark in it. */
void skeleton_log_mark(const struct skeleton *s, const char *mark);
/*
 * How many lines of the log have @text in them, behind the last one with @mark: NULL is all
 * that it still has.
 */
unsigned int skeleton_log_count(const char *mark, const char *text);

#endif
