/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_TRICK_H
#define VDSP_TRICK_H

#include <stdint.h>

struct payload;
struct trick_late_write;

/**
 * struct trick_queue - writes that will come after the answer
 */
struct trick_queue {
	/** @late: the writes, unsorted */
	struct trick_late_write *late;
};

void trick_play(struct trick_queue *q, const struct payload *p);
void trick_change_lengths(const struct payload *p);
void trick_poll(struct trick_queue *q, uint64_t now_ns);
uint64_t trick_next_deadline(const struct trick_queue *q);
void trick_forget_all(struct trick_queue *q);

#endif /* VDSP_TRICK_H */
