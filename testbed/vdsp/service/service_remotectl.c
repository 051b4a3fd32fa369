// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: remotectl (handles 0 and 8)
 *
 * Opens modules by name and closes them. A module that does not exist is reported in
 * the outputs of a call that succeeds: a failing open makes user space give up the
 * per-domain object on handle 8 for good (docs/protocol.md, Modules).
 *
 * In a PD with a child the child looks for a library in the guest's file system first, be
 * it named by a URI or plainly; only if it is not there, the built-in module of that name,
 * if any, is opened.
 */
#include <stdio.h>
#include <string.h>

#include "fastrpc/call.h"
#include "fastrpc/process.h"
#include "module/module.h"
#include "pd/pd.h"
#include "service/service.h"

#define REMOTECTL_NAME_MAX	512
#define REMOTECTL_TEXT_MAX	256

struct remotectl_open {
	uint32_t name_len;
	uint32_t error_len;
};

struct remotectl_opened {
	uint32_t handle;
	int32_t error;
};

struct remotectl_close {
	uint32_t handle;
	uint32_t error_len;
};

struct remotectl_parameter {
	uint32_t id;
	uint32_t count;
};

/* Parameters of set_param: priority and stack size of threads that serve calls. */
enum remotectl_parameter_id {
	REMOTECTL_THREAD = 1,
	REMOTECTL_THREAD_RELATIVE = 2,
};

/* Text output @i, at most @len bytes, NUL-terminated unless there is no room at all. */
static int32_t remotectl_tell(const struct payload *p, unsigned int i, uint32_t len,
			      const char *text)
{
	char bytes[REMOTECTL_TEXT_MAX] = "";

	if (p->args[payload_out(p, i)].len != len)
		return WIRE_EBADPARM;
	if (!len)
		return 0;
	if (len > sizeof(bytes))
		len = sizeof(bytes);
	snprintf(bytes, len, "%s", text);
	return payload_write(p, payload_out(p, i), 0, bytes, len);
}

static int32_t remotectl_read_name(const struct payload *p, uint32_t len, char *name)
{
	int32_t ret;

	if (!len || len > REMOTECTL_NAME_MAX)
		return WIRE_EBADPARM;
	ret = payload_fetch(p, 1, name, len);
	if (ret)
		return ret;
	return strnlen(name, len) == len - 1 ? 0 : WIRE_EBADPARM;
}

/* What the caller of an open is told. */
struct remotectl_outcome {
	struct remotectl_opened opened;
	char text[REMOTECTL_TEXT_MAX];
};

/* Open the built-in module @name; without one, @outcome stays. */
static bool remotectl_open_native(struct process *pd, const char *name,
				  struct remotectl_outcome *outcome)
{
	const struct object *object = module_find(name);

	if (!object)
		return false;
	*outcome = (struct remotectl_outcome){ 0 };
	outcome->opened.error = process_open(pd, object, &outcome->opened.handle);
	return true;
}

static void remotectl_forget(struct process *pd, uint32_t handle)
{
	uint32_t module;

	if (!handle)
		return;
	if (process_find_hosted(pd, handle, &module))
		pd_close(pd, NULL, module, NULL);
	process_close(pd, handle);
}

/* Return: the result of the call. */
static int32_t remotectl_report(struct call *call, const struct remotectl_open *open,
				struct remotectl_outcome *outcome)
{
	const struct payload *p = call->payload;
	int32_t ret;

	if (outcome->opened.error == WIRE_ENOMEMORY && !*outcome->text)
		snprintf(outcome->text, sizeof(outcome->text), "too many open modules");
	ret = payload_store(p, payload_out(p, 0), &outcome->opened, sizeof(outcome->opened));
	if (!ret)
		ret = remotectl_tell(p, 1, open->error_len, outcome->text);
	if (ret)
		remotectl_forget(call->pd, outcome->opened.handle);
	return ret;
}

static int32_t remotectl_read_open(const struct payload *p, struct remotectl_open *open,
				   char *name)
{
	int32_t ret = payload_fetch(p, 0, open, sizeof(*open));

	return ret ? ret : remotectl_read_name(p, open->name_len, name);
}

/* What the shell says if there is no such file, or no listener to ask for it. */
static bool remotectl_found_nothing(const struct pd_result *result)
{
	return result->result == WIRE_ENOSUCH || result->result == WIRE_ENOSUCHMOD;
}

/* The child has opened the library, or not. */
static void remotectl_opened(struct call *call, const struct pd_result *result)
{
	struct remotectl_outcome outcome = { .opened.error = result->result };
	char name[REMOTECTL_NAME_MAX];
	struct remotectl_open open;
	int32_t ret;

	snprintf(outcome.text, sizeof(outcome.text), "%.*s", REMOTECTL_TEXT_MAX - 1,
		 result->text);
	/* Read again: the call was kept, these were not. */
	ret = remotectl_read_open(call->payload, &open, name);
	if (!result->result) {
		outcome.opened.error = process_open_hosted(call->pd, result->value,
							   &outcome.opened.handle);
		if (outcome.opened.error)
			pd_close(call->pd, NULL, result->value, NULL);
		else if (ret)
			remotectl_forget(call->pd, outcome.opened.handle);
	} else if (!ret && remotectl_found_nothing(result)) {
		if (!*outcome.text)
			snprintf(outcome.text, sizeof(outcome.text), "no such module: %.200s",
				 name);
		outcome.opened.error = WIRE_ENOSUCHMOD;
		remotectl_open_native(call->pd, name, &outcome);
	}
	if (!ret)
		ret = remotectl_report(call, &open, &outcome);
	call_resume(call, ret);
}

static int32_t remotectl_serve_open(struct call *call)
{
	struct remotectl_outcome outcome = { .opened.error = WIRE_ENOSUCHMOD };
	char name[REMOTECTL_NAME_MAX];
	struct remotectl_open open;
	int32_t ret;

	ret = remotectl_read_open(call->payload, &open, name);
	if (ret)
		return ret;
	if (call->pd->child && module_may_be_file(name))
		return pd_open(call, name, remotectl_opened);
	snprintf(outcome.text, sizeof(outcome.text), "no such module: %.200s", name);
	remotectl_open_native(call->pd, name, &outcome);
	return remotectl_report(call, &open, &outcome);
}

static int32_t remotectl_report_close(struct call *call, int32_t error)
{
	const struct payload *p = call->payload;
	struct remotectl_close close;
	int32_t ret;

	ret = payload_fetch(p, 0, &close, sizeof(close));
	if (!ret)
		ret = payload_store(p, payload_out(p, 0), &error, sizeof(error));
	if (ret)
		return ret;
	return remotectl_tell(p, 1, close.error_len,
			      error == WIRE_EINVHANDLE ? "handle is not open" : "");
}

static void remotectl_closed(struct call *call, const struct pd_result *result)
{
	call_resume(call, remotectl_report_close(call, result->result));
}

static int32_t remotectl_serve_close(struct call *call)
{
	struct remotectl_close close;
	uint32_t module;
	int32_t error;
	int32_t ret;

	ret = payload_fetch(call->payload, 0, &close, sizeof(close));
	if (ret)
		return ret;
	if (process_find_hosted(call->pd, close.handle, &module)) {
		process_close(call->pd, close.handle);
		return pd_close(call->pd, call, module, remotectl_closed);
	}
	error = process_close(call->pd, close.handle);
	return remotectl_report_close(call, error);
}

/* Priorities and stacks have no meaning for native methods. */
static int32_t remotectl_serve_set_param(struct call *call)
{
	struct remotectl_parameter parameter;
	int32_t ret;

	ret = payload_fetch(call->payload, 0, &parameter, sizeof(parameter));
	if (ret)
		return ret;
	return parameter.id == REMOTECTL_THREAD || parameter.id == REMOTECTL_THREAD_RELATIVE ?
	       0 : WIRE_EUNSUPPORTED;
}

static const struct object_method remotectl_methods[] = {
	{ .sc = 0x00020200, .serve = remotectl_serve_open },
	{ .sc = 0x01010200, .serve = remotectl_serve_close },
};

static const struct object_method remotectl1_methods[] = {
	{ .sc = 0x02020200, .serve = remotectl_serve_open },
	{ .sc = 0x03010200, .serve = remotectl_serve_close },
	{ .sc = 0x05020000, .serve = remotectl_serve_set_param },
};

const struct object service_remotectl = OBJECT_INIT("remotectl", remotectl_methods);
const struct object service_remotectl1 = OBJECT_INIT("remotectl1", remotectl1_methods);
