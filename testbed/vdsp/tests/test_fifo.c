// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The rings: wrap, full, order, and indices that the guest must not write.
 */
#include <errno.h>
#include <string.h>

#include "link/fifo.h"
#include "tap.h"

#define SIZE 256u

static _Alignas(8) uint8_t bytes[SIZE];
static uint32_t tail, head;
static const struct fifo_memory shared = { bytes, SIZE, &tail, &head };
static const uint8_t notify[8] = { 13 };

/* Every length and start: what goes in comes out, padded to 8. */
static void wrap(void)
{
	struct fifo_tx tx;
	struct fifo_rx rx;
	uint8_t out[64], in[64];
	uint32_t available;

	tail = head = 0;
	fifo_tx_init(&tx);
	fifo_tx_start(&tx, &shared);
	fifo_rx_start(&rx, &shared);
	for (uint32_t i = 0; i < 2000; i++) {
		uint32_t len = 1 + i % sizeof(out);

		memset(out, (int)i, sizeof(out));
		TAP_EQUAL(fifo_tx_send(&tx, out, len), 0);
		TAP_EQUAL(fifo_rx_available(&rx, &available), 0);
		TAP_EQUAL(available, (len + 7) / 8 * 8);
		fifo_rx_peek(&rx, 0, in, len);
		if (!TAP_EXPECT(!memcmp(in, out, len)))
			break;
		fifo_rx_advance(&rx, len);
		TAP_EQUAL(tail, head);
	}
	fifo_tx_forget(&tx);
}

/* A full ring never becomes an empty one; what waits is sent later, in order. */
static void full(void)
{
	struct fifo_tx tx;
	struct fifo_rx rx;
	uint64_t packet[2], expected = 0;
	uint32_t available;

	tail = head = 0;
	fifo_tx_init(&tx);
	fifo_tx_start(&tx, &shared);
	fifo_rx_start(&rx, &shared);
	for (uint64_t i = 0; i < 40; i++) {
		packet[0] = packet[1] = i;
		TAP_EQUAL(fifo_tx_send(&tx, packet, sizeof(packet)), 0);
	}
	TAP_EQUAL(tx.waiting, 25);
	TAP_EXPECT(fifo_tx_flush(&tx, notify));
	TAP_EXPECT(!fifo_tx_flush(&tx, notify));
	TAP_EQUAL(fifo_rx_available(&rx, &available), 0);
	TAP_EQUAL(available, 15 * 16 + 8);

	while (expected < 40) {
		fifo_rx_available(&rx, &available);
		if (!TAP_EXPECT(available >= 8))
			break;
		fifo_rx_peek(&rx, 0, packet, 8);
		if (packet[0] == 13 && expected != 13) {
			fifo_rx_advance(&rx, 8);
			fifo_tx_flush(&tx, notify);
			continue;
		}
		TAP_EQUAL(packet[0], expected++);
		fifo_rx_advance(&rx, 16);
	}
	TAP_EQUAL(tx.waiting, 0);
	fifo_tx_forget(&tx);
}

/* The reader's index as the guest might leave it: no byte of ours is overwritten. */
static void bad_tail(void)
{
	static const uint32_t tails[] = { SIZE + 8, 0xffffffff, 0x80000000, 4 };
	struct fifo_tx tx;
	uint64_t packet = 1;

	for (unsigned int i = 0; i < 4; i++) {
		head = 0;
		tail = tails[i];
		fifo_tx_init(&tx);
		fifo_tx_start(&tx, &shared);
		TAP_EQUAL(fifo_tx_send(&tx, &packet, 8), 0);
		TAP_EQUAL(tx.waiting, 1);
		TAP_EXPECT(!fifo_tx_flush(&tx, notify));
		TAP_EQUAL(head, 0);
		/* Linux may leave it at the end of the ring. */
		tail = SIZE;
		TAP_EXPECT(fifo_tx_flush(&tx, notify));
		TAP_EQUAL(head, 8);
		fifo_tx_forget(&tx);
	}
}

static void bad_head(void)
{
	static const uint32_t heads[] = { SIZE, 0xffffffff, 4 };
	struct fifo_rx rx;
	uint32_t available;

	for (unsigned int i = 0; i < 3; i++) {
		tail = 0;
		head = heads[i];
		fifo_rx_start(&rx, &shared);
		TAP_EQUAL(fifo_rx_available(&rx, &available), -EBADMSG);
		TAP_EQUAL(available, 0);
	}
}

/* Our own indices are ours: what the guest writes there changes nothing. */
static void own_index(void)
{
	struct fifo_rx rx;
	uint32_t available;

	tail = 0;
	head = 16;
	fifo_rx_start(&rx, &shared);
	tail = 8;
	TAP_EQUAL(fifo_rx_available(&rx, &available), 0);
	TAP_EQUAL(available, 16);
	fifo_rx_advance(&rx, 8);
	TAP_EQUAL(tail, 8);
}

/* A guest that never reads costs a bounded amount of memory. */
static void too_many_wait(void)
{
	struct fifo_tx tx;
	uint64_t packet = 1;
	int ret = 0;
	unsigned int i;

	tail = head = 0;
	fifo_tx_init(&tx);
	TAP_EQUAL(fifo_tx_send(&tx, &packet, 8), -ENOTCONN);
	fifo_tx_start(&tx, &shared);
	for (i = 0; i < 100000 && !ret; i++)
		ret = fifo_tx_send(&tx, &packet, 8);
	TAP_EQUAL(ret, -ENOBUFS);
	TAP_EXPECT(i < 10000);
	fifo_tx_forget(&tx);
}

static const struct tap_test cases[] = {
	{ "wrap", wrap },
	{ "full", full },
	{ "bad-tail", bad_tail },
	{ "bad-head", bad_head },
	{ "own-index", own_index },
	{ "too-many-wait", too_many_wait },
};

TAP_MAIN(cases)
