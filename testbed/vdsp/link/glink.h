/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_GLINK_H
#define VDSP_GLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fifo_memory;
struct glink;

/**
 * struct glink_ops - what the edge needs of the link
 */
struct glink_ops {
	/** @ring: the guest has something to read */
	void (*ring)(void *link);
	/** @opened: messages may flow */
	void (*opened)(void *link);
	/** @closed: the guest has closed the channel; only after @opened */
	void (*closed)(void *link);
	/** @received: a whole message; @msg is good until the return */
	void (*received)(void *link, const void *msg, size_t len);
};

/**
 * struct glink_stats - counters of one edge since its creation
 */
struct glink_stats {
	/** @malformed: packets that a correct guest does not send */
	uint64_t malformed;
	/** @queued: messages that had to wait for a receive intent */
	uint64_t queued;
};

struct glink *glink_create(const char *channel, const struct glink_ops *ops, void *link);
void glink_destroy(struct glink *g);
void glink_start(struct glink *g, const struct fifo_memory *rx, const struct fifo_memory *tx);
void glink_stop(struct glink *g);
bool glink_started(const struct glink *g);
void glink_kick(struct glink *g);
int glink_send(struct glink *g, const void *msg, size_t len);
void glink_read_stats(const struct glink *g, struct glink_stats *stats);

#endif /* VDSP_GLINK_H */
