// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/align.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/math.h>
#include <linux/stddef.h>
#include <linux/string.h>

#include "qda_marshal.h"
#include "qda_wire.h"

/**
 * DOC: Payload
 *
 * The payload of a call holds, for n arguments: n entries of what they are, n
 * of which pages they have, n page entries, a tail of fixed size, and from
 * the next multiple of 128 on the bytes of the inline arguments. The DSP
 * finds the bytes of a buffer at page address + (pv & 0xfff).
 *
 * The functions here are pure: no device, no lock, no user pointer. They only
 * write to the payload. What the DSP leaves in it is read nowhere but in the
 * inline outputs, whose place and size the kernel keeps in struct qda_arg, in
 * the poll word, and in the tags.
 */

static unsigned int qda_marshal_head_size(unsigned int count)
{
	return count * (sizeof(struct qda_wire_arg) + sizeof(struct qda_wire_list) +
			sizeof(struct qda_wire_page)) + sizeof(struct qda_wire_tail);
}

/**
 * qda_marshal_inline_start() - where the bytes of inline arguments start
 * @count: number of arguments
 *
 * Return: offset in the payload.
 */
unsigned int qda_marshal_inline_start(unsigned int count)
{
	return ALIGN(qda_marshal_head_size(count), QDA_WIRE_ALIGN);
}
EXPORT_SYMBOL_NS_GPL(qda_marshal_inline_start, "QDA");

/**
 * qda_marshal_layout() - place the inline arguments of a call
 * @args: arguments; the offset of the inline ones is set
 * @count: number of arguments, at most %QDA_MARSHAL_ARGS_MAX
 *
 * Return: bytes that the payload needs, or -E2BIG if the inline arguments
 * need more than %QDA_MARSHAL_INLINE_MAX bytes.
 */
int qda_marshal_layout(struct qda_arg *args, unsigned int count)
{
	unsigned int start = qda_marshal_inline_start(count);
	unsigned int pos = start;

	for (unsigned int i = 0; i < count; i++) {
		if (args[i].kind != QDA_ARG_INLINE)
			continue;

		if (args[i].size > QDA_MARSHAL_INLINE_MAX - (pos - start))
			return -E2BIG;

		args[i].offset = pos;
		pos += ALIGN(args[i].size, QDA_WIRE_ALIGN);
	}

	return pos;
}

static void qda_marshal_pack_page(struct qda_wire_page *page, u64 addr, u64 size)
{
	u64 first = round_down(addr, QDA_WIRE_PAGE_SIZE);
	u64 end = round_up(addr + size, QDA_WIRE_PAGE_SIZE);

	page->addr = cpu_to_le64(first);
	page->size = cpu_to_le64(end - first);
}

static void qda_marshal_pack_handle(struct qda_wire_handle *wire,
				    struct qda_wire_page *page,
				    const struct qda_arg *arg)
{
	wire->tag = cpu_to_le32(arg->tag);
	wire->offset = cpu_to_le32(arg->offset);
	wire->len = cpu_to_le32(arg->size);
	wire->pad = 0;
	qda_marshal_pack_page(page, arg->base, arg->span);
}

/*
 * The device address serves as pv: it has the right low bits, it tells two
 * arguments apart, and unlike a kernel or user address it tells the DSP
 * nothing it does not know.
 */
static void qda_marshal_pack_buffer(struct qda_wire_arg *wire,
				    struct qda_wire_page *page,
				    const struct qda_arg *arg)
{
	u64 addr = arg->base + arg->offset;

	wire->pv = cpu_to_le64(addr);
	wire->len = cpu_to_le64(arg->size);
	qda_marshal_pack_page(page, addr, arg->size);
}

/**
 * qda_marshal_pack() - write the head of a payload
 * @payload: memory of the size that qda_marshal_layout() gave
 * @addr: device address of @payload
 * @args: arguments, laid out; the base of the inline ones is set to @addr
 * @count: number of arguments
 *
 * The bytes of inline arguments are left alone.
 */
void qda_marshal_pack(void *payload, u64 addr, struct qda_arg *args,
		      unsigned int count)
{
	struct qda_wire_arg *wire = payload;
	struct qda_wire_list *list = (void *)(wire + count);
	struct qda_wire_page *page = (void *)(list + count);

	memset(payload, 0, qda_marshal_head_size(count));

	for (unsigned int i = 0; i < count; i++) {
		list[i].page = cpu_to_le32(i);
		if (!args[i].size)
			continue;

		list[i].num = cpu_to_le32(1);
		if (args[i].kind == QDA_ARG_INLINE)
			args[i].base = addr;
		if (args[i].kind == QDA_ARG_HANDLE)
			qda_marshal_pack_handle((void *)&wire[i], &page[i], &args[i]);
		else
			qda_marshal_pack_buffer(&wire[i], &page[i], &args[i]);
	}
}

static const struct qda_wire_tail *qda_marshal_tail(const void *payload, unsigned int count)
{
	return payload + qda_marshal_head_size(count) - sizeof(struct qda_wire_tail);
}

/**
 * qda_marshal_tags() - where the DSP says which memory its code has done with
 * @payload: payload that is packed
 * @count: number of arguments
 *
 * Return: %QDA_WIRE_TAGS tags; the DSP may write to them at any time.
 */
const __le64 *qda_marshal_tags(const void *payload, unsigned int count)
{
	return qda_marshal_tail(payload, count)->tags;
}
EXPORT_SYMBOL_NS_GPL(qda_marshal_tags, "QDA");

/**
 * qda_marshal_poll_word() - where the DSP says that a call is over
 * @payload: payload that is packed
 * @count: number of arguments
 *
 * Return: the word; the DSP may write to it at any time.
 */
const __le32 *qda_marshal_poll_word(const void *payload, unsigned int count)
{
	return &qda_marshal_tail(payload, count)->poll;
}
