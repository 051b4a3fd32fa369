// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A program of remote.h: requests to a session and to a handle, two sessions at once,
 * and the two ways to end a process from outside.
 */
#include <remote.h>

#include "say.h"

static void requests_session(const char *name, uint32_t request, void *data, uint32_t size)
{
	say(name, (unsigned int)remote_session_control(request, data, size));
}

static void requests_before(void)
{
	struct remote_rpc_thread_params params = { CDSP_DOMAIN_ID, 100, 65536 };
	struct remote_rpc_relative_thread_priority priority = { CDSP_DOMAIN_ID, -10 };
	struct remote_rpc_control_pd_dump dump = { CDSP_DOMAIN_ID, 1 };
	struct remote_rpc_pd_initmem_size memory = { CDSP_DOMAIN_ID, 4 << 20 };
	struct remote_process_type type = { CDSP_DOMAIN_ID, -1 };
	struct remote_rpc_control_unsigned_module wish = { CDSP_DOMAIN_ID, 1 };

	requests_session("thread-params", FASTRPC_THREAD_PARAMS, &params, sizeof(params));
	params.prio = 0;
	requests_session("thread-params-bad", FASTRPC_THREAD_PARAMS, &params, sizeof(params));
	requests_session("priority", FASTRPC_RELATIVE_THREAD_PRIORITY, &priority,
			 sizeof(priority));
	requests_session("dump", FASTRPC_CONTROL_PD_DUMP, &dump, sizeof(dump));
	requests_session("unsigned", DSPRPC_CONTROL_UNSIGNED_MODULE, &wish, sizeof(wish));
	requests_session("memory", FASTRPC_PD_INITMEM_SIZE, &memory, sizeof(memory));
	requests_session("type", FASTRPC_REMOTE_PROCESS_TYPE, &type, sizeof(type));
	say("type-is", (unsigned int)type.process_type);
	requests_session("reserved", FASTRPC_RESERVED_1, &type, sizeof(type));
	requests_session("unknown", 99, &type, sizeof(type));
	requests_session("wrong-size", FASTRPC_THREAD_PARAMS, &params, 4);
}

static int requests_heard(void *context, int domain, int session,
			  remote_rpc_status_flags_t status)
{
	(void)context;
	(void)domain;
	(void)session;
	(void)status;
	return 0;
}

static void requests_handle(remote_handle64 handle)
{
	struct remote_rpc_control_latency latency = { RPC_PM_QOS, 100 };
	struct remote_rpc_control_unsigned_module wish = { CDSP_DOMAIN_ID, 0 };
	remote_rpc_get_domain_t domain = { -1 };

	say("latency-pm", (unsigned int)remote_handle64_control(handle, DSPRPC_CONTROL_LATENCY,
								 &latency, sizeof(latency)));
	latency.enable = RPC_ADAPTIVE_QOS;
	say("latency-adaptive", (unsigned int)remote_handle64_control(
		handle, DSPRPC_CONTROL_LATENCY, &latency, sizeof(latency)));
	latency.enable = RPC_POLL_QOS;
	say("latency-poll", (unsigned int)remote_handle64_control(
		handle, DSPRPC_CONTROL_LATENCY, &latency, sizeof(latency)));
	say("domain", (unsigned int)remote_handle64_control(handle, DSPRPC_GET_DOMAIN, &domain,
							     sizeof(domain)));
	say("domain-is", (unsigned int)domain.domain);
	requests_session("unsigned-change", DSPRPC_CONTROL_UNSIGNED_MODULE, &wish, sizeof(wish));
	say("set-path", (unsigned int)remote_handle64_control(handle, DSPRPC_SET_PATH, &domain,
							       sizeof(domain)));
}

/* A second process on the same DSP, by a session of its own. */
static void requests_two_sessions(remote_handle64 first)
{
	remote_rpc_reserve_new_session_t reserve = {
		.domain_name = (char *)"cdsp", .domain_name_len = 4,
		.session_name = (char *)"mine", .session_name_len = 4,
	};
	struct remote_rpc_control_unsigned_module wish = { -1, 1 };
	char uri[200] = "", module[] = "file:///libcrash_skel.so?crash_skel_handle_invoke&_modver=1.0";
	remote_rpc_get_uri_t get = {
		.domain_name = (char *)"cdsp", .domain_name_len = 4,
		.module_uri = module, .module_uri_len = sizeof(module),
		.uri = uri, .uri_len = sizeof(uri),
	};
	remote_rpc_effective_domain_id_t id = {
		.domain_name = (char *)"cdsp", .domain_name_len = 4, .session_id = 2,
	};
	remote_handle64 second = 0;

	requests_session("reserve", FASTRPC_RESERVE_NEW_SESSION, &reserve, sizeof(reserve));
	say("reserved-session", reserve.session_id);
	say("reserved-domain", reserve.effective_domain_id);
	requests_session("effective", FASTRPC_GET_EFFECTIVE_DOMAIN_ID, &id, sizeof(id));
	say("effective-is", id.effective_domain_id);
	get.session_id = reserve.session_id;
	requests_session("uri", FASTRPC_GET_URI, &get, sizeof(get));
	say("uri-ends", strcmp(uri + strlen(module), "&_dom=cdsp&_session=1") == 0);
	wish.domain = (int)reserve.effective_domain_id;
	requests_session("second-unsigned", DSPRPC_CONTROL_UNSIGNED_MODULE, &wish, sizeof(wish));
	say("second-open", (unsigned int)remote_handle64_open(uri, &second));
	say_alive("first-one", first);
	say_alive("first-two", first);
	say_alive("second-one", second);
	say("second-close", (unsigned int)remote_handle64_close(second));
	say_alive("first-three", first);
}

static void requests_ends(void)
{
	struct remote_rpc_session_close end = { CDSP_DOMAIN_ID };
	remote_rpc_process_exception exception = { CDSP_DOMAIN_ID };
	struct remote_rpc_process_clean_params kill = { CDSP_DOMAIN_ID };
	remote_handle64 handle;

	requests_session("end-none", FASTRPC_SESSION_CLOSE, &end, sizeof(end));
	handle = say_open("before-exception", SAY_URI("crash", "cdsp"));
	requests_session("exception", FASTRPC_REMOTE_PROCESS_EXCEPTION, &exception,
			 sizeof(exception));
	say("call-after-exception", (unsigned int)remote_handle64_invoke(
		handle, REMOTE_SCALARS_MAKE(12, 0, 0), NULL) != 0);
	remote_handle64_close(handle);
	handle = say_open("after-exception", SAY_URI("crash", "cdsp"));
	say_alive("alive-after-exception", handle);
	requests_session("kill", FASTRPC_REMOTE_PROCESS_KILL, &kill, sizeof(kill));
	remote_handle64_close(handle);
}

int main(void)
{
	remote_rpc_notif_register_t wish = { NULL, CDSP_DOMAIN_ID, requests_heard };
	remote_handle64 handle;

	requests_before();
	requests_session("notifications", FASTRPC_REGISTER_STATUS_NOTIFICATIONS, &wish,
			 sizeof(wish));
	handle = say_open("open", SAY_URI("crash", "cdsp"));
	requests_handle(handle);
	requests_two_sessions(handle);
	say("close", (unsigned int)remote_handle64_close(handle));
	requests_ends();
	return 0;
}
