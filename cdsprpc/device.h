/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef RPC_DEVICE_H
#define RPC_DEVICE_H

#include <stdbool.h>

struct qda_bo;
struct qda_device;

/**
 * struct rpc_device - a DSP that is open; sessions and buffers of it keep it so
 */
struct rpc_device {
	/** @dev: the DSP */
	struct qda_device *dev;
	/** @domain: its number */
	int domain;
	/** @users: sessions and buffers; protected by the file's lock */
	unsigned int users;
};

int rpc_device_get(int domain, struct rpc_device **device);
int rpc_device_get_any(int domain, struct rpc_device **device);
void rpc_device_keep(struct rpc_device *device);
void rpc_device_put(struct rpc_device *device);

#endif
