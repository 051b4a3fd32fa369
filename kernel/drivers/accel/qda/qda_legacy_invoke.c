// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/sched/signal.h>
#include <linux/uaccess.h>

#include "qda_deadline.h"
#include "qda_enter.h"
#include "qda_invoke.h"
#include "qda_legacy.h"
#include "qda_legacy_copy.h"
#include "qda_mapping.h"
#include "qda_session.h"

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
	struct qda_legacy_buffer *buffer = qda_legacy_buffer_get(file, user);
	struct qda_arg *arg = &inv->args[i];
	struct qda_mapping *map;

	if (IS_ERR(buffer))
		return qda_legacy_map_error(PTR_ERR(buffer));

	qda_legacy_slot(file, inv)->buffers[i] = buffer;
	map = qda_legacy_buffer_map(file, buffer, user, i >= qda_scalars_in(sc),
				    arg->is_handle ? NULL : &arg->offset);
	if (IS_ERR(map))
		return qda_legacy_map_error(PTR_ERR(map));

	qda_aux.invoke_set_mapping(inv, i, map);
	if (arg->is_handle)
		qda_legacy_buffer_keep(file, buffer);

	return 0;
}

static int qda_legacy_import_arg(struct qda_legacy_file *file, struct qda_invoke *inv,
				 unsigned int i, u32 sc, const struct fastrpc_invoke_args *user)
{
	bool is_handle = i >= qda_scalars_buffers(sc);

	inv->args[i] = (struct qda_arg){
		.size = user->length,
		.offset = is_handle ? user->ptr : 0,
		.tag = user->fd,
		.is_handle = is_handle,
	};
	if (!user->length || !user->fd || user->fd == -1)
		return 0;

	return qda_legacy_import_buffer(file, inv, i, sc, user);
}

static int qda_legacy_prepare(struct qda_legacy_file *file, struct qda_invoke *inv,
			      const struct fastrpc_invoke *call)
{
	const struct fastrpc_invoke_args *user;
	int ret;

	ret = qda_aux.invoke_prepare(inv, qda_scalars_args(call->sc), 0);
	if (ret)
		return ret;
	ret = qda_legacy_copy_args(file, inv, call);
	if (ret)
		return ret;

	user = qda_legacy_slot(file, inv)->user;
	for (unsigned int i = 0; i < inv->count; i++) {
		ret = qda_legacy_import_arg(file, inv, i, call->sc, &user[i]);
		if (ret)
			return ret;
	}

	return qda_legacy_copy_in(file, inv, call->sc);
}

/* The slot refers to the mappings no more, so those that nothing else uses go. */
static void qda_legacy_end(struct qda_legacy_file *file, struct qda_invoke *inv)
{
	qda_aux.invoke_drop_mappings(inv);
	qda_legacy_copy_end(file, qda_legacy_slot(file, inv));
}

static struct qda_invoke *qda_legacy_send(struct qda_legacy_file *file,
					  const struct fastrpc_invoke *call)
{
	struct qda_invoke *inv;
	int ret;

	inv = qda_aux.invoke_get(file->sess, QDA_KILLABLE, 0);
	if (IS_ERR(inv))
		return inv;

	ret = qda_legacy_prepare(file, inv, call);
	if (!ret)
		ret = qda_aux.invoke_send(inv, file->sess->client, call->handle, call->sc);
	if (ret) {
		qda_legacy_end(file, inv);
		qda_aux.invoke_put(inv);
		return ERR_PTR(ret);
	}

	return inv;
}

/*
 * What DSP code has done with, as the DSP says: it can harm its own session only. The
 * tags are copied, because letting go of a buffer takes its time.
 */
static void qda_legacy_read_tags(struct qda_legacy_file *file, const struct qda_invoke *inv)
{
	u64 tags[QDA_WIRE_TAGS] = {};
	const __le64 *from;

	if (!qda_session_enter(file->sess))
		return;
	from = qda_aux.marshal_tags(inv->payload, inv->count);
	for (unsigned int i = 0; i < QDA_WIRE_TAGS; i++)
		tags[i] = le64_to_cpu(READ_ONCE(from[i]));
	qda_session_exit(file->sess);

	for (unsigned int i = 0; i < QDA_WIRE_TAGS && tags[i]; i++)
		qda_legacy_buffer_unkeep(file, tags[i]);
}

/*
 * The call is over: what it brought goes to the program. The program looks at its buffers
 * when this returns, so their mappings end before: that syncs caches where the DSP does not
 * see those of the CPU.
 */
static int qda_legacy_finish(struct qda_legacy_file *file, struct qda_invoke *inv, s32 result)
{
	int ret;

	ret = qda_legacy_copy_out(file, inv, inv->sc);
	qda_legacy_end(file, inv);
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

	polled = file->poll && qda_aux.invoke_poll(inv);
	ret = polled ? 0 : qda_aux.invoke_wait(inv, TASK_INTERRUPTIBLE, 0);
	if (ret == -ERESTARTSYS && !fatal_signal_pending(current)) {
		qda_legacy_park(file, &call, inv);
		return ret;
	}

	if (!ret)
		ret = qda_legacy_finish(file, inv, polled ? 0 : inv->result);
	else
		ret = qda_legacy_result(ret, 0);
	qda_aux.invoke_put(inv);

	return ret;
}
