/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_DSP_H
#define VDSP_DSP_H

#include <stdint.h>

#include "fastrpc/fastrpc.h"
#include "link/lifecycle.h"

struct dsp;

struct dsp *dsp_create(const struct lifecycle_place *place);
void dsp_destroy(struct dsp *d);
void dsp_attached(struct dsp *d, uint64_t now_ns);
void dsp_kick(struct dsp *d, uint8_t bits, uint64_t now_ns);
void dsp_poll(struct dsp *d, uint64_t now_ns);
uint64_t dsp_next_deadline(const struct dsp *d);
int dsp_crash(struct dsp *d, enum crash_kind kind, const char *why, uint64_t now_ns);
void dsp_add_stats(const struct dsp *d, struct fastrpc_stats *sum);

#endif /* VDSP_DSP_H */
