/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
/*
 * Reverse calls on the wire (docs/protocol.md, Reverse calls), by the methods of the
 * listener objects.
 */
#ifndef VDSP_WIRE_REVERSE_H
#define VDSP_WIRE_REVERSE_H

#include <stdint.h>

/* First input of next2: what has come of the last reverse call of this listener. */
struct wire_reverse_next {
	uint32_t ctx;		/* that it was given; 0: it had none */
	int32_t result;
	uint32_t out_len;	/* bytes of packed outputs, the second input */
	uint32_t capacity;	/* bytes of the second output */
};

/* First output of next2: the reverse call to be made now. */
struct wire_reverse_request {
	uint32_t ctx;
	uint32_t handle;
	uint32_t sc;
	uint32_t in_len;	/* bytes of packed inputs; the second output has the first */
};

/* Input of get_in_bufs2, which asks for a part of the packed inputs. */
struct wire_reverse_part {
	uint32_t ctx;
	uint32_t offset;
	uint32_t len;
};

_Static_assert(sizeof(struct wire_reverse_next) == 16, "next2 in");
_Static_assert(sizeof(struct wire_reverse_request) == 16, "next2 out");
_Static_assert(sizeof(struct wire_reverse_part) == 12, "get_in_bufs2 in");

#endif /* VDSP_WIRE_REVERSE_H */
