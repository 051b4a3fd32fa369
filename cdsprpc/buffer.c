// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Registered buffers: memory that calls pass without a copy. A call names it
 * by an address of the program; rpcmem registers what it gives, programs what
 * they have from elsewhere.
 */
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "aee.h"
#include "bo.h"
#include "buffer.h"
#include "import.h"
#include "map.h"
#include "remote.h"

/**
 * struct rpc_buffer - memory at an address
 */
struct rpc_buffer {
	/** @next: the next one */
	struct rpc_buffer *next;
	/** @address: where the program has it */
	uintptr_t address;
	/** @size: bytes of it */
	size_t size;
	/** @fd: dma-buf of it, the program's own */
	int fd;
	/** @attr: as in remote.h */
	int attr;
	/** @count: how often it has been registered */
	unsigned int count;
	/** @is_name: the address is only a name, a mapping of this file */
	int is_name;
	/** @imports: what DSPs know it as */
	struct rpc_imports imports;
};

/* Protects the list and all in it. */
static pthread_mutex_t buffer_lock = PTHREAD_MUTEX_INITIALIZER;
static struct rpc_buffer *buffer_list;

static struct rpc_buffer *buffer_find_locked(uintptr_t address)
{
	struct rpc_buffer *buffer = buffer_list;

	while (buffer && buffer->address != address)
		buffer = buffer->next;
	return buffer;
}

static int buffer_register(void *address, size_t size, int fd, int attr,
			   int is_name)
{
	struct rpc_buffer *buffer;
	int ret = AEE_SUCCESS;

	if (!address || !size || fd < 0)
		return AEE_EBADPARM;
	pthread_mutex_lock(&buffer_lock);
	buffer = buffer_find_locked((uintptr_t)address);
	if (buffer && (buffer->size != size || buffer->fd != fd)) {
		ret = AEE_EALREADY;
	} else if (buffer) {
		buffer->count++;
		if (attr)
			buffer->attr = attr;
	} else {
		buffer = calloc(1, sizeof(*buffer));
		if (!buffer) {
			ret = AEE_ENOMEMORY;
			goto out_unlock;
		}
		buffer->address = (uintptr_t)address;
		buffer->size = size;
		buffer->fd = fd;
		buffer->attr = attr;
		buffer->count = 1;
		buffer->is_name = is_name;
		buffer->next = buffer_list;
		buffer_list = buffer;
	}

out_unlock:
	pthread_mutex_unlock(&buffer_lock);
	return ret;
}

/**
 * rpc_buffer_register() - let calls pass memory without a copy
 * @address: where the program has it
 * @size: bytes of it
 * @fd: dma-buf of it, which stays open
 * @attr: as in remote.h
 *
 * Return: 0; %AEE_EALREADY if other memory is registered at @address;
 * %AEE_EBADPARM; %AEE_ENOMEMORY.
 */
int rpc_buffer_register(void *address, size_t size, int fd, int attr)
{
	return buffer_register(address, size, fd, attr, 0);
}

/**
 * rpc_buffer_unregister() - undo one registration
 * @address: where the program has the memory
 * @size: bytes of it
 *
 * Return: 0; %AEE_EBADPARM if it is not registered.
 */
int rpc_buffer_unregister(void *address, size_t size)
{
	struct rpc_buffer **place = &buffer_list;
	struct rpc_buffer *buffer;

	pthread_mutex_lock(&buffer_lock);
	while (*place && ((*place)->address != (uintptr_t)address ||
			  (*place)->size != size))
		place = &(*place)->next;
	buffer = *place;
	if (buffer && !--buffer->count)
		*place = buffer->next;
	else if (buffer)
		place = NULL;
	pthread_mutex_unlock(&buffer_lock);
	if (!buffer)
		return AEE_EBADPARM;
	if (!place)
		return AEE_SUCCESS;

	rpc_imports_drop(&buffer->imports);
	if (buffer->is_name)
		munmap(address, size);
	free(buffer);
	return AEE_SUCCESS;
}

/**
 * rpc_buffer_find() - look whether an argument lies in registered memory
 * @address: where the argument is
 * @size: bytes of it
 * @device: the DSP that is called
 * @part: where to put the part; its buffer is NULL if it lies elsewhere
 *
 * Return: 0; %AEE_EBADPARM if it lies in registered memory in part, or that is
 * no dma-buf.
 */
int rpc_buffer_find(const void *address, size_t size,
		    struct rpc_device *device, struct rpc_part *part)
{
	struct rpc_buffer *buffer;
	int ret = AEE_SUCCESS;
	size_t offset = 0;

	part->bo = NULL;
	pthread_mutex_lock(&buffer_lock);
	for (buffer = buffer_list; buffer; buffer = buffer->next) {
		offset = (uintptr_t)address - buffer->address;
		if (offset < buffer->size)
			break;
	}
	if (buffer && size > buffer->size - offset)
		ret = AEE_EBADPARM;
	else if (buffer)
		ret = rpc_aee(rpc_imports_get(&buffer->imports, device,
					      buffer->fd, &part->bo));
	pthread_mutex_unlock(&buffer_lock);
	part->offset = offset;
	part->size = size;
	return ret;
}

/**
 * rpc_buffer_of_fd() - look up registered memory by its file descriptor
 * @fd: the file descriptor
 * @address: where to put where the program has it
 * @size: where to put its bytes
 *
 * Return: whether there is any.
 */
bool rpc_buffer_of_fd(int fd, void **address, size_t *size)
{
	struct rpc_buffer *buffer;

	pthread_mutex_lock(&buffer_lock);
	buffer = buffer_list;
	while (buffer && buffer->fd != fd)
		buffer = buffer->next;
	if (buffer) {
		*address = buffer->is_name ? NULL : (void *)buffer->address;
		*size = buffer->size;
	}
	pthread_mutex_unlock(&buffer_lock);
	return buffer;
}

/**
 * rpc_buffer_each_static() - for all buffers that processes always see
 * @each: what to do with one; must not register
 * @pd: the process
 */
void rpc_buffer_each_static(void (*each)(struct rpc_pd *pd, int fd,
					 void *address, size_t size),
			    struct rpc_pd *pd)
{
	pthread_mutex_lock(&buffer_lock);
	for (struct rpc_buffer *b = buffer_list; b; b = b->next) {
		if (b->attr & FASTRPC_ATTR_TRY_MAP_STATIC)
			each(pd, b->fd, (void *)b->address, b->size);
	}
	pthread_mutex_unlock(&buffer_lock);
}

/* These have no result: what is wrong is found by the first call that uses it. */
void remote_register_buf_attr2(void *buf, size_t size, int fd, int attr)
{
	if (fd == -1)
		rpc_buffer_unregister(buf, size);
	else if (!rpc_buffer_register(buf, size, fd, attr) &&
		 attr & FASTRPC_ATTR_TRY_MAP_STATIC)
		rpc_map_static(fd, buf, size);
}

void remote_register_buf_attr(void *buf, int size, int fd, int attr)
{
	if (size > 0)
		remote_register_buf_attr2(buf, (size_t)size, fd, attr);
}

void remote_register_buf(void *buf, int size, int fd)
{
	remote_register_buf_attr(buf, size, fd, FASTRPC_ATTR_NONE);
}

/* An address that nobody can use, as a name for memory that has none. */
void *remote_register_fd2(int fd, size_t size)
{
	void *name;

	if (fd < 0 || !size)
		return NULL;
	name = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (name == MAP_FAILED)
		return NULL;
	if (!buffer_register(name, size, fd, FASTRPC_ATTR_NONE, 1))
		return name;
	munmap(name, size);
	return NULL;
}

void *remote_register_fd(int fd, int size)
{
	return size > 0 ? remote_register_fd2(fd, (size_t)size) : NULL;
}
