/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_QUEUE_H
#define DSP_SHELL_QUEUE_H

#include <stdint.h>

#include "guest/map.h"
#include "queue/queue_ring.h"

#define QUEUE_MAX		64u	/* of one PD */

/* Which side of a queue a thread of the PD can wait at. */
enum queue_side {
	QUEUE_READER,		/* for a request */
	QUEUE_WRITER,		/* for room for a response */
	QUEUE_SIDES,
};

struct dspqueue;

typedef void queue_callback(struct dspqueue *queue, int32_t error, void *context);

/**
 * struct dspqueue - a queue that the client has created
 */
struct dspqueue {
	uint32_t id;
	/** @handle: as the client and import name it */
	uint64_t handle;
	struct map map;
	/** @count: of creations of the client; must stay in the header */
	uint32_t count;
	volatile const uint32_t *header_count;
	/** @counts_waiting: the client says when it waits; else it is always woken */
	int counts_waiting;
	struct queue_ring request;
	struct queue_ring response;
	/** @sequence: of the next packet */
	uint8_t sequence;

	/* Protected by the kernel lock. */
	int imported;
	int closing;
	/** @users: calls of the PD that are in the queue now */
	uint32_t users;
	/** @busy: a thread is at the ring of this side; of thread_take_turn() */
	uint32_t busy[QUEUE_SIDES];
	/** @signals: how often this side has been woken */
	uint32_t signals[QUEUE_SIDES];
	/** @seen: the client's counts on the process page */
	uint32_t seen[QUEUE_SIDES];

	/** @missed: how many waits begin with a sleep after one that lingered in vain */
	uint32_t missed[QUEUE_SIDES];
	/** @hurried: how many of them are over */
	uint32_t hurried[QUEUE_SIDES];

	queue_callback *packet_callback;
	void *context;
	uint32_t callback_thread;
	/** @wakeup_us, @wakeup_misses: spent on announced packets; of those that did not come */
	uint64_t wakeup_us;
	uint64_t wakeup_misses;
};

/* What the client asks for, by the module of queues (pd/queue_rpc.c). */
int32_t queue_init(int32_t page_fd);
int32_t queue_create(uint32_t id, int32_t fd, uint32_t count, uint64_t *handle);
int32_t queue_destroy(uint64_t handle);
int32_t queue_is_imported(uint64_t handle, int32_t *imported);

/* Entering and leaving calls of the PD. */
int32_t queue_import(uint64_t handle, struct dspqueue **queue);
int queue_enter(struct dspqueue *queue);
void queue_leave(struct dspqueue *queue);
int queue_begin(struct dspqueue *queue, enum queue_side side);
void queue_end(struct dspqueue *queue, enum queue_side side);

/* queue_signal.c */
void queue_signal_reset(volatile uint32_t *page);
void queue_signal_forget(uint32_t id);
int32_t queue_signal_await(int32_t *signal);
void queue_signal_cancel(void);
void queue_signal_taken(void);
void queue_signal_tell(struct dspqueue *queue, enum queue_side side);
void queue_wake_locked(struct dspqueue *queue, enum queue_side side);
uint64_t queue_progress(const struct dspqueue *queue, enum queue_side side);
int32_t queue_await(struct dspqueue *queue, enum queue_side side, uint64_t before,
		    uint64_t deadline_ns);
struct dspqueue *queue_of_locked(uint32_t id);

#endif
