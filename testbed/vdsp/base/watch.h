/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_WATCH_H
#define VDSP_WATCH_H

#include <stdint.h>

/**
 * struct watch - a descriptor that the main loop waits for
 */
struct watch {
	/** @fd: the descriptor; -1 while it is not watched */
	int fd;
	/** @ready: called when it can be read or is at its end; may remove any watch */
	void (*ready)(void *context);
	/** @context: argument of @ready */
	void *context;
};

int watch_open(void);
void watch_close(void);
int watch_fd(void);
int watch_add(struct watch *w, int fd, void (*ready)(void *context), void *context);
void watch_remove(struct watch *w);
void watch_run(void);

#endif /* VDSP_WATCH_H */
