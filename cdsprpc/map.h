/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef RPC_MAP_H
#define RPC_MAP_H

#include <stddef.h>
#include <stdint.h>

struct rpc_map;
struct rpc_pd;
struct rpc_session;

/* What a packet of a queue says about a mapped buffer. */
enum rpc_map_reference {
	RPC_MAP_LOOK,
	RPC_MAP_TAKE,
	RPC_MAP_DROP,
};

void rpc_map_static(int fd, void *address, size_t size);
void rpc_map_all_static(struct rpc_pd *pd);
void rpc_map_forget(struct rpc_map *maps);
int rpc_map_registered(struct rpc_session *session, int fd, uint32_t size);
int rpc_map_unregistered(struct rpc_session *session, int fd);
int rpc_map_refer(struct rpc_pd *pd, int fd, enum rpc_map_reference how,
		  void **address, size_t *size);

#endif
