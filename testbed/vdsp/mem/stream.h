/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_STREAM_H
#define VDSP_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/evtq.h"
#include "mem/walk.h"

struct port;
struct ram;

/**
 * struct stream_table - where the guest keeps its stream table
 */
struct stream_table {
	/** @enabled: the guest has switched the SMMU on */
	bool enabled;
	/** @base: guest physical address */
	uint64_t base;
	/** @order: log2 of the number of streams */
	unsigned int order;
	/** @split: low stream bits that the second level resolves; 0 is one level */
	unsigned int split;
};

/**
 * struct stream_context - the address space that a stream uses
 */
struct stream_context {
	bool valid;
	uint32_t stream;
	uint16_t asid;
	struct walk_root root;
};

int stream_table_read(struct stream_table *t, struct port *port);
int stream_read(const struct ram *ram, const struct stream_table *t, uint32_t stream,
		struct stream_context *context, enum evtq_type *event);

#endif /* VDSP_STREAM_H */
