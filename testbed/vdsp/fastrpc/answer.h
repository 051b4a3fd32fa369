/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_ANSWER_H
#define VDSP_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct answer_late;
struct fastrpc_ops;

/**
 * struct answer_queue - answers of one DSP on their way to the guest
 */
struct answer_queue {
	/** @ops: the link */
	const struct fastrpc_ops *ops;
	/** @link: argument of the operations */
	void *link;
	/** @late: answers that a lie keeps back; unsorted */
	struct answer_late *late;
};

/**
 * struct answer_plan - the lies that an answer will carry
 *
 * Decided before the payload is touched for the last time: a call whose answer is kept
 * back must not be reported as done by the poll word either.
 */
struct answer_plan {
	/** @drop: send nothing */
	bool drop;
	/** @duplicate: send it twice */
	bool duplicate;
	/** @reorder: send it after the next one */
	bool reorder;
	/** @wrong_sequence: alter the context */
	bool wrong_sequence;
	/** @wrong_length: the outputs' lengths are to be changed too */
	bool wrong_length;
	/** @delay_ms: 0 is at once */
	uint32_t delay_ms;
	/** @len: bytes to send */
	size_t len;
	/** @result: result to report */
	int32_t result;
};

bool answer_plan_make(struct answer_plan *plan, int32_t result);
void answer_send(struct answer_queue *q, uint64_t ctx, const struct answer_plan *plan);
void answer_poll(struct answer_queue *q, uint64_t now_ns);
uint64_t answer_next_deadline(const struct answer_queue *q);
void answer_forget_all(struct answer_queue *q);

#endif /* VDSP_ANSWER_H */
