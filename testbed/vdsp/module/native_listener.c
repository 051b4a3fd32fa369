// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: default listener
 *
 * Daemons of the static PDs register here to serve reverse calls.
 * Registering returns at once; the waiting is done in next2 (docs/protocol.md, Reverse calls).
 */
#include "fastrpc/call.h"
#include "module/module.h"

static int32_t listener_register(struct call *call)
{
	(void)call;
	return 0;
}

static const struct object_method listener_methods[] = {
	{ .sc = 0x00000000, .serve = listener_register },
};

static const struct object_method listener1_methods[] = {
	{ .sc = 0x02000000, .serve = listener_register },
};

const struct object native_listener = OBJECT_INIT("adsp_default_listener", listener_methods);
const struct object native_listener1 =
	OBJECT_INIT("adsp_default_listener1", listener1_methods);
