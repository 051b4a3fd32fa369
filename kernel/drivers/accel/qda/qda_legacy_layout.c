// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/align.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/sizes.h>

#include "qda_legacy.h"
#include "qda_marshal.h"
#include "qda_wire.h"

/* All inline arguments of a call; more would be an attack, or belong into a buffer. */
#define QDA_LEGACY_INLINE_MAX	SZ_64M

/* The order of the inline arguments: by address, of two the longer one first. */
static bool qda_legacy_precedes(const struct qda_arg *a, const struct qda_arg *b)
{
	if (a->user != b->user)
		return a->user < b->user;
	if (a->size != b->size)
		return a->size > b->size;

	return a < b;
}

/* The first inline argument in that order that comes after @last, NULL is before all. */
static struct qda_arg *qda_legacy_next(struct qda_arg *args, unsigned int count,
				       const struct qda_arg *last)
{
	struct qda_arg *next = NULL;

	for (struct qda_arg *arg = args; arg < args + count; arg++) {
		if (arg->kind != QDA_ARG_INLINE || !arg->size)
			continue;
		if ((!last || qda_legacy_precedes(last, arg)) &&
		    (!next || qda_legacy_precedes(arg, next)))
			next = arg;
	}

	return next;
}

/**
 * qda_legacy_layout() - place inline arguments that may overlap
 * @args: arguments; the offset of the inline ones is set
 * @count: number of arguments, at most %QDA_MARSHAL_ARGS_MAX
 *
 * Where arguments share bytes in the program's memory they do so in the payload, too:
 * a method that reads and writes one buffer has it as input and as output.
 *
 * Return: bytes that the payload needs, -EFAULT if an argument is not in a program's
 * memory, or -ENOMEM if there are too many bytes.
 */
int qda_legacy_layout(struct qda_arg *args, unsigned int count)
{
	unsigned int pos = qda_marshal_inline_start(count);
	struct qda_arg *arg = NULL;
	u64 end = 0, reach;

	/* The byte at @end in the program's memory, the first that has no place, goes to @pos. */
	while ((arg = qda_legacy_next(args, count, arg))) {
		if (check_add_overflow(arg->user, arg->size, &reach))
			return -EFAULT;
		if (arg->user >= end) {
			pos = ALIGN(pos, QDA_WIRE_ALIGN);
			end = arg->user;
		}
		arg->offset = pos - (end - arg->user);
		if (reach <= end)
			continue;
		if (reach - end > QDA_LEGACY_INLINE_MAX || pos > QDA_LEGACY_INLINE_MAX)
			return -ENOMEM;
		pos += reach - end;
		end = reach;
	}

	return pos;
}
