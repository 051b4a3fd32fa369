/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_CMDQ_H
#define VDSP_CMDQ_H

#include <stdint.h>

struct port;
struct ram;

/**
 * struct cmdq - a second reader of the SMMU's command queue
 */
struct cmdq {
	const struct ram *ram;
	struct port *port;
	/** @base: guest physical address of the queue */
	uint64_t base;
	/** @order: log2 of the number of entries */
	unsigned int order;
	/** @next: first command not read yet; wraps at twice the number of entries */
	uint32_t next;
	/** @end: the guest's PROD at the last cmdq_sync() */
	uint32_t end;
};

int cmdq_start(struct cmdq *q, const struct ram *ram, struct port *port);
int cmdq_sync(struct cmdq *q);
int cmdq_next(struct cmdq *q, uint64_t command[2]);

#endif /* VDSP_CMDQ_H */
