// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/ktime.h>
#include <linux/sizes.h>
#include <linux/uaccess.h>

#include <drm/drm_file.h>
#include <drm/qda_accel.h>

#include "qda_deadline.h"
#include "qda_file.h"
#include "qda_invoke.h"
#include "qda_ioctl.h"
#include "qda_mapping.h"
#include "qda_privilege.h"
#include "qda_session.h"

/* Elements of an array that are copied at once, on the stack. */
#define QDA_IOCTL_ARGS_CHUNK	16

/*
 * Mostly all arguments of a call lie in one buffer. A handle that is closed, and given to
 * another object, while the arguments are read still names the former one for the rest.
 */
static struct qda_mapping *qda_ioctl_arg_mapping(struct qda_invoke *inv, unsigned int i,
						 const struct drm_qda_arg *user,
						 struct drm_file *file)
{
	struct qda_mapping *map = i ? inv->maps[i - 1] : NULL;

	if (!user->size && !user->handle)
		return NULL;

	if (map && user->handle && READ_ONCE(map->handle) == user->handle &&
	    qda_ioctl_range_ok(map->size, user->offset, user->size)) {
		kref_get(&map->ref);
		return map;
	}

	return qda_ioctl_get_mapping(inv->sess, file, user->handle, user->offset, user->size);
}

static int qda_ioctl_import_arg(struct qda_invoke *inv, unsigned int i, u32 scalars,
				const struct drm_qda_arg *user, struct drm_file *file)
{
	bool is_handle = i >= qda_scalars_buffers(scalars);
	struct qda_mapping *map;

	/* Buffers have an address; DSP code asks for no other memory by a number. */
	if (user->tag && !is_handle)
		return -EINVAL;
	/* The wire has 32 bits for offset and size of a handle. */
	if (is_handle && (user->offset > U32_MAX || user->size > U32_MAX))
		return -EINVAL;

	map = qda_ioctl_arg_mapping(inv, i, user, file);
	if (IS_ERR(map))
		return PTR_ERR(map);

	inv->maps[i] = map;
	inv->args[i] = (struct qda_arg){
		.size = user->size,
		.base = map ? map->addr : 0,
		.span = map ? map->size : 0,
		.offset = user->offset,
		.tag = user->tag ?: user->handle,
		.is_handle = is_handle,
	};

	return 0;
}

static int qda_ioctl_copy_args(struct drm_qda_arg *to, const void __user *from, u32 stride,
			       unsigned int count)
{
	int ret = 0;

	if (stride == sizeof(*to))
		return copy_from_user(to, from, count * sizeof(*to)) ? -EFAULT : 0;

	for (unsigned int i = 0; !ret && i < count; i++)
		ret = copy_struct_from_user(&to[i], sizeof(*to), from + (size_t)i * stride, stride);

	return ret;
}

/**
 * qda_ioctl_import_args() - fill a slot with what a program passes to a method
 * @inv: slot
 * @scalars: scalars word of the call, checked
 * @args: its arguments, checked by qda_ioctl_check_call()
 * @file: open file
 *
 * Return: 0 or an error, see &struct drm_qda_invoke.
 */
int qda_ioctl_import_args(struct qda_invoke *inv, u32 scalars,
			  const struct drm_qda_array *args, struct drm_file *file)
{
	const void __user *from = u64_to_user_ptr(args->pointer);
	int ret;

	ret = qda_invoke_prepare(inv, args->count, 0);

	for (unsigned int i = 0; !ret && i < args->count;) {
		unsigned int n = min(args->count - i, QDA_IOCTL_ARGS_CHUNK);
		struct drm_qda_arg chunk[QDA_IOCTL_ARGS_CHUNK];

		ret = qda_ioctl_copy_args(chunk, from + (size_t)i * args->stride, args->stride, n);
		for (const struct drm_qda_arg *user = chunk; !ret && user < chunk + n; user++)
			ret = qda_ioctl_import_arg(inv, i++, scalars, user, file);
	}

	return ret;
}

/* What other devices do with imports has to be over. */
static int qda_ioctl_wait_imports(struct qda_invoke *inv, const struct drm_qda_invoke *args)
{
	int ret;

	for (unsigned int i = 0; i < inv->count; i++) {
		if (!inv->maps[i] || !inv->maps[i]->import)
			continue;
		/* What is not an input may be written. */
		ret = qda_mapping_wait(inv->maps[i], i >= qda_scalars_in(args->scalars),
				       args->timeout_ns);
		if (ret)
			return ret;
	}

	return 0;
}

static void qda_ioctl_account(struct qda_file *file, const struct qda_invoke *inv)
{
	atomic64_inc(&file->calls);
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

	ret = qda_invoke_wait(inv, QDA_KILLABLE, args->timeout_ns);
	if (!ret)
		args->result = inv->result;

	return ret;
}

static int qda_ioctl_call(struct qda_invoke *inv, struct drm_qda_invoke *args,
			  struct drm_file *file)
{
	int ret;

	ret = qda_ioctl_import_args(inv, args->scalars, &args->args, file);
	if (ret)
		return ret;
	ret = qda_ioctl_wait_imports(inv, args);
	if (ret)
		return ret;

	ret = qda_invoke_send(inv, inv->sess->client, args->handle, args->scalars);
	if (ret)
		return ret;

	ret = qda_ioctl_wait(inv, args, file->driver_priv);
	qda_ioctl_account(file->driver_priv, inv);

	return ret;
}

/**
 * qda_ioctl_check_call() - check what a program says of a call
 * @handle: remote object
 * @scalars: scalars word
 * @args: its arguments, not yet read
 *
 * Return: 0, -EINVAL, -E2BIG, or -EPERM for the driver's own object.
 */
int qda_ioctl_check_call(u32 handle, u32 scalars, const struct drm_qda_array *args)
{
	if (scalars >> 29)
		return -EINVAL;
	if (args->count != qda_scalars_args(scalars))
		return -EINVAL;
	if (args->count && args->stride < sizeof(struct drm_qda_arg))
		return -EINVAL;
	/* All of it is read: 4 GiB of zeroes for each argument would take hours. */
	if (args->count && args->stride > SZ_4K)
		return -E2BIG;

	return qda_privilege_check(QDA_PRIVILEGE_INVOKE, handle);
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
	int ret;

	if (args->flags & ~DRM_QDA_INVOKE_POLL || args->pad || args->timeout_ns < 0)
		return -EINVAL;
	ret = qda_ioctl_check_call(args->handle, args->scalars, &args->args);
	if (ret)
		return ret;
	if (args->flags & DRM_QDA_INVOKE_POLL && !to_qda_device(drm)->poll)
		return -EOPNOTSUPP;

	sess = qda_file_lookup(file->driver_priv, args->session);
	if (!sess)
		return -ENOENT;

	inv = qda_invoke_get(sess, QDA_KILLABLE, args->timeout_ns);
	ret = PTR_ERR_OR_ZERO(inv);
	if (!ret) {
		ret = qda_ioctl_call(inv, args, file);
		qda_invoke_put(inv);
	}

	qda_session_put(sess);
	return ret;
}
