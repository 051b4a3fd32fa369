/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_INLINE_H_
#define _QDA_INLINE_H_

#include <linux/types.h>

struct qda_invoke;

int qda_inline_copy_in(struct qda_invoke *inv, u32 scalars);
int qda_inline_copy_out(struct qda_invoke *inv, u32 scalars);

#endif /* _QDA_INLINE_H_ */
