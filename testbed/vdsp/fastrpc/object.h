/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_OBJECT_H
#define VDSP_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct call;

/**
 * struct object_method - one method of a remote object
 */
struct object_method {
	/** @sc: scalars that the method expects */
	uint32_t sc;
	/** @any_inputs: any number of input buffers will do */
	bool any_inputs;
	/**
	 * @serve: does the work. The number of arguments is right, their sizes are not
	 * checked. Returns the result of the call, or holds the call and returns 0.
	 */
	int32_t (*serve)(struct call *call);
};

/**
 * struct object - what stands behind a handle
 */
struct object {
	/** @name: for modules, the name in the URI */
	const char *name;
	/** @methods: one entry per method number */
	const struct object_method *methods;
	/** @method_count: length of @methods */
	size_t method_count;
};

/* Define the object that @methods, an array, belongs to. */
#define OBJECT_INIT(_name, _methods)						\
	{									\
		.name = (_name),						\
		.methods = (_methods),						\
		.method_count = sizeof(_methods) / sizeof((_methods)[0]),	\
	}

int32_t object_serve(const struct object *object, struct call *call);

#endif /* VDSP_OBJECT_H */
