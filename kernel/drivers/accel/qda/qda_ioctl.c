// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/cred.h>
#include <linux/overflow.h>
#include <linux/sizes.h>
#include <linux/uaccess.h>

#include <drm/drm_file.h>
#include <drm/drm_vma_manager.h>
#include <drm/qda_accel.h>

#include "qda_deadline.h"
#include "qda_device.h"
#include "qda_file.h"
#include "qda_gem.h"
#include "qda_ioctl.h"
#include "qda_mapping.h"
#include "qda_pd.h"
#include "qda_privilege.h"
#include "qda_session.h"

/**
 * DOC: The boundary to user space
 *
 * The functions here check everything a program says, once. What they pass on
 * is trusted: no user pointer, no handle and no unchecked size goes further.
 *
 * Nothing is held here that an unplug would have to wait for: a program may
 * let user memory, fences and the DSP take as long as it likes. What needs the
 * DSP itself enters the session for that alone.
 */

static int qda_ioctl_read_capabilities(struct qda_device *qdev)
{
	struct qda_session *sess;
	s32 result;
	int ret;

	/* Pairs with the release in qda_pd_capabilities(). */
	if (smp_load_acquire(&qdev->capabilities_known))
		return 0;

	sess = qda_session_create(qdev, current_euid(), QDA_NO_WAIT);
	if (IS_ERR(sess))
		return PTR_ERR(sess);

	ret = qda_pd_capabilities(sess, &result);
	qda_session_close(sess);

	return ret;
}

static int qda_ioctl_query_device(struct qda_device *qdev,
				  struct drm_qda_query *query)
{
	struct drm_qda_query_device info = {
		.uapi_version = DRM_QDA_UAPI_VERSION,
		.banks = qda_cb_count(&qdev->cbs),
		.sessions_max = qda_cb_sessions_max(&qdev->cbs),
		.sid_shift = qdev->soc->sid_shift,
		.calls_max = QDA_SESSION_CALLS,
		.args_max = QDA_MARSHAL_ARGS_MAX,
	};
	u32 size = query->size;

	query->size = sizeof(info);
	if (!query->pointer)
		return 0;

	if (qdev->coherent)
		info.flags |= DRM_QDA_DEVICE_COHERENT;
	if (qdev->poll)
		info.flags |= DRM_QDA_DEVICE_POLL;
	strscpy(info.domain, qdev->domain);
	info.sessions = qda_session_count(qdev);

	return copy_struct_to_user(u64_to_user_ptr(query->pointer), size, &info,
				   sizeof(info), NULL);
}

static int qda_ioctl_query_capabilities(struct qda_device *qdev,
					struct drm_qda_query *query)
{
	u32 words[QDA_WIRE_CAPABILITIES + 1] = {};
	u32 size = query->size;
	int ret;

	query->size = sizeof(words);
	if (!query->pointer)
		return 0;

	ret = qda_ioctl_read_capabilities(qdev);
	if (ret)
		return ret;

	/* The DSP does not tell attribute 0, "the DSP is there". */
	words[0] = 1;
	for (unsigned int i = 0; i < QDA_WIRE_CAPABILITIES; i++)
		words[i + 1] = le32_to_cpu(qdev->capabilities[i]);

	return copy_struct_to_user(u64_to_user_ptr(query->pointer), size, words,
				   sizeof(words), NULL);
}

/**
 * qda_ioctl_query() - handle %DRM_IOCTL_QDA_QUERY
 * @drm: device
 * @data: &struct drm_qda_query
 * @file: open file
 *
 * Return: 0 or an error, see &struct drm_qda_query.
 */
int qda_ioctl_query(struct drm_device *drm, void *data, struct drm_file *file)
{
	struct qda_device *qdev = to_qda_device(drm);
	struct drm_qda_query *args = data;

	switch (args->type) {
	case DRM_QDA_QUERY_DEVICE:
		return qda_ioctl_query_device(qdev, args);
	case DRM_QDA_QUERY_CAPABILITIES:
		return qda_ioctl_query_capabilities(qdev, args);
	default:
		return -EINVAL;
	}
}

/**
 * qda_ioctl_gem_create() - handle %DRM_IOCTL_QDA_GEM_CREATE
 * @drm: device
 * @data: &struct drm_qda_gem_create
 * @file: open file
 *
 * Return: 0 or an error, see &struct drm_qda_gem_create.
 */
int qda_ioctl_gem_create(struct drm_device *drm, void *data,
			 struct drm_file *file)
{
	struct drm_qda_gem_create *args = data;
	struct qda_gem_object *bo;
	int ret;

	if (args->flags || !args->size || args->size > SZ_4G)
		return -EINVAL;

	args->size = PAGE_ALIGN(args->size);
	if (overflows_type(args->size, size_t))
		return -EINVAL;

	bo = qda_gem_create(to_qda_device(drm), args->size);
	if (IS_ERR(bo))
		return PTR_ERR(bo);

	/* From here on the handle keeps it. */
	ret = drm_gem_handle_create(file, &bo->shmem.base, &args->handle);
	drm_gem_object_put(&bo->shmem.base);

	return ret;
}

/**
 * qda_ioctl_gem_mmap_offset() - handle %DRM_IOCTL_QDA_GEM_MMAP_OFFSET
 * @drm: device
 * @data: &struct drm_qda_gem_mmap_offset
 * @file: open file
 *
 * Return: 0 or an error, see &struct drm_qda_gem_mmap_offset.
 */
int qda_ioctl_gem_mmap_offset(struct drm_device *drm, void *data,
			      struct drm_file *file)
{
	struct drm_qda_gem_mmap_offset *args = data;
	struct drm_gem_object *obj;
	int ret;

	if (args->pad)
		return -EINVAL;

	obj = drm_gem_object_lookup(file, args->handle);
	if (!obj)
		return -ENOENT;

	/* The offset was made with the object. */
	ret = drm_gem_is_imported(obj) ? -EINVAL : 0;
	if (!ret)
		args->offset = drm_vma_node_offset_addr(&obj->vma_node);

	drm_gem_object_put(obj);
	return ret;
}

static bool qda_ioctl_wait_ok(u32 flags, s64 timeout_ns)
{
	if (flags & ~DRM_QDA_SESSION_WAIT)
		return false;

	return flags & DRM_QDA_SESSION_WAIT ? timeout_ns >= 0 : !timeout_ns;
}

static s64 qda_ioctl_deadline(u32 flags, s64 timeout_ns)
{
	return flags & DRM_QDA_SESSION_WAIT ? timeout_ns : QDA_NO_WAIT;
}

/* Gives a session that was started to the file, or ends it. */
static int qda_ioctl_finish_session(struct drm_file *file,
				    struct qda_session *sess, int ret, u32 *id)
{
	if (!ret)
		ret = qda_file_add(file->driver_priv, sess, id);
	if (ret)
		qda_session_close(sess);

	return ret;
}

static int qda_ioctl_attach(struct qda_device *qdev, struct drm_file *file,
			    struct drm_qda_session_attach *args)
{
	struct qda_session *sess;
	int ret;

	sess = qda_session_create(qdev, current_euid(),
				  qda_ioctl_deadline(args->flags, args->timeout_ns));
	if (IS_ERR(sess))
		return PTR_ERR(sess);

	switch (args->kind) {
	case DRM_QDA_ATTACH_ROOT:
		ret = qda_pd_attach(sess, QDA_WIRE_PD_ROOT, &args->result);
		break;
	case DRM_QDA_ATTACH_SENSORS:
		ret = qda_pd_attach(sess, QDA_WIRE_PD_SENSORS, &args->result);
		break;
	default:
		ret = qda_pd_attach_static(sess, QDA_PD_AUDIO, sizeof(QDA_PD_AUDIO),
					   &args->result);
	}

	return qda_ioctl_finish_session(file, sess, ret, &args->session);
}

/**
 * qda_ioctl_session_attach() - handle %DRM_IOCTL_QDA_SESSION_ATTACH
 * @drm: device
 * @data: &struct drm_qda_session_attach
 * @file: open file
 *
 * Return: 0 or an error, see &struct drm_qda_session_attach.
 */
int qda_ioctl_session_attach(struct drm_device *drm, void *data,
			     struct drm_file *file)
{
	struct drm_qda_session_attach *args = data;
	int ret;

	if (args->kind > DRM_QDA_ATTACH_AUDIO ||
	    !qda_ioctl_wait_ok(args->flags, args->timeout_ns))
		return -EINVAL;

	ret = qda_privilege_check(QDA_PRIVILEGE_ATTACH, args->kind);
	if (ret)
		return ret;

	args->result = 0;

	return qda_ioctl_attach(to_qda_device(drm), file, args);
}

static struct qda_mapping *qda_ioctl_make_mapping(struct qda_session *sess,
						  struct drm_gem_object *obj,
						  struct drm_file *file, u32 handle)
{
	struct drm_gem_object *now;
	struct qda_mapping *map;
	int ret = -ENOENT;

	map = qda_mapping_get(sess, to_qda_gem_object(obj));
	if (IS_ERR(map))
		return map;

	/*
	 * A close of the handle drops the mapping under this lock, after the handle has
	 * gone. If it was earlier than the mapping, the handle names no object here.
	 */
	scoped_guard(mutex, &sess->memory_lock) {
		now = drm_gem_object_lookup(file, handle);
		if (now == obj)
			ret = qda_mapping_set_handle(map, handle);
	}
	if (now)
		drm_gem_object_put(now);
	if (ret) {
		qda_mapping_forget(sess, to_qda_gem_object(obj));
		qda_mapping_put(map);
		return ERR_PTR(ret);
	}

	return map;
}

/**
 * qda_ioctl_get_mapping() - map the object of a handle for a session
 * @sess: session of @file
 * @file: open file
 * @handle: GEM handle
 * @offset: of the part that is used, bytes
 * @size: of it, bytes
 *
 * Return: the mapping, referenced; or an ERR_PTR: -ENOENT, -EINVAL if the part does
 * not lie in the object, or as qda_mapping_get().
 */
struct qda_mapping *qda_ioctl_get_mapping(struct qda_session *sess, struct drm_file *file,
					  u32 handle, u64 offset, u64 size)
{
	struct drm_gem_object *obj;
	struct qda_mapping *map;

	map = qda_mapping_find(sess, handle);
	if (map) {
		if (qda_ioctl_range_ok(map->size, offset, size))
			return map;
		qda_mapping_put(map);
		return ERR_PTR(-EINVAL);
	}

	obj = drm_gem_object_lookup(file, handle);
	if (!obj)
		return ERR_PTR(-ENOENT);

	if (qda_ioctl_range_ok(obj->size, offset, size))
		map = qda_ioctl_make_mapping(sess, obj, file, handle);
	else
		map = ERR_PTR(-EINVAL);
	drm_gem_object_put(obj);

	return map;
}

static int qda_ioctl_get_image(struct qda_session *sess, struct drm_file *file,
			       const struct drm_qda_session_create *args,
			       struct qda_pd_params *params)
{
	if (!args->image)
		return args->image_size || args->image_offset ? -EINVAL : 0;
	if (!args->image_size)
		return -EINVAL;

	params->image = qda_ioctl_get_mapping(sess, file, args->image, args->image_offset,
					      args->image_size);
	if (IS_ERR(params->image))
		return PTR_ERR(params->image);
	if (args->image_size > QDA_PD_IMAGE_MAX)
		return -EFBIG;

	return qda_mapping_wait(params->image, false, 0);
}

static int qda_ioctl_create(struct qda_device *qdev, struct drm_file *file,
			    struct drm_qda_session_create *args)
{
	struct qda_pd_params params = {
		.attrs = args->attrs,
		.image_offset = args->image_offset,
		.image_size = args->image_size,
		.signature_size = args->signature_size,
	};
	struct qda_session *sess;
	int ret;

	sess = qda_session_create(qdev, current_euid(),
				  qda_ioctl_deadline(args->flags, args->timeout_ns));
	if (IS_ERR(sess))
		return PTR_ERR(sess);

	ret = args->attrs & DRM_QDA_SESSION_UNSIGNED ? qda_pd_takes_unsigned(sess) : 0;
	if (!ret)
		ret = qda_ioctl_get_image(sess, file, args, &params);
	if (!ret)
		ret = qda_pd_create(sess, &params, &args->result);
	if (!IS_ERR_OR_NULL(params.image)) {
		/* A close of its handle does not find a session without file. */
		qda_mapping_forget(sess, params.image->bo);
		qda_mapping_put(params.image);
	}

	return qda_ioctl_finish_session(file, sess, ret, &args->session);
}

static bool qda_ioctl_create_ok(const struct drm_qda_session_create *args)
{
	const u32 attrs = DRM_QDA_SESSION_DEBUG | DRM_QDA_SESSION_UNSIGNED |
			  DRM_QDA_SESSION_SYSTEM | DRM_QDA_SESSION_PRIVILEGED;

	if (args->attrs & ~attrs || args->pad)
		return false;
	/* A signature signs something, and an unsigned PD has none. */
	if (args->signature_size &&
	    (args->signature_size >= args->image_size || args->attrs & DRM_QDA_SESSION_UNSIGNED))
		return false;

	return qda_ioctl_wait_ok(args->flags, args->timeout_ns);
}

/**
 * qda_ioctl_session_create() - handle %DRM_IOCTL_QDA_SESSION_CREATE
 * @drm: device
 * @data: &struct drm_qda_session_create
 * @file: open file
 *
 * Return: 0 or an error, see &struct drm_qda_session_create.
 */
int qda_ioctl_session_create(struct drm_device *drm, void *data,
			     struct drm_file *file)
{
	struct qda_device *qdev = to_qda_device(drm);
	struct drm_qda_session_create *args = data;
	int ret;

	if (!qda_ioctl_create_ok(args))
		return -EINVAL;

	ret = qda_privilege_check(QDA_PRIVILEGE_CREATE, args->attrs);
	if (ret)
		return ret;

	args->result = 0;

	return qda_ioctl_create(qdev, file, args);
}

/**
 * qda_ioctl_session_close() - handle %DRM_IOCTL_QDA_SESSION_CLOSE
 * @drm: device
 * @data: &struct drm_qda_session_close
 * @file: open file
 *
 * Return: 0 or an error, see &struct drm_qda_session_close.
 */
int qda_ioctl_session_close(struct drm_device *drm, void *data,
			    struct drm_file *file)
{
	struct drm_qda_session_close *args = data;
	struct qda_session *sess;

	if (args->pad)
		return -EINVAL;

	sess = qda_file_remove(file->driver_priv, args->session);
	if (!sess)
		return -ENOENT;

	qda_session_close(sess);

	return 0;
}
