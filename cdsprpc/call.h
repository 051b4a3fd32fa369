/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef RPC_CALL_H
#define RPC_CALL_H

#include <stdint.h>

#include "remote.h"

struct rpc_session;

int rpc_call(struct rpc_session *session, uint32_t handle, uint32_t scalars,
	     const remote_arg *pra);
int rpc_call_numbers(struct rpc_session *session, uint32_t handle,
		     uint32_t method, const uint32_t *numbers, unsigned int count);

#endif
