// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Rings: what one side writes the other one reads, across the end and when it
 * is full; and a DSP that writes anything.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aee.h"
#include "ring.h"
#include "tap.h"

#define SIZE_MAX_TESTED	4096

static uint8_t bytes[SIZE_MAX_TESTED + 16];
static struct rpc_ring_state states[2];
static struct rpc_ring writer, reader;

static void setup(uint32_t size)
{
	memset(bytes, 0xcc, sizeof(bytes));
	memset(states, 0, sizeof(states));
	writer = (struct rpc_ring){
		.bytes = bytes, .size = size, .own = &states[0], .other = &states[1],
	};
	reader = (struct rpc_ring){
		.bytes = bytes, .size = size, .own = &states[1], .other = &states[0],
	};
}

static int put(uint32_t size, uint8_t seed)
{
	uint8_t message[512];
	struct rpc_packet packet = { .message = message, .message_size = size };

	memset(message, seed, sizeof(message));
	return rpc_ring_write(&writer, &packet);
}

/* Bytes of the next packet, all @seed; or minus the error. */
static int get(uint8_t seed)
{
	uint8_t message[512];
	struct rpc_packet packet = { .message = message, .message_size = sizeof(message) };
	int ret = rpc_ring_read(&reader, &packet);

	if (ret)
		return -ret;
	for (uint32_t i = 0; i < packet.message_size; i++) {
		if (!TAP_EXPECT(message[i] == seed))
			return -1;
	}
	return (int)packet.message_size;
}

/* The words of a packet, as the other side finds them in memory. */
static void layout(void)
{
	uint8_t message[5] = "abcd";
	struct rpc_reference ref = { 7, 100, 20, 0x90, 0x1122334455667788 };
	struct rpc_packet packet = {
		.flags = 0x8000 & 0, .references = &ref, .reference_count = 1,
		.message = message, .message_size = 5,
	};
	const uint32_t *words = (const uint32_t *)bytes;

	setup(256);
	TAP_EXPECT(!rpc_ring_write(&writer, &packet));
	TAP_EXPECT(words[0] == 8 + 24 + 5);
	TAP_EXPECT(words[1] == (0x13 | 1 << 16 | 0 << 24));
	TAP_EXPECT(words[2] == 7 && words[3] == 100 && words[4] == 20 && words[5] == 0x90);
	TAP_EXPECT(words[6] == 0x55667788 && words[7] == 0x11223344);
	TAP_EXPECT(!memcmp(bytes + 32, "abcd", 5));
	TAP_EXPECT(states[0].position == 40 && states[0].packets == 1);
	TAP_EXPECT(!rpc_ring_write(&writer, &packet));
	TAP_EXPECT(words[11] >> 24 == 1);
}

/* A packet that ends where the ring does; one that goes around; a full ring. */
static void around(void)
{
	setup(64);
	TAP_EXPECT(!put(24, 1));		/* 0 to 32 */
	TAP_EXPECT(get(1) == 24);
	TAP_EXPECT(!put(24, 2));		/* 32 to 64 */
	TAP_EXPECT(states[0].position == 0);
	TAP_EXPECT(!put(8, 3));			/* 0 to 16 */
	TAP_EXPECT(put(8, 4) == AEE_EWOULDBLOCK);	/* 8 bytes stay free */
	TAP_EXPECT(get(2) == 24);
	TAP_EXPECT(!put(24, 5));		/* 16 to 48 */
	TAP_EXPECT(put(24, 6) == AEE_EWOULDBLOCK);
	TAP_EXPECT(get(3) == 8 && get(5) == 24);
	TAP_EXPECT(!put(24, 7));		/* head at 48 and at 0, to 32 */
	TAP_EXPECT(!memcmp(bytes + 48, bytes, 8));
	TAP_EXPECT(states[0].position == 32);
	TAP_EXPECT(get(7) == 24 && states[1].position == 32);
	TAP_EXPECT(get(0) == -AEE_EWOULDBLOCK);
	TAP_EXPECT(put(56, 8) == AEE_EBADPARM);
	TAP_EXPECT(!put(0, 0) && get(0) == 0);
}

/* Room that is too small leaves the packet; a part without room is skipped. */
static void room(void)
{
	struct rpc_reference refs[2] = { { .fd = 1 }, { .fd = 2 } };
	uint8_t message[8] = "1234567";
	struct rpc_packet packet = {
		.references = refs, .reference_count = 2, .message = message, .message_size = 8,
	};
	struct rpc_packet small = packet;

	setup(256);
	TAP_EXPECT(!rpc_ring_write(&writer, &packet));
	small.message_size = 7;
	TAP_EXPECT(rpc_ring_read(&reader, &small) == AEE_EBADPARM);
	small = packet;
	small.reference_count = 1;
	TAP_EXPECT(rpc_ring_read(&reader, &small) == AEE_EBADPARM);
	memset(&small, 0, sizeof(small));
	TAP_EXPECT(!rpc_ring_peek(&reader, &small));
	TAP_EXPECT(small.reference_count == 2 && small.message_size == 8 && small.flags == 0x13);
	memset(&small, 0, sizeof(small));
	TAP_EXPECT(!rpc_ring_read(&reader, &small));
	TAP_EXPECT(rpc_ring_read(&reader, &small) == AEE_EWOULDBLOCK);
}

/* All sizes of rings and packets, in random order: nothing is lost or changed. */
static void any_size(void)
{
	srand(1);
	for (uint32_t size = 16; size <= 1024; size += 8) {
		uint8_t in = 0, out = 0;
		uint32_t sizes[256];

		setup(size);
		for (int i = 0; i < 2000; i++) {
			uint32_t message = (uint32_t)rand() % 200;

			if (rand() % 2) {
				int ret = put(message, in);

				if (!ret)
					sizes[in++] = message;
				else if (8 + message + 8 <= size - 8)
					TAP_EXPECT(ret == AEE_EWOULDBLOCK);
			} else if (in != out) {
				TAP_EXPECT(get(out) == (int)sizes[out]);
				out++;
			} else {
				TAP_EXPECT(get(0) == -AEE_EWOULDBLOCK);
			}
		}
		for (unsigned int i = 0; i < 16; i++)
			TAP_EXPECT(size + i >= sizeof(bytes) || bytes[size + i] == 0xcc);
	}
}

/* The other side writes anything, anywhere it can. */
static void hostile(void)
{
	struct rpc_reference refs[RPC_RING_REFERENCES];
	static uint8_t message[RPC_RING_MESSAGE_MAX];
	unsigned int good = 0;

	srand(2);
	setup(512);
	for (int i = 0; i < 1000000; i++) {
		struct rpc_packet packet = {
			.references = refs, .reference_count = RPC_RING_REFERENCES,
			.message = message, .message_size = sizeof(message),
		};
		uint32_t at = (uint32_t)rand() % 512;
		int ret;

		bytes[at] = (uint8_t)rand();
		/* Half of the time it looks like a packet. */
		if (rand() % 2) {
			const uint32_t word[2] = {
				8 + (uint32_t)rand() % 600,
				(rand() % 2 ? 0x11 : 0x13) | ((uint32_t)rand() % 24) << 16,
			};

			memcpy(bytes + reader.at, word, sizeof(word));
		}
		states[0].position = rand() % 8 ? (uint32_t)rand() % 64 * 8 : (uint32_t)rand();
		states[1].position = (uint32_t)rand();
		ret = rand() % 2 ? rpc_ring_peek(&reader, &packet) :
				   rpc_ring_read(&reader, &packet);
		good += !ret;
		TAP_EXPECT(!ret || ret == AEE_EWOULDBLOCK || ret == AEE_EBADITEM);
		TAP_EXPECT(reader.at < 512 && reader.at % 8 == 0);
		TAP_EXPECT(rpc_ring_used(&reader, false) < 512);
		packet.message_size = (uint32_t)rand() % 100;
		packet.reference_count = 0;
		writer.other = &states[1];
		ret = rpc_ring_write(&writer, &packet);
		TAP_EXPECT(!ret || ret == AEE_EWOULDBLOCK || ret == AEE_EBADITEM);
	}
	TAP_EXPECT(good > 1000);
	TAP_EXPECT(bytes[512] == 0xcc);
}

static const struct tap_test tests[] = {
	TAP_TEST(layout),
	TAP_TEST(around),
	TAP_TEST(room),
	TAP_TEST(any_size),
	TAP_TEST(hostile),
};

TAP_MAIN(tests)
