/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef RPC_HANDLE_H
#define RPC_HANDLE_H

#include <stdint.h>

struct rpc_session;

struct rpc_session *rpc_handle_session(uint64_t handle, uint32_t *number);
void rpc_handle_close_all(const struct rpc_session *session);

#endif
