/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_TESTS_FAKE_LISTENER_H
#define VDSP_TESTS_FAKE_LISTENER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fastrpc/wire_reverse.h"

#define LISTENER_MAX 8192u

/* struct fake_listener - a thread of the guest that serves reverse calls */
struct fake_listener {
	uint32_t handle;		/* 3 or 7 */
	int32_t client_id;
	unsigned int pd_type;
	uint32_t capacity;		/* bytes of packed inputs that next2 takes */
	uint64_t call;			/* the next2 that waits */
	uint32_t out_len;		/* bytes that it brought */
	struct wire_reverse_request request;
	uint8_t in[LISTENER_MAX];
};

/* A listener of the guest's client now. Return: result of init2. */
int32_t listener_start(struct fake_listener *l, uint32_t handle, uint32_t capacity);

/* Wait, and say what has come of call @ctx (0: of none). */
void listener_wait(struct fake_listener *l, uint32_t ctx, int32_t result, const void *out,
		   uint32_t len);

/* Take the request that next2 was answered with. Return: false if it still waits. */
bool listener_take(struct fake_listener *l);

int32_t listener_get_inputs(const struct fake_listener *l, uint32_t ctx, uint32_t offset,
			    void *data, uint32_t len, uint32_t *required);

#endif /* VDSP_TESTS_FAKE_LISTENER_H */
