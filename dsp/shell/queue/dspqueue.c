// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Queues as code in the PD sees them: signatures and numbers as in Qualcomm's dspqueue.h.
 * The PD reads requests and writes responses; it imports what the client has made.
 */

#include <string.h>

#include "os/error.h"
#include "os/export.h"
#include "os/syscall.h"
#include "os/thread.h"
#include "queue/queue.h"

#define DSPQUEUE_TIMEOUT_NONE	0xffffffffu	/* wait for ever */

/* Flags of a buffer: take or drop a reference to its map. All else is about caches. */
#define DSPQUEUE_REF		0x4u
#define DSPQUEUE_DEREF		0x8u

#define DSPQUEUE_STACK_SIZE	16384u

/* How long a reader waits for a packet that was announced. */
#define DSPQUEUE_WAKEUP_US	1000u
#define DSPQUEUE_WAKEUP_MAX_US	2500u

enum dspqueue_stat {
	DSPQUEUE_READ_PACKETS = 1,
	DSPQUEUE_READ_BYTES,
	DSPQUEUE_WRITE_PACKETS,
	DSPQUEUE_WRITE_BYTES,
	DSPQUEUE_WAKEUP_TIME,
	DSPQUEUE_WAKEUP_MISSES,
	DSPQUEUE_SIGNALLING,
};

#define DSPQUEUE_SIGNALLING_COUNTS	100u

/* A call that reads: where it wants what. */
struct dspqueue_wanted {
	uint32_t *flags;
	uint32_t references_max;
	uint32_t *references_count;
	struct queue_reference *references;
	uint32_t message_max;
	uint32_t *message_len;
	uint8_t *message;
	int peek;
};

/* A call that writes. */
struct dspqueue_given {
	struct queue_packet packet;
	const struct queue_reference *references;
	const uint8_t *message;
};

static int32_t dspqueue_check(const struct dspqueue *queue)
{
	return *queue->header_count == queue->count ? 0 : ERROR_RPC;
}

static uint64_t dspqueue_deadline(uint32_t timeout_us)
{
	return timeout_us == DSPQUEUE_TIMEOUT_NONE ? THREAD_FOREVER :
	       syscall_nanoseconds() + timeout_us * 1000ull;
}

/* One reference, as the receiver needs it: the whole size, our own address. */
static int32_t dspqueue_resolve(struct queue_reference *reference)
{
	struct map map;

	if (map_use((int32_t)reference->fd, &map))
		return ERROR_NO_SUCH_MAP;
	map_unuse((int32_t)reference->fd, 0);
	if ((reference->flags & (DSPQUEUE_REF | DSPQUEUE_DEREF)) ==
	    (DSPQUEUE_REF | DSPQUEUE_DEREF) || (!reference->size && reference->offset) ||
	    reference->offset > map.len || reference->size > map.len - reference->offset)
		return ERROR_BAD_ITEM;
	if (!reference->size)
		reference->size = map.len;
	reference->address = map.va + reference->offset;
	return 0;
}

/* Count what the references say; all of them name maps. */
static void dspqueue_count(const struct queue_reference *references, uint32_t count)
{
	struct map map;

	for (uint32_t i = 0; i < count; i++) {
		if (references[i].flags & DSPQUEUE_REF)
			map_use((int32_t)references[i].fd, &map);
		else if (references[i].flags & DSPQUEUE_DEREF)
			map_unuse((int32_t)references[i].fd, 0);
	}
}

/* Wait, with the ring, for the packet that the one at hand has announced. */
static void dspqueue_await_announced(struct dspqueue *queue, uint32_t delay_us)
{
	uint64_t start = syscall_nanoseconds(), end, now = start;
	struct queue_packet packet;
	int32_t result;

	if (delay_us > DSPQUEUE_WAKEUP_MAX_US)
		delay_us = DSPQUEUE_WAKEUP_MAX_US;
	end = start + delay_us * 1000ull;
	do {
		result = queue_ring_peek(&queue->request, queue_ring_other(&queue->request),
					 &packet);
		now = syscall_nanoseconds();
	} while (result == ERROR_WOULD_BLOCK && now < end);
	queue->wakeup_us += (now - start) / 1000;
	if (result == ERROR_WOULD_BLOCK)
		queue->wakeup_misses++;
}

/* Go on behind a packet, and tell the client. */
QUEUE_EACH_PACKET
static void dspqueue_advance(struct dspqueue *queue, enum queue_side side, uint32_t next)
{
	queue_ring_advance(queue_ring_of(queue, side), next);
	queue_signal_tell(queue, side);
}

/* Take away announcements that come first. Return: as queue_ring_peek(). */
static int32_t dspqueue_skip_wakeups(struct dspqueue *queue, struct queue_packet *packet)
{
	struct queue_ring *ring = &queue->request;
	int32_t result;

	do {
		uint32_t delay_us = DSPQUEUE_WAKEUP_US;

		if (packet->message_len == sizeof(delay_us) && !packet->references)
			queue_ring_read(ring, packet, NULL, (uint8_t *)&delay_us);
		dspqueue_advance(queue, QUEUE_READER, packet->next);
		dspqueue_await_announced(queue, delay_us);
		result = queue_ring_peek(ring, queue_ring_other(ring), packet);
	} while (!result && packet->flags & QUEUE_WAKEUP);
	return result;
}

/* Take a packet with buffers: once it is gone, they are looked up. */
static int32_t dspqueue_take_buffers(struct dspqueue *queue, const struct queue_packet *packet,
				     const struct dspqueue_wanted *wanted)
{
	struct queue_reference references[QUEUE_REFERENCES_MAX];
	int32_t result = 0;

	queue_ring_read(&queue->request, packet, references, wanted->message);
	dspqueue_advance(queue, QUEUE_READER, packet->next);
	for (uint32_t i = 0; i < packet->references && !result; i++)
		result = dspqueue_resolve(&references[i]);
	if (result)
		return result;
	dspqueue_count(references, packet->references);
	if (wanted->references)
		memcpy(wanted->references, references,
		       packet->references * sizeof(references[0]));
	return 0;
}

QUEUE_EACH_PACKET
static int32_t dspqueue_take(struct dspqueue *queue, const struct queue_packet *packet,
			     const struct dspqueue_wanted *wanted)
{
	if ((wanted->references && packet->references > wanted->references_max) ||
	    (wanted->message && packet->message_len > wanted->message_max))
		return ERROR_BAD_PARAMETER;
	/* What is passed by address has to lie in memory: these are copies. */
	if (packet->references) {
		struct queue_packet with_buffers = *packet;
		struct dspqueue_wanted buffers = *wanted;

		return dspqueue_take_buffers(queue, &with_buffers, &buffers);
	}
	queue_ring_read(&queue->request, packet, NULL, wanted->message);
	dspqueue_advance(queue, QUEUE_READER, packet->next);
	return 0;
}

/*
 * Try once. Announcements are hidden from those who read, not from those who look.
 * @writer: how far the client has come
 */
QUEUE_EACH_PACKET
static int32_t dspqueue_try_read(struct dspqueue *queue, uint64_t writer,
				 const struct dspqueue_wanted *wanted)
{
	struct queue_packet packet;
	int32_t result = dspqueue_check(queue);

	if (!result)
		result = queue_ring_peek(&queue->request, writer, &packet);
	if (!result && !wanted->peek && packet.flags & QUEUE_WAKEUP) {
		struct queue_packet announced = packet;

		result = dspqueue_skip_wakeups(queue, &announced);
		packet = announced;
	}
	if (!result && !wanted->peek)
		result = dspqueue_take(queue, &packet, wanted);
	if (result)
		return result;
	if (wanted->flags)
		*wanted->flags = packet.flags;
	if (wanted->references_count)
		*wanted->references_count = packet.references;
	if (wanted->message_len)
		*wanted->message_len = packet.message_len;
	return 0;
}

/* References go out as the caller gave them, but are checked as if they came in. */
static int32_t dspqueue_check_given(const struct dspqueue *queue,
				    const struct dspqueue_given *given)
{
	const struct queue_packet *packet = &given->packet;
	uint32_t size = packet->references * sizeof(struct queue_reference) + packet->message_len;

	if (packet->references > QUEUE_REFERENCES_MAX || packet->message_len > QUEUE_MESSAGE_MAX ||
	    size + 2 * QUEUE_ALIGN > queue->response.len)
		return ERROR_BAD_PARAMETER;
	for (uint32_t i = 0; i < packet->references; i++) {
		struct queue_reference reference = given->references[i];
		int32_t result = dspqueue_resolve(&reference);

		if (result)
			return result == ERROR_BAD_ITEM ? ERROR_BAD_PARAMETER : result;
	}
	return 0;
}

/* @reader: how far the client has come */
QUEUE_EACH_PACKET
static int32_t dspqueue_try_write(struct dspqueue *queue, uint64_t reader,
				  struct dspqueue_given *given)
{
	int32_t result = dspqueue_check(queue);

	if (!result)
		result = queue_ring_put(&queue->response, reader, &given->packet,
					given->references, given->message);
	if (result)
		return result;
	dspqueue_count(given->references, given->packet.references);
	dspqueue_advance(queue, QUEUE_WRITER, given->packet.next);
	return 0;
}

/*
 * Do one of the two, until it does not block; the turn is given up meanwhile.
 * @wanted, @given: of the side
 */
QUEUE_EACH_PACKET
static int32_t dspqueue_do(struct dspqueue *queue, enum queue_side side,
			   const struct dspqueue_wanted *wanted, struct dspqueue_given *given,
			   uint32_t timeout_us)
{
	uint64_t deadline_ns = 0;
	int32_t result = queue_begin(queue, side);

	if (result)
		return result;
	if (side == QUEUE_WRITER)
		result = dspqueue_check_given(queue, given);
	while (!result) {
		uint64_t before = queue_ring_other(queue_ring_of(queue, side));

		result = side == QUEUE_READER ? dspqueue_try_read(queue, before, wanted) :
						dspqueue_try_write(queue, before, given);
		if (result != ERROR_WOULD_BLOCK || !timeout_us)
			break;
		if (!deadline_ns)
			deadline_ns = dspqueue_deadline(timeout_us);
		queue_pause(queue, side);
		result = queue_await(queue, side, before, deadline_ns);
		if (queue_resume(queue, side))
			return ERROR_INTERRUPTED;
	}
	queue_end(queue, side);
	return result;
}

/* Tell code of each change of the client's count, as often as there was one to see. */
static void dspqueue_work(void *argument)
{
	struct dspqueue *queue = argument;
	uint32_t last = queue_packets(queue->request.mine->progress);
	int32_t result = 0;

	while (!result && !__atomic_load_n(&queue->closing, __ATOMIC_RELAXED)) {
		uint64_t before = queue_ring_other(&queue->request);
		uint32_t now = queue_packets(before);

		if (now == last) {
			result = queue_await(queue, QUEUE_READER, before, THREAD_FOREVER);
		} else {
			last = now;
			queue->packet_callback(queue, 0, queue->context);
		}
	}
	thread_exit(0);
}

/* End all calls but this one; there are no new ones. */
static void dspqueue_end_calls_locked(struct dspqueue *queue)
{
	queue->closing = 1;
	for (enum queue_side side = 0; side < QUEUE_SIDES; side++)
		queue_wake_locked(queue, side);
	queue_shut_turns_locked(queue);
	while (queue->users > 1)
		thread_wait_locked(&queue->users, THREAD_FOREVER);
}

/*
 * dspqueue_close() - give a queue back; those who wait in it get "interrupted"
 *
 * Not from its own callback: that thread is waited for.
 */
int32_t dspqueue_close(struct dspqueue *queue)
{
	int32_t ended;

	if (queue_enter(queue))
		return ERROR_BAD_PARAMETER;
	if (queue->callback_thread && thread_current()->id == queue->callback_thread) {
		queue_leave(queue);
		return ERROR_BAD_STATE;
	}
	kernel_lock();
	dspqueue_end_calls_locked(queue);
	kernel_unlock();
	if (queue->callback_thread)
		thread_join(queue->callback_thread, &ended);
	queue->callback_thread = 0;
	kernel_lock();
	queue->users--;
	queue->imported = 0;
	kernel_unlock();
	return 0;
}
EXPORT(dspqueue_close);

/*
 * dspqueue_import() - get a queue of the client by the number that it exports
 *
 * There is no error callback: without its client a PD does not live.
 */
int32_t dspqueue_import(uint64_t handle, queue_callback *packet_callback,
			queue_callback *error_callback, void *context, struct dspqueue **result)
{
	const struct thread_attributes attributes = {
		.name = "dspqueue",
		.priority = THREAD_PRIORITY_CALL,
		.detach = THREAD_JOINABLE,
		.stack_size = DSPQUEUE_STACK_SIZE,
	};
	struct dspqueue *queue;
	int32_t error;

	(void)error_callback;
	if (!result)
		return ERROR_BAD_PARAMETER;
	*result = NULL;
	error = queue_import(handle, &queue);
	if (error)
		return error;
	queue->packet_callback = packet_callback;
	queue->context = context;
	/* Code may look at it in the callback, which may come first. */
	*result = queue;
	if (packet_callback &&
	    thread_create(&queue->callback_thread, &attributes, dspqueue_work, queue)) {
		queue->callback_thread = 0;
		*result = NULL;
		dspqueue_close(queue);
		return ERROR_THREAD_CREATE;
	}
	return 0;
}
EXPORT(dspqueue_import);

/* Only the client makes queues, and it exports them. */
int32_t dspqueue_create(int domain, uint32_t flags, uint32_t request_len, uint32_t response_len,
			queue_callback *packet_callback, queue_callback *error_callback,
			void *context, struct dspqueue **queue)
{
	(void)domain;
	(void)flags;
	(void)request_len;
	(void)response_len;
	(void)packet_callback;
	(void)error_callback;
	(void)context;
	(void)queue;
	return ERROR_UNSUPPORTED;
}
EXPORT(dspqueue_create);

int32_t dspqueue_export(struct dspqueue *queue, uint64_t *handle)
{
	(void)queue;
	(void)handle;
	return ERROR_UNSUPPORTED;
}
EXPORT(dspqueue_export);

int32_t dspqueue_read(struct dspqueue *queue, uint32_t *flags, uint32_t references_max,
		      uint32_t *references_count, struct queue_reference *references,
		      uint32_t message_max, uint32_t *message_len, uint8_t *message,
		      uint32_t timeout_us)
{
	struct dspqueue_wanted wanted = {
		.flags = flags,
		.references_max = references_max,
		.references_count = references_count,
		.references = references,
		.message_max = message_max,
		.message_len = message_len,
		.message = message,
	};

	return dspqueue_do(queue, QUEUE_READER, &wanted, NULL, timeout_us);
}
EXPORT(dspqueue_read);

int32_t dspqueue_read_noblock(struct dspqueue *queue, uint32_t *flags, uint32_t references_max,
			      uint32_t *references_count, struct queue_reference *references,
			      uint32_t message_max, uint32_t *message_len, uint8_t *message)
{
	return dspqueue_read(queue, flags, references_max, references_count, references,
			     message_max, message_len, message, 0);
}
EXPORT(dspqueue_read_noblock);

int32_t dspqueue_peek(struct dspqueue *queue, uint32_t *flags, uint32_t *references_count,
		      uint32_t *message_len, uint32_t timeout_us)
{
	struct dspqueue_wanted wanted = {
		.flags = flags,
		.references_count = references_count,
		.message_len = message_len,
		.peek = 1,
	};

	return dspqueue_do(queue, QUEUE_READER, &wanted, NULL, timeout_us);
}
EXPORT(dspqueue_peek);

int32_t dspqueue_peek_noblock(struct dspqueue *queue, uint32_t *flags, uint32_t *references_count,
			      uint32_t *message_len)
{
	return dspqueue_peek(queue, flags, references_count, message_len, 0);
}
EXPORT(dspqueue_peek_noblock);

int32_t dspqueue_write(struct dspqueue *queue, uint32_t flags, uint32_t references_count,
		       const struct queue_reference *references, uint32_t message_len,
		       const uint8_t *message, uint32_t timeout_us)
{
	struct dspqueue_given given = {
		.packet = {
			.flags = (flags & ~(QUEUE_BUFFERS | QUEUE_MESSAGE)) | QUEUE_USER_READY |
				 (references_count ? QUEUE_BUFFERS : 0) |
				 (message_len ? QUEUE_MESSAGE : 0),
			.references = references_count,
			.message_len = message_len,
		},
		.references = references,
		.message = message,
	};

	if ((references_count && !references) || (message_len && !message))
		return ERROR_BAD_PARAMETER;
	return dspqueue_do(queue, QUEUE_WRITER, NULL, &given, timeout_us);
}
EXPORT(dspqueue_write);

int32_t dspqueue_write_noblock(struct dspqueue *queue, uint32_t flags, uint32_t references_count,
			       const struct queue_reference *references, uint32_t message_len,
			       const uint8_t *message)
{
	return dspqueue_write(queue, flags, references_count, references, message_len, message, 0);
}
EXPORT(dspqueue_write_noblock);

int32_t dspqueue_write_early_wakeup_noblock(struct dspqueue *queue, uint32_t delay_us,
					    uint32_t flags)
{
	return dspqueue_write_noblock(queue, flags | QUEUE_WAKEUP, 0, NULL,
				      delay_us ? sizeof(delay_us) : 0, (uint8_t *)&delay_us);
}
EXPORT(dspqueue_write_early_wakeup_noblock);

/* What waits in a ring: packets, or bytes. */
static uint64_t dspqueue_waits(const struct queue_ring *ring, int bytes, int read)
{
	uint64_t writer = (read ? ring->theirs : ring->mine)->progress;
	uint64_t reader = (read ? ring->mine : ring->theirs)->progress;

	return bytes ? queue_ring_used(ring, writer, reader) :
		       queue_packets(writer) - queue_packets(reader);
}

int32_t dspqueue_get_stat(struct dspqueue *queue, enum dspqueue_stat stat, uint64_t *value)
{
	int32_t result = 0;

	if (!value || queue_enter(queue))
		return ERROR_BAD_PARAMETER;
	switch (stat) {
	case DSPQUEUE_READ_PACKETS:
	case DSPQUEUE_READ_BYTES:
		*value = dspqueue_waits(&queue->request, stat == DSPQUEUE_READ_BYTES, 1);
		break;
	case DSPQUEUE_WRITE_PACKETS:
	case DSPQUEUE_WRITE_BYTES:
		*value = dspqueue_waits(&queue->response, stat == DSPQUEUE_WRITE_BYTES, 0);
		break;
	case DSPQUEUE_WAKEUP_TIME:
		*value = __atomic_exchange_n(&queue->wakeup_us, 0, __ATOMIC_SEQ_CST);
		break;
	case DSPQUEUE_WAKEUP_MISSES:
		*value = __atomic_exchange_n(&queue->wakeup_misses, 0, __ATOMIC_SEQ_CST);
		break;
	case DSPQUEUE_SIGNALLING:
		*value = queue->counts_waiting ? DSPQUEUE_SIGNALLING_COUNTS : 0;
		break;
	default:
		result = ERROR_BAD_PARAMETER;
		break;
	}
	queue_leave(queue);
	return result;
}
EXPORT(dspqueue_get_stat);
