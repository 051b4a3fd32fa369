/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_TRANSPORT_H
#define IDL_TRANSPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "remote.h"

/*
 * What lies between a stub and a skeleton in the tests: it copies buffers as
 * FastRPC does, and keeps a text of the last call:
 *
 *	02020100 <0300 <616200 >8 h5+16
 *
 * are the scalars, two input buffers, the size of an output buffer, a handle.
 */
#define TRANSPORT_ARGS_MAX	(255 + 255 + 15 + 15)

/* A call with buffers of its own, each with exactly its bytes. */
struct transport_call {
	uint32_t scalars;
	remote_arg args[TRANSPORT_ARGS_MAX];
};

typedef int transport_function(remote_handle64 h, uint32_t scalars, remote_arg *args);

/* Which skeleton calls arrive at. */
extern transport_function *transport_skel;

/* Where the last call is kept with its inputs, if not NULL; freed by its owner. */
extern struct transport_call *transport_keep;

/* Of a library for handles, and of the DSP's runtime. */
int remote_register_dma_handle(int fd, uint32_t size);
int adsp_mmap_fd_getinfo(int fd, uint32_t *size);

const char *transport_text(void);
/* The bytes of the output buffers as the skeleton left them: ">01 >0203". */
const char *transport_outputs(void);
void transport_copy(struct transport_call *to, uint32_t scalars, const remote_arg *args);
void transport_free(struct transport_call *call);
uint32_t transport_buffers(uint32_t scalars);

#endif
