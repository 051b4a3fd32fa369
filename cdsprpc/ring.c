// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Rings of packets, as dspqueue lays them out. A packet is never split: one
 * that does not fit before the end of the ring has its first word there, and
 * again at the beginning, where the rest follows. The other side is a DSP:
 * what it writes is read once and checked.
 */
#include <string.h>

#include "aee.h"
#include "ring.h"

/* The first word: length 31:0, flags 47:32, references 55:48, sequence 63:56. */
#define RING_FLAGS_SHIFT	32
#define RING_COUNT_SHIFT	48
#define RING_SEQUENCE_SHIFT	56

#define RING_HAS_MESSAGE	0x1u
#define RING_HAS_REFERENCES	0x2u
#define RING_READY		0x10u
#define RING_RESERVED		0xffe0u

static uint32_t ring_aligned(uint32_t size)
{
	return (size + RPC_RING_UNIT - 1) & ~(RPC_RING_UNIT - 1);
}

/* Where the other side is; -1 if that cannot be. */
static int64_t ring_position(const struct rpc_ring *ring)
{
	uint32_t position = __atomic_load_n(&ring->other->position,
					    __ATOMIC_ACQUIRE);

	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return position < ring->size && position % RPC_RING_UNIT == 0 ?
	       (int64_t)position : -1;
}

/**
 * rpc_ring_packet_size() - bytes of a packet, without its padding
 * @references: number of buffers
 * @message_size: bytes of its message
 *
 * Return: the size.
 */
uint32_t rpc_ring_packet_size(uint32_t references, uint32_t message_size)
{
	return RPC_RING_UNIT +
	       references * (uint32_t)sizeof(struct rpc_reference) + message_size;
}

static uint32_t ring_distance(const struct rpc_ring *ring, uint32_t from,
			      uint32_t to)
{
	return to >= from ? to - from : to + ring->size - from;
}

/**
 * rpc_ring_used() - bytes that wait to be read
 * @ring: the ring
 * @writes: whether this side writes it
 *
 * Return: the number; 0 if the DSP is where it cannot be.
 */
uint32_t rpc_ring_used(const struct rpc_ring *ring, bool writes)
{
	int64_t other = ring_position(ring);

	if (other < 0)
		return 0;
	return writes ? ring_distance(ring, (uint32_t)other, ring->at) :
			ring_distance(ring, ring->at, (uint32_t)other);
}

/**
 * rpc_ring_progress() - how far the other side has come
 * @ring: the ring
 *
 * Return: a number that changes whenever it goes on.
 */
uint64_t rpc_ring_progress(const struct rpc_ring *ring)
{
	uint64_t packets = __atomic_load_n(&ring->other->packets, __ATOMIC_ACQUIRE);

	return packets << 32 |
	       __atomic_load_n(&ring->other->position, __ATOMIC_ACQUIRE);
}

static void ring_advance(struct rpc_ring *ring, uint32_t to)
{
	ring->at = to == ring->size ? 0 : to;
	ring->packets++;
	/* What was written, or read, comes before the other side may know. */
	__atomic_store_n(&ring->own->position, ring->at, __ATOMIC_RELEASE);
	__atomic_store_n(&ring->own->packets, ring->packets, __ATOMIC_RELEASE);
}

static uint64_t ring_word(const struct rpc_ring *ring,
			  const struct rpc_packet *packet, uint32_t size)
{
	uint32_t flags = packet->flags & ~(RING_HAS_MESSAGE | RING_HAS_REFERENCES);

	flags |= RING_READY;
	if (packet->message_size)
		flags |= RING_HAS_MESSAGE;
	if (packet->reference_count)
		flags |= RING_HAS_REFERENCES;
	return size | (uint64_t)(flags & 0xffff) << RING_FLAGS_SHIFT |
	       (uint64_t)packet->reference_count << RING_COUNT_SHIFT |
	       (uint64_t)(ring->packets & 0xff) << RING_SEQUENCE_SHIFT;
}

/**
 * rpc_ring_write() - write a packet
 * @ring: the ring, this side writes
 * @packet: the packet
 *
 * Return: 0; %AEE_EWOULDBLOCK if there is no room now; %AEE_EBADPARM if there
 * never will be; %AEE_EBADITEM if the reader is where it cannot be.
 */
int rpc_ring_write(struct rpc_ring *ring, const struct rpc_packet *packet)
{
	uint32_t size = rpc_ring_packet_size(packet->reference_count,
					     packet->message_size);
	size_t references = packet->reference_count * sizeof(struct rpc_reference);
	uint32_t need = ring_aligned(size);
	int64_t read = ring_position(ring);
	uint32_t at = ring->at;
	uint64_t word = ring_word(ring, packet, size);
	uint32_t room, body;

	if (read < 0)
		return AEE_EBADITEM;
	if (need + RPC_RING_UNIT > ring->size)
		return AEE_EBADPARM;
	room = ring->size - ring_distance(ring, (uint32_t)read, at) - RPC_RING_UNIT;
	if (need > room || (need > ring->size - at &&
			    need + (ring->size - at) > room))
		return AEE_EWOULDBLOCK;

	memcpy(ring->bytes + at, &word, sizeof(word));
	if (need > ring->size - at) {
		at = 0;
		memcpy(ring->bytes, &word, sizeof(word));
	}
	body = at + RPC_RING_UNIT;
	if (references)
		memcpy(ring->bytes + body, packet->references, references);
	if (packet->message_size)
		memcpy(ring->bytes + body + references, packet->message,
		       packet->message_size);
	ring_advance(ring, at + need);
	return AEE_SUCCESS;
}

/**
 * struct ring_next - the packet that is next
 */
struct ring_next {
	/** @flags: of it */
	uint32_t flags;
	/** @references: how many */
	uint32_t references;
	/** @message: bytes of it */
	uint32_t message;
	/** @body: where what follows its first word lies */
	uint32_t body;
	/** @end: where the one after it begins */
	uint32_t end;
};

static int ring_look(const struct rpc_ring *ring, struct ring_next *next)
{
	int64_t write = ring_position(ring);
	uint32_t at = ring->at;
	uint32_t size, need, fixed;
	uint64_t word;

	if (write < 0)
		return AEE_EBADITEM;
	if (at == (uint32_t)write)
		return AEE_EWOULDBLOCK;
	memcpy(&word, ring->bytes + at, sizeof(word));
	size = (uint32_t)word;
	next->flags = (uint32_t)(word >> RING_FLAGS_SHIFT) & 0xffff;
	next->references = next->flags & RING_HAS_REFERENCES ?
			   (uint32_t)(word >> RING_COUNT_SHIFT) & 0xff : 0;
	fixed = rpc_ring_packet_size(next->references, 0);
	if (size < fixed || size > ring->size - RPC_RING_UNIT ||
	    next->references > RPC_RING_REFERENCES ||
	    size - fixed > RPC_RING_MESSAGE_MAX ||
	    !(next->flags & RING_READY) || next->flags & RING_RESERVED)
		return AEE_EBADITEM;
	need = ring_aligned(size);
	if (need > ring->size - at)
		at = 0;
	next->message = next->flags & RING_HAS_MESSAGE ? size - fixed : 0;
	next->body = at + RPC_RING_UNIT;
	next->end = at + need;
	return AEE_SUCCESS;
}

/**
 * rpc_ring_peek() - look at the next packet
 * @ring: the ring, this side reads
 * @packet: where to put its flags and numbers
 *
 * Return: 0; %AEE_EWOULDBLOCK if there is none; %AEE_EBADITEM if the writer
 * makes no sense.
 */
int rpc_ring_peek(const struct rpc_ring *ring, struct rpc_packet *packet)
{
	struct ring_next next;
	int ret = ring_look(ring, &next);

	if (ret)
		return ret;
	packet->flags = next.flags;
	packet->reference_count = next.references;
	packet->message_size = next.message;
	return AEE_SUCCESS;
}

/**
 * rpc_ring_read() - read a packet
 * @ring: the ring, this side reads
 * @packet: room for it; what it has is put there. A part without room, NULL, is
 *	skipped
 *
 * Return: as rpc_ring_peek(); %AEE_EBADPARM if the room is too small, the packet
 * then stays.
 */
int rpc_ring_read(struct rpc_ring *ring, struct rpc_packet *packet)
{
	struct ring_next next;
	size_t references;
	int ret = ring_look(ring, &next);

	if (ret)
		return ret;
	if ((packet->references && next.references > packet->reference_count) ||
	    (packet->message && next.message > packet->message_size))
		return AEE_EBADPARM;
	references = next.references * sizeof(struct rpc_reference);
	if (packet->references)
		memcpy(packet->references, ring->bytes + next.body, references);
	if (packet->message)
		memcpy(packet->message, ring->bytes + next.body + references,
		       next.message);
	packet->flags = next.flags;
	packet->reference_count = next.references;
	packet->message_size = next.message;
	ring_advance(ring, next.end);
	return AEE_SUCCESS;
}
