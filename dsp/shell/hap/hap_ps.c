// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The process that a PD is. Signatures and layouts as in Qualcomm's HAP_ps.h.
 */

#include "guest/guest.h"
#include "os/error.h"
#include "os/export.h"

#define HAP_PS_GET_PID		1u
#define HAP_PS_CEILING		64	/* what unsigned PDs may have at most */

struct hap_ps_request {
	uint8_t type;		/* an enum, as short as it can be */
	uint8_t pad[3];
	int32_t pid;
};

/*
 * What the guest's kernel names the client by when it creates the PD. Older
 * kernels send the pid; newer ones a number of their own.
 */
int HAP_get_userpd_params(struct hap_ps_request *request)
{
	if (!request)
		return ERROR_BAD_PARAMETER;
	if (request->type != HAP_PS_GET_PID)
		return ERROR_UNSUPPORTED_API;
	request->pid = guest_client;
	return 0;
}
EXPORT(HAP_get_userpd_params);

int HAP_get_thread_priority_ceiling(void)
{
	return HAP_PS_CEILING;
}
EXPORT(HAP_get_thread_priority_ceiling);

int HAP_set_process_name(const char *name)
{
	return name ? 0 : ERROR_BAD_PARAMETER;
}
EXPORT(HAP_set_process_name);

/* Waking the client before a call is done saves nothing here. */
int HAP_send_early_signal(uint32_t thread, uint32_t us)
{
	(void)thread;
	(void)us;
	return 0;
}
EXPORT(HAP_send_early_signal);
EXPORT_AS(fastrpc_send_early_signal, &HAP_send_early_signal);
