// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
#include "queue_host.h"

#include <string.h>

#define HOST_URI	"file:///libdspqueue_rpc_skel.so?dspqueue_rpc_skel_handle_invoke&_modver=1.0"
#define HOST_PART	256u	/* each part of a queue begins at a multiple of this */
#define HOST_WAIT_SLOT	1u

/* Arrays of the page, in bytes. */
#define HOST_REQUESTS	0u
#define HOST_ROOM	768u

enum host_header {
	HOST_VERSION = 0, HOST_FLAGS = 8, HOST_REQUEST = 12, HOST_RESPONSE = 28, HOST_COUNT = 44,
};

uint8_t *host_byte(const struct host_memory *memory, uint32_t offset)
{
	return memory->player->ram + (size_t)memory->pages[offset / MAILBOX_PAGE_SIZE] *
				     MAILBOX_PAGE_SIZE + offset % MAILBOX_PAGE_SIZE;
}

volatile uint32_t *host_word(const struct host_memory *memory, uint32_t offset)
{
	return (volatile uint32_t *)host_byte(memory, offset);
}

static void host_put(const struct host_memory *memory, uint32_t offset, const void *data,
		     uint32_t len)
{
	for (uint32_t i = 0; i < len; i++)
		*host_byte(memory, offset + i) = ((const uint8_t *)data)[i];
}

static void host_get(const struct host_memory *memory, uint32_t offset, void *data, uint32_t len)
{
	for (uint32_t i = 0; i < len; i++)
		((uint8_t *)data)[i] = *host_byte(memory, offset + i);
}

void host_map(struct host_memory *memory, struct player *player, int32_t fd, uint32_t len)
{
	static const uint8_t zeros[HOST_PAGES * MAILBOX_PAGE_SIZE];
	int32_t result;

	memory->player = player;
	memory->len = len;
	memory->va = player_map(player, fd, zeros, len, &result);
	for (uint32_t i = 0; i * MAILBOX_PAGE_SIZE < len; i++)
		memory->pages[i] = player->slots[0]->runs[i].page;
}

static uint32_t host_round(uint32_t len)
{
	return (len + HOST_PART - 1) / HOST_PART * HOST_PART;
}

static void host_put_ring(struct host_queue *q, uint32_t at, const struct host_ring *ring)
{
	host_put(&q->memory, at, ring, sizeof(*ring));
}

void host_begin(struct host_queue *q, struct player *player, uint32_t request_len,
		uint32_t response_len)
{
	uint32_t at = HOST_PART;

	memset(q, 0, sizeof(*q));
	q->player = player;
	q->count = 7;
	q->request = (struct host_ring){ at, request_len, at + host_round(request_len),
					 at + host_round(request_len) + HOST_PART };
	at = q->request.write_state + HOST_PART;
	q->response = (struct host_ring){ at, response_len, at + host_round(response_len),
					  at + host_round(response_len) + HOST_PART };
	player_open(player, HOST_URI, &q->module);
	host_map(&q->page, player, HOST_PAGE_FD, 1024);
	host_map(&q->memory, player, HOST_QUEUE_FD, q->response.write_state + HOST_PART);
	*host_word(&q->memory, HOST_VERSION) = 2;
	*host_word(&q->memory, HOST_FLAGS) = 1;
	host_put_ring(q, HOST_REQUEST, &q->request);
	host_put_ring(q, HOST_RESPONSE, &q->response);
	*host_word(&q->memory, HOST_COUNT) = q->count;
}

int32_t host_init(struct host_queue *q, int32_t fd)
{
	struct player_call call = player_call(q->player, 0, q->module, 2);

	player_in(&call, &fd, sizeof(fd), 0);
	return player_invoke(&call);
}

int32_t host_create(struct host_queue *q, uint32_t id, int32_t fd, uint32_t count)
{
	struct player_call call = player_call(q->player, 0, q->module, 3);
	uint32_t in[3] = { id, (uint32_t)fd, count }, out;
	int32_t result;

	player_in(&call, in, sizeof(in), 0);
	out = player_out(&call, sizeof(q->handle), 0);
	result = player_invoke(&call);
	if (!result)
		player_get(&call, out, &q->handle);
	if (!result)
		q->id = id;
	return result;
}

static int32_t host_by_handle(struct host_queue *q, uint32_t method, int32_t *out)
{
	struct player_call call = player_call(q->player, 0, q->module, method);
	uint32_t arg = 0;
	int32_t result;

	player_in(&call, &q->handle, sizeof(q->handle), 0);
	if (out)
		arg = player_out(&call, sizeof(*out), 0);
	result = player_invoke(&call);
	if (!result && out)
		player_get(&call, arg, out);
	return result;
}

int32_t host_destroy(struct host_queue *q)
{
	return host_by_handle(q, 4, NULL);
}

/* 0, 1, or the error. */
int32_t host_imported(struct host_queue *q)
{
	int32_t imported = 0, result = host_by_handle(q, 5, &imported);

	return result ? result : imported;
}

int32_t host_signal(struct host_queue *q)
{
	struct player_call call = player_call(q->player, 0, q->module, 8);

	return player_invoke(&call);
}

int32_t host_cancel(struct host_queue *q)
{
	struct player_call call = player_call(q->player, 0, q->module, 7);

	return player_invoke(&call);
}

void host_wait_begin(struct host_queue *q)
{
	struct player_call call = player_call(q->player, HOST_WAIT_SLOT, q->module, 6);

	player_out(&call, sizeof(int32_t), 0);
	player_send(&call);
}

bool host_wait_end(struct host_queue *q, int timeout_ms, int32_t *signal)
{
	struct player_call call = { .player = q->player, .slot = HOST_WAIT_SLOT };
	int32_t result;

	if (!player_wait(q->player, HOST_WAIT_SLOT, &result, timeout_ms))
		return false;
	if (result)
		*signal = result;
	else
		player_get(&call, 0, signal);
	return true;
}

static uint32_t host_used(const struct host_ring *ring, uint32_t writer, uint32_t reader)
{
	return writer >= reader ? writer - reader : writer + ring->len - reader;
}

static void host_count(struct host_queue *q, uint32_t array)
{
	++*host_word(&q->page, array + 4 * q->id);
}

bool host_write(struct host_queue *q, const struct host_packet *packet)
{
	const struct host_ring *ring = &q->request;
	volatile uint32_t *state = host_word(&q->memory, ring->write_state);
	uint32_t reader = *host_word(&q->memory, ring->read_state);
	uint32_t body = packet->references * 24, len = 8 + body + packet->message_len;
	uint32_t size = (len + 7) / 8 * 8, at = state[0];
	uint32_t room = ring->len - host_used(ring, at, reader) - 8, end = ring->len - at;
	uint64_t header = len | (uint64_t)(packet->flags | 0x10) << 32 |
			  (uint64_t)packet->references << 48;

	if (size > room || (size > end && size > room - end))
		return false;
	host_put(&q->memory, ring->ring + at, &header, 8);
	if (size > end) {
		at = 0;
		host_put(&q->memory, ring->ring, &header, 8);
	}
	host_put(&q->memory, ring->ring + at + 8, packet->reference, body);
	host_put(&q->memory, ring->ring + at + 8 + body, packet->message, packet->message_len);
	__sync_synchronize();
	state[0] = at + size == ring->len ? 0 : at + size;
	state[1]++;
	host_count(q, HOST_REQUESTS);
	__sync_synchronize();
	return true;
}

bool host_dsp_waits(const struct host_queue *q, bool for_room)
{
	return *host_word(&q->memory, (for_room ? q->response.write_state :
						  q->request.read_state) + 8);
}

void host_set_waiting(struct host_queue *q, bool waits)
{
	*host_word(&q->memory, q->response.read_state + 8) = waits;
	__sync_synchronize();
}

bool host_read(struct host_queue *q, struct host_packet *packet)
{
	const struct host_ring *ring = &q->response;
	volatile uint32_t *state = host_word(&q->memory, ring->read_state);
	uint32_t writer = *host_word(&q->memory, ring->write_state), at = state[0], len;
	uint64_t header;

	__sync_synchronize();
	if (writer == at)
		return false;
	host_get(&q->memory, ring->ring + at, &header, 8);
	len = (uint32_t)header;
	if (ring->len - at < len)
		at = 0;
	packet->flags = header >> 32 & 0xffff;
	packet->references = packet->flags & 2 ? header >> 48 & 0xff : 0;
	packet->message_len = packet->flags & 1 ? len - 8 - packet->references * 24 : 0;
	host_get(&q->memory, ring->ring + at + 8, packet->reference, packet->references * 24);
	host_get(&q->memory, ring->ring + at + 8 + packet->references * 24, packet->message,
		 packet->message_len);
	at += (len + 7) / 8 * 8;
	state[0] = at == ring->len ? 0 : at;
	state[1]++;
	host_count(q, HOST_ROOM);
	return true;
}

bool host_send(struct host_queue *q, const struct host_packet *packet)
{
	if (!host_write(q, packet))
		return false;
	return !host_dsp_waits(q, false) || !host_signal(q);
}

bool host_receive(struct host_queue *q, struct host_packet *packet)
{
	int32_t signal = 0;

	while (!host_read(q, packet)) {
		host_set_waiting(q, true);
		if (host_read(q, packet))
			break;
		host_wait_begin(q);
		if (!host_wait_end(q, HOST_WAIT_MS, &signal) || signal)
			return false;
	}
	host_set_waiting(q, false);
	return !host_dsp_waits(q, true) || !host_signal(q);
}
