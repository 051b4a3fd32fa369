// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/sched/signal.h>
#include <linux/uaccess.h>

#include "qda_gem.h"
#include "qda_inline.h"
#include "qda_invoke.h"
#include "qda_legacy.h"
#include "qda_mapping.h"
#include "qda_session.h"
#include "qda_trace.h"

/* Whatever is wrong with a buffer, programs know one error for it. */
static int qda_legacy_map_error(int ret)
{
	return ret == -ERESTARTSYS || qda_legacy_result(ret, 0) == -EPIPE ? ret : -EINVAL;
}

/* A handle lies where it says; a buffer where the program sees it. */
static int qda_legacy_import_buffer(struct qda_legacy_file *file, struct qda_invoke *inv,
				    unsigned int i, u32 sc,
				    const struct fastrpc_invoke_args *user)
{
	bool is_handle = inv->args[i].kind == QDA_ARG_HANDLE;
	struct qda_mapping *map;
	int ret;

	map = qda_legacy_buffer_map(file, user, i >= qda_scalars_in(sc),
				    is_handle ? NULL : &inv->args[i].offset);
	if (IS_ERR(map))
		return qda_legacy_map_error(PTR_ERR(map));

	qda_invoke_set_mapping(inv, i, map);
	if (!is_handle)
		return 0;

	ret = qda_legacy_buffer_keep(file, user->fd);

	return ret ? qda_legacy_map_error(ret) : 0;
}

static int qda_legacy_import_arg(struct qda_legacy_file *file, struct qda_invoke *inv,
				 unsigned int i, u32 sc, const struct fastrpc_invoke_args *user)
{
	bool in_buffer = user->length && user->fd && user->fd != -1;
	struct qda_arg *arg = &inv->args[i];

	*arg = (struct qda_arg){
		.kind = in_buffer ? QDA_ARG_BUFFER : QDA_ARG_INLINE,
		.size = user->length,
		.user = user->ptr,
		.tag = user->fd,
	};
	if (i >= qda_scalars_buffers(sc)) {
		arg->kind = QDA_ARG_HANDLE;
		arg->offset = user->ptr;
	}

	return in_buffer ? qda_legacy_import_buffer(file, inv, i, sc, user) : 0;
}

static int qda_legacy_prepare(struct qda_legacy_file *file, struct qda_invoke *inv,
			      const struct fastrpc_invoke *call)
{
	const struct fastrpc_invoke_args __user *from = u64_to_user_ptr(call->args);
	int ret;

	ret = qda_invoke_set_count(inv, qda_scalars_args(call->sc));
	if (ret)
		return ret;

	for (unsigned int i = 0; i < inv->count; i++) {
		struct fastrpc_invoke_args user;

		if (copy_from_user(&user, &from[i], sizeof(user)))
			return -EFAULT;
		ret = qda_legacy_import_arg(file, inv, i, call->sc, &user);
		if (ret)
			return ret;
	}

	ret = qda_legacy_layout(inv->args, inv->count);
	if (ret < 0)
		return ret;
	ret = qda_invoke_reserve(inv, ret);
	if (ret)
		return ret;

	return qda_inline_copy_in(inv, call->sc);
}

static struct qda_invoke *qda_legacy_send(struct qda_legacy_file *file,
					  const struct fastrpc_invoke *call)
{
	struct qda_invoke *inv;
	int ret;

	inv = qda_invoke_get(file->sess, 0);
	if (IS_ERR(inv))
		return inv;

	ret = qda_legacy_prepare(file, inv, call);
	if (!ret)
		ret = qda_invoke_send(inv, file->sess->client, call->handle, call->sc);
	if (ret) {
		qda_invoke_put(inv);
		return ERR_PTR(ret);
	}

	return inv;
}

/* What DSP code has done with, as the DSP says: it can harm its own session only. */
static void qda_legacy_read_tags(struct qda_legacy_file *file, const struct qda_invoke *inv)
{
	const __le64 *tags = qda_marshal_tags(inv->payload, inv->count);

	for (unsigned int i = 0; i < QDA_WIRE_TAGS; i++) {
		u64 tag = le64_to_cpu(READ_ONCE(tags[i]));

		if (!tag)
			break;
		qda_legacy_buffer_unkeep(file, tag);
	}
}

/*
 * Programs do not sync caches: on a DSP that does not see those of the CPU the end of
 * a mapping has to. What DSP code has mapped for longer stays.
 */
static void qda_legacy_unmap_args(struct qda_legacy_file *file, struct qda_invoke *inv)
{
	if (file->sess->qdev->coherent)
		return;

	for (unsigned int i = 0; i < inv->count; i++) {
		struct qda_mapping *map = inv->maps[i];
		struct qda_gem_object *bo;

		if (!map || !map->bo->import || inv->args[i].kind == QDA_ARG_HANDLE)
			continue;

		bo = map->bo;
		drm_gem_object_get(&bo->shmem.base);
		inv->maps[i] = NULL;
		qda_mapping_put(map);
		qda_mapping_forget_idle(file->sess, bo);
		drm_gem_object_put(&bo->shmem.base);
	}
}

/* The call is over: what it brought goes to the program. */
static int qda_legacy_finish(struct qda_legacy_file *file, struct qda_invoke *inv, s32 result)
{
	int ret;

	qda_legacy_unmap_args(file, inv);
	ret = qda_inline_copy_out(inv, inv->sc);
	qda_legacy_read_tags(file, inv);

	return ret ?: result;
}

/**
 * qda_legacy_invoke() - handle %FASTRPC_IOCTL_INVOKE
 * @file: open file
 * @from: &struct fastrpc_invoke
 *
 * Return: -EFAULT; -EPERM for the object that is the kernel's; -EINVAL if a buffer is
 * wrong; -ENOMEM; -ERESTARTSYS after a signal: the same call of the same thread then
 * goes on; or as qda_legacy_result().
 */
int qda_legacy_invoke(struct qda_legacy_file *file, const void __user *from)
{
	struct fastrpc_invoke call;
	struct qda_invoke *inv;
	bool polled;
	int ret;

	if (copy_from_user(&call, from, sizeof(call)))
		return -EFAULT;
	if (call.handle == QDA_WIRE_HANDLE_INIT)
		return -EPERM;

	inv = qda_legacy_unpark(file, &call) ?: qda_legacy_send(file, &call);
	if (IS_ERR(inv))
		return qda_legacy_result(PTR_ERR(inv), 0);

	polled = file->poll && qda_invoke_poll(inv);
	ret = polled ? 0 : qda_invoke_wait_interruptible(inv);
	trace_qda_invoke_done(inv, ret);
	if (ret == -ERESTARTSYS && !fatal_signal_pending(current)) {
		qda_legacy_park(file, &call, inv);
		return ret;
	}

	if (!ret)
		ret = qda_legacy_finish(file, inv, polled ? 0 : inv->result);
	else
		ret = qda_legacy_result(ret, 0);
	qda_invoke_put(inv);

	return ret;
}
