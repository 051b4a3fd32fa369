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

/* Whose turn it is at a side; a thread that comes or leaves changes it in one step. */
enum queue_turn {
	QUEUE_SHUT,		/* nobody's: the queue is not imported, or being closed */
	QUEUE_FREE,
	QUEUE_TAKEN,		/* a thread is at the ring */
	QUEUE_WANTED,		/* the same, and others wait for it */
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
	/** @turn: enum queue_turn, of each side; who has it may use the ring */
	uint32_t turn[QUEUE_SIDES];

	/* Protected by the kernel lock. */
	int imported;
	int closing;
	/** @users: calls of the PD that are in the queue now and have no turn */
	uint32_t users;
	/** @signals: how often this side has been woken */
	uint32_t signals[QUEUE_SIDES];
	/** @seen: the client's counts on the process page */
	uint32_t seen[QUEUE_SIDES];

	/** @vain: how often in a row this side has lingered in vain */
	uint32_t vain[QUEUE_SIDES];
	/** @hurried: how many waits since then began with a sleep */
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

static inline struct queue_ring *queue_ring_of(struct dspqueue *queue, enum queue_side side)
{
	return side == QUEUE_READER ? &queue->request : &queue->response;
}

/* By number; there is one where the handle is not 0. Protected by the kernel lock. */
extern struct dspqueue queue_table[QUEUE_MAX];

int32_t queue_import(uint64_t handle, struct dspqueue **queue);

/* queue_turn.c: entering and leaving calls of the PD */
int queue_enter(struct dspqueue *queue);
void queue_leave(struct dspqueue *queue);
int32_t queue_begin(struct dspqueue *queue, enum queue_side side);
void queue_end(struct dspqueue *queue, enum queue_side side);
void queue_pause(struct dspqueue *queue, enum queue_side side);
int32_t queue_resume(struct dspqueue *queue, enum queue_side side);
void queue_open_turns_locked(struct dspqueue *queue);
void queue_shut_turns_locked(struct dspqueue *queue);

/* queue_signal.c */
void queue_signal_reset(volatile uint32_t *page);
void queue_signal_attach(struct dspqueue *queue);
int32_t queue_signal_await(int32_t *signal);
void queue_signal_cancel(void);
void queue_signal_taken(void);
void queue_signal_tell(struct dspqueue *queue, enum queue_side side);
void queue_wake_locked(struct dspqueue *queue, enum queue_side side);
void queue_wake_all_locked(const void *key);
int32_t queue_await(struct dspqueue *queue, enum queue_side side, uint64_t before,
		    uint64_t deadline_ns);
struct dspqueue *queue_of_locked(uint32_t id);

#endif
