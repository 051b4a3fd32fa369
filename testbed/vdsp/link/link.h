/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_LINK_H
#define VDSP_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "link/lifecycle.h"

struct link;

/**
 * struct link_ops - what the link tells the layer above it
 */
struct link_ops {
	/** @opened: messages may flow */
	void (*opened)(void *host);
	/** @closed: no messages any more, until @opened; may come without it */
	void (*closed)(void *host);
	/** @received: a message of the guest; @msg is good until the return */
	void (*received)(void *host, const void *msg, size_t len);
};

int link_format(const struct board *b, const struct ram *ram);
struct link *link_create(const struct lifecycle_place *place, const struct link_ops *ops,
			 void *host);
void link_destroy(struct link *l);
void link_attached(struct link *l, uint64_t now_ns);
void link_kick(struct link *l, uint8_t bits, uint64_t now_ns);
void link_poll(struct link *l, uint64_t now_ns);
uint64_t link_next_deadline(const struct link *l);
int link_crash(struct link *l, enum crash_kind kind, const char *why, uint64_t now_ns);
int link_send(struct link *l, const void *msg, size_t len);
uint64_t link_malformed(const struct link *l);

#endif /* VDSP_LINK_H */
