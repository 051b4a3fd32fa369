// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "qda_gem.h"
#include "qda_invoke.h"
#include "qda_legacy.h"
#include "qda_legacy_copy.h"
#include "qda_mapping.h"
#include "qda_session.h"

/**
 * DOC: Bytes of a call
 *
 * This interface passes arguments as bytes anywhere in the program's memory. They
 * are copied to and from a GEM object, which the slot of the call keeps for the next
 * one: its memory stays whatever becomes of the DSP, so a copy may take as long as
 * the program's memory does.
 */

/* Kept for the next call of a slot; a larger object is made again for each. */
#define QDA_LEGACY_COPY_KEEP	SZ_2M

/**
 * qda_legacy_copy_init() - set up the slots of a file
 * @file: open file
 *
 * Return: 0 or -ENOMEM.
 */
int qda_legacy_copy_init(struct qda_legacy_file *file)
{
	file->slots = kvzalloc_objs(*file->slots, QDA_SESSION_CALLS, GFP_KERNEL_ACCOUNT);

	return file->slots ? 0 : -ENOMEM;
}

/* The memory goes when the DSP is done with it: calls refer to the mapping. */
static void qda_legacy_copy_free(struct qda_legacy_file *file, struct qda_legacy_slot *slot)
{
	struct iosys_map bytes = IOSYS_MAP_INIT_VADDR(slot->bytes);

	if (!slot->copy)
		return;

	drm_gem_vunmap(&slot->copy->shmem.base, &bytes);
	qda_aux.mapping_put(slot->map);
	qda_aux.mapping_forget(file->sess, slot->copy);
	drm_gem_object_put(&slot->copy->shmem.base);
	slot->copy = NULL;
}

/**
 * qda_legacy_copy_fini() - drop what the slots of a file keep
 * @file: open file, its session closed but referenced
 */
void qda_legacy_copy_fini(struct qda_legacy_file *file)
{
	for (unsigned int i = 0; i < QDA_SESSION_CALLS; i++) {
		qda_legacy_copy_end(file, &file->slots[i]);
		qda_legacy_copy_free(file, &file->slots[i]);
		kvfree(file->slots[i].user);
		kvfree(file->slots[i].buffers);
	}
	kvfree(file->slots);
}

/**
 * qda_legacy_slot() - what belongs to a slot besides
 * @file: open file
 * @inv: slot of its session
 *
 * Return: it.
 */
struct qda_legacy_slot *qda_legacy_slot(struct qda_legacy_file *file,
					const struct qda_invoke *inv)
{
	return &file->slots[inv - file->sess->slots];
}

static int qda_legacy_copy_make_room(struct qda_legacy_slot *slot, unsigned int count)
{
	unsigned int room = round_up(count, 16);
	struct fastrpc_invoke_args *user = kvmalloc_objs(*user, room, GFP_KERNEL_ACCOUNT);
	struct qda_legacy_buffer **buffers = kvzalloc_objs(*buffers, room, GFP_KERNEL_ACCOUNT);

	if (!user || !buffers) {
		kvfree(user);
		kvfree(buffers);
		return -ENOMEM;
	}

	kvfree(slot->user);
	kvfree(slot->buffers);
	slot->user = user;
	slot->buffers = buffers;
	slot->room = room;

	return 0;
}

/**
 * qda_legacy_copy_args() - read what a program says of the arguments of a call
 * @file: open file
 * @inv: slot, prepared
 * @call: call
 *
 * Return: 0, -ENOMEM or -EFAULT.
 */
int qda_legacy_copy_args(struct qda_legacy_file *file, struct qda_invoke *inv,
			 const struct fastrpc_invoke *call)
{
	struct qda_legacy_slot *slot = qda_legacy_slot(file, inv);
	int ret;

	/* Left by a call that was given up, and that the DSP has ended since. */
	qda_legacy_copy_end(file, slot);
	if (inv->count > slot->room) {
		ret = qda_legacy_copy_make_room(slot, inv->count);
		if (ret)
			return ret;
	}
	slot->count = inv->count;

	return copy_from_user(slot->user, u64_to_user_ptr(call->args),
			      inv->count * sizeof(*slot->user)) ? -EFAULT : 0;
}

static int qda_legacy_copy_alloc(struct qda_legacy_file *file, struct qda_legacy_slot *slot,
				 size_t size)
{
	struct qda_gem_object *bo;
	struct iosys_map bytes;
	int ret;

	bo = qda_aux.gem_create(file->sess->qdev, PAGE_ALIGN(size));
	if (IS_ERR(bo))
		return PTR_ERR(bo);

	ret = drm_gem_vmap(&bo->shmem.base, &bytes);
	if (ret)
		goto err_put;

	slot->map = qda_aux.mapping_get(file->sess, bo);
	if (IS_ERR(slot->map)) {
		ret = PTR_ERR(slot->map);
		goto err_vunmap;
	}

	slot->copy = bo;
	slot->bytes = bytes.vaddr;

	return 0;

err_vunmap:
	drm_gem_vunmap(&bo->shmem.base, &bytes);
err_put:
	drm_gem_object_put(&bo->shmem.base);
	return ret;
}

/* Memory for @size bytes. The slot has no call, so the DSP is done with the old one. */
static int qda_legacy_copy_reserve(struct qda_legacy_file *file, struct qda_legacy_slot *slot,
				   size_t size)
{
	if (slot->copy && size > slot->copy->shmem.base.size)
		qda_legacy_copy_free(file, slot);

	return slot->copy ? 0 : qda_legacy_copy_alloc(file, slot, size);
}

/**
 * qda_legacy_copy_in() - place and fill the arguments that are bytes
 * @file: open file
 * @inv: slot, its arguments read
 * @sc: scalars word of the call
 *
 * Inputs get the program's bytes, outputs zeroes: what the DSP does not write must
 * not be an older call's. Outputs come first, as an input may share their bytes.
 *
 * Return: 0, -ENOMEM, -EFAULT, or as qda_mapping_get().
 */
int qda_legacy_copy_in(struct qda_legacy_file *file, struct qda_invoke *inv, u32 sc)
{
	struct qda_legacy_slot *slot = qda_legacy_slot(file, inv);
	unsigned int in = qda_scalars_in(sc);
	s64 size;
	int ret;

	size = qda_legacy_layout(slot->user, inv->args, qda_scalars_buffers(sc));
	if (size <= 0)
		return size;
	ret = qda_legacy_copy_reserve(file, slot, size);
	if (ret)
		return ret;

	for (unsigned int i = qda_scalars_buffers(sc); i--;) {
		void *to = slot->bytes + inv->args[i].offset;

		if (!qda_legacy_is_copied(&slot->user[i]))
			continue;

		kref_get(&slot->map->ref);
		qda_aux.invoke_set_mapping(inv, i, slot->map);
		if (i >= in)
			memset(to, 0, inv->args[i].size);
		else if (copy_from_user(to, u64_to_user_ptr(slot->user[i].ptr),
					inv->args[i].size))
			return -EFAULT;
	}

	return 0;
}

/**
 * qda_legacy_copy_out() - give a program the bytes that a call brought
 * @file: open file
 * @inv: slot, whose call is over
 * @sc: scalars word of the call
 *
 * Return: 0 or -EFAULT.
 */
int qda_legacy_copy_out(struct qda_legacy_file *file, struct qda_invoke *inv, u32 sc)
{
	const struct qda_legacy_slot *slot = qda_legacy_slot(file, inv);

	for (unsigned int i = qda_scalars_in(sc); i < qda_scalars_buffers(sc); i++) {
		const struct fastrpc_invoke_args *user = &slot->user[i];

		if (qda_legacy_is_copied(user) &&
		    copy_to_user(u64_to_user_ptr(user->ptr), slot->bytes + inv->args[i].offset,
				 user->length))
			return -EFAULT;
	}

	return 0;
}

/**
 * qda_legacy_copy_end() - let go of the buffers of a call
 * @file: open file
 * @slot: slot, whose call is over; or whose session is
 */
void qda_legacy_copy_end(struct qda_legacy_file *file, struct qda_legacy_slot *slot)
{
	for (unsigned int i = 0; i < slot->count; i++) {
		if (slot->buffers[i])
			qda_legacy_buffer_put(file, slot->buffers[i]);
		slot->buffers[i] = NULL;
	}
	slot->count = 0;
	if (slot->copy && slot->copy->shmem.base.size > QDA_LEGACY_COPY_KEEP)
		qda_legacy_copy_free(file, slot);
}
