// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The length of a list whose elements take arguments of their own: each takes at
 * least one, so there cannot be more than a call has.
 */
_IDL_STATIC void _idl_count(struct _idl_call *call, const uint8_t *length, int *count)
{
	uint32_t number;

	memcpy(&number, length, sizeof(number));
	if (!call->err && number > 255)
		call->err = AEE_EBADPARM;
	*count = call->err ? 0 : (int)number;
}

/* The buffer with the records of its elements. */
_IDL_STATIC const uint8_t *_idl_in_records(struct _idl_call *call, int count, size_t size,
					   size_t align)
{
	return (const uint8_t *)_idl_take(call, &call->in, call->in_end, (uint32_t)count, size,
					  align);
}

_IDL_STATIC uint8_t *_idl_out_records(struct _idl_call *call, int count, size_t size,
				      size_t align)
{
	uint8_t *records = (uint8_t *)_idl_take(call, &call->out, call->out_end,
						(uint32_t)count, size, align);

	if (records)
		memset(records, 0, (size_t)count * size);
	return records;
}
