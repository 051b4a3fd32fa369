// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The two rings of a GLINK edge (drivers/rpmsg/qcom_glink_smem.c). Packets start
 * at multiples of 8 bytes and may wrap; head == tail means empty. The writer
 * leaves 8 bytes free so that full and empty differ, and keeps 8 more for the
 * packet that asks the reader to ring.
 */
#include "link/fifo.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mem/ram.h"

#define FIFO_ALIGN		8u
#define FIFO_RESERVE		8u	/* full is not empty */
#define FIFO_NOTIFY		8u	/* size of the packet that asks for a ring */
#define FIFO_WAITING_MAX	4096u	/* far more than ever waits for a guest that reads */

struct fifo_packet {
	struct fifo_packet *next;
	uint32_t len;
	uint8_t bytes[];
};

static uint32_t fifo_pad(uint32_t len)
{
	return (len + FIFO_ALIGN - 1) & ~(FIFO_ALIGN - 1);
}

/**
 * fifo_rx_start() - Read from the beginning of an empty ring.
 * @f: filled
 * @shared: the ring
 */
void fifo_rx_start(struct fifo_rx *f, const struct fifo_memory *shared)
{
	*f = (struct fifo_rx){ .shared = *shared };
}

/**
 * fifo_rx_available() - Count the bytes to read.
 * @available: set
 *
 * Return: 0; -EBADMSG if the guest's index points nowhere.
 */
int fifo_rx_available(const struct fifo_rx *f, uint32_t *available)
{
	uint32_t head = ram_load32(f->shared.head);

	*available = 0;
	if (head >= f->shared.size || head % FIFO_ALIGN)
		return -EBADMSG;
	*available = head >= f->tail ? head - f->tail : f->shared.size - f->tail + head;
	return 0;
}

/**
 * fifo_rx_peek() - Copy bytes and leave them in the ring.
 * @offset: from the first byte to read
 * @buf: filled
 * @len: bytes; @offset + @len are available
 */
void fifo_rx_peek(const struct fifo_rx *f, uint32_t offset, void *buf, uint32_t len)
{
	uint32_t at = (f->tail + offset) % f->shared.size;
	uint32_t first = f->shared.size - at < len ? f->shared.size - at : len;

	memcpy(buf, f->shared.bytes + at, first);
	memcpy((uint8_t *)buf + first, f->shared.bytes, len - first);
}

/**
 * fifo_rx_advance() - Give bytes back to the writer.
 * @len: bytes, padded up to the next packet; no more than are available
 */
void fifo_rx_advance(struct fifo_rx *f, uint32_t len)
{
	f->tail = (f->tail + fifo_pad(len)) % f->shared.size;
	ram_store32(f->shared.tail, f->tail);
}

/**
 * fifo_tx_init() - Begin without a ring.
 * @f: filled
 */
void fifo_tx_init(struct fifo_tx *f)
{
	*f = (struct fifo_tx){ .last = &f->first };
}

/**
 * fifo_tx_start() - Write from the beginning of an empty ring.
 * @f: initialised
 * @shared: the ring
 */
void fifo_tx_start(struct fifo_tx *f, const struct fifo_memory *shared)
{
	fifo_tx_forget(f);
	f->shared = *shared;
}

/**
 * fifo_tx_forget() - Drop the ring and the packets that wait.
 */
void fifo_tx_forget(struct fifo_tx *f)
{
	while (f->first) {
		struct fifo_packet *p = f->first;

		f->first = p->next;
		free(p);
	}
	fifo_tx_init(f);
}

static uint32_t fifo_tx_room(const struct fifo_tx *f)
{
	uint32_t tail = ram_load32(f->shared.tail);
	uint32_t used;

	/* Linux lets its index reach the end before it wraps. */
	if (tail == f->shared.size)
		tail = 0;
	/* An index that points nowhere frees nothing. */
	if (tail > f->shared.size || tail % FIFO_ALIGN)
		return 0;
	used = f->head >= tail ? f->head - tail : f->shared.size - tail + f->head;
	return f->shared.size - used - FIFO_RESERVE;
}

static void fifo_tx_write(struct fifo_tx *f, const void *packet, uint32_t len)
{
	uint32_t size = f->shared.size;
	uint32_t first = size - f->head < len ? size - f->head : len;

	memcpy(f->shared.bytes + f->head, packet, first);
	memcpy(f->shared.bytes, (const uint8_t *)packet + first, len - first);
	f->head = (f->head + fifo_pad(len)) % size;
	ram_store32(f->shared.head, f->head);
}

/**
 * fifo_tx_send() - Write a packet, or let it wait for room.
 * @packet: header and data; copied
 * @len: bytes, well below the size of the ring
 *
 * Packets stay in order.
 *
 * Return: 0; -ENOTCONN without a ring; -ENOBUFS if too many wait; -ENOMEM.
 */
int fifo_tx_send(struct fifo_tx *f, const void *packet, size_t len)
{
	struct fifo_packet *p;

	if (!f->shared.bytes)
		return -ENOTCONN;
	if (!f->first && fifo_pad((uint32_t)len) + FIFO_NOTIFY <= fifo_tx_room(f)) {
		fifo_tx_write(f, packet, (uint32_t)len);
		return 0;
	}
	if (f->waiting >= FIFO_WAITING_MAX)
		return -ENOBUFS;
	p = malloc(sizeof(*p) + len);
	if (!p)
		return -ENOMEM;
	p->next = NULL;
	p->len = (uint32_t)len;
	memcpy(p->bytes, packet, len);
	*f->last = p;
	f->last = &p->next;
	f->waiting++;
	return 0;
}

/**
 * fifo_tx_flush() - Write the packets that wait, as far as there is room.
 * @notify: 8-byte packet that asks the guest to ring when it has read
 *
 * To be called after each ring, and after each fifo_tx_send() or series of them.
 *
 * Return: true if anything was written.
 */
bool fifo_tx_flush(struct fifo_tx *f, const void *notify)
{
	bool wrote = false;

	while (f->first && fifo_pad(f->first->len) + FIFO_NOTIFY <= fifo_tx_room(f)) {
		struct fifo_packet *p = f->first;

		fifo_tx_write(f, p->bytes, p->len);
		f->first = p->next;
		if (!f->first)
			f->last = &f->first;
		f->waiting--;
		free(p);
		wrote = true;
		f->asked = false;
	}
	if (f->first && !f->asked && fifo_tx_room(f) >= FIFO_NOTIFY) {
		fifo_tx_write(f, notify, FIFO_NOTIFY);
		f->asked = true;
		wrote = true;
	}
	return wrote;
}
