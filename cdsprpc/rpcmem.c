// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * rpcmem: memory that CPU and DSP share. It is a buffer of the driver with a
 * dma-buf, registered so that calls find it by its address.
 */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "buffer.h"
#include "device.h"
#include "domain.h"
#include "qda.h"
#include "remote.h"
#include "rpcmem.h"

/**
 * struct rpcmem - memory that was given
 */
struct rpcmem {
	/** @next: the next one */
	struct rpcmem *next;
	/** @address: where it is */
	void *address;
	/** @size: bytes that were asked for */
	size_t size;
	/** @fd: its dma-buf */
	int fd;
	/** @bo: the buffer */
	struct qda_bo *bo;
	/** @device: whose it is */
	struct rpc_device *device;
};

/* Protects the list. */
static pthread_mutex_t rpcmem_lock = PTHREAD_MUTEX_INITIALIZER;
static struct rpcmem *rpcmem_list;

/* There is nothing to do: programs call them, or do not. */
void rpcmem_init(void)
{
}

void rpcmem_deinit(void)
{
}

static void rpcmem_destroy(struct rpcmem *memory)
{
	if (memory->fd >= 0)
		close(memory->fd);
	if (memory->bo)
		qda_bo_close(memory->bo);
	if (memory->device)
		rpc_device_put(memory->device);
	free(memory);
}

static struct rpcmem *rpcmem_create(size_t size)
{
	struct rpcmem *memory = calloc(1, sizeof(*memory));

	if (!memory)
		return NULL;
	memory->fd = -1;
	memory->size = size;
	if (rpc_device_get_any(rpc_domain_default, &memory->device) ||
	    qda_bo_create(memory->device->dev, size, &memory->bo) ||
	    qda_bo_map(memory->bo, &memory->address))
		goto err_destroy;
	memory->fd = qda_bo_export(memory->bo);
	if (memory->fd < 0 ||
	    rpc_buffer_register(memory->address, size, memory->fd, 0))
		goto err_destroy;
	return memory;

err_destroy:
	rpcmem_destroy(memory);
	return NULL;
}

void *rpcmem_alloc2(int heapid, uint32_t flags, size_t size)
{
	struct rpcmem *memory;

	(void)heapid;
	(void)flags;
	memory = size ? rpcmem_create(size) : NULL;
	if (!memory)
		return NULL;
	pthread_mutex_lock(&rpcmem_lock);
	memory->next = rpcmem_list;
	rpcmem_list = memory;
	pthread_mutex_unlock(&rpcmem_lock);
	return memory->address;
}

void *rpcmem_alloc(int heapid, uint32_t flags, int size)
{
	return size > 0 ? rpcmem_alloc2(heapid, flags, (size_t)size) : NULL;
}

void rpcmem_free(void *po)
{
	struct rpcmem **place = &rpcmem_list;
	struct rpcmem *memory;

	pthread_mutex_lock(&rpcmem_lock);
	while (*place && (*place)->address != po)
		place = &(*place)->next;
	memory = *place;
	if (memory)
		*place = memory->next;
	pthread_mutex_unlock(&rpcmem_lock);
	if (!memory)
		return;
	rpc_buffer_unregister(memory->address, memory->size);
	rpcmem_destroy(memory);
}

int rpcmem_to_fd(void *po)
{
	int fd = -1;

	pthread_mutex_lock(&rpcmem_lock);
	for (struct rpcmem *m = rpcmem_list; m; m = m->next) {
		if (m->address == po)
			fd = m->fd;
	}
	pthread_mutex_unlock(&rpcmem_lock);
	return fd;
}
