/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_TESTS_FAKE_FASTRPC_H
#define VDSP_TESTS_FAKE_FASTRPC_H

#include <stddef.h>
#include <stdint.h>

#include "fastrpc/fastrpc.h"

/* struct fake_fastrpc - what happened to the layer above the link */
struct fake_fastrpc {
	const struct fastrpc_link *ops;
	void *link;
	unsigned int starts;
	unsigned int stops;
	unsigned int messages;
	unsigned int polls;
	size_t last_len;
	uint64_t deadline;
	/* How many answers a message gets. */
	unsigned int answers;
};

extern struct fake_fastrpc fake_fastrpc;

#endif /* VDSP_TESTS_FAKE_FASTRPC_H */
