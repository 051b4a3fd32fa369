/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_QUEUE_RING_H
#define DSP_SHELL_QUEUE_RING_H

#include <stdint.h>

#define QUEUE_REFERENCES_MAX	64u
#define QUEUE_MESSAGE_MAX	65536u
#define QUEUE_ALIGN		8u	/* of packets and of positions */

/* Flags of a packet; the low 16 bits belong to the sender's call. */
#define QUEUE_MESSAGE		0x01u
#define QUEUE_BUFFERS		0x02u
#define QUEUE_WAKEUP		0x04u
#define QUEUE_USER_READY	0x10u

/**
 * struct queue_state - how far one side of a ring has come; only that side writes it
 */
struct queue_state {
	/** @position: byte in the ring */
	uint32_t position;
	/** @packets: written or read so far; wraps */
	uint32_t packets;
	/** @waiting: this side may sleep until the other one goes on */
	uint32_t waiting;
};

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
	/** @sequence: a running number that nobody checks */
	uint8_t sequence;
	/** @body: where references and message lie in the ring */
	uint32_t body;
	/** @next: position behind the packet */
	uint32_t next;
};

int32_t queue_ring_put(const struct queue_ring *ring, struct queue_packet *packet,
		       const struct queue_reference *references, const uint8_t *message);
int32_t queue_ring_peek(const struct queue_ring *ring, struct queue_packet *packet);
void queue_ring_read(const struct queue_ring *ring, const struct queue_packet *packet,
		     struct queue_reference *references, uint8_t *message);
void queue_ring_advance(const struct queue_ring *ring, uint32_t position);
uint32_t queue_ring_used(const struct queue_ring *ring, uint32_t writer, uint32_t reader);

#endif
