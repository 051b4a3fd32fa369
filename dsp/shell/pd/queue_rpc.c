// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The module by which the client tells of its queues, libdspqueue_rpc_skel.so, which is
 * part of the DSP. Scalars are those of Qualcomm's library.
 */

#include <string.h>

#include "os/error.h"
#include "pd/call.h"
#include "pd/pd.h"
#include "queue/queue.h"

enum queue_rpc_scalars {
	QUEUE_RPC_OPEN = 0x00020001,
	QUEUE_RPC_CLOSE = 0x01000010,
	QUEUE_RPC_INIT = 0x02010000,
	QUEUE_RPC_CREATE = 0x03010100,
	QUEUE_RPC_DESTROY = 0x04010000,
	QUEUE_RPC_IS_IMPORTED = 0x05010100,
	QUEUE_RPC_WAIT_SIGNAL = 0x06000100,
	QUEUE_RPC_CANCEL_WAIT = 0x07000000,
	QUEUE_RPC_SIGNAL = 0x08000000,
};

struct queue_rpc_create {
	uint32_t id;
	int32_t fd;
	uint32_t count;
};

/* Each method has one size of input and of output. */
static const struct queue_rpc_sizes {
	uint32_t sc;
	uint8_t in, out;
} queue_rpc_sizes[] = {
	{QUEUE_RPC_INIT, sizeof(int32_t), 0},
	{QUEUE_RPC_CREATE, sizeof(struct queue_rpc_create), sizeof(uint64_t)},
	{QUEUE_RPC_DESTROY, sizeof(uint64_t), 0},
	{QUEUE_RPC_IS_IMPORTED, sizeof(uint64_t), sizeof(int32_t)},
	{QUEUE_RPC_WAIT_SIGNAL, 0, sizeof(int32_t)},
	{QUEUE_RPC_CANCEL_WAIT, 0, 0},
	{QUEUE_RPC_SIGNAL, 0, 0},
};

/* Copy the input to @in, if it and the output have the sizes that they must have. */
static int32_t queue_rpc_fetch(uint32_t sc, const union call_arg *args, void *in)
{
	const struct queue_rpc_sizes *sizes = queue_rpc_sizes;
	const struct queue_rpc_sizes *end = sizes + sizeof(queue_rpc_sizes) / sizeof(*sizes);

	while (sizes < end && sizes->sc != sc)
		sizes++;
	if (sizes == end)
		return ERROR_UNSUPPORTED;
	if (sizes->in) {
		if (args->buffer.len != sizes->in)
			return ERROR_BAD_PARAMETER;
		memcpy(in, (const void *)args->buffer.address, sizes->in);
		args++;
	}
	return sizes->out && args->buffer.len != sizes->out ? ERROR_BAD_PARAMETER : 0;
}

static void queue_rpc_store(uint32_t sc, const union call_arg *args, const void *out, size_t size)
{
	memcpy((void *)args[CALL_INBUFS(sc)].buffer.address, out, size);
}

/**
 * queue_rpc_invoke() - serve a call of the module
 */
int32_t queue_rpc_invoke(uint64_t handle, uint32_t sc, union call_arg *args)
{
	union {
		int32_t fd;
		uint64_t queue;
		struct queue_rpc_create create;
	} in = {0};
	uint64_t created = 0;
	int32_t out = 0;
	int32_t result;

	(void)handle;
	if (sc == QUEUE_RPC_OPEN || sc == QUEUE_RPC_CLOSE)
		return 0;
	result = queue_rpc_fetch(sc, args, &in);
	if (result)
		return result;
	switch (sc) {
	case QUEUE_RPC_INIT:
		return queue_init(in.fd);
	case QUEUE_RPC_CREATE:
		result = queue_create(in.create.id, in.create.fd, in.create.count, &created);
		if (!result)
			queue_rpc_store(sc, args, &created, sizeof(created));
		return result;
	case QUEUE_RPC_DESTROY:
		return queue_destroy(in.queue);
	case QUEUE_RPC_IS_IMPORTED:
		result = queue_is_imported(in.queue, &out);
		break;
	case QUEUE_RPC_WAIT_SIGNAL:
		result = queue_signal_await(&out);
		break;
	case QUEUE_RPC_CANCEL_WAIT:
		queue_signal_cancel();
		return 0;
	default:	/* QUEUE_RPC_SIGNAL */
		queue_signal_taken();
		return 0;
	}
	if (!result)
		queue_rpc_store(sc, args, &out, sizeof(out));
	return result;
}
