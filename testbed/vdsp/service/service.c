// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: services
 *
 * A call names its object by a handle, and must not reach a PD that is not the
 * caller's. The kernel's own calls carry client id 0 in the message: on handle 1 the first
 * input names the client they are about, on handle 2 they are about the DSP. All other
 * calls belong to the client in the message, whose PD must exist, run, be of the type that
 * the context carries, and own the bank that the payload came through
 * (docs/protocol.md, Objects).
 */
#include "service/service.h"

#include "base/hook.h"
#include "fastrpc/call.h"
#include "fastrpc/domain.h"
#include "fastrpc/fastrpc.h"
#include "fastrpc/process.h"
#include "pd/pd.h"
#include "pd/pd_end.h"

static const struct object *const service_table[] = {
	[SERVICE_REMOTECTL] = &service_remotectl,
	[SERVICE_INIT] = &service_init,
	[SERVICE_UTILITIES] = &service_utilities,
	[SERVICE_LISTENER] = &service_listener,
	[SERVICE_CURRENT_PROCESS] = &service_current_process,
	[SERVICE_ADSPMSGD] = &service_adspmsgd,
	[SERVICE_LISTENER1] = &service_listener1,
	[SERVICE_REMOTECTL1] = &service_remotectl1,
};

#define SERVICE_COUNT (sizeof(service_table) / sizeof(service_table[0]))

static int32_t service_check_pd(const struct call *call, const struct process *pd)
{
	if (!pd || pd->exited)
		return WIRE_EBADSTATE;
	if (WIRE_CTX_PD_TYPE(call->message.ctx) != pd->type)
		return WIRE_EBADSTATE;
	if (call->payload->source.sid != pd->sid)
		return WIRE_EBADPARM;
	return 0;
}

/* All methods of the init object start with the client id; only the kernel may call. */
static int32_t service_find_subject(struct call *call)
{
	int32_t client_id;
	int32_t ret;

	if (call->message.client_id || !WIRE_SC_IN(call->message.sc))
		return WIRE_EBADPARM;
	ret = payload_read(call->payload, 0, 0, &client_id, sizeof(client_id));
	if (!ret)
		call->pd = process_find(call->domain, client_id);
	return ret;
}

static int32_t service_find_client(struct call *call)
{
	call->pd = process_find(call->domain, call->message.client_id);
	return service_check_pd(call, call->pd);
}

static const struct object *service_find_object(const struct call *call)
{
	uint32_t handle = call->message.handle;

	if (handle < SERVICE_COUNT)
		return service_table[handle];
	return call->pd ? process_find_object(call->pd, handle) : NULL;
}

static int32_t service_find_pd(struct call *call)
{
	switch (call->message.handle) {
	case SERVICE_INIT:
		return service_find_subject(call);
	case SERVICE_UTILITIES:
		return 0;
	default:
		return service_find_client(call);
	}
}

static int32_t service_serve(struct call *call)
{
	const struct object *object;
	uint32_t module;
	int32_t ret;

	ret = service_find_pd(call);
	if (ret)
		return ret;
	if (hook_serve(call, &ret))
		return ret;
	if (call->pd && process_find_hosted(call->pd, call->message.handle, &module))
		return pd_invoke(call, module);
	object = service_find_object(call);
	if (object)
		return object_serve(object, call);
	return call->message.handle <= WIRE_STATIC_HANDLE_MAX ? WIRE_EUNSUPPORTED :
								WIRE_EINVHANDLE;
}

const struct fastrpc_server service_server = {
	.serve = service_serve,
	.poll = adspmsgd_poll,
	.detach = pd_detach,
	.forget = adspmsgd_end,
};
