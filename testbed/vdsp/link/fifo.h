/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_FIFO_H
#define VDSP_FIFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fifo_packet;

/**
 * struct fifo_memory - one direction, in memory shared with the guest
 */
struct fifo_memory {
	/** @bytes: the ring */
	uint8_t *bytes;
	/** @size: bytes, a multiple of 8 */
	uint32_t size;
	/** @tail: next byte to read; the reader writes it */
	uint32_t *tail;
	/** @head: next byte to write; the writer writes it */
	uint32_t *head;
};

/**
 * struct fifo_rx - the direction to the DSP
 */
struct fifo_rx {
	struct fifo_memory shared;
	/** @tail: our index; what the guest does to the shared one is of no effect */
	uint32_t tail;
};

/**
 * struct fifo_tx - the direction to APPS
 */
struct fifo_tx {
	struct fifo_memory shared;
	/** @head: our index */
	uint32_t head;
	/** @first: packets that wait for room, oldest first */
	struct fifo_packet *first;
	struct fifo_packet **last;
	/** @waiting: number of packets that wait */
	unsigned int waiting;
	/** @asked: the guest will ring when it has read */
	bool asked;
};

void fifo_rx_start(struct fifo_rx *f, const struct fifo_memory *shared);
int fifo_rx_available(const struct fifo_rx *f, uint32_t *available);
void fifo_rx_peek(const struct fifo_rx *f, uint32_t offset, void *buf, uint32_t len);
void fifo_rx_advance(struct fifo_rx *f, uint32_t len);

void fifo_tx_init(struct fifo_tx *f);
void fifo_tx_start(struct fifo_tx *f, const struct fifo_memory *shared);
void fifo_tx_forget(struct fifo_tx *f);
int fifo_tx_send(struct fifo_tx *f, const void *packet, size_t len);
bool fifo_tx_flush(struct fifo_tx *f, const void *notify);

#endif /* VDSP_FIFO_H */
