/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_MARSHAL_H_
#define _QDA_MARSHAL_H_

#include <linux/types.h>

/* What a scalars word can count: 255 + 255 buffers, 15 + 15 handles. */
#define QDA_MARSHAL_ARGS_MAX	540

/** struct qda_arg - the kernel's own record of one argument */
struct qda_arg {
	/** @size: bytes */
	u64 size;
	/** @base: device address of the memory */
	u64 base;
	/** @span: bytes of the memory from @base on */
	u64 span;
	/** @offset: of the argument from @base */
	u64 offset;
	/** @tag: number by which DSP code asks for the memory, of a handle argument */
	u32 tag;
	/** @is_handle: DSP code asks for it, rather than gets its address */
	bool is_handle;
};

size_t qda_marshal_size(unsigned int count);
void qda_marshal_pack(void *payload, const struct qda_arg *args, unsigned int count);
const __le64 *qda_marshal_tags(const void *payload, unsigned int count);
const __le32 *qda_marshal_poll_word(const void *payload, unsigned int count);

static inline unsigned int qda_scalars_method(u32 sc)
{
	return sc >> 24 & 0x1f;
}

static inline unsigned int qda_scalars_in(u32 sc)
{
	return sc >> 16 & 0xff;
}

static inline unsigned int qda_scalars_out(u32 sc)
{
	return sc >> 8 & 0xff;
}

static inline unsigned int qda_scalars_buffers(u32 sc)
{
	return qda_scalars_in(sc) + qda_scalars_out(sc);
}

static inline unsigned int qda_scalars_args(u32 sc)
{
	return qda_scalars_buffers(sc) + (sc >> 4 & 0xf) + (sc & 0xf);
}

#endif /* _QDA_MARSHAL_H_ */
