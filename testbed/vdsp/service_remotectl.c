// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: remotectl (handles 0 and 8)
 *
 * Opens modules by name and closes them. A module that does not exist is reported in
 * the outputs of a call that succeeds: a failing open makes user space give up the
 * per-domain object on handle 8 for good (FastRPC wire format).
 */
#include <stdio.h>
#include <string.h>

#include "call.h"
#include "module/module.h"
#include "process.h"
#include "service.h"

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

/* Open module @name; @opened and @text get what the caller is told. */
static void remotectl_open_module(struct process *pd, const char *name,
				  struct remotectl_opened *opened, char *text, size_t size)
{
	const struct object *object = module_find(name);

	opened->handle = 0;
	if (!object) {
		opened->error = WIRE_ENOSUCHMOD;
		snprintf(text, size, "no such module: %.200s", name);
		return;
	}
	opened->error = process_open(pd, object, &opened->handle);
	if (opened->error)
		snprintf(text, size, "too many open modules");
}

static int32_t remotectl_serve_open(struct call *call)
{
	const struct payload *p = call->payload;
	char text[REMOTECTL_TEXT_MAX] = "";
	struct remotectl_opened opened;
	char name[REMOTECTL_NAME_MAX];
	struct remotectl_open open;
	int32_t ret;

	ret = payload_fetch(p, 0, &open, sizeof(open));
	if (!ret)
		ret = remotectl_read_name(p, open.name_len, name);
	if (ret)
		return ret;
	remotectl_open_module(call->pd, name, &opened, text, sizeof(text));
	ret = payload_store(p, payload_out(p, 0), &opened, sizeof(opened));
	if (!ret)
		ret = remotectl_tell(p, 1, open.error_len, text);
	if (ret && opened.handle)
		process_close(call->pd, opened.handle);
	return ret;
}

static int32_t remotectl_serve_close(struct call *call)
{
	const struct payload *p = call->payload;
	struct remotectl_close close;
	int32_t error;
	int32_t ret;

	ret = payload_fetch(p, 0, &close, sizeof(close));
	if (ret)
		return ret;
	error = process_close(call->pd, close.handle);
	ret = payload_store(p, payload_out(p, 0), &error, sizeof(error));
	if (ret)
		return ret;
	return remotectl_tell(p, 1, close.error_len, error ? "handle is not open" : "");
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
