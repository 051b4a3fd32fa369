/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PD_H
#define VDSP_PD_H

#include <stdint.h>

struct call;
struct domain;
struct pd_child;
struct process;
struct process_map;

/**
 * struct pd_result - how a request to the child of a PD has ended
 */
struct pd_result {
	/** @result: 0 or a DSP error; WIRE_ENOSUCH if the child never came to life */
	int32_t result;
	/** @value: of a module that was opened: its name in the child */
	uint32_t value;
	/** @tag: as given with the request */
	uint64_t tag;
	/** @text: why it failed, for people; may be empty */
	const char *text;
};

/**
 * typedef pd_done - what happens when a request has ended
 * @call: the call that waits for it, still held; pd_done answers it
 * @result: how
 *
 * Does not run if the call has been answered because the PD has ended.
 */
typedef void pd_done(struct call *call, const struct pd_result *result);

void pd_attach(struct domain *d, struct process *pd);

int32_t pd_open(struct call *call, const char *uri, pd_done *done);
int32_t pd_close(struct process *pd, struct call *call, uint32_t module, pd_done *done);
int32_t pd_invoke(struct call *call, uint32_t module);
int32_t pd_map(struct call *call, const struct process_map *map, pd_done *done);
int32_t pd_unmap(struct process *pd, struct call *call, const struct process_map *map,
		 pd_done *done);

#endif /* VDSP_PD_H */
