/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef RPC_QUEUE_H
#define RPC_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "dspqueue.h"
#include "ring.h"

struct rpc_link;

/* A deadline that never comes. */
#define RPC_QUEUE_NEVER	INT64_MAX

/**
 * struct rpc_queue_ring - where a ring is in the memory of a queue; offsets
 */
struct rpc_queue_ring {
	uint32_t ring;
	uint32_t size;
	uint32_t read_state;
	uint32_t write_state;
};

/**
 * struct rpc_queue_head - the beginning of the memory of a queue
 */
struct rpc_queue_head {
	/** @version: what the DSP is asked for */
	uint32_t version;
	int32_t error;
	/** @flags: how both sides signal */
	uint32_t flags;
	/** @request: to the DSP */
	struct rpc_queue_ring request;
	/** @response: from the DSP */
	struct rpc_queue_ring response;
	/** @count: number of this creation in the process */
	uint32_t count;
};

/**
 * struct dspqueue - a queue
 */
struct dspqueue {
	/** @link: to its process */
	struct rpc_link *link;
	/** @id: its number there */
	uint32_t id;
	/** @count: number of its creation */
	uint32_t count;
	/** @dsp_id: the DSP's name of it */
	uint64_t dsp_id;
	/** @head: its memory */
	struct rpc_queue_head *head;
	/** @size: bytes of it */
	uint32_t size;
	/** @fd: dma-buf of it */
	int fd;
	/** @packet_callback: to be called when there is something to read, or NULL */
	dspqueue_callback_t packet_callback;
	/** @error_callback: to be called once if the DSP goes, or NULL */
	dspqueue_callback_t error_callback;
	/** @context: for both */
	void *context;
	/** @packet_thread: calls the former */
	pthread_t packet_thread;
	/** @error_thread: calls the latter */
	pthread_t error_thread;
	/** @lock: protects all below */
	pthread_mutex_t lock;
	/** @changed: the DSP has signalled, or it is over */
	pthread_cond_t changed;
	/** @request: to the DSP */
	struct rpc_ring request;
	/** @response: from the DSP */
	struct rpc_ring response;
	/** @waits: threads that wait now */
	unsigned int waits;
	/** @vain: how often in a row it has lingered in vain */
	unsigned int vain;
	/** @hurried: how many waits since then began with a sleep */
	unsigned int hurried;
	/** @seen: counters of the DSP when it signalled last */
	uint32_t seen[2];
	/** @error: 0, or why there is no DSP any more */
	int error;
	/** @told: whether the error's thread runs, or has run */
	bool told;
	/** @closing: whether it is over */
	bool closing;
	/** @wakeup_us: time spent in early wake-ups */
	uint64_t wakeup_us;
	/** @wakeup_misses: early wake-ups that were in vain */
	uint64_t wakeup_misses;
};

void rpc_queue_look(struct dspqueue *queue, uint32_t responses,
		    uint32_t request_space);
void rpc_queue_fail(struct dspqueue *queue, int error);
int64_t rpc_queue_deadline(uint32_t timeout_us);
int rpc_queue_await_locked(struct dspqueue *queue, const struct rpc_ring *ring,
			   uint64_t before, int64_t deadline);

#endif
