/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_BACKGROUND_H
#define TESTS_BACKGROUND_H

#include <pthread.h>
#include <sys/types.h>

#include "tools/remote.h"

/**
 * struct background - a call that another thread waits for
 * @thread: the thread
 * @remote: module selftest
 * @ms: how long the method sleeps; 0: for ever
 * @deadline: when the caller gives up
 * @ret: how the call ended
 */
struct background {
	pthread_t thread;
	const struct remote *remote;
	__u32 ms;
	__s64 deadline;
	int ret;
};

/* Starts a call; when this returns the DSP has it. */
void background_start(struct background *b, const struct remote *r, __u32 ms);
/* Waits for its end: 0 or -errno. */
int background_end(struct background *b);

/*
 * A process with a session of its own that runs @run and does not end by
 * itself. When this returns the process says that it is ready.
 */
pid_t background_process(void (*run)(const struct remote *r));
/* Ends it as kill -9 does, and waits until it has gone. */
void background_kill(pid_t pid);

#endif
