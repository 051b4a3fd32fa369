// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
#include "fastrpc/object.h"

#include "fastrpc/call.h"
#include "fastrpc/wire.h"

static bool object_sc_fits(const struct object_method *method, uint32_t sc)
{
	uint32_t difference = method->sc ^ sc;

	if (method->any_inputs)
		difference &= ~WIRE_SC_INPUTS_MASK;
	return !difference;
}

/**
 * object_serve() - Serve a call by the method that its scalars name.
 * @object: remote object
 * @call: call with a decoded payload
 *
 * Return: result of the method; WIRE_EUNSUPPORTED if there is no such method;
 * WIRE_EBADPARM if it takes other arguments.
 */
int32_t object_serve(const struct object *object, struct call *call)
{
	uint32_t sc = call->message.sc;

	for (size_t i = 0; i < object->method_count; i++) {
		const struct object_method *method = &object->methods[i];

		if (WIRE_SC_METHOD(method->sc) != WIRE_SC_METHOD(sc))
			continue;
		return object_sc_fits(method, sc) ? method->serve(call) : WIRE_EBADPARM;
	}
	return WIRE_EUNSUPPORTED;
}
