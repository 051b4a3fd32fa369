/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef LLM_WORK_H
#define LLM_WORK_H

#include <stdbool.h>
#include <stdint.h>

struct lm_ggml_tensor;

#define WORK_KINDS 64

/**
 * struct work - what a run gave a DSP to do
 */
struct work {
	unsigned int batches, operators;	/* as the backend's profile counts: it joins some */
	uint64_t usecs;				/* of the DSP, in batches */
	unsigned int nodes, elsewhere;		/* of the graphs: on the DSP, and not */
	uint64_t bytes;				/* of the nodes' operands and results */
	struct {
		const char *name;
		unsigned int count;
	} kind[WORK_KINDS];
	char error[160];			/* the first that a library has said */
};

void work_listen(void);
void work_begin(struct work *w);
bool work_operator(struct lm_ggml_tensor *t, bool ask, void *data);
void work_print(const struct work *w);
const char *work_error(const struct work *w);

#endif
