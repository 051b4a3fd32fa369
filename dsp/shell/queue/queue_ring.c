// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The rings of a queue, in memory of the client: the layout is that of Qualcomm's
 * dspqueue_shared.h. A packet is a header word of 64 bits, references to buffers, a message. It
 * is never split: if it does not fit up to the end of the ring, the header is written there
 * and again at the start, and the rest follows at the start. Eight bytes stay free, so that
 * an empty ring differs from a full one.
 *
 * The client can change all of it at any time: a packet is described from one look at its
 * header, and nothing is touched outside of the ring.
 */

#include <string.h>

#include "os/error.h"
#include "queue/queue_ring.h"

#define RING_HEADER		8u
#define RING_FEW		32u	/* bytes that are not worth a call */

static uint32_t ring_round(uint32_t len)
{
	return (len + QUEUE_ALIGN - 1) & ~(QUEUE_ALIGN - 1);
}

/* The number of packets is what a packet is numbered by; nobody checks it. */
static uint64_t ring_header(uint32_t len, const struct queue_packet *packet, uint32_t packets)
{
	return len | (uint64_t)(packet->flags & 0xffff) << 32 |
	       (uint64_t)packet->references << 48 | (uint64_t)(uint8_t)packets << 56;
}

/* A header word: rings and positions are aligned to it. */
static volatile uint64_t *ring_word(const struct queue_ring *ring, uint32_t position)
{
	return (volatile uint64_t *)(ring->bytes + position);
}

/* A word of whatever it is. */
typedef uint32_t __attribute__((may_alias)) ring_any;

/* Most packets are small, and have one part at most: a few words. */
static inline void ring_copy(void *to, const void *from, uint32_t len)
{
	ring_any *next = to;
	const ring_any *source = from;

	if (len > RING_FEW || (len | (uintptr_t)to | (uintptr_t)from) % sizeof(*next)) {
		memcpy(to, from, len);
		return;
	}
	for (; len; len -= sizeof(*next))
		*next++ = *source++;
}

static uint32_t ring_used(const struct queue_ring *ring, uint32_t writer, uint32_t reader)
{
	return writer >= reader ? writer - reader : writer + ring->len - reader;
}

/**
 * queue_ring_used() - bytes that the writer has written and the reader has not read
 */
uint32_t queue_ring_used(const struct queue_ring *ring, uint64_t writer, uint64_t reader)
{
	return ring_used(ring, queue_position(writer), queue_position(reader));
}

/**
 * queue_ring_is_position() - can a side of a ring be there?
 */
QUEUE_EACH_PACKET
int queue_ring_is_position(const struct queue_ring *ring, uint32_t position)
{
	return position < ring->len && position % QUEUE_ALIGN == 0;
}

/**
 * queue_ring_other() - how far the other side has come
 *
 * What it has done before it said so is seen after this.
 *
 * Return: a number that changes whenever it goes on.
 */
QUEUE_EACH_PACKET
uint64_t queue_ring_other(const struct queue_ring *ring)
{
	uint64_t progress = ring->theirs->progress;

	__sync_synchronize();
	return progress;
}

/**
 * queue_ring_advance() - tell the other side how far this one has come
 * @position: behind the last packet
 *
 * What was written to the ring, or read from it, comes before that, and whatever the
 * caller looks at next behind it.
 */
QUEUE_EACH_PACKET
void queue_ring_advance(struct queue_ring *ring, uint32_t position)
{
	uint64_t progress = queue_progress_of(queue_packets(ring->progress) + 1, position);

	ring->progress = progress;
	__sync_synchronize();
	ring->mine->progress = progress;
	__sync_synchronize();
}

/**
 * queue_ring_put() - write a packet, if there is room
 * @other: how far the reader has come
 * @packet: flags, number of references, bytes of the message; the rest is filled
 *
 * The caller calls queue_ring_advance(). A packet of more than half of the ring fits at some
 * positions only.
 *
 * Return: 0, ERROR_WOULD_BLOCK, ERROR_BAD_PARAMETER if waiting does not help, or
 * ERROR_BAD_ITEM if the other side lies.
 */
QUEUE_EACH_PACKET
int32_t queue_ring_put(const struct queue_ring *ring, uint64_t other, struct queue_packet *packet,
		       const struct queue_reference *references, const uint8_t *message)
{
	uint32_t body_len = packet->references * sizeof(*references);
	uint32_t len = RING_HEADER + body_len + packet->message_len;
	uint64_t header = ring_header(len, packet, queue_packets(ring->progress));
	uint32_t position = queue_position(ring->progress), reader = queue_position(other);
	uint32_t room, end, size = ring_round(len);

	if (!queue_ring_is_position(ring, reader))
		return ERROR_BAD_ITEM;
	room = ring->len - ring_used(ring, position, reader) - QUEUE_ALIGN;
	end = ring->len - position;
	/* In an empty ring there will never be more room than now. */
	if (size > room || (size > end && size > room - end))
		return reader == position ? ERROR_BAD_PARAMETER : ERROR_WOULD_BLOCK;
	*ring_word(ring, position) = header;
	if (size > end) {
		position = 0;
		*ring_word(ring, 0) = header;
	}
	ring_copy(ring->bytes + position + RING_HEADER, references, body_len);
	ring_copy(ring->bytes + position + RING_HEADER + body_len, message, packet->message_len);
	packet->next = position + size == ring->len ? 0 : position + size;
	return 0;
}

/**
 * queue_ring_peek() - describe the next packet
 * @other: how far the writer has come
 *
 * Return: 0, ERROR_WOULD_BLOCK if there is none, ERROR_BAD_ITEM if it is none.
 */
QUEUE_EACH_PACKET
int32_t queue_ring_peek(const struct queue_ring *ring, uint64_t other,
			struct queue_packet *packet)
{
	uint32_t position = queue_position(ring->progress), writer = queue_position(other);
	uint32_t len, used, end, skipped;
	uint64_t header;

	if (!queue_ring_is_position(ring, writer))
		return ERROR_BAD_ITEM;
	if (writer == position)
		return ERROR_WOULD_BLOCK;
	header = *ring_word(ring, position);
	len = (uint32_t)header;
	packet->flags = header >> 32 & 0xffff;
	packet->references = packet->flags & QUEUE_BUFFERS ? header >> 48 & 0xff : 0;
	used = ring_used(ring, writer, position);
	end = ring->len - position;
	skipped = len > end ? end : 0;
	if (!(packet->flags & QUEUE_USER_READY) || packet->references > QUEUE_REFERENCES_MAX ||
	    len > ring->len - QUEUE_ALIGN || skipped > used ||
	    len < RING_HEADER + packet->references * sizeof(struct queue_reference) ||
	    ring_round(len) > used - skipped)
		return ERROR_BAD_ITEM;
	packet->message_len = len - RING_HEADER -
			      packet->references * (uint32_t)sizeof(struct queue_reference);
	if (packet->message_len > QUEUE_MESSAGE_MAX)
		return ERROR_BAD_ITEM;
	if (!(packet->flags & QUEUE_MESSAGE))
		packet->message_len = 0;
	packet->body = (skipped ? 0 : position) + RING_HEADER;
	packet->next = packet->body - RING_HEADER + ring_round(len);
	if (packet->next == ring->len)
		packet->next = 0;
	return 0;
}

/**
 * queue_ring_read() - copy what is in a packet
 * @packet: of queue_ring_peek()
 * @references: room for them; NULL: they are not wanted
 * @message: room for it; NULL: it is not wanted
 */
QUEUE_EACH_PACKET
void queue_ring_read(const struct queue_ring *ring, const struct queue_packet *packet,
		     struct queue_reference *references, uint8_t *message)
{
	uint32_t body_len = packet->references * sizeof(*references);

	if (references)
		ring_copy(references, ring->bytes + packet->body, body_len);
	if (message)
		ring_copy(message, ring->bytes + packet->body + body_len, packet->message_len);
}
