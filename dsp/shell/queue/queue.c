// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Queues between the client and code in the PD (dspqueue): their life. The client makes
 * one in memory that it has mapped by a descriptor and tells of it by the module of queues;
 * code in the PD imports it by the handle that it was answered with, and closes it before
 * the client destroys it.
 *
 * What the client writes into the header later does not matter, but for its count: that
 * must stay.
 */

#include <string.h>

#include "os/error.h"
#include "os/thread.h"
#include "queue/queue.h"

#define QUEUE_VERSION		2u
#define QUEUE_COUNTS_WAITING	1u	/* flag: each side says when it waits */
#define QUEUE_PAGE_SIZE		1024u

/* Where a ring and its states lie, from the start of the memory. */
struct queue_place {
	uint32_t ring;
	uint32_t len;
	uint32_t read_state;
	uint32_t write_state;
};

struct queue_header {
	uint32_t version;
	int32_t error;
	uint32_t flags;
	struct queue_place request;
	struct queue_place response;
	uint32_t count;
};

_Static_assert(sizeof(struct queue_header) == 48, "header of a queue");

struct dspqueue queue_table[QUEUE_MAX];
static uint32_t queue_serial;
static int32_t queue_page_fd = -1;

static int queue_fits(const struct map *map, uint32_t offset, uint32_t len)
{
	return offset % QUEUE_ALIGN == 0 && offset >= sizeof(struct queue_header) &&
	       offset <= map->len && len <= map->len - offset;
}

static int queue_place_ring(const struct map *map, const struct queue_place *place,
			    struct queue_ring *ring, int read)
{
	volatile struct queue_state *states[2] = {
		(volatile struct queue_state *)(map->va + place->write_state),
		(volatile struct queue_state *)(map->va + place->read_state),
	};

	if (place->len % QUEUE_ALIGN || place->len < 2 * QUEUE_ALIGN ||
	    !queue_fits(map, place->ring, place->len) ||
	    !queue_fits(map, place->read_state, QUEUE_STATE_SIZE) ||
	    !queue_fits(map, place->write_state, QUEUE_STATE_SIZE))
		return -1;
	*ring = (struct queue_ring){
		.bytes = (uint8_t *)map->va + place->ring,
		.len = place->len,
		.mine = states[read],
		.theirs = states[!read],
	};
	ring->progress = ring->mine->progress;
	return queue_ring_is_position(ring, queue_position(ring->progress)) ? 0 : -1;
}

/* Version 0xffffffff asks whether the DSP is an old one: it must be refused. */
static int32_t queue_read_header(struct dspqueue *queue, uint32_t count)
{
	struct queue_header header;

	if (queue->map.va % QUEUE_ALIGN || queue->map.len < sizeof(header))
		return ERROR_BAD_PARAMETER;
	memcpy(&header, (const void *)queue->map.va, sizeof(header));
	if (header.version != QUEUE_VERSION || header.flags & ~QUEUE_COUNTS_WAITING)
		return ERROR_UNSUPPORTED;
	if (header.count != count ||
	    queue_place_ring(&queue->map, &header.request, &queue->request, 1) ||
	    queue_place_ring(&queue->map, &header.response, &queue->response, 0))
		return ERROR_BAD_PARAMETER;
	queue->count = count;
	queue->header_count = &((volatile const struct queue_header *)queue->map.va)->count;
	queue->counts_waiting = header.flags & QUEUE_COUNTS_WAITING;
	return 0;
}

/**
 * queue_init() - take the page on which both sides count what they do
 * @page_fd: tag of the memory
 *
 * Return: 0, ERROR_NO_SUCH_MAP, ERROR_BAD_PARAMETER for memory that is too small, or
 * ERROR_BAD_STATE while there are queues.
 */
int32_t queue_init(int32_t page_fd)
{
	struct map page;
	int32_t old, result = 0;

	if (map_use(page_fd, &page))
		return ERROR_NO_SUCH_MAP;
	if (page.len < QUEUE_PAGE_SIZE || page.va % QUEUE_ALIGN) {
		map_unuse(page_fd, 0);
		return ERROR_BAD_PARAMETER;
	}
	kernel_lock();
	for (uint32_t i = 0; i < QUEUE_MAX; i++)
		if (queue_table[i].handle)
			result = ERROR_BAD_STATE;
	old = result ? page_fd : queue_page_fd;
	if (!result) {
		queue_page_fd = page_fd;
		queue_signal_reset((volatile uint32_t *)page.va);
	}
	kernel_unlock();
	if (old >= 0)
		map_unuse(old, 0);
	return result;
}

static int32_t queue_insert(struct dspqueue *queue)
{
	int32_t result = 0;

	kernel_lock();
	if (queue_page_fd < 0) {
		result = ERROR_BAD_STATE;
	} else if (queue_table[queue->id].handle) {
		result = ERROR_ITEM_BUSY;
	} else {
		queue->handle = (uint64_t)++queue_serial << 32 | queue->id;
		queue_table[queue->id] = *queue;
		queue_signal_attach(&queue_table[queue->id]);
	}
	kernel_unlock();
	return result;
}

/**
 * queue_create() - take a queue that the client has made
 * @id: number among its queues
 * @fd: tag of the memory
 * @count: as it stands in the header
 * @handle: gets the name of the queue, not 0
 *
 * Return: 0; ERROR_UNSUPPORTED for another version, or flags that are not known; another
 * DSP error if it is not a queue.
 */
int32_t queue_create(uint32_t id, int32_t fd, uint32_t count, uint64_t *handle)
{
	struct dspqueue queue = { .id = id };
	int32_t result;

	if (id >= QUEUE_MAX)
		return ERROR_BAD_PARAMETER;
	result = map_use(fd, &queue.map);
	if (result)
		return result;
	result = queue_read_header(&queue, count);
	if (!result)
		result = queue_insert(&queue);
	if (result)
		map_unuse(fd, 0);
	else
		*handle = queue.handle;
	return result;
}

static struct dspqueue *queue_find_locked(uint64_t handle)
{
	struct dspqueue *queue = &queue_table[handle % QUEUE_MAX];

	return handle && queue->handle == handle ? queue : NULL;
}

/**
 * queue_destroy() - forget a queue
 *
 * Return: 0, ERROR_NO_SUCH, or ERROR_BAD_STATE if code still has it imported.
 */
int32_t queue_destroy(uint64_t handle)
{
	struct dspqueue *queue;
	int32_t result = ERROR_NO_SUCH, fd = -1;

	kernel_lock();
	queue = queue_find_locked(handle);
	if (queue) {
		result = queue->imported ? ERROR_BAD_STATE : 0;
		fd = queue->map.fd;
		if (!result)
			queue->handle = 0;
	}
	kernel_unlock();
	if (!result)
		map_unuse(fd, 0);
	return result;
}

/**
 * queue_is_imported() - has code in the PD a queue?
 *
 * Return: 0 or ERROR_NO_SUCH.
 */
int32_t queue_is_imported(uint64_t handle, int32_t *imported)
{
	struct dspqueue *queue;

	kernel_lock();
	queue = queue_find_locked(handle);
	if (queue)
		*imported = queue->imported;
	kernel_unlock();
	return queue ? 0 : ERROR_NO_SUCH;
}

/**
 * queue_import() - give a queue to code in the PD
 *
 * Return: 0, ERROR_NO_SUCH, or ERROR_ITEM_BUSY if it has it already.
 */
int32_t queue_import(uint64_t handle, struct dspqueue **queue)
{
	int32_t result = ERROR_NO_SUCH;
	struct dspqueue *found;

	kernel_lock();
	found = queue_find_locked(handle);
	if (found) {
		result = found->imported ? ERROR_ITEM_BUSY : 0;
		if (!result) {
			found->imported = 1;
			found->closing = 0;
			queue_open_turns_locked(found);
			*queue = found;
		}
	}
	kernel_unlock();
	return result;
}

/* Of this number, if code has it imported. */
struct dspqueue *queue_of_locked(uint32_t id)
{
	return queue_table[id].imported ? &queue_table[id] : NULL;
}

/**
 * queue_wake_all_locked() - end the wait of all who wait for something
 */
void queue_wake_all_locked(const void *key)
{
	struct thread *thread;

	while ((thread = thread_next_waiting_locked(key)))
		thread_wake_locked(thread);
}

/**
 * queue_wake_locked() - let those who wait at a side look again
 */
void queue_wake_locked(struct dspqueue *queue, enum queue_side side)
{
	queue->signals[side]++;
	queue_wake_all_locked(&queue->signals[side]);
}
