/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_LINK_H
#define VDSP_LINK_H

#include <stdint.h>

#include "fastrpc/fastrpc.h"
#include "link/lifecycle.h"

struct link;

int link_format(const struct board *b, const struct ram *ram);
struct link *link_create(const struct lifecycle_place *place);
void link_destroy(struct link *l);
void link_attached(struct link *l, uint64_t now_ns);
void link_kick(struct link *l, uint8_t bits, uint64_t now_ns);
void link_poll(struct link *l, uint64_t now_ns);
uint64_t link_next_deadline(const struct link *l);
int link_crash(struct link *l, enum crash_kind kind, const char *why, uint64_t now_ns);
void link_read_stats(const struct link *l, struct fastrpc_stats *stats);

#endif /* VDSP_LINK_H */
