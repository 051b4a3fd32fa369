// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/* As many arguments as a call can have. */
_IDL_STATIC void _idl_begin_nested(struct _idl_call *call)
{
	remote_arg *args;

	memset(call, 0, sizeof(*call));
	args = (remote_arg *)_idl_alloc(call, 255 + 255 + 15 + 15, sizeof(*args));
	if (!args)
		return;
	_idl_begin(call, args, 255, 255, 15);
	call->blocks = (struct _idl_block *)args - 1;
}

/* Moves the arguments together. */
_IDL_STATIC remote_arg *_idl_args(struct _idl_call *call)
{
	remote_arg *end = call->in + call->ins;

	memmove(end, call->out, call->outs * sizeof(*end));
	end += call->outs;
	memmove(end, call->in_handle, call->in_handles * sizeof(*end));
	end += call->in_handles;
	memmove(end, call->out_handle, call->out_handles * sizeof(*end));
	return call->in;
}

/* The length of a list whose elements take arguments of their own. */
_IDL_STATIC void _idl_count(struct _idl_call *call, void *length, const void *data, int count)
{
	memcpy(length, &count, sizeof(count));
	if (call->err)
		return;
	if (count < 0 || (count && !data))
		call->err = AEE_EBADPARM;
	else if (count > 255)
		call->err = AEE_EUNSUPPORTED;
}

/* The buffer for the records of its elements. */
_IDL_STATIC uint8_t *_idl_in_records(struct _idl_call *call, int count, size_t size)
{
	uint8_t *records = (uint8_t *)_idl_alloc(call, count, size);

	_idl_buffer(call, _idl_next(call, call->in, &call->ins, 255), records, count, size);
	return records;
}

_IDL_STATIC uint8_t *_idl_out_records(struct _idl_call *call, int count, size_t size)
{
	uint8_t *records = (uint8_t *)_idl_alloc(call, count, size);

	_idl_buffer(call, _idl_next(call, call->out, &call->outs, 255), records, count, size);
	return records;
}
