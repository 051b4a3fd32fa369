/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_CLIENT_H
#define QDA_CLIENT_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct client - a program that has a DSP open, as its fdinfo tells
 */
struct client {
	/** @pid: its process */
	int pid;
	/** @name: the process' name */
	char name[32];
	/** @node: the node that it has open, "accel0" */
	char node[32];
	/** @id: the kernel's number of the open file; several processes may share it */
	uint64_t id;
	/** @sessions: open now */
	uint64_t sessions;
	/** @calls: made so far */
	uint64_t calls;
	/** @busy_ns: how long calls were on their way, so far */
	uint64_t busy_ns;
	/** @copied: bytes that the kernel has copied, so far */
	uint64_t copied;
	/** @memory: bytes of its buffers */
	uint64_t memory;
};

/**
 * struct clients - all that this user may see
 */
struct clients {
	/** @list: ordered by node and @id, each open file once */
	struct client *list;
	/** @count: number of them */
	size_t count;
	/** @hidden: processes whose files this user may not see */
	size_t hidden;
};

int clients_read(struct clients *clients);
void clients_free(struct clients *clients);

#endif
