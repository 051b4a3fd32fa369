/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_MESSAGE_H
#define VDSP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct domain;

/**
 * struct message_plan - the lies that the answer to a call will carry
 *
 * Decided before the payload is touched for the last time: a call whose answer is kept
 * back must not be reported as done by the poll word either.
 */
struct message_plan {
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

bool message_plan_make(struct message_plan *plan, int32_t result);
void message_send(struct domain *d, uint64_t ctx, const struct message_plan *plan);
bool message_is_pending(void);
void message_poll(struct domain *d, uint64_t now_ns);
uint64_t message_next_deadline(const struct domain *d);
void message_forget_all(const struct domain *d);

#endif /* VDSP_MESSAGE_H */
