// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * A ring of packets that a DSP has written anything into: for libFuzzer. The first two
 * words are where the two sides are, the rest is the ring.
 */
#include <stdlib.h>
#include <string.h>

#include "aee.h"
#include "ring.h"

#define FUZZ_MESSAGE	4096u

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void fuzz_read(struct rpc_ring *ring, uint32_t room)
{
	struct rpc_packet packet = { .reference_count = RPC_RING_REFERENCES, .message_size = room };

	/* Of exactly the size that is named, so that a checker sees a byte too many. */
	packet.references = malloc(RPC_RING_REFERENCES * sizeof(*packet.references));
	packet.message = malloc(room + 1);
	if (!packet.references || !packet.message)
		abort();
	if (rpc_ring_read(ring, &packet) == AEE_SUCCESS &&
	    (packet.reference_count > RPC_RING_REFERENCES || packet.message_size > room))
		abort();
	free(packet.references);
	free(packet.message);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct rpc_ring_state own = { 0 }, other = { 0 };
	struct rpc_ring ring = { .own = &own, .other = &other };
	uint8_t written[] = "written";
	uint32_t places[2];

	if (size < sizeof(places) + 2 * RPC_RING_UNIT)
		return 0;
	memcpy(places, bytes, sizeof(places));
	bytes += sizeof(places);
	ring.size = (uint32_t)(size - sizeof(places)) / RPC_RING_UNIT * RPC_RING_UNIT;
	ring.bytes = malloc(ring.size);
	if (!ring.bytes)
		abort();
	memcpy(ring.bytes, bytes, ring.size);
	ring.at = places[0] / RPC_RING_UNIT * RPC_RING_UNIT % ring.size;
	/* The DSP's word, mostly one that can be. */
	other.position = places[1] & 1 ? places[1] :
			 places[1] / RPC_RING_UNIT * RPC_RING_UNIT % ring.size;

	for (unsigned int i = 0; i < 16; i++) {
		struct rpc_packet packet = {
			.message = written, .message_size = sizeof(written),
		};
		struct rpc_packet next;

		if (rpc_ring_peek(&ring, &next) == AEE_SUCCESS && i % 4)
			fuzz_read(&ring, next.message_size);
		fuzz_read(&ring, FUZZ_MESSAGE);
		if (i % 5 == 4)
			rpc_ring_write(&ring, &packet);
		if (ring.at >= ring.size || rpc_ring_used(&ring, false) >= ring.size)
			abort();
	}
	free(ring.bytes);
	return 0;
}
