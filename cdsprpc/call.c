// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Calls: the arguments of remote.h become those of libqda. One that lies in
 * registered memory is passed as a part of its buffer, and not copied.
 */
#include <stdlib.h>

#include "aee.h"
#include "bo.h"
#include "buffer.h"
#include "call.h"
#include "pd.h"
#include "qda.h"

/* Arguments that fit on the stack. */
#define CALL_ARGS_SMALL	16

/* Method 31 says in its first input which method is meant; the DSP knows. */

/**
 * struct call - the arguments of one call
 */
struct call {
	/** @args: as libqda wants them */
	struct qda_arg *args;
	/** @bos: buffers that are kept for the call, by argument, or NULL */
	struct qda_bo **bos;
	/** @count: arguments that are done */
	unsigned int count;
};

static int call_add_buffer(struct call *call, struct rpc_device *device,
			   const remote_buf *buf, bool out)
{
	struct qda_arg *arg = &call->args[call->count];
	struct rpc_part part;
	int ret;

	if (!buf->nLen) {
		*arg = out ? qda_arg_out(NULL, 0) : qda_arg_in(NULL, 0);
		return AEE_SUCCESS;
	}
	if (!buf->pv)
		return AEE_EBADPARM;
	ret = rpc_buffer_find(buf->pv, buf->nLen, device, &part);
	if (ret)
		return ret;
	call->bos[call->count] = part.bo;
	if (!part.bo)
		*arg = out ? qda_arg_out(buf->pv, buf->nLen) :
			     qda_arg_in(buf->pv, buf->nLen);
	else
		*arg = out ? qda_arg_out_bo(part.bo, part.offset, part.size) :
			     qda_arg_in_bo(part.bo, part.offset, part.size);
	return AEE_SUCCESS;
}

static int call_add_handle(struct call *call, struct rpc_device *device,
			   const remote_dma_handle *dma, bool out)
{
	struct qda_arg *arg = &call->args[call->count];
	struct rpc_part part;
	int ret;

	ret = rpc_handle_fd_find(dma->fd, dma->offset, device, &part);
	if (ret)
		return ret;
	call->bos[call->count] = part.bo;
	*arg = out ? qda_arg_out_handle(part.bo, part.offset, part.size) :
		     qda_arg_in_handle(part.bo, part.offset, part.size);
	*arg = qda_arg_with_number(*arg, (uint32_t)dma->fd);
	return AEE_SUCCESS;
}

/* Inputs, outputs, input handles, output handles: in this order. */
static int call_add_all(struct call *call, struct rpc_device *device,
			uint32_t scalars, const remote_arg *pra)
{
	unsigned int ins = REMOTE_SCALARS_INBUFS(scalars);
	unsigned int bufs = ins + REMOTE_SCALARS_OUTBUFS(scalars);
	unsigned int in_handles = bufs + REMOTE_SCALARS_INHANDLES(scalars);
	unsigned int all = REMOTE_SCALARS_LENGTH(scalars);
	int ret = AEE_SUCCESS;

	for (unsigned int i = 0; i < all && !ret; i++) {
		if (i < bufs)
			ret = call_add_buffer(call, device, &pra[i].buf, i >= ins);
		else
			ret = call_add_handle(call, device, &pra[i].dma,
					      i >= in_handles);
		call->count += !ret;
	}
	return ret;
}

static int call_run(struct rpc_session *session, uint32_t handle,
		    uint32_t scalars, const remote_arg *pra, struct call *call)
{
	int32_t result = 0;
	int ret;

	ret = call_add_all(call, session->device, scalars, pra);
	if (!ret) {
		ret = qda_invoke(session->session, handle,
				 REMOTE_SCALARS_METHOD(scalars), call->args,
				 call->count, 0, &result);
		ret = ret ? rpc_aee(ret) : result;
	}
	for (unsigned int i = 0; i < call->count; i++) {
		if (call->bos[i])
			qda_bo_put(call->bos[i]);
	}
	return ret;
}

/**
 * rpc_call() - call a method and wait for it
 * @session: the process
 * @handle: the DSP's number of the object
 * @scalars: method and number of arguments
 * @pra: the arguments
 *
 * Return: what the method returned, or an AEE code.
 */
int rpc_call(struct rpc_session *session, uint32_t handle, uint32_t scalars,
	     const remote_arg *pra)
{
	unsigned int count = REMOTE_SCALARS_LENGTH(scalars);
	struct qda_arg args[CALL_ARGS_SMALL];
	struct qda_bo *bos[CALL_ARGS_SMALL] = { NULL };
	struct call call = { .args = args, .bos = bos };
	int ret = AEE_ENOMEMORY;

	if (count && !pra)
		return AEE_EBADPARM;
	if (count <= CALL_ARGS_SMALL)
		return call_run(session, handle, scalars, pra, &call);

	call.args = calloc(count, sizeof(*call.args));
	call.bos = calloc(count, sizeof(*call.bos));
	if (call.args && call.bos)
		ret = call_run(session, handle, scalars, pra, &call);
	free(call.args);
	free(call.bos);
	return ret;
}

/**
 * rpc_call_numbers() - call a method that takes some numbers
 * @session: the process
 * @handle: the DSP's number of the object
 * @method: its method
 * @numbers: the numbers
 * @count: how many
 *
 * Return: as rpc_call().
 */
int rpc_call_numbers(struct rpc_session *session, uint32_t handle,
		     uint32_t method, const uint32_t *numbers, unsigned int count)
{
	remote_arg arg = {
		.buf = { (void *)(uintptr_t)numbers, count * sizeof(*numbers) },
	};

	return rpc_call(session, handle,
			REMOTE_SCALARS_MAKE(method, count ? 1 : 0, 0), &arg);
}
