// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Packets of queues: writing and reading. A side that has changed something
 * wakes the other only if that says that it may be waiting.
 */
#include "aee.h"
#include "clock.h"
#include "link.h"
#include "pd.h"
#include "map.h"
#include "queue.h"

#define QUEUE_FLAGS		0xffffu

/* An early wake-up waits for its packet so long, in microseconds. */
#define QUEUE_WAKEUP_US		1000u
#define QUEUE_WAKEUP_MAX_US	2500u

/* What keeps the queue from doing anything, or 0. */
static int queue_check_locked(const struct dspqueue *queue)
{
	if (queue->closing || queue->error)
		return AEE_EINTERRUPTED;
	return queue->head->count == queue->count ? AEE_SUCCESS : AEE_ERPC;
}

/* After a change of this side: wakes the other one, if it may be waiting. */
static void queue_wake(struct dspqueue *queue, const struct rpc_ring *ring)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (__atomic_load_n(&ring->other->waiting, __ATOMIC_RELAXED))
		rpc_link_signal(queue->link);
}

static void queue_count(volatile uint32_t *counter)
{
	__atomic_store_n(counter, *counter + 1, __ATOMIC_RELEASE);
}

static enum rpc_map_reference queue_how(uint32_t flags)
{
	if (flags & DSPQUEUE_BUFFER_FLAG_REF)
		return RPC_MAP_TAKE;
	return flags & DSPQUEUE_BUFFER_FLAG_DEREF ? RPC_MAP_DROP : RPC_MAP_LOOK;
}

/* Undoes the references of the first @count buffers. */
static void queue_unrefer(struct dspqueue *queue,
			  const struct rpc_reference *references, uint32_t count)
{
	static const enum rpc_map_reference undo[] = {
		[RPC_MAP_LOOK] = RPC_MAP_LOOK,
		[RPC_MAP_TAKE] = RPC_MAP_DROP,
		[RPC_MAP_DROP] = RPC_MAP_TAKE,
	};
	void *address;
	size_t size;

	for (uint32_t i = 0; i < count; i++)
		rpc_map_refer(queue->link->pd, (int)references[i].fd,
			      undo[queue_how(references[i].flags)], &address,
			      &size);
}

/* The buffers that a packet names: they are mapped, and as large as it says. */
static int queue_refer(struct dspqueue *queue, struct rpc_reference *references,
		       uint32_t count, int too_large)
{
	uint32_t both = DSPQUEUE_BUFFER_FLAG_REF | DSPQUEUE_BUFFER_FLAG_DEREF;

	for (uint32_t i = 0; i < count; i++) {
		struct rpc_reference *ref = &references[i];
		void *address = NULL;
		size_t size = 0;
		int ret = AEE_EBADPARM;

		if ((ref->flags & both) != both)
			ret = rpc_map_refer(queue->link->pd, (int)ref->fd,
					    queue_how(ref->flags), &address,
					    &size);
		if (!ret && (ref->size ? ref->size > size ||
			     ref->offset > size - ref->size : ref->offset)) {
			queue_unrefer(queue, ref, 1);
			ret = too_large;
		}
		if (ret) {
			queue_unrefer(queue, references, i);
			return ret;
		}
		ref->pointer = address ? (uintptr_t)address + ref->offset : 0;
		if (!ref->size && too_large == AEE_EBADITEM)
			ref->size = (uint32_t)size;
	}
	return AEE_SUCCESS;
}

static void queue_take_buffers(struct rpc_reference *references,
			       const struct dspqueue_buffer *buffers,
			       uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		references[i] = (struct rpc_reference){
			.fd = buffers[i].fd,
			.size = buffers[i].size,
			.offset = buffers[i].offset,
			.flags = buffers[i].flags,
		};
}

/* Writes once. */
static int queue_write_locked(struct dspqueue *queue, struct rpc_packet *packet)
{
	int ret = queue_check_locked(queue);

	if (ret)
		return ret;
	ret = rpc_ring_write(&queue->request, packet);
	if (ret)
		return ret;
	queue_count(&queue->link->page->requests[queue->id]);
	return AEE_SUCCESS;
}

/* Reads once. */
static int queue_read_locked(struct dspqueue *queue, struct rpc_packet *packet)
{
	int ret = queue_check_locked(queue);

	if (ret)
		return ret;
	ret = rpc_ring_read(&queue->response, packet);
	if (ret)
		return ret;
	queue_count(&queue->link->page->response_space[queue->id]);
	return AEE_SUCCESS;
}

/* Tries something until it would not block, or its time is over. */
static int queue_do_locked(struct dspqueue *queue, struct rpc_ring *ring,
			   int (*try)(struct dspqueue *queue,
				      struct rpc_packet *packet),
			   struct rpc_packet *packet, uint32_t timeout_us)
{
	struct rpc_packet room = *packet;
	int64_t deadline = 0;
	int ret;

	do {
		uint64_t before = rpc_ring_progress(ring);

		*packet = room;
		ret = try(queue, packet);
		if (ret != AEE_EWOULDBLOCK || !timeout_us)
			return ret;
		if (!deadline)
			deadline = rpc_queue_deadline(timeout_us);
		ret = rpc_queue_await_locked(queue, ring, before, deadline);
	} while (!ret);
	return ret;
}

AEEResult dspqueue_write(dspqueue_t queue, uint32_t flags, uint32_t num_buffers,
			 struct dspqueue_buffer *buffers, uint32_t message_length,
			 const uint8_t *message, uint32_t timeout_us)
{
	struct rpc_reference references[RPC_RING_REFERENCES];
	struct rpc_packet packet = {
		.flags = flags & QUEUE_FLAGS & ~DSPQUEUE_PACKET_FLAG_RESERVED_ZERO,
		.references = references,
		.reference_count = num_buffers,
		.message = (uint8_t *)(uintptr_t)message,
		.message_size = message_length,
	};
	int ret;

	if (!queue || num_buffers > RPC_RING_REFERENCES ||
	    message_length > RPC_RING_MESSAGE_MAX ||
	    (num_buffers && !buffers) || (message_length && !message))
		return AEE_EBADPARM;
	queue_take_buffers(references, buffers, num_buffers);
	ret = queue_refer(queue, references, num_buffers, AEE_EBADPARM);
	if (ret)
		return ret;

	pthread_mutex_lock(&queue->lock);
	ret = queue_do_locked(queue, &queue->request, queue_write_locked,
			      &packet, timeout_us);
	pthread_mutex_unlock(&queue->lock);
	if (ret)
		queue_unrefer(queue, references, num_buffers);
	else
		queue_wake(queue, &queue->request);
	return ret;
}

AEEResult dspqueue_write_noblock(dspqueue_t queue, uint32_t flags,
				 uint32_t num_buffers,
				 struct dspqueue_buffer *buffers,
				 uint32_t message_length, const uint8_t *message)
{
	return dspqueue_write(queue, flags, num_buffers, buffers, message_length,
			      message, 0);
}

AEEResult dspqueue_write_early_wakeup_noblock(dspqueue_t queue,
					      uint32_t wakeup_delay,
					      uint32_t packet_flags)
{
	return dspqueue_write(queue, packet_flags | DSPQUEUE_PACKET_FLAG_WAKEUP,
			      0, NULL, wakeup_delay ? sizeof(wakeup_delay) : 0,
			      (const uint8_t *)&wakeup_delay, 0);
}

/* The DSP will have a packet in a moment: looks for it, and does not sleep. */
static int queue_wake_up_locked(struct dspqueue *queue,
				struct rpc_packet *packet)
{
	uint32_t delay = QUEUE_WAKEUP_US;
	struct rpc_packet wakeup = {
		.message = (uint8_t *)&delay, .message_size = sizeof(delay),
	};
	int64_t begin = rpc_clock(), rate = rpc_clock_rate();
	int ret;

	ret = queue_read_locked(queue, &wakeup);
	if (ret == AEE_EBADPARM)
		return AEE_EBADITEM;
	if (ret)
		return ret;
	if (delay > QUEUE_WAKEUP_MAX_US)
		delay = QUEUE_WAKEUP_MAX_US;
	do {
		ret = queue_read_locked(queue, packet);
	} while (ret == AEE_EWOULDBLOCK &&
		 rpc_clock() - begin < delay * rate / RPC_US_PER_S);
	queue->wakeup_us += (uint64_t)((rpc_clock() - begin) * RPC_US_PER_S / rate);
	queue->wakeup_misses += ret == AEE_EWOULDBLOCK;
	return ret;
}

/* Reads once, early wake-ups included. */
static int queue_take_locked(struct dspqueue *queue, struct rpc_packet *packet)
{
	struct rpc_packet next = { 0 };
	int ret = queue_check_locked(queue);

	if (!ret)
		ret = rpc_ring_peek(&queue->response, &next);
	if (ret)
		return ret;
	return next.flags & DSPQUEUE_PACKET_FLAG_WAKEUP ?
	       queue_wake_up_locked(queue, packet) :
	       queue_read_locked(queue, packet);
}

static int queue_peek_locked(struct dspqueue *queue, struct rpc_packet *packet)
{
	int ret = queue_check_locked(queue);

	return ret ? ret : rpc_ring_peek(&queue->response, packet);
}

static void queue_give_buffers(struct dspqueue_buffer *buffers,
			       const struct rpc_reference *references,
			       uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		buffers[i].fd = references[i].fd;
		buffers[i].size = references[i].size;
		buffers[i].offset = references[i].offset;
		buffers[i].flags = references[i].flags;
		buffers[i].ptr = (void *)(uintptr_t)references[i].pointer;
	}
}

AEEResult dspqueue_read(dspqueue_t queue, uint32_t *flags, uint32_t max_buffers,
			uint32_t *num_buffers, struct dspqueue_buffer *buffers,
			uint32_t max_message_length, uint32_t *message_length,
			uint8_t *message, uint32_t timeout_us)
{
	struct rpc_reference references[RPC_RING_REFERENCES];
	struct rpc_packet packet = {
		.references = buffers ? references : NULL,
		.reference_count = max_buffers < RPC_RING_REFERENCES ?
				   max_buffers : RPC_RING_REFERENCES,
		.message = message,
		.message_size = max_message_length,
	};
	int ret;

	if (!queue)
		return AEE_EBADPARM;
	pthread_mutex_lock(&queue->lock);
	ret = queue_do_locked(queue, &queue->response, queue_take_locked,
			      &packet, timeout_us);
	pthread_mutex_unlock(&queue->lock);
	if (ret)
		return ret;
	queue_wake(queue, &queue->response);
	if (buffers) {
		ret = queue_refer(queue, references, packet.reference_count,
				  AEE_EBADITEM);
		if (ret)
			return ret;
		queue_give_buffers(buffers, references, packet.reference_count);
	}
	if (flags)
		*flags = packet.flags;
	if (num_buffers)
		*num_buffers = packet.reference_count;
	if (message_length)
		*message_length = packet.message_size;
	return AEE_SUCCESS;
}

AEEResult dspqueue_read_noblock(dspqueue_t queue, uint32_t *flags,
				uint32_t max_buffers, uint32_t *num_buffers,
				struct dspqueue_buffer *buffers,
				uint32_t max_message_length,
				uint32_t *message_length, uint8_t *message)
{
	return dspqueue_read(queue, flags, max_buffers, num_buffers, buffers,
			     max_message_length, message_length, message, 0);
}

AEEResult dspqueue_peek(dspqueue_t queue, uint32_t *flags, uint32_t *num_buffers,
			uint32_t *message_length, uint32_t timeout_us)
{
	struct rpc_packet packet = { 0 };
	int ret;

	if (!queue)
		return AEE_EBADPARM;
	pthread_mutex_lock(&queue->lock);
	ret = queue_do_locked(queue, &queue->response, queue_peek_locked,
			      &packet, timeout_us);
	pthread_mutex_unlock(&queue->lock);
	if (ret)
		return ret;
	if (flags)
		*flags = packet.flags;
	if (num_buffers)
		*num_buffers = packet.reference_count;
	if (message_length)
		*message_length = packet.message_size;
	return AEE_SUCCESS;
}

AEEResult dspqueue_peek_noblock(dspqueue_t queue, uint32_t *flags,
				uint32_t *num_buffers, uint32_t *message_length)
{
	return dspqueue_peek(queue, flags, num_buffers, message_length, 0);
}

static uint32_t queue_other_packets(const struct rpc_ring *ring)
{
	return __atomic_load_n(&ring->other->packets, __ATOMIC_RELAXED);
}

AEEResult dspqueue_get_stat(dspqueue_t queue, enum dspqueue_stat stat,
			    uint64_t *value)
{
	int ret = AEE_SUCCESS;

	if (!queue || !value)
		return AEE_EBADPARM;
	pthread_mutex_lock(&queue->lock);
	switch (stat) {
	case DSPQUEUE_STAT_READ_QUEUE_PACKETS:
		*value = queue_other_packets(&queue->response) -
			 queue->response.packets;
		break;
	case DSPQUEUE_STAT_READ_QUEUE_BYTES:
		*value = rpc_ring_used(&queue->response, false);
		break;
	case DSPQUEUE_STAT_WRITE_QUEUE_PACKETS:
		*value = queue->request.packets -
			 queue_other_packets(&queue->request);
		break;
	case DSPQUEUE_STAT_WRITE_QUEUE_BYTES:
		*value = rpc_ring_used(&queue->request, true);
		break;
	case DSPQUEUE_STAT_EARLY_WAKEUP_WAIT_TIME:
		*value = queue->wakeup_us;
		queue->wakeup_us = 0;
		break;
	case DSPQUEUE_STAT_EARLY_WAKEUP_MISSES:
		*value = queue->wakeup_misses;
		queue->wakeup_misses = 0;
		break;
	case DSPQUEUE_STAT_SIGNALING_PERF:
		*value = DSPQUEUE_SIGNALING_PERF_REDUCED_SIGNALING;
		break;
	default:
		ret = AEE_EBADPARM;
	}
	pthread_mutex_unlock(&queue->lock);
	return ret;
}
