// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/ktime.h>
#include <linux/sizes.h>
#include <linux/uaccess.h>

#include <drm/drm_file.h>
#include <drm/qda_accel.h>

#include "qda_file.h"
#include "qda_gem.h"
#include "qda_inline.h"
#include "qda_invoke.h"
#include "qda_ioctl.h"
#include "qda_mapping.h"
#include "qda_privilege.h"
#include "qda_session.h"
#include "qda_trace.h"

static int qda_ioctl_import_inline(struct qda_arg *arg,
				   const struct drm_qda_arg *user)
{
	if (user->handle)
		return -EINVAL;

	arg->user = user->addr;

	return 0;
}

/* Waits for the other users of the object, then maps it. */
static int qda_ioctl_map_gem(struct qda_invoke *inv, unsigned int i,
			     struct drm_gem_object *obj, u32 handle,
			     const struct drm_qda_invoke *args,
			     struct drm_file *file)
{
	/* What is not an input may be written. */
	bool write = i >= qda_scalars_in(args->scalars);
	struct qda_mapping *map;
	int ret;

	ret = qda_mapping_wait(inv->sess, to_qda_gem_object(obj), write, args->timeout_ns);
	if (ret)
		return ret;

	map = qda_ioctl_get_mapping(inv->sess, obj, file, handle);
	if (IS_ERR(map))
		return PTR_ERR(map);

	qda_invoke_set_mapping(inv, i, map);

	return 0;
}

static int qda_ioctl_import_gem(struct qda_invoke *inv, unsigned int i,
				const struct drm_qda_arg *user,
				const struct drm_qda_invoke *args,
				struct drm_file *file)
{
	struct qda_arg *arg = &inv->args[i];
	struct drm_gem_object *obj;
	int ret = 0;

	obj = drm_gem_object_lookup(file, user->handle);
	if (!obj)
		return -ENOENT;

	arg->offset = user->addr;
	arg->tag = user->handle;
	if (!qda_ioctl_range_ok(obj, user->addr, user->size))
		ret = -EINVAL;
	else if (arg->size)
		ret = qda_ioctl_map_gem(inv, i, obj, user->handle, args, file);

	drm_gem_object_put(obj);
	return ret;
}

static int qda_ioctl_import_arg(struct qda_invoke *inv, unsigned int i,
				const struct drm_qda_arg *user,
				const struct drm_qda_invoke *args,
				struct drm_file *file)
{
	bool is_handle = i >= qda_scalars_buffers(args->scalars);
	struct qda_arg *arg = &inv->args[i];

	*arg = (struct qda_arg){ .size = user->size };

	switch (user->type) {
	case DRM_QDA_ARG_INLINE:
		if (is_handle)
			return -EINVAL;
		arg->kind = QDA_ARG_INLINE;
		return qda_ioctl_import_inline(arg, user);
	case DRM_QDA_ARG_GEM:
		/* The wire has 32 bits for offset and size of a handle. */
		if (is_handle && (user->addr > U32_MAX || user->size > U32_MAX))
			return -EINVAL;
		arg->kind = is_handle ? QDA_ARG_HANDLE : QDA_ARG_BUFFER;
		return qda_ioctl_import_gem(inv, i, user, args, file);
	default:
		return -EINVAL;
	}
}

static int qda_ioctl_import_args(struct qda_invoke *inv,
				 const struct drm_qda_invoke *args,
				 struct drm_file *file)
{
	const u8 __user *from = u64_to_user_ptr(args->args.pointer);
	int ret;

	ret = qda_invoke_set_count(inv, args->args.count);
	if (ret)
		return ret;

	for (unsigned int i = 0; i < inv->count; i++) {
		struct drm_qda_arg user;

		ret = copy_struct_from_user(&user, sizeof(user),
					    from + (size_t)i * args->args.stride,
					    args->args.stride);
		if (ret)
			return ret;

		ret = qda_ioctl_import_arg(inv, i, &user, args, file);
		if (ret)
			return ret;
	}

	return 0;
}

static int qda_ioctl_prepare(struct qda_invoke *inv,
			     const struct drm_qda_invoke *args,
			     struct drm_file *file)
{
	int ret;

	ret = qda_ioctl_import_args(inv, args, file);
	if (ret)
		return ret;

	ret = qda_invoke_layout(inv);
	if (ret)
		return ret;

	return qda_inline_copy_in(inv, args->scalars);
}

static void qda_ioctl_account(struct qda_file *file, const struct qda_invoke *inv)
{
	u64 copied = 0;

	for (unsigned int i = 0; i < inv->count; i++)
		if (inv->args[i].kind == QDA_ARG_INLINE)
			copied += inv->args[i].size;

	atomic64_inc(&file->calls);
	atomic64_add(copied, &file->copied);
	atomic64_add(ktime_get_ns() - inv->sent, &file->busy_ns);
}

/* Sets the result, or returns an error. */
static int qda_ioctl_wait(struct qda_invoke *inv, struct drm_qda_invoke *args,
			  struct qda_file *file)
{
	int ret;

	if (args->flags & DRM_QDA_INVOKE_POLL && qda_invoke_poll(inv)) {
		atomic64_inc(&file->polled);
		args->result = 0;
		return 0;
	}

	ret = qda_invoke_wait(inv, args->timeout_ns);
	if (!ret)
		args->result = inv->result;

	return ret;
}

static int qda_ioctl_call(struct qda_invoke *inv, struct drm_qda_invoke *args,
			  struct drm_file *file)
{
	int ret;

	ret = qda_ioctl_prepare(inv, args, file);
	if (ret)
		return ret;

	ret = qda_invoke_send(inv, inv->sess->client, args->handle, args->scalars);
	if (ret)
		return ret;

	ret = qda_ioctl_wait(inv, args, file->driver_priv);
	trace_qda_invoke_done(inv, ret);
	qda_ioctl_account(file->driver_priv, inv);
	if (ret)
		return ret;

	return qda_inline_copy_out(inv, args->scalars);
}

static int qda_ioctl_check_invoke(const struct drm_qda_invoke *args)
{
	if (args->flags & ~DRM_QDA_INVOKE_POLL || args->pad || args->timeout_ns < 0)
		return -EINVAL;

	if (args->scalars >> 29)
		return -EINVAL;
	if (args->args.count != qda_scalars_args(args->scalars))
		return -EINVAL;
	if (args->args.count && args->args.stride < sizeof(struct drm_qda_arg))
		return -EINVAL;
	/* All of it is read: 4 GiB of zeroes for each argument would take hours. */
	if (args->args.count && args->args.stride > SZ_4K)
		return -E2BIG;

	return qda_privilege_check(QDA_PRIVILEGE_INVOKE, args->handle);
}

/**
 * qda_ioctl_invoke() - handle %DRM_IOCTL_QDA_INVOKE
 * @drm: device
 * @data: &struct drm_qda_invoke
 * @file: open file
 *
 * Return: 0 or an error, see &struct drm_qda_invoke.
 */
int qda_ioctl_invoke(struct drm_device *drm, void *data, struct drm_file *file)
{
	struct drm_qda_invoke *args = data;
	struct qda_session *sess;
	struct qda_invoke *inv;
	int idx, ret;

	ret = qda_ioctl_check_invoke(args);
	if (ret)
		return ret;
	if (args->flags & DRM_QDA_INVOKE_POLL && !to_qda_device(drm)->poll)
		return -EOPNOTSUPP;

	if (!qda_device_enter(to_qda_device(drm), &idx))
		return -ENODEV;

	sess = qda_file_lookup(file->driver_priv, args->session);
	if (!sess) {
		ret = -ENOENT;
		goto out_exit;
	}

	inv = qda_invoke_get(sess, args->timeout_ns);
	if (IS_ERR(inv)) {
		ret = PTR_ERR(inv);
		goto out_put;
	}

	ret = qda_ioctl_call(inv, args, file);
	qda_invoke_put(inv);

out_put:
	qda_session_put(sess);
out_exit:
	qda_device_exit(to_qda_device(drm), idx);
	return ret;
}
