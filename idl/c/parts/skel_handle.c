// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/* Memory that is passed by name. */
_IDL_STATIC void _idl_handle(struct _idl_call *call, remote_arg **next, const remote_arg *end,
			     int *fd, uint32_t *offset, uint32_t *size)
{
	if (call->err)
		return;
	if (*next == end || adsp_mmap_fd_getinfo((*next)->dma.fd, size)) {
		call->err = AEE_EBADPARM;
		return;
	}
	*fd = (*next)->dma.fd;
	*offset = (*next)->dma.offset;
	++*next;
}

_IDL_STATIC void _idl_in_handle(struct _idl_call *call, int *fd, uint32_t *offset, uint32_t *size)
{
	_idl_handle(call, &call->in_handle, call->in_handle_end, fd, offset, size);
}

_IDL_STATIC void _idl_out_handle(struct _idl_call *call, int *fd, uint32_t *offset,
				 uint32_t *size)
{
	_idl_handle(call, &call->out_handle, call->out_handle_end, fd, offset, size);
}
