/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef RPC_LINK_H
#define RPC_LINK_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct dspqueue;
struct rpc_pd;

/* Queues of one process. */
#define RPC_LINK_QUEUES	64

/**
 * struct rpc_link_page - who has done how much, by queue; seen by the DSP
 */
struct rpc_link_page {
	/** @requests: written by the host */
	uint32_t requests[RPC_LINK_QUEUES];
	/** @request_space: read by the DSP */
	uint32_t request_space[RPC_LINK_QUEUES];
	/** @responses: written by the DSP */
	uint32_t responses[RPC_LINK_QUEUES];
	/** @response_space: read by the host */
	uint32_t response_space[RPC_LINK_QUEUES];
};

/**
 * struct rpc_link - what all queues of a process share
 */
struct rpc_link {
	/** @pd: the process */
	struct rpc_pd *pd;
	/** @handle: the module on the DSP that has the other ends */
	uint64_t handle;
	/** @page: the counters */
	volatile struct rpc_link_page *page;
	/** @fd: dma-buf of @page */
	int fd;
	/** @lock: protects all below */
	pthread_mutex_t lock;
	/** @changed: @signal or @stop has */
	pthread_cond_t changed;
	/** @queues: by id, or NULL */
	struct dspqueue *queues[RPC_LINK_QUEUES];
	/** @count: how many there are */
	unsigned int count;
	/** @signal: whether the DSP is to look */
	bool signal;
	/** @stop: whether the threads are to end */
	bool stop;
	/** @error: 0, or why there is no DSP any more */
	int error;
	/** @sender: tells the DSP to look */
	pthread_t sender;
	/** @receiver: is told by the DSP to look */
	pthread_t receiver;
};

int rpc_link_get(int effective, struct dspqueue *queue, struct rpc_link **link,
		 uint32_t *id);
void rpc_link_put(struct rpc_link *link, uint32_t id);
void rpc_link_signal(struct rpc_link *link);
int rpc_link_error(struct rpc_link *link);
int rpc_link_call(struct rpc_link *link, uint32_t method, const void *in,
		  size_t in_size, void *out, size_t out_size);

#endif
