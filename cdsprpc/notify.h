/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef RPC_NOTIFY_H
#define RPC_NOTIFY_H

#include "remote.h"

int rpc_notify_register(int effective, fastrpc_notif_fn_t fn, void *context);
void rpc_notify(int effective, remote_rpc_status_flags_t status);

#endif
