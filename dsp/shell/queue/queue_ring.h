/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_QUEUE_RING_H
#define DSP_SHELL_QUEUE_RING_H

#include <stdint.h>

#define QUEUE_REFERENCES_MAX	64u
#define QUEUE_MESSAGE_MAX	65536u
#define QUEUE_ALIGN		8u	/* of packets and of positions */

/*
 * Becomes a part of the calls of the PD when the shell is linked: on a DSP that an emulator
 * plays, what a call saves and loads again costs more than most of what it does.
 */
#define QUEUE_EACH_PACKET	__attribute__((always_inline))

/* Flags of a packet; the low 16 bits belong to the sender's call. */
#define QUEUE_MESSAGE		0x01u
#define QUEUE_BUFFERS		0x02u
#define QUEUE_WAKEUP		0x04u
#define QUEUE_USER_READY	0x10u

/**
 * struct queue_state - how far one side of a ring has come; only that side writes it
 */
struct queue_state {
	/** @progress: of queue_progress_of(): two words of the layout, with one access */
	uint64_t progress;
	/** @waiting: this side may sleep until the other one goes on */
	uint32_t waiting;
};

#define QUEUE_STATE_SIZE	12u	/* in shared memory; a struct is padded */

/**
 * struct queue_reference - a buffer in a packet; the caller's struct dspqueue_buffer
 */
struct queue_reference {
	uint32_t fd;
	/** @size: bytes; 0: all of the map */
	uint32_t size;
	uint32_t offset;
	uint32_t flags;
	/** @address: of the sender; the receiver puts its own here */
	uint64_t address;
};

_Static_assert(sizeof(struct queue_reference) == 24, "reference to a buffer");

/**
 * struct queue_ring - one direction of a queue, as one side sees it
 */
struct queue_ring {
	/** @bytes: shared with the client */
	uint8_t *bytes;
	/** @len: a multiple of QUEUE_ALIGN */
	uint32_t len;
	/** @progress: of this side; what the client sees of it is a copy */
	uint64_t progress;
	/** @told: on the process page: packets that this side has written, or read */
	volatile uint32_t *told;
	volatile struct queue_state *mine;
	volatile struct queue_state *theirs;
};

/**
 * struct queue_packet - the next packet of a ring, checked
 */
struct queue_packet {
	uint32_t flags;
	/** @references: their number */
	uint32_t references;
	/** @message_len: bytes */
	uint32_t message_len;
	/** @body: where references and message lie in the ring */
	uint32_t body;
	/** @next: position behind the packet */
	uint32_t next;
};

/* How far a side has come: packets written or read so far, and the byte in the ring. */
static inline uint64_t queue_progress_of(uint32_t packets, uint32_t position)
{
	return (uint64_t)packets << 32 | position;
}

static inline uint32_t queue_packets(uint64_t progress)
{
	return progress >> 32;
}

static inline uint32_t queue_position(uint64_t progress)
{
	return (uint32_t)progress;
}

int queue_ring_is_position(const struct queue_ring *ring, uint32_t position);
int32_t queue_ring_put(const struct queue_ring *ring, uint64_t other, struct queue_packet *packet,
		       const struct queue_reference *references, const uint8_t *message);
int32_t queue_ring_peek(const struct queue_ring *ring, uint64_t other,
			struct queue_packet *packet);
void queue_ring_read(const struct queue_ring *ring, const struct queue_packet *packet,
		     struct queue_reference *references, uint8_t *message);
uint64_t queue_ring_other(const struct queue_ring *ring);
void queue_ring_advance(struct queue_ring *ring, uint32_t position);
uint32_t queue_ring_used(const struct queue_ring *ring, uint64_t writer, uint64_t reader);

#endif
