/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef RPC_BUFFER_H
#define RPC_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct qda_bo;
struct rpc_device;
struct rpc_pd;

/**
 * struct rpc_part - a part of registered memory, as an argument of a call
 */
struct rpc_part {
	/** @bo: the buffer, for qda_bo_put(); NULL if it is not registered */
	struct qda_bo *bo;
	/** @offset: where it begins there */
	uint64_t offset;
	/** @size: bytes of it */
	uint64_t size;
};

int rpc_buffer_register(void *address, size_t size, int fd, int attr);
int rpc_buffer_unregister(void *address, size_t size);
int rpc_buffer_find(const void *address, size_t size,
		    struct rpc_device *device, struct rpc_part *part);
bool rpc_buffer_of_fd(int fd, void **address, size_t *size);
void rpc_buffer_each_static(void (*each)(struct rpc_pd *pd, int fd,
					 void *address, size_t size),
			    struct rpc_pd *pd);
int rpc_handle_fd_find(int fd, uint32_t offset, struct rpc_device *device,
		       struct rpc_part *part);

#endif
