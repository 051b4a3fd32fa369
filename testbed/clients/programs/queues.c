// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A program of dspqueue.h, which Debian's package of headers lacks: packets and buffers
 * to the library "queued", which sends each back inverted, and the end of its process.
 */
#include <pthread.h>
#include <remote.h>
#include <rpcmem.h>

#include <dspqueue.h>

#include "say.h"

#define QUEUES_START	2
#define QUEUES_STOP	3
#define QUEUES_US	60000000
#define QUEUES_SIZE	8192

static unsigned int queues_packets(dspqueue_t queue)
{
	uint8_t message[256];
	unsigned int good = 0;

	for (uint32_t round = 0; round < 40; round++) {
		for (uint32_t i = 0; i < 5; i++) {
			memset(message, (int)(round + i), sizeof(message));
			if (dspqueue_write(queue, 0, 0, NULL, round * 5 + i + 1, message,
					   QUEUES_US))
				return good;
		}
		for (uint32_t i = 0; i < 5; i++) {
			uint32_t flags, buffers, size = 0;

			if (dspqueue_read(queue, &flags, 0, &buffers, NULL, sizeof(message),
					  &size, message, QUEUES_US))
				return good;
			good += size == round * 5 + i + 1 &&
				message[size - 1] == (uint8_t)~(round + i);
		}
	}
	return good;
}

static void queues_buffer(dspqueue_t queue)
{
	uint8_t *bytes = rpcmem_alloc(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, QUEUES_SIZE);
	struct dspqueue_buffer buffer = {
		.fd = (uint32_t)rpcmem_to_fd(bytes), .size = 1000, .offset = 96,
		.flags = DSPQUEUE_BUFFER_FLAG_FLUSH_SENDER |
			 DSPQUEUE_BUFFER_FLAG_INVALIDATE_RECIPIENT,
	};
	uint32_t flags = 0, count = 0, size = 0;
	uint8_t message[8];

	memset(bytes, 0x11, QUEUES_SIZE);
	say("unmapped-buffer", (unsigned int)dspqueue_write(queue, 0, 1, &buffer, 0, NULL,
							     QUEUES_US));
	say("map", (unsigned int)fastrpc_mmap(CDSP_DOMAIN_ID, (int)buffer.fd, bytes, 0,
					       QUEUES_SIZE, FASTRPC_MAP_FD));
	say("write-buffer", (unsigned int)dspqueue_write(queue, 0, 1, &buffer, 0, NULL,
							  QUEUES_US));
	memset(&buffer, 0, sizeof(buffer));
	say("read-buffer", (unsigned int)dspqueue_read(queue, &flags, 1, &count, &buffer,
							sizeof(message), &size, message,
							QUEUES_US));
	say("buffers", count);
	say("buffer-size", buffer.size);
	say("buffer-address", buffer.ptr == bytes + 96);
	say("buffer-is", bytes[95] == 0x11 && bytes[96] == 0xee && bytes[1095] == 0xee &&
	    bytes[1096] == 0x11);
	say("unmap", (unsigned int)fastrpc_munmap(CDSP_DOMAIN_ID, rpcmem_to_fd(bytes), bytes,
						   QUEUES_SIZE));
	rpcmem_free(bytes);
}

static void queues_refused(dspqueue_t queue)
{
	uint32_t flags, count, size;
	uint8_t message[8] = { 0 };
	dspqueue_t none;

	say("empty", (unsigned int)dspqueue_read_noblock(queue, &flags, 0, &count, NULL,
							  sizeof(message), &size, message));
	say("timeout", (unsigned int)dspqueue_read(queue, &flags, 0, &count, NULL,
						    sizeof(message), &size, message, 1000));
	say("peek", (unsigned int)dspqueue_peek_noblock(queue, &flags, &count, &size));
	say("bad-flags", (unsigned int)dspqueue_create(CDSP_DOMAIN_ID, 1, 0, 0, NULL, NULL, NULL,
							&none));
	say("too-large", (unsigned int)dspqueue_create(CDSP_DOMAIN_ID, 0, 17 << 20, 0, NULL,
							NULL, NULL, &none));
	say("still-imported", (unsigned int)dspqueue_close(queue));
}

int main(void)
{
	remote_handle64 handle = say_open("open", SAY_URI("queued", "cdsp"));
	uint32_t errors = 99;
	dspqueue_t queue = NULL;
	uint64_t id = 0, stat = 0;
	remote_arg arg = { .buf = { &id, sizeof(id) } };

	say("create", (unsigned int)dspqueue_create(CDSP_DOMAIN_ID, 0, 2048, 2048, NULL, NULL,
						     NULL, &queue));
	if (!queue)
		return 1;
	say("export", (unsigned int)dspqueue_export(queue, &id));
	say("has-id", id != 0);
	say("start", (unsigned int)remote_handle64_invoke(
		handle, REMOTE_SCALARS_MAKE(QUEUES_START, 1, 0), &arg));
	say("packets", queues_packets(queue));
	queues_buffer(queue);
	queues_refused(queue);
	say("stat", (unsigned int)dspqueue_get_stat(queue, DSPQUEUE_STAT_SIGNALING_PERF, &stat));
	say("stat-is", (unsigned int)stat);
	arg.buf.pv = &errors;
	arg.buf.nLen = sizeof(errors);
	say("stop", (unsigned int)remote_handle64_invoke(
		handle, REMOTE_SCALARS_MAKE(QUEUES_STOP, 0, 1), &arg));
	say("errors", errors);
	say("close-queue", (unsigned int)dspqueue_close(queue));
	say("close", (unsigned int)remote_handle64_close(handle));
	return 0;
}
