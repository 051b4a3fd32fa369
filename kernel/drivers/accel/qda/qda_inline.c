// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/uaccess.h>

#include "qda_inline.h"
#include "qda_invoke.h"

/**
 * DOC: Inline arguments
 *
 * Their bytes are copied between a program's memory and the payload: here, and
 * nowhere else.
 */

/**
 * qda_inline_copy_in() - fill the inline arguments of a call
 * @inv: slot, laid out
 * @scalars: scalars word of the call
 *
 * Inputs get the program's bytes, outputs zeroes: what the DSP does not write must
 * not be an older call's. Outputs come first, as an input may share their bytes.
 *
 * Return: 0 or -EFAULT.
 */
int qda_inline_copy_in(struct qda_invoke *inv, u32 scalars)
{
	unsigned int in = qda_scalars_in(scalars);

	for (unsigned int i = qda_scalars_buffers(scalars); i--;) {
		const struct qda_arg *arg = &inv->args[i];

		if (arg->kind != QDA_ARG_INLINE)
			continue;

		if (i >= in)
			memset(inv->payload + arg->offset, 0, arg->size);
		else if (copy_from_user(inv->payload + arg->offset,
					u64_to_user_ptr(arg->user), arg->size))
			return -EFAULT;
	}

	return 0;
}
EXPORT_SYMBOL_NS_GPL(qda_inline_copy_in, "QDA");

/**
 * qda_inline_copy_out() - give a program the inline outputs of a call
 * @inv: slot, whose call is over
 * @scalars: scalars word of the call
 *
 * Return: 0 or -EFAULT.
 */
int qda_inline_copy_out(struct qda_invoke *inv, u32 scalars)
{
	for (unsigned int i = qda_scalars_in(scalars); i < qda_scalars_buffers(scalars); i++) {
		const struct qda_arg *arg = &inv->args[i];

		if (arg->kind == QDA_ARG_INLINE &&
		    copy_to_user(u64_to_user_ptr(arg->user),
				 inv->payload + arg->offset, arg->size))
			return -EFAULT;
	}

	return 0;
}
EXPORT_SYMBOL_NS_GPL(qda_inline_copy_out, "QDA");
