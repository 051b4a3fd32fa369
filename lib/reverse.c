// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Reverse calls as they lie in the listener's buffers. Inputs: for each one
 * its size in 4 bytes and, if it has any, its bytes from the next multiple of
 * 8 on; then the size of each output in 4 bytes. Outputs in the same way, each
 * with the size that was asked for. Multiples count from the beginning of the
 * packed bytes, and a size follows the bytes before it without a gap.
 *
 * All of it comes from code on the DSP: nothing in it is believed.
 */
#include <string.h>

#include "reverse.h"

#define REVERSE_ALIGN	8u

/**
 * struct reverse_cursor - a place in packed inputs
 */
struct reverse_cursor {
	/** @bytes: the packed bytes */
	uint8_t *bytes;
	/** @size: how many */
	size_t size;
	/** @at: the place, at most @size */
	size_t at;
};

static size_t reverse_aligned(size_t at)
{
	return (at + REVERSE_ALIGN - 1) & ~(size_t)(REVERSE_ALIGN - 1);
}

/* Takes the next 4 bytes; whether they are there. */
static int reverse_take_size(struct reverse_cursor *cursor, uint32_t *size)
{
	if (cursor->size - cursor->at < sizeof(*size))
		return 0;
	memcpy(size, cursor->bytes + cursor->at, sizeof(*size));
	cursor->at += sizeof(*size);
	return 1;
}

static int reverse_take_buf(struct reverse_cursor *cursor,
			    struct qda_reverse_buf *buf)
{
	size_t begin;

	if (!reverse_take_size(cursor, &buf->size))
		return 0;
	buf->bytes = cursor->bytes + cursor->at;
	if (!buf->size)
		return 1;

	begin = reverse_aligned(cursor->at);
	if (begin > cursor->size || buf->size > cursor->size - begin)
		return 0;
	buf->bytes = cursor->bytes + begin;
	cursor->at = begin + buf->size;
	return 1;
}

/* Method 31 says that the first number is the method. */
static int32_t reverse_take_method(struct qda_reverse *call, uint32_t scalars)
{
	call->method = scalars >> 24 & 0x1f;
	if (call->method != 31)
		return 0;
	if (!call->in_count || call->in[0].size < sizeof(call->method))
		return QDA_REVERSE_EBADPARM;
	call->method = qda_reverse_u32(call, 0);
	return 0;
}

/**
 * qda_reverse_unpack() - find the buffers of a call
 * @call: where to put them; the outputs have a size and no bytes yet
 * @scalars: its scalars word
 * @packed: its inputs; stays where it is as long as @call
 * @size: bytes at @packed
 *
 * Return: 0; %QDA_REVERSE_EBADPARM if they do not lie in @packed, or there
 * are handles; %QDA_REVERSE_EUNSUPPORTED for more buffers than any method
 * has; %QDA_REVERSE_EBADSIZE for outputs of unreasonable size.
 */
int32_t qda_reverse_unpack(struct qda_reverse *call, uint32_t scalars,
			   uint8_t *packed, size_t size)
{
	struct reverse_cursor cursor = { .bytes = packed, .size = size };
	uint64_t out_size = 0;

	memset(call, 0, sizeof(*call));
	if (scalars & 0xff)
		return QDA_REVERSE_EBADPARM;
	call->in_count = scalars >> 16 & 0xff;
	call->out_count = scalars >> 8 & 0xff;
	if (call->in_count > QDA_REVERSE_BUFS ||
	    call->out_count > QDA_REVERSE_BUFS)
		return QDA_REVERSE_EUNSUPPORTED;

	for (unsigned int i = 0; i < call->in_count; i++) {
		if (!reverse_take_buf(&cursor, &call->in[i]))
			return QDA_REVERSE_EBADPARM;
	}
	for (unsigned int i = 0; i < call->out_count; i++) {
		if (!reverse_take_size(&cursor, &call->out[i].size))
			return QDA_REVERSE_EBADPARM;
		out_size += call->out[i].size;
	}
	if (out_size > QDA_REVERSE_OUT_MAX)
		return QDA_REVERSE_EBADSIZE;
	return reverse_take_method(call, scalars);
}

/**
 * qda_reverse_out_size() - room that the packed outputs need
 * @call: the call, unpacked
 *
 * Return: bytes.
 */
size_t qda_reverse_out_size(const struct qda_reverse *call)
{
	size_t size = 0;

	for (unsigned int i = 0; i < call->out_count; i++) {
		size += sizeof(call->out[i].size);
		if (call->out[i].size)
			size = reverse_aligned(size) + call->out[i].size;
	}
	return size;
}

/**
 * qda_reverse_place() - give the outputs their place
 * @call: the call, unpacked
 * @packed: room for qda_reverse_out_size() bytes, cleared here
 */
void qda_reverse_place(struct qda_reverse *call, uint8_t *packed)
{
	size_t at = 0;

	/* memset() wants an address even for nothing. */
	if (call->out_count)
		memset(packed, 0, qda_reverse_out_size(call));
	for (unsigned int i = 0; i < call->out_count; i++) {
		struct qda_reverse_buf *out = &call->out[i];

		memcpy(packed + at, &out->size, sizeof(out->size));
		at += sizeof(out->size);
		if (out->size)
			at = reverse_aligned(at);
		out->bytes = packed + at;
		at += out->size;
	}
}

/**
 * qda_reverse_find() - the method that a call is for
 * @call: the call
 * @methods: what the object can do
 * @count: number of @methods
 *
 * Return: the method, or NULL if it is none of them.
 */
const struct qda_reverse_method *
qda_reverse_find(const struct qda_reverse *call,
		 const struct qda_reverse_method *methods, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (methods[i].number == call->method)
			return &methods[i];
	}
	return NULL;
}

/**
 * qda_reverse_run() - run a method
 * @call: the call, its outputs placed
 * @method: the method, or NULL if the object does not have it
 * @object: the object
 *
 * Return: 0 or an AEE code: %QDA_REVERSE_EUNSUPPORTED for a method that is
 * not served, %QDA_REVERSE_EBADPARM for buffers that are not the method's.
 */
int32_t qda_reverse_run(struct qda_reverse *call,
			const struct qda_reverse_method *method, void *object)
{
	if (!method)
		return QDA_REVERSE_EUNSUPPORTED;
	if (call->in_count != method->in_count ||
	    call->out_count != method->out_count ||
	    call->in[0].size < method->in_size ||
	    call->out[0].size < method->out_size)
		return QDA_REVERSE_EBADPARM;
	return method->serve(object, call);
}

/**
 * qda_reverse_u32() - a number of the first input
 * @call: the call
 * @offset: where it is; the method has said that so much is there
 *
 * Return: the number.
 */
uint32_t qda_reverse_u32(const struct qda_reverse *call, size_t offset)
{
	uint32_t value;

	memcpy(&value, call->in[0].bytes + offset, sizeof(value));
	return value;
}

/**
 * qda_reverse_u64() - the same for 8 bytes
 * @call: the call
 * @offset: where it is
 *
 * Return: the number.
 */
uint64_t qda_reverse_u64(const struct qda_reverse *call, size_t offset)
{
	uint64_t value;

	memcpy(&value, call->in[0].bytes + offset, sizeof(value));
	return value;
}

/**
 * qda_reverse_text() - a text among the inputs
 * @call: the call
 * @in: which input
 * @offset: where the first input says how long it is, NUL included
 *
 * Return: the text, or NULL if it has no end where its end should be.
 */
const char *qda_reverse_text(const struct qda_reverse *call, unsigned int in,
			     size_t offset)
{
	const struct qda_reverse_buf *buf = &call->in[in];
	uint32_t size = qda_reverse_u32(call, offset);

	if (!size || size > buf->size || buf->bytes[size - 1])
		return NULL;
	return (const char *)buf->bytes;
}

/**
 * qda_reverse_put() - write into the first output
 * @call: the call
 * @offset: where; the method has said that so much is there
 * @value: what
 * @size: bytes of it
 */
void qda_reverse_put(struct qda_reverse *call, size_t offset,
		     const void *value, size_t size)
{
	memcpy(call->out[0].bytes + offset, value, size);
}
