/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef EXEC_FRAME_H
#define EXEC_FRAME_H

#include <stddef.h>
#include <stdint.h>

/*
 * What host and guest say to each other about a command, over a byte stream (a
 * virtio-serial port). Numbers are little endian, as both sides are.
 */

#define FRAME_MAX 65536u

enum frame_type {
	/* Guest to host. */
	FRAME_READY = 1,	/* nothing; the guest waits for FRAME_START */
	FRAME_OUT,		/* bytes of standard output */
	FRAME_ERR,		/* bytes of standard error */
	FRAME_WANT,		/* nothing; one more FRAME_IN may come */
	FRAME_END,		/* int32_t, as waitpid() gives it */
	FRAME_FAILED,		/* text: why there was no command to end */
	/* Host to guest. */
	FRAME_START,		/* struct frame_start, strings */
	FRAME_IN,		/* bytes of standard input; none at its end */
	FRAME_SIGNAL,		/* int32_t, for the command and its children */
	FRAME_SIZE,		/* struct frame_size of the terminal */
};

struct frame_size {
	uint16_t rows;
	uint16_t columns;
};

/*
 * Behind it stand NUL-terminated strings: the folder that is to be the root ("": as it
 * is), @args arguments, and variables "NAME=VALUE" up to the end of the frame.
 */
struct frame_start {
	uint32_t args;
	uint32_t terminal;	/* 1: the command gets one, of @size */
	struct frame_size size;
};

/* Sends a whole frame; 0 or -errno. */
int frame_send(int fd, enum frame_type type, const void *bytes, size_t size);
/*
 * Receives a whole frame of at most FRAME_MAX bytes: 0; -EPIPE when the other side has
 * gone, -EPROTO when it does not speak frames, or another -errno.
 */
int frame_receive(int fd, enum frame_type *type, void *bytes, size_t *size);
/* write() until all is written; 0 or -errno. */
int frame_write(int fd, const void *bytes, size_t size);

#endif
