/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef RPC_RING_H
#define RPC_RING_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes that a packet begins with; positions are multiples of it. */
#define RPC_RING_UNIT		8u
#define RPC_RING_REFERENCES	64
#define RPC_RING_MESSAGE_MAX	65536u

/**
 * struct rpc_ring_state - how far one side is; only that side writes it
 */
struct rpc_ring_state {
	/** @position: in bytes, a multiple of 8 below the ring's size */
	uint32_t position;
	/** @packets: read or written, ever */
	uint32_t packets;
	/** @waiting: above 0 if this side may be waiting */
	uint32_t waiting;
};

/**
 * struct rpc_ring - packets one way, in memory that a DSP sees and is not trusted with
 */
struct rpc_ring {
	/** @bytes: the packets */
	uint8_t *bytes;
	/** @size: bytes of them, a multiple of 8 */
	uint32_t size;
	/** @at: where this side is; what the other one sees of it is a copy */
	uint32_t at;
	/** @packets: of this side, the same */
	uint32_t packets;
	/** @own: what this side shows */
	volatile struct rpc_ring_state *own;
	/** @other: what the DSP shows */
	const volatile struct rpc_ring_state *other;
};

/**
 * struct rpc_reference - a buffer in a packet
 */
struct rpc_reference {
	uint32_t fd;
	uint32_t size;
	uint32_t offset;
	uint32_t flags;
	uint64_t pointer;
};

/**
 * struct rpc_packet - what is in a packet, or how much room for it there is
 */
struct rpc_packet {
	/** @flags: of the packet */
	uint32_t flags;
	/** @references: buffers, or NULL */
	struct rpc_reference *references;
	/** @reference_count: how many */
	uint32_t reference_count;
	/** @message: bytes, or NULL */
	uint8_t *message;
	/** @message_size: how many */
	uint32_t message_size;
};

uint32_t rpc_ring_packet_size(uint32_t references, uint32_t message_size);
int rpc_ring_write(struct rpc_ring *ring, const struct rpc_packet *packet);
int rpc_ring_peek(const struct rpc_ring *ring, struct rpc_packet *packet);
int rpc_ring_read(struct rpc_ring *ring, struct rpc_packet *packet);
uint64_t rpc_ring_progress(const struct rpc_ring *ring);
uint32_t rpc_ring_used(const struct rpc_ring *ring, bool writes);

#endif
