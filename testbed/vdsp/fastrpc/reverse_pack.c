// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: packed buffers of reverse calls
 *
 * All inputs of a reverse call travel as one byte array: for each its length in a word
 * and, if that is not 0, its bytes at the next multiple of 8 from the start of the
 * array. A word for each output follows, the bytes that the caller has room for. The
 * outputs come back in the same form, each as long as was asked for
 * (docs/protocol.md, Reverse calls). A word may stand at any address.
 */
#include "fastrpc/reverse_pack.h"

#include <string.h>

#include "fastrpc/wire.h"

#define REVERSE_PACK_ALIGN 8u

static uint64_t reverse_pack_align(uint64_t at)
{
	return (at + REVERSE_PACK_ALIGN - 1) / REVERSE_PACK_ALIGN * REVERSE_PACK_ALIGN;
}

/* Bytes that are only filled up with, if @data is NULL. */
static void reverse_pack_bytes(struct reverse_pack *pack, const void *data, size_t len)
{
	size_t at = pack->len;

	pack->len += len;
	if (pack->len > pack->size)
		return;
	if (data)
		memcpy(pack->bytes + at, data, len);
	else
		memset(pack->bytes + at, 0, len);
}

/**
 * reverse_pack_word() - Append the room that there is for an output.
 * @pack: what has been packed so far
 * @value: bytes
 */
void reverse_pack_word(struct reverse_pack *pack, uint32_t value)
{
	reverse_pack_bytes(pack, &value, sizeof(value));
}

/**
 * reverse_pack_buffer() - Append a buffer.
 * @pack: what has been packed so far
 * @data: its bytes; not looked at if there are none
 * @len: how many
 */
void reverse_pack_buffer(struct reverse_pack *pack, const void *data, uint32_t len)
{
	reverse_pack_word(pack, len);
	if (!len)
		return;
	reverse_pack_bytes(pack, NULL, reverse_pack_align(pack->len) - pack->len);
	reverse_pack_bytes(pack, data, len);
}

/**
 * reverse_unpack_word() - Take the next word.
 * @unpack: the way; one word further afterwards
 * @value: gets the word
 *
 * Return: false if there are not enough bytes.
 */
bool reverse_unpack_word(struct reverse_unpack *unpack, uint32_t *value)
{
	if (unpack->len - unpack->at < sizeof(*value))
		return false;
	memcpy(value, unpack->bytes + unpack->at, sizeof(*value));
	unpack->at += sizeof(*value);
	return true;
}

/**
 * reverse_unpack_buffer() - Take the next buffer.
 * @unpack: the way; one buffer further afterwards
 * @data: gets its bytes, which stay where they are
 * @len: gets how many
 *
 * Return: false if there are not enough bytes.
 */
bool reverse_unpack_buffer(struct reverse_unpack *unpack, const uint8_t **data, uint32_t *len)
{
	uint64_t at;

	if (!reverse_unpack_word(unpack, len))
		return false;
	*data = unpack->bytes + unpack->at;
	if (!*len)
		return true;
	at = reverse_pack_align(unpack->at);
	if (at > unpack->len || *len > unpack->len - at)
		return false;
	*data = unpack->bytes + at;
	unpack->at = at + *len;
	return true;
}

/* Step over the inputs, to the words about the outputs. */
static bool reverse_pack_skip_inputs(struct reverse_unpack *unpack, uint32_t sc)
{
	const uint8_t *data;
	uint32_t len;

	for (unsigned int i = 0; i < WIRE_SC_IN(sc); i++)
		if (!reverse_unpack_buffer(unpack, &data, &len))
			return false;
	return true;
}

/**
 * reverse_pack_is_request() - Do packed inputs belong to these scalars?
 * @in: packed inputs and room for outputs
 * @in_len: bytes, all of which must be used
 * @out_len: gets the bytes that the packed outputs will have
 *
 * Return: true if they do.
 */
bool reverse_pack_is_request(uint32_t sc, const void *in, size_t in_len, uint64_t *out_len)
{
	struct reverse_unpack unpack = { .bytes = in, .len = in_len };
	uint32_t room;

	*out_len = 0;
	if (!reverse_pack_skip_inputs(&unpack, sc))
		return false;
	for (unsigned int i = 0; i < WIRE_SC_OUT(sc); i++) {
		if (!reverse_unpack_word(&unpack, &room))
			return false;
		*out_len += sizeof(room);
		if (room)
			*out_len = reverse_pack_align(*out_len) + room;
	}
	return unpack.at == unpack.len;
}

/**
 * reverse_pack_is_return() - Do packed outputs answer packed inputs?
 * @in: packed inputs, for which reverse_pack_is_request() is true
 * @in_len: bytes
 * @out: packed outputs
 * @out_len: bytes; those behind the last output do not matter
 *
 * Return: true if each output is as long as was asked for.
 */
bool reverse_pack_is_return(uint32_t sc, const void *in, size_t in_len, const void *out,
			    size_t out_len)
{
	struct reverse_unpack asked = { .bytes = in, .len = in_len };
	struct reverse_unpack given = { .bytes = out, .len = out_len };
	const uint8_t *data;
	uint32_t room, len;

	if (!reverse_pack_skip_inputs(&asked, sc))
		return false;
	for (unsigned int i = 0; i < WIRE_SC_OUT(sc); i++)
		if (!reverse_unpack_word(&asked, &room) ||
		    !reverse_unpack_buffer(&given, &data, &len) || len != room)
			return false;
	return true;
}
