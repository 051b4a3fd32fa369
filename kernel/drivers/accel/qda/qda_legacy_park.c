// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "qda_invoke.h"
#include "qda_legacy.h"
#include "qda_legacy_copy.h"

/**
 * DOC: Interrupted calls
 *
 * Programs rely on it that a signal ends their wait, with EINTR, or with a restart of
 * the system call. The DSP goes on with the method, so to send the call again would
 * run it twice. Instead the slot is parked, and when the thread makes the same call
 * once more, it waits for that one. A thread that calls something else has given up.
 */

/* A free record, at the price of the call that has been there longest. */
static struct qda_legacy_parked *qda_legacy_park_make_room(struct qda_legacy_file *file,
							   struct qda_legacy_parked *old)
{
	struct qda_legacy_parked *parked = &file->parked[file->parked_next++ % QDA_LEGACY_PARKED];

	lockdep_assert_held(&file->parked_lock);

	*old = *parked;
	parked->inv = NULL;

	return parked;
}

static void qda_legacy_park_drop(const struct qda_legacy_parked *parked)
{
	if (!parked->inv)
		return;

	put_pid(parked->thread);
	qda_aux.invoke_put(parked->inv);
}

/**
 * qda_legacy_park() - put a call aside until its thread comes back to it
 * @file: open file
 * @call: what the thread has called
 * @inv: slot, sent; the caller's use of it is taken over
 */
void qda_legacy_park(struct qda_legacy_file *file, const struct fastrpc_invoke *call,
		     struct qda_invoke *inv)
{
	struct qda_legacy_parked *parked, old;

	spin_lock(&file->parked_lock);
	parked = qda_legacy_park_make_room(file, &old);
	parked->thread = get_pid(task_pid(current));
	parked->call = *call;
	parked->inv = inv;
	spin_unlock(&file->parked_lock);

	qda_legacy_park_drop(&old);
}

static bool qda_legacy_park_take(struct qda_legacy_file *file, struct qda_legacy_parked *taken)
{
	guard(spinlock)(&file->parked_lock);

	for (unsigned int i = 0; i < QDA_LEGACY_PARKED; i++) {
		struct qda_legacy_parked *parked = &file->parked[i];

		if (!parked->inv || parked->thread != task_pid(current))
			continue;

		*taken = *parked;
		parked->inv = NULL;
		return true;
	}

	return false;
}

/* An output that shares bytes with an input may have changed them. */
static bool qda_legacy_shares_output(const struct qda_invoke *inv,
				     const struct fastrpc_invoke_args *user, unsigned int in)
{
	const struct qda_arg *arg = &inv->args[in];

	for (unsigned int i = qda_scalars_in(inv->sc); i < qda_scalars_buffers(inv->sc); i++) {
		const struct qda_arg *out = &inv->args[i];

		if (qda_legacy_is_copied(&user[i]) && out->offset < arg->offset + arg->size &&
		    arg->offset < out->offset + out->size)
			return true;
	}

	return false;
}

static bool qda_legacy_same_bytes(const void *sent, u64 from, u64 size)
{
	u8 bytes[128];

	for (u64 at = 0; at < size; at += sizeof(bytes)) {
		size_t part = min(size - at, sizeof(bytes));

		if (copy_from_user(bytes, u64_to_user_ptr(from + at), part) ||
		    memcmp(bytes, sent + at, part))
			return false;
	}

	return true;
}

/* Whether a thread that makes a call means the one that goes on. */
static bool qda_legacy_is_same(struct qda_legacy_file *file, const struct qda_invoke *inv,
			       const struct fastrpc_invoke *call)
{
	const struct fastrpc_invoke_args __user *from = u64_to_user_ptr(call->args);
	const struct qda_legacy_slot *slot = qda_legacy_slot(file, inv);

	for (unsigned int i = 0; i < inv->count; i++) {
		const struct qda_arg *arg = &inv->args[i];
		struct fastrpc_invoke_args user;

		if (copy_from_user(&user, &from[i], sizeof(user)) ||
		    user.ptr != slot->user[i].ptr || user.length != slot->user[i].length ||
		    user.fd != slot->user[i].fd)
			return false;
		if (i < qda_scalars_in(inv->sc) && qda_legacy_is_copied(&user) &&
		    !qda_legacy_shares_output(inv, slot->user, i) &&
		    !qda_legacy_same_bytes(slot->bytes + arg->offset, user.ptr, user.length))
			return false;
	}

	return true;
}

/**
 * qda_legacy_unpark() - find the call that a thread comes back to
 * @file: open file
 * @call: what the thread calls
 *
 * Return: the slot, as qda_legacy_park() took it over; NULL if this is a new call.
 */
struct qda_invoke *qda_legacy_unpark(struct qda_legacy_file *file,
				     const struct fastrpc_invoke *call)
{
	struct qda_legacy_parked parked;

	/* Nothing was ever interrupted, most of the time. */
	if (!READ_ONCE(file->parked_next) || !qda_legacy_park_take(file, &parked))
		return NULL;

	if (memcmp(&parked.call, call, sizeof(*call)) ||
	    !qda_legacy_is_same(file, parked.inv, call)) {
		qda_legacy_park_drop(&parked);
		return NULL;
	}

	put_pid(parked.thread);

	return parked.inv;
}

/**
 * qda_legacy_park_fini() - give up the calls that no thread came back to
 * @file: open file, its session closed but referenced
 */
void qda_legacy_park_fini(struct qda_legacy_file *file)
{
	for (unsigned int i = 0; i < QDA_LEGACY_PARKED; i++)
		qda_legacy_park_drop(&file->parked[i]);
}
