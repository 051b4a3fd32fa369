// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/align.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/sizes.h>

#include "qda_legacy.h"
#include "qda_legacy_copy.h"
#include "qda_marshal.h"
#include "qda_wire.h"

/* All bytes that a call copies; more would be an attack, or should be in a buffer. */
#define QDA_LEGACY_COPY_MAX	SZ_64M

/**
 * qda_legacy_is_copied() - whether an argument is bytes, not a part of a dma-buf
 * @user: argument, a buffer
 *
 * Return: whether it is.
 */
bool qda_legacy_is_copied(const struct fastrpc_invoke_args *user)
{
	return user->length && (!user->fd || user->fd == -1);
}

/* The order of the arguments: by address, of two the longer one first. */
static bool qda_legacy_precedes(const struct fastrpc_invoke_args *a,
				const struct fastrpc_invoke_args *b)
{
	if (a->ptr != b->ptr)
		return a->ptr < b->ptr;
	if (a->length != b->length)
		return a->length > b->length;

	return a < b;
}

/* The first argument in that order that comes after @last, NULL is before all. */
static const struct fastrpc_invoke_args *
qda_legacy_next(const struct fastrpc_invoke_args *user, unsigned int count,
		const struct fastrpc_invoke_args *last)
{
	const struct fastrpc_invoke_args *next = NULL;

	for (const struct fastrpc_invoke_args *arg = user; arg < user + count; arg++) {
		if (!qda_legacy_is_copied(arg))
			continue;
		if ((!last || qda_legacy_precedes(last, arg)) &&
		    (!next || qda_legacy_precedes(arg, next)))
			next = arg;
	}

	return next;
}

/**
 * qda_legacy_layout() - place bytes that may overlap
 * @user: arguments that are buffers, as the program gives them
 * @args: the same for the call; the offset of those that are copied is set
 * @count: number of arguments, at most %QDA_MARSHAL_ARGS_MAX
 *
 * Where arguments share bytes in the program's memory they do so in the copy, too:
 * a method that reads and writes one buffer has it as input and as output.
 *
 * Return: bytes that the copy needs, -EFAULT if an argument is not in a program's
 * memory, or -ENOMEM if there are too many bytes.
 */
s64 qda_legacy_layout(const struct fastrpc_invoke_args *user, struct qda_arg *args,
		      unsigned int count)
{
	const struct fastrpc_invoke_args *arg = NULL;
	u64 pos = 0, end = 0, reach;

	/* The byte at @end in the program's memory, the first that has no place, goes to @pos. */
	while ((arg = qda_legacy_next(user, count, arg))) {
		if (check_add_overflow(arg->ptr, arg->length, &reach))
			return -EFAULT;
		if (arg->ptr >= end) {
			pos = ALIGN(pos, QDA_WIRE_ALIGN);
			end = arg->ptr;
		}
		args[arg - user].offset = pos - (end - arg->ptr);
		if (reach <= end)
			continue;
		if (reach - end > QDA_LEGACY_COPY_MAX || pos > QDA_LEGACY_COPY_MAX)
			return -ENOMEM;
		pos += reach - end;
		end = reach;
	}

	return pos;
}
