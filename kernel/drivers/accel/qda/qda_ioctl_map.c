// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <drm/drm_file.h>
#include <drm/qda_accel.h>

#include "qda_file.h"
#include "qda_gem.h"
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
	struct drm_gem_object *obj;
	int ret;

	obj = drm_gem_object_lookup(file, args->handle);
	if (!obj)
		return -ENOENT;

	if (!qda_ioctl_range_ok(obj, args->offset, args->size)) {
		ret = -EINVAL;
		goto out_put;
	}

	/* The PD may write to it at once. */
	ret = qda_mapping_wait(sess, to_qda_gem_object(obj), true, 0);
	if (ret)
		goto out_put;

	params.map = qda_ioctl_get_mapping(sess, obj, file, args->handle);
	ret = PTR_ERR_OR_ZERO(params.map);
	if (!ret)
		ret = qda_pdmap_create(sess, &params, &args->map, &args->dsp_address,
				       &args->result);

out_put:
	drm_gem_object_put(obj);
	return ret;
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
	int idx, ret;

	if (args->request != DRM_QDA_MAP_LEGACY && args->request != DRM_QDA_MAP_ATTR)
		return -EINVAL;
	if (args->pad || (args->tag && args->request != DRM_QDA_MAP_ATTR))
		return -EINVAL;
	if (!args->size || (args->offset | args->size) % QDA_WIRE_PAGE_SIZE)
		return -EINVAL;

	if (!qda_device_enter(to_qda_device(drm), &idx))
		return -ENODEV;

	args->result = 0;
	ret = -ENOENT;
	sess = qda_file_lookup(file->driver_priv, args->session);
	if (sess) {
		ret = qda_ioctl_do_map(sess, args, file);
		qda_session_put(sess);
	}

	qda_device_exit(to_qda_device(drm), idx);
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
	int idx, ret;

	if (args->pad)
		return -EINVAL;

	if (!qda_device_enter(to_qda_device(drm), &idx))
		return -ENODEV;

	args->result = 0;
	ret = -ENOENT;
	sess = qda_file_lookup(file->driver_priv, args->session);
	if (sess) {
		ret = qda_pdmap_destroy(sess, args->map, &args->result);
		qda_session_put(sess);
	}

	qda_device_exit(to_qda_device(drm), idx);
	return ret;
}
