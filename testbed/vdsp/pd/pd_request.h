/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PD_REQUEST_H
#define VDSP_PD_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "pd/pd.h"
#include "fastrpc/process.h"
#include "fastrpc/process_map.h"
#include "contract/mailbox.h"

struct call;
struct pd_child;

/**
 * struct pd_place - where an argument lies
 */
struct pd_place {
	/** @va: in the child; 0 without bytes */
	uint32_t va;
	/** @iova: in the bank */
	uint64_t iova;
	/** @len: bytes */
	uint64_t len;
	/** @write: the child may write */
	bool write;
};

/**
 * struct pd_request - a request to a child, from its call to its answer
 */
struct pd_request {
	/** @next: in the child's list while it waits for a slot */
	struct pd_request *next;
	/** @type: what is asked for */
	enum mailbox_request_type type;
	/** @call: held until the answer; NULL: no call waits */
	struct call *call;
	/** @done: answers @call; NULL: the result of the child is that of the call */
	pd_done *done;
	/** @tag: for @done */
	uint64_t tag;
	/** @sent_ns: when the child got it; CLOCK_MONOTONIC */
	uint64_t sent_ns;
	/** @asked: it took long, and the child has been asked where it is */
	bool asked;
	/** @module: the child's name of the module */
	uint32_t module;
	/** @map: of MAP and UNMAP; a copy */
	struct process_map map;
	/** @stream: of the bank that the memory lies in */
	uint32_t stream;
	/** @place_count: length of @places */
	unsigned int place_count;
	/** @places: arguments under way, in their order; NULL before */
	struct pd_place *places;
	/** @text: of OPEN: the URI */
	char text[];
};

struct pd_request *pd_request_create(enum mailbox_request_type type, struct call *call,
				     pd_done *done, const char *text);
void pd_request_free(struct pd_request *r);
int32_t pd_request_submit(struct pd_child *child, struct pd_request *r);
void pd_request_finish(struct pd_request *r, const struct pd_result *result);
void pd_request_ready(struct pd_child *child);
void pd_request_answered(struct pd_child *child);
void pd_request_ask_slow(struct pd_child *child, uint64_t now_ns);
void pd_request_lose(struct pd_request *waiting);
void pd_request_drop_all(struct pd_child *child);

/* pd_layout.c */
int32_t pd_layout(struct pd_child *child, uint32_t slot, struct pd_request *r);
bool pd_layout_end(struct pd_child *child, uint32_t slot, const struct pd_request *r,
		   int32_t result);
bool pd_layout_touch(struct pd_child *child, uint32_t address);

#endif /* VDSP_PD_REQUEST_H */
