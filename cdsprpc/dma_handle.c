// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * DMA handles: memory that a call passes by its file descriptor alone, and that
 * code on the DSP maps by that number.
 */
#include <pthread.h>
#include <stdlib.h>

#include "aee.h"
#include "buffer.h"
#include "import.h"
#include "remote.h"

/* As many as FastRPC has room for. */
#define DMA_HANDLES_MAX	256

/**
 * struct dma_handle - a registered file descriptor
 */
struct dma_handle {
	/** @fd: dma-buf, the program's own */
	int fd;
	/** @size: bytes of it */
	uint32_t size;
	/** @count: calls that may use it; 0: the place is free */
	unsigned int count;
	/** @imports: what DSPs know it as */
	struct rpc_imports imports;
};

/* Protects the table. */
static pthread_mutex_t dma_handle_lock = PTHREAD_MUTEX_INITIALIZER;
static struct dma_handle dma_handles[DMA_HANDLES_MAX];

static struct dma_handle *dma_handle_find_locked(int fd)
{
	for (int i = 0; i < DMA_HANDLES_MAX; i++) {
		if (dma_handles[i].count && dma_handles[i].fd == fd)
			return &dma_handles[i];
	}
	return NULL;
}

static struct dma_handle *dma_handle_place_locked(void)
{
	for (int i = 0; i < DMA_HANDLES_MAX; i++) {
		if (!dma_handles[i].count)
			return &dma_handles[i];
	}
	return NULL;
}

int remote_register_dma_handle_attr(int fd, uint32_t len, uint32_t attr)
{
	struct dma_handle *handle;
	int ret = AEE_SUCCESS;

	if (fd < 0 || !len || (attr && attr != FASTRPC_ATTR_NOMAP))
		return AEE_EBADPARM;
	pthread_mutex_lock(&dma_handle_lock);
	handle = dma_handle_find_locked(fd);
	if (!handle)
		handle = dma_handle_place_locked();
	if (handle) {
		handle->fd = fd;
		handle->size = len;
		handle->count++;
	} else {
		ret = AEE_EINVHANDLE;
	}
	pthread_mutex_unlock(&dma_handle_lock);
	return ret;
}

int remote_register_dma_handle(int fd, uint32_t len)
{
	return remote_register_dma_handle_attr(fd, len, 0);
}

/**
 * rpc_handle_fd_find() - memory of a handle argument
 * @fd: the number in the argument
 * @offset: where the argument begins there
 * @device: the DSP that is called
 * @part: where to put the part
 *
 * Uses up one registration of the handle.
 *
 * Return: 0; %AEE_EBADPARM if @fd is not registered, or no dma-buf, or smaller.
 */
int rpc_handle_fd_find(int fd, uint32_t offset, struct rpc_device *device,
		       struct rpc_part *part)
{
	struct rpc_imports done = { 0 };
	struct dma_handle *handle;
	int ret = AEE_EBADPARM;

	part->bo = NULL;
	pthread_mutex_lock(&dma_handle_lock);
	handle = dma_handle_find_locked(fd);
	if (handle && offset < handle->size) {
		part->offset = offset;
		part->size = handle->size - offset;
		ret = rpc_aee(rpc_imports_get(&handle->imports, device, fd,
					      &part->bo));
	}
	if (handle && !--handle->count) {
		done = handle->imports;
		handle->imports = (struct rpc_imports){ 0 };
	}
	pthread_mutex_unlock(&dma_handle_lock);
	rpc_imports_drop(&done);
	return ret;
}
