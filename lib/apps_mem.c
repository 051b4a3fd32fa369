// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The object "apps_mem": memory of the CPU for the DSP, such as more heap of
 * its process, or room for its log. It is a buffer of the driver like any
 * other, seen by both sides, and counted against a limit, as the code on the
 * DSP that asks is not trusted. Or it is memory of the program, which the DSP
 * names by a number, and which the program's mapper looks up.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include <drm/qda_accel.h>

#include "apps_mem.h"
#include "bo.h"
#include "device.h"
#include "ioctl.h"
#include "reverse.h"
#include "session.h"

/* What one process can get, and in how many pieces. */
#define APPS_MEM_BYTES_MAX	(UINT64_C(256) << 20)
#define APPS_MEM_PAGE		4096u

/* FastRPC's flags of a request. */
#define APPS_MEM_BY_NUMBER	2u
#define APPS_MEM_HEAP		0x1000u	/* more heap of the process */
#define APPS_MEM_HEAP_LLC	0x3000u	/* the same, cached in the last level */

/**
 * struct qda_apps_mem_map - memory that the DSP has got
 */
struct qda_apps_mem_map {
	/** @next: the next one of the session */
	struct qda_apps_mem_map *next;
	/** @bo: the memory, mapped on this side */
	struct qda_bo *bo;
	/** @size: bytes that were asked for */
	uint64_t size;
	/** @dsp_address: where the DSP sees it */
	uint64_t dsp_address;
	/** @map: the kernel's number of the DSP's mapping */
	uint32_t map;
	/** @pinned: whether this process uses it */
	bool pinned;
	/** @file: whether it has a file that the DSP asked for */
	bool file;
};

/**
 * qda_apps_mem_init() - the DSP has got nothing
 * @mem: the object
 * @session: the session
 */
void qda_apps_mem_init(struct qda_apps_mem *mem, struct qda_session *session)
{
	mem->session = session;
	pthread_mutex_init(&mem->lock, NULL);
	mem->maps = NULL;
	mem->bytes = 0;
}

/**
 * qda_apps_mem_fini() - take back what the DSP has got
 * @mem: the object; the session is closed, and its mappings with it
 */
void qda_apps_mem_fini(struct qda_apps_mem *mem)
{
	struct qda_apps_mem_map *map;

	while ((map = mem->maps)) {
		mem->maps = map->next;
		qda_bo_close(map->bo);
		free(map);
	}
	pthread_mutex_destroy(&mem->lock);
}

/**
 * qda_apps_mem_pin() - memory by the address that the DSP was told
 * @mem: the object
 * @address: address in this process, from the DSP
 * @size: bytes that must be there
 *
 * Return: the memory, which the DSP cannot give back before
 * qda_apps_mem_unpin(); NULL if the DSP has not got it.
 */
void *qda_apps_mem_pin(struct qda_apps_mem *mem, uint64_t address,
		       uint64_t size)
{
	void *found = NULL;

	pthread_mutex_lock(&mem->lock);
	for (struct qda_apps_mem_map *map = mem->maps; map; map = map->next) {
		if ((uintptr_t)map->bo->address != address || size > map->size)
			continue;
		map->pinned = true;
		found = map->bo->address;
	}
	pthread_mutex_unlock(&mem->lock);
	return found;
}

/**
 * qda_apps_mem_unpin() - the DSP may give back everything
 * @mem: the object
 */
void qda_apps_mem_unpin(struct qda_apps_mem *mem)
{
	pthread_mutex_lock(&mem->lock);
	for (struct qda_apps_mem_map *map = mem->maps; map; map = map->next)
		map->pinned = false;
	pthread_mutex_unlock(&mem->lock);
}

/* The driver's two requests, told apart as FastRPC's flags are. */
static void apps_mem_request(uint32_t flags, struct drm_qda_map *args)
{
	switch (flags) {
	case 0:		/* static */
	case APPS_MEM_BY_NUMBER:
	case 3:		/* the same, mapped when it is used */
	case 16:	/* known by number, not mapped */
		args->request = DRM_QDA_MAP_ATTR;
		args->map_flags = flags;
		break;
	case APPS_MEM_HEAP_LLC:
		flags = APPS_MEM_HEAP;
		/* fallthrough */
	default:
		args->request = DRM_QDA_MAP_LEGACY;
		args->map_flags = flags;
		break;
	}
}

static int32_t apps_mem_ask(struct qda_apps_mem *mem,
			    struct qda_apps_mem_map *map, uint32_t flags)
{
	struct qda_session *session = mem->session;
	struct drm_qda_map args = {
		.session = session->id,
		.handle = map->bo->handle,
		.size = map->bo->size,
	};
	int ret;

	apps_mem_request(flags, &args);
	ret = qda_ioctl(session->dev->fd, DRM_IOCTL_QDA_MAP, &args);
	if (ret < 0)
		return QDA_REVERSE_EFAILED;
	map->dsp_address = args.dsp_address;
	map->map = args.map;
	return 0;
}

static int32_t apps_mem_create(struct qda_apps_mem *mem, uint32_t flags,
			       uint64_t size, struct qda_apps_mem_map **made)
{
	struct qda_apps_mem_map *map;
	void *address;
	int32_t ret;

	map = calloc(1, sizeof(*map));
	if (!map)
		return QDA_REVERSE_ENOMEMORY;
	map->size = size;
	ret = QDA_REVERSE_ENOMEMORY;
	if (qda_bo_create(mem->session->dev, size, &map->bo))
		goto err_free;
	if (qda_bo_map(map->bo, &address))
		goto err_close;
	ret = apps_mem_ask(mem, map, flags);
	if (ret)
		goto err_close;
	*made = map;
	return 0;

err_close:
	qda_bo_close(map->bo);
err_free:
	free(map);
	return ret;
}

static uint64_t apps_mem_pages(uint64_t size)
{
	return (size + APPS_MEM_PAGE - 1) & ~(uint64_t)(APPS_MEM_PAGE - 1);
}

/* Whether there may be @size bytes more; counted before they are made. */
static bool apps_mem_reserve(struct qda_apps_mem *mem, uint64_t size)
{
	bool fits = false;

	pthread_mutex_lock(&mem->lock);
	if (size && size <= APPS_MEM_BYTES_MAX)
		fits = apps_mem_pages(size) <= APPS_MEM_BYTES_MAX - mem->bytes;
	if (fits)
		mem->bytes += apps_mem_pages(size);
	pthread_mutex_unlock(&mem->lock);
	return fits;
}

static void apps_mem_release(struct qda_apps_mem *mem, uint64_t size)
{
	pthread_mutex_lock(&mem->lock);
	mem->bytes -= apps_mem_pages(size);
	pthread_mutex_unlock(&mem->lock);
}

static void apps_mem_add(struct qda_apps_mem *mem,
			 struct qda_apps_mem_map *map)
{
	pthread_mutex_lock(&mem->lock);
	map->next = mem->maps;
	mem->maps = map;
	pthread_mutex_unlock(&mem->lock);
}

/* Memory that is counted. It is listed once the DSP has been told of it. */
static int32_t apps_mem_get(struct qda_apps_mem *mem, uint32_t flags,
			    uint64_t size, struct qda_apps_mem_map **map)
{
	int32_t ret;

	if (!apps_mem_reserve(mem, size))
		return QDA_REVERSE_ENOMEMORY;
	ret = apps_mem_create(mem, flags, size, map);
	if (ret)
		apps_mem_release(mem, size);
	return ret;
}

/* In: heap, local flags, flags, pad, wish, size. Out: address here, there. */
static int32_t apps_mem_map64(void *object, struct qda_reverse *call)
{
	struct qda_apps_mem *mem = object;
	struct qda_apps_mem_map *map;
	uint64_t answer[2];
	int32_t ret;

	ret = apps_mem_get(mem, qda_reverse_u32(call, 8),
			   qda_reverse_u64(call, 24), &map);
	if (ret)
		return ret;
	answer[0] = (uintptr_t)map->bo->address;
	answer[1] = map->dsp_address;
	qda_reverse_put(call, 0, answer, sizeof(answer));
	apps_mem_add(mem, map);
	return 0;
}

/* Takes a map out of the list: by its address there and size. */
static struct qda_apps_mem_map *apps_mem_take(struct qda_apps_mem *mem,
					      uint64_t dsp_address,
					      uint64_t size)
{
	struct qda_apps_mem_map **place = &mem->maps;
	struct qda_apps_mem_map *map;

	pthread_mutex_lock(&mem->lock);
	while (*place && ((*place)->dsp_address != dsp_address ||
			  (*place)->size != size || (*place)->pinned))
		place = &(*place)->next;
	map = *place;
	if (map)
		*place = map->next;
	pthread_mutex_unlock(&mem->lock);
	return map;
}

/* Takes back a map that is not in the list any more, unless the DSP keeps it. */
static int32_t apps_mem_put(struct qda_apps_mem *mem,
			    struct qda_apps_mem_map *map)
{
	struct drm_qda_munmap args = {
		.session = mem->session->id,
		.map = map->map,
	};

	if (qda_ioctl(mem->session->dev->fd, DRM_IOCTL_QDA_MUNMAP, &args) < 0) {
		apps_mem_add(mem, map);
		return QDA_REVERSE_EFAILED;
	}
	apps_mem_release(mem, map->size);
	qda_bo_close(map->bo);
	free(map);
	return 0;
}

/* In: address there, size. */
static int32_t apps_mem_unmap64(void *object, struct qda_reverse *call)
{
	struct qda_apps_mem *mem = object;
	struct qda_apps_mem_map *map;

	map = apps_mem_take(mem, qda_reverse_u64(call, 0),
			    qda_reverse_u64(call, 8));
	return map ? apps_mem_put(mem, map) : QDA_REVERSE_ENOSUCHMAP;
}

/* All bytes of a file, or as many as there are now. */
static int apps_mem_read(int fd, char *bytes, uint64_t size)
{
	uint64_t at = 0;

	while (at < size) {
		ssize_t got = pread(fd, bytes + at, size - at, (off_t)at);

		if (got < 0 && errno != EINTR)
			return -errno;
		if (!got)
			break;
		if (got > 0)
			at += (uint64_t)got;
	}
	return 0;
}

/**
 * qda_apps_mem_give_file() - give the DSP all of a file as memory
 * @mem: the object
 * @fd: the file
 * @size: its bytes
 * @number: where to put the number by which the DSP maps the memory
 *
 * Return: 0 or an AEE code.
 */
int32_t qda_apps_mem_give_file(struct qda_apps_mem *mem, int fd, uint64_t size,
			       uint32_t *number)
{
	struct qda_apps_mem_map *map;
	int32_t ret;

	ret = apps_mem_get(mem, APPS_MEM_BY_NUMBER, size, &map);
	if (ret)
		return ret;
	map->file = true;
	*number = map->bo->handle;
	ret = apps_mem_read(fd, map->bo->address, size) ?
	      QDA_REVERSE_EFREAD : 0;
	if (ret)
		apps_mem_put(mem, map);
	else
		apps_mem_add(mem, map);
	return ret;
}

/**
 * qda_apps_mem_take_file() - the DSP is done with the memory of a file
 * @mem: the object
 * @number: from qda_apps_mem_give_file(), by way of the DSP
 *
 * Return: 0 or an AEE code.
 */
int32_t qda_apps_mem_take_file(struct qda_apps_mem *mem, uint32_t number)
{
	struct qda_apps_mem_map **place = &mem->maps;
	struct qda_apps_mem_map *map;

	pthread_mutex_lock(&mem->lock);
	while (*place && (!(*place)->file || (*place)->bo->handle != number))
		place = &(*place)->next;
	map = *place;
	if (map)
		*place = map->next;
	pthread_mutex_unlock(&mem->lock);
	return map ? apps_mem_put(mem, map) : QDA_REVERSE_EBADFD;
}

/* In: number, offset, size. The memory is the program's. */
static int32_t apps_mem_map_number(void *object, struct qda_reverse *call)
{
	const struct qda_session *session =
		((struct qda_apps_mem *)object)->session;
	uint32_t number = qda_reverse_u32(call, 0);
	uint32_t offset = qda_reverse_u32(call, 4);
	uint32_t size = qda_reverse_u32(call, 8);

	if (!session->mapper)
		return QDA_REVERSE_EUNSUPPORTED;
	/* Code knows all of it by the number: a map begins where the memory does. */
	if (offset || !size)
		return QDA_REVERSE_EBADPARM;
	return session->mapper->map(session->mapper_context, number, size);
}

/* In: number, size. */
static int32_t apps_mem_unmap_number(void *object, struct qda_reverse *call)
{
	const struct qda_session *session =
		((struct qda_apps_mem *)object)->session;

	if (!session->mapper)
		return QDA_REVERSE_EUNSUPPORTED;
	return session->mapper->unmap(session->mapper_context,
				      qda_reverse_u32(call, 0));
}

/* By number, inputs, outputs, bytes of the first of each. */
static const struct qda_reverse_method apps_mem_methods[] = {
	{ 2, 1, 1, 32, 16, apps_mem_map64 },
	{ 3, 1, 0, 16, 0, apps_mem_unmap64 },
	{ 6, 1, 0, 12, 0, apps_mem_map_number },
	{ 7, 1, 0, 8, 0, apps_mem_unmap_number },
};

/**
 * qda_apps_mem_serve() - serve one call
 * @mem: the object
 * @call: the call, its outputs placed
 *
 * Return: 0 or an AEE code.
 */
int32_t qda_apps_mem_serve(struct qda_apps_mem *mem, struct qda_reverse *call)
{
	return qda_reverse_run(call,
			       qda_reverse_find(call, apps_mem_methods,
						QDA_REVERSE_COUNT(apps_mem_methods)),
			       mem);
}
