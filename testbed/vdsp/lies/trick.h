/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_TRICK_H
#define VDSP_TRICK_H

#include <stdbool.h>
#include <stdint.h>

struct domain;
struct payload;

void trick_play(const struct domain *d, const struct payload *p);
void trick_change_lengths(const struct payload *p);
bool trick_is_pending(void);
void trick_poll(const struct domain *d, uint64_t now_ns);
uint64_t trick_next_deadline(const struct domain *d);
void trick_forget_all(const struct domain *d);

#endif /* VDSP_TRICK_H */
