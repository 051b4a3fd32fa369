// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The FastRPC layer as the link sees it. There is one of it, in a variable.
 */

#include "fake_fastrpc.h"

#include <string.h>

#include "service/service.h"

struct fake_fastrpc fake_fastrpc;

const struct fastrpc_server service_server;

struct fastrpc *fastrpc_create(const struct board *b, const struct board_dsp *dsp,
			       struct mem *mem, const struct fastrpc_server *server,
			       const struct fastrpc_link *ops, void *link)
{
	(void)b;
	(void)dsp;
	(void)mem;
	(void)server;
	fake_fastrpc = (struct fake_fastrpc){
		.ops = ops, .link = link, .deadline = FASTRPC_NEVER, .answers = 1,
	};
	return (struct fastrpc *)&fake_fastrpc;
}

void fastrpc_destroy(struct fastrpc *f)
{
	(void)f;
}

void fastrpc_start(struct fastrpc *f)
{
	(void)f;
	fake_fastrpc.starts++;
}

void fastrpc_stop(struct fastrpc *f)
{
	(void)f;
	fake_fastrpc.stops++;
}

void fastrpc_receive(struct fastrpc *f, const void *msg, size_t len)
{
	uint8_t answer[16] = { 0 };

	(void)f;
	fake_fastrpc.messages++;
	fake_fastrpc.last_len = len;
	memcpy(answer, msg, len < 8 ? len : 8);
	for (unsigned int i = 0; i < fake_fastrpc.answers; i++)
		fake_fastrpc.ops->send(fake_fastrpc.link, answer, sizeof(answer));
}

void fastrpc_poll(struct fastrpc *f, uint64_t now_ns)
{
	(void)f;
	(void)now_ns;
	fake_fastrpc.polls++;
	fake_fastrpc.deadline = FASTRPC_NEVER;
}

uint64_t fastrpc_next_deadline(const struct fastrpc *f)
{
	(void)f;
	return fake_fastrpc.deadline;
}

void fastrpc_read_stats(const struct fastrpc *f, struct fastrpc_stats *stats)
{
	(void)f;
	*stats = (struct fastrpc_stats){ .calls = fake_fastrpc.messages };
}
