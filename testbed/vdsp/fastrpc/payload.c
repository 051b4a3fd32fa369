// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: payload
 *
 * The payload buffer of a call starts with metadata: n remote arguments, n list
 * entries, n pages, the release list, the CRC list and the poll word. The bytes of
 * argument i lie at page[list[i].pgidx].addr + (pv & 0xfff), for arguments that the
 * guest copied into the payload and for those it mapped (docs/protocol.md, Payload).
 *
 * The guest can change all of this while we look at it. So each descriptor is read once,
 * checked against the page that it names, and kept as our own copy. All addresses of a
 * call must lie in the bank of the call.
 */
#include "fastrpc/payload.h"

#include <stdlib.h>

#include "mem/mem.h"

/* Where the descriptors of a call are taken apart; the largest metadata is 21 KiB. */
struct payload_metadata {
	union {
		struct wire_remote_buffer buffer;
		struct wire_remote_handle handle;
	} remote[WIRE_ARGS_MAX];
	struct wire_list list[WIRE_ARGS_MAX];
	struct wire_page page[WIRE_ARGS_MAX];
};

/**
 * payload_count() - Number of arguments of all kinds.
 *
 * Return: 0 to 540.
 */
unsigned int payload_count(uint32_t sc)
{
	return WIRE_SC_IN(sc) + WIRE_SC_OUT(sc) + WIRE_SC_IN_HANDLES(sc) +
	       WIRE_SC_OUT_HANDLES(sc);
}

/**
 * payload_iova() - Take a device address apart.
 * @source: the bank that it must lie in
 * @addr: device address
 * @size: bytes from there on, not 0
 * @iova: gets the address without the stream id
 *
 * Return: 0, or WIRE_EBADPARM for another stream id or a range that wraps.
 */
int32_t payload_iova(const struct payload_source *source, uint64_t addr, uint64_t size,
		     uint64_t *iova)
{
	uint64_t limit = 1ull << source->sid_shift;

	if (addr >> source->sid_shift != source->sid)
		return WIRE_EBADPARM;
	*iova = addr & (limit - 1);
	if (!size || size > limit - *iova)
		return WIRE_EBADPARM;
	return 0;
}

static int32_t payload_read_metadata(const struct payload *p, struct payload_metadata *meta)
{
	const struct payload_source *s = &p->source;
	unsigned int n = p->count;

	if (!n)
		return 0;
	if (mem_read(s->mem, s->stream, p->iova, meta->remote, n * sizeof(meta->remote[0])) ||
	    mem_read(s->mem, s->stream, p->iova + WIRE_LIST_OFFSET(n), meta->list,
		     n * sizeof(meta->list[0])) ||
	    mem_read(s->mem, s->stream, p->iova + WIRE_PAGE_OFFSET(n), meta->page,
		     n * sizeof(meta->page[0])))
		return WIRE_EBADPARM;
	return 0;
}

/* The page that argument @i names, as IOVA. */
static int32_t payload_find_page(const struct payload *p, const struct payload_metadata *meta,
				 unsigned int i, struct wire_page *page)
{
	const struct wire_list *list = &meta->list[i];

	if (list->num != 1 || list->pgidx >= p->count)
		return WIRE_EBADPARM;
	*page = meta->page[list->pgidx];
	if (page->addr % WIRE_PAGE_SIZE)
		return WIRE_EBADPARM;
	return payload_iova(&p->source, page->addr, page->size, &page->addr);
}

static int32_t payload_decode_buffer(struct payload *p, const struct payload_metadata *meta,
				     unsigned int i)
{
	const struct wire_remote_buffer *remote = &meta->remote[i].buffer;
	uint64_t offset = remote->pv % WIRE_PAGE_SIZE;
	struct payload_arg *arg = &p->args[i];
	struct wire_page page;

	arg->fd = -1;
	if (!remote->len)
		return 0;
	if (payload_find_page(p, meta, i, &page))
		return WIRE_EBADPARM;
	if (offset >= page.size || remote->len > page.size - offset)
		return WIRE_EBADPARM;
	arg->iova = page.addr + offset;
	arg->len = remote->len;
	return 0;
}

/* The page of a handle argument is its whole map, from the start. */
static int32_t payload_decode_handle(struct payload *p, const struct payload_metadata *meta,
				     unsigned int i)
{
	const struct wire_remote_handle *remote = &meta->remote[i].handle;
	struct payload_arg *arg = &p->args[i];
	struct wire_page page;

	arg->fd = remote->fd;
	arg->offset = remote->offset;
	if (!remote->len)
		return 0;
	if (payload_find_page(p, meta, i, &page))
		return WIRE_EBADPARM;
	if (remote->offset >= page.size || remote->len > page.size - remote->offset)
		return WIRE_EBADPARM;
	arg->iova = page.addr + remote->offset;
	arg->len = remote->len;
	return 0;
}

static int32_t payload_decode_args(struct payload *p)
{
	unsigned int buffers = WIRE_SC_IN(p->sc) + WIRE_SC_OUT(p->sc);
	struct payload_metadata *meta = malloc(sizeof(*meta));
	int32_t ret;

	if (!meta)
		return WIRE_ENOMEMORY;
	ret = payload_read_metadata(p, meta);
	for (unsigned int i = 0; !ret && i < p->count; i++)
		ret = i < buffers ? payload_decode_buffer(p, meta, i) :
				    payload_decode_handle(p, meta, i);
	free(meta);
	return ret;
}

/**
 * payload_decode() - Read and check the descriptors of a call.
 * @source: the bank that the call came through
 * @result: gets the payload, to be freed with free(); NULL on failure
 *
 * Return: 0; WIRE_EBADPARM if the message or a descriptor is malformed or cannot be
 * read (the guest then got an SMMU event); WIRE_ENOMEMORY.
 */
int32_t payload_decode(const struct payload_source *source, const struct wire_invoke *msg,
		       struct payload **result)
{
	unsigned int n = payload_count(msg->sc);
	struct payload *p;
	uint64_t iova;
	int32_t ret;

	*result = NULL;
	if (WIRE_SC_ATTRIBUTES(msg->sc) || msg->addr % WIRE_PAGE_SIZE ||
	    msg->size % WIRE_PAGE_SIZE || msg->size < WIRE_META_SIZE(n) ||
	    payload_iova(source, msg->addr, msg->size, &iova))
		return WIRE_EBADPARM;
	p = calloc(1, sizeof(*p) + n * sizeof(p->args[0]));
	if (!p)
		return WIRE_ENOMEMORY;
	p->source = *source;
	p->iova = iova;
	p->sc = msg->sc;
	p->count = n;
	ret = payload_decode_args(p);
	if (ret) {
		free(p);
		return ret;
	}
	*result = p;
	return 0;
}

/**
 * payload_read() - Read a part of an argument.
 * @arg: index of the argument
 * @offset: where in the argument
 * @buf: gets the bytes
 * @len: how many
 *
 * Return: 0, or WIRE_EBADPARM if the part is not in the argument or faults.
 */
int32_t payload_read(const struct payload *p, unsigned int arg, uint64_t offset,
		     void *buf, size_t len)
{
	const struct payload_arg *a = &p->args[arg];

	if (offset > a->len || len > a->len - offset)
		return WIRE_EBADPARM;
	if (mem_read(p->source.mem, p->source.stream, a->iova + offset, buf, len))
		return WIRE_EBADPARM;
	return 0;
}

/**
 * payload_write() - Write a part of an argument.
 * @arg: index of the argument
 * @offset: where in the argument
 * @buf: the bytes
 * @len: how many
 *
 * Return: 0, or WIRE_EBADPARM if the part is not in the argument or faults.
 */
int32_t payload_write(const struct payload *p, unsigned int arg, uint64_t offset,
		      const void *buf, size_t len)
{
	const struct payload_arg *a = &p->args[arg];

	if (offset > a->len || len > a->len - offset)
		return WIRE_EBADPARM;
	if (mem_write(p->source.mem, p->source.stream, a->iova + offset, buf, len))
		return WIRE_EBADPARM;
	return 0;
}

/**
 * payload_fetch() - Read an argument that is a struct.
 * @arg: index of the argument
 * @buf: gets the bytes
 * @size: size of the struct; the argument must have exactly this size
 *
 * Return: 0 or WIRE_EBADPARM.
 */
int32_t payload_fetch(const struct payload *p, unsigned int arg, void *buf, size_t size)
{
	if (p->args[arg].len != size)
		return WIRE_EBADPARM;
	return payload_read(p, arg, 0, buf, size);
}

/**
 * payload_store() - Write an argument that is a struct.
 * @arg: index of the argument
 * @buf: the bytes
 * @size: size of the struct; the argument must have exactly this size
 *
 * Return: 0 or WIRE_EBADPARM.
 */
int32_t payload_store(const struct payload *p, unsigned int arg, const void *buf,
		      size_t size)
{
	if (p->args[arg].len != size)
		return WIRE_EBADPARM;
	return payload_write(p, arg, 0, buf, size);
}
