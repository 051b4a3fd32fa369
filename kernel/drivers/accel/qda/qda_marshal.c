// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/align.h>
#include <linux/errno.h>
#include <linux/math.h>
#include <linux/stddef.h>
#include <linux/string.h>

#include <asm/byteorder.h>

#include "qda_marshal.h"
#include "qda_wire.h"

/**
 * DOC: Payload
 *
 * The message of a call is too short to say where its arguments are, so it
 * points to a payload. This holds, for n arguments: n entries of what they are,
 * n of which pages they have, n page entries, and a tail of fixed size. The DSP
 * finds the bytes of a buffer at page address + (pv & 0xfff).
 *
 * The functions here are pure: no device, no lock, no user pointer. They only
 * write to the payload. What the DSP leaves in it is read nowhere but in the
 * poll word, and in the tags.
 */

/**
 * qda_marshal_size() - bytes of a payload
 * @count: number of arguments
 *
 * Return: the bytes up to the next multiple of 128: what the kernel itself adds
 * to its own calls starts on a cache line of the DSP.
 */
size_t qda_marshal_size(unsigned int count)
{
	return ALIGN(count * (sizeof(struct qda_wire_arg) + sizeof(struct qda_wire_list) +
			      sizeof(struct qda_wire_page)) + sizeof(struct qda_wire_tail),
		     QDA_WIRE_ALIGN);
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

static struct qda_wire_tail *qda_marshal_tail(const void *payload, unsigned int count)
{
	return (void *)payload + count * (sizeof(struct qda_wire_arg) +
					  sizeof(struct qda_wire_list) +
					  sizeof(struct qda_wire_page));
}

/**
 * qda_marshal_pack() - write a payload
 * @payload: memory of qda_marshal_size() bytes
 * @args: arguments
 * @count: number of arguments
 */
void qda_marshal_pack(void *payload, const struct qda_arg *args, unsigned int count)
{
	struct qda_wire_arg *wire = payload;
	struct qda_wire_list *list = (void *)(wire + count);
	struct qda_wire_page *page = (void *)(list + count);

	memset(qda_marshal_tail(payload, count), 0, sizeof(struct qda_wire_tail));

	for (unsigned int i = 0; i < count; i++) {
		list[i].page = cpu_to_le32(i);
		list[i].num = cpu_to_le32(!!args[i].size);
		if (!args[i].size) {
			wire[i] = (struct qda_wire_arg){};
			page[i] = (struct qda_wire_page){};
		} else if (args[i].is_handle) {
			qda_marshal_pack_handle((void *)&wire[i], &page[i], &args[i]);
		} else {
			qda_marshal_pack_buffer(&wire[i], &page[i], &args[i]);
		}
	}
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
