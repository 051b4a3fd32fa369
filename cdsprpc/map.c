// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Maps: memory of the program that a process on a DSP sees between calls. The
 * key is the file descriptor, which is the number that code on the DSP knows.
 */
#include <errno.h>
#include <stdlib.h>

#include "aee.h"
#include "buffer.h"
#include "device.h"
#include "domain.h"
#include "map.h"
#include "pd.h"
#include "qda.h"
#include "remote.h"

#define MAP_PAGE	4096u

/* Upper bits of flags are reserved. */
#define MAP_FLAGS_MAX	FASTRPC_MAP_FD_NOMAP

/**
 * struct rpc_map - memory in a process
 */
struct rpc_map {
	/** @next: the next one of the process */
	struct rpc_map *next;
	/** @fd: dma-buf of it, and its number there */
	int fd;
	/** @count: 1, and one for each packet under way that has taken it */
	unsigned int count;
	/** @address: where the program has it, or NULL */
	void *address;
	/** @size: bytes of it */
	size_t size;
	/** @bo: the same as a buffer of the DSP */
	struct qda_bo *bo;
	/** @map: the map of libqda */
	struct qda_map *map;
};

static struct rpc_map **map_find_locked(struct rpc_pd *pd, int fd)
{
	struct rpc_map **place = &pd->maps;

	while (*place && (*place)->fd != fd)
		place = &(*place)->next;
	return *place ? place : NULL;
}

static uint64_t map_pages(size_t size)
{
	return ((uint64_t)size + MAP_PAGE - 1) & ~(uint64_t)(MAP_PAGE - 1);
}

/* What the kernel or the DSP said, as fastrpc_mmap() tells it. */
static int map_error(int error, int32_t result)
{
	if (error == -ENOTTY ||
	    (error == -EREMOTEIO && result == AEE_DSP_EUNSUPPORTED))
		return AEE_EUNSUPPORTED;
	return AEE_EFAILED;
}

static int map_create_locked(struct rpc_pd *pd, struct rpc_map *map,
			     uint32_t kind)
{
	const struct qda_map_how how = {
		.size = map_pages(map->size),
		.kind = kind,
		.number = (uint32_t)map->fd,
	};
	int32_t result = 0;
	int ret;

	if (qda_bo_import(pd->session->device->dev, map->fd, &map->bo))
		return AEE_EFAILED;
	ret = qda_map_create_how(pd->session->session, map->bo, &how,
				 &map->map, &result);
	if (!ret)
		return AEE_SUCCESS;
	qda_bo_close(map->bo);
	return map_error(ret, result);
}

static int map_add_locked(struct rpc_pd *pd, int fd, void *address,
			  size_t size, uint32_t kind)
{
	struct rpc_map *map;
	int ret;

	if (!pd->session)
		return AEE_ENOTINITIALIZED;
	if (map_find_locked(pd, fd))
		return AEE_EALREADY;
	map = calloc(1, sizeof(*map));
	if (!map)
		return AEE_ENOMEMORY;
	map->fd = fd;
	map->count = 1;
	map->address = address;
	map->size = size;
	ret = map_create_locked(pd, map, kind);
	if (ret) {
		free(map);
		return ret;
	}
	map->next = pd->maps;
	pd->maps = map;
	return AEE_SUCCESS;
}

static int map_add(struct rpc_pd *pd, int fd, void *address, size_t size,
		   uint32_t kind)
{
	int ret;

	pthread_mutex_lock(&pd->lock);
	ret = map_add_locked(pd, fd, address, size, kind);
	pthread_mutex_unlock(&pd->lock);
	return ret;
}

/* Undoes one, unless the DSP keeps it. */
static int map_remove_locked(struct rpc_map **place)
{
	struct rpc_map *map = *place;
	int ret = qda_map_close(map->map);

	/* The map has gone on this side, whatever the DSP says. */
	*place = map->next;
	qda_bo_close(map->bo);
	free(map);
	return ret ? map_error(ret, 0) : AEE_SUCCESS;
}

int fastrpc_mmap(int domain, int fd, void *addr, int offset, size_t length,
		 enum fastrpc_map_flags flags)
{
	int effective = rpc_domain_resolve(domain);
	uint32_t kind = (uint32_t)flags;

	if (effective < 0 || fd < 0 || offset || !length ||
	    kind > MAP_FLAGS_MAX || kind == FASTRPC_MAP_RESERVED)
		return AEE_EBADPARM;
	return map_add(rpc_pd(effective), fd, addr, length, kind);
}

static int map_remove_fd_locked(struct rpc_pd *pd, int fd)
{
	struct rpc_map **place = map_find_locked(pd, fd);

	if (!pd->session)
		return AEE_ENOTINITIALIZED;
	if (!place)
		return AEE_ENOSUCHMAP;
	return (*place)->count > 1 ? AEE_EBADPARM : map_remove_locked(place);
}

int fastrpc_munmap(int domain, int fd, void *addr, size_t length)
{
	int effective = rpc_domain_resolve(domain);
	struct rpc_pd *pd;
	int ret;

	(void)addr;
	(void)length;
	if (effective < 0 || fd < 0)
		return AEE_EBADPARM;
	pd = rpc_pd(effective);
	pthread_mutex_lock(&pd->lock);
	ret = map_remove_fd_locked(pd, fd);
	pthread_mutex_unlock(&pd->lock);
	return ret;
}

/**
 * rpc_map_registered() - map memory that the program has registered
 * @session: the process whose code asks for it
 * @fd: what code calls it
 * @size: bytes that it wants; all that is registered is mapped
 *
 * Return: 0; %AEE_ENOSUCHMAP if @fd is not registered; %AEE_EBADPARM if it is
 * smaller; an error of fastrpc_mmap().
 */
int rpc_map_registered(struct rpc_session *session, int fd, uint32_t size)
{
	struct rpc_pd *pd = session->pd;
	void *address;
	size_t there;
	int ret = AEE_ENOTINITIALIZED;

	if (!rpc_buffer_of_fd(fd, &address, &there))
		return AEE_ENOSUCHMAP;
	if (size > there)
		return AEE_EBADPARM;
	pthread_mutex_lock(&pd->lock);
	if (pd->session == session)
		ret = map_add_locked(pd, fd, address, there,
				     FASTRPC_MAP_FD_DELAYED);
	pthread_mutex_unlock(&pd->lock);
	return ret;
}

/**
 * rpc_map_unregistered() - code has no use any more for rpc_map_registered()
 * @session: the process
 * @fd: what code calls it
 *
 * Return: 0, or an error of fastrpc_munmap().
 */
int rpc_map_unregistered(struct rpc_session *session, int fd)
{
	struct rpc_pd *pd = session->pd;
	int ret = AEE_ENOTINITIALIZED;

	pthread_mutex_lock(&pd->lock);
	if (pd->session == session)
		ret = map_remove_fd_locked(pd, fd);
	pthread_mutex_unlock(&pd->lock);
	return ret;
}

static int map_by_address(struct rpc_pd *pd, int fd, size_t size,
			  uint64_t *address)
{
	int ret;

	*address = 0;
	pthread_mutex_lock(&pd->lock);
	ret = map_add_locked(pd, fd, NULL, size, FASTRPC_MAP_STATIC);
	if (!ret)
		*address = qda_map_address(pd->maps->map);
	pthread_mutex_unlock(&pd->lock);
	return ret;
}

static int map_remove_address(struct rpc_pd *pd, uint64_t address, size_t size)
{
	int ret = AEE_ENOSUCHMAP;

	if (!address)
		return AEE_EBADPARM;
	pthread_mutex_lock(&pd->lock);
	for (struct rpc_map **place = &pd->maps; *place;
	     place = &(*place)->next) {
		if (qda_map_address((*place)->map) != address ||
		    (*place)->size != size)
			continue;
		ret = (*place)->count > 1 ? AEE_EBADPARM :
		      map_remove_locked(place);
		break;
	}
	pthread_mutex_unlock(&pd->lock);
	return ret;
}

int remote_mem_map(int domain, int fd, int flags, uint64_t virt_addr,
		   size_t size, uint64_t *remote_virt_addr)
{
	int effective = rpc_domain_resolve(domain);

	(void)virt_addr;
	if (!remote_virt_addr)
		return AEE_EBADPARM;
	*remote_virt_addr = 0;
	if (effective < 0 || fd < 0 || !size || flags != REMOTE_MAP_MEM_STATIC)
		return AEE_EBADPARM;
	return map_by_address(rpc_pd(effective), fd, size, remote_virt_addr);
}

int remote_mem_unmap(int domain, uint64_t remote_virt_addr, size_t size)
{
	int effective = rpc_domain_resolve(domain);

	if (effective < 0)
		return AEE_EBADPARM;
	return map_remove_address(rpc_pd(effective), remote_virt_addr, size);
}

int remote_mmap64(int fd, uint32_t flags, uint64_t vaddrin, int64_t size,
		  uint64_t *vaddrout)
{
	(void)vaddrin;
	if (!vaddrout || fd < 0 || flags || size <= 0)
		return AEE_EBADPARM;
	return map_by_address(rpc_pd(rpc_domain_current()), fd, (size_t)size,
			      vaddrout);
}

int remote_munmap64(uint64_t vaddrout, int64_t size)
{
	if (size <= 0)
		return AEE_EBADPARM;
	return map_remove_address(rpc_pd(rpc_domain_current()), vaddrout,
				  (size_t)size);
}

int remote_mmap(int fd, uint32_t flags, uint32_t vaddrin, int size,
		uint32_t *vaddrout)
{
	uint64_t address = 0;
	int ret;

	if (!vaddrout)
		return AEE_EBADPARM;
	ret = remote_mmap64(fd, flags, vaddrin, size, &address);
	*vaddrout = (uint32_t)address;
	return ret;
}

int remote_munmap(uint32_t vaddrout, int size)
{
	return remote_munmap64(vaddrout, size);
}

/* Best effort, as for FastRPC: a call maps what is not mapped. */
static void map_static(struct rpc_pd *pd, int fd, void *address, size_t size)
{
	map_add(pd, fd, address, size, FASTRPC_MAP_STATIC);
}

/**
 * rpc_map_static() - map memory into all processes that run
 * @fd: dma-buf of it
 * @address: where the program has it
 * @size: bytes of it
 */
void rpc_map_static(int fd, void *address, size_t size)
{
	for (int i = 0; i < RPC_EFFECTIVE; i++)
		map_static(rpc_pd(i), fd, address, size);
}

/**
 * rpc_map_all_static() - map what is to be in every process
 * @pd: a process that has just been started
 */
void rpc_map_all_static(struct rpc_pd *pd)
{
	rpc_buffer_each_static(map_static, pd);
}

/**
 * rpc_map_forget() - drop all maps of a process that has ended
 * @maps: the maps, which are nobody else's any more
 */
void rpc_map_forget(struct rpc_map *maps)
{
	while (maps)
		map_remove_locked(&maps);
}

/**
 * rpc_map_refer() - look up a map for a packet of a queue
 * @pd: the process
 * @fd: the map's number
 * @how: whether to take or drop a reference
 * @address: where to put where the program has it, NULL if it has not
 * @size: where to put its bytes
 *
 * Return: 0; %AEE_ENOSUCHMAP; %AEE_EBADPARM for a reference that is not taken.
 */
int rpc_map_refer(struct rpc_pd *pd, int fd, enum rpc_map_reference how,
		  void **address, size_t *size)
{
	struct rpc_map **place;
	int ret = AEE_SUCCESS;

	pthread_mutex_lock(&pd->lock);
	place = map_find_locked(pd, fd);
	if (!place) {
		ret = AEE_ENOSUCHMAP;
	} else if (how == RPC_MAP_DROP && (*place)->count == 1) {
		ret = AEE_EBADPARM;
	} else {
		(*place)->count += how == RPC_MAP_TAKE;
		(*place)->count -= how == RPC_MAP_DROP;
		*address = (*place)->address;
		*size = (*place)->size;
	}
	pthread_mutex_unlock(&pd->lock);
	return ret;
}
