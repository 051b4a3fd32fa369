// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Queues between a program and code on the DSP, by FastRPC's own library.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <dspqueue.h>
#include <remote.h>
#include <rpcmem.h>

#include "tools/skeleton.h"
#include "tools/t.h"

#define QUEUE_URI(name)	\
	"file:///lib" name "_skel.so?" name "_skel_handle_invoke&_modver=1.0&_dom=cdsp"
#define QUEUE_US	(20000000 * t_slowdown())

enum queue_method {
	QUEUED_START = 2,
	QUEUED_STOP,
};

/* A process with the library "queued", and a queue to it. */
struct queue {
	remote_handle64 handle;
	dspqueue_t queue;
};

static remote_handle64 queue_open(const char *uri)
{
	struct remote_rpc_control_unsigned_module wish = { CDSP_DOMAIN_ID, 1 };
	remote_handle64 handle = 0;

	T_SYS(setenv("DSP_LIBRARY_PATH", SKELETON_TESTS, 1));
	T_EQ(remote_session_control(DSPRPC_CONTROL_UNSIGNED_MODULE, &wish, sizeof(wish)), 0);
	T_EQ(remote_handle64_open(uri, &handle), 0);
	return handle;
}

static struct queue queue_setup(void)
{
	struct queue q = { .handle = queue_open(QUEUE_URI("queued")) };
	uint64_t id = 0;
	remote_arg arg = { .buf = { &id, sizeof(id) } };

	T_EQ(dspqueue_create(CDSP_DOMAIN_ID, 0, 2048, 2048, NULL, NULL, NULL, &q.queue), 0);
	T_EQ(dspqueue_export(q.queue, &id), 0);
	T_CHECK(id);
	T_EQ(remote_handle64_invoke(q.handle, REMOTE_SCALARS_MAKE(QUEUED_START, 1, 0), &arg), 0);
	return q;
}

static void queue_end(struct queue *q)
{
	uint32_t errors = 99;
	remote_arg arg = { .buf = { &errors, sizeof(errors) } };

	T_EQ(dspqueue_close(q->queue), 0x0e);
	T_EQ(remote_handle64_invoke(q->handle, REMOTE_SCALARS_MAKE(QUEUED_STOP, 0, 1), &arg), 0);
	T_EQ(errors, 0);
	T_EQ(dspqueue_close(q->queue), 0);
	T_EQ(remote_handle64_close(q->handle), 0);
}

/* Situation: packets of many sizes, several at a time, around the ring again and again.
 * Expectation: each comes back, in order, inverted. The queue cannot be closed while
 * the DSP has it.
 */
T_CASE(queue_packets, "packets")
{
	struct queue q = queue_setup();
	uint8_t message[256];

	for (uint32_t round = 0; round < 40; round++) {
		for (uint32_t i = 0; i < 5; i++) {
			memset(message, (int)(round + i), sizeof(message));
			T_EQ(dspqueue_write(q.queue, 0, 0, NULL, round * 5 + i, message, QUEUE_US),
			     0);
		}
		for (uint32_t i = 0; i < 5; i++) {
			uint32_t size = 0;

			T_EQ(dspqueue_read(q.queue, NULL, 0, NULL, NULL, sizeof(message), &size,
					   message, QUEUE_US), 0);
			T_EQ(size, round * 5 + i);
			for (uint32_t k = 0; k < size; k++) {
				if (message[k] != (uint8_t)~(round + i))
					t_fail("byte %u of packet %u is %#x", k, i, message[k]);
			}
		}
	}
	T_EQ(dspqueue_read_noblock(q.queue, NULL, 0, NULL, NULL, 8, NULL, message), 516);
	T_EQ(dspqueue_read(q.queue, NULL, 0, NULL, NULL, 8, NULL, message, 1000), 0x0c);
	queue_end(&q);
}

/* Situation: a packet names a mapped buffer, and one that is not mapped.
 * Expectation: the DSP works in the buffer; the reference that comes back has its
 * address and size. The other is refused.
 */
T_CASE(queue_buffers, "buffers")
{
	struct queue q = queue_setup();
	uint8_t *bytes = rpcmem_alloc(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, 8192);
	struct dspqueue_buffer buffer = {
		.fd = (uint32_t)rpcmem_to_fd(bytes), .size = 1000, .offset = 96,
		.flags = DSPQUEUE_BUFFER_FLAG_FLUSH_SENDER |
			 DSPQUEUE_BUFFER_FLAG_INVALIDATE_RECIPIENT,
	};
	uint32_t count = 0, size = 9;

	memset(bytes, 0x11, 8192);
	T_EQ(dspqueue_write(q.queue, 0, 1, &buffer, 0, NULL, QUEUE_US), 0x48);
	T_EQ(fastrpc_mmap(CDSP_DOMAIN_ID, (int)buffer.fd, bytes, 0, 8192, FASTRPC_MAP_FD), 0);
	T_EQ(dspqueue_write(q.queue, 0, 1, &buffer, 0, NULL, QUEUE_US), 0);
	memset(&buffer, 0, sizeof(buffer));
	T_EQ(dspqueue_read(q.queue, NULL, 1, &count, &buffer, 0, &size, NULL, QUEUE_US), 0);
	T_EQ(count, 1);
	T_EQ(size, 0);
	T_EQ(buffer.size, 1000);
	T_CHECK(buffer.ptr == bytes + 96);
	T_EQ(bytes[95], 0x11);
	T_EQ(bytes[96], 0xee);
	T_EQ(bytes[1095], 0xee);
	T_EQ(bytes[1096], 0x11);
	T_EQ(fastrpc_munmap(CDSP_DOMAIN_ID, (int)buffer.fd, bytes, 8192), 0);
	queue_end(&q);
	rpcmem_free(bytes);
}

/* Waits for a packet that never comes. */
static void *queue_wait(void *data)
{
	uint8_t message[8];

	return (void *)(intptr_t)dspqueue_read(data, NULL, 0, NULL, NULL, sizeof(message), NULL,
					       message, DSPQUEUE_TIMEOUT_NONE);
}

/* Situation: the process dies while a thread waits for a packet.
 * Expectation: the thread and later calls get 46; everything can be closed.
 */
T_CASE(queue_death, "death")
{
	struct queue q = queue_setup();
	remote_handle64 crash = queue_open(QUEUE_URI("crash"));
	uint8_t message[8] = { 0 };
	pthread_t thread;
	void *result;

	T_EQ(pthread_create(&thread, NULL, queue_wait, q.queue), 0);
	T_EQ(remote_handle64_invoke(crash, REMOTE_SCALARS_MAKE(CRASH_READ_NULL, 0, 0), NULL),
	     104);
	T_STEP("the waiting thread");
	T_EQ(pthread_join(thread, &result), 0);
	T_EQ((intptr_t)result, 46);
	T_EQ(dspqueue_write(q.queue, 0, 0, NULL, 8, message, QUEUE_US), 46);
	T_EQ(dspqueue_close(q.queue), 0);
	T_EQ(remote_handle64_close(crash), 0);
	T_EQ(remote_handle64_close(q.handle), 0);
}
