/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_PACKING_H
#define IDL_PACKING_H

#include "parse/tree.h"

/* Larger things do not fit into a buffer of a call. */
#define PACKING_SIZE_MAX	((uint64_t)INT32_MAX)

#define PACKING_NONE	((struct packing){ 0, 1 })

/**
 * struct slot - where a parameter is in its call
 */
struct slot {
	/** @at: offsets in the primary buffers; of lengths: in that of the inputs */
	uint64_t at[PACKING_PARTS];
	/** @buffer_in: index among the input buffers, if it has one of its own */
	unsigned int buffer_in;
	/** @buffer_out: index among the output buffers */
	unsigned int buffer_out;
	/** @handle: index among the handles of its direction */
	unsigned int handle;
};

/**
 * struct call - how the arguments of a method lie in its call
 */
struct call {
	/** @method: which one, as its interface declares it */
	const struct decl *method;
	/** @number: it, in the interface that is called */
	uint32_t number;
	/** @in: the primary input buffer; size 0: there is none. Not rounded up. */
	struct packing in;
	/** @out: the primary output buffer */
	struct packing out;
	/** @nested: the number of buffers depends on values; those below are the least */
	bool nested;
	/** @ins: input buffers, with the primary one */
	unsigned int ins;
	unsigned int outs;
	unsigned int in_handles;
	unsigned int out_handles;
	/** @slots: one for each parameter */
	struct slot *slots;
};

/* Methods from this one on have their number in the primary input buffer. */
#define PACKING_METHOD_MAX	31u

struct packing packing_of(const struct type *type, enum packing_part part);
uint64_t packing_place(struct packing *record, struct packing item);
struct packing packing_round(struct packing record);
void packing_struct(struct decl *decl);
void packing_union(struct decl *decl);
struct call *packing_call(struct arena *arena, const struct decl *method, uint32_t number);

#endif
