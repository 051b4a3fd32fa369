/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_MARSHAL_H_
#define _QDA_MARSHAL_H_

#include <linux/types.h>

/* All inline arguments of a call together, each rounded up to 128 bytes. */
#define QDA_MARSHAL_INLINE_MAX	32768

/* What a scalars word can count: 255 + 255 buffers, 15 + 15 handles. */
#define QDA_MARSHAL_ARGS_MAX	540

/** enum qda_arg_kind - how an argument reaches the DSP */
enum qda_arg_kind {
	/** @QDA_ARG_INLINE: bytes inside the payload */
	QDA_ARG_INLINE,
	/** @QDA_ARG_BUFFER: memory that the DSP reaches by device address */
	QDA_ARG_BUFFER,
	/** @QDA_ARG_HANDLE: the same, which DSP code asks for by its tag */
	QDA_ARG_HANDLE,
};

/** struct qda_arg - the kernel's own record of one argument */
struct qda_arg {
	/** @size: bytes */
	u64 size;
	/** @base: device address of the memory; inline: of the payload */
	u64 base;
	/** @span: bytes of the memory from @base on */
	u64 span;
	/** @offset: of the argument from @base; inline: set by the layout */
	u64 offset;
	/** @user: user address of inline bytes, of meaning to the ioctl only */
	u64 user;
	/** @tag: of a handle argument */
	u32 tag;
	/** @kind: see enum qda_arg_kind */
	enum qda_arg_kind kind;
};

unsigned int qda_marshal_inline_start(unsigned int count);
int qda_marshal_layout(struct qda_arg *args, unsigned int count);
void qda_marshal_pack(void *payload, u64 addr, struct qda_arg *args,
		      unsigned int count);
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
