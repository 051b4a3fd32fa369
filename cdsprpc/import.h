/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef RPC_IMPORT_H
#define RPC_IMPORT_H

#include "domain.h"

struct qda_bo;
struct rpc_device;

/**
 * struct rpc_imports - memory of a dma-buf as a buffer of each DSP that uses it
 */
struct rpc_imports {
	/** @device: by domain: the DSP, or NULL */
	struct rpc_device *device[RPC_DOMAINS];
	/** @bo: by domain: its buffer */
	struct qda_bo *bo[RPC_DOMAINS];
};

int rpc_imports_get(struct rpc_imports *imports, struct rpc_device *device,
		    int fd, struct qda_bo **bo);
void rpc_imports_drop(struct rpc_imports *imports);

#endif
