// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Asynchronous calls: the open FastRPC has the functions and no DSP that does
 * them. They say so.
 */
#include "aee.h"
#include "remote.h"

int fastrpc_async_get_status(fastrpc_async_jobid jobid, int timeout_us,
			     int *result)
{
	(void)jobid;
	(void)timeout_us;
	(void)result;
	return AEE_EUNSUPPORTED;
}

int fastrpc_release_async_job(fastrpc_async_jobid jobid)
{
	(void)jobid;
	return AEE_EUNSUPPORTED;
}

int remote_handle_invoke_async(remote_handle h, fastrpc_async_descriptor_t *desc,
			       uint32_t scalars, remote_arg *pra)
{
	(void)h;
	(void)desc;
	(void)scalars;
	(void)pra;
	return AEE_EUNSUPPORTED;
}

int remote_handle64_invoke_async(remote_handle64 h,
				 fastrpc_async_descriptor_t *desc,
				 uint32_t scalars, remote_arg *pra)
{
	(void)h;
	(void)desc;
	(void)scalars;
	(void)pra;
	return AEE_EUNSUPPORTED;
}
