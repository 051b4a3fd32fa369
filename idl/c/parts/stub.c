// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/* What a call collects: its arguments by kind, and the first error. */
struct _idl_call {
	remote_arg *in, *out, *in_handle, *out_handle;
	uint32_t ins, outs, in_handles, out_handles;
	struct _idl_block *blocks;
	struct _idl_later *later;
	int err;
};

_IDL_STATIC void _idl_begin(struct _idl_call *call, remote_arg *args, uint32_t ins,
			    uint32_t outs, uint32_t in_handles)
{
	memset(call, 0, sizeof(*call));
	call->in = args;
	call->out = args + ins;
	call->in_handle = args + ins + outs;
	call->out_handle = args + ins + outs + in_handles;
}

/* The next argument; NULL: there has been an error, or there is no room for it. */
_IDL_STATIC remote_arg *_idl_next(struct _idl_call *call, remote_arg *args, uint32_t *count,
				  uint32_t max)
{
	if (!call->err && *count == max)
		call->err = AEE_EUNSUPPORTED;
	return call->err ? NULL : &args[(*count)++];
}

/* A buffer of a number of things. */
_IDL_STATIC void _idl_buffer(struct _idl_call *call, remote_arg *arg, const void *data,
			     int count, size_t size)
{
	if (!arg)
		return;
	if (count < 0 || (count && !data) || (size_t)count > (size_t)-1 / size) {
		call->err = AEE_EBADPARM;
		return;
	}
	arg->buf.pv = (void *)data;
	arg->buf.nLen = (size_t)count * size;
}

/* The buffers of all plain values. */
_IDL_STATIC void _idl_record_in(struct _idl_call *call, const void *record, int size)
{
	_idl_buffer(call, _idl_next(call, call->in, &call->ins, 255), record, size, 1);
}

_IDL_STATIC void _idl_record_out(struct _idl_call *call, void *record, int size)
{
	_idl_buffer(call, _idl_next(call, call->out, &call->outs, 255), record, size, 1);
}

/* A sequence: its length goes into the record. */
_IDL_STATIC void _idl_in(struct _idl_call *call, void *length, const void *data, int count,
			 size_t size)
{
	memcpy(length, &count, sizeof(count));
	_idl_buffer(call, _idl_next(call, call->in, &call->ins, 255), data, count, size);
}

_IDL_STATIC void _idl_out(struct _idl_call *call, void *length, void *data, int count,
			  size_t size)
{
	memcpy(length, &count, sizeof(count));
	_idl_buffer(call, _idl_next(call, call->out, &call->outs, 255), data, count, size);
}

/* A text goes with the NUL at its end. */
_IDL_STATIC void _idl_in_string(struct _idl_call *call, void *length, const char *text)
{
	size_t count = text ? strlen(text) + 1 : 0;

	if (!count || count > 0x7fffffff)
		call->err = call->err ? call->err : (int)AEE_EBADPARM;
	else
		_idl_in(call, length, text, (int)count, 1);
}
