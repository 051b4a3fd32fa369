// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Queues: their life. What is written and read is in queue_packet.c.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "aee.h"
#include "domain.h"
#include "link.h"
#include "pd.h"
#include "queue.h"
#include "remote.h"
#include "rpcmem.h"

/* Methods of the module on the DSP. */
#define QUEUE_CREATE		3
#define QUEUE_DESTROY		4
#define QUEUE_IS_IMPORTED	5

#define QUEUE_RING_MAX		(16u << 20)
#define QUEUE_REQUEST_SIZE	65536u
#define QUEUE_RESPONSE_SIZE	16384u

/* Every part begins in a line of its own, of any cache. */
#define QUEUE_ALIGN		256u

/* A version that no DSP has: one that takes it is too old to count who waits. */
#define QUEUE_VERSION_PROBE	0xffffffffu
#define QUEUE_VERSION		2u
#define QUEUE_WAIT_COUNTS	1u

static atomic_uint queue_creations;

static uint32_t queue_aligned(uint32_t size)
{
	return (size + QUEUE_ALIGN - 1) & ~(QUEUE_ALIGN - 1);
}

/* Where the parts of one direction lie from @at on; where the next one does. */
static uint32_t queue_place(struct rpc_queue_ring *ring, uint32_t at,
			    uint32_t size)
{
	ring->ring = at;
	ring->size = size;
	ring->read_state = at + queue_aligned(size);
	ring->write_state = ring->read_state + QUEUE_ALIGN;
	return ring->write_state + QUEUE_ALIGN;
}

static struct rpc_ring queue_ring(struct dspqueue *queue,
				  const struct rpc_queue_ring *place, bool writes)
{
	uint8_t *base = (uint8_t *)queue->head;
	void *read = base + place->read_state, *write = base + place->write_state;

	return (struct rpc_ring){
		.bytes = base + place->ring,
		.size = place->size,
		.own = writes ? write : read,
		.other = writes ? read : write,
	};
}

/* Memory for both rings, with nothing in it. */
static int queue_make_memory(struct dspqueue *queue, uint32_t request,
			     uint32_t response)
{
	struct rpc_queue_head head = { 0 };

	queue->size = queue_place(&head.request, QUEUE_ALIGN, request);
	queue->size = queue_place(&head.response, queue->size, response);
	queue->head = rpcmem_alloc2(RPCMEM_HEAP_ID_SYSTEM,
				    RPCMEM_DEFAULT_FLAGS, queue->size);
	if (!queue->head)
		return AEE_ENOMEMORY;
	queue->fd = rpcmem_to_fd(queue->head);
	head.count = queue->count;
	memset(queue->head, 0, queue->size);
	*queue->head = head;
	/* From here on the DSP may change what lies in the memory, not these. */
	queue->request = queue_ring(queue, &head.request, true);
	queue->response = queue_ring(queue, &head.response, false);
	return AEE_SUCCESS;
}

/* Offers the memory in one version. */
static int queue_offer(struct dspqueue *queue, uint32_t version)
{
	uint32_t in[3] = { queue->id, (uint32_t)queue->fd, queue->count };

	queue->head->version = version;
	queue->head->flags = version == QUEUE_VERSION ? QUEUE_WAIT_COUNTS : 0;
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return rpc_link_call(queue->link, QUEUE_CREATE, in, sizeof(in),
			     &queue->dsp_id, sizeof(queue->dsp_id));
}

static int queue_negotiate(struct dspqueue *queue)
{
	int ret = queue_offer(queue, QUEUE_VERSION_PROBE);

	/* One that takes it cannot be told who waits: there is none any more. */
	if (!ret) {
		rpc_link_call(queue->link, QUEUE_DESTROY, &queue->dsp_id,
			      sizeof(queue->dsp_id), NULL, 0);
		return AEE_EUNSUPPORTED;
	}
	if (ret != AEE_EUNSUPPORTED && ret != AEE_DSP_EUNSUPPORTED)
		return ret;
	return queue_offer(queue, QUEUE_VERSION);
}

/* Waits for packets and calls the program. */
static void *queue_watch(void *data)
{
	struct dspqueue *queue = data;
	uint32_t seen = 0;

	pthread_mutex_lock(&queue->lock);
	while (!queue->closing) {
		uint64_t before = rpc_ring_progress(&queue->response);
		uint32_t packets = (uint32_t)(before >> 32);

		if (packets == seen && queue->error)
			break;
		if (packets == seen) {
			rpc_queue_await_locked(queue, &queue->response, before,
					       RPC_QUEUE_NEVER);
			continue;
		}
		seen = packets;
		pthread_mutex_unlock(&queue->lock);
		queue->packet_callback(queue, AEE_SUCCESS, queue->context);
		pthread_mutex_lock(&queue->lock);
	}
	pthread_mutex_unlock(&queue->lock);
	return NULL;
}

static void *queue_tell_error(void *data)
{
	struct dspqueue *queue = data;
	int error;

	pthread_mutex_lock(&queue->lock);
	error = queue->error;
	pthread_mutex_unlock(&queue->lock);
	queue->error_callback(queue, error, queue->context);
	return NULL;
}

/**
 * rpc_queue_look() - the DSP has signalled
 * @queue: the queue
 * @responses: packets that the DSP has written, ever
 * @request_space: packets that it has read, ever
 */
void rpc_queue_look(struct dspqueue *queue, uint32_t responses,
		    uint32_t request_space)
{
	pthread_mutex_lock(&queue->lock);
	if (queue->seen[0] != responses || queue->seen[1] != request_space) {
		queue->seen[0] = responses;
		queue->seen[1] = request_space;
		pthread_cond_broadcast(&queue->changed);
	}
	pthread_mutex_unlock(&queue->lock);
}

/**
 * rpc_queue_fail() - the DSP has gone
 * @queue: the queue
 * @error: the AEE code that its error callback gets
 */
void rpc_queue_fail(struct dspqueue *queue, int error)
{
	pthread_mutex_lock(&queue->lock);
	queue->error = error;
	if (queue->error_callback && !queue->told && !queue->closing)
		queue->told = !pthread_create(&queue->error_thread, NULL,
					      queue_tell_error, queue);
	pthread_cond_broadcast(&queue->changed);
	pthread_mutex_unlock(&queue->lock);
}

static void queue_free(struct dspqueue *queue)
{
	if (queue->head)
		rpcmem_free(queue->head);
	pthread_cond_destroy(&queue->changed);
	pthread_mutex_destroy(&queue->lock);
	free(queue);
}

/* The memory is there, and the link: the DSP gets to know the queue. */
static int queue_connect(struct dspqueue *queue)
{
	int effective = queue->link->pd->id;
	int ret;

	ret = fastrpc_mmap(effective, queue->fd, queue->head, 0, queue->size,
			   FASTRPC_MAP_FD);
	if (ret)
		return ret;
	ret = queue_negotiate(queue);
	if (!ret && queue->packet_callback &&
	    pthread_create(&queue->packet_thread, NULL, queue_watch, queue)) {
		rpc_link_call(queue->link, QUEUE_DESTROY, &queue->dsp_id,
			      sizeof(queue->dsp_id), NULL, 0);
		ret = AEE_ENOMEMORY;
	}
	if (ret)
		fastrpc_munmap(effective, queue->fd, NULL, 0);
	return ret;
}

static struct dspqueue *queue_alloc(dspqueue_callback_t packet_callback,
				    dspqueue_callback_t error_callback,
				    void *context)
{
	struct dspqueue *queue = calloc(1, sizeof(*queue));
	pthread_condattr_t attr;

	if (!queue)
		return NULL;
	queue->count = ++queue_creations;
	queue->packet_callback = packet_callback;
	queue->error_callback = error_callback;
	queue->context = context;
	pthread_mutex_init(&queue->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&queue->changed, &attr);
	pthread_condattr_destroy(&attr);
	return queue;
}

/* Whole units; a ring without room for a packet would never do anything. */
static uint32_t queue_ring_size(uint32_t wish, uint32_t usual)
{
	uint32_t size = wish ? wish : usual;

	return (size + RPC_RING_UNIT - 1) & ~(RPC_RING_UNIT - 1);
}

AEEResult dspqueue_create(int domain, uint32_t flags, uint32_t req_queue_size,
			  uint32_t resp_queue_size,
			  dspqueue_callback_t packet_callback,
			  dspqueue_callback_t error_callback,
			  void *callback_context, dspqueue_t *queue)
{
	int effective = rpc_domain_resolve(domain);
	struct dspqueue *made;
	int ret;

	if (!queue)
		return AEE_EBADPARM;
	*queue = NULL;
	if (effective < 0 || flags || req_queue_size > QUEUE_RING_MAX ||
	    resp_queue_size > QUEUE_RING_MAX)
		return AEE_EBADPARM;
	switch (effective % RPC_DOMAINS) {
	case ADSP_DOMAIN_ID:
	case CDSP_DOMAIN_ID:
	case CDSP1_DOMAIN_ID:
		break;
	default:
		return AEE_EUNSUPPORTED;
	}

	made = queue_alloc(packet_callback, error_callback, callback_context);
	if (!made)
		return AEE_ENOMEMORY;
	ret = queue_make_memory(made,
				queue_ring_size(req_queue_size, QUEUE_REQUEST_SIZE),
				queue_ring_size(resp_queue_size, QUEUE_RESPONSE_SIZE));
	if (!ret)
		ret = rpc_link_get(effective, made, &made->link, &made->id);
	if (!ret) {
		ret = queue_connect(made);
		if (ret)
			rpc_link_put(made->link, made->id);
	}
	if (ret) {
		queue_free(made);
		return ret;
	}
	*queue = made;
	return AEE_SUCCESS;
}

/* Whether the DSP still has it open; no DSP has nothing open. */
static bool queue_is_imported(struct dspqueue *queue)
{
	int32_t imported = 0;

	return !rpc_link_error(queue->link) &&
	       !rpc_link_call(queue->link, QUEUE_IS_IMPORTED, &queue->dsp_id,
			      sizeof(queue->dsp_id), &imported, sizeof(imported)) &&
	       imported;
}

/* Ends what the program waits for; its callbacks have returned then. */
static void queue_stop(struct dspqueue *queue)
{
	bool told;

	pthread_mutex_lock(&queue->lock);
	queue->closing = true;
	told = queue->told;
	pthread_cond_broadcast(&queue->changed);
	while (queue->waits)
		pthread_cond_wait(&queue->changed, &queue->lock);
	pthread_mutex_unlock(&queue->lock);
	if (queue->packet_callback)
		pthread_join(queue->packet_thread, NULL);
	if (told)
		pthread_join(queue->error_thread, NULL);
}

/* A callback that closed its own queue would wait for itself. */
static bool queue_is_callback(struct dspqueue *queue)
{
	bool is;

	pthread_mutex_lock(&queue->lock);
	is = (queue->packet_callback &&
	      pthread_equal(pthread_self(), queue->packet_thread)) ||
	     (queue->told && pthread_equal(pthread_self(), queue->error_thread));
	pthread_mutex_unlock(&queue->lock);
	return is;
}

AEEResult dspqueue_close(dspqueue_t queue)
{
	if (!queue)
		return AEE_EBADPARM;
	if (queue_is_callback(queue))
		return AEE_ERPC;
	if (queue_is_imported(queue))
		return AEE_EBADPARM;
	queue_stop(queue);
	/* What a DSP that has gone says to these does not matter. */
	rpc_link_call(queue->link, QUEUE_DESTROY, &queue->dsp_id,
		      sizeof(queue->dsp_id), NULL, 0);
	fastrpc_munmap(queue->link->pd->id, queue->fd, NULL, 0);
	rpc_link_put(queue->link, queue->id);
	queue_free(queue);
	return AEE_SUCCESS;
}

AEEResult dspqueue_export(dspqueue_t queue, uint64_t *queue_id)
{
	if (!queue || !queue_id)
		return AEE_EBADPARM;
	*queue_id = queue->dsp_id;
	return AEE_SUCCESS;
}

/* A queue to several DSPs at once needs a kernel that has such a thing. */
int dspqueue_request(dspqueue_request_payload *req)
{
	return req ? AEE_EUNSUPPORTED : AEE_EBADPARM;
}
