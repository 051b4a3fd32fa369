/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_QUEUE_HOST_H
#define DSP_TESTS_QUEUE_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "player.h"

/*
 * The client's end of a queue, written from the public layout: header, rings and states in
 * memory that the player maps for the PD. One queue, no threads: a test does each step.
 */

#define HOST_PAGE_FD	20
#define HOST_QUEUE_FD	21
#define HOST_PAGES	64u
#define HOST_WAIT_MS	30000	/* what only ends a test that hangs */

/* struct host_memory - memory of the PD by its offsets; its pages lie anywhere */
struct host_memory {
	struct player *player;
	uint32_t pages[HOST_PAGES];
	uint32_t va, len;
};

struct host_ring {
	uint32_t ring, len, read_state, write_state;
};

/* struct host_queue - a queue, and the module by which the DSP is told of it */
struct host_queue {
	struct player *player;
	struct host_memory memory, page;
	struct host_ring request, response;
	uint32_t module, id, count;
	uint64_t handle;
};

struct host_packet {
	uint32_t flags, references, message_len;
	struct {
		uint32_t fd, size, offset, flags;
		uint64_t address;
	} reference[64];
	uint8_t message[4096];
};

void host_map(struct host_memory *memory, struct player *player, int32_t fd, uint32_t len);
volatile uint32_t *host_word(const struct host_memory *memory, uint32_t offset);
uint8_t *host_byte(const struct host_memory *memory, uint32_t offset);

/* Open the module, map the page and the queue, and write the header. */
void host_begin(struct host_queue *q, struct player *player, uint32_t request_len,
		uint32_t response_len);
/* Methods of the module; the result is the DSP's. */
int32_t host_init(struct host_queue *q, int32_t fd);
int32_t host_create(struct host_queue *q, uint32_t id, int32_t fd, uint32_t count);
int32_t host_destroy(struct host_queue *q);
int32_t host_imported(struct host_queue *q);
int32_t host_signal(struct host_queue *q);
int32_t host_cancel(struct host_queue *q);
/* wait_signal in slot 1: begin; has it ended? Then *signal. */
void host_wait_begin(struct host_queue *q);
bool host_wait_end(struct host_queue *q, int timeout_ms, int32_t *signal);

/* Write a packet; false if there is no room. Counts, but sends no signal. */
bool host_write(struct host_queue *q, const struct host_packet *packet);
/* The DSP has told that somebody waits for requests, or for room for responses. */
bool host_dsp_waits(const struct host_queue *q, bool for_room);
/* Read a packet; false if there is none. Counts, but sends no signal. */
bool host_read(struct host_queue *q, struct host_packet *packet);
/* Write, and signal if the DSP says that it waits; false if there is no room. */
bool host_send(struct host_queue *q, const struct host_packet *packet);
/* Wait for a response as a client does, that sleeps in wait_signal; false if none comes. */
bool host_receive(struct host_queue *q, struct host_packet *packet);
/* Say that this side waits for responses. */
void host_set_waiting(struct host_queue *q, bool waits);

#endif
