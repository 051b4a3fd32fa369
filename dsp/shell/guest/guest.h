/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_GUEST_H
#define DSP_SHELL_GUEST_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct upcall_buffer - one buffer of a reverse call
 */
struct upcall_buffer {
	void *data;
	uint32_t len;
};

/* The client of this PD, by the guest's name for it; known from its first request. */
extern int32_t guest_client;

/* The version that the DSP says it has, 0x68 for v68; 0 if that is not known. */
extern uint32_t guest_arch;

void upcall_ready(void);
int32_t upcall_reverse(uint32_t handle, uint32_t sc, const struct upcall_buffer *buffers);
void upcall_log(unsigned int level, const char *file, unsigned int line, const char *text);

int32_t remote_handle_open(const char *name, uint32_t *handle);
int32_t remote_handle_close(uint32_t handle);

#define UPCALL_SC(method, in, out) \
	((uint32_t)(method) << 24 | (uint32_t)(in) << 16 | (uint32_t)(out) << 8)

#endif
