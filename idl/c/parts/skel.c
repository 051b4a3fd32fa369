// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/* The arguments of a call that are not taken yet, and the first error. */
struct _idl_call {
	remote_arg *in, *in_end, *out, *out_end;
	remote_arg *in_handle, *in_handle_end, *out_handle, *out_handle_end;
	struct _idl_block *blocks;
	struct _idl_later *later;
	int err;
};

_IDL_STATIC void _idl_begin(struct _idl_call *call, uint32_t sc, remote_arg *args)
{
	memset(call, 0, sizeof(*call));
	call->in = args;
	call->in_end = args + REMOTE_SCALARS_INBUFS(sc);
	call->out = call->in_end;
	call->out_end = call->out + REMOTE_SCALARS_OUTBUFS(sc);
	call->in_handle = call->out_end;
	call->in_handle_end = call->in_handle + REMOTE_SCALARS_INHANDLES(sc);
	call->out_handle = call->in_handle_end;
	call->out_handle_end = call->out_handle + REMOTE_SCALARS_OUTHANDLES(sc);
}

/* All arguments must have been taken. */
_IDL_STATIC void _idl_end(struct _idl_call *call)
{
	if (!call->err && (call->in != call->in_end || call->out != call->out_end ||
			   call->in_handle != call->in_handle_end ||
			   call->out_handle != call->out_handle_end))
		call->err = AEE_EBADPARM;
}

/* The next buffer, which has to hold so much and lie right for it. */
_IDL_STATIC void *_idl_take(struct _idl_call *call, remote_arg **next, const remote_arg *end,
			    uint32_t count, size_t size, size_t align)
{
	const remote_arg *arg = *next;

	if (call->err)
		return NULL;
	if (arg == end || count > 0x7fffffff || count > arg->buf.nLen / size ||
	    (count && (!arg->buf.pv || (uintptr_t)arg->buf.pv % align))) {
		call->err = AEE_EBADPARM;
		return NULL;
	}
	++*next;
	return arg->buf.pv;
}

/* The buffers of all plain values. */
_IDL_STATIC const uint8_t *_idl_record_in(struct _idl_call *call, size_t size, size_t align)
{
	return (const uint8_t *)_idl_take(call, &call->in, call->in_end, 1, size, align);
}

_IDL_STATIC uint8_t *_idl_record_out(struct _idl_call *call, size_t size, size_t align)
{
	const remote_arg *arg = call->out;
	uint8_t *record = (uint8_t *)_idl_take(call, &call->out, call->out_end, 1, size, align);

	if (record)
		memset(record, 0, arg->buf.nLen);
	return record;
}

/* A sequence, whose length is in a record. */
_IDL_STATIC void *_idl_in(struct _idl_call *call, const uint8_t *length, int *count, size_t size,
			  size_t align)
{
	uint32_t number;
	void *data;

	memcpy(&number, length, sizeof(number));
	data = _idl_take(call, &call->in, call->in_end, number, size, align);
	*count = call->err ? 0 : (int)number;
	return data;
}

_IDL_STATIC void *_idl_out(struct _idl_call *call, const uint8_t *length, int *count, size_t size,
			   size_t align)
{
	uint32_t number;
	void *data;

	memcpy(&number, length, sizeof(number));
	data = _idl_take(call, &call->out, call->out_end, number, size, align);
	*count = call->err ? 0 : (int)number;
	return data;
}

/* A text, of units of a size, ends with a NUL. */
_IDL_STATIC void *_idl_in_string(struct _idl_call *call, const uint8_t *length, int *count,
				 size_t size)
{
	const uint8_t *text = (const uint8_t *)_idl_in(call, length, count, size, size), *last;

	if (call->err)
		return NULL;
	last = *count ? text + ((size_t)*count - 1) * size : NULL;
	if (!last || last[0] || last[size - 1]) {
		call->err = AEE_EBADPARM;
		return NULL;
	}
	return (void *)text;
}

/* What goes in and comes out: the output begins as a copy of the input. */
_IDL_STATIC void *_idl_inout(struct _idl_call *call, const void *from, int from_count,
			     const uint8_t *length, int *count, size_t size, size_t align)
{
	void *to = _idl_out(call, length, count, size, align);

	if (!call->err && from_count > *count)
		call->err = AEE_EBADPARM;
	if (!call->err && from_count)
		memmove(to, from, (size_t)from_count * size);
	return to;
}
