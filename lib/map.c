// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Maps: parts of buffers that a session's process sees for longer than a call.
 * Code on the DSP may find one by the buffer's handle, so the handle must not
 * become another buffer's before the map has gone: a map is a user of its
 * buffer.
 */
#include <errno.h>
#include <stdlib.h>

#include <drm/qda_accel.h>

#include "bo.h"
#include "device.h"
#include "ioctl.h"
#include "session.h"

/**
 * struct qda_map - a part of a buffer in a process
 */
struct qda_map {
	/** @session: whose process it is */
	struct qda_session *session;
	/** @bo: the buffer */
	struct qda_bo *bo;
	/** @dsp_address: where the process sees it */
	uint64_t dsp_address;
	/** @id: the kernel's number of it, in the session */
	uint32_t id;
};

int qda_map_create_how(struct qda_session *session, struct qda_bo *bo,
		       const struct qda_map_how *how, struct qda_map **map,
		       int32_t *result)
{
	struct drm_qda_map args = {
		.offset = how->offset,
		.size = how->size,
		.session = session->id,
		.handle = bo->handle,
		.request = DRM_QDA_MAP_ATTR,
		.map_flags = how->kind,
		.tag = how->number,
	};
	struct qda_map *made;
	int ret;

	if (bo->dev != session->dev)
		return -EXDEV;
	made = malloc(sizeof(*made));
	if (!made)
		return -ENOMEM;

	ret = qda_ioctl(session->dev->fd, DRM_IOCTL_QDA_MAP, &args);
	qda_session_result(args.result, result);
	if (ret < 0) {
		free(made);
		return ret;
	}

	qda_bo_get(bo);
	*made = (struct qda_map){
		.session = session,
		.bo = bo,
		.dsp_address = args.dsp_address,
		.id = args.map,
	};
	*map = made;
	return 0;
}

int qda_map_create(struct qda_session *session, struct qda_bo *bo,
		   uint64_t offset, uint64_t size, struct qda_map **map,
		   int32_t *result)
{
	const struct qda_map_how how = {
		.offset = offset,
		.size = size,
		.kind = QDA_MAP_NUMBER,
	};

	return qda_map_create_how(session, bo, &how, map, result);
}

uint64_t qda_map_address(const struct qda_map *map)
{
	return map->dsp_address;
}

int qda_map_close(struct qda_map *map)
{
	struct drm_qda_munmap args = {
		.session = map->session->id,
		.map = map->id,
	};
	int ret = qda_ioctl(map->session->dev->fd, DRM_IOCTL_QDA_MUNMAP, &args);

	qda_bo_put(map->bo);
	free(map);
	return ret < 0 ? ret : 0;
}
