// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <drm/drm_file.h>
#include <drm/qda_accel.h>

#include "qda_file.h"
#include "qda_ioctl.h"
#include "qda_mapping.h"
#include "qda_pdmap.h"
#include "qda_session.h"
#include "qda_wire.h"

static int qda_ioctl_do_map(struct qda_session *sess, struct drm_qda_map *args,
			    struct drm_file *file)
{
	struct qda_pdmap params = {
		.offset = args->offset,
		.size = args->size,
		.wish = args->wish,
		.request = args->request,
		.flags = args->map_flags,
		.tag = args->tag ?: args->handle,
		.unique = true,
	};
	int ret;

	params.map = qda_ioctl_get_mapping(sess, file, args->handle, args->offset, args->size);
	if (IS_ERR(params.map))
		return PTR_ERR(params.map);

	/* The PD may write to it at once. */
	ret = qda_mapping_wait(params.map, true, 0);
	if (ret) {
		qda_mapping_put(params.map);
		return ret;
	}

	return qda_pdmap_create(sess, &params, &args->map, &args->dsp_address, &args->result);
}

/* Others ask the DSP for memory that is not the session's. */
static bool qda_ioctl_map_flags_ok(const struct drm_qda_map *args)
{
	switch (args->request) {
	case DRM_QDA_MAP_LEGACY:
		return args->map_flags == DRM_QDA_MAP_ADD_PAGES;
	case DRM_QDA_MAP_ATTR:
		return args->map_flags == DRM_QDA_MAP_STATIC ||
		       args->map_flags == DRM_QDA_MAP_HANDLE ||
		       args->map_flags == DRM_QDA_MAP_HANDLE_DELAYED ||
		       args->map_flags == DRM_QDA_MAP_HANDLE_NOMAP;
	default:
		return false;
	}
}

/**
 * qda_ioctl_map() - handle %DRM_IOCTL_QDA_MAP
 * @drm: device
 * @data: &struct drm_qda_map
 * @file: open file
 *
 * Return: 0 or an error, see &struct drm_qda_map.
 */
int qda_ioctl_map(struct drm_device *drm, void *data, struct drm_file *file)
{
	struct drm_qda_map *args = data;
	struct qda_session *sess;
	int ret;

	if (!qda_ioctl_map_flags_ok(args))
		return -EINVAL;
	if (args->pad || (args->tag && args->request != DRM_QDA_MAP_ATTR))
		return -EINVAL;
	if (!args->size || (args->offset | args->size) % QDA_WIRE_PAGE_SIZE)
		return -EINVAL;

	args->result = 0;
	ret = -ENOENT;
	sess = qda_file_lookup(file->driver_priv, args->session);
	if (sess) {
		ret = qda_ioctl_do_map(sess, args, file);
		qda_session_put(sess);
	}

	return ret;
}

/**
 * qda_ioctl_munmap() - handle %DRM_IOCTL_QDA_MUNMAP
 * @drm: device
 * @data: &struct drm_qda_munmap
 * @file: open file
 *
 * Return: 0 or an error, see &struct drm_qda_munmap.
 */
int qda_ioctl_munmap(struct drm_device *drm, void *data, struct drm_file *file)
{
	struct drm_qda_munmap *args = data;
	struct qda_session *sess;
	int ret;

	if (args->pad)
		return -EINVAL;

	args->result = 0;
	ret = -ENOENT;
	sess = qda_file_lookup(file->driver_priv, args->session);
	if (sess) {
		ret = qda_pdmap_destroy(sess, args->map, &args->result);
		qda_session_put(sess);
	}

	return ret;
}
