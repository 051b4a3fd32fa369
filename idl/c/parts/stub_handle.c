// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/* Memory that is passed by name: the library gets to know its size, the DSP knows it. */
_IDL_STATIC void _idl_handle(struct _idl_call *call, remote_arg *args, uint32_t *count, int fd,
			     uint32_t offset, uint32_t size)
{
	remote_arg *arg;

	if (!call->err && *count == 15)
		call->err = AEE_EBADPARM;
	arg = _idl_next(call, args, count, 15);
	if (!arg)
		return;
	memset(arg, 0, sizeof(*arg));
	arg->dma.fd = fd;
	arg->dma.offset = offset;
	if (__QAIC_REMOTE(remote_register_dma_handle)(fd, size))
		call->err = AEE_EBADPARM;
}

_IDL_STATIC void _idl_in_handle(struct _idl_call *call, int fd, uint32_t offset, uint32_t size)
{
	_idl_handle(call, call->in_handle, &call->in_handles, fd, offset, size);
}

_IDL_STATIC void _idl_out_handle(struct _idl_call *call, int fd, uint32_t offset, uint32_t size)
{
	_idl_handle(call, call->out_handle, &call->out_handles, fd, offset, size);
}
